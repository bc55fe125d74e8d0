// Verdict against outcome at equal age: how often each verdict was followed by a won deal. A fold over the log, beside the cohort.
import { localDate } from '../decide.ts';
import type { LeadEvent, Outcome, Verdict } from '../lead.ts';
import { type ReasonCode, reasonCodes, reasonLabel } from '../reasons.ts';
import { changeOf } from './difference.ts';
import { type Named, mostNamed } from './score-verdict.ts';
import type { Span } from './week.ts';
import { type Share, shareOf } from './wilson.ts';
import { enoughForRange } from './wording.ts';

/** Ages at which verdicts are compared, in days since they were given. */
const horizons = [30, 90] as const;
/** Of fewer wins nobody should conclude anything about a reason. */
const enoughWon = 3;

const dayMs = 24 * 60 * 60 * 1000;

export interface ReasonWon {
  readonly code: ReasonCode | '(not given)';
  readonly label: string;
  /** Leads won within the age, of those judged so. */
  readonly won: Share;
  /** So many were won that the label should be looked at: not clearly fewer than of the qualified ones. */
  readonly isWorthALook: boolean;
}

/** A lead counts once in each row: by the first verdict of that kind, and a deal of any later handoff counts too. */
export interface WonWithin {
  readonly days: number;
  readonly qualified: Share;
  readonly unqualified: Share;
  /** Most leads first; a lead that was turned down twice for different reasons is in both rows. */
  readonly reasons: readonly ReasonWon[];
  /** Handoffs whose verdict is not so old yet. */
  readonly tooYoung: number;
}

export interface VerdictOutcome {
  /** Local date of the first outcome that was ever recorded. */
  readonly recordedSince: string;
  /** Judged handoffs that were opened before that: nobody may have recorded what became of them. */
  readonly leftOut: number;
  readonly within: readonly WonWithin[];
}

export interface MeasuredVerdicts {
  readonly verdictOutcome: VerdictOutcome;
  /** Leads that were judged unqualified and won later, at whatever age; the newest deal first. */
  readonly noThatWon: Named;
}

interface Given {
  readonly at: number;
  /** `null` = taken back by *Reopen*. */
  readonly verdict: Verdict | null;
  readonly reason: ReasonCode | null;
}

interface Judged {
  readonly handoffId: string;
  readonly leadId: string;
  readonly openedAt: number;
  readonly given: Given[];
}

interface Deal {
  readonly handoffId: string;
  readonly outcome: Outcome;
  readonly at: number;
  /** The end of its day, where only the day is known: what was done on that day came before it. */
  readonly by: number;
}

export interface VerdictHistory {
  add(event: LeadEvent): void;
  /** `firstAt` = when the first outcome of all was recorded. `null` where none was, or nothing is judged. */
  measure(firstAt: number | null, timezone: string): MeasuredVerdicts | null;
}

/** Gathers the verdicts on handoffs opened in `span`, and every outcome; an event is known at `asOf` when it had happened and had been recorded by then. */
export function createVerdictHistory(span: Span, asOf: number): VerdictHistory {
  const handoffs = new Map<string, Judged>();
  /** By lead; a correction takes the place of what it corrects. */
  const deals = new Map<string, Map<string, Deal>>();
  return {
    add(event) {
      if (event.recordedAt > asOf || event.at > asOf) return;
      const { handoffId, leadId, at } = event;
      if (event.type === 'received' || event.type === 'resubmitted') {
        const isInside = span.fromAt <= at && at < span.toAt && !event.isTest;
        if (isInside) handoffs.set(handoffId, { handoffId, leadId, openedAt: at, given: [] });
      } else if (event.type === 'judged') {
        handoffs.get(handoffId)?.given.push({ at, verdict: event.verdict, reason: event.reason });
      } else if (event.type === 'reopened') {
        handoffs.get(handoffId)?.given.push({ at, verdict: null, reason: null });
      } else if (event.type === 'outcome' && !event.isTest) {
        // What came before the span, and of no handoff in it, follows no verdict here: not kept, as there may be years of it.
        if (at < span.fromAt && !handoffs.has(handoffId)) return;
        const own = deals.get(leadId) ?? new Map<string, Deal>();
        deals.set(leadId, own);
        const { outcome } = event;
        own.set(`${handoffId} ${outcome}`, { handoffId, outcome, at, by: event.isDateOnly ? at + dayMs - 1 : at });
      }
    },
    measure(firstAt, timezone) {
      const verdicts = [...handoffs.values()]
        .flatMap((handoff) => standing(handoff, [...(deals.get(handoff.leadId)?.values() ?? [])]))
        .toSorted((a, b) => a.at - b.at);
      if (firstAt === null || verdicts.length === 0) return null;
      const comparable = verdicts.filter(({ openedAt }) => openedAt >= firstAt);
      return {
        verdictOutcome: {
          recordedSince: localDate(firstAt, timezone),
          leftOut: verdicts.length - comparable.length,
          within: horizons.map((days) => wonWithin(comparable, days, asOf)),
        },
        noThatWon: noThatWon(verdicts),
      };
    },
  };
}

