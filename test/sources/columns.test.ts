// Which column is which field.
import { describe, expect, test } from 'vitest';
import { historyFields, mapColumns } from '../../src/sources/columns.ts';
import type { ColumnOptions } from '../../src/sources/columns.ts';
import { leadFields } from '../../src/sources/lead.ts';

function fieldsOf(headers: readonly string[], options?: ColumnOptions) {
  const result = mapColumns(headers, options);
  if ('problems' in result) throw new Error(result.problems.join(' '));
  return result.mapping.columns.map((column) => column.field);
}
function problemsOf(headers: readonly string[], options?: ColumnOptions) {
  const result = mapColumns(headers, options);
  return 'problems' in result ? result.problems : [];
}

describe('common spellings', () => {
  test.each([
    ['Lead Source', 'source'],
    ['utm_source', 'source'],
    ['UTM Source', 'source'],
    ['utm_medium', 'medium'],
    ['UTM Campaign', 'campaign'],
    ['First Name', 'firstName'],
    ['last_name', 'lastName'],
    ['Full Name', 'name'],
    ['E-mail', 'email'],
    ['EMAIL ADDRESS', 'email'],
    ['your-email', 'email'],
    ['E-Mail-Adresse', 'email'],
    ['Correo electrónico', 'email'],
    ['Phone Number', 'phone'],
    ['Mobile', 'phone'],
    ['téléphone', 'phone'],
    ['Company Name', 'company'],
    ['Account', 'company'],
    ['Organisation', 'company'],
    ['Organization', 'company'],
    ['SOCIÉTÉ', 'company'],
    ['Job Title', 'title'],
    ['Employees', 'employees'],
    ['Company size', 'employees'],
    ['Nombre d’employés', 'employees'],
    ["Nombre d'employés", 'employees'],
    ['Country/Region', 'country'],
    ['Lead ID', 'externalId'],
    ['Record ID', 'externalId'],
    ['External ID', 'externalId'],
    ['Lead Score', 'score'],
    ['Created Date', 'occurredAt'],
    ['created', 'occurredAt'],
    ['Währung', null],
    ['Shoe size', null],
    ['constructor', null],
    ['', null],
  ])('%s is %s', (header, field) => {
    expect(fieldsOf([header, 'test'], { pairs: ['test=email'] })[0] ?? null).toBe(field === 'email' ? null : field);
    expect(fieldsOf([header, 'crm'], { pairs: ['crm=phone'] })[0]).toBe(field === 'phone' ? null : field);
  });

  test('every field is known by its own name, and no spelling stands for two', () => {
    const own = [...leadFields, ...historyFields];
    expect(fieldsOf(own, { isHistory: true })).toEqual(own);
  });

  test('in history, a creation date says when the lead was received', () => {
    expect(fieldsOf(['E-mail', 'Created Date'], { isHistory: true })).toEqual(['email', 'receivedAt']);
    expect(fieldsOf(['email', 'receivedAt', 'Created Date', 'occurredAt'], { isHistory: true })).toEqual([
      'email',
      'receivedAt',
      null,
      'occurredAt',
    ]);
    expect(fieldsOf(['email', 'verdict', 'receivedAt'])).toEqual(['email', null, 'occurredAt']);
  });
});

describe('two columns for one field', () => {
  test('the first wins, the other goes to attributes', () => {
    expect(fieldsOf(['E-mail', 'Work Email'])).toEqual(['email', null]);
  });
  test("a field's own name wins over a spelling", () => {
    expect(fieldsOf(['ID', 'Work Email', 'externalId', 'email'])).toEqual([null, null, 'externalId', 'email']);
  });
  test('--map wins over all', () => {
    expect(fieldsOf(['email', 'Their = Mail', 'Quelle'], { pairs: ['Their = Mail=email', 'quelle = Campaign'] })).toEqual([
      null,
      'email',
      'campaign',
    ]);
  });
  test('only a spelling is a guess', () => {
    const result = mapColumns(['E-mail', 'Phone', 'Tel.', 'Nr'], { pairs: ['Nr=externalId'] });
    expect('mapping' in result && result.mapping.columns.map((column) => column.isGuess)).toEqual([false, false, false, false]);
    const guessed = mapColumns(['Mail', 'Lead Score']);
    expect('mapping' in guessed && guessed.mapping.columns.map((column) => column.isGuess)).toEqual([true, true]);
  });
});

describe('what --map cannot do is said', () => {
  test.each([
    [['Nope=email'], /no column Nope\. Its columns are email, Phone\./],
    [['Phone=telephone'], /telephone is not a field\. The fields are externalId, name, email, .*lastName\./],
    [['Phone=verdict'], /verdict is not a field/],
    [['Phone'], /not of the form "Their Column=ourField"/],
    [['=email'], /not of the form/],
    [['Phone='], /not of the form/],
    [['Phone=name', 'Phone=title'], /mapped twice/],
    [['Phone=email', 'email=email'], /already mapped to email/],
  ])('%j', (pairs, sentence) => {
    expect(problemsOf(['email', 'Phone'], { pairs }).join(' ')).toMatch(sentence);
  });

  test('all faults at once', () => {
    expect(problemsOf(['Name'], { pairs: ['a', 'b=c'], isHistory: true })).toHaveLength(5);
  });
});

test('columns without which no row can be a lead are asked for', () => {
  expect(problemsOf(['Name', 'Firma'])).toEqual([
    'No column is recognised as email, phone or externalId, and a lead needs one of them. The file’s columns are Name, Firma. Say which it is, such as --map "Their Column=email".',
  ]);
  expect(problemsOf(['email'], { isHistory: true }).join(' ')).toMatch(/receivedAt/);
  expect(problemsOf(['Name', 'Firma'], { pairs: ['Firma=externalId'] })).toEqual([]);
});
