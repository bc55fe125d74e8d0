// To one person in private: what marketing changed because of their verdicts, and later what came of it.
import { type MarketingChange, type Origin, daysOfChange } from '../../domain/change.ts';
import { reasonLabel } from '../../domain/reasons.ts';
import { notWhy, resultSentences } from '../../domain/report/change-words.ts';
import { several } from '../../domain/report/wording.ts';
import type { Message } from '../../message.ts';
import { dayInWords } from './dates.ts';
import { nameInLine, publicWords } from './digest-parts.ts';
import { type Rendered, context, line, richText } from './elements.ts';
import { type Budget, inertGist } from './inert.ts';
import { bold, say } from './phrase.ts';

/** As long as the form takes it. */
const whatBudget: Budget = { graphemes: 300, points: 500 };

/** A sentence or two in the notification. */
export const gistBudget: Budget = { graphemes: 380, points: 500 };

/** `linkedin-forms`, `campaign q4-search`. */
export function originWords({ axis, name }: Origin): string {
  const words = nameInLine({ theirs: name });
  return axis === 'campaign' ? `campaign ${words}` : words;
}

/** What was changed, in the words of who recorded it. */
export function whatWords({ what }: Pick<MarketingChange, 'what'>): string {
  return `“${publicWords(what, whatBudget)}”`;
}

export function renderChangeTold({ change, person, isResultToCome, today }: Extract<Message, { kind: 'change_told' }>): Rendered {
  const { markers, origin, reason, day, takenBack } = change;
  const { marked, tellsOn } = daysOfChange(change);
  const others = markers.filter(({ by }) => by !== person).length;
  const leads = markers.reduce((sum, marker) => sum + marker.leads, 0);
  const who = others === 0 ? 'You' : `You and ${several(others, 'other')}`;
  const said = `${who} marked ${several(leads, 'lead')} of ${originWords(origin)} “${reasonLabel(reason)}” since ${dayInWords(marked.from)}. `;
  const did = `Marketing ${day > today ? 'changes' : 'changed'} on ${dayInWords(day)}: ${whatWords(change)}.`;
  const later = isResultToCome
    ? ` You will hear what came of it around ${dayInWords(tellsOn)}.`
    : ' What came of it is under /lead change.';
  const end = takenBack ? ' This was recorded by mistake and taken back.' : later;
  return { text: inertGist(said + did + end, gistBudget), blocks: richText([line(say(said), bold(did), say(end))]) };
}

export function renderChangeResult({ change, result }: Extract<Message, { kind: 'change_result' }>): Rendered {
  const title = `${originWords(change.origin)}, changed on ${dayInWords(change.day)}: ${whatWords(change)}`;
  const sentences = change.takenBack ? ['This was recorded by mistake and taken back.'] : resultSentences(result, change.reason);
  return {
    text: inertGist(`What came of a change: ${title}. ${sentences[0] ?? ''}`, gistBudget),
    blocks: [
      ...richText([line(bold('What came of a change')), line(say(`${title}.`)), ...sentences.map((sentence) => line(say(sentence)))]),
      ...(result.state === 'compared' && !change.takenBack ? [context(notWhy)] : []),
    ],
  };
}
