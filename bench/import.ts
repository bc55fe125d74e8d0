// Import: rows a second of `leadloop import` beside a running bot, and what the clicks of that bot notice of it.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { claims, openHandoffs } from './clicks.ts';
import { type Effort, type Figure, median, milliseconds, perSecond, quantile, spread, times } from './figures.ts';
import { floodWith, steadily } from './load.ts';
import { type MadeUpLead, intakeRequests, leadNumber } from './people.ts';
import { runCommand, startBot, startScript } from './programs.ts';
import { openWorkplace } from './workplace.ts';

const clicksASecond = 20;
/** Clicks go on until the import is over; so many are prepared for. */
const longestSeconds = 60;
const goalRows = 5_000;
const goalMs = 250;

export async function benchImport(effort: Effort): Promise<readonly Figure[]> {
  const rounds = Math.max(1, Math.floor(effort.rounds / 2));
  const [workplace, bare] = [await openWorkplace(), await openWorkplace()];
  const bot = await startBot(workplace);
  const clicks = clicksASecond * (longestSeconds * (rounds + 1));
  await floodWith(bot.url, clicks, 8, 201, intakeRequests(0));
  const next = claims(workplace, openHandoffs(workplace));
  const rates: { ours: number; theirs: number; quietP99: number; p99: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = clicks + round * effort.importRows;
    const file = join(workplace.folder, `round-${round}.csv`);
    await writeCsv(file, from, effort.importRows);
    const program = await startScript('bare-import.ts', [bare.databasePath, String(from), String(effort.importRows)]);
    const theirs = effort.importRows / (Number(program.url) / 1000);
    await program.ended;
    const quiet = await steadily(bot.url, 5, clicksASecond, 200, next);
    const isOver = { is: false };
    const clicking = steadily(bot.url, longestSeconds, clicksASecond, 200, next, () => isOver.is);
    const beganAt = performance.now();
    await runCommand(workplace, ['import', file, '--yes'], effort.profileFolder);
    const ours = effort.importRows / ((performance.now() - beganAt) / 1000);
    isOver.is = true;
    const load = await clicking;
    rates.push({ ours, theirs, quietP99: quantile(quiet.latencies, 0.99), p99: quantile(load.latencies, 0.99) });
  }
  await bot.stop();
  await Promise.all([workplace.close(), bare.close()]);
  const ours = rates.map((rate) => rate.ours);
  const p99 = rates.map((rate) => rate.p99);
  return [
    {
      what: `Import of ${effort.importRows.toLocaleString('en-US')} rows beside a running bot, start included`,
      measured: spread(ours, perSecond),
      baseline: `the same rows, bare, 200 a transaction, alone: ${spread(
        rates.map((rate) => rate.theirs),
        perSecond,
      )}`,
      ratio: times(median(rates.map((rate) => rate.ours / rate.theirs))),
      goal: `≥ ${perSecond(goalRows)}`,
      isMet: median(ours) >= goalRows,
    },
    {
      what: `A claim acknowledged at ${clicksASecond}/s during that import, p99`,
      measured: spread(p99, milliseconds),
      baseline: `without the import: ${spread(
        rates.map((rate) => rate.quietP99),
        milliseconds,
      )}`,
      ratio: times(median(rates.map((rate) => rate.p99 / rate.quietP99))),
      goal: `< ${goalMs} ms`,
      isMet: median(p99) < goalMs,
    },
  ];
}

async function writeCsv(path: string, from: number, rows: number): Promise<void> {
  const out = createWriteStream(path);
  const columns = Object.keys(leadNumber(0)) as (keyof MadeUpLead)[];
  out.write(`${columns.join(',')}\n`);
  for (let n = from + 1; n <= from + rows; n += 1) {
    const lead = leadNumber(n);
    if (!out.write(`${columns.map((column) => `"${lead[column]}"`).join(',')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
