// Clocks that stand still, and hours and deadlines that change while they run.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../../src/domain/calendar.ts';
import { weekdays } from '../../../src/domain/calendar/hours.ts';
import { spansUnder, usedUpAt } from '../../../src/domain/calendar/spans.ts';
import { durationOf } from '../../../src/domain/duration.ts';
import { hoursArbitrary, hoursOn, office } from './chance.ts';

const hours = (businessHours: Parameters<typeof createCalendar>[0]['businessHours']) =>
  createCalendar({ timezone: 'UTC', businessHours, holidays: [] });
const nineToFive = hours(hoursOn(office, '09:00-17:00'));
const at = (local: string) => Date.parse(`${local}:00Z`);
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString().slice(0, 16));
/** Spans in November 2026, where the 16th and the 23rd are Mondays; the last may be open. */
const spans = (...times: (string | null)[]) =>
  Array.from({ length: times.length / 2 }, (_, index) => {
    const [from, to] = [times[2 * index], times[2 * index + 1]];
    return { fromAt: at(`2026-11-${from}`), toAt: to ? at(`2026-11-${to}`) : null };
  });
const always = [{ fromAt: 0, calendar: nineToFive }];

describe('a clock that stood still', () => {
  test.each<[string, string, (string | null)[], string | null]>([
    ['one span is the plain duration', 'P2D', ['20T15:00', null], '24T15:00'],
    ['hours add up', 'PT4H', ['16T09:00', '16T10:00', '17T16:00', null], '18T11:00'],
    ['used up before it stood still', 'PT4H', ['16T09:00', '16T14:00', '17T16:00', null], '16T13:00'],
    ['stands still, not used up', 'PT4H', ['16T09:00', '16T10:00'], null],
    ['days: a day and two hours were used', 'P2D', ['16T09:00', '17T11:00', '19T09:00', null], '19T15:00'],
    ['days: released in the night and on at once', 'P2D', ['20T15:00', '21T03:00', '21T03:00', null], '24T15:00'],
    ['days and hours', 'P1DT4H', ['16T09:00', '16T13:00', '18T09:00', null], '18T17:00'],
  ])('%s', (_what, duration, times, due) => {
    expect(iso(usedUpAt(spansUnder(always, spans(...times)), durationOf(duration)))).toBe(due && `2026-11-${due}`);
  });

  test('reminders count over spans too', () => {
    const clock = spansUnder(always, spans('16T09:00', '16T11:30', '17T16:00', null));
    expect([0.5, 0.8, 1].map((part) => iso(usedUpAt(clock, durationOf('PT4H'), part)))).toEqual([
      '2026-11-16T11:00',
      '2026-11-17T16:42',
      '2026-11-18T09:30',
    ]);
  });
});

describe('hours that change', () => {
  const change = (to: Parameters<typeof hours>[0], when: string, from = nineToFive) => [
    { fromAt: 0, calendar: from },
    { fromAt: at(`2026-11-${when}`), calendar: hours(to) },
  ];
  test('used time stays, the rest counts on the new hours', () => {
    const longer = change(hoursOn(weekdays, '08:00-20:00'), '20T16:00');
    expect(iso(usedUpAt(spansUnder(longer, spans('20T15:00', null)), durationOf('PT6H')))).toBe('2026-11-21T09:00');
  });

  test('a day used stays a day, however long days are now', () => {
    const shorter = change(hoursOn(office, '09:00-17:00'), '17T00:00', hours(hoursOn(weekdays, '00:00-24:00')));
    expect(iso(usedUpAt(spansUnder(shorter, spans('16T00:00', null)), durationOf('P2D')))).toBe('2026-11-18T09:00');
  });

  test('a shorter deadline may be past already', () => {
    expect(iso(usedUpAt(spansUnder(always, spans('16T09:00', null)), durationOf('PT2H')))).toBe('2026-11-16T11:00');
  });

  test('cuts spans at each change; a version holds before its time when it is the first', () => {
    const [one, two, three] = [nineToFive, hours({ mon: ['09:00-10:00'] }), hours({ tue: ['09:00-10:00'] })];
    const versions = [one, two, three].map((calendar, index) => ({ fromAt: 100 * (index + 1), calendar }));
    expect(
      spansUnder(versions, [
        { fromAt: 50, toAt: 150 },
        { fromAt: 180, toAt: 180 },
        { fromAt: 190, toAt: null },
      ]),
    ).toEqual([
      { calendar: one, fromAt: 50, toAt: 150 },
      { calendar: one, fromAt: 190, toAt: 200 },
      { calendar: two, fromAt: 200, toAt: 300 },
      { calendar: three, fromAt: 300, toAt: null },
    ]);
    expect(spansUnder([], [{ fromAt: 1, toAt: null }])).toEqual([]);
  });
});

