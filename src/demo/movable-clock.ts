// A clock that runs like any other and can be moved on: whatever waits for a time that has passed happens at once.
import type { Clock } from '../ports.ts';

interface Timer {
  readonly at: number;
  readonly call: () => void;
  handle: NodeJS.Timeout;
}

export interface MovableClock extends Clock {
  /** Milliseconds before (negative) or after the real time. */
  offsetMs(): number;
  /** Moves on to an instant; earlier ones are left alone, since a workspace's time never runs backwards. Fires what fell due, in order. */
  jumpTo(at: number): void;
  /** Forgets every timer. */
  stop(): void;
}

/** @param offsetMs where it starts, from the real time */
export function movableClock(offsetMs = 0, realNow: () => number = Date.now): MovableClock {
  let offset = offsetMs;
  const timers = new Set<Timer>();
  const now = (): number => realNow() + offset;

  const armed = (at: number, call: () => void): NodeJS.Timeout => setTimeout(call, Math.max(0, at - now()));
  const fire = (timer: Timer): void => {
    clearTimeout(timer.handle);
    if (timers.delete(timer)) timer.call();
  };

  return {
    now,
    offsetMs: () => offset,
    after(ms, call) {
      const at = now() + ms;
      const timer: Timer = { at, call, handle: armed(at, () => fire(timer)) };
      timers.add(timer);
      return () => {
        clearTimeout(timer.handle);
        timers.delete(timer);
      };
    },
    jumpTo(at) {
      if (at <= now()) return;
      offset = at - realNow();
      const waiting = [...timers].toSorted((a, b) => a.at - b.at);
      for (const timer of waiting) {
        if (timer.at <= at) fire(timer);
        else if (timers.has(timer)) {
          clearTimeout(timer.handle);
          timer.handle = armed(timer.at, () => fire(timer));
        }
      }
    },
    stop() {
      for (const timer of timers) clearTimeout(timer.handle);
      timers.clear();
    },
  };
}
