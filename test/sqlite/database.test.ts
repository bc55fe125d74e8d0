// Opening a database: made, migrated, or refused with its bytes untouched.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupDatabase } from '../../src/sqlite/backup.ts';
import { type OpenOptions, openDatabase } from '../../src/sqlite/database.ts';
import { holdRunLock } from '../../src/sqlite/lock.ts';
import { migrationsFolder, readMigrations } from '../../src/sqlite/migrate.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { sqliteStore } from '../../src/sqlite/store.ts';
import { ada, appended, cardOf, received, storedLead } from './sample-leads.ts';
import { otherProcess } from './other-process.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadloop-open-'));
  path = join(folder, 'leadloop.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const tags = readMigrations(migrationsFolder).map(({ tag }) => tag);
const nextTag = `${String(tags.length).padStart(4, '0')}_next`;

/** A folder with one migration more than we have: drizzle-kit's way to change a table is to build it anew. */
function newerMigrations(statements?: readonly string[]): string {
  const newer = join(folder, 'migrations');
  cpSync(migrationsFolder, newer, { recursive: true });
  const journal = join(newer, 'meta', '_journal.json');
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: object[] };
  writeFileSync(journal, JSON.stringify({ entries: [...entries, { tag: nextTag }] }));
  const columns = ['seq', 'workspace_id', 'id', 'lead_id', 'handoff_id', 'cycle', 'type', 'at', 'recorded_at', 'by', 'data']
    .map((name) => `"${name}"`)
    .join();
  const rebuild = [
    'PRAGMA foreign_keys=OFF',
    `CREATE TABLE "__new_events" ("seq" integer PRIMARY KEY AUTOINCREMENT NOT NULL, ${columns.replaceAll(',', ' text,').slice('"seq" text,'.length)} text, "channel" text)`,
    `INSERT INTO "__new_events" (${columns}) SELECT ${columns} FROM "events"`,
    'DROP TABLE "events"',
    'ALTER TABLE "__new_events" RENAME TO "events"',
    'PRAGMA foreign_keys=ON',
    'ALTER TABLE "leads" ADD COLUMN "priority" integer',
  ];
  writeFileSync(join(newer, `${nextTag}.sql`), (statements ?? rebuild).join(';\n--> statement-breakpoint\n'));
  return newer;
}

async function filled(): Promise<void> {
  const store = openStore(path, { create: true });
  const { id } = await store.workspace();
  await store.commit(received(id, 'L1', { texts: { message: 'hello' }, identity: { externalId: '7' }, entries: [cardOf('L1')] }));
  await store.commit(appended(id, await storedLead(store, id, 'L1'), [{ type: 'claimed' }], { by: 'U1' }));
  store.close();
}

const open = (options: Partial<OpenOptions> = {}) => openDatabase(path, { create: false, ...options });
const failure = (options: Partial<OpenOptions> = {}): unknown => {
  try {
    open(options).close();
    return null;
  } catch (error) {
    return error;
  }
};
const rows = (table: string) => {
  const raw = new Sqlite(path, { readonly: true });
  const all = raw.prepare(`select * from "${table}" order by 1, 2`).all();
  raw.close();
  return all;
};
const files = () => readdirSync(folder).toSorted();

describe('making a database', () => {
  it('makes its folder too', async () => {
    path = join(folder, 'a', 'b', 'leadloop.db');
    const store = openStore(path, { create: true });
    await store.ping();
    store.close();
    expect(existsSync(path)).toBe(true);
  });

  it('is not done unless asked for', () => {
    expect(failure()).toMatchObject({ name: 'DatabaseError', code: 'missing', message: expect.stringContaining(path) });
    expect(failure({ create: true, isReadOnly: true })).toMatchObject({ code: 'missing' });
    expect(files()).toEqual([]);
  });

  it('F60: says where it is not possible', () => {
    writeFileSync(join(folder, 'file'), '');
    path = join(folder, 'file', 'leadloop.db');
    expect(failure({ create: true })).toMatchObject({ code: 'unwritable', message: expect.stringMatching(/file\/leadloop\.db.*uid \d+/) });
    path = folder;
    expect(failure({ create: true })).toMatchObject({ code: 'unwritable', message: expect.stringContaining('is not a file') });
  });

  it('takes an empty file for a new one', async () => {
    writeFileSync(path, '');
    const store = openStore(path, { create: true });
    await store.workspace();
    store.close();
  });

  it('F59: is done wholly or not at all, wherever it is interrupted', () => {
    let total = 0;
    for (let at = 0; total === 0; at += 1) {
      let statements = 0;
      const onStatement = (): void => {
        statements += 1;
        if (statements > at) throw new Error('interrupted');
      };
      if (failure({ create: true, onStatement }) === null) total = statements;
      else expect(rows('sqlite_schema')).toEqual([]);
    }
    expect(total).toBeGreaterThan(20);
    expect(failure()).toBeNull();
  });
});

