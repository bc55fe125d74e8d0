// Leads: how a change is written, how a record is read. Everything here runs inside a transaction of the gate.
import { and, asc, eq, sql } from './drizzle.ts';
import { fold } from '../domain/evolve.ts';
import { type Handoff, type Lead, type LeadEvent, handoffOf, latestHandoff, stateOf } from '../domain/lead.ts';
import { Conflict } from '../errors.ts';
import type { Change, LeadRecord, Profile, StoredEvent } from '../ports.ts';
import { erasures, events, externalIds, handoffs, idempotencyKeys, leads, texts } from './schema.ts';
import { searchText } from './search-text.ts';
import { slot, slots } from './slots.ts';
import type { Tables } from './tables.ts';

/** What an erased lead, or one without a profile yet, is shown as. */
const blankProfile: Profile = {
  name: null,
  email: null,
  phone: null,
  title: null,
  company: null,
  domain: null,
  employees: null,
  industry: null,
  country: null,
  url: null,
  attributes: {},
  isEmailValid: false,
  isPhoneValid: false,
};

export type LeadStatements = ReturnType<typeof leadStatements>;

/** Prepares everything once: a commit costs little more than its fsync. */
export function leadStatements(tables: Tables, now: () => number) {
  const ofLead = { workspaceId: slot('workspaceId'), leadId: slot('leadId') };
  const isLead = and(eq(leads.workspaceId, ofLead.workspaceId), eq(leads.id, ofLead.leadId));

  const insertLead = tables.insert(leads).values(slots(leads)).onConflictDoNothing().prepare();
  const updateLead = tables
    .update(leads)
    .set({
      version: slot('version'),
      state: slot('state'),
      owner: slot('owner'),
      handoffId: slot('handoffId'),
      cycle: slot('cycle'),
      isHistory: slot('isHistory'),
      isErased: slot('isErased'),
      openedAt: slot('openedAt'),
      // A look that changed nothing is no change.
      updatedAt: sql`coalesce(${slot('updatedAt')}, ${leads.updatedAt})`,
    })
    .where(and(isLead, eq(leads.version, slot('expected'))))
    .prepare();
  const updateProfile = tables
    .update(leads)
    .set({ profile: slot('profile'), search: slot('search') })
    .where(and(isLead, sql`(${slot('isAnyBefore')} or ${leads.profile} is ${slot('before')})`))
    .prepare();
  const insertEvent = tables
    .insert(events)
    .values({ ...slots(events), seq: sql`null` })
    .prepare();
  const upsertText = tables
    .insert(texts)
    .values(slots(texts))
    .onConflictDoUpdate({ target: [texts.workspaceId, texts.leadId, texts.eventId], set: { body: sql`excluded.body` } })
    .prepare();
  const upsertHandoff = tables
    .insert(handoffs)
    .values(slots(handoffs))
    .onConflictDoUpdate({
      target: [handoffs.workspaceId, handoffs.id],
      set: {
        state: sql`excluded.state`,
        owner: sql`excluded.owner`,
        postedAt: sql`excluded.posted_at`,
        channel: sql`excluded.channel`,
        ts: sql`excluded.ts`,
      },
    })
    .prepare();

  const selectLead = tables.select({ profile: leads.profile }).from(leads).where(isLead).prepare();
  const selectEvents = tables
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, ofLead.workspaceId), eq(events.leadId, ofLead.leadId)))
    .orderBy(asc(events.seq))
    .prepare();
  const selectTexts = tables
    .select({ eventId: texts.eventId, body: texts.body })
    .from(texts)
    .where(and(eq(texts.workspaceId, ofLead.workspaceId), eq(texts.leadId, ofLead.leadId)))
    .prepare();
  const selectExternalIds = tables
    .select({ source: externalIds.source, externalId: externalIds.externalId })
    .from(externalIds)
    .where(and(eq(externalIds.workspaceId, ofLead.workspaceId), eq(externalIds.leadId, ofLead.leadId)))
    .orderBy(sql`rowid`) // as they were given
    .prepare();
  const selectLeadOfHandoff = tables
    .select({ leadId: handoffs.leadId })
    .from(handoffs)
    .where(and(eq(handoffs.workspaceId, ofLead.workspaceId), eq(handoffs.id, slot('handoffId'))))
    .prepare();

  const blankLead = tables
    .update(leads)
    .set({ profile: sql`null`, search: sql`null`, emailKey: sql`null`, phoneKey: sql`null` })
    .where(isLead)
    .prepare();
  const deletions = [texts, externalIds, idempotencyKeys].map((table) =>
    tables
      .delete(table)
      .where(and(eq(table.workspaceId, ofLead.workspaceId), eq(table.leadId, ofLead.leadId)))
      .prepare(),
  );
  const insertErasure = tables.insert(erasures).values(slots(erasures)).onConflictDoNothing().prepare();

  /** Compare-and-set on the version: events, projections and words. @throws Conflict */
  function write(change: Change): void {
    const { workspaceId, lead } = change;
    const expected = lead.version - change.events.length;
    const row = leadRow(workspaceId, lead, change.events.at(-1)?.recordedAt ?? now());
    const profile = change.profile ? { profile: JSON.stringify(change.profile), search: searchText(change.profile) } : null;
    if (expected === 0) {
      const { changes } = insertLead.run({ ...row, emailKey: null, phoneKey: null, profile: null, search: null, ...profile });
      if (changes === 0) throw new Conflict(`Lead ${lead.id} exists already`);
    } else {
      const flags = { isHistory: Number(row.isHistory), isErased: Number(row.isErased) };
      const updatedAt = change.events.length > 0 || profile ? row.updatedAt : null;
      const { changes } = updateLead.run({ ...row, ...flags, updatedAt, leadId: lead.id, expected });
      if (changes === 0) throw new Conflict(`Lead ${lead.id} is not at version ${expected} any more`);
      if (profile) writeProfile(change, profile);
    }
    for (const handoff of touched(lead, change.events)) upsertHandoff.run(handoffRow(workspaceId, lead.id, handoff));
    for (const event of change.events) insertEvent.run(eventRow(workspaceId, event));
    for (const [eventId, body] of change.texts ?? []) upsertText.run({ workspaceId, leadId: lead.id, eventId, body });
  }

  /** Filling gaps adds no event, so the version alone would not see two who fill the same ones. */
  function writeProfile({ workspaceId, lead, profileBefore }: Change, profile: { profile: string; search: string }): void {
    const before = profileBefore === undefined || profileBefore === blankProfile ? null : JSON.stringify(profileBefore);
    const isAnyBefore = Number(profileBefore === undefined);
    const { changes } = updateProfile.run({ workspaceId, leadId: lead.id, ...profile, before, isAnyBefore });
    if (changes === 0) throw new Conflict(`The profile of lead ${lead.id} was changed meanwhile`);
  }

  /** Everything personal goes; the log stays. */
  function blank(workspaceId: string, leadId: string, at: number): void {
    blankLead.run({ workspaceId, leadId });
    for (const deletion of deletions) deletion.run({ workspaceId, leadId });
    insertErasure.run({ workspaceId, leadId, at });
  }

  function read(workspaceId: string, leadId: string): LeadRecord | null {
    const row = selectLead.get({ workspaceId, leadId });
    if (!row) return null;
    const log = selectEvents.all({ workspaceId, leadId }).map(storedEvent);
    const lead = fold(log);
    if (!lead) return null;
    return {
      lead,
      profile: row.profile === null ? blankProfile : (JSON.parse(row.profile) as Profile),
      events: log,
      texts: new Map(selectTexts.all({ workspaceId, leadId }).map(({ eventId, body }) => [eventId, body])),
      externalIds: selectExternalIds.all({ workspaceId, leadId }),
    };
  }

  function leadOfHandoff(workspaceId: string, handoffId: string): string | null {
    return selectLeadOfHandoff.get({ workspaceId, handoffId })?.leadId ?? null;
  }

  return { write, blank, read, leadOfHandoff };
}

