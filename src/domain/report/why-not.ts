// Why leads were not qualified: each reason with its weight, where it comes from, what helps, and a rep's own words.
import { adviceFor } from './advice.ts';
import type { Quote } from './digest.ts';
import type { Report } from './metrics.ts';
import { type RowName, nameOf } from './sourcerows.ts';
import { enoughForPercent, number, outOf, several } from './wording.ts';

export interface WhyNot {
  readonly label: string;
  /** `6 of 14`. */
  readonly count: string;
  /** The source that most of them came from, where one stands out: `5` or `all` of them. */
  readonly from: { readonly name: RowName; readonly count: string } | null;
  readonly advice: string | null;
  readonly quote: Quote | null;
}

/** The reasons of a report, most frequent first; with what one rep wrote about each, where somebody did. */
export function whyNotRows(report: Report, quotes: readonly Quote[]): readonly WhyNot[] {
  const { reasons, totals } = report;
  return reasons.map(({ code, label, count }) => ({
    label,
    count: outOf(count, totals.unqualified),
    from: mainSource(report, code, count),
    advice: adviceFor(code),
    quote: quotes.find(({ reason }) => reason === code) ?? null,
  }));
}

/** Known only of each source's own most frequent reason; told where it is half of the reason or more. */
function mainSource({ bySource }: Report, code: string, count: number): WhyNot['from'] {
  if (bySource.length < 2) return null;
  const from = bySource
    .flatMap((source) => (source.topReason?.code === code ? [{ name: nameOf(source), count: source.topReason.count }] : []))
    .toSorted((a, b) => b.count - a.count)[0];
  return from && from.count > 1 && from.count * 2 >= count
    ? { name: from.name, count: from.count === count ? 'all' : number(from.count) }
    : null;
}

/** What stands for the reasons after the first `shown`: `and 3 more reasons for 4 leads`; `null` where there are none. */
export function whyNotMore({ reasons }: Report, shown: number): string | null {
  const rest = reasons.slice(shown);
  if (rest.length === 0) return null;
  const leads = rest.reduce((sum, { count }) => sum + count, 0);
  return `and ${several(rest.length, 'more reason')} for ${several(leads, 'lead')}`;
}

/** Every reason in a row of columns: label, `6 of 14`, its percentage where there are enough, what helps. */
export function reasonCells({ reasons, totals }: Report): readonly (readonly string[])[] {
  return reasons.map(({ code, label, count, share }) => {
    const part = totals.unqualified < enoughForPercent ? '' : `${Math.round(share * 100)} %`;
    return [label, outOf(count, totals.unqualified), part, adviceFor(code) ?? ''];
  });
}
