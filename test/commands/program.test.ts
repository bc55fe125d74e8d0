// The command line as a whole: help, wrong use, exit codes, and how errors are told.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cli, createCli, executable } from './cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const commands = ['start', 'doctor', 'settings', 'import', 'export', 'report', 'backup', 'restore', 'erase'];

describe('leadloop', () => {
  it('prints its help when nothing is asked', async () => {
    const run = await cli.run([]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    for (const command of commands) expect(run.stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  });

  it.each([...commands, 'settings show', 'settings apply'])('explains %s with examples', async (command) => {
    const run = await cli.run([...command.split(' '), '--help']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(`Usage: leadloop ${command}`);
    expect(run.stdout).toMatch(/Examples:\n {2}/);
  });

  it('takes help as a command too', async () => {
    expect((await cli.run(['help', 'import'])).stdout).toBe((await cli.run(['import', '--help'])).stdout);
  });

  it('prints its version', async () => {
    expect(await cli.run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.each([
    [['frobnicate'], /^Unknown command 'frobnicate'\. /],
    [['exprot'], /^Unknown command 'exprot'; did you mean export\? /],
    [['report', '--weak'], /^Unknown option '--weak'; did you mean --week\? /],
    [['import'], /^Missing required argument 'file'\. /],
    [['export', 'leads', 'events'], /^Too many arguments for 'export'/],
    [['settings'], /^Say what to do with the settings: show or apply\. /],
    [['export', 'people'], /^“people” cannot be exported: say leads, events or targets\.\n$/],
    [['export', 'leads', '--format', 'xml'], /^“xml” is not a format of exports: say csv or jsonl\.\n$/],
  ])('tells wrong use in one line: %j', async (args, words) => {
    const run = await cli.run(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(words);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each(['settings show', 'export leads', 'report', 'erase ada@engine.test', 'backup copy.db'])(
    'refuses a missing database: %s',
    async (command) => {
      const run = await cli.run(command.split(' '));
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/^There is no database at .*leadloop\.db/);
    },
  );

  it('names every problem of the environment at once', async () => {
    const run = await cli.run(['report'], { env: { PORT: 'x', DATABASE_URL: 'postgres://a:b@c/d' } });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^DATABASE_URL is a postgres: address.*\nPORT is "x"/);
  });

  it('F56: a file that is no database is left as it is: exit code 74', async () => {
    cli.write('leadloop.db', 'this is a shopping list, and nothing else.\n'.repeat(100));
    for (const args of [['report'], ['settings', 'apply', cli.write('s.json', '{"channels":{"leads":"C0LEADS"}}')]]) {
      const run = await cli.run(args);
      expect(run.code).toBe(74);
      expect(run.stderr).toMatch(/leadloop\.db is damaged or is not a LeadLoop database.*leadloop restore/);
    }
    expect(cli.read('leadloop.db')).toMatch(/^this is a shopping list/);
  });

  it.skipIf(process.getuid?.() === 0)('F60: says so when the folder cannot be written', async () => {
    mkdirSync(cli.path('locked'));
    chmodSync(cli.path('locked'), 0o500);
    const env = { DATABASE_URL: `file:${cli.path('locked/x.db')}` };
    const run = await cli.run(['settings', 'apply', cli.write('s.json', '{"channels":{"leads":"C0LEADS"}}')], { env });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be written by this user \(uid \d+\)/) });
  });

  it('ends quietly when the reader has enough', async () => {
    await cli.run(['import', cli.write('leads.csv', `email,message\n${rows(1500)}`), '--yes']);
    const child = spawn(process.execPath, [executable, 'export', 'leads'], {
      env: { ...process.env, DATABASE_URL: `file:${cli.database}` },
    });
    let complaints = '';
    child.stderr.on('data', (text) => (complaints += String(text)));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  });
});

function rows(count: number): string {
  return Array.from({ length: count }, (_, index) => `p${index}@engine.test,${'hello '.repeat(40)}\n`).join('');
}
