// What the tests of the browser do with private answers and with forms, by the names that people read.
import type { Locator, Page } from 'playwright-core';
import { appItem, button, under, write } from './stage.ts';

/** What only the person in front of the page sees of the open channel, oldest first. */
export function told(page: Page): Locator {
  return page.getByRole('main').getByRole('article').filter({ hasText: 'Only visible to you' });
}

/** Types a command, and gives the answer to it when it is there. */
export async function ask(page: Page, line: string): Promise<Locator> {
  const before = await told(page).count();
  await write(page, line);
  const answer = told(page).nth(before);
  await answer.waitFor();
  // On a slow machine word that it follows comes first.
  if ((await answer.getByText('That takes a moment').count()) === 0) return answer;
  const late = told(page).nth(before + 1);
  await late.waitFor();
  return late;
}

/** Presses what opens a form of that title, and gives the form. */
export async function formBehind(opener: Locator, title: string): Promise<Locator> {
  await opener.click();
  const dialog = opener.page().getByRole('dialog', { name: title, exact: true });
  await dialog.waitFor();
  return dialog;
}

/** Saves a form that has nothing wrong in it. */
export async function save(dialog: Locator): Promise<void> {
  await button(dialog, 'Save').click();
  await dialog.waitFor({ state: 'detached' });
}

/** Saves a form with a fault under that field, which it gives. */
export async function faultOf(dialog: Locator, label: string): Promise<string> {
  const field = dialog.getByLabel(label, { exact: true });
  await button(dialog, 'Save').click();
  await field.and(dialog.locator('[aria-invalid="true"]')).waitFor();
  return under(field);
}

/** What the app wrote to the person alone. */
export async function openMessages(page: Page): Promise<Locator> {
  await appItem(page).click();
  await page.getByRole('tab', { name: /^Messages/ }).click();
  return page.getByRole('tabpanel', { name: 'Messages' });
}
