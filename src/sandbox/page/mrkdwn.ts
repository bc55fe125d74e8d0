// Slack's own markup, read into pieces. Pure: nothing here knows the page.

/** A text with meaning. Quotes and preformatted texts stand on lines of their own, all others in a line; line ends are text. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'code' | 'pre'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly pieces: readonly Piece[] }
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label: string | null }
  | { readonly kind: 'broadcast'; readonly range: string }
  /** A bare `#name` or `@name`; a name that nobody has stays text. */
  | { readonly kind: 'name'; readonly sign: '#' | '@'; readonly name: string }
  | { readonly kind: 'emoji'; readonly name: string }
  /** `at` in epoch milliseconds. */
  | { readonly kind: 'date'; readonly at: number; readonly format: string; readonly url: string | null; readonly fallback: string };

/** The piece of one kind. */
export type PieceOf<K extends Piece['kind'], P = Piece> = P extends { readonly kind: infer Q } ? (K extends Q ? P : never) : never;

interface Mark {
  readonly pattern: RegExp;
  readonly isBare?: true;
  read(found: RegExpExecArray, verbatim: boolean): Piece | null;
}

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const styled = (sign: keyof typeof STYLES): Mark => {
  const escaped = sign === '*' ? String.raw`\*` : sign;
  return {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}${escaped}])${escaped}(?=[^\s${escaped}])([^\n]*?[^\s${escaped}])${escaped}(?![\p{L}\p{N}${escaped}])`,
      'uy',
    ),
    read: ([, inner = ''], verbatim) => ({ kind: STYLES[sign], pieces: inline(inner, verbatim) }),
  };
};

/** TABLE: what can begin anywhere in a line; the first that fits is taken. */
const MARKS: readonly Mark[] = [
  { pattern: /<([^<>\n]+)>/y, read: ([, inner = '']) => tokenOf(inner) },
  { pattern: /`([^`\n]+)`/y, read: ([, inner = '']) => ({ kind: 'code', text: plainOf(inner) }) },
  styled('*'),
  styled('_'),
  styled('~'),
  { pattern: /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/y, read: ([, name = '']) => ({ kind: 'emoji', name }) },
  {
    pattern: /(?<![\p{L}\p{N}])https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"*_~]/uy,
    isBare: true,
    read: ([url]) => ({ kind: 'link', url: unescaped(url), pieces: [{ kind: 'text', text: unescaped(url) }] }),
  },
  {
    pattern: /(?<![\p{L}\p{N}@])@(here|channel|everyone)\b/uy,
    isBare: true,
    read: ([, range = '']) => ({ kind: 'broadcast', range }),
  },
  {
    pattern: /(?<![\p{L}\p{N}&#@])([#@])([\p{L}\p{N}][\p{L}\p{N}_-]*)/uy,
    isBare: true,
    read: ([, sign, name = '']) => ({ kind: 'name', sign: sign === '#' ? '#' : '@', name }),
  },
];

/** Markup as pieces. With `verbatim`, bare links and names stay text; all else is read all the same, as Slack does. */
export function parseMrkdwn(text: string, verbatim: boolean): Piece[] {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((part, index): Piece[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: plainOf(part) }];
    return quotesIn(part, verbatim);
  });
}

const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_TO_THE_END = /^(?:&gt;|>){3} ?/;

function quotesIn(text: string, verbatim: boolean): Piece[] {
  const pieces: Piece[] = [];
  const lines = text.split('\n');
  let said: string[] = [];
  const flush = (isQuote: boolean): void => {
    if (said.length > 0 && isQuote) pieces.push({ kind: 'quote', pieces: inline(said.join('\n'), verbatim) });
    else if (said.length > 0) pieces.push(...inline(said.join('\n'), verbatim));
    said = [];
  };
  let isQuote = false;
  for (const [index, line] of lines.entries()) {
    if (QUOTE_TO_THE_END.test(line)) {
      flush(isQuote);
      said = [line.replace(QUOTE_TO_THE_END, ''), ...lines.slice(index + 1)];
      flush(true);
      return pieces;
    }
    if (QUOTE.test(line) !== isQuote) {
      flush(isQuote);
      isQuote = !isQuote;
    }
    said.push(isQuote ? line.replace(QUOTE, '') : line);
  }
  flush(isQuote);
  return pieces;
}

/** The pieces of a text without quotes and preformatted parts. */
function inline(text: string, verbatim: boolean): Piece[] {
  const marks = verbatim ? MARKS.filter(({ isBare }) => isBare !== true) : MARKS;
  const pieces: Piece[] = [];
  let from = 0;
  let at = 0;
  const flush = (): void => {
    if (at > from) pieces.push({ kind: 'text', text: unescaped(text.slice(from, at)) });
  };
  while (at < text.length) {
    const [length, piece] = markAt(marks, text, at, verbatim);
    if (piece === null) {
      at += 1;
      continue;
    }
    flush();
    pieces.push(piece);
    at += length;
    from = at;
  }
  flush();
  return pieces;
}

function markAt(marks: readonly Mark[], text: string, at: number, verbatim: boolean): readonly [number, Piece | null] {
  for (const { pattern, read } of marks) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const piece = found ? read(found, verbatim) : null;
    if (found && piece) return [found[0].length, piece];
  }
  return [0, null];
}

/** What stands between `<` and `>`; `null` when it is nothing that Slack knows. */
function tokenOf(inner: string): Piece | null {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : unescaped(inner.slice(bar + 1));
  const sign = target[0] ?? '';
  if (sign === '@') return { kind: 'user', id: target.slice(1), label };
  if (sign === '#') return { kind: 'channel', id: target.slice(1), label };
  if (sign === '!') return commandOf(target.slice(1), label);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return null;
  const url = unescaped(target);
  const words = label ?? url.replace(/^(?:mailto|tel):/, '');
  return { kind: 'link', url, pieces: label === null ? [{ kind: 'text', text: words }] : inline(inner.slice(bar + 1), true) };
}

function commandOf(command: string, label: string | null): Piece | null {
  const [name = '', ...rest] = command.split('^');
  if (name === 'here' || name === 'channel' || name === 'everyone') return { kind: 'broadcast', range: name };
  if (name === 'subteam') return { kind: 'group', id: rest[0] ?? '', label };
  const [seconds = '', format = '', url = null] = rest;
  if (name !== 'date' || !/^\d+$/.test(seconds)) return label === null ? null : { kind: 'text', text: label };
  return { kind: 'date', at: Number(seconds) * 1000, format: unescaped(format), url, fallback: label ?? '' };
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Text in which nothing is read but links, which are their words. */
function plainOf(text: string): string {
  return unescaped(text.replaceAll(/<([^<>|\n]+)(?:\|([^<>\n]+))?>/g, (_, target: string, label?: string) => label ?? target));
}
