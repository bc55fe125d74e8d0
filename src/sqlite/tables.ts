// What an opened database is to the other files of this folder.
import type { Database } from 'better-sqlite3';
import type { BetterSQLite3Database } from './drizzle.ts';

/** The tables of `schema.ts`, through drizzle's query builder. */
export type Tables = BetterSQLite3Database;

export interface OpenedDatabase {
  /** As it was given: a path or `:memory:`. */
  readonly path: string;
  readonly raw: Database;
  readonly tables: Tables;
  readonly now: () => number;
  close(): void;
}
