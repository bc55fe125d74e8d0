// A consistent copy of the database while the bot runs.
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { writeCopy } from './copy.ts';
import { DatabaseError, explained } from './database-error.ts';
import { makeFolder } from './folder.ts';

/** Writes a checked copy of the database at `path` to the new file `target`. @throws DatabaseError when `target` exists or the copy fails */
export function backupDatabase(path: string, target: string): void {
  if (!existsSync(path)) throw new DatabaseError('missing', `There is no database at ${path} to back up. Check DATABASE_URL.`);
  makeFolder(target);
  let raw: Sqlite.Database | null = null;
  try {
    raw = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 2000 });
    writeCopy(raw, target, { isReplaced: false });
  } catch (error) {
    throw explained(error, path);
  } finally {
    raw?.close();
  }
}
