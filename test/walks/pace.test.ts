// How fast messages go: many changes of one card, channels that let nothing in, and the way back after two hours without Slack.
import { afterEach, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import { wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, threadOf } from '../world/scene.ts';
import { type World, apply, kim, leadsChannel, max, startWorld, usualSettings } from '../world/world.ts';

const minuteMs = 60_000;
const monday9 = '2026-11-23T14:00:00Z';

let world: World;
afterEach(async () => {
  world.sandbox.clearFaults();
  await world.stop();
});

const callsOn = (method: string) => world.sandbox.calls(method).filter(({ args }) => args['channel'] === leadsChannel);

test('F16: 200 changes of one card within a minute: an edit a second at most, and the last state soon after', async () => {
  world = await startWorld({ at: monday9 });
  const id = await arrives(world);
  const value = `v1:${latestHandoff((await world.lead(id)).lead).id}`;
  const card = await cardOf(world, id);
  const begun = world.clock.now();
  for (let change = 0; change < 201; change += 1) {
    const action_id = change % 2 === 0 ? 'claim' : 'release';
    expect(await world.sandbox.as(kim).clickRaw({ action_id, value, channel: leadsChannel, ts: card.ts })).toMatchObject({ ok: true });
    await world.advance(298);
  }
  expect(world.clock.now() - begun).toBeLessThan(minuteMs);
  expect((await world.lead(id)).lead.version).toBe(2 + 201);
  await world.advance(5_000);
  expect(wordsIn(await cardOf(world, id))).toContain(`<@${kim}>`);
  const edits = callsOn('chat.update');
  expect(edits.length).toBeLessThanOrEqual(66);
  expect(edits.every(({ at }, index) => index === 0 || at - (edits[index - 1]?.at ?? 0) >= 1_000)).toBe(true);
  expect(edits.filter(({ ok }) => !ok)).toEqual([]);
  // Its story is complete all the same, a line a change.
  await world.settled(300);
  expect(await threadOf(world, id)).toHaveLength(201);
  expect(callsOn('chat.update')).toHaveLength(edits.length);
}, 60_000);

test.each(['restricted_action', 'ekm_access_denied', 'message_limit_exceeded'])(
  'F19: %s: the managers hear of it once in plain words, tries are rare, and nothing is lost',
  async (error) => {
    world = await startWorld({ at: monday9 });
    const closed = world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'error', error, times: Infinity });
    await world.post(ada);
    for (let minute = 0; minute < 60; minute += 1) await world.advance(minuteMs);
    expect(callsOn('chat.postMessage').length).toBeLessThanOrEqual(2);
    const alerts = world.sandbox.directMessages(max).map(wordsIn);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toContain(`“${error}”`);
    expect(alerts[0]).toContain('The bot tries again at least once an hour.');
    expect(alerts[0]).toContain('Leads keep coming in and wait here; once this is mended they are posted by themselves.');
    closed.cleared();
    for (let minute = 0; minute < 61; minute += 1) await world.advance(minuteMs);
    expect(world.sandbox.messages(leadsChannel).map(wordsIn).join()).toContain('Ada Lovelace');
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
  },
);

test('F19: new settings make it try at once, and the hour begins anew from there', async () => {
  world = await startWorld({ at: monday9 });
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'error', error: 'restricted_action', times: Infinity });
  await world.post(ada);
  const walk = async (minutes: number): Promise<number> => {
    for (let minute = 0; minute < minutes; minute += 1) await world.advance(minuteMs);
    return callsOn('chat.postMessage').length;
  };
  expect(await walk(30)).toBe(1);
  await apply(world.store(), { ...usualSettings, timezone: 'Europe/London' }, world.clock.now());
  expect(await walk(1)).toBe(2);
  expect(await walk(58)).toBe(2);
  expect(await walk(3)).toBe(3);
});

test('F20: two hours without Slack and 600 leads: stored at once, posted oldest first within eleven minutes, their clocks from then on', async () => {
  world = await startWorld({ at: monday9 });
  const down = world.sandbox.fault({ method: /^(?!auth\.test|apps\.)/, kind: 'dropBefore', times: Infinity });
  const ids: string[] = [];
  for (let minute = 0; minute < 120; minute += 1) {
    for (let count = 0; count < 5; count += 1) {
      const number = ids.length;
      const lead = { ...ada, externalId: `x-${number}`, email: `lead${number}@engine.test`, name: `Lead ${number}.` };
      const answer = await world.post(lead);
      expect(answer.status).toBe(201);
      ids.push(String(answer.body['id']));
    }
    world.clock.jump(58_900);
    await world.advance(1_100);
  }
  expect(world.sandbox.messages(leadsChannel)).toEqual([]);
  down.cleared();
  const backAt = world.clock.now();
  await world.settled(12 * 60);
  const names = world.sandbox.messages(leadsChannel).map((message) => /Lead \d+\./.exec(wordsIn(message))?.[0]);
  expect(names).toEqual(ids.map((_, number) => `Lead ${number}.`));
  expect(wordsIn(world.sandbox.messages(leadsChannel)[0])).toContain('Nobody has it yet · arrived 23 Nov 2026 09:00');
  const times = world.sandbox.messages(leadsChannel).map(({ ts }) => Number(ts));
  expect(times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) >= 1)).toBe(true);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  expect(first - backAt / 1_000).toBeLessThanOrEqual(61);
  expect(last - first).toBeLessThanOrEqual(11 * 60);
  // Speed to lead counts from its arrival; the wait that people are reminded of, from when they could see it.
  const [handoff] = (await world.lead(ids[0])).lead.handoffs;
  expect((handoff?.postedAt ?? 0) - (handoff?.openedAt ?? 0)).toBeGreaterThan(119 * minuteMs);
  await does(world, kim, await cardOf(world, ids[1] ?? ''), 'Claim');
  const claimAt = (handoff?.postedAt ?? 0) + 4 * 60 * minuteMs;
  await world.until(claimAt - 1_000);
  expect((await world.lead(ids[0])).events.map(({ type }) => type)).toEqual(['received', 'posted']);
  await world.until(claimAt + 2_000);
  expect((await world.lead(ids[0])).events.map(({ type }) => type)).toEqual(['received', 'posted', 'reminded']);
}, 120_000);
