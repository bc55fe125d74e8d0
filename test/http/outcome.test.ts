// POST /v1/leads/{id}/outcome over real HTTP: every answer of its table.
import { afterEach, describe, expect, it } from 'vitest';
import { eraseLead } from '../../src/flows/leads.ts';
import { type Answer, type Door, type DoorOptions, ask, openDoor, start, token } from './door.ts';

const ada = { externalId: 'crm:8841', source: 'google-ads', name: 'Ada Lovelace', email: 'ada@engine.test' };
const dayMs = 24 * 60 * 60 * 1000;
const won = { outcome: 'won', amount: 12_000, currency: 'EUR' };

let door: Door | null = null;
afterEach(async () => {
  await door?.stop();
  door = null;
});

type Send = (body: unknown, headers?: Record<string, string>, id?: string) => Promise<Answer>;

async function open(
  options?: DoorOptions,
): Promise<{ at: Door; id: string; say: Send; raw: (body: string, headers?: Record<string, string>) => Promise<Answer> }> {
  const at = await openDoor(options);
  door = at;
  const id = String((await at.post(ada)).body['id']);
  const raw = (body: string, headers: Record<string, string> = {}, to = id): Promise<Answer> =>
    ask(`${at.url}/v1/leads/${to}/outcome`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body,
    });
  return { at, id, say: (body, headers, to) => raw(JSON.stringify(body), headers, to), raw };
}

function expectProblem(answer: Answer, status: number, detail: RegExp): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ type: 'about:blank', status });
  expect(answer.body['detail']).toMatch(detail);
}

const outcomesOf = async (at: Door) => (await at.leads()).flatMap(({ events }) => events.filter(({ type }) => type === 'outcome'));

