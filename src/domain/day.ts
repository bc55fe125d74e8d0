// A day as people write it in a command: 2026-11-30, 30 Nov, Monday, tomorrow.
import { Temporal } from 'temporal-polyfill';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const furthestYears = 2;

/** The local date `YYYY-MM-DD` that is meant, always after `today`; `null` for what is no such day. */
export function readDay(text: string, today: string): string | null {
  const now = Temporal.PlainDate.from(today);
  const words = text.trim().toLowerCase();
  const day = isoDay(words) ?? namedDay(words, now) ?? dayOfMonth(words, now);
  if (!day || Temporal.PlainDate.compare(day, now) <= 0) return null;
  return Temporal.PlainDate.compare(day, now.add({ years: furthestYears })) <= 0 ? day.toString() : null;
}

function isoDay(words: string): Temporal.PlainDate | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(words) ? dateOr(() => Temporal.PlainDate.from(words, { overflow: 'reject' })) : null;
}

/** `tomorrow`, or the next day of that name; three letters are enough. */
function namedDay(words: string, now: Temporal.PlainDate): Temporal.PlainDate | null {
  if (words === 'tomorrow') return now.add({ days: 1 });
  const index = words.length < 3 ? -1 : weekdays.findIndex((name) => name.startsWith(words));
  return index < 0 ? null : now.add({ days: (index + 1 - now.dayOfWeek + 7) % 7 || 7 });
}

/** `30 Nov`, `Nov 30`, with or without the year; without it, the next one. */
function dayOfMonth(words: string, now: Temporal.PlainDate): Temporal.PlainDate | null {
  const [, before, name = '', after, year] = /^(\d{1,2})?\.?\s*([a-z]{3,9})\.?\s*(\d{1,2})?(?:,?\s+(\d{4}))?$/.exec(words) ?? [];
  const month = months.indexOf(name.slice(0, 3)) + 1;
  const day = Number(before ?? after ?? 0);
  if (month === 0 || day === 0 || (before && after)) return null;
  const inYear = (one: number): Temporal.PlainDate | null =>
    dateOr(() => Temporal.PlainDate.from({ year: one, month, day }, { overflow: 'reject' }));
  if (year) return inYear(Number(year));
  // The 29th of February is not in every year.
  const years = Array.from({ length: furthestYears + 1 }, (_, more) => inYear(now.year + more));
  return years.find((day) => day !== null && Temporal.PlainDate.compare(day, now) > 0) ?? null;
}

function dateOr(read: () => Temporal.PlainDate): Temporal.PlainDate | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
