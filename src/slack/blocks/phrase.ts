// A phrase: a line said once, in pieces, and written three ways: as rich text, as mrkdwn and as notification text.
import type { RichTextElement, RichTextText } from '@slack/types';
import { messageLimits } from '../limits.ts';
import { type Precision, dateElement, dateToken } from './dates.ts';
import { type Budget, budgets, escape, inertGist, inertLine, inertLines } from './inert.ts';

/** What we say ourselves: our words, people's ids, instants. Only this can be written as mrkdwn. */
export type OwnPiece =
  | { readonly kind: 'words'; readonly words: string; readonly isBold?: true }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'date'; readonly at: number; readonly timezone: string; readonly to: Precision };

/** A link that we built to a place that we know, and words that somebody else wrote. Never mrkdwn. */
export type Piece = OwnPiece | TheirPiece | { readonly kind: 'link'; readonly url: string; readonly words: string };

interface TheirPiece {
  readonly kind: 'theirs';
  readonly line: string;
  readonly budget: Budget;
  readonly isBold?: true;
}

export type OwnPhrase = readonly OwnPiece[];
export type Phrase = readonly Piece[];

export const say = (words: string): OwnPiece => ({ kind: 'words', words });
export const bold = (words: string): OwnPiece => ({ kind: 'words', words, isBold: true });
export const emoji = (name: string): OwnPiece => ({ kind: 'emoji', name });
export const moment = (at: number, timezone: string, to: Precision = 'time'): OwnPiece => ({ kind: 'date', at, timezone, to });
export const theirs = (line: string, budget: Budget = budgets.line): TheirPiece => ({ kind: 'theirs', line, budget });
export const boldTheirs = (line: string, budget?: Budget): Piece => ({ ...theirs(line, budget), isBold: true });

const personId = /^[UW][A-Z0-9]{2,24}$/;
const groupId = /^S[A-Z0-9]{2,24}$/;
const notPersons: Readonly<Record<string, string>> = { system: 'LeadLoop', api: 'the API' };

/** Who did something: a mention of a person, or words for a program. */
export function doer(by: string): OwnPiece {
  return personId.test(by) ? { kind: 'user', id: by } : say(notPersons[by] ?? 'somebody');
}

/** Those who are asked to act, people and user groups by id, then a space; nothing for nobody. */
export function addressed(ids: readonly string[]): OwnPhrase {
  return ids.flatMap((id) => [groupId.test(id) ? ({ kind: 'group', id } as const) : doer(id), say(' ')]);
}

/** The pieces of a phrase as rich text elements; pieces that show nothing are left out, words that look alike are one. */
export function toRichText(phrase: Phrase): RichTextElement[] {
  const elements: RichTextElement[] = [];
  for (const piece of phrase) {
    const element = richElement(piece);
    const before = elements.at(-1);
    const isContinued = element?.type === 'text' && before?.type === 'text' && isBold(element) === isBold(before);
    if (isContinued) elements.splice(-1, 1, { ...before, text: before.text + element.text });
    else if (element) elements.push(element);
  }
  return elements;
}

function isBold({ style }: RichTextText): boolean {
  return style?.bold === true;
}

function richElement(piece: Piece): RichTextElement | null {
  switch (piece.kind) {
    case 'words':
      return text(piece.words, piece.isBold);
    case 'theirs':
      return text(inertLine(piece.line, piece.budget), piece.isBold);
    case 'user':
      return { type: 'user', user_id: piece.id };
    case 'group':
      return { type: 'usergroup', usergroup_id: piece.id };
    case 'channel':
      return { type: 'channel', channel_id: piece.id };
    case 'emoji':
      return { type: 'emoji', name: piece.name };
    case 'date':
      return dateElement(piece.at, piece.timezone, piece.to);
    case 'link':
      return { type: 'link', url: piece.url, text: piece.words };
  }
}

function text(words: string, isBold: true | undefined): RichTextElement | null {
  return words ? { type: 'text', text: words, ...(isBold ? { style: { bold: true } } : {}) } : null;
}

/** A phrase of our own as mrkdwn. */
export function toMrkdwn(phrase: OwnPhrase): string {
  return phrase.map((piece) => (piece.kind === 'words' && piece.isBold ? `*${escape(piece.words)}*` : token(piece))).join('');
}

/** A phrase as notification text: what others wrote is short there, and links are only named. */
export function toGist(phrase: Phrase): string {
  return phrase.map(gistOf).join('');
}

/** Sentences as notification text, as many as fit: one is never cut, as the cut could fall into a mention. */
export function sentencesGist(sentences: readonly Phrase[]): string {
  let text = '';
  for (const gist of sentences.map((sentence) => toGist(sentence).trim())) {
    if (text.length + gist.length + 1 > messageLimits.text) break;
    text += `${text && ' '}${gist}`;
  }
  return text || 'LeadLoop has something to tell you.';
}

function gistOf(piece: Piece): string {
  if (piece.kind === 'link') return '';
  if (piece.kind === 'theirs') return inertGist(piece.line);
  return piece.kind === 'emoji' ? '' : token(piece);
}

function token(piece: OwnPiece): string {
  switch (piece.kind) {
    case 'words':
      return escape(piece.words);
    case 'user':
      return `<@${piece.id}>`;
    case 'group':
      return `<!subteam^${piece.id}>`;
    case 'channel':
      return `<#${piece.id}>`;
    case 'emoji':
      return `:${piece.name}:`;
    case 'date':
      return dateToken(piece.at, piece.timezone, piece.to);
  }
}

const mention = /<(?:@([UW][A-Z0-9]{2,24})|!subteam\^(S[A-Z0-9]{2,24})|#([CG][A-Z0-9]{2,24}))>/;

/** A sentence of ours with ids in it, such as a refusal: `<@U…>`, `<!subteam^S…>` and `<#C…>` become pieces, the rest is inert words. */
export function sentencePhrase(sentence: string): OwnPhrase {
  const pieces: OwnPiece[] = [];
  let rest = sentence;
  for (let found = mention.exec(rest); found; found = mention.exec(rest)) {
    const [whole, user, group, channel] = found;
    pieces.push(...inertWords(rest.slice(0, found.index)));
    if (user) pieces.push({ kind: 'user', id: user });
    if (group) pieces.push({ kind: 'group', id: group });
    if (channel) pieces.push({ kind: 'channel', id: channel });
    rest = rest.slice(found.index + whole.length);
  }
  return [...pieces, ...inertWords(rest)];
}

/** Spaces at the ends stand between the words and a mention, so they are kept. */
function inertWords(words: string): OwnPhrase {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(words) ?? [];
  const inert = inertLines(inner, budgets.note);
  return inert || before || after ? [say(`${before ? ' ' : ''}${inert}${after ? ' ' : ''}`)] : [];
}
