// Durations as they are written in the settings.
import { describe, expect, test } from 'vitest';
import { durationOf, readDuration } from '../../src/domain/duration.ts';

describe('durations', () => {
  test.each([
    ['PT4H', 0, 4 * 3_600_000],
    ['P2D', 2, 0],
    ['P1DT4H', 1, 4 * 3_600_000],
    ['PT30M', 0, 1_800_000],
    ['PT2S', 0, 2000],
    ['PT1H30M15S', 0, 5_415_000],
    ['P0DT1S', 0, 1000],
  ])('%s', (text, days, timeMs) => {
    expect(durationOf(text)).toEqual({ days, timeMs });
  });

  test.each(['P1Y', 'P1M', 'P1W', 'P1Y2D', 'P', 'PT', 'P1DT', '4H', 'pt4h', 'PT1.5H', '-PT4H', 'PT4H30', ' PT4H', ''])(
    '“%s” is none',
    (text) => {
      expect(readDuration(text)).toEqual({ problem: expect.stringContaining('(years, months and weeks are not taken)') });
      expect(() => durationOf(text)).toThrow(RangeError);
    },
  );

  test.each([
    ['PT0S', 'must be longer than zero'],
    ['P0D', 'must be longer than zero'],
    [`P${'9'.repeat(30)}D`, 'must be shorter'],
    [`PT${'9'.repeat(400)}H`, 'must be shorter'],
  ])('%.10s %s', (text, problem) => {
    expect(readDuration(text)).toEqual({ problem });
  });
});
