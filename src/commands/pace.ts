// How fast a long command writes: short pieces of work with rests between, so that a running bot always gets its turn.
import { setTimeout as sleep } from 'node:timers/promises';

/** A click may wait 50 ms without anybody noticing. Some pieces take longer than the last one did, so the aim is lower. */
const aimMs = 35;
const restMs = 20;
const smallest = 1;
const largest = 2000;

export class Pace {
  #size = 16;
  #endedAt = Number.NEGATIVE_INFINITY;
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<unknown>;

  /** `now` counts milliseconds steadily, whatever the wall clock does. */
  constructor(now: () => number = () => performance.now(), rest: (ms: number) => Promise<unknown> = sleep) {
    this.#now = now;
    this.#sleep = rest;
  }

  /** How many rows the next piece may have. */
  get size(): number {
    return this.#size;
  }

  /** Runs one piece of `count` rows, not before the rest after the last one is over. */
  async work<T>(count: number, piece: () => Promise<T>): Promise<T> {
    const rest = this.#endedAt + restMs - this.#now();
    if (rest > 0) await this.#sleep(rest);
    const begunAt = this.#now();
    try {
      return await piece();
    } finally {
      this.#endedAt = this.#now();
      this.#adapt(count, this.#endedAt - begunAt);
    }
  }

  /** Grows slowly and shrinks at once. A piece much smaller than it could be says nothing: every piece has a cost of its own. */
  #adapt(count: number, tookMs: number): void {
    if (count * 2 < this.#size) return;
    const fitting = Math.floor((count * aimMs) / Math.max(tookMs, 0.1));
    this.#size = Math.max(smallest, Math.min(largest, this.#size * 2, fitting));
  }
}
