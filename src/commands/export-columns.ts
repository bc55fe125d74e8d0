// What an export's columns are: one table for leads, one for events. The order here is the order in the file.
import type { LeadEvent } from '../domain/lead.ts';
import { latestHandoff } from '../domain/lead.ts';
import { leadJson } from '../http/lead-json.ts';
import type { LeadRecord, StoredEvent } from '../ports.ts';
import type { CellValue } from '../sources/csv-writer.ts';

type Json = Readonly<Record<string, unknown>>;

interface LeadRow {
  readonly json: Json;
  readonly record: LeadRecord;
}

/** Fields that the lead's JSON has under the same name. */
const ownFields = [
  'id',
  'state',
  'owner',
  'externalId',
  'name',
  'email',
  'phone',
  'title',
  'company',
  'domain',
  'employees',
  'industry',
  'country',
  'source',
  'medium',
  'campaign',
  'action',
  'score',
  'message',
  'url',
  'occurredAt',
  'attributes',
  'test',
] as const;

const ofLatest = (record: LeadRecord) => latestHandoff(record.lead);

/** What became of the lead, from its latest handoff. */
const fateFields = {
  cycle: ({ record }) => ofLatest(record).cycle,
  history: ({ record }) => ofLatest(record).isHistory,
  openedAt: ({ record }) => iso(ofLatest(record).openedAt),
  claimedAt: ({ record }) => iso(ofLatest(record).claimedAt),
  verdict: ({ record }) => ofLatest(record).verdict?.verdict,
  reason: ({ record }) => ofLatest(record).verdict?.reason,
  verdictAt: ({ record }) => iso(ofLatest(record).verdict?.at),
  verdictBy: ({ record }) => words(record, ofLatest(record).verdict?.eventId)?.verdictBy ?? ofLatest(record).verdict?.by,
  note: ({ record }) => words(record, ofLatest(record).verdict?.eventId)?.note ?? words(record, ofLatest(record).returned?.eventId)?.note,
  returnedAt: ({ record }) => iso(ofLatest(record).returned?.at),
  returnReason: ({ record }) => ofLatest(record).returned?.reason,
  outcome: ({ record }) => ofLatest(record).outcome?.outcome,
  outcomeAt: ({ record }) => iso(ofLatest(record).outcome?.at),
  amount: ({ record }) => ofLatest(record).outcome?.amount,
  currency: ({ record }) => ofLatest(record).outcome?.currency,
  definition: ({ record }) => ofLatest(record).verdict?.definition,
  failed: ({ record }) => ofLatest(record).verdict?.failed,
  question: ({ record }) => words(record, ofLatest(record).verdict?.eventId)?.question,
} as const satisfies Record<string, (row: LeadRow) => CellValue>;

export const leadColumns: readonly string[] = [...ownFields, ...Object.keys(fateFields)];

export function leadCells(record: LeadRecord): readonly CellValue[] {
  const row: LeadRow = { json: leadJson(record), record };
  return [...ownFields.map((name) => cellOf(row.json[name])), ...Object.values(fateFields).map((cell) => cell(row))];
}

/** Keys of an event that stand in columns of their own, whatever its type; the rest of it by name. */
const eventFields = [
  'seq',
  'type',
  'at',
  'recordedAt',
  'by',
  'leadId',
  'handoffId',
  'cycle',
  'source',
  'medium',
  'campaign',
  'action',
  'score',
  'test',
  'history',
  'dateOnly',
  'verdict',
  'reason',
  'notBefore',
  'sendTo',
  'cause',
  'side',
  'owner',
  'why',
  'until',
  'about',
  'to',
  'revisitOn',
  'outcome',
  'amount',
  'currency',
  'channel',
  'ts',
  'definition',
  'failed',
  'unmet',
] as const;

export const eventColumns: readonly string[] = eventFields;

export function eventCells(event: StoredEvent): readonly CellValue[] {
  const json = eventJson(event);
  return eventFields.map((name) => cellOf(json[name]));
}

/** An event as exports print it: flat, instants in ISO 8601, no words of people. */
export function eventJson(event: StoredEvent): Json {
  const { seq, type, at, recordedAt, by, leadId, handoffId, cycle } = event;
  return { seq, type, at: iso(at), recordedAt: iso(recordedAt), by, leadId, handoffId, cycle, ...detailsOf(event) };
}

function detailsOf(event: LeadEvent): Json {
  switch (event.type) {
    case 'received':
      return { ...event.attribution, test: event.isTest, history: event.isHistory, ...dateOnly(event) };
    case 'resubmitted':
      return { ...event.attribution, test: event.isTest };
    case 'activity':
      return { ...event.attribution };
    case 'judged': {
      const { verdict, reason, notBefore, sendTo, definition, failed, unmet } = event;
      return { verdict, reason, notBefore, sendTo, definition, failed, unmet, ...dateOnly(event) };
    }
    case 'returned':
      return { reason: event.reason, cause: event.cause, notBefore: event.notBefore, ...dateOnly(event) };
    case 'noted':
      return { side: event.side };
    case 'outcome':
      return { outcome: event.outcome, amount: event.amount, currency: event.currency, ...dateOnly(event) };
    case 'posted':
      return { channel: event.channel, ts: event.ts };
    case 'claimed':
      return { owner: event.owner, ...dateOnly(event) };
    case 'released':
      return { why: event.why, until: event.until };
    case 'reminded':
      return { about: event.about, to: event.to };
    case 'nurtured':
      return { revisitOn: event.revisitOn };
    case 'attempted':
      return event.isTest ? { test: true } : {};
    case 'stalled':
    case 'reopened':
    case 'archived':
    case 'erased':
      return {};
  }
}

function dateOnly(event: { readonly isDateOnly?: true }): Json {
  return event.isDateOnly ? { dateOnly: true } : {};
}

function words(record: LeadRecord, eventId: string | undefined) {
  return eventId === undefined ? undefined : record.texts.get(eventId);
}

function cellOf(value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const json = JSON.stringify(value);
  return json === '{}' ? null : json;
}

function iso(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
