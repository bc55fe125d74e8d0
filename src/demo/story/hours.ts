// The team's open hours, Monday to Friday 9 to 17: when people of the story answer leads.
import { Temporal } from 'temporal-polyfill';

const opens = Temporal.PlainTime.from('09:00');
const closes = Temporal.PlainTime.from('17:00');
export const minuteMs = 60_000;
export const openDayMs = 8 * 60 * minuteMs;

export function localDay(at: number, timezone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate();
}

/** The Monday of the week in which an instant lies. */
export function mondayOf(at: number, timezone: string): Temporal.PlainDate {
  const day = localDay(at, timezone);
  return day.subtract({ days: day.dayOfWeek - 1 });
}

/** Epoch milliseconds of a local time, `minutes` after midnight. */
export function instantOn(day: Temporal.PlainDate, minutes: number, timezone: string): number {
  const plainTime = new Temporal.PlainTime(Math.floor(minutes / 60), Math.floor(minutes % 60), Math.floor((minutes % 1) * 60));
  return day.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds;
}

/** When the team opens and closes on a day; `null` at the weekend. */
export function openOn(day: Temporal.PlainDate, timezone: string): { readonly fromAt: number; readonly toAt: number } | null {
  if (day.dayOfWeek > 5) return null;
  const at = (plainTime: Temporal.PlainTime): number => day.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds;
  return { fromAt: at(opens), toAt: at(closes) };
}

/** The instant so much open time after another. */
export function openAfter(at: number, openMs: number, timezone: string): number {
  let left = openMs;
  for (let day = localDay(at, timezone); ; day = day.add({ days: 1 })) {
    const open = openOn(day, timezone);
    if (!open || open.toAt <= at) continue;
    const fromAt = Math.max(at, open.fromAt);
    if (fromAt + left <= open.toAt) return fromAt + left;
    left -= open.toAt - fromAt;
  }
}

/** The instant so much open time before another. */
export function openBefore(at: number, openMs: number, timezone: string): number {
  let left = openMs;
  for (let day = localDay(at, timezone); ; day = day.subtract({ days: 1 })) {
    const open = openOn(day, timezone);
    if (!open || open.fromAt >= at) continue;
    const toAt = Math.min(at, open.toAt);
    if (toAt - left >= open.fromAt) return toAt - left;
    left -= toAt - open.fromAt;
  }
}

/** Where history ends and the living story begins: two open days before `now`. */
export function livingSince(now: number, timezone: string): number {
  return openBefore(now - 2 * minuteMs, 2 * openDayMs, timezone);
}
