// New leads by themselves: the first one soon, so that somebody sees one arrive, then one every few minutes while there is room.
import type { Clock, Log, Store } from '../ports.ts';
import { sendLead } from './intake.ts';
import { dripTimes, nextLead } from './story/drip.ts';

const firstMs = 12_000;
const betweenMs = 150_000;
/** More that nobody has taken up would only be a pile. */
const mostWaiting = 12;

export interface Dripping {
  /** When leads arrive between two instants, and what to do then. */
  between(from: number, to: number): readonly number[];
  arrive(): Promise<void>;
  stop(): void;
}

interface DripOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly workspaceId: string;
  readonly timezone: string;
  readonly log: Log;
  /** Of the bot. */
  readonly url: string;
  readonly isOn: boolean;
}

export function startDripping({ clock, store, workspaceId, timezone, log, url, isOn }: DripOptions): Dripping {
  let isStopped = !isOn;
  let cancel = (): void => {};
  // Counted on from the second in which it starts, so that a demo that goes on the next day goes on with new people.
  let lastNumber = Math.floor(clock.now() / 1000) % 1_000_000;

  const arrive = async (): Promise<void> => {
    const { total } = await store.inState(workspaceId, 'new', 1);
    if (total >= mostWaiting) return;
    lastNumber += 1;
    const { problem } = await sendLead(url, nextLead(lastNumber));
    if (problem !== null) log.warn({ problem }, 'A lead of the demo was refused.');
  };

  const again = (ms: number): void => {
    if (isStopped) return;
    cancel = clock.after(ms, () => {
      void arrive().catch(() => log.warn({}, 'A lead of the demo did not reach the bot.'));
      again(betweenMs);
    });
  };
  again(firstMs);

  return {
    between: (from, to) => (isStopped ? [] : dripTimes(from, to, timezone)),
    arrive,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
