// What the demo's marketing has spent: three months of advertising, a webinar, a fair, and a bought list that brought nobody.
import type { Temporal } from 'temporal-polyfill';
import { type SpendKind, spendBody, spendSubject } from '../../domain/spend.ts';
import type { NewLine } from '../../ledger.ts';
import type { AgreementOptions } from './agreements.ts';
import { instantOn, localDay, minuteMs, mondayOf } from './hours.ts';

/** EUR a month, oldest first: two complete months and what is booked for the running one. */
const monthly: readonly (readonly [of: SpendKind, name: string, amounts: readonly [number, number, number]])[] = [
  ['source', 'google-ads', [2850, 3150, 3300]],
  ['source', 'linkedin-forms', [2400, 2400, 2600]],
  ['source', 'facebook-lead-ads', [1200, 1350, 1350]],
  ['source', 'cold-list', [290, 290, 290]],
  ['campaign', 'q4-search', [1600, 1800, 1900]],
  ['campaign', 'ops-leaders-eu', [1500, 1500, 1600]],
];

/** Once, from the Monday so many weeks ago: the webinar with its invitations, and the week of the fair. */
const once = [
  { name: 'webinar', weeksAgo: 7, days: 14, amount: 2400 },
  { name: 'trade-fair', weeksAgo: 4, days: 7, amount: 6800 },
] as const;

/** Written down by Mia early on the second day of a month, before that for events; never later than an hour ago. */
export function pastSpend({ now, timezone, people }: AgreementOptions): readonly NewLine[] {
  const today = localDay(now, timezone);
  const line = (of: SpendKind, name: string, amount: number, from: Temporal.PlainDate, days: number, at: Temporal.PlainDate): NewLine => {
    const spend = { of, name, amount, currency: 'EUR', from: from.toString(), to: from.add({ days }).toString() };
    const writtenAt = Math.min(instantOn(at, 9 * 60 + 20, timezone), now - 60 * minuteMs);
    return {
      id: `story:spend:${spendSubject(spend)}:${spend.from}:${amount}`,
      topic: 'spend',
      subject: spendSubject(spend),
      at: writtenAt,
      by: people.mia,
      body: spendBody(spend),
    };
  };
  const months = [2, 1, 0].map((ago) => today.with({ day: 1 }).subtract({ months: ago }));
  const everyMonth = monthly.flatMap(([of, name, amounts]) =>
    months.map((first, index) => line(of, name, amounts[index] ?? 0, first, first.daysInMonth, first.add({ days: 1 }))),
  );
  const events = once.map(({ name, weeksAgo, days, amount }) => {
    const monday = mondayOf(now, timezone).subtract({ weeks: weeksAgo });
    return line('source', name, amount, monday, days, monday.add({ days: 8 }));
  });
  return [...everyMonth, ...events].toSorted((one, other) => one.at - other.at);
}
