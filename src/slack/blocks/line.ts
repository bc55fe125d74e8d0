// A line in the thread of a card: one for each thing that happened, with the words that came with it.
import type { EventType, Handoff, Reminder } from '../../domain/lead.ts';
import type { Message } from '../../message.ts';
import type { LeadRecord } from '../../ports.ts';
import { nth } from './attempts.ts';
import { dayInWords } from './dates.ts';
import { type Rendered, line, quote, richText } from './elements.ts';
import { renderErased } from './erased.ts';
import { budgets, inertGist } from './inert.ts';
import { type Phrase, addressed, bold, doer, emoji, say, toGist } from './phrase.ts';
import { originPhrase } from './profile.ts';
import {
  type EventOf,
  eventOf,
  handoffBefore,
  outcomePhrase,
  outcomeSigns,
  reasonWords,
  returnPhrase,
  returnSigns,
  signed,
  stalledWords,
  verdictPhrase,
  verdictSigns,
} from './standing.ts';

export type LineMessage = Extract<Message, { kind: 'line' }>;

/** What a line may need to know besides its event. */
interface Around {
  readonly record: LeadRecord;
  /** The handoff just before the event; `null` where the event opened it. */
  readonly before: Handoff | null;
  /** Who is asked to act. */
  readonly mentions: readonly string[];
}

type Tell<T extends EventType> = (event: EventOf<T>, around: Around) => Phrase;

/** What each event says. Notes and messages follow as a quote. */
const lines: { readonly [T in EventType]: Tell<T> } = {
  received: () => [say('Came in again. A newer card has this lead now.')],
  posted: () => [say('The card was posted.')],
  claimed,
  released,
  judged,
  reopened: ({ by }, { before }) => [
    doer(by),
    say(' reopened it. The earlier verdict stays in the history, and nobody has it now.'),
    ...formerOwner(before?.owner ?? null, by),
  ],
  noted: ({ by }) => [emoji('memo'), say(' Note by '), doer(by), say(':')],
  attempted,
  activity,
  returned: (event, { before }) => {
    const given = { ...event, notBefore: event.notBefore ?? null };
    const owner = event.cause === 'revisit' ? null : (before?.owner ?? null);
    const where = event.cause === 'stalled' ? '. It is with marketing now.' : '.';
    return [...signed(returnSigns[event.cause].emoji, returnPhrase(given)), say(where), ...formerOwner(owner, event.by)];
  },
  reminded,
  stalled: () => signed('hourglass', [bold(stalledWords), say('.')]),
  nurtured: ({ by, revisitOn }) => [
    emoji('seedling'),
    say(' '),
    doer(by),
    say(` warms it up for marketing${revisitOn ? ` and looks again on ${dayInWords(revisitOn)}` : ''}.`),
  ],
  resubmitted: ({ by }) => {
    const who: Phrase = by === 'system' ? [say('Back with sales, as its date has come.')] : [doer(by), say(' sent it back to sales.')];
    return [...who, say(' A newer card has this lead now.')];
  },
  archived: ({ by }) => [doer(by), say(' archived it for marketing.')],
  outcome: (event) => {
    const phrase = outcomePhrase({ outcome: event.outcome, amount: event.amount ?? null, currency: event.currency ?? null });
    return [...signed(outcomeSigns[event.outcome].emoji, phrase), say(', told by '), doer(event.by), say('.')];
  },
  erased: () => [say('Erased on request.')],
};

export function renderLine({ record, eventId, mentions }: LineMessage): Rendered {
  if (record.lead.isErased) return renderErased();
  const event = eventOf(record, eventId);
  const phrase = linePhrase(record, eventId, mentions);
  const words = record.texts.get(eventId);
  const quoted = words?.note ?? words?.whatChanged ?? words?.tactic ?? words?.message;
  const gist = inertGist(quoted, budgets.gistQuote);
  const asked = inertGist(words?.question, budgets.gistQuote);
  return {
    text: toGist(phrase).trim() + (gist ? ` “${gist}”` : '') + (asked ? ` They asked: “${asked}”` : ''),
    blocks: richText([
      line(...phrase),
      quote(quoted, event.type === 'activity' ? budgets.quote : budgets.note),
      ...(asked ? [line(say('They asked:')), quote(words?.question, budgets.note)] : []),
    ]),
  };
}

