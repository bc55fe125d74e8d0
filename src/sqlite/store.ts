// The Store on SQLite: a facade over the rooms of this folder. Every method is one transaction.
import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, lt, sql } from './drizzle.ts';
import { AlreadyDone, Conflict } from '../errors.ts';
import type { Change, Store, Workspace } from '../ports.ts';
import { sqliteAbsences } from './absences.ts';
import { deadlineStatements, sqliteDeadlines } from './deadlines.ts';
import { digestReads } from './digest-reads.ts';
import { type Woken, entryStatements } from './entries.ts';
import { openGate } from './gate.ts';
import { identityStatements, keyKeptMs } from './identity.ts';
import { leadStatements } from './leads.ts';
import { sqliteLedger } from './ledger.ts';
import { leadLists } from './lists.ts';
import { originReads } from './origin-reads.ts';
import { sqliteOutbox } from './outbox.ts';
import { sqliteQuestions } from './questions.ts';
import { idempotencyKeys, requests } from './schema.ts';
import { slot, slots } from './slots.ts';
import { streams } from './streams.ts';
import type { OpenedDatabase } from './tables.ts';
import { workspaceStatements } from './workspaces.ts';

/** How long a click or a question is known to have been seen. */
const requestKeptMs = 30 * 24 * 60 * 60 * 1000;
const sweepEveryMs = 60 * 60 * 1000;
const sweepRows = 500;

