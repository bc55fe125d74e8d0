// The environment, read and checked in one place: one frozen Config, or every problem at once.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { type Environment, type LogLevel, Reader, codeOf, missing, secrets } from './variables.ts';

export interface SlackConfig {
  readonly botToken: string;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  /** Everything before the method name, ending in a slash; `null` = Slack's own. */
  readonly apiUrl: string | null;
  /** `socket` where there is an app token, else Slack calls us. */
  readonly mode: 'socket' | 'http';
}

export interface Config {
  /** `null` for commands that do without Slack. */
  readonly slack: SlackConfig | null;
  /** Absolute path of the database file. */
  readonly database: { readonly path: string };
  /** Port 0 = any that is free. */
  readonly http: { readonly host: string; readonly port: number };
  /** `rate` in POSTs a second. */
  readonly intake: { readonly token: string | null; readonly rate: number; readonly burst: number };
  readonly logLevel: LogLevel;
  /** Launched by npm or npx, which do not pass signals on: when they are gone, so are we. */
  readonly isUnderNpm: boolean;
}

/** Something in the environment is missing or wrong; each problem is a sentence, and none repeats a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The folder that holds package.json, in a checkout as where published. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * Reads `.env` of the package root (real variables win) and the environment.
 * Without `needs.slack` the Slack variables are not looked at.
 * @throws ConfigError with every problem at once
 */
export function readConfig(env: Environment = process.env, needs: { readonly slack: boolean }, root: string = packageRoot): Config {
  const problems: string[] = [];
  const values = withDotenv(env, root, problems);
  const read = new Reader(values, root, problems);
  const slack = needs.slack ? readSlack(read, problems) : null;
  const config: Config = {
    slack,
    database: { path: read.databasePath() },
    http: { host: read.host(), port: read.number('PORT', 3000, { least: 0, most: 65_535, isWhole: true }) },
    intake: {
      token: read.secret('INTAKE_TOKEN'),
      rate: read.number('INTAKE_RATE', 100, { least: 0.01, most: 1_000_000, isWhole: false }),
      burst: read.number('INTAKE_BURST', 500, { least: 1, most: 1_000_000, isWhole: true }),
    },
    logLevel: read.logLevel(),
    isUnderNpm: values['npm_execpath'] !== undefined,
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFrozen(config);
}

/** What the demo takes from the environment. It needs no account, so a real token is not taken along into it. @throws ConfigError */
export function readDemoConfig(env: Environment = process.env): Pick<Config, 'logLevel' | 'isUnderNpm'> {
  const problems: string[] = [];
  const real = Object.keys(secrets).filter((name) => /^(xox[a-z]-|xapp-)\d/.test(env[name] ?? ''));
  if (real.length > 0) {
    const unset = real.map((name) => `-u ${name}`).join(' ');
    problems.push(
      `${real.join(' and ')} ${real.length > 1 ? 'hold real Slack tokens' : 'holds a real Slack token'}, which the demo has no use for. Start it without: env ${unset} npm run demo`,
    );
  }
  const logLevel = new Reader({ LOG_LEVEL: env['LOG_LEVEL'] || 'warn' }, packageRoot, problems).logLevel();
  if (problems.length > 0) throw new ConfigError(problems);
  return { logLevel, isUnderNpm: env['npm_execpath'] !== undefined };
}

/** Is the most talkative output asked for? Asked where something broke, so it never throws. */
export function isDebugging(env: Environment = process.env): boolean {
  const level = withDotenv(env, packageRoot, [])['LOG_LEVEL']?.trim().toLowerCase();
  return level === 'debug' || level === 'trace';
}

function readSlack(read: Reader, problems: string[]): SlackConfig {
  const botToken = read.secret('SLACK_BOT_TOKEN');
  if (botToken === null && !read.isFaulty('SLACK_BOT_TOKEN')) problems.push(missing('SLACK_BOT_TOKEN', 'is not set'));
  const appToken = read.secret('SLACK_APP_TOKEN');
  const isSocket = appToken !== null || read.isFaulty('SLACK_APP_TOKEN');
  const signingSecret = read.secret('SLACK_SIGNING_SECRET');
  if (!isSocket && signingSecret === null && !read.isFaulty('SLACK_SIGNING_SECRET')) {
    const app = secrets.SLACK_APP_TOKEN;
    problems.push(
      `Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set, so Slack has no way to reach the bot. For Socket Mode set SLACK_APP_TOKEN, such as ` +
        `${app.example} (${app.where}). To be called by Slack over HTTP, set SLACK_SIGNING_SECRET instead (${secrets.SLACK_SIGNING_SECRET.where}).`,
    );
  }
  return { botToken: botToken ?? '', appToken, signingSecret, apiUrl: read.apiUrl(), mode: isSocket ? 'socket' : 'http' };
}

/** `.env` under the real variables. A secret and its `_FILE` twin are one: setting either really outweighs both there. */
function withDotenv(env: Environment, root: string, problems: string[]): Environment {
  const path = resolve(root, '.env');
  let written: Environment;
  try {
    written = parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOENT') problems.push(`${path} is there but cannot be read (${code}); make it readable for this user, or remove it.`);
    return env;
  }
  const values: Record<string, string | undefined> = { ...written };
  for (const name of Object.keys(secrets)) {
    if (env[name] === undefined && env[`${name}_FILE`] === undefined) continue;
    delete values[name];
    delete values[`${name}_FILE`];
  }
  for (const [name, value] of Object.entries(env)) if (value !== undefined) values[name] = value;
  return values;
}

function deepFrozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFrozen(part);
  return Object.freeze(value);
}
