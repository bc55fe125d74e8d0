// Leads of the past: closed, dated as they were, never posted, never merged into, stored once.
import { beforeEach, describe, expect, it } from 'vitest';
import { latestHandoff, stateOf } from '../../src/domain/lead.ts';
import { type HistoryLead, recordHistory } from '../../src/flows/history.ts';
import { receiveLead } from '../../src/flows/leads.ts';
import type { Desk } from '../../src/flows/record.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { memoryStore } from '../world/memory-store.ts';

const now = Date.parse('2026-11-23T14:00:00Z');
let desk: Desk;
let workspaceId: string;

beforeEach(async () => {
  const store = await memoryStore(() => now);
  let ids = 0;
  desk = { store, now: () => now, newId: () => `id-${String((ids += 1)).padStart(6, '0')}` };
  workspaceId = (await store.workspace()).id;
});

const at = (iso: string) => ({ at: Date.parse(iso), isDateOnly: !iso.includes('T') });

function lead(fields: Record<string, unknown>) {
  const reading = parseLead(fields, now);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.lead;
}

const past = (more: Partial<HistoryLead> = {}): HistoryLead => ({
  lead: lead({ email: 'ada@engine.test', name: 'Ada', source: 'webinar', message: 'Looms?' }),
  receivedAt: at('2026-10-05T09:00:00Z'),
  ...more,
});

async function stored(history: HistoryLead) {
  const { id } = await recordHistory(desk, workspaceId, history);
  const found = await desk.store.lead(workspaceId, id);
  if (!found) throw new Error('not stored');
  return found;
}

describe('recordHistory', () => {
  it('writes the story of a handoff, each line dated and known when it happened', async () => {
    const found = await stored(
      past({
        claimedAt: at('2026-10-05T10:00:00Z'),
        judged: { ...at('2026-10-06T10:00:00Z'), verdict: 'qualified', reason: 'clear_need', by: 'Kim <@U0KIM>' },
        outcome: { ...at('2026-11-01'), outcome: 'won', amount: 12_000, currency: 'EUR' },
      }),
    );
    expect(found.events.map(({ type, at, recordedAt, by }) => [type, new Date(at).toISOString(), at === recordedAt, by])).toEqual([
      ['received', '2026-10-05T09:00:00.000Z', true, 'system'],
      ['claimed', '2026-10-05T10:00:00.000Z', true, 'system'],
      ['judged', '2026-10-06T10:00:00.000Z', true, 'system'],
      ['outcome', '2026-11-01T00:00:00.000Z', true, 'system'],
    ]);
    expect(found.events[0]).toMatchObject({ isHistory: true, attribution: { source: 'webinar' } });
    expect(found.events[3]).toMatchObject({ isDateOnly: true, amount: 12_000, currency: 'EUR' });
    expect(found.texts.get(found.events[2]?.id ?? '')).toEqual({ verdictBy: 'Kim <@U0KIM>' });
    expect(found.texts.get(found.events[0]?.id ?? '')).toEqual({ message: 'Looms?' });
    expect(latestHandoff(found.lead)).toMatchObject({ state: 'won', isHistory: true, owner: null, verdict: { verdict: 'qualified' } });
  });

  it('posts nothing and plans nothing', async () => {
    await stored(
      past({ judged: { ...at('2026-10-06'), verdict: 'unqualified', reason: 'bad_timing', by: null }, returnedAt: at('2026-10-07') }),
    );
    expect(await desk.store.outbox.unsent(workspaceId, null, 10)).toEqual([]);
    expect((await desk.store.inState(workspaceId, 'returned', 10)).total).toBe(0);
  });

  it('keeps a lead of which nothing more is known closed', async () => {
    expect(stateOf((await stored(past())).lead)).toBe('archived');
  });

  it('puts a whole day after what happened on it before', async () => {
    const found = await stored(
      past({
        claimedAt: at('2026-10-05T10:00:00Z'),
        judged: { ...at('2026-10-05'), verdict: 'qualified', reason: null, by: null },
        outcome: { ...at('2026-10-05'), outcome: 'lost' },
      }),
    );
    expect(found.events.map(({ type }) => type)).toEqual(['received', 'claimed', 'judged', 'outcome']);
    expect(stateOf(found.lead)).toBe('lost');
  });

  it('orders by date where the dates are known', async () => {
    const found = await stored(
      past({
        judged: { ...at('2026-10-09T10:00:00Z'), verdict: 'qualified', reason: 'clear_need', by: null },
        returnedAt: at('2026-10-07T10:00:00Z'),
        returnReason: 'no_budget',
      }),
    );
    expect(found.events.map(({ type }) => type)).toEqual(['received', 'returned', 'judged']);
    expect(stateOf(found.lead)).toBe('qualified');
  });

  it('stores the same person and date once, and the same external id once', async () => {
    const first = await recordHistory(desk, workspaceId, past());
    expect(await recordHistory(desk, workspaceId, past())).toEqual({ status: 'duplicate', id: first.id });
    const named = (receivedAt: string) =>
      past({ lead: lead({ externalId: 'crm-1', source: 'CRM', email: 'bob@engine.test' }), receivedAt: at(receivedAt) });
    const second = await recordHistory(desk, workspaceId, named('2026-10-05'));
    expect(second.status).toBe('created');
    expect(await recordHistory(desk, workspaceId, named('2026-10-09'))).toEqual({ status: 'duplicate', id: second.id });
  });

  it('gives a known person another handoff, fills what was not known and overwrites nothing', async () => {
    const live = await receiveLead(desk, workspaceId, { lead: lead({ email: 'ada@engine.test', name: 'Ada Lovelace' }), by: 'api' });
    const found = await stored(
      past({ lead: lead({ email: 'ADA@engine.test', name: 'A.', company: 'Engine Ltd', attributes: { plan: 'team' } }) }),
    );
    expect(found.lead.id).toBe('id' in live ? live.id : '');
    expect(found.lead.handoffs.map(({ cycle, isHistory, state }) => [cycle, isHistory, state])).toEqual([
      [1, false, 'new'],
      [2, true, 'archived'],
    ]);
    expect(stateOf(found.lead)).toBe('new');
    expect(found.profile).toMatchObject({ name: 'Ada Lovelace', company: 'Engine Ltd', attributes: { plan: 'team' } });
  });

  it('is never merged into: a new enquiry opens a handoff of its own', async () => {
    const { lead: known } = await stored(past({ judged: { ...at('2026-11-20'), verdict: 'qualified', reason: 'clear_need', by: null } }));
    const answer = await receiveLead(desk, workspaceId, { lead: lead({ email: 'ada@engine.test' }), by: 'api' });
    expect(answer).toMatchObject({ status: 'created', id: known.id });
  });
});
