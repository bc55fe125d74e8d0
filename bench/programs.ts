// Starts the programs under test as processes of their own, knows when they are ready, and ends them.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Workplace } from './workplace.ts';

export interface Program {
  /** Where it listens. */
  readonly url: string;
  /** From spawn until it said where it listens. */
  readonly readyMs: number;
  readonly pid: number;
  readonly ended: Promise<unknown>;
  /** Resident memory in MB. */
  residentMb(): number;
  /** Asks it to stop and waits for its end. @throws when it ends otherwise than asked */
  stop(): Promise<void>;
}

const executable = fileURLToPath(new URL('../bin/leadloop.mjs', import.meta.url));

/** `leadloop start` on this workplace. */
export function startBot(workplace: Workplace, profileFolder: string | null = null): Promise<Program> {
  return startProgram([...profiling(profileFolder), executable, 'start'], workplace.env, /"url":"([^"]+)"/);
}

/** A TypeScript program of this folder; it prints `ready <url>`. */
export function startScript(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Program> {
  return startProgram([fileURLToPath(new URL(name, import.meta.url)), ...args], env, /^ready (\S+)/m);
}

/** `leadloop …` to its end. */
export async function runCommand(workplace: Workplace, args: readonly string[], profileFolder: string | null = null): Promise<void> {
  const child = spawn(process.execPath, [...profiling(profileFolder), executable, ...args], {
    env: workplace.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = collected(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`leadloop ${args.join(' ')} ended with ${code}: ${said().slice(-2000)}`);
}

async function startProgram(args: readonly string[], env: NodeJS.ProcessEnv, readyLine: RegExp): Promise<Program> {
  const beganAt = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = collected(child);
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const found = readyLine.exec(said())?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', () => reject(new Error(`It did not start: ${said().slice(-2000)}`)));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('A program without a process');
  return {
    url,
    readyMs: performance.now() - beganAt,
    pid,
    ended,
    residentMb: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
    async stop() {
      child.kill('SIGTERM');
      const [code, signal] = await ended;
      if (code !== 0 && signal !== 'SIGTERM') throw new Error(`It ended with ${code ?? signal}: ${said().slice(-2000)}`);
    },
  };
}

function profiling(folder: string | null): readonly string[] {
  return folder === null ? [] : ['--cpu-prof', '--cpu-prof-dir', folder];
}

/** The end of what a program says, so that a failure can be told. */
function collected(child: ChildProcess): () => string {
  let text = '';
  const add = (chunk: Buffer): void => {
    text = (text + chunk.toString('utf8')).slice(-100_000);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}
