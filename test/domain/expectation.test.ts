// What marketing expects: which one counts when, since when, and how it is typed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExpectationSet, expectationsAt, readExpected, readinessOf } from '../../src/domain/expectation.ts';

const set = (action: string, expected: number, at: number, why: string | null = null): ExpectationSet => ({
  action,
  expected,
  at,
  why,
  by: 'U0MIA',
});

describe('expectationsAt', () => {
  const sets = [set('ebook', 25, 10), set('webinar', 40, 20), set('ebook', 30, 30), set('ebook', 30, 40, 'still'), set('ebook', 25, 50)];

  it('the newest counts, as known then', () => {
    expect(expectationsAt(sets, 9).size).toBe(0);
    expect(expectationsAt(sets, 10).get('ebook')).toMatchObject({ expected: 25, since: 10 });
    expect(expectationsAt(sets, 35).get('ebook')).toMatchObject({ expected: 30, since: 30, why: null });
    expect([...expectationsAt(sets, 35).keys()]).toEqual(['ebook', 'webinar']);
  });

  it('saying the same again does not begin anew, coming back to an earlier number does', () => {
    expect(expectationsAt(sets, 45).get('ebook')).toMatchObject({ expected: 30, since: 30, why: 'still' });
    expect(expectationsAt(sets, 50).get('ebook')).toMatchObject({ expected: 25, since: 50 });
  });
});

describe('readExpected', () => {
  it.each([
    ['60', 60],
    [' 60 % ', 60],
    ['0', 0],
    ['100', 100],
    ['80.0', 80],
  ])('%j is %i', (text, expected) => {
    expect(readExpected(text)).toBe(expected);
  });

  it.each(['', ' ', '101', '-1', '0.6', '60.5', '6e1', '0x10', 'sixty', '１０', 'NaN', '1000'])('%j is none', (text) => {
    expect(readExpected(text)).toBeNull();
  });

  it('is a whole number from 0 to 100, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (text) => {
        const read = readExpected(text);
        if (read !== null) expect(Number.isInteger(read) && read >= 0 && read <= 100).toBe(true);
      }),
    );
  });
});

it('readinessOf has a word for every number', () => {
  expect([0, 33, 34, 66, 67, 100].map(readinessOf)).toEqual(['potential', 'potential', 'verify', 'verify', 'ready', 'ready']);
});
