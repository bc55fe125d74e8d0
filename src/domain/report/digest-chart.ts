// The verdicts of each week, side by side: for a chart, and in small for where there is none.
import { Temporal } from 'temporal-polyfill';
import { table } from './columns.ts';
import type { DigestFacts } from './digest.ts';
import { number } from './wording.ts';

/** So many weeks, with the one that the digest is about. */
const weeksShown = 8;

export const chartTitle = 'Verdicts by week of arrival';

export interface ChartWeek {
  /** Its Monday: `28 Sep`; no two are alike. */
  readonly label: string;
  readonly qualified: number;
  readonly unqualified: number;
  readonly pending: number;
}

/** TABLE: what is drawn of each week, in its order. */
export const chartSeries = [
  { key: 'qualified', name: 'qualified', fill: '█' },
  { key: 'unqualified', name: 'unqualified', fill: '▒' },
  { key: 'pending', name: 'no verdict yet', fill: '░' },
] as const satisfies readonly { key: Exclude<keyof ChartWeek, 'label'>; name: string; fill: string }[];

/** The weeks up to this one, oldest first; none where no lead came in any of them. */
export function verdictsByWeek({ week, before }: Pick<DigestFacts, 'week' | 'before'>): readonly ChartWeek[] {
  const reports = [...before, week].slice(-weeksShown);
  if (reports.every(({ totals }) => totals.delivered === 0)) return [];
  const days = reports.map(({ period }) => period.from);
  const isYearNeeded = new Set(days.map((day) => dayLabel(day, false))).size < days.length;
  return reports.map(({ period, totals: { qualified, unqualified, pending } }) => ({
    label: dayLabel(period.from, isYearNeeded),
    qualified,
    unqualified,
    pending,
  }));
}

// Written out: it reads the same under every locale.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayLabel(day: string, hasYear: boolean): string {
  const { day: dayOfMonth, month, year } = Temporal.PlainDate.from(day);
  return `${dayOfMonth} ${months[month - 1] ?? ''}${hasYear ? ` ${year}` : ''}`;
}

const barColumns = 24;

/** The same in lines of text: each week's counts and a bar of them. */
export function chartText(weeks: readonly ChartWeek[]): readonly string[] {
  if (weeks.length === 0) return [];
  const most = Math.max(...weeks.map(({ qualified, unqualified, pending }) => qualified + unqualified + pending));
  const rows = weeks.map((week) => [week.label, ...chartSeries.map(({ key }) => number(week[key])), bar(week, most)]);
  return [
    chartTitle,
    chartSeries.map(({ fill, name }) => `${fill} ${name}`).join('  '),
    ...table([['Week of', ...chartSeries.map(({ fill }) => fill), ''], ...rows], ['left', 'right', 'right', 'right', 'left'], 100),
  ];
}

/** What is there is seen, however small. */
function bar(week: ChartWeek, most: number): string {
  return chartSeries
    .map(({ key, fill }) => (week[key] === 0 ? '' : fill.repeat(Math.max(1, Math.round((week[key] / most) * barColumns)))))
    .join('');
}
