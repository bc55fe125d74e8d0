// What falls due by itself besides the deadlines of leads: one row each. The timekeeper asks them all by one rule.
import type { Store } from '../ports.ts';
import { changeResultAt, planChangeResults } from './change-results.ts';
import { nextDigest, planDigest } from './digest.ts';
import type { Desk } from './record.ts';
import { nextReview, planReview } from './review.ts';

export interface Planner {
  /** Puts what is due into the outbox, once however often it is asked. Resolves with when to ask again; `null` when nothing is planned. */
  readonly plan: (desk: Desk, workspaceId: string) => Promise<number | null>;
  /** When it falls due next after `now`, and nothing else: for those who move the time. */
  readonly nextAt: (store: Store, workspaceId: string, now: number) => Promise<number | null>;
}

export const planners = {
  digest: { plan: planDigest, nextAt: nextDigest },
  review: { plan: planReview, nextAt: nextReview },
  changes: { plan: planChangeResults, nextAt: changeResultAt },
} as const satisfies Readonly<Record<string, Planner>>;
