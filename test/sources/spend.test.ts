// Money spent, as people and exports write it: which columns, which days, how much, in which currency, and why not.
import { describe, expect, it } from 'vitest';
import { readMoney } from '../../src/sources/money.ts';
import { type SpendMapping, mapSpendColumns } from '../../src/sources/spend-columns.ts';
import { parseSpend, parseSpendRow } from '../../src/sources/spend.ts';

const options = { timezone: 'Europe/Berlin', today: '2026-11-22' };

describe('an amount', () => {
  it.each([
    ['3200', 3200, null],
    ['3,200.00', 3200, null],
    ['3.200,00', 3200, null],
    ['3 200,50', 3200.5, null],
    ['€3200', 3200, 'EUR'],
    ['3.200,00 €', 3200, 'EUR'],
    ['£ 12.5', 12.5, 'GBP'],
    ['EUR 3,200.00', 3200, 'EUR'],
    ['3200usd', 3200, 'USD'],
    ['$3,200', 3200, null],
    ['¥90000', 90_000, null],
    ['0', 0, null],
  ])('%j is %d in %s', (text, amount, currency) => {
    expect(readMoney(text)).toEqual({ amount, currency });
  });

  it.each(['', '-5', 'free', '3200 EUR or so', 'XQZ 5', '€5 USD', '5 5', '9'.repeat(70)])('%j is none', (text) => {
    expect(readMoney(text)).toBeNull();
  });

  it('1.234 could be both', () => {
    expect(readMoney('€ 1.234')).toBe('ambiguous');
  });
});

function mapping(...headers: readonly string[]): SpendMapping {
  const mapped = mapSpendColumns(headers);
  if ('problems' in mapped) throw new Error(mapped.problems.join(' '));
  return mapped.mapping;
}

const fieldsOf = (...headers: readonly string[]) => mapping(...headers).columns.map(({ field }) => field);

describe('columns', () => {
  it.each([
    [['source', 'month', 'amount', 'currency'], ['source', 'month', 'amount', 'currency'], null],
    [['Month', 'Campaign', 'Currency code', 'Cost'], ['month', 'campaign', 'currency', 'amount'], null],
    [['Campaign name', 'Reporting starts', 'Reporting ends', 'Amount spent (EUR)'], ['campaign', 'from', 'to', 'amount'], 'EUR'],
    [
      ['Start Date (in UTC)', 'Campaign Name', 'Total Spent', 'Currency', 'End Date (in UTC)'],
      ['from', 'campaign', 'amount', 'currency', 'to'],
      null,
    ],
    [['Kanal', 'Woche', 'Kosten [CHF]'], ['source', 'week', 'amount'], 'CHF'],
    [['Day', 'utm_source', 'Spend', 'Impressions', 'Clicks'], ['day', 'source', 'amount'], null],
  ])('%j', (headers, fields, currency) => {
    expect(fieldsOf(...headers)).toEqual(fields);
    expect(mapping(...headers).currency).toBe(currency);
  });

  it('by --map, which wins; what is lacking is named', () => {
    expect(mapSpendColumns(['Wo', 'Monat', 'Netto'], ['Wo=source', 'Netto=amount'])).toMatchObject({
      mapping: { columns: [{ header: 'Wo', field: 'source' }, { field: 'month' }, { field: 'amount' }] },
    });
    expect(mapSpendColumns(['campaign', 'Clicks'])).toEqual({
      problems: [
        expect.stringContaining('No column is recognised as amount'),
        expect.stringContaining('No columns are recognised as the days'),
      ],
    });
  });
});

const row = (record: Readonly<Record<string, string>>) =>
  parseSpendRow(
    { source: 'google-ads', amount: '3200', currency: 'EUR', ...record },
    mapping('source', 'amount', 'currency', ...Object.keys(record)),
    options,
  );

function daysIn(record: Readonly<Record<string, string>>): string {
  const reading = row(record);
  if ('problems' in reading) return reading.problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  return `${reading.spend.from} ${reading.spend.to}`;
}

