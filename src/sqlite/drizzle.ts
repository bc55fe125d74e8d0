// Drizzle, in the build that Node loads fast: its ES modules would read a package file of 180 KB a hundred times over at each start.
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const core = load('drizzle-orm') as typeof import('drizzle-orm');
const tables = load('drizzle-orm/sqlite-core') as typeof import('drizzle-orm/sqlite-core');
const driver = load('drizzle-orm/better-sqlite3') as typeof import('drizzle-orm/better-sqlite3');

export const { and, asc, desc, eq, getTableColumns, gt, gte, inArray, isNull, lt, lte, or, sql } = core;
export const { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } = tables;
export const { drizzle } = driver;

export type { Placeholder, SQL } from 'drizzle-orm';
export type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
export type { SQLiteTable } from 'drizzle-orm/sqlite-core';
