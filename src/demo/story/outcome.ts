// What came of the good ones: opportunities and deals, weeks after the verdict.
import type { HistoryLead } from '../../flows/history.ts';
import { type Chance, between, isLucky } from './chance.ts';
import { minuteMs, openAfter } from './hours.ts';
import { type Nature, type SourceName, sourceOf } from './sources.ts';

interface Qualified {
  readonly source: SourceName;
  readonly nature: Nature;
  readonly decidedAt: number;
  /** Nothing is known of what happened later. */
  readonly until: number;
  readonly timezone: string;
}

const openDayMinutes = 8 * 60;
const usualDeals = { opportunity: 0.42, won: 0.3, size: 1 } as const;
/** Of the opportunities that were not won. */
const lostShare = 0.45;

/** The last that is known, in EUR; `null` where nothing came of it yet. */
export function outcomeOf(chance: Chance, { source, nature, decidedAt, until, timezone }: Qualified): HistoryLead['outcome'] | null {
  const { opportunity, won, size } = sourceOf(source).deals ?? usualDeals;
  // A lead that only a generous rep found good seldom becomes anything.
  if (!isLucky(chance, nature === 'good' ? opportunity : opportunity / 5)) return null;
  const daysOpen = (low: number, high: number): number => between(chance, low * openDayMinutes, high * openDayMinutes) * minuteMs;
  const openedAt = openAfter(decidedAt, daysOpen(1, 6), timezone);
  if (openedAt > until) return null;
  const amount = Math.round((between(chance, 48, 240) * size) / 2) * 200;
  const money = { amount, currency: 'EUR' } as const;
  const closedAt = openAfter(openedAt, daysOpen(3, 16), timezone);
  const isWon = isLucky(chance, won);
  const isClosed = isWon || isLucky(chance, lostShare);
  if (!isClosed || closedAt > until) return { at: openedAt, isDateOnly: false, outcome: 'opportunity', ...money };
  return { at: closedAt, isDateOnly: false, outcome: isWon ? 'won' : 'lost', ...(isWon ? money : {}) };
}
