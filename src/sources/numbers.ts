// Numbers as people, forms and spreadsheets write them.

/** No number is written longer; what follows may look at a text more than once. */
const longestNumber = 60;

// Between thousands people put a comma, a point, an apostrophe or one of the spaces.
const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const grouped = /^[+-]?\d{1,3}(?:([,'’\s])\d{3})(?:\1\d{3})*(?:\.\d+)?$/u;
const groupedByPoint = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
const commaDecimal = /^[+-]?\d+,\d+$/;
const spacedCommaDecimal = /^[+-]?\d{1,3}(?:(['’\s])\d{3})+,\d+$/u;

/**
 * The number that a text means, `null` when it means none. `1,200` is 1200 and `72,5` is 72.5;
 * a single point is a decimal point, so that `1.200` is 1.2.
 */
export function readNumber(input: string | number): number | null {
  if (typeof input === 'number') return finite(input);
  if (input.length > longestNumber) return null;
  const text = input.trim().replace('−', '-');
  if (plain.test(text)) return finite(text);
  if (grouped.test(text)) return finite(text.replace(/[,'’\s]/gu, ''));
  if (commaDecimal.test(text)) return finite(text.replace(',', '.'));
  if (spacedCommaDecimal.test(text)) return finite(text.replace(/['’\s]/gu, '').replace(',', '.'));
  if (groupedByPoint.test(text)) return finite(text.replaceAll('.', '').replace(',', '.'));
  return null;
}

/** A count of whole things, zero or more; here `1.200` can only be 1200. */
export function readCount(input: string | number): number | null {
  const isGroupedByPoint = typeof input === 'string' && input.length <= longestNumber && /^\d{1,3}(\.\d{3})+$/.test(input.trim());
  const count = isGroupedByPoint ? finite(input.replaceAll('.', '')) : readNumber(input);
  return count !== null && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** An amount of money, with or without a currency's sign. `1.234` is refused: it is 1234 to some and 1.234 to others. */
export function readAmount(input: string): number | 'ambiguous' | null {
  if (input.length > longestNumber) return null;
  const text = input
    .replace(/^\s*(\p{Sc}|[A-Z]{3}\s)\s*/u, '')
    .replace(/\s*(\p{Sc}|\s[A-Z]{3})\s*$/u, '')
    .trim();
  if (/^[+-]?\d{1,3}\.\d{3}$/.test(text)) return 'ambiguous';
  const amount = readNumber(text);
  return amount !== null && amount >= 0 ? amount : null;
}

/** A size as forms offer it, such as `11-50`, `1,000+` or `> 500`: no number, but worth keeping. */
export function isSizeRange(text: string): boolean {
  const number = String.raw`\d[\d.,'’\s]*k?`;
  const range = new RegExp(String.raw`^[<>≥≤~]?\s*${number}(\+|\s*(-|–|—|to|bis|à|a)\s*${number}\+?)?(\s*[a-z]+)?$`, 'iu');
  return text.length <= longestNumber && range.test(text.trim());
}

const yes = new Set(['true', 'yes', 'y', '1']);
const no = new Set(['false', 'no', 'n', '0']);

/** Yes or no; `null` when it is neither. */
export function readBoolean(input: string | number | boolean): boolean | null {
  const word = String(input).trim().toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : null;
}

function finite(text: string | number): number | null {
  const number = Number(text);
  // Adding zero makes 0 of -0, which JSON and databases do not tell apart.
  return Number.isFinite(number) ? number + 0 : null;
}
