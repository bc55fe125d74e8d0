// Weeks and dates: what can be asked for, what cannot, and that every instant lies in exactly one week.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeriodError, lastWeek, periodOf, spanOf, weekAt, weekOf } from '../../../src/domain/report/week.ts';

const iso = (at: number): string => new Date(at).toISOString();
const now = Date.UTC(2026, 10, 25, 12);

describe('ISO weeks', () => {
  it.each([
    ['2026-W47', '2026-11-16', '2026-11-23'],
    ['2026-w47', '2026-11-16', '2026-11-23'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W53', '2026-12-28', '2027-01-04'],
    ['2020-W53', '2020-12-28', '2021-01-04'],
    ['2021-W01', '2021-01-04', '2021-01-11'],
    ['2024-W01', '2024-01-01', '2024-01-08'],
  ])('%s is %s to %s', (week, from, to) => {
    expect(weekOf(week)).toEqual({ from, to });
  });

  it('are numbered without gap or overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1971, max: 2200 }), (year) => {
        const last = ['W53', 'W52'].flatMap((week) => {
          try {
            return [weekOf(`${year}-${week}`)];
          } catch {
            return [];
          }
        });
        expect(last[0]?.to).toBe(weekOf(`${year + 1}-W01`).from);
      }),
    );
  });
});

describe('the period asked for', () => {
  it.each([
    [{ week: '2026-W47' }, '2026-11-16', '2026-11-23'],
    [{ from: '2026-11-01', to: '2026-12-01' }, '2026-11-01', '2026-12-01'],
    [{ from: '2024-02-29', to: '2024-03-01' }, '2024-02-29', '2024-03-01'],
    [{}, '2026-11-16', '2026-11-23'],
    [{ week: undefined, from: undefined, to: undefined }, '2026-11-16', '2026-11-23'],
  ])('%j', (request, from, to) => {
    expect(periodOf(request, now, 'America/New_York')).toEqual({ from, to });
  });

  it.each([
    [{ week: '2026-W54' }, 'no_such_week', 'There is no week 2026-W54: the weeks of 2026 are W01 to W53.'],
    [{ week: '2025-W53' }, 'no_such_week', 'There is no week 2025-W53: the weeks of 2025 are W01 to W52.'],
    [{ week: '2026-W00' }, 'no_such_week', 'There is no week 2026-W00: the weeks of 2026 are W01 to W53.'],
    [{ week: 'last' }, 'not_a_week', '“last” is not a week. Write it like 2026-W47.'],
    [{ week: '' }, 'not_a_week', '“” is not a week. Write it like 2026-W47.'],
    [{ week: '\u001b[31m2026' }, 'not_a_week', '“[31m2026” is not a week. Write it like 2026-W47.'],
    [{ week: '2026-W47', to: '2026-11-23' }, 'both', 'Choose either a week or the dates from and to, not both.'],
    [{ from: '2026-11-16' }, 'half', 'The date to is missing: give both, such as from 2026-11-16 to 2026-11-23.'],
    [{ to: '2026-11-16' }, 'half', 'The date from is missing: give both, such as from 2026-11-16 to 2026-11-23.'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'not_a_date', '“2026-02-30” is not a date. Write it like 2026-11-16.'],
    [{ from: '2026-11-16', to: '23/11/2026' }, 'not_a_date', '“23/11/2026” is not a date. Write it like 2026-11-16.'],
    [
      { from: '2026-11-23', to: '2026-11-16' },
      'ends_too_early',
      'The period from 2026-11-23 to 2026-11-16 has no day in it: “to” is the day after the last one.',
    ],
    [
      { from: '2026-11-16', to: '2026-11-16' },
      'ends_too_early',
      'The period from 2026-11-16 to 2026-11-16 has no day in it: “to” is the day after the last one.',
    ],
  ])('%j is refused in one sentence', (request, fault, sentence) => {
    const ask = (): unknown => periodOf(request, now, 'America/New_York');
    expect(ask).toThrow(PeriodError);
    expect(ask).toThrow(sentence);
    expect(ask).toThrow(expect.objectContaining({ fault }));
  });
});

describe('the last complete week', () => {
  it.each([
    // Monday begins at another instant everywhere.
    ['America/New_York', '2026-11-23T04:59:59Z', '2026-11-09'],
    ['America/New_York', '2026-11-23T05:00:00Z', '2026-11-16'],
    ['Pacific/Auckland', '2026-11-22T10:59:59Z', '2026-11-09'],
    ['Pacific/Auckland', '2026-11-22T11:00:00Z', '2026-11-16'],
    ['UTC', '2026-11-29T23:59:59.999Z', '2026-11-16'],
  ])('in %s at %s begins %s', (timezone, at, from) => {
    expect(lastWeek(Date.parse(at), timezone).from).toBe(from);
  });
});

describe('days as instants', () => {
  it.each([
    ['a plain week', 'America/New_York', '2026-11-16', '2026-11-23', '2026-11-16T05:00:00.000Z', '2026-11-23T05:00:00.000Z'],
    ['summer time ends: 169 hours', 'America/New_York', '2026-10-26', '2026-11-02', '2026-10-26T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['summer time begins: 167 hours', 'Europe/Berlin', '2026-03-23', '2026-03-30', '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    [
      'half an hour of summer time',
      'Australia/Lord_Howe',
      '2026-03-30',
      '2026-04-06',
      '2026-03-29T13:00:00.000Z',
      '2026-04-05T13:30:00.000Z',
    ],
    ['a day without midnight', 'America/Sao_Paulo', '2018-11-04', '2018-11-05', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'],
    ['a day that was left out', 'Pacific/Apia', '2011-12-30', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
    ['the week of six days', 'Pacific/Apia', '2011-12-26', '2012-01-02', '2011-12-26T10:00:00.000Z', '2012-01-01T10:00:00.000Z'],
  ])('%s', (_, timezone, from, to, fromAt, toAt) => {
    const span = spanOf({ from, to }, timezone);
    expect([iso(span.fromAt), iso(span.toAt)]).toEqual([fromAt, toAt]);
  });

  const zones = [
    'America/New_York',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Pacific/Kiritimati',
    'Asia/Beirut',
    'Africa/Cairo',
    'America/Havana',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Pacific/Chatham',
    'Asia/Tehran',
    'UTC',
  ];
  const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) });

  it('F87: every instant lies in exactly one week, in any zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (timezone, at) => {
        const week = weekAt(at, timezone);
        const { fromAt, toAt } = spanOf(week, timezone);
        const before = spanOf(weekAt(fromAt - 1, timezone), timezone);
        const after = spanOf(weekAt(toAt, timezone), timezone);
        expect(fromAt <= at && at < toAt).toBe(true);
        expect([before.toAt, after.fromAt]).toEqual([fromAt, toAt]);
        expect(lastWeek(toAt, timezone)).toEqual(week);
        expect(lastWeek(toAt - 1, timezone)).not.toEqual(week);
      }),
      { numRuns: 300 },
    );
  });

  it('F87: a week begins with the first instant of its Monday, as the calendars of the machine know it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (timezone, at) => {
        const { from } = weekAt(at, timezone);
        const { fromAt } = spanOf({ from, to: from }, timezone);
        const local = new Intl.DateTimeFormat('en-CA', {
          timeZone: timezone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          weekday: 'short',
        });
        expect(local.format(fromAt)).toBe(`Mon, ${from}`);
        expect(local.format(fromAt - 1)).not.toBe(`Mon, ${from}`);
      }),
      { numRuns: 300 },
    );
  });
});
