// The real executable as a child process, in a folder of its own.
import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uuidv7 } from 'uuidv7';
import { receiveLead } from '../../src/flows/leads.ts';
import type { Store } from '../../src/ports.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { openStore } from '../../src/sqlite/open.ts';

export const executable = fileURLToPath(new URL('../../bin/leadloop.mjs', import.meta.url));

export interface Run {
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Called with the process as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface Cli {
  readonly folder: string;
  readonly database: string;
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  path(name: string): string;
  write(name: string, text: string): string;
  read(name: string): string;
  /** Looks into the database, which must be there. */
  withStore<T>(look: (store: Store, workspaceId: string) => Promise<T>): Promise<T>;
  /** Puts leads into the database, as they came in at a time of their own. */
  given(...leads: readonly { readonly at?: string; readonly fields: Record<string, unknown> }[]): Promise<void>;
  remove(): void;
}

/** No Slack, and nothing of the machine's own settings. */
const quiet = { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '', SLACK_API_URL: '', INTAKE_TOKEN: '', LOG_LEVEL: '' };

export function createCli(): Cli {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-cli-'));
  const path = (name: string): string => join(folder, name);
  const database = path('leadloop.db');
  return {
    folder,
    database,
    path,
    run: (args, { env = {}, input = '', onStart } = {}) =>
      new Promise((resolve) => {
        const options = {
          cwd: folder,
          env: { PATH: process.env['PATH'], ...quiet, DATABASE_URL: `file:${database}`, ...env },
          maxBuffer: 1 << 28,
        };
        const child = execFile(process.execPath, [executable, ...args], options, (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({ code, signal: error?.signal ?? null, stdout, stderr });
        });
        child.stdin?.end(input);
        onStart?.(child);
      }),
    write(name, text) {
      writeFileSync(path(name), text);
      return path(name);
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    async withStore(look) {
      const store = openStore(database, { create: false });
      try {
        return await look(store, (await store.workspace()).id);
      } finally {
        store.close();
      }
    },
    async given(...leads) {
      let now = 0;
      const store = openStore(database, { create: true, now: () => now });
      const { id } = await store.workspace();
      for (const { at = '2026-11-20T10:00:00Z', fields } of leads) {
        now = Date.parse(at);
        const reading = parseLead(fields, now);
        if (!('lead' in reading)) throw new Error(JSON.stringify(reading.problems));
        await receiveLead({ store, now: () => now, newId: uuidv7 }, id, { lead: reading.lead, by: 'api' });
      }
      store.close();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Everything that a stream of the store gives. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
