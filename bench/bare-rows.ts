// The rows that one lead leaves in the database, written with bare statements: no rules, no matching, nothing read.
import type { Database } from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import type { MadeUpLead } from './people.ts';

const workspaceId = 'W1';

/** @returns what writes one lead's rows and gives its id; run it inside a transaction. */
export function bareWriter(raw: Database, lane: string): (lead: MadeUpLead, now: number) => string {
  const workspace = raw.prepare<[], string>('select id from workspaces limit 1').pluck().get() ?? workspaceId;
  const lead = raw.prepare(
    `insert into leads (workspace_id, id, version, state, owner, handoff_id, cycle, is_test, is_history, is_erased, opened_at, updated_at, email_key, phone_key, search, profile)
     values (?, ?, 1, 'new', null, ?, 1, 0, 0, 0, ?, ?, ?, null, ?, ?)`,
  );
  const handoff = raw.prepare(
    `insert into handoffs (workspace_id, id, lead_id, cycle, state, owner, opened_at, posted_at, source, is_test, is_history, channel, ts)
     values (?, ?, ?, 1, 'new', null, ?, null, ?, 0, 0, null, null)`,
  );
  const event = raw.prepare(
    `insert into events (workspace_id, id, lead_id, handoff_id, cycle, type, at, recorded_at, by, data) values (?, ?, ?, ?, 1, 'received', ?, ?, 'api', ?)`,
  );
  const text = raw.prepare('insert into texts (workspace_id, lead_id, event_id, body) values (?, ?, ?, ?)');
  const name = raw.prepare('insert into external_ids (workspace_id, source, external_id, is_test, lead_id) values (?, ?, ?, 0, ?)');
  const entry = raw.prepare(
    `insert into outbox (workspace_id, key, kind, lane, rank, lead_id, handoff_id, event_id, after_key, about, state, revision, taken_revision, delivered_revision,
       attempt, due_at, is_due, is_blocked, started_at, channel, ts, generation, is_doubtful, error, created_at)
     values (?, ?, 'card', ?, 1, ?, ?, null, null, null, 'pending', 1, 0, 0, 0, ?, 1, 0, null, null, null, 0, 0, null, ?)`,
  );
  return (made, now) => {
    const [leadId, handoffId, eventId] = [uuidv7(), uuidv7(), uuidv7()];
    const { externalId, source, campaign, action, score, message, ...person } = made;
    const profile = {
      ...person,
      phone: null,
      domain: null,
      industry: null,
      url: null,
      attributes: {},
      isEmailValid: true,
      isPhoneValid: false,
    };
    const data = { attribution: { source, medium: null, campaign, action, score }, isTest: false, isHistory: false };
    const search = `${made.name} ${made.email} ${made.company}`.toLowerCase();
    lead.run(workspace, leadId, handoffId, now, now, made.email, search, JSON.stringify(profile));
    handoff.run(workspace, handoffId, leadId, now, source);
    event.run(workspace, eventId, leadId, handoffId, now, now, JSON.stringify(data));
    text.run(workspace, leadId, eventId, JSON.stringify({ message }));
    name.run(workspace, source, externalId, leadId);
    entry.run(workspace, `card:${handoffId}`, lane, leadId, handoffId, now, now);
    return leadId;
  };
}
