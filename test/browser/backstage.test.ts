// What only a demo has: a clock that can be moved, a form that sends leads, hints; and what a window remembers.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, actAs, appItem, button, cardOf, channelItem, startStage, write } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  page = await stage.open('Kim');
});
afterAll(() => stage.stop());

const clock = () => page.getByRole('banner').getByRole('time');

test('hints are dismissed one by one, and stay dismissed after a reload', async () => {
  const hints = page.getByRole('region', { name: 'What to try' });
  await hints.getByText('Press Claim on its card').waitFor();
  await button(hints, 'Dismiss hint 1').click();
  await hints.getByText('Press Claim on its card').waitFor({ state: 'detached' });
  await page.reload();
  await button(hints, 'Dismiss hint 2').click();
  expect(await hints.getByRole('listitem').count()).toBe(1);
  await button(hints, 'Dismiss hint 3').click();
  await hints.waitFor({ state: 'detached' });
  await page.reload();
  await cardOf(page, 'Rosalind Achterberg').waitFor();
  expect(await hints.count()).toBe(0);
});

test('Send a lead: the filled-in form makes a card, a wrong one says what is wrong and stays', async () => {
  await button(page, 'Send a lead').click();
  const dialog = page.getByRole('dialog', { name: 'Send a lead' });
  await dialog.getByLabel('Name', { exact: true }).fill('Ines Juel');
  expect(await dialog.getByLabel('Title', { exact: true }).inputValue()).not.toBe('');
  await dialog.getByLabel('Email', { exact: true }).fill('');
  await button(dialog, 'Send').click();
  await dialog.getByRole('status').filter({ hasText: /email/i }).waitFor();
  expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('Ines Juel');
  await dialog.getByLabel('Email', { exact: true }).fill('ines@juel.test');
  await button(dialog, 'Send').click();
  await dialog.waitFor({ state: 'hidden' });
  await button(cardOf(page, 'Ines Juel'), 'Claim').waitFor();
});

test('the line for a terminal really sends a lead', async () => {
  await button(page, 'Send a lead').click();
  const line = (await page.getByRole('dialog', { name: 'Send a lead' }).locator('pre').textContent()) ?? '';
  await page.keyboard.press('Escape');
  const [, url = '', token = '', body = ''] = /^curl -X POST (\S+) -H "Authorization: (Bearer \w+)" .* -d '(.*)'$/.exec(line) ?? [];
  const response = await fetch(url, { method: 'POST', headers: { authorization: token, 'content-type': 'application/json' }, body });
  expect(response.status).toBe(201);
  await cardOf(page, 'Ada Lovelace').waitFor();
});

test('unread marks: a message in another channel is counted until it is opened', async () => {
  await channelItem(page, 'marketing').click();
  await channelItem(page, 'leads').click();
  const mia = await stage.open('Mia');
  await channelItem(mia, 'marketing').click();
  await write(mia, 'The January webinar is full.');
  await page.getByRole('button', { name: 'marketing 1 unread' }).waitFor();
  await expect.poll(() => page.title()).toContain('(1) #leads');
  await page.getByRole('button', { name: 'marketing 1 unread' }).click();
  await page.getByRole('heading', { name: 'New', exact: true }).waitFor();
  await page.getByText('The January webinar is full.').waitFor();
  await expect.poll(() => page.title()).toContain('#marketing');
  expect(await page.title()).not.toContain('(1)');
  await mia.close();
});

test('a reload keeps the person, the channel and what was read', async () => {
  await actAs(page, 'Max');
  await channelItem(page, 'lead-digest').click();
  await page.reload();
  await page.getByRole('button', { name: /^Max /, pressed: true }).waitFor();
  await page.getByRole('textbox', { name: 'Message #lead-digest' }).waitFor();
  expect(await page.getByRole('button', { name: /^marketing \d+ unread/ }).count()).toBeLessThanOrEqual(1);
  await actAs(page, 'Kim');
  await channelItem(page, 'leads').click();
});

test('+ 1 hour, + 1 day and Monday move the clock, and what happens then carries the new time', async () => {
  await clock()
    .filter({ hasText: /Wed 18 Nov, 10:2\d/ })
    .waitFor();
  await button(page, '+ 1 hour').click();
  await clock()
    .filter({ hasText: /Wed 18 Nov, 11:2\d/ })
    .waitFor();
  await stage.send({ name: 'Kai Lund', email: 'kai@lund.test', source: 'website' });
  const card = cardOf(page, 'Kai Lund');
  await card
    .getByText(/^11:2\d$/)
    .first()
    .waitFor();
  await button(page, '+ 1 day').click();
  await clock()
    .filter({ hasText: /Thu 19 Nov, 11:2\d/ })
    .waitFor();
  await button(card, 'Claim').click();
  await card.getByText(/With @Kim Okafor since today 11:2\d/).waitFor();
  await button(page, 'To Monday 9:00').click();
  await page.getByRole('banner').getByRole('status').filter({ hasText: 'Moving the clock …' }).waitFor();
  await clock().filter({ hasText: 'Mon 23 Nov, 09:0' }).waitFor();
  await write(page, '/lead mine');
  const told = page.getByRole('article').filter({ hasText: 'Only visible to you' }).last();
  await told.getByText('Kai Lund').waitFor();
  await told
    .getByText(/^09:0\d$/)
    .first()
    .waitFor();
});

test('the app stands in the list once, with what it wrote to the person; behind it are two tabs', async () => {
  expect(await page.getByRole('navigation').getByRole('button', { name: 'LeadLoop' }).count()).toBe(1);
  const waiting = page.getByRole('navigation').getByRole('button', { name: /^LeadLoop \d+ unread$/ });
  await waiting.click();
  await page.getByRole('tab', { name: 'Home', selected: true }).waitFor();
  await page.getByRole('tab', { name: /^Messages \d+ unread$/ }).click();
  await page.getByRole('tab', { name: 'Messages', exact: true, selected: true }).waitFor();
  await waiting.waitFor({ state: 'detached' });
  expect(await appItem(page).getAttribute('aria-current')).toBe('page');
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
