// What must happen because something happened: an event becomes entries in the outbox.
import { type Lead, type LeadEvent, handoffOf } from './lead.ts';
import { type RouteFacts, type Settings, routeFor } from './settings.ts';

/** Everything that can be in the outbox. An entry holds ids only: it is rendered when delivered. */
export const entryKinds = ['card', 'marketing_card', 'line', 'verdicts_day', 'verdict_line', 'alert', 'forget'] as const;
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
    case 'activity':
    case 'outcome':
      return [card, line];
    case 'judged':
      return [card, line, ...marketing, ...verdictLine(event, around, handoff.isTest)];
    case 'reopened':
      return [card, line, ...marketing];
    case 'returned':
      return [card, line, ...marketing];
    case 'archived':
      return [card, line, ...marketing];
    case 'posted':
    case 'erased':
      return [];
  }
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
