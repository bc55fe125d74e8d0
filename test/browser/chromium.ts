// The system's Chromium without a window, and pages in it whose troubles are written down.
import { existsSync } from 'node:fs';
import { type Browser, type Page, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium talks to its makers unless told not to; everything here stays on this machine. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const wide: Size = { width: 1280, height: 900 };
export const phone: Size = { width: 375, height: 780 };

export interface Windows {
  /** Complaints of pages that nobody caught, what their policy forbade, and requests that left this machine. */
  readonly troubles: string[];
  /** A new window with a memory of its own. */
  open(url: string, size?: Size, scale?: number): Promise<Page>;
  close(): Promise<void>;
}

/** @throws when there is no Chromium here, with what to do */
export async function startChromium(): Promise<Windows> {
  const path = process.env['CHROMIUM'] || places.find((place) => existsSync(place));
  if (path === undefined)
    throw new Error('There is no Chromium here. Install it (Debian: apt-get install chromium), or set CHROMIUM to its path.');
  const browser: Browser = await chromium.launch({ executablePath: path, args: quiet });
  const troubles: string[] = [];
  return {
    troubles,
    async open(url, size = wide, scale = 1) {
      const context = await browser.newContext({
        viewport: size,
        deviceScaleFactor: scale,
        hasTouch: size.width < 500,
        reducedMotion: 'reduce',
        timezoneId: 'America/New_York',
        locale: 'en-US',
      });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => troubles.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      page.on('request', (request) => {
        const asked = request.url();
        if (new URL(asked).origin !== new URL(url).origin && !asked.startsWith('data:')) troubles.push(`Asked for ${asked}`);
      });
      await page.goto(url);
      return page;
    },
    close: () => browser.close(),
  };
}
