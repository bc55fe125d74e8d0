// POST /v1/leads over real HTTP: every answer of its table, and what it must survive.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/sqlite/open.ts';
import { openDoor, start, token } from './door.ts';
import type { Answer, Door, DoorOptions } from './door.ts';

const ada = {
  externalId: 'crm-8841',
  source: 'google-ads',
  name: 'Ada Lovelace',
  email: 'ada@engine.test',
  message: 'Can it run our looms?',
};
const dayMs = 24 * 60 * 60 * 1000;

let door: Door | null = null;
afterEach(async () => {
  await door?.stop();
  door = null;
});

async function open(options?: DoorOptions): Promise<Door> {
  door = await openDoor(options);
  return door;
}

function errors(answer: Answer): string[] {
  return (answer.body['errors'] as { path: string }[]).map(({ path }) => path);
}

function expectProblem(answer: Answer, status: number, detail: RegExp): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ type: 'about:blank', status });
  expect(answer.body['title']).toEqual(expect.any(String));
  expect(answer.body['detail']).toMatch(detail);
}

describe('what is stored', () => {
  it('201: the id, the status, and where to read it', async () => {
    const { post, get, leads } = await open();
    const answer = await post(ada);
    expect(answer.status).toBe(201);
    const [record] = await leads();
    expect(answer.body).toEqual({ id: record?.lead.id, status: 'created' });
    expect(answer.headers.get('content-type')).toBe('application/json');
    const there = await get(answer.headers.get('location') ?? '');
    expect(there.body).toMatchObject({ id: record?.lead.id, name: 'Ada Lovelace', state: 'new' });
  });

  it('200 duplicate: the same externalId and source', async () => {
    const { post, leads } = await open();
    const first = await post(ada);
    const second = await post({ ...ada, email: 'somebody@else.test', source: 'GOOGLE-ADS' });
    expect(second).toMatchObject({ status: 200, body: { id: first.body['id'], status: 'duplicate' } });
    expect(await leads()).toHaveLength(1);
  });

  it('200 duplicate: the same key with equal JSON, whatever the order of its keys', async () => {
    const { post, postRaw, leads } = await open();
    const first = await post({ email: 'ada@engine.test', attributes: { plan: 'team', seats: 3 } }, { 'idempotency-key': 'k-1' });
    const again = await postRaw('{ "attributes": {"seats":3.0, "plan":"team"},\n "email": "ada@engine.test" }', {
      'idempotency-key': 'k-1',
    });
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 200, body: { id: first.body['id'], status: 'duplicate' } });
    expect(await leads()).toHaveLength(1);
  });

  it('keeps a key for 30 days', async () => {
    const { post, pass } = await open();
    const headers = { 'idempotency-key': 'k-1' };
    expect((await post({ email: 'ada@engine.test' }, headers)).status).toBe(201);
    pass(29 * dayMs);
    expect((await post({ email: 'bob@engine.test' }, headers)).status).toBe(422);
    pass(2 * dayMs);
    expect((await post({ email: 'bob@engine.test' }, headers)).status).toBe(201);
  });

  it('200 merged: the same person while the handoff is open', async () => {
    const { post, leads } = await open();
    const first = await post({ email: 'ada@engine.test' });
    const second = await post({ email: ' ADA@Engine.test ', message: 'And carpets?' });
    expect(second).toMatchObject({ status: 200, body: { id: first.body['id'], status: 'merged' } });
    expect(second.headers.get('location')).toBeNull();
    expect(await leads()).toHaveLength(1);
  });

  it('takes any spelling of the content type and of the scheme', async () => {
    const { postRaw } = await open();
    const types = ['application/json', 'Application/JSON; charset=utf-8', 'application/json;charset="UTF-8"', 'application/vnd.form+json'];
    for (const [index, type] of types.entries()) {
      const headers = { 'content-type': type, authorization: `bearer   ${token}` };
      expect((await postRaw(JSON.stringify({ externalId: index }), headers)).status).toBe(201);
    }
  });

  it('keeps unknown fields and takes numbers for text', async () => {
    const { post, leads } = await open();
    expect((await post({ externalId: 8841, score: '72', utm_term: 'looms' })).status).toBe(201);
    const [record] = await leads();
    expect(record?.externalIds).toMatchObject([{ externalId: '8841' }]);
    expect(record?.profile.attributes).toEqual({ utm_term: 'looms' });
    expect(record?.lead.handoffs[0]?.attribution.score).toBe(72);
  });
});

