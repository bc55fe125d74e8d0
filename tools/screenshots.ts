// Takes the pictures of README and docs/demo.md from the demo at a fixed hour: npm run screenshots. Needs Chromium; CHROMIUM may name it.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from '../src/demo/demo.ts';
import { createLog } from '../src/log.ts';
import { type Size, phone, startChromium } from '../test/browser/chromium.ts';
import { actAs, beginsAt, button, cardOf, channelItem, runningFrom, thread } from '../test/browser/stage.ts';

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const desk: Size = { width: 1280, height: 860 };
/** High enough for the whole digest. */
const highDesk: Size = { width: 1280, height: 2440 };
/** The week that the digest tells of is over but for its last hours. */
const sunday = beginsAt + 4 * 24 * 60 * 60 * 1000;

const claimed = 'New lead';
const waiting = 'Ottoline Fairweather';
const judged = 'Rosalind Achterberg';

let demo = await demoFrom(beginsAt);
const windows = await startChromium();
try {
  const page = await openAs(desk);
  await toTop(page, claimed);
  await take(page, 'demo-channel');

  await button(cardOf(page, waiting), 'Unqualified').click();
  const dialog = page.getByRole('dialog', { name: 'Unqualified' });
  await dialog.getByLabel('Reason', { exact: true }).selectOption({ label: 'Outside our ICP' });
  await dialog.getByLabel('Note', { exact: true }).fill('Summer crews only, and we start at twenty technicians.');
  await dialog.getByLabel('Note', { exact: true }).blur();
  await take(page, 'demo-unqualified');
  await button(dialog, 'Cancel').click();
  await dialog.waitFor({ state: 'detached' });

  const card = cardOf(page, judged);
  await card.getByRole('button', { name: '2 replies' }).click();
  await thread(page).getByText('Demo on Thursday').waitFor();
  await toTop(page, judged);
  await take(page, 'demo-thread');
  await page.keyboard.press('Escape');

  await actAs(page, 'Mia');
  await channelItem(page, 'marketing').click();
  await button(page, 'Send back to sales').first().waitFor();
  await take(page, 'demo-marketing');

  await actAs(page, 'Kim');
  await page.getByRole('navigation').getByRole('button', { name: 'LeadLoop' }).last().click();
  await page.getByRole('heading', { name: 'My leads' }).waitFor();
  await take(page, 'demo-home');

  const narrow = await openAs(phone, 2);
  await toTop(narrow, waiting);
  await take(narrow, 'demo-phone');

  // Windows onto a demo that has ended would complain.
  for (const window of [page, narrow]) await window.context().close();
  await demo.stop();
  demo = await demoFrom(sunday);
  const high = await openAs(highDesk);
  await actAs(high, 'Max');
  await channelItem(high, 'lead-digest').click();
  await button(high, 'To Monday 9:00').click();
  await high.getByRole('main').getByRole('heading', { name: 'Lead quality' }).waitFor({ timeout: 60_000 });
  await high.getByRole('main').getByRole('button', { name: '1 reply' }).waitFor();
  await take(high, 'demo-digest');
  if (windows.troubles.length > 0) throw new Error(windows.troubles.join('\n'));
} finally {
  await windows.close();
  await demo.stop();
}

function demoFrom(at: number): Promise<Demo> {
  const options = { folder: null, port: 0, log: createLog('warn'), timezone: 'America/New_York', isDripping: false };
  return startDemo({ ...options, realNow: runningFrom(at) });
}

/** As Kim, who is acted as first. Without the hints, which would stand in front of what is to be seen. */
async function openAs(size: Size, scale = 1): Promise<Page> {
  const page = await windows.open(demo.url, size, scale);
  await cardOf(page, waiting).waitFor();
  for (const number of [1, 2, 3]) await button(page, `Dismiss hint ${number}`).click();
  return page;
}

async function toTop(page: Page, name: string): Promise<void> {
  const id = await cardOf(page, name).getAttribute('id');
  await page.evaluate(`document.getElementById(${JSON.stringify(id)}).scrollIntoView({ block: 'start' })`);
}

async function take(page: Page, name: string): Promise<void> {
  // Nothing under the pointer and nothing that blinks.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' });
  console.log(`docs/images/${name}.png`);
}
