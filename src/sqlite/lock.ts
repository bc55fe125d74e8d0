// One running bot a database: a lock on a file beside it, which the operating system gives back however the holder ends.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { explained, isBusyError } from './database-error.ts';
import { makeFolder, realPath } from './folder.ts';

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO instant. */
  readonly since: string;
}

/** Another program runs on this database. */
export class RunLockHeld extends Error {
  override readonly name = 'RunLockHeld';
  readonly holder: LockHolder | null;

  constructor(path: string, holder: LockHolder | null) {
    const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process';
    super(`LeadLoop already runs on ${path}: ${who}. Stop that one first, or give this one a database of its own (DATABASE_URL).`);
    this.holder = holder;
  }
}

export interface RunLock {
  release(): void;
}

/**
 * Holds the right to run on this database until `release` or the end of the process.
 * @throws RunLockHeld at once when somebody else does; DatabaseError when the folder cannot be written
 */
export function holdRunLock(path: string): RunLock {
  if (path === ':memory:') return { release: () => undefined };
  makeFolder(path);
  const file = lockFile(path);
  const lock = tryLock(file);
  if (!lock) throw new RunLockHeld(path, livingHolder(file));
  const holder: LockHolder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  writeFileSync(holderFile(file), `${JSON.stringify(holder)}\n`);
  return {
    release() {
      if (!lock.open) return;
      rmSync(holderFile(file), { force: true });
      lock.close();
    },
  };
}

/** Who runs on this database now; `null` when nobody does. */
export function whoHolds(path: string): LockHolder | null {
  if (path === ':memory:' || !existsSync(dirname(path))) return null;
  const file = lockFile(path);
  if (!existsSync(file)) return null;
  const lock = tryLock(file);
  if (!lock) return livingHolder(file);
  lock.close();
  return null;
}

/** SQLite's lock rather than a process id in a file: it is refused at once while held and free at once after SIGKILL. */
function tryLock(file: string): Database | null {
  let lock: Database | null = null;
  try {
    lock = new Sqlite(file, { timeout: 0 });
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusyError(error)) return null;
    throw explained(error, file);
  }
}

function lockFile(path: string): string {
  return `${realPath(path)}.lock`;
}

function holderFile(file: string): string {
  return `${file}.json`;
}

const introductionMs = 300;

/** Whoever got the lock this instant has yet to write down who it is; until then the file names a former holder. */
function livingHolder(file: string): LockHolder | null {
  const until = performance.now() + introductionMs;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    const holder = readHolder(file);
    if (holder && isAlive(holder)) return holder;
    if (performance.now() > until) return null;
    Atomics.wait(sleeper, 0, 0, 20);
  }
}

function readHolder(file: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(holderFile(file), 'utf8')) as LockHolder;
  } catch {
    return null;
  }
}

function isAlive({ pid, host }: LockHolder): boolean {
  if (host !== hostname()) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is a living one.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
