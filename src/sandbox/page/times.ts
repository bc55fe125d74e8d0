// Instants in the words of the workspace's timezone: the clock, message times, days. Knows no page.
import { dateInWords } from './dates.ts';

export interface Times {
  /** `09:02` */
  clock(at: number): string;
  /** `Mon 23 Nov, 09:02` */
  stamp(at: number): string;
  /** `2026-11-23`: equal for two instants on one local day. */
  dayKey(at: number): string;
  /** `Today`, `Yesterday`, `Monday, November 23rd`. */
  dayWords(at: number, now: number): string;
  /** When the local day began, in epoch milliseconds; on a day when the clocks change, an hour off. */
  dayStart(at: number): number;
}

/** Epoch milliseconds of a message's ts. */
export function sentAt(ts: string): number {
  return Math.round(Number(ts) * 1000);
}

/** @throws RangeError for a timezone that the browser does not know. */
export function createTimes(timezone: string): Times {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const numbers = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const partsOf = (at: number): Partial<Record<Intl.DateTimeFormatPartTypes, string>> =>
    Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));

  const clock = (at: number): string => {
    const { hour, minute } = partsOf(at);
    return `${hour}:${minute}`;
  };
  const dayKey = (at: number): string => numbers.format(at);
  const dayStart = (at: number): number => {
    const { hour, minute, second } = partsOf(at);
    return Math.floor(at / 1000) * 1000 - (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
  };

  return {
    clock,
    dayKey,
    dayStart,
    stamp: (at) => {
      const { weekday, day, month = '' } = partsOf(at);
      return `${weekday} ${day} ${month.slice(0, 3)}, ${clock(at)}`;
    },
    dayWords: (at, now) => {
      const words = dateInWords('{day_divider_pretty}', at, now, timezone);
      return words.slice(0, 1).toUpperCase() + words.slice(1);
    },
  };
}
