// Leads that keep coming while the demo runs: who is next, and when.
import { Temporal } from 'temporal-polyfill';
import { between, chanceFrom, isLucky, weighted } from './chance.ts';
import { type FlatLead, enquiry } from './enquiry.ts';
import { instantOn, localDay } from './hours.ts';
import { peopleOfThePast } from './person.ts';
import { type SourceName, sourceNames, sourceOf } from './sources.ts';

const weights = Object.fromEntries(sourceNames.map((name) => [name, sourceOf(name).perWeek])) as Record<SourceName, number>;

/** The lead with this number, counted from 0: somebody whom the past did not know. */
export function nextLead(seedIndex: number): FlatLead {
  const chance = chanceFrom(`drip ${seedIndex}`);
  const source = weighted(chance, weights);
  const row = sourceOf(source);
  const { good, whyNot } = { ...row, ...row.sinceChange };
  const nature = isLucky(chance, good) ? 'good' : weighted(chance, whyNot);
  return enquiry(chance, { source, nature, person: peopleOfThePast + seedIndex, talkative: 0.6 });
}

/** When leads arrive after `from` and up to `to` (epoch milliseconds), in order; the same for a day however it is cut into pieces. */
export function dripTimes(from: number, to: number, timezone: string): readonly number[] {
  const times: number[] = [];
  if (to <= from) return times;
  const lastDay = localDay(to, timezone);
  for (let day = localDay(from, timezone); Temporal.PlainDate.compare(day, lastDay) <= 0; day = day.add({ days: 1 })) {
    times.push(...dayTimes(day, timezone).filter((at) => from < at && at <= to));
  }
  return times;
}

function dayTimes(day: Temporal.PlainDate, timezone: string): readonly number[] {
  const chance = chanceFrom(`drip on ${day.toString()}`);
  const count = day.dayOfWeek > 5 ? 1 : between(chance, 5, 7);
  const seconds = Array.from({ length: count }, () => between(chance, 8 * 3600, 20 * 3600 - 1));
  return [...new Set(seconds)].toSorted((a, b) => a - b).map((second) => instantOn(day, second / 60, timezone));
}
