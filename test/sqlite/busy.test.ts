// Other programs on the same file: patience without blocking, and nothing lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy } from '../../src/errors.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { openGate } from '../../src/sqlite/gate.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { sqliteStore } from '../../src/sqlite/store.ts';
import { collected, received } from './sample-leads.ts';
import { otherProcess } from './other-process.ts';

describe('beside other programs', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leadloop-busy-'));
    path = join(folder, 'leadloop.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('F53: a lock held for 10 s makes commits Busy within 3 s, blocks nobody for long and loses nothing', async () => {
    const store = openStore(path, { create: true });
    const { id } = await store.workspace();
    await store.commit(received(id, 'before'));
    const blocker = otherProcess('block', path, 10_000);
    await blocker.next();
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const waited: number[] = [];
    const refused: string[] = [];
    const stored: string[] = [];
    const attempt = async (lead: string): Promise<void> => {
      const begun = performance.now();
      try {
        await store.commit(received(id, lead));
        stored.push(lead);
      } catch (error) {
        expect(error).toBeInstanceOf(Busy);
        refused.push(lead);
      }
      waited.push(performance.now() - begun);
    };
    await Promise.all(Array.from({ length: 120 }, (_, n) => attempt(`first-${n}`)));
    expect(refused).toHaveLength(120);
    // Reading goes on meanwhile.
    expect(await store.lead(id, 'before')).not.toBeNull();
    expect(await store.lead(id, 'first-0')).toBeNull();
    const ended = blocker.ended.then(() => 'ended');
    for (let round = 0; (await Promise.race([ended, attempt(`later-${round}`)])) !== 'ended'; round += 1);
    await Promise.all(Array.from({ length: 20 }, (_, n) => attempt(`last-${n}`)));
    lag.disable();
    expect(Math.max(...waited)).toBeLessThan(3000);
    expect(lag.max / 1e6).toBeLessThan(600);
    expect(stored).toEqual(expect.arrayContaining(Array.from({ length: 20 }, (_, n) => `last-${n}`)));
    await expect
      .poll(async () => (await collected(store.events(id))).map(({ leadId }) => leadId).toSorted())
      .toEqual(['before', ...stored].toSorted());
    store.close();
  });

  it.each(['commits', 'reads'])('F45: a loop of awaited %s lets others have their turn', async (what) => {
    const store = openStore(':memory:', { create: true });
    let isDone = false;
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (!isDone) setTimeout(count, 1);
    };
    setTimeout(count, 1);
    const begun = performance.now();
    for (let n = 0; performance.now() - begun < 300; n += 1) {
      if (what === 'commits') await store.commit(received('W', `L${n}`));
      else await store.lead('W', `L${n}`);
    }
    isDone = true;
    expect(turns).toBeGreaterThan(5);
    store.close();
  });

  it('a short lock is waited for', async () => {
    const store = openStore(path, { create: true });
    const { id } = await store.workspace();
    const blocker = otherProcess('block', path, 700);
    await blocker.next();
    await Promise.all(Array.from({ length: 30 }, (_, n) => store.commit(received(id, `L${n}`))));
    expect(await collected(store.leads(id))).toHaveLength(30);
    // First come, first served.
    expect((await collected(store.events(id))).map(({ leadId }) => leadId)).toEqual(Array.from({ length: 30 }, (_, n) => `L${n}`));
    await blocker.ended;
    store.close();
  });

  it('F54: a write has the lock before it reads anything, so its snapshot can never be outdated', async () => {
    const database = openDatabase(path, { create: true });
    const other = new Sqlite(path, { timeout: 0 });
    await openGate(database.raw, path).write(() => {
      database.raw.prepare('select * from "leads"').all();
      expect(() => other.exec('begin immediate')).toThrow('locked');
    });
    other.exec('begin immediate');
    other.close();
    database.close();
  });

  it('F54: writers side by side never meet SQLITE_BUSY_SNAPSHOT and lose nothing', async () => {
    const store = openStore(path, { create: true });
    const { id } = await store.workspace();
    const others = [otherProcess('commit', path, 3000), otherProcess('commit', path, 3000)];
    const acknowledged: string[] = [];
    await Promise.all(
      others.map(async (other) => {
        await other.next();
        for (;;) {
          const line = await other.next().catch(() => null);
          if (line === null) break;
          acknowledged.push(line);
        }
        expect(await other.ended).toBe(0);
      }),
    );
    expect(acknowledged.length).toBeGreaterThan(20);
    const stored = (await collected(store.events(id))).map(({ leadId }) => leadId);
    expect(new Set(stored)).toEqual(new Set(acknowledged));
    expect(stored).toHaveLength(acknowledged.length);
    store.close();
  });

  it('F55: a full disk is told, nothing of the change stands, and it goes on once there is space', async () => {
    const database = openDatabase(path, { create: true });
    const store = sqliteStore(database);
    const { id } = await store.workspace();
    const pages = Number(database.raw.pragma('page_count', { simple: true }));
    database.raw.pragma(`max_page_count = ${pages + 2}`);
    const message = 'x'.repeat(200_000);
    const failed = store.commit(received(id, 'L1', { texts: { message } }));
    await expect(failed).rejects.toMatchObject({ name: 'DatabaseError', code: 'full', cause: { code: 'SQLITE_FULL' } });
    expect(await store.lead(id, 'L1')).toBeNull();
    expect(database.raw.pragma('integrity_check', { simple: true })).toBe('ok');
    database.raw.pragma(`max_page_count = ${pages + 400}`);
    await store.commit(received(id, 'L1', { texts: { message } }));
    expect((await store.lead(id, 'L1'))?.texts.size).toBe(1);
    store.close();
  });

  it('F55: of several commits at once only the one that does not fit fails', async () => {
    const database = openDatabase(path, { create: true });
    const store = sqliteStore(database);
    const { id } = await store.workspace();
    database.raw.pragma(`max_page_count = ${Number(database.raw.pragma('page_count', { simple: true })) + 20}`);
    const sizes = [100, 100, 200_000, 100, 300_000, 100];
    const answers = await Promise.allSettled(
      sizes.map((size, n) => store.commit(received(id, `L${n}`, { texts: { message: 'x'.repeat(size) } }))),
    );
    expect(answers.map(({ status }) => status)).toEqual(sizes.map((size) => (size > 100 ? 'rejected' : 'fulfilled')));
    expect((await collected(store.leads(id))).map(({ lead }) => lead.id)).toEqual(['L0', 'L1', 'L3', 'L5']);
    store.close();
  });

  it('F43, F62: every connection is durable, and its log file bounded', () => {
    const { raw, close } = openDatabase(path, { create: true });
    const pragma = (name: string) => raw.pragma(name, { simple: true });
    expect(['synchronous', 'journal_mode', 'secure_delete', 'foreign_keys', 'journal_size_limit'].map(pragma)).toEqual([
      2,
      'wal',
      1,
      1,
      64 * 1024 * 1024,
    ]);
    expect(pragma('busy_timeout')).toBeLessThanOrEqual(250);
    close();
  });
});
