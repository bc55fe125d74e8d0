// How fast is too fast: a token bucket that holds `burst` and gains `rate` a second.

export interface Bucket {
  /** Takes one. 0 = go on, else the whole seconds after which the next one will be free. */
  take(): number;
}

/** `now` in epoch milliseconds; a clock that jumps back costs nothing but the time it jumped. */
export function createBucket({ rate, burst, now }: { rate: number; burst: number; now: () => number }): Bucket {
  let held = burst;
  let filledAt = now();
  return {
    take() {
      const at = now();
      held = Math.min(burst, held + (Math.max(0, at - filledAt) / 1000) * rate);
      filledAt = at;
      if (held >= 1) {
        held -= 1;
        return 0;
      }
      return Math.max(1, Math.ceil((1 - held) / rate));
    },
  };
}