describe('a file that is not a sound database', () => {
  const spoil = (at: number, bytes: string | Buffer): void => {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.from(bytes), 0, bytes.length, at);
  };
  const otherDatabase = (): void => void new Sqlite(path).exec('create table "invoices" ("id" integer)').close();

  it.each<{ file: string; make: () => void | Promise<void> }>([
    { file: 'garbage', make: () => writeFileSync(path, 'this is a letter to my aunt '.repeat(1000)) },
    { file: 'a few bytes', make: () => writeFileSync(path, 'x') },
    { file: 'a spoilt header', make: () => filled().then(() => spoil(0, 'not SQLite any more')) },
    { file: 'a spoilt page', make: () => filled().then(() => spoil(8 * 4096, Buffer.alloc(4096, 0xff))) },
    { file: 'half a file', make: () => filled().then(() => truncateSync(path, 20_480)) },
    { file: 'the database of another program', make: otherDatabase },
  ])('F56: is refused and left as it is: $file', async ({ make }) => {
    await make();
    const before = readFileSync(path);
    for (const options of [{}, { create: true }, { isReadOnly: true }]) {
      expect(failure(options)).toMatchObject({ code: 'corrupt', message: expect.stringMatching(/leadloop\.db.*leadloop restore BACKUP/) });
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    // An empty log and its index may stay: SQLite's own, without content.
    expect(files().filter((file) => !/-(wal|shm)$/.test(file))).toEqual(['leadloop.db']);
    if (existsSync(`${path}-wal`)) expect(readFileSync(`${path}-wal`)).toHaveLength(0);
  });

  it('F56: keeps the log of a crash beside it', async () => {
    const database = openDatabase(path, { create: true });
    const store = sqliteStore(database);
    await store.commit(received('W', 'L1'));
    database.raw.pragma('wal_checkpoint');
    await store.askOnce('W', 'something', 1);
    const crashed = join(folder, 'crashed.db');
    for (const suffix of ['', '-wal']) cpSync(`${path}${suffix}`, `${crashed}${suffix}`);
    store.close();
    path = crashed;
    spoil(0, Buffer.alloc(20_480, 0xff));
    const [before, log] = [readFileSync(path), readFileSync(`${path}-wal`)];
    expect(failure({ create: true })).toMatchObject({ code: 'corrupt' });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readFileSync(`${path}-wal`).equals(log)).toBe(true);
  });
});

describe('a crashed database', () => {
  it('F41: has everything that was committed', async () => {
    const store = openStore(path, { create: true });
    await store.commit(received('W', 'L1'));
    const crashed = join(folder, 'crashed.db');
    for (const suffix of ['', '-wal']) cpSync(`${path}${suffix}`, `${crashed}${suffix}`);
    store.close();
    const again = openStore(crashed, { create: false });
    expect((await again.lead('W', 'L1'))?.profile).toEqual(ada);
    again.close();
  });
});

describe('a database that is open already', () => {
  // Closing any second handle on the file drops every lock of this process; another program may then take the log away.
  it.runIf(process.platform === 'linux')('keeps its locks when this process looks at the file again', async () => {
    const store = openStore(path, { create: true });
    await store.commit(received('W', 'L1'));
    const inode = `:${statSync(path).ino} `;
    const locks = () =>
      readFileSync('/proc/locks', 'utf8')
        .split('\n')
        .filter((line) => line.includes(inode)).length;
    expect(locks()).toBe(1);
    openDatabase(path, { create: false }).close();
    openDatabase(path, { create: false, isReadOnly: true }).close();
    backupDatabase(path, join(folder, 'backup.db'));
    const lock = holdRunLock(path);
    expect(failure({ migrations: readMigrations(newerMigrations(['not SQL'])) })).not.toBeNull();
    lock.release();
    expect(locks()).toBe(1);
    store.close();
  });
});

