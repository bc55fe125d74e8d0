// The app beside its cards: App Home, the commands of the composer, the shortcut.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, told } from './conversation.ts';
import { type Stage, actAs, appItem, button, cardOf, channelItem, startStage, thread, write } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  page = await stage.open('Kim');
});
afterAll(() => stage.stop());

const home = (): Locator => page.getByRole('tabpanel', { name: 'Home' });

async function openHome(): Promise<void> {
  await appItem(page).click();
  await home().waitFor();
}

test('App Home: my leads, with buttons that work', async () => {
  await openHome();
  await home().getByRole('heading', { name: 'My leads' }).waitFor();
  await home().getByText('St Brendan Hospitals').first().waitFor();
  await home().getByRole('heading', { name: 'Waiting for anyone' }).waitFor();
  await button(home(), 'Claim').first().click();
  await expect.poll(() => button(home(), 'Claim').count()).toBe(1);
});

test('a verdict from App Home takes the lead off its list', async () => {
  const rows = home().getByText('St Brendan Hospitals');
  await rows.first().waitFor();
  await button(home(), 'Qualified').first().click();
  const dialog = page.getByRole('dialog', { name: 'Qualified' });
  await dialog.getByLabel('Reason', { exact: true }).selectOption({ label: 'Clear need' });
  await button(dialog, 'Save').click();
  await dialog.waitFor({ state: 'detached' });
  await rows.waitFor({ state: 'detached' });
});

test('each person has an App Home of their own: for marketing, what came back', async () => {
  await actAs(page, 'Mia');
  await home().getByRole('heading', { name: 'Returned leads' }).waitFor();
  await home().getByText('Gulf Regional Cooperative').first().waitFor();
  expect(await home().getByRole('heading', { name: 'My leads' }).count()).toBe(0);
  await actAs(page, 'Kim');
  await home().getByRole('heading', { name: 'My leads' }).waitFor();
});

test('/lead mine, find and help are answered to whoever asks, and to nobody else', async () => {
  await channelItem(page, 'leads').click();
  await (await ask(page, '/lead mine')).getByText('Your open leads, oldest first:').waitFor();
  const found = await ask(page, '/lead find polderlift');
  await found.getByText('Rosalind Achterberg').waitFor();
  await button(found, 'Change verdict').waitFor();
  await (await ask(page, '/lead help')).getByText('find leads by name, company, e-mail or phone').waitFor();
  await actAs(page, 'Sam');
  await cardOf(page, 'Rosalind Achterberg').waitFor();
  expect(await told(page).count()).toBe(0);
  await actAs(page, 'Kim');
});

test('"/" offers the commands, an unknown one is answered in a sentence, and what was typed is not lost', async () => {
  const box = page.getByRole('textbox', { name: 'Message #leads' });
  await box.pressSequentially('/le');
  await page.getByRole('option', { name: /^\/lead/ }).waitFor();
  await box.press('Tab');
  expect(await box.inputValue()).toBe('/lead ');
  await box.fill('/dance');
  await box.press('Enter');
  await page.getByRole('alert').getByText('/dance is not a command here.').waitFor();
  expect(await box.inputValue()).toBe('/dance');
  await box.fill('');
  await button(page, 'Dismiss').click();
});

test('what people write stands in the channel and in threads', async () => {
  await write(page, 'Back at two, ring me if the *hospital* calls.');
  const mine = page.getByRole('article', { name: /^Kim Okafor, / }).filter({ hasText: 'ring me if' });
  await mine.waitFor();
  await mine.getByText('hospital', { exact: true }).waitFor();
  const card = cardOf(page, 'Rosalind Achterberg');
  await card.getByRole('button', { name: '2 replies' }).click();
  const box = thread(page).getByRole('textbox', { name: 'Reply in this thread' });
  await box.fill('The depot leads said yes.');
  await box.press('Enter');
  await thread(page).getByRole('article').filter({ hasText: 'The depot leads said yes.' }).waitFor();
  await card.getByRole('button', { name: '3 replies' }).waitFor();
  await page.keyboard.press('Escape');
  await thread(page).waitFor({ state: 'detached' });
});

test('the shortcut Add a lead opens its form, tells what is missing, and a lead is added', async () => {
  await button(page, 'Shortcuts').click();
  await page.getByRole('menuitem', { name: 'Add a lead' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a lead' });
  await dialog.getByLabel('Name', { exact: true }).fill('Hugo Ives');
  await button(dialog, 'Add').click();
  await dialog.locator('[aria-invalid="true"]').first().waitFor();
  await dialog.getByLabel('Email', { exact: true }).fill('hugo@ives.test');
  await dialog.getByLabel('Source', { exact: true }).fill('trade-fair');
  await button(dialog, 'Add').click();
  await dialog.waitFor({ state: 'detached' });
  await cardOf(page, 'Hugo Ives').getByText('from trade-fair').waitFor();
});

test('many people are chosen by plain clicks: one more is one more, and the others stay', async () => {
  await actAs(page, 'Max');
  await openHome();
  await button(home(), 'Settings').click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  const sales = dialog.getByRole('group', { name: 'Sales people' });
  const chosen = (): Promise<string[]> => sales.locator('.modal-choice:has(:checked) label').allTextContents();
  await sales.waitFor();
  expect(await chosen()).toEqual(['Kim Okafor', 'Sam Reyes']);
  await sales.getByText('Mia Lindqvist').click();
  expect(await chosen()).toEqual(['Kim Okafor', 'Sam Reyes', 'Mia Lindqvist']);
  await sales.getByRole('checkbox', { name: 'Sam Reyes' }).press('Space');
  await button(dialog, 'Save').click();
  await dialog.waitFor({ state: 'detached' });
  await button(home(), 'Settings').click();
  await sales.waitFor();
  expect(await chosen()).toEqual(['Kim Okafor', 'Mia Lindqvist']);
  await button(dialog, 'Cancel').click();
  await dialog.waitFor({ state: 'detached' });
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
