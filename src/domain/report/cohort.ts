// The handoffs opened in a span, folded from the log: what a report needs of each, as known at an instant.
import type { Attribution, EventType, LeadEvent, Outcome, UnderDefinition, Verdict } from '../lead.ts';
import type { ReasonCode } from '../reasons.ts';
import type { Span } from './week.ts';

export interface Money {
  readonly amount: number;
  /** As it came, such as `EUR`; `null` when nobody said. */
  readonly currency: string | null;
}

/** One handoff, as known at the instant of the report. Test leads never become one. */
export interface HandoffFacts {
  readonly handoffId: string;
  readonly leadId: string;
  readonly openedBy: 'received' | 'resubmitted';
  /** Epoch milliseconds. */
  readonly openedAt: number;
  /** 1 = the first time that this lead was put before sales. */
  readonly cycle: number;
  readonly attribution: Attribution;
  readonly isHistory: boolean;
  /** `openedAt` is known to the day only. */
  readonly isDateOnly: boolean;
  /** Somebody had it at some time, also by giving a verdict. */
  readonly isClaimed: boolean;
  /** How often somebody in sales tried to reach the person, as logged. */
  readonly attempts: number;
  /** The verdict in force: the last one given, unless *Reopen* took it away. A return leaves it as it is. */
  readonly verdict: ({ readonly verdict: Verdict; readonly reason: ReasonCode | null } & UnderDefinition) | null;
  /** Went back to marketing at some time, by a person or because it stalled; coming up again after 90 days (`revisit`) is neither. */
  readonly isReturned: boolean;
  readonly isStalled: boolean;
  /** Of the last return by a person; `null` where there was none, or it gave none. */
  readonly returnReason: ReasonCode | null;
  /** The first thing that somebody in sales did with it: claimed (also for another), judged, returned or noted. */
  readonly firstTouch: { readonly at: number; readonly isDateOnly: boolean } | null;
  /** Each outcome that was ever recorded, with its amount as last corrected (`null` = without an amount). */
  readonly outcomes: { readonly [outcome in Outcome]?: Money | null };
  /** When each of them happened, as last said; epoch milliseconds. */
  readonly outcomeAt: { readonly [outcome in Outcome]?: number };
}

type MutableFacts = { -readonly [key in keyof HandoffFacts]: HandoffFacts[key] };

/** The events that a cohort looks at; the rest of a log need not be read for it. */
export const countedTypes = [
  'received',
  'resubmitted',
  'claimed',
  'judged',
  'reopened',
  'returned',
  'noted',
  'attempted',
  'nurtured',
  'archived',
  'outcome',
] as const satisfies readonly EventType[];

export interface Cohort {
  /** Takes the next event of the log; the order is that of the log. */
  add(event: LeadEvent): void;
  /** The handoffs so far, in the order in which they were opened. */
  handoffs(): Iterable<HandoffFacts>;
}

/**
 * Gathers the handoffs opened in `span`. An event is known at `asOf` (epoch milliseconds) when it had happened and had been recorded by then.
 * Keeps one small row a handoff of the span and nothing of the other events, so that a log of any length can pass through.
 */
export function createCohort(span: Span, asOf: number): Cohort {
  const rows = new Map<string, MutableFacts>();
  return {
    add(event) {
      if (event.recordedAt > asOf || event.at > asOf) return;
      if (event.type === 'received' || event.type === 'resubmitted') {
        const isInside = span.fromAt <= event.at && event.at < span.toAt;
        if (isInside && !event.isTest) rows.set(event.handoffId, opened(event));
        return;
      }
      const row = rows.get(event.handoffId);
      if (row) learn(row, event);
    },
    handoffs: () => rows.values(),
  };
}

function opened(event: LeadEvent & { type: 'received' | 'resubmitted' }): MutableFacts {
  return {
    handoffId: event.handoffId,
    leadId: event.leadId,
    openedBy: event.type,
    openedAt: event.at,
    cycle: event.cycle,
    attribution: event.attribution,
    isHistory: event.type === 'received' && event.isHistory,
    isDateOnly: event.type === 'received' && event.isDateOnly === true,
    isClaimed: false,
    attempts: 0,
    verdict: null,
    isReturned: false,
    isStalled: false,
    returnReason: null,
    firstTouch: null,
    outcomes: {},
    outcomeAt: {},
  };
}

function learn(row: MutableFacts, event: Exclude<LeadEvent, { type: 'received' | 'resubmitted' }>): void {
  switch (event.type) {
    case 'claimed':
      row.isClaimed = true;
      touch(row, event.at, event.isDateOnly);
      return;
    case 'judged':
      row.isClaimed = true;
      touch(row, event.at, event.isDateOnly);
      row.verdict = verdictOf(event);
      return;
    case 'reopened':
      row.verdict = null;
      return;
    case 'returned':
      if (event.cause === 'revisit') return;
      row.isReturned = true;
      row.isStalled ||= event.cause === 'stalled';
      if (event.cause !== 'person') return;
      row.returnReason = event.reason;
      touch(row, event.at, event.isDateOnly);
      return;
    case 'noted':
      if (event.side === 'sales') touch(row, event.at);
      return;
    case 'attempted':
      row.attempts += 1;
      return;
    case 'outcome': {
      const money = event.amount === undefined ? null : { amount: event.amount, currency: event.currency ?? null };
      row.outcomes = { ...row.outcomes, [event.outcome]: money };
      row.outcomeAt = { ...row.outcomeAt, [event.outcome]: event.at };
      return;
    }
    // Nothing that is counted. Forgetting a person above all: it blanks words and leaves every count.
    case 'posted':
    case 'released':
    case 'activity':
    case 'reminded':
    case 'stalled':
    case 'nurtured':
    case 'archived':
    case 'erased':
  }
}

function verdictOf({ verdict, reason, definition, failed, unmet }: LeadEvent & { type: 'judged' }): HandoffFacts['verdict'] {
  if (definition === undefined) return { verdict, reason };
  return { verdict, reason, definition, ...(failed === undefined ? {} : { failed }), ...(unmet === undefined ? {} : { unmet }) };
}

function touch(row: MutableFacts, at: number, isDateOnly = false): void {
  if (row.firstTouch === null || at < row.firstTouch.at) row.firstTouch = { at, isDateOnly };
}
