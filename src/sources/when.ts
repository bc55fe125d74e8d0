// Dates and times as callers and spreadsheets write them → epoch milliseconds.
import { Temporal } from 'temporal-polyfill';

/** An instant, or a whole day by the instant at which it begins. */
export interface When {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Known to the day only. */
  readonly isDateOnly: boolean;
}

export type WhenReading = When | 'ambiguous' | null;

/** No date is written longer; what follows may look at a text more than once. */
const longestDate = 60;
const dayMs = 24 * 60 * 60 * 1000;
/** Clocks differ and zones are mistaken: later than this is a mistake. */
export const longestAheadMs = dayMs;

const hasZone = /[Tt\s]\d.*([Zz]|[+-]\d{2}(:?\d{2})?)$/;
const isoDate = /^\d{4}-?\d{2}-?\d{2}$/;
// 20.11.2026 has the day first everywhere; with slashes and hyphens it depends on who wrote it.
const numericDate = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?)?$/i;

/**
 * Reads ISO 8601; without a zone it is local time in `timezone`, a date alone is that day's midnight.
 * `null` when it is no date, or one before 1970.
 */
export function readIso(text: string, timezone = 'UTC'): When | null {
  if (text.length > longestDate) return null;
  const written = text
    .trim()
    .replace(/\s+(UTC|GMT)$/i, 'Z')
    .replace(/\s+(?=[+-]\d{2}:?\d{2}$)/, '');
  // Temporal would take annotations such as [Europe/Berlin] and leave them out of account.
  if (!/^\d{4}/.test(written) || written.includes('[')) return null;
  try {
    if (isoDate.test(written)) return notBefore1970(startOfDay(Temporal.PlainDate.from(written), timezone), true);
    const at = hasZone.test(written) ? Temporal.Instant.from(written) : Temporal.PlainDateTime.from(written).toZonedDateTime(timezone);
    return notBefore1970(at.epochMilliseconds, false);
  } catch {
    return null;
  }
}

/** Reads ISO 8601 and what spreadsheets make of it: `20.11.2026`, `11/20/2026 9:41 AM`. `11/05/2026` is ambiguous. */
export function readWhen(text: string, timezone = 'UTC'): WhenReading {
  const parts = text.length > longestDate ? null : numericDate.exec(text.trim());
  if (!parts) return readIso(text, timezone);
  const [, first = '', mark, second = '', year = '', hour, minute = '0', secs = '0', half] = parts;
  const [one, two] = [Number(first), Number(second)];
  const isDayFirst = mark === '.' || one > 12;
  if (!isDayFirst && two <= 12 && one !== two) return 'ambiguous';
  const [day, month] = isDayFirst ? [one, two] : [two, one];
  try {
    const date = Temporal.PlainDate.from({ year: Number(year), month, day }, { overflow: 'reject' });
    if (hour === undefined) return notBefore1970(startOfDay(date, timezone), true);
    const time = Temporal.PlainTime.from(
      { hour: hourOfDay(Number(hour), half), minute: Number(minute), second: Number(secs) },
      { overflow: 'reject' },
    );
    return notBefore1970(date.toZonedDateTime({ timeZone: timezone, plainTime: time }).epochMilliseconds, false);
  } catch {
    return null;
  }
}

/** Epoch milliseconds (13 digits) or seconds (10 digits), as several systems send them. */
export function readEpoch(number: number): When | null {
  if (!Number.isInteger(number)) return null;
  const digits = String(number).length;
  if (digits === 13) return { at: number, isDateOnly: false };
  return digits === 10 ? { at: number * 1000, isDateOnly: false } : null;
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function dateOf(at: number, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

function startOfDay(date: Temporal.PlainDate, timezone: string): number {
  return date.toZonedDateTime(timezone).epochMilliseconds;
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) throw new RangeError(`${hour} is not an hour of half a day`);
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function notBefore1970(at: number, isDateOnly: boolean): When | null {
  return at >= -dayMs ? { at, isDateOnly } : null;
}
