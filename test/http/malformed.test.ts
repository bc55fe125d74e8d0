// F69: bodies that no form would send. Refused with a reason or stored, never a fault of ours, and nothing is left behind.
import fc from 'fast-check';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, token } from './door.ts';
import type { Answer, Door } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor({ rate: 1e6, burst: 1e6 });
});
afterAll(() => door.stop());

const utf16 = (text: string): Buffer<ArrayBuffer> => Buffer.from(text, 'utf16le');
const lead = '{"externalId":"x-1","name":"Zoë"}';
const nested = (depth: number, open: string, close: string, inside = ''): string => open.repeat(depth) + inside + close.repeat(depth);

function bytes(body: string | Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(body));
}

function paths(answer: Answer): unknown {
  return ((answer.body['errors'] ?? []) as { path: string }[]).map(({ path }) => path);
}

describe('F69: 400', () => {
  it.each<[string, string | Buffer<ArrayBuffer>]>([
    ['nothing', ''],
    ['only a byte-order mark', '\ufeff'],
    ['half an object', '{"email":"ada@engine.test"'],
    ['a list of brackets without end', '['.repeat(200_000)],
    ['two values', '{}{}'],
    ['a comma too many', '{"email":"ada@engine.test",}'],
    ['single quotes', "{'email':'ada@engine.test'}"],
    ['NaN', '{"externalId":"x","score":NaN}'],
    ['Infinity', '{"externalId":"x","score":-Infinity}'],
    ['a raw line break in a string', '{"externalId":"x\ny"}'],
    ['a raw NUL in a string', '{"externalId":"x\0y"}'],
    ['a form', 'email=ada%40engine.test'],
    ['XML', '<lead/>'],
  ])('%s', async (_name, body) => {
    const answer = await door.postRaw(bytes(body));
    expect([answer.status, answer.body['status']]).toEqual([400, 400]);
    expect(answer.body['detail']).not.toMatch(/UTF-8/);
  });

  it.each<[string, Buffer<ArrayBuffer>]>([
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(lead)])],
    ['UTF-16, big-endian, with its mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(lead).swap16()])],
    ['UTF-16 without a mark', utf16('{"externalId":"x"}')],
    ['UTF-16, big-endian, without a mark', utf16('{"externalId":"x"}').swap16()],
    ['Latin-1', Buffer.from(lead, 'latin1')],
    ['half a character', Buffer.from(lead).subarray(0, -3)],
    ['half of a pair in bytes', Buffer.concat([Buffer.from('{"externalId":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')])],
  ])('%s: send UTF-8', async (_name, body) => {
    const answer = await door.postRaw(bytes(body));
    expect(answer.status).toBe(400);
    expect(answer.body['detail']).toMatch(/UTF-8/);
  });
});

describe('F69: 422 with the path', () => {
  it.each<[string, string, string[]]>([
    ['depth 10,000 in a field', `{"externalId":"deep","extra":${nested(10_000, '[', ']')}}`, ['extra']],
    ['depth 10,000 in attributes', `{"externalId":"deep","attributes":${nested(10_000, '{"a":', '}', '1')}}`, ['attributes']],
    ['only brackets', nested(100_000, '[', ']'), ['(the body)']],
    ['a number', '12', ['(the body)']],
    ['a text', '"ada@engine.test"', ['(the body)']],
    ['a list', '[{"email":"ada@engine.test"}]', ['(the body)']],
    ['an object for an e-mail', '{"email":{"$ne":null}}', ['email']],
    ['a list for a phone', '{"externalId":"x","phone":["1"]}', ['phone']],
    ['a number beyond all numbers', '{"externalId":"x","score":1e999}', ['score']],
    ['an id that no number can hold', '{"externalId":12345678901234567890}', ['externalId']],
    ['true for a name', '{"externalId":"x","name":true}', ['name']],
  ])('%s', async (_name, body, expected) => {
    const answer = await door.postRaw(body);
    expect([answer.status, paths(answer)]).toEqual([422, expected]);
  });

  it('a path is cut where a stranger made it long, and stays well-formed', async () => {
    const answer = await door.postRaw(`{"externalId":"deep","${'k'.repeat(254)}😀${'k'.repeat(9000)}":${nested(100, '[', ']')}}`);
    expect(answer.status).toBe(422);
    const [path] = paths(answer) as string[];
    expect(path).toHaveLength(255);
    expect(path?.isWellFormed()).toBe(true);
  });
});

