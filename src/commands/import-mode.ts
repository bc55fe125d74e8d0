// The two ways to take a spreadsheet: as leads that come in now, or as history. How a row is read, stored and foretold.
import type { HistoryLead } from '../flows/history.ts';
import { type RowFate, type Turn, expectHistory, expectLead, importHistory, importLeads } from '../flows/import.ts';
import type { Arrival } from '../flows/leads.ts';
import type { Desk } from '../flows/record.ts';
import { bodyHash } from '../sources/canonical.ts';
import type { Mapping } from '../sources/columns.ts';
import { parseLeadRow } from '../sources/csv-leads.ts';
import type { CsvRow } from '../sources/csv.ts';
import { parseHistoryRow } from '../sources/history.ts';
import type { Problem } from '../sources/lead.ts';

export type RowReading<Item> = { readonly item: Item } | { readonly reason: string };

/** A database, and the workspace in it. */
export interface Place {
  readonly desk: Desk;
  readonly workspaceId: string;
}

export interface ImportMode<Item> {
  read(row: CsvRow): RowReading<Item>;
  /** Stores items in their order, each piece when its turn comes; a fate each. */
  store(place: Place, items: readonly Item[], turn?: Turn): Promise<readonly RowFate[]>;
  /** What storing would do. Writes nothing. */
  expect(place: Place, item: Item): Promise<RowFate>;
}

interface ModeOptions {
  readonly mapping: Mapping;
  readonly source: string | null;
  /** IANA zone of dates, and of times without a zone. */
  readonly timezone: string;
}

export function leadMode({ mapping, source, timezone }: ModeOptions): ImportMode<Arrival> {
  return {
    read(row) {
      if (row.problem !== null) return { reason: row.problem };
      const reading = parseLeadRow(row.record, mapping, { source, timezone });
      if ('problems' in reading) return { reason: reasonOf(reading.problems) };
      const { lead } = reading;
      if (lead.externalId !== null) return { item: { lead, by: 'system' } };
      // Without an id of its own a row is known by its content, so that the same file again stores nothing twice.
      const hash = bodyHash(lead);
      return { item: { lead, by: 'system', idempotency: { key: `import:${hash}`, bodyHash: hash } } };
    },
    async store({ desk, workspaceId }, items, turn) {
      const answers = await importLeads(desk, workspaceId, items, turn);
      return answers.map(({ status }) => (status === 'key_reused' ? 'duplicate' : status));
    },
    expect: ({ desk, workspaceId }, item) => expectLead(desk, workspaceId, item),
  };
}

export function historyMode({ mapping, source, timezone }: ModeOptions): ImportMode<HistoryLead> {
  return {
    read(row) {
      if (row.problem !== null) return { reason: row.problem };
      const reading = parseHistoryRow(row.record, mapping, { timezone, defaultSource: source });
      return 'problems' in reading ? { reason: reasonOf(reading.problems) } : { item: reading.history };
    },
    async store({ desk, workspaceId }, items, turn) {
      const answers = await importHistory(desk, workspaceId, items, turn);
      return answers.map(({ status }) => status);
    },
    expect: ({ desk, workspaceId }, item) => expectHistory(desk, workspaceId, item),
  };
}

function reasonOf(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => `${path} ${message}`).join('; ');
}
