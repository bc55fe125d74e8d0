// Money spent, as people type it and spreadsheets hold it → one spend: whose, which days, how much.
import { Temporal } from 'temporal-polyfill';
import { type Spend, type SpendKind, spendFaults } from '../domain/spend.ts';
import { groupName } from '../domain/report/group.ts';
import { type Period, weekOf } from '../domain/report/week.ts';
import { readCurrency } from './currency.ts';
import type { CsvRecord } from './csv-leads.ts';
import type { Problem } from './lead.ts';
import { readMoney } from './money.ts';
import type { SpendField, SpendMapping } from './spend-columns.ts';
import { dateOf, readWhen } from './when.ts';
import { cleanText, trimmed } from './wording.ts';

export interface TypedSpend {
  readonly of: SpendKind;
  readonly name: string;
  /** Local dates; the last day is the last one on which money was spent. */
  readonly first: string;
  readonly last: string;
  readonly amount: string;
  readonly currency: string;
}

/** Paths: `name`, `from`, `to`, `amount`, `currency`, and in rows the fields of their columns. Messages go on after the name of the field. */
export type SpendReading = { readonly spend: Spend } | { readonly problems: readonly Problem[] };

/** `today` is a local date. Never throws; every fault is named at once. */
export function parseSpend({ of, name, first, last, amount, currency }: TypedSpend, today: string): SpendReading {
  return checked({ of, name, days: { from: first, to: dayAfter(last) }, amount, currency }, today);
}

interface Unchecked extends Pick<TypedSpend, 'of' | 'name' | 'amount' | 'currency'> {
  readonly days: Period;
}

function checked({ of, name, days, amount, currency }: Unchecked, today: string): SpendReading {
  const problems: Problem[] = [];
  const money = readMoney(trimmed(amount));
  if (trimmed(amount) === '') problems.push({ path: 'amount', message: 'is needed' });
  else if (money === 'ambiguous') problems.push({ path: 'amount', message: 'could be thousands or a decimal: write it like 1234.00' });
  else if (money === null) problems.push({ path: 'amount', message: 'must be a number of zero or more, such as 3200' });
  const inAmount = money !== null && money !== 'ambiguous' ? money.currency : null;
  const typed = trimmed(currency) === '' ? null : readCurrency(currency);
  if (trimmed(currency) !== '' && typed === null) {
    problems.push({ path: 'currency', message: 'must be a currency’s three letters, such as EUR' });
  } else if (typed !== null && inAmount !== null && typed !== inAmount) {
    problems.push({ path: 'currency', message: `is ${typed}, but the amount is in ${inAmount}` });
  } else if (typed === null && inAmount === null && problems.length === 0) {
    problems.push({ path: 'currency', message: 'is needed: three letters, such as EUR' });
  }
  const spend: Spend = {
    of,
    name: groupName(cleanText(name)),
    ...days,
    amount: money !== null && money !== 'ambiguous' ? money.amount : 0,
    currency: typed ?? inAmount ?? '',
  };
  problems.push(...spendFaults(spend, today).map(({ field, message }): Problem => ({ path: field, message })));
  return problems.length > 0 ? { problems } : { spend };
}

// ---------------------------------------------------------------- rows of a spreadsheet

export interface RowOptions {
  /** IANA zone in which times are meant. */
  readonly timezone: string;
  /** Local date. */
  readonly today: string;
  /** Of rows that name neither a source nor a campaign. */
  readonly defaultSource?: string | null;
}

/** A row that names a source and a campaign counts for the campaign: it is the finer of the two. */
export function parseSpendRow(record: CsvRecord, mapping: SpendMapping, options: RowOptions): SpendReading {
  const cell = (field: SpendField): string => {
    const header = mapping.columns.find((column) => column.field === field)?.header;
    return header !== undefined && Object.hasOwn(record, header) ? trimmed(record[header] ?? '') : '';
  };
  const campaign = cell('campaign');
  const source = cell('source') || (options.defaultSource ?? '');
  const days = daysIn(cell, options.timezone);
  if (campaign === '' && source === '')
    return { problems: [{ path: 'source', message: 'or campaign is needed: what the money was spent on' }] };
  if ('path' in days) return { problems: [days] };
  return checked(
    {
      of: campaign === '' ? 'source' : 'campaign',
      name: campaign || source,
      days,
      amount: cell('amount'),
      currency: cell('currency') || (mapping.currency ?? ''),
    },
    options.today,
  );
}

