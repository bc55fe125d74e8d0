// What each kind of entry becomes when its time has come: one row a kind, rendered from the newest state.
import { type NewEntry, cardKey } from '../domain/consequences.ts';
import { type Handoff, type Lead, handoffOf } from '../domain/lead.ts';
import type { CardMarks, Message, Messenger, Ref } from '../message.ts';
import type { Entry, EntryKind, LeadRecord } from '../ports.ts';
import { alertSentences } from './alerts.ts';
import { type Desk, record } from './record.ts';

/** A message ready to go: posted to `to`, or edited where it stands. */
export interface Parcel {
  readonly to: string;
  readonly message: Message;
  readonly threadTs?: string;
}

interface Kind {
  /** What to send now; `null` when there is nothing to say any more. */
  readonly parcel: (context: Context, entry: Entry) => Promise<Parcel | null>;
  /** Sent once more, marked, when nobody can say whether the first one arrived. Else left and told. */
  readonly isSentAgainInDoubt: boolean;
  /** Posted anew (once) after somebody deleted it. */
  readonly isReposted: boolean;
  /** There is a plain version for when Slack refuses the blocks. */
  readonly hasPlain: boolean;
}

export interface Context {
  readonly desk: Desk;
  readonly messenger: Messenger;
}

export const kinds = {
  card: { parcel: cardParcel, isSentAgainInDoubt: true, isReposted: true, hasPlain: true },
  marketing_card: { parcel: marketingParcel, isSentAgainInDoubt: true, isReposted: true, hasPlain: true },
  line: { parcel: lineParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  verdicts_day: { parcel: dayParcel, isSentAgainInDoubt: false, isReposted: true, hasPlain: false },
  verdict_line: { parcel: verdictParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  alert: { parcel: alertParcel, isSentAgainInDoubt: true, isReposted: false, hasPlain: false },
  forget: { parcel: forgetParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
} as const satisfies Record<EntryKind, Kind>;

/** The opaque mark by which a message of ours is found again; another database in the same workspace has other marks. */
export function markOf(entry: Entry): string {
  return `${entry.workspaceId}.${entry.id}.${entry.generation}`;
}

/** Writes down that a message stands. A card's first standing is an event: its clock starts when people can see it. */
export async function recordStanding(desk: Desk, entry: Entry, ref: Ref): Promise<void> {
  const delivered = { entryId: entry.id, revision: entry.revision, ...ref };
  const { leadId, handoffId } = entry;
  if (entry.kind !== 'card' || entry.ts !== null || !leadId || !handoffId) {
    await desk.store.outbox.delivered(entry.workspaceId, delivered);
    return;
  }
  await record(desk, entry.workspaceId, {
    load: () => desk.store.lead(entry.workspaceId, leadId),
    decide(found) {
      const handoff = found && handoffOf(found.lead, handoffId);
      if (!handoff) return null;
      return { drafts: [{ body: { type: 'posted', ...ref }, handoffId, cycle: handoff.cycle }], by: 'system', delivered };
    },
  });
}

/** Replaces a message that stands by a word that says it was erased. */
export function forgetEntry(standing: Pick<Entry, 'id' | 'leadId'> & Ref): NewEntry {
  const { id, leadId, channel, ts } = standing;
  return { key: `forget:${id}`, kind: 'forget', lane: channel, rank: 0, ...(leadId ? { leadId } : {}), about: { channel, ts } };
}

async function subject({ desk }: Context, entry: Entry): Promise<{ record: LeadRecord; handoff: Handoff; timezone: string } | null> {
  const found = entry.leadId ? await desk.store.lead(entry.workspaceId, entry.leadId) : null;
  const handoff = found && entry.handoffId ? handoffOf(found.lead, entry.handoffId) : undefined;
  if (!found || !handoff) return null;
  return { record: found, handoff, timezone: await timezoneOf(desk) };
}

async function timezoneOf(desk: Desk): Promise<string> {
  return (await desk.store.workspace()).settings?.timezone ?? 'UTC';
}

function marksOf(entry: Entry): CardMarks {
  return { isDoubtful: entry.isDoubtful, isReposted: entry.generation > 0, isPlain: false };
}

/** A forgotten person gets no new message; what stands is replaced by entries of its own. */
function isUnsaid(lead: Lead, entry: Entry): boolean {
  return lead.isErased && entry.ts === null;
}

async function cardParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subject(context, entry);
  if (!found || isUnsaid(found.record.lead, entry)) return null;
  const { record, handoff, timezone } = found;
  return { to: entry.channel ?? entry.lane, message: { kind: 'card', record, handoffId: handoff.id, marks: marksOf(entry), timezone } };
}

async function marketingParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subject(context, entry);
  if (!found || isUnsaid(found.record.lead, entry) || !entry.eventId) return null;
  const { record, handoff, timezone } = found;
  const message: Message = {
    kind: 'marketing_card',
    record,
    handoffId: handoff.id,
    returnedEventId: entry.eventId,
    marks: marksOf(entry),
    timezone,
  };
  return { to: entry.channel ?? entry.lane, message };
}

async function lineParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subject(context, entry);
  if (!found || found.record.lead.isErased || !entry.eventId) return null;
  const card = await context.desk.store.outbox.byKey(entry.workspaceId, cardKey(found.handoff.id));
  if (!card?.ts || !card.channel) return null;
  return {
    to: card.channel,
    threadTs: card.ts,
    message: { kind: 'line', record: found.record, eventId: entry.eventId, timezone: found.timezone },
  };
}

async function dayParcel(_context: Context, entry: Entry): Promise<Parcel | null> {
  return { to: entry.channel ?? entry.lane, message: { kind: 'verdicts_day', day: entry.about?.['day'] ?? '', verdicts: entry.revision } };
}

async function verdictParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subject(context, entry);
  const parent = entry.after ? await context.desk.store.outbox.byKey(entry.workspaceId, entry.after) : null;
  if (!found || found.record.lead.isErased || !entry.eventId || !parent?.ts || !parent.channel) return null;
  const { record, handoff, timezone } = found;
  const link = handoff.channel && handoff.ts ? await context.messenger.link({ channel: handoff.channel, ts: handoff.ts }) : null;
  return { to: parent.channel, threadTs: parent.ts, message: { kind: 'verdict_line', record, eventId: entry.eventId, link, timezone } };
}

async function alertParcel(_context: Context, entry: Entry): Promise<Parcel | null> {
  const doubt = entry.isDoubtful ? ['(may be a duplicate)'] : [];
  return { to: entry.channel ?? entry.lane, message: { kind: 'alert', sentences: [...alertSentences(entry.about ?? {}), ...doubt] } };
}

/** The message to be blanked stands already: the entry carries where. */
async function forgetParcel(_context: Context, entry: Entry): Promise<Parcel | null> {
  return { to: entry.lane, message: { kind: 'erased' } };
}
