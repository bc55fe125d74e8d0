// Between sales and marketing: a lead goes back, marketing sends it again, and the new card says what changed.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, actAs, button, cardOf, channelItem, startStage, thread } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  page = await stage.open('Kim');
});
afterAll(() => stage.stop());

test('Return to marketing, Send back to sales, and a second card that tells both', async () => {
  await stage.send({ name: 'Greta Holm', email: 'greta@loom.test', company: 'Loom Ltd', source: 'webinar' });
  await button(cardOf(page, 'Greta Holm'), 'Claim').click();
  await cardOf(page, 'Greta Holm').getByText('With @Kim Okafor since').waitFor();
  await button(cardOf(page, 'Greta Holm'), 'More actions').click();
  await page.getByRole('menuitem', { name: 'Return to marketing' }).click();
  const back = page.getByRole('dialog', { name: 'Return to marketing' });
  await back.getByLabel('Reason', { exact: true }).selectOption({ label: 'No budget' });
  await back.getByLabel('Note', { exact: true }).fill('Likes it, money comes in January.');
  await button(back, 'Save').click();
  await cardOf(page, 'Greta Holm').getByText('Returned to marketing by @Kim Okafor: no budget').waitFor();

  await actAs(page, 'Mia');
  await channelItem(page, 'marketing').click();
  const returned = cardOf(page, 'Back to marketing: Greta Holm');
  await returned.getByText('Likes it, money comes in January.').waitFor();
  await button(returned, 'Send back to sales').click();
  const again = page.getByRole('dialog', { name: 'Send back to sales' });
  await again.getByLabel('What changed', { exact: true }).fill('The new budget is in force since Monday.');
  await button(again, 'Save').click();
  await again.waitFor({ state: 'detached' });
  await returned.getByText('Sent back to sales').waitFor();
  expect(await button(returned, 'Send back to sales').count()).toBe(0);

  await actAs(page, 'Kim');
  await channelItem(page, 'leads').click();
  const second = cardOf(page, 'Greta Holm').filter({ has: page.getByRole('button', { name: 'Claim' }) });
  await second.getByText('The new budget is in force since Monday.').waitFor();
  await second.getByText('Likes it, money comes in January.').waitFor();
  expect(await cardOf(page, 'Greta Holm').count()).toBe(2);
});

test("the day's verdicts stand in one thread in #marketing, with the way to each card", async () => {
  await actAs(page, 'Mia');
  await channelItem(page, 'marketing').click();
  const day = page.getByRole('main').getByRole('article').filter({ hasText: 'Verdicts' }).first();
  await day.getByRole('button', { name: /repl(y|ies)$/ }).click();
  const line = thread(page).getByRole('article').filter({ hasText: 'Polderlift Group' });
  await line.getByText('Meeting booked').waitFor();
  await line.getByRole('link').last().click();
  const card = cardOf(page, 'Rosalind Achterberg');
  await card.waitFor();
  expect(await channelItem(page, 'leads').getAttribute('aria-current')).toBe('page');
});

test('strangers’ text stays text: in its card, in marketing’s list, in the page’s title', async () => {
  const card = cardOf(page, '<!channel> *bold* <https://evil.test|click me>');
  await card.waitFor();
  expect(await card.getByRole('heading').textContent()).toContain('<!channel> *bold* <https://evil.test|click me> · @here & `Sons` _Ltd_');
  await card.getByRole('button', { name: /repl(y|ies)$/ }).click();
  await thread(page).getByText('Somebody is testing our contact form.').waitFor();
  for (const within of [card, thread(page)]) {
    expect(await within.getByRole('link', { name: /click me|evil/ }).count()).toBe(0);
    expect(
      await within.locator('script, strong:text("bold"), b:text-is("bold"), em:text("Ltd"), .block-mention:text("channel")').count(),
    ).toBe(0);
  }
  await channelItem(page, 'marketing').click();
  const day = page.getByRole('main').getByRole('article').filter({ hasText: 'Verdicts' }).first();
  await day.getByRole('button', { name: /repl(y|ies)$/ }).click();
  await thread(page).getByRole('article').filter({ hasText: '<!channel> *bold*' }).waitFor();
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
