// When: Slack's date tokens, which show each reader's own zone, and plain words where Slack gives no token.
import type { RichTextDate } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { dateLimits } from '../limits.ts';
import { shortDay } from '../../domain/report/days-text.ts';

const formats = { time: '{date_short_pretty} {time}', day: '{date_short_pretty}' } as const;
/** To the minute, or to the day. */
export type Precision = keyof typeof formats;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A date token for mrkdwn and `text`. `at` in epoch milliseconds; the zone is for apps that cannot show tokens. */
export function dateToken(at: number, timezone: string, to: Precision): string {
  return `<!date^${seconds(at)}^${formats[to]}^${fallback(at, timezone, to)}>`;
}

/** The same for rich text. */
export function dateElement(at: number, timezone: string, to: Precision): RichTextDate {
  return { type: 'date', timestamp: seconds(at), format: formats[to], fallback: fallback(at, timezone, to) };
}

/** A local date `YYYY-MM-DD` in words: `12 Jan 2027`. It means that day wherever it is read, so it is no token. */
export function dayInWords(day: string): string {
  return shortDay(day);
}

/** The same with its weekday: `Monday 23 November`. */
export function weekdayInWords(day: string): string {
  const date = Temporal.PlainDate.from(day);
  const weekday = date.toLocaleString('en-GB', { weekday: 'long' });
  return `${weekday} ${date.toLocaleString('en-GB', { day: 'numeric', month: 'long' })}`;
}

/** How long something took, by the clock on the wall: `after 31 min`. */
export function afterWords(ms: number): string {
  return ms < minuteMs ? 'within a minute' : `after ${spanWords(ms)}`;
}

/** A length by the clock on the wall: `31 min`, `5 h`, `2 days`. */
export function spanWords(ms: number): string {
  if (ms < minuteMs) return 'under a minute';
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)} h`;
  const days = Math.floor(ms / dayMs);
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

function seconds(at: number): number {
  return Math.min(Math.max(0, Math.floor(at / 1000)), dateLimits.seconds);
}

function fallback(at: number, timezone: string, to: Precision): string {
  const local = Temporal.Instant.fromEpochMilliseconds(seconds(at) * 1000).toZonedDateTimeISO(timezone);
  const day = shortDay(local.toPlainDate());
  return to === 'day' ? day : `${day} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
