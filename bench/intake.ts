// Intake: durable leads a second over HTTP, beside the same rows written by a bare server.
import { type Effort, type Figure, median, milliseconds, perSecond, quantile, spread, times } from './figures.ts';
import { floodFor } from './load.ts';
import { intakeRequests } from './people.ts';
import { startBot, startScript } from './programs.ts';
import { openWorkplace } from './workplace.ts';

const callers = 32;
const goal = 0.6;

export async function benchIntake(effort: Effort): Promise<readonly Figure[]> {
  const [ours, theirs] = [await openWorkplace(), await openWorkplace()];
  const bot = await startBot(ours, effort.profileFolder);
  const bare = await startScript('bare-intake.ts', [theirs.databasePath]);
  const [nextOurs, nextTheirs] = [intakeRequests(0), intakeRequests(0)];
  const rates: { ours: number; theirs: number; ratio: number; p99: number }[] = [];
  // The first round warms both up and is not counted.
  for (let round = 0; round <= effort.rounds; round += 1) {
    const base = await floodFor(bare.url, effort.secondsARound, callers, 201, nextTheirs);
    const load = await floodFor(bot.url, effort.secondsARound, callers, 201, nextOurs);
    if (round === 0) continue;
    const [candidate, baseline] = [load.answers / load.seconds, base.answers / base.seconds];
    rates.push({ ours: candidate, theirs: baseline, ratio: candidate / baseline, p99: quantile(load.latencies, 0.99) });
  }
  await Promise.all([bot.stop(), bare.stop()]);
  await Promise.all([ours.close(), theirs.close()]);
  const ratio = median(rates.map((rate) => rate.ratio));
  return [
    {
      what: `Durable leads over HTTP, ${callers} callers (p99 ${milliseconds(median(rates.map((rate) => rate.p99)))})`,
      measured: spread(
        rates.map((rate) => rate.ours),
        perSecond,
      ),
      baseline: `bare server and rows: ${spread(
        rates.map((rate) => rate.theirs),
        perSecond,
      )}`,
      ratio: times(ratio),
      goal: `≥ ${goal}×`,
      isMet: ratio >= goal,
    },
  ];
}
