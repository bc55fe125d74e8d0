// One attempt at one entry: render, send, write down what became of it.
import { faultFacts } from '../fault.ts';
import { handBackOfGone } from '../flows/absence.ts';
import { type Trouble, raiseAlert } from '../flows/alerts.ts';
import { nudgeInThread } from '../flows/reminders.ts';
import { forgetEntry, kinds, markOf, recordStanding } from '../flows/deliver.ts';
import { type Context, type Parcel, threadOf } from '../flows/parcel.ts';
import { laneOf } from '../flows/relane.ts';
import { DeliveryError } from '../errors.ts';
import type { Message, Ref } from '../message.ts';
import type { Entry } from '../outbox.ts';
import type { Directory, Log } from '../ports.ts';

/** What the lane has to know of an attempt. */
export type Outcome =
  | { readonly result: 'sent' | 'nothing' | 'moved' | 'dead' | 'again' }
  /** The lane waits so long before its next attempt; `scope` names what is missing. */
  | { readonly result: 'wait'; readonly waitMs: number; readonly scope?: string }
  | { readonly result: 'unreached' }
  | { readonly result: 'blocked'; readonly by: 'channel' | 'shut' | 'workspace'; readonly code: string };

export interface AttemptContext extends Context {
  readonly directory: Directory;
  readonly log: Log;
}

/** A request that timed out may still arrive: look after this long, and once more later, before sending again. */
const firstLookMs = 2_000;
const secondLookMs = 8_000;
/** Clocks differ: look a little before the attempt began. */
const lookBackMs = 600_000;
const scopeRetryMs = 60_000;
const stumbleRetryMs = 5_000;
const longestStumbleMs = 600_000;
const defaultRetryAfterMs = 30_000;

/** Delivers an entry that was taken from the outbox. Everything that can go wrong becomes an Outcome and a stored state. */
export async function attempt(context: AttemptContext, entry: Entry): Promise<Outcome> {
  const { store } = context.desk;
  const lane = await laneOf(store, await store.workspace(), entry);
  if (lane !== entry.lane && lane !== '') {
    await store.outbox.update(entry.workspaceId, entry.id, { state: 'pending', lane });
    return { result: 'moved' };
  }
  const parcel = await made(context, entry);
  if (!parcel && entry.state !== 'ambiguous') {
    await context.desk.store.outbox.update(entry.workspaceId, entry.id, { state: 'sent' });
    return { result: 'nothing' };
  }
  const standing = standingRef(entry);
  try {
    if (!parcel || (entry.state === 'ambiguous' && !standing)) return await look(context, entry, parcel);
    if (standing) {
      await editWithPlain(context, entry, standing, parcel.message);
      await stands(context, entry, standing, parcel.message);
      return { result: 'sent' };
    }
    return await send(context, entry, parcel);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return await settleTrouble(context, entry, error);
  }
}

/** Nothing was sent: what went wrong did so while the message was being made. */
class NotBegun extends Error {
  override readonly name = 'NotBegun';
}

async function made(context: AttemptContext, entry: Entry): Promise<Parcel | null> {
  try {
    return await kinds[entry.kind].parcel(context, entry);
  } catch (error) {
    throw new NotBegun('The message could not be made', { cause: error });
  }
}

/** Where the message stands that this entry edits; `forget` entries carry it with them. */
function standingRef(entry: Entry): Ref | null {
  if (entry.kind === 'forget') return { channel: entry.about?.['channel'] ?? '', ts: entry.about?.['ts'] ?? '' };
  return entry.channel && entry.ts ? { channel: entry.channel, ts: entry.ts } : null;
}

async function send(context: AttemptContext, entry: Entry, parcel: Parcel): Promise<Outcome> {
  const ref = await postWithPlain(context, entry, parcel);
  await stands(context, entry, ref, parcel.message);
  return { result: 'sent' };
}

/** @param message what was rendered; `null` when that is not known */
async function stands(context: AttemptContext, entry: Entry, ref: Ref, message: Message | null): Promise<void> {
  await recordStanding(context.desk, entry, ref);
  const hasNoWords = message !== null && (!('record' in message) || message.record.lead.isErased);
  if (hasNoWords) return;
  const lead = entry.leadId ? await context.desk.store.lead(entry.workspaceId, entry.leadId) : null;
  // Forgotten while it was on its way: its words are taken back like all others.
  if (lead?.lead.isErased) await context.desk.store.outbox.enqueue(entry.workspaceId, [forgetEntry({ ...entry, ...ref })]);
}

