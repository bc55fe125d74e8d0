// Opens a database file, or says in a sentence why not. Nothing is ever made anew over a file that stands there.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { drizzle } from './drizzle.ts';
import { DatabaseError, corruptDatabase, explained, isBusyError, isCorruptError } from './database-error.ts';
import { makeFile, makeFolder } from './folder.ts';
import { blockMs } from './gate.ts';
import { type Migration, applicationId, migrate, migrationsFolder, readMigrations, standing } from './migrate.ts';
import type { OpenedDatabase } from './tables.ts';

export interface OpenOptions {
  /** Make the file and its folder where there is none. */
  readonly create: boolean;
  readonly now?: () => number;
  /** Never writes, not even a newer schema: for reports and exports beside a running bot. */
  readonly isReadOnly?: boolean;
  /** Where the migrations are; ours unless said. */
  readonly migrations?: readonly Migration[];
  /** A copy that nobody else knows of: migrated without a lock and without a copy of the copy. */
  readonly isDraft?: boolean;
  /** Called before each statement of a migration. */
  readonly onStatement?: (statement: string) => void;
}

/** A start may wait longer for a lock than a click. */
const openingMs = 2000;
/** Checking every page of a larger file would hold up the start; damage there shows when the page is read. */
const checkedBytes = 64 * 1024 * 1024;

/** Opens `path` (or `:memory:`) with the schema current. @throws DatabaseError */
export function openDatabase(path: string, options: OpenOptions): OpenedDatabase {
  const { now = Date.now, isReadOnly = false, migrations = readMigrations(migrationsFolder), isDraft = false, onStatement } = options;
  if (path !== ':memory:') {
    if (existsSync(path)) inspect(path, isReadOnly);
    else if (options.create && !isReadOnly) makeDatabaseFile(path);
    else throw new DatabaseError('missing', `There is no database at ${path}. Check DATABASE_URL, or make it with: leadloop start`);
  }
  const raw = connect(path, isReadOnly);
  try {
    if (!isReadOnly) {
      raw.pragma('secure_delete = ON');
      raw.pragma('journal_mode = WAL');
      raw.pragma('synchronous = FULL');
      raw.pragma('journal_size_limit = 67108864');
    }
    // Savepoints keep a journal of their own: in memory it costs nothing, in files most of an import.
    raw.pragma('temp_store = MEMORY');
    raw.pragma('foreign_keys = ON');
    if (!isReadOnly) migrate(raw, { path, migrations, now, isDraft, ...(onStatement ? { onStatement } : {}) });
    else if (standing(raw, migrations, path) !== 'current') {
      throw new DatabaseError('older', `${path} has an older schema. It becomes current with the next: leadloop start`);
    }
    raw.pragma(`busy_timeout = ${blockMs}`);
  } catch (error) {
    raw.close();
    if (isBusyError(error))
      throw new DatabaseError('locked', `${path} is locked by another program. Wait until it is done, then try again.`, error);
    throw explained(error, path);
  }
  return { path, raw, tables: drizzle(raw), now, close: () => void raw.close() };
}

function makeDatabaseFile(path: string): void {
  makeFolder(path);
  makeFile(path);
}

function connect(path: string, isReadOnly: boolean): Database {
  try {
    return new Sqlite(path, { readonly: isReadOnly, fileMustExist: isReadOnly, timeout: openingMs });
  } catch (error) {
    throw explained(error, path);
  }
}

const smallestPage = 512;

/**
 * Looks at a file without changing a byte of it, and only through SQLite: closing a handle of our own would drop the locks
 * of every connection that this process has on the file. @throws DatabaseError
 */
function inspect(path: string, isReadOnly: boolean): void {
  const { size } = checkedFile(path, isReadOnly);
  if (size === 0) return;
  // SQLite would take so short a file for an empty database and write over it.
  if (size < smallestPage) throw corruptDatabase(path);
  let raw: Database | null = null;
  try {
    raw = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: openingMs });
    const tables = raw.prepare<[], number>('select count(*) from sqlite_schema').pluck().get() ?? 0;
    if (tables > 0 && raw.pragma('application_id', { simple: true }) !== applicationId) throw corruptDatabase(path);
    if (size <= checkedBytes && raw.pragma('quick_check(1)', { simple: true }) !== 'ok') throw corruptDatabase(path);
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    // Anything else, such as a journal that a read-only connection may not roll back, is for the real connection to mend.
    if (isCorruptError(error)) throw corruptDatabase(path, error);
  } finally {
    raw?.close();
  }
}

function checkedFile(path: string, isReadOnly: boolean): { size: number } {
  const file = statSync(path);
  if (!file.isFile()) throw new DatabaseError('unwritable', `${path} is not a file. DATABASE_URL must name the database file itself.`);
  try {
    accessSync(path, isReadOnly ? constants.R_OK : constants.R_OK | constants.W_OK);
    if (!isReadOnly) accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    const uid = process.getuid?.() ?? '?';
    throw new DatabaseError('unwritable', `${path} and its folder must be writable by this user (uid ${uid}).`, error);
  }
  return { size: file.size };
}
