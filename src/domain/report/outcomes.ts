// What became of the leads at equal age: opportunities and deals within so many days of a lead, their size, how long they took, who brought them.
import { localDate } from '../decide.ts';
import type { LeadEvent, Outcome } from '../lead.ts';
import type { HandoffFacts, Money } from './cohort.ts';
import { byKey, groupName, unknownName } from './group.ts';
import { type Share, shareOf } from './wilson.ts';

/** Ages at which leads are compared, in days since a handoff was opened. */
const horizons = [30, 90, 180] as const;

/** Of the handoffs that are at least so old, those that got there within that age. A young lead never counts against a week. */
export interface Within {
  readonly days: number;
  readonly opportunity: Share;
  readonly won: Share;
  /** Not so old yet, so not looked at. */
  readonly tooYoung: number;
}

/** Of won deals with an amount; amounts of two currencies are never added. */
export interface DealSize {
  readonly currency: string;
  readonly deals: number;
  readonly mean: number;
  readonly median: number;
}

/** Days by the calendar on the wall, one decimal; `null` where there are no deals. */
export interface Cycle {
  readonly deals: number;
  readonly medianDays: number | null;
}

type Sums = Readonly<Record<string, number>>;

/** Under the source of the lead's first handoff in the period: whoever brought the person first, once for each lead. */
export interface SourcedDeals {
  readonly source: string;
  readonly opportunities: number;
  readonly won: number;
  readonly pipeline: Sums;
  readonly revenue: Sums;
}

export interface Outcomes {
  /** Local date of the first outcome that was ever recorded; `null` = none is known. */
  readonly recordedSince: string | null;
  /** Outcomes were recorded from before the first day of the period on; else a low count may only mean that nobody recorded. */
  readonly isComparable: boolean;
  readonly within: readonly Within[];
  readonly dealSize: readonly DealSize[];
  readonly openedToWon: Cycle;
  /** Of those whose opportunity was recorded before. */
  readonly opportunityToWon: Cycle;
  /** Amounts of opportunities that are neither won nor lost, the newest of each lead. */
  readonly pipeline: Sums;
  readonly revenue: Sums;
  readonly bySource: readonly SourcedDeals[];
}

// ---------------------------------------------------------------- since when

/**
 * When the first outcome of all was recorded, as known at `asOf`; trial runs apart. Not when it happened: one old deal that somebody
 * records today does not mean that deals have been recorded since then.
 */
export interface FirstOutcome {
  add(event: LeadEvent): void;
  /** Epoch milliseconds; `null` where none is known. */
  at(): number | null;
}

export function createFirstOutcome(asOf: number): FirstOutcome {
  let firstAt: number | null = null;
  return {
    add(event) {
      if (event.type !== 'outcome' || event.isTest || event.recordedAt > asOf || event.at > asOf) return;
      if (firstAt === null || event.recordedAt < firstAt) firstAt = event.recordedAt;
    },
    at: () => firstAt,
  };
}

// ---------------------------------------------------------------- the figures