/** The handoffs that these events changed; a forgotten lead changes in all of them. */
function touched(lead: Lead, changes: readonly LeadEvent[]): readonly Handoff[] {
  if (changes.some((event) => event.type === 'erased')) return lead.handoffs;
  const ids = new Set(changes.map((event) => event.handoffId));
  return [...ids].flatMap((id) => handoffOf(lead, id) ?? []);
}

function leadRow(workspaceId: string, lead: Lead, updatedAt: number) {
  const latest = latestHandoff(lead);
  return {
    workspaceId,
    id: lead.id,
    version: lead.version,
    state: stateOf(lead),
    owner: latest.owner,
    handoffId: latest.id,
    cycle: latest.cycle,
    isTest: latest.isTest,
    isHistory: latest.isHistory,
    isErased: lead.isErased,
    openedAt: latest.openedAt,
    updatedAt,
  };
}

function handoffRow(workspaceId: string, leadId: string, handoff: Handoff): typeof handoffs.$inferInsert {
  const { id, cycle, state, owner, openedAt, postedAt, isTest, isHistory, channel, ts } = handoff;
  return {
    workspaceId,
    id,
    leadId,
    cycle,
    state,
    owner,
    openedAt,
    postedAt,
    source: handoff.attribution.source,
    isTest,
    isHistory,
    channel,
    ts,
  };
}

function eventRow(workspaceId: string, event: LeadEvent) {
  const { id, leadId, handoffId, cycle, type, at, recordedAt, by, ...data } = event;
  return { workspaceId, id, leadId, handoffId, cycle, type, at, recordedAt, by, data };
}

/** A row of the log as an event. Only `eventRow` writes rows, so the data fits its type. */
function storedEvent(row: typeof events.$inferSelect): StoredEvent {
  const { workspaceId: _, data, ...rest } = row;
  return { ...data, ...rest } as StoredEvent;
}
