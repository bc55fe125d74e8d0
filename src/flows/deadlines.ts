// What happens by itself when its time has come: reminders, stalls, leads that come back on their dates.
import { gathered, mostAtOnce } from '../domain/catch-up.ts';
import { type NewEntry, cardKey, waitingKey } from '../domain/consequences.ts';
import { type Rules, type Step, dueStep, duesOf } from '../domain/deadline.ts';
import type { Draft } from '../domain/decide.ts';
import { type EventBody, type Handoff, type Lead, latestHandoff } from '../domain/lead.ts';
import type { LeadRecord } from '../ports.ts';
import { type Desk, record } from './record.ts';

/** No longer than this at a stretch: clicks come in between. */
const stretchMs = 40;
const batch = 100;
/** How many are looked through to find out whether many things are due, or only many plans have to be made anew. */
const mostLookedThrough = 2_000;

export interface Run {
  /** There is more to do at once. */
  readonly isMore: boolean;
  /** Names the summaries under which everything is told until nothing more is due; `null` = each by itself. */
  readonly occasion: string | null;
}

/**
 * Does what is due now, oldest first. Down for a weekend or a week: each thing happens once, and more than thirty at once are told together.
 * `before`: the run that this one goes on from, if there was more to do.
 */
export async function runDeadlines(desk: Desk, workspaceId: string, before: Run | null = null): Promise<Run> {
  const now = desk.now();
  const due = await desk.store.deadlines.due(workspaceId, now, batch);
  if (due.length === 0) return { isMore: false, occasion: null };
  const isManyMore = !before?.isMore && due.length > mostAtOnce && (await isFlood(desk, workspaceId, now));
  const together = before?.isMore ? before.occasion : isManyMore ? String(now) : null;
  const until = performance.now() + stretchMs;
  for (const [index, { leadId, dueAt }] of due.entries()) {
    await runDeadline(desk, workspaceId, { leadId, dueAt, occasion: together });
    if (performance.now() > until && index + 1 < due.length) return { isMore: true, occasion: together };
  }
  return due.length === batch ? { isMore: true, occasion: together } : { isMore: false, occasion: null };
}

async function isFlood(desk: Desk, workspaceId: string, now: number): Promise<boolean> {
  const rules = await rulesOf(desk);
  if (!rules) return false;
  let count = 0;
  for (const { leadId } of await desk.store.deadlines.due(workspaceId, now, mostLookedThrough)) {
    const found = await desk.store.lead(workspaceId, leadId);
    if (found && dueStep(found.lead, rules, now)) count += 1;
    if (count > mostAtOnce) return true;
  }
  return false;
}

async function rulesOf(desk: Desk): Promise<Rules | null> {
  const { settings, timetable } = await desk.store.workspace();
  return settings && timetable ? { settings, timetable } : null;
}

interface DueLead {
  readonly leadId: string;
  readonly dueAt: number;
  /** Names the summary under which it is told; `null` = by itself. */
  readonly occasion: string | null;
}

async function runDeadline(desk: Desk, workspaceId: string, { leadId, dueAt, occasion }: DueLead): Promise<void> {
  const rules = await rulesOf(desk);
  if (!rules) return;
  await record(desk, workspaceId, {
    load: () => desk.store.lead(workspaceId, leadId),
    async decide(found) {
      if (!found) return null;
      const now = desk.now();
      const step = dueStep(found.lead, rules, now);
      if (step) {
        const slot = step === 'claim' ? await waitingSlot(desk, workspaceId, latestHandoff(found.lead).channel ?? '') : null;
        const gather = (entries: readonly NewEntry[]): readonly NewEntry[] => {
          const told = occasion === null ? entries : gathered(entries, occasion);
          return told.map((entry) => (entry.kind === 'waiting' && slot ? { ...entry, ...slot } : entry));
        };
        return { drafts: draftsOf(step, found, desk), by: 'system', gather };
      }
      // Only a mark was passed, or the plan has changed: the card shows it, and the next look is planned.
      const isMarked = duesOf(found.lead, rules).some(({ step: what, at }) => what === 'mark' && at >= dueAt && at <= now);
      return { drafts: [], by: 'system', entries: isMarked ? [shown(found.lead)] : [] };
    },
  });
}

const hourMs = 60 * 60_000;

/** The next list of what waits in a channel: with the one that has not gone out yet, else an hour after the last. */
async function waitingSlot(desk: Desk, workspaceId: string, lane: string): Promise<Pick<NewEntry, 'key' | 'dueAt'>> {
  const last = await desk.store.outbox.lastOf(workspaceId, waitingKey(lane));
  const now = desk.now();
  if (last && last.ts === null && last.state === 'pending') return { key: last.key, dueAt: last.dueAt };
  const at = last?.ts ? Math.max(now, Number(last.ts) * 1000 + hourMs) : now;
  return { key: `${waitingKey(lane)}${new Date(at).toISOString()}`, dueAt: at };
}

function shown(lead: Lead) {
  const { id, channel } = latestHandoff(lead);
  return { key: cardKey(id), kind: 'card', lane: channel ?? '', rank: 1, leadId: lead.id, handoffId: id } as const;
}

/** TABLE: what each step writes. */
const bodies: Readonly<Record<Exclude<Step, 'mark' | 'back_to_sales'>, (handoff: Handoff) => readonly EventBody[]>> = {
  claim: () => [{ type: 'reminded', about: 'claim' }],
  verdict: ({ owner }) => [{ type: 'reminded', about: 'verdict', ...(owner ? { to: owner } : {}) }],
  stalled: () => [{ type: 'stalled' }, { type: 'returned', reason: null, cause: 'stalled' }],
  marketing: () => [{ type: 'reminded', about: 'marketing' }],
  revisit: ({ nurture }) => {
    // Whoever set the day; for a day that came with a return, marketing.
    return [{ type: 'reminded', about: 'revisit', ...(nurture ? { to: nurture.by } : {}) }];
  },
  back_to_marketing: ({ verdict }) => [{ type: 'returned', reason: verdict?.reason ?? null, cause: 'revisit' }],
};

function draftsOf(step: Exclude<Step, 'mark'>, { lead }: LeadRecord, desk: Desk): readonly Draft[] {
  const handoff = latestHandoff(lead);
  if (step === 'back_to_sales') {
    const body: EventBody = { type: 'resubmitted', attribution: handoff.attribution, isTest: handoff.isTest };
    return [{ body, handoffId: desk.newId(), cycle: handoff.cycle + 1 }];
  }
  return bodies[step](handoff).map((body) => ({ body, handoffId: handoff.id, cycle: handoff.cycle }));
}
