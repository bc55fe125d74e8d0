// Slack's date formats, in the workspace's zone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateInWords, instantOf, localTimeOf } from '../../../src/sandbox/page/dates.ts';

const zone = 'Europe/Berlin';
const now = Date.parse('2026-11-23T10:00:00Z');
const words = (format: string, at: string): string => dateInWords(format, Date.parse(at), now, zone);

describe('dateInWords', () => {
  it.each([
    ['{date_num}', '2026-11-02'],
    ['{date_slash}', '11/02/2026'],
    ['{date}', 'November 2nd'],
    ['{date_short}', 'Nov 2'],
    ['{date_long}', 'Monday, November 2nd'],
    ['{time}', '09:05'],
    ['{time_secs}', '09:05:07'],
    ['{ago}', '21 days ago'],
    ['on {date_short_pretty} at {time}, {other}', 'on Nov 2 at 09:05, {other}'],
  ])('shows %s', (format, shown) => {
    expect(words(format, '2026-11-02T08:05:07Z')).toBe(shown);
  });

  it.each([
    ['2026-11-22T22:59:59Z', 'yesterday'],
    ['2026-11-22T23:00:00Z', 'today'],
    ['2026-11-24T22:59:59Z', 'tomorrow'],
    ['2026-11-24T23:00:00Z', 'Nov 25'],
  ])('counts days by local midnights: %s', (at, shown) => {
    expect(words('{date_short_pretty}', at)).toBe(shown);
  });

  it('says the year when it is not clear', () => {
    expect(words('{date}', '2027-11-23T12:00:00Z')).toBe('November 23rd, 2027');
    expect(words('{date_short}', '2026-01-12T12:00:00Z')).toBe('Jan 12, 2026');
    expect(words('{date_short}', '2027-01-12T12:00:00Z')).toBe('Jan 12');
  });

  it.each([
    ['11', 'November 11th'],
    ['12', 'November 12th'],
    ['13', 'November 13th'],
    ['21', 'November 21st'],
    ['22', 'November 22nd'],
  ])('counts the day %s', (day, shown) => {
    expect(words('{date}', `2026-11-${day}T12:00:00Z`)).toBe(shown);
  });

  it.each([
    ['2026-11-23T10:05:00Z', 'in 5 minutes'],
    ['2026-11-23T07:30:00Z', '2 hours ago'],
    ['2026-11-23T09:59:30Z', '30 seconds ago'],
  ])('says how far %s is', (at, shown) => {
    expect(words('{ago}', at)).toBe(shown);
  });
});

it('comes back to the same minute from a local time', () => {
  const minuteMs = 60_000;
  fc.assert(
    fc.property(
      fc.integer({ min: 29_000_000, max: 31_000_000 }),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
      (minute, timezone) => {
        const local = localTimeOf(minute * minuteMs, timezone);
        const back = instantOf(local, timezone);
        // The hour that comes twice in autumn may be either.
        expect(localTimeOf(back ?? Number.NaN, timezone)).toBe(local);
      },
    ),
  );
  expect(instantOf('soon', zone)).toBeNull();
});
