// What leads cost, made up for tests of how it is shown.
import fc from 'fast-check';
import type { Cost, CostFigures } from '../../../src/domain/report/cost.ts';
import { anyText } from '../../slack/blocks/strange.ts';

type Counts = Pick<CostFigures, 'leads' | 'judged' | 'qualified' | 'won'>;

/** Figures that fit each other; the range is made up of halves and doubles. */
export function figures(spend: Readonly<Record<string, number>>, counts: Partial<Counts> = {}): CostFigures {
  const { leads = 0, judged = leads, qualified = 0, won = 0 } = counts;
  const per = (count: number) =>
    Object.fromEntries(Object.entries(spend).map(([currency, sum]) => [currency, count === 0 ? null : sum / count]));
  const range = (sum: number) => ({ low: sum / Math.max(leads, 1), high: qualified === 0 ? null : (sum / qualified) * 2 });
  return {
    spend,
    leads,
    judged,
    qualified,
    pending: leads - judged,
    won,
    perLead: per(leads),
    perQualified: per(qualified),
    perWin: per(won),
    perQualifiedRange: judged < 5 ? null : Object.fromEntries(Object.entries(spend).map(([currency, sum]) => [currency, range(sum)])),
    isSoFar: { qualified: leads > judged, won: leads > 0 },
    daysSpent: 7,
    daysInPeriod: 7,
  };
}

/** Something of everything: pending leads, nobody qualified, one lead, no lead, two currencies. */
export const typicalCost: Cost = {
  bySource: [
    { source: 'google-ads', ...figures({ EUR: 1260 }, { leads: 12, judged: 8, qualified: 6, won: 1 }) },
    { source: 'cold-list', ...figures({ EUR: 320 }, { leads: 14 }) },
    { source: 'fair', ...figures({ EUR: 210, USD: 90.5 }, { leads: 1, qualified: 1 }) },
    { source: 'billboard', ...figures({ EUR: 90 }) },
  ],
  byCampaign: [{ campaign: 'q4-search', ...figures({ EUR: 700 }, { leads: 7, judged: 0 }) }],
};

const anyFigures = fc
  .record({
    spend: fc.dictionary(fc.constantFrom('EUR', 'USD', 'JPY', 'CHF'), fc.double({ min: 0.0001, max: 1e12, noNaN: true }), { minKeys: 1 }),
    qualified: fc.nat(2_000_000),
    unqualified: fc.nat(2_000_000),
    pending: fc.nat(2_000_000),
    won: fc.nat(2_000_000),
    scale: fc.constantFrom(1, 1000, 1_000_000),
  })
  .map(({ spend, qualified, unqualified, pending, won, scale }) => {
    const [yes, no, open] = [qualified, unqualified, pending].map((count) => Math.floor(count / scale));
    const judged = (yes ?? 0) + (no ?? 0);
    return figures(spend, { leads: judged + (open ?? 0), judged, qualified: yes ?? 0, won: Math.floor(won / scale) });
  });
const anyName = fc.oneof(anyText, fc.constantFrom('google-ads', 'ᄀ'.repeat(300), 'e\u0301\u0302\u0303'.repeat(90)));

/** Counts and amounts of any size under names of any kind; something in at least one view. */
export const anyCost: fc.Arbitrary<Cost> = fc
  .record({
    bySource: fc.array(fc.tuple(anyName, anyFigures), { maxLength: 14 }),
    byCampaign: fc.array(fc.tuple(anyName, anyFigures), { maxLength: 14 }),
  })
  .map(({ bySource, byCampaign }) => ({
    bySource: bySource.map(([source, row]) => ({ source, ...row })),
    byCampaign: byCampaign.map(([campaign, row]) => ({ campaign, ...row })),
  }));
