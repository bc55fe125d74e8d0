// The card of a return in the marketing channel: why it came back, what was said of it before, what marketing can do.
import type { KnownBlock } from '@slack/types';
import type { Wait } from '../../domain/deadline.ts';
import { type Handoff, handoffOf } from '../../domain/lead.ts';
import { movesOn } from '../../domain/moves.ts';
import { reasonLabel } from '../../domain/reasons.ts';
import type { Message } from '../../message.ts';
import type { LeadRecord } from '../../ports.ts';
import { revisitPhrase, takeUpPhrase } from './clock.ts';
import { dayInWords } from './dates.ts';
import { earlierLines, notePhrase } from './earlier.ts';
import { type Rendered, actionRow, header, line, markLine, moveButton, ownContext, ownSection, quote, richText } from './elements.ts';
import { renderErased } from './erased.ts';
import { holdersPhrase } from './holders.ts';
import { inertGist } from './inert.ts';
import { type OwnPhrase, type Phrase, bold, doer, moment, say, toGist } from './phrase.ts';
import { findHint, joined, leadGist, leadTitle, originPhrase, scorePhrase, testMark, whyGist, whyPiece } from './profile.ts';
import { type EventOf, archivedLine, eventOf, outcomePhrase, reasonWords, returnSigns, signed, verdictPhrase } from './standing.ts';

export type MarketingCardMessage = Extract<Message, { kind: 'marketing_card' }>;

/** Everything a part of the card needs. */
interface Card {
  readonly record: LeadRecord;
  readonly handoff: Handoff;
  readonly returned: EventOf<'returned'>;
  readonly timezone: string;
  /** `null` where no clock runs. */
  readonly wait: Wait | null;
}

const title = 'Back to marketing';

export function renderMarketingCard({ record, handoffId, returnedEventId, marks, timezone, wait }: MarketingCardMessage): Rendered {
  if (record.lead.isErased) return renderErased();
  const handoff = handoffOf(record.lead, handoffId);
  const returned = eventOf(record, returnedEventId);
  if (!handoff || returned.type !== 'returned') throw new Error(`Lead ${record.lead.id} was not returned by ${returnedEventId}`);
  const card: Card = { record, handoff, returned, timezone, wait };
  if (marks.isPlain) return { text: `${gist(card)} ${findHint(record.profile)}`, blocks: [] };
  return { text: gist(card), blocks: [...top(card), ...bottom(card), ...markLine(marks)] };
}

// ---------------------------------------------------------------- why it came back

function top({ record, handoff, returned, timezone }: Card): KnownBlock[] {
  const handoffs = record.lead.handoffs.filter(({ cycle }) => cycle <= handoff.cycle);
  return [
    header(`${testMark(handoff)}${title}: ${leadTitle(record.profile)}`),
    ...richText([
      line(bold(reasonOf(returned)), ...holderPhrase(record, returned), say(' · '), moment(returned.at, timezone)),
      quote(record.texts.get(returned.id)?.note),
      noteLine(record, returned, timezone),
      ...earlierLines(record, handoffs, timezone, returned.id),
      line(...backgroundPhrase(handoff)),
    ]),
  ];
}

function reasonOf({ cause, reason, notBefore }: EventOf<'returned'>): string {
  if (cause === 'stalled') return returnSigns.stalled.word;
  const until = notBefore ? `, not before ${dayInWords(notBefore)}` : '';
  return cause === 'revisit' ? `Time to look again: ${reasonWords(reason)}` : `${reasonLabel(reason)}${until}`;
}

/** Who sent it, who had it and how long. */
function holderPhrase(record: LeadRecord, returned: EventOf<'returned'>): OwnPhrase {
  const by: OwnPhrase = returned.cause === 'person' ? [say(' · by '), doer(returned.by)] : [];
  return [...by, say(' · '), ...holdersPhrase(record, returned)];
}

/** The newest note that sales wrote before it went back. */
function noteLine(record: LeadRecord, returned: EventOf<'returned'>, timezone: string) {
  const note = record.events.findLast(
    (event) => event.type === 'noted' && event.side === 'sales' && event.handoffId === returned.handoffId && event.seq < returned.seq,
  );
  if (!note) return null;
  return line(say('Note by '), doer(note.by), say(' · '), moment(note.at, timezone, 'day'), ...notePhrase(record, note.id));
}

