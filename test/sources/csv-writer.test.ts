// CSV that runs nothing.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, guardedCell, safeCell, unguardedCell } from '../../src/sources/csv-writer.ts';

/** Any characters, halves of some too. */
const anyText = fc.array(fc.oneof(fc.nat(0xff), fc.nat(0x10ffff))).map((points) => String.fromCodePoint(...points));

const nasty = fc.string({
  unit: fc.constantFrom('=', '+', '-', '@', '＝', '＠', "'", '"', ';', ',', '\t', '\r', '\n', '\0', ' ', 'a', '1'),
});

describe('F72: no cell is a formula', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+44 20 7946 0000', "'+44 20 7946 0000"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', '"\'\tx"'],
    ['\rx', '"\'\rx"'],
    ['\0x', "'\0x"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    [' =1+1', "' =1+1"],
    ["'=1", "''=1"],
    ['a=b', 'a=b'],
    ["O'Hara", "O'Hara"],
    ['hi;=HYPERLINK("x")', '"hi;\'=HYPERLINK(""x"")"'],
    ['hi\n=1+1', '"hi\n\'=1+1"'],
    ['say "hi", twice', '"say ""hi"", twice"'],
    [-12.5, '-12.5'],
    [true, 'true'],
    [null, ''],
  ])('%j', (value, cell) => {
    expect(safeCell(value)).toBe(cell);
  });

  test('none begins with a sign that a spreadsheet runs, whichever separator it takes', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const cell = parse(safeCell(text) || '""', { relax_quotes: true })[0]?.[0] ?? '';
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n\0]/);
        expect(guardedCell(text)).not.toMatch(/[;\n\r][\s"]*[=+\-@＝＋－＠]/);
      }),
      { numRuns: 2000 },
    );
  });

  test('the guard can be taken away: what was written comes back', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, anyText), (text) => {
        expect(unguardedCell(guardedCell(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('a long run of anything takes one pass', () => {
    for (const char of ['\n', "'", ';', '=', ' ', '"']) expect(unguardedCell(guardedCell(char.repeat(300_000)))).toHaveLength(300_000);
  });
});

test('a line is RFC 4180', () => {
  expect(csvLine(['a', 'b, c', '"', 'x\ny', 3, null, undefined, ''])).toBe('a,"b, c","""","x\ny",3,,,\r\n');
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 2 }), (cells) => {
      const [line] = parse(csvLine(cells), { record_delimiter: '\r\n' });
      expect(line?.map(unguardedCell)).toEqual(cells);
    }),
  );
});