/** Looks for a message in doubt. Without a parcel there is nothing more to say, but what stands must be known: it may have to be forgotten. */
async function look(context: AttemptContext, entry: Entry, parcel: Parcel | null): Promise<Outcome> {
  const { outbox } = context.desk.store;
  const { workspaceId, id } = entry;
  const parent = entry.after ? await outbox.byKey(workspaceId, entry.after) : null;
  const channel = parent?.channel ?? entry.lane;
  const thread = parent?.ts ? await threadOf(context, entry, parent.ts) : undefined;
  let found: Ref | null;
  try {
    found = await context.messenger.find(channel, markOf(entry), (entry.startedAt ?? 0) - lookBackMs, thread);
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.trouble !== 'scope') throw error;
    // An alert in doubt says so itself when it goes once more.
    if (entry.kind !== 'alert') await tell(context, workspaceId, { what: 'doubt', subject: entry.key, code: error.code, where: channel });
    if (!parcel || !kinds[entry.kind].isSentAgainInDoubt || entry.isDoubtful) {
      await outbox.update(workspaceId, id, { state: 'dead', error: 'doubt' });
      return { result: 'dead' };
    }
    await outbox.update(workspaceId, id, { state: 'pending', isDoubtful: true });
    return { result: 'again' };
  }
  if (found) {
    await stands(context, entry, found, null);
    return { result: 'sent' };
  }
  const sinceMs = context.desk.now() - (entry.startedAt ?? 0);
  if (sinceMs < secondLookMs) {
    await outbox.update(workspaceId, id, { state: 'ambiguous', dueAt: (entry.startedAt ?? 0) + secondLookMs });
    return { result: 'again' };
  }
  // Looked twice, not there: it never arrived.
  await outbox.update(workspaceId, id, { state: 'pending' });
  return { result: 'again' };
}

/** Slack refuses some content for good: what has a plain version goes as that. */
async function postWithPlain(context: AttemptContext, entry: Entry, parcel: Parcel): Promise<Ref> {
  const options = parcel.threadTs ? { threadTs: parcel.threadTs } : {};
  try {
    return await context.messenger.post(parcel.to, parcel.message, markOf(entry), options);
  } catch (error) {
    const plain = plainAfter(error, entry, parcel.message);
    await tellRefused(context, entry, error);
    return await context.messenger.post(parcel.to, plain, markOf(entry), options);
  }
}

async function editWithPlain(context: AttemptContext, entry: Entry, ref: Ref, message: Message): Promise<void> {
  try {
    await context.messenger.edit(ref, message);
  } catch (error) {
    await context.messenger.edit(ref, plainAfter(error, entry, message));
  }
}

/** @throws the error itself where it is another trouble, or there is no plain version. */
function plainAfter(error: unknown, entry: Entry, message: Message): Message {
  const isRefused = error instanceof DeliveryError && error.trouble === 'refused';
  if (!isRefused || !kinds[entry.kind].hasPlain || !('marks' in message)) throw error;
  return { ...message, marks: { ...message.marks, isPlain: true } };
}

async function tellRefused(context: AttemptContext, entry: Entry, error: unknown): Promise<void> {
  const code = error instanceof DeliveryError ? error.code : 'unknown';
  await tell(context, entry.workspaceId, { what: 'refused', subject: entry.key, code });
}

async function settleTrouble(context: AttemptContext, entry: Entry, error: DeliveryError): Promise<Outcome> {
  const { outbox } = context.desk.store;
  const { workspaceId, id } = entry;
  const now = context.desk.now();
  const { code } = error;
  const isEdit = standingRef(entry) !== null;
  // What was in doubt before this attempt still is: a failed look decides nothing.
  const waiting = entry.state === 'ambiguous' ? 'ambiguous' : 'retry';
  switch (error.trouble) {
    case 'rate': {
      const waitMs = error.retryAfterMs ?? defaultRetryAfterMs;
      await outbox.update(workspaceId, id, { state: waiting, dueAt: now + waitMs, error: code });
      return { result: 'wait', waitMs };
    }
    case 'unreached':
      await outbox.update(workspaceId, id, { state: waiting, dueAt: now, error: code });
      return { result: 'unreached' };
    case 'unknown':
      if (isEdit || entry.state === 'ambiguous') {
        await outbox.update(workspaceId, id, { state: waiting, dueAt: now + firstLookMs, error: code });
        return { result: 'unreached' };
      }
      await outbox.update(workspaceId, id, { state: 'ambiguous', dueAt: now + firstLookMs, error: code });
      return { result: 'again' };
    case 'channel':
    case 'shut':
    case 'workspace':
      // Only a closed channel: where nobody is let in, looking is possible again later.
      if (error.trouble !== 'workspace' && (await isGivenUp(context, entry))) {
        await tell(context, workspaceId, { what: 'doubt', subject: entry.key, code, where: entry.lane });
        return { result: 'moved' };
      }
      // A person's own channel that is closed to us is no trouble to alert anybody about.
      if (error.trouble !== 'workspace' && entry.kind === 'alert') {
        await outbox.update(workspaceId, id, { state: 'dead', error: code });
        return { result: 'dead' };
      }
      await outbox.update(workspaceId, id, { state: waiting, dueAt: now, error: code });
      return { result: 'blocked', by: error.trouble, code };
    case 'scope':
      await tell(context, workspaceId, { what: 'scope', subject: error.needed ?? code, code });
      await outbox.update(workspaceId, id, { state: waiting, dueAt: now + scopeRetryMs, error: code });
      return { result: 'wait', waitMs: scopeRetryMs, scope: error.needed ?? code };
    case 'gone':
    case 'closed':
      return await settleGone(context, entry, error);
    case 'refused':
      await tell(context, workspaceId, { what: 'refused', subject: entry.key, code });
      await outbox.update(workspaceId, id, { state: 'dead', error: code });
      return { result: 'dead' };
    case 'person':
      if (isGone.has(code)) await handBackOfGone(context.desk, workspaceId, async (userId) => userId === entry.lane);
      else if (entry.kind === 'nudge') await outbox.enqueue(workspaceId, await nudgeInThread(context, entry));
      await outbox.update(workspaceId, id, { state: 'dead', error: code });
      return { result: 'dead' };
  }
}

