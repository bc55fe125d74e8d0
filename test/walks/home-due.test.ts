// App Home by due time: what is due first stands first, what is to be taken up says by when, what is due again is listed again.
import { afterEach, expect, test } from 'vitest';
import type { View } from '../../src/sandbox/sandbox.ts';
import { labelsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, stateOfLead } from '../world/scene.ts';
import { type World, kim, mia, startWorld } from '../world/world.ts';

let world: World;
afterEach(() => world.stop());

async function homeOf(who: string): Promise<View> {
  const before = world.sandbox.home(who)?.hash;
  await world.sandbox.as(who).openHome();
  return await world.sandbox.waitFor(() => (world.sandbox.home(who)?.hash === before ? null : world.sandbox.home(who)));
}

const named = (view: View): string[] => [...wordsIn(view).matchAll(/^(\w+) Lead · /gm)].map(([, name = '']) => name);
const arrive = (nth: number, name: string) =>
  arrives(world, { ...ada, externalId: `x${nth}`, email: `x${nth}@engine.test`, name: `${name} Lead` });

test('my leads rise by due time, not by age', async () => {
  world = await startWorld({ at: '2026-11-23T14:00:00Z' });
  const older = await arrive(1, 'Older');
  const newer = await arrive(2, 'Newer');
  await does(world, kim, await cardOf(world, newer), 'Claim');
  await world.until('2026-11-23T17:00:00Z');
  await does(world, kim, await cardOf(world, older), 'Claim');
  await world.settled();
  const home = await homeOf(kim);
  expect(named(home)).toEqual(['Newer', 'Older']);
  expect(wordsIn(home).match(/back to marketing/g)).toHaveLength(2);
});

test('returned leads say by when, and one that is warmed up rises when its day has come', async () => {
  world = await startWorld({ at: '2026-11-23T14:00:00Z' });
  const warmed = await arrive(1, 'Warmed');
  await does(world, kim, await cardOf(world, warmed), 'Return to marketing', { Reason: 'No budget' });
  await world.settled();
  await homeOf(mia);
  await world.sandbox.as(mia).clickHome('Start nurture');
  await world.sandbox.waitFor(() => world.sandbox.view(mia));
  await world.sandbox.as(mia).submit({ Tactic: 'Webinar', 'Revisit on': '2026-11-24' });
  await world.settled();
  expect(await stateOfLead(world, warmed)).toBe('nurturing');
  expect(named(await homeOf(mia))).toEqual([]);

  await world.until('2026-11-24T13:00:00Z');
  const returned = await arrive(2, 'Returned');
  await does(world, kim, await cardOf(world, returned), 'Return to marketing', { Reason: 'No need' });
  await world.until('2026-11-24T14:05:00Z');
  await world.settled();
  const home = await homeOf(mia);
  expect(named(home)).toEqual(['Warmed', 'Returned']);
  expect(wordsIn(home)).toContain('Due: time to look again since 24 Nov 2026');
  expect(wordsIn(home)).toContain('To be taken up by');
  expect(labelsIn(home)).toEqual(['Send back to sales', 'Archive', 'Start nurture', 'Send back to sales', 'Archive']);
});
