// Weekly hours and durations as a person types them: `mon-fri 09:00-17:00; sat 10:00-12:00`, `1d 4h`.
import { type OpeningRules, weekdays } from './calendar/hours.ts';
import { readDuration } from './duration.ts';

type Weekday = (typeof weekdays)[number];
type Hours = OpeningRules['businessHours'];

/** A week with its spans as the settings write them; days that are closed are absent. */
export type TypedHours = { [day in Weekday]?: string[] };

/** The names of the days; any beginning of two letters or more stands for one. */
export const weekdayNames = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const satisfies Record<Weekday, string>;

// ---------------------------------------------------------------- hours

/** The hours in short: days with the same spans together, from Monday. Reads back as the same week. */
export function hoursText(hours: Hours): string {
  const groups = new Map<string, Weekday[]>();
  for (const day of weekdays) {
    const spans = (hours[day] ?? []).join(', ');
    if (spans) groups.set(spans, [...(groups.get(spans) ?? []), day]);
  }
  return [...groups].map(([spans, days]) => `${daysText(days)} ${spans}`).join('; ');
}

/** Days in order: `mon-wed,fri`. */
function daysText(days: readonly Weekday[]): string {
  const runs: Weekday[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && weekdays.indexOf(last) + 1 === weekdays.indexOf(day)) run.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0] ?? ''}-${run.at(-1) ?? ''}` : run.join(''))).join(',');
}

/**
 * Reads such a text: days, then their spans, then perhaps the next days. A day that comes again gets more spans. Whether
 * the week opens at all, and whether spans overlap, is for the settings to say. `problem` is a sentence.
 */
export function readHours(text: string): { hours: TypedHours } | { problem: string } {
  const week = new Map<Weekday, string[]>();
  for (const part of text.replaceAll(/\s*[-–—]\s*/g, '-').split(/[;\n]/)) {
    const problem = readPart(part, week);
    if (problem !== null) return { problem };
  }
  const hours: TypedHours = {};
  for (const day of weekdays) {
    const spans = week.get(day);
    if (spans) hours[day] = spans;
  }
  return { hours };
}

/** Adds what stands between two semicolons to the week. @returns what is wrong with it, `null` when nothing is */
function readPart(part: string, week: Map<Weekday, string[]>): string | null {
  let days = new Set<Weekday>();
  let hasSpans = false;
  for (const word of part.split(/[\s,]+/).filter(Boolean)) {
    const found = daysOf(word);
    if (found) {
      if (hasSpans) days = new Set();
      hasSpans = false;
      for (const day of found) days.add(day);
      continue;
    }
    const reading = readSpan(word);
    if ('problem' in reading) return reading.problem;
    if (days.size === 0) return `Write the days before “${shown(word)}”, such as mon-fri 09:00-17:00.`;
    for (const day of days) week.set(day, [...(week.get(day) ?? []), reading.span]);
    hasSpans = true;
  }
  return days.size > 0 && !hasSpans
    ? `“${shown(part.trim())}” has no hours: write them after the days, such as mon-fri 09:00-17:00.`
    : null;
}

/** The days that a word such as `mon` or `fri-mon` names; `null` when it names none. */
function daysOf(word: string): readonly Weekday[] | null {
  const [from, to = from, ...more] = word.split('-').map(dayCalled);
  if (!from || !to || more.length > 0) return null;
  const first = weekdays.indexOf(from);
  const count = ((weekdays.indexOf(to) - first + weekdays.length) % weekdays.length) + 1;
  return [...weekdays, ...weekdays].slice(first, first + count);
}

function dayCalled(word: string): Weekday | undefined {
  return word.length < 2 ? undefined : weekdays.find((day) => weekdayNames[day].toLowerCase().startsWith(word.toLowerCase()));
}

function readSpan(word: string): { span: string } | { problem: string } {
  const [, hour = '', minute = '', toHour = '', toMinute = ''] = /^(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)$/.exec(word) ?? [];
  if (!hour) return { problem: `“${shown(word)}” is neither a day such as mon or mon-fri, nor hours such as 09:00-17:00.` };
  const isPossible = Number(hour) < 24 && Number(minute) < 60 && Number(toMinute) < 60 && Number(toHour) * 60 + Number(toMinute) <= 24 * 60;
  if (!isPossible) return { problem: `“${word}” is not possible: hours go from 00:00 to 24:00.` };
  const [opens, closes] = [`${hour.padStart(2, '0')}:${minute}`, `${toHour.padStart(2, '0')}:${toMinute}`];
  return opens === closes ? { problem: `“${word}” begins and ends at the same minute.` } : { span: `${opens}-${closes}` };
}

function shown(word: string): string {
  return word.length > 40 ? `${Array.from(word).slice(0, 40).join('')}…` : word;
}

// ---------------------------------------------------------------- durations

const isoParts = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const typedParts =
  /^(?:(\d+) ?d(?:ays?)?)? ?(?:(\d+) ?h(?:(?:ou)?rs?)?)? ?(?:(\d+) ?m(?:in(?:ute)?s?)?)? ?(?:(\d+) ?s(?:ec(?:ond)?s?)?)?$/i;

/** An ISO 8601 duration in short: `PT4H` is `4h`, `P1DT30M` is `1d 30m`. Reads back as the same time. */
export function durationText(iso: string): string {
  const parts = isoParts.exec(iso)?.slice(1) ?? [];
  const words = parts.flatMap((digits, index) => (Number(digits ?? 0) > 0 ? [`${Number(digits)}${'dhms'.charAt(index)}`] : []));
  return words.join(' ') || iso;
}

/** Reads `4h`, `2d`, `30m`, `1d 4h` and ISO durations such as `PT4H`. `problem` follows the name of a field: *must be …*. */
export function readDurationText(text: string): { iso: string } | { problem: string } {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  const iso = words.toUpperCase().startsWith('P') ? words.toUpperCase() : isoOf(words);
  if (iso === null || !isoParts.test(iso)) return { problem: 'must be a time such as 4h, 2d, 30m or 1d 4h' };
  const reading = readDuration(iso);
  return 'problem' in reading ? reading : { iso };
}

function isoOf(words: string): string | null {
  const [days, hours, minutes, seconds] = typedParts.exec(words)?.slice(1) ?? [];
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return days || time ? `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}` : null;
}
