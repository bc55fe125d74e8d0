// Lists of leads: who has what, what waits, what is found.
import { setImmediate } from 'node:timers/promises';
import { and, asc, desc, eq, inArray, sql } from './drizzle.ts';
import type { LeadState } from '../domain/lead.ts';
import type { LeadRow } from '../ports.ts';
import type { Gate } from './gate.ts';
import { events, leads } from './schema.ts';
import { searcher } from './search-text.ts';
import { slot } from './slots.ts';
import type { Tables } from './tables.ts';

/** How many leads a search looks through before others get their turn. */
const pageRows = 2000;
/** In how many of the newest deals a currency is looked for. */
const lookedForCurrency = 20;

export function leadLists(tables: Tables, gate: Gate) {
  const inWorkspace = eq(leads.workspaceId, slot('workspaceId'));
  const columns = {
    leadId: leads.id,
    handoffId: leads.handoffId,
    state: leads.state,
    owner: leads.owner,
    openedAt: leads.openedAt,
  };
  const inState = and(inWorkspace, eq(leads.state, slot('state')), eq(leads.isTest, false), eq(leads.isHistory, false));
  const selectState = tables
    .select(columns)
    .from(leads)
    .where(inState)
    .orderBy(asc(leads.openedAt), asc(leads.id))
    .limit(sql.placeholder('limit'))
    .prepare();
  const countState = tables
    .select({ total: sql<number>`count(*)` })
    .from(leads)
    .where(inState)
    .prepare();
  const selectMine = tables
    .select(columns)
    .from(leads)
    .where(and(inWorkspace, eq(leads.owner, slot('owner')), eq(leads.state, 'claimed')))
    .orderBy(asc(leads.openedAt), asc(leads.id))
    .limit(sql.placeholder('limit'))
    .prepare();
  const selectDeals = tables
    .select(columns)
    .from(leads)
    .where(and(inWorkspace, eq(leads.owner, slot('owner')), inArray(leads.state, ['qualified', 'opportunity'])))
    .orderBy(asc(leads.openedAt), asc(leads.id))
    .limit(sql.placeholder('limit'))
    .prepare();
  const withOutcome = tables
    .select({ id: leads.id })
    .from(leads)
    .where(and(inWorkspace, inArray(leads.state, ['opportunity', 'won', 'lost'])))
    .orderBy(desc(leads.updatedAt))
    .limit(lookedForCurrency);
  const currency = sql<string>`json_extract(${events.data}, '$.currency')`;
  const selectCurrency = tables
    .select({ currency })
    .from(events)
    .where(
      and(
        eq(events.workspaceId, slot('workspaceId')),
        inArray(events.leadId, withOutcome),
        // The plus keeps SQLite on the index by lead.
        sql`+${events.type} = 'outcome'`,
        sql`${currency} is not null`,
      ),
    )
    .orderBy(desc(events.seq))
    .limit(1)
    .prepare();
  const selectOwners = tables
    .selectDistinct({ owner: leads.owner })
    .from(leads)
    .where(and(inWorkspace, sql`${leads.owner} is not null`, eq(leads.state, 'claimed')))
    .prepare();
  const selectPage = tables
    .select({ ...columns, search: leads.search })
    .from(leads)
    .where(and(inWorkspace, sql`(${leads.openedAt}, ${leads.id}) < (${slot('openedAt')}, ${slot('leadId')})`))
    .orderBy(desc(leads.openedAt), desc(leads.id))
    .limit(pageRows)
    .prepare();

  return {
    async search(workspaceId: string, text: string, limit: number): Promise<readonly LeadRow[]> {
      const isFound = searcher(text);
      const found: LeadRow[] = [];
      if (!isFound) return found;
      // Past every instant that JavaScript knows.
      let after = { openedAt: Number.MAX_SAFE_INTEGER, leadId: '' };
      while (found.length < limit) {
        const page = await gate.read(() => selectPage.all({ workspaceId, ...after }));
        for (const { search, ...row } of page) if (search !== null && isFound(search)) found.push(row);
        const last = page.at(-1);
        if (!last || page.length < pageRows) break;
        after = { openedAt: last.openedAt, leadId: last.leadId };
        await setImmediate();
      }
      return found.slice(0, limit);
    },
    mine: (workspaceId: string, owner: string, limit: number): Promise<readonly LeadRow[]> =>
      gate.read(() => selectMine.all({ workspaceId, owner, limit })),
    deals: (workspaceId: string, owner: string, limit: number): Promise<readonly LeadRow[]> =>
      gate.read(() => selectDeals.all({ workspaceId, owner, limit })),
    lastCurrency: (workspaceId: string): Promise<string | null> => gate.read(() => selectCurrency.get({ workspaceId })?.currency ?? null),
    owners: (workspaceId: string): Promise<readonly string[]> =>
      gate.read(() => selectOwners.all({ workspaceId }).flatMap(({ owner }) => owner ?? [])),
    inState: (workspaceId: string, state: LeadState, limit: number) =>
      gate.read(() => ({
        rows: selectState.all({ workspaceId, state, limit }),
        total: countState.get({ workspaceId, state })?.total ?? 0,
      })),
  };
}
