// After a long silence: one message a channel says that much was due at once, and a line in its thread for each lead.
import type { Message } from '../../message.ts';
import { type Rendered, line, linked, quote, richText } from './elements.ts';
import { renderErased } from './erased.ts';
import { budgets } from './inert.ts';
import { linePhrase } from './line.ts';
import { type Phrase, addressed, boldTheirs, say, toGist } from './phrase.ts';
import { leadGist, leadTitle } from './profile.ts';
import { eventOf } from './standing.ts';

export function renderCatchUp({ isMarketing, mentions }: Extract<Message, { kind: 'catch_up' }>): Rendered {
  const where = isMarketing ? 'Each that is for marketing is listed in this thread.' : 'Each is listed in this thread.';
  const phrase: Phrase = [...addressed(mentions), say(`More than 30 leads passed their time at once. ${where}`)];
  return { text: toGist(phrase), blocks: richText([line(...phrase)]) };
}

export function renderCatchUpLine({ record, eventId, link }: Extract<Message, { kind: 'catch_up_line' }>): Rendered {
  if (record.lead.isErased) return renderErased();
  const event = eventOf(record, eventId);
  // Whoever was to hear of it alone, or set the date, is asked here.
  const asked = event.type === 'reminded' && event.to ? [event.to] : [];
  const phrase = linePhrase(record, eventId, asked);
  const words = record.texts.get(eventId);
  return {
    text: `${leadGist(record.profile)}: ${toGist(phrase).trim()}`,
    blocks: richText([
      line(boldTheirs(leadTitle(record.profile), budgets.title), ...linked('Open the card', link)),
      line(...phrase),
      quote(words?.whatChanged ?? words?.note, budgets.note),
    ]),
  };
}
