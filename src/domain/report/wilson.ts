// How sure a share of so many can be: the 95 % interval that stays honest for small numbers.

/** k of n, with the range in which the true share likely lies. All three are `null` where n = 0; rounded to 4 decimals. */
export interface Share {
  readonly k: number;
  readonly n: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The two-sided 95 % point of the normal distribution, as commonly rounded. */
const z = 1.96;

/**
 * The score interval of E. B. Wilson, “Probable inference, the law of succession, and statistical inference”,
 * J. Am. Stat. Assoc. 22 (1927) 209–212: never outside [0, 1] and of use from n = 1 on (Brown, Cai, DasGupta, Stat. Sci. 16 (2001)).
 * `k` and `n` are counts with 0 ≤ k ≤ n.
 */
export function shareOf(k: number, n: number): Share {
  if (n === 0) return { k, n, rate: null, low: null, high: null };
  const rate = k / n;
  const scale = 1 + (z * z) / n;
  const centre = (rate + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))) / scale;
  // At the ends the formula gives 0 and 1 exactly; floating point may miss them by a hair.
  return { k, n, rate: rounded(rate), low: rounded(Math.max(0, centre - half)), high: rounded(Math.min(1, centre + half)) };
}

/** To 4 decimals, as every share in the report. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