describe('what is refused', () => {
  it('401 without a token, with another scheme, and with a wrong one', async () => {
    const { post, leads } = await open();
    for (const authorization of ['', 'Bearer', 'Bearer ', `Basic ${token}`, token])
      expectProblem(await post(ada, { authorization }), 401, /INTAKE_TOKEN/);
    for (const wrong of ['x', `${token}x`, token.slice(0, -1), token.toUpperCase(), 'x'.repeat(5000)]) {
      const answer = await post(ada, { authorization: `Bearer ${wrong}` });
      expectProblem(answer, 401, /not the token/);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="leadloop", error="invalid_token"');
    }
    expect(await leads()).toHaveLength(0);
  });

  it('403 when INTAKE_TOKEN is not set, and says so', async () => {
    const { post, get } = await open({ token: null });
    expectProblem(await post(ada), 403, /INTAKE_TOKEN is not set/);
    expectProblem(await post(ada, { authorization: 'Bearer ' }), 403, /INTAKE_TOKEN is not set/);
    expectProblem(await get('/v1/leads/x'), 403, /INTAKE_TOKEN is not set/);
  });

  it('a token may hold any characters', async () => {
    const { post } = await open({ token: 'schlüssel' });
    const asBytes = Buffer.from('Bearer schlüssel').toString('latin1');
    expect((await post(ada, { authorization: asBytes })).status).toBe(201);
  });

  it('415 for anything but JSON, and for compressed JSON', async () => {
    const { postRaw } = await open();
    const body = JSON.stringify(ada);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/json', 'application/xml+jsonx', '']) {
      expectProblem(await postRaw(body, { 'content-type': type }), 415, /application\/json/);
    }
    expectProblem(await postRaw(body, { 'content-encoding': 'gzip' }), 415, /Content-Encoding/);
  });

  it('413 over 256 KiB, and not a byte earlier', async () => {
    const { postRaw, leads } = await open();
    const sized = (bytes: number): string => {
      const frame = '{"externalId":"big","attributes":{}}';
      return frame + ' '.repeat(bytes - frame.length);
    };
    expectProblem(await postRaw(sized(256 * 1024 + 1)), 413, /256 KiB/);
    expect((await postRaw(sized(256 * 1024))).status).toBe(201);
    expect(await leads()).toHaveLength(1);
  });

  it('422 names every field at fault', async () => {
    const { post } = await open();
    const answer = await post({ email: 'nobody', score: 'high', occurredAt: 'yesterday' });
    expectProblem(answer, 422, /errors/);
    expect(errors(answer).toSorted()).toEqual(['email', 'occurredAt', 'score']);
    expect(errors(await post({}))).toEqual(['email']);
    expect(errors(await post([ada]))).toEqual(['(the body)']);
    expect(errors(await post(null))).toEqual(['(the body)']);
  });

  it('422 for a key that is empty, too long or not printable; 255 characters are fine', async () => {
    const { post, leads } = await open();
    for (const key of ['', 'k'.repeat(256), 'tab\tinside', 'ümlaut']) {
      const answer = await post(ada, { 'idempotency-key': key });
      expectProblem(answer, 422, /errors/);
      expect(errors(answer)).toEqual(['Idempotency-Key']);
    }
    expect(await leads()).toHaveLength(0);
    expect((await post(ada, { 'idempotency-key': 'k'.repeat(255) })).status).toBe(201);
  });

  it('429 beyond the rate, with whole seconds to wait; then goes on', async () => {
    const { post, pass, leads } = await open({ rate: 0.4, burst: 2 });
    expect((await post({ externalId: 1 })).status).toBe(201);
    expect((await post({ externalId: 2 })).status).toBe(201);
    const slow = await post({ externalId: 3 });
    expectProblem(slow, 429, /Wait 3 s/);
    expect(slow.headers.get('retry-after')).toBe('3');
    pass(2500);
    expect((await post({ externalId: 3 })).status).toBe(201);
    expect(await leads()).toHaveLength(3);
  });

  it('looks at the token before the rate, and at the rate before the body', async () => {
    const { post, postRaw } = await open({ rate: 0.001, burst: 1 });
    for (let index = 0; index < 5; index += 1) expect((await post(ada, { authorization: 'Bearer no' })).status).toBe(401);
    expect((await postRaw('{')).status).toBe(400);
    expect((await postRaw('{')).status).toBe(429);
    expect((await post(ada, { 'content-type': 'text/plain' })).status).toBe(429);
  });

  it('405 names POST; HEAD and GET are no way in', async () => {
    const { url } = await open();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
      const response = await fetch(`${url}/v1/leads`, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
  });

  it('404 for an unknown path, also below a known one', async () => {
    const { get } = await open();
    for (const path of ['/', '/v1', '/v1/leads/', '/v1/leads/a/b', '/v2/leads', '/favicon.ico', '/healthz/'])
      expectProblem(await get(path), 404, /openapi/);
  });
});

