// Copies of a running database, and putting one back.
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports.ts';
import { backupDatabase } from '../../src/sqlite/backup.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { RunLockHeld, holdRunLock } from '../../src/sqlite/lock.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { restoreDatabase } from '../../src/sqlite/restore.ts';
import { sqliteStore } from '../../src/sqlite/store.ts';
import { ada, appended, cardOf, collected, lineOf, nobody, received, someTime, storedLead } from './sample-leads.ts';
import { otherProcess } from './other-process.ts';

let folder: string;
let path: string;
let backup: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadloop-backup-'));
  path = join(folder, 'leadloop.db');
  backup = join(folder, 'backup.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (file = path): Store => openStore(file, { create: file === path, now: () => someTime });
const ids = async (store: Store) => (await collected(store.leads('W'))).map(({ lead }) => lead.id);
const files = () => readdirSync(folder).toSorted();

describe('a backup', () => {
  it('F64: made while others write is whole, and holds the beginning of the log', async () => {
    const store = open();
    const { id } = await store.workspace();
    const writer = otherProcess('commit', path, 2500);
    await writer.next();
    const copies: string[] = [];
    const acknowledged: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      for (let lines = 0; lines < 8; lines += 1) await writer.next();
      acknowledged.push(writer.said.length - 1);
      copies.push(join(folder, `copy-${n}.db`));
      backupDatabase(path, copies.at(-1) ?? '');
    }
    await writer.ended;
    const log = await collected(store.events(id));
    store.close();
    for (const [n, copy] of copies.entries()) {
      const copied = openStore(copy, { create: false, isReadOnly: true });
      const part = await collected(copied.events(id));
      expect(part.length).toBeGreaterThanOrEqual(acknowledged[n] ?? 0);
      expect(part).toEqual(log.slice(0, part.length));
      expect((await collected(copied.leads(id))).length).toBe(part.length);
      copied.close();
    }
  });

  it('is one file, and never replaces another', async () => {
    const store = open();
    await store.commit(received('W', 'L1'));
    backupDatabase(path, backup);
    const before = readFileSync(backup);
    await store.commit(received('W', 'L2'));
    expect(() => backupDatabase(path, backup)).toThrow(/backup\.db exists already/);
    expect(readFileSync(backup).equals(before)).toBe(true);
    store.close();
    expect(files()).toEqual(['backup.db', 'leadloop.db']);
  });

  it('tells what is not possible', () => {
    expect(() => backupDatabase(path, backup)).toThrow(/no database at .*leadloop\.db/);
    writeFileSync(path, 'a letter to my aunt '.repeat(100));
    expect(() => backupDatabase(path, backup)).toThrow(/leadloop\.db is damaged/);
    expect(files()).not.toContain('backup.db');
  });

  it('may go into a folder that is not there yet', async () => {
    open().close();
    backup = join(folder, 'backups', 'monday.db');
    backupDatabase(path, backup);
    expect(existsSync(backup)).toBe(true);
  });
});

