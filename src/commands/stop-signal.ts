// When a bot is to stop: a signal, or the end of the npm that launched it, since npm and npx pass no signal on.
import { readFileSync } from 'node:fs';
import type { Log } from '../ports.ts';

const lookMs = 500;
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** npx starts a shell that starts us: the launcher is one generation further up. */
const generations = 2;

/** Resolves with why, once. `isUnderNpm`: also when a launcher is gone. */
export function stopSignal(log: Log, isUnderNpm: boolean): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      process.on(signal, () => {
        log.debug({ signal }, 'A signal came.');
        resolve(signal);
      });
    }
    if (!isUnderNpm) return;
    const launchers = ancestors();
    const look = setInterval(() => {
      const now = ancestors();
      if (launchers.every((pid, generation) => now[generation] === pid)) return;
      clearInterval(look);
      resolve('launcher gone');
    }, lookMs);
    look.unref();
  });
}

/** Our parent, and its parent where the system tells (Linux): whoever loses a child's parent hands the child on. */
function ancestors(): readonly number[] {
  const found = [process.ppid];
  for (let parent = process.ppid; found.length < generations;) {
    parent = parentOf(parent);
    if (parent <= 0) break;
    found.push(parent);
  }
  return found;
}

/** 0 where the system does not tell. */
function parentOf(pid: number): number {
  try {
    // `pid (name) state parent …`: the name may hold anything, so what counts begins after its last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  } catch {
    return 0;
  }
}
