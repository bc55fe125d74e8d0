// `leadloop start`: runs the bot until it is told to stop.
import { setFlagsFromString } from 'node:v8';
import type { RunningApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import type { Log } from '../ports.ts';
import { holdRunLock } from '../sqlite/lock.ts';
import { openStore } from '../sqlite/open.ts';
import { faultFacts } from '../fault.ts';

const parentLookMs = 500;

/** Resolves with the exit code once the bot has stopped. @throws ConfigError, DatabaseError, RunLockHeld before it runs */
export async function startCommand(): Promise<number> {
  // A quiet process would keep for good the 100 MB of young objects that a busy second once needed.
  setFlagsFromString('--semi-space-growth-factor=1');
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
      const app = await startApp({ config: { ...config, slack }, store, log });
      guard(log, app);
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

/** SIGTERM, SIGINT, or the end of the npm that launched us: npm and npx do not pass signals on. */
function stopSignal(log: Log, isUnderNpm: boolean): Promise<string> {
  return new Promise((resolve) => {
    const launcher = process.ppid;
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        log.debug({ signal }, 'A signal came.');
        resolve(signal);
      });
    }
    if (!isUnderNpm) return;
    const look = setInterval(() => {
      if (process.ppid === launcher) return;
      clearInterval(look);
      resolve('launcher gone');
    }, parentLookMs);
    look.unref();
  });
}

/** A bug must not be lived with: what is on disk is safe, and a supervisor starts us anew. */
function guard(log: Log, app: RunningApp): void {
  process.on('unhandledRejection', (reason) => {
    // A closing socket of the Socket Mode client rejects with nothing at all; that is no fault of ours.
    if (reason === undefined) return;
    log.error(faultFacts(reason), 'Something went wrong that nobody handled; stopping so that a supervisor can start LeadLoop anew.');
    void app.stop(2_000).finally(() => process.exit(70));
  });
}
