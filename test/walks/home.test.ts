// App Home: setting up for the first time, my leads, what waits for anyone, what came back; working from there.
import { afterEach, describe, expect, test } from 'vitest';
import { inputsIn, labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, stateOfLead, storyOf } from '../world/scene.ts';
import {
  apply,
  kim,
  leadsChannel,
  marketingChannelId,
  max,
  mia,
  people,
  sam,
  type World,
  startWorld,
  usualSettings,
} from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

async function homeOf(who: string) {
  const before = world.sandbox.home(who)?.hash;
  await world.sandbox.as(who).openHome();
  return await world.sandbox.waitFor(() => (world.sandbox.home(who)?.hash === before ? null : world.sandbox.home(who)));
}

/** After something that shows App Home anew. */
async function homeAfter(who: string, act: () => Promise<unknown>) {
  const before = world.sandbox.home(who)?.hash;
  await act();
  return await world.sandbox.waitFor(() => (world.sandbox.home(who)?.hash === before ? null : world.sandbox.home(who)));
}

/** Chooses channels in the pickers of *Set up* and saves. */
async function setUp(who: string, channels: Record<string, string>): Promise<void> {
  const view = world.sandbox.home(who) ?? (await homeOf(who));
  const values = Object.fromEntries(
    Object.entries(channels).map(([field, id]) => [
      `setup_${field}`,
      { answer: { type: 'conversations_select', selected_conversation: id } },
    ]),
  );
  const payload = {
    view: { ...view, state: { values } },
    container: { type: 'view', view_id: view.id },
    channel: undefined,
    message: undefined,
  };
  expect(await world.sandbox.as(who).clickRaw({ action_id: 'settings_setup', payload })).toMatchObject({ ok: true });
}