describe('what is recorded', () => {
  it('201: how the deal stands, on disk, in the history and in the state', async () => {
    const { at, id, say } = await open();
    at.pass(3 * dayMs);
    const answer = await say({ ...won, occurredAt: '2026-11-25T10:00:00Z' });
    expect(answer.status).toBe(201);
    const standing = { id, state: 'won', outcome: 'won', amount: 12_000, currency: 'EUR', occurredAt: '2026-11-25T10:00:00.000Z' };
    expect(answer.body).toEqual({ ...standing, status: 'recorded' });
    const { body } = await at.get(answer.headers.get('location') ?? '');
    expect(body).toMatchObject({ state: 'won', handoffs: [{ cycle: 1, state: 'won' }] });
    expect((body['history'] as object[]).at(-1)).toMatchObject({
      type: 'outcome',
      outcome: 'won',
      amount: 12_000,
      currency: 'EUR',
      by: 'api',
      at: '2026-11-25T10:00:00.000Z',
      recordedAt: '2026-11-26T14:00:00.000Z',
    });
  });

  it('200: the same again, also said with less or with another date', async () => {
    const { at, say } = await open();
    await say(won);
    for (const again of [won, { outcome: 'won' }, { outcome: 'won', amount: '12,000' }, { ...won, occurredAt: '2026-11-23T14:00:00Z' }]) {
      expect(await say(again)).toMatchObject({ status: 200, body: { status: 'unchanged', amount: 12_000, currency: 'EUR' } });
    }
    expect(await outcomesOf(at)).toHaveLength(1);
  });

  it.each([
    [
      { outcome: 'won', amount: 9000 },
      { amount: 9000, currency: 'EUR' },
    ],
    [
      { outcome: 'won', currency: 'usd' },
      { amount: 12_000, currency: 'USD' },
    ],
    [
      { outcome: 'won', amount: 0 },
      { amount: 0, currency: 'EUR' },
    ],
  ])('201: %j corrects, and keeps the date', async (said, standing) => {
    const { at, say } = await open();
    await say({ ...won, occurredAt: '2026-11-23T14:00:00Z' });
    at.pass(dayMs);
    expect(await say(said)).toMatchObject({
      status: 201,
      body: { status: 'corrected', state: 'won', ...standing, occurredAt: '2026-11-23T14:00:00.000Z' },
    });
    expect(await outcomesOf(at)).toHaveLength(2);
  });

  it('an opportunity comes before won or lost, and its currency counts on', async () => {
    const { say } = await open();
    expect(await say({ outcome: 'Opportunity', amount: '1.5e4', currency: 'eur' })).toMatchObject({
      status: 201,
      body: { amount: 15_000 },
    });
    expect(await say({ outcome: 'won', amount: 14_000 })).toMatchObject({ status: 201, body: { status: 'recorded', currency: 'EUR' } });
  });

  it.each([
    ['won', 'opportunity', /already, so it cannot become an opportunity\./],
    ['lost', 'opportunity', /already, so it cannot become an opportunity\./],
    ['won', 'lost', /is won already, so it cannot become lost\./],
    ['lost', 'won', /is lost already, so it cannot become won\./],
  ])('409: after %s, %s', async (before, after, detail) => {
    const { at, say } = await open();
    await say({ outcome: before });
    expectProblem(await say({ outcome: after, amount: 5 }), 409, detail);
    expect(await outcomesOf(at)).toHaveLength(1);
  });

  it('409: after erased', async () => {
    const { at, id, say } = await open();
    await eraseLead(at.desk, at.workspaceId, id, 'system');
    expectProblem(await say(won), 409, /erased/);
  });

  it('the id may be the source’s own, as in GET', async () => {
    const { id, say } = await open();
    for (const name of ['externalId:google-ads:crm%3A8841', 'externalId:google-ads:crm:8841', 'externalId%3Agoogle-ads%3Acrm%3A8841']) {
      expect((await say(won, {}, name)).body).toMatchObject({ id, outcome: 'won' });
    }
    for (const name of ['unknown', 'externalId:google-ads:crm-1', '%E0%A4%A']) expectProblem(await say(won, {}, name), 404, /No lead/);
  });

  it('a day is meant in the workspace’s zone; what lies a little ahead is now, a little before the lead is the lead’s own moment', async () => {
    const { at, say } = await open();
    at.pass(5 * dayMs);
    const day = await say({ outcome: 'opportunity', occurredAt: '2026-11-25' });
    expect(day.body).toMatchObject({ occurredAt: '2026-11-25T00:00:00.000Z' });
    const early = await say({ outcome: 'won', occurredAt: new Date(start - 1000).toISOString() });
    expect(early.body).toMatchObject({ occurredAt: new Date(start).toISOString() });
    const ahead = await say({ ...won, occurredAt: start + 5 * dayMs + 3_600_000 });
    expect(ahead.body).toMatchObject({ status: 'corrected', occurredAt: new Date(start + 5 * dayMs).toISOString() });
  });

  it('unknown fields are left out', async () => {
    const { say, at } = await open();
    expect((await say({ ...won, stage: 'Closed Won', secret: 'x' })).status).toBe(201);
    expect(JSON.stringify(await outcomesOf(at))).not.toMatch(/secret|Closed/);
  });
});

describe('the key', () => {
  const key = { 'idempotency-key': 'deal-1' };

  it('200 for equal JSON, also where another outcome followed meanwhile; 422 for another body or another lead', async () => {
    const { at, say } = await open();
    const opportunity = { outcome: 'opportunity', amount: 5 };
    expect((await say(opportunity, key)).status).toBe(201);
    await say(won);
    expect(await say({ amount: 5.0, outcome: 'opportunity' }, key)).toMatchObject({
      status: 200,
      body: { status: 'unchanged', state: 'won' },
    });
    expectProblem(await say(won, key), 422, /another body/);
    const other = String((await at.post({ email: 'bob@engine.test' })).body['id']);
    expectProblem(await say(opportunity, key, other), 422, /another body/);
    expectProblem(await say(won, { 'idempotency-key': 'ö' }), 422, /names each field/);
  });

  it('is remembered where there was nothing to write, and is none of the keys of leads', async () => {
    const { at, say } = await open();
    await say(won);
    expect((await say(won, key)).status).toBe(200);
    expectProblem(await say({ ...won, amount: 1 }, key), 422, /another body/);
    expect((await at.post({ email: 'eve@engine.test' }, key)).status).toBe(201);
  });
});

