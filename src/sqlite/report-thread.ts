// What runs in the worker thread of a report: opens the database read-only, answers one order, and ends.
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Busy } from '../errors.ts';
import { makeReports } from '../flows/report.ts';
import { DatabaseError } from './database-error.ts';
import { openStore } from './open.ts';
import type { ThreadAnswer, ThreadOrder } from './reporter.ts';

async function answer({ databasePath, requests }: ThreadOrder): Promise<ThreadAnswer> {
  const store = openStore(databasePath, { create: false, isReadOnly: true });
  try {
    return { reports: await makeReports(store, (await store.workspace()).id, requests) };
  } finally {
    store.close();
  }
}

// Where cores are short, clicks go first. On Linux this is the priority of the calling thread; elsewhere it would be the whole bot's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

try {
  parentPort?.postMessage(await answer(workerData as ThreadOrder));
} catch (error) {
  // A sentence crosses the thread whole, an error of ours would not; anything else is a bug and is thrown on as one.
  if (!(error instanceof DatabaseError || error instanceof Busy)) throw error;
  parentPort?.postMessage({ sentence: error.message } satisfies ThreadAnswer);
}
