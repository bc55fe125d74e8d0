// Reports beside a running bot: each in a process with a read-only connection of its own, so that no click waits for one.
import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import type { Report } from '../domain/report/metrics.ts';
import { type ReportRequest, type ReportStore, type Reporter, makeReports } from '../flows/report.ts';
import type { Workspace } from '../ports.ts';

/** What the process is told. */
export interface ReportOrder {
  readonly databasePath: string;
  readonly requests: readonly ReportRequest[];
}

/** What it says, once: reports, why there are none, or the kind of a bug. */
export type ReportAnswer = { readonly reports: readonly Report[] } | { readonly sentence: string } | { readonly fault: string };

/** A report could not be made; the message is a sentence. */
class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** A bug in the process of a report, known by its kind alone. */
class ReportFault extends Error {
  constructor(kind: string) {
    super('A report met a bug');
    this.name = kind;
  }
}

/** Nobody waits longer for a report, and the digest's channel waits no longer for its messages. */
const longestMs = 120_000;

/** Beside this file, with its extension: sources run as they are, `dist/` as JavaScript. */
const program = new URL(`./report-process${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

/**
 * Reports on the database at this path. One process at a time, which ends with its answer, so that nothing of a large report
 * stays in memory, and nothing that goes wrong in it takes the bot along.
 * A database in memory cannot be opened twice: there `store` is asked in place, and only there.
 */
export function createReporter(databasePath: string, store: ReportStore & { workspace(): Promise<Workspace> }): Reporter {
  let queue: Promise<unknown> = Promise.resolve();
  let running: ChildProcess | null = null;
  let isClosed = false;

  async function inPlace(requests: readonly ReportRequest[]): Promise<readonly Report[]> {
    return makeReports(store, (await store.workspace()).id, requests);
  }

  function inProcess(requests: readonly ReportRequest[]): Promise<readonly Report[]> {
    return new Promise((resolve, reject) => {
      // Flags of the command line, such as a profiler's, are meant for the bot.
      const child = fork(program, { execArgv: [], serialization: 'advanced', stdio: 'ignore' });
      let said: ReportAnswer = { sentence: 'The report ended before it was done. Ask for it again.' };
      running = child;
      const patience = setTimeout(() => {
        said = { sentence: 'The report took too long and was given up. Ask for fewer days.' };
        child.kill('SIGKILL');
      }, longestMs);
      child.once('message', (answer: ReportAnswer) => {
        said = answer;
      });
      // Settled only when it is gone and everything that it said was heard, so that the next one begins then.
      const ends = new Set<'exit' | 'disconnect'>();
      const ended = (end: 'exit' | 'disconnect'): void => {
        ends.add(end);
        if (ends.size === 2) settle();
      };
      child.once('exit', () => ended('exit'));
      child.once('disconnect', () => ended('disconnect'));
      // It did not even begin.
      child.once('error', (error) => {
        if (child.pid === undefined) settle(error);
      });
      child.send({ databasePath, requests } satisfies ReportOrder, (error) => {
        // It is gone already: the end tells.
        if (error) child.kill('SIGKILL');
      });

      function settle(cause?: unknown): void {
        clearTimeout(patience);
        running = null;
        if ('reports' in said) resolve(said.reports);
        else if (isClosed) reject(stopped());
        else if ('sentence' in said) reject(new ReportError(said.sentence, { cause }));
        else reject(new ReportError('The report ended before it was done. Ask for it again.', { cause: new ReportFault(said.fault) }));
      }
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
      return databasePath === ':memory:' ? inPlace(requests) : inProcess(requests);
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
      running?.kill('SIGKILL');
      await queue;
    },
  };
}

function stopped(): ReportError {
  return new ReportError('LeadLoop is stopping, so the report was not made. Ask for it again once it runs.');
}
