// The lead-quality report of a workspace: the log goes through the cohorts once, the formulas do the rest.
import { Temporal } from 'temporal-polyfill';
import { measureDefinition } from '../domain/report/clauses.ts';
import { countedTypes, createCohort } from '../domain/report/cohort.ts';
import { measureCost } from '../domain/report/cost.ts';
import { createFirstAttempt, measureEffort } from '../domain/report/effort.ts';
import { createReportHours } from '../domain/report/hours.ts';
import { type Lens, createLens } from '../domain/report/lens.ts';
import { type Report, measure } from '../domain/report/metrics.ts';
import { createFirstOutcome, measureOutcomes } from '../domain/report/outcomes.ts';
import { createReturns } from '../domain/report/returns.ts';
import { createVerdictHistory } from '../domain/report/verdict-outcome.ts';
import { measureViews } from '../domain/report/views.ts';
import { type Period, spanOf } from '../domain/report/week.ts';
import { spendsIn } from '../domain/spend.ts';
import type { Store } from '../ports.ts';
import { definitionOf } from './agreements.ts';
import { expectationsIn } from './expectations.ts';

export interface ReportRequest extends Lens {
  /** Local dates, half-open. */
  readonly period: Period;
  /** IANA zone in which the dates are meant. */
  readonly timezone: string;
  /** Epoch milliseconds: what had not happened or was not recorded by then is left out. */
  readonly asOf: number;
}

/** Makes reports somewhere out of the way, one after another; `close` ends the one under way. */
export interface Reporter {
  /** @throws with a sentence for the person who asked */
  report(request: ReportRequest): Promise<Report>;
  /** Several from one pass over the log, in the order of the requests. @throws as `report` */
  reports(requests: readonly ReportRequest[]): Promise<readonly Report[]>;
  close(): Promise<void>;
}

export type ReportStore = Pick<Store, 'events' | 'settingsVersions' | 'ledger'>;

/** The report over the handoffs opened in the period, as known at `asOf`. */
export async function makeReport(store: ReportStore, workspaceId: string, request: ReportRequest): Promise<Report> {
  const [report] = await makeReports(store, workspaceId, [request]);
  if (!report) throw new Error('A request without a report');
  return report;
}

/** A clock that was set back between two events must not lose the second. */
const clockSlackMs = 24 * 60 * 60 * 1000;

/** A report for each request, in their order: other weeks, or the same week as known at other times. Reads the log once. */
export async function makeReports(store: ReportStore, workspaceId: string, requests: readonly ReportRequest[]): Promise<readonly Report[]> {
  if (requests.length === 0) return [];
  const versions = await store.settingsVersions(workspaceId);
  const definitions = (await definitionOf(store, workspaceId)).versions;
  const expectations = await expectationsIn(store, workspaceId);
  const spendLines = await store.ledger.read(workspaceId, 'spend');
  const parts = requests.map(({ period, timezone, asOf, ...lens }) => {
    const span = spanOf(period, timezone);
    return {
      span,
      looksAt: createLens(span, { ...lens, timezone, asOf }),
      cohort: createCohort(span, asOf),
      returns: createReturns(span, asOf),
      verdicts: createVerdictHistory(span, asOf),
      first: createFirstOutcome(asOf),
      firstAttempt: createFirstAttempt(asOf),
    };
  });
  // The store may leave out what no cohort would take; the cohorts decide. Nothing is recorded of a handoff before it was opened.
  const stream = store.events(workspaceId, {
    since: Math.min(...parts.map(({ span }) => span.fromAt)) - clockSlackMs,
    recordedBefore: Math.max(...requests.map(({ asOf }) => asOf)) + 1,
    types: countedTypes,
    // Since when outcomes and attempts are recorded decides which weeks can be compared.
    alwaysTypes: ['outcome', 'attempted'],
  });
  for await (const event of stream) {
    for (const { looksAt, cohort, returns, verdicts, first, firstAttempt } of parts) {
      first.add(event);
      firstAttempt.add(event);
      if (!looksAt(event)) continue;
      cohort.add(event);
      returns.add(event);
      verdicts.add(event);
    }
  }
  return requests.flatMap(({ period, timezone, asOf }): Report[] => {
    // Taken out, so that what a report was made of is gone when the next one is made.
    const part = parts.shift();
    if (!part) return [];
    const { fromAt } = part.span;
    const measured = measure(part.cohort.handoffs(), createReportHours(versions, asOf));
    const inForce = definitions.findLast(({ since }) => since <= asOf);
    const spends = spendsIn(spendLines.filter(({ at }) => at <= asOf));
    const cost = measureCost(part.cohort.handoffs(), { period, timezone, asOf, spends });
    return [
      {
        period: { from: period.from, to: period.to, timezone, asOf: Temporal.Instant.fromEpochMilliseconds(asOf).toString() },
        ...measured,
        returns: part.returns.returns(),
        effort: measureEffort(part.cohort.handoffs(), { ...measured, fromAt, firstAt: part.firstAttempt.at(), timezone }),
        outcomes: measureOutcomes(part.cohort.handoffs(), { asOf, fromAt, firstAt: part.first.at(), timezone }),
        ...(cost ? { cost } : {}),
        ...measureViews(part.cohort.handoffs(), measured.byAction, {
          asOf,
          expectations,
          definition: inForce ?? null,
          verdicts: part.verdicts.measure(part.first.at(), timezone),
        }),
        ...(inForce ? measureDefinition(part.cohort.handoffs(), inForce) : {}),
      },
    ];
  });
}
