// GET /v1/leads/{id}: a lead and its story, told by the real flows and read back over HTTP.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/domain/roles.ts';
import type { EventBody } from '../../src/domain/lead.ts';
import { latestHandoff } from '../../src/domain/lead.ts';
import type { Answers, MoveName } from '../../src/domain/moves.ts';
import { eraseLead, makeMove } from '../../src/flows/leads.ts';
import { record } from '../../src/flows/record.ts';
import { readLeadName } from '../../src/http/api.ts';
import { leadJsonSchema } from '../../src/http/lead-json-schema.ts';
import { leadJson } from '../../src/http/lead-json.ts';
import { openDoor, start, token } from './door.ts';
import type { Door } from './door.ts';

const ada = {
  externalId: 'crm-8841',
  name: 'Ada Lovelace',
  email: 'ada@engine.test',
  phone: '+44 20 7946 0000',
  title: 'CTO',
  company: 'Engine Ltd',
  domain: 'engine.test',
  employees: 120,
  industry: 'Manufacturing',
  country: 'GB',
  source: 'Google-Ads',
  medium: 'cpc',
  campaign: 'q4-webinar',
  action: 'demo_request',
  score: 72,
  message: 'Can it run our looms?',
  url: 'https://engine.test/pricing',
  occurredAt: '2026-11-22T10:00:00.000Z',
  attributes: { plan: 'team', seats: [1, { deep: true }] },
  test: false,
};
const kim: Actor = { id: 'U0KIM', roles: ['sales', 'marketing', 'manager'] };
const at = (ms: number): string => new Date(start + ms).toISOString();

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.stop());

async function postAda(more: object = {}): Promise<string> {
  const { body } = await door.post({ ...ada, ...more });
  return String(body['id']);
}

async function move(id: string, name: MoveName, answers: Answers = {}): Promise<void> {
  const found = await door.store.lead(door.workspaceId, id);
  if (!found) throw new Error(`No lead ${id}`);
  await makeMove(door.desk, door.workspaceId, { move: name, handoffId: latestHandoff(found.lead).id, answers, actor: kim });
}

/** Writes an event as no person's move does: `posted` by the worker, an outcome by another program. */
async function write(id: string, body: EventBody, by = 'system'): Promise<void> {
  await record(door.desk, door.workspaceId, {
    load: () => door.store.lead(door.workspaceId, id),
    decide(found) {
      if (!found) return null;
      const { id: handoffId, cycle } = latestHandoff(found.lead);
      return { by, drafts: [{ body, handoffId, cycle }] };
    },
  });
}

async function read(id: string): Promise<Record<string, unknown>> {
  const answer = await door.get(`/v1/leads/${id}`);
  expect(answer.status).toBe(200);
  // The shape that the OpenAPI document promises, and not a field more.
  expect(leadJsonSchema.parse(answer.body)).toEqual(answer.body);
  return answer.body;
}

const history = (lead: Record<string, unknown>): Record<string, unknown>[] => lead['history'] as Record<string, unknown>[];

it('gives back every field as it was sent, with state, owner, handoffs and history', async () => {
  const id = await postAda();
  const lead = await read(id);
  const { seq } = history(lead)[0] ?? {};
  const line = { seq, at: ada.occurredAt, recordedAt: at(0), by: 'api', cycle: 1 };
  const origin = { source: 'Google-Ads', medium: 'cpc', campaign: 'q4-webinar', action: 'demo_request', score: 72 };
  expect(lead).toEqual({
    ...ada,
    id,
    state: 'new',
    owner: null,
    handoffs: [{ cycle: 1, state: 'new', openedAt: ada.occurredAt, source: 'Google-Ads', verdict: null, reason: null }],
    history: [{ ...line, type: 'received', ...origin, message: ada.message, test: false }],
  });
});

it('absent fields are null', async () => {
  const { body } = await door.post({ externalId: 'bare' });
  expect(await read(String(body['id']))).toMatchObject({
    name: null,
    email: null,
    score: null,
    source: null,
    message: null,
    attributes: {},
    test: false,
  });
});

