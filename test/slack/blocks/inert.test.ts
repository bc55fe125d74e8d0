// Strangers' words: what is taken out, what stays, where they are cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgets, cleanLine, cleanLines, cut, escape, inertGist, inertLine, inertLines } from '../../../src/slack/blocks/inert.ts';
import { anyText } from './strange.ts';

const graphemes = (text: string): number => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length;
const points = (text: string): number => Array.from(text).length;

describe('clean', () => {
  it.each([
    ['F70: right-to-left override', 'exe\u202egnp.doc', 'exegnp.doc'],
    ['F70: isolates and marks of direction', '\u2066a\u2069\u200eb\u200f\u061cc', 'abc'],
    ['F70: zero width', 'A\u200bd\ufeffa\u2060', 'Ada'],
    ['F70: only invisible things', '\u200b\u3164\u2800\u00ad \u034f', ''],
    ['F70: controls', 'A\u0000d\u0007a\u009f', 'Ada'],
    ['F70: line breaks become spaces', 'Ada\r\nLovelace\u2028Countess\u0085x\ty', 'Ada Lovelace Countess x y'],
    ['F70: a family emoji stays whole', '👩‍👩‍👧‍👦 & co', '👩‍👩‍👧‍👦 & co'],
    ['F70: a coloured heart stays whole', '❤️‍🔥', '❤️‍🔥'],
    ['F70: Persian keeps its non-joiner', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['F70: Indic keeps its joiner', 'क्\u200dष', 'क्\u200dष'],
    ['F70: Latin letters do not join', 'pay\u200dpal\u200c', 'paypal'],
    ['F70: joiners at the ends go', '\u200dAda\u200d', 'Ada'],
    ['F70: Zalgo is thinned', `A${'\u0300\u0301\u0302\u0303'.repeat(9)}da`, 'À\u0301\u0302\u0303da'],
    ['F70: marks without a letter go', '\u0301\u0302Ada \u0303', 'Ada'],
    ['F70: composed', 'Ame\u0301lie', 'Amélie'],
    ['F70: lone surrogates', 'A\ud800da', 'A\ufffdda'],
    ['F70: empty', '', ''],
  ])('%s', (_, written, shown) => {
    expect(cleanLine(written)).toBe(shown);
  });

  it('takes null and undefined for nothing', () => {
    expect([cleanLine(null), cleanLines(undefined), inertGist(null)]).toEqual(['', '', '']);
  });

  it('keeps the line breaks of a message, never more than one empty line', () => {
    expect(cleanLines(' One \r\n two\n\n\n\n\u2029three\t ')).toBe('One\ntwo\n\nthree');
  });

  it('F70: shows no control, no bidi control, and no joiner but between letters or emoji, whatever comes', () => {
    const joined = /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}][\u200c\u200d](?=\p{M}?\p{L}|\p{Extended_Pictographic})/gu;
    fc.assert(
      fc.property(anyText, (text) => {
        const line = inertLine(text);
        expect(line).not.toMatch(/\p{Cc}|[\u2028\u2029]/u);
        expect(line.replace(joined, '')).not.toMatch(/\p{Cf}/u);
        expect(inertLines(text).replaceAll('\n', '').replace(joined, '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
        expect(line).not.toMatch(/\p{M}{4}/u);
        expect(line.isWellFormed()).toBe(true);
      }),
    );
  });

  it('cleaning twice changes nothing more', () => {
    for (const text of ['e\u0301\u200dمی', 'A\u0328\u0327\u0300\u0301']) expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
    fc.assert(fc.property(anyText, (text) => cleanLine(cleanLine(text)) === cleanLine(text)));
  });
});

describe('cut', () => {
  const ten = { graphemes: 20, points: 30 };

  it('says how many are missing', () => {
    expect(cut('x'.repeat(20), ten)).toBe('x'.repeat(20));
    expect(cut('x'.repeat(21), ten)).toBe(`${'x'.repeat(9)}… (12 more)`);
    expect(inertLines('word '.repeat(2_000), { graphemes: 40, points: 80 })).toBe('word word word word word w… (9,973 more)');
  });

  it('F07: never cuts through a character as people see it', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(cut(family.repeat(9), { graphemes: 80, points: 35 })).toBe(`${family.repeat(3)}… (6 more)`);
    // Even one that does not fit at all: nothing of it is better than half of it.
    expect(cut(family.repeat(3), { graphemes: 80, points: 16 })).toBe('… (3 more)');
  });

  it('F07: stays within its budget in people’s characters and in Slack’s', () => {
    const budget = fc.constantFrom(...Object.values(budgets));
    fc.assert(
      fc.property(anyText, budget, (text, within) => {
        const shown = inertLines(text, within);
        expect(graphemes(shown)).toBeLessThanOrEqual(within.graphemes);
        expect(points(shown)).toBeLessThanOrEqual(within.points);
      }),
    );
  });
});

describe('notification text', () => {
  it.each([
    ['F71: escapes once', 'Q&A <b>', 'Q&amp;A &lt;b&gt;'],
    ['F71: what was escaped before is shown as written', '&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['F71: no broadcast', '<!channel> @here', '&lt;!channel&gt; ＠here'],
    ['F71: no scheme, no domain that links', 'see https://evil.test/x', 'see evil․test/x'],
    ['F71: schemes in schemes', 'hthttp://tp://evil.test', 'evil․test'],
    ['F71: a company called like its site', 'Booking.com', 'Booking․com'],
    ['F71: names keep their dots', 'J. R. R. Tolkien Jr., Acme Inc.', 'J. R. R. Tolkien Jr., Acme Inc.'],
    ['F71: no formatting', '*b* ~s~ `c` _i_', "∗b∗ ∼s∼ 'c' -i-"],
    ['F71: codes keep their underscores', 'google_ads_q4', 'google_ads_q4'],
    ['F71: no emoji', ':tada: at 10:30', '∶tada: at 10:30'],
    ['F78: no e-mail address', 'Ada <ada@engine.test>', 'Ada &lt;(e-mail address)&gt;'],
    ['F78: no phone number', 'Ada +44 (0)20 7946-0000', 'Ada (phone number)'],
    ['F78: years and small numbers stay', 'Expo 2026, 300 looms', 'Expo 2026, 300 looms'],
  ])('%s', (_, written, shown) => {
    expect(inertGist(written)).toBe(shown);
  });

  it('F78: what is cut off leaves no half of an address', () => {
    expect(inertGist(`Ada ${'x'.repeat(390)} ada@engine.test`)).not.toContain('@');
    expect(inertGist('word '.repeat(500))).toMatch(/^(?:word ){11}word…$/);
  });

  it.each(['1 ', 'a', 'a.', ':a', 'x@', '@a', 'http://', 'ht', '<', '1(', '_', 'e\u0301', '\u200d', '\n '])(
    'F07: a quarter of a megabyte of %j takes no time',
    (piece) => {
      const text = piece.repeat(250_000 / piece.length);
      const startedAt = performance.now();
      inertGist(text);
      inertLines(text);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    },
  );

  it('F71: an entity is never cut, whatever comes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const gist = inertGist(text);
        expect(gist).not.toMatch(/[<>]/);
        expect(gist.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
        expect(gist).not.toMatch(/[a-z][a-z0-9+.-]*:\/\//i);
        expect(gist.length).toBeLessThanOrEqual(budgets.gist.points * 5);
      }),
    );
  });

  it('F71: escaping can be undone', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escape(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(text);
      }),
    );
  });
});
