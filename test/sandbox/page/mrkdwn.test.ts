// Slack's markup as pieces: what is formatted, what is a mention, and what stays text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMrkdwn, type Piece } from '../../../src/sandbox/page/mrkdwn.ts';

const text = (words: string): Piece => ({ kind: 'text', text: words });

/** All the words that a reader sees, in order. */
function wordsOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : 'pieces' in piece ? wordsOf(piece.pieces) : '')).join('');
}

describe('parseMrkdwn', () => {
  it.each([
    ['*bold*', [{ kind: 'bold', pieces: [text('bold')] }]],
    ['_*both*_', [{ kind: 'italic', pieces: [{ kind: 'bold', pieces: [text('both')] }] }]],
    ['~gone~.', [{ kind: 'strike', pieces: [text('gone')] }, text('.')]],
    ['`*not bold*`', [{ kind: 'code', text: '*not bold*' }]],
    ['```\nlet a = 1;\n  b\n```', [{ kind: 'pre', text: 'let a = 1;\n  b' }]],
    [':memo: done', [{ kind: 'emoji', name: 'memo' }, text(' done')]],
  ] satisfies [string, Piece[]][])('reads %s', (markup, pieces) => {
    expect(parseMrkdwn(markup, false)).toEqual(pieces);
  });

  it.each(['2*3*4', 'snake_case_name', '* not bold *', 'a ~ b', '*over\nlines*', 'a & b', '**'])('leaves %s as text', (plain) => {
    expect(parseMrkdwn(plain, false)).toEqual([text(plain)]);
  });

  it('reads mentions with and without labels', () => {
    expect(parseMrkdwn('<@U1> <#C1|leads> <!subteam^S1> <!here>', true)).toEqual([
      { kind: 'user', id: 'U1', label: null },
      text(' '),
      { kind: 'channel', id: 'C1', label: 'leads' },
      text(' '),
      { kind: 'group', id: 'S1', label: null },
      text(' '),
      { kind: 'broadcast', range: 'here' },
    ]);
  });

  it('reads links, and their addresses without escapes', () => {
    expect(parseMrkdwn('<https://a.test/?x=1&amp;y=2|a *label*> <mailto:a@b.test>', true)).toEqual([
      { kind: 'link', url: 'https://a.test/?x=1&y=2', pieces: [text('a '), { kind: 'bold', pieces: [text('label')] }] },
      text(' '),
      { kind: 'link', url: 'mailto:a@b.test', pieces: [text('a@b.test')] },
    ]);
  });

  it('reads dates with their format, link and fallback', () => {
    expect(parseMrkdwn('<!date^1795446000^{date} {time}^https://a.test|23 Nov>', true)).toEqual([
      { kind: 'date', at: 1_795_446_000_000, format: '{date} {time}', url: 'https://a.test', fallback: '23 Nov' },
    ]);
  });

  it('finds bare links and names, but not where the text is verbatim', () => {
    const markup = 'see https://a.test/x. @here #leads';
    expect(parseMrkdwn(markup, true)).toEqual([text(markup)]);
    expect(parseMrkdwn(markup, false)).toEqual([
      text('see '),
      { kind: 'link', url: 'https://a.test/x', pieces: [text('https://a.test/x')] },
      text('. '),
      { kind: 'broadcast', range: 'here' },
      text(' '),
      { kind: 'name', sign: '#', name: 'leads' },
    ]);
  });

  it('keeps formatting where the text is verbatim, as Slack does', () => {
    expect(parseMrkdwn('*bold*', true)).toEqual([{ kind: 'bold', pieces: [text('bold')] }]);
  });

  it('gathers lines of a quote, and with three signs all that follows', () => {
    expect(parseMrkdwn('before\n&gt; one\n&gt; two\nafter', true)).toEqual([
      text('before'),
      { kind: 'quote', pieces: [text('one\ntwo')] },
      text('after'),
    ]);
    expect(parseMrkdwn('&gt;&gt;&gt; one\ntwo', true)).toEqual([{ kind: 'quote', pieces: [text('one\ntwo')] }]);
  });

  it('shows escaped text as it was meant, once', () => {
    expect(parseMrkdwn('&lt;!channel&gt; &amp;lt;', false)).toEqual([text('<!channel> &lt;')]);
  });

  it('shows every letter and digit of plain words', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '*', '_', '~', '`', '\n', '.', 'é', '<', '|') }), (plain) => {
        const letters = (words: string): string => words.replaceAll(/[^\p{L}\p{N}]/gu, '');
        expect(letters(wordsOf(parseMrkdwn(plain, true)))).toBe(letters(plain));
      }),
    );
  });

  it('is done with hostile text in reasonable time', () => {
    const startedAt = performance.now();
    for (const hostile of ['*a'.repeat(1_500), '<'.repeat(3_000), '_*~'.repeat(1_000), '`'.repeat(3_000), '&gt;'.repeat(750)])
      parseMrkdwn(hostile, false);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
