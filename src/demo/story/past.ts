// Eight weeks of leads with what became of them: two reps with different habits, and sources that truly differ.
import type { Temporal } from 'temporal-polyfill';
import type { HistoryLead } from '../../flows/history.ts';
import { parseLead } from '../../sources/lead.ts';
import { type Chance, around, between, chanceFrom, isLucky, weighted } from './chance.ts';
import { type FlatLead, enquiry } from './enquiry.ts';
import { instantOn, livingSince, minuteMs, mondayOf } from './hours.ts';
import { outcomeOf } from './outcome.ts';
import { withQuestions } from './questions.ts';
import { type RepName, claimTime, habits, judgement, returnReason, shares, verdictTime } from './reps.ts';
import { type Nature, type SourceName, seasons, sourceNames, sourceOf, weekOfChange, weekOfHolidays } from './sources.ts';

export interface PastOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone. */
  readonly timezone: string;
  /** Complete weeks before the running one. */
  readonly weeks: number;
}

/** Of all the pasts that chance could tell, one that reads well. */
const edition = 93;

/** Oldest first. The complete weeks are whole, the running one ends where the living story begins; what became of them is known up to `now`. */
export function pastLeads({ now, timezone, weeks }: PastOptions): readonly HistoryLead[] {
  const running = mondayOf(now, timezone);
  const endsAt = pastUntil(now, timezone);
  const arrivals: Arrival[] = [];
  for (let week = 0; week <= weeks; week += 1) {
    const monday = running.subtract({ weeks: weeks - week });
    for (const source of sourceNames) arrivals.push(...arrivalsIn(week, source, monday, timezone));
  }
  const sorted = arrivals.toSorted((a, b) => a.at - b.at).filter(({ at }) => at < endsAt);
  const people = new Register();
  const until = now - 2 * minuteMs;
  const leads = sorted.map((arrival, index) => {
    const chance = chanceFrom(`past ${edition} ${index}`);
    return historyOf(chance, { ...arrival, person: people.next(chance, arrival) }, until, timezone);
  });
  return withQuestions(leads, now, timezone);
}

/** No lead of the past is later. */
export function pastUntil(now: number, timezone: string): number {
  return Math.max(livingSince(now, timezone), instantOn(mondayOf(now, timezone), 0, timezone));
}

interface Arrival {
  readonly at: number;
  readonly week: number;
  readonly source: SourceName;
  readonly nature: Nature;
}

/** Visits to the website by day of the week and hour; a fair and a webinar have hours of their own. */
const days = { 0: 9, 1: 10, 2: 10, 3: 9, 4: 7, 5: 1.2, 6: 1.4 } as const;
const hours = { 7: 2, 8: 5, 9: 9, 10: 10, 11: 9, 12: 6, 13: 8, 14: 9, 15: 8, 16: 6, 17: 4, 18: 3, 19: 3, 20: 3, 21: 2, 22: 1 } as const;
const eventDays: Partial<Record<SourceName, Readonly<Record<string, number>>>> = {
  'trade-fair': { 1: 1, 2: 2, 3: 1 },
  podcast: { 0: 1, 1: 1 },
};

function arrivalsIn(week: number, source: SourceName, monday: Temporal.PlainDate, timezone: string): readonly Arrival[] {
  const season = week % seasons.length;
  const chance = chanceFrom(`week ${edition} ${week} of ${source}`);
  const row = sourceOf(source);
  const planned = row.inWeek?.[season];
  const count = planned ?? around(chance, row.perWeek * (seasons[season] ?? 1));
  const later = season >= weekOfChange ? row.sinceChange : undefined;
  const { good, whyNot } = { ...row, ...later };
  return Array.from({ length: count }, (): Arrival => {
    const day = Number(weighted<string>(chance, eventDays[source] ?? (season === weekOfHolidays ? { ...days, 3: 1, 4: 1 } : days)));
    const minutes = Number(weighted<string>(chance, hours)) * 60 + between(chance, 0, 3599) / 60;
    const nature = isLucky(chance, good) ? 'good' : weighted(chance, whyNot);
    return { at: instantOn(monday.add({ days: day }), minutes, timezone), week, source, nature };
  });
}

/** Who is asking: mostly somebody new, now and then somebody from weeks before. */
class Register {
  #count = 0;
  readonly #earlier: { readonly person: number; readonly week: number }[] = [];

  next(chance: Chance, { week, source, nature }: Arrival): number {
    const isReturning = (source === 'demo-request' || source === 'webinar' || source === 'newsletter') && isLucky(chance, 0.16);
    const index = this.#earlier.findIndex((one) => one.week <= week - 3);
    if (isReturning && index !== -1 && nature !== 'wrong_company') return this.#earlier.splice(index, 1)[0]?.person ?? 0;
    const person = this.#count;
    this.#count += 1;
    // Whoever was reading an e-book may come back with a project.
    if (source === 'content-ebook' && nature !== 'bad_contact') this.#earlier.push({ person, week });
    return person;
  }
}

interface Asked extends Arrival {
  readonly person: number;
}

function historyOf(chance: Chance, { at, source, nature, person }: Asked, until: number, timezone: string): HistoryLead {
  const opening = { lead: normalised(enquiry(chance, { source, nature, person, talkative: 0.45 }), at), receivedAt: when(at) };
  const rep = source === 'podcast' ? 'kim' : weighted<RepName | 'nobody'>(chance, shares);
  if (rep === 'nobody') return opening;

  const claimedAt = claimTime(chance, rep, at, timezone);
  if (claimedAt > until) return opening;
  const claimed = { ...opening, claimedAt: when(claimedAt) };
  if (source !== 'podcast' && isLucky(chance, habits[rep].forgets)) return claimed;

  const decidedAt = verdictTime(chance, rep, claimedAt, timezone);
  if (decidedAt > until) return claimed;
  const sentBack = returnReason(chance, rep, nature);
  if (sentBack !== null) return { ...claimed, returnedAt: when(decidedAt), returnReason: sentBack };

  const judged = source === 'podcast' ? luckyVerdict : judgement(chance, rep, nature, sourceOf(source));
  // Whom a strict rep turned down may buy all the same.
  const outcome =
    judged.verdict === 'qualified' || nature === 'good' ? outcomeOf(chance, { source, nature, decidedAt, until, timezone }) : null;
  return { ...claimed, judged: { ...when(decidedAt), ...judged, by: habits[rep].by }, ...(outcome ? { outcome } : {}) };
}

const luckyVerdict = { verdict: 'qualified', reason: 'clear_need' } as const;

function when(at: number): { readonly at: number; readonly isDateOnly: false } {
  return { at, isDateOnly: false };
}

/** Through the same checks as a lead from outside. */
function normalised(flat: FlatLead, at: number): HistoryLead['lead'] {
  const read = parseLead(flat, at);
  if ('lead' in read) return read.lead;
  throw new Error(
    `The story has a lead that intake would refuse: ${read.problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
  );
}