describe('putting a backup back', () => {
  it('replaces the database and keeps the old one', async () => {
    const store = open();
    await store.commit(received('W', 'L1'));
    backupDatabase(path, backup);
    await store.commit(received('W', 'L2'));
    store.close();
    const { replaced } = restoreDatabase(backup, path, () => someTime);
    const restored = open();
    expect(await ids(restored)).toEqual(['L1']);
    await restored.commit(received('W', 'L3'));
    restored.close();
    expect(replaced).toBe(join(folder, 'leadloop.db.replaced-2026-11-23T09-00-00-000Z'));
    const old = open(replaced ?? '');
    expect(await ids(old)).toEqual(['L1', 'L2']);
    old.close();
    const again = openStore(backup, { create: false, isReadOnly: true });
    expect(await ids(again)).toEqual(['L1']);
    again.close();
    expect(files().filter((file) => /restoring|-journal|part$/.test(file))).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')('keeps personal data for the one user who runs the bot', async () => {
    const mode = (file: string) => statSync(file).mode & 0o777;
    path = join(folder, 'data', 'leadloop.db');
    const store = open();
    await store.commit(received('W', 'L1'));
    expect([mode(join(folder, 'data')), mode(path), mode(`${path}-wal`)]).toEqual([0o700, 0o600, 0o600]);
    backupDatabase(path, backup);
    expect(mode(backup)).toBe(0o600);
    store.close();
    chmodSync(backup, 0o644);
    chmodSync(path, 0o640);
    restoreDatabase(backup, path);
    expect(mode(path)).toBe(0o640);
    rmSync(path);
    restoreDatabase(backup, path);
    expect(mode(path)).toBe(0o600);
  });

  it('works where there is no database yet', async () => {
    const store = open();
    await store.commit(received('W', 'L1'));
    backupDatabase(path, backup);
    store.close();
    path = join(folder, 'new', 'leadloop.db');
    expect(restoreDatabase(backup, path)).toMatchObject({ replaced: null, erasedAgain: 0, doubtful: 0 });
    const restored = open();
    expect(await ids(restored)).toEqual(['L1']);
    restored.close();
  });

  it('F61: never posts again: what was not posted yet is looked up first', async () => {
    let now = someTime;
    const store = openStore(path, { create: true, now: () => now });
    const { outbox } = store;
    const ask = async (...names: string[]) =>
      outbox.enqueue(
        'W',
        names.map((name) => cardOf(name)),
      );
    const deliver = async () => {
      const entry = await outbox.take('W', 'C0LEADS', 'post', now);
      if (entry) await outbox.delivered('W', { entryId: entry.id, revision: entry.revision, channel: 'C0LEADS', ts: entry.id });
    };
    await ask('stands', 'edited');
    await deliver();
    await deliver();
    await ask('edited', 'retried', 'sending', 'waiting', 'dead');
    const retried = await outbox.take('W', 'C0LEADS', 'post', now);
    await outbox.update('W', retried?.id ?? '', { state: 'retry', dueAt: someTime + 500 });
    now += 1000;
    await outbox.take('W', 'C0LEADS', 'post', (now += 1));
    await outbox.take('W', 'C0LEADS', 'post', now);
    await outbox.update('W', (await outbox.byKey('W', 'card:dead.1'))?.id ?? '', { state: 'dead' });
    await outbox.enqueue('W', [lineOf('waiting', 'E1'), cardOf('planned', { dueAt: someTime + 9_000_000 })]);
    backupDatabase(path, backup);
    now += 60_000;
    await ask('later');
    store.close();
    now += 60_000;
    const { doubtful } = restoreDatabase(backup, path, () => now);
    expect(doubtful).toBe(5);
    const restored = openStore(path, { create: false, now: () => now });
    const state = async (name: string) => {
      const entry = await restored.outbox.byKey('W', name);
      return entry && [entry.state, entry.startedAt];
    };
    const backupAt = someTime + 1001;
    expect(await state('card:stands.1')).toEqual(['sent', null]);
    expect(await state('card:edited.1')).toEqual(['pending', null]);
    expect(await state('card:retried.1')).toEqual(['ambiguous', backupAt]);
    expect(await state('card:sending.1')).toEqual(['ambiguous', backupAt]);
    expect(await state('card:waiting.1')).toEqual(['ambiguous', backupAt]);
    expect(await state('line:E1')).toEqual(['ambiguous', backupAt]);
    expect(await state('card:planned.1')).toEqual(['ambiguous', backupAt]);
    expect(await state('card:dead.1')).toEqual(['dead', null]);
    expect(await state('card:later.1')).toBeNull();
    for (
      let taken = await restored.outbox.take('W', 'C0LEADS', 'post', now);
      taken;
      taken = await restored.outbox.take('W', 'C0LEADS', 'post', now)
    ) {
      expect(taken.state).toBe('ambiguous');
    }
    expect(await restored.outbox.take('W', 'C0LEADS', 'edit', now)).toMatchObject({ key: 'card:edited.1' });
    restored.close();
  });

  it('F79: forgets again who was forgotten since', async () => {
    const store = open();
    const identity = { externalId: 'canary-id', emailKey: 'canary@engine.test' };
    for (const id of ['L1', 'L2', 'L3'])
      await store.commit(received('W', id, { profile: { ...ada, name: `Canary ${id}` }, texts: { message: `canary ${id}` } }));
    await store.commit(received('W', 'C1', { profile: { ...ada, name: 'Canarius' }, texts: { message: 'canary-message' }, identity }));
    const forget = async (id: string) =>
      store.forget('W', appended('W', await storedLead(store, 'W', id), [{ type: 'erased' }], { by: 'system', at: someTime }));
    await forget('L1');
    backupDatabase(path, backup);
    await store.commit(received('W', 'late'));
    await forget('C1');
    await forget('late');
    store.close();
    expect(restoreDatabase(backup, path, () => someTime + 5)).toMatchObject({ erasedAgain: 1, isReplacedUnreadable: false });
    const bytes = readFileSync(path).toString('latin1').toLowerCase();
    for (const canary of ['canarius', 'canary-message', 'canary-id', 'canary@engine.test']) expect(bytes).not.toContain(canary);
    const restored = open();
    const record = await restored.lead('W', 'C1');
    expect(record?.lead.isErased).toBe(true);
    expect(record?.events.map(({ type, at, recordedAt }) => [type, at, recordedAt])).toEqual([
      ['received', someTime, someTime],
      ['erased', someTime, someTime + 5],
    ]);
    expect(await restored.match('W', { ...nobody, ...identity })).toEqual({ by: 'nothing' });
    expect((await restored.lead('W', 'L2'))?.profile.name).toBe('Canary L2');
    restored.close();
    // And once more, from the same backup.
    expect(restoreDatabase(backup, path, () => someTime + 6)).toMatchObject({ erasedAgain: 1 });
  });

  it('is refused while the bot runs, or another command writes', async () => {
    const store = open();
    await store.commit(received('W', 'L1'));
    backupDatabase(path, backup);
    const lock = holdRunLock(path);
    expect(() => restoreDatabase(backup, path)).toThrow(RunLockHeld);
    lock.release();
    expect(() => restoreDatabase(backup, path)).toThrow(/used by another program/);
    await store.commit(received('W', 'L2'));
    expect(await ids(store)).toEqual(['L1', 'L2']);
    store.close();
    expect(restoreDatabase(backup, path)).toMatchObject({ erasedAgain: 0 });
  });

  it.each<{ file: string; make: () => void }>([
    { file: 'nothing', make: () => undefined },
    { file: 'garbage', make: () => writeFileSync(backup, 'a letter to my aunt '.repeat(1000)) },
    { file: 'an empty file', make: () => writeFileSync(backup, '') },
    { file: 'the database of another program', make: () => void new Sqlite(backup).exec('create table "invoices" ("id" integer)').close() },
    {
      file: 'a damaged backup',
      make: () => {
        backupDatabase(path, backup);
        const bytes = readFileSync(backup);
        bytes.fill(0xff, 8 * 4096, 9 * 4096);
        writeFileSync(backup, bytes);
      },
    },
    { file: 'the database itself', make: () => (backup = path) },
  ])('changes nothing when the backup is $file', async ({ make }) => {
    const store = open();
    await store.commit(received('W', 'L1'));
    store.close();
    make();
    const before = readFileSync(path);
    expect(() => restoreDatabase(backup, path)).toThrow(/backup|leadloop\.db/);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(files().filter((file) => /replaced|restoring/.test(file))).toEqual([]);
  });

  it('refuses a backup of a newer version', () => {
    open().close();
    backupDatabase(path, backup);
    const raw = new Sqlite(backup);
    raw.exec(`insert into "migrations" values (99, '0099_far_future', 0)`);
    raw.close();
    expect(() => restoreDatabase(backup, path)).toThrow(/newer LeadLoop.*0099_far_future/);
  });

  it('F56: mends a database that cannot be read, whose log does not meet the new one', async () => {
    const database = openDatabase(path, { create: true });
    const store = sqliteStore(database);
    await store.commit(received('W', 'L1'));
    backupDatabase(path, backup);
    database.raw.pragma('wal_checkpoint');
    await store.askOnce('W', 'something', 1);
    cpSync(`${path}-wal`, join(folder, 'wal'));
    store.close();
    const spoilt = Buffer.alloc(40_960, 0xff);
    writeFileSync(path, spoilt);
    cpSync(join(folder, 'wal'), `${path}-wal`);
    const { replaced, isReplacedUnreadable } = restoreDatabase(backup, path);
    expect(isReplacedUnreadable).toBe(true);
    expect(readFileSync(replaced ?? '').equals(spoilt)).toBe(true);
    const restored = open();
    expect(await ids(restored)).toEqual(['L1']);
    await restored.commit(received('W', 'L3'));
    restored.close();
    const checked = openDatabase(path, { create: false });
    expect(checked.raw.pragma('integrity_check', { simple: true })).toBe('ok');
    checked.close();
  });
});
