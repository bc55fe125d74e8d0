// How much of a quarter has passed, in its open business days, and of how many days what was to come of their leads is due.
import type { ReportHours } from '../report/hours.ts';
import { spanOf } from '../report/week.ts';
import type { Lag } from './metrics.ts';
import { daysOf, quarterPeriod } from './quarter.ts';

export interface QuarterDays {
  /** Open days of the whole quarter, and those of them that are over. */
  readonly total: number;
  readonly passed: number;
  /** Of those that are over, those whose last lead is due: all for `none`, never any for `deal`. */
  readonly due: { readonly [lag in Lag]: number };
  /** A day of it, open or not, is over. */
  readonly hasBegun: boolean;
  /** The last day is over. */
  readonly isOver: boolean;
}

export interface QuarterDaysRequest {
  /** `2026-Q4`. */
  readonly quarter: string;
  /** IANA zone. */
  readonly timezone: string;
  /** The first local date that does not count yet: only complete days do. */
  readonly until: string;
  /** Opening hours and deadlines as known at the instant of the report. */
  readonly hours: ReportHours;
}

/** A day is open when any of it is, by the hours that were in force then; days to come by those in force now. */
export function quarterDays({ quarter, timezone, until, hours }: QuarterDaysRequest): QuarterDays {
  const { from, to } = quarterPeriod(quarter);
  const days = daysOf({ from, to });
  const open = days.flatMap((day, index) => {
    const { fromAt, toAt } = spanOf({ from: day, to: days[index + 1] ?? to }, timezone);
    return hours.between(fromAt, toAt) > 0 ? [{ day, endsAt: toAt }] : [];
  });
  const passed = open.filter(({ day }) => day < until);
  const dueBy = (lag: Lag): number => passed.filter(({ endsAt }) => dueAt[lag](hours, endsAt) <= hours.asOf).length;
  return {
    total: open.length,
    passed: passed.length,
    due: { none: dueBy('none'), verdict: dueBy('verdict'), stall: dueBy('stall'), deal: dueBy('deal') },
    hasBegun: from < until,
    isOver: to <= until,
  };
}

/** TABLE: when everything that counts at such a lag is known of a lead that came then. */
const dueAt = {
  none: (_hours, at) => at,
  verdict: (hours, at) => hours.dueAt('verdict', at),
  stall: (hours, at) => hours.dueAt('stalledClaimed', hours.dueAt('stalledUnclaimed', at)),
  deal: () => Number.POSITIVE_INFINITY,
} as const satisfies Record<Lag, (hours: ReportHours, at: number) => number>;
