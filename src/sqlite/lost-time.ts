// What the database that a restore replaces knows, and the backup cannot: who was forgotten since, and what was sent.
import { existsSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import type { EntryKind } from '../domain/consequences.ts';
import { DatabaseError, isBusyError } from './database-error.ts';

/** Somebody who was forgotten. */
export interface Erasure {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly at: number;
}

/** A message whose words were still to be taken back. `about` is JSON: where it stands. */
export interface Unforgotten {
  readonly workspaceId: string;
  readonly leadId: string | null;
  readonly lane: string;
  readonly about: string;
}

/** An entry by its name, and the channel that its message went to. */
interface Sent {
  readonly workspaceId: string;
  readonly key: string;
  readonly lane: string;
}

/** A message about many leads that stands: a digest, a list of what waits. `about` is JSON. */
export interface Posted {
  readonly workspaceId: string;
  readonly key: string;
  readonly kind: EntryKind;
  readonly lane: string;
  readonly afterKey: string | null;
  readonly about: string | null;
  readonly channel: string;
  readonly ts: string;
}

/** A lead that such a message names. */
interface Named {
  readonly workspaceId: string;
  readonly key: string;
  readonly leadId: string;
}

export interface LostTime {
  readonly posted: readonly Posted[];
  readonly named: readonly Named[];
  readonly erased: readonly Erasure[];
  readonly unforgotten: readonly Unforgotten[];
}

/** Reads the database at `path`, whose log is emptied on the way; `null` when it cannot be read. @throws DatabaseError when it is in use */
export function readLostTime(path: string): LostTime | null {
  if (!existsSync(path)) return { erased: [], unforgotten: [], posted: [], named: [] };
  let raw: Database | null = null;
  try {
    raw = new Sqlite(path, { timeout: 2000 });
    const erased = raw.prepare<[], Erasure>('select "workspace_id" as "workspaceId", "lead_id" as "leadId", "at" from "erasures"').all();
    const unforgotten = raw
      .prepare<[], Unforgotten>(
        `select "workspace_id" as "workspaceId", "lead_id" as "leadId", "lane", "about" from "outbox"
         where "kind" = 'forget' and "about" is not null and "state" <> 'sent' order by "id"`,
      )
      .all();
    const posted = raw
      .prepare<[], Posted>(
        `select "workspace_id" as "workspaceId", "key", "kind", "lane", "after_key" as "afterKey", "about", "channel", "ts" from "outbox"
         where "kind" in ('digest', 'digest_details', 'questions_week', 'answer', 'waiting', 'review', 'change_result') and "ts" is not null order by "id"`,
      )
      .all();
    const named = namedIn(raw);
    // Leaving WAL mode needs the file for ourselves and takes the -wal away, which must never meet the new file.
    raw.pragma('journal_mode = DELETE');
    return { erased, unforgotten, posted, named };
  } catch (error) {
    if (isBusyError(error))
      throw new DatabaseError('locked', `${path} is being used by another program. Stop it, then restore again.`, error);
    return null;
  } finally {
    raw?.close();
  }
}

/** The table is younger than the others. */
function namedIn(raw: Database): readonly Named[] {
  if (!raw.prepare(`select 1 from "sqlite_master" where "name" = 'namings'`).get()) return [];
  return raw.prepare<[], Named>('select "workspace_id" as "workspaceId", "key", "lead_id" as "leadId" from "namings"').all();
}

/** Which of these entries were sent, or may have been, by the database at `path`, and where. `[]` when that cannot be read. */
export function whatWasSent(path: string, entries: readonly Omit<Sent, 'lane'>[]): readonly Sent[] {
  if (entries.length === 0 || !existsSync(path)) return [];
  let raw: Database | null = null;
  try {
    raw = new Sqlite(path, { readonly: true, fileMustExist: true });
    const select = raw.prepare<[string, string], Sent>(
      `select "workspace_id" as "workspaceId", "key", coalesce("channel", "lane") as "lane" from "outbox"
       where "workspace_id" = ? and "key" = ? and "lane" <> ''
         and ("ts" is not null or "state" in ('sending', 'ambiguous') or ("state" = 'dead' and "error" = 'doubt'))`,
    );
    return entries.flatMap(({ workspaceId, key }) => select.get(workspaceId, key) ?? []);
  } catch {
    return [];
  } finally {
    raw?.close();
  }
}
