// The door to this folder: opens a database as a Store.
import type { Store } from '../ports.ts';
import { type OpenOptions, openDatabase } from './database.ts';
import { sqliteStore } from './store.ts';

/** Opens a file (or `:memory:`) with its schema current; `close` gives it back. @throws DatabaseError */
export function openStore(path: string, options: OpenOptions): Store {
  return sqliteStore(openDatabase(path, options));
}
