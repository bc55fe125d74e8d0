// How soon sales touched the handoffs for the first time: in business minutes, with those that nobody has touched counted in.
import type { HandoffFacts } from './cohort.ts';
import type { ReportHours } from './hours.ts';
import { rounded } from './wilson.ts';

/**
 * Over all handoffs whose first touch can be told to the minute. A quantile is the nearest rank: the smallest of these times
 * that so many of all handoffs do not exceed. Those that nobody has touched stand last, as infinite: one that falls on them is `null`.
 */
export interface Speed {
  readonly touched: number;
  /** Not touched yet at `asOf`, however young. */
  readonly never: number;
  /** Business minutes from opened to first touch, 1 decimal. */
  readonly medianMinutes: number | null;
  readonly p90Minutes: number | null;
  /** The same median in minutes of the wall clock. */
  readonly wallMedianMinutes: number | null;
  /** Touched within the deadline for claiming, of those touched or past it; `rate` to 4 decimals. */
  readonly withinTarget: { readonly k: number; readonly n: number; readonly rate: number | null };
}

const minuteMs = 60_000;

/** The usual bands of speed to lead, by their upper ends in business minutes, inclusive. */
export const bandsUpTo = [5, 60, 240, 1440, Number.POSITIVE_INFINITY] as const;

export interface SpeedTally {
  add(handoff: HandoffFacts): void;
  speed(): Speed;
  /** How many were touched within each of `bandsUpTo` and after the one before. */
  bands(): readonly number[];
}

/** Adds up handoffs one after another; keeps two numbers for each. */
export function createSpeedTally(hours: ReportHours): SpeedTally {
  const business: number[] = [];
  const wall: number[] = [];
  const bands: number[] = bandsUpTo.map(() => 0);
  let never = 0;
  let late = 0;
  let inTime = 0;
  return {
    add(handoff) {
      if (isLeftOut(handoff)) return;
      const { openedAt, firstTouch } = handoff;
      if (!firstTouch) {
        never += 1;
        late += Number(hours.dueAt('claim', openedAt) <= hours.asOf);
        return;
      }
      const openMs = hours.between(openedAt, firstTouch.at);
      business.push(openMs);
      wall.push(Math.max(0, firstTouch.at - openedAt));
      const band = bandsUpTo.findIndex((upTo) => openMs <= upTo * minuteMs);
      bands[band] = (bands[band] ?? 0) + 1;
      if (hours.dueAt('claim', openedAt) >= firstTouch.at) inTime += 1;
      else late += 1;
    },
    speed() {
      const n = inTime + late;
      return {
        touched: business.length,
        never,
        medianMinutes: quantile(business, never, 50),
        p90Minutes: quantile(business, never, 90),
        wallMedianMinutes: quantile(wall, never, 50),
        withinTarget: { k: inTime, n, rate: n === 0 ? null : rounded(inTime / n) },
      };
    },
    bands: () => bands,
  };
}

/**
 * Known to the day only, at either end, says nothing about minutes. Nor does the past of another system where it names no touch:
 * it may not have kept any, and *never* would be a claim that nobody made.
 */
function isLeftOut({ isDateOnly, isHistory, firstTouch }: HandoffFacts): boolean {
  return isDateOnly || (firstTouch ? firstTouch.isDateOnly : isHistory);
}

/** Nearest rank in whole numbers, so that nine tenths of ten are nine. Times in milliseconds, the answer in minutes. */
function quantile(times: readonly number[], untouched: number, percent: number): number | null {
  const rank = Math.ceil(((times.length + untouched) * percent) / 100);
  const found = rank === 0 ? undefined : times.toSorted((a, b) => a - b)[rank - 1];
  return found === undefined ? null : Math.round((found / minuteMs) * 10) / 10;
}
