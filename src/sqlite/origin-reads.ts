// Where leads came from lately, and who in sales gave them which reason: what is asked for when marketing records a change.
import { and, desc, eq, gte, inArray, lt, sql } from './drizzle.ts';
import type { Marker, Origin } from '../domain/change.ts';
import { groupName, unknownName } from '../domain/report/group.ts';
import type { Store } from '../ports.ts';
import type { Gate } from './gate.ts';
import { events, handoffs } from './schema.ts';
import { slot } from './slots.ts';
import type { Tables } from './tables.ts';

/** Among so many of the newest handoffs is every origin that matters, and they are read in a moment. */
const handoffsRead = 10_000;
/** The leads of so long are read at once: a few milliseconds, also where very many come. */
const readAtOnceMs = 6 * 60 * 60 * 1000;
const openings = ['received', 'resubmitted'] as const;
const personId = /^[UW][A-Z0-9]{2,24}$/;

export function originReads(tables: Tables, gate: Gate): Pick<Store, 'origins' | 'markers'> {
  const ofHandoff = and(
    eq(events.workspaceId, handoffs.workspaceId),
    eq(events.leadId, handoffs.leadId),
    eq(events.handoffId, handoffs.id),
  );
  const isReal = and(eq(handoffs.workspaceId, slot('workspaceId')), eq(handoffs.isTest, false), gte(handoffs.openedAt, slot('fromAt')));
  const newest = tables
    .select({ source: attributed('source').as('source'), campaign: attributed('campaign').as('campaign') })
    .from(handoffs)
    .innerJoin(events, ofHandoff)
    .where(and(isReal, inArray(events.type, [...openings])))
    .orderBy(desc(handoffs.openedAt))
    .limit(handoffsRead)
    .as('newest');
  // Added up by SQLite: to read each of so many events into an object takes ten times as long.
  const selectNames = tables
    .select({ source: newest.source, campaign: newest.campaign, leads: sql<number>`count(*)` })
    .from(newest)
    .groupBy(sql`${newest.source}`, sql`${newest.campaign}`)
    .prepare();
  // Told by SQLite what each line says: to read all of them into objects takes several times as long.
  const selectVerdicts = tables
    .select({
      handoffId: handoffs.id,
      type: events.type,
      by: events.by,
      source: attributed('source'),
      campaign: attributed('campaign'),
      isMeant: sql<number>`${events.data} ->> '$.verdict' = 'unqualified' and ${events.data} ->> '$.reason' = ${slot('reason')}`,
    })
    .from(handoffs)
    .innerJoin(events, ofHandoff)
    .where(
      and(
        isReal,
        lt(handoffs.openedAt, slot('toAt')),
        eq(handoffs.isHistory, false),
        inArray(events.type, [...openings, 'judged', 'reopened']),
      ),
    )
    .orderBy(events.seq)
    .prepare();

  return {
    origins: (workspaceId, since, limit) =>
      gate.read(() => {
        const counts = { source: new Map<string, number>(), campaign: new Map<string, number>() };
        for (const { leads, ...names } of selectNames.all({ workspaceId, fromAt: since })) {
          for (const axis of ['source', 'campaign'] as const) {
            const name = groupName(names[axis]);
            if (name !== unknownName) counts[axis].set(name, (counts[axis].get(name) ?? 0) + leads);
          }
        }
        const all = (['source', 'campaign'] as const).flatMap((axis) => [...counts[axis]].map(([name, leads]) => ({ axis, name, leads })));
        return all
          .toSorted((one, other) => other.leads - one.leads)
          .slice(0, limit)
          .map(({ axis, name }): Origin => ({ axis, name }));
      }),
    async markers(workspaceId, { fromAt, toAt }, origin, reason) {
      /** Who gave this reason, of the handoffs that came from there; `null` where another verdict is in force, or none. */
      const inForce = new Map<string, string | null>();
      // All that is known of a handoff is read at once, by when it was opened; clicks come in between.
      for (let from = fromAt; from < toAt; from += readAtOnceMs) {
        const span = { workspaceId, fromAt: from, toAt: Math.min(toAt, from + readAtOnceMs), reason };
        for (const { handoffId, type, by, isMeant, ...names } of await gate.read(() => selectVerdicts.all(span))) {
          if (type === 'received' || type === 'resubmitted') {
            if (groupName(names[origin.axis]) === origin.name) inForce.set(handoffId, null);
          } else if (inForce.has(handoffId)) {
            inForce.set(handoffId, type === 'judged' && isMeant === 1 ? by : null);
          }
        }
      }
      const leads = new Map<string, number>();
      for (const by of inForce.values()) if (by !== null && personId.test(by)) leads.set(by, (leads.get(by) ?? 0) + 1);
      return [...leads].map(([by, count]): Marker => ({ by, leads: count })).toSorted((one, other) => other.leads - one.leads);
    },
  };
}

/** As the event has it. */
function attributed(axis: Origin['axis']) {
  return sql<string | null>`${events.data} ->> ${sql.raw(`'$.attribution.${axis}'`)}`;
}
