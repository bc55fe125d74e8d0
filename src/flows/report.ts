// The lead-quality report of a workspace: the log goes through the cohort once, the formulas do the rest.
import { Temporal } from 'temporal-polyfill';
import { createCohort } from '../domain/report/cohort.ts';
import { type Report, measure } from '../domain/report/metrics.ts';
import { type Period, spanOf } from '../domain/report/week.ts';
import type { Store } from '../ports.ts';

export interface ReportRequest {
  /** Local dates, half-open. */
  readonly period: Period;
  /** IANA zone in which the dates are meant. */
  readonly timezone: string;
  /** Epoch milliseconds: what had not happened or was not recorded by then is left out. */
  readonly asOf: number;
}

/** The report over the handoffs opened in the period, as known at `asOf`; key names and order are those of `report --json`. */
export async function makeReport(
  store: Pick<Store, 'events'>,
  workspaceId: string,
  { period, timezone, asOf }: ReportRequest,
): Promise<Report> {
  const cohort = createCohort(spanOf(period, timezone), asOf);
  // The store may leave out what the cohort would not take anyway; the cohort decides.
  for await (const event of store.events(workspaceId, { recordedBefore: asOf + 1 })) cohort.add(event);
  return {
    period: { from: period.from, to: period.to, timezone, asOf: Temporal.Instant.fromEpochMilliseconds(asOf).toString() },
    ...measure(cohort.handoffs()),
  };
}
