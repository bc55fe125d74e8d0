// A row of a spreadsheet → a lead: cells under our fields' names, everything else under attributes.
import type { Column, Mapping } from './columns.ts';
import { leadFields, parseLead } from './lead.ts';
import type { LeadReading } from './lead.ts';
import { readBoolean, readCount, readNumber } from './numbers.ts';
import { spelling } from './spelling.ts';
import { readWhen } from './when.ts';
import { isBlank } from './wording.ts';

/** Cells by header, as `readCsv` gives them. */
export type CsvRecord = Readonly<Record<string, string>>;

export interface RowDefaults {
  /** For rows that name no source. */
  readonly source?: string | null;
  /** IANA zone of times without one; UTC when absent. */
  readonly timezone?: string;
  /** Epoch milliseconds. */
  readonly now?: number;
}

/** Reads a row as a lead that comes in now. Never throws. */
export function parseLeadRow(record: CsvRecord, mapping: Mapping, defaults: RowDefaults = {}): LeadReading {
  const row = readRow(record, mapping, defaults.timezone);
  if ('problems' in row) return row;
  return parseLead({ ...(defaults.source ? { source: defaults.source } : {}), ...row.lead }, defaults.now);
}

export type RowReading =
  /** `lead` is fit for `parseLead`; `extra` holds the mapped cells that are no lead fields, blank ones left out. */
  { readonly lead: Record<string, unknown>; readonly extra: ReadonlyMap<string, string> } | Extract<LeadReading, { problems: unknown }>;

/** Sorts the cells of a row: lead fields, other mapped fields, attributes. Dates become ISO 8601. */
export function readRow(record: CsvRecord, mapping: Mapping, timezone = 'UTC'): RowReading {
  const lead: Record<string, unknown> = {};
  const extra = new Map<string, string>();
  const attributes: [string, unknown][] = [];
  for (const column of mapping.columns) {
    const cell = Object.hasOwn(record, column.header) ? (record[column.header] ?? '') : '';
    const { field } = column;
    if (isBlank(cell)) continue;
    if (field === null || !isReadable(column, cell)) {
      attributes.push([column.header.replace(/^attributes\.(?=.)/, ''), cell]);
    } else if (field === 'occurredAt') {
      const when = readWhen(cell, timezone);
      if (when === 'ambiguous') return { problems: [{ path: column.header, message: 'could be two dates: write it like 2026-11-22' }] };
      // What cannot be read goes on as it is: parseLead names the fault.
      lead[field] = when === null ? cell : new Date(when.at).toISOString();
    } else if (field === 'attributes') {
      attributes.push(...attributesOf(cell, column));
    } else if (leadFields.has(field)) {
      lead[field] = cell;
    } else {
      extra.set(field, cell);
    }
  }
  joinName(lead, extra, attributes, mapping);
  lead['attributes'] = Object.fromEntries(attributes);
  return { lead, extra };
}

/** A column that only looks like one of ours must not refuse rows: its odd values are kept as attributes. */
function isReadable({ field, isGuess }: Column, cell: string): boolean {
  if (!isGuess) return true;
  if (field === 'score') return readNumber(cell) !== null;
  if (field === 'employees') return readCount(cell) !== null;
  if (field === 'test') return readBoolean(cell) !== null;
  if (field === 'occurredAt') {
    const when = readWhen(cell);
    return when !== null && when !== 'ambiguous';
  }
  return true;
}

/** A cell of JSON, as our own export writes it, or plain text. */
function attributesOf(cell: string, column: Column): [string, unknown][] {
  try {
    const json: unknown = JSON.parse(cell);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return Object.entries(json);
  } catch {
    // Not JSON: somebody's own column of that name.
  }
  return [[column.header, cell]];
}

/** First and last name become the name; where there is a name too (`Vorname`, `Name`), only what it lacks is put before it. */
function joinName(lead: Record<string, unknown>, extra: Map<string, string>, attributes: [string, unknown][], mapping: Mapping): void {
  const name = typeof lead['name'] === 'string' ? lead['name'] : '';
  const first = extra.get('firstName') ?? '';
  const last = extra.get('lastName') ?? '';
  extra.delete('firstName');
  extra.delete('lastName');
  if (first === '' && last === '') return;
  if (name === '') {
    lead['name'] = [first, last].filter((part) => part !== '').join(' ');
    return;
  }
  const isMissing = (part: string) => part !== '' && !spelling(name).includes(spelling(part));
  const isLastNameColumn = mapping.columns.some((column) => column.field === 'lastName');
  if (!isLastNameColumn && isMissing(first)) {
    lead['name'] = `${first} ${name}`;
    return;
  }
  if (isMissing(first)) attributes.push(['firstName', first]);
  if (isMissing(last)) attributes.push(['lastName', last]);
}
