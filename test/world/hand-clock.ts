// A clock that moves only when a test moves it.
import type { Clock } from '../../src/ports.ts';

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

export interface HandClock extends Clock {
  /** Moves on; after each timer that fires, `settle` runs before time goes further. */
  advance(ms: number, settle?: () => Promise<void>): Promise<void>;
  /** Jumps without firing what lies between, as a machine that slept does. */
  jump(ms: number): void;
}

/** @param start epoch milliseconds or ISO */
export function handClock(start: number | string = '2026-11-23T14:00:00Z'): HandClock {
  let now = typeof start === 'string' ? Date.parse(start) : start;
  const timers = new Set<Timer>();
  return {
    now: () => now,
    after(ms, call) {
      const timer = { at: now + ms, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms, settle = async () => {}) {
      const target = now + ms;
      for (;;) {
        await settle();
        const next = [...timers].filter((timer) => timer.at <= target).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.call();
      }
      now = target;
      await settle();
    },
    jump(ms) {
      now += ms;
    },
  };
}
