// What runs in the process of a report: opens the database read-only, answers one order, and ends.
import { constants, setPriority } from 'node:os';
import { Busy } from '../errors.ts';
import { makeReports } from '../flows/report.ts';
import { DatabaseError } from './database-error.ts';
import { openStore } from './open.ts';
import type { ReportAnswer, ReportOrder } from './reporter.ts';

async function answer({ databasePath, requests }: ReportOrder): Promise<ReportAnswer> {
  try {
    const store = openStore(databasePath, { create: false, isReadOnly: true });
    try {
      return { reports: await makeReports(store, (await store.workspace()).id, requests) };
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof DatabaseError || error instanceof Busy) return { sentence: error.message };
    // A bug. Its message may quote a stranger and stays here.
    return { fault: error instanceof Error ? error.name : typeof error };
  }
}

// Ctrl-C and a service manager's SIGTERM reach it too: the bot ends it when its own work is done.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
// A bot that is gone, however it went, wants no report.
process.on('disconnect', () => process.exit());
// Where cores are short, clicks go first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

process.once('message', (order: ReportOrder) => {
  void answer(order).then((said) => process.send?.(said, () => process.disconnect()));
});
