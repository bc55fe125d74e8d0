// What marketing expects of an action, such as a demo request: of a hundred such leads, how many sales should find qualified.

/** How ready for sales leads of an action are meant to be; follows from the number, so that the two never quarrel. */
export type Readiness = 'potential' | 'verify' | 'ready';

/** An expectation as it was written down. */
export interface ExpectationSet {
  /** As groups of the report are named. */
  readonly action: string;
  /** Of a hundred leads with a verdict that counts, so many qualified: a whole number from 0 to 100. */
  readonly expected: number;
  /** Written by one of our people. */
  readonly why: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Slack user id. */
  readonly by: string;
}

/** The one that counts for an action. */
export interface Expectation extends ExpectationSet {
  /** When this number was first set; saying the same again does not begin anew. Epoch milliseconds. */
  readonly since: number;
}

export const mostExpected = 100;

/** TABLE: from so many of a hundred on; the first that fits. */
const bands = [
  { from: 67, word: 'ready' },
  { from: 34, word: 'verify' },
  { from: 0, word: 'potential' },
] as const satisfies readonly { from: number; word: Readiness }[];

export function readinessOf(expected: number): Readiness {
  return bands.find(({ from }) => expected >= from)?.word ?? 'potential';
}

/** The newest for each action, as known at `asOf` (epoch milliseconds); `sets` oldest first. */
export function expectationsAt(sets: readonly ExpectationSet[], asOf: number): ReadonlyMap<string, Expectation> {
  const newest = new Map<string, Expectation>();
  for (const set of sets) {
    if (set.at > asOf) continue;
    const before = newest.get(set.action);
    newest.set(set.action, { ...set, since: before?.expected === set.expected ? before.since : set.at });
  }
  return newest;
}

/** A whole number from 0 to 100, as people type it; `null` for anything else. */
export function readExpected(text: string): number | null {
  const [, digits] = /^\s*(\d{1,3})(?:[.,]0+)?\s*%?\s*$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits);
  return value <= mostExpected ? value : null;
}
