// Placeholders for prepared statements: one for every column of a table, so that a row can be given as it is.
import { getTableColumns, sql, type Placeholder, type SQLiteTable } from './drizzle.ts';

type Slots<T extends SQLiteTable> = { [K in keyof T['$inferInsert']]-?: Placeholder };

/** A placeholder for each column, named as the column's key; booleans and JSON are encoded by the column. */
export function slots<T extends SQLiteTable>(table: T): Slots<T> {
  const names = Object.keys(getTableColumns(table));
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as Slots<T>;
}

/** A single value to be given when the statement runs. It is not encoded: give 0 and 1 for booleans. */
export function slot(name: string) {
  return sql`${sql.placeholder(name)}`;
}
