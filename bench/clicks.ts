// Clicks: how soon Slack hears "ok" for a claim that is on disk, beside a Bolt app that acknowledges and does nothing.
import { createHmac } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { type Effort, type Figure, median, milliseconds, quantile, spread, times } from './figures.ts';
import { type Load, type Request, floodWith, steadily } from './load.ts';
import { intakeRequests } from './people.ts';
import { startBot, startScript } from './programs.ts';
import { type Workplace, openWorkplace, rep } from './workplace.ts';

const clicksASecond = 50;
const goalRatio = 2;
const goalMs = 250;

export async function benchClicks(effort: Effort): Promise<readonly Figure[]> {
  const workplace = await openWorkplace();
  const bot = await startBot(workplace, effort.profileFolder);
  const bare = await startScript('bare-ack.ts', [workplace.sandbox.signingSecret, workplace.sandbox.botToken]);
  const perRound = Math.ceil(clicksASecond * effort.clickSecondsARound);
  await floodWith(bot.url, perRound * (effort.rounds + 1), 8, 201, intakeRequests(0));
  const handoffs = openHandoffs(workplace);
  const next = claims(workplace, handoffs);
  const same = claims(workplace, handoffs);
  const rounds: { ours: Load; theirs: Load }[] = [];
  for (let round = 0; round <= effort.rounds; round += 1) {
    const theirs = await steadily(bare.url, effort.clickSecondsARound, clicksASecond, 200, same);
    const ours = await steadily(bot.url, effort.clickSecondsARound, clicksASecond, 200, next);
    if (round > 0) rounds.push({ ours, theirs });
  }
  const claimed = claimedIn(workplace);
  if (claimed !== handoffs.length) throw new Error(`${claimed} claims are on disk, ${handoffs.length} were acknowledged`);
  await Promise.all([bot.stop(), bare.stop()]);
  await workplace.close();
  return [0.5, 0.99].map((share) => figure(share, rounds));
}

function figure(share: number, rounds: readonly { ours: Load; theirs: Load }[]): Figure {
  const ours = rounds.map((round) => quantile(round.ours.latencies, share));
  const theirs = rounds.map((round) => quantile(round.theirs.latencies, share));
  const ratio = median(ours) / median(theirs);
  const isTail = share > 0.9;
  return {
    what: `A claim on disk and acknowledged at ${clicksASecond}/s, ${isTail ? 'p99' : 'p50'}`,
    measured: spread(ours, milliseconds),
    baseline: `Bolt, no work: ${spread(theirs, milliseconds)}`,
    ratio: times(ratio),
    goal: isTail ? `≤ ${goalRatio}×, < ${goalMs} ms` : '–',
    isMet: !isTail || (ratio <= goalRatio && median(ours) < goalMs),
  };
}

/** Every handoff that can be claimed, oldest first. */
export function openHandoffs({ databasePath }: Workplace): readonly string[] {
  const raw = new Sqlite(databasePath, { readonly: true });
  const ids = raw.prepare<[], string>("select id from handoffs where state = 'new' order by opened_at, id").pluck().all();
  raw.close();
  return ids;
}

function claimedIn({ databasePath }: Workplace): number {
  const raw = new Sqlite(databasePath, { readonly: true });
  const count = raw.prepare<[], number>("select count(*) from events where type = 'claimed'").pluck().get() ?? 0;
  raw.close();
  return count;
}

/** Signed requests as Slack sends them when somebody presses *Claim*, one handoff after another. */
export function claims({ sandbox }: Workplace, handoffs: readonly string[]): () => Request {
  let n = 0;
  return () => {
    const handoff = handoffs[n];
    n += 1;
    if (handoff === undefined) throw new Error('There is nothing left to claim');
    const at = Math.floor(Date.now() / 1000);
    const payload = {
      type: 'block_actions',
      api_app_id: 'A0SANDBOX',
      team: { id: sandbox.teamId, domain: 'sandbox' },
      enterprise: null,
      is_enterprise_install: false,
      user: { id: rep, username: 'rep', name: 'rep', team_id: sandbox.teamId },
      container: { type: 'message', message_ts: `${at}.000100`, channel_id: 'C0LEADS', is_ephemeral: false },
      trigger_id: `1.${n}.trigger`,
      channel: { id: 'C0LEADS', name: 'leads' },
      message: { type: 'message', ts: `${at}.000100`, text: 'A lead', blocks: [] },
      state: { values: {} },
      response_url: `${sandbox.url}/response/${n}`,
      actions: [
        {
          type: 'button',
          action_id: 'claim',
          block_id: 'moves',
          value: `v1:${handoff}`,
          text: { type: 'plain_text', text: 'Claim' },
          action_ts: `${at}.${String(n).padStart(6, '0')}`,
        },
      ],
    };
    const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
    const signature = createHmac('sha256', sandbox.signingSecret).update(`v0:${at}:${body}`).digest('hex');
    return {
      path: '/slack/events',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    };
  };
}
