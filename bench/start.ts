// The start and the size of the bot: how soon it answers on a large database, and how much memory it takes.
import { setTimeout as pause } from 'node:timers/promises';
import { type Effort, type Figure, median, megabytes, milliseconds, spread, times } from './figures.ts';
import { fillWithSettledLeads } from './filled.ts';
import { floodWith } from './load.ts';
import { intakeRequests } from './people.ts';
import { startBot } from './programs.ts';
import { openWorkplace } from './workplace.ts';

const goalStartMs = 2_000;
const goalRestMb = 150;
const goalLoadedMb = 250;
const leadsTaken = 10_000;
/** Long enough for the first looks at Slack to be over. */
const restMs = 5_000;

export async function benchStart(effort: Effort): Promise<readonly Figure[]> {
  const [full, empty] = [await openWorkplace(), await openWorkplace()];
  fillWithSettledLeads(full.databasePath, effort.storedLeads);
  const times_: { full: number; empty: number }[] = [];
  // The first round warms the disk's cache and is not counted.
  for (let round = 0; round <= effort.starts; round += 1) {
    const both = { empty: await timeToHealth(empty), full: await timeToHealth(full) };
    if (round > 0) times_.push(both);
  }
  const starts = times_.map((round) => round.full);
  const small = times_.map((round) => round.empty);

  const bot = await startBot(empty, effort.profileFolder);
  await pause(restMs);
  const restMb = bot.residentMb();
  await floodWith(bot.url, leadsTaken, 16, 201, intakeRequests(0));
  const loadedMb = bot.residentMb();
  await bot.stop();
  const large = await startBot(full);
  await pause(restMs);
  const largeMb = large.residentMb();
  await large.stop();
  await Promise.all([full.close(), empty.close()]);
  const stored = effort.storedLeads.toLocaleString('en-US');
  return [
    {
      what: `From spawn to /healthz 200 with ${stored} leads`,
      measured: spread(starts, milliseconds),
      baseline: `empty database: ${spread(small, milliseconds)}`,
      ratio: times(median(times_.map((round) => round.full / round.empty))),
      goal: `< ${goalStartMs} ms`,
      isMet: median(starts) < goalStartMs,
    },
    {
      what: 'Memory at rest (resident)',
      measured: megabytes(restMb),
      baseline: `with ${stored} leads: ${megabytes(largeMb)}`,
      ratio: times(restMb / largeMb),
      goal: `< ${goalRestMb} MB`,
      isMet: Math.max(restMb, largeMb) < goalRestMb,
    },
    {
      what: `Memory after taking ${leadsTaken.toLocaleString('en-US')} leads`,
      measured: megabytes(loadedMb),
      baseline: `at rest: ${megabytes(restMb)}`,
      ratio: times(loadedMb / restMb),
      goal: `< ${goalLoadedMb} MB`,
      isMet: loadedMb < goalLoadedMb,
    },
  ];
}

async function timeToHealth(workplace: Awaited<ReturnType<typeof openWorkplace>>): Promise<number> {
  const beganAt = performance.now();
  const bot = await startBot(workplace);
  const { status } = await fetch(`${bot.url}/healthz`);
  const tookMs = performance.now() - beganAt;
  await bot.stop();
  if (status !== 200) throw new Error(`/healthz answered ${status}`);
  return tookMs;
}