// ---------------------------------------------------------------- which verdict, and what came of it

/** The verdict that stood when the first outcome came, or stands now where none came. */
interface Standing {
  readonly leadId: string;
  readonly handoffId: string;
  readonly openedAt: number;
  readonly at: number;
  readonly verdict: Verdict;
  readonly reason: ReasonCode | null;
  readonly wonAt: number | null;
}

/** A verdict given after the deal was known is hindsight: nothing is learned from it. */
function standing({ leadId, handoffId, openedAt, given }: Judged, deals: readonly Deal[]): readonly Standing[] {
  const later = deals.filter((deal) => deal.handoffId === handoffId || deal.at >= openedAt);
  const firstBy = Math.min(...later.map(({ by }) => by));
  const last = given.findLast(({ at }) => at <= firstBy);
  if (!last || last.verdict === null) return [];
  const won = later.flatMap(({ outcome, at }) => (outcome === 'won' ? [at] : []));
  const wonAt = won.length === 0 ? null : Math.min(...won);
  return [{ leadId, handoffId, openedAt, at: last.at, verdict: last.verdict, reason: last.reason, wonAt }];
}

// ---------------------------------------------------------------- at equal age

/** @param verdicts oldest first */
function wonWithin(verdicts: readonly Standing[], days: number, asOf: number): WonWithin {
  const old = verdicts.filter(({ at }) => asOf - at >= days * dayMs);
  const share = (isIn: (one: Standing) => boolean): Share => {
    const leads = new Map<string, boolean>();
    for (const one of old) {
      if (isIn(one) && !leads.has(one.leadId)) leads.set(one.leadId, one.wonAt !== null && one.wonAt - one.at <= days * dayMs);
    }
    return shareOf([...leads.values()].filter(Boolean).length, leads.size);
  };
  const qualified = share(({ verdict }) => verdict === 'qualified');
  const reasons = [...reasonCodes, null].map((code): ReasonWon => {
    const won = share(({ verdict, reason }) => verdict === 'unqualified' && reason === code);
    const isWorthALook = code !== null && isOftenWon(won, qualified);
    return { code: code ?? '(not given)', label: reasonLabel(code), won, isWorthALook };
  });
  return {
    days,
    qualified,
    unqualified: share(({ verdict }) => verdict === 'unqualified'),
    reasons: reasons.filter(({ won }) => won.n > 0).toSorted((a, b) => b.won.n - a.won.n),
    tooYoung: verdicts.length - old.length,
  };
}

function isOftenWon(won: Share, qualified: Share): boolean {
  return won.n >= enoughForRange && won.k >= enoughWon && changeOf(won, qualified) !== 'down';
}

function noThatWon(verdicts: readonly Standing[]): Named {
  const byLead = new Map<string, Standing>();
  for (const one of verdicts) {
    if (one.verdict === 'unqualified' && one.wonAt !== null && !byLead.has(one.leadId)) byLead.set(one.leadId, one);
  }
  const newest = [...byLead.values()].toSorted((a, b) => (b.wonAt ?? 0) - (a.wonAt ?? 0)).slice(0, mostNamed);
  return { total: byLead.size, leads: newest.map(({ leadId, handoffId }) => ({ leadId, handoffId })) };
}
