// The targets of a quarter beside what was reached: what the private answer, the digest and the export are made of.
import type { Report } from '../report/metrics.ts';
import type { QuarterDays } from './days.ts';
import { type Progress, progressOf } from './pace.ts';
import type { Target } from './target.ts';

export interface TargetRow {
  readonly target: Target;
  readonly progress: Progress;
}

export interface TargetSheet {
  /** `2026-Q4`. */
  readonly quarter: string;
  readonly days: QuarterDays;
  readonly rows: readonly TargetRow[];
}

/** @param report of the quarter's complete days; `null` before there is one */
export function targetSheet(quarter: string, targets: readonly Target[], report: Report | null, days: QuarterDays): TargetSheet {
  const own = targets.filter((target) => target.quarter === quarter);
  return { quarter, days, rows: own.map((target) => ({ target, progress: progressOf(target, report, days) })) };
}
