// The time kept: what a look costs while nothing is due among many open deadlines, and what it costs when many things are.
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { createTimekeeper } from '../src/worker/timekeeper.ts';
import { openDatabase } from '../src/sqlite/database.ts';
import { openStore } from '../src/sqlite/open.ts';
import { sqliteStore } from '../src/sqlite/store.ts';
import { weekdays } from '../src/domain/calendar/hours.ts';
import { parseSettings } from '../src/domain/settings.ts';
import { bareWriter } from './bare-rows.ts';
import { type Effort, type Figure, median, milliseconds, quantile, spread } from './figures.ts';
import { leadNumber } from './people.ts';
import { openFolder } from './workplace.ts';

const goalMs = 50;
const looksARound = 200;
const dueARound = 200;
const hourMs = 60 * 60 * 1000;
const rowsATransaction = 1_000;

const stand = (at: number): string => `
  update outbox set state = 'sent', channel = lane, ts = printf('%d.000100', id), delivered_revision = 1, taken_revision = 1;
  insert into events (workspace_id, id, lead_id, handoff_id, cycle, type, at, recorded_at, by, data)
    select workspace_id, id || '-p', lead_id, handoff_id, cycle, 'posted', at, at, 'system', json_object('channel', 'C0LEADS', 'ts', printf('%d.000100', seq)) from events;
  update handoffs set posted_at = opened_at, channel = 'C0LEADS', ts = '1.000100';
  update leads set version = 2;
  insert into deadlines (workspace_id, lead_id, due_at) select workspace_id, id, ${at + 30 * 24 * hourMs} + abs(random() % ${24 * hourMs}) from leads;`;

export async function benchDeadlines(effort: Effort): Promise<readonly Figure[]> {
  const folder = await openFolder();
  const path = join(folder.path, 'leadloop.db');
  const begunAt = Date.now();
  const ids = await fillWithWaitingLeads(path, effort.storedLeads, begunAt);
  let now = begunAt;
  const database = openDatabase(path, { create: false, now: () => now });
  const store = sqliteStore(database);
  const { id } = await store.workspace();
  const timekeeper = createTimekeeper({ store, now: () => now, newId: uuidv7 }, id);
  const plan = database.raw.prepare('update deadlines set due_at = ? where lead_id = ?');
  const count = database.raw.prepare<[], number>("select count(*) from events where type = 'reminded'").pluck();
  const reminded = (): number => count.get() ?? 0;
  const quiet: number[] = [];
  const busy: { tookMs: number; longestMs: number }[] = [];
  await timekeeper.look();
  for (let round = 0; round <= effort.rounds; round += 1) {
    const looks: number[] = [];
    for (let look = 0; look < looksARound; look += 1) looks.push(await timed(() => timekeeper.look()));
    // Four hours of open time later these are late, and nobody else is looked at.
    now = begunAt + 5 * hourMs;
    const chosen = ids.slice(round * dueARound, (round + 1) * dueARound);
    database.raw.transaction(() => chosen.forEach((leadId) => plan.run(now, leadId)))();
    const before = reminded();
    const stretches: number[] = [];
    while (reminded() - before < chosen.length) stretches.push(await timed(() => timekeeper.look()));
    if (reminded() - before !== chosen.length) throw new Error(`${reminded() - before} of ${chosen.length} reminders are on disk`);
    now = begunAt;
    if (round === 0) continue;
    quiet.push(quantile(looks, 0.99));
    busy.push({ tookMs: stretches.reduce((sum, ms) => sum + ms, 0), longestMs: Math.max(...stretches) });
  }
  store.close();
  await folder.remove();
  return figures(effort.storedLeads, quiet, busy);
}

function figures(stored: number, quiet: readonly number[], busy: readonly { tookMs: number; longestMs: number }[]): readonly Figure[] {
  const open = stored.toLocaleString('en-US');
  return [
    {
      what: `A look at the time with nothing due among ${open} open deadlines, p99`,
      measured: spread(quiet, milliseconds),
      goal: `≤ ${goalMs} ms`,
      isMet: median(quiet) <= goalMs,
    },
    {
      what: `${dueARound} reminders at once among them, on disk`,
      measured: spread(
        busy.map(({ tookMs }) => tookMs),
        milliseconds,
      ),
      baseline: `the longest of its stretches: ${spread(
        busy.map(({ longestMs }) => longestMs),
        milliseconds,
      )}`,
      goal: '–',
      isMet: true,
    },
  ];
}

/** Every one of them was posted just now and waits, open day and night; each has a deadline. Returns their ids. */
async function fillWithWaitingLeads(path: string, count: number, at: number): Promise<readonly string[]> {
  const settings = parseSettings({
    channels: { leads: 'C0LEADS', marketing: 'C0MKTG' },
    people: { sales: ['S0SALES'] },
    businessHours: Object.fromEntries(weekdays.map((day) => [day, ['00:00-24:00']])),
  });
  if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
  const store = openStore(path, { create: true });
  await store.applySettings((await store.workspace()).id, settings.settings, at, 'system');
  store.close();
  const { raw, close } = openDatabase(path, { create: false });
  const write = bareWriter(raw, 'C0LEADS');
  const ids: string[] = [];
  const writeSome = raw.transaction((first: number, last: number) => {
    for (let n = first; n <= last; n += 1) ids.push(write(leadNumber(n), at));
  }).immediate;
  for (let first = 1; first <= count; first += rowsATransaction) writeSome(first, Math.min(count, first + rowsATransaction - 1));
  raw.exec(`begin immediate; ${stand(at)} commit;`);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  close();
  return ids;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return performance.now() - beganAt;
}
