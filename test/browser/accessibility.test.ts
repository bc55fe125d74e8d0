// axe-core over the main states of the page: nothing serious, nothing critical.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phone } from './chromium.ts';
import { ask, faultOf, formBehind } from './conversation.ts';
import { type Stage, actAs, appItem, button, cardOf, channelItem, startStage, thread, write } from './stage.ts';

let stage: Stage;
let page: Page;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(async () => {
  stage = await startStage();
  page = await stage.open('Kim');
});
afterAll(() => stage.stop());

/** Evaluated from outside, so that the page keeps its policy: no script of others. */
async function findings(of: Page): Promise<string[]> {
  await of.evaluate(`${axe}; undefined`);
  const { violations, passes } = await of.evaluate<AxeResults>('axe.run(document)');
  expect(passes.length).toBeGreaterThan(10);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, impact, nodes }) =>
        `${id} (${impact}): ${nodes.map(({ html, target }) => `${String(target)} ${html.slice(0, 150)}`).join(' | ')}`,
    );
}

test('a channel with cards, and a private answer in it', async () => {
  await write(page, '/lead mine');
  await page.getByText('Only visible to you').waitFor();
  expect(await findings(page)).toEqual([]);
});

test('a thread beside it', async () => {
  await cardOf(page, 'Rosalind Achterberg').getByRole('button', { name: '2 replies' }).click();
  await thread(page).getByText('Demo on Thursday').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
});

test('an open menu', async () => {
  const card = cardOf(page, 'St Brendan Hospitals');
  await button(card, 'More actions').click();
  await page.getByRole('menuitem', { name: 'Release' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
});

test('a form, with a field that is faulty', async () => {
  await button(cardOf(page, 'St Brendan Hospitals'), 'Unqualified').click();
  const dialog = page.getByRole('dialog', { name: 'Unqualified' });
  await dialog.waitFor();
  expect(await findings(page)).toEqual([]);
  await button(dialog, 'Save').click();
  await dialog.locator('[aria-invalid="true"]').waitFor();
  expect(await findings(page)).toEqual([]);
  await button(dialog, 'Cancel').click();
  await dialog.waitFor({ state: 'detached' });
});

test('Send a lead', async () => {
  await button(page, 'Send a lead').click();
  await page.getByRole('dialog', { name: 'Send a lead' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
});

test('marketing, and App Home', async () => {
  await channelItem(page, 'marketing').click();
  await page.getByText('Back to marketing').first().waitFor();
  expect(await findings(page)).toEqual([]);
  await appItem(page).click();
  await page.getByRole('heading', { name: 'My leads' }).waitFor();
  expect(await findings(page)).toEqual([]);
});

test('a form with lists to choose many from', async () => {
  await actAs(page, 'Max');
  await button(page, 'Settings').click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('group', { name: 'Sales people' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await button(dialog, 'Cancel').click();
  await dialog.waitFor({ state: 'detached' });
});

test('private answers with tables, links and buttons beside lines', async () => {
  await channelItem(page, 'leads').click();
  for (const line of ['/lead questions', '/lead targets', '/lead views']) await ask(page, line);
  expect(await findings(page)).toEqual([]);
});

test('a form with options in groups, a date, and a fault', async () => {
  const dialog = await formBehind(button(await ask(page, '/lead change'), 'Record a change'), 'Record a change');
  await faultOf(dialog, 'What changed');
  expect(await findings(page)).toEqual([]);
  await button(dialog, 'Cancel').click();
  await dialog.waitFor({ state: 'detached' });
});

test('a phone: the channel, a form, the list', async () => {
  const narrow = await stage.open('Kim', phone);
  await cardOf(narrow, 'St Brendan Hospitals').waitFor();
  expect(await findings(narrow)).toEqual([]);
  await button(cardOf(narrow, 'St Brendan Hospitals'), 'Qualified').click();
  const dialog = narrow.getByRole('dialog', { name: 'Qualified' });
  await dialog.waitFor();
  expect(await findings(narrow)).toEqual([]);
  await button(dialog, 'Cancel').click();
  await dialog.waitFor({ state: 'detached' });
  await button(narrow, 'Back').click();
  await channelItem(narrow, 'marketing').waitFor();
  expect(await findings(narrow)).toEqual([]);
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
