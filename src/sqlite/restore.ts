// Puts a backup back: what was erased stays erased, and nothing that may stand in Slack already is posted again.
import { chmodSync, chownSync, copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import type { NewEntry } from '../domain/consequences.ts';
import { evolve } from '../domain/evolve.ts';
import { latestHandoff } from '../domain/lead.ts';
import { forgetEntry } from '../flows/deliver.ts';
import type { Entry } from '../outbox.ts';
import { checkWhole, syncFile } from './copy.ts';
import { DatabaseError, explained } from './database-error.ts';
import { openDatabase } from './database.ts';
import { type EntryStatements, entryStatements } from './entries.ts';
import { entryOf } from './entry-moves.ts';
import { makeFolder, realPath } from './folder.ts';
import { leadStatements } from './leads.ts';
import { holdRunLock } from './lock.ts';
import { type Erasure, type LostTime, type Unforgotten, readLostTime, whatWasSent } from './lost-time.ts';
import { applicationId, migrationsFolder, readMigrations, standing } from './migrate.ts';
import type { OpenedDatabase } from './tables.ts';

export interface Restored {
  /** Where the database that was replaced is kept; `null` when there was none. */
  readonly replaced: string | null;
  /** How many people erased since the backup were erased again. */
  readonly erasedAgain: number;
  /** How many posts will be looked up in Slack before they are sent. */
  readonly doubtful: number;
  /** The replaced database could not be read, so erasures made since the backup are not known. */
  readonly isReplacedUnreadable: boolean;
}

/** Replaces the database at `path` by `backup`; the bot must be stopped. @throws DatabaseError, RunLockHeld */
export function restoreDatabase(backup: string, path: string, now: () => number = Date.now): Restored {
  checkBackup(backup);
  makeFolder(path);
  const lock = holdRunLock(path);
  try {
    const target = realPath(path);
    if (existsSync(target) && realPath(backup) === target)
      throw new DatabaseError('unwritable', `${backup} is the database itself, not a backup of it.`);
    const lost = readLostTime(target);
    const draft = `${target}.restoring`;
    const leftovers = [draft, `${draft}-wal`, `${draft}-shm`];
    for (const leftover of leftovers) rmSync(leftover, { force: true });
    copyFileSync(backup, draft);
    belong(draft, target);
    const settled = settle(draft, target, lost ?? { erased: [], unforgotten: [], posted: [], named: [] }, now);
    checkWhole(draft);
    syncFile(draft);
    const replaced = replace(target, draft, now());
    return { replaced, ...settled, isReplacedUnreadable: lost === null };
  } catch (error) {
    throw explained(error, path);
  } finally {
    lock.release();
  }
}

/** Whoever could read and write the old file can do so with the new one, also when an administrator puts the backup back. */
function belong(draft: string, target: string): void {
  if (!existsSync(target)) return chmodSync(draft, 0o600);
  const { mode, uid, gid } = statSync(target);
  chmodSync(draft, mode & 0o777);
  if (process.getuid?.() === 0) chownSync(draft, uid, gid);
}

function checkBackup(backup: string): void {
  if (!existsSync(backup)) throw new DatabaseError('missing', `There is no backup at ${backup}.`);
  let raw: Database | null = null;
  try {
    raw = new Sqlite(backup, { readonly: true, fileMustExist: true });
    if (
      raw.pragma('application_id', { simple: true }) !== applicationId ||
      standing(raw, readMigrations(migrationsFolder), backup) === 'empty'
    ) {
      throw new DatabaseError('corrupt', `${backup} is not a backup of a LeadLoop database. Nothing was changed.`);
    }
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError('corrupt', `${backup} is damaged or is not a backup of a LeadLoop database. Nothing was changed.`, error);
  } finally {
    raw?.close();
  }
  checkWhole(backup);
}

/** Makes a copy of the backup fit for today. */
function settle(draft: string, replaced: string, lost: LostTime, now: () => number): { erasedAgain: number; doubtful: number } {
  const database = openDatabase(draft, { create: false, now, isDraft: true });
  try {
    const settleAll = database.raw.transaction(() => {
      rehome(database, replaced);
      const doubtful = doubt(database, now());
      const entries = entryStatements(database.tables, now);
      takeOver(lost, entries);
      const erasedAgain = eraseAgain(database, lost.erased, entries);
      forgetAgain(database, lost.unforgotten, entries);
      return { doubtful, erasedAgain };
    });
    return settleAll.immediate();
  } finally {
    // Everything into the one file that is renamed.
    database.raw.pragma('journal_mode = DELETE');
    database.close();
  }
}

const unsettled = `"state" in ('pending', 'sending', 'retry')`;

/** What had no channel yet in the backup may have got one since, and have been sent there. */
function rehome({ raw }: OpenedDatabase, replaced: string): void {
  const homeless = raw
    .prepare<[], { workspaceId: string; key: string }>(
      `select "workspace_id" as "workspaceId", "key" from "outbox" where ${unsettled} and "ts" is null and "lane" = ''`,
    )
    .all();
  const move = raw.prepare('update "outbox" set "lane" = :lane where "workspace_id" = :workspaceId and "key" = :key');
  for (const sent of whatWasSent(replaced, homeless)) move.run(sent);
}

/** What the backup had not posted yet may have been posted since, so it is looked up first. Edits can be done again. */
function doubt({ raw }: OpenedDatabase, now: number): number {
  const isEdit = `"ts" is not null or "kind" = 'forget'`;
  raw
    .prepare(`update "outbox" set "state" = 'pending', "is_due" = 1, "due_at" = min("due_at", ?) where ${unsettled} and (${isEdit})`)
    .run(now);
  // Nothing in the backup is younger than the backup, so nothing that it lacks was sent before.
  const newest = `select max("at") from (
    select max("recorded_at") as "at" from "events" union all select max("created_at") from "outbox" union all select max("started_at") from "outbox")`;
  // What is found counts as what was asked for; only a card may show the lost time, so it is edited once it is found.
  const isEditedInPlace = `"kind" in ('card', 'marketing_card', 'verdicts_day', 'proposal')`;
  return raw
    .prepare(
      `update "outbox" set "state" = 'ambiguous', "started_at" = coalesce("started_at", (${newest})), "attempt" = max("attempt", 1),
         "taken_revision" = "revision" - (${isEditedInPlace})
       where ${unsettled} and not (${isEdit}) and "lane" <> ''`,
    )
    .run().changes;
}

/** Forgets those who were forgotten since the backup, and asks for every message about them that stands to be replaced. */
function eraseAgain({ tables, now }: OpenedDatabase, erased: readonly Erasure[], entries: EntryStatements): number {
  const leads = leadStatements(tables, now);
  let count = 0;
  for (const { workspaceId, leadId, at } of erased) {
    const record = leads.read(workspaceId, leadId);
    if (!record || record.lead.isErased) continue;
    const { id: handoffId, cycle } = latestHandoff(record.lead);
    const event = { type: 'erased', id: `erased:${leadId}`, leadId, handoffId, cycle, at, recordedAt: now(), by: 'system' } as const;
    leads.write({ workspaceId, lead: evolve(record.lead, event), events: [event], entries: [] });
    leads.blank(workspaceId, leadId, at);
    const standing = entries.ofLead(workspaceId, leadId).map(entryOf);
    const forgetting = standing.flatMap(({ kind, id, channel, ts }) =>
      kind !== 'forget' && channel && ts ? [forgetEntry({ id, leadId, channel, ts })] : [],
    );
    entries.ask(workspaceId, [...forgetting, ...entries.naming(workspaceId, leadId).map(entryOf).flatMap(toldAnew)], new Set());
    count += 1;
  }
  return count;
}

/** A message about many that stands is told again without whoever was forgotten. */
function toldAnew({ key, kind, lane, rank, after, about, ts }: Entry): readonly NewEntry[] {
  return ts === null ? [] : [{ key, kind, lane, rank, ...(after ? { after } : {}), ...(about ? { about } : {}) }];
}

/** A week's digest that was told since the backup stays told: it is taken over as it stands, with those whom it names. */
function takeOver({ posted, named }: Pick<LostTime, 'posted' | 'named'>, entries: EntryStatements): void {
  for (const { workspaceId, key, kind, lane, afterKey, about, channel, ts } of posted) {
    if (entries.byKey(workspaceId, key)?.ts) continue;
    const entry: NewEntry = { key, kind, lane, rank: 1, ...(afterKey ? { after: afterKey } : {}) };
    entries.ask(
      workspaceId,
      [about === null ? entry : { ...entry, about: JSON.parse(about) as Readonly<Record<string, string>> }],
      new Set(),
    );
    const row = entries.byKey(workspaceId, key);
    if (row) entries.settle(workspaceId, { entryId: String(row.id), revision: row.revision, channel, ts }, new Set());
  }
  for (const { workspaceId, key, leadId } of named) if (entries.byKey(workspaceId, key)) entries.name(workspaceId, key, [leadId]);
}

/** Messages that the backup knows nothing of: posted after it, and to be replaced when the bot stopped. */
function forgetAgain({ raw }: OpenedDatabase, unforgotten: readonly Unforgotten[], entries: EntryStatements): void {
  const isKnown = raw.prepare(`select 1 from "outbox" where "workspace_id" = ? and "kind" = 'forget' and "about" = ?`);
  for (const { workspaceId, leadId, lane, about: written } of unforgotten) {
    if (isKnown.get(workspaceId, written)) continue;
    const about = JSON.parse(written) as Readonly<Record<string, string>>;
    // Named by where it stands: the number of its entry is given anew from the backup on.
    const entry: NewEntry = { key: `forget:${lane}:${about['ts']}`, kind: 'forget', lane, rank: 0, about };
    entries.ask(workspaceId, [leadId === null ? entry : { ...entry, leadId }], new Set());
  }
}

/** Puts the finished file in place in one step; the old one stays under a name of its own. */
function replace(target: string, draft: string, at: number): string | null {
  const kept = `${target}.replaced-${new Date(at).toISOString().replace(/[:.]/g, '-')}`;
  const isThere = existsSync(target);
  if (isThere) keep(target, kept);
  for (const suffix of ['-wal', '-shm', '-journal']) {
    // Left by a database that could not be opened: it belongs to the old file and would ruin the new one.
    if (existsSync(`${target}${suffix}`)) renameSync(`${target}${suffix}`, `${kept}${suffix}`);
  }
  renameSync(draft, target);
  return isThere ? kept : null;
}

/** A second name for the same bytes, so that at no instant there is no database; a copy where there are no links. */
function keep(target: string, kept: string): void {
  try {
    linkSync(target, kept);
  } catch {
    copyFileSync(target, kept);
    syncFile(kept);
  }
}
