// Trigger ids: single use, three seconds, bound to the person who acted (and to the modal they acted in).
import { ApiError } from './methods/answer.ts';

const LIFE_MS = 3_000;

export interface Trigger {
  id: string;
  userId: string;
  /** The modal the person acted in; pushing needs one. */
  viewId: string | undefined;
  givenAt: number;
  isUsed: boolean;
  isExpired: boolean;
}

export class Triggers {
  readonly #now: () => number;
  readonly #teamId: string;
  readonly #known = new Map<string, Trigger>();
  #stillborn = 0;
  #last = 0;

  constructor(now: () => number, teamId: string) {
    this.#now = now;
    this.#teamId = teamId;
  }

  get last(): number {
    return this.#last;
  }

  /** Forgets the triggers out there; new ones differ from the `last` that were given before. */
  startAfter(last: number): void {
    this.#known.clear();
    this.#last = Math.max(this.#last, last);
  }

  give(userId: string, viewId?: string): string {
    this.#last += 1;
    const hash = (this.#last * 2_654_435_761).toString(16).padStart(12, '0');
    const id = `${1_000_000 + this.#last}.${this.#teamId}.${hash}`;
    const isExpired = this.#stillborn > 0;
    if (isExpired) this.#stillborn -= 1;
    this.#known.set(id, { id, userId, viewId, givenAt: this.#now(), isUsed: false, isExpired });
    return id;
  }

  /** Every trigger out there expires now, and the next `count` are born expired, as if the bot were too slow. */
  expire(count: number): void {
    for (const trigger of this.#known.values()) trigger.isExpired = true;
    this.#stillborn = count;
  }

  /** The trigger, or expired_trigger_id, exchanged_trigger_id, invalid_trigger_id. Does not use it up. */
  check(id: unknown): Trigger {
    const trigger = typeof id === 'string' ? this.#known.get(id) : undefined;
    if (trigger === undefined) throw new ApiError('invalid_trigger_id');
    if (trigger.isUsed) throw new ApiError('exchanged_trigger_id');
    if (trigger.isExpired || this.#now() - trigger.givenAt > LIFE_MS) throw new ApiError('expired_trigger_id');
    return trigger;
  }

  exchange(trigger: Trigger): void {
    trigger.isUsed = true;
  }
}
