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
  const selectVerdicts = tables
    .select({ handoffId: handoffs.id, type: events.type, by: events.by, data: events.data })
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
    markers: (workspaceId, { fromAt, toAt }, origin, reason) =>
      gate.read(() => {
        /** Who gave this reason, of the handoffs that came from there; `null` where another verdict is in force, or none. */
        const inForce = new Map<string, string | null>();
        for (const { handoffId, type, by, data } of selectVerdicts.all({ workspaceId, fromAt, toAt })) {
          if (type === 'received' || type === 'resubmitted') {
            if (nameIn(data, origin.axis) === origin.name) inForce.set(handoffId, null);
          } else if (inForce.has(handoffId)) {
            const isMeant = type === 'judged' && data['verdict'] === 'unqualified' && data['reason'] === reason;
            inForce.set(handoffId, isMeant ? by : null);
          }
        }
        const leads = new Map<string, number>();
        for (const by of inForce.values()) if (by !== null && personId.test(by)) leads.set(by, (leads.get(by) ?? 0) + 1);
        return [...leads].map(([by, count]): Marker => ({ by, leads: count })).toSorted((one, other) => other.leads - one.leads);
      }),
  };
}

/** As the event has it. */
function attributed(axis: Origin['axis']) {
  return sql<string | null>`${events.data} ->> ${sql.raw(`'$.attribution.${axis}'`)}`;
}

/** As the report calls it. */
function nameIn(data: Readonly<Record<string, unknown>>, axis: Origin['axis']): string {
  const attribution = data['attribution'];
  const fields: Readonly<Record<string, unknown>> = typeof attribution === 'object' && attribution !== null ? { ...attribution } : {};
  const raw = fields[axis];
  return groupName(typeof raw === 'string' ? raw : null);
}
