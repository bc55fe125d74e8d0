// Slack's own Web API is slow or silent while people press: known people are answered at once, unknown ones in time, nobody wrongly.
import { afterEach, describe, expect, test } from 'vitest';
import { labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, refused, stateOfLead, toldAfter } from '../world/scene.ts';
import { apply, kim, leadsChannel, marketingChannelId, max, mia, sam, type World, startWorld, usualSettings } from '../world/world.ts';

const group = 'S0REPS';
const hourMs = 3_600_000;
let world: World;
afterEach(async () => {
  world.sandbox.clearFaults();
  await world.stop();
});

const silent = (method: string | RegExp) => world.sandbox.fault({ method, kind: 'hang', isProcessed: false, times: Infinity });

/** Sales is a user group that nobody has asked Slack about yet. */
async function salesIsAGroup(): Promise<void> {
  world.sandbox.addUserGroup({ id: group, handle: 'reps', users: [kim, sam] });
  const people = { sales: [group], marketing: [mia], managers: [max] };
  await apply(world.store(), { ...usualSettings, people }, world.clock.now());
}

/** Slack tells who the bot is but not where the workspace lives, so each link has to be asked for; and then it says nothing. */
async function linksCannotBeHad(): Promise<void> {
  const { teamId, botUserId } = world.sandbox;
  const body = JSON.stringify({ ok: true, team_id: teamId, user_id: botUserId });
  await world.restart(() => void world.sandbox.fault({ method: 'auth.test', kind: 'garbage', body, isProcessed: false }));
  silent('chat.getPermalink');
}

describe('links to cards cannot be had', () => {
  test.each(['/lead find lovelace', '/lead mine'])('%s answers in time, without links', async (line) => {
    world = await startWorld();
    for (const nth of [1, 2, 3, 4]) {
      const id = await arrives(world, { ...ada, externalId: `x${nth}`, email: `ada${nth}@engine.test` });
      await does(world, kim, await cardOf(world, id), 'Claim');
    }
    await world.settled();
    await linksCannotBeHad();
    const answered = await world.sandbox.as(kim).command(line, leadsChannel);
    expect(answered).toMatchObject({ ok: true });
    expect(answered.ms).toBeLessThan(2_000);
    const told = world.sandbox.ephemerals(kim).at(-1);
    expect(wordsIn(told).match(/Ada Lovelace/g)).toHaveLength(4);
    expect(linksIn(told).filter((link) => link.includes('/archives/'))).toEqual([]);
  });

  test('a form from an earlier handoff is refused in time, without a link', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await opens(world, sam, await cardOf(world, id), 'Return to marketing');
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    const [returned] = world.sandbox.messages(marketingChannelId);
    if (!returned) throw new Error('no marketing card');
    await does(world, mia, returned, 'Send back to sales', { 'What changed': 'New budget' });
    await world.settled();
    await linksCannotBeHad();
    const submitted = await world.sandbox.as(sam).submit({ Reason: 'No budget' });
    expect(submitted).toMatchObject({ ok: true });
    expect(submitted.ms).toBeLessThan(2_000);
    expect(Object.values(submitted.errors ?? {}).join()).toMatch(/^This card is from an earlier handoff [^/]*$/);
  });
});

describe('who people are is asked again', () => {
  test('what was known stands: no click waits for it, and a silent Slack is not asked at every click', async () => {
    world = await startWorld();
    await salesIsAGroup();
    const first = await cardOf(world, await arrives(world));
    expect(await does(world, kim, first, 'Claim')).toMatchObject({ ok: true });
    const id = await arrives(world, { externalId: 'b', name: 'Bob' });
    await world.settled();
    world.clock.jump(2 * hourMs);
    const asking = silent(/users\.info|usergroups/);
    const card = await cardOf(world, id);
    const claimed = await does(world, kim, card, 'Claim');
    expect(claimed).toMatchObject({ ok: true });
    expect(claimed.ms).toBeLessThan(2_000);
    expect(await stateOfLead(world, id)).toBe('claimed');
    expect(asking.hits).toBe(2);
    await world.settled();
    const released = await does(world, kim, card, 'Release');
    expect(released).toMatchObject({ ok: true });
    expect(asking.hits).toBe(2);
  });

  test('what has changed counts as soon as Slack tells it', async () => {
    world = await startWorld();
    await salesIsAGroup();
    await does(world, kim, await cardOf(world, await arrives(world)), 'Claim');
    const id = await arrives(world, { externalId: 'b', name: 'Bob' });
    world.sandbox.addUserGroup({ id: group, handle: 'reps', users: [sam] });
    world.clock.jump(hourMs);
    expect(await refused(world, kim, await cardOf(world, id), 'Claim')).toContain('“Claim” is for');
    expect(await stateOfLead(world, id)).toBe('new');
  });
});

describe('a user group that was never read', () => {
  test.each([
    ['500', { kind: 'status', status: 500, isProcessed: false }],
    ['429', { kind: 'rateLimit', retryAfter: 1 }],
    ['no answer at all', { kind: 'dropBefore' }],
  ] as const)('%s: nobody is refused for it; pressing once more works', async (_name, how) => {
    world = await startWorld();
    await salesIsAGroup();
    const id = await arrives(world);
    world.sandbox.fault({ method: 'usergroups.users.list', ...how });
    const card = await cardOf(world, id);
    const told = await refused(world, kim, card, 'Claim');
    expect(told).toContain('Please press once more');
    expect(await stateOfLead(world, id)).toBe('new');
    expect(await does(world, kim, card, 'Claim')).toMatchObject({ ok: true });
    expect(await stateOfLead(world, id)).toBe('claimed');
  });

  test('by somebody who was never seen, and Slack is slow and then silent: answered in time', async () => {
    world = await startWorld();
    await salesIsAGroup();
    const id = await arrives(world);
    world.sandbox.addUser({ id: 'U0NEW', name: 'new' });
    world.sandbox.fault({ method: 'users.info', kind: 'delay', delayMs: 700 });
    silent('usergroups.users.list');
    const card = await cardOf(world, id);
    const told = await toldAfter(world, 'U0NEW', async () => {
      expect(await world.sandbox.as('U0NEW').click(card, { label: 'Claim' })).toMatchObject({ ok: true });
    });
    expect(told).toContain('Please press once more');
    expect(labelsIn(await cardOf(world, id))).toContain('Claim');
  });
});
