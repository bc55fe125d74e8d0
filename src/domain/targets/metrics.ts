// TABLE: what a target can be set for: one row a metric of the report, with how it is read from one.
import type { Figures, Report } from '../report/metrics.ts';
import { type Share, shareOf } from '../report/wilson.ts';
import { type CostReading, type CostUnit, costReading } from './cost-reading.ts';

/** What a report says of a metric. */
export type Reading =
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'share'; readonly share: Share }
  /** In the currency of the target; `deals` is how many the sum comes from. */
  | { readonly kind: 'money'; readonly value: number; readonly deals: number }
  | CostReading
  /** Business minutes; `null` where too few have been touched for it. `n` = leads that it is about. */
  | { readonly kind: 'minutes'; readonly value: number | null; readonly n: number };
export type MetricKind = Reading['kind'];

/**
 * When a lead counts after it came: at once; once its time for a verdict is over; once its times for stalling are over;
 * with deals nobody knows when. What is still to come of young leads is never held against anybody.
 */
export type Lag = 'none' | 'verdict' | 'stall' | 'deal';

interface Metric {
  /** At most 20 characters: an option of the form. */
  readonly label: string;
  readonly kind: MetricKind;
  /** Whether more of it or less of it is wished for. */
  readonly direction: 'more' | 'less';
  /** It adds up over the quarter, so that a part of it can be expected after a part of the quarter. */
  readonly addsUp: boolean;
  readonly lag: Lag;
  /** @param currency of the target; `''` where it is no money */
  readonly read: (report: Report, currency: string) => Reading;
}

const count = (name: { [K in keyof Figures]: Figures[K] extends number ? K : never }[keyof Figures]) => ({
  kind: 'count' as const,
  addsUp: true,
  read: ({ totals }: Report): Reading => ({ kind: 'count', value: totals[name] }),
});

const share = (of: (report: Report) => { readonly k: number; readonly n: number }) => ({
  kind: 'share' as const,
  addsUp: false,
  read: (report: Report): Reading => {
    const { k, n } = of(report);
    return { kind: 'share', share: shareOf(k, n) };
  },
});

const minutes = (of: (report: Report) => number | null) => ({
  kind: 'minutes' as const,
  addsUp: false,
  read: (report: Report): Reading => ({ kind: 'minutes', value: of(report), n: report.speed.touched + report.speed.never }),
});

const cost = (unit: CostUnit) => ({
  kind: 'cost' as const,
  direction: 'less' as const,
  addsUp: false,
  read: (report: Report, currency: string): Reading => costReading(report, currency, unit),
});

/** In the order in which targets are listed. */
export const metrics = {
  delivered: { label: 'Leads delivered', direction: 'more', lag: 'none', ...count('delivered') },
  claimed: { label: 'Claimed leads', direction: 'more', lag: 'verdict', ...count('claimed') },
  judged: { label: 'Judged leads', direction: 'more', lag: 'verdict', ...count('judged') },
  qualified: { label: 'Qualified leads', direction: 'more', lag: 'verdict', ...count('qualified') },
  opportunities: { label: 'Opportunities', direction: 'more', lag: 'deal', ...count('opportunities') },
  won: { label: 'Deals won', direction: 'more', lag: 'deal', ...count('won') },
  wonAmount: {
    label: 'Won amount',
    kind: 'money',
    direction: 'more',
    addsUp: true,
    lag: 'deal',
    read: ({ totals, outcomes }: Report, currency: string): Reading => ({
      kind: 'money',
      value: totals.wonAmount[currency] ?? 0,
      deals: outcomes.dealSize.find((size) => size.currency === currency)?.deals ?? 0,
    }),
  },
  costPerLead: { label: 'Cost per lead', lag: 'none', ...cost('leads') },
  costPerQualified: { label: 'Cost per qualified', lag: 'verdict', ...cost('qualified') },
  costPerWin: { label: 'Cost per win', lag: 'deal', ...cost('won') },
  coverage: { label: 'Feedback coverage', direction: 'more', lag: 'none', ...share(({ totals }) => totals.coverage) },
  qualifiedRate: { label: 'Qualified rate', direction: 'more', lag: 'none', ...share(({ totals }) => totals.qualifiedRate) },
  wonRate: { label: 'Lead to customer', direction: 'more', lag: 'deal', ...share(({ totals }) => totals.wonRate) },
  // Deals are lost sooner than they are won, or the other way round: of a young quarter it is not known how it will end.
  winRate: { label: 'Win rate', direction: 'more', lag: 'deal', ...share(({ totals }) => totals.winRate) },
  withinTarget: { label: 'Touched in time', direction: 'more', lag: 'none', ...share(({ speed }) => speed.withinTarget) },
  medianMinutes: { label: 'Half touched within', direction: 'less', lag: 'none', ...minutes(({ speed }) => speed.medianMinutes) },
  p90Minutes: { label: '90 % touched within', direction: 'less', lag: 'none', ...minutes(({ speed }) => speed.p90Minutes) },
  returned: { label: 'Returned leads', direction: 'less', lag: 'stall', ...count('returned') },
  stalled: { label: 'Stalled leads', direction: 'less', lag: 'stall', ...count('stalled') },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as MetricName[];

export function isMetric(name: unknown): name is MetricName {
  return typeof name === 'string' && Object.hasOwn(metrics, name);
}

/** Whether a target of it is in a currency. */
export function isInCurrency(name: MetricName): boolean {
  return ['money', 'cost'].includes(metricOf(name).kind);
}

export function metricOf(name: MetricName): Metric {
  return metrics[name];
}
