// Keeps the time: does what falls due by itself within a second, and sleeps until the next thing does.
import { planChangeResults } from '../flows/change-results.ts';
import { type Run, runDeadlines } from '../flows/deadlines.ts';
import { planDigest } from '../flows/digest.ts';
import { planReview } from '../flows/review.ts';
import type { Desk } from '../flows/record.ts';

export interface Timekeeper {
  /** Does what is due. Resolves with the milliseconds until there is something again; `null` when nothing is planned. */
  look(): Promise<number | null>;
}

/** Between two stretches of work: a click comes first. */
const breatheMs = 10;
const changesEveryMs = 60_000;
const longestWaitMs = 8 * 24 * 60 * 60 * 1000;

export function createTimekeeper(desk: Desk, workspaceId: string): Timekeeper {
  /** While more is due than fits a stretch, it is told under the same summaries. */
  let done: Run | null = null;
  let planned: { readonly version: number; readonly nextAt: number } | null = null;

  /** The digest is looked for when its time has come, and when the settings have changed. */
  const digestAt = async (): Promise<number | null> => {
    const { settingsVersion } = await desk.store.workspace();
    const now = desk.now();
    // A clock that was set back makes the plan anew too: the next digest is never further away than a week and a day.
    if (planned?.version !== settingsVersion || planned.nextAt <= now || planned.nextAt - now > longestWaitMs) {
      const nextAt = await planDigest(desk, workspaceId);
      planned = nextAt === null ? null : { version: settingsVersion, nextAt };
    }
    return planned?.nextAt ?? null;
  };

  let changes: { readonly lookedAt: number; readonly nextAt: number | null } | null = null;

  /** What came of changes is weeks away: the book is looked through when the next is due, and once a minute. */
  const changeResultAt = async (): Promise<number | null> => {
    const now = desk.now();
    const isFresh = changes !== null && Math.abs(now - changes.lookedAt) < changesEveryMs && (changes.nextAt ?? Infinity) > now;
    if (!changes || !isFresh) changes = { lookedAt: now, nextAt: await planChangeResults(desk, workspaceId) };
    return changes.nextAt;
  };

  return {
    async look() {
      const { deadlines } = desk.store;
      // Without rules nothing is due: what was planned before waits for them.
      if (!(await desk.store.workspace()).settings) return null;
      done = await runDeadlines(desk, workspaceId, done);
      if (done.isMore) return breatheMs;
      const times = [
        await deadlines.nextAt(workspaceId),
        await digestAt(),
        await planReview(desk, workspaceId),
        await changeResultAt(),
      ].filter((at) => at !== null);
      return times.length === 0 ? null : Math.max(breatheMs, Math.min(...times) - desk.now());
    },
  };
}
