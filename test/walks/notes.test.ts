// Notes: in the thread for everybody; one that judges without a fact is asked about once.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arrives, cardOf, does, opens, stateOfLead, threadOf } from '../world/scene.ts';
import { kim, max, mia, type World, startWorld } from '../world/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.stop();
});

describe('a note that only judges', () => {
  test.each(['garbage', 'Bad lead!', 'junk', 'total waste of time'])('“%s” is asked about once, then taken as it is', async (note) => {
    const id = await arrives(world);
    await opens(world, kim, await cardOf(world, id), 'Unqualified');
    const rep = world.sandbox.as(kim);
    expect((await rep.submit({ Reason: 'No need', Note: note })).errors).toEqual({
      Note: 'What made it poor? A word on the fact helps marketing to change it. Submit again to keep the note as it is.',
    });
    expect(await stateOfLead(world, id)).toBe('new');
    expect((await rep.submit()).errors).toBeUndefined();
    await world.settled();
    expect((await threadOf(world, id)).at(-1)).toContain(note);
  });

  test('a fact is taken at once; each form asks anew', async () => {
    const first = await arrives(world);
    const second = await arrives(world, { externalId: 'second', name: 'Bob' });
    expect(
      (await does(world, kim, await cardOf(world, first), 'Unqualified', { Reason: 'No need', Note: 'Bad fit: no looms' })).errors,
    ).toBeUndefined();
    expect((await does(world, kim, await cardOf(world, second), 'Add a note', { Note: 'junk' })).errors?.['Note']).toMatch(
      /^What made it poor/,
    );
    await world.sandbox.as(kim).close();
    expect((await does(world, kim, await cardOf(world, second), 'Add a note', { Note: 'junk' })).errors?.['Note']).toMatch(
      /^What made it poor/,
    );
  });
});

test('notes by sales, marketing and managers stand in the thread; only sales’ counts as a touch', async () => {
  const id = await arrives(world);
  await does(world, mia, await cardOf(world, id), 'Add a note', { Note: 'Met her at the fair' });
  expect((await world.lead(id)).lead.handoffs[0]?.touchedAt).toBeNull();
  await does(world, max, await cardOf(world, id), 'Add a note', { Note: 'Important' });
  await does(world, kim, await cardOf(world, id), 'Add a note', { Note: 'Calls back\non Friday' });
  await world.settled();
  expect(await threadOf(world, id)).toEqual([
    `:memo: Note by <@${mia}>:\nMet her at the fair`,
    `:memo: Note by <@${max}>:\nImportant`,
    `:memo: Note by <@${kim}>:\nCalls back\non Friday`,
  ]);
  expect((await world.lead(id)).lead.handoffs[0]?.touchedAt).not.toBeNull();
  expect(await stateOfLead(world, id)).toBe('new');
});
