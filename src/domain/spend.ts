// Money spent on a source or a campaign over some days: what counts of what was written down, what may follow it, and how much falls on which days.
import { largestAmount } from './outcome.ts';
import { Refusal } from './refusal.ts';
import { daysText } from './report/days-text.ts';
import { groupName, unknownName } from './report/group.ts';
import type { Period } from './report/week.ts';
import { number } from './report/wording.ts';

/** Two views of the same money: never added to each other. */
export const spendKinds = ['source', 'campaign'] as const;
export type SpendKind = (typeof spendKinds)[number];

/** Local dates, half-open: `to` is the day after the last one. */
export interface Spend extends Period {
  readonly of: SpendKind;
  /** As groups of the report are named: lower-cased and trimmed. */
  readonly name: string;
  /** Zero or more; zero takes away what was written for just these days. */
  readonly amount: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

/** As the book holds it. */
export interface SpendLine {
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What becomes of what somebody says; `before` is what counted until then. */
export interface SpendDecision {
  readonly kind: 'recorded' | 'corrected' | 'removed' | 'unchanged';
  readonly before: Spend | null;
}

const longestName = 200;
const longestDays = 366;
const longestAheadDays = 366;
const dayMs = 24 * 60 * 60 * 1000;

// ---------------------------------------------------------------- in the book

export function spendSubject({ of, name }: Pick<Spend, 'of' | 'name'>): string {
  return `${of}:${groupName(name)}`;
}

export function spendBody({ from, to, amount, currency }: Spend): SpendLine['body'] {
  return { from, to, amount, currency };
}

/** A line read back; `null` for one that another version shaped. */
export function spendIn({ subject, body: { from, to, amount, currency } }: SpendLine): Spend | null {
  const of = spendKinds.find((kind) => subject.startsWith(`${kind}:`));
  if (!of || typeof from !== 'string' || typeof to !== 'string' || typeof amount !== 'number' || typeof currency !== 'string') return null;
  return { of, name: subject.slice(of.length + 1), from, to, amount, currency };
}

/** What counts of these lines, oldest first: of the same days in the same currency the newest, nothing where that is zero. */
export function spendsIn(lines: readonly SpendLine[]): readonly Spend[] {
  const newest = new Map<string, Spend>();
  for (const line of lines) {
    const spend = spendIn(line);
    if (spend) newest.set(daysKey(spend), spend);
  }
  return [...newest.values()].filter(({ amount }) => amount > 0);
}

/** What counts once this is written too. */
export function spendsWith(inForce: readonly Spend[], said: Spend): readonly Spend[] {
  return spendsIn([...inForce, said].map((spend) => ({ subject: spendSubject(spend), body: spendBody(spend) })));
}

/** The same for the same days of one name in one currency. */
export function daysKey(spend: Spend): string {
  return [spendSubject(spend), spend.currency, spend.from, spend.to].join('\n');
}

// ---------------------------------------------------------------- what may be said

export type SpendField = 'name' | 'from' | 'to' | 'amount';

/** Everything that is wrong with it by itself; sentences begin in lower case, after the name of the field. `today` is a local date. */
export function spendFaults(said: Spend, today: string): readonly { readonly field: SpendField; readonly message: string }[] {
  const days = daysOf(said);
  const faults: readonly (readonly [SpendField, boolean, string])[] = [
    ['name', groupName(said.name) === unknownName, 'is needed: what the money was spent on'],
    ['name', Array.from(said.name).length > longestName, `is longer than ${longestName} letters`],
    ['to', days < 1, 'lies before the first day'],
    ['to', days > longestDays, `lies more than ${longestDays} days after the first one: say it in parts`],
    ['to', dayNumber(said.to) - dayNumber(today) > longestAheadDays, 'lies more than a year ahead'],
    ['amount', !Number.isFinite(said.amount) || said.amount < 0, 'must be a number of zero or more, such as 3200'],
    ['amount', said.amount > largestAmount, `must be at most ${number(largestAmount)}`],
  ];
  return faults.flatMap(([field, isWrong, message]) => (isWrong ? [{ field, message }] : []));
}

/**
 * What it means beside what counts already of the same source or campaign. The same days in the same currency again correct it.
 * @throws Refusal `mismatch` where other days of it overlap, as they would count twice
 */
export function decideSpend(inForce: readonly Spend[], said: Spend): SpendDecision {
  const own = inForce.filter((one) => spendSubject(one) === spendSubject(said) && one.currency === said.currency);
  const before = own.find((one) => daysKey(one) === daysKey(said)) ?? null;
  if (before) {
    if (before.amount === said.amount) return { kind: 'unchanged', before };
    return { kind: said.amount === 0 ? 'removed' : 'corrected', before };
  }
  if (said.amount === 0) return { kind: 'unchanged', before };
  const earlier = own.find(({ from, to }) => from < said.to && said.from < to);
  if (!earlier) return { kind: 'recorded', before };
  const stands = `${number(earlier.amount)} ${earlier.currency} for ${daysText(earlier.from, earlier.to)}`;
  throw new Refusal(
    'mismatch',
    `Already recorded here: ${stands}. These days overlap and would count twice; take days beside them, or correct that one under exactly its days (0 takes it away).`,
  );
}

// ---------------------------------------------------------------- over its days

/**
 * How much of it falls on the days of the period, evenly by day, in ten-thousandths: exact for any amount. Over the parts of
 * any split of its days these always add up to the whole, since each is the difference of two rounded running sums.
 */
export function spentWithin(spend: Spend, period: Period): bigint {
  const first = dayNumber(spend.from);
  const days = BigInt(daysOf(spend));
  const upTo = (date: string): bigint => {
    const passed = BigInt(Math.max(0, Math.min(dayNumber(date) - first, Number(days))));
    return (tenThousandths(spend.amount) * passed) / days;
  };
  return period.from < period.to ? upTo(period.to) - upTo(period.from) : 0n;
}

function tenThousandths(amount: number): bigint {
  return BigInt(Math.round(amount * 10_000));
}

/** How many days a period has; zero or less where it ends before it begins. */
export function daysOf({ from, to }: Period): number {
  return dayNumber(to) - dayNumber(from);
}

/** Days since 1970 of a date `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);
}
