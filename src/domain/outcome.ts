// What became of a deal, as somebody says it: what may follow what, what is news, and what only corrects what was said before.
import type { Draft } from './decide.ts';
import { type Lead, type LeadEvent, type Outcome, type OutcomeGiven, latestHandoff } from './lead.ts';
import { Refusal } from './refusal.ts';

export const outcomeNames = ['opportunity', 'won', 'lost'] as const satisfies readonly Outcome[];

/** The most that an amount can be: beyond it sums are not exact any more. */
export const largestAmount = 1e12;

/** An outcome as it was said; `null` = nothing was said about it. */
export interface OutcomeSaid {
  readonly outcome: Outcome;
  /** Zero or more. */
  readonly amount: number | null;
  /** ISO 4217, upper case. */
  readonly currency: string | null;
  /** Epoch milliseconds; a day by the instant at which it begins. */
  readonly occurredAt: { readonly at: number; readonly isDateOnly: boolean } | null;
}

/** `same` = said before, nothing to write. */
export type OutcomeDecision =
  | { readonly kind: 'recorded' | 'corrected'; readonly draft: Draft; readonly at: number }
  | { readonly kind: 'same'; readonly given: OutcomeGiven };

/** TABLE: what may be said after what. `again` is the same once more, or a correction of its amount. */
const follows = {
  opportunity: { opportunity: 'again', won: 'first', lost: 'first' },
  won: { opportunity: 'refused', won: 'again', lost: 'refused' },
  lost: { opportunity: 'refused', won: 'refused', lost: 'again' },
} as const satisfies Record<Outcome, Record<Outcome, 'first' | 'again' | 'refused'>>;

const dayMs = 24 * 60 * 60 * 1000;
/** A win told later than this is news to nobody, as when a CRM sends what it has of the past. */
const newsForMs = 14 * dayMs;
/** Clocks differ and zones are mistaken: up to so much before the lead counts as the moment in which it came. */
const longestBeforeMs = dayMs;

/**
 * Decides what an outcome said of a lead means for its latest handoff. A correction keeps the date of what it corrects unless it names another.
 * @throws Refusal `not_legal` or `erased` where it cannot follow, `too_early` where the deal is older than the lead
 */
export function decideOutcome(lead: Lead, said: OutcomeSaid, now: number): OutcomeDecision {
  if (lead.isErased) throw new Refusal('erased', 'This person was erased on request, so nothing more can be recorded here.');
  const handoff = latestHandoff(lead);
  const before = handoff.outcome;
  const step = before ? follows[before.outcome][said.outcome] : 'first';
  if (before && step === 'refused') throw new Refusal('not_legal', whyNot(before.outcome, said.outcome));
  const isAgain = before !== null && step === 'again';
  const amount = said.amount ?? (isAgain ? before.amount : null);
  // An opportunity in euros is not won in an unknown currency.
  const currency = said.currency ?? before?.currency ?? null;
  if (isAgain && amount === before.amount && currency === before.currency) return { kind: 'same', given: before };
  const firstAt = Math.min(...lead.handoffs.map(({ openedAt }) => openedAt));
  if (said.occurredAt && said.occurredAt.at < firstAt - longestBeforeMs) {
    throw new Refusal(
      'too_early',
      'This date lies before the lead came in: a deal that is older than the lead did not come from it. Check the date.',
    );
  }
  const when = said.occurredAt ?? { at: isAgain ? before.at : now, isDateOnly: false };
  return {
    kind: isAgain ? 'corrected' : 'recorded',
    at: Math.max(handoff.openedAt, Math.min(when.at, now)),
    draft: {
      body: {
        type: 'outcome',
        outcome: said.outcome,
        ...(amount === null ? {} : { amount }),
        ...(currency === null ? {} : { currency }),
        ...(when.isDateOnly ? { isDateOnly: true } : {}),
        ...(handoff.isTest ? { isTest: true } : {}),
      },
      handoffId: handoff.id,
      cycle: handoff.cycle,
    },
  };
}

/** Was a win of this handoff ever recorded while it was news? What was news once stays so, whatever is corrected later. */
export function isNews(events: readonly LeadEvent[], handoffId: string): boolean {
  return events.some((event) => {
    if (event.type !== 'outcome' || event.outcome !== 'won' || event.handoffId !== handoffId) return false;
    // A day alone stands for the instant at which it begins, and lasts until the next.
    return event.recordedAt - event.at <= newsForMs + (event.isDateOnly ? dayMs : 0);
  });
}

function whyNot(before: Outcome, said: Outcome): string {
  const words = { opportunity: 'an opportunity', won: 'won', lost: 'lost' } as const;
  return `This deal is ${words[before]} already, so it cannot become ${words[said]}. Only its amount can be corrected; when the person enquires again, the new card takes outcomes of its own.`;
}
