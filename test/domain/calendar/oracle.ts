// Business time the slow way: walks minute by minute through two weeks of zoned time, asking Temporal for everything.
import { Temporal } from 'temporal-polyfill';
import type { OpeningRules } from '../../../src/domain/calendar/hours.ts';

export const minuteMs = 60_000;
export const stretchMinutes = 14 * 24 * 60;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Rules = Omit<OpeningRules, 'timezone'>;

/** Two weeks of a zone's wall clock, minute by minute. */
export interface Stretch {
  readonly timezone: string;
  readonly fromAt: number;
  /** Every local date in it, and the one before. */
  readonly dates: readonly Temporal.PlainDate[];
  /** Which of the dates each minute is on. */
  readonly dateOf: readonly number[];
}

/** What a stretch is like under some rules. */
export interface Walk {
  /** Which date's hours each minute is open in, -1 when closed: a night belongs to the date on which it began. */
  readonly dayOf: readonly number[];
  /** Open minutes before each minute; one more for all. */
  readonly before: readonly number[];
  /** The first open minute from each minute on. */
  readonly nextOpen: readonly (number | undefined)[];
  /** The dates that open at all, in order, each with the minute at which it closes for good. */
  readonly openDays: readonly { readonly date: number; readonly closes: number }[];
}

export function stretchAround(at: number, timezone: string): Stretch {
  const fromAt = Math.floor(at / minuteMs) * minuteMs - (stretchMinutes / 2) * minuteMs;
  const local = (minute: number) => Temporal.Instant.fromEpochMilliseconds(fromAt + minute * minuteMs).toZonedDateTimeISO(timezone);
  const dates = [local(0).toPlainDate().subtract({ days: 1 })];
  const dateOf: number[] = [];
  for (let minute = 0; minute < stretchMinutes; minute += 1) {
    const { day, hour, minute: past } = local(minute);
    if (day !== dates.at(-1)?.day) {
      // A date that the zone left out is a date too: the day before the next one, on which nothing opens.
      while (dates.at(-1)?.day !== day) dates.push((dates.at(-1) ?? local(0).toPlainDate()).add({ days: 1 }));
      if (minute > 0 && hour * 60 + past > 60) throw new Error('a day of this stretch begins late');
    }
    dateOf.push(dates.length - 1);
  }
  return { timezone, fromAt, dates, dateOf };
}

/** Every clock change of a zone between two dates, as epoch milliseconds. */
export function changesOf(timezone: string, from: string, to: string): number[] {
  const changes: number[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from(`${from}T00:00[${timezone}]`);
  const end = Temporal.ZonedDateTime.from(`${to}T00:00[${timezone}]`).epochMilliseconds;
  while ((at = at.getTimeZoneTransition('next')) && at.epochMilliseconds < end) changes.push(at.epochMilliseconds);
  return changes;
}

/** Opens and closes minute by minute. */
export function walk({ timezone, fromAt, dates, dateOf }: Stretch, rules: Rules): Walk {
  const isHoliday = dates.map((date) => rules.holidays.includes(date.toString()));
  const spansOn = dates.map((date, index) => (isHoliday[index] ? [] : spans(date, timezone, rules.businessHours)));
  const dayOf = dateOf.map((date, minute) => {
    const at = fromAt + minute * minuteMs;
    if (isHoliday[date]) return -1;
    for (const span of spansOn[date - 1] ?? []) if (span.isNight && span.fromAt <= at && at < span.toAt) return date - 1;
    for (const span of spansOn[date] ?? []) if (span.fromAt <= at && at < span.toAt) return date;
    return -1;
  });
  const before = [0];
  const openDays: { date: number; closes: number }[] = [];
  for (const [minute, date] of dayOf.entries()) {
    before.push((before.at(-1) ?? 0) + (date < 0 ? 0 : 1));
    if (date < 0) continue;
    if (openDays.at(-1)?.date === date) openDays.pop();
    openDays.push({ date, closes: minute + 1 });
  }
  const nextOpen: (number | undefined)[] = [];
  for (let minute = dayOf.length - 1; minute >= 0; minute -= 1)
    nextOpen[minute] = (dayOf[minute] ?? -1) >= 0 ? minute : nextOpen[minute + 1];
  return { dayOf, before, nextOpen, openDays };
}

function spans(date: Temporal.PlainDate, timezone: string, hours: OpeningRules['businessHours']) {
  const at = (day: Temporal.PlainDate, time: string) => day.toPlainDateTime(time).toZonedDateTime(timezone).epochMilliseconds;
  return (hours[weekdays[date.dayOfWeek - 1] ?? 'mon'] ?? []).map((text) => {
    const [from = '', to = ''] = text.split('-');
    const isNight = to <= from;
    const ends = isNight || to === '24:00' ? date.add({ days: 1 }) : date;
    return { fromAt: at(date, from), toAt: at(ends, to === '24:00' ? '00:00' : to), isNight };
  });
}

/** The end of `days` open days after a minute, as an instant; null when the stretch ends before. */
export function daysLater(
  { timezone, fromAt, dates }: Stretch,
  { dayOf, nextOpen, openDays }: Walk,
  minute: number,
  days: number,
): number | null {
  const first = nextOpen[minute];
  if (first === undefined) return null;
  const startsOn = openDays.findIndex(({ date }) => date === dayOf[first]);
  const target = openDays[startsOn + days];
  const previous = openDays[startsOn + days - 1];
  const [from, to] = [dates[dayOf[first] ?? 0], dates[target?.date ?? 0]];
  // The last day of the stretch may go on after it.
  if (!target || !previous || !from || !to || startsOn + days + 1 >= openDays.length) return null;
  const wall = Temporal.Instant.fromEpochMilliseconds(fromAt + first * minuteMs).toZonedDateTimeISO(timezone);
  const sinceMidnight = from.toPlainDateTime().until(wall.toPlainDateTime(), { largestUnit: 'minutes' });
  const same = to.toPlainDateTime().add(sinceMidnight).toZonedDateTime(timezone).epochMilliseconds;
  return Math.min(Math.max(same, fromAt + previous.closes * minuteMs), fromAt + target.closes * minuteMs);
}