describe('Set up', () => {
  test.each(['socket', 'http'] as const)(
    'over %s: an admin chooses channels, the one left empty is the leads channel, and every lead that waited is posted',
    async (mode) => {
      world = await startWorld({ mode, settings: null });
      for (const nth of [1, 2, 3]) await world.post({ ...ada, externalId: `early-${nth}`, email: `ada${nth}@engine.test` });
      await world.advance(60_000);
      expect(world.sandbox.messages(leadsChannel)).toEqual([]);
      const home = await homeOf(max);
      expect(inputsIn(home)).toEqual(['Leads channel', 'Marketing channel', 'Digest channel']);
      expect(wordsIn(home)).toMatch(/\/invite @leadloop/i);
      expect(labelsIn(home)).toEqual(['Save']);
      const after = await homeAfter(max, () => setUp(max, { leads: leadsChannel, marketing: marketingChannelId }));
      expect(wordsIn(after)).toContain('Waiting for anyone');
      expect(wordsIn(after)).not.toContain('Set up');
      await world.settled();
      expect(world.sandbox.messages(leadsChannel)).toHaveLength(3);
      const { settings } = await world.store().workspace();
      expect(settings?.channels).toEqual({ leads: leadsChannel, marketing: marketingChannelId, digest: leadsChannel });
      const [first] = world.sandbox.messages(leadsChannel);
      expect(await does(world, kim, first!, 'Claim')).toMatchObject({ ok: true });
    },
  );

  test('leads that arrive before are worked by the clock of their card, not of their arrival', async () => {
    world = await startWorld({ settings: null });
    const created = await world.post(ada);
    world.clock.jump(3 * 60 * 60_000);
    await homeOf(max);
    await setUp(max, { leads: leadsChannel });
    await world.sandbox.waitFor(() => world.sandbox.messages(leadsChannel).length === 1);
    await world.settled();
    const { lead } = await world.lead(created.body['id']);
    expect(lead.handoffs[0]?.postedAt).toBeGreaterThanOrEqual(lead.handoffs[0]!.openedAt + 3 * 60 * 60_000);
  });

  test('others see that an admin can do it, and a forged Save is refused', async () => {
    world = await startWorld({ settings: null });
    const home = await homeOf(kim);
    expect(wordsIn(home)).toContain('An admin of this workspace can choose them here.');
    expect(inputsIn(home)).toEqual([]);
    await setUp(kim, { leads: leadsChannel });
    const told = await world.sandbox.waitFor(() => world.sandbox.view(kim));
    expect(wordsIn(told)).toBe('Only a manager (at first: an admin of this Slack workspace) can set up the channels.');
    expect((await world.store().workspace()).settings).toBeNull();
  });

  test('without a leads channel, or with a channel that the bot is not in: says what to do, stores nothing', async () => {
    world = await startWorld({ settings: null });
    await setUp(max, { marketing: marketingChannelId });
    const first = await world.sandbox.waitFor(() => world.sandbox.view(max));
    expect(wordsIn(first)).toBe('Choose the channel for leads first; the other two default to it.');
    world.sandbox.kickBot(marketingChannelId);
    await setUp(max, { leads: leadsChannel, marketing: marketingChannelId });
    const second = await world.sandbox.waitFor(() => (world.sandbox.view(max)?.id === first.id ? null : world.sandbox.view(max)));
    expect(wordsIn(second)).toBe(
      'LeadLoop is not in the channel that you chose for marketing. Open that channel, type /invite @leadloop there, and save again.',
    );
    expect((await world.store().workspace()).settings).toBeNull();
    world.sandbox.inviteBot(marketingChannelId);
    await homeAfter(max, () => setUp(max, { leads: leadsChannel, marketing: marketingChannelId }));
    expect((await world.store().workspace()).settings?.channels.leads).toBe(leadsChannel);
  });

  test.each(['channels:read', 'groups:read', 'users:read'])('without the scope %s it still works for those who may', async (scope) => {
    world = await startWorld({ settings: null });
    await homeOf(max);
    world.sandbox.removeScope(scope);
    await homeAfter(max, () => setUp(max, { leads: leadsChannel }));
    await arrives(world);
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
  });

  test('is done once: a second Save, from a view that was open elsewhere, changes nothing', async () => {
    world = await startWorld({ settings: null });
    const old = await homeOf(max);
    await homeAfter(max, () => setUp(max, { leads: leadsChannel }));
    world.sandbox.addUser({ id: 'U0ADM', name: 'adm', isAdmin: true });
    const payload = {
      view: { ...old, state: { values: { setup_leads: { answer: { selected_conversation: marketingChannelId } } } } },
      channel: undefined,
      message: undefined,
    };
    await world.sandbox.as('U0ADM').clickRaw({ action_id: 'settings_setup', payload });
    expect(wordsIn(await world.sandbox.waitFor(() => world.sandbox.view('U0ADM')))).toContain('set up already');
    expect((await world.store().workspace()).settings?.channels.leads).toBe(leadsChannel);
  });

  test('before any settings exist, /lead find answers', async () => {
    world = await startWorld({ settings: null });
    await world.post(ada);
    await world.sandbox.as(kim).command('/lead find ada', leadsChannel);
    expect(wordsIn(world.sandbox.ephemerals(kim)[0])).toContain('Ada Lovelace · Engine Ltd · nobody has it yet');
  });
});

describe('the lists', () => {
  test('sales: mine, then what waits; marketing: what came back; managers: all of it', async () => {
    world = await startWorld();
    const claimed = await arrives(world, { ...ada, externalId: '1', email: 'a@x.test', name: 'Claimed One' });
    await arrives(world, { ...ada, externalId: '2', email: 'b@x.test', name: 'Waiting Two' });
    const returned = await arrives(world, { ...ada, externalId: '3', email: 'c@x.test', name: 'Returned Three' });
    await arrives(world, { ...ada, externalId: '4', email: 'd@x.test', name: 'Test Four', test: true });
    await does(world, kim, await cardOf(world, claimed), 'Claim');
    await does(world, sam, await cardOf(world, returned), 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    const titles = async (who: string) =>
      wordsIn(await homeOf(who))
        .split('\n')
        .filter((line) => /^(My|Waiting|Returned|Claimed|Test)/.test(line));
    expect(await titles(kim)).toEqual(['My leads', 'Claimed One · Engine Ltd', 'Waiting for anyone', 'Waiting Two · Engine Ltd']);
    expect(await titles(sam)).toEqual(['My leads', 'Waiting for anyone', 'Waiting Two · Engine Ltd']);
    expect(await titles(mia)).toEqual(['Returned leads', 'Returned Three · Engine Ltd']);
    expect(await titles(max)).toEqual([
      'My leads',
      'Waiting for anyone',
      'Waiting Two · Engine Ltd',
      'Returned leads',
      'Returned Three · Engine Ltd',
    ]);
    expect(wordsIn(world.sandbox.home(sam))).toContain('You have no open leads.');
    expect(labelsIn(world.sandbox.home(mia))).toEqual(expect.arrayContaining(['Send back to sales', 'Archive']));
    expect(world.sandbox.mentions()).not.toContain(mia);
  });

  test('oldest first, and what does not fit is counted', async () => {
    world = await startWorld();
    for (let nth = 1; nth <= 23; nth += 1) await world.post({ externalId: `x${nth}`, name: `Lead ${nth}` });
    const words = wordsIn(await homeOf(kim));
    expect([...words.matchAll(/^Lead (\d+)$/gm)].map(([, nth]) => Number(nth))).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    expect(words).toContain('8 more in the leads channel');
  });

  test('each person sees their own: nothing of another’s', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    expect(wordsIn(await homeOf(sam))).not.toContain('Lovelace');
    expect(wordsIn(await homeOf(kim))).toContain('Ada Lovelace');
  });
});

