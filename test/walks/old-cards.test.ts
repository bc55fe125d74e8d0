// Cards and forms that were posted long ago: after a restart, by an older version, by a newer one.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import { wordsIn } from '../world/reading.ts';
import { arrives, cardOf, does, opens, stateOfLead, storyOf, toldAfter } from '../world/scene.ts';
import { kim, leadsChannel, mia, sam, type World, startWorld } from '../world/world.ts';

interface Golden {
  readonly from: string;
  readonly who: 'sales' | 'marketing';
  readonly action: { readonly action_id: string; readonly selected_option?: { readonly text: { readonly text: string } } };
  readonly becomes: string;
  readonly form?: string;
}
/** Every click that a released version put on a card; a format that was released once stays here for good. */
const golden = JSON.parse(readFileSync(new URL('../golden/clicks/v1.json', import.meta.url), 'utf8')) as Golden[];

let world: World;
afterEach(async () => {
  await world.stop();
});

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('F29: a card, its menu and a form from before a restart work after it', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const card = await cardOf(world, id);
    await opens(world, sam, card, 'Return to marketing');
    await world.restart();
    expect(await does(world, kim, card, 'Claim')).toMatchObject({ ok: true });
    expect(await does(world, kim, card, 'Add a note', { Note: 'Asked for prices' })).toMatchObject({ ok: true });
    const returned = await world.sandbox.as(sam).submit({ Reason: 'No budget' });
    expect(returned.errors).toBeUndefined();
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'noted', 'returned']);
  });
});

describe('F29: a card of an older version', () => {
  test.each(golden.map((one) => ({ ...one, label: one.action.selected_option?.text.text ?? '' })))(
    '$from: $action.action_id $label leads to $becomes',
    async ({ from, who, action, becomes, form }) => {
      world = await startWorld();
      const id = await arrives(world);
      await bring(id, from);
      const before = await storyOf(world, id);
      const handoffId = latestHandoff((await world.lead(id)).lead).id;
      const filled = JSON.parse(JSON.stringify(action).replace('HANDOFF', handoffId)) as { action_id: string };
      const card = await cardOf(world, id);
      const person = world.sandbox.as(who === 'sales' ? kim : mia);
      expect(await person.clickRaw({ ...filled, channel: card.channel, ts: card.ts })).toMatchObject({ ok: true });
      if (becomes === 'form')
        expect((await world.sandbox.waitFor(() => world.sandbox.view(who === 'sales' ? kim : mia))).callback_id).toBe(form);
      else expect(await storyOf(world, id)).toEqual([...before, becomes]);
    },
  );

  async function bring(id: string, state: string): Promise<void> {
    const card = await cardOf(world, id);
    if (state === 'claimed') await does(world, kim, card, 'Claim');
    if (state === 'qualified') await does(world, kim, card, 'Qualified', { Reason: 'Clear need' });
    if (state === 'returned') await does(world, kim, card, 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    expect(await stateOfLead(world, id)).toBe(state);
  }

  const strangers = [
    ['a value of a newer version', { action_id: 'claim', value: 'v2:h_1:extra:parts' }],
    ['a value that nobody wrote', { action_id: 'claim', value: '__proto__' }],
    ['no value at all', { action_id: 'claim' }],
    ['a lead that is not known', { action_id: 'claim', value: 'v1:0193-not-here' }],
    ['a menu item of a newer version', { action_id: 'more', type: 'overflow', selected_option: { value: 'v1:h_1:teleport' } }],
    ['a menu without a choice', { action_id: 'more', type: 'overflow' }],
    ['a button that this version does not have', { action_id: 'accept_lead', value: 'v1:h_1' }],
    ['a menu that this version does not have', { action_id: 'assign_to', type: 'users_select' }],
  ] as const;
  test.each(strangers)('with %s is answered, never silence', async (_name, raw) => {
    world = await startWorld();
    const id = await arrives(world);
    const card = await cardOf(world, id);
    const told = await toldAfter(world, kim, async () => {
      expect(await world.sandbox.as(kim).clickRaw({ ...raw, channel: card.channel, ts: card.ts })).toMatchObject({ ok: true });
    });
    expect(told).toMatch(/another version|no lead that is known/);
    expect(told).toMatch(/\/lead find|database/);
    expect(await storyOf(world, id)).toEqual(['received', 'posted']);
    expect(world.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

test.each([
  ['its name', { callback_id: 'accept_lead' }, 'This form is from another version of LeadLoop'],
  ['what it is about', { private_metadata: '{"lead":17}' }, 'This form is from another version. Please close it'],
])('F29: a form of another version, by %s, says so and stores nothing', async (_name, other, says) => {
  world = await startWorld({ mode: 'http' });
  const id = await arrives(world);
  await opens(world, kim, await cardOf(world, id), 'Qualified');
  const real = await world.sandbox.as(kim).submit({ Reason: 'Clear need', Note: 'real' }, { force: true });
  const { view, ...rest } = real.body as { view: Record<string, unknown> };
  const forged = JSON.stringify({ ...rest, view: { ...view, id: 'V0OLD', ...other } });
  const before = await storyOf(world, id);
  const answer = await world.sandbox.signedRequest({ body: `payload=${encodeURIComponent(forged)}` });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain(says);
  expect(await storyOf(world, id)).toEqual(before);
});

test('what was to be told when the bot stopped is told after it starts again, once', async () => {
  world = await startWorld();
  const id = await arrives(world);
  const card = await cardOf(world, id);
  world.sandbox.fault({ method: /chat\./, kind: 'rateLimit', retryAfter: 30, times: 2 });
  await does(world, kim, card, 'Claim');
  await does(world, sam, card, 'Qualified', { Reason: 'Clear need', Note: 'Two mills' });
  await world.post({ externalId: 'during', name: 'Bob' });
  await world.restart();
  await world.settled();
  expect(world.sandbox.messages(leadsChannel)).toHaveLength(2);
  expect(world.sandbox.thread(leadsChannel, card.ts)).toHaveLength(2);
  expect(wordsIn(await cardOf(world, id))).toContain(`Qualified* by <@${sam}>`);
});
