// A demo at a fixed hour with a browser in front of it, and how to find one's way on its page.
import type { Locator, Page } from 'playwright-core';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { demoPeople } from '../../src/demo/people.ts';
import { createLog } from '../../src/log.ts';
import { type Size, type Windows, startChromium, wide } from './chromium.ts';

/** A Wednesday morning in New York, whenever the tests run. */
export const beginsAt = Date.parse('2026-11-18T15:20:00Z');

export type Who = 'Kim' | 'Sam' | 'Mia' | 'Max';

export interface Stage {
  readonly demo: Demo;
  readonly windows: Windows;
  /** A new window, as this person of the demo. */
  open(as: Who, size?: Size): Promise<Page>;
  /** A lead as a form would send it. Its card comes soon after. */
  send(lead: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

/** The clock runs on from a fixed hour. */
export function runningFrom(at: number): () => number {
  const startedAt = performance.now();
  return () => at + Math.round(performance.now() - startedAt);
}

export async function startStage(folder: string | null = null): Promise<Stage> {
  const realNow = runningFrom(beginsAt);
  // The browser first: where there is none, no demo is left running.
  const windows = await startChromium();
  const starting = startDemo({ folder, port: 0, log: createLog('warn'), timezone: 'America/New_York', isDripping: false, realNow });
  const demo = await starting.catch(async (error: unknown) => {
    await windows.close();
    throw error;
  });
  return {
    demo,
    windows,
    async open(as, size = wide) {
      const page = await windows.open(demo.url, size);
      await page.getByRole('main').getByRole('article').first().waitFor();
      if (size.width < 500) await page.getByRole('button', { name: 'Back' }).click();
      await actAs(page, as);
      if (size.width < 500) await channelItem(page, 'leads').click();
      return page;
    },
    async send(lead) {
      const response = await fetch(`${demo.url}/act?as=${demoPeople.kim.id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'lead', lead }),
      });
      const answer = (await response.json()) as { ok: boolean; problem: string | null };
      if (!answer.ok) throw new Error(answer.problem ?? 'The lead was not taken.');
    },
    async stop() {
      await windows.close();
      await demo.stop();
    },
  };
}

/** Goes on as somebody else, and waits until the page shows that person's workspace. */
export async function actAs(page: Page, who: Who): Promise<void> {
  const button = page.getByRole('button', { name: new RegExp(`^${who} `) });
  await button.click();
  await page
    .locator(`[data-pane^="${demoPeople[who.toLowerCase() as Lowercase<Who>].id} "]`)
    .first()
    .waitFor({ state: 'attached' });
}

export function channelItem(page: Page, name: string): Locator {
  return page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}( \\d+ unread)?$`) });
}

/** The app's entry: behind it are its Home and its messages. */
export function appItem(page: Page): Locator {
  return page.getByRole('navigation').getByRole('button', { name: /^LeadLoop( \d+ unread)?$/ });
}

/** The message in the open channel whose card is headed by that name. */
export function cardOf(page: Page, name: string): Locator {
  return page
    .getByRole('main')
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name }) });
}

export function thread(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Thread' });
}

export function button(within: Page | Locator, name: string): Locator {
  return within.getByRole('button', { name, exact: true });
}

/** What stands under a field: its error and its hint. */
export async function under(field: Locator): Promise<string> {
  const ids = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
  const texts = await Promise.all(ids.map((id) => field.page().locator(`[id="${id}"]`).textContent()));
  return texts.join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** Types a line where one writes in the open channel, and sends it. */
export async function write(page: Page, line: string): Promise<void> {
  const box = page.getByRole('main').getByRole('textbox', { name: /^Message / });
  await box.fill(line);
  await box.press('Enter');
}
