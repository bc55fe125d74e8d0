// Where a database lives on the disk.
import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseError } from './database-error.ts';

/** Makes the folder of a database file where there is none. @throws DatabaseError when it cannot be written */
export function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
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

/** The path without links: two names of one file are one database. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
}
