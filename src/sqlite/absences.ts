// Who is away, and until which day.
import { and, asc, eq, sql } from './drizzle.ts';
import type { Store } from '../ports.ts';
import type { Gate } from './gate.ts';
import { absences } from './schema.ts';
import { slot, slots } from './slots.ts';
import type { Tables } from './tables.ts';

export function sqliteAbsences(tables: Tables, gate: Gate): Pick<Store, 'setAway' | 'away'> {
  const inWorkspace = eq(absences.workspaceId, slot('workspaceId'));
  const upsert = tables
    .insert(absences)
    .values(slots(absences))
    .onConflictDoUpdate({ target: [absences.workspaceId, absences.userId], set: { until: sql`excluded.until`, at: sql`excluded.at` } })
    .prepare();
  const remove = tables
    .delete(absences)
    .where(and(inWorkspace, eq(absences.userId, slot('userId'))))
    .prepare();
  const select = tables
    .select({ userId: absences.userId, until: absences.until })
    .from(absences)
    .where(inWorkspace)
    .orderBy(asc(absences.userId))
    .prepare();

  return {
    setAway: (workspaceId, userId, until, at) =>
      gate.write(() => void (until === null ? remove.run({ workspaceId, userId }) : upsert.run({ workspaceId, userId, until, at }))),
    away: (workspaceId) => gate.read(() => select.all({ workspaceId })),
  };
}
