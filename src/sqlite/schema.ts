// The tables. Every row carries its workspace; instants are epoch milliseconds; only `leads`, `texts` and the names hold words of people.
import { foreignKey, index, integer, primaryKey, sql, sqliteTable, text, uniqueIndex } from './drizzle.ts';
import type { LedgerTopic } from '../ledger.ts';
import type { EntryKind } from '../domain/consequences.ts';
import type { EventText } from '../domain/decide.ts';
import type { EventType, LeadState } from '../domain/lead.ts';
import type { EntryState } from '../outbox.ts';

export const workspaces = sqliteTable('workspaces', {
  id: text().primaryKey(),
  teamId: text('team_id'),
  settingsVersion: integer('settings_version').notNull().default(0),
  createdAt: integer('created_at').notNull(),
});

export const settingsVersions = sqliteTable(
  'settings_versions',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    version: integer().notNull(),
    json: text().notNull(),
    at: integer().notNull(),
    by: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.version] })],
);

/** One row a lead: the fold of its log as far as lists need it, and who it is. */
export const leads = sqliteTable(
  'leads',
  {
    workspaceId: text('workspace_id').notNull(),
    id: text().notNull(),
    /** Number of events folded: compare-and-set on it. */
    version: integer().notNull(),
    state: text().$type<LeadState>().notNull(),
    owner: text(),
    handoffId: text('handoff_id').notNull(),
    cycle: integer().notNull(),
    isTest: integer('is_test', { mode: 'boolean' }).notNull(),
    /** The latest handoff was imported as history. */
    isHistory: integer('is_history', { mode: 'boolean' }).notNull(),
    isErased: integer('is_erased', { mode: 'boolean' }).notNull(),
    openedAt: integer('opened_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    emailKey: text('email_key'),
    phoneKey: text('phone_key'),
    /** What the profile can be found by, folded; see `search-text.ts`. */
    search: text(),
    /** JSON of a Profile; `null` once forgotten. */
    profile: text(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('leads_state').on(table.workspaceId, table.state, table.isTest, table.isHistory, table.openedAt, table.id),
    index('leads_owner')
      .on(table.workspaceId, table.owner, table.state, table.openedAt, table.id)
      .where(sql`"owner" is not null`),
    index('leads_opened').on(table.workspaceId, table.openedAt, table.id),
    index('leads_email')
      .on(table.workspaceId, table.emailKey, table.isHistory)
      .where(sql`"email_key" is not null`),
    index('leads_phone')
      .on(table.workspaceId, table.phoneKey)
      .where(sql`"phone_key" is not null`),
    // A switchboard's number can belong to thousands who all have an e-mail: those are never looked through.
    index('leads_phone_alone')
      .on(table.workspaceId, table.phoneKey)
      .where(sql`"phone_key" is not null and "email_key" is null`),
  ],
);

export const handoffs = sqliteTable(
  'handoffs',
  {
    workspaceId: text('workspace_id').notNull(),
    id: text().notNull(),
    leadId: text('lead_id').notNull(),
    cycle: integer().notNull(),
    state: text().$type<LeadState>().notNull(),
    owner: text(),
    openedAt: integer('opened_at').notNull(),
    postedAt: integer('posted_at'),
    source: text(),
    isTest: integer('is_test', { mode: 'boolean' }).notNull(),
    isHistory: integer('is_history', { mode: 'boolean' }).notNull(),
    channel: text(),
    ts: text(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId, table.leadId], foreignColumns: [leads.workspaceId, leads.id] }),
    uniqueIndex('handoffs_lead').on(table.workspaceId, table.leadId, table.cycle),
    index('handoffs_opened').on(table.workspaceId, table.isTest, table.openedAt),
  ],
);

/** The log: appended once, never changed; triggers see to it. */
export const events = sqliteTable(
  'events',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    workspaceId: text('workspace_id').notNull(),
    id: text().notNull(),
    leadId: text('lead_id').notNull(),
    handoffId: text('handoff_id').notNull(),
    cycle: integer().notNull(),
    type: text().$type<EventType>().notNull(),
    at: integer().notNull(),
    recordedAt: integer('recorded_at').notNull(),
    by: text().notNull(),
    /** The body without its type: codes, ids and dates, never words of people. */
    data: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.workspaceId, table.leadId], foreignColumns: [leads.workspaceId, leads.id] }),
    uniqueIndex('events_id').on(table.workspaceId, table.id),
    index('events_lead').on(table.workspaceId, table.leadId),
  ],
);

/** Words that came with an event; the rows are deleted when the person is forgotten. */
export const texts = sqliteTable(
  'texts',
  {
    workspaceId: text('workspace_id').notNull(),
    leadId: text('lead_id').notNull(),
    eventId: text('event_id').notNull(),
    body: text({ mode: 'json' }).$type<EventText>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.leadId, table.eventId] }),
    foreignKey({ columns: [table.workspaceId, table.leadId], foreignColumns: [leads.workspaceId, leads.id] }),
  ],
);

