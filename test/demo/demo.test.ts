// The demo as a program: what it serves and to whom, what it refuses, and that nothing of it is left when it ends.
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import type { Screen } from '../../src/sandbox/page/protocol.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { programsIn } from '../architecture/tree.ts';
import { type Cli, createCli } from '../commands/cli.ts';

describe('a running demo', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo({ folder: null, port: 0, log: createLog('warn'), timezone: 'America/New_York', isDripping: false });
  });
  afterAll(() => demo.stop());

  /** As `fetch`, which does not let a caller name another Host. */
  function ask(path: string, headers: Record<string, string>, body?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(`${demo.url}${path}`, { method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const json = { 'content-type': 'application/json' };
  const act = '{ "kind": "home" }';

  test('the page comes with a policy that lets nothing in from outside', async () => {
    const response = await fetch(demo.url);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await response.text();
    expect(html).not.toMatch(/\{\{|(?:src|href)="https?:/);
    expect((await fetch(demo.url)).headers.get('content-security-policy')).not.toBe(policy);
  });

  test('every module of the page is served as JavaScript without types, and so is what it imports', async () => {
    const pages = programsIn('src/sandbox/page');
    expect(pages.length).toBeGreaterThan(20);
    for (const { path } of pages) {
      const response = await fetch(`${demo.url}/${path.replace('src/sandbox/', '')}`);
      expect(response.status, path).toBe(200);
      expect(response.headers.get('content-type'), path).toContain('text/javascript');
      expect(await response.text(), path).not.toMatch(/^import type |^export interface /m);
    }
    for (const path of ['/page/base.css', '/lib/lit-html/lit-html.js', '/lib/lit-html/directives/repeat.js']) {
      expect((await fetch(`${demo.url}${path}`)).status, path).toBe(200);
    }
  });

  test.each([
    '/page/../serving/guard.ts',
    '/page/%2e%2e/serving/guard.ts',
    '/page/tsconfig.json',
    '/lib/lit-html/../open/index.js',
    '/page/none.ts',
  ])('no other file is served: %s', async (path) => {
    expect(await ask(path, {})).toBe(404);
  });

  test('/live gives a whole screen', async () => {
    const abort = new AbortController();
    const response = await fetch(`${demo.url}/live?as=U0MIA`, { signal: abort.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      if (text.includes('\n\n')) break;
    }
    abort.abort();
    const screen = JSON.parse(text.slice('data: '.length)) as Screen;
    expect(screen.me).toBe('U0MIA');
    expect(screen.channels.map(({ name }) => name)).toEqual(expect.arrayContaining(['leads', 'marketing', 'lead-digest']));
    expect(screen.channels.find(({ name }) => name === 'leads')?.messages.length).toBeGreaterThan(9);
  });

  test('only the page acts: another origin, another Host and a form of another site are turned away', async () => {
    const path = '/act?as=U0KIM';
    expect(await ask(path, { ...json, origin: demo.url }, act)).toBe(200);
    expect(await ask(path, { ...json, origin: 'https://evil.test' }, act)).toBe(403);
    expect(await ask(path, { ...json, 'sec-fetch-site': 'cross-site' }, act)).toBe(403);
    expect(await ask(path, { ...json, host: 'evil.test' }, act)).toBe(403);
    expect(await ask(path, { 'content-type': 'text/plain' }, act)).toBe(403);
    expect(await ask('/', { host: 'evil.test:4400' })).toBe(403);
    expect(await ask('/live', { host: 'evil.test' })).toBe(403);
    expect(await ask('/act?as=U0NOBODY', json, act)).toBe(404);
  });

  test('a token of the real Slack is none of its own', async () => {
    const response = await fetch(`${demo.url}/api/auth.test`, {
      method: 'POST',
      // Put together from parts, so that nobody who scans for tokens finds one.
      headers: { authorization: `Bearer ${['xoxb', '1234567890', '1234567890123', 'abcdefABCDEF'].join('-')}` },
    });
    expect(await response.json()).toMatchObject({ ok: false, error: 'invalid_auth' });
  });
});

describe('leadloop demo', () => {
  let cli: Cli;
  beforeEach(() => {
    cli = createCli();
  });
  afterEach(() => cli.remove());

  /** Starts it and does something while it runs; Ctrl-C when that is done. */
  async function during<T>(
    args: readonly string[],
    work: (url: string, child: ChildProcess) => Promise<T>,
  ): Promise<{ run: Awaited<ReturnType<Cli['run']>>; result: T }> {
    const started = Promise.withResolvers<{ url: string; child: ChildProcess }>();
    const running = cli.run(['demo', '--no-open', '--port', '0', ...args], {
      env: { TMPDIR: cli.folder, LOG_LEVEL: 'warn' },
      onStart: (child) =>
        child.stdout?.on('data', (text: Buffer) => {
          const url = /http:\S+/.exec(String(text))?.[0];
          if (url !== undefined) started.resolve({ url, child });
        }),
    });
    const { url, child } = await Promise.race([
      started.promise,
      running.then(({ stderr }) => {
        throw new Error(`It ended before it began: ${stderr}`);
      }),
    ]);
    try {
      const result = await work(url, child);
      child.kill('SIGINT');
      return { run: await running, result };
    } finally {
      child.kill('SIGKILL');
    }
  }

  test('Ctrl-C ends it with 0 within seconds; no folder and no port stay behind', async () => {
    let askedAt = 0;
    const { run, result: url } = await during([], async (where) => {
      const folders = readdirSync(cli.folder).filter((name) => name.startsWith('leadloop-demo-'));
      expect(folders).toHaveLength(1);
      // Somebody still looks at the page.
      await fetch(`${where}/live`);
      askedAt = performance.now();
      return where;
    });
    expect(run).toMatchObject({ code: 0, signal: null });
    expect(performance.now() - askedAt).toBeLessThan(5_000);
    expect(run.stdout).toBe(`LeadLoop's demo is at ${url}\n`);
    expect(run.stderr).toBe('Its data go when it ends. Ctrl-C ends it.\n');
    expect(readdirSync(cli.folder)).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('a second one on the same --data is refused in a sentence that speaks of the demo', async () => {
    const data = cli.path('kept');
    const { result: second } = await during(['--data', data], () => cli.run(['demo', '--no-open', '--port', '0', '--data', data]));
    expect(second.code).toBe(75);
    expect(second.stdout).toBe('');
    expect(second.stderr).toMatch(
      /^Another demo already runs in .*kept: process \d+ on .+, since .+\. Stop it first, or give this one another folder with --data\.\n$/,
    );
    expect(second.stderr).not.toContain('DATABASE_URL');
    expect(existsSync(join(data, 'workspace.json'))).toBe(true);
  });

  test('a folder with a database that is no demo’s is left alone', async () => {
    openStore(cli.path('leadloop.db'), { create: true, now: Date.now }).close();
    const run = await cli.run(['demo', '--no-open', '--port', '0', '--data', cli.folder]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("holds a database that is no demo's, so it is left alone. Give the demo a folder of its own with --data.");
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(cli.path('workspace.json'))).toBe(false);
    expect(existsSync(cli.database)).toBe(true);
  });

  test('a workspace file that cannot be read is told in a sentence, and stays', async () => {
    writeFileSync(cli.path('workspace.json'), '{ "isTold": tr');
    const run = await cli.run(['demo', '--no-open', '--port', '0', '--data', cli.folder]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('workspace.json');
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(cli.read('workspace.json')).toBe('{ "isTold": tr');
  });

  test('a port that is taken is told, with one that may be free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const run = await cli.run(['demo', '--no-open', '--port', String(port)], { env: { TMPDIR: cli.folder } });
    other.close();
    expect(run.code).toBe(1);
    expect(run.stderr).toBe(`Port ${port} is in use, perhaps by another demo. Choose another one: npm run demo -- --port ${port + 10}\n`);
    expect(readdirSync(cli.folder)).toEqual([]);
  });

  test.each(['many', '70000', '-1'])('--port %s is refused', async (port) => {
    const run = await cli.run(['demo', '--no-open', `--port=${port}`]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('must be a number from 0 to 65535');
  });

  test('a real Slack token in the environment is not taken along', async () => {
    const token = ['xoxb', '1234567890', '1234567890123', 'abcdefABCDEF'].join('-');
    const run = await cli.run(['demo', '--no-open', '--port', '0'], { env: { SLACK_BOT_TOKEN: token } });
    expect(run.code).toBe(1);
    expect(run.stderr).toBe(
      'SLACK_BOT_TOKEN holds a real Slack token, which the demo has no use for. Start it without: env -u SLACK_BOT_TOKEN npm run demo\n',
    );
    expect(run.stderr).not.toContain(token);
  });
});
