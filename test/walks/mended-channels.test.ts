// Channels that close and open, are left for others, or do not let an edit through: one card, in the right place, and nobody starves.
import { afterEach, expect, test } from 'vitest';
import { Busy } from '../../src/errors.ts';
import { wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, stateOfLead, threadOf } from '../world/scene.ts';
import { apply, kim, leadsChannel, marketingChannelId, max, mia, people, type World, startWorld, usualSettings } from '../world/world.ts';

const newChannel = 'C0NEW';
let world: World;
afterEach(async () => {
  await world.stop();
});

const alerts = () => world.sandbox.directMessages(max).map(wordsIn);
const cards = (channel: string = leadsChannel) => world.sandbox.messages(channel);

async function moveTo(channels: { leads?: string; marketing?: string }): Promise<void> {
  world.sandbox.addChannel({ id: newChannel, name: 'new' });
  await apply(world.store(), { ...usualSettings, channels: { ...usualSettings.channels, ...channels } }, world.clock.now());
}

test('our own disk stumbles while a closed channel is told: the channel is asked all the same, and the managers hear of it', async () => {
  world = await startWorld();
  const { outbox } = world.store();
  const { enqueue } = outbox;
  let stumbles = 0;
  outbox.enqueue = async (workspaceId, entries) => {
    if (stumbles > 0) return await enqueue(workspaceId, entries);
    stumbles += 1;
    throw new Busy('locked');
  };
  world.sandbox.archive(leadsChannel);
  await world.post(ada);
  await world.advance(60_000);
  expect(stumbles).toBe(1);
  expect(alerts()).toHaveLength(1);
  expect(alerts()[0]).toContain('is archived');
  world.sandbox.unarchive(leadsChannel);
  await world.advance(30_000);
  expect(cards()).toHaveLength(1);
});

test('our own disk stumbles while a channel opens again: the next time it closes is told', async () => {
  world = await startWorld();
  const { outbox } = world.store();
  world.sandbox.archive(leadsChannel);
  await world.post(ada);
  await world.advance(5_000);
  expect(alerts()).toHaveLength(1);
  const { update } = outbox;
  let stumbles = 0;
  outbox.update = async (workspaceId, entryId, change) => {
    if (stumbles > 0 || change.error !== 'mended') return await update(workspaceId, entryId, change);
    stumbles += 1;
    throw new Busy('locked');
  };
  world.sandbox.unarchive(leadsChannel);
  await world.settled();
  expect(stumbles).toBe(1);
  await arrives(world, { externalId: 'b', name: 'Bob' });
  world.sandbox.archive(leadsChannel);
  await world.post({ externalId: 'c', name: 'Cyd' });
  await world.advance(60_000);
  expect(alerts()).toHaveLength(2);
});

test.each(['kicked', 'archived'] as const)(
  'the marketing channel changed and the old one is closed (%s): what belongs to the new one goes there',
  async (how) => {
    world = await startWorld();
    const first = await arrives(world);
    await does(world, kim, await cardOf(world, first), 'Qualified', { Reason: 'Clear need' });
    await world.settled();
    const [day] = world.sandbox.messages(marketingChannelId);
    expect(day).toBeDefined();
    const others: string[] = [];
    for (const name of ['Bob', 'Cyd', 'Dan']) others.push(await arrives(world, { externalId: name, name }));
    if (how === 'kicked') world.sandbox.kickBot(marketingChannelId);
    else world.sandbox.archive(marketingChannelId);
    await moveTo({ marketing: newChannel });
    await world.advance(3_000);
    const [judged = '', ...returned] = others;
    await does(world, kim, await cardOf(world, judged), 'Qualified', { Reason: 'Clear need' });
    await world.advance(3_000);
    for (const id of returned) await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No need' });
    await world.advance(60_000);
    expect(cards(newChannel).map(wordsIn).join('\n')).toMatch(/Cyd[^]*Dan/);
    // The verdict of the day hangs under the day's message in the old channel, so that channel is what is told.
    expect(alerts()).toHaveLength(1);
    expect(alerts()[0]).toContain(marketingChannelId);
    expect(alerts()[0]).not.toContain(newChannel);
    if (how === 'kicked') world.sandbox.inviteBot(marketingChannelId);
    else world.sandbox.unarchive(marketingChannelId);
    await world.settled();
    expect(
      world.sandbox
        .thread(marketingChannelId, day?.ts ?? '')
        .map(wordsIn)
        .join('\n'),
    ).toMatch(/Ada[^]*Bob/);
  },
);

