// The reports behind the two views: the last 90 days for what is judged, a year for what became of it.
import { Temporal } from 'temporal-polyfill';
import type { Report } from '../domain/report/metrics.ts';
import type { ViewsFacts } from '../domain/report/views-words.ts';
import type { Period } from '../domain/report/week.ts';
import type { ReportRequest, Reporter } from './report.ts';

const recentDays = 90;
/** A deal takes longer than a verdict: 90 days after verdicts that are themselves some weeks old. */
const longDays = 365;

export interface ViewsRequest {
  /** Local date: the first day that is not looked at any more. */
  readonly to: string;
  /** IANA zone. */
  readonly timezone: string;
  /** Epoch milliseconds. */
  readonly asOf: number;
}

/** What to ask for, in one pass with whatever else is asked. */
export function viewsRequests({ to, timezone, asOf }: ViewsRequest): readonly ReportRequest[] {
  return [recentDays, longDays].map((days) => ({ period: before(to, days), timezone, asOf }));
}

/** The first reports, in the order of `viewsRequests`. */
export function viewsFrom([recent, long]: readonly Report[]): ViewsFacts {
  if (!recent || !long) throw new Error('Two views without their reports');
  return { recent, long };
}

/** @throws with a sentence where the figures cannot be made */
export async function viewsFacts(reporter: Reporter, request: ViewsRequest): Promise<ViewsFacts> {
  return viewsFrom(await reporter.reports(viewsRequests(request)));
}

/** The days up to and with today. */
export function untilToday(now: number, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate().add({ days: 1 }).toString();
}

function before(to: string, days: number): Period {
  return { from: Temporal.PlainDate.from(to).subtract({ days }).toString(), to };
}
