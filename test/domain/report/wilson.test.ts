// The interval against published values and the contract's own example.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../../src/domain/report/wilson.ts';
import { certainty, percent, range } from '../../../src/domain/report/wording.ts';

describe('the Wilson interval', () => {
  it.each([
    // the report's documented example
    [17, 31, 0.5484, 0.3777, 0.7084],
    [31, 44, 0.7045, 0.5578, 0.8184],
    [1, 48, 0.0208, 0.0037, 0.109],
    [1, 1, 1, 0.2065, 1],
    // R. G. Newcombe, “Two-sided confidence intervals for the single proportion”, Stat. Med. 17 (1998), table I, method 3
    [81, 263, 0.308, 0.2553, 0.3662],
    [15, 148, 0.1014, 0.0624, 0.1605],
    [0, 20, 0, 0, 0.1611],
    [1, 29, 0.0345, 0.0061, 0.1718],
  ])('%i of %i: %f, %f to %f', (k, n, rate, low, high) => {
    expect(shareOf(k, n)).toEqual({ k, n, rate, low, high });
  });

  it.each([
    [0, 3, '0–56'],
    [1, 1, '21–100'],
    [3, 4, '30–95'],
    [5, 10, '24–76'],
    [8, 10, '49–94'],
    [10, 20, '30–70'],
    [12, 30, '25–58'],
    [30, 60, '38–62'],
    [40, 100, '31–50'],
  ])('%i of %i is likely %s %%', (k, n, likely) => {
    const { low, high } = shareOf(k, n);
    expect(`${Math.round((low ?? NaN) * 100)}–${Math.round((high ?? NaN) * 100)}`).toBe(likely);
  });

  it('F84: has no rate where there is nothing', () => {
    expect(shareOf(0, 0)).toEqual({ k: 0, n: 0, rate: null, low: null, high: null });
  });

  it('holds the rate, stays in [0, 1], mirrors and narrows', () => {
    const pair = fc.integer({ min: 1, max: 100_000 }).chain((n) => fc.record({ k: fc.nat(n), n: fc.constant(n) }));
    fc.assert(
      fc.property(pair, ({ k, n }) => {
        const { rate, low, high } = shareOf(k, n);
        const mirror = shareOf(n - k, n);
        const wider = shareOf(k * 4, n * 4);
        if (rate === null || low === null || high === null || mirror.high === null || wider.low === null || wider.high === null)
          return false;
        const isNarrower = wider.high - wider.low <= high - low;
        return 0 <= low && low <= rate && rate <= high && high <= 1 && Math.abs(low + mirror.high - 1) < 0.000_2 && isNarrower;
      }),
    );
  });
});

describe('in words', () => {
  const pair = fc
    .integer({ min: 1, max: 2_000_000 })
    .chain((n) => fc.record({ k: fc.oneof(fc.nat(Math.min(3, n)), fc.nat(n)), n: fc.constant(n) }));

  it('one of many is not 0 %, all but one are not 100 %, and no range ends where it begins', () => {
    expect([shareOf(1, 3_000), shareOf(299, 300), shareOf(0, 3_000), shareOf(3_000, 3_000)].map(certainty)).toEqual([
      'under 1 %, likely 0–1 %',
      'over 99 %, likely 98–100 %',
      '0 %, likely 0–1 %',
      '100 %, likely 99–100 %',
    ]);
    fc.assert(
      fc.property(pair, fc.boolean(), ({ k, n }, isMirrored) => {
        const share = shareOf(isMirrored ? n - k : k, n);
        expect(range(share)).not.toMatch(/^(0–0|100–100) /);
        if (percent(share) === '0 %') expect(share.k).toBe(0);
        if (percent(share) === '100 %') expect(share.k).toBe(n);
      }),
    );
  });
});