it('tells the story: posted, claimed, noted, judged, reopened, returned, sent back', async () => {
  const id = await postAda();
  await write(id, { type: 'posted', channel: 'C0LEADS', ts: '1763906400.000100' });
  await move(id, 'note', { note: 'Left a voicemail' });
  door.pass(60_000);
  await move(id, 'unqualified', { reason: 'bad_timing', note: 'After the audit', notBefore: '2026-12-24' });
  expect(await read(id)).toMatchObject({
    state: 'unqualified',
    owner: 'U0KIM',
    handoffs: [{ verdict: 'unqualified', reason: 'bad_timing' }],
  });
  await move(id, 'change_verdict', { verdict: 'reopen', note: 'They called back' });
  expect(await read(id)).toMatchObject({ state: 'new', owner: null, handoffs: [{ verdict: null, reason: null }] });
  await move(id, 'return', { reason: 'no_budget' });
  expect(await read(id)).toMatchObject({ state: 'returned', handoffs: [{ state: 'returned', verdict: null, reason: 'no_budget' }] });
  door.pass(60_000);
  await move(id, 'resubmit', { whatChanged: 'Budget approved' });
  await move(id, 'claim');

  const lead = await read(id);
  expect(lead).toMatchObject({ state: 'claimed', owner: 'U0KIM', message: ada.message });
  expect(lead['handoffs']).toMatchObject([
    { cycle: 1, state: 'returned' },
    { cycle: 2, state: 'claimed', openedAt: at(120_000), source: 'Google-Ads', verdict: null, reason: null },
  ]);
  expect(history(lead)).toMatchObject([
    { type: 'received', by: 'api' },
    { type: 'posted', by: 'system', channel: 'C0LEADS', ts: '1763906400.000100' },
    { type: 'noted', by: 'U0KIM', note: 'Left a voicemail' },
    { type: 'claimed', at: at(60_000), by: 'U0KIM', cycle: 1 },
    {
      type: 'judged',
      at: at(60_000),
      by: 'U0KIM',
      verdict: 'unqualified',
      reason: 'bad_timing',
      note: 'After the audit',
      notBefore: '2026-12-24',
    },
    { type: 'reopened', note: 'They called back' },
    { type: 'returned', reason: 'no_budget', note: null, cause: 'person', notBefore: null },
    { type: 'resubmitted', cycle: 2, whatChanged: 'Budget approved', source: 'Google-Ads' },
    { type: 'claimed', cycle: 2 },
  ]);
  const seqs = history(lead).map(({ seq }) => Number(seq));
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(new Set(seqs).size).toBe(seqs.length);
});

it('judged without words has them as null', async () => {
  const id = await postAda();
  await move(id, 'qualified', { reason: 'clear_need' });
  expect(history(await read(id)).at(-1)).toMatchObject({
    type: 'judged',
    verdict: 'qualified',
    reason: 'clear_need',
    note: null,
    notBefore: null,
  });
});

it('shows an outcome with its amount', async () => {
  const id = await postAda();
  await move(id, 'qualified', { reason: 'clear_need' });
  await write(id, { type: 'outcome', outcome: 'won', amount: 12_000, currency: 'EUR' }, 'api');
  await write(id, { type: 'outcome', outcome: 'lost' }, 'api');
  const lead = await read(id);
  expect(lead).toMatchObject({ state: 'lost', handoffs: [{ state: 'lost', verdict: 'qualified' }] });
  expect(history(lead).slice(-2)).toMatchObject([
    { type: 'outcome', outcome: 'won', amount: 12_000, currency: 'EUR' },
    { type: 'outcome', outcome: 'lost', amount: null, currency: null },
  ]);
});

it('an enquiry that joined is an activity; a message that was missing is filled from it', async () => {
  const { body } = await door.post({ email: 'ada@engine.test', source: 'web' });
  await door.post({ email: 'ada@engine.test', name: 'Ada', source: 'fair', message: 'We met at the fair' });
  const lead = await read(String(body['id']));
  expect(lead).toMatchObject({ name: 'Ada', source: 'web', message: 'We met at the fair' });
  expect(history(lead)).toMatchObject([
    { type: 'received', message: null },
    { type: 'activity', source: 'fair', message: 'We met at the fair', by: 'api' },
  ]);
});

it('keeps the first id of its source when enquiries under other ids join, and is found by each', async () => {
  const email = 'ada@engine.test';
  const { body } = await door.post({ externalId: 'm-5', source: 'web', email });
  for (const [externalId, source] of [
    ['z-9', 'web'],
    ['a-1', 'Web'],
    ['f-3', 'fair'],
  ] as const) {
    const joined = await door.post({ externalId, source, email, message: `From ${externalId}` });
    expect(joined).toMatchObject({ status: 200, body: { id: body['id'], status: 'merged' } });
    expect(await read(`externalId:${source}:${externalId}`)).toMatchObject({ id: body['id'], externalId: 'm-5', source: 'web' });
  }
});

it('a lead that came again shows what it last said, and the handoff that decides', async () => {
  const id = await postAda();
  await move(id, 'unqualified', { reason: 'no_need' });
  door.pass(60_000);
  const again = await door.post({ email: 'ada@engine.test', source: 'fair', message: 'Now we do need it', title: 'CEO' });
  expect(again).toMatchObject({ status: 201, body: { id, status: 'created' } });
  const lead = await read(id);
  expect(lead).toMatchObject({
    state: 'new',
    owner: null,
    source: 'fair',
    message: 'Now we do need it',
    title: 'CEO',
    name: 'Ada Lovelace',
  });
  expect(lead['handoffs']).toMatchObject([
    { cycle: 1, state: 'unqualified', verdict: 'unqualified', reason: 'no_need', source: 'Google-Ads' },
    { cycle: 2, state: 'new', verdict: null, reason: null, source: 'fair' },
  ]);
});

