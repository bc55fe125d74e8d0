// What marketing changed, written into the book and taken back; whoever's verdicts led there is told in private.
import {
  type ChangeSaid,
  type MarketingChange,
  type Origin,
  changeBody,
  changeFaults,
  daysOfChange,
  foldChanges,
  hearersOf,
  mostDaysBack,
} from '../domain/change.ts';
import type { NewEntry } from '../domain/consequences.ts';
import { localDate } from '../domain/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import { spanOf } from '../domain/report/week.ts';
import type { Actor } from '../domain/roles.ts';
import type { Settings } from '../domain/settings.ts';
import type { Store } from '../ports.ts';
import { writeLine } from './book.ts';
import type { Desk } from './record.ts';

/** One story for all of them: a change taken back is a line behind the one that recorded it. */
const topic = { topic: 'change', subject: '' } as const;
const mostOrigins = 100;
const dayMs = 24 * 60 * 60 * 1000;

/** Every change that was ever written down, oldest first, also those taken back; as known at `asOf` (epoch milliseconds). */
export async function changesIn(store: Pick<Store, 'ledger'>, workspaceId: string, asOf = Infinity): Promise<readonly MarketingChange[]> {
  const lines = await store.ledger.read(workspaceId, topic.topic, topic.subject);
  return foldChanges(lines.filter(({ at }) => at <= asOf));
}

/** The sources and campaigns that brought leads lately: what a change can be made to. */
export async function originsNow(desk: Pick<Desk, 'store' | 'now'>, workspaceId: string): Promise<readonly Origin[]> {
  return desk.store.origins(workspaceId, desk.now() - mostDaysBack * dayMs, mostOrigins);
}

/** May this person write down a change? @throws Refusal */
export function checkChangeRole(actor: Actor): void {
  if (mayRecord(actor)) return;
  throw new Refusal(
    'not_allowed',
    'A change is recorded by marketing and managers in this workspace. Ask a manager if you should be among them.',
  );
}

export function mayRecord({ roles }: Actor): boolean {
  return roles.includes('marketing') || roles.includes('manager');
}

export function mayTakeBack(actor: Actor, { by, takenBack }: Pick<MarketingChange, 'by' | 'takenBack'>): boolean {
  return takenBack === null && (actor.id === by || actor.roles.includes('manager'));
}

interface Request {
  readonly actor: Actor;
  /** Of the click or form behind it: written once, however often it comes. */
  readonly requestId: string;
}

/** Writes a change down; its id is that of the request. @throws Refusal */
export async function recordChange(
  desk: Desk,
  workspaceId: string,
  { actor, requestId, ...said }: Request & ChangeSaid,
): Promise<{ readonly isRepeated: boolean; readonly told: number }> {
  checkChangeRole(actor);
  const { timezone } = await settingsOf(desk);
  const [fault] = Object.values(changeFaults(said, localDate(desk.now(), timezone)));
  if (fault !== undefined) throw new Refusal('mismatch', fault);
  const markers = await desk.store.markers(workspaceId, spanOf(daysOfChange(said).marked, timezone), said.origin, said.reason);
  const hearers = hearersOf({ markers, by: actor.id });
  const { isRepeated } = await writeLine(desk, workspaceId, { ...topic, by: actor.id, requestId }, () => ({
    body: changeBody({ ...said, what: said.what.trim() }, markers),
    entries: hearers.map((hearer) => toldEntry(requestId, hearer)),
  }));
  return { isRepeated, told: hearers.length };
}

/** Takes back what was recorded by mistake: nobody is told of it any more, and where it stands it says so. @throws Refusal */
export async function takeBackChange(
  desk: Desk,
  workspaceId: string,
  { actor, requestId, id }: Request & { readonly id: string },
): Promise<{ readonly isRepeated: boolean }> {
  const told = await resultsTold(desk, workspaceId, id);
  return writeLine(desk, workspaceId, { ...topic, by: actor.id, requestId }, (lines) => {
    const change = foldChanges(lines).find((one) => one.id === id);
    if (!change) throw new Refusal('not_legal', 'This change is not known here. It may come from a database that was replaced.');
    if (change.takenBack) throw new Refusal('not_legal', 'This change was taken back already.');
    if (!mayTakeBack(actor, change)) throw new Refusal('not_allowed', 'A change is taken back by whoever recorded it, or by a manager.');
    return { body: { type: 'taken_back', id }, entries: [...hearersOf(change).map((hearer) => toldEntry(id, hearer)), ...told] };
  });
}

/** What came of it, once more where it stands: it says then that it was a mistake. */
async function resultsTold({ store }: Desk, workspaceId: string, id: string): Promise<readonly NewEntry[]> {
  const change = (await changesIn(store, workspaceId)).find((one) => one.id === id);
  const entries: NewEntry[] = [];
  for (const person of change ? [...hearersOf(change), change.by] : []) {
    const entry = await store.outbox.byKey(workspaceId, resultKey(id, person));
    if (entry?.ts)
      entries.push({ key: entry.key, kind: entry.kind, lane: entry.lane, rank: 0, ...(entry.about ? { about: entry.about } : {}) });
  }
  return entries;
}

/** Of the message that tells a person what came of a change. */
export function resultKey(id: string, person: string): string {
  return `change:${id}:result:${person}`;
}

function toldEntry(id: string, hearer: string): NewEntry {
  return { key: `change:${id}:${hearer}`, kind: 'change_told', lane: hearer, rank: 0, about: { id } };
}

async function settingsOf(desk: Desk): Promise<Settings> {
  const { settings } = await desk.store.workspace();
  if (settings) return settings;
  throw new Refusal('not_set_up', 'There are no settings yet: choose the channels under Set up in App Home first.');
}
