// Did a share change? The interval for the difference of two shares that do not depend on each other.
import { type Share, rounded } from './wilson.ts';
import { enoughForRange } from './wording.ts';

/** `week` minus `before`, as shares of 1. */
export interface Difference {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval for the difference of two independent proportions that joins their score intervals: method 10 of R. G. Newcombe,
 * “Interval estimation for the difference between independent proportions: comparison of eleven methods”, Stat. Med. 17 (1998) 873–890.
 * `null` where one of them has n = 0. To 4 decimals, of which the last may be off by one, as the shares are rounded already.
 */
export function differenceOf(week: Share, before: Share): Difference | null {
  if (week.low === null || week.high === null || before.low === null || before.high === null) return null;
  const now = week.k / week.n;
  const then = before.k / before.n;
  return {
    low: rounded(now - then - Math.hypot(now - week.low, before.high - then)),
    high: rounded(now - then + Math.hypot(week.high - now, then - before.low)),
  };
}

export type Change = 'up' | 'down' | 'none' | 'too few';

/** A change is called only where the interval leaves 0 out; of fewer than 5 on either side nothing is said. */
export function changeOf(week: Share, before: Share): Change {
  const difference = differenceOf(week, before);
  if (difference === null || Math.min(week.n, before.n) < enoughForRange) return 'too few';
  if (difference.low > 0) return 'up';
  return difference.high < 0 ? 'down' : 'none';
}
