// How a target stands: what was reached, what could be expected by now, and only as much of a verdict as the numbers carry.
import type { Report } from '../report/metrics.ts';
import { enoughForRange } from '../report/wording.ts';
import type { QuarterDays } from './days.ts';
import type { CostReading } from './cost-reading.ts';
import { type Reading, metricOf } from './metrics.ts';
import { countRange } from './poisson.ts';
import type { Target } from './target.ts';

/** In so many of the first open days of a quarter, nothing is said about pace. */
export const openDaysBefore = 10;

/**
 * `ahead` and `behind` mean better and worse than what could be expected, by more than chance would do.
 * `young` = fewer than could be expected, but leads that came may still count. After the quarter, `open` = not reached, and leads
 * may still count; `held` = not passed, and leads may still count.
 * `unsaid` = the figures stand for themselves.
 */
export type Standing =
  | 'not begun'
  | 'early'
  | 'few'
  | 'young'
  | 'ahead'
  | 'on pace'
  | 'behind'
  | 'reached'
  | 'missed'
  | 'open'
  | 'held'
  | 'close'
  | 'unsaid';

export interface Progress {
  /** `null` before a day of the quarter is over. */
  readonly reading: Reading | null;
  readonly standing: Standing;
  /** Of what adds up: the part of the target that belongs to the open days that are over. */
  readonly expected: number | null;
  /** The range in which the true share, or the mean behind a count, likely lies. */
  readonly low: number | null;
  readonly high: number | null;
}

type Aimed = Pick<Target, 'metric' | 'currency' | 'value'>;

/** @param report of the quarter's complete days; `null` before there is one */
export function progressOf(target: Aimed, report: Report | null, days: QuarterDays): Progress {
  const metric = metricOf(target.metric);
  if (!report || !days.hasBegun) return { reading: null, standing: 'not begun', expected: null, low: null, high: null };
  const reading = metric.read(report, target.currency);
  const range = rangeOf(reading);
  const expected = metric.addsUp && days.total > 0 ? (target.value * days.passed) / days.total : null;
  return { reading, standing: standingOf(target, reading, range, days), expected, ...range };
}

interface Range {
  readonly low: number | null;
  readonly high: number | null;
}

function rangeOf(reading: Reading): Range {
  if (reading.kind === 'count') return countRange(reading.value);
  if (reading.kind === 'cost') return reading.range ?? { low: null, high: null };
  return reading.kind === 'share' ? { low: reading.share.low, high: reading.share.high } : { low: null, high: null };
}

function standingOf(target: Aimed, reading: Reading, range: Range, days: QuarterDays): Standing {
  switch (reading.kind) {
    case 'count':
      return countStanding(target, reading.value, range, days);
    case 'share':
      return shareStanding(target, reading.share.n, range);
    case 'minutes':
      if (reading.n < enoughForRange) return 'few';
      return reading.value !== null && reading.value <= target.value ? 'reached' : 'missed';
    case 'money':
      return moneyStanding(target, reading.value);
    case 'cost':
      return costStanding(target, reading);
  }
}

/** What has been passed is passed; before that, chance decides how much the pace can say. */
function countStanding({ metric, value }: Aimed, count: number, { low, high }: Range, days: QuarterDays): Standing {
  const { direction, lag } = metricOf(metric);
  const isMore = direction === 'more';
  const { total, passed } = days;
  const due = days.due[lag];
  if (isMore && count >= value) return 'reached';
  if (!isMore && count > value) return 'missed';
  if (days.isOver && due < total) return isMore ? 'open' : 'held';
  if (days.isOver) return isMore ? 'missed' : 'reached';
  if (passed < openDaysBefore) return 'early';
  const expected = (value * passed) / total;
  if (count < enoughForRange && expected < enoughForRange) return 'few';
  // Above: more than all days that are over would bring. Below: less than those days whose leads have had their time.
  if ((low ?? 0) > expected) return isMore ? 'ahead' : 'behind';
  if ((high ?? 0) < (value * due) / total) return isMore ? 'behind' : 'ahead';
  return (high ?? 0) < expected ? 'young' : 'on pace';
}

/** Only where the whole range lies on one side of the target. */
function shareStanding({ metric, value }: Aimed, n: number, { low, high }: Range): Standing {
  const { direction, lag } = metricOf(metric);
  if (n < enoughForRange || low === null || high === null) return 'few';
  const isAbove = direction === 'more' ? low >= value : low > value;
  const isBelow = direction === 'more' ? high < value : high <= value;
  if (!isAbove && !isBelow) return 'close';
  if (isAbove === (direction === 'more')) return 'reached';
  return lag === 'deal' && direction === 'more' ? 'open' : 'missed';
}

/** Deals are few and large: a sum that adds up is reached or not yet, and no pace is called. */
function moneyStanding({ metric, value }: Aimed, sum: number): Standing {
  const { addsUp, direction } = metricOf(metric);
  return addsUp && direction === 'more' && sum >= value ? 'reached' : 'unsaid';
}

/** A lead costs what it costs; of qualified leads only the whole range tells; what a win cost is not known before its deals are through. */
function costStanding({ value }: Aimed, { unit, spend, units, value: reached, range }: CostReading): Standing {
  if (spend === 0 || unit === 'won') return 'unsaid';
  if (unit === 'leads') return units < enoughForRange || reached === null ? 'few' : reached <= value ? 'reached' : 'missed';
  if (range === null) return 'few';
  if (range.high !== null && range.high <= value) return 'reached';
  return range.low > value ? 'missed' : 'close';
}
