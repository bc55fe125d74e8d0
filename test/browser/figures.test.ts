// The figures that both sides read: what leads cost, shared targets, two views of the same leads; and all of it in the digest on Monday.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, faultOf, formBehind, openMessages, save, told } from './conversation.ts';
import { type Stage, actAs, button, channelItem, startStage, thread } from './stage.ts';

/** How many lines of the newest table are seen: more than it has where some of them were too long. */
const linesSeen = `(() => {
  const table = [...document.querySelectorAll('pre')].at(-1);
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(table);
  return Math.round((table.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) / parseFloat(lineHeight));
})()`;

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  page = await stage.open('Mia');
});
afterAll(() => stage.stop());

test('spend: a sum that is none is told under its field, what was stored is told in private, and the cost stands in the list', async () => {
  const form = await formBehind(button(await ask(page, '/lead spend'), 'Add spend'), 'Add spend');
  await form.getByLabel('Name', { exact: true }).fill('partner');
  await form.getByLabel('From', { exact: true }).fill('2026-11-01');
  await form.getByLabel('To', { exact: true }).fill('2026-11-30');
  await form.getByLabel('Amount', { exact: true }).fill('about nine hundred');
  expect(await form.getByLabel('Currency', { exact: true }).inputValue()).toBe('EUR');
  expect(await faultOf(form, 'Amount')).toContain('This must be a number of zero or more, such as 3200.');
  await form.getByLabel('Amount', { exact: true }).fill('900');
  await save(form);
  const words = await (await ask(page, '/lead spend')).innerText();
  // 18 of the 30 days have begun.
  expect(words).toMatch(/^1–30 November 2026, so far$[^]*^partner\s.*\b540 EUR\b[^]*^1–31 October 2026$/m);
  expect(words).not.toMatch(/∞|Infinity|NaN/);
  await (await openMessages(page)).getByText('Stored: 900 EUR for the source partner, 1–30 November 2026.').waitFor();
  await channelItem(page, 'leads').click();
});

test('targets: an owner of the wrong side is told under the field; both owners stand in the list, whose table fits', async () => {
  await actAs(page, 'Max');
  const form = await formBehind(button(await ask(page, '/lead targets'), 'Set a target'), 'Set a target');
  await form.getByLabel('Metric', { exact: true }).selectOption({ label: 'Opportunities' });
  await form.getByLabel('Target', { exact: true }).fill('60');
  await form.getByLabel('Owner in sales', { exact: true }).selectOption({ label: 'Mia Lindqvist' });
  await form.getByLabel('Owner in marketing', { exact: true }).selectOption({ label: 'Mia Lindqvist' });
  await form.getByLabel('Next step', { exact: true }).fill('An offer within two days of each demo');
  expect(await faultOf(form, 'Owner in sales')).toContain('Choose somebody of sales, or a manager.');
  await form.getByLabel('Owner in sales', { exact: true }).selectOption({ label: 'Sam Reyes' });
  await save(form);
  const answer = await ask(page, '/lead targets');
  expect(await answer.innerText()).toMatch(/^Opportunities {2}\d+ of 60, .*@Sam Reyes for sales, @Mia Lindqvist for marketing$/m);
  const table = await answer.locator('pre').filter({ hasText: 'Metric' }).innerText();
  expect(await page.evaluate<number>(linesSeen)).toBe(table.split('\n').length);
});

test('views: an expectation by number alone, and a list of leads for the eyes of one person', async () => {
  const form = await formBehind(button(await ask(page, '/lead views'), 'Set expectations'), 'Set expectations');
  await form.getByLabel('Action', { exact: true }).selectOption({ label: 'trial, now 50 %' });
  await form.getByLabel('Expected', { exact: true }).fill('a third');
  expect(await faultOf(form, 'Expected')).toContain('Please enter a valid number.');
  await form.getByLabel('Expected', { exact: true }).fill('30');
  await form.getByLabel('Why', { exact: true }).fill('Most only look around.');
  await save(form);
  const views = await ask(page, '/lead views');
  expect(await views.innerText()).toMatch(
    /^trial {2}8 of 24 qualified .*; expected 30 % .* set by @Max Brandt .*“Most only look around\.”$/m,
  );
  const [before, named] = [await told(page).count(), 'Scored 60 or more, judged unqualified: 29'];
  await button(views, 'High but no').click();
  const list = told(page).nth(before);
  await list.getByText(named).waitFor();
  expect(await list.getByRole('listitem').count()).toBe(10);
  expect(await list.getByRole('listitem').first().innerText()).toMatch(/ · score \d+ · .*, judged by .* on /);
  for (const other of ['Mia', 'Kim'] as const) {
    await actAs(page, other);
    expect(await page.getByRole('main').getByText(named).count()).toBe(0);
  }
});

test('the digest on Monday has a paragraph of each, and its thread the tables', async () => {
  await actAs(page, 'Max');
  await channelItem(page, 'lead-digest').click();
  await button(page, 'To Monday 9:00').click();
  const digest = page
    .getByRole('main')
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: 'Lead quality, 16–22 November' }) });
  await digest.waitFor({ timeout: 30_000 });
  const words = await digest.innerText();
  const paragraphs = ['The definition, v2', 'You said, we did', 'Where the two views part', 'Shared targets, Q4 2026', 'Open longest'];
  expect(paragraphs.filter((title) => !new RegExp(`^${title}`, 'm').test(words))).toEqual([]);
  expect(words).toMatch(/^Opportunities {2}\d+ of 60, /m);
  await digest.getByRole('button', { name: /repl(y|ies)$/ }).click();
  const details = thread(page).getByRole('article').last();
  await details.getByText('Follow-up and leads').waitFor();
  const tables = await details.innerText();
  expect(tables).toMatch(/^Opportunities.*@Sam Reyes, @Mia Lindqvist · Next: An offer within two days of each demo$/m);
  expect(tables).toMatch(/^Expected and judged {2}6 actions: /m);
  expect(tables).toMatch(/^Cost by source .*Spend[^]*^partner /m);
  await page.keyboard.press('Escape');
  await channelItem(page, 'marketing').click();
  await page.getByRole('main').getByRole('heading', { name: 'What prospects asked, 16–22 November' }).waitFor();
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
