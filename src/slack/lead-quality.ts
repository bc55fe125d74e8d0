// The report that people ask for in Slack: a week or a month, made out of the way of clicks, the running week kept for a while.
import { Temporal } from 'temporal-polyfill';
import type { Report } from '../domain/report/metrics.ts';
import { type Period, lastWeek, weekAt } from '../domain/report/week.ts';
import type { Desk } from '../flows/record.ts';
import type { Reporter } from '../flows/report.ts';
import type { Log } from '../ports.ts';

/** What can be asked for, by the words after `/lead report`. */
export const reportPeriods = {
  week: { title: 'This week so far', period: weekAt },
  'last week': { title: 'Last week', period: lastWeek },
  month: { title: 'This month so far', period: monthAt },
} as const satisfies Record<string, { title: string; period: (at: number, timezone: string) => Period }>;
export type ReportPeriod = keyof typeof reportPeriods;

export function isReportPeriod(words: string): words is ReportPeriod {
  return Object.hasOwn(reportPeriods, words);
}

interface ReportDesk {
  readonly desk: Desk;
  readonly reporter: Reporter;
}

/** As known now. @throws with a sentence when it cannot be made */
export async function reportFor({ desk, reporter }: ReportDesk, which: ReportPeriod): Promise<Report> {
  const timezone = (await desk.store.workspace()).settings?.timezone ?? 'UTC';
  const now = desk.now();
  return reporter.report({ period: reportPeriods[which].period(now, timezone), timezone, asOf: now });
}

function monthAt(at: number, timezone: string): Period {
  const first = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate().with({ day: 1 });
  return { from: first.toString(), to: first.add({ months: 1 }).toString() };
}

/** App Home is drawn at every turn: it shows a report that is a little old rather than none. */
const freshMs = 60_000;

export interface LeadQuality {
  /** The running week as known a moment ago; `null` while it is being worked out the first time. */
  latest(): Report | null;
  /** Works it out anew where the last one is old, and then calls back. */
  refresh(then: () => void): void;
}

export function createLeadQuality(context: ReportDesk & { readonly log: Log }): LeadQuality {
  let kept: { readonly report: Report; readonly at: number } | null = null;
  const waiting = new Set<() => void>();
  const tellAll = (): void => {
    const told = [...waiting];
    waiting.clear();
    for (const then of told) then();
  };
  return {
    latest: () => kept?.report ?? null,
    refresh(then) {
      const age = kept ? context.desk.now() - kept.at : null;
      if (age !== null && age >= 0 && age < freshMs) return;
      waiting.add(then);
      if (waiting.size > 1) return;
      void reportFor(context, 'week')
        .then((report) => {
          kept = { report, at: context.desk.now() };
          tellAll();
        })
        .catch(() => {
          waiting.clear();
          context.log.warn({}, 'The lead quality for App Home could not be worked out.');
        });
    },
  };
}
