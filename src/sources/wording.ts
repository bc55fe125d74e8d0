// Text as it came: what must be taken out before it is stored, and what counts as nothing.

/** The text exactly as written, but for NUL (databases end text there) and halves of characters (no encoding holds them). */
export function cleanText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}

/** Nothing to read: only white space and marks without width. */
export function isBlank(text: string): boolean {
  return trimmed(text) === '';
}

/** Without white space and marks without width at both ends: spreadsheets and forms leave both. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  // By hand: a regular expression for the end looks at every long run of spaces once for each of them.
  while (start < end && isEmptyMark(text.charAt(start))) start += 1;
  while (end > start && isEmptyMark(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isEmptyMark(char: string): boolean {
  return /[\s\u200b\u2060]/.test(char);
}

/** Longer than so many characters, as people count them (an emoji of one code point is one)? */
export function isLonger(text: string, max: number): boolean {
  if (text.length <= max) return false;
  if (text.length > max * 2) return true;
  let count = 0;
  for (const _ of text) if (++count > max) return true;
  return false;
}
