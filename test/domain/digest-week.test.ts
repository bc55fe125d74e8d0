// When which digest is due: at the local time of the settings, whatever the clocks of a zone do, and each instant in one week.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { weekdays } from '../../src/domain/calendar/hours.ts';
import { earlier, lastDigest, later, nextDigestAt, spanOfDigest } from '../../src/domain/digest-week.ts';
import { weekAt, weekOf } from '../../src/domain/report/week.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const dayMs = 24 * 60 * minuteMs;
type Day = (typeof weekdays)[number];

function rulesOf(timezone: string, day: Day = 'mon', at = '09:00') {
  return { timezone, digest: { day, at } };
}

/** What the clocks on the wall say, as the machine's own calendars know it: `mon 09:00`. */
function wallClock(timezone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts.get('weekday')?.toLowerCase()} ${parts.get('hour')}:${parts.get('minute')}`;
  };
}

/** Each zone with a week around a change of its clocks; those that know none have any week. */
const changes = [
  ['America/New_York', 'forward', '2026-03-08T07:00:00Z'],
  ['America/New_York', 'back', '2026-11-01T06:00:00Z'],
  ['Europe/London', 'forward', '2026-03-29T01:00:00Z'],
  ['Europe/London', 'back', '2026-10-25T01:00:00Z'],
  ['Australia/Lord_Howe', 'forward', '2026-10-03T15:30:00Z'],
  ['Australia/Lord_Howe', 'back', '2026-04-04T15:00:00Z'],
  ['America/Sao_Paulo', 'forward', '2018-11-04T03:00:00Z'],
  ['America/Sao_Paulo', 'back', '2018-02-18T02:00:00Z'],
  ['Asia/Kolkata', 'in spring', '2026-03-29T01:00:00Z'],
  ['Asia/Kolkata', 'in autumn', '2026-10-25T01:00:00Z'],
  ['Asia/Kathmandu', 'in spring', '2026-03-29T01:00:00Z'],
  ['Asia/Kathmandu', 'in autumn', '2026-10-25T01:00:00Z'],
] as const;

describe.each(changes)('F49: %s, clocks go %s', (timezone, _how, change) => {
  const changeAt = Date.parse(change);
  const wall = wallClock(timezone);

  test.each([
    ['mon', '09:00'],
    ['mon', '00:00'],
    ['sun', '23:30'],
    ['sat', '12:00'],
  ] as const)('due on %s at %s: once a week, when the clocks on the wall say so', (day, at) => {
    const rules = rulesOf(timezone, day, at);
    const due: number[] = [];
    for (let now = changeAt - 9 * dayMs; now < changeAt + 9 * dayMs;) {
      now = nextDigestAt(rules, now);
      due.push(now);
    }
    const seen: number[] = [];
    // Offsets from UTC are whole quarters of an hour, and so are these times. What the clocks show twice counts once.
    for (let now = changeAt - 9 * dayMs + quarterMs; now <= (due.at(-1) ?? 0); now += quarterMs) {
      if (wall(now) === `${day} ${at}` && now - (seen.at(-1) ?? 0) > dayMs) seen.push(now);
    }
    expect(due.map((one) => new Date(one).toISOString())).toEqual(seen.map((one) => new Date(one).toISOString()));
  });

  test('minute by minute over four days it is due once a day of digest, never early', () => {
    const day = (['sun', 'mon'] as const).find((one) => wall(changeAt + dayMs / 2).startsWith(one)) ?? 'sun';
    const rules = rulesOf(timezone, day, '09:00');
    const begun: number[] = [];
    for (let now = changeAt - 2 * dayMs; now < changeAt + 2 * dayMs; now += minuteMs) {
      if (lastDigest(rules, now).name !== lastDigest(rules, now - minuteMs).name) begun.push(now);
    }
    expect(begun.map(wall)).toEqual([`${day} 09:00`]);
  });
});

describe('F49: a time that the clocks leave out or have twice', () => {
  test.each([
    ['America/New_York', '02:30', '2026-03-07T00:00:00Z', '2026-03-08T07:30:00.000Z'], // 3:30 by the clocks
    ['America/New_York', '01:30', '2026-10-31T00:00:00Z', '2026-11-01T05:30:00.000Z'], // the first of two
    ['America/Sao_Paulo', '00:30', '2018-11-03T00:00:00Z', '2018-11-04T03:30:00.000Z'], // 1:30: this day has no midnight
    ['Australia/Lord_Howe', '02:15', '2026-10-02T00:00:00Z', '2026-10-03T15:45:00.000Z'], // 2:45: half an hour is left out
  ])('%s, Sunday %s: once', (timezone, at, from, dueAt) => {
    const rules = rulesOf(timezone, 'sun', at);
    const next = nextDigestAt(rules, Date.parse(from));
    expect(new Date(next).toISOString()).toBe(dueAt);
    expect(lastDigest(rules, next - 1).name).not.toBe(lastDigest(rules, next).name);
    expect(nextDigestAt(rules, next)).toBeGreaterThan(next + 6 * dayMs);
  });
});

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Kiritimati',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Asia/Tehran',
  'America/St_Johns',
  'UTC',
];
const anyRules = fc
  .record({ timezone: fc.constantFrom(...zones), day: fc.constantFrom(...weekdays), hour: fc.nat(23), minute: fc.nat(59) })
  .map(({ timezone, day, hour, minute }) => rulesOf(timezone, day, `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`));
const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) });

it('F87: every instant lies in exactly one digest week, in any zone, whenever the digest comes', () => {
  fc.assert(
    fc.property(anyRules, instants, (rules, at) => {
      // The newest digest that could tell of it, and some before and after.
      let week = lastDigest(rules, at + 21 * dayMs);
      const holding: string[] = [];
      for (let count = 0; count < 6; count += 1) {
        const before = earlier(week, rules);
        expect(spanOfDigest(before, rules).toAt).toBe(spanOfDigest(week, rules).fromAt);
        expect(later(before, rules)).toEqual(week);
        const { fromAt, toAt } = spanOfDigest(week, rules);
        if (fromAt <= at && at < toAt) holding.push(week.name);
        week = before;
      }
      expect(holding).toHaveLength(1);
      expect(weekOf(holding[0] ?? '')).toEqual(weekAt(at, rules.timezone));
    }),
    { numRuns: 200 },
  );
});

it('F87: at any moment the last digest is the newest one that is due, and tells of a week that is over', () => {
  fc.assert(
    fc.property(anyRules, instants, (rules, now) => {
      const week = lastDigest(rules, now);
      const next = nextDigestAt(rules, now);
      expect(week.dueAt <= now && now < next).toBe(true);
      expect(lastDigest(rules, week.dueAt)).toEqual(week);
      expect(lastDigest(rules, next)).toEqual(later(week, rules));
      expect(spanOfDigest(week, rules).toAt).toBeLessThanOrEqual(now);
    }),
    { numRuns: 300 },
  );
});

test.each([
  // the digest comes on, its week is called, from, to
  ['2027-01-04T14:00:00Z', '2026-W53', '2026-12-28', '2027-01-04'],
  ['2026-12-28T14:00:00Z', '2026-W52', '2026-12-21', '2026-12-28'],
  ['2027-01-11T14:00:00Z', '2027-W01', '2027-01-04', '2027-01-11'],
  ['2021-01-04T14:00:00Z', '2020-W53', '2020-12-28', '2021-01-04'],
  ['2025-01-06T14:00:00Z', '2025-W01', '2024-12-30', '2025-01-06'],
  ['2024-12-30T14:00:00Z', '2024-W52', '2024-12-23', '2024-12-30'],
])('around a new year, %s: %s', (at, name, from, to) => {
  const week = lastDigest(rulesOf('America/New_York'), Date.parse(at));
  expect(week).toEqual({ name, period: { from, to }, dueAt: Date.parse(at) });
  expect(weekOf(name)).toEqual({ from, to });
});
