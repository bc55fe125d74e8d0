// How far a count can be from what was to be expected by chance alone.

/** The two-sided 95 % point of the normal distribution, as commonly rounded. */
const z = 1.96;

export interface CountRange {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % score interval for the mean of a Poisson count: every mean m with (count − m)² ≤ z² m, the interval that inverts Rao's score test;
 * compared with eight others in L. Barker, “A comparison of nine confidence intervals for a Poisson parameter when the expected number
 * of events is ≤ 5”, The American Statistician 56 (2002) 85–89. It takes leads to come one by one; where they come in bunches,
 * such as after a fair, the true range is wider. `count` is a whole number, 0 or more.
 */
export function countRange(count: number): CountRange {
  const centre = count + (z * z) / 2;
  const half = z * Math.sqrt(count + (z * z) / 4);
  return { low: Math.max(0, centre - half), high: centre + half };
}
