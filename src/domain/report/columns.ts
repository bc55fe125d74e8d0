// Plain text in columns: strangers' names made harmless, measured as a terminal shows them, cut where they are too long.

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /\p{Emoji_Presentation}|[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
/** Controls (also those that start a terminal escape), direction marks, invisible characters, halves of a character. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const spaces = /[\p{Cc}\p{Z}]+/gu;
/** No name needs more characters than this; it also bounds the work of measuring. */
const longest = 400;

/** Somebody's text on one line, without anything that moves the cursor, turns the direction or cannot be seen. */
export function harmless(text: string): string {
  const visible = text.slice(0, longest).replace(spaces, ' ').replace(unseen, '');
  // More than three marks on one letter is a trick, not a script.
  const plain = visible.replace(/(\p{M}{3})\p{M}+/gu, '$1').trim();
  return plain || '(not readable)';
}

/** How many columns a terminal gives it: two for East Asian characters and emoji, none for combining marks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** At most so many columns; where something is missing it ends in “…”. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += wide.test(segment) ? 2 : 1;
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

export type Align = 'left' | 'right';

/**
 * Rows of cells as lines, no wider than `columns`: the first column gives way, cut where needed. The rest is expected to fit.
 * Rows have as many cells as `aligns`.
 */
export function table(rows: readonly (readonly string[])[], aligns: readonly Align[], columns: number): readonly string[] {
  const widths = aligns.map((_, index) => Math.max(...rows.map((row) => widthOf(row[index] ?? ''))));
  const others = widths.slice(1).reduce((sum, width) => sum + gap.length + width, 0);
  widths[0] = Math.min(widths[0] ?? 0, Math.max(columns - others, 8));
  return rows.map((row) =>
    row
      .map((cell, index) => padded(index === 0 ? cut(cell, widths[0] ?? 0) : cell, widths[index] ?? 0, aligns[index] ?? 'left'))
      .join(gap)
      .trimEnd(),
  );
}

const gap = '  ';

function padded(text: string, columns: number, align: Align): string {
  const space = ' '.repeat(Math.max(columns - widthOf(text), 0));
  return align === 'right' ? space + text : text + space;
}

/** A sentence over as many lines as it needs, broken at spaces; lines after the first begin with `indent`. */
export function wrap(sentence: string, columns: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.split(' ')) {
    if (line.trim() !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