it('after erasure nothing personal is left, and the story stands', async () => {
  const id = await postAda({ test: true });
  await move(id, 'unqualified', { reason: 'other', note: 'Ada Lovelace herself said no' });
  expect(await eraseLead(door.desk, door.workspaceId, id, 'system')).toBe(true);
  const lead = await read(id);
  expect(Object.keys(lead)).toEqual(['id', 'state', 'owner', 'handoffs', 'history']);
  expect(lead).toMatchObject({
    id,
    state: 'erased',
    owner: null,
    handoffs: [{ cycle: 1, state: 'erased', verdict: 'unqualified', reason: 'other' }],
  });
  expect(history(lead)).toMatchObject([
    { type: 'received', message: null, source: 'Google-Ads' },
    { type: 'claimed' },
    { type: 'judged', reason: 'other', note: null },
    { type: 'erased' },
  ]);
  expect(JSON.stringify(lead)).not.toMatch(/Ada|Lovelace|engine|7946|crm-8841|looms|CTO/);
  expect((await door.get('/v1/leads/externalId:google-ads:crm-8841')).status).toBe(404);
});

it('says no word of an erased lead even where a text row were left', async () => {
  const id = await postAda();
  const found = await door.store.lead(door.workspaceId, id);
  if (!found) throw new Error('not stored');
  expect(JSON.stringify(leadJson({ ...found, lead: { ...found.lead, isErased: true } }))).not.toMatch(/Ada|looms/);
});

describe('by the id of its source', () => {
  it.each([
    'externalId:Google-Ads:crm-8841',
    'externalId:google-ads:crm-8841',
    'externalId%3Agoogle-ads%3Acrm-8841',
    'externalId:google%2Dads:crm%2D8841',
    'externalId:google-ads:crm-8841?x=1/2',
  ])('%s', async (name) => {
    const id = await postAda();
    expect((await read(name))['id']).toBe(id);
  });

  it('colons, slashes, spaces, percent signs and letters of any kind', async () => {
    for (const [source, externalId] of [
      ['crm', 'a:b:c'],
      ['crm:eu', 'a/b?c#d'],
      ['Messe Köln', '100 %25 Ü'],
      ['', 'no-source'],
    ] as const) {
      const { body } = await door.post({ externalId, ...(source ? { source } : {}) });
      const name = `externalId:${encodeURIComponent(source)}:${encodeURIComponent(externalId)}`;
      const lead = await read(name);
      expect([lead['id'], lead['externalId'], lead['source']]).toEqual([body['id'], externalId, source || null]);
    }
  });

  it.each<[string, ReturnType<typeof readLeadName>]>([
    ['019aa8f0', { id: '019aa8f0' }],
    ['externalId:a:b:c', { source: 'a', externalId: 'b:c' }],
    ['externalId:a%3Ab:c', { source: 'a:b', externalId: 'c' }],
    ['externalId%3Aa%3Ab%3Ac', { source: 'a', externalId: 'b:c' }],
    ['externalId::c', { source: '', externalId: 'c' }],
    ['externalId:a:', { source: 'a', externalId: '' }],
    ['externalId:alone', { id: 'externalId:alone' }],
    ['externalid:a:b', { id: 'externalid:a:b' }],
    ['%ZZ', null],
    ['externalId:%:b', null],
  ])('reads %s', (segment, name) => {
    expect(readLeadName(segment)).toEqual(name);
  });
});

describe('what is refused', () => {
  it('404 for what nobody knows', async () => {
    await postAda();
    for (const id of [
      'x',
      '019aa8f0-5e00-7000-8000-000000000001',
      'externalId:web:crm-8841',
      'externalId:',
      '%ZZ',
      '%00',
      "' or 1=1 --",
      '__proto__',
    ]) {
      const answer = await door.get(`/v1/leads/${id}`);
      expect([id, answer.status, answer.headers.get('content-type')]).toEqual([id, 404, 'application/problem+json']);
    }
  });

  it('401 without the token, whether it is known or not', async () => {
    const id = await postAda();
    for (const name of [id, 'x']) expect((await door.get(`/v1/leads/${name}`, {})).status).toBe(401);
  });

  it('405 for other methods; HEAD answers as GET without the body', async () => {
    const id = await postAda();
    const authorization = `Bearer ${token}`;
    const put = await fetch(`${door.url}/v1/leads/${id}`, { method: 'PUT', headers: { authorization } });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const get = await fetch(`${door.url}/v1/leads/${id}`, { headers: { authorization } });
    const head = await fetch(`${door.url}/v1/leads/${id}`, { method: 'HEAD', headers: { authorization } });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-type')).toBe('application/json');
    expect(get.headers.get('cache-control')).toBe('no-store');
  });
});
