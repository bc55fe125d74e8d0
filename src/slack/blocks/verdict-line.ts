// Marketing's view of verdicts: the day's one message, and a line under it for each verdict.
import type { Message } from '../../message.ts';
import { weekdayInWords } from './dates.ts';
import { type Rendered, context, header, line, linked, quote, richText } from './elements.ts';
import { renderErased } from './erased.ts';
import { budgets, cleanLine, inertGist } from './inert.ts';
import { type Phrase, boldTheirs, say, theirs, toGist } from './phrase.ts';
import { leadGist, leadTitle } from './profile.ts';
import { eventOf, signed, verdictPhrase, verdictSigns } from './standing.ts';

export function renderVerdictsDay({ day, verdicts }: Extract<Message, { kind: 'verdicts_day' }>): Rendered {
  const title = `Verdicts today, ${weekdayInWords(day)}`;
  const counts = `${verdicts} ${verdicts === 1 ? 'verdict' : 'verdicts'}, one line each in the thread`;
  return { text: `${title}: ${counts}`, blocks: [header(title), context(counts)] };
}

export function renderVerdictLine({ record, eventId, link }: Extract<Message, { kind: 'verdict_line' }>): Rendered {
  if (record.lead.isErased) return renderErased();
  const event = eventOf(record, eventId);
  if (event.type !== 'judged') throw new Error(`Event ${eventId} is no verdict`);
  const verdict = verdictPhrase({ ...event, notBefore: event.notBefore ?? null });
  const source = record.lead.handoffs.find(({ id }) => id === event.handoffId)?.attribution.source ?? null;
  const from: Phrase = cleanLine(source) ? [say(', from '), theirs(source ?? '')] : [];
  const note = record.texts.get(eventId)?.note;
  const gist = inertGist(note, budgets.gistQuote);
  return {
    text: `${leadGist(record.profile)}${toGist(from)}: ${toGist(verdict)}${gist ? ` “${gist}”` : ''}`,
    blocks: richText([
      line(...signed(verdictSigns[event.verdict].emoji, []), boldTheirs(leadTitle(record.profile), budgets.title), ...from),
      line(...verdict, ...linked('Open the card', link)),
      quote(note, budgets.note),
    ]),
  };
}
