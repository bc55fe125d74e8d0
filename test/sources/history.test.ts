// Rows of history: what became of a lead, when, in whose words.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapColumns } from '../../src/sources/columns.ts';
import { parseHistoryRow } from '../../src/sources/history.ts';
import { reasonCodes, reasonOf } from '../../src/domain/reasons.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const timezone = 'America/New_York';
const at = (iso: string, isDateOnly = false) => ({ at: Date.parse(iso), isDateOnly });

function parsed(record: Record<string, string>) {
  const row = { email: 'ada@engine.test', receivedAt: '2026-03-02', ...record };
  const result = mapColumns(Object.keys(row), { isHistory: true });
  if ('problems' in result) throw new Error(result.problems.join(' '));
  return parseHistoryRow(row, result.mapping, { timezone, now, defaultSource: 'crm' });
}
function taken(record: Record<string, string>) {
  const reading = parsed(record);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.history;
}
function refused(record: Record<string, string>) {
  const reading = parsed(record);
  return 'problems' in reading ? reading.problems.map(({ path, message }) => `${path} ${message}`) : [];
}

test('a whole story', () => {
  const history = taken({
    name: 'Ada Lovelace',
    receivedAt: '2026-03-02T09:00:00-05:00',
    claimedAt: '2026-03-02 10:30',
    verdict: 'Qualified',
    reason: 'Clear need',
    verdictAt: '2026-03-03',
    verdictBy: ' <@U123> Kim ',
    outcome: 'WON',
    outcomeAt: '2026-05-01',
    amount: '12,000',
    currency: 'eur',
    'Account Owner': 'Kim',
  });
  expect(history).toEqual({
    lead: expect.objectContaining({ source: 'crm', emailKey: 'ada@engine.test' }),
    receivedAt: at('2026-03-02T14:00:00Z'),
    claimedAt: at('2026-03-02T15:30:00Z'),
    judged: { ...at('2026-03-03T05:00:00Z', true), verdict: 'qualified', reason: 'clear_need', by: '<@U123> Kim' },
    outcome: { ...at('2026-05-01T04:00:00Z', true), outcome: 'won', amount: 12_000, currency: 'EUR' },
  });
  expect(history.lead.profile.attributes).toEqual({ 'Account Owner': 'Kim' });
});

test('a lead of which nothing more is known; a date is local midnight', () => {
  expect(taken({})).toEqual({ lead: expect.anything(), receivedAt: at('2026-03-02T05:00:00Z', true) });
});

describe('verdict and reason', () => {
  test.each([
    [{ verdict: 'unqualified' }, null],
    [{ verdict: 'unqualified', reason: 'wrong_person' }, 'wrong_person'],
    [{ verdict: 'UNQUALIFIED', reason: 'Wrong person' }, 'wrong_person'],
    [{ verdict: 'unqualified', reason: 'outside our icp' }, 'wrong_company'],
    [{ verdict: 'unqualified', reason: 'Other' }, 'other'],
    [{ verdict: 'qualified', reason: 'Other' }, 'other_yes'],
    [{ verdict: 'qualified', reason: 'strong fit early' }, 'early_fit'],
    [{ verdict: 'qualified', reason: '(not given)' }, null],
  ])('%j', (record, reason) => {
    expect(taken(record).judged).toMatchObject({ reason, by: null });
  });

  test('every code and label is understood beside its verdict', () => {
    for (const code of reasonCodes) {
      for (const verdict of ['qualified', 'unqualified'] as const) {
        const isFitting = reasonOf(code).groups.includes(verdict);
        expect(refused({ verdict, reason: code }).length === 0, code).toBe(isFitting || code === 'other');
        if (isFitting) expect(taken({ verdict, reason: reasonOf(code).label }).judged?.reason).toBe(code);
      }
    }
  });

  test('without a date of its own, the verdict is of the day when the lead came', () => {
    expect(taken({ receivedAt: '2026-03-02T09:00:00Z', verdict: 'qualified' }).judged).toMatchObject(at('2026-03-02T09:00:00Z', true));
  });

  test.each([
    [{ verdict: 'maybe' }, ['verdict must be one of qualified, unqualified']],
    [
      { verdict: 'qualified', reason: 'no_budget' },
      [
        'reason is not a reason for qualified: for qualified choose clear_need, decision_maker, budget_confirmed, meeting_booked, early_fit, other_yes',
      ],
    ],
    [
      { verdict: 'unqualified', reason: 'ugly logo' },
      [expect.stringMatching(/^reason is not one of the reasons: for unqualified choose not_a_buyer, .*, other$/)],
    ],
    [{ reason: 'no_budget' }, ['verdict is missing beside the reason: write qualified or unqualified']],
  ])('refused: %j', (record, problems) => {
    expect(refused(record)).toEqual(problems);
  });
});

describe('returns', () => {
  test('a return without a verdict takes the reason', () => {
    expect(taken({ returnedAt: '2026-03-09', reason: 'Not now' })).toMatchObject({
      returnedAt: at('2026-03-09T04:00:00Z', true),
      returnReason: 'bad_timing',
    });
    expect(taken({ returnedAt: '2026-03-09', reason: 'no_budget', verdict: 'unqualified' })).toMatchObject({
      returnReason: null,
      judged: { reason: 'no_budget' },
    });
    expect(refused({ returnedAt: '2026-03-09', reason: 'wrong_person' })).toEqual([
      'reason is not a reason for a return: for a return choose no_need, no_budget, bad_timing, no_response, bad_contact, other',
    ]);
  });
});

