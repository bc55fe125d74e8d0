// What a report looks at: handoffs of one source or campaign, each as it stood at the same age.
import { Temporal } from 'temporal-polyfill';
import type { LeadEvent } from '../lead.ts';
import { groupName } from './group.ts';
import type { Span } from './week.ts';

export interface Lens {
  /** Only handoffs that came so, by the names of the report; absent = all. */
  readonly only?: { readonly source?: string; readonly campaign?: string };
  /** Each handoff as it stood so many local days after it was opened; younger ones are not looked at. Absent = as known at `asOf`. */
  readonly atAgeDays?: number;
}

/**
 * Says of each event of a log, in its order, whether a report over the handoffs opened in `span` looks at it. `asOf` in epoch milliseconds,
 * days in the zone. Keeps one instant for each handoff that it lets through.
 */
export function createLens(
  span: Span,
  { only = {}, atAgeDays, asOf, timezone }: Lens & { readonly asOf: number; readonly timezone: string },
): (event: LeadEvent) => boolean {
  if (only.source === undefined && only.campaign === undefined && atAgeDays === undefined) return () => true;
  const countsUntil = new Map<string, number>();
  return (event) => {
    if (event.type !== 'received' && event.type !== 'resubmitted') {
      const until = countsUntil.get(event.handoffId);
      return until !== undefined && event.at <= until;
    }
    const { attribution, at } = event;
    const isOther = (['source', 'campaign'] as const).some(
      (axis) => only[axis] !== undefined && only[axis] !== groupName(attribution[axis]),
    );
    if (isOther || at < span.fromAt || at >= span.toAt) return false;
    const until = atAgeDays === undefined ? Infinity : daysAfter(at, atAgeDays, timezone);
    if (atAgeDays !== undefined && until > asOf) return false;
    countsUntil.set(event.handoffId, until);
    return true;
  };
}

/** By the calendar, so that a clock change makes no handoff older than another. */
function daysAfter(at: number, days: number, timezone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).add({ days }).epochMilliseconds;
}
