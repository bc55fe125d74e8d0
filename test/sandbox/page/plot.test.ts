// Charts: scales that hold every value, bars that stand in their place, slices that fill a circle.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberInWords, plotOf, scaleOf, slicesOf } from '../../../src/sandbox/page/plot.ts';

const thousandths = fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000);
const size = { width: 520, height: 270 };

describe('scaleOf', () => {
  it.each([
    [[14, 21, 17], { low: 0, high: 30, step: 10 }],
    [[0, 0], { low: 0, high: 1, step: 1 }],
    [[1, 2], { low: 0, high: 2, step: 1 }],
    [[-3, 8], { low: -5, high: 10, step: 5 }],
    [[], { low: 0, high: 1, step: 1 }],
  ])('of %j is round', (values, scale) => {
    expect(scaleOf(values)).toEqual(scale);
  });

  it('holds every value in few steps', () => {
    fc.assert(
      fc.property(fc.array(thousandths, { minLength: 1, maxLength: 20 }), (values) => {
        const { low, high, step } = scaleOf(values);
        expect(low).toBeLessThanOrEqual(Math.min(0, ...values));
        expect(high).toBeGreaterThanOrEqual(Math.max(0, ...values));
        expect((high - low) / step).toBeLessThanOrEqual(7);
      }),
    );
  });
});

describe('plotOf', () => {
  const plot = plotOf(
    ['28 Sep', '5 Oct'],
    [
      { name: 'qualified', values: [14, 19] },
      { name: 'unqualified', values: [17, null] },
    ],
    size,
  );

  it('draws a bar for every value, as high as its value', () => {
    expect(plot.bars.map(({ series, category }) => [series, category])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
    const [first, second] = plot.bars;
    expect((second?.height ?? 0) / (first?.height ?? 1)).toBeCloseTo(19 / 14);
    for (const { y, height } of plot.bars) expect(y + height).toBeCloseTo(plot.zero);
  });

  it('groups the bars of a category side by side', () => {
    const [a, , b] = plot.bars;
    expect(b?.x).toBeGreaterThanOrEqual((a?.x ?? 0) + (a?.width ?? 0));
    expect(b?.x).toBeLessThan((plot.left + plot.right) / 2);
  });

  it('lets bars of values below zero hang', () => {
    const { bars, zero } = plotOf(['a'], [{ name: 's', values: [-4] }], size);
    expect(bars[0]?.y).toBeCloseTo(zero);
    expect(bars[0]?.height).toBeGreaterThan(0);
  });

  it('names only as many categories as there is room for, the last one always', () => {
    const weeks = ['28 Sep', '5 Oct', '12 Oct', '19 Oct', '26 Oct', '2 Nov', '9 Nov', '16 Nov'];
    const series = [{ name: 's', values: weeks.map(() => 1) }];
    const named = (width: number): string[] => plotOf(weeks, series, { width, height: 220 }).categories.map(({ words }) => words);
    expect(named(520)).toEqual(weeks);
    expect(named(270)).toEqual(['5 Oct', '19 Oct', '2 Nov', '16 Nov']);
  });

  it('keeps everything inside the drawing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 }), (values) => {
        const { bars, lines } = plotOf(values.map(String), [{ name: 's', values }], size);
        for (const { x, y, width, height } of bars) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(size.width);
          expect(y + height).toBeLessThanOrEqual(size.height);
        }
        expect(lines[0]).toHaveLength(values.length);
      }),
    );
  });
});

describe('slicesOf', () => {
  it('shares the circle', () => {
    const slices = slicesOf([17, 14, 9], 100);
    expect(slices.map(({ share }) => share)).toEqual([17 / 40, 14 / 40, 9 / 40]);
    expect(slices[0]?.path).toMatch(/^M 0 0 L 0 -100 A 100 100 0 0 1 /);
  });

  it('draws one value as a whole circle', () => {
    expect(slicesOf([5], 100)[0]).toEqual({
      path: 'M 0 -100 A 100 100 0 1 1 0 100 A 100 100 0 1 1 0 -100 Z',
      label: { x: 0, y: 0 },
      share: 1,
    });
  });
});

it('says numbers as people read them', () => {
  expect([1200, 0.30000000000000004, -3].map(numberInWords)).toEqual(['1,200', '0.3', '-3']);
});
