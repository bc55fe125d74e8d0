// Chance that can be had again: the same seed, the same numbers.
import { createHash } from 'node:crypto';

export interface Chance {
  readonly seed: number;
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** A whole number between the two, both included. */
  between(least: number, most: number): number;
}

/** The seed of this run: CRASH_SEED, or any. */
export function seedOfRun(): number {
  const given = Number(process.env['CRASH_SEED']);
  return Number.isInteger(given) && given > 0 ? given : 1 + Math.floor(Math.random() * 2 ** 31);
}

/** Numbers from a hash of the seed and a counter: slow, even, and the same everywhere. */
export function chanceOf(seed: number): Chance {
  let count = 0;
  const next = (): number => {
    count += 1;
    return createHash('sha256').update(`${seed}:${count}`).digest().readUInt32BE() / 2 ** 32;
  };
  return { seed, next, between: (least, most) => least + Math.floor(next() * (most - least + 1)) };
}
