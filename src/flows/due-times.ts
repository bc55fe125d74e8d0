// When something happens by itself, for those who move the time from one such instant to the next.
import type { Store } from '../ports.ts';
import { planners } from './planners.ts';

export interface DueTime {
  /** A lane of the outbox, or what is due. */
  readonly what: string;
  /** Epoch milliseconds; past where it only waits for its turn. */
  readonly at: number;
}

/** Messages that wait, the next deadline, and the next time of every planner. */
export async function dueTimes(store: Store, workspaceId: string, now: number): Promise<readonly DueTime[]> {
  const messages = await store.outbox.lanes(workspaceId);
  const rest: (readonly [string, number | null])[] = [['deadlines', await store.deadlines.nextAt(workspaceId)]];
  for (const [name, planner] of Object.entries(planners)) rest.push([name, await planner.nextAt(store, workspaceId, now)]);
  return [
    ...messages.map(({ lane, dueAt }) => ({ what: lane, at: dueAt })),
    ...rest.flatMap(([what, at]) => (at === null ? [] : [{ what, at }])),
  ];
}
