// The statements of the outbox. Everything here runs inside a transaction of the gate.
import { type SQL, and, asc, desc, eq, gt, gte, isNull, lt, lte, or, sql } from './drizzle.ts';
import type { NewEntry } from '../domain/consequences.ts';
import type { Delivered, EntryState, EntryUpdate, OutboxCounts } from '../outbox.ts';
import { type Row, asked, askedAgain, delivered, isOutOfTheWay, recovered, taken, updated } from './entry-moves.ts';
import { type Readiness, namings, outbox } from './schema.ts';
import { slot, slots } from './slots.ts';
import type { Tables } from './tables.ts';

export type EntryStatements = ReturnType<typeof entryStatements>;

/** Lanes in which something can be taken because of a change. */
export type Woken = Set<string>;

const states = ['pending', 'sending', 'sent', 'retry', 'ambiguous', 'dead'] as const satisfies readonly EntryState[];
const unfinishedStates = ['pending', 'sending', 'retry', 'ambiguous'] as const satisfies readonly EntryState[];

export function entryStatements(tables: Tables, now: () => number) {
  const inWorkspace = eq(outbox.workspaceId, slot('workspaceId'));
  const inLane = and(inWorkspace, eq(outbox.lane, slot('lane')));

  const insert = tables
    .insert(outbox)
    .values({ ...slots(outbox), id: sql`null` })
    .onConflictDoNothing()
    .prepare();
  const save = tables
    .update(outbox)
    .set({
      lane: slot('lane'),
      rank: slot('rank'),
      leadId: slot('leadId'),
      handoffId: slot('handoffId'),
      eventId: slot('eventId'),
      afterKey: slot('afterKey'),
      about: slot('about'),
      state: slot('state'),
      revision: slot('revision'),
      takenRevision: slot('takenRevision'),
      deliveredRevision: slot('deliveredRevision'),
      attempt: slot('attempt'),
      dueAt: slot('dueAt'),
      isDue: slot('isDue'),
      isBlocked: slot('isBlocked'),
      startedAt: slot('startedAt'),
      channel: slot('channel'),
      ts: slot('ts'),
      generation: slot('generation'),
      isDoubtful: slot('isDoubtful'),
      error: slot('error'),
    })
    .where(eq(outbox.id, slot('id')))
    .prepare();

  const select = (condition: SQL | undefined) => tables.select().from(outbox).where(condition).orderBy(asc(outbox.id));
  const selectKey = select(and(inWorkspace, eq(outbox.key, slot('key')))).prepare();
  const selectLastOf = tables
    .select()
    .from(outbox)
    .where(and(inWorkspace, gte(outbox.key, slot('from')), lt(outbox.key, slot('to'))))
    .orderBy(desc(outbox.key))
    .limit(1)
    .prepare();
  const insertNaming = tables.insert(namings).values(slots(namings)).onConflictDoNothing().prepare();
  const selectNaming = tables
    .select({ key: namings.key })
    .from(namings)
    .where(and(eq(namings.workspaceId, slot('workspaceId')), eq(namings.leadId, slot('leadId'))))
    .prepare();
  const selectId = select(and(inWorkspace, eq(outbox.id, slot('id')))).prepare();
  const selectLead = select(and(inWorkspace, eq(outbox.leadId, slot('leadId')))).prepare();
  const selectSending = select(and(inWorkspace, eq(outbox.state, 'sending'))).prepare();
  const selectUnsent = select(
    // Word for word the condition of the index `outbox_unsent`.
    and(inWorkspace, sql`"ts" is null and "state" not in ('sent', 'dead')`, gt(outbox.id, slot('afterId'))),
  )
    .limit(sql.placeholder('limit'))
    .prepare();

  const setBlocked = tables
    .update(outbox)
    .set({ isBlocked: slot('isBlocked') })
    .where(and(inWorkspace, eq(outbox.afterKey, slot('key')), isNull(outbox.ts), sql`${outbox.isBlocked} <> ${slot('isBlocked')}`))
    .returning({ lane: outbox.lane })
    .prepare();

  // What has come due is marked once, so that seeking the next one never walks over what still has to wait.
  const isLater = and(inLane, sql`${outbox.readiness} = 'later'`, lte(outbox.dueAt, slot('now')));
  const selectDue = tables.select({ id: outbox.id }).from(outbox).where(isLater).limit(1).prepare();
  const markDue = tables.update(outbox).set({ isDue: true }).where(isLater).prepare();

  // What hangs under an entry does not hold it up, or both would wait for ever.
  const earlier = sql`select 1 from ${outbox} as "earlier" indexed by "outbox_lead"
    where "earlier"."workspace_id" = ${outbox.workspaceId} and "earlier"."lead_id" = ${outbox.leadId} and "earlier"."id" < ${outbox.id}
      and "earlier"."lane" = ${outbox.lane} and "earlier"."ts" is null and "earlier"."state" not in ('sent', 'dead')
      and ("earlier"."after_key" is null or "earlier"."after_key" <> ${outbox.key})`;
  const next = (readiness: Readiness, inOrder: SQL | undefined) =>
    tables
      .select()
      .from(outbox)
      .where(and(inLane, eq(outbox.readiness, readiness), inOrder))
      .orderBy(asc(outbox.rank), asc(outbox.id))
      .limit(1)
      .prepare();
  const nextOf = {
    post: next('post', or(isNull(outbox.leadId), sql`not exists (${earlier})`)),
    edit: next('edit', undefined),
  };

  const countState = tables
    .select({ count: sql<number>`count(*)`, dueAt: sql<number | null>`min(${outbox.dueAt})` })
    .from(outbox)
    .where(and(inWorkspace, eq(outbox.state, slot('state'))))
    .prepare();

  function write(row: Row): void {
    save.run({ ...row, isDue: Number(row.isDue), isBlocked: Number(row.isBlocked), isDoubtful: Number(row.isDoubtful) });
  }

  /** Writes a row after a step and lets go, or holds back, what hangs under it. */
  function step(before: Row, after: Row, woken: Woken): void {
    write(after);
    if (after.state !== 'sending' && after.state !== 'sent' && after.state !== 'dead') woken.add(after.lane);
    if (isOutOfTheWay(before) !== isOutOfTheWay(after)) release(after, woken);
  }

  function release(row: Pick<Row, 'workspaceId' | 'key' | 'ts' | 'state'>, woken: Woken): void {
    const isBlocked = Number(!isOutOfTheWay(row));
    for (const { lane } of setBlocked.all({ workspaceId: row.workspaceId, key: row.key, isBlocked })) if (!isBlocked) woken.add(lane);
  }

  function isBlockedBy(workspaceId: string, key: string | null): boolean {
    const parent = key === null ? undefined : selectKey.get({ workspaceId, key });
    return parent !== undefined && !isOutOfTheWay(parent);
  }

  function ask(workspaceId: string, entries: readonly NewEntry[], woken: Woken): void {
    const at = now();
    for (const entry of entries) {
      const fresh = asked(workspaceId, entry, at);
      const isBlocked = isBlockedBy(workspaceId, fresh.afterKey);
      if (insert.run({ ...fresh, isBlocked }).changes > 0) {
        woken.add(fresh.lane);
        release(fresh, woken);
        continue;
      }
      const row = selectKey.get({ workspaceId, key: entry.key });
      if (!row) throw new Error(`Entry ${entry.key} could not be written`);
      const renewed = askedAgain(row, entry, at);
      step(row, { ...renewed, isBlocked: isBlockedBy(workspaceId, renewed.afterKey) }, woken);
    }
  }

  function known(workspaceId: string, entryId: string): Row {
    const row = selectId.get({ workspaceId, id: Number(entryId) });
    if (!row) throw new Error(`There is no outbox entry ${entryId}`);
    return row;
  }

  function settle(workspaceId: string, done: Delivered, woken: Woken): void {
    const row = known(workspaceId, done.entryId);
    step(row, delivered(row, done, now()), woken);
  }

  function update(workspaceId: string, entryId: string, change: EntryUpdate, woken: Woken): void {
    const row = known(workspaceId, entryId);
    const after = updated(row, change, now());
    step(row, { ...after, isBlocked: isBlockedBy(workspaceId, after.afterKey) }, woken);
  }

  /** Is there anything to take? Reads only, so that an idle worker writes nothing. */
  function hasNext(workspaceId: string, lane: string, what: 'post' | 'edit', at: number): boolean {
    return (nextOf[what].get({ workspaceId, lane }) ?? selectDue.get({ workspaceId, lane, now: at })) !== undefined;
  }

  /** The next row as it was before, with what the attempt begins with; `null` when there is none. */
  function take(workspaceId: string, lane: string, what: 'post' | 'edit', at: number): Row | null {
    markDue.run({ workspaceId, lane, now: at });
    const row = nextOf[what].get({ workspaceId, lane });
    if (!row) return null;
    const begun = taken(row, at);
    write(begun);
    // A post in doubt is looked for as it was when it went.
    const revision = row.state === 'ambiguous' ? begun.takenRevision : begun.revision;
    return { ...begun, state: row.state, revision };
  }

  function recover(workspaceId: string, woken: Woken): number {
    const at = now();
    const rows = selectSending.all({ workspaceId });
    for (const row of rows) step(row, recovered(row, at), woken);
    return rows.length;
  }

  function counts(workspaceId: string): OutboxCounts {
    const counted = states.map((state) => ({ state, ...countState.get({ workspaceId, state }) }));
    const byState = Object.fromEntries(counted.map(({ state, count }) => [state, count ?? 0])) as Record<EntryState, number>;
    const due = counted.flatMap(({ state, dueAt }) => ((unfinishedStates as readonly EntryState[]).includes(state) ? (dueAt ?? []) : []));
    const oldest = Math.min(...due);
    return { byState, oldestDueAt: oldest <= now() ? oldest : null };
  }

  return {
    ask,
    settle,
    update,
    hasNext,
    take,
    recover,
    counts,
    lastOf: (workspaceId: string, prefix: string): Row | undefined =>
      selectLastOf.get({ workspaceId, from: prefix, to: `${prefix}\uffff` }),
    name(workspaceId: string, key: string, leadIds: readonly string[]): void {
      for (const leadId of leadIds) insertNaming.run({ workspaceId, key, leadId });
    },
    naming: (workspaceId: string, leadId: string): readonly Row[] =>
      selectNaming.all({ workspaceId, leadId }).flatMap(({ key }) => selectKey.get({ workspaceId, key }) ?? []),
    byKey: (workspaceId: string, key: string): Row | undefined => selectKey.get({ workspaceId, key }),
    ofLead: (workspaceId: string, leadId: string): Row[] => selectLead.all({ workspaceId, leadId }),
    unsent: (workspaceId: string, afterId: number, limit: number): Row[] => selectUnsent.all({ workspaceId, afterId, limit }),
  };
}
