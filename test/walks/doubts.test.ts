// Doubt meets other news: a post whose fate is unknown while its lead is erased, rerouted, or our own disk stumbles.
import { afterEach, expect, test } from 'vitest';
import { eraseLead } from '../../src/flows/leads.ts';
import { leadsChannel, max, type World, startWorld, usualSettings } from '../world/world.ts';

const dachChannel = 'C0DACH';
let world: World;
afterEach(async () => {
  await world.stop();
});

const ada = { externalId: 'a1', name: 'Ada Lovelace', email: 'ada@engine.test', source: 'webinar', message: 'Can it run our looms?' };

const everyCard = () => [leadsChannel, dachChannel].flatMap((channel) => world.sandbox.messages(channel));

test('erased while a post is in doubt: what stands is found and its words are taken back', async () => {
  world = await startWorld();
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter' });
  const { body } = await world.post(ada);
  await world.advance(100);
  expect(JSON.stringify(everyCard())).toContain('Ada Lovelace');
  const desk = { store: world.store(), now: world.clock.now, newId: () => `erasing-${Math.random()}` };
  expect(await eraseLead(desk, await world.workspaceId(), String(body['id']), 'system')).toBe(true);
  await world.settled();
  expect(everyCard()).toHaveLength(1);
  expect(JSON.stringify(everyCard())).not.toContain('Ada');
  expect(JSON.stringify(everyCard())).toContain('Erased on request');
});

test('rerouted while a post is in doubt: it is looked for where it was sent, and there is one card', async () => {
  world = await startWorld({ settings: { ...usualSettings, routes: [{ when: { country: ['DE'] }, channel: dachChannel }] } });
  world.sandbox.addChannel({ id: dachChannel, name: 'dach' });
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter' });
  await world.post(ada);
  await world.advance(100);
  // The same person again, now with a country: the route of a new card would be another.
  expect(await world.post({ ...ada, externalId: 'a2', country: 'DE', message: 'And in German?' })).toMatchObject({
    body: { status: 'merged' },
  });
  await world.settled();
  expect(everyCard()).toHaveLength(1);
});

test('our own disk fails for a long time after a post: the card is found, kept once, and never given up', async () => {
  world = await startWorld();
  const store = world.store();
  const { commit } = store;
  const disk = { failures: 14 };
  store.commit = async (change) => {
    if (change.delivered && disk.failures > 0) {
      disk.failures -= 1;
      throw new Error('disk I/O');
    }
    await commit(change);
  };
  const { body } = await world.post(ada);
  for (let minute = 0; minute < 120 && disk.failures > 0; minute += 1) await world.advance(60_000);
  expect(disk.failures).toBe(0);
  for (let minute = 0; minute < 15; minute += 1) await world.advance(60_000);
  expect(everyCard()).toHaveLength(1);
  expect((await world.lead(body['id'])).lead.handoffs[0]).toMatchObject({ ts: everyCard()[0]?.ts });
});

test('a channel that is open to the eye but closed to messages: rare tries, one alert, and all appears once it opens', async () => {
  world = await startWorld();
  const closed = world.sandbox.fault({
    method: 'chat.postMessage',
    channel: leadsChannel,
    kind: 'error',
    error: 'restricted_action',
    times: Infinity,
  });
  await world.post(ada);
  await world.advance(30 * 60_000);
  const tries = world.sandbox.calls('chat.postMessage').filter((call) => call.args['channel'] === leadsChannel);
  expect(tries).toHaveLength(1);
  expect(world.sandbox.directMessages(max)).toHaveLength(1);
  closed.cleared();
  await world.advance(31 * 60_000);
  expect(everyCard()).toHaveLength(1);
  // It is over now, so the next time is told again.
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'error', error: 'restricted_action' });
  await world.post({ ...ada, externalId: 'b1', email: 'bob@engine.test' });
  await world.advance(5_000);
  expect(world.sandbox.directMessages(max)).toHaveLength(2);
});

test('an entry that was stored without a channel, after the settings came, finds its way', async () => {
  world = await startWorld();
  world.sandbox.kickBot(leadsChannel);
  await world.post(ada);
  await world.advance(1_000);
  const id = await world.workspaceId();
  const [waiting] = await world.store().outbox.unsent(id, null, 10);
  await world.store().outbox.update(id, waiting?.id ?? '', { state: 'pending', lane: '' });
  world.sandbox.inviteBot(leadsChannel);
  await world.settled();
  expect(everyCard()).toHaveLength(1);
});
