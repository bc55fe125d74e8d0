// The flat JSON of a lead: what is taken, what is refused and how that is said.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { attributeLimits } from '../../src/sources/attributes.ts';
import type { NewLead } from '../../src/ports.ts';
import { leadFields, leadSchema, parseLead } from '../../src/sources/lead.ts';

/** Any characters, halves of some too. */
const anyText = fc.array(fc.oneof(fc.nat(0xff), fc.nat(0x10ffff))).map((points) => String.fromCodePoint(...points));

const now = Date.parse('2026-11-22T12:00:00Z');
const full = {
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
  source: 'google-ads',
  medium: 'cpc',
  campaign: 'q4-webinar',
  action: 'demo_request',
  score: 72,
  message: 'Can it run our looms?',
  url: 'https://engine.test/pricing',
  occurredAt: '2026-11-22T10:00:00Z',
  attributes: { plan: 'team' },
  test: false,
};

function taken(input: unknown): NewLead {
  const reading = parseLead(input, now);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.lead;
}
function refused(input: unknown): string[] {
  const reading = parseLead(input, now);
  return 'problems' in reading ? reading.problems.map(({ path, message }) => `${path} ${message}`) : [];
}
const withEmail = (fields: object) => ({ email: 'ada@engine.test', ...fields });

test('a whole lead', () => {
  const { externalId, source, medium, campaign, action, score, message, occurredAt, test: _, ...profile } = full;
  expect(taken(full)).toEqual({
    externalId,
    profile: { ...profile, isEmailValid: true, isPhoneValid: true },
    emailKey: 'ada@engine.test',
    phoneKey: '+442079460000',
    source,
    medium,
    campaign,
    action,
    score,
    message,
    occurredAt: Date.parse(occurredAt),
    isTest: false,
  });
});

test('a lead of one field: all else is absent', () => {
  const lead = taken({ phone: '+44 20 7946 0000' });
  expect(lead).toMatchObject({
    externalId: null,
    emailKey: null,
    source: null,
    score: null,
    message: null,
    occurredAt: null,
    isTest: false,
  });
  expect(lead.profile).toMatchObject({ name: null, email: null, attributes: {}, isEmailValid: false, isPhoneValid: true });
});

test('blank text, null and empty attributes are absent', () => {
  const nothing = Object.fromEntries(
    [...leadFields].filter((field) => field !== 'email').map((field) => [field, field === 'attributes' ? '' : ' \u200b\n']),
  );
  const nulls = Object.fromEntries([...leadFields].filter((field) => field !== 'email').map((field) => [field, null]));
  expect(taken(withEmail(nothing))).toEqual(taken(withEmail({})));
  expect(taken(withEmail(nulls))).toEqual(taken(withEmail({})));
});

describe('numbers and numeric strings are taken for each other', () => {
  test.each([
    [{ score: '72' }, { score: 72 }],
    [{ score: '72,5' }, { score: 72.5 }],
    [{ externalId: 8841 }, { externalId: '8841' }],
    [{ source: 5 }, { source: '5' }],
    [{ test: 'true' }, { isTest: true }],
    [{ test: 1 }, { isTest: true }],
    [{ occurredAt: 1_763_799_000_123 }, { occurredAt: 1_763_799_000_123 }],
    [{ occurredAt: '1763799000123' }, { occurredAt: 1_763_799_000_123 }],
    [{ occurredAt: '2026-11-22T10:00:00' }, { occurredAt: Date.parse('2026-11-22T10:00:00Z') }],
    [{ occurredAt: '2026-11-22' }, { occurredAt: Date.parse('2026-11-22T00:00:00Z') }],
  ])('%j', (fields, expected) => {
    expect(taken(withEmail(fields))).toMatchObject(expected);
  });

  test.each([
    [{ phone: 447_911_123_456 }, { phone: '447911123456' }],
    [{ name: 12 }, { name: '12' }],
    [{ employees: '120' }, { employees: 120 }],
    [{ employees: '1,200' }, { employees: 1200 }],
    [{ employees: '11-50' }, { employees: null, attributes: { employees: '11-50' } }],
    [{ country: 'Germany' }, { country: 'DE' }],
    [{ country: 'EMEA ' }, { country: 'EMEA' }],
    [{ email: ' Ada@Engine.TEST ' }, { email: 'Ada@Engine.TEST' }],
  ])('%j', (fields, expected) => {
    expect(taken(withEmail(fields)).profile).toMatchObject(expected);
  });

  test('codes lose the white space around them, words of people nothing', () => {
    const lead = taken(withEmail({ source: ' Google-Ads ', message: '  Hello\n' }));
    expect([lead.source, lead.message]).toEqual(['Google-Ads', '  Hello\n']);
  });
});

