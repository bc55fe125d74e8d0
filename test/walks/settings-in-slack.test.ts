// A manager changes the settings in App Home: what they see, what is stored, what is told under its field, who may not.
import { afterEach, describe, expect, test } from 'vitest';
import { inputsOf } from '../../src/sandbox/form.ts';
import type { View } from '../../src/sandbox/sandbox.ts';
import { inputsIn, labelsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, opens } from '../world/scene.ts';
import { apply, kim, leadsChannel, marketingChannelId, max, mia, type World, sam, startWorld, usualSettings } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const boss = 'U0BOSS'; // another manager
const file = {
  ...usualSettings,
  people: { sales: [kim, 'S0REPS', sam], marketing: [mia], managers: [max, boss] },
  holidays: ['2026-12-25'],
  routes: [{ when: { country: ['DE'] }, channel: leadsChannel }],
};

async function start(settings: Record<string, unknown> = file, mode: 'socket' | 'http' = 'socket'): Promise<void> {
  world = await startWorld({ settings, mode });
  world.sandbox.addUser({ id: boss, name: 'boss' });
}

async function homeOf(who: string): Promise<View> {
  const before = world.sandbox.home(who)?.hash;
  await world.sandbox.as(who).openHome();
  return await world.sandbox.waitFor(() => (world.sandbox.home(who)?.hash === before ? null : world.sandbox.home(who)));
}

async function formOf(who: string): Promise<View> {
  return await opens(world, who, await homeOf(who), 'Settings');
}

/** What stands in the inputs of a form, by label. */
function initialsIn({ blocks, state }: View): Record<string, unknown> {
  return Object.fromEntries(
    inputsOf(blocks).map(({ label, blockId, actionId }) => {
      const { type: _type, ...value } = state.values[blockId]?.[actionId] ?? {};
      return [label, Object.values(value)[0]];
    }),
  );
}

async function versions() {
  return await world.store().settingsVersions(await world.workspaceId());
}

/** Presses the button of a manager's App Home as somebody who does not see it. */
async function forge(who: string): Promise<string> {
  const view = await homeOf(who);
  const payload = { view, container: { type: 'view', view_id: view.id }, channel: undefined, message: undefined };
  expect(await world.sandbox.as(who).clickRaw({ action_id: 'settings_open', payload })).toMatchObject({ ok: true });
  return wordsIn(await world.sandbox.waitFor(() => world.sandbox.view(who)));
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('a manager sees what is in force, changes some of it, and it is kept who did it and when', async () => {
    await start(file, mode);
    const home = await homeOf(max);
    expect(labelsIn(home)).toContain('Settings');
    expect(wordsIn(home)).toMatch(/Settings\nLast changed with a settings file, /);
    const form = await formOf(max);
    expect(inputsIn(form)).toEqual([
      'Leads channel',
      'Marketing channel',
      'Digest channel',
      'Sales people',
      'Marketing people',
      'Managers',
      'Time zone',
      'Business hours',
      'Claim within',
      'Verdict within',
      'Stalled if unclaimed',
      'Stalled if claimed',
      'Marketing within',
      'Digest day',
      'Digest time',
    ]);
    expect(initialsIn(form)).toMatchObject({
      'Leads channel': leadsChannel,
      'Marketing channel': marketingChannelId,
      'Digest channel': leadsChannel,
      'Sales people': [kim, sam],
      Managers: [max, boss],
      'Time zone': 'America/New_York',
      'Business hours': 'mon-fri 09:00-17:00',
      'Claim within': '4h',
      'Stalled if claimed': '5d',
      'Digest time': '09:00',
    });
    expect(wordsIn(form)).toContain('[Sales people] The user group in this list stays as it is.');
    const before = await versions();
    const hash = world.sandbox.home(max)?.hash;
    const saved = await world.sandbox
      .as(max)
      .submit({ 'Time zone': 'Europe/Berlin', 'Claim within': '1d 4h', 'Digest time': '08:30', 'Digest day': 'Friday' });
    expect(saved).toMatchObject({ ok: true });
    expect(saved.errors).toBeUndefined();
    expect(world.sandbox.view(max)).toBeUndefined();
    const [old, now, ...more] = await versions();
    expect([old]).toEqual(before);
    expect(more).toEqual([]);
    expect(now).toMatchObject({ by: max, at: world.clock.now(), version: (old?.version ?? 0) + 1 });
    expect(now?.settings).toEqual({
      ...old?.settings,
      timezone: 'Europe/Berlin',
      deadlines: { ...old?.settings.deadlines, claim: 'P1DT4H' },
      digest: { day: 'fri', at: '08:30' },
    });
    const after = await world.sandbox.waitFor(() => (world.sandbox.home(max)?.hash === hash ? null : world.sandbox.home(max)));
    expect(wordsIn(after)).toContain(`Last changed by <@${max}>, `);
  });
});

