// Streams over everything, a page at a time: no statement stays open, so writers, the log file and clicks are not held up.
import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, gt, lte, sql } from './drizzle.ts';
import type { LeadRecord, StoredEvent } from '../ports.ts';
import type { Gate } from './gate.ts';
import type { EventType } from '../domain/lead.ts';
import type { LeadStatements } from './leads.ts';
import { events, leads } from './schema.ts';
import { slot } from './slots.ts';
import type { Tables } from './tables.ts';

/** Small enough that a page is garbage before V8 has to move it: with large ones a report takes half as long again. */
const pageEvents = 500;
const pageLeads = 200;

export function streams(tables: Tables, gate: Gate, records: LeadStatements) {
  const selectLast = tables
    .select({ seq: sql<number | null>`max(${events.seq})` })
    .from(events)
    .prepare();
  const selectEvents = tables
    .select({
      // In the order of `Values`.
      data: events.data,
      seq: events.seq,
      id: events.id,
      leadId: events.leadId,
      handoffId: events.handoffId,
      cycle: events.cycle,
      type: events.type,
      at: events.at,
      recordedAt: events.recordedAt,
      by: events.by,
    })
    .from(events)
    .where(
      and(
        gt(events.seq, slot('after')),
        lte(events.seq, slot('upTo')),
        // The plus keeps SQLite on the order of the log instead of an index by workspace.
        sql`+${events.workspaceId} = ${slot('workspaceId')}`,
        sql`(${events.recordedAt} >= ${slot('since')} or ${events.type} in (select value from json_each(${slot('alwaysTypes')})))`,
        lte(events.recordedAt, slot('before')),
        sql`(${slot('types')} is null or ${events.type} in (select value from json_each(${slot('types')})))`,
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
    async *events(
      workspaceId: string,
      options: { recordedBefore?: number; since?: number; types?: readonly EventType[]; alwaysTypes?: readonly EventType[] } = {},
    ): AsyncGenerator<StoredEvent> {
      const types = options.types ? JSON.stringify(options.types) : null;
      const alwaysTypes = JSON.stringify(options.alwaysTypes ?? []);
      const { since = Number.MIN_SAFE_INTEGER, recordedBefore: before = Number.MAX_SAFE_INTEGER } = options;
      const last = (await gate.read(() => selectLast.get()))?.seq ?? 0;
      for (let after = 0; after < last; after += pageEvents) {
        const upTo = Math.min(after + pageEvents, last);
        const from = after;
        const page: readonly unknown[] = await gate.read(() =>
          selectEvents.values({ workspaceId, after: from, upTo, since, before, types, alwaysTypes }),
        );
        for (const row of page) yield eventOf(row as Values);
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

/** A row as SQLite gives it: turning each into an object by drizzle's mapping would take half the time of a report. */
type Values = readonly [
  data: string,
  seq: number,
  id: string,
  leadId: string,
  handoffId: string,
  cycle: number,
  type: EventType,
  at: number,
  recordedAt: number,
  by: string,
];

/** Only the store writes rows, so the data fits its type. */
function eventOf([data, seq, id, leadId, handoffId, cycle, type, at, recordedAt, by]: Values): StoredEvent {
  return { ...(JSON.parse(data) as object), seq, id, leadId, handoffId, cycle, type, at, recordedAt, by } as StoredEvent;
}
