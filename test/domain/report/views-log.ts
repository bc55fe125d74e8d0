// Reports with the two views in them, made of logs that tests write.
import type { Version } from '../../../src/domain/agreement/agreement.ts';
import type { Definition } from '../../../src/domain/agreement/definition.ts';
import type { ExpectationSet } from '../../../src/domain/expectation.ts';
import { createCohort } from '../../../src/domain/report/cohort.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { createFirstOutcome } from '../../../src/domain/report/outcomes.ts';
import { createVerdictHistory } from '../../../src/domain/report/verdict-outcome.ts';
import { measureViews } from '../../../src/domain/report/views.ts';
import type { ReasonCode } from '../../../src/domain/reasons.ts';
import { type LogEvent, judged, newLog, received, reportOf } from './log.ts';

export const dayMs = 24 * 60 * 60 * 1000;
/** Noon of the first day of the tests, in UTC. */
const start = Date.UTC(2026, 5, 1, 12);
export const onDay = (day: number): number => start + day * dayMs;

export interface Known {
  readonly expectations?: readonly ExpectationSet[];
  readonly definition?: Version<Definition> | null;
  /** Epoch milliseconds; the period ends with it. */
  readonly asOf?: number;
  readonly timezone?: string;
}

/** The report over everything that came before `asOf`. */
export function viewed(
  events: readonly LogEvent[],
  { expectations = [], definition = null, asOf = onDay(365), timezone = 'UTC' }: Known = {},
): Report {
  const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const report = reportOf(events, { from: date(onDay(-365)), to: date(asOf + dayMs), timezone, asOf: new Date(asOf).toISOString() });
  const span = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER };
  const [cohort, verdicts, first] = [createCohort(span, asOf), createVerdictHistory(span, asOf), createFirstOutcome(asOf)];
  for (const event of events) for (const fold of [cohort, verdicts, first]) fold.add(event);
  const frame = { asOf, expectations, definition, verdicts: verdicts.measure(first.at(), timezone) };
  return { ...report, ...measureViews(cohort.handoffs(), report.byAction, frame) };
}

/** A lead that came on a day, with what became of it so many days after. */
export interface Life {
  readonly came: number;
  readonly verdict?: 'qualified' | ReasonCode;
  /** Days after it came; 1 where it is not given. */
  readonly judgedAfter?: number;
  /** Days after the verdict. */
  readonly wonAfter?: number;
  readonly score?: number;
  readonly action?: string;
}

/** One lead each, every event in the order of its time. */
export function lives(all: readonly Life[]): readonly LogEvent[] {
  const acts = all.flatMap(({ came, verdict, judgedAfter = 1, wonAfter, score, action }, index) => {
    const handoff = `H${index + 1}`;
    const isYes = verdict === 'qualified';
    const judgedOn = came + judgedAfter;
    return [
      { handoff, at: onDay(came), body: received({ score: score ?? null, action: action ?? null }) },
      ...(verdict
        ? [{ handoff, at: onDay(judgedOn), body: judged(isYes ? 'qualified' : 'unqualified', isYes ? 'clear_need' : verdict) }]
        : []),
      ...(wonAfter === undefined ? [] : [{ handoff, at: onDay(judgedOn + wonAfter), body: { type: 'outcome', outcome: 'won' } as const }]),
    ];
  });
  const log = newLog();
  for (const { handoff, at, body } of acts.toSorted((a, b) => a.at - b.at)) log.add({ handoff, at }, body);
  return log.events;
}

export const many = (count: number, life: Life): readonly Life[] => Array.from({ length: count }, () => life);
