// `leadloop demo`: the bot in a local workspace in the browser, with no account, no token and no network.
import open from 'open';
import { readDemoConfig } from '../config.ts';
import { startDemo } from '../demo/demo.ts';
import { createLog } from '../log.ts';
import { CommandProblem, exitCodes } from './problem.ts';
import { stopSignal } from './stop-signal.ts';
import type { Terminal } from './terminal.ts';

export interface DemoFlags {
  readonly port: string;
  /** False with `--no-open`. */
  readonly open: boolean;
  readonly data?: string;
}

/** Resolves with the exit code once the demo has stopped and left nothing running. */
export async function demoCommand(terminal: Terminal, flags: DemoFlags): Promise<number> {
  const port = Number(flags.port);
  if (!/^\d+$/.test(flags.port) || port > 65_535)
    throw new CommandProblem(
      `--port is ${JSON.stringify(flags.port)}, but must be a number from 0 to 65535, such as 4400.`,
      exitCodes.usage,
    );
  const { logLevel, isUnderNpm } = readDemoConfig();
  const log = createLog(logLevel);
  const stopAsked = stopSignal(log, isUnderNpm);
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const demo = await startDemo({ folder: flags.data ?? null, port, log, timezone }).catch((error: unknown) => {
    throw portTaken(error, port);
  });
  await terminal.print(`LeadLoop's demo is at ${demo.url}`);
  terminal.say(flags.data === undefined ? 'Its data go when it ends. Ctrl-C ends it.' : `Its data stay in ${demo.folder}. Ctrl-C ends it.`);
  if (flags.open && terminal.isForPeople) await show(demo.url);
  await stopAsked;
  await demo.stop();
  return exitCodes.ok;
}

/** A machine without a browser is no reason to stop: the address stands on the terminal. */
async function show(url: string): Promise<void> {
  try {
    (await open(url)).on('error', () => undefined);
  } catch {
    return;
  }
}

function portTaken(error: unknown, port: number): unknown {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return isTaken
    ? new CommandProblem(`Port ${port} is in use, perhaps by another demo. Choose another one: npm run demo -- --port ${port + 10}`)
    : error;
}
