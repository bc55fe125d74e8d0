// When to look at leads again: written with the change that moved it, read by the one who keeps the time.
import { and, asc, eq, lte, sql } from './drizzle.ts';
import type { Deadlines } from '../ports.ts';
import type { Gate } from './gate.ts';
import { deadlines, workspaces } from './schema.ts';
import { slot, slots } from './slots.ts';
import type { Tables } from './tables.ts';

export type DeadlineStatements = ReturnType<typeof deadlineStatements>;

export function deadlineStatements(tables: Tables) {
  const inWorkspace = eq(deadlines.workspaceId, slot('workspaceId'));
  const version = tables
    .select({ version: workspaces.settingsVersion })
    .from(workspaces)
    .where(eq(workspaces.id, slot('workspaceId')));
  // Settings that were changed meanwhile, perhaps by another program, make it due at once.
  const dueAt = sql`iif(coalesce(${slot('by')} = ${version}, true), ${slot('dueAt')}, min(${slot('dueAt')}, ${slot('now')}))`;
  const upsert = tables
    .insert(deadlines)
    .values({ ...slots(deadlines), dueAt })
    .onConflictDoUpdate({ target: [deadlines.workspaceId, deadlines.leadId], set: { dueAt: sql`excluded.due_at` } })
    .prepare();
  const remove = tables
    .delete(deadlines)
    .where(and(inWorkspace, eq(deadlines.leadId, slot('leadId'))))
    .prepare();
  const due = tables
    .select({ leadId: deadlines.leadId, dueAt: deadlines.dueAt })
    .from(deadlines)
    .where(and(inWorkspace, lte(deadlines.dueAt, slot('now'))))
    .orderBy(asc(deadlines.dueAt), asc(deadlines.leadId))
    .limit(sql.placeholder('limit'))
    .prepare();
  const next = tables
    .select({ dueAt: deadlines.dueAt })
    .from(deadlines)
    .where(inWorkspace)
    .orderBy(asc(deadlines.dueAt))
    .limit(1)
    .prepare();
  const again = tables
    .update(deadlines)
    .set({ dueAt: slot('at') })
    .where(inWorkspace)
    .prepare();

  return {
    /** `null` = never by itself. `by`: the version of the settings by which it was worked out, where that matters. Inside a transaction. */
    plan(workspaceId: string, leadId: string, dueAt: number | null, { by, now }: { by: number | null; now: number }): void {
      if (dueAt === null) remove.run({ workspaceId, leadId });
      else upsert.run({ workspaceId, leadId, dueAt, by, now });
    },
    /** The rules have changed: every lead that waits is due. Inside a transaction. */
    lookAgain(workspaceId: string, at: number): void {
      again.run({ workspaceId, at });
    },
    due,
    next,
  };
}

export function sqliteDeadlines(gate: Gate, statements: DeadlineStatements): Deadlines {
  return {
    due: (workspaceId, now, limit) => gate.read(() => statements.due.all({ workspaceId, now, limit })),
    nextAt: (workspaceId) => gate.read(() => statements.next.get({ workspaceId })?.dueAt ?? null),
  };
}
