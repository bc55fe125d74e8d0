// A message ready to go, and what it is made from: the lead as it is at this moment.
import { type Wait, waitOf } from '../domain/deadline.ts';
import { type Handoff, handoffOf, latestHandoff } from '../domain/lead.ts';
import type { Message, Messenger } from '../message.ts';
import type { Entry } from '../outbox.ts';
import type { Directory, LeadRecord } from '../ports.ts';
import type { Desk } from './record.ts';
import type { Reporter } from './report.ts';

/** A message ready to go: posted to `to`, or edited where it stands. */
export interface Parcel {
  readonly to: string;
  readonly message: Message;
  readonly threadTs?: string;
}

export interface Context {
  readonly desk: Desk;
  readonly messenger: Messenger;
  readonly directory: Pick<Directory, 'managers'>;
  readonly reporter: Reporter;
}

export interface Subject {
  readonly record: LeadRecord;
  readonly handoff: Handoff;
  readonly timezone: string;
  readonly wait: Wait | null;
}

/** The lead that an entry is about, as it is now; `null` when there is none any more. */
export async function subjectOf({ desk }: Context, entry: Entry): Promise<Subject | null> {
  const found = entry.leadId ? await desk.store.lead(entry.workspaceId, entry.leadId) : null;
  const handoff = found && entry.handoffId ? handoffOf(found.lead, entry.handoffId) : undefined;
  if (!found || !handoff) return null;
  const { settings, timetable } = await desk.store.workspace();
  const isLatest = latestHandoff(found.lead).id === handoff.id;
  const wait = settings && timetable && isLatest ? waitOf(found.lead, { settings, timetable }, desk.now()) : null;
  return { record: found, handoff, timezone: settings?.timezone ?? 'UTC', wait };
}

/** The thread that an entry's message belongs to: a card that hangs under a summary has no thread of its own. */
export async function threadOf({ desk }: Pick<Context, 'desk'>, entry: Entry, parentTs: string): Promise<string> {
  const { outbox } = desk.store;
  const parent = entry.after ? await outbox.byKey(entry.workspaceId, entry.after) : null;
  const root = parent?.after ? await outbox.byKey(entry.workspaceId, parent.after) : null;
  return root?.ts ?? parentTs;
}

/**
 * Writes down whom a message is about to name, so that it is told anew when one of them is forgotten. False when one was forgotten
 * while it was made: then it has to be made once more.
 */
export async function hasNamed(
  { desk }: Pick<Context, 'desk'>,
  { workspaceId, key }: Pick<Entry, 'workspaceId' | 'key'>,
  leadIds: readonly string[],
): Promise<boolean> {
  const named = [...new Set(leadIds)];
  await desk.store.outbox.name(workspaceId, key, named);
  for (const id of named) if ((await desk.store.lead(workspaceId, id))?.lead.isErased) return false;
  return true;
}
