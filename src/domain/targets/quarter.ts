// Quarters of the calendar year, by their names: `2026-Q4` is 1 October to 31 December 2026, in local dates.
import { Temporal } from 'temporal-polyfill';
import type { Period } from '../report/week.ts';

/** The days of a quarter, half-open. @param name such as `2026-Q4` */
export function quarterPeriod(name: string): Period {
  const first = firstDay(name);
  return { from: first.toString(), to: first.add({ months: 3 }).toString() };
}

/** The quarter in which a local date `YYYY-MM-DD` lies. */
export function quarterOn(date: string): string {
  const { year, month } = Temporal.PlainDate.from(date);
  return `${String(year).padStart(4, '0')}-Q${Math.ceil(month / 3)}`;
}

/** The quarter of a week, as ISO 8601 has its year: the one with its Thursday. @param monday local date */
export function quarterOfWeek(monday: string): string {
  return quarterOn(Temporal.PlainDate.from(monday).add({ days: 3 }).toString());
}

export function quarterAfter(name: string): string {
  return quarterOn(quarterPeriod(name).to);
}

/** `Q4 2026`. */
export function quarterTitle(name: string): string {
  return `${name.slice(5)} ${name.slice(0, 4)}`;
}

export function isQuarter(name: string): boolean {
  return /^[12]\d{3}-Q[1-4]$/.test(name);
}

/** What a person asked for: `2026-Q4`, `Q4 2026`, `next`, or nothing for the running one; `null` when it means none. @param today local date */
export function readQuarter(words: string, today: string): string | null {
  const text = words.trim().toUpperCase();
  const running = quarterOn(today);
  if (text === '') return running;
  if (text === 'NEXT') return quarterAfter(running);
  const [, year, quarter] = /^(\d{4})[ -]?(Q[1-4])$/.exec(text) ?? [];
  const [, turned, after] = /^(Q[1-4])[ -]?(\d{4})$/.exec(text) ?? [];
  const name = year && quarter ? `${year}-${quarter}` : `${after ?? ''}-${turned ?? ''}`;
  return isQuarter(name) ? name : null;
}

/** Its local days in their order, `YYYY-MM-DD`. */
export function daysOf({ from, to }: Period): readonly string[] {
  const first = Temporal.PlainDate.from(from);
  const { days } = first.until(Temporal.PlainDate.from(to), { largestUnit: 'days' });
  return Array.from({ length: days }, (_, index) => first.add({ days: index }).toString());
}

function firstDay(name: string): Temporal.PlainDate {
  if (!isQuarter(name)) throw new RangeError(`No quarter: ${name}`);
  return new Temporal.PlainDate(Number(name.slice(0, 4)), (Number(name.slice(6)) - 1) * 3 + 1, 1);
}
