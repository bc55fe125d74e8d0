// A demo that keeps its data: stopped and started again, it goes on where it was left.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, button, cardOf, channelItem, startStage, thread } from './stage.ts';

let folder: string;
let stage: Stage | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadloop-keeping-'));
});
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('cards, threads and the clock are there again, and the bot goes on with an old card', async () => {
  stage = await startStage(folder);
  const before = await stage.open('Kim');
  await button(before, '+ 1 day').click();
  await before
    .getByRole('banner')
    .getByRole('time')
    .filter({ hasText: /Thu 19 Nov, 10:2\d/ })
    .waitFor();
  await stage.send({ name: 'Nora Obel', email: 'nora@obel.test', source: 'website' });
  await button(cardOf(before, 'Nora Obel'), 'Claim').click();
  await cardOf(before, 'Nora Obel')
    .getByText(/With @Kim Okafor since today 10:2\d/)
    .waitFor();
  const cards = await before.getByRole('main').getByRole('article').count();
  expect(stage.windows.troubles).toEqual([]);
  await stage.stop();

  stage = await startStage(folder);
  const after = await stage.open('Kim');
  await after
    .getByRole('banner')
    .getByRole('time')
    .filter({ hasText: /Thu 19 Nov, 10:2\d/ })
    .waitFor();
  const card = cardOf(after, 'Nora Obel');
  await card.getByText(/With @Kim Okafor since today 10:2\d/).waitFor();
  expect(await after.getByRole('main').getByRole('article').count()).toBe(cards);
  await cardOf(after, 'Rosalind Achterberg').getByRole('button', { name: '2 replies' }).click();
  await thread(after).getByText('Demo on Thursday').waitFor();
  await button(card, 'Unqualified').click();
  const dialog = after.getByRole('dialog', { name: 'Unqualified' });
  await dialog.getByLabel('Reason', { exact: true }).selectOption({ label: 'No need' });
  await button(dialog, 'Save').click();
  await card.getByText('Unqualified by @Kim Okafor: no need').waitFor();
  await card.getByRole('button', { name: '2 replies' }).waitFor();
  expect(await after.getByRole('main').getByRole('article').count()).toBe(cards);
  await channelItem(after, 'marketing').click();
  await after.getByText('Back to marketing').first().waitFor();
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage?.windows.troubles).toEqual([]);
});
