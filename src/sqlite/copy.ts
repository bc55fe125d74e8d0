// A whole, checked copy of a database that appears under its name only when it is complete.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { DatabaseError, corruptDatabase, explained, isCorruptError } from './database-error.ts';
import { makeFile } from './folder.ts';

/** Writes a consistent copy of `raw` to `target`. @throws DatabaseError when it exists and is not to be replaced, or cannot be written */
export function writeCopy(raw: Database, target: string, options: { isReplaced: boolean }): void {
  if (!options.isReplaced && existsSync(target)) {
    throw new DatabaseError('unwritable', `${target} exists already and was not replaced. Choose another name, or move that file away.`);
  }
  // Left over from a copy that was interrupted; it was never anybody's backup.
  const draft = `${target}.part`;
  rmSync(draft, { force: true });
  try {
    makeFile(draft);
    // `db.backup()` begins again with each write beside it; this reads one snapshot.
    raw.prepare('vacuum into ?').run(draft);
    checkWhole(draft);
    syncFile(draft);
    renameSync(draft, target);
    syncFile(dirname(target));
  } catch (error) {
    rmSync(draft, { force: true });
    throw isCorruptError(error) ? corruptDatabase(raw.name, error) : explained(error, target);
  }
}

/** Reads every page. @throws DatabaseError when the file is damaged */
export function checkWhole(path: string): void {
  const copy = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    const answer = copy.pragma('integrity_check(1)', { simple: true });
    if (answer !== 'ok') throw new DatabaseError('corrupt', `${path} is damaged: ${String(answer)}`);
  } catch (error) {
    throw explained(error, path);
  } finally {
    copy.close();
  }
}

/** Makes a file, or the names in a folder, last through a power cut. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
