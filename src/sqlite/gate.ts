// The one way to the database: whole transactions, and patience without blocking while another program holds the lock.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { Busy } from '../errors.ts';
import { explained, isBusyError } from './database-error.ts';

/** How long one try may block the event loop: SQLite's busy timeout. */
export const blockMs = 50;
/** How long somebody waits in total before we give up with Busy. */
const patienceMs = 2000;
const pauseMs = 20;
/** How long a loop of awaited reads may keep the event loop to itself: SQLite answers at once, so awaiting alone gives nobody a turn. */
const readingMs = 15;
/** Writes that share one transaction, and so one wait for the disk. */
const mostTogether = 64;
/** No longer than this is written before those who wait hear that they are on disk. */
const togetherMs = 20;

export interface Gate {
  /**
   * Runs `work` under the write lock, all or nothing, and resolves once it is on disk. `work` must not be async.
   * What is asked for in one turn of the event loop shares a transaction; each still fails alone. @throws Busy, DatabaseError
   */
  write<T>(work: () => T): Promise<T>;
  /** Runs `work` on one snapshot. @throws Busy, DatabaseError */
  read<T>(work: () => T): Promise<T>;
}

/** Somebody's turn to write: done inside the transaction, told after it. */
interface Turn {
  /** Does the work: alone, or in a savepoint beside others, and then what it throws is its own affair. */
  readonly work: (isAlone: boolean) => void;
  /** The transaction is on disk, or was not to be. */
  readonly tell: () => void;
  readonly fail: (reason: unknown) => void;
  readonly until: number;
}

/** `elapsed` counts milliseconds steadily, whatever the wall clock does. */
export function openGate(raw: Database, path: string, elapsed: () => number = () => performance.now()): Gate {
  const turns: Turn[] = [];
  let isArmed = false;
  let readingSince: number | null = null;

  // IMMEDIATE takes the lock before anything is read: a transaction that reads first and writes then can fail at once.
  const together = raw.transaction((run: () => void) => run()).immediate;
  const savepoint = raw.transaction((work: () => void) => work());
  const snapshot = raw.transaction((work: () => void) => work()).deferred;

  function turnOf<T>(work: () => T, resolve: (value: T) => void, reject: (reason: Error) => void): Turn {
    let tell = (): void => {};
    const fail = (reason: unknown): void => reject(asError(explained(reason, path)));
    return {
      until: elapsed() + patienceMs,
      fail,
      tell: () => tell(),
      work(isAlone) {
        const doIt = (): void => {
          const value = work();
          tell = () => resolve(value);
        };
        try {
          if (isAlone) doIt();
          else savepoint(doIt);
        } catch (error) {
          // A full disk ends the whole transaction, not only this part of it.
          if (isAlone || !raw.inTransaction || isBusyError(error)) throw error;
          tell = () => fail(error);
        }
      },
    };
  }

  function arm(ms: number): void {
    if (isArmed) return;
    isArmed = true;
    if (ms === 0) setImmediate(serve);
    else setTimeout(serve, ms);
  }

  /** Takes as many turns as fit into one transaction; those that come later stand behind. */
  function serve(): void {
    isArmed = false;
    if (turns.length === 0) return;
    let count = 0;
    let isWorking = false;
    try {
      together(() => {
        const begun = elapsed();
        const isAlone = turns.length === 1;
        while (count < Math.min(turns.length, mostTogether) && (count === 0 || elapsed() - begun < togetherMs)) {
          isWorking = true;
          turns[count]?.work(isAlone);
          isWorking = false;
          count += 1;
        }
      });
      for (const turn of turns.splice(0, count)) turn.tell();
    } catch (error) {
      if (isBusyError(error)) {
        giveUpLate(error);
        if (turns.length > 0) arm(pauseMs);
        return;
      }
      // Whoever ended the transaction fails alone and the others have another try; what could not be committed fails as a whole.
      for (const turn of isWorking ? turns.splice(count, 1) : turns.splice(0, Math.max(count, 1))) turn.fail(error);
    }
    if (turns.length > 0) arm(0);
  }

  function giveUpLate(lock: unknown): void {
    const now = elapsed();
    while (turns[0] && turns[0].until <= now) turns.shift()?.fail(busy(lock));
  }

  function busy(lock: unknown): Busy {
    return new Busy(`Another program has kept ${path} locked for ${patienceMs / 1000} seconds. Try again shortly.`, { cause: lock });
  }

  async function read<T>(work: () => T): Promise<T> {
    const until = elapsed() + patienceMs;
    for (;;) {
      try {
        let result: { value: T } | undefined;
        snapshot(() => {
          result = { value: work() };
        });
        if (result) {
          await breathe();
          return result.value;
        }
      } catch (error) {
        if (!isBusyError(error)) throw asError(explained(error, path));
        if (elapsed() >= until) throw busy(error);
        await pause(pauseMs);
      }
    }
  }

  async function breathe(): Promise<void> {
    if (readingSince === null) {
      readingSince = elapsed();
      setImmediate(() => {
        readingSince = null;
      });
    } else if (elapsed() - readingSince > readingMs) await nextTurn();
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        turns.push(turnOf(work, resolve, reject));
        arm(0);
      }),
    read,
  };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