type Cell = (field: SpendField) => string;

/** First and last day, else a month, a week or a day. */
function daysIn(cell: Cell, timezone: string): Period | Problem {
  const [from, to] = [cell('from'), cell('to')];
  if (from !== '' && to !== '') {
    const [first, last] = [dayIn(from, 'from', timezone), dayIn(to, 'to', timezone)];
    if (typeof first !== 'string') return first;
    return typeof last === 'string' ? { from: first, to: dayAfter(last) } : last;
  }
  if (cell('month') !== '') return monthIn(cell('month'), timezone);
  if (cell('week') !== '') return weekIn(cell('week'), timezone);
  const day = cell('day') === '' ? null : dayIn(cell('day'), 'day', timezone);
  if (day !== null) return typeof day === 'string' ? { from: day, to: dayAfter(day) } : day;
  if (from === '' && to === '') return { path: 'month', message: 'or from and to are needed: the days on which it was spent' };
  return from === '' ? { path: 'from', message: 'is needed: the first day' } : { path: 'to', message: 'is needed: the last day' };
}

function dayIn(text: string, path: SpendField, timezone: string): string | Problem {
  const when = readWhen(text, timezone);
  if (when === 'ambiguous') return { path, message: 'could be two dates: write it like 2026-11-22' };
  return when === null ? { path, message: 'must be a date such as 2026-11-22' } : dateOf(when.at, timezone);
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthShape = /^(?:(?<year>\d{4})-(?<month>\d{1,2})(?:-01)?|(?<m>\d{1,2})[./](?<y>\d{4})|(?<name>[a-z]{3,9})\.? (?<named>\d{4}))$/i;

/** `2026-11`, `11/2026`, `Nov 2026`, or the first of the month, as some exports write it. */
function monthIn(text: string, timezone: string): Period | Problem {
  const fault: Problem = { path: 'month', message: 'must be a month such as 2026-11' };
  const parts = monthShape.exec(text)?.groups;
  const written = parts ? null : readWhen(text, timezone);
  if (!parts && (written === null || written === 'ambiguous')) return fault;
  const iso = written && written !== 'ambiguous' ? dateOf(written.at, timezone) : null;
  if (iso !== null && !iso.endsWith('-01')) return fault;
  const month = iso ? Number(iso.slice(5, 7)) : Number(parts?.['month'] ?? parts?.['m'] ?? monthNamed(parts?.['name']));
  const year = iso ? Number(iso.slice(0, 4)) : Number(parts?.['year'] ?? parts?.['y'] ?? parts?.['named']);
  if (!(month >= 1 && month <= 12) || year < 1970) return fault;
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return { from: first.toString(), to: first.add({ months: 1 }).toString() };
}

/** English names, whole or by their first three letters. */
function monthNamed(name: string | undefined): number {
  return name === undefined ? 0 : monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** `2026-W47`, or its first day, as some exports write it. */
function weekIn(text: string, timezone: string): Period | Problem {
  if (/^\d{4}-?W\d{1,2}$/i.test(text)) {
    try {
      return weekOf(text.replace(/^(\d{4})-?W(\d{1,2})$/i, (_, year: string, week: string) => `${year}-W${week.padStart(2, '0')}`));
    } catch {
      return { path: 'week', message: 'is not a week of that year; write it like 2026-W47' };
    }
  }
  const first = dayIn(text, 'week', timezone);
  if (typeof first !== 'string') return { path: 'week', message: 'must be a week such as 2026-W47, or its first day' };
  return { from: first, to: Temporal.PlainDate.from(first).add({ days: 7 }).toString() };
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}
