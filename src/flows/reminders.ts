// What reminders become when they are delivered: who is mentioned, who is told alone, what is listed.
import { togetherKey } from '../domain/catch-up.ts';
import { type NewEntry, cardKey } from '../domain/consequences.ts';
import { localDate } from '../domain/decide.ts';
import { handoffOf, latestHandoff } from '../domain/lead.ts';
import type { Message, WaitingLead } from '../message.ts';
import type { Entry } from '../outbox.ts';
import type { LeadRow } from '../ports.ts';
import { type Context, type Parcel, type Subject, hasNamed, subjectOf } from './parcel.ts';

/** More mentions would be read by nobody. */
const mostMentions = 20;
const listed = 15;
const looked = 200;

/** Whom a line asks to act: sales for what nobody claimed, managers for what marketing has not taken up, whoever set a date for that date. */
export async function mentionsFor(context: Context, entry: Entry, { record }: Subject): Promise<readonly string[]> {
  const event = record.events.find(({ id }) => id === entry.eventId);
  if (event?.type !== 'reminded') return [];
  const { store } = context.desk;
  const { settings } = await store.workspace();
  if (!settings) return [];
  const here = (ids: readonly string[]): Promise<readonly string[]> => peopleHere(context, entry.workspaceId, ids);
  const managers = async (): Promise<readonly string[]> => here(await context.directory.managers(settings));
  const wanted = {
    claim: () => here(settings.people.sales),
    verdict: () => here(event.to ? [event.to] : []),
    marketing: managers,
    revisit: async () => (await here(event.to ? [event.to] : [])).concat(event.to ? [] : await here(settings.people.marketing)),
  } as const;
  const asked = await wanted[event.about]();
  // With nobody there to ask, somebody who can decide hears of it.
  return asked.length > 0 ? asked : managers();
}

/** Somebody acted before the reminder went out: it has nothing to ask any more. */
export function isOutdated({ record, handoff }: Subject, entry: Entry): boolean {
  const event = record.events.find(({ id }) => id === entry.eventId);
  if (event?.type !== 'reminded') return false;
  if (latestHandoff(record.lead).id !== handoff.id) return true;
  const waitsIn = { claim: ['new'], verdict: ['claimed'], marketing: ['returned'], revisit: ['returned', 'nurturing'] } as const;
  return !(waitsIn[event.about] as readonly string[]).includes(handoff.state);
}

/** Without those who are away today. Whose day has come is back, although the row of it stands until they go again. */
export async function peopleHere({ desk }: Pick<Context, 'desk'>, workspaceId: string, ids: readonly string[]): Promise<readonly string[]> {
  const { settings } = await desk.store.workspace();
  const today = localDate(desk.now(), settings?.timezone ?? 'UTC');
  const away = new Set((await desk.store.away(workspaceId)).flatMap(({ userId, until }) => (until > today ? [userId] : [])));
  return [...new Set(ids)].filter((id) => !away.has(id)).slice(0, mostMentions);
}

export async function nudgeParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subjectOf(context, entry);
  const owner = entry.about?.['owner'];
  if (!found || !owner || (found.record.lead.isErased && entry.ts === null)) return null;
  const { record, handoff, timezone } = found;
  // Judged before it was sent: there is nothing to ask any more.
  if (entry.ts === null && (handoff.state !== 'claimed' || handoff.owner !== owner)) return null;
  // Told among many others: not once more alone.
  if (entry.ts === null && (await context.desk.store.outbox.byKey(entry.workspaceId, togetherKey(entry.key)))) return null;
  return {
    to: entry.channel ?? entry.lane,
    message: { kind: 'nudge', record, handoffId: handoff.id, owner, link: await linkOf(context, found), timezone },
  };
}

/** A nudge that its owner cannot be sent: the thread of the card asks instead. */
export async function nudgeInThread({ desk }: Pick<Context, 'desk'>, entry: Entry): Promise<readonly NewEntry[]> {
  const { workspaceId, leadId, handoffId, eventId } = entry;
  const card = handoffId ? await desk.store.outbox.byKey(workspaceId, cardKey(handoffId)) : null;
  if (!card || !leadId || !handoffId || !eventId || entry.ts !== null) return [];
  return [{ key: `line:${eventId}`, kind: 'line', lane: card.lane, rank: 0, leadId, handoffId, eventId, after: card.key }];
}

/** Everything in this channel that waits past its time, the oldest first. */
export async function waitingParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const { store } = context.desk;
  const { settings } = await store.workspace();
  const { rows } = await store.inState(entry.workspaceId, 'new', looked);
  const late: WaitingLead[] = [];
  let more = 0;
  for (const row of rows) {
    const lead = await lateLead(context, entry, row);
    if (!lead) continue;
    if (late.length < listed) late.push(lead);
    else more += 1;
  }
  const named = late.map(({ record }) => record.lead.id);
  if (!(await hasNamed(context, entry, named))) return waitingParcel(context, entry);
  if (late.length === 0 && entry.ts === null) return null;
  return { to: entry.channel ?? entry.lane, message: { kind: 'waiting', leads: late, more, timezone: settings?.timezone ?? 'UTC' } };
}

async function lateLead(context: Context, entry: Entry, row: LeadRow): Promise<WaitingLead | null> {
  const record = await context.desk.store.lead(entry.workspaceId, row.leadId);
  const handoff = record && handoffOf(record.lead, row.handoffId);
  if (!record || !handoff || handoff.channel !== entry.lane || !handoff.reminded.includes('claim')) return null;
  const link = handoff.ts ? await context.messenger.link({ channel: entry.lane, ts: handoff.ts }) : null;
  return { record, link, since: handoff.postedAt ?? handoff.openedAt };
}

export async function catchUpParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const { settings } = await context.desk.store.workspace();
  const isMarketing = entry.lane === settings?.channels.marketing && entry.lane !== settings.channels.leads;
  const people = isMarketing
    ? [...settings.people.marketing, ...(await context.directory.managers(settings))]
    : (settings?.people.sales ?? []);
  const message: Message = { kind: 'catch_up', isMarketing, mentions: await peopleHere(context, entry.workspaceId, people) };
  return { to: entry.channel ?? entry.lane, message };
}

export async function catchUpLineParcel(context: Context, entry: Entry): Promise<Parcel | null> {
  const found = await subjectOf(context, entry);
  const parent = entry.after ? await context.desk.store.outbox.byKey(entry.workspaceId, entry.after) : null;
  const eventId = entry.eventId;
  if (!found || found.record.lead.isErased || !eventId || !parent?.ts || !parent.channel) return null;
  const { record, timezone } = found;
  return {
    to: parent.channel,
    threadTs: parent.ts,
    message: { kind: 'catch_up_line', record, eventId, link: await linkOf(context, found), timezone },
  };
}

async function linkOf({ messenger }: Context, { handoff }: Subject): Promise<string | null> {
  return handoff.channel && handoff.ts ? messenger.link({ channel: handoff.channel, ts: handoff.ts }) : null;
}