describe('what is wrong stands under its field, and nothing is stored', () => {
  test('zone, hours and deadlines', async () => {
    await start();
    await formOf(max);
    const { errors } = await world.sandbox.as(max).submit({
      'Time zone': 'Berlin',
      'Business hours': 'mon-fri 9-5',
      'Claim within': '2 weeks',
      'Digest time': '25:00',
    });
    expect(errors).toEqual({
      'Time zone': 'This must be a time zone such as America/New_York or Europe/Berlin.',
      'Business hours': '“9-5” is neither a day such as mon or mon-fri, nor hours such as 09:00-17:00.',
      'Claim within': 'This must be a time such as 4h, 2d, 30m or 1d 4h.',
      'Digest time': 'This must be a time such as 09:00.',
    });
    expect(await versions()).toHaveLength(1);
    const again = await world.sandbox.as(max).submit({
      'Time zone': 'Europe/Berlin',
      'Business hours': 'mon-fri 9:00-17:00, 12:00-13:00',
      'Claim within': '2d',
      'Digest time': '07:00',
    });
    expect(again.errors).toEqual({ 'Business hours': '“12:00-13:00” of mon must not overlap with "09:00-17:00" of mon.' });
    expect((await world.sandbox.as(max).submit({ 'Business hours': 'mon-sat 09:00-12:00, 13:00-17:00' })).errors).toBeUndefined();
    expect((await versions()).at(-1)?.settings.businessHours.sat).toEqual(['09:00-12:00', '13:00-17:00']);
  });

  test('a channel that the bot is not in; the ones that did not change are not asked for', async () => {
    await start();
    world.sandbox.addChannel({ id: 'C0NEW', name: 'new' });
    world.sandbox.kickBot('C0NEW');
    world.sandbox.kickBot(marketingChannelId);
    await formOf(max);
    const { errors } = await world.sandbox.as(max).submit({ 'Leads channel': 'C0NEW' });
    expect(errors).toEqual({
      'Leads channel':
        'LeadLoop is not in the channel that you chose for leads. Open that channel, type /invite @leadloop there, and save again.',
    });
    expect(await versions()).toHaveLength(1);
    world.sandbox.inviteBot('C0NEW');
    expect((await world.sandbox.as(max).submit({})).errors).toBeUndefined();
    await arrives(world);
    expect(world.sandbox.messages('C0NEW')).toHaveLength(1);
    expect(world.sandbox.messages(leadsChannel)).toEqual([]);
  });
});

test('leads that wait for a channel go to the new one', async () => {
  await start();
  world.sandbox.addChannel({ id: 'C0NEW', name: 'new' });
  world.sandbox.kickBot(leadsChannel);
  await world.post(ada);
  await world.app().idle();
  await formOf(max);
  await world.sandbox.as(max).submit({ 'Leads channel': 'C0NEW' });
  await world.settled();
  expect(world.sandbox.messages('C0NEW')).toHaveLength(1);
});