describe('trouble of our own', () => {
  it('503 with Retry-After when it cannot be stored, and nothing is kept', async () => {
    const { post, get, store, logLines } = await open();
    store.close();
    const answer = await post(ada);
    expectProblem(answer, 503, /could not be stored/);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(logLines.filter((line) => line.includes('"level":"error"'))).toHaveLength(1);
    expect(logLines.join()).not.toMatch(/ada@|Lovelace|looms/);
    expectProblem(await get('/v1/leads/x'), 500, /log/);
  });
});

describe('another program', () => {
  it('that holds the database locked: 503 with Retry-After, and stored on the next try', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leadloop-door-'));
    const path = join(folder, 'leadloop.db');
    const { post, leads } = await open({ store: openStore(path, { create: true }) });
    const other = new Database(path);
    other.exec('begin immediate');
    const answer = await post(ada);
    expectProblem(answer, 503, /busy/);
    expect(answer.headers.get('retry-after')).toBe('1');
    other.exec('rollback');
    other.close();
    expect((await post(ada)).status).toBe(201);
    expect(await leads()).toHaveLength(1);
    await door?.stop();
    door = null;
    await rm(folder, { recursive: true });
  });
});

describe('F66: the same lead delivered many times at once', () => {
  it.each([
    ['by externalId', {}],
    ['by key', { 'idempotency-key': 'once' }],
  ])('%s: one lead, one card', async (_name, headers: Record<string, string>) => {
    const { post, leads, store, workspaceId } = await open();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(ada, headers)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 200 && body['status'] === 'duplicate')).toHaveLength(9);
    const stored = await leads();
    expect(stored).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body['id']))).toEqual(new Set([stored[0]?.lead.id]));
    const entries = await store.outbox.ofLead(workspaceId, stored[0]?.lead.id ?? '');
    expect(entries.map(({ kind }) => kind)).toEqual(['card']);
  });
});

describe('F67: the same key with another body', () => {
  it('422; the first is kept, and the log says that it happened', async () => {
    const { post, leads, logLines } = await open();
    const headers = { 'idempotency-key': 'form-7' };
    const first = await post({ email: 'ada@engine.test' }, headers);
    const other = await post({ email: 'bob@engine.test' }, headers);
    expectProblem(other, 422, /another body/);
    expect(errors(other)).toEqual(['Idempotency-Key']);
    const stored = await leads();
    expect(stored.map(({ lead, profile }) => [lead.id, profile.email])).toEqual([[first.body['id'], 'ada@engine.test']]);
    expect(logLines.some((line) => line.includes('"code":"key_reused"'))).toBe(true);
  });
});

describe('F68: the same person again', () => {
  it.each([
    ['upper case and spaces', { email: ' Ada@Engine.TEST ' }],
    ['a plus tag and dots at Gmail', { email: 'a.d.a+looms@gmail.com' }, { email: 'ada@gmail.com' }],
    ['a domain in its own letters', { email: 'ada@bücher.test' }, { email: 'ada@xn--bcher-kva.test' }],
    ['only a phone the second time', { phone: '+44 20 7946 0000' }, { email: 'ada@engine.test', phone: '020 7946 0000', country: 'GB' }],
    ['another id of the same person', { externalId: 'crm-2', email: 'ada@engine.test' }, { externalId: 'crm-1', email: 'ada@engine.test' }],
  ])('joins the open handoff: %s', async (_name, again: object, first: object = { email: 'ada@engine.test' }) => {
    const { post, pass, leads } = await open();
    const { body } = await post({ ...first, message: 'first' });
    pass(80 * dayMs);
    expect(await post({ ...again, message: 'second' })).toMatchObject({ status: 200, body: { id: body['id'], status: 'merged' } });
    expect(await leads()).toHaveLength(1);
  });

  it.each([
    [
      'two e-mails with one phone are two people',
      { email: 'ada@engine.test', phone: '+442079460000' },
      { email: 'bob@engine.test', phone: '+442079460000' },
    ],
    ['a test never joins a real lead', { email: 'ada@engine.test' }, { email: 'ada@engine.test', test: true }],
    ['the same id from another source', { externalId: 'crm-1', source: 'a' }, { externalId: 'crm-1', source: 'b' }],
  ])('is somebody else: %s', async (_name, first: object, second: object) => {
    const { post, leads } = await open();
    expect((await post(first)).status).toBe(201);
    expect((await post(second)).status).toBe(201);
    expect(await leads()).toHaveLength(2);
  });

  it('the same enquiry within ten minutes adds no line; later it does', async () => {
    const { post, pass, leads } = await open();
    const enquiry = { email: 'ada@engine.test', source: 'web', message: 'Can it run our looms?' };
    await post(enquiry);
    pass(9 * 60_000);
    expect((await post(enquiry)).body['status']).toBe('merged');
    expect((await leads())[0]?.events).toHaveLength(1);
    pass(60_000);
    expect((await post(enquiry)).body['status']).toBe('merged');
    expect((await leads())[0]?.events.map(({ type }) => type)).toEqual(['received', 'activity']);
  });
});