/** The Store on an opened database. `close` closes both. */
export function sqliteStore(database: OpenedDatabase): Store {
  const { raw, tables, now } = database;
  const gate = openGate(raw, database.path);
  const leads = leadStatements(tables, now);
  const identities = identityStatements(tables, now);
  const entries = entryStatements(tables, now);
  const deadlines = deadlineStatements(tables);
  const workspaces = workspaceStatements(tables, now);
  const insertRequest = tables.insert(requests).values(slots(requests)).onConflictDoNothing().prepare();
  const selectRequest = tables
    .select({ at: requests.at })
    .from(requests)
    .where(and(eq(requests.workspaceId, slot('workspaceId')), eq(requests.id, slot('id'))))
    .prepare();
  const sweeps = [
    { keptMs: requestKeptMs, sweep: oldRows(requests) },
    { keptMs: keyKeptMs, sweep: oldRows(idempotencyKeys) },
  ];
  const dataVersion = raw.prepare<[], number>('pragma data_version').pluck();

  const listeners = new Set<(lanes: readonly string[]) => void>();
  let isLogToEmpty = false;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let cached: { version: number | undefined; workspace: Workspace } | null = null;

  function oldRows(table: typeof requests | typeof idempotencyKeys) {
    const old = tables
      .select({ rowid: sql`rowid` })
      .from(table)
      .where(lt(table.at, slot('until')))
      .limit(sweepRows);
    return tables
      .delete(table)
      .where(sql`rowid in ${old}`)
      .prepare();
  }

  function wake(woken: Woken): void {
    if (woken.size === 0) return;
    const lanes = [...woken];
    // Not in the writer's way: what is committed stays committed whatever a listener does.
    for (const listener of listeners) queueMicrotask(() => listener(lanes));
  }

  /** Keeps what it reads with the version of the same snapshot, and at once: whoever writes next, here or elsewhere, outdates it. */
  function readWorkspace(): Workspace | null {
    const workspace = workspaces.read();
    cached = workspace && { version: dataVersion.get(), workspace };
    return workspace;
  }

  /** Forgets what was kept long enough, a little now and then, on the back of a write that happens anyway. */
  function sweep(): void {
    const at = now();
    if (Math.abs(at - sweptAt) < sweepEveryMs) return;
    const swept = sweeps.map(({ keptMs, sweep }) => sweep.run({ until: at - keptMs }).changes);
    if (swept.every((count) => count < sweepRows)) sweptAt = at;
  }

  function apply(change: Change, woken: Woken): void {
    const { workspaceId, lead } = change;
    if (change.requestId !== undefined) {
      const { changes } = insertRequest.run({ workspaceId, id: `click:${change.requestId}`, at: now() });
      if (changes === 0) throw new AlreadyDone('This click was recorded before');
    }
    leads.write(change);
    if (change.identity) identities.take(workspaceId, lead, change.identity, lead.version === change.events.length);
    entries.ask(workspaceId, change.entries, woken);
    if (change.lookAt !== undefined) deadlines.plan(workspaceId, lead.id, change.lookAt, { by: change.lookAtBy ?? null, now: now() });
    if (change.delivered) entries.settle(workspaceId, change.delivered, woken);
    sweep();
  }

  async function commit(change: Change, then: () => void = () => undefined): Promise<void> {
    const woken: Woken = new Set();
    await gate.write(() => {
      woken.clear();
      apply(change, woken);
      then();
    });
    wake(woken);
  }

  const onItsOwn = raw.transaction((change: Change, woken: Woken) => apply(change, woken));

  const allTogether = raw.transaction((changes: readonly Change[], woken: Woken) => {
    for (const change of changes) apply(change, woken);
  });

  function fate(change: Change, woken: Woken): 'done' | 'conflict' | 'already' {
    try {
      onItsOwn(change, woken); // inside a transaction: a savepoint
      return 'done';
    } catch (error) {
      if (error instanceof Conflict) return 'conflict';
      if (error instanceof AlreadyDone) return 'already';
      throw error;
    }
  }

  async function commitAll(changes: readonly Change[]): Promise<readonly ('done' | 'conflict' | 'already')[]> {
    const woken: Woken = new Set();
    const fates = await gate.write(() => {
      woken.clear();
      try {
        // Mostly nobody meets anybody, and one savepoint for all costs far less than one for each.
        allTogether(changes, woken);
        return changes.map(() => 'done' as const);
      } catch (error) {
        if (!(error instanceof Conflict) && !(error instanceof AlreadyDone)) throw error;
        woken.clear();
        return changes.map((change) => fate(change, woken));
      }
    });
    wake(woken);
    return fates;
  }

  /** Empties the write-ahead log, so that no erased word stays in it. False while a reader is in the way. */
  function emptyLog(): boolean {
    const [answer] = raw.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    isLogToEmpty = answer?.busy !== 0;
    return !isLogToEmpty;
  }

  async function forget(workspaceId: string, change: Change): Promise<void> {
    await commit(change, () => leads.blank(workspaceId, change.lead.id, change.events.at(-1)?.recordedAt ?? now()));
    for (let tries = 0; tries < 10 && raw.open && !emptyLog(); tries += 1) await pause(50);
  }

  return {
    outbox: sqliteOutbox(raw, gate, entries, wake),
    deadlines: sqliteDeadlines(gate, deadlines),
    ledger: sqliteLedger(tables, gate, entries, wake),
    commit: (change) => commit(change),
    commitAll,
    forget,
    lead: (workspaceId, leadId) => gate.read(() => leads.read(workspaceId, leadId)),
    leadOfHandoff: (workspaceId, handoffId) =>
      gate.read(() => {
        const leadId = leads.leadOfHandoff(workspaceId, handoffId);
        return leadId === null ? null : leads.read(workspaceId, leadId);
      }),
    match: (workspaceId, identity) => gate.read(() => identities.match(workspaceId, identity)),
    leadByExternalId: (workspaceId, source, externalId) => gate.read(() => identities.byExternalId(workspaceId, source, externalId)),
    find: (workspaceId, by) => gate.read(() => identities.find(workspaceId, by)),
    wasDone: (workspaceId, requestId) => gate.read(() => selectRequest.get({ workspaceId, id: `click:${requestId}` }) !== undefined),
    askOnce: (workspaceId, key, at) => gate.write(() => insertRequest.run({ workspaceId, id: `once:${key}`, at }).changes > 0),
    ...sqliteAbsences(tables, gate),
    ...leadLists(tables, gate),
    ...digestReads(tables, gate),
    ...sqliteQuestions(tables, gate),
    ...originReads(tables, gate),
    ...streams(tables, gate, leads),
    async workspace() {
      if (cached && cached.version === dataVersion.get()) return cached.workspace;
      return (await gate.read(readWorkspace)) ?? (await gate.write(() => workspaces.create()));
    },
    bindTeam: (workspaceId, teamId) =>
      gate.write(() => {
        cached = null;
        workspaces.bindTeam(workspaceId, teamId);
      }),
    applySettings: (workspaceId, settings, at, by) =>
      gate.write(() => {
        cached = null;
        deadlines.lookAgain(workspaceId, at);
        return workspaces.applySettings(workspaceId, settings, at, by);
      }),
    settingsVersions: (workspaceId) => gate.read(() => workspaces.versions(workspaceId)),
    onEntries(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async ping() {
      await gate.read(() => raw.prepare('select 1 from "workspaces" limit 1').get());
      if (isLogToEmpty) emptyLog();
    },
    close: () => database.close(),
  };
}
