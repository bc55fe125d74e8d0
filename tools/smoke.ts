// Does the published package work? Packs it, installs it in an empty folder without development tools, and runs it there from dist/.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NEEDED = ['bin/leadloop.mjs', 'dist/main.js', 'migrations', 'manifest.yml', 'LICENSE', 'README.md'];
const UNWANTED = ['src', 'test', 'tools', 'bench', '.env'];

const folder = mkdtempSync(join(tmpdir(), 'leadloop-smoke-'));

// npm tells its children where their project is; here the project is another one.
const { npm_config_local_prefix: _prefix, npm_package_json: _json, ...inherited } = process.env;
const env = { ...inherited, DATABASE_URL: `file:${join(folder, 'smoke.db')}`, NO_COLOR: '1' };

function run(cwd: string, command: string, ...args: string[]): string {
  console.log(`$ ${command} ${args.join(' ')}`);
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 180_000 });
}

function leadloop(...args: string[]): string {
  return run(folder, join(folder, 'node_modules/.bin/leadloop'), ...args);
}

function check(isGood: boolean, complaint: string): void {
  if (!isGood) throw new Error(`The package does not work: ${complaint}.`);
}

try {
  run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  run(folder, 'npm', 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`);

  const installed = join(folder, 'node_modules/leadloop');
  for (const path of NEEDED) check(existsSync(join(installed, path)), `${path} is missing`);
  for (const path of UNWANTED) check(!existsSync(join(installed, path)), `${path} is in it`);

  check(/\bstart\b/.test(leadloop('--help')), '--help does not list the commands');

  // Finds its migrations, and the native database module.
  const settings = join(folder, 'settings.json');
  writeFileSync(settings, '{ "channels": { "leads": "C0SMOKE" } }\n');
  leadloop('settings', 'apply', settings);
  check(leadloop('settings', 'show').includes('C0SMOKE'), 'the settings did not come back');
  const report: unknown = JSON.parse(leadloop('report', '--json'));
  check(typeof report === 'object' && report !== null && 'totals' in report, 'the report has no totals');

  console.log('The package works.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
