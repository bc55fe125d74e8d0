// Which days a report is about: a week or two dates, in local time, and the instants at which they begin and end.
import { Temporal } from 'temporal-polyfill';

/** Local dates `YYYY-MM-DD`; half-open: `to` is the first day that is not in it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The same in epoch milliseconds; half-open too, so that every instant lies in exactly one week. */
export interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

/** What a person may ask for: a week, or both dates, or nothing. */
export interface PeriodRequest {
  readonly week?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export type PeriodFault = 'both' | 'half' | 'not_a_week' | 'no_such_week' | 'not_a_date' | 'ends_too_early';

/** The period asked for cannot be had; the message is a sentence for the person who asked. */
export class PeriodError extends Error {
  override readonly name = 'PeriodError';
  readonly fault: PeriodFault;

  constructor(fault: PeriodFault, sentence: string) {
    super(sentence);
    this.fault = fault;
  }
}

/**
 * The period that was asked for; without a wish, the last week that was complete at `at` (epoch milliseconds).
 * @throws PeriodError
 */
export function periodOf(request: PeriodRequest, at: number, timezone: string): Period {
  const { week, from, to } = request;
  const hasDates = from !== undefined || to !== undefined;
  if (week !== undefined && hasDates) throw new PeriodError('both', 'Choose either a week or the dates from and to, not both.');
  if (week !== undefined) return weekOf(week);
  if (!hasDates) return lastWeek(at, timezone);
  if (from === undefined || to === undefined) {
    throw new PeriodError(
      'half',
      `The date ${from === undefined ? 'from' : 'to'} is missing: give both, such as from 2026-11-16 to 2026-11-23.`,
    );
  }
  return between(from, to);
}

/** An ISO week such as `2026-W47`: Monday to Monday; week 1 is the one with 4 January in it (ISO 8601). @throws PeriodError */
export function weekOf(text: string): Period {
  const match = /^(\d{4})-W(\d{2})$/i.exec(text.trim());
  if (!match) throw new PeriodError('not_a_week', `“${quoted(text)}” is not a week. Write it like 2026-W47.`);
  const year = Number(match[1]);
  const week = Number(match[2]);
  const last = weeksIn(year);
  if (week < 1 || week > last) {
    throw new PeriodError('no_such_week', `There is no week ${text.trim().toUpperCase()}: the weeks of ${match[1]} are W01 to W${last}.`);
  }
  return weekFrom(firstMonday(year).add({ weeks: week - 1 }));
}

/** The last Monday–Sunday week that had ended at `at` (epoch milliseconds) in this zone. */
export function lastWeek(at: number, timezone: string): Period {
  return weekFrom(mondayOf(at, timezone).subtract({ weeks: 1 }));
}

/** The Monday–Sunday week in which an instant (epoch milliseconds) lies in this zone. */
export function weekAt(at: number, timezone: string): Period {
  return weekFrom(mondayOf(at, timezone));
}

/**
 * When the local days of a period begin and end. A day begins at its first instant, even where the clock leaps over midnight;
 * a day that a zone left out (Apia, 30 December 2011) begins and ends with the next.
 */
export function spanOf(period: Period, timezone: string): Span {
  return { fromAt: startOf(period.from, timezone), toAt: startOf(period.to, timezone) };
}

function startOf(date: string, timezone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(timezone).epochMilliseconds;
}

function between(from: string, to: string): Period {
  const first = dateOf(from);
  const end = dateOf(to);
  if (Temporal.PlainDate.compare(first, end) >= 0) {
    throw new PeriodError(
      'ends_too_early',
      `The period from ${first.toString()} to ${end.toString()} has no day in it: “to” is the day after the last one.`,
    );
  }
  return { from: first.toString(), to: end.toString() };
}

function dateOf(text: string): Temporal.PlainDate {
  const problem = new PeriodError('not_a_date', `“${quoted(text)}” is not a date. Write it like 2026-11-16.`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text.trim())) throw problem;
  try {
    return Temporal.PlainDate.from(text.trim(), { overflow: 'reject' });
  } catch {
    throw problem;
  }
}

function mondayOf(at: number, timezone: string): Temporal.PlainDate {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 });
}

function weekFrom(monday: Temporal.PlainDate): Period {
  return { from: monday.toString(), to: monday.add({ weeks: 1 }).toString() };
}

function firstMonday(year: number): Temporal.PlainDate {
  const inWeekOne = new Temporal.PlainDate(year, 1, 4);
  return inWeekOne.subtract({ days: inWeekOne.dayOfWeek - 1 });
}

function weeksIn(year: number): number {
  return firstMonday(year).until(firstMonday(year + 1), { largestUnit: 'weeks' }).weeks;
}

/** What somebody typed, short and on one line. */
function quoted(text: string): string {
  const plain = text.replace(/\p{C}+/gu, ' ').trim();
  return plain.length > 30 ? `${plain.slice(0, 30)}…` : plain;
}
