// A lead is a log: the events that can happen to it, and the state that follows from them.
import type { Span } from './calendar/spans.ts';
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

/** What a reminder was about: nobody claimed, nobody judged, marketing has not taken it up, a date to come back to it. */
export type Reminder = 'claim' | 'verdict' | 'marketing' | 'revisit';

/** What a verdict keeps of the definition. Codes and ids, never words. Nothing where there was no definition. */
export interface UnderDefinition {
  /** The version that it was given under. */
  readonly definition?: number;
  /** Id of the criterion that failed, one of that version; only with *unqualified*. */
  readonly failed?: string;
  /** Ids of its criteria whose rule the lead's data did not meet at that moment; absent where none. */
  readonly unmet?: readonly string[];
}

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
  /** `owner`: whom a manager assigned it to; else whoever claimed it. */
  | { readonly type: 'claimed'; readonly owner?: string; readonly isDateOnly?: true }
  /** `why`: handed back because its owner is away (`until`, a local date), or is no longer in the workspace. */
  | { readonly type: 'released'; readonly why?: 'away' | 'gone'; readonly until?: string }
  | ({
      readonly type: 'judged';
      readonly verdict: Verdict;
      readonly reason: ReasonCode | null;
      /** Local date `YYYY-MM-DD`. */
      readonly notBefore?: string;
      /** Slack user id of who should have it, with *Wrong team*. */
      readonly sendTo?: string;
      readonly isDateOnly?: true;
    } & UnderDefinition)
  | { readonly type: 'reopened' }
  | { readonly type: 'noted'; readonly side: Side }
  /** Somebody in sales tried to reach the person. `isTest`: of a test lead, which says nothing about since when attempts are logged. */
  | { readonly type: 'attempted'; readonly isTest?: true }
  | { readonly type: 'activity'; readonly attribution: Attribution }
  /** Somebody was told once that its time has passed; `to` = the owner, where it was one person. */
  | { readonly type: 'reminded'; readonly about: Reminder; readonly to?: string }
  /** No word from sales in time; a return by `system` follows. */
  | { readonly type: 'stalled' }
  | {
      readonly type: 'returned';
      readonly reason: ReasonCode | null;
      readonly cause: 'person' | 'stalled' | 'revisit';
      readonly notBefore?: string;
      readonly isDateOnly?: true;
    }
  /** Marketing warms the lead up; the tactic stands in its text. `revisitOn`: local date. */
  | { readonly type: 'nurtured'; readonly revisitOn?: string }
  | { readonly type: 'resubmitted'; readonly attribution: Attribution; readonly isTest: boolean }
  | { readonly type: 'archived' }
  | {
      readonly type: 'outcome';
      readonly outcome: Outcome;
      readonly amount?: number;
      readonly currency?: string;
      readonly isDateOnly?: true;
      /** Of a test lead: it says nothing about since when outcomes are recorded. */
      readonly isTest?: true;
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
  /** The version of the definition that it was given under; `null` where there was none. */
  readonly definition: number | null;
  /** Ids of criteria of that version: the one that failed, and those that the lead's data did not meet. */
  readonly failed: string | null;
  readonly unmet: readonly string[];
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

export interface NurtureGiven {
  /** Local date `YYYY-MM-DD`. */
  readonly revisitOn: string | null;
  readonly at: number;
  readonly by: string;
  readonly eventId: string;
}

/** The newest try of one person to reach the lead. */
export interface LastTry {
  readonly by: string;
  readonly at: number;
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
  readonly leadId: string;
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
  /** Since when its owner has it; `null` while nobody does. */
  readonly ownedSince: number | null;
  /** First time somebody had it, also by verdict. */
  readonly claimedAt: number | null;
  /** The first human touch by sales. */
  readonly touchedAt: number | null;
  /** How often somebody in sales tried to reach the person, as logged. */
  readonly attempts: number;
  /** When it was tried last; `null` where no attempt was logged. */
  readonly lastAttemptAt: number | null;
  /** One for each person who tried: the same person again within moments is a finger that slipped. */
  readonly lastTries: readonly LastTry[];
  /** The verdict in force; `null` before one and after *Reopen*. */
  readonly verdict: VerdictGiven | null;
  /** The latest return, kept after the lead was taken back. */
  readonly returned: ReturnGiven | null;
  readonly nurture: NurtureGiven | null;
  readonly archivedAt: number | null;
  /** When it waited for anyone in sales, from the moment its card could be seen. *Reopen* begins anew. */
  readonly waiting: readonly Span[];
  /** When somebody in sales had it without a verdict. */
  readonly working: readonly Span[];
  /** What was reminded of since the clocks began: once each. */
  readonly reminded: readonly Reminder[];
  /** The last reminder of a missing verdict, and whom it went to. */
  readonly nudged: { readonly to: string; readonly eventId: string } | null;
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