/** What an event says, without the words that came with it. @throws when the record has no such event */
export function linePhrase(record: LeadRecord, eventId: string, mentions: readonly string[]): Phrase {
  const event = eventOf(record, eventId);
  return tell(event, { record, before: handoffBefore(record, event), mentions });
}

function tell<T extends EventType>(event: EventOf<T>, around: Around): Phrase {
  return lines[event.type](event, around);
}

function claimed({ by, owner = by }: EventOf<'claimed'>, { before }: Around): Phrase {
  if (owner === by) return [doer(by), say(' claimed this lead.')];
  const former = before?.owner ?? null;
  return [doer(by), say(' assigned it to '), doer(owner), say('.'), ...(former === owner ? [] : formerOwner(former, by))];
}

function released({ by, why, until }: EventOf<'released'>, { before }: Around): Phrase {
  const owner = before?.owner ?? null;
  if (!why) return [doer(by), say(' released it. Nobody has it now.'), ...formerOwner(owner, by)];
  const gone = why === 'gone' ? ' is no longer in this workspace' : ` is away${until ? ` until ${dayInWords(until)}` : ''}`;
  return [owner === null ? say('Whoever had it') : doer(owner), say(`${gone}. Nobody has it now.`)];
}

const reminders = {
  claim: { sign: 'alarm_clock', words: 'Nobody has claimed this lead yet.' },
  verdict: { sign: 'alarm_clock', words: 'This lead has no verdict yet.' },
  marketing: { sign: 'alarm_clock', words: 'Nobody in marketing has taken this lead up yet.' },
  revisit: { sign: 'calendar', words: 'The day to look at this lead again has come.' },
} as const satisfies Record<Reminder, { sign: string; words: string }>;

function reminded({ about }: EventOf<'reminded'>, { mentions }: Around): Phrase {
  const { sign, words } = reminders[about];
  return signed(sign, [...addressed(mentions), say(words)]);
}

function judged(event: EventOf<'judged'>, { before }: Around): Phrase {
  const given = { ...event, notBefore: event.notBefore ?? null };
  const earlier = before?.verdict ?? null;
  const was: Phrase = earlier ? [say(` It was ${verdictSigns[earlier.verdict].word}, ${reasonWords(earlier.reason)}.`)] : [];
  const next: Phrase = event.sendTo ? [say(' '), doer(event.sendTo), say(', this one may be yours.')] : [];
  return [
    ...signed(verdictSigns[event.verdict].emoji, verdictPhrase(given)),
    say('.'),
    ...was,
    ...formerOwner(before?.owner ?? null, event.by),
    ...next,
  ];
}

function attempted({ by }: EventOf<'attempted'>, { before }: Around): Phrase {
  return [emoji('telephone_receiver'), say(' '), doer(by), say(` tried to reach them (${nth((before?.attempts ?? 0) + 1)} attempt).`)];
}

/** Whoever had the lead hears of it, unless it was their own doing. */
function formerOwner(owner: string | null, by: string): Phrase {
  return owner === null || owner === by ? [] : [say(' '), doer(owner), say(' had it before.')];
}

function activity(event: EventOf<'activity'>, { before }: Around): Phrase {
  const owner: Phrase = before?.owner ? [doer(before.owner), say(' ')] : [];
  const origin = originPhrase(event.attribution);
  return [...owner, bold('New enquiry from the same person'), ...(origin.length > 0 ? [say(', '), ...origin] : [])];
}
