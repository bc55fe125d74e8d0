// Text objects, and pieces of text, as templates.
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { emoji } from './emoji.ts';
import { link } from './links.ts';
import { broadcast, channel, date, group, named, person } from './mentions.ts';
import { parseMrkdwn } from './mrkdwn.ts';
import type { Piece, PieceOf } from './mrkdwn.ts';
import type { Page } from './page.ts';
import type { Json } from './protocol.ts';
import { jsonIn, stringIn, wordsIn } from './json.ts';

type Kind = Piece['kind'];
type Row<K extends Kind> = (page: Page, piece: PieceOf<K>) => TemplateResult;

/** TABLE: what every piece looks like. The spaces in it are shown, so templates have none of their own. */
const PIECES: { readonly [K in Kind]: Row<K> } = {
  text: (_, { text }) => html`${text}`,
  bold: (page, piece) => html`<b>${pieces(page, piece.pieces)}</b>`,
  italic: (page, piece) => html`<i>${pieces(page, piece.pieces)}</i>`,
  strike: (page, piece) => html`<s>${pieces(page, piece.pieces)}</s>`,
  quote: (page, piece) => html`<blockquote class="block-quote">${pieces(page, piece.pieces)}</blockquote>`,
  code: (_, { text }) => html`<code class="block-code">${text}</code>`,
  pre: (_, { text }) => html`<pre class="block-pre">${text}</pre>`,
  link: (page, piece) => link(page, { url: piece.url, words: pieces(page, piece.pieces) }),
  user: (page, { id, label }) => person(page, id, label),
  channel: (page, { id, label }) => channel(page, id, label),
  group: (page, { id, label }) => group(page, id, label),
  broadcast: (_, { range }) => broadcast(range),
  name: (page, { sign, name }) => named(page, sign, name),
  emoji: (_, { name }) => emoji(name),
  date: (page, piece) => date(page, piece),
};

function pieceOf<K extends Kind>(page: Page, piece: PieceOf<K>, kind: K): TemplateResult {
  return PIECES[kind](page, piece);
}

export function pieces(page: Page, all: readonly Piece[]): readonly TemplateResult[] {
  return all.map((piece) => pieceOf(page, piece, piece.kind));
}

/** Slack's markup, as in the text of a message without blocks. */
export function mrkdwn(page: Page, text: string, verbatim = false): readonly TemplateResult[] {
  return pieces(page, parseMrkdwn(text, verbatim));
}

/** A plain_text or mrkdwn object under a key of something; nothing when it is not there. */
export function textIn(page: Page, json: Json | null, key: string): unknown {
  const object = jsonIn(json, key);
  return object === null ? nothing : textObject(page, object);
}

export function textObject(page: Page, object: Json): unknown {
  if (object.type === 'mrkdwn') return mrkdwn(page, stringIn(object, 'text') ?? '', object.verbatim === true);
  return wordsIn({ object }, 'object');
}
