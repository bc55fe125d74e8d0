// The log can only grow: triggers refuse every change and deletion of an event, whoever tries.
import type { Database } from 'better-sqlite3';

const triggers = {
  events_not_changed: `CREATE TRIGGER "events_not_changed" BEFORE UPDATE ON "events" BEGIN SELECT RAISE(ABORT, 'events are append-only'); END`,
  events_not_deleted: `CREATE TRIGGER "events_not_deleted" BEFORE DELETE ON "events" BEGIN SELECT RAISE(ABORT, 'events are append-only'); END`,
} as const;

/** Makes sure that the triggers stand as written here: a rebuilt table loses them silently. */
export function keepTriggers(raw: Database): void {
  const standing = raw.prepare<[], { name: string; sql: string }>(
    "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'events'",
  );
  const known = new Map(standing.all().map(({ name, sql }) => [name, sql]));
  for (const [name, sql] of Object.entries(triggers)) {
    if (known.get(name) === sql) continue;
    raw.exec(`drop trigger if exists "${name}"`);
    raw.exec(sql);
  }
}
