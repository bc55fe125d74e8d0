// How a handoff stands, in one line of our own words: verdict, return, archive, outcome; for cards and their threads.
import { fold } from '../../domain/evolve.ts';
import { type Handoff, type LeadEvent, type OutcomeGiven, type ReturnGiven, type VerdictGiven, handoffOf } from '../../domain/lead.ts';
import { type ReasonCode, reasonLabel } from '../../domain/reasons.ts';
import type { LeadRecord, StoredEvent } from '../../ports.ts';
import { afterWords, dayInWords } from './dates.ts';
import { type OwnPhrase, type OwnPiece, bold, doer, emoji, moment, say } from './phrase.ts';

/** Colour never stands alone: each symbol has its word beside it. */
export const verdictSigns = {
  qualified: { emoji: 'large_green_circle', word: 'Qualified' },
  unqualified: { emoji: 'white_circle', word: 'Unqualified' },
} as const;

export const outcomeSigns = {
  opportunity: { emoji: 'large_blue_circle', word: 'Opportunity' },
  won: { emoji: 'trophy', word: 'Won' },
  lost: { emoji: 'black_circle', word: 'Lost' },
} as const;

export const stalledWords = 'Stalled: no word from sales';

/** A reason inside a sentence: `clear need`. */
export function reasonWords(code: ReasonCode | null): string {
  const label = reasonLabel(code);
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** `Qualified by @kim: clear need`. */
export function verdictPhrase(given: Pick<VerdictGiven, 'verdict' | 'reason' | 'notBefore' | 'by'>): OwnPhrase {
  const why = `: ${reasonWords(given.reason)}${notBefore(given.notBefore)}`;
  return [bold(verdictSigns[given.verdict].word), say(' by '), doer(given.by), say(why)];
}

/** A phrase with its symbol before it. */
export function signed(sign: string, phrase: OwnPhrase): OwnPhrase {
  return [emoji(sign), say(' '), ...phrase];
}

/** The verdict's line on a card: also when, and how long after the lead came. */
export function verdictLine(handoff: Handoff, given: VerdictGiven, timezone: string): OwnPhrase {
  const took = afterWords(given.at - (handoff.postedAt ?? handoff.openedAt));
  const phrase: OwnPhrase = [...verdictPhrase(given), say(' · '), moment(given.at, timezone), say(`, ${took}`)];
  return signed(verdictSigns[given.verdict].emoji, phrase);
}

export const returnSigns = {
  person: { emoji: 'leftwards_arrow_with_hook', word: 'Returned to marketing' },
  stalled: { emoji: 'hourglass', word: stalledWords },
  revisit: { emoji: 'calendar', word: 'Back with marketing, time to look again' },
} as const satisfies Record<ReturnGiven['cause'], { emoji: string; word: string }>;

/** `Returned to marketing by @kim: no budget`, or that it stalled. */
export function returnPhrase(given: Pick<ReturnGiven, 'cause' | 'reason' | 'notBefore' | 'by'>): OwnPhrase {
  const { word } = returnSigns[given.cause];
  if (given.cause === 'stalled') return [bold(word)];
  const why = given.reason === null ? '' : `: ${reasonWords(given.reason)}`;
  const by: OwnPhrase = given.cause === 'person' ? [say(' by '), doer(given.by)] : [];
  return [bold(word), ...by, say(`${why}${notBefore(given.notBefore)}`)];
}

/** The return's line on a card: also when, and for a stall where it went. */
export function returnLine(given: ReturnGiven, timezone: string): OwnPhrase {
  const when = given.cause === 'stalled' ? ' · went to marketing ' : ' · ';
  return signed(returnSigns[given.cause].emoji, [...returnPhrase(given), say(when), moment(given.at, timezone)]);
}

export function archivedLine(record: LeadRecord, handoff: Handoff, timezone: string): OwnPhrase {
  const event = record.events.findLast((one) => one.type === 'archived' && one.handoffId === handoff.id);
  const by: OwnPhrase = event ? [say(', '), doer(event.by)] : [];
  const at: OwnPhrase = handoff.archivedAt === null ? [] : [say(' · '), moment(handoff.archivedAt, timezone)];
  return signed('file_folder', [bold('Archived by marketing'), ...by, ...at]);
}

/** `Won · 12,000 EUR`. */
export function outcomePhrase(given: Pick<OutcomeGiven, 'outcome' | 'amount' | 'currency'>): OwnPhrase {
  return [bold(outcomeSigns[given.outcome].word), ...amountPhrase(given.amount, given.currency)];
}

export function amountPhrase(amount: number | null, currency: string | null): OwnPiece[] {
  if (amount === null) return [];
  const figure = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(amount);
  // A currency comes from a caller: only a code of three letters is ours to say.
  return [say(` · ${figure}${currency !== null && /^[A-Z]{3}$/.test(currency) ? ` ${currency}` : ''}`)];
}

export function outcomeLine(given: OutcomeGiven, timezone: string): OwnPhrase {
  return signed(outcomeSigns[given.outcome].emoji, [...outcomePhrase(given), say(' · '), moment(given.at, timezone)]);
}

function notBefore(day: string | null): string {
  return day === null ? '' : `, not before ${dayInWords(day)}`;
}

/** The handoff as it was just before one of its events; `null` where the event opened it. */
export function handoffBefore(record: LeadRecord, event: StoredEvent): Handoff | null {
  const lead = fold(record.events.filter(({ seq }) => seq < event.seq));
  return (lead && handoffOf(lead, event.handoffId)) ?? null;
}

/** The event of this id in a record; a message about it cannot be rendered without. */
export function eventOf(record: LeadRecord, eventId: string): StoredEvent {
  const event = record.events.find((one) => one.id === eventId);
  if (!event) throw new Error(`Lead ${record.lead.id} has no event ${eventId}`);
  return event;
}

export type EventOf<T extends LeadEvent['type']> = Extract<StoredEvent, { type: T }>;
