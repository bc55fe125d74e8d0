// Logs for tests of the report, written an event at a time, and reports made of them.
import type { Attribution, EventBody, LeadEvent } from '../../../src/domain/lead.ts';
import { createCohort } from '../../../src/domain/report/cohort.ts';
import { type RulesSince, createReportHours } from '../../../src/domain/report/hours.ts';
import { type Report, measure } from '../../../src/domain/report/metrics.ts';
import { createFirstOutcome, measureOutcomes } from '../../../src/domain/report/outcomes.ts';
import { createFirstAttempt, measureEffort } from '../../../src/domain/report/effort.ts';
import { createReturns } from '../../../src/domain/report/returns.ts';
import { spanOf } from '../../../src/domain/report/week.ts';
import type { ReasonCode } from '../../../src/domain/reasons.ts';

export type LogEvent = LeadEvent & { readonly seq: number };

export const nowhere: Attribution = { source: null, medium: null, campaign: null, action: null, score: null };

export interface Where {
  /** Handoff `H1` is the first of lead `L1`, `H1.2` its second. */
  readonly handoff: string;
  readonly at: number;
  readonly recordedAt?: number;
  readonly by?: string;
}

/** Appends events to a log, numbering them. */
export function newLog(): { readonly events: LogEvent[]; add(where: Where, ...bodies: readonly EventBody[]): void } {
  const events: LogEvent[] = [];
  return {
    events,
    add({ handoff, at, recordedAt = at, by = 'U1' }, ...bodies) {
      for (const body of bodies) {
        const seq = events.length + 1;
        const [first, cycle = '1'] = handoff.split('.');
        events.push({
          ...body,
          id: `E${seq}`,
          seq,
          leadId: `L${first?.slice(1)}`,
          handoffId: handoff,
          cycle: Number(cycle),
          at,
          recordedAt,
          by,
        });
      }
    },
  };
}

export function received(more: Partial<Attribution & { isTest: boolean; isHistory: boolean }> = {}): EventBody {
  const { isTest = false, isHistory = false, ...attribution } = more;
  return { type: 'received', attribution: { ...nowhere, ...attribution }, isTest, isHistory };
}

export function judged(
  verdict: 'qualified' | 'unqualified',
  reason: ReasonCode | null = verdict === 'qualified' ? 'clear_need' : 'no_need',
): EventBody {
  return { type: 'judged', verdict, reason };
}

/** Somewhen in the week of the reports. */
export const at = Date.UTC(2026, 10, 17);
export const week = { from: '2026-11-16', to: '2026-11-23', timezone: 'America/New_York', asOf: '2026-11-23T14:00:00Z' };

/** The report over a whole log; without rules in the hours and with the deadlines that count before the first settings. */
export function reportOf(events: readonly LogEvent[], period: Report['period'] = week, rules: readonly RulesSince[] = []): Report {
  const asOf = Date.parse(period.asOf);
  const everything = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER };
  const cohort = createCohort(everything, asOf);
  const returns = createReturns(everything, asOf);
  const first = createFirstOutcome(asOf);
  const firstAttempt = createFirstAttempt(asOf);
  for (const event of events) {
    cohort.add(event);
    returns.add(event);
    first.add(event);
    firstAttempt.add(event);
  }
  const { timezone } = period;
  const fromAt = period.from === '' ? 0 : spanOf(period, timezone).fromAt;
  const measured = measure(cohort.handoffs(), createReportHours(rules, asOf));
  return {
    period,
    ...measured,
    returns: returns.returns(),
    effort: measureEffort(cohort.handoffs(), { ...measured, fromAt, firstAt: firstAttempt.at(), timezone }),
    outcomes: measureOutcomes(cohort.handoffs(), {
      asOf,
      fromAt,
      firstAt: first.at(),
      timezone,
    }),
  };
}

/** A lead for each entry: source, and its verdict if it has one. */
export function reportWith(leads: readonly (readonly [Partial<Attribution>, EventBody | null])[]): Report {
  const log = newLog();
  for (const [index, [attribution, verdict]] of leads.entries()) {
    log.add({ handoff: `H${index}`, at }, received(attribution), ...(verdict ? [verdict] : []));
  }
  return reportOf(log.events);
}

export const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
