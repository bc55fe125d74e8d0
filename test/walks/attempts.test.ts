// *Log an attempt*: one tap that records that somebody tried, claims what nobody has, and changes nothing else.
import { afterEach, describe, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import { eraseLead } from '../../src/flows/leads.ts';
import { type ReportRequest, type Reporter, makeReport } from '../../src/flows/report.ts';
import { labelsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, refused, storyOf, threadOf, toldAfter } from '../world/scene.ts';
import { kim, leadsChannel, mia, sam, type World, startWorld } from '../world/world.ts';

const second = 1_000;
const minuteMs = 60 * second;
const label = 'Log an attempt';

let world: World;
afterEach(async () => {
  await world.stop();
});

const card = async (id: string) => {
  await world.settled();
  return await cardOf(world, id);
};
const handoffOf = async (id: string) => latestHandoff((await world.lead(id)).lead);

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('two taps at once are one attempt, the second is answered; half a minute later it is the next one', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    await does(world, kim, await card(id), label);
    const told = await refused(world, kim, await cardOf(world, id), label);
    expect(told).toBe('Your attempt is logged already, a moment ago. It counts once.');
    await world.advance(31 * second);
    await does(world, kim, await card(id), label);
    expect(wordsIn(await card(id))).toMatch(/With .* since .* · 2 attempts, last \d/);
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'attempted', 'attempted']);
    expect(await threadOf(world, id)).toEqual([
      `<@${kim}> claimed this lead.`,
      `:telephone_receiver: <@${kim}> tried to reach them (1st attempt).`,
      `:telephone_receiver: <@${kim}> tried to reach them (2nd attempt).`,
    ]);
  });

  test('F36: the same tap, sent again by Slack at once and later, counts once and is answered as before', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const tapped = await does(world, kim, await cardOf(world, id), label);
    expect(await world.sandbox.redeliver(tapped)).toMatchObject({ ok: true });
    await world.advance(5 * minuteMs);
    expect(await world.sandbox.redeliver(tapped, { retryNum: 2 })).toMatchObject({ ok: true });
    await world.settled();
    expect(world.sandbox.ephemerals(kim)).toEqual([]);
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'attempted']);
  });
});

test('on a lead that nobody has it is a claim too, at the same instant, so that the first touch is as before', async () => {
  world = await startWorld({ at: '2026-11-23T15:00:00Z' });
  const id = await arrives(world);
  await world.advance(12 * minuteMs);
  await does(world, kim, await cardOf(world, id), label);
  const { events } = await world.lead(id);
  const [claimed, attempted] = events.slice(-2);
  expect([claimed?.type, attempted?.type, claimed?.by, attempted?.by]).toEqual(['claimed', 'attempted', kim, kim]);
  expect(attempted?.at).toBe(claimed?.at);
  const handoff = await handoffOf(id);
  expect(handoff).toMatchObject({ state: 'claimed', owner: kim, attempts: 1, claimedAt: claimed?.at, touchedAt: claimed?.at });
  expect(wordsIn(await card(id))).toMatch(/With .* · 1 attempt, \d/);
});

test('on the lead of somebody else it only records; marketing and a judged lead are refused', async () => {
  world = await startWorld();
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Claim');
  await does(world, sam, await card(id), label);
  expect(await handoffOf(id)).toMatchObject({ owner: kim, attempts: 1 });
  await world.settled();
  expect((await threadOf(world, id)).at(-1)).toBe(`:telephone_receiver: <@${sam}> tried to reach them (1st attempt).`);
  expect(await refused(world, mia, await card(id), label)).toMatch(/^“Log an attempt” is for sales and managers/);
  const before = await cardOf(world, id);
  await does(world, kim, before, 'Unqualified', { Reason: 'No response' });
  expect(await refused(world, kim, before, label)).toMatch(/already unqualified/);
  expect((await handoffOf(id)).attempts).toBe(1);
});

test('after a release the card keeps the count, the menu fits, and a private list answers', async () => {
  world = await startWorld();
  const id = await arrives(world);
  const menu = async () => labelsIn(await card(id)).filter((one) => !['Claim', 'Qualified', 'Unqualified'].includes(one));
  expect(await menu()).toEqual(['Return to marketing', 'Add a note', label, 'Assign to']);
  await does(world, kim, await cardOf(world, id), label);
  expect(await menu()).toEqual(['Return to marketing', 'Add a note', label, 'Release', 'Assign to']);
  expect(Math.max(...labelsIn(await card(id)).map((one) => one.length))).toBeLessThanOrEqual(20);
  await does(world, kim, await cardOf(world, id), 'Release');
  expect(wordsIn(await card(id))).toMatch(/Nobody has it yet · 1 attempt, \d/);
  await world.sandbox.as(sam).command('/lead find ada');
  const list = await world.sandbox.waitFor(() => world.sandbox.ephemerals(sam)[0]);
  const told = await toldAfter(world, sam, () => world.sandbox.as(sam).click(list, { label }));
  expect(told).toBe('Done: your attempt is logged. The card of the lead shows it.');
  expect(await handoffOf(id)).toMatchObject({ owner: sam, attempts: 2 });
});

