// What was said of a lead before: one line for each verdict and each return, with its note.
import type { RichTextSection } from '@slack/types';
import type { Handoff } from '../../domain/lead.ts';
import type { LeadRecord, StoredEvent } from '../../ports.ts';
import { line } from './elements.ts';
import { budgets, cleanLine } from './inert.ts';
import { type OwnPhrase, type Phrase, moment, say, theirs } from './phrase.ts';
import { returnPhrase, verdictPhrase } from './standing.ts';

/** More than these would hide the lead itself; the threads have them all. */
const shown = 4;

/** The newest lines of these handoffs, oldest first, and how many more there are. With `until`, only what was said before that event. */
export function earlierLines(
  record: LeadRecord,
  handoffs: readonly Handoff[],
  timezone: string,
  until?: string,
): (RichTextSection | null)[] {
  const ids = new Set(handoffs.map(({ id }) => id));
  const end = record.events.findIndex(({ id }) => id === until);
  const said = record.events
    .slice(0, end < 0 ? undefined : end)
    .filter(({ handoffId }) => ids.has(handoffId))
    .flatMap((event) => {
      const phrase = saidIn(event);
      return phrase ? [{ phrase, event }] : [];
    });
  const left = said.length - shown;
  const lines = said
    .slice(-shown)
    .map(({ phrase, event }) =>
      line(say('Earlier: '), ...phrase, say(' · '), moment(event.at, timezone, 'day'), ...notePhrase(record, event.id)),
    );
  return left > 0 ? [line(say(`Earlier: ${left} more, in the threads`)), ...lines] : lines;
}

function saidIn(event: StoredEvent): OwnPhrase | null {
  if (event.type === 'judged') return verdictPhrase({ ...event, notBefore: event.notBefore ?? null });
  if (event.type === 'returned') return returnPhrase({ ...event, notBefore: event.notBefore ?? null });
  return null;
}

/** `: “Called twice.”`, or nothing. */
export function notePhrase(record: LeadRecord, eventId: string): Phrase {
  const note = record.texts.get(eventId)?.note;
  return cleanLine(note) ? [say(': “'), theirs(note ?? '', budgets.aside), say('”')] : [];
}
