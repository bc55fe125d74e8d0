// Sales at work in the browser: claiming, judging, being told what is missing, changing one's mind, racing a colleague.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, button, cardOf, startStage, thread, under } from './stage.ts';

let stage: Stage;
let kim: Page;

beforeAll(async () => {
  stage = await startStage();
  kim = await stage.open('Kim');
});
afterAll(() => stage.stop());

/** A card of a new lead, with its person's name. */
async function newCard(name: string): Promise<Locator> {
  await stage.send({
    name,
    email: `${name.replaceAll(' ', '.').toLowerCase()}@loom.test`,
    company: 'Loom Ltd',
    source: 'website',
    message: 'How soon could we start?',
  });
  const card = cardOf(kim, name);
  await button(card, 'Claim').waitFor();
  return card;
}

async function openForm(card: Locator, label: string): Promise<Locator> {
  await button(card, label).click();
  const dialog = kim.getByRole('dialog', { name: label, exact: true });
  await dialog.waitFor();
  return dialog;
}

test('Claim: the card says who has it and offers Claim no more', async () => {
  const card = await newCard('Ada Byron');
  await card.getByText('Nobody has it yet').waitFor();
  await card.getByRole('button', { name: 'Claim' }).click();
  await card.getByText('With @Kim Okafor since').waitFor();
  expect(await card.getByRole('button', { name: 'Claim' }).count()).toBe(0);
  await button(card, 'Qualified').waitFor();
});

test('Unqualified with a reason: the card shrinks to one line, and its thread tells', async () => {
  const card = await newCard('Bo Tern');
  await card.getByText('How soon could we start?').waitFor();
  const dialog = await openForm(card, 'Unqualified');
  await dialog.getByLabel('Reason', { exact: true }).selectOption({ label: 'No need' });
  await dialog.getByLabel('Note', { exact: true }).fill('They build their own looms since March.');
  await button(dialog, 'Save').click();
  await dialog.waitFor({ state: 'detached' });
  await card.getByText('Unqualified by @Kim Okafor: no need').waitFor();
  await card.getByText('How soon could we start?').waitFor({ state: 'detached' });
  await button(card, 'Change verdict').waitFor();
  await card.getByRole('button', { name: /repl(y|ies)$/ }).click();
  await thread(kim).getByText('They build their own looms since March.').waitFor();
  await button(thread(kim), 'Close thread').click();
  await thread(kim).waitFor({ state: 'detached' });
});

test('an empty required field and Other without a note are told under their fields, and the dialog stays', async () => {
  const card = await newCard('Cy Dale');
  const dialog = await openForm(card, 'Unqualified');
  const reason = dialog.getByLabel('Reason', { exact: true });
  const note = dialog.getByLabel('Note', { exact: true });
  await button(dialog, 'Save').click();
  await dialog.locator('select[aria-invalid="true"]').waitFor();
  expect(await under(reason)).toContain('Please complete this required field.');
  await reason.selectOption({ label: 'Other' });
  await button(dialog, 'Save').click();
  await dialog.locator('textarea[aria-invalid="true"]').waitFor();
  expect(await under(note)).toContain('With “Other”, say in a few words what it was.');
  expect(await reason.locator('option:checked').textContent()).toContain('Other');
  expect(await reason.getAttribute('aria-invalid')).toBeNull();
  await note.fill('Wrote to the wrong Loom Ltd.');
  await button(dialog, 'Save').click();
  await dialog.waitFor({ state: 'detached' });
  await card.getByText('Unqualified by @Kim Okafor: other').waitFor();
});

test('Change verdict: from unqualified to qualified', async () => {
  const card = await newCard('Di Fenn');
  const first = await openForm(card, 'Unqualified');
  await first.getByLabel('Reason', { exact: true }).selectOption({ label: 'No budget' });
  await button(first, 'Save').click();
  const second = await openForm(card, 'Change verdict');
  await second.getByLabel('Verdict', { exact: true }).selectOption({ label: 'Qualified' });
  await second.getByLabel('Reason', { exact: true }).selectOption({ label: 'Meeting booked' });
  await button(second, 'Save').click();
  await second.waitFor({ state: 'detached' });
  await card.getByText('Qualified by @Kim Okafor: meeting booked').waitFor();
});

