// A message's text as it is read aloud: mentions by name, links by their words, no marks of formatting. Knows no page.
import { parseMrkdwn, type Piece } from './mrkdwn.ts';

type Names = Readonly<Record<string, string>>;

function said(piece: Piece, names: Names): string {
  switch (piece.kind) {
    case 'text':
    case 'code':
    case 'pre':
      return piece.text;
    case 'user':
    case 'group':
      return `@${piece.label?.replace(/^@/, '') ?? names[piece.id] ?? piece.id}`;
    case 'channel':
      return `#${piece.label ?? names[piece.id] ?? piece.id}`;
    case 'broadcast':
      return `@${piece.range}`;
    case 'name':
      return piece.sign + piece.name;
    case 'emoji':
      return piece.name.replaceAll('_', ' ');
    case 'date':
      return piece.fallback;
    default:
      return piece.pieces.map((inner) => said(inner, names)).join('');
  }
}

/** One line without line breaks. */
export function plainText(text: string, names: Names): string {
  return parseMrkdwn(text, true)
    .map((piece) => said(piece, names))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