describe('what is refused, in words', () => {
  test.each([
    [withEmail({ score: 'high' }), ['score must be a number']],
    [withEmail({ score: true }), ['score must be a number']],
    [withEmail({ employees: 'many' }), ['employees must be a whole number such as 120']],
    [withEmail({ employees: -1 }), ['employees must be a whole number such as 120']],
    [withEmail({ name: ['Ada'] }), ['name must be text']],
    [withEmail({ name: { first: 'Ada' } }), ['name must be text']],
    [withEmail({ name: true }), ['name must be text']],
    [withEmail({ test: 'perhaps' }), ['test must be true or false']],
    [withEmail({ attributes: ['a'] }), ['attributes must be an object']],
    [withEmail({ attributes: 'a' }), ['attributes must be an object']],
    [withEmail({ occurredAt: 'yesterday' }), ['occurredAt must be a date and time such as 2026-11-22T10:00:00Z']],
    [withEmail({ occurredAt: 72 }), ['occurredAt must be a date and time such as 2026-11-22T10:00:00Z']],
    [withEmail({ occurredAt: '2026-11-24T10:00:00Z' }), ['occurredAt lies more than a day in the future']],
    [withEmail({ message: 'x'.repeat(20_001) }), ['message is longer than 20,000 characters']],
    [withEmail({ externalId: 2 ** 64 }), ['externalId is too long to be read exactly as a number: send it as text']],
    [{ email: {} }, ['email must be text']],
    [[], ['(the body) is a list: send one lead at a time']],
    [null, ['(the body) must be a JSON object']],
    ['ada@engine.test', ['(the body) must be a JSON object']],
    [{}, ['email is needed, unless there is a phone or an externalId']],
    [{ name: 'Ada', email: ' ', phone: null }, ['email is needed, unless there is a phone or an externalId']],
    [{ email: 'ada at engine' }, ['email is not an e-mail address, and nothing else identifies the lead']],
    [{ phone: 'call me' }, ['phone is not a phone number, and nothing else identifies the lead']],
    [
      { email: 'nope', phone: '12' },
      [
        'email is not an e-mail address, and nothing else identifies the lead',
        'phone is not a phone number, and nothing else identifies the lead',
      ],
    ],
    [
      { score: 'high', name: [] },
      ['name must be text', 'score must be a number', 'email is needed, unless there is a phone or an externalId'],
    ],
  ])('%j', (input, problems) => {
    expect(refused(input)).toEqual(problems);
  });

  test('a malformed e-mail or phone is kept as written and marked when something else identifies the lead', () => {
    const lead = taken({ externalId: '1', email: 'ada at engine', phone: 'call me' });
    expect(lead).toMatchObject({ emailKey: null, phoneKey: null });
    expect(lead.profile).toMatchObject({ email: 'ada at engine', isEmailValid: false, phone: 'call me', isPhoneValid: false });
    expect(taken({ phone: '+44 20 7946 0000', email: 'x' }).profile.isEmailValid).toBe(false);
    expect(taken({ email: 'ada@engine.test', phone: 'x' }).profile.isPhoneValid).toBe(false);
  });

  test('a local number of an unknown country can be dialled: the lead is not lost', () => {
    expect(taken({ phone: '030 1234567' })).toMatchObject({ phoneKey: null, profile: { phone: '030 1234567', isPhoneValid: false } });
    expect(taken({ phone: '030 1234567', country: 'Germany' }).phoneKey).toBe('+49301234567');
  });
});

describe('unknown fields are kept', () => {
  test('under attributes, beside those sent there', () => {
    const lead = taken(withEmail({ foo: 1, attributes: { plan: 'team', foo: 'mine' }, nested: { a: [1, { b: null }] } }));
    expect(lead.profile.attributes).toEqual({ plan: 'team', foo: 'mine', foo_2: 1, nested: { a: [1, { b: null }] } });
  });

  test('within bounds, and what was cut is marked', () => {
    const deep = JSON.parse('{"a":'.repeat(50) + '1' + '}'.repeat(50)) as unknown;
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index]));
    const long = 'x'.repeat(50_000);
    for (const value of [deep, wide, long, Array.from({ length: 5000 }, () => 'x'), Array.from({ length: 50 }, () => long)]) {
      const { attributes } = taken(withEmail({ value, after: 'kept or cut' })).profile;
      const text = JSON.stringify(attributes);
      expect(text.length).toBeLessThan(attributeLimits.totalLength * 1.3);
      expect(text).toContain('…');
    }
    const { attributes } = taken(withEmail(wide)).profile;
    expect(Object.keys(attributes).length).toBe(attributeLimits.values + 1);
  });
});

