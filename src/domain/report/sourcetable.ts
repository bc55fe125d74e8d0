// The sources side by side: the ones with enough verdicts ranked by what is sure of them, all others together.
import { reasonLabel, isReasonCode } from '../reasons.ts';
import { type Align, cut, harmless, table, widthOf } from './columns.ts';
import type { Figures, Group, TopReason } from './metrics.ts';
import { enoughForRange, number, outOf, percent, range } from './wording.ts';

const sourcesShown = 8;
const listedNameColumns = 24;

type Source = Group<'source'>;

const aligns = ['left', 'right', 'right', 'right', 'right', 'left'] as const satisfies readonly Align[];
const heads = ['By source', 'Leads', 'Qualified', 'Share', 'Likely', 'Most often not, because'] as const;

/**
 * The biggest sources with enough verdicts, best first by the lower end of their range, so that luck with a few does not win
 * (Evan Miller, “How not to sort by average rating”, 2009). The rest has one row for the many and one for those with few verdicts,
 * so that the rows always add up to all leads.
 */
export function sourceTable(sources: readonly Source[], columns: number): readonly string[] {
  const sure = sources.filter(isSure);
  const few = sources.filter((source) => !isSure(source));
  const shown = sure.slice(0, sourcesShown).toSorted((a, b) => lowEnd(b) - lowEnd(a));
  const more = sure.slice(sourcesShown);
  const rows = [
    heads,
    ...shown.map((source) => [
      harmless(source.source),
      ...sums([source]),
      percent(source.qualifiedRate) || '–',
      range(source.qualifiedRate),
      because(source.topReason),
    ]),
    ...(more.length === 0 ? [] : [[`${number(more.length)} more`, ...sums(more), '–', '–', '–']]),
    ...(few.length === 0 ? [] : [[togetherName(few, sure.length), ...sums(few), '–', togetherWords(few), '–']]),
  ];
  const lines = table(rows, aligns, columns);
  return few.length > 1 ? [...lines, fewNames(few, columns)] : lines;
}

function isSure(source: Source): boolean {
  return source.qualifiedRate.n >= enoughForRange;
}

function lowEnd(figures: Figures): number {
  return figures.qualifiedRate.low ?? 0;
}

/** Leads, and qualified of the verdicts that count. */
function sums(group: readonly Figures[]): readonly string[] {
  const sum = (of: (figures: Figures) => number): number => group.reduce((total, figures) => total + of(figures), 0);
  return [
    number(sum((figures) => figures.delivered)),
    outOf(
      sum((figures) => figures.qualifiedRate.k),
      sum((figures) => figures.qualifiedRate.n),
    ),
  ];
}

function because(top: TopReason | null): string {
  if (!top) return '–';
  return `${reasonLabel(isReasonCode(top.code) ? top.code : null)} (${number(top.count)})`;
}

function togetherName(few: readonly Source[], sureCount: number): string {
  const [only] = few;
  if (few.length === 1 && only) return harmless(only.source);
  return `${number(few.length)} ${sureCount === 0 ? 'sources' : 'others'}`;
}

function togetherWords(few: readonly Figures[]): string {
  return few.every((figures) => figures.judged === 0) ? 'no verdicts yet' : 'too few to say';
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
