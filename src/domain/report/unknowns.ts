// What a digest does not know, so that nobody reads more into its numbers.
import { Temporal } from 'temporal-polyfill';
import type { DigestFacts } from './digest.ts';
import { unknownName } from './group.ts';
import type { Figures, Report } from './metrics.ts';
import { isOrderUnsure, orderUnsure } from './sourcerows.ts';
import { spanOf } from './week.ts';
import { number, outOf, percent, several } from './wording.ts';

/** With more sources than this, some ranges stand out by chance. */
const manySources = 10;

/** Sentences about one report. */
export function reportUnknowns(report: Report): readonly string[] {
  const { period, totals, bySource, speed } = report;
  const { delivered, qualified, unqualified, notCounted, pending, coverage } = totals;
  const isOver = Temporal.Instant.from(period.asOf).epochMilliseconds >= spanOf(period, period.timezone).toAt;
  const unknown = bySource.find(({ source }) => source === unknownName);
  const untimed = delivered - speed.touched - speed.never;
  const young = delivered - coverage.n;
  return [
    isOver ? '' : 'These days are not over yet: leads may still arrive.',
    feedback(totals),
    pending === 0
      ? ''
      : `${number(pending)} without a verdict: in the end ${number(qualified)} to ${outOf(qualified + pending, delivered)} may be qualified.`,
    young === 0 || coverage.n === 0 ? '' : `${several(young, 'lead')} ${young === 1 ? 'is' : 'are'} not due for a verdict yet.`,
    notCounted === 0
      ? ''
      : `Shares leave out ${number(notCounted)} of ${number(unqualified)} unqualified, whose reasons say nothing about the source.`,
    unknown ? `${several(unknown.delivered, 'lead')} came without a source.` : '',
    isOrderUnsure(bySource) ? orderUnsure : '',
    bySource.length > manySources ? `Among ${number(bySource.length)} sources some look good or bad by chance alone.` : '',
    untimed === 0 ? '' : `Speed leaves out ${several(untimed, 'lead')} whose first touch is not known to the minute.`,
  ].filter((sentence) => sentence !== '');
}

function feedback({ delivered, coverage }: Figures): string {
  if (delivered === 0) return '';
  if (coverage.n === 0) return 'None due for a verdict yet.';
  const rate = percent(coverage);
  return `Feedback on ${outOf(coverage.k, coverage.n)} ${coverage.n === 1 ? 'lead that was' : 'leads that were'} due${rate && ` (${rate})`}.`;
}

/** Sentences about a digest: those about its week, then about the weeks before. */
export function digestUnknowns(facts: DigestFacts): readonly string[] {
  const { week, before, openCount, skippedWeeks } = facts;
  const isYounger = before.length > 0 && week.totals.pending > 0;
  return [
    ...reportUnknowns(week),
    isYounger ? 'Earlier weeks have had longer to get their verdicts.' : '',
    openCount === 0 ? '' : `${several(openCount, 'lead')} of all weeks ${openCount === 1 ? 'is' : 'are'} open now.`,
    restated(facts),
    skippedWeeks === 0
      ? ''
      : `${several(skippedWeeks, 'earlier digest')} ${skippedWeeks === 1 ? 'was' : 'were'} left out, more than three days late.`,
  ].filter((sentence) => sentence !== '');
}

const restatable = ['delivered', 'judged', 'qualified'] as const satisfies readonly (keyof Figures)[];
const words = { delivered: 'leads', judged: 'judged', qualified: 'qualified' } as const;

/** What became of the week before since its digest told of it. */
function restated({ toldBefore, before }: DigestFacts): string {
  const now = before.at(-1)?.totals;
  if (!toldBefore || !now) return '';
  const changed = restatable.filter((key) => toldBefore[key] !== now[key]);
  if (changed.length === 0) return '';
  return `Last week restated: ${changed.map((key) => `${number(toldBefore[key])} → ${number(now[key])} ${words[key]}`).join(', ')}.`;
}
