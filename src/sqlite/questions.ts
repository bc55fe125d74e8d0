// What prospects asked: looked for once from the newest verdict backwards, a page at a time, so that clicks come in between.
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
const pageEvents = 2_000;
const pageQuestions = 250;

const openings: readonly EventType[] = ['received', 'resubmitted'];

/** Where the questions stand in the log: it only grows, so that what was found once is never looked for again. */
interface Found {
  /** As far as the log was looked through. */
  readonly upTo: number;
  /** The newest first. */
  readonly seqs: readonly number[];
}

export function sqliteQuestions(tables: Tables, gate: Gate): Pick<Store, 'questions'> {
  const words = sql<string | null>`json_extract(${texts.body}, '$.question')`;
  const ofEvent = and(eq(texts.workspaceId, events.workspaceId), eq(texts.leadId, events.leadId), eq(texts.eventId, events.id));
  const ofHandoff = and(eq(handoffs.workspaceId, events.workspaceId), eq(handoffs.id, events.handoffId));
  const selectLast = tables
    .select({ seq: sql<number | null>`max(${events.seq})` })
    .from(events)
    .prepare();
  const selectFound = tables
    .select({ seq: events.seq, words, isTest: handoffs.isTest })
    .from(events)
    // Left joins, so that SQLite stays on the order of the log.
    .leftJoin(texts, ofEvent)
    .leftJoin(handoffs, ofHandoff)
    .where(
      and(
        gt(events.seq, slot('after')),
        lte(events.seq, slot('upTo')),
        sql`+${events.workspaceId} = ${slot('workspaceId')}`,
        sql`+${events.type} = 'judged'`,
        sql`${words} is not null`,
      ),
    )
    .orderBy(desc(events.seq))
    .prepare();
  const selectQuestions = tables
    .select({
      eventId: events.id,
      leadId: events.leadId,
      handoffId: events.handoffId,
      data: events.data,
      askedAt: events.at,
      by: events.by,
      words,
      source: handoffs.source,
      state: handoffs.state,
    })
    .from(events)
    .leftJoin(texts, ofEvent)
    .leftJoin(handoffs, ofHandoff)
    .where(sql`${events.seq} in (select value from json_each(${slot('seqs')}))`)
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

  function readPage(workspaceId: string, seqs: readonly number[], since: number): Question[] {
    return selectQuestions.all({ seqs: JSON.stringify(seqs) }).flatMap(({ words: asked, state, data, ...row }) => {
      // Who was forgotten has no words any more.
      if (!asked?.trim() || state === null || row.askedAt < since) return [];
      const { leadId, handoffId } = row;
      const campaign = selectCampaign.get({ workspaceId, leadId, handoffId })?.campaign ?? null;
      return [{ ...row, words: asked, verdict: data['verdict'] === 'qualified' ? 'qualified' : 'unqualified', campaign, state }];
    });
  }

  const known = new Map<string, Found>();
  const looks = new Map<string, Promise<Found>>();

  async function look(workspaceId: string): Promise<Found> {
    const before = known.get(workspaceId) ?? { upTo: 0, seqs: [] };
    const last = (await gate.read(() => selectLast.get()?.seq)) ?? 0;
    const seqs: number[] = [];
    for (let upTo = last; upTo > before.upTo && seqs.length < mostQuestions; upTo -= pageEvents) {
      const span = { workspaceId, after: Math.max(before.upTo, upTo - pageEvents), upTo };
      const rows = await gate.read(() => selectFound.all(span));
      seqs.push(...rows.flatMap((row) => (row.words?.trim() && row.isTest === false ? [row.seq] : [])));
    }
    const found = { upTo: last, seqs: [...seqs, ...before.seqs].slice(0, mostQuestions) };
    known.set(workspaceId, found);
    return found;
  }

  /** Whoever asks while somebody looks waits for the same look, and then for what was written meanwhile. */
  async function lookOnce(workspaceId: string): Promise<Found> {
    await looks.get(workspaceId);
    const begun = looks.get(workspaceId) ?? look(workspaceId).finally(() => looks.delete(workspaceId));
    looks.set(workspaceId, begun);
    return await begun;
  }

  return {
    async questions(workspaceId, { since = Number.MIN_SAFE_INTEGER } = {}) {
      const { seqs } = await lookOnce(workspaceId);
      const found: Question[] = [];
      for (let first = 0; first < seqs.length; first += pageQuestions) {
        const page = seqs.slice(first, first + pageQuestions);
        found.push(...(await gate.read(() => readPage(workspaceId, page, since))));
      }
      return found;
    },
  };
}
