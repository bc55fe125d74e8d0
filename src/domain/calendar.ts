// Business time: how much open time lies between two instants, and when so much of it has passed.
import type { BusinessDuration } from './duration.ts';
import { type OpeningRules, holidayProblems, hoursProblems, shiftsOf } from './calendar/hours.ts';
import { type Track, type Week, createWeeks } from './calendar/week.ts';
import { dayMs } from './calendar/zone.ts';

/** Open time that a clock has used, in both measures: a duration with days is worn down in days, any other in time. */
export interface UsedTime {
  readonly openMs: number;
  /** Each open day is worth one, however long; parts of a day count by its open time. */
  readonly openDays: number;
}

/**
 * All instants are epoch milliseconds. Hours count the time that really passes, also where clocks change; openings and closings
 * keep to the wall clock. Openings are half-open: at closing time it is closed.
 */
export interface Calendar {
  isOpen(at: number): boolean;
  /** `at` itself while open. */
  nextOpening(at: number): number;
  /** Open milliseconds between two instants; 0 when `toAt` is not later. @throws CalendarError beyond a hundred years */
  between(fromAt: number, toAt: number): number;
  /**
   * The instant at which a duration has passed. Time counts open time and ends at its first such instant: a closing, not the opening after it.
   * Days: first to the next opening if closed, then the same local time so many open days later, not past that day's closing, nor
   * before the closing of the open day before it; then the time. Later starts are never due earlier, but within the
   * hour that a clock change repeats or leaves out, where the same local time is not one instant.
   * @throws CalendarError beyond a hundred years
   */
  addDuration(fromAt: number, duration: BusinessDuration): number;
  /** The instant at which a part (0 to 1) of the open time between `fromAt` and the end of the duration has passed. @throws CalendarError */
  fractionOf(fromAt: number, duration: BusinessDuration, fraction: number): number;
  /** What a clock uses that runs between two instants. @throws CalendarError beyond a hundred years */
  used(fromAt: number, toAt: number): UsedTime;
  /**
   * Where a clock that runs at `at`, and had used so much before, would have started had it always run in these hours: the latest
   * instant between which and `at` so many open days lie (so much open time, for a duration without days). @throws CalendarError
   */
  startFor(at: number, used: UsedTime, duration: BusinessDuration): number;
}

/** Rules that make no calendar, or a time too far to count to; the message is a sentence. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';
}

/** Longer than any clock runs, and soon counted. */
const longestWeeks = 100 * 53;

/**
 * Makes the calendar of a workspace; it keeps what it works out, so make it once for each version of the settings.
 * A holiday closes its local date: a night that runs into it ends at midnight, and the night that would start on it does not take place.
 * @throws CalendarError when the rules never open, overlap, or stay closed for five years
 */
