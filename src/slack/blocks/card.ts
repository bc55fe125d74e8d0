// The lead card in the leads channel: who, why they came, how it stands, and what can be done now.
import type { KnownBlock, RichTextQuote, RichTextSection } from '@slack/types';
import type { Version } from '../../domain/agreement/agreement.ts';
import type { Definition } from '../../domain/agreement/definition.ts';
import type { Wait } from '../../domain/deadline.ts';
import { type Handoff, type LeadState, handoffOf, latestHandoff, stateOf } from '../../domain/lead.ts';
import { moveOf, movesOn } from '../../domain/moves.ts';
import type { Message } from '../../message.ts';
import { ruleFacts } from '../../flows/rule-facts.ts';
import type { LeadRecord } from '../../ports.ts';
import { attemptsPhrase } from './attempts.ts';
import { heldPhrase, isPressing, openWords, unclaimedPhrase } from './clock.ts';
import { checkedLines, failedLine } from './criteria.ts';
import { dayInWords } from './dates.ts';
import {
  type Rendered,
  actionRow,
  context,
  header,
  line,
  markLine,
  moveButton,
  ownContext,
  ownSection,
  quote,
  richText,
} from './elements.ts';
import { earlierLines } from './earlier.ts';
import { erasedWords, renderErased } from './erased.ts';
import { budgets, cleanLine, inertGist } from './inert.ts';
import { type OwnPhrase, bold, say, theirs, toGist, moment } from './phrase.ts';
import {
  contactPhrase,
  findHint,
  leadFacts,
  leadGist,
  leadTitle,
  originPhrase,
  joined,
  pagePhrase,
  scorePhrase,
  testMark,
  whyGist,
  whyPhrase,
  whyPiece,
} from './profile.ts';
import {
  archivedLine,
  outcomeLine,
  returnLine,
  stalledWords,
  verdictLine,
  verdictSigns,
  outcomeSigns,
  reasonWords,
  signed,
} from './standing.ts';

export type CardMessage = Extract<Message, { kind: 'card' }>;

/** Everything a part of the card needs. */
interface Card {
  readonly record: LeadRecord;
  readonly handoff: Handoff;
  readonly state: LeadState;
  readonly timezone: string;
  /** The lead's story went on in a later handoff: this card only tells what was. */
  readonly isOlder: boolean;
  /** `null` where no clock runs. */
  readonly wait: Wait | null;
  /** As in the message. */
  readonly definition: Version<Definition> | null;
  /** As in the message. */
  readonly arrivedAt: number | undefined;
}

export function renderCard({ record, handoffId, marks, timezone, wait, definition, arrivedAt }: CardMessage): Rendered {
  if (record.lead.isErased) return renderErased();
  const handoff = handoffOf(record.lead, handoffId);
  if (!handoff) throw new Error(`Lead ${record.lead.id} has no handoff ${handoffId}`);
  const isOlder = latestHandoff(record.lead).id !== handoffId;
  const state = isOlder ? handoff.state : stateOf(record.lead);
  const card: Card = { record, handoff, timezone, isOlder, wait, definition, arrivedAt, state };
  if (marks.isPlain) return { text: `${gist(card)} ${findHint(record.profile)}`, blocks: [] };
  return { text: gist(card), blocks: [...top(card), ...standing[card.state](card), ...olderLine(card), ...markLine(marks)] };
}

// ---------------------------------------------------------------- who and why

function top(card: Card): KnownBlock[] {
  const { record, handoff } = card;
  const facts = leadFacts(record.profile);
  return [
    header(`${testMark(handoff)}${leadTitle(record.profile)}`),
    ...(facts ? [context(facts)] : []),
    ...richText(isOpen(card) ? wholeStory(card) : shortStory(card)),
  ];
}

function isOpen({ state, isOlder }: Card): boolean {
  return !isOlder && (state === 'new' || state === 'claimed');
}

