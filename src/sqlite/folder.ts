// Where a database lives on the disk.
import { accessSync, closeSync, constants, mkdirSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseError } from './database-error.ts';

/** Makes the folder of a database file where there is none. @throws DatabaseError when it cannot be written */
export function makeFolder(path: string): void {
  try {
    // It will hold what people wrote about people: for this user alone.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    const uid = process.getuid?.() ?? '?';
    throw new DatabaseError(
      'unwritable',
      `No database can be made at ${path}: its folder cannot be written by this user (uid ${uid}).`,
      error,
    );
  }
}

/** Makes an empty file that only this user can read, unless there is one; SQLite gives its log files the same mode. */
export function makeFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

/** The path without links: two names of one file are one database. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
}
