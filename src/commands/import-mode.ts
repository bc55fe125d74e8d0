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

/** What becomes of a row, or why it is refused beside what is stored. */
export type Fate = RowFate | { readonly reason: string };

export interface ImportMode<Item> {
  /** What `merged` is called here. */
  readonly mergedWord: 'merged' | 'corrected';
  read(row: CsvRow): RowReading<Item>;
  /** Stores items in their order, each piece when its turn comes; a fate each. */
  store(place: Place, items: readonly Item[], turn?: Turn): Promise<readonly Fate[]>;
  /** What storing them would do, after those that were foretold before. `real`: what is known, if anything; `scratch`: an empty database that is thrown away. */
  foretell(real: Place | null, scratch: Place, items: readonly Item[]): Promise<readonly Fate[]>;
}

/** Where each row can be foretold by itself: what others change, a rehearsal in the scratch database shows. */
export interface SoloMode<Item> extends ImportMode<Item> {
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

export function leadMode({ mapping, source, timezone }: ModeOptions): SoloMode<Arrival> {
  return rehearsed<Arrival>({
    mergedWord: 'merged',
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
  });
}

export function historyMode({ mapping, source, timezone }: ModeOptions): SoloMode<HistoryLead> {
  return rehearsed<HistoryLead>({
    mergedWord: 'merged',
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
  });
}

function rehearsed<Item>(mode: Omit<SoloMode<Item>, 'foretell'>): SoloMode<Item> {
  return { ...mode, foretell: (real, scratch, items) => rehearse(mode, real, scratch, items) };
}

/** What would become of each row: what the database knows of it, and what the rows before it would have changed. */
async function rehearse<Item>(
  mode: Omit<SoloMode<Item>, 'foretell'>,
  real: Place | null,
  scratch: Place,
  items: readonly Item[],
): Promise<readonly RowFate[]> {
  const amongThemselves = await mode.store(scratch, items);
  const fates: RowFate[] = [];
  for (const [index, item] of items.entries()) {
    const own = amongThemselves[index] ?? 'created';
    const known = real && own !== 'duplicate' ? await mode.expect(real, item) : 'created';
    fates.push(known === 'created' ? own : known);
  }
  return fates;
}

export function reasonOf(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => `${path} ${message}`).join('; ');
}
