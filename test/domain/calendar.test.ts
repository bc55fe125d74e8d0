// Business time by hand: the contract's examples, holidays, nights, clock changes; and what holds for every calendar.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { CalendarError, createCalendar } from '../../src/domain/calendar.ts';
import { type OpeningRules, weekdays } from '../../src/domain/calendar/hours.ts';
import { dayMs } from '../../src/domain/calendar/zone.ts';
import { durationOf } from '../../src/domain/duration.ts';
import { hoursArbitrary, hoursOn, office, zones } from './calendar/chance.ts';

const hourMs = 3_600_000;
const newYork = calendarOf({});

function calendarOf({
  timezone = 'America/New_York',
  businessHours = hoursOn(office, '09:00-17:00'),
  holidays = [],
}: Partial<OpeningRules>) {
  const calendar = createCalendar({ timezone, businessHours, holidays });
  const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[${timezone}]`).epochMilliseconds;
  const local = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).toPlainDateTime().toString({ smallestUnit: 'second' });
  return {
    ...calendar,
    at,
    due: (from: string, duration: string) => local(calendar.addDuration(at(from), durationOf(duration))),
    hours: (from: string, to: string) => calendar.between(at(from), at(to)) / hourMs,
    opening: (from: string) => local(calendar.nextOpening(at(from))),
    part: (from: string, duration: string, fraction: number) => local(calendar.fractionOf(at(from), durationOf(duration), fraction)),
  };
}

// November 2026: the 20th is a Friday, the 26th Thanksgiving.
describe('New York, Monday to Friday 9 to 17', () => {
  test.each([
    ['Friday 15:00 + P2D', '2026-11-20T15:00', 'P2D', '2026-11-24T15:00:00'],
    ['Saturday + P2D', '2026-11-21T11:00', 'P2D', '2026-11-25T09:00:00'],
    ['Friday 16:00 + PT4H', '2026-11-20T16:00', 'PT4H', '2026-11-23T12:00:00'],
    ['Friday 17:00 + 8 h', '2026-11-20T17:00', 'PT8H', '2026-11-23T17:00:00'],
    ['Friday 13:00 + PT4H ends at the closing', '2026-11-20T13:00', 'PT4H', '2026-11-20T17:00:00'],
    ['Friday 17:00 + P1D: closed already', '2026-11-20T17:00', 'P1D', '2026-11-24T09:00:00'],
    ['days first, then time', '2026-11-20T15:00', 'P1DT4H', '2026-11-24T11:00:00'],
    ['Saturday + P1DT4H', '2026-11-21T11:00', 'P1DT4H', '2026-11-24T13:00:00'],
    ['two seconds', '2026-11-20T16:59:59', 'PT2S', '2026-11-23T09:00:01'],
    ['half an hour before opening', '2026-11-20T08:30', 'PT30M', '2026-11-20T09:30:00'],
    ['a summer time weekend', '2026-03-06T16:00', 'PT4H', '2026-03-09T12:00:00'],
    ['P2D over a winter time weekend', '2026-10-30T15:00', 'P2D', '2026-11-03T15:00:00'],
    ['a year of days', '2026-11-20T15:00', 'P261D', '2027-11-22T15:00:00'],
  ])('%s', (_what, from, duration, due) => {
    expect(newYork.due(from, duration)).toBe(due);
  });

  test('opens at nine and is closed at five', () => {
    expect(newYork.isOpen(newYork.at('2026-11-20T09:00'))).toBe(true);
    expect(newYork.isOpen(newYork.at('2026-11-20T17:00'))).toBe(false);
    expect(newYork.opening('2026-11-20T17:00')).toBe('2026-11-23T09:00:00');
    expect(newYork.opening('2026-11-20T12:34:56')).toBe('2026-11-20T12:34:56');
  });

  test('counts open hours, and none backwards', () => {
    expect(newYork.hours('2026-11-20T16:00', '2026-11-23T12:00')).toBe(4);
    expect(newYork.hours('2026-11-21T00:00', '2026-11-23T09:00')).toBe(0);
    expect(newYork.hours('2026-11-23T12:00', '2026-11-20T16:00')).toBe(0);
    expect(newYork.hours('2026-01-01T00:00', '2027-01-01T00:00')).toBe(261 * 8);
  });

  test('half and four fifths of a deadline, by open time', () => {
    expect(newYork.part('2026-11-20T16:00', 'PT4H', 0.5)).toBe('2026-11-23T10:00:00');
    expect(newYork.part('2026-11-20T15:00', 'P2D', 0.5)).toBe('2026-11-23T15:00:00');
    expect(newYork.part('2026-11-20T15:00', 'P2D', 0.8)).toBe('2026-11-24T11:48:00');
    expect(newYork.part('2026-11-20T15:00', 'P2D', 1)).toBe('2026-11-24T15:00:00');
  });
});

describe('other hours', () => {
  test('Friday 16:00 + 4 h, 8 to 17: Monday 11:00', () => {
    expect(calendarOf({ businessHours: hoursOn(office, '08:00-17:00') }).due('2026-11-20T16:00', 'PT4H')).toBe('2026-11-23T11:00:00');
  });

  test('days end with a day that closes early, and keep the time of day before a late opening', () => {
    const ragged = calendarOf({ businessHours: { ...hoursOn(office, '08:00-17:00'), fri: ['10:00-13:00'] } });
    expect(ragged.due('2026-11-19T15:00', 'P1D')).toBe('2026-11-20T13:00:00');
    expect(ragged.due('2026-11-19T08:30', 'P1D')).toBe('2026-11-20T08:30:00');
    expect(ragged.due('2026-11-19T08:30', 'P1DT1H')).toBe('2026-11-20T11:00:00');
  });

  test('a lunch break', () => {
    const lunch = calendarOf({ businessHours: hoursOn(office, '13:00-17:00', '09:00-12:00') });
    expect(lunch.due('2026-11-20T11:30', 'PT1H')).toBe('2026-11-20T13:30:00');
    expect(lunch.due('2026-11-20T12:15', 'P1D')).toBe('2026-11-23T13:00:00');
    expect(lunch.hours('2026-11-20T00:00', '2026-11-21T00:00')).toBe(7);
  });

  test('a night belongs to the day it starts on', () => {
    const nights = calendarOf({ businessHours: hoursOn(office, '22:00-06:00') });
    expect(nights.hours('2026-11-20T12:00', '2026-11-23T12:00')).toBe(8);
    // Saturday 02:00 is Friday's night: a day later is Monday's night, at two on Tuesday.
    expect(nights.due('2026-11-21T02:00', 'P1D')).toBe('2026-11-24T02:00:00');
    expect(nights.due('2026-11-21T05:00', 'PT2H')).toBe('2026-11-23T23:00:00');
  });

  test('round the clock is the time on the wall', () => {
    const always = calendarOf({ businessHours: hoursOn(weekdays, '00:00-24:00') });
    expect(always.hours('2026-03-08T00:00', '2026-03-09T00:00')).toBe(23);
    expect(always.hours('2026-11-01T00:00', '2026-11-02T00:00')).toBe(25);
    expect(always.due('2026-03-07T12:00', 'P1D')).toBe('2026-03-08T12:00:00');
    expect(always.due('2026-03-07T12:00', 'PT24H')).toBe('2026-03-08T13:00:00');
  });

  test('the hour that is shown twice opens once; the one left out does not count twice', () => {
    const early = calendarOf({ businessHours: { sun: ['01:30-02:30', '03:00-04:00'] } });
    // First 01:30 to 02:30 is two real hours on 1 November; on 8 March 01:30 to 04:00 is one and a half.
    expect(early.hours('2026-11-01T00:00', '2026-11-02T00:00')).toBe(3);
    expect(early.hours('2026-03-08T00:00', '2026-03-09T00:00')).toBe(1.5);
  });

  test('Apia left out Friday, 30 December 2011', () => {
    const apia = calendarOf({ timezone: 'Pacific/Apia' });
    expect(apia.due('2011-12-29T15:00', 'P1D')).toBe('2012-01-02T15:00:00');
    expect(apia.hours('2011-12-29T09:00', '2012-01-02T09:00')).toBe(8);
  });
});

describe('holidays', () => {
  test('close their date, also for days', () => {
    const thanksgiving = calendarOf({ holidays: ['2026-11-26', '2026-11-28'] });
    expect(thanksgiving.due('2026-11-25T16:00', 'PT4H')).toBe('2026-11-27T12:00:00');
    expect(thanksgiving.due('2026-11-25T16:00', 'P2D')).toBe('2026-11-30T16:00:00');
    expect(thanksgiving.opening('2026-11-26T10:00')).toBe('2026-11-27T09:00:00');
  });

  test('the night before ends at midnight, and the night of the holiday does not take place', () => {
    const nights = calendarOf({ businessHours: hoursOn(weekdays, '22:00-06:00'), holidays: ['2026-11-26'] });
    expect(nights.hours('2026-11-25T12:00', '2026-11-26T12:00')).toBe(2);
    expect(nights.hours('2026-11-26T12:00', '2026-11-27T12:00')).toBe(0);
    expect(nights.due('2026-11-25T23:00', 'P1D')).toBe('2026-11-27T23:00:00');
  });
});

describe('what is no calendar', () => {
  const base = { timezone: 'America/New_York', businessHours: hoursOn(office, '09:00-17:00'), holidays: [] };
  const closed = (days: number) =>
    Array.from({ length: days }, (_, index) => new Temporal.PlainDate(2026, 1, 1).add({ days: index }).toString());
  test.each<[string, Partial<OpeningRules>, RegExp]>([
    ['no hours', { businessHours: {} }, /businessHours must open at least once a week/],
    ['hours of no day', { businessHours: { mon: [] } }, /must open at least once a week/],
    ['hours that say nothing', { businessHours: { mon: ['nine to five'] } }, /hours cannot be read/],
    ['open twice at once', { businessHours: { mon: ['09:00-12:00', '11:00-17:00'] } }, /businessHours\.mon\.1 must not overlap/],
    ['closed for more than five years', { holidays: closed(1900) }, /holidays must leave an open day within five years/],
  ])('%s', (_what, rules, message) => {
    expect(() => createCalendar({ ...base, ...rules })).toThrow(message);
    expect(() => createCalendar({ ...base, ...rules })).toThrow(CalendarError);
  });

  test('four years of holidays are only long', () => {
    expect(calendarOf({ holidays: closed(1461) }).due('2025-12-31T16:00', 'PT2H')).toBe('2030-01-01T10:00:00');
  });

  test('more than a hundred years away is refused, not counted', () => {
    const rare = calendarOf({ businessHours: { mon: ['09:00-09:01'] } });
    expect(() => rare.due('2026-11-20T16:00', 'PT100H')).toThrow(CalendarError);
    expect(() => rare.due('2026-11-20T16:00', 'P6000D')).toThrow(/more than a hundred years/);
    expect(() => rare.between(0, 2e14)).toThrow(CalendarError);
    expect(() => rare.nextOpening(Number.NaN)).toThrow(RangeError);
  });
});

describe('for every calendar', () => {
  const rules = fc.record({
    timezone: fc.constantFrom(...zones.map(([timezone]) => timezone)),
    businessHours: hoursArbitrary,
    holidays: fc.array(
      fc.nat(400).map((day) => new Temporal.PlainDate(2026, 1, 1).add({ days: day }).toString()),
      { maxLength: 5 },
    ),
  });
  const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
  const timeMs = fc.integer({ min: 1, max: 200 * hourMs });

  test('time added is time between, and ends when it is used up', () => {
    fc.assert(
      fc.property(rules, instant, timeMs, (rules, at, timeMs) => {
        const calendar = createCalendar(rules);
        const due = calendar.addDuration(at, { days: 0, timeMs });
        expect(calendar.between(at, due)).toBe(timeMs);
        expect(calendar.between(at, due - 1)).toBe(timeMs - 1);
      }),
      { numRuns: 300 },
    );
  });

  test('between adds up, never shrinks and is never more than the time on the wall', () => {
    fc.assert(
      fc.property(rules, fc.tuple(instant, instant, instant), (rules, instants) => {
        const calendar = createCalendar(rules);
        const [a = 0, b = 0, c = 0] = instants.toSorted((one, two) => one - two);
        expect(calendar.between(a, b) + calendar.between(b, c)).toBe(calendar.between(a, c));
        expect(calendar.between(a, b)).toBeGreaterThanOrEqual(0);
        expect(calendar.between(a, b)).toBeLessThanOrEqual(b - a);
      }),
      { numRuns: 300 },
    );
  });

  test('who starts later is never due earlier', () => {
    // In the daytime, where no clock of these zones changes: an hour shown twice has no order of local times.
    const daytime = fc
      .tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 13, max: 22 }))
      .map(([from, to]) => `${String(from).padStart(2, '0')}:00-${to}:00`);
    const ragged = fc.record(Object.fromEntries(weekdays.map((day) => [day, fc.array(daytime, { maxLength: 1 })])));
    fc.assert(
      fc.property(
        rules,
        ragged.filter((hours) => Object.values(hours).flat().length > 0),
        instant,
        fc.oneof(fc.nat(2 * hourMs), fc.nat(10 * dayMs)),
        fc.nat(5),
        fc.option(timeMs, { nil: 0 }),
        (rules, hours, at, laterMs, days, timeMs) => {
          const calendar = createCalendar({ ...rules, businessHours: hours });
          const [one, two] = [at, at + laterMs].map((from) => calendar.addDuration(from, { days, timeMs: timeMs + 1 }));
          expect(two).toBeGreaterThanOrEqual(one ?? 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('parts of a duration come in order, before its end', () => {
    fc.assert(
      fc.property(rules, instant, fc.integer({ min: 1, max: 5 }), (rules, at, days) => {
        const calendar = createCalendar(rules);
        const duration = { days, timeMs: 0 };
        const [half = 0, most = 0, due = 0] = [0.5, 0.8, 1].map((fraction) => calendar.fractionOf(at, duration, fraction));
        expect([at, half, most, due]).toEqual([at, half, most, due].toSorted((one, two) => one - two));
        expect(calendar.between(at, half)).toBe(Math.round(calendar.between(at, due) / 2));
      }),
      { numRuns: 300 },
    );
  });
});
