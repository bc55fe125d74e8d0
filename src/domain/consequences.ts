// What must happen because something happened: an event becomes entries in the outbox.
import { type Handoff, type Lead, type LeadEvent, type Reminder, handoffOf } from './lead.ts';
import { type RouteFacts, type Settings, routeFor } from './settings.ts';

/** Everything that can be in the outbox. An entry holds ids only: it is rendered when delivered. */
export const entryKinds = [
  'card',
  'marketing_card',
  'line',
  'nudge',
  'change_told',
  'change_result',
  'win',
  'waiting',
  'catch_up',
  'catch_up_line',
  'digest',
  'digest_details',
  'questions_week',
  'answer',
  'asked',
  'verdicts_day',
  'verdict_line',
  'proposal',
  'review',
  'spend',
  'alert',
  'forget',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Work to be done. The key makes it exist once; asking again bumps its revision, so that the newest state is shown. */
export interface NewEntry {
  readonly key: string;
  readonly kind: EntryKind;
  /** The channel (or user id) it goes to: one lane, one message a second. `''` until a channel is known. */
  readonly lane: string;
  /** Lower goes first within a lane: lines of open stories before new cards. */
  readonly rank: 0 | 1;
  readonly leadId?: string;
  readonly handoffId?: string;
  /** The event that it tells of. */
  readonly eventId?: string;
  /** Key of the entry whose message this one hangs under: it waits until that one stands. */
  readonly after?: string;
  /** Anything else it needs to be rendered: ids, dates and codes only. */
  readonly about?: Readonly<Record<string, string>>;
  /** Epoch milliseconds; absent = at once. */
  readonly dueAt?: number;
}

/** What the consequences depend on besides the events themselves. */
export interface Surroundings {
  readonly settings: Settings | null;
  /** The fields that routes look at. */
  readonly facts: RouteFacts;
  /** The day of *Verdicts today*: the local date of now. */
  readonly today: string;
}

/** The entries for one event, given the lead as it is after all events of the commit. */
export function consequences(event: LeadEvent, lead: Lead, around: Surroundings): readonly NewEntry[] {
  const handoff = handoffOf(lead, event.handoffId);
  if (!handoff || handoff.isHistory) return [];
  const sales = salesLane(lead, handoff.id, around);
  const about = { leadId: lead.id, handoffId: handoff.id };
  const card: NewEntry = { ...about, key: cardKey(handoff.id), kind: 'card', lane: sales, rank: 1 };
  const line: NewEntry = { ...about, key: `line:${event.id}`, kind: 'line', lane: sales, rank: 0, eventId: event.id, after: card.key };
  const marketing = marketingCards(lead, event.handoffId, around);
  switch (event.type) {
    case 'received':
    case 'resubmitted':
      return [...earlierCard(lead, event, around), card];
    case 'claimed':
    case 'released':
    case 'noted':
    case 'attempted':
    case 'activity':
      return [card, line, ...nudge(handoff)];
    case 'outcome':
      return [card, line, ...nudge(handoff), ...marketing, ...win(event, handoff, sales)];
    case 'judged':
      return [card, line, ...nudge(handoff), ...marketing, ...verdictLine(event, around, handoff.isTest)];
    case 'reopened':
    case 'returned':
    case 'nurtured':
    case 'archived':
      return [card, line, ...nudge(handoff), ...marketing];
    case 'reminded':
      return [...reminders[event.about](event, { handoff, card, line, marketing, around })];
    case 'posted':
    case 'stalled':
    case 'erased':
      return [];
  }
}

interface Reminded {
  readonly handoff: Handoff;
  readonly card: NewEntry;
  readonly line: NewEntry;
  readonly marketing: readonly NewEntry[];
  readonly around: Surroundings;
}

/** TABLE: who hears of a reminder, and where. Its card always shows it. */
const reminders: Readonly<Record<Reminder, (event: LeadEvent, about: Reminded) => readonly NewEntry[]>> = {
  // Listed people are mentioned in the thread; without a list, the channel gets one line about all that wait.
  claim: (_event, { card, line, around }) => {
    if (around.settings && around.settings.people.sales.length > 0) return [card, line];
    return [card, { key: waitingKey(card.lane), kind: 'waiting', lane: card.lane, rank: 0 }];
  },
  verdict: (_event, { card, handoff }) => [card, ...nudge(handoff)],
  marketing: underMarketingCard,
  revisit: underMarketingCard,
};

function underMarketingCard(event: LeadEvent, { marketing }: Reminded): readonly NewEntry[] {
  const [card] = marketing;
  if (!card) return [];
  const { lane, leadId = '', handoffId = '' } = card;
  return [card, { key: `line:${event.id}`, kind: 'line', lane, rank: 0, leadId, handoffId, eventId: event.id, after: card.key }];
}

/** The owner's private nudge, from when it was due until the lead moves on: it tells then what became of it. */
function nudge(handoff: Handoff): readonly NewEntry[] {
  if (handoff.nudged === null) return [];
  const { to: owner, eventId } = handoff.nudged;
  // After a reopening it may fall due again: that is a message of its own, since an edit is heard by nobody.
  const about = { leadId: handoff.leadId, handoffId: handoff.id, eventId, about: { owner } };
  return [{ ...about, key: `nudge:${eventId}`, kind: 'nudge', lane: owner, rank: 0 }];
}

/** A won deal is told once in the channel, if it is news then, whatever is corrected later; a trial run is nobody's win. */
function win(event: LeadEvent & { type: 'outcome' }, handoff: Handoff, lane: string): readonly NewEntry[] {
  if (event.outcome !== 'won' || handoff.isTest) return [];
  return [{ key: `win:${handoff.id}`, kind: 'win', lane, rank: 0, leadId: handoff.leadId, handoffId: handoff.id }];
}

/** The list of what waits in a channel; its time is added to the key by whoever keeps them an hour apart. */
export function waitingKey(lane: string): string {
  return `waiting:${lane}:`;
}

export function cardKey(handoffId: string): string {
  return `card:${handoffId}`;
}

function marketingCardKey(returnedEventId: string): string {
  return `return:${returnedEventId}`;
}

/** The channel of a handoff's card: where it stands, else where the routes send it now, else `''`. */
export function salesLane(lead: Lead, handoffId: string, around: Pick<Surroundings, 'settings' | 'facts'>): string {
  const standing = handoffOf(lead, handoffId)?.channel;
  return standing ?? (around.settings ? routeFor(around.settings, around.facts) : '');
}

function marketingCards(lead: Lead, handoffId: string, around: Surroundings): readonly NewEntry[] {
  const returned = handoffOf(lead, handoffId)?.returned;
  if (!returned) return [];
  const lane = around.settings ? around.settings.channels.marketing : '';
  const key = marketingCardKey(returned.eventId);
  return [{ key, kind: 'marketing_card', lane, rank: 1, leadId: lead.id, handoffId, eventId: returned.eventId }];
}

/** A next handoff closes what still stands of the one before: its card, a line in its thread, its marketing card. */
function earlierCard(lead: Lead, event: LeadEvent, around: Surroundings): readonly NewEntry[] {
  const earlier = lead.handoffs.findLast((other) => !other.isHistory && other.cycle < event.cycle);
  if (!earlier) return [];
  const lane = salesLane(lead, earlier.id, around);
  const about = { leadId: lead.id, handoffId: earlier.id };
  return [
    { ...about, key: cardKey(earlier.id), kind: 'card', lane, rank: 1 },
    { ...about, key: `line:${event.id}`, kind: 'line', lane, rank: 0, eventId: event.id, after: cardKey(earlier.id) },
    ...marketingCards(lead, earlier.id, around),
  ];
}

function verdictLine(event: LeadEvent, around: Surroundings, isTest: boolean): readonly NewEntry[] {
  if (isTest) return [];
  const lane = around.settings ? around.settings.channels.marketing : '';
  const day = { key: `verdicts:${around.today}`, kind: 'verdicts_day', lane, rank: 1, about: { day: around.today } } as const;
  return [
    day,
    {
      key: `verdict:${event.id}`,
      kind: 'verdict_line',
      lane,
      rank: 0,
      leadId: event.leadId,
      handoffId: event.handoffId,
      eventId: event.id,
      after: day.key,
      about: { day: around.today },
    },
  ];
}
