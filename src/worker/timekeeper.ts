// Keeps the time: does what falls due by itself within a second, and sleeps until the next thing does.
import { type Run, runDeadlines } from '../flows/deadlines.ts';
import { type Planner, planners } from '../flows/planners.ts';
import type { Desk } from '../flows/record.ts';

export interface Timekeeper {
  /** Does what is due. Resolves with the milliseconds until there is something again; `null` when nothing is planned. */
  look(): Promise<number | null>;
}

/** What a planner said when it was asked last. */
interface Asked {
  readonly at: number;
  readonly settingsVersion: number;
  readonly nextAt: number | null;
}

/** Between two stretches of work: a click comes first. */
const breatheMs = 10;
/** So late, at most, is it seen that something in the book plans another time. */
const askAgainMs = 60_000;

export function createTimekeeper(desk: Desk, workspaceId: string, asksOf: readonly Planner[] = Object.values(planners)): Timekeeper {
  /** While more is due than fits a stretch, it is told under the same summaries. */
  let done: Run | null = null;
  const answers = new Map<Planner, Asked>();

  /** When each planner has something next. One that fails keeps no other from its work. @throws what the first one threw, when all were asked */
  const plannedTimes = async (settingsVersion: number): Promise<readonly number[]> => {
    const faults: unknown[] = [];
    for (const planner of asksOf) {
      const at = desk.now();
      if (!isToBeAsked(answers.get(planner), settingsVersion, at)) continue;
      try {
        answers.set(planner, { at, settingsVersion, nextAt: await planner.plan(desk, workspaceId) });
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
    return [...answers.values()].flatMap(({ nextAt }) => nextAt ?? []);
  };

  return {
    async look() {
      // Without rules nothing is due: what was planned before waits for them.
      const { settings, settingsVersion } = await desk.store.workspace();
      if (!settings) return null;
      done = await runDeadlines(desk, workspaceId, done);
      if (done.isMore) return breatheMs;
      const deadlineAt = await desk.store.deadlines.nextAt(workspaceId);
      const times = [...(await plannedTimes(settingsVersion)), ...(deadlineAt === null ? [] : [deadlineAt])];
      return times.length === 0 ? null : Math.max(breatheMs, Math.min(...times) - desk.now());
    },
  };
}

/** A planner is asked at once when its time has come, the settings are new or the clock was set back; else once a minute. */
function isToBeAsked(asked: Asked | undefined, settingsVersion: number, now: number): boolean {
  if (!asked || asked.settingsVersion !== settingsVersion) return true;
  return (asked.nextAt !== null && asked.nextAt <= now) || now < asked.at || now - asked.at >= askAgainMs;
}
