// Faults on demand: which call is hit, how often, and by what.
import type { Fault, FaultHandle } from './types.ts';

interface Planned {
  fault: Fault;
  left: number;
  hits: number;
  letGo: Set<() => void>;
}

export interface Hit {
  fault: Fault;
  /** Calls back when the fault is cleared or the sandbox stops, for calls that hang. */
  whenLetGo(callback: () => void): void;
}

export class Faults {
  readonly #planned: Planned[] = [];

  add(fault: Fault): FaultHandle {
    const planned: Planned = { fault, left: fault.times ?? 1, hits: 0, letGo: new Set() };
    this.#planned.push(planned);
    return {
      cleared: () => {
        planned.left = 0;
        for (const callback of planned.letGo) callback();
        planned.letGo.clear();
      },
      get hits() {
        return planned.hits;
      },
    };
  }

  /** The first planned fault that fits this call, used up by one; undefined when the call is spared. */
  take(method: string, channels: readonly string[]): Hit | undefined {
    const planned = this.#planned.find(
      ({ fault, left }) => left > 0 && matches(fault.method, method) && (fault.channel === undefined || channels.includes(fault.channel)),
    );
    if (planned === undefined) return undefined;
    planned.left -= 1;
    planned.hits += 1;
    return { fault: planned.fault, whenLetGo: (callback) => planned.letGo.add(callback) };
  }

  clear(): void {
    for (const planned of this.#planned) {
      planned.left = 0;
      for (const callback of planned.letGo) callback();
    }
    this.#planned.length = 0;
  }
}

function matches(wanted: string | RegExp, method: string): boolean {
  return typeof wanted === 'string' ? wanted === method : new RegExp(wanted.source, wanted.flags.replaceAll(/[gy]/g, '')).test(method);
}
