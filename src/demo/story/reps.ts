// The habits of those who judge: who is quick, who is strict, and what each makes of a lead.
import { Temporal } from 'temporal-polyfill';
import type { Verdict } from '../../domain/lead.ts';
import { type ReasonCode, isReasonIn } from '../../domain/reasons.ts';
import { demoPeople } from '../people.ts';
import { type Chance, between, isLucky, weighted } from './chance.ts';
import { instantOn, localDay, minuteMs, openAfter } from './hours.ts';
import type { Nature, Source } from './sources.ts';

export type RepName = 'kim' | 'sam' | 'max';

interface Habit {
  readonly by: string;
  /** Open minutes until they take a lead. */
  readonly claims: readonly [number, number];
  /** Open minutes from there to the verdict; `friday` = all at once on Friday afternoon. */
  readonly judges: readonly [number, number] | 'friday';
  /** How often they see something in a lead that has little more against it than time or money. */
  readonly generous: number;
  /** How often a good lead does not convince them. */
  readonly strict: number;
  /** How often a soft *no* becomes *Not now*. */
  readonly notNow: number;
  /** How often they never come to a verdict, or send the lead back to marketing. */
  readonly forgets: number;
  readonly returns: number;
}

export const habits = {
  kim: {
    by: demoPeople.kim.name,
    claims: [2, 24],
    judges: [35, 300],
    generous: 0.3,
    strict: 0.02,
    notNow: 0.05,
    forgets: 0.04,
    returns: 0.3,
  },
  sam: {
    by: demoPeople.sam.name,
    claims: [140, 620],
    judges: 'friday',
    generous: 0,
    strict: 0.2,
    notNow: 0.3,
    forgets: 0.07,
    returns: 0.24,
  },
  max: {
    by: demoPeople.max.name,
    claims: [60, 400],
    judges: [300, 900],
    generous: 0.1,
    strict: 0.05,
    notNow: 0.1,
    forgets: 0,
    returns: 0,
  },
} as const satisfies Record<RepName, Habit>;

/** Who takes how many; nobody takes the rest. */
export const shares = { kim: 50, sam: 41, max: 4, nobody: 5 } as const satisfies Record<RepName | 'nobody', number>;

/** Reasons that a generous rep may overlook, and that a strict one calls *Not now*. */
const soft: ReadonlySet<Nature> = new Set<Nature>(['no_need', 'no_budget', 'bad_timing', 'wrong_person', 'not_a_buyer', 'no_response']);

export function claimTime(chance: Chance, rep: RepName, receivedAt: number, timezone: string): number {
  const [low, high] = habits[rep].claims;
  // Kim looks at the phone after hours too, now and then.
  const local = Temporal.Instant.fromEpochMilliseconds(receivedAt).toZonedDateTimeISO(timezone);
  const isAwake = local.hour >= 7 && local.hour < 21;
  if (rep === 'kim' && isAwake && isLucky(chance, 0.06)) return receivedAt + between(chance, 3, 20) * minuteMs;
  return openAfter(receivedAt, between(chance, low * 60, high * 60) * 1000, timezone);
}

export function verdictTime(chance: Chance, rep: RepName, claimedAt: number, timezone: string): number {
  const { judges }: Habit = habits[rep];
  if (judges === 'friday') return fridayAfter(chance, claimedAt, timezone);
  const [low, high] = judges;
  return openAfter(claimedAt, between(chance, low * 60, high * 60) * 1000, timezone);
}

function fridayAfter(chance: Chance, at: number, timezone: string): number {
  const day = localDay(at, timezone);
  const friday = day.add({ days: (12 - day.dayOfWeek) % 7 });
  const minutes = 14 * 60 + 20 + between(chance, 0, 155 * 60) / 60;
  const judgedAt = instantOn(friday, minutes, timezone);
  return judgedAt > at ? judgedAt : instantOn(friday.add({ days: 7 }), minutes, timezone);
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: ReasonCode;
}

/** What a rep makes of a lead of this nature. */
export function judgement(chance: Chance, rep: RepName, nature: Nature, { why }: Pick<Source, 'why'>): Judgement {
  const { generous, strict, notNow } = habits[rep];
  const qualified = (): Judgement => ({ verdict: 'qualified', reason: weighted(chance, why) });
  if (nature === 'good') {
    if (!isLucky(chance, strict)) return qualified();
    return { verdict: 'unqualified', reason: weighted(chance, { bad_timing: 5, no_budget: 2, no_response: 2 }) };
  }
  if (soft.has(nature) && isLucky(chance, generous)) return qualified();
  if (soft.has(nature) && isLucky(chance, notNow)) return { verdict: 'unqualified', reason: 'bad_timing' };
  return { verdict: 'unqualified', reason: nature };
}

/** Why they would rather send it back than judge it; `null` where they would not. */
export function returnReason(chance: Chance, rep: RepName, nature: Nature): ReasonCode | null {
  if (nature === 'good' || nature === 'bad_contact' || !isReasonIn(nature, 'return')) return null;
  return isLucky(chance, habits[rep].returns) ? nature : null;
}
