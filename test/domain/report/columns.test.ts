// Strangers' names in columns: harmless, measured right, cut visibly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, harmless, table, widthOf, wrap } from '../../../src/domain/report/columns.ts';

describe('a harmless name', () => {
  it.each([
    ['keeps letters of any script', 'Été 東京 Ελλάδα שלום', 'Été 東京 Ελλάδα שלום'],
    ['has no terminal escape', '\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['has no escape of one character', 'a\u009b2Jb', 'a 2Jb'],
    ['has no line break', 'one\r\ntwo\u2028three', 'one two three'],
    ['has no bell, backspace or tab', 'a\u0007b\u0008c\td', 'a b c d'],
    ['does not turn direction', '\u202egnp.exe\u2066x\u200f', 'gnp.exex'],
    ['has nothing invisible', 'a\u200bb\u00adc\ufeffd\u3164', 'abcd'],
    ['has no half characters', 'a\ud800b', 'ab'],
    ['piles up no marks', `a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(3)}b`],
    ['says so when nothing is left', '\u200b\u202e', '(not readable)'],
    ['bounds what it measures', 'x'.repeat(100_000), 'x'.repeat(400)],
  ])('%s', (_, text, expected) => {
    expect(harmless(text)).toBe(expected);
  });
});

it.each([
  ['google-ads', 10],
  ['東京', 4],
  ['한국어', 6],
  ['ｗｉｄｅ', 8],
  ['e\u0301te\u0301', 3],
  ['🚀', 2],
  ['👩‍💻', 2],
  ['', 0],
])('%s is %i columns wide', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

it.each([
  ['google-ads', 10, 'google-ads'],
  ['google-ads', 9, 'google-a…'],
  ['one two', 5, 'one…'],
  ['東京大阪', 8, '東京大阪'],
  ['東京大阪', 7, '東京大…'],
  ['東京大阪', 6, '東京…'],
  ['👩‍💻👩‍💻👩‍💻', 5, '👩‍💻👩‍💻…'],
])('%s cut to %i columns is %s', (text, columns, expected) => {
  expect(cut(text, columns)).toBe(expected);
});

it('cuts to the columns asked for and says so, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, columns) => {
      const name = harmless(text);
      const short = cut(name, columns);
      return widthOf(short) <= columns && (short === name || short.endsWith('…'));
    }),
  );
});

describe('a table', () => {
  it('aligns, and lets the first column give way', () => {
    const rows = [
      ['a long name indeed', '1', 'x'],
      ['b', '1000', 'yy'],
    ];
    expect(table(rows, ['left', 'right', 'left'], 18)).toEqual(['a long…      1  x', 'b         1000  yy']);
  });

  it('does not end lines in spaces', () => {
    expect(
      table(
        [
          ['a', ''],
          ['bbb', 'c'],
        ],
        ['left', 'left'],
        80,
      ),
    ).toEqual(['a', 'bbb  c']);
  });
});

it('wraps at spaces, with an indent', () => {
  expect(wrap('- one two three four', 10, '  ')).toEqual(['- one two', '  three', '  four']);
  expect(wrap('unbreakable', 5)).toEqual(['unbreakable']);
});
