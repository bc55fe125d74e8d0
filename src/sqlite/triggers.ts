// The log and the ledger can only grow: triggers refuse every change and deletion of a line, whoever tries.
import type { Database } from 'better-sqlite3';

const guarded = { events: 'events are append-only', ledger: 'the ledger is append-only' } as const;

/** Makes sure that the triggers stand as written here: a rebuilt table loses them silently. */
export function keepTriggers(raw: Database): void {
  const sqlOf = raw.prepare<[string, string], string>('select sql from sqlite_schema where type = ? and name = ?').pluck();
  for (const [table, sentence] of Object.entries(guarded)) {
    if (sqlOf.get('table', table) === undefined) continue;
    for (const [name, verb] of [
      [`${table}_not_changed`, 'UPDATE'],
      [`${table}_not_deleted`, 'DELETE'],
    ] as const) {
      const sql = `CREATE TRIGGER "${name}" BEFORE ${verb} ON "${table}" BEGIN SELECT RAISE(ABORT, '${sentence}'); END`;
      if (sqlOf.get('trigger', name) === sql) continue;
      raw.exec(`drop trigger if exists "${name}"`);
      raw.exec(sql);
    }
  }
}
