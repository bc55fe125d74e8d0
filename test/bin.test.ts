// The executable: it refuses an old Node in words, and runs the sources in a checkout, dist/ where published.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/leadloop.mjs', import.meta.url));

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `node …argv` in a process of its own and waits for its end. */
function node(...argv: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, argv, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Node's options that make a process believe it is another version. */
function asNode(version: string): string[] {
  const lie = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  return ['--import', `data:text/javascript,${encodeURIComponent(lie)}`];
}

describe('bin/leadloop.mjs', () => {
  let root: string;
  let bin: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'leadloop-bin-'));
    bin = join(root, 'bin/leadloop.mjs');
    cpSync(BIN, bin, { recursive: true });
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** Puts a main that says where it stands and what it was given. */
  function put(path: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `console.log(${JSON.stringify(path)}, ...process.argv.slice(2));`);
  }

  it('is executable, so that npx can link it', () => {
    expect(statSync(BIN).mode & 0o777).toBe(0o755);
  });

  it.each(['18.20.8', '20.20.2', '22.17.1', '21.99.0'])('refuses Node %s in one sentence and runs nothing', async (version) => {
    put('src/main.ts');
    put('dist/main.js');
    const run = await node(...asNode(version), bin, 'start');
    expect(run.code).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toBe(
      `LeadLoop needs Node 22.18 or newer and this is Node ${version}: in a checkout run it through npm or \`npx leadloop …\`, ` +
        'which bring the right Node; anywhere else install Node 24.\n',
    );
  });

  it.each(['22.18.0', '22.20.1', '24.0.0', '26.1.0'])('accepts Node %s', async (version) => {
    put('src/main.ts');
    const run = await node(...asNode(version), bin);
    expect(run).toMatchObject({ code: 0, stdout: 'src/main.ts\n' });
  });

  it('runs the sources of a checkout, even when dist/ is there too, and passes the arguments on', async () => {
    put('src/main.ts');
    put('dist/main.js');
    expect(await node(bin, 'report', '--json')).toMatchObject({ code: 0, stdout: 'src/main.ts report --json\n' });
  });

  it('runs dist/ where there are no sources', async () => {
    put('dist/main.js');
    expect(await node(bin, 'start')).toMatchObject({ code: 0, stdout: 'dist/main.js start\n' });
  });

  it('finds its package through the link that npm makes', async () => {
    put('dist/main.js');
    const link = join(root, 'leadloop');
    symlinkSync(bin, link);
    expect(await node(link)).toMatchObject({ code: 0, stdout: 'dist/main.js\n' });
  });

  it('says what is missing when there is nothing to run', async () => {
    const run = await node(bin, 'start');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^LeadLoop is not complete here: .*`npm run build`.*\n$/);
  });

  it('keeps the exit code of what it runs', async () => {
    put('src/main.ts');
    writeFileSync(join(root, 'src/main.ts'), 'process.exitCode = 75;');
    expect((await node(bin, 'start')).code).toBe(75);
  });
});
