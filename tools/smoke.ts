// Does the published package work? Packs it, installs it in an empty folder without development tools, and runs it there from dist/.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = ['index.html', 'main.js', 'base.css', 'blocks.css', 'modal.css'].map((name) => `dist/sandbox/page/${name}`);
const NEEDED = ['bin/leadloop.mjs', 'dist/main.js', ...PAGE, 'migrations', 'manifest.yml', 'LICENSE', 'README.md'];
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

/** Starts the demo, fetches its page and what that loads first, and ends it as Ctrl-C does. */
async function tryDemo(): Promise<void> {
  console.log('$ leadloop demo --no-open --port 0');
  const args = ['demo', '--no-open', '--port', '0'];
  const demo = spawn(join(folder, 'node_modules/.bin/leadloop'), args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await addressOf(demo);
    const page = await fetch(url);
    const html = await page.text();
    check(page.ok && page.headers.has('content-security-policy'), 'the page of the demo does not come');
    const paths = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    check(paths.includes('/page/main.js'), 'the page of the demo does not load its script');
    for (const path of [...paths, '/page/shell.js', '/lib/lit-html/lit-html.js']) {
      check((await fetch(`${url}${path}`)).ok, `the demo does not serve ${path}`);
    }
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');
    await ended;
    check(demo.exitCode === 0, `the demo ended with ${demo.exitCode ?? demo.signalCode}`);
  } finally {
    demo.kill('SIGKILL');
  }
}

async function addressOf(demo: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of demo.stdout ?? []) {
    said += String(chunk);
    const url = /http:\/\/\S+(?=\s)/.exec(said)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('The package does not work: the demo ended before it began.');
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

  await tryDemo();

  console.log('The package works.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