test('two people press Claim at once: one gets the lead, the other is told privately', async () => {
  const sam = await stage.open('Sam');
  const kims = await newCard('Ed Gale');
  const sams = cardOf(sam, 'Ed Gale');
  await button(sams, 'Claim').waitFor();
  // As two fingers come down: what is under them may change while they do, and a press that found nothing is no race.
  const both = await Promise.all([kims, sams].map((card) => button(card, 'Claim').elementHandle()));
  await Promise.all(both.map((claim) => claim?.dispatchEvent('click')));
  await kims.getByText(/With @(Kim Okafor|Sam Reyes) since/).waitFor();
  const hasKim = (await kims.getByText('With @Kim Okafor since').count()) === 1;
  const [winner, loser] = hasKim ? [kim, sam] : [sam, kim];
  const told = loser.getByRole('main').getByRole('article').filter({ hasText: 'Only visible to you' });
  const answered = told.filter({ hasText: hasKim ? '@Kim Okafor' : '@Sam Reyes' });
  await answered.waitFor();
  expect(await told.count()).toBe(1);
  expect(await winner.getByText('Only visible to you').count()).toBe(0);
  await cardOf(loser, 'Ed Gale')
    .getByText(hasKim ? 'With @Kim Okafor since' : 'With @Sam Reyes since')
    .waitFor();
});

test('with the keyboard alone: Tab to Claim, Enter; Escape leaves a form, and focus returns to what opened it', async () => {
  const card = await newCard('Flo Hart');
  const { keyboard } = kim;
  await card.getByRole('link').first().focus();
  await keyboard.press('Tab');
  expect(await card.locator(':focus').textContent()).toContain('Claim');
  await keyboard.press('Enter');
  await card.getByText('With @Kim Okafor since').waitFor();
  // Claim is gone: focus stays on the card.
  await card.locator('button:focus', { hasText: 'Qualified' }).waitFor();
  await keyboard.press('Tab');
  expect(await card.locator(':focus').textContent()).toContain('Unqualified');
  await keyboard.press('Enter');
  const dialog = kim.getByRole('dialog', { name: 'Unqualified' });
  await dialog.waitFor();
  await dialog.locator('select:focus').waitFor();
  await keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await card.locator(':focus').textContent()).toContain('Unqualified');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await card.locator('[role=menuitem]:focus').getByText('Return to marketing').waitFor();
  for (const item of ['Add a note', 'Log an attempt', 'Release']) {
    await keyboard.press('ArrowDown');
    await card.locator('[role=menuitem]:focus').getByText(item).waitFor();
  }
  await keyboard.press('Enter');
  await card.getByText('Nobody has it yet').waitFor();
});

test('after Save, focus is on the card that the form was opened from, although what opened it is gone', async () => {
  const card = await newCard('Gil Orme');
  await button(card, 'Qualified').focus();
  await kim.keyboard.press('Enter');
  const dialog = kim.getByRole('dialog', { name: 'Qualified', exact: true });
  await dialog.getByLabel('Reason', { exact: true }).selectOption({ label: 'Meeting booked' });
  await button(dialog, 'Save').press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await card.getByText('Qualified by @Kim Okafor: meeting booked').waitFor();
  await card.locator('button:focus').waitFor();
});

test('Skip to messages leads to the newest one', async () => {
  const card = await newCard('Hal Pym');
  await kim.getByRole('link', { name: 'Skip to messages' }).focus();
  await kim.keyboard.press('Enter');
  expect(await kim.locator('article:focus').getByRole('heading').textContent()).toContain('Hal Pym');
  await kim.keyboard.press('Tab');
  expect(await card.locator(':focus').count()).toBe(1);
});

test('an open menu stays open, and where it is, when a card comes in; the list catches up afterwards', async () => {
  const card = await newCard('Ida Quill');
  await button(card, 'More actions').click();
  const item = kim.getByRole('menuitem', { name: 'Return to marketing' });
  const before = await item.boundingBox();
  const next = await newCard('Jon Rask');
  expect(await item.boundingBox()).toEqual(before);
  await kim.keyboard.press('Escape');
  await item.waitFor({ state: 'hidden' });
  await newCard('Kay Shaw');
  await expect.poll(async () => (await next.boundingBox())?.y).toBeLessThan(before?.y ?? 0);
  // The reader's own wheel is another matter.
  await button(card, 'More actions').click();
  await item.waitFor();
  await kim.getByRole('region', { name: 'Messages in #leads' }).hover({ position: { x: 600, y: 5 } });
  await kim.mouse.wheel(0, -200);
  await item.waitFor({ state: 'hidden' });
});

test('nothing was asked for from outside, and nothing broke', () => {
  expect(stage.windows.troubles).toEqual([]);
});
