// The page on a phone: one thing at a time, forms over the whole window.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phone } from './chromium.ts';
import { type Stage, actAs, appItem, button, cardOf, channelItem, startStage, thread, write } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  page = await stage.open('Kim', phone);
});
afterAll(() => stage.stop());

/** Nothing may be wider than the window. */
async function isWithinWindow(): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
}

test('a lead is claimed and judged in a form that covers the window', async () => {
  await stage.send({ name: 'Lea Moor', email: 'lea@moor.test', company: 'Moor & Daughters', source: 'website' });
  const card = cardOf(page, 'Lea Moor');
  await button(card, 'Claim').click();
  await card.getByText('With @Kim Okafor since').waitFor();
  expect(await isWithinWindow()).toBe(true);
  await button(card, 'Unqualified').click();
  const dialog = page.getByRole('dialog', { name: 'Unqualified' });
  await dialog.waitFor();
  expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, ...phone });
  await dialog.getByLabel('Reason', { exact: true }).selectOption({ label: 'Wrong person' });
  await button(dialog, 'Save').click();
  await card.getByText('Unqualified by @Kim Okafor: wrong person').waitFor();
});

test('buttons are big enough for fingers', async () => {
  await stage.send({ name: 'Max Noll', email: 'max@noll.test', source: 'website' });
  const card = cardOf(page, 'Max Noll');
  for (const name of ['Claim', 'Qualified', 'Unqualified', 'More actions']) {
    const box = await button(card, name).boundingBox();
    expect(Math.round(box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
  }
});

test('a thread covers the channel, and gives it back', async () => {
  const card = cardOf(page, 'Rosalind Achterberg');
  const replies = card.getByRole('button', { name: '2 replies' });
  await replies.scrollIntoViewIfNeeded();
  const before = await replies.boundingBox();
  await replies.click();
  await thread(page).getByText('Demo on Thursday').waitFor();
  expect((await thread(page).boundingBox())?.width).toBe(phone.width);
  await button(thread(page), 'Close thread').click();
  await card.waitFor();
  expect(await replies.boundingBox()).toEqual(before);
  expect(await isWithinWindow()).toBe(true);
});

test('the clock is moved where the hint about it is read', async () => {
  const hints = page.getByRole('region', { name: 'What to try' });
  await button(hints, 'Dismiss hint 1').click();
  await button(hints, 'Dismiss hint 2').click();
  await hints.getByText('Move the clock with + 1 hour').waitFor();
  await button(page, '+ 1 hour').click();
  await page
    .getByRole('banner')
    .getByRole('time')
    .filter({ hasText: /Wed 18 Nov, 11:2\d/ })
    .waitFor();
  expect(await isWithinWindow()).toBe(true);
  const messages = await page.getByRole('region', { name: 'Messages in #leads' }).boundingBox();
  expect(messages?.height).toBeGreaterThan(phone.height / 2);
});

test('a message higher than the screen is shown from its beginning', async () => {
  const pane = page.getByRole('region', { name: 'Messages in #leads' });
  const top = async (of: Locator): Promise<number> => (await of.boundingBox())?.y ?? 0;
  await write(page, 'The first of many lines.\n' + 'Another one.\n'.repeat(60));
  const long = page.getByRole('article').filter({ hasText: 'The first of many lines.' });
  await long.waitFor();
  await expect.poll(async () => (await top(long)) - (await top(pane))).toBeLessThan(20);
  expect(await top(long)).toBeGreaterThanOrEqual(await top(pane));
  await button(page, 'Back').click();
  await channelItem(page, 'marketing').click();
  await page.getByText('Back to marketing').first().waitFor();
  await button(page, 'Back').click();
  await channelItem(page, 'leads').click();
  await expect.poll(async () => (await top(long)) - (await top(pane))).toBeLessThan(20);
  expect(await top(long)).toBeGreaterThanOrEqual(await top(pane));
});

test('back to the list, on as somebody else, and into another channel', async () => {
  await button(page, 'Back').click();
  await channelItem(page, 'marketing').waitFor();
  expect(await page.getByRole('main').isVisible()).toBe(false);
  await actAs(page, 'Mia');
  await channelItem(page, 'marketing').click();
  await page.getByText('Back to marketing').first().waitFor();
  expect(await isWithinWindow()).toBe(true);
  await button(page, 'Back').click();
  await appItem(page).click();
  await page.getByRole('heading', { name: 'Returned leads' }).waitFor();
  expect(await isWithinWindow()).toBe(true);
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
