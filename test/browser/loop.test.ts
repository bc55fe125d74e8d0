// What goes back and forth between the two sides: a question and its answer, a change and who it was made for, an attempt to reach somebody.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phone } from './chromium.ts';
import { ask, faultOf, formBehind, openMessages, save, told } from './conversation.ts';
import { type Stage, actAs, button, cardOf, channelItem, startStage, thread } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  page = await stage.open('Kim');
});
afterAll(() => stage.stop());

test('a question: passed on with a verdict, answered by marketing with a link, and the rep hears of it in private', async () => {
  const asked = 'Can the night desk keep a calendar of its own?';
  const verdict = await formBehind(button(cardOf(page, 'St Brendan Hospitals'), 'Qualified'), 'Qualified');
  await verdict.getByLabel('Reason', { exact: true }).selectOption({ label: 'Clear need' });
  await verdict.getByLabel('Question they asked', { exact: true }).fill(asked);
  await save(verdict);

  await actAs(page, 'Mia');
  const open = await ask(page, '/lead questions');
  await open.getByRole('heading', { name: 'What prospects ask, last 90 days' }).waitFor();
  const opener = open.getByText(`“${asked}”`).locator('xpath=following::button[1]');
  expect(await opener.textContent()).toBe('Answered by');
  const answer = await formBehind(opener, 'Answered by');
  await answer.getByText(`“${asked}”`).waitFor();
  await answer.getByLabel('Link', { exact: true }).fill('our page on calendars');
  expect(await faultOf(answer, 'Link')).toContain('This is no web address.');
  await answer.getByLabel('Link', { exact: true }).fill('https://fernway.test/guides/night-desk');
  await answer.getByLabel('Note', { exact: true }).fill('Yes, one for each desk.');
  await save(answer);

  const answered = await ask(page, '/lead questions');
  await answered.getByRole('link', { name: 'https://fernway.test/guides/night-desk' }).waitFor();
  expect(await answered.innerText()).toMatch(/Answered lately[^]*night desk[^]*@Mia Lindqvist answered/);

  await actAs(page, 'Kim');
  const line = (await openMessages(page)).getByRole('article').filter({ hasText: asked });
  await line.getByText('@Mia Lindqvist answered:').waitFor();
  await line.getByRole('link', { name: 'https://fernway.test/guides/night-desk' }).waitFor();
  await line.getByText('Yes, one for each desk.').waitFor();
});

test('a change: recorded by marketing, told in private to the rep whose verdicts led there, and too early to compare', async () => {
  const what = 'leaves out searches for one-person firms';
  await channelItem(page, 'leads').click();
  await actAs(page, 'Mia');
  const form = await formBehind(button(await ask(page, '/lead change'), 'Record a change'), 'Record a change');
  const origin = form.getByLabel('Campaign or source', { exact: true });
  expect(await origin.locator('optgroup[label="Campaign"] option').allTextContents()).toContain('q4-search');
  expect(await origin.locator('optgroup[label="Source"] option').allTextContents()).not.toContain('q4-search');
  await origin.selectOption({ label: 'google-ads' });
  await form.getByLabel('What changed', { exact: true }).fill(what);
  expect(await form.getByLabel('When', { exact: true }).inputValue()).toBe('2026-11-18');
  expect(await faultOf(form, 'Reason it answers')).toContain('Please complete this required field.');
  await form.getByLabel('Reason it answers', { exact: true }).selectOption({ label: 'Outside our ICP' });
  await save(form);
  const stored = page.getByRole('dialog', { name: 'LeadLoop' });
  await button(stored, 'Close').last().click();
  await stored.waitFor({ state: 'detached' });

  const list = await (await ask(page, '/lead change')).innerText();
  expect(list).toMatch(new RegExp(`^google-ads: “${what}”\\n.*“Outside our ICP”, recorded by @Mia Lindqvist\\nToo early to tell: `, 'm'));

  await actAs(page, 'Sam');
  const line = (await openMessages(page)).getByRole('article').filter({ hasText: what });
  await line.getByText(/^You marked 1 lead of google-ads “Outside our ICP” since /).waitFor();
  await line.getByText(`Marketing changed on 18 Nov 2026: “${what}”.`).waitFor();
  await channelItem(page, 'leads').click();
});

test('Log an attempt: one tap claims, counts on the card, and stands in the thread; the next at once is told to be the same', async () => {
  await actAs(page, 'Kim');
  const card = cardOf(page, 'Ottoline Fairweather');
  const attempt = async (): Promise<void> => {
    await button(card, 'More actions').click();
    await page.getByRole('menuitem', { name: 'Log an attempt' }).click();
  };
  await attempt();
  await card.getByText(/With @Kim Okafor since today 10:2\d · 1 attempt, today 10:2\d/).waitFor();
  await attempt();
  await told(page).last().getByText('Your attempt is logged already, a moment ago. It counts once.').waitFor();
  await card.getByRole('button', { name: /repl(y|ies)$/ }).click();
  await thread(page).getByText('@Kim Okafor tried to reach them (1st attempt).').waitFor();
  expect(await thread(page).getByText('attempt).').count()).toBe(1);
});

test('Log an attempt on a phone: within the window, and big enough for a finger', async () => {
  const narrow = await stage.open('Sam', phone);
  await stage.send({ name: 'Pia Toft', email: 'pia@toft.test', source: 'website' });
  const card = cardOf(narrow, 'Pia Toft');
  await button(card, 'More actions').tap();
  const item = narrow.getByRole('menuitem', { name: 'Log an attempt' });
  const box = await item.boundingBox();
  expect(Math.round(box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await item.tap();
  await card.getByText(/With @Sam Reyes since today 10:2\d · 1 attempt, today 10:2\d/).waitFor();
  expect(await narrow.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await narrow.close();
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
