// Dates and times in the spellings of callers and spreadsheets.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOf, readEpoch, readIso, readWhen } from '../../src/sources/when.ts';

const at = (iso: string, isDateOnly = false) => ({ at: Date.parse(iso), isDateOnly });

test.each([
  ['2026-11-22T10:00:00Z', at('2026-11-22T10:00:00Z')],
  ['2026-11-22T10:00:00.123+01:00', at('2026-11-22T09:00:00.123Z')],
  ['2026-11-22T10:00:00+0000', at('2026-11-22T10:00:00Z')],
  ['2026-11-22 10:00:00 UTC', at('2026-11-22T10:00:00Z')],
  ['2026-11-22 10:00:00 -0500', at('2026-11-22T15:00:00Z')],
  ['20261122T100000Z', at('2026-11-22T10:00:00Z')],
  // New York is five hours behind in November, four in summer.
  ['2026-11-22T10:00:00', at('2026-11-22T15:00:00Z')],
  ['2026-07-01 10:00', at('2026-07-01T14:00:00Z')],
  ['2026-11-22', at('2026-11-22T05:00:00Z', true)],
  ['11/20/2026 09:41', at('2026-11-20T14:41:00Z')],
  ['11/20/2026, 9:41:05 PM', at('2026-11-21T02:41:05Z')],
  ['11/20/2026 12:05 am', at('2026-11-20T05:05:00Z')],
  ['20/11/2026', at('2026-11-20T05:00:00Z', true)],
  ['20.11.2026', at('2026-11-20T05:00:00Z', true)],
  ['05.11.2026 08:00', at('2026-11-05T13:00:00Z')],
  ['11/11/2026', at('2026-11-11T05:00:00Z', true)],
  ['11/05/2026', 'ambiguous'],
  ['31.02.2026', null],
  ['2026-02-30', null],
  ['2026-11-22T25:00:00Z', null],
  ['11/20/2026 13:00 PM', null],
  ['11/20/26', null],
  ['0001-01-01T00:00:00Z', null],
  ['2026-11-22T10:00:00[Asia/Tokyo]', null],
  ['yesterday', null],
  ['', null],
])('%s in New York', (text, reading) => {
  expect(readWhen(text, 'America/New_York')).toEqual(reading);
});

test('a time that summer time skips, and one that comes twice, are read as the usual rule has it', () => {
  expect(readWhen('2026-03-08 02:30', 'America/New_York')).toEqual(at('2026-03-08T07:30:00Z'));
  expect(readWhen('2026-11-01 01:30', 'America/New_York')).toEqual(at('2026-11-01T05:30:00Z'));
});

test('epochs in seconds and milliseconds; other numbers are no dates', () => {
  expect(readEpoch(1_763_798_999_000)).toEqual({ at: 1_763_798_999_000, isDateOnly: false });
  expect(readEpoch(1_763_798_999)).toEqual({ at: 1_763_798_999_000, isDateOnly: false });
  expect([readEpoch(72), readEpoch(17_637_989_990.5), readEpoch(-1_763_798_999)]).toEqual([null, null, null]);
});

test('every instant is read back, every date is its own day, and any text is answered', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1970-01-02'), max: new Date('2200-01-01'), noInvalidDate: true }),
      fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/Sao_Paulo'),
      (date, zone) => {
        expect(readIso(date.toISOString(), zone)).toEqual({ at: date.getTime(), isDateOnly: false });
        const day = dateOf(date.getTime(), zone);
        const read = readIso(day, zone);
        expect(dateOf(read?.at ?? 0, zone)).toBe(day);
      },
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-/.:TZ+ apm['.split('')) }), (text) => {
      readWhen(text, 'Europe/Berlin');
    }),
  );
});
