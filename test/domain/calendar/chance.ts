// Chance for calendars: zones whose clocks do strange things, and weekly hours that do not overlap.
import fc from 'fast-check';
import { weekdays } from '../../../src/domain/calendar/hours.ts';

/** Twelve zones, and years in which their clocks change (or in which all of them are calm). */
export const zones = [
  ['America/New_York', '2026-01-01', '2027-12-31'],
  ['Europe/Berlin', '2026-01-01', '2027-12-31'],
  ['Australia/Lord_Howe', '2026-01-01', '2027-12-31'], // half an hour
  ['Asia/Kolkata', '2026-01-01', '2027-12-31'], // never, half an hour off
  ['Asia/Kathmandu', '1985-06-01', '1986-06-30'], // a quarter of an hour once
  ['America/St_Johns', '2026-01-01', '2027-12-31'], // half an hour off
  ['Africa/Cairo', '2026-01-01', '2027-12-31'], // at midnight
  ['Asia/Beirut', '2026-01-01', '2027-12-31'], // at midnight
  ['America/Sao_Paulo', '2017-06-01', '2019-06-01'], // at midnight
  ['Pacific/Apia', '2011-09-01', '2012-12-31'], // a day left out
  ['Africa/Casablanca', '2026-01-01', '2027-12-31'], // for a month a year
  ['America/Asuncion', '2023-01-01', '2024-12-31'], // at midnight, then never again
] as const;

const stepMinutes = 15;
const week = (7 * 24 * 60) / stepMinutes;
const day = week / 7;

/** Weekly hours on quarter hours, up to six spans, some over midnight, none overlapping. */
export const hoursArbitrary = fc
  .tuple(fc.uniqueArray(fc.nat(week - 1), { minLength: 2, maxLength: 12 }), fc.nat(week - 1))
  .map(([cuts, turn]) => {
    const sorted = cuts.toSorted((one, two) => one - two);
    const hours: Partial<Record<(typeof weekdays)[number], string[]>> = {};
    for (let index = 0; index + 1 < sorted.length; index += 2) {
      const from = ((sorted[index] ?? 0) + turn) % week;
      const length = Math.min((sorted[index + 1] ?? 0) - (sorted[index] ?? 0), day - 1);
      const weekday = weekdays[Math.floor(from / day)] ?? 'mon';
      const end = (from % day) + length;
      (hours[weekday] ??= []).push(`${clock(from % day)}-${clock(end === day ? end : end % day)}`);
    }
    return hours;
  });

function clock(step: number): string {
  const minutes = step * stepMinutes;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

export const office = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** The same hours on these weekdays. */
export function hoursOn(
  days: readonly (typeof weekdays)[number][],
  ...hours: string[]
): Partial<Record<(typeof weekdays)[number], string[]>> {
  return Object.fromEntries(days.map((day) => [day, hours]));
}
