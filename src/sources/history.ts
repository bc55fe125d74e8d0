// A row of an old spreadsheet → a lead with what became of it, dated as it says.
import type { Outcome, Verdict } from '../domain/lead.ts';
import { reasonCodes, reasonOf, reasonsIn } from '../domain/reasons.ts';
import type { ReasonCode, ReasonGroup } from '../domain/reasons.ts';
import type { HistoryLead } from '../flows/history.ts';
import type { HistoryField, Mapping } from './columns.ts';
import { readRow } from './csv-leads.ts';
import type { CsvRecord } from './csv-leads.ts';
import { readCurrency } from './currency.ts';
import { parseLead } from './lead.ts';
import type { Problem } from './lead.ts';
import { readAmount } from './numbers.ts';
import { spelling } from './spelling.ts';
import { dateOf, longestAheadMs, readWhen } from './when.ts';
import type { When } from './when.ts';
import { cleanText, trimmed } from './wording.ts';

/** A whole day on the lead's own day carries the lead's instant, so that nothing comes before `receivedAt`. */
export type HistoryReading = { readonly history: HistoryLead } | { readonly problems: readonly Problem[] };

export interface HistoryOptions {
  /** IANA zone in which dates, and times without a zone, are meant. */
  readonly timezone: string;
  /** For rows that name no source. */
  readonly defaultSource?: string | null;
  /** Epoch milliseconds. */
  readonly now?: number;
}

const verdicts: readonly Verdict[] = ['qualified', 'unqualified'];
const outcomes: readonly Outcome[] = ['opportunity', 'won', 'lost'];
const longestBy = 1000;
const notGiven = spelling('(not given)');

/** Reads a row of history. Never throws; every fault is named at once, by field. */
export function parseHistoryRow(record: CsvRecord, mapping: Mapping, options: HistoryOptions): HistoryReading {
  const row = readRow(record, mapping, options.timezone);
  if ('problems' in row) return row;
  const problems: Problem[] = [];
  const cells: Cells = { get: (field) => row.extra.get(field) ?? '', options, problems };

  const receivedAt = when(cells, 'receivedAt');
  if (cells.get('receivedAt') === '') problems.push({ path: 'receivedAt', message: 'is needed: the date when the lead came in' });
  const later = receivedAt && laterDates(cells, receivedAt);
  const fate = later && receivedAt && fateOf(cells, receivedAt, later);

  const lead = { ...row.lead, attributes: { ...attributesOf(row.lead), ...unused(cells) } };
  const reading = parseLead({ ...(options.defaultSource ? { source: options.defaultSource } : {}), ...lead }, options.now);
  if ('problems' in reading) return { problems: [...reading.problems, ...problems] };
  if (!receivedAt || !fate || problems.length > 0) return { problems };
  return { history: { lead: reading.lead, receivedAt, ...fate } };
}

interface Cells {
  get(field: HistoryField): string;
  readonly options: HistoryOptions;
  readonly problems: Problem[];
}

type LaterField = 'claimedAt' | 'verdictAt' | 'returnedAt' | 'outcomeAt';
type LaterDates = Readonly<Record<LaterField, When | null>>;

function laterDates(cells: Cells, receivedAt: When): LaterDates {
  const later = (field: LaterField) => notBefore(cells, field, when(cells, field), receivedAt);
  return { claimedAt: later('claimedAt'), verdictAt: later('verdictAt'), returnedAt: later('returnedAt'), outcomeAt: later('outcomeAt') };
}

function fateOf(cells: Cells, receivedAt: When, dates: LaterDates): Omit<HistoryLead, 'lead' | 'receivedAt'> {
  const { claimedAt, returnedAt } = dates;
  const verdict = oneOf(cells, 'verdict', verdicts);
  const outcome = oneOf(cells, 'outcome', outcomes);
  const amount = amountOf(cells);
  const currency = currencyOf(cells);
  const group: ReasonGroup | null = verdict ?? (returnedAt ? 'return' : null);
  const reason = reasonIn(cells, group);
  // What is not dated happened when the row last says that something did: a day is all we know.
  const judgedAt = dates.verdictAt ?? wholeDay(receivedAt);
  const lastAt = [returnedAt, verdict ? judgedAt : null, claimedAt].reduce<When>(
    (last, next) => (next && next.at > last.at ? next : last),
    receivedAt,
  );
  const by = trimmed(cleanText(cells.get('verdictBy')))
    .slice(0, longestBy)
    .toWellFormed();
  return {
    ...(claimedAt ? { claimedAt } : {}),
    ...(verdict ? { judged: { ...judgedAt, verdict, reason, by: by || null } } : {}),
    ...(returnedAt ? { returnedAt, returnReason: verdict ? null : reason } : {}),
    ...(outcome
      ? {
          outcome: {
            ...(dates.outcomeAt ?? wholeDay(lastAt)),
            outcome,
            ...(amount === null ? {} : { amount }),
            ...(currency ? { currency } : {}),
          },
        }
      : {}),
  };
}

