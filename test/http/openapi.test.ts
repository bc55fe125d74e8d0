// The OpenAPI document: it holds together, it names the routes that there are, and its schemas take what is really answered.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { createMetrics } from '../../src/http/metrics.ts';
import { apiSchemas, openApiDocument } from '../../src/http/openapi.ts';
import { createRoutes } from '../../src/http/routes.ts';
import { createGate } from '../../src/http/token.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { fine, openDoor, start, token } from './door.ts';
import type { Answer, Door } from './door.ts';

type Json = Readonly<Record<string, unknown>>;
const document = JSON.parse(JSON.stringify(openApiDocument())) as Json;
const prefix = '#/components/schemas/';

let door: Door;
beforeAll(async () => {
  door = await openDoor({ rate: 0.001, burst: 12 });
});
afterAll(() => door.stop());

function at(pointer: string): unknown {
  return pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((node, key) => (node as Json | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

function nodes(node: unknown, path = '#'): [string, Json][] {
  if (typeof node !== 'object' || node === null) return [];
  return [
    [path, node as Json],
    ...Object.entries(node).flatMap(([key, child]) => nodes(child, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)),
  ];
}

/** What is wrong with a value, by the schema that the named component was made of; `[]` = it fits. */
function faults(schema: Json, value: unknown): unknown[] {
  if (typeof schema['$ref'] !== 'string') return typeof value === schema['type'] ? [] : [schema, value];
  const made = Object.entries(apiSchemas).find(([name]) => schema['$ref'] === `${prefix}${name}`)?.[1] as z.ZodType | undefined;
  return made ? (made.safeParse(value).error?.issues ?? []) : [schema];
}

function operations(): { path: string; method: string; operation: Json }[] {
  return Object.entries(document['paths'] as Json).flatMap(([path, item]) =>
    Object.entries(item as Json).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation: operation as Json })),
  );
}

describe('the document', () => {
  it('is served without a token, as it is', async () => {
    const answer = await door.get('/v1/openapi.json', {});
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(answer.body).toEqual(document);
    expect(answer.body['openapi']).toBe('3.1.0');
  });

  it('every reference leads somewhere, and every component is used', () => {
    const refs = nodes(document).flatMap(([, node]) => (typeof node['$ref'] === 'string' ? [node['$ref']] : []));
    for (const ref of refs) expect([ref, typeof at(ref)]).toEqual([ref, 'object']);
    const components = Object.keys((document['components'] as Json)['schemas'] as Json).map((name) => `#/components/schemas/${name}`);
    expect(components.filter((name) => !refs.includes(name))).toEqual([]);
  });

  it('every component says what it is, and no address or dialect of another document is left in it', () => {
    for (const [path, node] of nodes(at('#/components'), '#/components')) {
      if (node['$id'] !== undefined || node['$schema'] !== undefined) expect.fail(path);
    }
    for (const name of Object.keys(apiSchemas)) expect(at(`${prefix}${name}`)).toMatchObject({ description: expect.any(String) });
    const lead = at(`${prefix}Lead`) as Json;
    expect(Object.keys(lead['properties'] as Json)).toEqual(expect.arrayContaining(['externalId', 'email', 'phone', 'attributes', 'test']));
    expect(lead['required']).toBeUndefined();
    for (const [name, field] of Object.entries(lead['properties'] as Record<string, Json>))
      expect([name, field['description']]).toEqual([name, expect.any(String)]);
  });

  it('every example fits its schema', () => {
    let checked = 0;
    for (const [path, node] of nodes(document)) {
      if (typeof node['schema'] !== 'object') continue;
      const examples = [node['example'], ...Object.values((node['examples'] ?? {}) as Record<string, Json>).map(({ value }) => value)];
      for (const example of examples.filter((each) => each !== undefined)) {
        expect([path, faults(node['schema'] as Json, example)]).toEqual([path, []]);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(10);
    const example = at('#/paths/~1v1~1leads/post/requestBody/content/application~1json/example');
    expect(parseLead(example, start)).toMatchObject({
      lead: { externalId: 'crm-8841', profile: { isEmailValid: true, isPhoneValid: true } },
    });
  });

  it('every operation has a name of its own, its parameters and its answers', () => {
    const ids = operations().map(({ operation }) => operation['operationId']);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      const named = ((operation['parameters'] ?? []) as Json[])
        .filter((parameter) => parameter['in'] === 'path')
        .map(({ name }) => `{${String(name)}}`);
      expect(path.match(/\{[^}]+\}/g) ?? []).toEqual(named);
      expect(Object.keys(operation['responses'] as Json)).toContain('200');
      const scheme = Object.keys((operation['security'] as Json[])[0] ?? {});
      expect([path, scheme]).toEqual([path, path.startsWith('/v1/leads') ? ['intakeToken'] : []]);
    }
  });

  it('has exactly the routes of the server', () => {
    const gate = createGate(token);
    const routes = createRoutes({
      desk: { store: door.store, now: Date.now, newId: uuidv7 },
      workspaceId: door.workspaceId,
      gate,
      intake: async () => {},
      outcome: async () => {},
      health: async () => fine,
      metrics: createMetrics(),
      log: { debug() {}, info() {}, warn() {}, error() {} },
      now: Date.now,
      isStopping: () => false,
    }).routes;
    const served = routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(served.toSorted()).toEqual(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    );
  });
});

