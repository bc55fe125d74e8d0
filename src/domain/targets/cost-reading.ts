// What a lead, a qualified lead and a win cost over all sources on which money was spent: a reading for targets.
import type { Report } from '../report/metrics.ts';
import { rounded, shareOf } from '../report/wilson.ts';
import { enoughForRange } from '../report/wording.ts';

/** What the money is divided by. */
export type CostUnit = 'leads' | 'qualified' | 'won';

/** In the currency of the target. */
export interface CostReading {
  readonly kind: 'cost';
  readonly unit: CostUnit;
  readonly spend: number;
  /** How many the money brought so far; of 0 there is no cost, and `value` is `null`. */
  readonly units: number;
  readonly value: number | null;
  /** In which the true cost likely lies; `high` is `null` where it has no end. Only of qualified leads, from five verdicts on. */
  readonly range: { readonly low: number; readonly high: number | null } | null;
}

/** Sources where money was spent on sources, else campaigns: the two are views of the same leads and never added. */
export function costReading({ cost }: Pick<Report, 'cost'>, currency: string, unit: CostUnit): CostReading {
  const paid = (['bySource', 'byCampaign'] as const)
    .map((view) => (cost?.[view] ?? []).filter(({ spend }) => spend[currency] !== undefined))
    .find((rows) => rows.length > 0);
  const sum = (of: (row: NonNullable<typeof paid>[number]) => number): number => (paid ?? []).reduce((total, row) => total + of(row), 0);
  // In ten-thousandths, so that cents stay exact.
  const spend = Math.round(sum((row) => Math.round((row.spend[currency] ?? 0) * 10_000))) / 10_000;
  const [leads, judged, qualified] = [sum((row) => row.leads), sum((row) => row.judged), sum((row) => row.qualified)];
  const units = sum((row) => row[unit]);
  const per = (count: number): number => rounded(spend / count);
  const { low, high } = shareOf(qualified, judged);
  const range =
    unit === 'qualified' && spend > 0 && judged >= enoughForRange
      ? { low: per(leads * (high ?? 1)), high: low ? per(judged * low) : null }
      : null;
  return { kind: 'cost', unit, spend, units, value: units === 0 ? null : per(units), range };
}