describe('days', () => {
  it.each<readonly [Record<string, string>, string]>([
    [{ from: '2026-11-01', to: '2026-11-30' }, '2026-11-01 2026-12-01'],
    [{ from: '01.11.2026', to: '30.11.2026' }, '2026-11-01 2026-12-01'],
    [{ from: '11/20/2026', to: '11/20/2026' }, '2026-11-20 2026-11-21'],
    [{ month: '2026-11' }, '2026-11-01 2026-12-01'],
    [{ month: '11/2026' }, '2026-11-01 2026-12-01'],
    [{ month: 'November 2026' }, '2026-11-01 2026-12-01'],
    [{ month: 'Dec 2026' }, '2026-12-01 2027-01-01'],
    [{ month: '2026-11-01' }, '2026-11-01 2026-12-01'],
    [{ week: '2026-W47' }, '2026-11-16 2026-11-23'],
    [{ week: '2026W7' }, '2026-02-09 2026-02-16'],
    [{ week: '2026-11-16' }, '2026-11-16 2026-11-23'],
    [{ day: '2026-11-16' }, '2026-11-16 2026-11-17'],
    // What is written out wins over what it falls into.
    [{ from: '2026-11-02', to: '2026-11-08', month: '2026-11' }, '2026-11-02 2026-11-09'],
    [{ from: '2026-11-02', to: '', month: '2026-11' }, '2026-11-01 2026-12-01'],
  ])('%j', (record, days) => {
    expect(daysIn(record)).toBe(days);
  });

  it.each<readonly [Record<string, string>, string]>([
    [{ from: '2026-11-01', to: '' }, 'to is needed: the last day'],
    [{ from: '', to: '2026-11-01' }, 'from is needed: the first day'],
    [{ month: '' }, 'month or from and to are needed: the days on which it was spent'],
    [{ month: '2026-13' }, 'month must be a month such as 2026-11'],
    [{ month: '2026-11-16' }, 'month must be a month such as 2026-11'],
    [{ month: 'Smarch 2026' }, 'month must be a month such as 2026-11'],
    [{ week: '2026-W60' }, 'week is not a week of that year; write it like 2026-W47'],
    [{ week: '47' }, 'week must be a week such as 2026-W47, or its first day'],
    [{ day: '11/05/2026' }, 'day could be two dates: write it like 2026-11-22'],
    [{ from: '2026-11-30', to: '2026-11-01' }, 'to lies before the first day'],
    [{ month: '2028-11' }, 'to lies more than a year ahead'],
  ])('%j is refused', (record, reason) => {
    expect(daysIn(record)).toBe(reason);
  });
});

describe('a row', () => {
  it('names a source or a campaign; with both it counts for the campaign, with none for the default', () => {
    const both = mapping('Source', 'Campaign', 'Month', 'Cost');
    const record = { Source: 'Google', Campaign: 'Q4 Search ', Month: '2026-11', Cost: '€5' };
    expect(parseSpendRow(record, both, options)).toMatchObject({ spend: { of: 'campaign', name: 'q4 search' } });
    expect(parseSpendRow({ ...record, Campaign: '' }, both, options)).toMatchObject({ spend: { of: 'source', name: 'google' } });
    const bare = { ...record, Campaign: '', Source: '' };
    expect(parseSpendRow(bare, both, { ...options, defaultSource: 'Fair' })).toMatchObject({ spend: { of: 'source', name: 'fair' } });
    expect(parseSpendRow(bare, both, options)).toEqual({
      problems: [{ path: 'source', message: 'or campaign is needed: what the money was spent on' }],
    });
  });

  it('takes its currency from its cell, its amount, or the header; two that differ are refused', () => {
    const inHeader = mapping('source', 'month', 'Amount spent (EUR)', 'currency');
    const record = { source: 'x', month: '2026-11', 'Amount spent (EUR)': '5', currency: '' };
    expect(parseSpendRow(record, inHeader, options)).toMatchObject({ spend: { currency: 'EUR' } });
    expect(parseSpendRow({ ...record, currency: 'usd' }, inHeader, options)).toMatchObject({ spend: { currency: 'USD' } });
    expect(parseSpendRow({ ...record, currency: 'USD', 'Amount spent (EUR)': '€5' }, inHeader, options)).toEqual({
      problems: [{ path: 'currency', message: 'is USD, but the amount is in EUR' }],
    });
    expect(row({ month: '2026-11', amount: '$5', currency: '' })).toEqual({
      problems: [{ path: 'currency', message: 'is needed: three letters, such as EUR' }],
    });
  });

  it('names every fault at once', () => {
    const typed = { of: 'source', name: ' ', first: '2026-11-02', last: '2026-11-01', amount: '1.234', currency: 'XQZ' } as const;
    const reading = parseSpend(typed, '2026-11-22');
    expect('problems' in reading && reading.problems.map(({ path }) => path)).toEqual(['amount', 'currency', 'name', 'to']);
  });
});
