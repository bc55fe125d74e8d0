// What the digest asks for besides the figures: reps' words, and when everything began.
import { and, desc, eq, gte, lt, sql } from './drizzle.ts';
import { type ReasonCode, isReasonCode } from '../domain/reasons.ts';
import type { Quote } from '../domain/report/digest.ts';
import type { Store } from '../ports.ts';
import type { Gate } from './gate.ts';
import { events, handoffs, texts } from './schema.ts';
import { slot } from './slots.ts';
import type { Tables } from './tables.ts';

/** Among so many of the newest notes there is one for each reason that matters. */
const notesRead = 500;

export function digestReads(tables: Tables, gate: Gate): Pick<Store, 'quotes' | 'firstLeadAt'> {
  const selectNotes = tables
    .select({ leadId: events.leadId, handoffId: events.handoffId, data: events.data, by: events.by, body: texts.body })
    .from(handoffs)
    .innerJoin(
      events,
      and(eq(events.workspaceId, handoffs.workspaceId), eq(events.leadId, handoffs.leadId), eq(events.handoffId, handoffs.id)),
    )
    .leftJoin(texts, and(eq(texts.workspaceId, events.workspaceId), eq(texts.leadId, events.leadId), eq(texts.eventId, events.id)))
    .where(
      and(
        eq(handoffs.workspaceId, slot('workspaceId')),
        gte(handoffs.openedAt, slot('fromAt')),
        lt(handoffs.openedAt, slot('toAt')),
        eq(handoffs.isTest, false),
        eq(handoffs.state, 'unqualified'),
        eq(events.type, 'judged'),
      ),
    )
    .orderBy(desc(events.seq))
    .limit(notesRead)
    .prepare();
  const selectFirst = tables
    .select({ at: sql<number | null>`min(${handoffs.openedAt})` })
    .from(handoffs)
    .where(and(eq(handoffs.workspaceId, slot('workspaceId')), eq(handoffs.isTest, false)))
    .prepare();

  return {
    quotes: (workspaceId, { fromAt, toAt }) =>
      gate.read(() => {
        const newest = new Map<ReasonCode, Quote>();
        const judged = new Set<string>();
        for (const { leadId, handoffId, data, by, body } of selectNotes.all({ workspaceId, fromAt, toAt })) {
          const reason = typeof data['reason'] === 'string' ? data['reason'] : '';
          // Only the verdict in force speaks: the newest of its handoff.
          if (judged.has(handoffId)) continue;
          judged.add(handoffId);
          const note = body?.note?.trim();
          if (note && isReasonCode(reason) && !newest.has(reason)) newest.set(reason, { reason, note, by, leadId });
        }
        return [...newest.values()];
      }),
    firstLeadAt: (workspaceId) => gate.read(() => selectFirst.get({ workspaceId })?.at ?? null),
  };
}
