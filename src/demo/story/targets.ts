// The shared targets of the running quarter, as Max set them with Kim, Sam and Mia before it began: one for each way that a target can stand.
import { Temporal } from 'temporal-polyfill';
import { type TargetName, targetSubject } from '../../domain/targets/target.ts';
import { daysOf, quarterOn, quarterPeriod } from '../../domain/targets/quarter.ts';
import type { NewLine } from '../../ledger.ts';
import { demoIds } from '../people.ts';
import type { AgreementOptions } from './agreements.ts';
import { instantOn, localDay, openOn } from './hours.ts';

interface Planned {
  readonly metric: TargetName['metric'];
  readonly currency?: string;
  readonly value: number;
  readonly sales: string;
  readonly next: string | null;
}

/** The story is eight weeks long: a quarter that began earlier asks no more than those weeks can bring. */
const openDaysOfStory = 40;
/** A little less than the story brings on an open day, and a little more. */
const qualifiedADay = 2.7;
const wonADay = 7_500;
const daysBefore = 6;
const daysSinceChange = 12;

/** Written down before the quarter began; one got its next step later. */
export function pastTargets({ now, timezone, people }: AgreementOptions): readonly NewLine[] {
  const today = localDay(now, timezone);
  const quarter = quarterOn(today.toString());
  const { from, to } = quarterPeriod(quarter);
  const scale = openDaysIn(from, to, timezone) * Math.min(1, openDaysOfStory / Math.max(1, openDaysIn(from, today.toString(), timezone)));
  const planned: readonly Planned[] = [
    {
      metric: 'qualified',
      value: rounded(qualifiedADay * scale, 10),
      sales: people.kim,
      next: 'Two more demos a week from the price page',
    },
    { metric: 'wonAmount', currency: 'EUR', value: rounded(wonADay * scale, 10_000), sales: people.sam, next: null },
    { metric: 'coverage', value: 0.85, sales: people.sam, next: 'Fridays at four: a verdict on everything that is open' },
    { metric: 'withinTarget', value: 0.7, sales: people.kim, next: 'Kim takes the mornings, Sam the afternoons' },
  ];
  const first = Temporal.PlainDate.from(from);
  const set = planned.map((one, index) =>
    lineOf(one, instantOn(first.subtract({ days: daysBefore }), 660 + index * 4, timezone), demoIds.max),
  );
  const changed = planned.filter(({ next }) => next === null).map((one) => ({ ...one, next: 'A case study for the offers that are out' }));
  const day = later(first.subtract({ days: daysBefore - 1 }), today.subtract({ days: daysSinceChange }));
  return [...set, ...changed.map((one) => lineOf(one, instantOn(day, 615, timezone), people.mia))];

  function lineOf({ metric, currency = '', value, sales, next }: Planned, at: number, by: string): NewLine {
    const subject = targetSubject({ quarter, metric, currency });
    const body = { type: 'set', value, sales, marketing: people.mia, next };
    return { id: `story:targets:${subject}:${at}`, topic: 'target', subject, at, by, body };
  }
}

function openDaysIn(from: string, to: string, timezone: string): number {
  return daysOf({ from, to }).filter((day) => openOn(Temporal.PlainDate.from(day), timezone) !== null).length;
}

function rounded(value: number, to: number): number {
  return Math.round(value / to) * to;
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) > 0 ? one : other;
}