export function createCalendar(rules: OpeningRules): Calendar {
  const [problem] = [
    ...hoursProblems(rules.businessHours).map(({ path, message }) => ({ path: ['businessHours', ...path], message })),
    ...holidayProblems(rules),
  ];
  if (problem) throw new CalendarError(`There is no calendar: ${problem.path.join('.')} ${problem.message}.`);
  if (shiftsOf(rules.businessHours).flat().length === 0) throw new CalendarError('There is no calendar: its hours cannot be read.');
  const { zone, week, weekAt } = createWeeks(rules);

  function between(track: Measure, fromAt: number, toAt: number): number {
    if (toAt <= fromAt) return 0;
    const first = weekAt(fromAt);
    if (toAt < first.toAt) return passedIn(first, first[track], toAt) - passedIn(first, first[track], fromAt);
    if (toAt - fromAt > longestWeeks * 7 * dayMs) throw tooFar();
    const last = weekAt(toAt);
    let sum = totalOf(first[track]) - passedIn(first, first[track], fromAt) + passedIn(last, last[track], toAt);
    for (let number = first.number + 1; number < last.number; number += 1) sum += totalOf(week(number)[track]);
    return sum;
  }

  /** The first instant at which so much has passed. */
  function forward(fromAt: number, amountMs: number): number {
    if (amountMs <= 0) return fromAt;
    let found = weekAt(fromAt);
    const endNumber = found.number + longestWeeks;
    let leftMs = passedIn(found, found.time, fromAt) + amountMs;
    while (leftMs > totalOf(found.time)) {
      leftMs -= totalOf(found.time);
      if (found.number >= endNumber) throw tooFar();
      found = week(found.number + 1);
    }
    const opening = found.opensAt.findIndex((_at, index) => (found.time.before[index + 1] ?? 0) >= leftMs);
    return (found.opensAt[opening] ?? 0) + leftMs - (found.time.before[opening] ?? 0);
  }

  /** The last instant since which so much has passed. */
  function backward(track: Measure, toAt: number, amount: number): number {
    if (amount <= 0) return toAt;
    let found = weekAt(toAt);
    const endNumber = found.number - longestWeeks;
    let left = passedIn(found, found[track], toAt) - amount;
    while (left < 0) {
      if (found.number <= endNumber) throw tooFar();
      found = week(found.number - 1);
      left += totalOf(found[track]);
    }
    const { before, unitMs } = found[track];
    const opening = found.opensAt.findLastIndex((_at, index) => (before[index] ?? 0) <= left);
    return Math.round((found.opensAt[opening] ?? 0) + (left - (before[opening] ?? 0)) * (unitMs[opening] ?? 1));
  }

  function nextOpening(at: number): number {
    for (let found = weekAt(at); ; found = week(found.number + 1)) {
      const opening = found.closesAt.findIndex((closesAt) => closesAt > at);
      if (opening >= 0) return Math.max(at, found.opensAt[opening] ?? at);
    }
  }

  function addDays(fromAt: number, days: number): number {
    const startAt = nextOpening(fromAt);
    let found = weekAt(startAt);
    const endNumber = found.number + longestWeeks;
    const startsOn = found.dayOf[openingAt(found, startAt)] ?? 0;
    const timeOfDayMs = zone.wallAt(startAt) - (found.openDays[startsOn]?.day ?? 0) * dayMs;
    let left = startsOn + days;
    while (left >= found.openDays.length) {
      left -= found.openDays.length;
      if (found.number >= endNumber) throw tooFar();
      found = week(found.number + 1);
    }
    const target = found.openDays[left];
    if (!target) throw tooFar();
    const previousAt = found.openDays[left - 1]?.closesAt ?? found.fromAt;
    return Math.min(Math.max(zone.instantOf(target.day * dayMs + timeOfDayMs), previousAt), target.closesAt);
  }

  function addDuration(fromAt: number, { days, timeMs }: BusinessDuration): number {
    return forward(days > 0 ? addDays(fromAt, days) : fromAt, timeMs);
  }

  return {
    isOpen: (at) => nextOpening(at) === at,
    nextOpening,
    between: (fromAt, toAt) => between('time', fromAt, toAt),
    addDuration,
    fractionOf(fromAt, duration, fraction) {
      const dueAt = addDuration(fromAt, duration);
      return fraction >= 1 ? dueAt : forward(fromAt, Math.round(between('time', fromAt, dueAt) * fraction));
    },
    used: (fromAt, toAt) => ({ openMs: between('time', fromAt, toAt), openDays: between('days', fromAt, toAt) }),
    startFor: (at, used, { days }) => (days > 0 ? backward('days', at, used.openDays) : backward('time', at, used.openMs)),
  };
}

type Measure = 'time' | 'days';

/** The opening of a week that began last at an instant; -1 before the first. */
function openingAt(week: Week, at: number): number {
  let opening = week.opensAt.length - 1;
  while (opening >= 0 && (week.opensAt[opening] ?? 0) > at) opening -= 1;
  return opening;
}

/** How much of a week's open time has passed at an instant. */
function passedIn(week: Week, track: Track, at: number): number {
  const opening = openingAt(week, at);
  if (opening < 0) return 0;
  const opensAt = week.opensAt[opening] ?? 0;
  const closesAt = week.closesAt[opening] ?? 0;
  // At a closing the sum itself: what a division gives might miss it by a hair.
  if (at >= closesAt) return track.before[opening + 1] ?? 0;
  return (track.before[opening] ?? 0) + (at - opensAt) / (track.unitMs[opening] ?? 1);
}

function totalOf(track: Track): number {
  return track.before.at(-1) ?? 0;
}

function tooFar(): CalendarError {
  return new CalendarError('That is more than a hundred years away; shorten the deadline, or look for a mistake in the dates.');
}
