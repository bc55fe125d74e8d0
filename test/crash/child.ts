// A program that a test started: what it said, when it was ready, how it ended.
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything it said, on both outputs. */
  readonly said: string;
}

export interface Child {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  said(): string;
  /** Resolves with the first group of a pattern that it has said. @throws when it ends before */
  says(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

const alive = new Set<Child>();

/** Runs this Node with these arguments and nothing but this environment. */
export function startChild(args: readonly string[], env: NodeJS.ProcessEnv, options: Pick<SpawnOptions, 'cwd'> = {}): Child {
  const process_ = spawn(process.execPath, args, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  process_.stdout.on('data', hear);
  process_.stderr.on('data', hear);
  const ended = (once(process_, 'close') as Promise<[number | null, NodeJS.Signals | null]>).then(([code, signal]): Ending => {
    alive.delete(child);
    return { code, signal, said: text };
  });
  const child: Child = {
    pid: process_.pid ?? -1,
    ended,
    said: () => text,
    says(pattern) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text);
          if (!found) return;
          listeners.delete(look);
          resolve(found[1] ?? found[0]);
        };
        listeners.add(look);
        void ended.then(() => reject(new Error(`It ended before it said ${String(pattern)}:\n${text.slice(-3_000)}`)));
        look();
      });
    },
    kill: (signal) => void process_.kill(signal),
  };
  alive.add(child);
  return child;
}

/** Ends whatever a failed test left running. */
export async function endChildren(): Promise<void> {
  for (const child of alive) child.kill('SIGKILL');
  await Promise.all([...alive].map((child) => child.ended));
}
