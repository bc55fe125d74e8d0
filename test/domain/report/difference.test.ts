// The interval for a difference of shares, against the values that its author published.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, differenceOf } from '../../../src/domain/report/difference.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';

describe('the difference of two shares', () => {
  // Newcombe 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i of %i beside %i of %i lies in the published interval', (k, n, kBefore, nBefore, low, high) => {
    const difference = differenceOf(shareOf(k, n), shareOf(kBefore, nBefore));
    expect(Math.abs((difference?.low ?? NaN) - low)).toBeLessThanOrEqual(0.00015);
    expect(Math.abs((difference?.high ?? NaN) - high)).toBeLessThanOrEqual(0.00015);
  });

  it('is not known where one of them has nothing', () => {
    expect(differenceOf(shareOf(0, 0), shareOf(3, 9))).toBeNull();
    expect(differenceOf(shareOf(3, 9), shareOf(0, 0))).toBeNull();
  });
});

describe('a change', () => {
  it.each([
    [17, 31, 139, 265, 'none'],
    [28, 31, 139, 265, 'up'],
    [5, 31, 139, 265, 'down'],
    [0, 4, 139, 265, 'too few'],
    [0, 31, 4, 4, 'too few'],
    [0, 0, 4, 9, 'too few'],
    [5, 5, 0, 5, 'up'],
  ] as const)('from %i of %i, with %i of %i before, is “%s”', (k, n, kBefore, nBefore, change) => {
    expect(changeOf(shareOf(k, n), shareOf(kBefore, nBefore))).toBe(change);
  });

  const shares = fc.integer({ min: 0, max: 60 }).chain((n) => fc.integer({ min: 0, max: n }).map((k) => shareOf(k, n)));

  it('turns round with its sides, is never called of fewer than 5, and never of equal shares', () => {
    const opposite = { up: 'down', down: 'up', none: 'none', 'too few': 'too few' } as const;
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        expect(changeOf(b, a)).toBe(opposite[changeOf(a, b)]);
        if (Math.min(a.n, b.n) < 5) expect(changeOf(a, b)).toBe('too few');
        if (a.n >= 5) expect(changeOf(a, a)).toBe('none');
      }),
    );
  });
});
