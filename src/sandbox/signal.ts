// Tells waiters that something in the sandbox changed, so that tests wait for events and never sleep.

const POLL_MS = 25;

export interface Signal {
  fire(): void;
  /** Resolves with the first look that is neither undefined, null nor false; a look that throws counts as not yet. */
  waitFor<T>(look: () => T | undefined | null | false, timeoutMs: number, describe: () => string): Promise<T>;
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  return {
    fire() {
      for (const listener of listeners) listener();
    },
    waitFor<T>(look: () => T | undefined | null | false, timeoutMs: number, describe: () => string): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let lastError: unknown;
        const end = (): void => {
          clearTimeout(deadline);
          clearInterval(poll);
          listeners.delete(check);
        };
        const check = (): void => {
          try {
            const found = look();
            if (found === undefined || found === null || found === false) return;
            end();
            resolve(found);
          } catch (error) {
            lastError = error;
          }
        };
        const deadline = setTimeout(() => {
          end();
          const why = lastError instanceof Error ? `\nThe last look threw: ${lastError.message}` : '';
          reject(new Error(`Waited ${timeoutMs} ms for: ${look.toString()}${why}\n${describe()}`));
        }, timeoutMs);
        const poll = setInterval(check, POLL_MS);
        listeners.add(check);
        check();
      });
    },
  };
}
