// One tap that says that somebody tried to reach a lead; a finger that slipped taps twice.
import type { EventBody, Handoff } from './lead.ts';
import { Refusal } from './refusal.ts';

/** Nobody tries to reach a person twice in so short a time. */
const slipMs = 30_000;

/** The attempt as it is recorded. @throws Refusal where this person logged one a moment ago; `now` in epoch milliseconds */
export function attempt({ lastTries, isTest }: Handoff, by: string, now: number): EventBody {
  const last = lastTries.find((one) => one.by === by);
  // A clock that was set back must not refuse for as long as it was.
  if (last && Math.abs(now - last.at) < slipMs) {
    throw new Refusal('not_legal', 'Your attempt is logged already, a moment ago. It counts once.');
  }
  return { type: 'attempted', ...(isTest ? { isTest: true } : {}) };
}
