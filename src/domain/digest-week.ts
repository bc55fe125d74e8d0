// When the digest of which week is due: once a week at the local time of the settings, for the last complete week.
import { Temporal } from 'temporal-polyfill';
import { weekdays } from './calendar/hours.ts';
import { type Period, lastWeek, spanOf } from './report/week.ts';
import type { Settings } from './settings.ts';

export interface DigestWeek {
  /** `2026-W47`. */
  readonly name: string;
  readonly period: Period;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** Later than this, a digest tells nobody anything that the next one does not. */
export const tooLateMs = 3 * 24 * 60 * 60 * 1000;

type Rules = Pick<Settings, 'timezone' | 'digest'>;

/** The digest that fell due last, at `now` or before. */
export function lastDigest(rules: Rules, now: number): DigestWeek {
  const thisWeek = digestOf(lastWeek(now, rules.timezone), rules);
  return thisWeek.dueAt <= now ? thisWeek : earlier(thisWeek, rules);
}

/** When the next one after `now` falls due. */
export function nextDigestAt(rules: Rules, now: number): number {
  return later(lastDigest(rules, now), rules).dueAt;
}

/** The digest of the week after. */
export function later({ period }: DigestWeek, rules: Rules): DigestWeek {
  return digestOf({ from: period.to, to: Temporal.PlainDate.from(period.to).add({ weeks: 1 }).toString() }, rules);
}

/** The digest of the week before. */
export function earlier({ period }: DigestWeek, rules: Rules): DigestWeek {
  return digestOf({ from: Temporal.PlainDate.from(period.from).subtract({ weeks: 1 }).toString(), to: period.from }, rules);
}

/** Half-open instants of its week. */
export function spanOfDigest({ period }: DigestWeek, { timezone }: Rules): { readonly fromAt: number; readonly toAt: number } {
  return spanOf(period, timezone);
}

function digestOf(period: Period, { timezone, digest }: Rules): DigestWeek {
  const day = Temporal.PlainDate.from(period.to).add({ days: weekdays.indexOf(digest.day) });
  const due = day.toZonedDateTime({ timeZone: timezone, plainTime: digest.at });
  const monday = Temporal.PlainDate.from(period.from);
  const name = `${monday.yearOfWeek ?? monday.year}-W${String(monday.weekOfYear ?? 0).padStart(2, '0')}`;
  return { name, period, dueAt: due.epochMilliseconds };
}