function wholeDay(when: When): When {
  return { at: when.at, isDateOnly: true };
}

function when(cells: Cells, field: LaterField | 'receivedAt'): When | null {
  const text = cells.get(field);
  if (text === '') return null;
  const reading = readWhen(text, cells.options.timezone);
  if (reading === 'ambiguous') cells.problems.push({ path: field, message: 'could be two dates: write it like 2026-11-22' });
  else if (reading === null)
    cells.problems.push({ path: field, message: 'must be a date such as 2026-11-22 or a time such as 2026-11-22T10:00:00Z' });
  else if (reading.at > (cells.options.now ?? Date.now()) + longestAheadMs)
    cells.problems.push({ path: field, message: 'lies more than a day in the future' });
  else return reading;
  return null;
}

/** Compares at the coarser of the two precisions; a whole day on the lead's day is moved to the lead's instant. */
function notBefore(cells: Cells, field: LaterField, later: When | null, receivedAt: When): When | null {
  if (!later) return null;
  if (!later.isDateOnly && !receivedAt.isDateOnly) {
    if (later.at >= receivedAt.at) return later;
  } else {
    const { timezone } = cells.options;
    if (dateOf(later.at, timezone) >= dateOf(receivedAt.at, timezone)) return { ...later, at: Math.max(later.at, receivedAt.at) };
  }
  cells.problems.push({ path: field, message: 'is before the lead was received' });
  return null;
}

function oneOf<Choice extends string>(cells: Cells, field: HistoryField, choices: readonly Choice[]): Choice | null {
  const text = cells.get(field);
  if (text === '') return null;
  const choice = choices.find((name) => spelling(name) === spelling(text));
  if (!choice) cells.problems.push({ path: field, message: `must be one of ${choices.join(', ')}` });
  return choice ?? null;
}

/** A code or its label, in any case. *Other* is the other of its group. */
function reasonIn(cells: Cells, group: ReasonGroup | null): ReasonCode | null {
  const text = cells.get('reason');
  const wanted = spelling(text);
  if (wanted === '' || wanted === notGiven) return null;
  if (group === null) {
    cells.problems.push({ path: 'verdict', message: 'is missing beside the reason: write qualified or unqualified' });
    return null;
  }
  const isMeant = (code: ReasonCode) => spelling(code) === wanted || spelling(reasonOf(code).label) === wanted;
  const fitting = reasonsIn(group).find(isMeant);
  if (fitting) return fitting;
  const word = group === 'return' ? 'a return' : group;
  const fault = reasonCodes.some(isMeant) ? `is not a reason for ${word}` : 'is not one of the reasons';
  cells.problems.push({ path: 'reason', message: `${fault}: for ${word} choose ${reasonsIn(group).join(', ')}` });
  return null;
}

function amountOf(cells: Cells): number | null {
  const text = cells.get('amount');
  if (text === '' || cells.get('outcome') === '') return null;
  const amount = readAmount(text);
  if (amount === 'ambiguous') {
    cells.problems.push({ path: 'amount', message: 'could be thousands or a decimal: write it like 1234.00' });
    return null;
  }
  if (amount === null) cells.problems.push({ path: 'amount', message: 'must be a number of zero or more, such as 12000 or 1,234.56' });
  return amount;
}

function currencyOf(cells: Cells): string | null {
  const text = trimmed(cells.get('currency'));
  if (text === '' || cells.get('outcome') === '') return null;
  const currency = readCurrency(text);
  if (currency !== null) return currency;
  cells.problems.push({ path: 'currency', message: 'must be a currency’s three letters, such as EUR' });
  return null;
}

/** Cells that say more about something the row does not have: kept, so that nothing is lost. */
function unused(cells: Cells): Record<string, string> {
  const fields: HistoryField[] = [];
  if (cells.get('verdict') === '') fields.push('verdictAt', 'verdictBy');
  if (cells.get('outcome') === '') fields.push('outcomeAt', 'amount', 'currency');
  return Object.fromEntries(fields.filter((field) => cells.get(field) !== '').map((field) => [field, cells.get(field)]));
}

function attributesOf(lead: Record<string, unknown>): Record<string, unknown> {
  const { attributes } = lead;
  return typeof attributes === 'object' && attributes !== null ? { ...attributes } : {};
}
