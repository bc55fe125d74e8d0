// Which column of a spreadsheet of costs is which of our fields, also as the exports of ad platforms call them.
import { harmless } from '../domain/report/columns.ts';
import { type ColumnFields, assignColumns } from './columns.ts';
import { readCurrency } from './currency.ts';
import { spelling } from './spelling.ts';

export const spendFields = ['source', 'campaign', 'from', 'to', 'month', 'week', 'day', 'amount', 'currency'] as const;
export type SpendField = (typeof spendFields)[number];

/** TABLE: other spellings of a field. Case, spaces, hyphens, underscores and accents do not matter. */
const spellings: Readonly<Record<SpendField, string>> = {
  source:
    'utm_source, Lead Source, Traffic Source, Channel, Platform, Publisher, Quelle, Leadquelle, Kanal, Plattform, Canal, Fuente, Plateforme',
  campaign: 'Campaign Name, utm_campaign, Kampagne, Kampagnenname, Campagne, Nom de la campagne, Campaña, Nombre de la campaña',
  from:
    'Start, Starts, Start Date, Start Date (in UTC), First Day, From Date, Period Start, Reporting Starts, Von, Beginn, Startdatum, ' +
    'Erster Tag, Auswertungsbeginn, Début, Date de début, Desde, Inicio, Fecha de inicio',
  to:
    'End, Ends, End Date, End Date (in UTC), Last Day, To Date, Until, Period End, Reporting Ends, Bis, Ende, Enddatum, Letzter Tag, ' +
    'Auswertungsende, Fin, Date de fin, Hasta, Fecha de fin',
  month: 'Monat, Mois, Mes',
  week: 'Calendar Week, ISO Week, Woche, Kalenderwoche, Semaine, Semana',
  day: 'Date, Tag, Datum, Jour, Día, Fecha',
  amount:
    'Cost, Costs, Spend, Spent, Spending, Total Cost, Total Spend, Total Spent, Ad Spend, Ad Cost, Media Cost, Media Spend, Amount Spent, ' +
    'Kosten, Ausgaben, Betrag, Ausgegebener Betrag, Coût, Coûts, Dépenses, Montant, Montant dépensé, Coste, Costo, Gasto, Importe, Importe gastado',
  currency: 'Currency Code, Account Currency, Währung, Währungscode, Devise, Moneda',
};

export interface SpendMapping {
  readonly columns: readonly { readonly header: string; readonly field: SpendField }[];
  /** Named by the header of the amounts, such as `Amount spent (EUR)`. */
  readonly currency: string | null;
}

/** Maps a header row; `pairs` as written after --map. `problems` are sentences. */
export function mapSpendColumns(
  headers: readonly string[],
  pairs: readonly string[] = [],
): { readonly mapping: SpendMapping } | { readonly problems: readonly string[] } {
  const guesses = new Map<string, string>();
  for (const field of spendFields) for (const text of spellings[field].split(', ')) guesses.set(spelling(text), field);
  const fields: ColumnFields = { fields: spendFields, fieldOf: (header) => guesses.get(spelling(withoutCurrency(header))) };
  const { columns, problems } = assignColumns(headers, pairs, fields);
  const known = columns.flatMap(({ header, field }) => {
    const own = spendFields.find((name) => name === field);
    return own ? [{ header, field: own }] : [];
  });
  problems.push(...missing(new Set(known.map(({ field }) => field)), headers));
  const amount = known.find(({ field }) => field === 'amount');
  return problems.length > 0 ? { problems } : { mapping: { columns: known, currency: amount ? currencyIn(amount.header) : null } };
}

const currencyInBrackets = /\s*[([]([A-Za-z]{3})[)\]]\s*$/;

function currencyIn(header: string): string | null {
  return readCurrency(currencyInBrackets.exec(header)?.[1] ?? '');
}

function withoutCurrency(header: string): string {
  return currencyIn(header) === null ? header : header.replace(currencyInBrackets, '');
}

function missing(taken: ReadonlySet<SpendField>, headers: readonly string[]): readonly string[] {
  const has = `The file’s columns are ${headers.map(harmless).join(', ')}.`;
  const say = (field: string): string => `${has} Say which it is, such as --map "Their Column=${field}".`;
  return [
    ...(taken.has('amount') ? [] : [`No column is recognised as amount, the money that was spent. ${say('amount')}`]),
    ...((taken.has('from') && taken.has('to')) || taken.has('month') || taken.has('week') || taken.has('day')
      ? []
      : [`No columns are recognised as the days on which it was spent: from and to, or month, week or day. ${say('month')}`]),
  ];
}
