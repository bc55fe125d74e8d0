// What each kind of entry becomes when its time has come: one row a kind, rendered from the newest state.
import type { EntryKind, NewEntry } from '../domain/consequences.ts';
import type { Version } from '../domain/agreement/agreement.ts';
import type { Definition } from '../domain/agreement/definition.ts';
import { type Handoff, type Lead, handoffOf } from '../domain/lead.ts';
import { isNews } from '../domain/outcome.ts';
import type { CardMarks, Message, Ref } from '../message.ts';
import type { Entry } from '../outbox.ts';
import { proposalParcel, reviewParcel } from './agreement-parcels.ts';
import { definitionOf } from './agreements.ts';
import { alertSentences } from './alerts.ts';
import { answerParcel, askedParcel } from './answer-parcels.ts';
import { changeResultParcel, changeToldParcel } from './change-parcels.ts';
import { digestFacts } from './digest.ts';
import { type Desk, record } from './record.ts';
import { questionsWeekParcel } from './questions-week.ts';
import { catchUpLineParcel, catchUpParcel, isOutdated, mentionsFor, nudgeParcel, waitingParcel } from './reminders.ts';
import { type Context, type Parcel, subjectOf, threadOf } from './parcel.ts';
import { spendParcel } from './spend.ts';

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

export const kinds = {
  card: { parcel: cardParcel, isSentAgainInDoubt: true, isReposted: true, hasPlain: true },
  marketing_card: { parcel: marketingParcel, isSentAgainInDoubt: true, isReposted: true, hasPlain: true },
  line: { parcel: lineParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  nudge: { parcel: nudgeParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  change_told: { parcel: changeToldParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  change_result: { parcel: changeResultParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  win: { parcel: winParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  waiting: { parcel: waitingParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  catch_up: { parcel: catchUpParcel, isSentAgainInDoubt: false, isReposted: true, hasPlain: false },
  catch_up_line: { parcel: catchUpLineParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  digest: { parcel: digestParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: true },
  digest_details: { parcel: digestDetailsParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  questions_week: { parcel: questionsWeekParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  answer: { parcel: answerParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  asked: { parcel: askedParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  verdicts_day: { parcel: dayParcel, isSentAgainInDoubt: false, isReposted: true, hasPlain: false },
  verdict_line: { parcel: verdictParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  proposal: {
    parcel: (context, entry) => proposalParcel(context, entry, marksOf(entry)),
    isSentAgainInDoubt: true,
    isReposted: true,
    hasPlain: true,
  },
  review: { parcel: reviewParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
  spend: { parcel: spendParcel, isSentAgainInDoubt: false, isReposted: false, hasPlain: false },
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

function marksOf(entry: Entry): CardMarks {
  return { isDoubtful: entry.isDoubtful, isReposted: entry.generation > 0, isPlain: false };
}

/** A forgotten person gets no new message; what stands is replaced by entries of its own. */
function isUnsaid(lead: Lead, entry: Entry): boolean {
  return lead.isErased && entry.ts === null;
}

/** A card that stands so much later than its lead came says when that was. */
const worthAWordMs = 10 * 60_000;

async function cardParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subjectOf(context, entry);
  if (!found || isUnsaid(found.record.lead, entry)) return null;
  const { record, handoff, timezone, wait } = found;
  const definition = await definitionOn(context, entry, handoff);
  const late = (handoff.postedAt ?? context.desk.now()) - handoff.openedAt > worthAWordMs ? { arrivedAt: handoff.openedAt } : {};
  const message: Message = { kind: 'card', record, handoffId: handoff.id, marks: marksOf(entry), timezone, wait, definition, ...late };
  return { to: entry.channel ?? entry.lane, message };
}

async function definitionOn({ desk }: Context, { workspaceId }: Entry, { verdict }: Handoff): Promise<Version<Definition> | null> {
  const { versions } = await definitionOf(desk.store, workspaceId);
  return (verdict === null ? versions.at(-1) : versions.find(({ version }) => version === verdict.definition)) ?? null;
}

async function marketingParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subjectOf(context, entry);
  if (!found || isUnsaid(found.record.lead, entry) || !entry.eventId) return null;
  const { record, handoff, timezone, wait } = found;
  const message: Message = {
    kind: 'marketing_card',
    record,
    handoffId: handoff.id,
    returnedEventId: entry.eventId,
    marks: marksOf(entry),
    timezone,
    wait,
  };
  // After a long silence it hangs under the summary of its channel.
  const parent = entry.after ? await context.desk.store.outbox.byKey(entry.workspaceId, entry.after) : null;
  return { to: entry.channel ?? entry.lane, message, ...(parent?.ts ? { threadTs: parent.ts } : {}) };
}

async function lineParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subjectOf(context, entry);
  if (!found || found.record.lead.isErased || !entry.eventId || isOutdated(found, entry)) return null;
  const parent = entry.after ? await context.desk.store.outbox.byKey(entry.workspaceId, entry.after) : null;
  if (!parent?.ts || !parent.channel) return null;
  const { record, timezone } = found;
  const mentions = await mentionsFor(context, entry, found);
  const threadTs = await threadOf(context, entry, parent.ts);
  return { to: parent.channel, threadTs, message: { kind: 'line', record, eventId: entry.eventId, timezone, mentions } };
}

async function digestParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const facts = await digestFacts(context, entry);
  if (!facts) return null;
  const timezone = facts.week.period.timezone;
  return { to: entry.channel ?? entry.lane, message: { kind: 'digest', facts, marks: marksOf(entry), timezone } };
}

async function digestDetailsParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const parent = entry.after ? await context.desk.store.outbox.byKey(entry.workspaceId, entry.after) : null;
  const facts = parent?.ts && parent.channel ? await digestFacts(context, entry) : null;
  if (!facts || !parent?.ts || !parent.channel) return null;
  return { to: parent.channel, threadTs: parent.ts, message: { kind: 'digest_details', facts, timezone: facts.week.period.timezone } };
}

async function dayParcel(_context: Context, entry: Entry): Promise<Parcel | null> {
  return { to: entry.channel ?? entry.lane, message: { kind: 'verdicts_day', day: entry.about?.['day'] ?? '', verdicts: entry.revision } };
}

async function verdictParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subjectOf(context, entry);
  const parent = entry.after ? await context.desk.store.outbox.byKey(entry.workspaceId, entry.after) : null;
  if (!found || found.record.lead.isErased || !entry.eventId || !parent?.ts || !parent.channel) return null;
  const { record, handoff, timezone } = found;
  const link = handoff.channel && handoff.ts ? await context.messenger.link({ channel: handoff.channel, ts: handoff.ts }) : null;
  return { to: parent.channel, threadTs: parent.ts, message: { kind: 'verdict_line', record, eventId: entry.eventId, link, timezone } };
}

async function winParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subjectOf(context, entry);
  if (!found || isUnsaid(found.record.lead, entry)) return null;
  const { record, handoff, timezone } = found;
  if (entry.ts === null && !isNews(record.events, handoff.id)) return null;
  const link = handoff.channel && handoff.ts ? await context.messenger.link({ channel: handoff.channel, ts: handoff.ts }) : null;
  return { to: entry.channel ?? entry.lane, message: { kind: 'win', record, handoffId: handoff.id, link, timezone } };
}

async function alertParcel(_context: Context, entry: Entry): Promise<Parcel | null> {
  const doubt = entry.isDoubtful ? ['(may be a duplicate)'] : [];
  return { to: entry.channel ?? entry.lane, message: { kind: 'alert', sentences: [...alertSentences(entry.about ?? {}), ...doubt] } };
}

/** The message to be blanked stands already: the entry carries where. */
async function forgetParcel(_context: Context, entry: Entry): Promise<Parcel | null> {
  return { to: entry.lane, message: { kind: 'erased' } };
}
