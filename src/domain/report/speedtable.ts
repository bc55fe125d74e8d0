// Speed in words: how many leads were first touched how soon, and within what time half and nine tenths of them were.
import { type Align, table, wrap } from './columns.ts';
import type { Report } from './metrics.ts';
import type { Speed, bandsUpTo } from './speed.ts';
import { certainty, enoughForRange, number, outOf } from './wording.ts';
import { shareOf } from './wilson.ts';

const heads = ['≤ 5 min', '5–60 min', '1–4 h', '4–24 h', '> 24 h'] as const satisfies readonly string[] & {
  readonly length: (typeof bandsUpTo)['length'];
};

/** Nothing where no lead's first touch is known to the minute. */
export function speedTable({ speed, speedBands }: Pick<Report, 'speed' | 'speedBands'>, columns: number): readonly string[] {
  const all = speed.touched + speed.never;
  if (all === 0) return [];
  const rows = [
    ['First touch, business time', ...heads, 'not yet'],
    ['Leads', ...speedBands.map(number), number(speed.never)],
  ];
  const aligns = rows[0]?.map((_, index): Align => (index === 0 ? 'left' : 'right')) ?? [];
  return [...table(rows, aligns, columns), ...quantiles(speed, all, columns), ...inTime(speed)];
}

function quantiles(speed: Speed, all: number, columns: number): readonly string[] {
  const { medianMinutes, wallMedianMinutes, p90Minutes } = speed;
  if (all < enoughForRange) return [];
  if (medianMinutes === null) return ['Fewer than half have been touched at all.'];
  const wall =
    wallMedianMinutes === null || wallMedianMinutes === medianMinutes ? '' : ` (${minutesText(wallMedianMinutes)} by the wall clock)`;
  const half = `Half were touched within ${minutesText(medianMinutes)}${wall}`;
  const most = p90Minutes === null ? 'fewer than nine tenths at all' : `nine tenths within ${minutesText(p90Minutes)}`;
  return wrap(`${half}, ${most}.`, columns);
}

function inTime({ withinTarget: { k, n } }: Speed): readonly string[] {
  if (n === 0) return [];
  const sure = certainty(shareOf(k, n));
  return [`Within the time for a claim: ${outOf(k, n)}${sure && ` (${sure})`}.`];
}

/** `0.5 min`, `31 min`, `3 h 10 min`: hours of open time, so never days. */
export function minutesText(minutes: number): string {
  if (minutes < 60) return `${number(minutes < 10 ? minutes : Math.round(minutes))} min`;
  const whole = Math.round(minutes);
  const rest = whole % 60;
  return `${number(Math.floor(whole / 60))} h${rest === 0 ? '' : ` ${rest} min`}`;
}
