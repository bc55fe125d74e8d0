// The calendar against the slow way: every minute of the weeks around clock changes, and two thousand cases by chance.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../../src/domain/calendar.ts';
import { type OpeningRules, weekdays } from '../../../src/domain/calendar/hours.ts';
import { createZone, dayMs } from '../../../src/domain/calendar/zone.ts';
import { hoursArbitrary, hoursOn, office, zones } from './chance.ts';
import { type Stretch, changesOf, daysLater, minuteMs, stretchAround, stretchMinutes, walk } from './oracle.ts';

const stretches = new Map<string, Stretch[]>();
/** Two weeks around each change of a zone, or two calm weeks. */
function stretchesOf(timezone: string, from: string, to: string): Stretch[] {
  let found = stretches.get(timezone);
  if (!found) {
    const changes = changesOf(timezone, from, to);
    found = (changes.length > 0 ? changes : [Date.parse(from) + 40 * dayMs]).map((at) => stretchAround(at, timezone));
    stretches.set(timezone, found);
  }
  return found;
}

const patterns: readonly OpeningRules['businessHours'][] = [
  hoursOn(office, '09:00-17:00'),
  hoursOn(weekdays, '00:00-24:00'),
  hoursOn(weekdays, '22:00-06:00'),
  hoursOn(weekdays, '23:15-00:45', '01:30-02:15', '02:30-03:30', '12:00-12:01'),
  { ...hoursOn(office, '08:00-12:00', '13:00-24:00'), sat: ['00:00-02:30'], sun: ['23:45-23:30'], mon: ['23:45-00:15'] },
];

/** Everything the calendar says about some minutes of a stretch. */
function compare(stretch: Stretch, rules: Omit<OpeningRules, 'timezone'>, minutes: readonly number[]): void {
  const calendar = createCalendar({ timezone: stretch.timezone, ...rules });
  const walked = walk(stretch, rules);
  const { dayOf, before, nextOpen } = walked;
  const at = (minute: number) => stretch.fromAt + minute * minuteMs;
  const said: unknown[] = [];
  const wanted: unknown[] = [];
  const check = (what: string, minute: number, is: unknown, should: unknown) => {
    const where = `${what} ${new Date(at(minute)).toISOString()}`;
    said.push([where, is]);
    wanted.push([where, should]);
  };
  for (const [index, minute] of minutes.entries()) {
    const other = minutes[index + 1] ?? stretchMinutes;
    const [from, to] = [Math.min(minute, other), Math.max(minute, other)];
    const open = (before[to] ?? 0) - (before[from] ?? 0);
    check('isOpen', minute, calendar.isOpen(at(minute)), (dayOf[minute] ?? -1) >= 0);
    const opening = nextOpen[minute];
    if (opening !== undefined) check('nextOpening', minute, calendar.nextOpening(at(minute)), at(opening));
    check('between', from, calendar.between(at(from), at(to)), open * minuteMs);
    let end = to;
    while (end > from && before[end - 1] === before[to]) end -= 1;
    if (open > 0) check(`add ${open} min`, from, calendar.addDuration(at(from), { days: 0, timeMs: open * minuteMs }), at(end));
    for (const days of [1, 3]) {
      const due = daysLater(stretch, walked, minute, days);
      if (due !== null) check(`add ${days} days`, minute, calendar.addDuration(at(minute), { days, timeMs: 0 }), due);
    }
  }
  expect(said).toEqual(wanted);
}

describe('the weeks around every clock change', () => {
  test.each(zones)('%s %s to %s', (timezone, from, to) => {
    for (const stretch of stretchesOf(timezone, from, to)) {
      const middle = stretchMinutes / 2;
      const holiday = stretch.dates[12]?.toString() ?? '';
      // Every 97 minutes of the two weeks, and every 7 of the hours around the change.
      const minutes = [
        ...Array.from({ length: Math.floor(stretchMinutes / 97) }, (_, index) => index * 97),
        ...Array.from({ length: 60 }, (_, index) => middle - 210 + index * 7),
      ];
      for (const businessHours of patterns) compare(stretch, { businessHours, holidays: [holiday] }, minutes);
    }
  });

  test('2,000 cases by chance', { timeout: 60_000 }, () => {
    const stretch = fc.constantFrom(...zones).chain(([timezone, from, to]) => fc.constantFrom(...stretchesOf(timezone, from, to)));
    fc.assert(
      fc.property(
        stretch,
        hoursArbitrary,
        fc.uniqueArray(fc.nat(13), { maxLength: 3 }),
        fc.array(fc.nat(stretchMinutes - 1), { minLength: 2, maxLength: 4 }),
        (stretch, businessHours, closed, minutes) => {
          const holidays = closed.map((index) => stretch.dates[index + 1]?.toString() ?? '');
          compare(stretch, { businessHours, holidays }, minutes);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the wall clock', () => {
  test.each(zones)('%s agrees with Temporal around %s to %s', (timezone, from, to) => {
    const zone = createZone(timezone);
    for (const stretch of stretchesOf(timezone, from, to)) {
      const middle = stretch.fromAt + (stretchMinutes / 2) * minuteMs;
      for (let at = middle - 2 * dayMs; at < middle + 2 * dayMs; at += 13 * minuteMs) {
        const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
        expect(zone.wallAt(at)).toBe(at + there.offsetNanoseconds / 1_000_000);
        // The same number taken for a wall time: also times that are shown twice or never.
        const plain = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDateTime();
        expect(zone.instantOf(at), plain.toString()).toBe(plain.toZonedDateTime(timezone).epochMilliseconds);
      }
      for (let day = Math.floor(middle / dayMs) - 3; day < middle / dayMs + 3; day += 1) {
        const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
        expect(zone.startOf(day), date.toString()).toBe(date.toZonedDateTime(timezone).epochMilliseconds);
      }
    }
  });
});