test('groups, routes and holidays stay; people are taken off and added; an emptied channel stays', async () => {
  await start();
  await formOf(max);
  await world.sandbox.as(max).submit({ 'Sales people': [sam, 'U0NEW'], 'Marketing people': [], 'Marketing channel': '' });
  const { settings } = await world.store().workspace();
  expect(settings).toMatchObject({
    channels: { leads: leadsChannel, marketing: marketingChannelId, digest: leadsChannel },
    people: { sales: ['S0REPS', sam, 'U0NEW'], marketing: [], managers: [max, boss] },
    holidays: file.holidays,
    routes: file.routes,
  });
});

test('a form that changes nothing makes no new version, also when somebody else changed it to the same', async () => {
  await start();
  await formOf(max);
  expect((await world.sandbox.as(max).submit({})).errors).toBeUndefined();
  expect(await versions()).toHaveLength(1);
  await formOf(max);
  await apply(world.store(), { ...file, timezone: 'Europe/Berlin' }, world.clock.now());
  expect((await world.sandbox.as(max).submit({ 'Time zone': 'Europe/Berlin' })).errors).toBeUndefined();
  expect(await versions()).toHaveLength(2);
});

describe('two who change it at once', () => {
  const meanwhile = 'Somebody changed the settings meanwhile; close this and open it again.';

  test('a file that was applied since the form opened is not overwritten', async () => {
    await start();
    await formOf(max);
    await apply(world.store(), { ...file, timezone: 'Asia/Tokyo' }, world.clock.now());
    const { errors } = await world.sandbox.as(max).submit({ 'Claim within': '2h' });
    expect(errors).toEqual({ 'Leads channel': meanwhile });
    expect(await versions()).toHaveLength(2);
    expect((await world.store().workspace()).settings?.timezone).toBe('Asia/Tokyo');
  });

  test('of two forms that are sent in the same moment one is stored', async () => {
    await start();
    await formOf(max);
    await formOf(boss);
    const sent = await Promise.all([
      world.sandbox.as(max).submit({ 'Claim within': '2h' }),
      world.sandbox.as(boss).submit({ 'Claim within': '3h' }),
    ]);
    expect(sent.flatMap(({ errors }) => (errors ? [errors] : []))).toEqual([{ 'Leads channel': meanwhile }]);
    expect(await versions()).toHaveLength(2);
  });
});

describe('others', () => {
  test.each([kim, mia])('%s does not see it, and a forged click is refused', async (who) => {
    await start();
    const home = await homeOf(who);
    expect(labelsIn(home)).not.toContain('Settings');
    expect(wordsIn(home)).not.toContain('Last changed');
    expect(await forge(who)).toBe('Only a manager can change the settings.');
  });

  test('somebody who is no manager any more when they save is refused', async () => {
    await start();
    await formOf(boss);
    await apply(world.store(), { ...file, people: { ...file.people, managers: [max] } }, world.clock.now());
    const { errors } = await world.sandbox.as(boss).submit({ 'Claim within': '2h' });
    expect(errors).toEqual({ 'Leads channel': 'Only a manager can change the settings.' });
    expect(await versions()).toHaveLength(2);
  });

  test('before the first settings a forged click is told where to begin', async () => {
    world = await startWorld({ settings: null });
    const home = await homeOf(max);
    expect(labelsIn(home)).toEqual(['Save']);
    expect(await forge(max)).toBe('There are no settings yet: choose the channels under Set up in App Home first.');
  });
});

test('a form that Slack does not open is told', async () => {
  await start();
  const home = await homeOf(max);
  world.sandbox.fault({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
  await world.sandbox.as(max).click(home, { label: 'Settings' });
  const told = await world.sandbox.waitFor(() => world.sandbox.view(max));
  expect(wordsIn(told)).toMatch(/^Slack did not open the form \(expired_trigger_id\)\. Please press once more/);
});
