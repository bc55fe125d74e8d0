// The book of the workspace: lines are added behind the one that was decided on, and never changed.
import { and, asc, eq, sql } from './drizzle.ts';
import { Conflict } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import type { EntryStatements, Woken } from './entries.ts';
import type { Gate } from './gate.ts';
import { ledger } from './schema.ts';
import { slot, slots } from './slots.ts';
import type { Tables } from './tables.ts';

export function sqliteLedger(tables: Tables, gate: Gate, entries: EntryStatements, wake: (lanes: Woken) => void): Ledger {
  const inTopic = and(eq(ledger.workspaceId, slot('workspaceId')), eq(ledger.topic, slot('topic')));
  const insert = tables
    .insert(ledger)
    .values({ ...slots(ledger), seq: sql`null` })
    .prepare();
  const selectLast = tables
    .select({ seq: sql<number | null>`max(${ledger.seq})` })
    .from(ledger)
    .where(and(inTopic, eq(ledger.subject, slot('subject'))))
    .prepare();
  const select = tables
    .select()
    .from(ledger)
    .where(and(inTopic, sql`(${slot('subject')} is null or ${ledger.subject} = ${slot('subject')})`))
    .orderBy(asc(ledger.seq))
    .prepare();

  return {
    async append(workspaceId, line, after, added) {
      const woken: Woken = new Set();
      await gate.write(() => {
        woken.clear();
        const last = selectLast.get({ workspaceId, topic: line.topic, subject: line.subject })?.seq ?? 0;
        if (last !== after) throw new Conflict(`Somebody wrote about ${line.topic} ${line.subject} meanwhile`);
        insert.run({ workspaceId, ...line });
        entries.ask(workspaceId, added, woken);
      });
      wake(woken);
    },
    read: (workspaceId, topic, subject) =>
      gate.read(() => select.all({ workspaceId, topic, subject: subject ?? null }).map(({ workspaceId: _, ...line }) => line)),
  };
}