function wholeStory(card: Card): (RichTextSection | RichTextQuote | null)[] {
  const { record, handoff, timezone, definition } = card;
  const opening = record.texts.get(handoff.openedEventId);
  const why = line(...whyPhrase(handoff.attribution));
  const isSentBack = handoff.openedBy === 'resubmitted';
  const earlier = record.lead.handoffs.filter(({ cycle }) => cycle < handoff.cycle);
  return [
    againLine(handoff),
    ...(isSentBack ? [] : [why]),
    quote(opening?.whatChanged ?? opening?.message),
    alsoLine(card),
    ...earlierLines(record, earlier, timezone),
    ...(isSentBack ? [why] : []),
    ...(definition ? checkedLines(definition, ruleFacts(record.profile, handoff)) : []),
    line(...contactPhrase(record.profile)),
    line(...joined(originPhrase(handoff.attribution), pagePhrase(record.profile.url))),
  ];
}

/** After a verdict the card shrinks: the words of the lead stand in the thread and in the history. */
function shortStory(card: Card): (RichTextSection | RichTextQuote | null)[] {
  const { record, handoff } = card;
  const { verdict, activities } = handoff;
  const newest = record.events.find((event) => event.id === activities.at(-1));
  const isNews = newest !== undefined && verdict !== null && newest.at > verdict.at;
  return [
    line(...whyPhrase(handoff.attribution)),
    isNews ? alsoLine(card) : null,
    line(...contactPhrase(record.profile)),
    line(...originPhrase(handoff.attribution)),
  ];
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

function againLine(handoff: Handoff): RichTextSection | null {
  if (handoff.cycle < 2) return null;
  const which = `${ordinals[handoff.cycle - 1] ?? `${handoff.cycle}th`} handoff`;
  if (handoff.openedBy === 'received') return line(bold(`Asked again, ${which}`));
  return line(bold(handoff.openedByWhom === 'system' ? `Back on its date, ${which}` : `Back from marketing, ${which}`));
}

/** The newest enquiry that joined this handoff. */
function alsoLine({ record, handoff }: Card): RichTextSection | null {
  const event = record.events.find((one) => one.id === handoff.activities.at(-1));
  if (event?.type !== 'activity') return null;
  const message = record.texts.get(event.id)?.message;
  const what = cleanLine(message)
    ? [theirs(message ?? '', budgets.aside)]
    : [whyPiece(event.attribution, false), ...scorePhrase(event.attribution)];
  return line(bold('Also: '), ...what);
}

// ---------------------------------------------------------------- how it stands, and what can be done

/** Where an outage lay between: the message itself tells when it was posted. */
function arrived({ arrivedAt, timezone }: Card): OwnPhrase {
  return arrivedAt === undefined ? [] : [say(' · arrived '), moment(arrivedAt, timezone)];
}

function tried({ handoff, timezone }: Card): OwnPhrase {
  return attemptsPhrase(handoff, timezone);
}

/** The lower part of the card, by state. */
const standing = {
  new: (card) => [...buttons(card), ownContext([...unclaimedPhrase(card.wait, card.timezone), ...tried(card), ...arrived(card)])],
  claimed: (card) => [...buttons(card), ownContext([...heldPhrase(card.record, card.handoff, card.wait, card.timezone), ...tried(card)])],
  qualified: judged,
  unqualified: judged,
  returned: withMarketing,
  nurturing: (card) => [...withMarketing(card), ...(card.isOlder ? [] : [ownContext(signed('seedling', nurturePhrase(card.handoff)))])],
  archived: (card) => settled(card, archivedLine(card.record, card.handoff, card.timezone)),
  opportunity: closed,
  won: closed,
  lost: closed,
  erased: () => renderErased().blocks,
} as const satisfies Record<LeadState, (card: Card) => KnownBlock[]>;

function judged(card: Card): KnownBlock[] {
  const { verdict } = card.handoff;
  return verdict ? settled(card, verdictLine(card.handoff, verdict, card.timezone), failedLine(card.definition, verdict)) : [];
}

function withMarketing(card: Card): KnownBlock[] {
  const { returned } = card.handoff;
  return returned ? settled(card, returnLine(returned, card.timezone)) : [];
}

function nurturePhrase({ nurture }: Handoff): OwnPhrase {
  const until = nurture?.revisitOn ? ` until ${dayInWords(nurture.revisitOn)}` : '';
  return [say(`Marketing warms it up${until}`)];
}

function closed({ handoff, timezone }: Card): KnownBlock[] {
  const { verdict, outcome } = handoff;
  return [
    ...(verdict ? [ownSection(verdictLine(handoff, verdict, timezone))] : []),
    ...(outcome ? [ownSection(outcomeLine(outcome, timezone))] : []),
  ];
}

/** One line that says what was decided, with the move that changes it at its end. */
function settled(card: Card, phrase: OwnPhrase, more: readonly KnownBlock[] = []): KnownBlock[] {
  const [move, ...moves] = placed(card, 'verdict');
  const button = move ? moveButton(move, card.handoff.id) : undefined;
  return [
    ownSection(phrase, button),
    ...more,
    ...actionRow(
      moves.map((one) => moveButton(one, card.handoff.id)),
      [],
      card.handoff.id,
    ),
    ...buttons(card),
  ];
}

function buttons(card: Card): KnownBlock[] {
  const { id } = card.handoff;
  return actionRow(
    placed(card, 'button').map((move) => moveButton(move, id)),
    placed(card, 'menu'),
    id,
  );
}

function placed({ state, isOlder }: Card, place: 'button' | 'menu' | 'verdict') {
  // On an older card *Change verdict* stays: pressed, it answers with the way to the newer card.
  if (isOlder && place !== 'verdict') return [];
  return movesOn('sales', state).filter((move) => moveOf(move).place === place);
}

function olderLine({ isOlder }: Card): KnownBlock[] {
  return isOlder ? [context('A newer card has this lead now.')] : [];
}

// ---------------------------------------------------------------- in words

/** Screen readers and lock screens get the gist: who, why, where from, how it stands; never how to reach them. */
function gist(card: Card): string {
  const { record, handoff } = card;
  const source = inertGist(handoff.attribution.source);
  const why = `${whyGist(handoff.attribution)}${source ? `, from ${source}` : ''}`;
  return `${handoff.isTest ? 'TEST lead' : opening(handoff)}: ${leadGist(record.profile)}. ${why}. ${standingWords(card)}`;
}

function opening({ cycle, openedBy, openedByWhom }: Handoff): string {
  if (cycle < 2) return 'Lead';
  if (openedBy === 'received') return 'Lead that asked again';
  return openedByWhom === 'system' ? 'Lead back on its date' : 'Lead back from marketing';
}

function standingWords({ state, handoff, isOlder, wait }: Card): string {
  if (isOlder) return 'A newer card has this lead now.';
  const { verdict, returned } = handoff;
  switch (state) {
    case 'new':
      return `Nobody has it yet${isPressing(wait) ? `, waiting ${openWords(wait.openMs)}` : ''}.`;
    case 'claimed':
      return isPressing(wait) ? `Claimed, no verdict yet, ${openWords(wait.openMs)}.` : 'Claimed.';
    case 'qualified':
    case 'unqualified':
      return `${verdictSigns[state].word}: ${reasonWords(verdict?.reason ?? null)}.`;
    case 'nurturing':
      return `${toGist(nurturePhrase(handoff))}.`;
    case 'returned':
      return returned?.cause === 'stalled' ? `${stalledWords}. With marketing now.` : 'Returned to marketing.';
    case 'archived':
      return 'Archived by marketing.';
    case 'opportunity':
    case 'won':
    case 'lost':
      return `${outcomeSigns[state].word}.`;
    case 'erased':
      return erasedWords;
  }
}
