// The checkers themselves: a sound world has no fault, and each kind of damage is seen and named.
import Sqlite, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type World, kim, leadsChannel, startWorld } from '../world/world.ts';
import { faultsIn } from './invariants.ts';
import { faultsInSlack } from './slack-invariants.ts';

/** The beginning of a statement that writes events a second time. */
const columns = 'workspace_id, lead_id, handoff_id, cycle, type, at, recorded_at, by, data';
const again = `insert into events (id, ${columns}) select id || '-again', ${columns} from events`;

/** A statement that reminds the owner, whatever was said before. */
const reminder = (name: string): string =>
  `insert into events (id, ${columns}) select id || '-${name}', workspace_id, lead_id, handoff_id, cycle, 'reminded', at, recorded_at, 'system', '{"about":"verdict"}' from events where type = 'claimed'`;

let world: World;

beforeEach(async () => {
  world = await startWorld({ isRateLimited: false });
  await world.post({ externalId: 'crm-1', name: 'Ada', email: 'ada@engine.test', source: 'webinar', message: 'Ada asks.' });
  await world.settled();
  const [card] = world.sandbox.messages(leadsChannel);
  if (!card) throw new Error('no card');
  await world.sandbox.as(kim).click(card, { label: 'Claim' });
  await world.settled();
});

afterEach(async () => {
  await world.stop();
});

test('a sound world has no fault', async () => {
  expect(await faultsIn(world.databasePath, world.clock.now())).toEqual([]);
  expect(await faultsInSlack(world.databasePath, world.sandbox, world.clock.now())).toEqual([]);
});

describe('in the database', () => {
  test.each([
    ['a state that does not follow from the log', "update leads set state = 'qualified'", /stored .*qualified.*folded/],
    ['a version that is ahead', 'update leads set version = version + 1', /stored .*"version":4/],
    ['an owner of the handoff that nobody recorded', "update handoffs set owner = 'U0SAM'", /handoffs: stored, not told by the log/],
    ['an event that is gone', "delete from events where type = 'posted'", /has number 3 at place 2/],
    ['an event that came twice', `${again} where type = 'posted'`, /posted twice/],
    ['a claim of a claimed lead', `${again} where type = 'claimed'`, /claimed comes when it is claimed/],
    ['a reminder that came twice', `${reminder('first')}; ${reminder('second')}`, /verdict twice/],
    ['a deadline that was lost', 'delete from deadlines', /claimed: 0 plans/],
    ['a deadline that was put off', 'update deadlines set due_at = due_at + 864000000', /claimed: planned at \d+, after \d+/],
    ['a row without its lead', "update texts set lead_id = 'nobody'", /foreign key/],
  ])('%s', async (_what, damage, fault) => {
    damaged((raw) => raw.exec(damage));
    expect((await faultsIn(world.databasePath, world.clock.now())).join('\n')).toMatch(fault);
  });
});

describe('in Slack', () => {
  test('a card that stands twice', async () => {
    const [card] = world.sandbox.messages(leadsChannel);
    await call('chat.postMessage', { channel: leadsChannel, text: card?.text, metadata: card?.metadata });
    expect(await slackFaults()).toMatch(/^card:\S+ stands 2 times/m);
  });

  test('a line that was lost', async () => {
    const [card] = world.sandbox.messages(leadsChannel);
    const [line] = world.sandbox.thread(leadsChannel, card?.ts ?? '').filter((one) => one.ts !== card?.ts);
    world.sandbox.deleteMessage(leadsChannel, line?.ts ?? '');
    expect(await slackFaults()).toMatch(/^line:\S+ stands 0 times/m);
  });

  test('a card that shows something older', async () => {
    const [card] = world.sandbox.messages(leadsChannel);
    await call('chat.update', { channel: leadsChannel, ts: card?.ts, text: 'Nobody has it yet.' });
    expect(await slackFaults()).toMatch(/^card:\S+ shows .*Nobody has it yet.*should show/m);
  });

  test('a message that nobody knows of', async () => {
    await call('chat.postMessage', { channel: leadsChannel, text: 'Who am I?' });
    expect(await slackFaults()).toMatch(/nobody knows of the message .* Who am I\?/);
  });

  test('a digest that is there twice', async () => {
    const metadata = { event_type: 'leadloop_digest', event_payload: { key: 'x' } };
    for (const more of ['1 lead.', '2 leads.']) {
      await call('chat.postMessage', { channel: leadsChannel, text: `Lead quality, 16–22 November: ${more}`, metadata });
    }
    expect(await slackFaults()).toMatch(/^Lead quality, 16–22 November is told twice$/m);
  });

  test('something that was never said', async () => {
    damaged((raw) => raw.exec("update outbox set state = 'dead', error = 'refused' where kind = 'line'"));
    expect(await slackFaults()).toMatch(/^line:\S+ is dead \(refused\)/m);
  });
});

async function slackFaults(): Promise<string> {
  return (await faultsInSlack(world.databasePath, world.sandbox, world.clock.now())).join('\n');
}

/** Breaks what the database itself would not let anybody break. */
function damaged(work: (raw: Database) => void): void {
  const raw = new Sqlite(world.databasePath);
  raw.pragma('foreign_keys = OFF');
  const triggers = raw.prepare<[], string>("select name from sqlite_schema where type = 'trigger'").pluck().all();
  for (const trigger of triggers) raw.exec(`drop trigger "${trigger}"`);
  work(raw);
  raw.close();
}

async function call(method: string, args: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${world.sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.sandbox.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(args),
  });
  expect(await response.json()).toMatchObject({ ok: true });
}