/** Names that sources gave to a lead. Those of test leads stand apart: a test must never swallow the real one. */
export const externalIds = sqliteTable(
  'external_ids',
  {
    workspaceId: text('workspace_id').notNull(),
    /** Lower case, trimmed; `''` where none was given. */
    source: text().notNull(),
    externalId: text('external_id').notNull(),
    isTest: integer('is_test', { mode: 'boolean' }).notNull(),
    leadId: text('lead_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.externalId, table.source, table.isTest] }),
    foreignKey({ columns: [table.workspaceId, table.leadId], foreignColumns: [leads.workspaceId, leads.id] }),
    index('external_ids_lead').on(table.workspaceId, table.leadId),
  ],
);

export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    workspaceId: text('workspace_id').notNull(),
    key: text().notNull(),
    bodyHash: text('body_hash').notNull(),
    leadId: text('lead_id').notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.key] }),
    foreignKey({ columns: [table.workspaceId, table.leadId], foreignColumns: [leads.workspaceId, leads.id] }),
    index('idempotency_keys_lead').on(table.workspaceId, table.leadId),
    index('idempotency_keys_at').on(table.at),
  ],
);

/** Clicks and questions that were seen once already. */
export const requests = sqliteTable(
  'requests',
  { workspaceId: text('workspace_id').notNull(), id: text().notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] }), index('requests_at').on(table.at)],
);

/** Who was forgotten when: read again when an older backup is put back. */
export const erasures = sqliteTable(
  'erasures',
  { workspaceId: text('workspace_id').notNull(), leadId: text('lead_id').notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.workspaceId, table.leadId] })],
);

/** When to look at a lead again by itself: one row for each lead whose latest handoff waits for somebody. */
export const deadlines = sqliteTable(
  'deadlines',
  { workspaceId: text('workspace_id').notNull(), leadId: text('lead_id').notNull(), dueAt: integer('due_at').notNull() },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.leadId] }),
    foreignKey({ columns: [table.workspaceId, table.leadId], foreignColumns: [leads.workspaceId, leads.id] }),
    index('deadlines_due').on(table.workspaceId, table.dueAt, table.leadId),
  ],
);

/** What the workspace has written down besides its leads: proposals, signatures. Appended once, never changed. */
export const ledger = sqliteTable(
  'ledger',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    workspaceId: text('workspace_id').notNull(),
    id: text().notNull(),
    topic: text().$type<LedgerTopic>().notNull(),
    /** Which one of its topic, such as a term; `''` where there is only one. */
    subject: text().notNull(),
    at: integer().notNull(),
    by: text().notNull(),
    body: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    uniqueIndex('ledger_id').on(table.workspaceId, table.id),
    index('ledger_topic').on(table.workspaceId, table.topic, table.subject, table.seq),
  ],
);

/** Leads that a message about many names: a person who is forgotten is taken out of it. */
export const namings = sqliteTable(
  'namings',
  { workspaceId: text('workspace_id').notNull(), leadId: text('lead_id').notNull(), key: text().notNull() },
  (table) => [primaryKey({ columns: [table.workspaceId, table.leadId, table.key] })],
);

/** Who is away, and until which local date. */
export const absences = sqliteTable(
  'absences',
  { workspaceId: text('workspace_id').notNull(), userId: text('user_id').notNull(), until: text().notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.workspaceId, table.userId] })],
);

/** In what way an entry can be taken now. */
export type Readiness = 'post' | 'edit' | 'later';

/** Everything that has to be done outside, and what became of it. The id gives the order. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    workspaceId: text('workspace_id').notNull(),
    key: text().notNull(),
    kind: text().$type<EntryKind>().notNull(),
    lane: text().notNull(),
    rank: integer().$type<0 | 1>().notNull(),
    leadId: text('lead_id'),
    handoffId: text('handoff_id'),
    eventId: text('event_id'),
    afterKey: text('after_key'),
    /** JSON of ids, dates and codes. */
    about: text(),
    state: text().$type<EntryState>().notNull(),
    revision: integer().notNull(),
    /** The revision that the attempt under way renders. */
    takenRevision: integer('taken_revision').notNull(),
    deliveredRevision: integer('delivered_revision').notNull(),
    attempt: integer().notNull(),
    dueAt: integer('due_at').notNull(),
    /** Set once `due_at` has come, so that waiting entries cost nothing when the next one is sought. */
    isDue: integer('is_due', { mode: 'boolean' }).notNull(),
    /** The entry named by `after_key` does not stand yet. */
    isBlocked: integer('is_blocked', { mode: 'boolean' }).notNull(),
    startedAt: integer('started_at'),
    channel: text(),
    ts: text(),
    generation: integer().notNull(),
    isDoubtful: integer('is_doubtful', { mode: 'boolean' }).notNull(),
    error: text(),
    createdAt: integer('created_at').notNull(),
    readiness: text()
      .$type<Readiness>()
      .generatedAlwaysAs(
        sql`case when "state" not in ('pending', 'retry', 'ambiguous') then null when "ts" is null and "is_blocked" then null when not "is_due" then 'later' when "ts" is null then 'post' else 'edit' end`,
        { mode: 'virtual' },
      ),
  },
  (table) => [
    uniqueIndex('outbox_key').on(table.workspaceId, table.key),
    index('outbox_ready')
      .on(table.workspaceId, table.lane, table.readiness, table.rank, table.id)
      .where(sql`"readiness" is not null`),
    index('outbox_later')
      .on(table.workspaceId, table.lane, table.dueAt)
      .where(sql`"readiness" = 'later'`),
    index('outbox_after')
      .on(table.workspaceId, table.afterKey)
      .where(sql`"after_key" is not null`),
    index('outbox_lead')
      .on(table.workspaceId, table.leadId)
      .where(sql`"lead_id" is not null`),
    index('outbox_unsent')
      .on(table.workspaceId, table.id)
      .where(sql`"ts" is null and "state" not in ('sent', 'dead')`),
    index('outbox_state').on(table.workspaceId, table.state, table.dueAt),
  ],
);
