// Slack's date formats in words, and local times of a zone as instants.

/** An instant as the clocks of a zone show it. */
interface Local {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

interface Moment {
  readonly local: Local;
  /** Whole days after today; -1 is yesterday. */
  readonly daysAhead: number;
  readonly secondsAhead: number;
}

const secondMs = 1000;
const dayMs = 86_400_000;
const halfYearDays = 183;
const NEAR: Readonly<Record<number, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** TABLE: what every token shows. */
const TOKENS: Readonly<Record<string, (moment: Moment) => string>> = {
  date_num: ({ local }) => isoDay(local),
  date_slash: ({ local }) => `${two(local.month)}/${two(local.day)}/${local.year}`,
  date: (moment) => longDate(moment),
  date_pretty: (moment) => NEAR[moment.daysAhead] ?? longDate(moment),
  date_short: (moment) => shortDate(moment),
  date_short_pretty: (moment) => NEAR[moment.daysAhead] ?? shortDate(moment),
  date_long: (moment) => `${weekday(moment.local)}, ${longDate(moment)}`,
  date_long_pretty: (moment) => NEAR[moment.daysAhead] ?? `${weekday(moment.local)}, ${longDate(moment)}`,
  day_divider_pretty: (moment) => NEAR[moment.daysAhead] ?? `${weekday(moment.local)}, ${longDate(moment)}`,
  time: ({ local }) => `${two(local.hour)}:${two(local.minute)}`,
  time_secs: ({ local }) => `${two(local.hour)}:${two(local.minute)}:${two(local.second)}`,
  ago: ({ secondsAhead }) => agoWords(secondsAhead),
};

/** What a date format shows at `now` to a reader in that zone. `at` and `now` in epoch milliseconds. Unknown tokens stay. */
export function dateInWords(format: string, at: number, now: number, timezone: string): string {
  const local = localOf(at, timezone);
  const daysAhead = Math.round((midnightOf(local) - midnightOf(localOf(now, timezone))) / dayMs);
  const moment = { local, daysAhead, secondsAhead: Math.round((at - now) / secondMs) };
  return format.replaceAll(/\{([a-z_]+)\}/g, (whole: string, token: string) =>
    Object.hasOwn(TOKENS, token) ? (TOKENS[token]?.(moment) ?? whole) : whole,
  );
}

/** `YYYY-MM-DDTHH:MM` on the clocks of a zone, as an input for dates with times keeps it. */
export function localTimeOf(at: number, timezone: string): string {
  const local = localOf(at, timezone);
  return `${isoDay(local)}T${two(local.hour)}:${two(local.minute)}`;
}

/** Epoch milliseconds of `YYYY-MM-DDTHH:MM` on the clocks of a zone, or `null` when that is no time. */
export function instantOf(localTime: string, timezone: string): number | null {
  const wanted = Date.parse(`${localTime}Z`);
  if (Number.isNaN(wanted)) return null;
  const offsetAt = (at: number): number => Date.parse(`${localTimeOf(at, timezone)}Z`) - Math.floor(at / 60_000) * 60_000;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  return wanted - offsetAt(wanted - offsetAt(wanted));
}

function localOf(at: number, timezone: string): Local {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute'), second: part('second') };
}

const midnightOf = ({ year, month, day }: Local): number => Date.UTC(year, month - 1, day);
const isoDay = ({ year, month, day }: Local): string => `${year}-${two(month)}-${two(day)}`;

function name(local: Local, form: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...form, timeZone: 'UTC' }).format(midnightOf(local));
}

const weekday = (local: Local): string => name(local, { weekday: 'long' });

/** Slack leaves the year out when it is clear. */
const yearOf = ({ local, daysAhead }: Moment): string => (Math.abs(daysAhead) < halfYearDays ? '' : `, ${local.year}`);

function longDate(moment: Moment): string {
  return `${name(moment.local, { month: 'long' })} ${ordinal(moment.local.day)}${yearOf(moment)}`;
}

function shortDate(moment: Moment): string {
  return `${name(moment.local, { month: 'short' })} ${moment.local.day}${yearOf(moment)}`;
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return `${day}${(isTeen ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10]) ?? 'th'}`;
}

function agoWords(secondsAhead: number): string {
  const [unit, size] = UNITS.find(([, seconds]) => Math.abs(secondsAhead) >= seconds) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat('en').format(Math.trunc(secondsAhead / size), unit);
}
