// Brings a database to the newest schema in one transaction, or refuses. Our own migrator: see docs/architecture.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from 'better-sqlite3';
import { writeCopy } from './copy.ts';
import { DatabaseError } from './database-error.ts';
import { holdRunLock, whoHolds } from './lock.ts';
import { keepTriggers } from './triggers.ts';

/** Beside `src/` in a checkout and beside `dist/` in the package. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** Marks the file as ours: "LLOO". */
export const applicationId = 0x4c_4c_4f_4f;

export interface Migration {
  /** Such as `0003_targets`: the schema's version. */
  readonly tag: string;
  readonly statements: readonly string[];
}

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

/** Reads drizzle-kit's folder, oldest first. */
export function readMigrations(folder: string): readonly Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as Journal;
  return journal.entries.map(({ tag }) => ({
    tag,
    statements: readFileSync(join(folder, `${tag}.sql`), 'utf8').split('--> statement-breakpoint'),
  }));
}

/** The migrations that this database has been through; `[]` for an empty one. */
function appliedTags(raw: Database): readonly string[] {
  const table = raw.prepare("select 1 from sqlite_schema where type = 'table' and name = 'migrations'").get();
  return table ? raw.prepare<[], string>('select "tag" from "migrations" order by "idx"').pluck().all() : [];
}

/** How a database stands to the migrations we know. */
export function standing(raw: Database, migrations: readonly Migration[], path: string): 'empty' | 'older' | 'current' {
  const applied = appliedTags(raw);
  const unknown = applied.find((tag, index) => migrations[index]?.tag !== tag);
  const newest = migrations.at(-1)?.tag ?? '(none)';
  if (unknown !== undefined) {
    const sentence = `${path} was written by a newer LeadLoop: its schema is ${applied.at(-1)}, this version knows ${newest}. Start the newer version, or put back a backup made before the upgrade.`;
    throw new DatabaseError('newer', sentence);
  }
  if (applied.length === 0) return 'empty';
  return applied.length < migrations.length ? 'older' : 'current';
}

export interface MigrateOptions {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly now: () => number;
  /** A copy that nobody else knows of: neither locked nor kept before the migration. */
  readonly isDraft?: boolean;
  /** Called before each statement; tests stop the process here. */
  readonly onStatement?: (statement: string) => void;
}

/** Makes the schema current and the log append-only. Safe to be killed at any instant. @throws DatabaseError */
export function migrate(raw: Database, options: MigrateOptions): void {
  const { path, migrations } = options;
  const before = standing(raw, migrations, path);
  if (before === 'current') return keepTriggers(raw);
  const isKept = before === 'older' && options.isDraft !== true;
  const lock = isKept ? lockOut(path) : null;
  try {
    if (isKept) writeCopy(raw, `${path}.before-${migrations[appliedTags(raw).length]?.tag}`, { isReplaced: true });
    // Inside a transaction the pragma does nothing, and a rebuilt table would take its children along.
    raw.pragma('foreign_keys = OFF');
    raw.transaction(() => apply(raw, options)).immediate();
  } finally {
    raw.pragma('foreign_keys = ON');
    lock?.release();
  }
}

/** A running older bot must not have its tables changed under it. */
function lockOut(path: string): { release: () => void } | null {
  if (path === ':memory:' || whoHolds(path)?.pid === process.pid) return null;
  return holdRunLock(path);
}

function apply(raw: Database, { path, migrations, now, onStatement }: MigrateOptions): void {
  // Another process may have done it while we waited for the lock.
  if (standing(raw, migrations, path) === 'current') return;
  const run = (statement: string): void => {
    onStatement?.(statement);
    raw.exec(statement);
  };
  const done = appliedTags(raw).length;
  run('create table if not exists "migrations" ("idx" integer primary key, "tag" text not null, "at" integer not null)');
  run(`pragma application_id = ${applicationId}`);
  for (const [offset, { tag, statements }] of migrations.slice(done).entries()) {
    for (const statement of statements) run(statement);
    onStatement?.(`-- ${tag} done`);
    raw.prepare('insert into "migrations" ("idx", "tag", "at") values (?, ?, ?)').run(done + offset, tag, now());
  }
  const broken = raw.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0)
    throw new Error(`The migration of ${path} would leave ${broken.length} rows without their lead; nothing was changed`);
  keepTriggers(raw);
  onStatement?.('-- commit');
}
