// The third way to take a spreadsheet: as money spent. How a row is read, written into the book and foretold; each days of a name once in a file.
import { Refusal } from '../domain/refusal.ts';
import { harmless } from '../domain/report/columns.ts';
import { type Spend, type SpendDecision, daysKey, decideSpend, spendSubject, spendsWith } from '../domain/spend.ts';
import { namesWithoutLeads, recordSpend, spendsOf } from '../flows/spend.ts';
import { type SpendMapping, mapSpendColumns } from '../sources/spend-columns.ts';
import { type RowOptions, parseSpendRow } from '../sources/spend.ts';
import { type Fate, type ImportMode, type Place, reasonOf } from './import-mode.ts';
import { CommandProblem } from './problem.ts';

export interface SpendMode extends ImportMode<Spend> {
  /** What to tell about the rows that were read. */
  remarks(place: Place): Promise<readonly string[]>;
}

const namesShown = 5;

/** @throws CommandProblem naming what the file lacks */
export function spendColumns(
  headers: readonly string[],
  flags: { readonly map?: readonly string[]; readonly history?: true },
): SpendMapping {
  if (flags.history) throw new CommandProblem('Choose either --history or --spend: a file holds leads or money.');
  const mapped = mapSpendColumns(headers, flags.map ?? []);
  if ('problems' in mapped) throw new CommandProblem(mapped.problems);
  return mapped.mapping;
}

export function spendMode(mapping: SpendMapping, options: RowOptions): SpendMode {
  /** Under which row of this file the same days of a name stand. */
  const rows = new Map<string, number>();
  const names = new Map<string, Spend>();
  /** What would count by the rows so far. */
  const foretold = new Map<string, readonly Spend[]>();
  return {
    mergedWord: 'corrected',
    read(row) {
      if (row.problem !== null) return { reason: row.problem };
      const reading = parseSpendRow(row.record, mapping, options);
      if ('problems' in reading) return { reason: reasonOf(reading.problems) };
      const { spend } = reading;
      const key = daysKey(spend);
      const earlier = rows.get(key);
      // Exports by ad set repeat a campaign: the later row must not stand instead of the earlier one.
      if (earlier !== undefined)
        return { reason: `the same days of the same name stand in row ${earlier} already: add the two up in one row` };
      rows.set(key, row.row);
      names.set(spendSubject(spend), spend);
      return { item: spend };
    },
    async store({ desk, workspaceId }, items, turn = (_, write) => write()) {
      return await turn(items.length, async () => {
        const fates: Fate[] = [];
        for (const spend of items) {
          fates.push(await fateOf(() => recordSpend(desk, workspaceId, { spend, by: 'system', requestId: `import:${desk.newId()}` })));
        }
        return fates;
      });
    },
    async foretell(real, _scratch, items) {
      const told: Fate[] = [];
      for (const spend of items) {
        const subject = spendSubject(spend);
        const before = foretold.get(subject) ?? (real ? await spendsOf(real.desk.store, real.workspaceId, subject) : []);
        told.push(await fateOf(async () => decideSpend(before, spend)));
        if (typeof told.at(-1) === 'string') foretold.set(subject, spendsWith(before, spend));
      }
      return told;
    },
    async remarks({ desk, workspaceId }) {
      const unseen = await namesWithoutLeads(desk.store, workspaceId, [...names.values()]);
      if (unseen.length === 0) return [];
      const shown = unseen.slice(0, namesShown).map(({ of, name }) => `${harmless(name)} (${of})`);
      const more = unseen.length > shown.length ? ` and ${unseen.length - shown.length} more` : '';
      return [`No lead has come yet under: ${shown.join(', ')}${more}. Check how your leads spell it; the amount 0 takes a row away.`];
    },
  };
}

const fates = { recorded: 'created', corrected: 'merged', removed: 'merged', unchanged: 'duplicate' } as const satisfies Record<
  SpendDecision['kind'],
  Fate
>;

async function fateOf(decide: () => Promise<SpendDecision>): Promise<Fate> {
  try {
    return fates[(await decide()).kind];
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.message.replace(/\.$/, '') };
    throw error;
  }
}
