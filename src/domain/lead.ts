// A lead is a log: the events that can happen to it, and the state that follows from them.
import type { ReasonCode } from './reasons.ts';

export type Verdict = 'qualified' | 'unqualified';
export type Outcome = 'opportunity' | 'won' | 'lost';

export const leadStates = [
  'new',
  'claimed',
  'qualified',
  'unqualified',
  'returned',
  'nurturing',
  'archived',
  'opportunity',
  'won',
  'lost',
  'erased',
] as const;
export type LeadState = (typeof leadStates)[number];

/** Where a handoff came from: codes of the marketer's own making, never personal data. */
export interface Attribution {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly action: string | null;
  readonly score: number | null;
}

/** Which side a person stood on when they wrote; speed counts what sales did. */
export type Side = 'sales' | 'marketing';

/** What happened, by type. Words of people (messages, notes) stand in text rows keyed by the event's id. */
export type EventBody =
  | {
      readonly type: 'received';
      readonly attribution: Attribution;
      readonly isTest: boolean;
      /** Imported as history: closed from the start, never posted. */
      readonly isHistory: boolean;
      /** Known to the day only: counts for weeks, never for minutes. */
      readonly isDateOnly?: true;
    }
  | { readonly type: 'posted'; readonly channel: string; readonly ts: string }
  | { readonly type: 'claimed'; readonly isDateOnly?: true }
  | { readonly type: 'released' }
  | {
      readonly type: 'judged';
      readonly verdict: Verdict;
      readonly reason: ReasonCode | null;
      /** Local date `YYYY-MM-DD`. */
      readonly notBefore?: string;
      /** Slack user id of who should have it, with *Wrong team*. */
      readonly sendTo?: string;
      readonly isDateOnly?: true;
    }
  | { readonly type: 'reopened' }
  | { readonly type: 'noted'; readonly side: Side }
  | { readonly type: 'activity'; readonly attribution: Attribution }
  | {
      readonly type: 'returned';
      readonly reason: ReasonCode | null;
      readonly cause: 'person' | 'stalled' | 'revisit';
      readonly notBefore?: string;
      readonly isDateOnly?: true;
    }
  | { readonly type: 'resubmitted'; readonly attribution: Attribution; readonly isTest: boolean }
  | { readonly type: 'archived' }
  | {
      readonly type: 'outcome';
      readonly outcome: Outcome;
      readonly amount?: number;
      readonly currency?: string;
      readonly isDateOnly?: true;
    }
  | { readonly type: 'erased' };

export type EventType = EventBody['type'];

/** One line of the log. `by` is a Slack user id, `system` or `api`; instants are epoch milliseconds. */
export type LeadEvent = EventBody & {
  readonly id: string;
  readonly leadId: string;
  readonly handoffId: string;
  readonly cycle: number;
  readonly at: number;
  readonly recordedAt: number;
  readonly by: string;
};

export interface VerdictGiven {
  readonly verdict: Verdict;
  readonly reason: ReasonCode | null;
  readonly notBefore: string | null;
  readonly sendTo: string | null;
  readonly at: number;
  readonly by: string;
  readonly eventId: string;
}

export interface ReturnGiven {
  readonly reason: ReasonCode | null;
  readonly cause: 'person' | 'stalled' | 'revisit';
  readonly notBefore: string | null;
  readonly at: number;
  readonly by: string;
  readonly eventId: string;
  /** Who had the lead when it went back. */
  readonly from: string | null;
}

export interface OutcomeGiven {
  readonly outcome: Outcome;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly at: number;
  readonly by: string;
}

/** Lead × cycle: one time that the lead was put before sales. */
export interface Handoff {
  readonly id: string;
  readonly cycle: number;
  readonly state: LeadState;
  readonly openedBy: 'received' | 'resubmitted';
  readonly openedAt: number;
  /** The event that opened it; its text row holds the message or what changed. */
  readonly openedEventId: string;
  readonly openedByWhom: string;
  readonly attribution: Attribution;
  readonly isTest: boolean;
  readonly isHistory: boolean;
  readonly postedAt: number | null;
  readonly channel: string | null;
  readonly ts: string | null;
  readonly owner: string | null;
  /** First time somebody had it, also by verdict. */
  readonly claimedAt: number | null;
  /** The first human touch by sales. */
  readonly touchedAt: number | null;
  /** The verdict in force; `null` before one and after *Reopen*. */
  readonly verdict: VerdictGiven | null;
  /** The latest return, kept after the lead was taken back. */
  readonly returned: ReturnGiven | null;
  readonly archivedAt: number | null;
  /** Who brought it into its state. */
  readonly changedBy: string;
  readonly outcome: OutcomeGiven | null;
  /** Event ids of merged enquiries, oldest first. */
  readonly activities: readonly string[];
}

export interface Lead {
  readonly id: string;
  /** Number of events folded: compare-and-set on it. */
  readonly version: number;
  /** Oldest first; never empty. */
  readonly handoffs: readonly Handoff[];
  readonly isErased: boolean;
}

/** The handoff that decides the lead's state: the newest; imported history only where there is nothing else. */
export function latestHandoff(lead: Lead): Handoff {
  const last = lead.handoffs.findLast((handoff) => !handoff.isHistory) ?? lead.handoffs.at(-1);
  if (!last) throw new Error(`Lead ${lead.id} has no handoff`);
  return last;
}

/** State of a lead = state of its latest handoff, unless the person was forgotten. */
export function stateOf(lead: Lead): LeadState {
  return lead.isErased ? 'erased' : latestHandoff(lead).state;
}

export function handoffOf(lead: Lead, handoffId: string): Handoff | undefined {
  return lead.handoffs.find((handoff) => handoff.id === handoffId);
}

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
    claimedAt: null,
    touchedAt: null,
    verdict: null,
    returned: null,
    archivedAt: null,
    changedBy: event.by,
    outcome: null,
    activities: [],
  };
}

function withChange(handoff: Handoff, event: LaterEvent): Handoff {
  const change = changed(handoff, event);
  return { ...handoff, ...change, changedBy: change.state === undefined ? handoff.changedBy : event.by };
}

type LaterEvent = Exclude<LeadEvent, { type: 'received' | 'resubmitted' | 'erased' }>;

function changed(handoff: Handoff, event: LaterEvent): Partial<Handoff> {
  const touchedAt = handoff.touchedAt ?? event.at;
  const claimedAt = handoff.claimedAt ?? event.at;
  switch (event.type) {
    case 'posted':
      return { postedAt: handoff.postedAt ?? event.at, channel: event.channel, ts: event.ts };
    case 'claimed':
      return handoff.isHistory ? { claimedAt, touchedAt } : { state: 'claimed', owner: event.by, claimedAt, touchedAt };
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
          at: event.at,
          by: event.by,
          eventId: event.id,
        },
      };
    case 'reopened':
      return { state: 'new', owner: null, verdict: null, archivedAt: null };
    case 'noted':
      return event.side === 'sales' ? { touchedAt } : {};
    case 'activity':
      return { activities: [...handoff.activities, event.id] };
    case 'returned':
      return {
        state: 'returned',
        owner: null,
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
