// What was said of a lead before: one line for each verdict in force and each latest return, with its note.
import type { RichTextSection } from '@slack/types';
import type { Handoff } from '../../domain/lead.ts';
import type { LeadRecord } from '../../ports.ts';
import { line } from './elements.ts';
import { budgets, cleanLine } from './inert.ts';
import { type OwnPhrase, moment, say, theirs } from './phrase.ts';
import { returnPhrase, verdictPhrase } from './standing.ts';

/** More than these would hide the lead itself; the threads have them all. */
const shown = 4;

/** The newest lines of these handoffs, oldest first. With `until`, only what was said before that event. */
export function earlierLines(
  record: LeadRecord,
  handoffs: readonly Handoff[],
  timezone: string,
  until?: string,
): (RichTextSection | null)[] {
  const order = record.events.map(({ id }) => id);
  const end = until === undefined ? order.length : order.indexOf(until);
  return handoffs
    .flatMap(said)
    .map((one) => ({ ...one, place: order.indexOf(one.eventId) }))
    .filter(({ place }) => place < end)
    .toSorted((a, b) => a.place - b.place)
    .slice(-shown)
    .map(({ phrase, at, eventId }) => {
      const note = record.texts.get(eventId)?.note;
      const words = cleanLine(note) ? [say(': “'), theirs(note ?? '', budgets.aside), say('”')] : [];
      return line(say('Earlier: '), ...phrase, say(' · '), moment(at, timezone, 'day'), ...words);
    });
}

function said({ verdict, returned }: Handoff): { phrase: OwnPhrase; at: number; eventId: string }[] {
  return [
    ...(verdict ? [{ phrase: verdictPhrase(verdict), at: verdict.at, eventId: verdict.eventId }] : []),
    ...(returned ? [{ phrase: returnPhrase(returned), at: returned.at, eventId: returned.eventId }] : []),
  ];
}