describe('what is answered', () => {
  const isTold = (path: string, method: string, answer: Answer): void => {
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const pointer = `#/paths/${path.replaceAll('/', '~1')}/${method}/responses/${answer.status}`;
    expect([pointer, type, at(`${pointer}/content`)]).toEqual([pointer, type, expect.objectContaining({ [type]: expect.anything() })]);
    for (const name of Object.keys(at(`${pointer}/headers`) ?? {}))
      expect([pointer, name, answer.headers.has(name)]).toEqual([pointer, name, true]);
    const schema = at(`${pointer}/content/${type.replaceAll('/', '~1')}/schema`) as Json;
    expect([pointer, faults(schema, type.includes('json') ? answer.body : answer.text)]).toEqual([pointer, []]);
  };

  it('is what the document says', async () => {
    const lead = { externalId: 'x', source: 'web', email: 'ada@engine.test' };
    const posts = [
      await door.post(lead),
      await door.post(lead),
      await door.post({ email: 'ada@engine.test', message: 'again' }),
      await door.postRaw('{'),
      await door.post(lead, { authorization: '' }),
      await door.post(lead, { 'content-type': 'text/plain' }),
      await door.postRaw(' '.repeat(300_000)),
      await door.post({ email: 'nobody' }),
    ];
    while (posts.at(-1)?.status !== 429) posts.push(await door.post(lead));
    expect(new Set(posts.map(({ status }) => status))).toEqual(new Set([201, 200, 400, 401, 415, 413, 422, 429]));
    for (const answer of posts) isTold('/v1/leads', 'post', answer);
    for (const id of [String(posts[0]?.body['id']), 'unknown']) isTold('/v1/leads/{id}', 'get', await door.get(`/v1/leads/${id}`));
    isTold('/v1/leads/{id}', 'get', await door.get('/v1/leads/x', {}));
    for (const path of ['/healthz', '/readyz', '/metrics', '/v1/openapi.json']) isTold(path, 'get', await door.get(path, {}));
    const closed = await openDoor({ token: null, health: async () => ({ ...fine, database: { ok: false, sentence: 'No.' } }) });
    isTold('/v1/leads', 'post', await closed.post(lead));
    isTold('/readyz', 'get', await closed.get('/readyz'));
    await closed.stop();
    const broken = await openDoor();
    broken.store.close();
    isTold('/v1/leads', 'post', await broken.post(lead));
    isTold('/v1/leads/{id}', 'get', await broken.get('/v1/leads/x'));
    await broken.stop();
  });
});
