// Lines of CSV that no spreadsheet runs: what a stranger wrote stays text, also where the separator is taken for another one.

/** What begins a formula, also in full width. */
const formulaSign = /[=+\-@＝＋－＠]/;
/** What must not begin a cell: OWASP's list, NUL, and signs behind white space that a spreadsheet may skip. */
const unsafeStart = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n\0])/;

/** The text with `'` before whatever could become a formula. `unguardedCell` takes it away again. */
export function guardedCell(text: string): string {
  const inner = eachInnerStart(text, (apostrophes) => `'${apostrophes}`);
  return unsafeStart.test(inner) ? `'${inner}` : inner;
}

/** The text as it was before `guardedCell`, for files that we, or other careful programs, wrote. */
export function unguardedCell(text: string): string {
  if (!text.includes("'")) return text;
  const inner = text.startsWith("'") && unsafeStart.test(text) ? text.slice(1) : text;
  return eachInnerStart(inner, (apostrophes) => apostrophes.slice(1));
}

/**
 * Replaces the apostrophes (none or more) before each formula sign that would begin a cell or row where semicolons separate
 * and quotes are not seen: that is how a spreadsheet in another country opens the file. One pass, whatever the text.
 */
function eachInnerStart(text: string, replace: (apostrophes: string) => string): string {
  if (!formulaSign.test(text) || !/[;\t\r\n]/.test(text)) return text;
  let result = '';
  let copied = 0;
  let isAtStart = false;
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (/[;\t\r\n]/.test(char)) isAtStart = true;
    else if (isAtStart && !/[\s"]/.test(char)) {
      const from = index;
      while (text.charAt(index) === "'") index += 1;
      if (formulaSign.test(text.charAt(index))) {
        result += text.slice(copied, from) + replace(text.slice(from, index));
        copied = index;
      } else if (index > from) index -= 1;
      isAtStart = false;
    }
  }
  return result + text.slice(copied);
}

export type CellValue = string | number | boolean | null | undefined;

/** One cell, guarded and quoted (RFC 4180). Numbers of number type are ours and need no guard. */
export function safeCell(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = guardedCell(value);
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line, with its end. */
export function csvLine(values: readonly CellValue[]): string {
  return `${values.map(safeCell).join(',')}\r\n`;
}