describe('for all clocks', () => {
  const start = at('2026-11-16T00:00');
  const duration = fc.record({ days: fc.nat(4), timeMs: fc.nat(40 * 3_600_000) }).filter(({ days, timeMs }) => days + timeMs > 0);
  const cuts = fc.array(fc.nat(20 * 86_400_000), { minLength: 1, maxLength: 5 }).map((list) => list.toSorted((one, two) => one - two));

  test('a span cut in pieces is the span', () => {
    fc.assert(
      fc.property(hoursArbitrary, duration, cuts, (week, duration, cuts) => {
        const calendar = hours(week);
        const ends = [...cuts.map((cut) => start + cut), null];
        const pieces = ends.map((toAt, index) => ({ calendar, fromAt: ends[index - 1] ?? start, toAt }));
        expect(usedUpAt(pieces, duration)).toBe(calendar.addDuration(start, duration));
      }),
      { numRuns: 1000 },
    );
  });

  test('time is used up when the spans have that much of it, whatever the hours were', () => {
    fc.assert(
      fc.property(
        fc.array(hoursArbitrary, { minLength: 2, maxLength: 3 }),
        fc.integer({ min: 1, max: 2e8 }),
        cuts,
        (weeks, timeMs, cuts) => {
          const versions = weeks.map((week, index) => ({ fromAt: start + index * 3 * 86_400_000, calendar: hours(week) }));
          const clock = spansUnder(
            versions,
            [0, ...cuts].map((cut, index) => ({
              fromAt: start + cut,
              toAt: cuts[index] === undefined ? null : start + (cuts[index] ?? 0),
            })),
          ).filter((_, index) => index % 2 === 0);
          const due = usedUpAt(clock, { days: 0, timeMs });
          const used = clock.reduce(
            (sum, { calendar, fromAt, toAt }) => sum + calendar.between(fromAt, Math.min(toAt ?? Infinity, due ?? Infinity, start + 1e10)),
            0,
          );
          if (due === null) expect(used).toBeLessThan(timeMs);
          else if (due < start + 1e10) expect(used).toBe(timeMs);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('who resumes later is due no earlier, and not before resuming', () => {
    fc.assert(
      fc.property(
        duration,
        fc.nat(10 * 86_400_000),
        fc.nat(10 * 86_400_000),
        fc.nat(10 * 86_400_000),
        (duration, ranMs, pauseMs, moreMs) => {
          const calendar = hours({ ...hoursOn(office, '09:00-17:00'), tue: ['06:00-09:00', '10:00-12:00'], sat: ['12:00-23:00'] });
          const first = { calendar, fromAt: start, toAt: start + ranMs };
          const resumed = [pauseMs, pauseMs + moreMs].map((ms) => first.toAt + ms);
          const [one = 0, two = 0] = resumed.map((fromAt) => usedUpAt([first, { calendar, fromAt, toAt: null }], duration) ?? 0);
          expect(two).toBeGreaterThanOrEqual(one);
          if (one > first.toAt) expect(one).toBeGreaterThanOrEqual(resumed[0] ?? 0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
