// Numbers and dates in the spellings of several countries.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSizeRange, readAmount, readBoolean, readCount, readNumber } from '../../src/sources/numbers.ts';

describe('numbers', () => {
  test.each([
    ['72', 72],
    [' 72 ', 72],
    ['72.5', 72.5],
    ['72,5', 72.5],
    ['-3', -3],
    ['−3', -3],
    ['+3', 3],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1,200', 1200],
    ['1,234,567.89', 1_234_567.89],
    ['1.234.567,89', 1_234_567.89],
    ['1 234 567,89', 1_234_567.89],
    ['1\u202f234', 1234],
    ["1'234.50", 1234.5],
    ['1.200', 1.2],
    ['1,2,3', null],
    ['12,34,567', null],
    ['1,234 567', null],
    ['high', null],
    ['72%', null],
    ['0x10', null],
    ['Infinity', null],
    ['1e999', null],
    ['', null],
  ])('%j means %s', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  test('a number means itself, however it was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(readNumber(number)).toBe(number + 0);
        expect(readNumber(String(number))).toBe(number + 0);
      }),
    );
    fc.assert(
      fc.property(fc.integer(), (number) => {
        for (const locale of ['en-US', 'de-CH', 'fr-FR']) expect(readCount(Math.abs(number).toLocaleString(locale))).toBe(Math.abs(number));
        expect(readCount(Math.abs(number).toLocaleString('de-DE'))).toBe(Math.abs(number));
      }),
    );
  });

  test.each([
    ['120', 120],
    ['1.200', 1200],
    ['1,200', 1200],
    ['120.0', 120],
    ['120.5', null],
    ['-1', null],
    ['9007199254740993', null],
    ['11-50', null],
  ])('a count of %j is %s', (text, count) => {
    expect(readCount(text)).toBe(count);
  });

  test.each([
    ['12000', 12_000],
    ['12,000', 12_000],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['€ 1.234,56', 1234.56],
    ['$1,200.50', 1200.5],
    ['12000 EUR', 12_000],
    ['EUR 12000', 12_000],
    ['12.50', 12.5],
    ['0', 0],
    ['12.000', 'ambiguous'],
    ['-5', null],
    ['a lot', null],
    ['EUR', null],
  ])('an amount of %j is %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  test.each(['11-50', '11 – 50', '1,000+', '> 500', '51 to 200', '10,001+ employees', '5k-10k', '<10'])('%s is a size', (text) => {
    expect(isSizeRange(text)).toBe(true);
  });
  test.each(['high', 'many', '', '-', 'SMB', 'x11-50'])('%j is no size', (text) => {
    expect(isSizeRange(text)).toBe(false);
  });

  test.each([
    [true, true],
    ['TRUE', true],
    ['yes', true],
    [1, true],
    ['0', false],
    [false, false],
    ['No', false],
    ['maybe', null],
    [2, null],
    ['constructor', null],
  ])('%j as yes or no is %s', (input, answer) => {
    expect(readBoolean(input)).toBe(answer);
  });
});
