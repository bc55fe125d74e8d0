// One running bot a database.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunLockHeld, holdRunLock, whoHolds } from '../../src/sqlite/lock.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { otherProcess } from './other-process.ts';

describe('the run lock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leadloop-lock-'));
    path = join(folder, 'leadloop.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('F47: refuses a second start at once, naming who holds it, and is free at once after SIGKILL', async () => {
    const bot = otherProcess('run', path);
    await bot.next();
    const begun = performance.now();
    expect(() => holdRunLock(path)).toThrow(new RegExp(`process ${bot.process.pid} on ${hostname()}, since 20`));
    expect(performance.now() - begun).toBeLessThan(250);
    expect(whoHolds(path)).toMatchObject({ pid: bot.process.pid, host: hostname() });
    bot.process.kill('SIGKILL');
    expect(await bot.ended).toBe('SIGKILL');
    expect(whoHolds(path)).toBeNull();
    holdRunLock(path).release();
  });

  it('is held within one process too, and given back', () => {
    const lock = holdRunLock(path);
    expect(() => holdRunLock(path)).toThrow(RunLockHeld);
    lock.release();
    lock.release();
    expect(whoHolds(path)).toBeNull();
    holdRunLock(path).release();
  });

  it('does not name a holder of old', () => {
    writeFileSync(`${path}.lock.json`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: '2020-01-01T00:00:00.000Z' }));
    const lock = holdRunLock(path);
    writeFileSync(`${path}.lock.json`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: '2020-01-01T00:00:00.000Z' }));
    expect(() => holdRunLock(path)).toThrow('another process');
    lock.release();
  });

  it('knows a database by any of its names', () => {
    openStore(path, { create: true }).close();
    symlinkSync(path, join(folder, 'other.db'));
    const lock = holdRunLock(path);
    expect(() => holdRunLock(join(folder, 'other.db'))).toThrow(RunLockHeld);
    lock.release();
  });

  it('does not keep commands from the database', async () => {
    const bot = otherProcess('run', path);
    await bot.next();
    const store = openStore(path, { create: true });
    expect(await store.workspace()).toMatchObject({ teamId: null });
    store.close();
    bot.process.kill('SIGKILL');
    await bot.ended;
  });

  it('makes the folder, and is not needed in memory', () => {
    holdRunLock(join(folder, 'a', 'b', 'leadloop.db')).release();
    const first = holdRunLock(':memory:');
    holdRunLock(':memory:').release();
    first.release();
    expect(whoHolds(join(folder, 'nowhere', 'leadloop.db'))).toBeNull();
  });

  it('F60: says where it cannot be made', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => holdRunLock(join(folder, 'file', 'leadloop.db'))).toThrow(/file\/leadloop\.db.*uid/);
  });
});
