// The real time: the only place that reads the system's clock and sets timers for the bot.
import type { Clock } from './ports.ts';

/** Epoch milliseconds and one-shot timers of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    // A longer wait than a timer can hold ends early; whoever asked looks again.
    const timer = setTimeout(call, Math.min(ms, 2_147_483_647));
    return () => clearTimeout(timer);
  },
};
