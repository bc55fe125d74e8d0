// Days in words, the same under every locale.
import { Temporal } from 'temporal-polyfill';

/** The days of a half-open period, first to last: `16–22 November 2026`. */
export function daysText(from: string, to: string): string {
  const first = Temporal.PlainDate.from(from);
  const last = Temporal.PlainDate.from(to).subtract({ days: 1 });
  if (first.equals(last)) return dayText(last, 'year');
  if (first.year !== last.year) return `${dayText(first, 'year')} – ${dayText(last, 'year')}`;
  if (first.month !== last.month) return `${dayText(first, 'month')} – ${dayText(last, 'year')}`;
  return `${first.day}–${dayText(last, 'year')}`;
}

// Written out: the report reads the same under every locale.
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `3 November`, or with its year. */
export function dayText(day: Temporal.PlainDate, upTo: 'month' | 'year'): string {
  return `${day.day} ${months[day.month - 1] ?? ''}${upTo === 'year' ? ` ${day.year}` : ''}`;
}

/** `3 Nov 2026`, for places where room is short. */
export function shortDay(day: string | Temporal.PlainDate): string {
  return Temporal.PlainDate.from(day).toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}
