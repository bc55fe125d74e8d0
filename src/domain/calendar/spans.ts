// Clocks that stand still and run on: when a duration is used up over several spans, each in the hours that held in it.
import type { Calendar } from '../calendar.ts';
import type { BusinessDuration } from '../duration.ts';

/** A time in which a clock ran: epoch milliseconds, half-open; `null` while it runs. */
export interface Span {
  readonly fromAt: number;
  readonly toAt: number | null;
}

/** The hours that hold from an instant on. */
export interface CalendarVersion {
  readonly fromAt: number;
  readonly calendar: Calendar;
}

export interface CalendarSpan extends Span {
  readonly calendar: Calendar;
}

/**
 * The instant at which a part of a duration (1 = all of it, 0.5 and 0.8 for reminders) is used up by spans in order of time;
 * `null` when the clock stands still before.
 *
 * In each span the clock goes on as if it had started so much earlier in the hours of that span: as much open time earlier as it
 * used before, or as many open days and parts of a day for a duration with days. So time adds up exactly over any spans
 * and hours; a span cut in two, or an hour's change that changes nothing, moves no deadline; a day used stays a day when days
 * get longer or shorter; a later resumption is never due earlier; and nothing is due before its span begins.
 */
export function usedUpAt(spans: readonly CalendarSpan[], duration: BusinessDuration, fraction = 1): number | null {
  let used = { openMs: 0, openDays: 0 };
  for (const { calendar, fromAt, toAt } of spans) {
    const startAt = calendar.startFor(fromAt, used, duration);
    const at = Math.max(calendar.fractionOf(startAt, duration, fraction), fromAt);
    if (toAt === null || at <= toAt) return at;
    const more = calendar.used(fromAt, toAt);
    used = { openMs: used.openMs + more.openMs, openDays: used.openDays + more.openDays };
  }
  return null;
}

/**
 * Cuts spans where the hours changed, so that used time stays and the rest counts on the new hours. Versions in order of time;
 * the first also holds for what was before it. Without a version there is nothing to count on: no spans.
 */
export function spansUnder(versions: readonly CalendarVersion[], spans: readonly Span[]): CalendarSpan[] {
  return spans.flatMap((span) =>
    versions.flatMap(({ fromAt, calendar }, index) => {
      const begins = index === 0 ? span.fromAt : Math.max(span.fromAt, fromAt);
      const ends = Math.min(span.toAt ?? Infinity, versions[index + 1]?.fromAt ?? Infinity);
      return begins < ends ? [{ calendar, fromAt: begins, toAt: ends === Infinity ? null : ends }] : [];
    }),
  );
}
