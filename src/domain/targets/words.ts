// Targets in words: values with their units, what was reached, and how sure that is.
import { type Align, cut, harmless, table, wrap, widthOf } from '../report/columns.ts';
import { isolatedAll } from '../report/direction.ts';
import { minutesText } from '../report/speedtable.ts';
import { certainty, number, outOf, percent, several } from '../report/wording.ts';
import type { QuarterDays } from './days.ts';
import { type Lag, type Reading, metricOf } from './metrics.ts';
import { type Progress, type Standing, openDaysBefore } from './pace.ts';
import { quarterTitle } from './quarter.ts';
import type { TargetRow, TargetSheet } from './sheet.ts';
import type { Target } from './target.ts';

/** `Qualified leads`; money with its currency. */
export function targetLabel({ metric, currency }: Pick<Target, 'metric' | 'currency'>): string {
  return `${metricOf(metric).label}${currency && `, ${currency}`}`;
}

/** `120`, `60 %`, `60,000 EUR`, `1 h 30 min`; where less is wished for, `at most 20`. */
export function targetValue({ metric, currency, value }: Pick<Target, 'metric' | 'currency' | 'value'>): string {
  const { kind, direction } = metricOf(metric);
  const words = {
    count: number(value),
    share: `${number(Math.round(value * 1_000) / 10)} %`,
    money: `${number(value)} ${currency}`,
    minutes: minutesText(value),
  }[kind];
  return direction === 'less' ? `at most ${words}` : words;
}

/** Short enough for a table: `71`, `41 of 60 (68 %)`, `18,000 EUR`, `31 min`. */
function actualValue(reading: Reading | null, currency: string): string {
  switch (reading?.kind) {
    case undefined:
      return '–';
    case 'count':
      return number(reading.value);
    case 'share': {
      const rate = percent(reading.share);
      return `${outOf(reading.share.k, reading.share.n)}${rate && ` (${rate})`}`;
    }
    case 'money':
      return `${number(reading.value)} ${currency}`;
    case 'minutes':
      return reading.value === null ? '–' : minutesText(reading.value);
  }
}

// ---------------------------------------------------------------- how it stands

/** TABLE: the word for how it stands. */
export const standingWords = {
  'not begun': 'too early to say',
  early: 'too early to say',
  few: 'too few to say',
  young: 'too early to say',
  ahead: 'ahead',
  'on pace': 'on pace',
  behind: 'behind',
  reached: 'reached',
  missed: 'not reached',
  open: 'not reached so far',
  held: 'reached so far',
  close: 'too close to say',
  unsaid: '',
} as const satisfies Record<Standing, string>;

/** `71 of 120, about 61 expected so far: on pace`, `target 85 %; 41 of 60 (68 %): close`; without a point at its end. */
export function progressWords({ target, progress }: TargetRow, days: QuarterDays): string {
  const { reading, standing } = progress;
  if (!reading) return `target ${targetValue(target)}; no day of the quarter is over yet`;
  const word = standingWords[standing];
  const isWaiting = standing === 'young' || standing === 'open' || standing === 'held';
  return `${factWords(target, reading, progress, days)}${word && `: ${word}`}${isWaiting ? waiting[metricOf(target.metric).lag] : ''}`;
}

/** TABLE: what is still to come of the leads that came. */
const waiting = {
  none: '',
  verdict: ', not all of them are due for a verdict',
  stall: ', open leads may still go back',
  deal: ', deals of these leads may still come',
} as const satisfies Record<Lag, string>;

function factWords(target: Target, reading: Reading, { expected }: Progress, days: QuarterDays): string {
  const asked = expected === null || days.isOver ? '' : `, about ${number(Math.round(expected))} expected so far`;
  switch (reading.kind) {
    case 'count':
      return `${number(reading.value)} of ${targetValue(target)}${asked}`;
    case 'share': {
      const sure = certainty(reading.share);
      return `target ${targetValue(target)}; ${outOf(reading.share.k, reading.share.n)}${sure && ` (${sure})`}`;
    }
    case 'money':
      return `${number(reading.value)} of ${targetValue(target)} from ${several(reading.deals, 'deal')}${asked && `${asked} if it came evenly`}`;
    case 'minutes':
      return `target ${targetValue(target)}; ${minutesWords(target, reading.value, reading.n)}`;
  }
}

function minutesWords({ metric }: Target, value: number | null, n: number): string {
  if (value !== null) return `${minutesText(value)} over ${several(n, 'lead')}`;
  return `fewer than ${metric === 'p90Minutes' ? 'nine tenths' : 'half'} of ${several(n, 'lead')} touched`;
}

// ---------------------------------------------------------------- the sheet

/** `Shared targets, Q4 2026`. */
export function sheetTitle({ quarter }: Pick<TargetSheet, 'quarter'>): string {
  return `Shared targets, ${quarterTitle(quarter)}`;
}

/** How much of the quarter is over, and what that means for what is said. */
export function daysWords({ total, passed, hasBegun, isOver }: QuarterDays): string {
  if (!hasBegun) return 'No day of the quarter is over yet.';
  if (isOver) return 'The quarter is over: these figures are final, but for leads that are judged or won later.';
  const early = passed < openDaysBefore ? ` Pace is told after the first ${openDaysBefore}.` : '';
  return `${outOf(passed, total)} open days are over.${early}`;
}

/** What Slack shows of a line at a desk. */
const shownColumns = 76;
const fewestNextColumns = 20;
const aligns: readonly Align[] = ['left', 'left', 'left', 'left'];
const lineColumns = 110;

/**
 * The table *Metric, Target, Actual, Next* in lines of at most so many code points in all; what people wrote is harmless in it and goes
 * over several lines, or is cut where there are too many of them.
 */
export function sheetLines({ rows }: Pick<TargetSheet, 'rows'>, mostPoints: number): readonly string[] {
  const whole = linesWith(rows, (next, width) => wrap(harmless(next), width));
  if (pointsOf(whole) <= mostPoints) return whole;
  const short = linesWith(rows, (next, width) => [cut(harmless(next), width)]);
  let points = 0;
  return short.filter((line) => (points += pointsOf([line])) <= mostPoints);
}

function linesWith(rows: readonly TargetRow[], lined: (next: string, width: number) => readonly string[]): readonly string[] {
  const heads = ['Metric', 'Target', 'Actual'];
  const facts = rows.map(({ target, progress }) => [
    targetLabel(target),
    targetValue(target),
    actualValue(progress.reading, target.currency),
  ]);
  const taken = heads.reduce((sum, head, index) => sum + 2 + Math.max(...[head, ...facts.map((row) => row[index] ?? '')].map(widthOf)), 0);
  const width = Math.max(shownColumns - taken, fewestNextColumns);
  const cells = rows.flatMap(({ target }, index) => {
    const [next = '', ...more] = target.next === null ? ['–'] : lined(target.next, width);
    return [[...(facts[index] ?? []), next], ...more.map((line) => ['', '', '', line])];
  });
  const all = [[...heads, 'Next'], ...cells];
  const last = isolatedAll(all.map((row) => row[3] ?? ''));
  return table(
    all.map((row, index) => [...row.slice(0, 3), last[index] ?? '']),
    aligns,
    lineColumns,
  );
}

function pointsOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Array.from(line).length + 1, 0);
}
