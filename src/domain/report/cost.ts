// What leads cost, by source and by campaign: money of the period's days over the leads that were first put before sales in them.
import { Temporal } from 'temporal-polyfill';
import { localDate } from '../decide.ts';
import { type Spend, type SpendKind, dayNumber, daysOf, spentWithin } from '../spend.ts';
import type { HandoffFacts } from './cohort.ts';
import { byKey, groupName } from './group.ts';
import type { Period } from './week.ts';
import { shareOf } from './wilson.ts';
import { enoughForRange } from './wording.ts';

/** By currency; amounts of two currencies are never added. */
type Sums = Readonly<Record<string, number>>;
/** By currency; `null` where there is nothing to divide by. */
type PerUnit = Readonly<Record<string, number | null>>;

/** In which the true cost likely lies; `high` is `null` where it has no end. */
export interface CostRange {
  readonly low: number;
  readonly high: number | null;
}

/** Of one source or campaign on which money was spent in the period. */
export interface CostFigures {
  readonly spend: Sums;
  /** Handoffs of the period with cycle 1: whoever comes back was paid for before. All counts below are of these. */
  readonly leads: number;
  readonly judged: number;
  readonly qualified: number;
  readonly pending: number;
  readonly won: number;
  readonly perLead: PerUnit;
  readonly perQualified: PerUnit;
  readonly perWin: PerUnit;
  /** By currency; `null` with fewer than five judged. */
  readonly perQualifiedRange: Readonly<Record<string, CostRange>> | null;
  /** What can still change by itself: verdicts and leads that are missing, deals that come later. */
  readonly isSoFar: { readonly qualified: boolean; readonly won: boolean };
  /** Days on which money was spent, of the period's days that have begun. */
  readonly daysSpent: number;
  readonly daysInPeriod: number;
}

export type CostRow<Key extends SpendKind> = { readonly [key in Key]: string } & CostFigures;

/** Biggest spend first; two views of the same money. */
export interface Cost {
  readonly bySource: readonly CostRow<'source'>[];
  readonly byCampaign: readonly CostRow<'campaign'>[];
}

export interface CostFrame {
  readonly period: Period;
  /** IANA zone of the dates. */
  readonly timezone: string;
  /** Epoch milliseconds. */
  readonly asOf: number;
  /** As known at `asOf`. */
  readonly spends: readonly Spend[];
}

/** The age at which hardly any deal is still to come; as old as the report's oldest age. */
const oldEnoughForDealsMs = 180 * 24 * 60 * 60 * 1000;

/** `null` where no money was spent in the period. Of days that have not begun yet neither money nor leads are counted. */
export function measureCost(handoffs: Iterable<HandoffFacts>, { period, timezone, asOf, spends }: CostFrame): Cost | null {
  const dayAfter = Temporal.PlainDate.from(localDate(asOf, timezone)).add({ days: 1 }).toString();
  const isOver = period.to < dayAfter;
  const begun: Period = { from: period.from, to: isOver ? period.to : dayAfter };
  const money = { source: moneyOf('source', spends, begun), campaign: moneyOf('campaign', spends, begun) };
  if (money.source.size === 0 && money.campaign.size === 0) return null;
  for (const handoff of handoffs) {
    if (handoff.cycle !== 1) continue;
    for (const by of ['source', 'campaign'] as const) money[by].get(groupName(handoff.attribution[by]))?.leads.push(handoff);
  }
  const figures = (group: Group): CostFigures => figuresOf(group, { asOf, isOver, days: daysOf(begun) });
  return {
    bySource: listed(money.source).map(([source, group]) => ({ source, ...figures(group) })),
    byCampaign: listed(money.campaign).map(([campaign, group]) => ({ campaign, ...figures(group) })),
  };
}

interface Group {
  /** In ten-thousandths. */
  readonly sums: Map<string, bigint>;
  readonly days: Set<number>;
  readonly leads: HandoffFacts[];
}

function moneyOf(of: SpendKind, spends: readonly Spend[], period: Period): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const spend of spends) {
    const sum = spend.of === of ? spentWithin(spend, period) : 0n;
    if (sum === 0n) continue;
    const group: Group = groups.get(spend.name) ?? { sums: new Map(), days: new Set(), leads: [] };
    groups.set(spend.name, group);
    group.sums.set(spend.currency, (group.sums.get(spend.currency) ?? 0n) + sum);
    const end = Math.min(dayNumber(spend.to), dayNumber(period.to));
    for (let day = Math.max(dayNumber(spend.from), dayNumber(period.from)); day < end; day += 1) group.days.add(day);
  }
  return groups;
}

interface Standing {
  readonly asOf: number;
  readonly isOver: boolean;
  readonly days: number;
}

function figuresOf({ sums, days, leads }: Group, { asOf, isOver, days: daysInPeriod }: Standing): CostFigures {
  const judged = leads.filter(({ verdict }) => verdict !== null).length;
  const qualified = leads.filter(({ verdict }) => verdict?.verdict === 'qualified').length;
  const won = leads.filter(({ outcomes }) => outcomes.won !== undefined).length;
  const pending = leads.length - judged;
  const byCurrency = [...sums].toSorted(byKey);
  const each = <Value>(of: (sum: bigint) => Value): Readonly<Record<string, Value>> =>
    Object.fromEntries(byCurrency.map(([currency, sum]) => [currency, of(sum)]));
  const per = (count: number): PerUnit => each((sum) => (count === 0 ? null : amountOf(sum, count)));
  return {
    spend: each((sum) => amountOf(sum, 1)),
    leads: leads.length,
    judged,
    qualified,
    pending,
    won,
    perLead: per(leads.length),
    perQualified: per(qualified),
    perWin: per(won),
    perQualifiedRange: judged < enoughForRange ? null : each((sum) => rangeOf(sum, { leads: leads.length, judged, qualified })),
    isSoFar: {
      qualified: pending > 0 || !isOver,
      won: !isOver || leads.some(({ openedAt }) => asOf - openedAt < oldEnoughForDealsMs),
    },
    daysSpent: days.size,
    daysInPeriod,
  };
}

/**
 * From Wilson's range of qualified of judged: cheapest if all leads turn out as well as the judged may at best, dearest if those do as
 * badly as they may and nobody without a verdict qualifies. So what is so far and what will be in the end both lie within.
 */
function rangeOf(sum: bigint, { leads, judged, qualified }: Pick<CostFigures, 'leads' | 'judged' | 'qualified'>): CostRange {
  const { low, high } = shareOf(qualified, judged);
  return { low: amountOf(sum, leads * (high ?? 1)), high: low ? amountOf(sum, judged * low) : null };
}

/** In the currency's unit, to 4 decimals. */
function amountOf(sum: bigint, divisor: number): number {
  return Math.round(Number(sum) / divisor) / 10_000;
}

/** Biggest spend first in the currency that most of them have, then in the next: two currencies are never weighed against each other. */
function listed(groups: ReadonlyMap<string, Group>): readonly (readonly [string, Group])[] {
  const uses = new Map<string, number>();
  for (const { sums } of groups.values()) for (const currency of sums.keys()) uses.set(currency, (uses.get(currency) ?? 0) + 1);
  const order = [...uses].toSorted((a, b) => b[1] - a[1] || byKey(a, b)).map(([currency]) => currency);
  return [...groups].toSorted((a, b) => {
    for (const currency of order) {
      const [one, other] = [a[1].sums.get(currency) ?? 0n, b[1].sums.get(currency) ?? 0n];
      if (one !== other) return one > other ? -1 : 1;
    }
    return byKey(a, b);
  });
}
