// Which sources get a row of their own, and which stand together: the rows always add up to all leads.
import { isReasonCode, reasonLabel } from '../reasons.ts';
import { unknownName } from './group.ts';
import type { Group } from './metrics.ts';
import type { Share } from './wilson.ts';
import { enoughForRange, number, outOf, percent, range } from './wording.ts';

type Source = Group<'source'>;

/** What stands in the first column: a name that a stranger chose, or words of ours. */
export type RowName = { readonly theirs: string } | { readonly ours: string };

export interface SourceRow {
  readonly name: RowName;
  readonly delivered: number;
  readonly qualified: number;
  /** Verdicts that count: what `qualified` is out of. */
  readonly of: number;
  /** `79 %`, of those with a row of their own and enough verdicts for it. */
  readonly share: string;
  /** `49–97 %`, or why there is none. */
  readonly likely: string;
  /** The most frequent reason against: `Outside our ICP (5)`. */
  readonly because: string;
}

/** So many sources have a row of their own, at most. */
const sourcesShown = 8;
const nothing = '–';

/**
 * The biggest sources with enough verdicts, best first by the lower end of their range, so that luck with a few does not win
 * (Evan Miller, “How not to sort by average rating”, 2009); then the others with enough verdicts, and those with few, in a row each.
 */
export function sourceRows(sources: readonly Source[]): readonly SourceRow[] {
  const few = sources.filter(hasFewVerdicts);
  const sure = sources.filter((source) => !hasFewVerdicts(source));
  const shown = sure.slice(0, sourcesShown).toSorted((a, b) => lowEnd(b.qualifiedRate) - lowEnd(a.qualifiedRate));
  return [...shown.map(ownRow), ...together(sure.slice(sourcesShown), 'more', () => nothing), ...togetherFew(few, sure.length > 0)];
}

/** Two of those that stand in an order can as well be the other way round: their ranges have something in common. */
export function isOrderUnsure(sources: readonly Source[]): boolean {
  const shown = sources.filter((source) => !hasFewVerdicts(source)).slice(0, sourcesShown);
  const ranges = shown.map(({ qualifiedRate }) => qualifiedRate).toSorted((a, b) => lowEnd(b) - lowEnd(a));
  return ranges.some((better, index) => ranges.slice(index + 1).some(({ high }) => (high ?? 1) >= lowEnd(better)));
}

/** What is said of it. */
export const orderUnsure = 'Where likely ranges of sources overlap, nobody can tell which is better.';

/** Those that share the last row. */
export function hasFewVerdicts({ qualifiedRate }: Source): boolean {
  return qualifiedRate.n < enoughForRange;
}

function lowEnd({ low }: Share): number {
  return low ?? 0;
}

function ownRow(source: Source): SourceRow {
  const { delivered, qualifiedRate, topReason } = source;
  const because = topReason ? `${reasonLabel(isReasonCode(topReason.code) ? topReason.code : null)} (${number(topReason.count)})` : nothing;
  const { k: qualified, n: of } = qualifiedRate;
  const share = percent(qualifiedRate) || nothing;
  return { name: nameOf(source), delivered, qualified, of, share, likely: range(qualifiedRate), because };
}

/** The word for leads without a source is ours. */
export function nameOf({ source }: Pick<Source, 'source'>): RowName {
  return source === unknownName ? { ours: unknownName } : { theirs: source };
}

function togetherFew(few: readonly Source[], hasOthers: boolean): readonly SourceRow[] {
  const [only] = few;
  // Together they may be many: it is each of them that has too few.
  const likely = (sources: readonly Source[]): string => {
    if (sources.every(({ judged }) => judged === 0)) return 'no verdicts yet';
    return sources.length === 1 ? 'too few to say' : 'each too few to say';
  };
  if (few.length === 1 && only) return [{ ...ownRow(only), likely: likely(few), because: nothing }];
  return together(few, hasOthers ? 'others' : 'sources', likely);
}

function together(sources: readonly Source[], word: string, likely: (sources: readonly Source[]) => string): readonly SourceRow[] {
  if (sources.length === 0) return [];
  const sum = (of: (source: Source) => number): number => sources.reduce((total, source) => total + of(source), 0);
  return [
    {
      name: { ours: `${number(sources.length)} ${word}` },
      delivered: sum(({ delivered }) => delivered),
      qualified: sum(({ qualifiedRate }) => qualifiedRate.k),
      of: sum(({ qualifiedRate }) => qualifiedRate.n),
      share: nothing,
      likely: likely(sources),
      because: nothing,
    },
  ];
}

/** `6 of 7`, or that nothing was judged. */
export function qualifiedText({ qualified, of }: Pick<SourceRow, 'qualified' | 'of'>): string {
  return of === 0 ? nothing : outOf(qualified, of);
}
