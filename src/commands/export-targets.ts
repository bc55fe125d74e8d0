// export targets: the table of a quarter, one line a target, numbers as numbers.
import { localDate } from '../domain/decide.ts';
import { readQuarter } from '../domain/targets/quarter.ts';
import type { Reading } from '../domain/targets/metrics.ts';
import type { TargetRow } from '../domain/targets/sheet.ts';
import { standingWords, targetLabel } from '../domain/targets/words.ts';
import { rounded } from '../domain/report/wilson.ts';
import { makeReport } from '../flows/report.ts';
import { sheetOf } from '../flows/targets.ts';
import { type CellValue, csvLine } from '../sources/csv-writer.ts';
import { timezoneOf, withDesk } from './desk.ts';
import { CommandProblem, exitCodes } from './problem.ts';
import type { Terminal } from './terminal.ts';

/** The order here is the order in the file. Shares are parts of one, times are business minutes, sums are in the currency of the metric. */
const columns = {
  metric: ({ target }) => targetLabel(target),
  target: ({ target }) => target.value,
  actual: ({ progress }) => actualOf(progress.reading),
  next: ({ target }) => target.next,
  pace: ({ progress }) => standingWords[progress.standing],
  expected: ({ progress }) => toFour(progress.expected),
  low: ({ progress }) => toFour(progress.low),
  high: ({ progress }) => toFour(progress.high),
  n: ({ progress }) => basisOf(progress.reading),
  owner_sales: ({ target }) => target.sales,
  owner_marketing: ({ target }) => target.marketing,
  quarter: ({ target }) => target.quarter,
} as const satisfies Record<string, (row: TargetRow) => CellValue>;

const names = Object.keys(columns) as (keyof typeof columns)[];

/** Writes the targets of a quarter to standard output; the running one unless said. */
export function exportTargets(terminal: Terminal, format: 'csv' | 'jsonl', asked: string | undefined): Promise<number> {
  return withDesk('read', async ({ store, now }, workspace) => {
    const timezone = timezoneOf(workspace);
    const asOf = now();
    const quarter = readQuarter(asked ?? '', localDate(asOf, timezone));
    if (!quarter) {
      throw new CommandProblem(`“${asked?.slice(0, 40)}” is not a quarter: say one such as 2026-Q4, or next.`, exitCodes.usage);
    }
    const { rows } = await sheetOf(store, workspace.id, { quarter, timezone, asOf }, (request) => makeReport(store, workspace.id, request));
    const header = format === 'csv' ? csvLine(names) : '';
    const lines = rows.map((row) =>
      format === 'csv' ? csvLine(names.map((name) => columns[name](row))) : `${JSON.stringify(json(row))}\n`,
    );
    await terminal.write(header + lines.join(''));
    return exitCodes.ok;
  });
}

function json(row: TargetRow): Readonly<Record<string, CellValue>> {
  return Object.fromEntries(names.map((name) => [name, columns[name](row)]));
}

function actualOf(reading: Reading | null): number | null {
  if (reading === null) return null;
  return reading.kind === 'share' ? reading.share.rate : reading.value;
}

/** How many leads or deals a figure rests on; a count says that itself. */
function basisOf(reading: Reading | null): number | null {
  switch (reading?.kind) {
    case 'share':
      return reading.share.n;
    case 'minutes':
      return reading.n;
    case 'money':
      return reading.deals;
    case 'cost':
      return reading.units;
    default:
      return null;
  }
}

function toFour(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
