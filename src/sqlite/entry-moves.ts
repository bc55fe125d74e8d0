// What happens to one row of the outbox: pure steps from row to row. The statements around them are in `outbox.ts`.
import type { NewEntry } from '../domain/consequences.ts';
import type { Delivered, Entry, EntryUpdate } from '../outbox.ts';
import type { outbox } from './schema.ts';

export type Row = Omit<typeof outbox.$inferSelect, 'readiness'>;
export type NewRow = Omit<Row, 'id'>;

/** Does nothing that hangs under this entry have to wait for it? */
export function isOutOfTheWay(row: Pick<Row, 'ts' | 'state'>): boolean {
  return row.ts !== null || row.state === 'sent' || row.state === 'dead';
}

/** Somebody asked for this key for the first time. */
export function asked(workspaceId: string, entry: NewEntry, now: number): NewRow {
  return {
    workspaceId,
    key: entry.key,
    kind: entry.kind,
    lane: entry.lane,
    rank: entry.rank,
    ...told(entry),
    state: 'pending',
    revision: 1,
    takenRevision: 0,
    deliveredRevision: 0,
    attempt: 0,
    ...due(entry.dueAt, now),
    isBlocked: false,
    startedAt: null,
    channel: null,
    ts: null,
    generation: 0,
    isDoubtful: false,
    error: null,
    createdAt: now,
  };
}

/** Given up because nobody could look whether it arrived: the worker says so with this word. */
function isGivenUpInDoubt(row: Pick<Row, 'state' | 'error' | 'ts'>): boolean {
  return row.state === 'dead' && row.error === 'doubt' && row.ts === null;
}

/** Settled with a word by somebody else, perhaps while it was on its way: that word outlasts the attempt. */
function isSettled(row: Row): boolean {
  return row.state === 'sent' && row.error !== null;
}

/** Somebody asked again: what is under way goes on and will be done once more, what was over begins anew. */
export function askedAgain(row: Row, entry: NewEntry, now: number): Row {
  const isOver = row.state === 'sent' || row.state === 'dead';
  const isInDoubt = row.state === 'ambiguous' || isGivenUpInDoubt(row);
  const isPlaced = row.ts !== null || row.state === 'sending' || isInDoubt;
  const renewed: Row = {
    ...row,
    ...told(entry),
    // It is looked for where it was sent.
    ...(isPlaced ? { afterKey: row.afterKey } : {}),
    rank: entry.rank,
    revision: row.revision + 1,
    // What stands, is on its way or in doubt stays where it is; and a known lane is not given up for an unknown one.
    lane: !isPlaced && entry.lane !== '' ? entry.lane : row.lane,
  };
  // It may stand, so it is looked for once more and never simply sent.
  if (isGivenUpInDoubt(row)) return { ...renewed, state: 'ambiguous', ...due(undefined, now), attempt: 0 };
  if (isOver) return { ...renewed, state: 'pending', ...due(entry.dueAt, now), attempt: 0, startedAt: null, error: null };
  return row.state === 'pending' ? { ...renewed, ...due(entry.dueAt, now) } : renewed;
}

/** The worker begins. What was in doubt keeps the begin of the attempt in doubt, from which it has to be looked for. */
export function taken(row: Row, now: number): Row {
  const begun = { ...row, state: 'sending' as const, attempt: row.attempt + 1 };
  // What stands, if it stands, shows the revision of that attempt: what was asked for since is still to be done.
  if (row.state === 'ambiguous') return { ...begun, startedAt: row.startedAt ?? now };
  return { ...begun, startedAt: now, takenRevision: row.revision };
}

/** It stands: over, unless asked for again meanwhile. */
export function delivered(row: Row, done: Delivered, now: number): Row {
  const stands: Row = {
    ...row,
    channel: done.channel,
    ts: done.ts,
    deliveredRevision: done.revision,
    error: isSettled(row) ? row.error : null,
    startedAt: null,
    attempt: 0,
  };
  return row.revision > done.revision ? { ...stands, state: 'pending', ...due(undefined, now) } : { ...stands, state: 'sent' };
}

/** The attempt ended otherwise. */
export function updated(row: Row, update: EntryUpdate, now: number): Row {
  if (update.isOnlyIfWaiting && (row.ts !== null || (row.state !== 'pending' && row.state !== 'retry'))) return row;
  if (isSettled(row) && update.state !== 'sent' && !update.isRepost) return row;
  const error = update.error === undefined ? row.error : update.error;
  const isInDoubt = update.state === 'ambiguous' || isGivenUpInDoubt({ ...row, state: update.state, error });
  const changed: Row = {
    ...row,
    state: update.state,
    ...due(update.dueAt, now),
    error,
    attempt: update.attempt ?? row.attempt,
    isDoubtful: update.isDoubtful ?? row.isDoubtful,
    lane: update.lane ?? row.lane,
    startedAt: isInDoubt ? row.startedAt : null,
  };
  const isEnd = update.state === 'sent' || update.state === 'dead';
  // What was asked for during the attempt is not over with it, unless it might be sent twice.
  if (isEnd && !isInDoubt && row.state === 'sending' && row.revision > row.takenRevision)
    return { ...changed, state: 'pending', ...due(undefined, now), attempt: 0 };
  if (!update.isRepost) return changed;
  return { ...changed, channel: null, ts: null, generation: row.generation + 1, isDoubtful: update.isDoubtful ?? false, startedAt: null };
}

/** After a crash: a post under way is in doubt; an edit can simply be done again. */
export function recovered(row: Row, now: number): Row {
  return { ...row, state: row.ts === null ? 'ambiguous' : 'pending', ...due(undefined, now) };
}

/** At once, or at an instant that the taker's clock has to reach. */
function due(dueAt: number | undefined, now: number): Pick<Row, 'dueAt' | 'isDue'> {
  return { dueAt: dueAt ?? now, isDue: dueAt === undefined };
}

function told(entry: NewEntry): Pick<Row, 'leadId' | 'handoffId' | 'eventId' | 'afterKey' | 'about'> {
  return {
    leadId: entry.leadId ?? null,
    handoffId: entry.handoffId ?? null,
    eventId: entry.eventId ?? null,
    afterKey: entry.after ?? null,
    about: entry.about ? JSON.stringify(entry.about) : null,
  };
}

/** A row as the rest of the house sees it. */
export function entryOf(row: Row): Entry {
  return {
    id: String(row.id),
    workspaceId: row.workspaceId,
    key: row.key,
    kind: row.kind,
    lane: row.lane,
    rank: row.rank,
    dueAt: row.dueAt,
    ...(row.leadId === null ? {} : { leadId: row.leadId }),
    ...(row.handoffId === null ? {} : { handoffId: row.handoffId }),
    ...(row.eventId === null ? {} : { eventId: row.eventId }),
    ...(row.afterKey === null ? {} : { after: row.afterKey }),
    ...(row.about === null ? {} : { about: JSON.parse(row.about) as Readonly<Record<string, string>> }),
    state: row.state,
    revision: row.revision,
    attempt: row.attempt,
    startedAt: row.startedAt,
    channel: row.channel,
    ts: row.ts,
    generation: row.generation,
    isDoubtful: row.isDoubtful,
    error: row.error,
  };
}