describe('a database of another version', () => {
  it('F57: older is copied, then migrated, once, with every row', async () => {
    await filled();
    const before = ['leads', 'handoffs', 'events', 'texts', 'outbox'].map(rows);
    const migrations = readMigrations(newerMigrations());
    open({ migrations }).close();
    const after = ['leads', 'handoffs', 'events', 'texts', 'outbox'].map(rows);
    expect(after.map((table) => table.length)).toEqual(before.map((table) => table.length));
    expect(after[2]).toMatchObject(
      before[2]
        ?.map((row) => ({ ...(row as object), channel: null, cycle: '1' }))
        .map(({ cycle: _, at: _at, recorded_at: _r, ...row }: Record<string, unknown>) => row) ?? [],
    );
    expect(after[0]).toMatchObject(before[0] ?? []);
    expect(files()).toContain(`leadloop.db.before-${nextTag}`);
    const copied = new Sqlite(join(folder, `leadloop.db.before-${nextTag}`), { readonly: true });
    expect(copied.prepare('select "tag" from "migrations"').pluck().all()).toEqual(tags);
    expect(copied.prepare('select count(*) from "events"').pluck().get()).toBe(2);
    copied.close();
    // The rebuilt table has its guards again.
    const raw = open({ migrations }).raw;
    expect(() => raw.exec('delete from "events"')).toThrow('append-only');
    expect(raw.prepare('select "tag" from "migrations" order by "idx"').pluck().all()).toEqual([...tags, nextTag]);
    expect(raw.pragma('foreign_keys', { simple: true })).toBe(1);
    raw.close();
  });

  it('F58: newer is refused, naming both versions', async () => {
    await filled();
    open({ migrations: readMigrations(newerMigrations()) }).close();
    const before = readFileSync(path);
    expect(failure()).toMatchObject({ code: 'newer', message: expect.stringMatching(new RegExp(`${nextTag}.*${tags.at(-1)}`)) });
    expect(failure({ isReadOnly: true })).toMatchObject({ code: 'newer' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('of the first version: leads that were open then are looked at as soon as the bot runs', () => {
    const [first] = readMigrations(migrationsFolder);
    const old = open({ create: true, migrations: [first!] }).raw;
    const insert =
      old.prepare(`insert into "leads" ("workspace_id", "id", "version", "state", "handoff_id", "cycle", "is_test", "is_history", "is_erased", "opened_at", "updated_at")
      values ('w', ?, 2, ?, 'h', 1, ?, ?, 0, 1, 1)`);
    for (const [id, state, isTest, isHistory] of [
      ['open', 'new', 0, 0],
      ['returned', 'returned', 0, 0],
      ['qualified', 'qualified', 0, 0],
      ['test', 'new', 1, 0],
      ['past', 'unqualified', 0, 1],
    ]) {
      insert.run(id, state, isTest, isHistory);
    }
    old.close();
    const raw = open().raw;
    expect(raw.prepare('select "lead_id", "due_at" from "deadlines" order by "lead_id"').raw().all()).toEqual([
      ['open', 0],
      ['returned', 0],
    ]);
    raw.close();
  });

  it('is not migrated by who may only read', async () => {
    await filled();
    expect(failure({ isReadOnly: true, migrations: readMigrations(newerMigrations()) })).toMatchObject({ code: 'older' });
    expect(failure({ isReadOnly: true })).toBeNull();
  });

  it('is not migrated under a bot that runs', async () => {
    await filled();
    const migrations = readMigrations(newerMigrations());
    const bot = otherProcess('run', path);
    await bot.next();
    expect(failure({ migrations })).toMatchObject({ name: 'RunLockHeld', message: expect.stringContaining(String(bot.process.pid)) });
    bot.process.kill('SIGKILL');
    await bot.ended;
    const own = holdRunLock(path);
    expect(failure({ migrations })).toBeNull();
    own.release();
  });

  it('is not migrated when rows would lose their lead', async () => {
    await filled();
    const migrations = readMigrations(newerMigrations([`UPDATE "handoffs" SET "lead_id" = 'nobody'`]));
    expect(failure({ migrations })).toMatchObject({ message: expect.stringContaining('nothing was changed') });
    expect(rows('handoffs')).toMatchObject([{ lead_id: 'L1' }]);
  });

  it('F59: killed at any statement of a migration, it is the old or the new one', async () => {
    await filled();
    const newer = newerMigrations();
    const migrations = readMigrations(newer);
    const before = rows('events');
    let killed = 0;
    for (;;) {
      const child = otherProcess('migrate', path, `${newer}#${killed}`);
      const end = await child.ended;
      if (end === 0) break;
      expect(end).toBe('SIGKILL');
      expect(rows('migrations')).toHaveLength(tags.length);
      expect(rows('events')).toEqual(before);
      killed += 1;
    }
    expect(killed).toBeGreaterThan(8);
    expect(rows('migrations')).toHaveLength(tags.length + 1);
    expect(rows('events')).toHaveLength(before.length);
    expect(failure({ migrations })).toBeNull();
  }, 60_000);

  it('gets its triggers back at every open', async () => {
    await filled();
    const raw = new Sqlite(path);
    raw.exec('drop trigger "events_not_deleted"');
    raw.exec('drop trigger "events_not_changed"');
    raw.exec(`create trigger "events_not_changed" before update on "events" begin select 1; end`);
    raw.close();
    const database = open();
    expect(() => database.raw.exec('delete from "events"')).toThrow('append-only');
    expect(() => database.raw.exec(`update "events" set "at" = 1`)).toThrow('append-only');
    database.close();
  });
});

describe('a forgotten lead', () => {
  it('F79: leaves no word of it in the database file or its log', async () => {
    const canaries = [
      'Canarius',
      'canary@engine.test',
      'Canary Ltd',
      'canary-message',
      'canary-id',
      'canary-key',
      'canary-note',
      '+49canary',
    ];
    const [name = '', email = '', company = '', message = '', externalId = '', key = '', note = '', phoneKey = ''] = canaries;
    const database = openDatabase(path, { create: true });
    const store = sqliteStore(database);
    const { id } = await store.workspace();
    for (let n = 0; n < 50; n += 1) await store.commit(received(id, `L${n}`));
    const identity = { externalId, emailKey: email, phoneKey, idempotency: { key, bodyHash: 'h' } };
    await store.commit(received(id, 'C1', { profile: { ...ada, name, email, company }, texts: { message }, identity }));
    await store.commit(appended(id, await storedLead(store, id, 'C1'), [{ type: 'noted', side: 'sales' }], { texts: { note } }));
    database.raw.pragma('wal_checkpoint');
    await store.commit(appended(id, await storedLead(store, id, 'C1'), [], { profile: { ...ada, name, email, company, title: 'CEO' } }));
    const found = () =>
      files().flatMap((file) => {
        const text = readFileSync(join(folder, file)).toString('latin1').toLowerCase();
        return canaries.filter((canary) => text.includes(canary.toLowerCase())).map((canary) => `${file}: ${canary}`);
      });
    expect(found().length).toBeGreaterThan(canaries.length);
    await store.forget(id, appended(id, await storedLead(store, id, 'C1'), [{ type: 'erased' }], { by: 'system' }));
    expect(found()).toEqual([]);
    store.close();
    expect(found()).toEqual([]);
  });

  it('F79: is forgotten in the log as soon as a reader that was in the way is gone', async () => {
    const store = openStore(path, { create: true });
    const { id } = await store.workspace();
    await store.commit(received(id, 'C1', { texts: { message: 'canary-message' } }));
    const reader = new Sqlite(path, { readonly: true });
    reader.exec('begin');
    reader.prepare('select * from "texts"').all();
    await store.forget(id, appended(id, await storedLead(store, id, 'C1'), [{ type: 'erased' }], { by: 'system' }));
    const isThere = () => readFileSync(`${path}-wal`).includes('canary-message') || readFileSync(path).includes('canary-message');
    expect(isThere()).toBe(true);
    reader.close();
    await store.ping();
    expect(isThere()).toBe(false);
    store.close();
  });
});

describe('the folder', () => {
  it('may hold spaces, accents and percent signs', async () => {
    path = join(folder, 'Données 100% #1?', 'leadloop.db');
    mkdirSync(join(folder, 'Données 100% #1?'));
    await filled();
    expect(rows('events')).toHaveLength(2);
  });
});
