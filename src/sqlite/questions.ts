// What prospects asked: read from the newest verdict backwards, a page at a time, so that clicks come in between.
import { and, desc, eq, gt, inArray, lte, sql } from './drizzle.ts';
import type { EventType } from '../domain/lead.ts';
import type { Question } from '../domain/questions/asked.ts';
import type { Store } from '../ports.ts';
import type { Gate } from './gate.ts';
import { events, handoffs, texts } from './schema.ts';
import { slot } from './slots.ts';
import type { Tables } from './tables.ts';

/** More are neither read nor compared by anybody. */
const mostQuestions = 2_000;
/** So many lines of the log are a few milliseconds. */
const pageEvents = 10_000;

const openings: readonly EventType[] = ['received', 'resubmitted'];

export function sqliteQuestions(tables: Tables, gate: Gate): Pick<Store, 'questions'> {
  const selectLast = tables
    .select({ seq: sql<number | null>`max(${events.seq})` })
    .from(events)
    .prepare();
  const selectPage = tables
    .select({
      eventId: events.id,
      leadId: events.leadId,
      handoffId: events.handoffId,
      data: events.data,
      askedAt: events.at,
      by: events.by,
      words: sql<string | null>`json_extract(${texts.body}, '$.question')`,
      source: handoffs.source,
      state: handoffs.state,
      isTest: handoffs.isTest,
    })
    .from(events)
    // Left joins, so that SQLite stays on the order of the log.
    .leftJoin(texts, and(eq(texts.workspaceId, events.workspaceId), eq(texts.leadId, events.leadId), eq(texts.eventId, events.id)))
    .leftJoin(handoffs, and(eq(handoffs.workspaceId, events.workspaceId), eq(handoffs.id, events.handoffId)))
    .where(
      and(
        gt(events.seq, slot('after')),
        lte(events.seq, slot('upTo')),
        sql`+${events.workspaceId} = ${slot('workspaceId')}`,
        sql`+${events.type} = 'judged'`,
        sql`+${events.at} >= ${slot('since')}`,
      ),
    )
    .orderBy(desc(events.seq))
    .prepare();
  const selectCampaign = tables
    .select({ campaign: sql<string | null>`json_extract(${events.data}, '$.attribution.campaign')` })
    .from(events)
    .where(
      and(
        eq(events.workspaceId, slot('workspaceId')),
        eq(events.leadId, slot('leadId')),
        eq(events.handoffId, slot('handoffId')),
        inArray(events.type, [...openings]),
      ),
    )
    .limit(1)
    .prepare();

  function readPage(workspaceId: string, span: { after: number; upTo: number; since: number }): Question[] {
    return selectPage.all({ workspaceId, ...span }).flatMap(({ words, state, isTest, data, ...row }) => {
      // Who was forgotten has no words any more.
      if (!words?.trim() || state === null || isTest) return [];
      const { leadId, handoffId } = row;
      const campaign = selectCampaign.get({ workspaceId, leadId, handoffId })?.campaign ?? null;
      return [{ ...row, words, verdict: data['verdict'] === 'qualified' ? 'qualified' : 'unqualified', campaign, state }];
    });
  }

  return {
    async questions(workspaceId, { since = Number.MIN_SAFE_INTEGER } = {}) {
      const found: Question[] = [];
      let upTo = (await gate.read(() => selectLast.get()?.seq)) ?? 0;
      while (upTo > 0 && found.length < mostQuestions) {
        const span = { after: upTo - pageEvents, upTo, since };
        found.push(...(await gate.read(() => readPage(workspaceId, span))));
        upTo = span.after;
      }
      return found.slice(0, mostQuestions);
    },
  };
}