/** Slack's words for somebody who has left: what they had waits for anyone again. */
const isGone: ReadonlySet<string> = new Set(['user_not_found', 'user_disabled']);

/** Somebody deleted the message: what matters is posted anew, once. What only cannot be edited any more stays as it is. */
async function settleGone(context: AttemptContext, entry: Entry, { trouble, code }: DeliveryError): Promise<Outcome> {
  const { outbox } = context.desk.store;
  if (entry.kind === 'forget' && code !== 'message_not_found') {
    const { channel, ts } = standingRef(entry) ?? { channel: '', ts: '' };
    await tell(context, entry.workspaceId, { what: 'unforgotten', subject: `${channel} ${ts}`, code });
    await outbox.update(entry.workspaceId, entry.id, { state: 'dead', error: code });
    return { result: 'dead' };
  }
  const isPostedAnew = trouble === 'gone' && kinds[entry.kind].isReposted && entry.generation === 0;
  const update = isPostedAnew ? ({ state: 'pending', isRepost: true, error: code } as const) : ({ state: 'sent', error: code } as const);
  await outbox.update(entry.workspaceId, entry.id, update);
  return { result: isPostedAnew ? 'again' : 'nothing' };
}

/** In doubt in a channel that is closed and that the settings have left: nobody can look, so it goes once more, marked, where it belongs now. */
async function isGivenUp(context: AttemptContext, entry: Entry): Promise<boolean> {
  if (entry.state !== 'ambiguous' || !kinds[entry.kind].isSentAgainInDoubt || entry.isDoubtful) return false;
  const { store } = context.desk;
  const lane = await laneOf(store, await store.workspace(), { ...entry, state: 'pending' });
  if (lane === entry.lane || lane === '') return false;
  await store.outbox.update(entry.workspaceId, entry.id, { state: 'pending', lane, isDoubtful: true });
  return true;
}

/** Trouble that a person has to mend goes to the log too: Slack may be what is broken. */
async function tell(context: AttemptContext, workspaceId: string, trouble: Trouble): Promise<void> {
  context.log.warn({ ...trouble }, 'A message could not be delivered as it should be.');
  await raiseAlert({ store: context.desk.store, directory: context.directory }, workspaceId, trouble);
}

/**
 * After an attempt broke off for a reason of our own (a locked or full database, a bug): whether a message went out is
 * in doubt, so it will be looked for. Never throws; `false` when not even that could be written down.
 */
export async function rescue(context: AttemptContext, entry: Entry, error: unknown): Promise<boolean> {
  context.log.error(
    { kind: entry.kind, entry: entry.id, attempt: entry.attempt, ...faultFacts(error) },
    'A delivery broke off; it is looked at again shortly.',
  );
  const stumbles = 1 + Number(/^broke_off (\d+)$/.exec(entry.error ?? '')?.[1] ?? 0);
  // Never given up: a full disk may take a day to mend. A bug is tried rarely, and is in the log each time.
  const dueAt = context.desk.now() + Math.min(longestStumbleMs, stumbleRetryMs * 2 ** Math.min(stumbles - 1, 10));
  const isInDoubt = !standingRef(entry) && (entry.state === 'ambiguous' || !(error instanceof NotBegun));
  const state = isInDoubt ? 'ambiguous' : 'retry';
  try {
    await context.desk.store.outbox.update(entry.workspaceId, entry.id, { state, dueAt, error: `broke_off ${stumbles}` });
    return true;
  } catch {
    return false;
  }
}
