// The variables of the environment, one at a time: what each must look like, and what to say when it does not.
import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Environment = Readonly<Record<string, string | undefined>>;

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const appPages = 'on api.slack.com/apps, under your app';
/** How each secret looks, and where people find theirs. */
export const secrets = {
  SLACK_BOT_TOKEN: {
    prefix: 'xoxb-',
    example: 'xoxb-1234567890-…',
    where: `find it ${appPages} → OAuth & Permissions → Bot User OAuth Token`,
  },
  SLACK_APP_TOKEN: {
    prefix: 'xapp-',
    example: 'xapp-1-A012345-…',
    where: `find it ${appPages} → Basic Information → App-Level Tokens (scope connections:write)`,
  },
  SLACK_SIGNING_SECRET: {
    prefix: '',
    example: '8f742231b10e8888abcd99yyyzzz85a5',
    where: `find it ${appPages} → Basic Information → App Credentials → Signing Secret`,
  },
  INTAKE_TOKEN: {
    prefix: '',
    example: 'the output of `openssl rand -hex 32`',
    where: 'choose it yourself, and give it to the programs that send leads',
  },
} as const;
export type SecretName = keyof typeof secrets;

/** Token kinds that get pasted into the wrong place. */
const knownPrefixes: Readonly<Record<string, string>> = {
  'xoxb-': 'a bot token, which belongs in SLACK_BOT_TOKEN',
  'xapp-': 'an app-level token, which belongs in SLACK_APP_TOKEN',
  'xoxp-': 'a user token, which is not used here',
  xoxe: 'a rotating or configuration token, which is not used here',
};

/** Reads one variable at a time and notes what is wrong with it. */
export class Reader {
  readonly #values: Environment;
  readonly #root: string;
  readonly #problems: string[];
  readonly #faulty = new Set<SecretName>();

  constructor(values: Environment, root: string, problems: string[]) {
    this.#values = values;
    this.#root = root;
    this.#problems = problems;
  }

  /** `null` when it is not set, or set to nothing. */
  text(name: string): string | null {
    const value = this.#values[name];
    return value === undefined || value === '' ? null : value;
  }

  isFaulty(name: SecretName): boolean {
    return this.#faulty.has(name);
  }

  secret(name: SecretName): string | null {
    const direct = this.text(name);
    const file = this.text(`${name}_FILE`);
    if (direct !== null && file !== null) {
      return this.#refuse(name, `${name} and ${name}_FILE are both set; remove one of them, so that it is clear which one counts.`);
    }
    const value = file === null ? direct : this.#fileText(name, file);
    if (value === null) return null;
    const fault = faultIn(name, value);
    return fault === null ? value : this.#refuse(name, missing(name, fault));
  }

  number(name: string, standard: number, limits: { least: number; most: number; isWhole: boolean }): number {
    const text = this.text(name);
    if (text === null) return standard;
    const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= limits.least && value <= limits.most && (!limits.isWhole || Number.isInteger(value))) return value;
    const kind = limits.isWhole ? 'a whole number' : 'a number';
    this.#problems.push(`${name} is ${quoted(text)}, but must be ${kind} from ${limits.least} to ${limits.most}, such as ${standard}.`);
    return standard;
  }

  host(): string {
    const text = this.text('HOST') ?? '127.0.0.1';
    if (/^[\w.:%-]+$/.test(text)) return text;
    this.#problems.push(
      `HOST is ${quoted(text)}, but must be an address or a host name, such as 127.0.0.1, or 0.0.0.0 for every network of this machine.`,
    );
    return text;
  }

  logLevel(): LogLevel {
    const text = (this.text('LOG_LEVEL') ?? 'info').trim().toLowerCase();
    const level = logLevels.find((known) => known === text);
    if (level) return level;
    this.#problems.push(`LOG_LEVEL is ${quoted(text)}, but must be one of ${logLevels.join(', ')}; the usual one is info.`);
    return 'info';
  }

  apiUrl(): string | null {
    const text = this.text('SLACK_API_URL');
    if (text === null) return null;
    const url = URL.parse(text);
    if (url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && !/\s/.test(text)) {
      return url.href.endsWith('/') ? url.href : `${url.href}/`;
    }
    this.#problems.push(
      'SLACK_API_URL must be everything before the method name, such as https://slack.com/api/ or http://127.0.0.1:4999/api/; remove it to use Slack itself.',
    );
    return null;
  }

  databasePath(): string {
    const text = this.text('DATABASE_URL') ?? 'file:./data/leadloop.db';
    const path = filePath(text);
    if (path !== null) return resolve(this.#root, path);
    // A URL of a database server carries its password: say the scheme, not the rest.
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1];
    const found = scheme === undefined || scheme === 'file' ? quoted(text) : `a ${scheme}: address`;
    this.#problems.push(
      `DATABASE_URL is ${found}, but must be file: and the path of a file, such as file:./data/leadloop.db or file:/var/lib/leadloop/leadloop.db.`,
    );
    return '';
  }

  #fileText(name: SecretName, file: string): string | null {
    const path = isAbsolute(file) ? file : resolve(this.#root, file);
    try {
      return readFileSync(path, 'utf8')
        .replace(/^\uFEFF/, '')
        .replace(/[\r\n]+$/, '');
    } catch (error) {
      return this.#refuse(
        name,
        `${name}_FILE names ${path}, which cannot be read (${codeOf(error)}); put the value there, or set ${name} itself.`,
      );
    }
  }

  #refuse(name: SecretName, problem: string): null {
    this.#faulty.add(name);
    this.#problems.push(problem);
    return null;
  }
}

/** What is wrong with a secret's looks, as the end of a sentence; `null` when nothing is. */
function faultIn(name: SecretName, value: string): string | null {
  const { prefix } = secrets[name];
  if (value.trim() === '') return 'holds nothing';
  if (/\s/.test(value)) return 'has a space or a line break in it; copy it again without';
  if (!/^[\x21-\x7e]+$/.test(value)) return 'has a character in it that no such value has; copy it again';
  const other = Object.entries(knownPrefixes).find(([known]) => known !== prefix && value.startsWith(known))?.[1];
  if (other !== undefined && name !== 'INTAKE_TOKEN') return `holds ${other}`;
  return value.startsWith(prefix) && value !== prefix ? null : `does not begin with ${prefix}, or ends there`;
}

/** What to say of a secret that is not as it should be. */
export function missing(name: SecretName, what: string): string {
  const { example, where } = secrets[name];
  return `${name} ${what}. It looks like ${example}; ${where}.`;
}

/** The path in a `file:` URL, relative ones as they are; `null` when it is no such URL or names no plain file. */
function filePath(text: string): string | null {
  if (!text.startsWith('file:') || /[?#\0]/.test(text)) return null;
  try {
    const path = text.startsWith('file://') ? fileURLToPath(text) : decodeURIComponent(text.slice('file:'.length));
    return path === '' || path.startsWith(':') || /(^|\/)\.{0,2}$/.test(path) ? null : path;
  } catch {
    return null;
  }
}

/** The system's own word for what went wrong, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
