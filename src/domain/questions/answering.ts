// An answer to what prospects asked, as marketing types it: a link, a note, or both; and what is wrong with it.

/** What was typed. */
export interface AnswerTyped {
  readonly link: string | null;
  readonly note: string | null;
}

export type AnswerFault = { readonly field: keyof AnswerTyped; readonly message: string };

export const mostLinkLetters = 300;
export const mostNoteLetters = 500;

/** The answer with its link as browsers write it, or what is wrong, by field. */
export function readAnswer(typed: AnswerTyped): { readonly answer: AnswerTyped } | { readonly fault: AnswerFault } {
  const [link, note] = [typed.link?.trim() || null, typed.note?.trim().toWellFormed() || null];
  if (link === null && note === null) return faulty('link', 'Give a link or a note: one of the two is needed.');
  if (note !== null && note.length > mostNoteLetters) return faulty('note', `A note is at most ${mostNoteLetters} letters long.`);
  if (link === null) return { answer: { link, note } };
  const url = webAddress(link);
  if (url === null) return faulty('link', 'This is no web address. Copy it from the browser, such as https://example.com/pricing');
  return url.length > mostLinkLetters
    ? faulty('link', `A link is at most ${mostLinkLetters} letters long; a note can say where to look.`)
    : { answer: { link: url, note } };
}

/** A web address with its scheme, and no name or password in it; `null` for anything else. */
export function webAddress(text: string): string | null {
  if (/\s|\p{C}/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  const isPlain = url.username === '' && url.password === '' && /^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(url.hostname);
  return isWeb && isPlain ? url.href : null;
}

function faulty(field: AnswerFault['field'], message: string): { readonly fault: AnswerFault } {
  return { fault: { field, message } };
}
