// The common Markdown of markdown blocks, read into paragraphs. Pure: nothing here knows the page. Tables are left as text.
import type { Piece } from './mrkdwn.ts';

export type Paragraph =
  | { readonly kind: 'heading'; readonly level: number; readonly pieces: readonly Piece[] }
  | { readonly kind: 'text' | 'quote'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Piece[])[] }
  | { readonly kind: 'pre'; readonly text: string }
  | { readonly kind: 'line' };

/** The paragraph of one kind. */
export type ParagraphOf<K extends Paragraph['kind'], P = Paragraph> = P extends { readonly kind: infer Q }
  ? K extends Q
    ? P
    : never
  : never;

type Line =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'text' | 'quote' | 'bullet' | 'number'; readonly text: string }
  | { readonly kind: 'blank' | 'line' };

interface Mark {
  readonly pattern: RegExp;
  read(found: RegExpExecArray): Piece;
}

/** TABLE: what can begin anywhere in a line; the first that fits is taken. */
const MARKS: readonly Mark[] = [
  { pattern: /\\([\\`*_~[\]()#>.!+-])/y, read: ([, text = '']) => ({ kind: 'text', text }) },
  { pattern: /`([^`\n]+)`/y, read: ([, text = '']) => ({ kind: 'code', text }) },
  {
    pattern: /\[([^\]\n]+)\]\(([^()\s]+)\)/y,
    read: ([, label = '', url = '']) => ({ kind: 'link', url, pieces: markdownLine(label) }),
  },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, read: ([, url = '']) => bare(url) },
  { pattern: /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"*_~]/y, read: ([url]) => bare(url) },
  { pattern: /(\*\*|__)(?=\S)([^\n]*?\S)\1/y, read: ([, , inner = '']) => ({ kind: 'bold', pieces: markdownLine(inner) }) },
  { pattern: /~~(?=\S)([^\n]*?\S)~~/y, read: ([, inner = '']) => ({ kind: 'strike', pieces: markdownLine(inner) }) },
  {
    pattern: /(?<![\p{L}\p{N}])([*_])(?=[^\s*_])([^\n]*?[^\s*_])\1(?![\p{L}\p{N}])/uy,
    read: ([, , inner = '']) => ({ kind: 'italic', pieces: markdownLine(inner) }),
  },
  { pattern: /:([a-z0-9_+'-]+):/y, read: ([, name = '']) => ({ kind: 'emoji', name }) },
];

const bare = (url: string): Piece => ({ kind: 'link', url, pieces: [{ kind: 'text', text: url }] });

/** Markdown as paragraphs, in order. */
export function parseMarkdown(text: string): Paragraph[] {
  return text.split(/^```[^\n]*\n([\s\S]*?)\n?```$/m).flatMap((part, index): Paragraph[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: part }];
    return paragraphsOf(part.split('\n').map(lineOf));
  });
}

/** One line of Markdown. */
export function markdownLine(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const [length, piece] = markAt(text, at);
    if (piece === null) {
      at += 1;
      continue;
    }
    if (at > from) pieces.push({ kind: 'text', text: text.slice(from, at) });
    pieces.push(piece);
    at += length;
    from = at;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

function markAt(text: string, at: number): readonly [number, Piece | null] {
  for (const { pattern, read } of MARKS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return [found[0].length, read(found)];
  }
  return [0, null];
}

function lineOf(text: string): Line {
  if (text.trim() === '') return { kind: 'blank' };
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(text)) return { kind: 'line' };
  const [, hashes = '', heading] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(text) ?? [];
  if (heading !== undefined) return { kind: 'heading', level: hashes.length, text: heading };
  const [, bullet] = /^\s*[-*+]\s+(.*)$/.exec(text) ?? [];
  if (bullet !== undefined) return { kind: 'bullet', text: bullet };
  const [, numbered] = /^\s*\d+[.)]\s+(.*)$/.exec(text) ?? [];
  if (numbered !== undefined) return { kind: 'number', text: numbered };
  const [, quoted] = /^>\s?(.*)$/.exec(text) ?? [];
  return quoted === undefined ? { kind: 'text', text } : { kind: 'quote', text: quoted };
}

/** Lines of one kind that follow each other are one paragraph. */
function paragraphsOf(lines: readonly Line[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let kind: Line['kind'] = 'blank';
  let said: string[] = [];
  const flush = (): void => {
    if (said.length > 0) paragraphs.push(paragraphOf(kind, said));
    said = [];
  };
  for (const line of lines) {
    if (line.kind !== kind) flush();
    kind = line.kind;
    if (line.kind === 'heading') paragraphs.push({ kind: 'heading', level: line.level, pieces: markdownLine(line.text) });
    else if (line.kind === 'line') paragraphs.push({ kind: 'line' });
    else if ('text' in line) said.push(line.text);
  }
  flush();
  return paragraphs;
}

function paragraphOf(kind: Line['kind'], said: readonly string[]): Paragraph {
  if (kind === 'bullet' || kind === 'number') return { kind: 'list', isOrdered: kind === 'number', items: said.map(markdownLine) };
  return { kind: kind === 'quote' ? 'quote' : 'text', pieces: markdownLine(said.join('\n')) };
}
