// A day as people write it. Today is Monday, the 23rd of November 2026.
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDay } from '../../src/domain/day.ts';

const today = '2026-11-23';

describe('a day', () => {
  test.each([
    ['2026-11-30', '2026-11-30'],
    ['  2026-11-24 ', '2026-11-24'],
    ['tomorrow', '2026-11-24'],
    ['Tomorrow', '2026-11-24'],
    ['Tuesday', '2026-11-24'],
    ['fri', '2026-11-27'],
    ['SUN', '2026-11-29'],
    ['monday', '2026-11-30'], // not today
    ['thurs', '2026-11-26'],
    ['30 Nov', '2026-11-30'],
    ['30. November', '2026-11-30'],
    ['30nov', '2026-11-30'],
    ['Nov 30', '2026-11-30'],
    ['nov. 30', '2026-11-30'],
    ['November 30, 2026', '2026-11-30'],
    ['30 Nov 2027', '2027-11-30'],
    ['1 sept', '2027-09-01'],
    ['23 Nov', '2027-11-23'], // this year's is today
    ['22 Nov', '2027-11-22'],
    ['29 Feb', '2028-02-29'], // 2027 has none
    ['23 Nov 2028', '2028-11-23'],
  ])('%s is %s', (text, day) => {
    expect(readDay(text, today)).toBe(day);
  });

  test.each([
    '',
    'soon',
    'today',
    today,
    '2026-11-22',
    '2026-02-30',
    '2026-13-01',
    '2028-11-24', // too far
    '9999-12-31',
    '30',
    '31 Nov',
    '0 Nov',
    '30 Nov 30',
    '30 Nov 2025',
    'Nov',
    'tu',
    'no',
    '30.11.',
    '11/30',
    '30 foo',
    'constructor',
    '２０２６-11-30',
  ])('%j is none', (text) => {
    expect(readDay(text, today)).toBeNull();
  });

  test('is always later than today, whatever is written, and every date of the next two years can be', () => {
    const from = Temporal.PlainDate.from(today);
    const month = (day: Temporal.PlainDate) => day.toLocaleString('en-US', { month: 'long' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 730 }), (days) => {
        const day = from.add({ days });
        for (const text of [day.toString(), `${day.day} ${month(day)} ${day.year}`, `${month(day).slice(0, 3)} ${day.day}, ${day.year}`]) {
          expect(readDay(text, today)).toBe(day.toString());
        }
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => (readDay(text, today) ?? '9') > today));
  });
});
