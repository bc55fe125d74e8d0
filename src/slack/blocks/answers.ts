// Private answers: what `/lead` prints, refusals with the way to the newer card, notices over the App Home.
import type { ModalView } from '@slack/types';
import { type Rendered, actionRow, context, isOurLink, line, linkButton, plain, richText } from './elements.ts';
import { plainSentence } from './form.ts';
import { inertGist, inertLine } from './inert.ts';
import { type Phrase, bold, say, sentencePhrase, sentencesGist, toGist } from './phrase.ts';
import { leadGist } from './profile.ts';
import { type ListedLead, foundRow, workRow } from './rows.ts';

/** Commands that belong together. */
interface CommandGroup {
  readonly title: string;
  readonly commands: readonly { readonly usage: string; readonly does: string }[];
}

/** The commands that this version knows, with a first line for whoever typed another. */
export function helpAnswer(groups: readonly CommandGroup[], intro = 'What /lead can do:'): Rendered {
  const first: Phrase = [say(inertLine(intro))];
  const parts = groups.map(({ title, commands }) => ({
    title,
    rows: commands.map(({ usage, does }): Phrase => [bold(usage), say(`  ${does}`)]),
  }));
  return {
    text: [toGist(first), ...parts.flatMap(({ title, rows }) => [title, ...rows.map(toGist)])].join('\n'),
    blocks: [
      ...richText([line(...first)]),
      ...parts.flatMap(({ title, rows }) => [context(title), ...richText(rows.map((phrase) => line(...phrase)))]),
    ],
  };
}

const rowsShown = 10;
/** So few that each can have its buttons. */
const rowsWithButtons = 3;

/** Leads that a search found. `isMore` when there are others that are not given. */
export function findAnswer(found: readonly ListedLead[], text: string, isMore: boolean): Rendered {
  const sought = inertLine(text);
  if (found.length === 0)
    return said(`No lead matches “${sought}”. Try a part of the name, the company, the e-mail address or the phone number.`);
  return listed(found, `Leads that match “${sought}”:`, isMore ? 'There are more: add a word to the search.' : null);
}

/** The open leads of whoever asks. */
export function mineAnswer(found: readonly ListedLead[], isMore: boolean): Rendered {
  if (found.length === 0) return said('You have no open leads.');
  return listed(found, 'Your open leads, oldest first:', isMore ? 'There are more: the card of each is in its channel.' : null);
}

function listed(found: readonly ListedLead[], title: string, last: string | null): Rendered {
  const shown = found.slice(0, rowsShown).map((lead) => (lead.link && isOurLink(lead.link) ? lead : { ...lead, link: null }));
  const row = shown.length <= rowsWithButtons ? workRow : foundRow;
  const names = shown.map(({ record }) => leadGist(record.profile)).join('; ');
  return {
    text: `${inertGist(title)} ${names}`,
    blocks: [...richText([line(bold(title))]), ...shown.flatMap(row), ...(last ? [context(last)] : [])],
  };
}

function said(sentence: string): Rendered {
  return { text: inertGist(sentence, { graphemes: 300, points: 400 }), blocks: richText([line(say(sentence))]) };
}

/** Why nothing changed, told to the person alone, with the way to the card that is newer. */
export function refusalAnswer(sentence: string, link: string | null): Rendered {
  const phrase = sentencePhrase(sentence);
  const button = link === null ? [] : actionRow(linkButton('Open the newer card', link), [], '');
  return { text: sentencesGist([phrase]), blocks: [...richText([line(...phrase)]), ...button] };
}

/** One sentence in a modal, where there is no message to answer under. */
export function noticeView(sentence: string, nameOf: (id: string) => string | undefined): ModalView {
  return {
    type: 'modal',
    title: plain('LeadLoop'),
    close: plain('Close'),
    blocks: [{ type: 'section', text: plain(plainSentence(sentence, nameOf) || 'Nothing was changed.') }],
  };
}