test('F08: a move on a card in an archived channel waits, and changes that card once the channel is back', async () => {
  world = await startWorld();
  const id = await arrives(world);
  const card = await cardOf(world, id);
  world.sandbox.archive(leadsChannel);
  await world.sandbox.as(kim).openHome();
  await world.sandbox.waitFor(() => world.sandbox.home(kim));
  await world.sandbox.as(kim).clickHome('Claim');
  expect(await stateOfLead(world, id)).toBe('claimed');
  await world.advance(60_000);
  expect(alerts()).toHaveLength(1);
  expect(alerts()[0]).toContain('is archived');
  world.sandbox.unarchive(leadsChannel);
  await world.settled();
  expect(cards().map((one) => one.ts)).toEqual([card.ts]);
  expect(wordsIn(cards()[0])).toContain(`<@${kim}>`);
  expect(wordsIn(cards()[0])).not.toContain('(reposted)');
  expect(await threadOf(world, id)).toHaveLength(1);
});

test.each(['edit_window_closed'])('F14: %s: the card stays one card, and its thread tells what happened', async (error) => {
  world = await startWorld();
  const id = await arrives(world);
  const card = await cardOf(world, id);
  const closed = world.sandbox.fault({ method: 'chat.update', kind: 'error', error, times: Infinity });
  await does(world, kim, card, 'Claim');
  await world.settled();
  expect(closed.hits).toBe(1);
  expect(cards().map((one) => one.ts)).toEqual([card.ts]);
  expect(await threadOf(world, id)).toHaveLength(1);
  // Its buttons still mean something, and where edits go again the card shows all of it.
  closed.cleared();
  await does(world, kim, card, 'Qualified', { Reason: 'Clear need' });
  await world.settled();
  expect(cards()).toHaveLength(1);
  expect(wordsIn(cards()[0])).toContain(`Qualified* by <@${kim}>`);
});

test('in doubt in a channel that is closed and was given up: posted where it belongs now, marked', async () => {
  world = await startWorld();
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'status', status: 503, isProcessed: false });
  await world.post(ada);
  await world.advance(100);
  world.sandbox.kickBot(leadsChannel);
  await world.advance(10_000);
  await moveTo({ leads: newChannel });
  await world.settled();
  expect(cards(newChannel)).toHaveLength(1);
  expect(JSON.stringify(cards(newChannel))).toContain('(may be a duplicate)');
  expect(alerts().filter((text) => text.includes('could not look'))).toHaveLength(1);
});

test('in doubt in a channel that was given up, while Slack lets nobody in: looked for where it was sent, one card', async () => {
  world = await startWorld();
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter' });
  await world.post(ada);
  await world.advance(100);
  world.sandbox.revokeToken('token_revoked');
  await moveTo({ leads: newChannel });
  await world.advance(60_000);
  world.sandbox.restoreToken();
  await world.settled();
  expect(cards()).toHaveLength(1);
  expect(cards(newChannel)).toEqual([]);
  expect(JSON.stringify(cards())).not.toContain('(may be a duplicate)');
});

test('Slack does not tell who the managers are while a channel is closed: they are told once it does', async () => {
  world = await startWorld();
  world.sandbox.addUserGroup({ id: 'S0BOSS', handle: 'boss', users: [mia] });
  await apply(world.store(), { ...usualSettings, people: { ...people, managers: ['S0BOSS'] } }, world.clock.now());
  const silent = world.sandbox.fault({ method: 'usergroups.users.list', kind: 'status', status: 503, isProcessed: false });
  world.sandbox.kickBot(leadsChannel);
  await world.post(ada);
  await world.advance(60_000);
  expect(silent.hits).toBe(1);
  expect(world.sandbox.directMessages(mia)).toHaveLength(1);
});
