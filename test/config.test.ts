// The environment: what is taken, what is refused, and in which words.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, isDebugging, readConfig } from '../src/config.ts';
import type { Environment } from '../src/variables.ts';

const good = { SLACK_BOT_TOKEN: 'xoxb-1-test', SLACK_APP_TOKEN: 'xapp-1-test' };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'leadloop-config-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function read(env: Environment, slack = true) {
  return readConfig(env, { slack }, root);
}

function problemsOf(env: Environment, slack = true): readonly string[] {
  try {
    read(env, slack);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('takes the defaults of the documentation', () => {
    expect(read(good)).toEqual({
      slack: { botToken: 'xoxb-1-test', appToken: 'xapp-1-test', signingSecret: null, apiUrl: null, mode: 'socket' },
      database: { path: join(root, 'data/leadloop.db') },
      http: { host: '127.0.0.1', port: 3000 },
      intake: { token: null, rate: 100, burst: 500 },
      logLevel: 'info',
      isUnderNpm: false,
    });
  });

  it('is frozen all the way down', () => {
    const config = read(good);
    expect([config, config.slack, config.database, config.http, config.intake].every(Object.isFrozen)).toBe(true);
  });

  it('has Slack call us where there is a signing secret and no app token', () => {
    expect(read({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's3cret' }).slack).toMatchObject({
      mode: 'http',
      signingSecret: 's3cret',
    });
  });

  it('does not look at Slack for commands that do without', () => {
    expect(read({ SLACK_BOT_TOKEN: 'nonsense value' }, false).slack).toBeNull();
  });

  it.each([
    ['file:./data/x.db', 'data/x.db'],
    ['file:x.db', 'x.db'],
    ['file:my%20data/x.db', 'my data/x.db'],
    ['file:my data/x.db', 'my data/x.db'],
  ])('resolves %s from the package root', (url, path) => {
    expect(read({ ...good, DATABASE_URL: url }).database.path).toBe(join(root, path));
  });

  it.each([
    ['file:/var/lib/x.db', '/var/lib/x.db'],
    ['file:///var/lib/x%20y.db', '/var/lib/x y.db'],
  ])('takes %s as it is', (url, path) => {
    expect(read({ ...good, DATABASE_URL: url }).database.path).toBe(path);
  });

  it.each([
    ['http://127.0.0.1:4999/api/', 'http://127.0.0.1:4999/api/'],
    ['http://127.0.0.1:4999/api', 'http://127.0.0.1:4999/api/'],
    ['https://slack.test', 'https://slack.test/'],
  ])('makes SLACK_API_URL %s end in a slash', (given, taken) => {
    expect(read({ ...good, SLACK_API_URL: given }).slack?.apiUrl).toBe(taken);
  });

  it('reads a secret from a file, without the line break at its end', () => {
    writeFileSync(join(root, 'bot'), 'xoxb-from-file\r\n');
    writeFileSync(join(root, 'intake'), 'open-sesame\n');
    const config = read({ SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN_FILE: join(root, 'bot'), INTAKE_TOKEN_FILE: 'intake' });
    expect(config.slack?.botToken).toBe('xoxb-from-file');
    expect(config.intake.token).toBe('open-sesame');
  });

  it('reads .env of the package root; real variables win', () => {
    writeFileSync(join(root, '.env'), '# ours\nSLACK_BOT_TOKEN=xoxb-dotenv\nSLACK_APP_TOKEN="xapp-dotenv"\nPORT=4000\nHOST=0.0.0.0\n');
    const config = read({ SLACK_BOT_TOKEN: 'xoxb-real', PORT: '5000' });
    expect(config.slack).toMatchObject({ botToken: 'xoxb-real', appToken: 'xapp-dotenv' });
    expect(config.http).toEqual({ host: '0.0.0.0', port: 5000 });
  });

  it('lets a real NAME_FILE outweigh the NAME in .env', () => {
    writeFileSync(join(root, '.env'), 'SLACK_BOT_TOKEN=xoxb-dotenv\n');
    writeFileSync(join(root, 'bot'), 'xoxb-file');
    expect(read({ SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN_FILE: 'bot' }).slack?.botToken).toBe('xoxb-file');
  });

  it('takes variables that are set to nothing as not set', () => {
    expect(read({ ...good, SLACK_SIGNING_SECRET: '', INTAKE_TOKEN: '', PORT: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(read(good));
  });
});

describe('what readConfig refuses', () => {
  it('names every problem at once', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxp-1',
      PORT: 'http',
      DATABASE_URL: 'data.db',
      INTAKE_RATE: '-1',
      INTAKE_BURST: '1.5',
      LOG_LEVEL: 'loud',
      HOST: 'a b',
    };
    const problems = problemsOf(env);
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'PORT',
      'DATABASE_URL',
      'INTAKE_RATE',
      'INTAKE_BURST',
      'LOG_LEVEL',
      'HOST',
    ]) {
      expect(problems.filter((problem) => problem.includes(name))).not.toHaveLength(0);
    }
    expect(problems).toHaveLength(8);
  });

  it('says where in Slack a missing token is found', () => {
    expect(problemsOf({})).toEqual([
      'SLACK_BOT_TOKEN is not set. It looks like xoxb-1234567890-…; find it on api.slack.com/apps, under your app → OAuth & Permissions → Bot User OAuth Token.',
      expect.stringMatching(/^Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set.*xapp-.*App-Level Tokens.*Signing Secret\)\.$/),
    ]);
  });

  it.each([
    [
      'an app token for a bot token',
      { ...good, SLACK_BOT_TOKEN: 'xapp-1-test' },
      /^SLACK_BOT_TOKEN holds an app-level token, which belongs in SLACK_APP_TOKEN\./,
    ],
    ['a bot token for an app token', { ...good, SLACK_APP_TOKEN: 'xoxb-1-test' }, /^SLACK_APP_TOKEN holds a bot token/],
    [
      'a bot token for a signing secret',
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'xoxb-2' },
      /^SLACK_SIGNING_SECRET holds a bot token/,
    ],
    ['a token of no kind', { ...good, SLACK_BOT_TOKEN: 'hello' }, /^SLACK_BOT_TOKEN does not begin with xoxb-/],
    ['a prefix alone', { ...good, SLACK_BOT_TOKEN: 'xoxb-' }, /^SLACK_BOT_TOKEN does not begin with xoxb-, or ends there\./],
    ['a space at the end', { ...good, SLACK_BOT_TOKEN: 'xoxb-1 ' }, /^SLACK_BOT_TOKEN has a space or a line break/],
    ['a curly quote', { ...good, SLACK_BOT_TOKEN: 'xoxb-1”' }, /^SLACK_BOT_TOKEN has a character in it/],
    ['a signing secret of spaces', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '  ' }, /^SLACK_SIGNING_SECRET holds nothing\./],
    ['a secret twice', { ...good, SLACK_BOT_TOKEN_FILE: '/dev/null' }, /^SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set/],
    [
      'a file that is not there',
      { ...good, INTAKE_TOKEN_FILE: 'nowhere' },
      /^INTAKE_TOKEN_FILE names .*\/nowhere, which cannot be read \(ENOENT\)/,
    ],
    ['a folder for a file', { ...good, INTAKE_TOKEN_FILE: '.' }, /cannot be read \(EISDIR\)/],
    ['an empty file', { ...good, INTAKE_TOKEN_FILE: '/dev/null' }, /^INTAKE_TOKEN holds nothing\./],
    ['an API address that is none', { ...good, SLACK_API_URL: 'slack.com' }, /^SLACK_API_URL must be everything before the method name/],
    ['an API address with a query', { ...good, SLACK_API_URL: 'https://slack.com/api/?x=1' }, /^SLACK_API_URL must be/],
    ['a port too high', { ...good, PORT: '65536' }, /^PORT is "65536", but must be a whole number from 0 to 65535, such as 3000\.$/],
    ['a rate of nothing', { ...good, INTAKE_RATE: '0' }, /^INTAKE_RATE is "0"/],
  ])('refuses %s', (_what, env, words) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(words);
  });

  it('refuses an empty signing secret where Slack is to call us', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '' })[0]).toMatch(
      /^Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set/,
    );
  });

  it.each([
    'data.db',
    './data.db',
    ':memory:',
    'file::memory:',
    'file:',
    'file:data/',
    'file:..',
    'file:x.db?mode=ro',
    'file://host/x.db',
    'file:%zz',
    'sqlite:x.db',
  ])('refuses DATABASE_URL %s', (url) => {
    expect(problemsOf({ ...good, DATABASE_URL: url })).toEqual([expect.stringMatching(/^DATABASE_URL is .*file:\.\/data\/leadloop\.db/)]);
  });

  it('does not repeat the password of a database server', () => {
    expect(problemsOf({ ...good, DATABASE_URL: 'postgres://me:hunter2@db/x' })[0]).toMatch(/^DATABASE_URL is a postgres: address/);
    expect(problemsOf({ ...good, DATABASE_URL: 'postgres://me:hunter2@db/x' })[0]).not.toContain('hunter2');
  });

  it.skipIf(process.getuid?.() === 0)('says so when .env cannot be read', () => {
    writeFileSync(join(root, '.env'), 'PORT=1');
    chmodSync(join(root, '.env'), 0);
    expect(problemsOf(good)[0]).toMatch(/\.env is there but cannot be read \(EACCES\)/);
  });

  it('F78: never repeats a secret, whatever is wrong with it', () => {
    const secret = fc.string({ minLength: 6, maxLength: 40 }).map((text) => `s3c${text}`);
    fc.assert(
      fc.property(secret, fc.constantFrom('', ' ', 'xoxb-', 'xapp-', 'xoxp-'), fc.constantFrom('', ' ', '\n'), (text, before, after) => {
        const value = before + text + after;
        const env = { SLACK_BOT_TOKEN: value, SLACK_APP_TOKEN: value, SLACK_SIGNING_SECRET: value, INTAKE_TOKEN: value, PORT: 'x' };
        expect(problemsOf(env).join('\n')).not.toContain(text);
      }),
    );
  });
});

describe('isDebugging', () => {
  it('goes by LOG_LEVEL', () => {
    expect(isDebugging({ LOG_LEVEL: 'debug' })).toBe(true);
    expect(isDebugging({ LOG_LEVEL: 'TRACE' })).toBe(true);
    expect(isDebugging({ LOG_LEVEL: 'warn' })).toBe(false);
  });
});