describe('F65: a flood', () => {
  it('answers 1,000 at once: as many 2xx as leads and repeats, the rest is told to wait, and memory stays flat', async () => {
    const { post, leads } = await open({ rate: 1, burst: 1000 });
    const lead = (index: number): object => {
      if (index % 10 === 0) return { externalId: `id-${index % 100}`, source: 'web' };
      if (index % 10 === 1) return { email: `person-${index % 100}@engine.test`, message: `No. ${index}` };
      return { externalId: `lead-${index}`, name: `Lead ${index}`, message: 'x'.repeat(1000) };
    };
    const before = process.memoryUsage().rss;
    const answers = await Promise.all(Array.from({ length: 1200 }, (_, index) => post(lead(index))));
    const by = (status: number): number => answers.filter((answer) => answer.status === status).length;
    const said = (status: string): number => answers.filter(({ body }) => body['status'] === status).length;
    expect(by(429)).toBe(200);
    expect(by(201) + by(200)).toBe(1000);
    for (const answer of answers) if (answer.status === 429) expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    const stored = await leads();
    expect(stored).toHaveLength(said('created'));
    expect(said('created') + said('duplicate') + said('merged')).toBe(1000);
    expect(new Set(answers.filter(({ status }) => status < 300).map(({ body }) => body['id']))).toEqual(
      new Set(stored.map(({ lead: { id } }) => id)),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('says in the log that senders are too fast, once and not for each of them', async () => {
    const { post, pass, logLines } = await open({ rate: 0.001, burst: 1 });
    await Promise.all(Array.from({ length: 50 }, (_, index) => post({ externalId: index })));
    const lines = (): number => logLines.filter((line) => line.includes('too_fast')).length;
    expect(lines()).toBe(1);
    pass(10_000);
    await post(ada);
    expect(lines()).toBe(2);
  });
});

describe('F78: nothing of a stranger in logs, metrics or answers', () => {
  it('whatever becomes of the request', async () => {
    const { post, postRaw, get, pass, metrics, logLines } = await open({ rate: 1000, burst: 14 });
    const canary = 'canary7f3a';
    const lead = {
      name: canary,
      email: `${canary}@engine.test`,
      phone: '+442079460123',
      message: canary,
      source: canary,
      attributes: { [canary]: canary },
    };
    const answers = [
      await post(lead),
      await post({ ...lead, message: `${canary} again` }),
      await post(lead, { 'idempotency-key': canary }),
      await post({ ...lead, name: 'other' }, { 'idempotency-key': canary }),
      await post(lead, { 'idempotency-key': `${canary}\u0080` }),
      await post(lead, { authorization: `Bearer ${canary}` }),
      await post(lead, { 'content-type': `text/${canary}` }),
      await post(lead, { 'content-encoding': canary }),
      await postRaw(`{"email": ${canary}`),
      await post({ email: canary, score: canary, occurredAt: canary, employees: [canary], test: canary }),
      await postRaw(canary.repeat(100_000)),
      await get(`/v1/leads/${canary}`),
      await get(`/v1/leads/externalId:${canary}:${canary}`),
      await get(`/${canary}?${canary}`),
    ];
    pass(1);
    for (let index = 0; index < 30; index += 1) answers.push(await post(lead));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 200, 422, 401, 415, 400, 413, 404, 429]));
    expect(logLines.length).toBeGreaterThan(3);
    expect(logLines.join('\n')).not.toMatch(/canary7f3a|2079460123|intake-token/);
    expect(await metrics.text()).not.toContain(canary);
    for (const answer of answers) expect(answer.text).not.toContain(canary);
  });
});

it('a lead that says when it happened is dated so', async () => {
  const { post, leads } = await open();
  await post({ externalId: 'old', occurredAt: '2026-11-20T08:00:00Z' });
  await post({ externalId: 'ahead', occurredAt: '2026-11-23T20:00:00Z' });
  const at = new Map((await leads()).map((record) => [record.externalIds[0]?.externalId, record.events[0]]));
  expect(at.get('old')).toMatchObject({ at: Date.parse('2026-11-20T08:00:00Z'), recordedAt: start });
  expect(at.get('ahead')).toMatchObject({ at: start, recordedAt: start });
});
