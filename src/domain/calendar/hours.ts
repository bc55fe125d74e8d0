// The weekly hours as they are written (`"22:00-06:00"`), and why a set of rules makes no calendar.
import type { BusinessDuration } from '../duration.ts';
import { dayMs } from './zone.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof weekdays)[number];

/** The part of the settings that says when it is open. */
export interface OpeningRules {
  readonly timezone: string;
  /** A span that ends at or before its start ends on the next day; it belongs to the day it starts on. */
  readonly businessHours: { readonly [day in Weekday]?: readonly string[] | undefined };
  /** Local dates `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

/** One opening of a day, in milliseconds of the wall clock after that day's midnight; `closesMs` may lie on the next day. */
export interface Shift {
  readonly opensMs: number;
  readonly closesMs: number;
}

export interface RuleProblem {
  /** Within the settings. */
  readonly path: readonly (string | number)[];
  /** Follows the path: *must …*. */
  readonly message: string;
}

const minuteMs = 60_000;
const weekMs = 7 * dayMs;
const longestClosedDays = 5 * 366;
const longestWeeks = 10 * 53;

/** The openings of each weekday from Monday, in order. Spans that cannot be read are left out. */
export function shiftsOf(hours: OpeningRules['businessHours']): readonly (readonly Shift[])[] {
  return weekdays.map((weekday) =>
    (hours[weekday] ?? []).flatMap((text) => readShift(text) ?? []).toSorted((one, two) => one.opensMs - two.opensMs),
  );
}

/** Days since 1970-01-01 of dates `YYYY-MM-DD`. */
export function daysOf(dates: readonly string[]): ReadonlySet<number> {
  return new Set(dates.map((date) => Date.parse(`${date}T00:00:00Z`) / dayMs).filter(Number.isInteger));
}

/** The weekday of a local day, 0 = Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Why these weekly hours cannot be: never open, or open twice at once. Paths begin at the hours. */
export function hoursProblems(hours: OpeningRules['businessHours']): RuleProblem[] {
  const written = weekdays.flatMap((weekday, number) =>
    (hours[weekday] ?? []).map((text, index) => ({ weekday, index, text, startMs: number * dayMs, shift: readShift(text) })),
  );
  if (written.length === 0) return [{ path: [], message: 'must open at least once a week' }];
  const spans = written
    .flatMap(({ shift, startMs, ...where }) =>
      shift ? [{ ...where, opensMs: startMs + shift.opensMs, closesMs: startMs + shift.closesMs }] : [],
    )
    .toSorted((one, two) => one.opensMs - two.opensMs);
  const overlaps: RuleProblem[] = [];
  // Twice around the week, as Sunday night may reach into Monday; the second round only tells what that night runs into.
  let reach: (typeof spans)[number] | undefined;
  for (const [round, span] of [...spans.map((span) => [0, span] as const), ...spans.map((span) => [weekMs, span] as const)]) {
    const isNew = round === 0 || !overlaps.some(({ path }) => path[0] === span.weekday && path[1] === span.index);
    if (reach && isNew && reach.closesMs > span.opensMs + round)
      overlaps.push({ path: [span.weekday, span.index], message: `must not overlap with "${reach.text}" of ${reach.weekday}` });
    if (!reach || span.closesMs + round > reach.closesMs) reach = { ...span, closesMs: span.closesMs + round };
  }
  return overlaps;
}

/** Why these holidays cannot be: they leave no open day for five years. */
export function holidayProblems({ businessHours, holidays }: Pick<OpeningRules, 'businessHours' | 'holidays'>): RuleProblem[] {
  const shifts = shiftsOf(businessHours);
  const closed = daysOf(holidays);
  const isClosed = (day: number) => closed.has(day) || (shifts[weekdayOf(day)] ?? []).length === 0;
  let seen = -Infinity;
  for (const first of [...closed].toSorted((one, two) => one - two)) {
    if (first < seen) continue;
    let day = first;
    while (isClosed(day) && day - first <= longestClosedDays) day += 1;
    if (isClosed(day)) return [{ path: ['holidays'], message: 'must leave an open day within five years' }];
    seen = day;
  }
  return [];
}

/** Why a deadline cannot be kept in these hours; `null` if it can. */
export function lengthProblem({ days, timeMs }: BusinessDuration, hours: OpeningRules['businessHours']): string | null {
  const shifts = shiftsOf(hours);
  const openDays = shifts.filter((day) => day.length > 0).length;
  const openMs = shifts.flat().reduce((sum, { opensMs, closesMs }) => sum + closesMs - opensMs, 0);
  return days > longestWeeks * openDays || timeMs > longestWeeks * openMs ? 'must be shorter than ten years in these business hours' : null;
}

function readShift(text: string): Shift | null {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (!match) return null;
  const [hour = 0, minute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  const opensMs = (hour * 60 + minute) * minuteMs;
  const closesMs = (toHour * 60 + toMinute) * minuteMs;
  if (closesMs === opensMs) return null;
  return { opensMs, closesMs: closesMs > opensMs ? closesMs : closesMs + dayMs };
}
