// Looks at the bot's file from outside, while it runs and when it is dead.
import Sqlite, { type Database } from 'better-sqlite3';

/** Runs `look` on a connection that cannot write. */
export function reading<T>(path: string, look: (raw: Database) => T): T {
  const raw = new Sqlite(path, { readonly: true, timeout: 5_000 });
  try {
    return look(raw);
  } finally {
    raw.close();
  }
}

/** How many events of this type the lead with this name has; it is found by its external id, which tests set to its name. */
export function countEvents(path: string, name: string, type: string): number {
  return reading(path, (raw) => {
    const count = raw
      .prepare<[string, string], number>(
        'select count(*) from events join external_ids using (workspace_id, lead_id) where external_id = ? and type = ?',
      )
      .pluck();
    return count.get(name, type) ?? 0;
  });
}

/** What is not over yet in the outbox: key and state. */
export function unfinishedIn(path: string): readonly string[] {
  return reading(path, (raw) => {
    const rows = raw.prepare<[], string>("select key || ' ' || state from outbox where state not in ('sent', 'dead') order by id").pluck();
    return rows.all();
  });
}

/** Leads at which somebody has to look within a minute. */
export function dueSoonIn(path: string, now: number): readonly string[] {
  return reading(path, (raw) => {
    const rows = raw.prepare<[number], string>("select lead_id || ' is due at ' || due_at from deadlines where due_at <= ?").pluck();
    return rows.all(now + 60_000);
  });
}
