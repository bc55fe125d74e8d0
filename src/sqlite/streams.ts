// Streams over everything, a page at a time: no statement stays open, so writers, the log file and clicks are not held up.
import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, gt, gte, lte, sql } from './drizzle.ts';
import type { LeadRecord, StoredEvent } from '../ports.ts';
import type { Gate } from './gate.ts';
import { type LeadStatements, storedEvent } from './leads.ts';
import { events, leads } from './schema.ts';
import { slot } from './slots.ts';
import type { Tables } from './tables.ts';

const pageEvents = 2000;
const pageLeads = 200;

export function streams(tables: Tables, gate: Gate, records: LeadStatements) {
  const selectLast = tables
    .select({ seq: sql<number | null>`max(${events.seq})` })
    .from(events)
    .prepare();
  const selectEvents = tables
    .select()
    .from(events)
    .where(
      and(
        gt(events.seq, slot('after')),
        lte(events.seq, slot('upTo')),
        // The plus keeps SQLite on the order of the log instead of an index by workspace.
        sql`+${events.workspaceId} = ${slot('workspaceId')}`,
        gte(events.recordedAt, slot('since')),
        lte(events.recordedAt, slot('before')),
      ),
    )
    .orderBy(asc(events.seq))
    .prepare();
  const selectLeads = tables
    .select({ id: leads.id, updatedAt: leads.updatedAt })
    .from(leads)
    .where(and(eq(leads.workspaceId, slot('workspaceId')), gt(leads.id, slot('after'))))
    .orderBy(asc(leads.id))
    .limit(pageLeads)
    .prepare();

  return {
    /** What was in the log when the stream began, in order. */
    async *events(workspaceId: string, options: { recordedBefore?: number; since?: number } = {}): AsyncGenerator<StoredEvent> {
      const { since = Number.MIN_SAFE_INTEGER, recordedBefore: before = Number.MAX_SAFE_INTEGER } = options;
      const last = (await gate.read(() => selectLast.get()))?.seq ?? 0;
      for (let after = 0; after < last; after += pageEvents) {
        const upTo = Math.min(after + pageEvents, last);
        const from = after;
        const page = await gate.read(() => selectEvents.all({ workspaceId, after: from, upTo, since, before }));
        for (const row of page) yield storedEvent(row);
        await setImmediate();
      }
    },
    /** Every lead, or those in which something was recorded since then. */
    async *leads(workspaceId: string, options: { since?: number } = {}): AsyncGenerator<LeadRecord> {
      const { since = Number.MIN_SAFE_INTEGER } = options;
      for (let after = ''; ;) {
        const from = after;
        const page = await gate.read(() => {
          const rows = selectLeads.all({ workspaceId, after: from });
          const changed = rows.filter((row) => row.updatedAt >= since);
          return {
            last: rows.length < pageLeads ? undefined : rows.at(-1),
            records: changed.flatMap((row) => records.read(workspaceId, row.id) ?? []),
          };
        });
        yield* page.records;
        if (!page.last) return;
        after = page.last.id;
        await setImmediate();
      }
    },
  };
}
