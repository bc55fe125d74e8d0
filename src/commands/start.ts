// `leadloop start`: runs the bot until it is told to stop.
import type { RunningApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import type { Log } from '../ports.ts';
import { holdRunLock } from '../sqlite/lock.ts';
import { openStore } from '../sqlite/open.ts';
import { faultFacts } from '../fault.ts';
import { stopSignal } from './stop-signal.ts';

/** Resolves with the exit code once the bot has stopped. @throws ConfigError, DatabaseError, RunLockHeld before it runs */
export async function startCommand(): Promise<number> {
  const config = readConfig(undefined, { slack: true });
  const { slack } = config;
  if (!slack) throw new Error('Config without Slack');
  const log = createLog(config.logLevel);
  const lock = holdRunLock(config.database.path);
  try {
    // Loaded only now: a second start is told so before it has read half of npm.
    const { startApp } = await import('../app.ts');
    const store = openStore(config.database.path, { create: true });
    try {
      const stopAsked = stopSignal(log, config.isUnderNpm);
      let app: RunningApp | null = null;
      guard(log, () => app);
      app = await startApp({ config: { ...config, slack }, store, log });
      const why = await stopAsked;
      log.info({ why }, 'Stopping: finishing what is in flight.');
      await app.stop();
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
  log.info({}, 'Stopped.');
  return 0;
}

/** A bug must not be lived with: what is on disk is safe, and a supervisor starts us anew. Its message stays unsaid: it may quote a stranger. */
function guard(log: Log, running: () => RunningApp | null): void {
  const end = (reason: unknown): void => {
    log.error(faultFacts(reason), 'Something went wrong that nobody handled; stopping so that a supervisor can start LeadLoop anew.');
    void (running()?.stop(2_000) ?? Promise.resolve()).finally(() => process.exit(70));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', (reason) => {
    // A closing socket of the Socket Mode client rejects with nothing at all; that is no fault of ours.
    if (reason !== undefined) end(reason);
  });
}