describe('F69: stored', () => {
  it.each<[string, string, object]>([
    ['a byte-order mark before it', `\ufeff${lead.replace('x-1', 'bom')}`, { externalId: 'bom', name: 'Zoë' }],
    [
      'the same key twice: the last counts',
      '{"externalId":"first","externalId":"twice","name":"a","name":"b"}',
      { externalId: 'twice', name: 'b' },
    ],
    [
      'escaped NULs',
      '{"externalId":"nul","name":"A\\u0000da","attributes":{"k\\u0000":"\\u0000v"}}',
      { name: 'Ada', attributes: { k: 'v' } },
    ],
    [
      'halves of characters',
      '{"externalId":"half","name":"\\ud83d Ada \\udc00","\\udead":"\\ud800"}',
      { name: '\ufffd Ada \ufffd', attributes: { '\ufffd': '\ufffd' } },
    ],
    ['64 levels', `{"externalId":"levels","attributes":${nested(63, '{"a":', '}', '1')}}`, { externalId: 'levels' }],
    ['10,000 characters of a name', `{"externalId":"long","name":"${'é'.repeat(10_000)}"}`, { name: 'é'.repeat(10_000) }],
  ])('%s', async (_name, body, expected) => {
    const answer = await door.postRaw(body);
    expect(answer.status).toBe(201);
    expect((await door.get(`/v1/leads/${String(answer.body['id'])}`)).body).toMatchObject(expected);
  });

  it('__proto__, constructor and prototype are names like any other', async () => {
    const keysBefore = Reflect.ownKeys(Object.prototype);
    const evil = '{"isAdmin":true,"toString":"x"}';
    const body = `{"externalId":"proto","__proto__":${evil},"constructor":{"prototype":${evil}},"prototype":${evil},"attributes":{"__proto__":${evil},"hasOwnProperty":1}}`;
    const answer = await door.postRaw(body, { 'idempotency-key': '__proto__' });
    expect(answer.status).toBe(201);
    expect(Reflect.ownKeys(Object.prototype)).toEqual(keysBefore);
    expect('isAdmin' in {}).toBe(false);
    const there = await door.get(`/v1/leads/${String(answer.body['id'])}`);
    expect(there.status).toBe(200);
    expect(Object.getPrototypeOf(there.body['attributes'])).toBe(Object.prototype);
    expect(there.body['isAdmin']).toBeUndefined();
    // A bare "__proto__" alone identifies nobody.
    expect((await door.postRaw('{"__proto__":{"email":"ada@engine.test"}}')).status).toBe(422);
  });
});

describe('F69: 5 MB', () => {
  const big = Buffer.alloc(5 * 1024 * 1024, 'x');

  /** Sends it through node's own client; `isDeclared` = with its length, else in chunks. */
  function postBig(isDeclared: boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(isDeclared ? { 'content-length': big.length } : {}),
      };
      const sent = request(`${door.url}/v1/leads`, { method: 'POST', headers }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject);
      if (!isDeclared) sent.write(big.subarray(0, 1000));
      sent.end(isDeclared ? big : big.subarray(1000));
    });
  }

  it.each([true, false])('413, and memory stays flat (length declared: %s)', async (isDeclared) => {
    await postBig(isDeclared);
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 40; round += 1) expect(await postBig(isDeclared)).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('F69: whatever is sent', () => {
  const isAnswered = async (body: Uint8Array<ArrayBuffer>): Promise<void> => {
    const answer = await door.postRaw(body);
    expect([200, 201, 400, 422]).toContain(answer.status);
    if (answer.status === 422) expect(paths(answer)).not.toHaveLength(0);
  };

  it('any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (body) => isAnswered(new Uint8Array(body))),
      { numRuns: 150 },
    ));

  it('any JSON, also where fields should be', async () => {
    const field = fc.constantFrom(
      'email',
      'phone',
      'externalId',
      'name',
      'employees',
      'score',
      'occurredAt',
      'attributes',
      'test',
      'country',
      'url',
      'source',
      '__proto__',
    );
    const body = fc.dictionary(
      fc.oneof(field, fc.string({ unit: 'binary' })),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' })),
    );
    await fc.assert(
      fc.asyncProperty(body, (value) => isAnswered(bytes(JSON.stringify(value)))),
      { numRuns: 300 },
    );
    expect(door.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
