// The rows of the sources as lines of text for a terminal.
import { type Align, cut, harmless, table, widthOf } from './columns.ts';
import type { Group } from './metrics.ts';
import { type SourceRow, hasFewVerdicts, sourceRows } from './sourcerows.ts';
import { number, outOf } from './wording.ts';

const listedNameColumns = 24;

type Source = Group<'source'>;

const aligns = ['left', 'right', 'right', 'right', 'right', 'left'] as const satisfies readonly Align[];
const heads = ['By source', 'Leads', 'Qualified', 'Share', 'Likely', 'Most often not, because'] as const;

/** The rows, no wider than `columns`, and who those are that share the row of few verdicts. */
export function sourceTable(sources: readonly Source[], columns: number): readonly string[] {
  const lines = table([heads, ...sourceRows(sources).map(cellsOf)], aligns, columns);
  const few = sources.filter(hasFewVerdicts);
  return few.length > 1 ? [...lines, fewNames(few, columns)] : lines;
}

function cellsOf({ name, delivered, qualified, of, share, likely, because }: SourceRow): readonly string[] {
  return ['ours' in name ? name.ours : harmless(name.theirs), number(delivered), outOf(qualified, of), share, likely, because];
}

/** Who they are, with their leads, as many as one line holds. */
function fewNames(few: readonly Source[], columns: number): string {
  let line = '';
  for (const [index, source] of few.entries()) {
    const longer = `${line === '' ? 'Few verdicts (leads): ' : `${line}, `}${cut(harmless(source.source), listedNameColumns)} (${number(source.delivered)})`;
    const rest = few.length - index - 1;
    const room = columns - (rest === 0 ? 0 : widthOf(andMore(few.length)));
    if (widthOf(longer) > room) return line + andMore(rest + 1);
    line = longer;
  }
  return line;
}

function andMore(count: number): string {
  return ` and ${number(count)} more`;
}