describe('F69: hostile JSON', () => {
  const depth = 10_000;
  test.each([
    ['a deep list for text', withEmailJson(`"name":${'['.repeat(depth)}${']'.repeat(depth)}`), ['name must be text']],
    ['a deep object for attributes', withEmailJson(`"attributes":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`), []],
    ['a deep unknown field', withEmailJson(`"x":${'['.repeat(depth)}${']'.repeat(depth)}`), []],
    ['a deep body', '['.repeat(depth) + ']'.repeat(depth), ['(the body) is a list: send one lead at a time']],
    ['a key twice: the last counts', '{"email":"x","email":"ada@engine.test"}', []],
    ['__proto__ at the top', withEmailJson('"__proto__":{"isAdmin":true,"test":true}'), []],
    ['__proto__ in attributes', withEmailJson('"attributes":{"__proto__":{"isAdmin":true},"a":{"__proto__":{"isAdmin":true}}}'), []],
    ['__proto__ behind NUL', withEmailJson('"attributes":{"__proto__\\u0000":{"isAdmin":true}}'), []],
    ['constructor', withEmailJson('"constructor":{"prototype":{"isAdmin":true}},"toString":1,"hasOwnProperty":2'), []],
    ['a number too large for one', withEmailJson('"score":1e999'), ['score must be a number']],
  ])('%s', (_, json, problems) => {
    const before = Object.getOwnPropertyNames(Object.prototype).toSorted();
    const reading = parseLead(JSON.parse(json), now);
    expect('problems' in reading ? reading.problems.map(({ path, message }) => `${path} ${message}`) : []).toEqual(problems);
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(before);
    if ('lead' in reading) {
      const copy = Object.assign({}, reading.lead.profile.attributes) as Record<string, unknown>;
      expect(copy['isAdmin']).toBeUndefined();
      expect(JSON.parse(JSON.stringify(reading.lead))).toEqual(reading.lead);
      expect(reading.lead.isTest).toBe(false);
    }
  });

  test('NUL is taken out, halves of characters are replaced, a byte order mark stays text', () => {
    const lead = taken(withEmail({ name: 'A\0da\ud83d', message: '\ufeffHi \udc00', ['k\0\ud800']: 'v\0\udfff' }));
    expect([lead.profile.name, lead.message]).toEqual(['Ada\ufffd', '\ufeffHi \ufffd']);
    expect(lead.profile.attributes).toEqual({ 'k\ufffd': 'v\ufffd' });
    expect(taken(withEmail({ name: '\0' })).profile.name).toBeNull();
  });

  test('long runs of anything are read in one pass, in every field', () => {
    for (const run of ['1', ' ', 'a ', '1,000', '-', '\u200b', '.', '@', 'a@', '+', "'"]) {
      const text = `x${run.repeat(100_000 / run.length)}x`;
      for (const written of [text, text.slice(1), text.slice(0, -1)])
        parseLead(Object.fromEntries([...leadFields, 'other'].map((field) => [field, written])), now);
    }
  });

  test('any JSON is answered, and every problem has a path and a sentence', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const body = fc.oneof(
      value,
      fc.dictionary(fc.oneof(fc.constantFrom(...leadFields, '__proto__', 'constructor'), fc.string()), value),
      fc.record(
        { email: fc.emailAddress(), name: value, foo: value, test: value, score: value, occurredAt: value },
        { requiredKeys: ['email'] },
      ),
    );
    fc.assert(
      fc.property(body, (input) => {
        const reading = parseLead(input, now);
        if ('problems' in reading) for (const { path, message } of reading.problems) expect(path !== '' && message !== '').toBe(true);
        else expect(JSON.stringify(reading.lead).isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('F70: names are stored exactly as written', () => {
  test.each([
    ['a family', '👨‍👩‍👧‍👦 Family'],
    ['right to left', 'محمد \u202e evil'],
    ['without width', 'A\u200bd\ufeffa'],
    ['Zalgo', `Z${'\u0301'.repeat(200)}algo`],
    ['lines', 'Ada\r\nLovelace\t'],
    ['decomposed', 'Cafe\u0301'],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['10,000 emoji', '🦄'.repeat(10_000)],
    ['formula', '=HYPERLINK("http://evil")'],
    ['markup', '<!channel> *bold* &amp;'],
  ])('%s', (_, name) => {
    expect(taken(withEmail({ name })).profile.name).toBe(name);
  });

  test('any whole text without NUL', () => {
    const text = anyText.filter((written) => written.isWellFormed() && !written.includes('\0') && /[^\s\u200b\u2060\ufeff]/u.test(written));
    fc.assert(
      fc.property(text, (name) => {
        expect(taken(withEmail({ name, message: name, foo: name }))).toMatchObject({
          message: name,
          profile: { name, attributes: { foo: name } },
        });
      }),
    );
  });

  test('one character more is told', () => {
    expect(refused(withEmail({ name: '🦄'.repeat(10_001) }))).toEqual(['name is longer than 10,000 characters']);
  });
});

test('the schema describes every field for callers', () => {
  const json = z.toJSONSchema(leadSchema, { io: 'input' });
  expect(Object.keys(json.properties ?? {})).toEqual(Object.keys(full));
  expect(json.required).toBeUndefined();
  expect(json.additionalProperties).not.toBe(false);
  for (const property of Object.values(json.properties ?? {})) expect(property).toHaveProperty('description');
});

function withEmailJson(fields: string): string {
  return `{"email":"ada@engine.test",${fields}}`;
}
