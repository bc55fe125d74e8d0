// What must hold in any database of the bot, however often it was killed: the file is whole, the log is a legal story, and everything else follows from the log.
import type { Database } from 'better-sqlite3';
import type { Change, LeadRecord, StoredEvent } from '../../src/ports.ts';
import { type Rules, duesOf } from '../../src/domain/deadline.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { type EventType, type Lead, type LeadState, latestHandoff, stateOf } from '../../src/domain/lead.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { sqliteStore } from '../../src/sqlite/store.ts';
import { reading } from './reading.ts';

const judgedOn = ['qualified', 'unqualified', 'opportunity', 'won', 'lost'] as const;
const withMarketing = ['returned', 'nurturing', 'archived'] as const;
const anyButErased: readonly LeadState[] = ['new', 'claimed', ...judgedOn, ...withMarketing];

/** TABLE: in which states of its handoff an event may come. Written down anew here, so that a wrong rule in the product is seen. */
const legal: Readonly<Record<Exclude<EventType, 'received'>, readonly LeadState[]>> = {
  posted: anyButErased,
  claimed: ['new'],
  released: ['claimed'],
  judged: ['claimed', ...judgedOn, ...withMarketing],
  reopened: [...judgedOn, ...withMarketing],
  noted: anyButErased,
  attempted: ['claimed'],
  activity: anyButErased,
  returned: ['new', 'claimed', 'unqualified'],
  resubmitted: [...withMarketing, 'unqualified'],
  archived: ['returned', 'nurturing'],
  reminded: ['new', 'claimed', 'returned', 'nurturing'],
  stalled: ['new', 'claimed'],
  nurtured: ['returned'],
  outcome: anyButErased,
  erased: anyButErased,
};

/** Every fault found, in words; `[]` when all is well. I2, I5, I6, I10 and I12. `now` in epoch milliseconds. */
export async function faultsIn(path: string, now = Date.now()): Promise<readonly string[]> {
  const store = sqliteStore(openDatabase(path, { create: false, isReadOnly: true }));
  try {
    const { id: workspaceId, settings, timetable } = await store.workspace();
    const rules = settings && timetable ? { settings, timetable } : null;
    const log = await all(store.events(workspaceId));
    const records = await all(store.leads(workspaceId));
    return [
      ...reading(path, wholeness),
      ...density(log),
      ...records.flatMap(story),
      ...records.flatMap(toldTwice),
      ...(rules ? reading(path, (raw) => records.flatMap(({ lead }) => plan(raw, lead, rules, now))) : []),
      ...reading(path, (raw) => records.flatMap(({ lead }) => projection(raw, lead))),
      ...(await replayed(path, log, records)),
    ];
  } finally {
    store.close();
  }
}

/** I10. */
function wholeness(raw: Database): readonly string[] {
  const integrity = raw.pragma('integrity_check', { simple: true });
  const broken = raw.pragma('foreign_key_check') as unknown[];
  return [
    ...(integrity === 'ok' ? [] : [`integrity_check: ${String(integrity)}`]),
    ...broken.map((row) => `foreign key: ${JSON.stringify(row)}`),
  ];
}

/** I6: no hole and no step back: a hole is an event that was taken away. */
function density(log: readonly StoredEvent[]): readonly string[] {
  return log.flatMap((event, index) =>
    event.seq === index + 1 ? [] : [`event ${event.id} has number ${event.seq} at place ${index + 1}`],
  );
}

/** I2: the events of a lead are a path through the table. */
function story({ events }: LeadRecord): readonly string[] {
  let lead: Lead | null = null;
  const faults: string[] = [];
  for (const event of events) {
    const before: Lead | null = lead;
    const state = before === null ? null : (before.handoffs.find((one) => one.id === event.handoffId)?.state ?? stateOf(before));
    // A manager can give away what somebody has.
    const isAssigned = event.type === 'claimed' && event.owner !== undefined && state === 'claimed';
    if (event.type !== 'received' && !isAssigned && (state === null || !legal[event.type].includes(state))) {
      faults.push(`lead ${event.leadId}: ${event.type} comes when it is ${state ?? 'not there'}`);
    }
    if (event.type === 'posted' && before?.handoffs.some((one) => one.id === event.handoffId && one.ts !== null)) {
      faults.push(`lead ${event.leadId}: posted twice`);
    }
    lead = evolve(before, event);
  }
  return faults;
}

