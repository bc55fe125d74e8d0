// Puts a backup back: what was erased stays erased, and nothing that may stand in Slack already is posted again.
import { chmodSync, chownSync, copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { evolve, latestHandoff } from '../domain/lead.ts';
import { checkWhole, syncFile } from './copy.ts';
import { DatabaseError, explained, isBusyError } from './database-error.ts';
import { openDatabase } from './database.ts';
import { makeFolder, realPath } from './folder.ts';
import { leadStatements } from './leads.ts';
import { holdRunLock } from './lock.ts';
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

interface Erasure {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly at: number;
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
    const erased = readErasures(target);
    const draft = `${target}.restoring`;
    const leftovers = [draft, `${draft}-wal`, `${draft}-shm`];
    for (const leftover of leftovers) rmSync(leftover, { force: true });
    copyFileSync(backup, draft);
    belong(draft, target);
    const settled = settle(draft, erased ?? [], now);
    checkWhole(draft);
    syncFile(draft);
    const replaced = replace(target, draft, now());
    return { replaced, ...settled, isReplacedUnreadable: erased === null };
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

/** Who was forgotten in the database that is about to go, whose log is emptied on the way; `null` when it cannot be read. */
function readErasures(path: string): readonly Erasure[] | null {
  if (!existsSync(path)) return [];
  let raw: Database | null = null;
  try {
    raw = new Sqlite(path, { timeout: 2000 });
    const erasures = raw.prepare<[], Erasure>('select "workspace_id" as "workspaceId", "lead_id" as "leadId", "at" from "erasures"').all();
    // Leaving WAL mode needs the file for ourselves and takes the -wal away, which must never meet the new file.
    raw.pragma('journal_mode = DELETE');
    return erasures;
  } catch (error) {
    if (isBusyError(error))
      throw new DatabaseError('locked', `${path} is being used by another program. Stop it, then restore again.`, error);
    return null;
  } finally {
    raw?.close();
  }
}

/** Makes a copy of the backup fit for today. */
function settle(draft: string, erased: readonly Erasure[], now: () => number): { erasedAgain: number; doubtful: number } {
  const database = openDatabase(draft, { create: false, now, isDraft: true });
  try {
    return database.raw.transaction(() => ({ doubtful: doubt(database, now()), erasedAgain: eraseAgain(database, erased) })).immediate();
  } finally {
    // Everything into the one file that is renamed.
    database.raw.pragma('journal_mode = DELETE');
    database.close();
  }
}

/** What the backup had not posted yet may have been posted since, so it is looked up first. Edits can be done again. */
function doubt({ raw }: OpenedDatabase, now: number): number {
  const unsettled = `"state" in ('pending', 'sending', 'retry')`;
  raw
    .prepare(`update "outbox" set "state" = 'pending', "is_due" = 1, "due_at" = min("due_at", ?) where ${unsettled} and "ts" is not null`)
    .run(now);
  // Nothing in the backup is younger than the backup, so nothing that it lacks was sent before.
  const newest = `select max("at") from (
    select max("recorded_at") as "at" from "events" union all select max("created_at") from "outbox" union all select max("started_at") from "outbox")`;
  return raw
    .prepare(
      `update "outbox" set "state" = 'ambiguous', "started_at" = coalesce("started_at", (${newest})), "attempt" = max("attempt", 1)
       where ${unsettled} and "ts" is null`,
    )
    .run().changes;
}

function eraseAgain({ tables, now }: OpenedDatabase, erased: readonly Erasure[]): number {
  const leads = leadStatements(tables, now);
  let count = 0;
  for (const { workspaceId, leadId, at } of erased) {
    const record = leads.read(workspaceId, leadId);
    if (!record || record.lead.isErased) continue;
    const { id: handoffId, cycle } = latestHandoff(record.lead);
    const event = { type: 'erased', id: `erased:${leadId}`, leadId, handoffId, cycle, at, recordedAt: now(), by: 'system' } as const;
    leads.write({ workspaceId, lead: evolve(record.lead, event), events: [event], entries: [] });
    leads.blank(workspaceId, leadId, at);
    count += 1;
  }
  return count;
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