describe('what is refused', () => {
  it.each<[unknown, string[]]>([
    [{}, ['outcome']],
    [{ outcome: 'closed' }, ['outcome']],
    [{ outcome: 1 }, ['outcome']],
    [{ outcome: 'won', amount: -1 }, ['amount']],
    [{ outcome: 'won', amount: 'lots' }, ['amount']],
    [{ outcome: 'won', amount: '1.234' }, ['amount']],
    [{ outcome: 'won', amount: true }, ['amount']],
    [{ outcome: 'won', amount: 1e13 }, ['amount']],
    [{ outcome: 'won', currency: 'euro' }, ['currency']],
    [{ outcome: 'won', currency: 7 }, ['currency']],
    [{ outcome: 'won', occurredAt: 'yesterday' }, ['occurredAt']],
    [{ outcome: 'won', occurredAt: {} }, ['occurredAt']],
    [{ outcome: 'won', occurredAt: '2026-11-25T14:00:01Z' }, ['occurredAt']],
    [{ outcome: 'won', occurredAt: '2026-11-20' }, ['occurredAt']],
    [{ outcome: 'x', amount: -1, currency: 'x', occurredAt: 'x' }, ['amount', 'currency', 'occurredAt', 'outcome']],
    [[], ['(the body)']],
    ['won', ['(the body)']],
  ])('422: %j, naming %j', async (body, paths) => {
    const { at, say } = await open();
    const answer = await say(body);
    expectProblem(answer, 422, /names each field/);
    expect((answer.body['errors'] as { path: string }[]).map(({ path }) => path).toSorted()).toEqual(paths);
    expect(await outcomesOf(at)).toEqual([]);
  });

  it('422: a number that is none', async () => {
    const { raw } = await open();
    expectProblem(await raw('{"outcome":"won","amount":1e999}'), 422, /names each field/);
  });

  it('400, 401, 413, 415 as for leads', async () => {
    const { raw, say } = await open();
    expectProblem(await raw('{'), 400, /JSON/);
    expectProblem(await raw(''), 400, /Send one outcome/);
    expectProblem(await say(won, { authorization: 'Bearer no' }), 401, /token/);
    expectProblem(await raw(' '.repeat(300_000)), 413, /256 KiB/);
    expectProblem(await say(won, { 'content-type': 'text/plain' }), 415, /application\/json/);
    expectProblem(await say(won, { 'content-encoding': 'gzip' }), 415, /Content-Encoding/);
  });

  it('403 without INTAKE_TOKEN, 405 for another method', async () => {
    const { at, id } = await open({ token: null });
    const closed = await ask(`${at.url}/v1/leads/${id}/outcome`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expectProblem(closed, 403, /INTAKE_TOKEN/);
    const got = await ask(`${at.url}/v1/leads/${id}/outcome`);
    expectProblem(got, 405, /POST/);
    expect(got.headers.get('allow')).toBe('POST');
  });

  it('429: one pace with the leads, 503: the database is gone', async () => {
    const { at, say } = await open({ rate: 0.001, burst: 2 });
    expect((await say(won)).status).toBe(201);
    const slow = await say(won);
    expectProblem(slow, 429, /this outcome again/);
    expect(Number(slow.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await at.post(ada)).status).toBe(429);
    await at.stop();
    const broken = await open();
    broken.at.store.close();
    expectProblem(await broken.say(won), 503, /could not be stored/);
  });
});

it('two at once: one is recorded, the other sees it', async () => {
  const { at, say } = await open();
  const answers = await Promise.all([say(won), say(won), say({ outcome: 'lost' }), say({ ...won, amount: 5 })]);
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
  expect(answers.every(({ status }) => [200, 201, 409].includes(status))).toBe(true);
  expect(new Set((await outcomesOf(at)).map((event) => (event.type === 'outcome' ? event.outcome : ''))).size).toBe(1);
});

it('the numbers name the path, never the id', async () => {
  const { at, id, say } = await open();
  await say(won);
  const text = await at.metrics.text();
  expect(text).toContain('/v1/leads/{id}/outcome');
  expect(text).not.toContain(id);
});
