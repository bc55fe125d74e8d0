// The report: how long it takes over a log of years in a running bot, and what people who click meanwhile notice of it.
import Sqlite from 'better-sqlite3';
import { claims, openHandoffs } from './clicks.ts';
import { type Effort, type Figure, median, megabytes, milliseconds, quantile, spread, times } from './figures.ts';
import { fillWithSettledLeads } from './filled.ts';
import { type Load, floodWith, steadily } from './load.ts';
import { intakeRequests } from './people.ts';
import { runCommand, startScript } from './programs.ts';
import { type Workplace, openWorkplace } from './workplace.ts';

const clicksASecond = 20;
const quietSeconds = 4;
const mostRounds = 5;
/** Enough to be claimed in all rounds, also where reports are slow. */
const waitingLeads = 4_000;
const goalReportMs = 10_000;
const goalClickMs = 250;

interface Round {
  readonly reportMs: number;
  readonly aloneMs: number;
  readonly during: Load;
  readonly quiet: Load;
}

export async function benchReport(effort: Effort): Promise<readonly Figure[]> {
  const workplace = await openWorkplace();
  fillWithSettledLeads(workplace.databasePath, effort.reportLeads);
  const bot = await startScript('reporting-bot.ts', [], workplace.env);
  const [botUrl = '', reportUrl = ''] = bot.url.split(',');
  await floodWith(botUrl, waitingLeads, 8, 201, intakeRequests(0));
  const next = claims(workplace, openHandoffs(workplace));
  const leads = effort.reportLeads + waitingLeads;
  const events = eventsIn(workplace);
  const restMb = bot.residentMb();
  let mostMb = restMb;
  const rounds: Round[] = [];
  for (let round = 0; round <= Math.min(effort.rounds, mostRounds); round += 1) {
    const aloneMs = await reportAlone(workplace);
    const quiet = await steadily(botUrl, quietSeconds, clicksASecond, 200, next);
    let reportMs = Number.NaN;
    const beganAt = performance.now();
    const report = fetch(reportUrl).then(async (answer) => {
      reportMs = performance.now() - beganAt;
      const [delivered, mb] = (await answer.text()).split(' ').map(Number);
      if (delivered !== leads) throw new Error(`The report over ${leads} leads answered ${delivered}`);
      mostMb = Math.max(mostMb, mb ?? 0);
    });
    const during = await steadily(botUrl, 60, clicksASecond, 200, next, () => !Number.isNaN(reportMs));
    await report;
    if (round > 0) rounds.push({ reportMs, aloneMs, during, quiet });
  }
  await bot.stop();
  await workplace.close();
  return figures(rounds, events.toLocaleString('en-US'), { restMb, mostMb });
}

function figures(rounds: readonly Round[], events: string, { restMb, mostMb }: { restMb: number; mostMb: number }): readonly Figure[] {
  const reports = rounds.map((round) => round.reportMs);
  const alone = rounds.map((round) => round.aloneMs);
  const during = rounds.map((round) => quantile(round.during.latencies, 0.99));
  const quiet = rounds.map((round) => quantile(round.quiet.latencies, 0.99));
  return [
    {
      what: `A report over ${events} events in a running bot, memory up to ${megabytes(mostMb)} from ${megabytes(restMb)}`,
      measured: spread(reports, milliseconds),
      baseline: `in a program of its own, nobody clicking: ${spread(alone, milliseconds)}`,
      ratio: times(median(reports) / median(alone)),
      goal: `≤ ${goalReportMs / 1000} s`,
      isMet: median(reports) <= goalReportMs,
    },
    {
      what: `A claim acknowledged at ${clicksASecond}/s during that report, p99`,
      measured: spread(during, milliseconds),
      baseline: `without the report: ${spread(quiet, milliseconds)}`,
      ratio: times(median(during) / median(quiet)),
      goal: `< ${goalClickMs} ms`,
      isMet: median(during) < goalClickMs,
    },
  ];
}

/** `leadloop report` to its end, its start included: in a program of its own, so that it leaves nothing behind in this one. */
async function reportAlone(workplace: Workplace): Promise<number> {
  const beganAt = performance.now();
  await runCommand(workplace, ['report', '--from', '1970-01-01', '--to', '2100-01-01', '--json']);
  return performance.now() - beganAt;
}

function eventsIn({ databasePath }: Workplace): number {
  const raw = new Sqlite(databasePath, { readonly: true });
  const count = raw.prepare<[], number>('select count(*) from events').pluck().get() ?? 0;
  raw.close();
  return count;
}