/** I13: a reminder comes once, and so does the end of the wait, unless something began anew. */
function toldTwice({ lead, events }: LeadRecord): readonly string[] {
  const told = new Map<string, Set<string>>();
  return events.flatMap((event) => {
    const done = told.get(event.handoffId) ?? new Set<string>();
    told.set(event.handoffId, done);
    if (event.type === 'reopened') done.clear();
    if (event.type === 'claimed') done.delete('verdict');
    if (event.type === 'returned' || event.type === 'nurtured') done.delete('revisit');
    if (event.type === 'returned') done.delete('marketing');
    if (event.type !== 'reminded' && event.type !== 'stalled') return [];
    const what = event.type === 'reminded' ? event.about : event.type;
    if (done.has(what)) return [`lead ${lead.id}: ${what} twice`];
    done.add(what);
    return [];
  });
}

/** I14: whoever is waited for has one plan, never later than what is to happen next; nobody else has one that is yet to come. */
function plan(raw: Database, lead: Lead, rules: Rules, now: number): readonly string[] {
  const plans = raw.prepare<[string], number>('select due_at from deadlines where lead_id = ?').pluck().all(lead.id);
  const next = duesOf(lead, rules).find(({ step }) => step !== 'mark')?.at ?? null;
  const [at] = plans;
  const what = `lead ${lead.id}, ${stateOf(lead)}:`;
  if (next === null) return at === undefined || at <= now ? [] : [`${what} planned at ${at}, and nothing lies ahead`];
  if (plans.length !== 1 || at === undefined) return [`${what} ${plans.length} plans`];
  return at <= Math.max(next, now) ? [] : [`${what} planned at ${at}, after ${next}`];
}

interface Row {
  readonly version: number;
  readonly state: string;
  readonly owner: string | null;
  readonly handoff_id: string;
}

/** I2: state = fold of the events. */
function projection(raw: Database, lead: Lead): readonly string[] {
  const row = raw.prepare<[string], Row>('select version, state, owner, handoff_id from leads where id = ?').get(lead.id);
  const latest = latestHandoff(lead);
  const folded: Row = { version: lead.version, state: stateOf(lead), owner: latest.owner, handoff_id: latest.id };
  return JSON.stringify(row) === JSON.stringify(folded)
    ? []
    : [`lead ${lead.id}: stored ${JSON.stringify(row)}, folded ${JSON.stringify(folded)}`];
}

/** I12: the log, told again to an empty database, makes the same rows. */
async function replayed(path: string, log: readonly StoredEvent[], records: readonly LeadRecord[]): Promise<readonly string[]> {
  const copy = openDatabase(':memory:', { create: true });
  const store = sqliteStore(copy);
  const keys = new Map(
    reading(path, (raw) => {
      for (const row of raw.prepare<[], { id: string; created_at: number }>('select id, created_at from workspaces').all()) {
        copy.raw.prepare('insert into workspaces (id, created_at) values (?, ?)').run(row.id, row.created_at);
      }
      return raw
        .prepare<[], { id: string; email_key: string | null; phone_key: string | null }>('select id, email_key, phone_key from leads')
        .all();
    }).map((row) => [row.id, row]),
  );
  const byId = new Map(records.map((record) => [record.lead.id, record]));
  const leads = new Map<string, Lead>();
  const { id: workspaceId } = await store.workspace();
  for (const { seq: _, ...event } of log) {
    const record = byId.get(event.leadId);
    if (!record) return [`event ${event.id} belongs to no lead`];
    const isFirst = !leads.has(event.leadId);
    const lead = evolve(leads.get(event.leadId) ?? null, event);
    leads.set(event.leadId, lead);
    const text = record.texts.get(event.id);
    const names = keys.get(event.leadId);
    const identity = {
      source: null,
      externalId: null,
      emailKey: names?.email_key ?? null,
      phoneKey: names?.phone_key ?? null,
      isTest: false,
      idempotency: null,
    };
    const change: Change = {
      workspaceId,
      lead,
      events: [event],
      ...(text ? { texts: new Map([[event.id, text]]) } : {}),
      ...(isFirst ? { profile: record.profile, identity } : {}),
      entries: [],
    };
    await store.commit(change);
  }
  const faults = tables.flatMap((table) => {
    const [stored, told] = [reading(path, (raw) => rowsOf(raw, table)), rowsOf(copy.raw, table)];
    const missing = stored.filter((row) => !told.includes(row));
    const extra = told.filter((row) => !stored.includes(row));
    return [
      ...missing.map((row) => `${table}: stored, not told by the log: ${row}`),
      ...extra.map((row) => `${table}: told by the log, not stored: ${row}`),
    ];
  });
  store.close();
  return faults;
}

const tables = ['leads', 'handoffs', 'events', 'texts'] as const;

function rowsOf(raw: Database, table: (typeof tables)[number]): readonly string[] {
  return raw
    .prepare<[], Record<string, unknown>>(`select * from ${table}`)
    .all()
    .map((row) => JSON.stringify(row))
    .toSorted();
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
