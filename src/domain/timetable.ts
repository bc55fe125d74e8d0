// Business time across changed hours: each stretch of a clock counts on the calendar that was in force then.
import { type Calendar, createCalendar } from './calendar.ts';
import type { OpeningRules } from './calendar/hours.ts';
import { type Span, spansUnder, usedUpAt } from './calendar/spans.ts';
import type { BusinessDuration } from './duration.ts';

/** The hours of a workspace as they were set one after the other, and the clocks that run on them. Instants in epoch milliseconds. */
export interface Timetable {
  /** In force now. */
  readonly calendar: Calendar;
  /** Open milliseconds that a clock has used until `now`. */
  usedMs(spans: readonly Span[], now: number): number;
  /** Open milliseconds between two instants. */
  between(fromAt: number, toAt: number): number;
  /**
   * When a clock that ran in these spans has used up a duration: what it used stays, the rest counts on the hours in force now.
   * `fraction` (0 to 1) asks for a part of the way. `null` when the clock stands still before.
   */
  dueAt(spans: readonly Span[], duration: BusinessDuration, fraction?: number): number | null;
}

/** Opening hours and since when they counted; the first counts for all time before. */
export interface HoursInForce {
  readonly since: number;
  readonly rules: OpeningRules;
}

/** @param history in the order in which they were set, at least one. @throws CalendarError */
export function createTimetable(history: readonly HoursInForce[]): Timetable {
  const versions = inOrder(history).map(({ since, rules }) => ({ fromAt: since, calendar: createCalendar(rules) }));
  const current = versions.at(-1);
  if (!current) throw new RangeError('A timetable needs opening hours');

  function between(fromAt: number, toAt: number): number {
    if (toAt <= fromAt) return 0;
    return spansUnder(versions, [{ fromAt, toAt }]).reduce((sum, span) => sum + span.calendar.between(span.fromAt, span.toAt ?? toAt), 0);
  }

  return {
    calendar: current.calendar,
    between,
    usedMs: (spans, now) => spans.reduce((sum, { fromAt, toAt }) => sum + between(fromAt, toAt ?? now), 0),
    dueAt: (spans, duration, fraction = 1) => usedUpAt(spansUnder(versions, spans), duration, fraction),
  };
}

/** Where the machine's clock was set back in between, what was set last holds from its own instant: no stretch counts twice. */
function inOrder(history: readonly HoursInForce[]): readonly HoursInForce[] {
  let until = Infinity;
  return history
    .toReversed()
    .map((version) => ({ ...version, since: (until = Math.min(until, version.since)) }))
    .toReversed();
}

/** The hours of these versions of the settings, oldest first; a version that changed something else is left out. */
export function erasOf(versions: readonly { readonly at: number; readonly settings: OpeningRules }[]): readonly HoursInForce[] {
  const eras = versions.map(({ at, settings }) => {
    const { timezone, businessHours, holidays } = settings;
    return { since: at, rules: settings, key: JSON.stringify([timezone, businessHours, holidays]) };
  });
  return eras.filter(({ key }, index) => key !== eras[index - 1]?.key);
}
