// Makes strangers' words harmless: nothing in them formats, links, pings, hides or turns the line around.

/** How much of a text is shown: characters as people see them, and code points as Slack counts them. */
export interface Budget {
  readonly graphemes: number;
  readonly points: number;
}

export const budgets = {
  /** A single field on a line of its own. */
  line: { graphemes: 80, points: 200 },
  /** Name or company in a header: two of them and our own words fit its 150. */
  heading: { graphemes: 60, points: 60 },
  /** Name and company on a line; each is within `heading` already. */
  title: { graphemes: 150, points: 150 },
  /** What the person wrote, on a card. */
  quote: { graphemes: 600, points: 1_500 },
  /** A newer enquiry or an earlier note, on a line of a card. */
  aside: { graphemes: 300, points: 600 },
  /** A note of ours in a thread: the form takes 1,000 characters. */
  note: { graphemes: 1_000, points: 2_000 },
  /** In the notification text; escaping may make each point five. */
  gist: { graphemes: 60, points: 80 },
  /** A note or message in the notification text. */
  gistQuote: { graphemes: 160, points: 240 },
} as const satisfies Record<string, Budget>;

/** Several scripts stack marks; none needs more than a few on one letter. */
const marksPerLetter = 3;
const marksOver = new RegExp(String.raw`(\p{M}{${marksPerLetter}})\p{M}+`, 'gu');

const lineBreaks = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
const controls = /[\p{Cc}--\n]/gv;
/** Formatting characters, letters that show nothing, code points that are no characters; joiners and variants are judged apart. */
const invisible = /[[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\u200c\u200d\p{Variation_Selector}]]/gv;
const braillePatternBlank = /\u2800/g;
const strayMarks = /(^|\s)[\p{M}\u200c\u200d]+/gu;
/** A joiner may stay between letters that join (Latin ones do not) and between emoji. */
const strayJoiners =
  /(?<![[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]--\p{Script=Latin}])[\u200c\u200d]|[\u200c\u200d](?!\p{M}?[\p{L}--\p{Script=Latin}]|\p{Extended_Pictographic})/gv;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const counting = new Intl.NumberFormat('en-US');

/** A text in one line, harmless and whole. Empty when nothing visible is in it. */
export function cleanLine(text: string | null | undefined): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** The same with its line breaks; never more than one empty line. */
export function cleanLines(text: string | null | undefined): string {
  const lines = clean(text).replace(/[^\S\n]+/g, ' ');
  return lines
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function clean(text: string | null | undefined): string {
  let visible = (text ?? '').toWellFormed().replace(lineBreaks, '\n').replace(/\t/g, ' ');
  // What goes can bring others together that have to go too: it is done when nothing changes any more.
  for (;;) {
    const cleaner = withoutUnseen(visible);
    if (cleaner === visible) return visible;
    visible = cleaner;
  }
}

function withoutUnseen(text: string): string {
  return text
    .normalize('NFC')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(braillePatternBlank, ' ')
    .replace(strayMarks, '$1')
    .replace(strayJoiners, '')
    .replace(marksOver, '$1');
}

/** Cuts between characters as people see them and says how many are missing: `Ada Love… (31 more)`. Never longer than the budget. */
export function cut(text: string, budget: Budget, suffix: (missing: number) => string = countMissing): string {
  if (text.length <= Math.min(budget.graphemes, budget.points)) return text;
  const graphemes = Array.from(segmenter.segment(text), ({ segment }) => segment);
  const sizes = graphemes.map(pointsOf);
  if (graphemes.length <= budget.graphemes && sum(sizes) <= budget.points) return text;
  const longestSuffix = pointsOf(suffix(graphemes.length));
  const room = { graphemes: budget.graphemes - longestSuffix, points: budget.points - longestSuffix };
  let kept = 0;
  let points = 0;
  while (kept < room.graphemes && points + (sizes[kept] ?? Infinity) <= room.points) points += sizes[kept++] ?? 0;
  return graphemes.slice(0, kept).join('').trimEnd() + suffix(graphemes.length - kept);
}

/** A stranger's single line, harmless and cut; `''` when there is nothing to show. For `plain_text` and rich text only. */
export function inertLine(text: string | null | undefined, budget: Budget = budgets.line): string {
  return cut(cleanLine(text), budget);
}

/** A stranger's text with its line breaks, harmless and cut. For `plain_text` and rich text only. */
export function inertLines(text: string | null | undefined, budget: Budget = budgets.quote): string {
  return cut(cleanLines(text), budget);
}

/** Far more than a gist shows, and little enough that no pattern takes long over it. */
const gistRead = 400;

/**
 * A stranger's line for a message's notification text, which Slack reads as mrkdwn and shows on lock screens: nothing
 * formats or links, e-mail addresses and phone numbers are left out, and it is escaped. At most `budget.points` × 5 long.
 */
export function inertGist(text: string | null | undefined, budget: Budget = budgets.gist): string {
  const line = cleanLine(text);
  // What is cut off may be the middle of an address, so its beginning goes too.
  const head = line.length > gistRead ? `${line.slice(0, gistRead).replace(/\S*$/, '').toWellFormed()}…` : line;
  return escape(cut(unformatted(unlinked(withoutContact(head))), budget, () => '…'));
}

/** The three characters that mean something to Slack, once each. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** E-mail addresses and phone numbers become words that say so. The line must be clean. */
export function withoutContact(line: string): string {
  return line
    .replace(/[^\s@<>]+@[^\s@<>]+/g, '(e-mail address)')
    .replace(/\+?\(?\d(?:[\s()./\p{Pd}]*\d){5,}/gu, (found) => (isPhoneLike(found) ? '(phone number)' : found));
}

function isPhoneLike(found: string): boolean {
  const digits = found.replace(/\D/g, '').length;
  return digits >= 9 || (found.startsWith('+') && digits >= 7);
}

/** Apps link whatever looks like an address: the scheme goes, and the dot before a domain's end becomes one that does not link. */
function unlinked(line: string): string {
  let before: string;
  let after = line;
  do {
    before = after;
    after = before.replace(/[a-z][a-z0-9+.-]*:\/\/+/gi, '');
  } while (after !== before);
  return after.replace(/(?<=[\p{L}\p{N}])\.(?=\p{L}{2,})/gu, '\u2024');
}

/** Look-alikes for the characters that mrkdwn formats by; an underscore or colon inside a word is left alone. */
function unformatted(line: string): string {
  return line
    .replaceAll('*', '\u2217')
    .replaceAll('~', '\u223c')
    .replaceAll('`', "'")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '-')
    .replace(/:(?=[\w+'-]+:)/g, '\u2236')
    .replace(/@(?=(?:channel|here|everyone)\b)/gi, '\uff20');
}

function countMissing(missing: number): string {
  return `… (${counting.format(missing)} more)`;
}

function pointsOf(text: string): number {
  return Array.from(text).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