test('the report counts attempts, those without a response by how many there were, and keeps them when somebody is forgotten', async () => {
  world = await startWorld({ at: '2026-11-23T15:00:00Z' });
  const effort = async () => {
    const request = { period: { from: '2026-11-23', to: '2026-11-30' }, timezone: 'America/New_York', asOf: world.clock.now() };
    return (await makeReport(world.store(), await world.workspaceId(), request)).effort;
  };
  expect((await effort()).attempts.loggedSince).toBeNull();
  const trial = await arrives(world, { ...ada, externalId: 'trial', email: 'trial@engine.test', test: true });
  await does(world, kim, await cardOf(world, trial), label);
  expect((await effort()).attempts).toMatchObject({ loggedSince: null, total: 0 });

  const silent = await arrives(world);
  await does(world, kim, await cardOf(world, silent), label);
  await world.advance(minuteMs);
  await does(world, sam, await card(silent), label);
  await does(world, kim, await card(silent), 'Unqualified', { Reason: 'No response' });
  const untried = await arrives(world, { ...ada, externalId: 'crm-2', email: 'bob@mill.test' });
  await does(world, kim, await cardOf(world, untried), 'Return to marketing', { Reason: 'No response' });
  await world.settled();
  const before = await effort();
  expect(before.attempts).toEqual({ loggedSince: '2026-11-23', isComparable: false, total: 2, unknown: 0, noResponse: [1, 0, 1, 0] });
  expect(before.followUp).toMatchObject({ reach: { k: 0, n: 1 }, attempted: { k: 1, n: 1 }, withinTarget: { k: 2, n: 2 } });

  const { body } = await world.get(`/v1/leads/${silent}`);
  expect(body['history']).toContainEqual(expect.objectContaining({ type: 'attempted', by: sam, cycle: 1 }));
  const desk = { store: world.store(), now: world.clock.now, newId: () => `test-${world.clock.now()}` };
  expect(await eraseLead(desk, await world.workspaceId(), silent, 'system')).toBe(true);
  await world.settled();
  expect(await effort()).toEqual(before);
});

test('the digest takes the weeks before as they stood at the same age, by the clock on the wall', async () => {
  const asked: ReportRequest[][] = [];
  const reporter = (own: Reporter): Reporter => ({
    ...own,
    reports: async (requests) => {
      asked.push([...requests]);
      return await own.reports(requests);
    },
  });
  // Summer time ends on 1 November: nine o'clock is 13:00Z before, 14:00Z after.
  world = await startWorld({ at: '2026-10-21T15:00:00Z', reporter });
  const first = await arrives(world);
  await does(world, kim, await cardOf(world, first), 'Qualified', { Reason: 'Clear need' });
  await world.until('2026-10-28T15:00:00Z');
  const id = await arrives(world, { ...ada, externalId: 'crm-2', email: 'bob@mill.test' });
  await does(world, kim, await cardOf(world, id), label);
  await does(world, kim, await card(id), 'Unqualified', { Reason: 'No response' });
  await world.until('2026-11-02T14:00:05Z');
  await world.settled();
  const requests = asked.find((some) => some[0]?.period.from === '2026-10-26') ?? [];
  const at = requests.map(({ period, asOf }) => `${period.from} ${new Date(asOf).toISOString().slice(0, 16)}`);
  expect(at.slice(0, 3)).toEqual(['2026-10-26 2026-11-02T14:00', '2026-10-19 2026-11-02T14:00', '2026-10-19 2026-10-26T13:00']);
  const digest = world.sandbox.messages(leadsChannel).findLast(({ metadata }) => metadata?.event_type === 'leadloop_digest');
  expect(wordsIn(digest)).not.toContain('What was different');
  const details = world.sandbox
    .thread(leadsChannel, digest?.ts ?? '')
    .map(wordsIn)
    .join('\n');
  expect(details).toContain('Follow-up and leads  beside the week before, as it stood at the same age');
  expect(details).toContain('Attempts are logged since 28 Oct 2026, so little can be said of these leads.');
});
