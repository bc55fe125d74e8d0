// Moves a demo's clock from one thing that is due to the next, so that each happens at its own time and in its order.
import type { DueTime } from '../flows/due-times.ts';
import type { MovableClock } from './movable-clock.ts';

/** The least step: messages of one channel stand a second apart. */
const stepMs = 1_100;
/** What stays undone so many steps long is waiting for something else than time. */
const patience = 8;

export interface Traveller {
  readonly clock: MovableClock;
  /** What happens by itself, sooner or later. */
  readonly dueTimes: () => Promise<readonly DueTime[]>;
  /** Resolves when nothing is on its way. */
  readonly idle: () => Promise<void>;
}

/** Moves on to `target` (epoch ms). What is due by then has happened when this resolves, unless it waits for somebody. */
export async function travel({ clock, dueTimes, idle }: Traveller, target: number): Promise<void> {
  let step = stepMs;
  let before = '';
  let unchanged = 0;
  for (;;) {
    await idle();
    const due = (await dueTimes()).filter(({ at }) => at <= target);
    if (due.length === 0 || clock.now() >= target) break;
    const seen = due.map(({ what, at }) => `${what} ${at}`).join();
    unchanged = seen === before ? unchanged + 1 : 0;
    step = unchanged < patience ? stepMs : step * 2;
    before = seen;
    const next = Math.min(...due.map(({ at }) => at));
    clock.jumpTo(Math.min(target, Math.max(next, clock.now() + step)));
  }
  clock.jumpTo(target);
  await idle();
}

/** Lets everything that is due now happen, moving the clock on by as little as that takes: a few seconds. */
export async function settle(traveller: Traveller): Promise<void> {
  const { clock, dueTimes, idle } = traveller;
  for (let step = 0; step < patience * 4; step += 1) {
    await idle();
    const now = clock.now();
    if ((await dueTimes()).every(({ at }) => at > now)) return;
    clock.jumpTo(now + stepMs);
  }
}
