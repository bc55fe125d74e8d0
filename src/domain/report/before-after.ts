// Before and after a change, at equal age: what can be said of it, and why where nothing can.
import type { ReasonCode } from '../reasons.ts';
import { type Change, changeOf } from './difference.ts';
import type { Report } from './metrics.ts';
import { type Share, shareOf } from './wilson.ts';

/** A share on both sides of the day. */
export interface Compared {
  readonly before: Share;
  readonly after: Share;
  /** `not called`: the sides are not alike in how many leads were judged. */
  readonly change: Change | 'not called';
  /** It had clearly moved in the same direction before the day already. */
  readonly wasMoving: boolean;
}

export type BeforeAfter =
  /** `tellsOn`: the local date on which every lead of the window is old enough. */
  | { readonly state: 'too_early'; readonly tellsOn: string }
  /** Nothing came from there on or before the first day of the window before. */
  | { readonly state: 'unequal' }
  | {
      readonly state: 'compared';
      /** Of the verdicts, those with the reason that the change answers. */
      readonly reason: Compared;
      /** Of the verdicts that count. */
      readonly qualified: Compared;
      /** Of all leads, those with a verdict at that age. */
      readonly judged: Compared;
      /** Other changes of the same origin within the days. */
      readonly others: number;
    };

/** Each over one origin, at equal age; `known` over the days up to the first of the window before. */
export interface ChangeReports {
  readonly known: Report;
  readonly earlier: Report;
  readonly before: Report;
  readonly after: Report;
}

export function beforeAfter(reports: ChangeReports, reason: ReasonCode, others: number): BeforeAfter {
  if (reports.known.totals.delivered === 0) return { state: 'unequal' };
  const judged = compared(reports, ({ totals }) => shareOf(totals.judged, totals.delivered));
  // Silence is not neutral: who is judged late, or never, may be of another kind than who is judged at once.
  const isAlike = judged.change !== 'up' && judged.change !== 'down';
  const called = (one: Compared): Compared => (isAlike ? one : { ...one, change: 'not called', wasMoving: false });
  return {
    state: 'compared',
    reason: called(compared(reports, (report) => withReason(report, reason))),
    qualified: called(compared(reports, ({ totals }) => totals.qualifiedRate)),
    judged,
    others,
  };
}

function compared({ earlier, before, after }: ChangeReports, of: (report: Report) => Share): Compared {
  const shares = { before: of(before), after: of(after) };
  const change = changeOf(shares.after, shares.before);
  const isMoved = change === 'up' || change === 'down';
  return { ...shares, change, wasMoving: isMoved && changeOf(shares.before, of(earlier)) === change };
}

function withReason({ totals, reasons }: Report, reason: ReasonCode): Share {
  return shareOf(reasons.find(({ code }) => code === reason)?.count ?? 0, totals.judged);
}
