// How numbers are said: counts first, and of a share only what so many can carry.
import type { Share } from './wilson.ts';

/** Of fewer than this, only counts are said. */
export const enoughForRange = 5;
/** Of fewer than this, counts and the likely range, but no percentage. */
export const enoughForPercent = 20;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** `12,000`; amounts with up to two decimals; what nobody can read as digits, as a power of ten. */
export function number(value: number): string {
  return Math.abs(value) < 1e15 ? grouped.format(value) : value.toExponential(2);
}

/** `1 lead`, `48 leads`. */
export function several(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `17 of 31`. */
export function outOf(k: number, n: number): string {
  return `${number(k)} of ${number(n)}`;
}

/** `55 %`, or `''` where there are too few for one. Not all of them are never `100 %`, and one of them is never `0 %`. */
export function percent(share: Share): string {
  const { k, n, rate } = share;
  if (n < enoughForPercent || rate === null) return '';
  if (k > 0 && whole(rate) === 0) return 'under 1 %';
  if (k < n && whole(rate) === 100) return 'over 99 %';
  return `${whole(rate)} %`;
}

/** `38–71 %`, or `''` where there are too few for one. It is never said to end where it begins: however many there are, none is that sure. */
export function range(share: Share): string {
  if (share.n < enoughForRange || share.low === null || share.high === null) return '';
  return `${Math.min(99, whole(share.low))}–${Math.max(1, whole(share.high))} %`;
}

/** All that may be said besides the counts: `''`, `likely 25–84 %` or `55 %, likely 38–71 %`. */
export function certainty(share: Share): string {
  const likely = range(share);
  if (likely === '') return '';
  const rate = percent(share);
  return rate === '' ? `likely ${likely}` : `${rate}, likely ${likely}`;
}

function whole(rate: number): number {
  return Math.round(rate * 100);
}
