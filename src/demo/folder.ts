// Where a demo keeps its data: the bot's database, and the workspace as people left it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Snapshot } from '../sandbox/snapshot.ts';
import { type LockHolder, type RunLock, RunLockHeld, holdRunLock } from '../sqlite/lock.ts';
import type { MovableClock } from './movable-clock.ts';

export interface Kept {
  /** How far the workspace's clock stood from the real one. */
  readonly offsetMs: number;
  readonly workspace: Snapshot;
}

/** A file of a demo whose story was not told to the end holds no workspace yet. */
type Saved = { readonly isTold: false } | (Kept & { readonly isTold: true });

export interface DemoFolder {
  readonly path: string;
  readonly databasePath: string;
  /** What an earlier run left; `null` where everything begins. @throws FolderInUse when it is no demo's, or cannot be read */
  open(): Kept | null;
  save(sandbox: Sandbox, clock: MovableClock): void;
  /** Gives the folder back; a folder of our own goes. */
  release(): void;
}

/** The folder holds something that no demo can go on with. */
class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/** Another demo runs in the folder now. */
class FolderHeld extends Error {
  override readonly name = 'FolderHeld';

  constructor(folder: string, holder: LockHolder | null) {
    const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process';
    super(`Another demo already runs in ${folder}: ${who}. Stop it first, or give this one another folder with --data.`);
  }
}

/** @param path `null` = a folder of our own, gone at the end. @throws FolderHeld when another demo runs in it */
export function demoFolder(path: string | null): DemoFolder {
  const folder = path === null ? mkdtempSync(join(tmpdir(), 'leadloop-demo-')) : resolve(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const databasePath = join(folder, 'leadloop.db');
  const file = join(folder, 'workspace.json');
  const lock = lockOf(folder, databasePath);
  // Whole or not at all: a demo that is killed while it writes finds the file before.
  const write = (saved: Saved): void => {
    writeFileSync(`${file}.new`, JSON.stringify(saved), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    path: folder,
    databasePath,
    open() {
      const text = textOf(file);
      const saved = text === null ? null : savedIn(text, file);
      if (saved?.isTold) return saved;
      if (saved === null && existsSync(databasePath)) {
        throw new FolderInUse(
          `${folder} holds a database that is no demo's, so it is left alone. Give the demo a folder of its own with --data.`,
        );
      }
      // An earlier start was cut off while it told its story: it is told anew.
      for (const ending of ['', '-wal', '-shm']) rmSync(`${databasePath}${ending}`, { force: true });
      write({ isTold: false });
      return null;
    },
    save(sandbox, clock) {
      write({ isTold: true, offsetMs: clock.offsetMs(), workspace: sandbox.snapshot() });
    },
    release() {
      lock.release();
      if (path === null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function lockOf(folder: string, databasePath: string): RunLock {
  try {
    return holdRunLock(databasePath);
  } catch (error) {
    // Its own words are about a bot and the variable that names its database.
    throw error instanceof RunLockHeld ? new FolderHeld(folder, error.holder) : error;
  }
}

function savedIn(text: string, file: string): Saved {
  try {
    return JSON.parse(text) as Saved;
  } catch {
    throw new FolderInUse(
      `${file} cannot be read: it is damaged, or no demo wrote it. Move it away, or give the demo another folder with --data.`,
    );
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
