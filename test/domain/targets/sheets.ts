// Sheets of targets for tests: every way in which a target can stand, once each.
import type { QuarterDays } from '../../../src/domain/targets/days.ts';
import type { Reading } from '../../../src/domain/targets/metrics.ts';
import type { Standing } from '../../../src/domain/targets/pace.ts';
import type { TargetRow, TargetSheet } from '../../../src/domain/targets/sheet.ts';
import type { Target } from '../../../src/domain/targets/target.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';

export const midQuarter: QuarterDays = {
  total: 66,
  passed: 37,
  due: { none: 37, verdict: 35, stall: 30, deal: 0 },
  hasBegun: true,
  isOver: false,
};

const base: Target = {
  quarter: '2026-Q4',
  metric: 'qualified',
  currency: '',
  value: 120,
  sales: 'U0KIM',
  marketing: 'U0MIA',
  next: null,
  seq: 7,
  by: 'U0MAX',
  at: 1,
};

export function row(of: Partial<Target>, reading: Reading | null, standing: Standing, expected: number | null = null): TargetRow {
  return { target: { ...base, ...of }, progress: { reading, standing, expected, low: null, high: null } };
}

const count = (value: number): Reading => ({ kind: 'count', value });
const share = (k: number, n: number): Reading => ({ kind: 'share', share: shareOf(k, n) });

const coverage = row(
  { metric: 'coverage', value: 0.85, next: 'Fridays at four: a verdict on everything that is open' },
  share(285, 332),
  'close',
);
export const coverageTarget: Target = coverage.target;

export const everyRow: readonly TargetRow[] = [
  row({ next: 'Two more demos a week from the price page' }, count(94), 'ahead', 67.3),
  row({ metric: 'delivered', value: 600 }, count(331), 'on pace', 336.4),
  row({ metric: 'opportunities', value: 40 }, count(9), 'young', 22.4),
  row(
    { metric: 'wonAmount', currency: 'EUR', value: 60_000, next: 'Case study' },
    { kind: 'money', value: 18_000, deals: 3 },
    'unsaid',
    33_636,
  ),
  coverage,
  row({ metric: 'winRate', value: 0.3 }, share(1, 3), 'few'),
  row({ metric: 'withinTarget', value: 0.7 }, share(201, 323), 'missed'),
  row({ metric: 'medianMinutes', value: 30 }, { kind: 'minutes', value: 31.4, n: 323 }, 'missed'),
  row({ metric: 'p90Minutes', value: 240 }, { kind: 'minutes', value: null, n: 323 }, 'missed'),
  row({ metric: 'stalled', value: 20 }, count(21), 'missed', 11.2),
];

export const typicalSheet: TargetSheet = { quarter: '2026-Q4', days: midQuarter, rows: everyRow };

export const notBegun: TargetSheet = {
  quarter: '2027-Q1',
  days: { total: 64, passed: 0, due: { none: 0, verdict: 0, stall: 0, deal: 0 }, hasBegun: false, isOver: false },
  rows: [row({ quarter: '2027-Q1' }, null, 'not begun')],
};

export const over: TargetSheet = {
  quarter: '2026-Q3',
  days: { total: 66, passed: 66, due: { none: 66, verdict: 66, stall: 61, deal: 0 }, hasBegun: true, isOver: true },
  rows: [
    row({ quarter: '2026-Q3' }, count(121), 'reached', 120),
    row({ quarter: '2026-Q3', metric: 'won', value: 12 }, count(9), 'open', 12),
    row({ quarter: '2026-Q3', metric: 'returned', value: 30 }, count(12), 'held', 30),
  ],
};
