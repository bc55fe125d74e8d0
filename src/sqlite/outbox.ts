// The outbox as the worker knows it: each call one transaction, and word to whoever waits for new entries.
import type { Database } from 'better-sqlite3';
import type { Outbox } from '../outbox.ts';
import { type EntryStatements, type Woken } from './entries.ts';
import { entryOf } from './entry-moves.ts';
import type { Gate } from './gate.ts';

export function sqliteOutbox(raw: Database, gate: Gate, entries: EntryStatements, wake: (lanes: Woken) => void): Outbox {
  const selectLanes = raw.prepare<[{ workspaceId: string }], { lane: string; dueAt: number }>(lanesSql);

  async function change(work: (woken: Woken) => void): Promise<void> {
    const woken: Woken = new Set();
    await gate.write(() => {
      woken.clear();
      work(woken);
    });
    wake(woken);
  }

  return {
    enqueue: (workspaceId, added) => change((woken) => entries.ask(workspaceId, added, woken)),
    delivered: (workspaceId, done) => change((woken) => entries.settle(workspaceId, done, woken)),
    update: (workspaceId, entryId, update) => change((woken) => entries.update(workspaceId, entryId, update, woken)),
    lanes: (workspaceId) => gate.read(() => selectLanes.all({ workspaceId })),
    async take(workspaceId, lane, what, now) {
      if (!(await gate.read(() => entries.hasNext(workspaceId, lane, what, now)))) return null;
      const row = await gate.write(() => entries.take(workspaceId, lane, what, now));
      return row && entryOf(row);
    },
    async byKey(workspaceId, key) {
      const row = await gate.read(() => entries.byKey(workspaceId, key));
      return row ? entryOf(row) : null;
    },
    async lastOf(workspaceId, keyPrefix) {
      const row = await gate.read(() => entries.lastOf(workspaceId, keyPrefix));
      return row ? entryOf(row) : null;
    },
    name: (workspaceId, key, leadIds) => gate.write(() => entries.name(workspaceId, key, leadIds)),
    naming: (workspaceId, leadId) => gate.read(() => entries.naming(workspaceId, leadId).map(entryOf)),
    ofLead: (workspaceId, leadId) => gate.read(() => entries.ofLead(workspaceId, leadId).map(entryOf)),
    async recover(workspaceId) {
      let count = 0;
      await change((woken) => {
        count = entries.recover(workspaceId, woken);
      });
      return count;
    },
    unsent: (workspaceId, afterId, limit) => gate.read(() => entries.unsent(workspaceId, Number(afterId ?? 0), limit).map(entryOf)),
    counts: (workspaceId) => gate.read(() => entries.counts(workspaceId)),
  };
}

// Jumps from lane to lane in the index instead of walking over every entry: 100,000 waiting leads are one lane.
const lanesSql = `
  with recursive "lanes" ("lane") as (
    select min("lane") from "outbox" where "workspace_id" = :workspaceId and "readiness" is not null
    union all
    select (select min("lane") from "outbox" where "workspace_id" = :workspaceId and "readiness" is not null and "lane" > "lanes"."lane")
    from "lanes" where "lane" is not null
  ),
  "firsts" as (
    select "lane",
      (select "due_at" from "outbox" where "workspace_id" = :workspaceId and "lane" = "lanes"."lane" and "readiness" = 'post' order by "rank", "id" limit 1) as "post",
      (select "due_at" from "outbox" where "workspace_id" = :workspaceId and "lane" = "lanes"."lane" and "readiness" = 'edit' order by "rank", "id" limit 1) as "edit",
      (select min("due_at") from "outbox" where "workspace_id" = :workspaceId and "lane" = "lanes"."lane" and "readiness" = 'later') as "later"
    from "lanes" where "lane" is not null
  )
  select "lane", (select min("at") from (select "post" as "at" union all select "edit" union all select "later")) as "dueAt" from "firsts"`;