export interface OutcomeFrame {
  /** Epoch milliseconds. */
  readonly asOf: number;
  /** When the period begins. */
  readonly fromAt: number;
  /** Of `createFirstOutcome`. */
  readonly firstAt: number | null;
  /** IANA zone. */
  readonly timezone: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Computes everything in one pass over the handoffs of a cohort, in the order in which they were opened. */
export function measureOutcomes(handoffs: Iterable<HandoffFacts>, { asOf, fromAt, firstAt, timezone }: OutcomeFrame): Outcomes {
  const ages = horizons.map((days) => ({ days, old: 0, opportunity: 0, won: 0, tooYoung: 0 }));
  const sizes = new Map<string, number[]>();
  const openedToWon: number[] = [];
  const opportunityToWon: number[] = [];
  const leads = new Map<string, { readonly source: string; readonly deals: HandoffFacts[] }>();
  for (const handoff of handoffs) {
    const { openedAt, leadId, outcomes } = handoff;
    const at = reachedAt(handoff);
    for (const age of ages) {
      if (asOf - openedAt < age.days * dayMs) {
        age.tooYoung += 1;
        continue;
      }
      const isWithin = (reached: number | undefined): boolean => reached !== undefined && reached - openedAt <= age.days * dayMs;
      age.old += 1;
      age.opportunity += Number(isWithin(at.opportunity));
      age.won += Number(isWithin(at.won));
    }
    if (at.won !== undefined) {
      openedToWon.push(Math.max(0, at.won - openedAt));
      const { opportunity } = handoff.outcomeAt;
      if (opportunity !== undefined) opportunityToWon.push(Math.max(0, at.won - opportunity));
    }
    if (outcomes.won) {
      const name = currencyOf(outcomes.won);
      const amounts = sizes.get(name) ?? [];
      sizes.set(name, amounts);
      amounts.push(outcomes.won.amount);
    }
    const lead = leads.get(leadId) ?? { source: groupName(handoff.attribution.source), deals: [] };
    leads.set(leadId, lead);
    if (at.opportunity !== undefined) lead.deals.push(handoff);
  }
  return {
    recordedSince: firstAt === null ? null : localDate(firstAt, timezone),
    isComparable: firstAt !== null && firstAt < fromAt,
    within: ages.map(({ days, old, opportunity, won, tooYoung }) => ({
      days,
      opportunity: shareOf(opportunity, old),
      won: shareOf(won, old),
      tooYoung,
    })),
    dealSize: [...sizes].toSorted(byKey).map(([currency, amounts]) => ({ currency, ...sizeOf(amounts) })),
    openedToWon: cycleOf(openedToWon),
    opportunityToWon: cycleOf(opportunityToWon),
    ...dealsOf([...leads.values()]),
  };
}

/** When a handoff became what; whoever won or lost a deal had an opportunity, recorded or not. */
function reachedAt({ outcomeAt }: HandoffFacts): { readonly opportunity?: number; readonly won?: number } {
  const times = (['opportunity', 'won', 'lost'] as const satisfies readonly Outcome[]).flatMap((name) => outcomeAt[name] ?? []);
  if (times.length === 0) return {};
  return { opportunity: Math.min(...times), ...(outcomeAt.won === undefined ? {} : { won: outcomeAt.won }) };
}

function currencyOf({ currency }: Money): string {
  return currency?.trim().toUpperCase() || unknownName;
}

function sizeOf(amounts: readonly number[]): Pick<DealSize, 'deals' | 'mean' | 'median'> {
  const sum = amounts.reduce((total, amount) => total + inTenThousandths(amount), 0);
  return { deals: amounts.length, mean: Math.round(sum / amounts.length) / 10_000, median: median(amounts) ?? 0 };
}

function cycleOf(durationsMs: readonly number[]): Cycle {
  const ms = median(durationsMs);
  return { deals: durationsMs.length, medianDays: ms === null ? null : Math.round((ms / dayMs) * 10) / 10 };
}

/** The middle one, or the mean of the two in the middle; to 4 decimals. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 10_000) / 10_000;
}

// ---------------------------------------------------------------- who brought them

interface SourceTally {
  opportunities: number;
  won: number;
  readonly pipeline: Map<string, number>;
  readonly revenue: Map<string, number>;
}

function newTally(): SourceTally {
  return { opportunities: 0, won: 0, pipeline: new Map(), revenue: new Map() };
}

function dealsOf(
  leads: readonly { readonly source: string; readonly deals: readonly HandoffFacts[] }[],
): Pick<Outcomes, 'pipeline' | 'revenue' | 'bySource'> {
  const all = newTally();
  const sources = new Map<string, SourceTally>();
  for (const { source, deals } of leads) {
    if (deals.length === 0) continue;
    const own = sources.get(source) ?? newTally();
    sources.set(source, own);
    // A deal that two enquiries of one person led to is one deal: the newest stands for it. Outcomes go to the newest handoff,
    // so that one left open before it will never be closed; once the newest is won or lost, nothing of it is open.
    const newest = deals.at(-1)?.outcomes;
    const open = newest?.won === undefined && newest?.lost === undefined ? newest?.opportunity : undefined;
    for (const tally of [all, own]) {
      tally.opportunities += deals.length;
      for (const { outcomes } of deals) {
        tally.won += Number(outcomes.won !== undefined);
        if (outcomes.won) add(tally.revenue, outcomes.won);
      }
      if (open) add(tally.pipeline, open);
    }
  }
  return {
    pipeline: sumsOf(all.pipeline),
    revenue: sumsOf(all.revenue),
    bySource: [...sources]
      .toSorted((one, other) => other[1].opportunities - one[1].opportunities || byKey(one, other))
      .map(([source, { opportunities, won, pipeline, revenue }]) => ({
        source,
        opportunities,
        won,
        pipeline: sumsOf(pipeline),
        revenue: sumsOf(revenue),
      })),
  };
}

function add(sums: Map<string, number>, money: Money): void {
  const name = currencyOf(money);
  sums.set(name, (sums.get(name) ?? 0) + inTenThousandths(money.amount));
}

/** Whole numbers, so that adding cents stays exact whatever the order. */
function inTenThousandths(amount: number): number {
  return Math.round(amount * 10_000);
}

function sumsOf(sums: ReadonlyMap<string, number>): Sums {
  return Object.fromEntries([...sums].toSorted(byKey).map(([currency, sum]) => [currency, sum / 10_000]));
}