/** `from webinar, campaign q3 · Downloaded an e-book · score 41`. */
function backgroundPhrase({ attribution }: Handoff): Phrase {
  return joined(originPhrase(attribution), [whyPiece(attribution, false), ...scorePhrase(attribution)]);
}

// ---------------------------------------------------------------- what can be done, or what was

/** Open as long as its return is the lead's last word; afterwards one line says what followed. */
function bottom(card: Card): KnownBlock[] {
  const { record, handoff, timezone } = card;
  const end = ending(card);
  if (end) return [ownSection([...end.phrase, say(' · '), moment(end.at, timezone)])];
  const buttons = movesOn('marketing', handoff.state).map((move) => moveButton(move, handoff.id));
  const archived = handoff.state === 'archived' ? [ownSection(archivedLine(record, handoff, timezone))] : [];
  return [...archived, ...nurturing(card), ...clocks(card), ...actionRow(buttons, [], handoff.id)];
}

/** Who warms it up, and how. */
function nurturing({ record, handoff, timezone }: Card): KnownBlock[] {
  const { nurture, state } = handoff;
  if (state !== 'nurturing' || !nurture) return [];
  const who = signed('seedling', [say('Warmed up by '), doer(nurture.by), say(' · '), moment(nurture.at, timezone)]);
  return richText([line(...who), quote(record.texts.get(nurture.eventId)?.tactic)]);
}

/** Until when marketing is waited for, and the day on which it looks again. */
function clocks({ handoff, timezone, wait }: Card): KnownBlock[] {
  const phrases = [handoff.state === 'returned' ? takeUpPhrase(wait, timezone) : [], revisitPhrase(handoff)];
  return phrases.filter((phrase) => phrase.length > 0).map((phrase) => ownContext(phrase));
}

/** What took the lead out of marketing's hands after this return; `null` while nothing did. */
function ending({ record, returned }: Card): { phrase: OwnPhrase; at: number } | null {
  for (const event of record.events) {
    if (event.seq <= returned.seq) continue;
    switch (event.type) {
      case 'judged': {
        const given = { ...event, notBefore: event.notBefore ?? null };
        return { phrase: signed('arrow_right_hook', [bold('Taken back by sales'), say(' · '), ...verdictPhrase(given)]), at: event.at };
      }
      case 'reopened':
        return { phrase: signed('arrow_right_hook', [bold('Taken back by sales'), say(' · reopened by '), doer(event.by)]), at: event.at };
      case 'resubmitted': {
        const by: OwnPhrase = event.by === 'system' ? [say(' on its date')] : [say(' by '), doer(event.by)];
        return { phrase: signed('arrow_right_hook', [bold('Sent back to sales'), ...by]), at: event.at };
      }
      case 'received':
        return { phrase: signed('arrow_right_hook', [bold('Asked again'), say(': a new card is with sales')]), at: event.at };
      case 'outcome':
        return {
          phrase: outcomePhrase({ outcome: event.outcome, amount: event.amount ?? null, currency: event.currency ?? null }),
          at: event.at,
        };
      default:
    }
  }
  return null;
}

function gist(card: Card): string {
  const { record, handoff, returned } = card;
  const source = inertGist(handoff.attribution.source);
  const why = `${whyGist(handoff.attribution)}${source ? `, from ${source}` : ''}`;
  return `${testMark(handoff)}${title}: ${leadGist(record.profile)}. ${reasonOf(returned)}. ${why}.${nowWords(card)}`;
}

function nowWords(card: Card): string {
  const { handoff, wait } = card;
  if (ending(card)) return ' Not with marketing any more.';
  if (handoff.state === 'archived') return ' Archived.';
  const late = handoff.state === 'returned' && wait?.isLate ? ' Past its time.' : '';
  const nurtured = handoff.state === 'nurturing' ? ' Being warmed up.' : '';
  const revisit = toGist(revisitPhrase(handoff)).trim();
  return `${nurtured}${late}${revisit ? ` ${revisit}.` : ''}`;
}
