// Reports beside a running bot: each in a worker thread with a read-only connection of its own, so that no click waits for one.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Report } from '../domain/report/metrics.ts';
import { type ReportRequest, type ReportStore, type Reporter, makeReports } from '../flows/report.ts';
import type { Workspace } from '../ports.ts';

/** What the thread is told at its start. */
export interface ThreadOrder {
  readonly databasePath: string;
  readonly requests: readonly ReportRequest[];
}

/** What it says, once. */
export type ThreadAnswer = { readonly reports: readonly Report[] } | { readonly sentence: string };

/** A report could not be made; the message is a sentence. */
class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** Nobody waits longer for a report, and the digest's channel waits no longer for its messages. */
const longestMs = 120_000;

/** Beside this file, with its extension: sources run as they are, `dist/` as JavaScript. */
const thread = new URL(`./report-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

/**
 * Reports on the database at this path. One thread at a time, which ends with its answer, so that nothing of a large report stays in memory.
 * A database in memory cannot be opened twice: there `store` is asked in place, and only there.
 */
export function createReporter(databasePath: string, store: ReportStore & { workspace(): Promise<Workspace> }): Reporter {
  let queue: Promise<unknown> = Promise.resolve();
  let running: Worker | null = null;
  let isClosed = false;

  async function inPlace(requests: readonly ReportRequest[]): Promise<readonly Report[]> {
    return makeReports(store, (await store.workspace()).id, requests);
  }

  function inThread(requests: readonly ReportRequest[]): Promise<readonly Report[]> {
    return new Promise((resolve, reject) => {
      // Flags of the command line, such as a profiler's, are meant for the bot.
      const worker = new Worker(thread, { workerData: { databasePath, requests } satisfies ThreadOrder, execArgv: [], name: 'report' });
      let answer: ThreadAnswer = { sentence: 'The report ended before it was done. Ask for it again.' };
      let cause: unknown;
      running = worker;
      const patience = setTimeout(() => {
        answer = { sentence: 'The report took too long and was given up. Ask for fewer days.' };
        void worker.terminate();
      }, longestMs);
      worker.once('message', (said: ThreadAnswer) => {
        answer = said;
      });
      worker.once('error', (error) => {
        cause = error;
      });
      // Settled only now, so that the next one begins when this one is gone.
      worker.once('exit', () => {
        clearTimeout(patience);
        running = null;
        if ('reports' in answer) resolve(answer.reports);
        else reject(isClosed ? stopped() : new ReportError(answer.sentence, { cause }));
      });
    });
  }

  /** What several people ask for at once is made once. */
  const underWay = new Map<string, Promise<readonly Report[]>>();

  function reports(requests: readonly ReportRequest[]): Promise<readonly Report[]> {
    const question = JSON.stringify(requests);
    const same = underWay.get(question);
    if (same) return same;
    const turn = inTurn(requests).finally(() => underWay.delete(question));
    underWay.set(question, turn);
    return turn;
  }

  function inTurn(requests: readonly ReportRequest[]): Promise<readonly Report[]> {
    const turn = queue.then(() => {
      if (isClosed) throw stopped();
      return databasePath === ':memory:' ? inPlace(requests) : inThread(requests);
    });
    queue = turn.catch(() => undefined);
    return turn;
  }

  return {
    reports,
    async report(request) {
      const [report] = await reports([request]);
      if (!report) throw new Error('A request without a report');
      return report;
    },
    async close() {
      isClosed = true;
      await running?.terminate();
      await queue;
    },
  };
}

function stopped(): ReportError {
  return new ReportError('LeadLoop is stopping, so the report was not made. Ask for it again once it runs.');
}
