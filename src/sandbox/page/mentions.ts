// People, groups, channels and everybody, as they are named in a text; and dates.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { dateInWords } from './dates.ts';
import { link } from './links.ts';
import type { Page } from './page.ts';

export function person(page: Page, id: string, label: string | null = null): TemplateResult {
  const look = id === page.screen.me ? 'block-mention block-mention-me' : 'block-mention';
  return html`<span class=${look}>@${page.screen.names[id] ?? label ?? id}</span>`;
}

export function group(page: Page, id: string, label: string | null = null): TemplateResult {
  const name = page.screen.names[id] ?? label ?? id;
  return html`<span class="block-mention">@${name.replace(/^@/, '')}</span>`;
}

/** Everybody: `here`, `channel` or `everyone`. */
export function broadcast(range: string): TemplateResult {
  return html`<span class="block-mention block-mention-me">@${range}</span>`;
}

/** A channel, as a way there for those who are in it. */
export function channel(page: Page, id: string, label: string | null = null): TemplateResult {
  const name = page.screen.names[id] ?? label;
  if (name === null) return html`<span class="block-mention">a private channel</span>`;
  const go = (): void => page.goTo(id, null);
  if (!page.screen.channels.some((one) => one.id === id)) return html`<span class="block-mention">#${name}</span>`;
  return html`<button type="button" class="block-mention block-mention-channel" @click=${go}>#${name}</button>`;
}

/** A bare `#name` or `@name`: a mention, if somebody here is called so. */
export function named(page: Page, sign: '#' | '@', name: string): TemplateResult {
  const found = Object.entries(page.screen.names).find(([id, one]) => one === name && id.startsWith('C') === (sign === '#'));
  if (found === undefined) return html`${sign}${name}`;
  return sign === '#' ? channel(page, found[0]) : person(page, found[0]);
}

interface DateSaid {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly format: string;
  readonly url: string | null;
  readonly fallback: string;
}

/** An instant in the words of its format, in the workspace's zone. */
export function date(page: Page, { at, format, url, fallback }: DateSaid): TemplateResult {
  const { now, workspace } = page.screen;
  const words = dateInWords(format, at, now, workspace.timezone) || fallback;
  const full = dateInWords('{date_long}, {time}', at, now, workspace.timezone);
  const time = html`<time datetime=${new Date(at).toISOString()} title=${full}>${words}</time>`;
  return url === null ? time : link(page, { url, words: time });
}
