// The open hours of one week as instants, worked out once: what the calendar counts on.
import { type OpeningRules, daysOf, shiftsOf, weekdayOf } from './hours.ts';
import { type Zone, createZone, dayMs } from './zone.ts';

/** A way to measure open time: a stretch of it is worth its length divided by its unit. */
export interface Track {
  /** What was measured before each opening of the week; one more for the total. */
  readonly before: readonly number[];
  readonly unitMs: readonly number[];
}

export interface OpenDay {
  /** Days since 1970-01-01. A shift over midnight belongs to the day it starts on. */
  readonly day: number;
  readonly closesAt: number;
}

/** Everything that opens in one week. Weeks follow each other without a gap, and no opening reaches over their seam. */
export interface Week {
  readonly number: number;
  readonly fromAt: number;
  readonly toAt: number;
  /** The openings, in order and apart. */
  readonly opensAt: readonly number[];
  readonly closesAt: readonly number[];
  /** Which of the open days each opening is part of. */
  readonly dayOf: readonly number[];
  readonly openDays: readonly OpenDay[];
  /** In milliseconds. */
  readonly time: Track;
  /** In open days, each worth one whatever its length. */
  readonly days: Track;
}

export interface Weeks {
  readonly zone: Zone;
  /** Weeks are numbered; which one is number 0 means nothing. */
  week(number: number): Week;
  weekAt(at: number): Week;
}

const weekMs = 7 * dayMs;
/** Monday, 5 January 1970. */
const firstMonday = 4;

/** The weeks of a calendar, each worked out when first asked for and kept. */
export function createWeeks(rules: OpeningRules): Weeks {
  const zone = createZone(rules.timezone);
  const shifts = shiftsOf(rules.businessHours);
  const holidays = daysOf(rules.holidays);
  const kept = new Map<number, Week>();

  /** The openings of one local day as instants, in order; they may touch or, where the clock leaps, overlap. */
  function openingsOf(day: number): { opensAt: number; closesAt: number }[] {
    const startAt = zone.startOf(day);
    const endAt = zone.startOf(day + 1);
    // Nor does the night take place that would start on a holiday. Of a day that the zone left out, every opening ends before it begins.
    if (holidays.has(day)) return [];
    return (shifts[weekdayOf(day)] ?? []).map(({ opensMs, closesMs }) => {
      const opensAt = opensMs === 0 ? startAt : zone.instantOf(day * dayMs + opensMs);
      const closesAt = closesMs === dayMs ? endAt : zone.instantOf(day * dayMs + closesMs);
      if (closesMs <= dayMs) return { opensAt, closesAt: Math.min(closesAt, endAt) };
      // A night that runs into a holiday ends at midnight.
      return { opensAt, closesAt: Math.min(closesAt, holidays.has(day + 1) ? endAt : zone.startOf(day + 2)) };
    });
  }

  /** Where the week before gives way: at Monday's midnight, or when Sunday night's shift ends. */
  function seam(monday: number): number {
    return Math.max(zone.startOf(monday), ...openingsOf(monday - 1).map(({ closesAt }) => closesAt));
  }

  function build(number: number): Week {
    const monday = firstMonday + 7 * number;
    const fromAt = seam(monday);
    const [opensAt, closesAt, dayOf]: [number[], number[], number[]] = [[], [], []];
    const openDays: OpenDay[] = [];
    const [timeBefore, daysBefore, dayUnits]: [number[], number[], number[]] = [[0], [0], []];
    let lastAt = fromAt;
    let timeMs = 0;
    for (let day = monday; day < monday + 7; day += 1) {
      const openings: { opensAt: number; closesAt: number }[] = [];
      for (const opening of openingsOf(day)) {
        const from = Math.max(opening.opensAt, lastAt);
        if (opening.closesAt <= from) continue;
        openings.push({ opensAt: from, closesAt: opening.closesAt });
        lastAt = opening.closesAt;
      }
      if (openings.length === 0) continue;
      const lengthMs = openings.reduce((sum, opening) => sum + opening.closesAt - opening.opensAt, 0);
      let passedMs = 0;
      for (const opening of openings) {
        opensAt.push(opening.opensAt);
        closesAt.push(opening.closesAt);
        dayOf.push(openDays.length);
        passedMs += opening.closesAt - opening.opensAt;
        timeBefore.push(timeMs + passedMs);
        // A full day is exactly one: lengthMs / lengthMs.
        daysBefore.push(openDays.length + passedMs / lengthMs);
        dayUnits.push(lengthMs);
      }
      timeMs += lengthMs;
      openDays.push({ day, closesAt: lastAt });
    }
    return {
      number,
      fromAt,
      toAt: seam(monday + 7),
      opensAt,
      closesAt,
      dayOf,
      openDays,
      time: { before: timeBefore, unitMs: opensAt.map(() => 1) },
      days: { before: daysBefore, unitMs: dayUnits },
    };
  }

  function week(number: number): Week {
    let found = kept.get(number);
    if (!found) {
      found = build(number);
      kept.set(number, found);
    }
    return found;
  }

  function weekAt(at: number): Week {
    let found = week(Math.floor((at - firstMonday * dayMs) / weekMs));
    while (at < found.fromAt) found = week(found.number - 1);
    while (at >= found.toAt) found = week(found.number + 1);
    return found;
  }

  return { zone, week, weekAt };
}