describe('dates', () => {
  test.each([
    [{ receivedAt: '' }, ['receivedAt is needed: the date when the lead came in']],
    [{ receivedAt: 'spring' }, ['receivedAt must be a date such as 2026-11-22 or a time such as 2026-11-22T10:00:00Z']],
    [{ receivedAt: '03/02/2026' }, ['receivedAt could be two dates: write it like 2026-11-22']],
    [{ receivedAt: '2026-11-30' }, ['receivedAt lies more than a day in the future']],
    [{ verdict: 'qualified', verdictAt: '2027-01-01' }, ['verdictAt lies more than a day in the future']],
    [{ verdict: 'qualified', verdictAt: '2026-03-01' }, ['verdictAt is before the lead was received']],
    [{ verdict: 'qualified', verdictAt: '2026-03-01T23:59:00-05:00' }, ['verdictAt is before the lead was received']],
    [
      { receivedAt: '2026-03-02T09:00:00Z', verdict: 'qualified', verdictAt: '2026-03-02T08:59:59Z' },
      ['verdictAt is before the lead was received'],
    ],
    [{ receivedAt: '2026-03-02T09:00:00Z', outcome: 'won', outcomeAt: '2026-03-01' }, ['outcomeAt is before the lead was received']],
    [{ claimedAt: '2026-03-01' }, ['claimedAt is before the lead was received']],
    [{ returnedAt: '2026-03-01' }, ['returnedAt is before the lead was received']],
  ])('refused: %j', (record, problems) => {
    expect(refused(record)).toEqual(problems);
  });

  test.each([
    [{ verdict: 'qualified', verdictAt: '2026-03-02' }, at('2026-03-02T05:00:00Z', true)],
    [{ verdict: 'qualified', verdictAt: '2026-03-02T00:30:00-05:00' }, at('2026-03-02T05:30:00Z')],
    // The same day: a whole day is moved to the lead's instant, so that the log stays in order.
    [{ receivedAt: '2026-03-02T15:00:00-05:00', verdict: 'qualified', verdictAt: '2026-03-02' }, at('2026-03-02T20:00:00Z', true)],
    // In New York it is still the second.
    [{ receivedAt: '2026-03-03T03:00:00Z', verdict: 'qualified', verdictAt: '2026-03-02' }, at('2026-03-03T03:00:00Z', true)],
    [{ receivedAt: '2026-03-02T15:00:00Z', verdict: 'qualified', verdictAt: '2026-03-02T15:00:00Z' }, at('2026-03-02T15:00:00Z')],
  ])('at the coarser precision this is no contradiction: %j', (record, expected) => {
    expect(taken(record).judged).toMatchObject(expected);
  });
});

describe('outcome and amount', () => {
  test('an outcome without a date is of the last day that the row knows', () => {
    expect(taken({ outcome: 'lost', returnedAt: '2026-03-09', claimedAt: '2026-03-05' }).outcome).toEqual({
      outcome: 'lost',
      ...at('2026-03-09T04:00:00Z', true),
    });
  });
  test.each([
    [{ outcome: 'closed' }, ['outcome must be one of opportunity, won, lost']],
    [{ outcome: 'won', amount: 'lots' }, ['amount must be a number of zero or more, such as 12000 or 1,234.56']],
    [{ outcome: 'won', amount: '-1' }, ['amount must be a number of zero or more, such as 12000 or 1,234.56']],
    [{ outcome: 'won', amount: '12.000' }, ['amount could be thousands or a decimal: write it like 1234.00']],
    [{ outcome: 'won', amount: '12', currency: 'Euro' }, ['currency must be a currency’s three letters, such as EUR']],
    [{ outcome: 'won', amount: '12', currency: 'XQZ' }, ['currency must be a currency’s three letters, such as EUR']],
  ])('refused: %j', (record, problems) => {
    expect(refused(record)).toEqual(problems);
  });
  test('what belongs to an outcome or verdict that the row does not have is kept', () => {
    expect(taken({ amount: 'tbd', currency: 'EUR', outcomeAt: '2026-06-01', verdictBy: 'Kim' }).lead.profile.attributes).toEqual({
      verdictBy: 'Kim',
      outcomeAt: '2026-06-01',
      amount: 'tbd',
      currency: 'EUR',
    });
  });
});

test('every fault of a row is named at once', () => {
  expect(refused({ email: 'x', score: 'high', receivedAt: 'spring' })).toEqual([
    'score must be a number',
    'email is not an e-mail address, and nothing else identifies the lead',
    'receivedAt must be a date such as 2026-11-22 or a time such as 2026-11-22T10:00:00Z',
  ]);
});

test('any cells are answered, and nothing comes before the lead', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      'qualified',
      'unqualified',
      'Other',
      'no_budget',
      'won',
      '12.50',
      'EUR',
      '2026-03-01',
      '2026-03-02',
      '2026-03-02T10:00:00Z',
      '2026-03-05T22:00:00-08:00',
    ),
    fc.string(),
  );
  const fields = [
    'receivedAt',
    'claimedAt',
    'verdict',
    'reason',
    'verdictAt',
    'verdictBy',
    'returnedAt',
    'outcome',
    'outcomeAt',
    'amount',
    'currency',
  ];
  fc.assert(
    fc.property(fc.tuple(...fields.map(() => cell)), fc.constantFrom('2026-03-02', '2026-03-02T15:00:00Z'), (cells, receivedAt) => {
      const reading = parsed({ ...Object.fromEntries(fields.map((field, index) => [field, cells[index] ?? ''])), receivedAt });
      if ('problems' in reading) return;
      const { receivedAt: start, claimedAt, judged, returnedAt, outcome } = reading.history;
      for (const later of [claimedAt, judged, returnedAt, outcome]) expect(later?.at ?? start.at).toBeGreaterThanOrEqual(start.at);
    }),
    { numRuns: 500 },
  );
});