describe('working from App Home', () => {
  test('Claim moves a lead to mine at once; a verdict takes it off the list', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await homeOf(kim);
    const claimed = await homeAfter(kim, () => world.sandbox.as(kim).clickHome('Claim'));
    expect(await stateOfLead(world, id)).toBe('claimed');
    expect(wordsIn(claimed)).toMatch(/My leads\nAda Lovelace[\s\S]*Waiting for anyone\nNo lead is waiting/);
    await world.sandbox.as(kim).clickHome('Qualified');
    await world.sandbox.waitFor(() => world.sandbox.view(kim));
    const judged = await homeAfter(kim, () => world.sandbox.as(kim).submit({ Reason: 'Clear need' }));
    expect(wordsIn(judged)).not.toContain('Ada Lovelace');
    await world.settled();
    expect(wordsIn(await cardOf(world, id))).toContain(`*Qualified* by <@${kim}>`);
  });

  test('two people press the same row: the second is told, and sees the list as it is', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await homeOf(kim);
    await homeOf(sam);
    await homeAfter(kim, () => world.sandbox.as(kim).clickHome('Claim'));
    const seen = await homeAfter(sam, () => world.sandbox.as(sam).clickHome('Claim'));
    expect(wordsIn(await world.sandbox.waitFor(() => world.sandbox.view(sam)))).toBe('This lead is already with @kim.');
    expect(wordsIn(seen)).toContain('No lead is waiting.');
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed']);
  });

  test('marketing sends back and archives from there', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    await homeOf(mia);
    await world.sandbox.as(mia).clickHome('Send back to sales');
    await world.sandbox.waitFor(() => world.sandbox.view(mia));
    const home = await homeAfter(mia, () => world.sandbox.as(mia).submit({ 'What changed': 'New budget' }));
    expect(wordsIn(home)).toContain('No lead is back with marketing.');
    expect(await stateOfLead(world, id)).toBe('new');
  });
});

test('a role that was given or taken shows at the next opening', async () => {
  world = await startWorld();
  await arrives(world);
  expect(wordsIn(await homeOf(mia))).not.toContain('Waiting for anyone');
  await apply(world.store(), { ...usualSettings, people: { ...people, sales: [mia], marketing: [sam] } }, world.clock.now());
  expect(wordsIn(await homeOf(mia))).toContain('Waiting for anyone');
  expect(wordsIn(await homeOf(kim))).toBe(
    'This is for the sales and marketing people of this workspace. Ask a manager if you should be among them.',
  );
});

test('the messages tab of the app is left alone', async () => {
  world = await startWorld();
  await world.sandbox.sendEvent({ type: 'app_home_opened', user: kim, channel: 'D0KIM', tab: 'messages' });
  await world.sandbox.as(kim).openHome();
  await world.sandbox.waitFor(() => world.sandbox.home(kim));
  expect(world.sandbox.calls('views.publish')).toHaveLength(1);
  expect(linksIn(world.sandbox.home(kim))).toEqual([]);
});
