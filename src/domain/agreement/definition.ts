// The definition of a qualified lead: its criteria, examples of yes and no, and when both sides look at it again.
import { type Criterion, criterionText } from './criteria.ts';

export interface Definition {
  readonly criteria: readonly Criterion[];
  /** Leads of the past in a few words, written by people. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** Local date `YYYY-MM-DD`. */
  readonly reviewOn: string;
}

/** What a word means in this company. */
export interface Meaning {
  readonly words: string;
}

/** What is different between two versions, in lines of words. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compares line by line: criteria first, then examples. */
export function differenceOf(before: readonly string[], after: readonly string[]): Difference {
  return { added: after.filter((one) => !before.includes(one)), removed: before.filter((one) => !after.includes(one)) };
}

/** A definition in lines of words, so that two can be compared. */
export function definitionLines({ criteria, yes, no, reviewOn }: Definition): readonly string[] {
  return [
    ...criteria.map(criterionText),
    ...yes.map((one) => `example of yes: ${one}`),
    ...no.map((one) => `example of no: ${one}`),
    `review on ${reviewOn}`,
  ];
}

export function meaningLines({ words }: Meaning): readonly string[] {
  return words.split('\n').filter((line) => line.trim() !== '');
}
