// Business time across changed hours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CalendarError, createCalendar } from '../../src/domain/calendar.ts';
import { durationOf } from '../../src/domain/duration.ts';
import { createTimetable } from '../../src/domain/timetable.ts';
import { hoursArbitrary, hoursOn, office } from './calendar/chance.ts';

const hourMs = 3_600_000;
const at = (local: string) => Date.parse(`2026-11-${local}:00Z`);
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString().slice(8, 16));
const hours = (from: string, to: string) => ({ timezone: 'UTC', businessHours: hoursOn(office, `${from}-${to}`), holidays: [] });
const since = (local: string, from: string, to: string) => ({ since: at(local), rules: hours(from, to) });
const nineToFive = { since: 0, rules: hours('09:00', '17:00') };

describe('changed hours', () => {
  const longer = createTimetable([nineToFive, since('24T12:00', '08:00', '20:00')]);
  const running = [{ fromAt: at('23T09:00'), toAt: null }];

  test('what was used before stays, the rest counts on the new hours', () => {
    expect(longer.usedMs(running, at('24T12:00'))).toBe(11 * hourMs);
    expect(longer.usedMs(running, at('25T09:00'))).toBe((11 + 8 + 1) * hourMs);
    expect(iso(longer.dueAt(running, durationOf('PT20H')))).toBe('25T09:00');
    expect(iso(createTimetable([nineToFive]).dueAt(running, durationOf('PT20H')))).toBe('25T13:00');
  });

  test('a day used stays a day', () => {
    // A day and three eighths of one were used; the rest is five eighths of a day of twelve hours.
    expect(iso(longer.dueAt(running, durationOf('P2D')))).toBe('24T19:30');
  });

  test('only the hours now in force say when it opens next', () => {
    expect(iso(longer.calendar.nextOpening(at('23T21:00')))).toBe('24T08:00');
  });

  test('a change in the night that changes nothing moves nothing', () => {
    const same = createTimetable([nineToFive, since('24T03:00', '09:00', '17:00'), since('24T10:30', '09:00', '17:00')]);
    for (const duration of ['PT4H', 'P2D', 'P1DT3H']) {
      expect(same.dueAt(running, durationOf(duration))).toBe(createTimetable([nineToFive]).dueAt(running, durationOf(duration)));
    }
  });

  test('a clock that stands still is due never, one that stood still later', () => {
    expect(longer.dueAt([{ fromAt: at('23T09:00'), toAt: at('23T10:00') }], durationOf('PT2H'))).toBeNull();
    const resumed = [
      { fromAt: at('23T09:00'), toAt: at('23T10:00') },
      { fromAt: at('25T08:00'), toAt: null },
    ];
    expect(iso(longer.dueAt(resumed, durationOf('PT2H')))).toBe('25T09:00');
    expect(iso(longer.dueAt(resumed, durationOf('PT2H'), 0.5))).toBe('23T10:00');
    expect(longer.usedMs(resumed, at('25T08:30'))).toBe(1.5 * hourMs);
  });

  test('F50: hours set while the clock was set back count no stretch twice', () => {
    const night = { timezone: 'UTC', businessHours: hoursOn(office, '00:00-24:00'), holidays: [] };
    const turned = createTimetable([nineToFive, { since: at('23T14:00'), rules: night }, since('23T12:00', '09:00', '17:00')]);
    expect(turned.between(at('23T09:00'), at('23T17:00'))).toBe(8 * hourMs);
    expect(turned.usedMs(running, at('24T17:00'))).toBe(16 * hourMs);
    expect(iso(turned.dueAt(running, durationOf('PT12H')))).toBe('24T13:00');
  });

  test('no hours, or hours that make no calendar, are refused', () => {
    expect(() => createTimetable([])).toThrow(/needs opening hours/);
    expect(() => createTimetable([{ since: 0, rules: { ...nineToFive.rules, businessHours: {} } }])).toThrow(CalendarError);
  });
});

const start = at('16T00:00');
const moment = fc.nat(20 * 24).map((quarter) => start + quarter * 15 * 60_000);
const duration = fc.record({ days: fc.nat(4), timeMs: fc.nat(40 * hourMs) }).filter(({ days, timeMs }) => days + timeMs > 0);

describe('for all hours', () => {
  test('one version is the plain calendar', () => {
    fc.assert(
      fc.property(hoursArbitrary, duration, moment, moment, fc.constantFrom(0.5, 0.8, 1), (businessHours, length, from, to, part) => {
        const rules = { timezone: 'Europe/Berlin', businessHours, holidays: [] };
        const [timetable, calendar] = [createTimetable([{ since: to, rules }]), createCalendar(rules)];
        expect(timetable.between(from, to)).toBe(calendar.between(from, to));
        expect(timetable.usedMs([{ fromAt: from, toAt: null }], to)).toBe(calendar.between(from, to));
        expect(timetable.dueAt([{ fromAt: from, toAt: null }], length, part)).toBe(calendar.fractionOf(from, length, part));
      }),
      { numRuns: 500 },
    );
  });

  test('F50: the time between two instants is the sum of its parts, in whatever order the hours were set', () => {
    const versions = fc.array(fc.record({ since: moment, businessHours: hoursArbitrary }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(versions, moment, moment, moment, (list, ...moments) => {
        const timetable = createTimetable(
          list.map(({ since: fromAt, businessHours }) => ({ since: fromAt, rules: { timezone: 'UTC', businessHours, holidays: [] } })),
        );
        const [one = 0, two = 0, three = 0] = moments.toSorted((a, b) => a - b);
        expect(timetable.between(one, two) + timetable.between(two, three)).toBeCloseTo(timetable.between(one, three), 3);
        expect(timetable.between(one, three)).toBeLessThanOrEqual(three - one);
      }),
      { numRuns: 500 },
    );
  });
});
