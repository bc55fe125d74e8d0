// Links: those to messages stay in this page, all others open beside it.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Page } from './page.ts';

const OPENED = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const MESSAGE = /^\/archives\/([A-Z0-9]+)\/p(\d{7,})$/;

/** The message that a link leads to. `ts` is "seconds.micros". */
interface MessageLink {
  readonly channel: string;
  readonly ts: string;
}

/** Where a link to a message leads, or `null` for every other link. */
export function messageLinked(url: string): MessageLink | null {
  const path = URL.parse(url)?.pathname ?? '';
  const [, channel, digits] = MESSAGE.exec(path) ?? [];
  if (channel === undefined || digits === undefined) return null;
  return { channel, ts: `${digits.slice(0, -6)}.${digits.slice(-6)}` };
}

/** Whether a link opens at all: not every scheme does. */
export function isOpened(url: string): boolean {
  return OPENED.has(URL.parse(url)?.protocol ?? '');
}

interface LinkSaid {
  readonly url: string;
  readonly words: unknown;
  /** Class names of the link. */
  readonly look?: string;
  /** What else happens, before the link is followed. */
  readonly pressed?: (event: Event) => void;
}

/** A link. A link with a scheme that is not opened is only its words. */
export function link(page: Page, { url, words, look = 'block-link', pressed }: LinkSaid): TemplateResult {
  if (!isOpened(url)) return html`${words}`;
  const follow = (event: Event): void => {
    pressed?.(event);
    followInside(page, url, event);
  };
  return html`<a class=${look} href=${url} target="_blank" rel="noopener" @click=${follow}>${words}</a>`;
}

/** Goes to a message in this page, if the link leads to one in a channel that the reader has. */
export function followInside(page: Page, url: string, event: Event): void {
  const message = messageLinked(url);
  if (message === null || !page.screen.channels.some(({ id }) => id === message.channel)) return;
  event.preventDefault();
  page.goTo(message.channel, message.ts);
}
