// What another process does to a database while a test looks on: `node child.ts TASK PATH [N]`. Each line it prints is a step done.
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../../src/sqlite/database.ts';
import { holdRunLock } from '../../src/sqlite/lock.ts';
import { readMigrations } from '../../src/sqlite/migrate.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { writeLines } from './sample-lines.ts';
import { received } from './sample-leads.ts';

const [task = '', path = '', more = ''] = process.argv.slice(2);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const tasks: Record<string, () => Promise<void>> = {
  /** Keeps the write lock for so many milliseconds. */
  async block() {
    const raw = new Sqlite(path);
    raw.exec('begin immediate');
    say('blocking');
    await pause(Number(more));
    raw.exec('rollback');
    say('done');
  },
  /** Runs on the database until it is killed. */
  async run() {
    holdRunLock(path);
    say('running');
    await pause(60_000);
  },
  /** Commits lead after lead for so many milliseconds and says each that is on disk. */
  async commit() {
    const store = openStore(path, { create: false });
    const { id } = await store.workspace();
    say('committing');
    const until = performance.now() + Number(more);
    for (let n = 0; performance.now() < until; n += 1) {
      await store.commit(received(id, `${process.pid}-${n}`, { identity: { emailKey: `${process.pid}-${n}@engine.test` } }));
      say(`${process.pid}-${n}`);
    }
    store.close();
  },
  /** Writes so many lines into the book, each behind the last one that it knows. */
  async write() {
    const store = openStore(path, { create: false });
    const { id } = await store.workspace();
    say('writing');
    await writeLines(store, id, Number(more), String(process.pid));
    store.close();
  },
  /** Migrates with the migrations of a folder and is killed before a statement. */
  async migrate() {
    const [folder = '', at = ''] = more.split('#');
    let statements = 0;
    const onStatement = (): void => {
      statements += 1;
      if (statements > Number(at)) process.kill(process.pid, 'SIGKILL');
    };
    openDatabase(path, { create: true, migrations: readMigrations(folder), onStatement }).close();
    say('done');
  },
};

await tasks[task]?.();
