// Rows of spreadsheets as leads.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapColumns } from '../../src/sources/columns.ts';
import { parseLeadRow } from '../../src/sources/csv-leads.ts';
import type { RowDefaults } from '../../src/sources/csv-leads.ts';
import { parseLead } from '../../src/sources/lead.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

function parsed(record: Record<string, string>, defaults: RowDefaults = {}, pairs: readonly string[] = []) {
  const result = mapColumns(Object.keys(record), { pairs });
  if ('problems' in result) throw new Error(result.problems.join(' '));
  return parseLeadRow(record, result.mapping, { now, ...defaults });
}
function taken(record: Record<string, string>, defaults?: RowDefaults, pairs?: readonly string[]) {
  const reading = parsed(record, defaults, pairs);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.lead;
}

test('a row in the spellings of a form tool', () => {
  const lead = taken({
    'First Name': 'Nia',
    last_name: 'Sample',
    'E-mail': ' Nia@Example.COM ',
    'Company Name': 'Example PLC',
    utm_source: 'Google',
    'UTM Campaign': 'brand-uk',
    'Lead Score': '82',
    created: '11/20/2026 09:41',
    'Favourite colour': 'green',
    Empty: '',
  });
  expect(lead).toMatchObject({
    source: 'Google',
    campaign: 'brand-uk',
    score: 82,
    emailKey: 'nia@example.com',
    occurredAt: Date.parse('2026-11-20T09:41:00Z'),
    profile: { name: 'Nia Sample', email: 'Nia@Example.COM', company: 'Example PLC', attributes: { 'Favourite colour': 'green' } },
  });
  expect(Object.keys(lead.profile.attributes)).toEqual(['Favourite colour']);
});

test('a row is the lead that the same JSON is', () => {
  const record = {
    externalId: 'crm-1',
    name: 'Ada',
    email: 'ada@engine.test',
    employees: '120',
    score: '72',
    test: 'true',
    occurredAt: '2026-11-22T10:00:00Z',
    foo: 'bar',
  };
  expect({ lead: taken(record) }).toEqual(parseLead(record, now));
});

describe('names in parts', () => {
  test.each([
    [{ Vorname: 'Ada', Nachname: 'Lovelace' }, 'Ada Lovelace', {}],
    [{ Vorname: 'Ada', Name: 'Lovelace' }, 'Ada Lovelace', {}],
    [{ 'First Name': 'Ada', 'Last Name': '' }, 'Ada', {}],
    [{ 'First Name': 'Ada', Name: 'Ada Lovelace' }, 'Ada Lovelace', {}],
    [{ 'First Name': 'Ada', 'Last Name': 'Lovelace', Name: 'Ada Lovelace' }, 'Ada Lovelace', {}],
    [{ 'First Name': 'Ada', 'Last Name': 'King', Name: 'Countess' }, 'Countess', { firstName: 'Ada', lastName: 'King' }],
    [{ 'First Name': 'Ada', 'Last Name': 'King', Name: '' }, 'Ada King', {}],
    [{ 'First Name': '', 'Last Name': '', Name: '' }, null, {}],
  ])('%j', (record, name, attributes) => {
    expect(taken({ email: 'a@engine.test', ...record }).profile).toMatchObject({ name, attributes });
  });
});

describe('a column that was only guessed never refuses a row', () => {
  test.each([
    [{ 'Lead Score': 'Hot' }, { score: null }],
    [{ 'Company size': 'SMB' }, { profile: { employees: null } }],
    [{ 'Company size': '11-50' }, { profile: { employees: null } }],
    [{ Created: 'last spring' }, { occurredAt: null }],
    [{ Created: '11/05/2026' }, { occurredAt: null }],
  ])('%j', (record, expected) => {
    const lead = taken({ email: 'a@engine.test', ...record });
    expect(lead).toMatchObject(expected);
    expect(lead.profile.attributes).toEqual(record);
  });

  test.each([
    [{ score: 'Hot' }, 'score must be a number'],
    [{ employees: 'SMB' }, 'employees must be a whole number such as 120'],
    [{ occurredAt: 'last spring' }, 'occurredAt must be a date and time such as 2026-11-22T10:00:00Z'],
    [{ occurredAt: '11/05/2026' }, 'occurredAt could be two dates: write it like 2026-11-22'],
  ])("but one of a field's own name does: %j", (record, sentence) => {
    const reading = parsed({ email: 'a@engine.test', ...record });
    expect('problems' in reading && reading.problems.map(({ path, message }) => `${path} ${message}`)).toEqual([sentence]);
  });
});

test('the source of the command line is for rows that have none', () => {
  const defaults = { source: 'fair-2026' };
  expect(taken({ email: 'a@engine.test', source: '' }, defaults).source).toBe('fair-2026');
  expect(taken({ email: 'a@engine.test' }, defaults).source).toBe('fair-2026');
  expect(taken({ email: 'a@engine.test', source: 'web' }, defaults).source).toBe('web');
});

test('times without a zone are local where a zone is given', () => {
  const record = { email: 'a@engine.test', occurredAt: '2026-11-20 09:41' };
  expect(taken(record, { timezone: 'America/New_York' }).occurredAt).toBe(Date.parse('2026-11-20T14:41:00Z'));
});

test('attributes of our own export come back; the reasons of refused rows do not', () => {
  const record = {
    email: 'a@engine.test',
    attributes: '{"plan":"team","__proto__":{"isAdmin":true}}',
    'attributes.size': 'L',
    'Refused because': 'score must be a number',
  };
  expect(taken(record).profile.attributes).toEqual({ plan: 'team', _proto_: { isAdmin: true }, size: 'L' });
  expect(taken({ email: 'a@engine.test', attributes: 'plain' }).profile.attributes).toEqual({ attributes: 'plain' });
});

test('any cells are answered', () => {
  const headers = ['email', 'First Name', 'Name', 'attributes', 'occurredAt', 'Created', 'constructor', 'attributes.__proto__', 'score'];
  const cell = fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '2026-11-22', 'a@engine.test'));
  fc.assert(
    fc.property(fc.tuple(...headers.map(() => cell)), (cells) => {
      parsed(Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? ''])));
    }),
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
