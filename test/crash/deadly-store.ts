// A store under which the process dies, as if by `kill -9`, at a named point or at the n-th call. The product knows nothing of it.
import { writeSync } from 'node:fs';
import type { Entry } from '../../src/outbox.ts';
import type { Store } from '../../src/ports.ts';
import { type Call, type PointName, pointOf } from './points.ts';

export interface Death {
  readonly point: PointName | null;
  /** Die before or after the so-manieth call, counted from 1. */
  readonly call: { readonly number: number; readonly when: 'before' | 'after' } | null;
}

/** The store itself, watched call by call. */
export function deadlyStore(store: Store, death: Death): Store {
  const taken = new Map<string, Entry>();
  const point = death.point === null ? null : { name: death.point, ...pointOf(death.point) };
  let calls = 0;

  const look = (when: 'before' | 'after', number: number, call: Call): void => {
    if (death.call?.number === number && death.call.when === when) die(`${when} call ${number}, ${call.method}`);
    if (point?.when === when && point.method === call.method && (point.isMeant?.(call) ?? true)) die(point.name);
  };

  const watched = <T extends object>(target: T, prefix: string): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (name === 'outbox') return outbox;
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          const method = `${prefix}${String(name)}`;
          calls += 1;
          const number = calls;
          look('before', number, { method, args, taken });
          const given: unknown = Reflect.apply(value, object, args);
          if (!(given instanceof Promise)) return given;
          return given.then((result: unknown) => {
            if (method === 'outbox.take' && result !== null) taken.set((result as Entry).id, result as Entry);
            look('after', number, { method, args, result, taken });
            return result;
          });
        };
      },
    });
  const outbox = watched(store.outbox, 'outbox.');
  return watched(store, '');
}

/** Says where, in a write that is out before the process is gone, and is gone. */
function die(where: string): void {
  writeSync(1, `dies ${where}\n`);
  process.kill(process.pid, 'SIGKILL');
}
