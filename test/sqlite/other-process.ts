// Starts `child.ts` and follows what it says.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('child.ts', import.meta.url));

export interface OtherProcess {
  readonly process: ChildProcess;
  /** Every line said so far. */
  readonly said: readonly string[];
  /** Resolves with the next line not yet asked for. */
  next(): Promise<string>;
  /** Resolves when it has ended: exit code, or the signal. */
  readonly ended: Promise<number | string>;
}

export function otherProcess(task: string, path: string, more: string | number = ''): OtherProcess {
  const started = spawn(process.execPath, [child, task, path, String(more)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<number | string>((resolve) => {
    started.once('close', (code, signal) => resolve(code ?? signal ?? 'gone'));
  });
  return {
    process: started,
    said,
    ended,
    async next() {
      const line = await lines.next();
      if (line.done) throw new Error(`The other process ended after saying ${said.join(', ')}`);
      said.push(line.value);
      return line.value;
    },
  };
}
