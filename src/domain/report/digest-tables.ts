// Tables of the digest as lines of plain text: sources where Slack takes no table, and everything in full for its thread.
import { cut, harmless, table } from './columns.ts';
import { isolatedAll } from './direction.ts';
import type { Figures, Report, TopReason } from './metrics.ts';
import { isReasonCode, reasonLabel } from '../reasons.ts';
import { type RowName, type SourceRow, qualifiedText } from './sourcerows.ts';
import { reasonCells } from './why-not.ts';
import { enoughForRange, number, range, several } from './wording.ts';

/** Names are cut first, so that no line need be. */
const nameColumns = 24;
const namePoints = 72;
const lineColumns = 200;
/** Code points for the lines of one table: four of them fit one message, also with the definition beside them. */
const tablePoints = 2_200;
const tablePointsBesideDefinition = 1_300;
/** So many fewer where there are tables of cost too. */
const tablePointsForCost = 600;

export const tableHeads = ['Leads', 'Qualified', 'Likely', 'Most often not, because'] as const;
const aligns = ['left', 'right', 'right', 'right', 'left'] as const;

/** The rows of the digest's table, in lines. */
export function sourceLines(rows: readonly SourceRow[]): readonly string[] {
  return lines('Source', rows.map(cellsOf));
}

type Cells = readonly [RowName, ...string[]];

function cellsOf(row: SourceRow): Cells {
  return [row.name, number(row.delivered), qualifiedText(row), row.likely, row.because];
}

function lines(head: string, rows: readonly Cells[]): readonly string[] {
  if (rows.length === 0) return [];
  const names = isolatedAll([head, ...rows.map(([name]) => nameText(name))]);
  return table(
    [tableHeads, ...rows.map(([, ...cells]) => cells)].map((cells, index) => [names[index] ?? '', ...cells]),
    aligns,
    lineColumns,
  );
}

/** One character can be made of any number of code points, so those are counted too. */
function nameText(name: RowName): string {
  return 'ours' in name
    ? name.ours
    : Array.from(cut(harmless(name.theirs), nameColumns))
        .slice(0, namePoints)
        .join('')
        .trimEnd();
}

// ---------------------------------------------------------------- the thread

export interface DetailTable {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Every source, campaign, action and reason, most leads first; what would be too long ends in how much there is more. */
export function detailTables({ bySource, byCampaign, byAction, ...report }: Report): readonly DetailTable[] {
  const points = (report.definition ? tablePointsBesideDefinition : tablePoints) - (report.cost ? tablePointsForCost : 0);
  const reasons = reasonCells({ bySource, byCampaign, byAction, ...report });
  const tables = [
    groupTable('By source', 'Source', bySource, points, ({ source }) => source),
    groupTable('By campaign', 'Campaign', byCampaign, points, ({ campaign }) => campaign),
    groupTable('By action', 'Action', byAction, points, ({ action }) => action),
    { title: 'All reasons', lines: table(reasons, ['left', 'right', 'right', 'left'], lineColumns) },
  ];
  return tables.filter((one) => one.lines.length > 0);
}

type Group = Figures & { readonly topReason: TopReason | null };

function groupTable<G extends Group>(
  title: string,
  head: string,
  groups: readonly G[],
  mostPoints: number,
  nameOf: (group: G) => string,
): DetailTable {
  const all = lines(
    head,
    groups.map((group) => groupCells(nameOf(group), group)),
  );
  let points = 0;
  const fitting = all.findIndex((line) => (points += Array.from(line).length + 1) > mostPoints);
  if (fitting === -1) return { title, lines: all };
  const rest = groups.slice(fitting - 1);
  const sum = (of: (group: G) => number): number => rest.reduce((total, group) => total + of(group), 0);
  const leads = several(
    sum(({ delivered }) => delivered),
    'lead',
  );
  const qualified = qualifiedText({
    qualified: sum(({ qualifiedRate }) => qualifiedRate.k),
    of: sum(({ qualifiedRate }) => qualifiedRate.n),
  });
  return { title, lines: [...all.slice(0, fitting), `and ${number(rest.length)} more: ${leads}, qualified ${qualified}`] };
}

function groupCells(name: string, { delivered, judged, qualifiedRate: { k, n }, qualifiedRate, topReason }: Group): Cells {
  const likely = n >= enoughForRange ? range(qualifiedRate) : judged === 0 ? 'no verdicts yet' : 'too few to say';
  const because = topReason ? `${reasonLabel(isReasonCode(topReason.code) ? topReason.code : null)} (${number(topReason.count)})` : '–';
  return [{ theirs: name }, number(delivered), qualifiedText({ qualified: k, of: n }), likely, because];
}
