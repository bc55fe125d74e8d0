// Follow-up beside leads: how far verdicts speak of the one or the other, and how often somebody tried to reach the lead.
import { localDate } from '../decide.ts';
import type { LeadEvent } from '../lead.ts';
import type { ReasonCode } from '../reasons.ts';
import type { UnqualifiedCode } from './advice.ts';
import type { HandoffFacts } from './cohort.ts';
import type { Speed } from './speed.ts';
import { type Share, shareOf } from './wilson.ts';

/**
 * TABLE: what an *Unqualified* speaks of. `data`, `fit` and `intent` are the lead's, `reach` is the follow-up's,
 * `process` is neither's: nobody's leads got worse because one was known already.
 */
export const families = {
  not_a_buyer: 'fit',
  bad_contact: 'data',
  already_known: 'process',
  misrouted: 'process',
  wrong_company: 'fit',
  wrong_person: 'fit',
  no_need: 'intent',
  competitor: 'intent',
  no_budget: 'intent',
  bad_timing: 'intent',
  no_response: 'reach',
  other: 'process',
} as const satisfies Record<UnqualifiedCode, Family>;

export type Family = 'data' | 'fit' | 'reach' | 'intent' | 'process';

/** So many attempts, the last one meaning that many and more. */
export const attemptBands = [0, 1, 2, 3] as const;

/** How the leads of a period were followed up: what sales did. */
export interface FollowUp {
  /** As in `speed`, with its range. */
  readonly withinTarget: Share;
  /** Of the judged that could be contacted and fitted, those that were reached: without *No response*. */
  readonly reach: Share;
  /** Of the handoffs that somebody had, those with an attempt logged; history apart. */
  readonly attempted: Share;
  /** As in `totals`. */
  readonly coverage: Share;
  /** As in `speed`. */
  readonly never: number;
  /** As in `totals`. */
  readonly stalled: number;
}

/**
 * What the leads were, by their verdicts. The steps stand in the order in which sales finds out, `reach` being the third of four:
 * each is a share of those that passed the one before, so that none looks better or worse because another changed.
 * data × fit × reach × intent = qualified ÷ (judged − aside).
 */
export interface LeadSteps {
  /** Of the judged, those whose contact data could be used. */
  readonly data: Share;
  /** Of these, those that fitted: company, person, a buyer at all. */
  readonly fit: Share;
  /** Of these that were also reached, those that wanted to buy: all that is left is qualified. */
  readonly intent: Share;
}

export interface Attempts {
  /** Local date of the first attempt that was ever logged; `null` = none is known. */
  readonly loggedSince: string | null;
  /** They were logged from before the first day of the period on; else a low count may only mean that nobody logged. */
  readonly isComparable: boolean;
  readonly total: number;
  /** Imported handoffs that somebody had: how often they were tried is not known, so no other figure here counts them. */
  readonly unknown: number;
  /** Handoffs judged *No response*, or without a verdict and returned for it, by how many attempts were logged: 0, 1, 2, 3 and more. */
  readonly noResponse: readonly number[];
}

export interface Effort {
  readonly followUp: FollowUp;
  readonly leads: LeadSteps;
  /** Verdicts that speak of neither side: already known, wrong team, other, none given. */
  readonly aside: number;
  readonly attempts: Attempts;
}

// ---------------------------------------------------------------- since when

/** When the first attempt of all happened, as known at `asOf`; trial runs apart. */
export interface FirstAttempt {
  add(event: LeadEvent): void;
  /** Epoch milliseconds; `null` where none is known. */
  at(): number | null;
}

export function createFirstAttempt(asOf: number): FirstAttempt {
  let firstAt: number | null = null;
  return {
    add(event) {
      if (event.type !== 'attempted' || event.isTest || event.recordedAt > asOf || event.at > asOf) return;
      if (firstAt === null || event.at < firstAt) firstAt = event.at;
    },
    at: () => firstAt,
  };
}

// ---------------------------------------------------------------- the figures

export interface EffortFrame {
  /** Of the report. */
  readonly totals: { readonly coverage: Share; readonly stalled: number };
  readonly speed: Pick<Speed, 'withinTarget' | 'never'>;
  /** When the period begins, epoch milliseconds. */
  readonly fromAt: number;
  /** Of `createFirstAttempt`. */
  readonly firstAt: number | null;
  /** IANA zone. */
  readonly timezone: string;
}

/** One pass over the handoffs of a cohort; what others have counted already comes in the frame. */
export function measureEffort(handoffs: Iterable<HandoffFacts>, { totals, speed, fromAt, firstAt, timezone }: EffortFrame): Effort {
  const steps: Record<Family | 'qualified', number> = { data: 0, fit: 0, reach: 0, intent: 0, process: 0, qualified: 0 };
  const noResponse: number[] = attemptBands.map(() => 0);
  let held = 0;
  let attempted = 0;
  let total = 0;
  let unknown = 0;
  for (const handoff of handoffs) {
    const family = familyOf(handoff);
    if (family !== null) steps[family] += 1;
    // Another system may not have kept any, and *none* would be a claim that nobody made.
    if (handoff.isHistory) {
      unknown += Number(handoff.isClaimed);
      continue;
    }
    held += Number(handoff.isClaimed);
    attempted += Number(handoff.isClaimed && handoff.attempts > 0);
    total += handoff.attempts;
    if (!isNoResponse(handoff)) continue;
    const band = Math.min(handoff.attempts, attemptBands.length - 1);
    noResponse[band] = (noResponse[band] ?? 0) + 1;
  }
  const reached = steps.qualified + steps.intent;
  const fitting = reached + steps.reach;
  const usable = fitting + steps.fit;
  const { k, n } = speed.withinTarget;
  return {
    followUp: {
      withinTarget: shareOf(k, n),
      reach: shareOf(reached, fitting),
      attempted: shareOf(attempted, held),
      coverage: totals.coverage,
      never: speed.never,
      stalled: totals.stalled,
    },
    leads: {
      data: shareOf(usable, usable + steps.data),
      fit: shareOf(fitting, usable),
      intent: shareOf(steps.qualified, reached),
    },
    aside: steps.process,
    attempts: {
      loggedSince: firstAt === null ? null : localDate(firstAt, timezone),
      isComparable: firstAt !== null && firstAt < fromAt,
      total,
      unknown,
      noResponse,
    },
  };
}

/** Each verdict in force speaks of exactly one; `null` = there is none. */
function familyOf({ verdict }: HandoffFacts): Family | 'qualified' | null {
  if (verdict === null) return null;
  if (verdict.verdict === 'qualified') return 'qualified';
  // Imported verdicts may have come without a reason.
  const table: Partial<Record<ReasonCode, Family>> = families;
  return (verdict.reason && table[verdict.reason]) ?? 'process';
}

/** A return is no verdict, but one for *No response* says as much of the attempts. */
function isNoResponse({ verdict, isReturned, returnReason }: HandoffFacts): boolean {
  return verdict ? verdict.reason === 'no_response' : isReturned && returnReason === 'no_response';
}
