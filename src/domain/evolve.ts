// How an event changes a lead: the fold, from which every state comes.
import type { Span } from './calendar/spans.ts';
import type { Handoff, Lead, LeadEvent } from './lead.ts';

/** Folds one event onto a lead (`null` before the first). The only way that state comes to be. */
export function evolve(lead: Lead | null, event: LeadEvent): Lead {
  const version = (lead?.version ?? 0) + 1;
  const handoffs = lead?.handoffs ?? [];
  if (event.type === 'received' || event.type === 'resubmitted') {
    return { id: event.leadId, version, isErased: false, handoffs: [...handoffs, opened(event)] };
  }
  if (!lead) throw new Error(`Lead ${event.leadId} begins with ${event.type}`);
  if (event.type === 'erased') {
    return { ...lead, version, isErased: true, handoffs: handoffs.map((h) => ({ ...h, state: 'erased', owner: null })) };
  }
  return { ...lead, version, handoffs: handoffs.map((h) => (h.id === event.handoffId ? withChange(h, event) : h)) };
}

/** Folds a whole log, oldest first; `null` for an empty one. */
export function fold(events: Iterable<LeadEvent>): Lead | null {
  let lead: Lead | null = null;
  for (const event of events) lead = evolve(lead, event);
  return lead;
}

function opened(event: LeadEvent & { type: 'received' | 'resubmitted' }): Handoff {
  return {
    id: event.handoffId,
    leadId: event.leadId,
    cycle: event.cycle,
    // History arrives closed: until a verdict or outcome follows, nobody is asked to act on it.
    state: event.type === 'received' && event.isHistory ? 'archived' : 'new',
    openedBy: event.type,
    openedAt: event.at,
    openedEventId: event.id,
    openedByWhom: event.by,
    attribution: event.attribution,
    isTest: event.isTest,
    isHistory: event.type === 'received' && event.isHistory,
    postedAt: null,
    channel: null,
    ts: null,
    owner: null,
    ownedSince: null,
    claimedAt: null,
    touchedAt: null,
    attempts: 0,
    lastAttemptAt: null,
    lastTries: [],
    verdict: null,
    returned: null,
    nurture: null,
    archivedAt: null,
    waiting: [],
    working: [],
    reminded: [],
    nudged: null,
    changedBy: event.by,
    outcome: null,
    activities: [],
  };
}

function withChange(handoff: Handoff, event: LaterEvent): Handoff {
  const change = changed(handoff, event);
  const after = { ...handoff, ...change, changedBy: change.state === undefined ? handoff.changedBy : event.by };
  return { ...after, ...clocksAfter(after, event) };
}

/** The clocks follow the state: one runs while the lead waits, the other while somebody has it; neither before its card stands. */
function clocksAfter(handoff: Handoff, event: LaterEvent): Pick<Handoff, 'waiting' | 'working'> {
  const { at, type } = event;
  const isFresh = type === 'reopened';
  const isSeen = handoff.postedAt !== null && !handoff.isHistory;
  return {
    waiting: clock(isFresh ? [] : handoff.waiting, isSeen && handoff.state === 'new', at),
    working: clock(isFresh ? [] : handoff.working, isSeen && handoff.state === 'claimed', at),
  };
}

function clock(spans: readonly Span[], isRunning: boolean, at: number): readonly Span[] {
  const last = spans.at(-1);
  const runs = last !== undefined && last.toAt === null;
  if (runs === isRunning) return spans;
  if (isRunning) return [...spans, { fromAt: at, toAt: null }];
  return spans.map((span) => (span.toAt === null ? { ...span, toAt: Math.max(at, span.fromAt) } : span));
}

function nudgedBy({ id, to }: LeadEvent & { type: 'reminded' }): Handoff['nudged'] {
  return to === undefined ? null : { to, eventId: id };
}

/** Somebody has it now. Whoever was not nudged about it yet can be, once they have had it long enough. */
function taken(handoff: Handoff, owner: string, at: number): Partial<Handoff> {
  const isNew = handoff.nudged !== null && handoff.nudged.to !== owner;
  return {
    state: 'claimed',
    owner,
    ownedSince: handoff.owner === owner ? handoff.ownedSince : at,
    reminded: isNew ? handoff.reminded.filter((about) => about !== 'verdict') : handoff.reminded,
  };
}

function attempted({ attempts, lastTries }: Handoff, { at, by }: LeadEvent): Partial<Handoff> {
  return { attempts: attempts + 1, lastAttemptAt: at, lastTries: [...lastTries.filter((last) => last.by !== by), { by, at }] };
}

type LaterEvent = Exclude<LeadEvent, { type: 'received' | 'resubmitted' | 'erased' }>;

function changed(handoff: Handoff, event: LaterEvent): Partial<Handoff> {
  const touchedAt = handoff.touchedAt ?? event.at;
  const claimedAt = handoff.claimedAt ?? event.at;
  switch (event.type) {
    case 'posted':
      return { postedAt: handoff.postedAt ?? event.at, channel: event.channel, ts: event.ts };
    case 'claimed':
      return handoff.isHistory ? { claimedAt, touchedAt } : { ...taken(handoff, event.owner ?? event.by, event.at), claimedAt, touchedAt };
    case 'released':
      return { state: 'new', owner: null };
    case 'judged':
      return {
        state: event.verdict,
        owner: handoff.isHistory ? null : event.by,
        claimedAt,
        touchedAt,
        archivedAt: null,
        verdict: {
          verdict: event.verdict,
          reason: event.reason,
          notBefore: event.notBefore ?? null,
          sendTo: event.sendTo ?? null,
          definition: event.definition ?? null,
          failed: event.failed ?? null,
          unmet: event.unmet ?? [],
          at: event.at,
          by: event.by,
          eventId: event.id,
        },
      };
    case 'reopened':
      return { state: 'new', owner: null, verdict: null, archivedAt: null, reminded: [] };
    case 'noted':
      return event.side === 'sales' ? { touchedAt } : {};
    case 'attempted':
      // It comes with a claim, or after one: the first touch was before.
      return attempted(handoff, event);
    case 'activity':
      return { activities: [...handoff.activities, event.id] };
    case 'reminded':
      return { reminded: [...handoff.reminded, event.about], ...(event.about === 'verdict' ? { nudged: nudgedBy(event) } : {}) };
    case 'stalled':
      return {};
    case 'nurtured':
      return {
        state: 'nurturing',
        nurture: { revisitOn: event.revisitOn ?? null, at: event.at, by: event.by, eventId: event.id },
        reminded: handoff.reminded.filter((about) => about !== 'revisit'),
      };
    case 'returned':
      return {
        state: 'returned',
        owner: null,
        nurture: null,
        reminded: handoff.reminded.filter((about) => about !== 'marketing' && about !== 'revisit'),
        touchedAt: event.cause === 'person' ? touchedAt : handoff.touchedAt,
        returned: {
          reason: event.reason,
          cause: event.cause,
          notBefore: event.notBefore ?? null,
          at: event.at,
          by: event.by,
          eventId: event.id,
          from: handoff.owner,
        },
      };
    case 'archived':
      return { state: 'archived', archivedAt: event.at };
    case 'outcome':
      return {
        state: event.outcome,
        outcome: { outcome: event.outcome, amount: event.amount ?? null, currency: event.currency ?? null, at: event.at, by: event.by },
      };
  }
}
