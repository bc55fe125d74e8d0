// Blocks with a frame of their own: cards, carousels, alerts, videos, images, plans and tasks.
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { elementOf, picture } from './elements.ts';
import { jsonIn, listIn, stringIn, wordsIn } from './json.ts';
import { link } from './links.ts';
import type { Page } from './page.ts';
import type { Spot } from './press.ts';
import type { Json } from './protocol.ts';
import { richText } from './rich-text.ts';
import { textIn } from './texts.ts';

/** A text under a key in an element of that look; nothing when there is none. */
function said(page: Page, json: Json, key: string, look: string): unknown {
  return jsonIn(json, key) === null ? nothing : html`<div class=${look}>${textIn(page, json, key)}</div>`;
}

export function card(spot: Spot, block: Json): TemplateResult {
  const { page } = spot;
  const hero = jsonIn(block, 'hero_image');
  const icon = jsonIn(block, 'icon');
  const actions = listIn(block, 'actions');
  return html`<div class="block-card">
    ${hero === null ? nothing : picture(stringIn(hero, 'alt_text') ?? '', 'block-picture block-picture-wide')}
    <div class="block-card-head">
      ${icon === null ? nothing : picture(stringIn(icon, 'alt_text') ?? '', 'block-picture block-picture-small')}
      <div>${said(page, block, 'title', 'block-card-title')}${said(page, block, 'subtitle', 'block-card-more')}</div>
    </div>
    ${said(page, block, 'body', 'block-text')}${said(page, block, 'subtext', 'block-card-more')}
    ${actions.length === 0 ? nothing : html`<div class="block-actions">${actions.map((one) => elementOf(spot, one))}</div>`}
  </div>`;
}

export function carousel(spot: Spot, block: Json): TemplateResult {
  const cards = listIn(block, 'elements').map((one) => card({ ...spot, blockId: stringIn(one, 'block_id') ?? spot.blockId }, one));
  return html`<div class="block-carousel" role="group" aria-label="Cards" tabindex="0">${cards}</div>`;
}

const LEVELS: Readonly<Record<string, string>> = { info: 'Note', warning: 'Warning', error: 'Error', success: 'Done' };

/** The level is also said, not only coloured. */
export function alert(page: Page, block: Json): TemplateResult {
  const level = stringIn(block, 'level') ?? 'default';
  const isKnown = Object.hasOwn(LEVELS, level);
  return html`<div class="block-alert ${isKnown ? `block-alert-${level}` : ''}">
    ${isKnown ? html`<b class="block-alert-level">${LEVELS[level]}</b>` : nothing}
    <div class="block-text">${textIn(page, block, 'text')}</div>
  </div>`;
}

export function image(block: Json): TemplateResult {
  const title = wordsIn(block, 'title');
  return html`<figure class="block-figure">
    ${title === '' ? nothing : html`<figcaption class="block-figure-title">${title}</figcaption>`}
    ${picture(stringIn(block, 'alt_text') ?? '', 'block-picture block-picture-wide')}
  </figure>`;
}

export function video(page: Page, block: Json): TemplateResult {
  const title = wordsIn(block, 'title');
  const url = stringIn(block, 'title_url');
  const from = [stringIn(block, 'provider_name'), stringIn(block, 'author_name')].filter((one) => one !== null).join(' · ');
  const description = wordsIn(block, 'description');
  return html`<figure class="block-figure">
    <figcaption>
      <div class="block-card-more">${from}</div>
      <div class="block-figure-title">${url === null ? title : link(page, { url, words: title })}</div>
      <div class="block-text">${description}</div>
    </figcaption>
    ${picture(`Video: ${stringIn(block, 'alt_text') ?? ''}`, 'block-picture block-picture-wide')}
  </figure>`;
}

const STATUS: Readonly<Record<string, readonly [string, string]>> = {
  pending: ['○', 'To do'],
  in_progress: ['◐', 'In progress'],
  complete: ['✓', 'Done'],
  error: ['✕', 'Failed'],
};

export function task(page: Page, block: Json): TemplateResult {
  const [sign, words] = STATUS[stringIn(block, 'status') ?? ''] ?? ['○', 'To do'];
  const details = jsonIn(block, 'details');
  const output = jsonIn(block, 'output');
  const sources = listIn(block, 'sources').map(
    (one) => html`<li>${link(page, { url: stringIn(one, 'url') ?? '', words: stringIn(one, 'text') ?? '' })}</li>`,
  );
  return html`<div class="block-task">
    <span class="block-task-sign" role="img" aria-label=${words}>${sign}</span>
    <div>
      <div class="block-task-title">${stringIn(block, 'title') ?? ''}</div>
      ${details === null ? nothing : richText(page, details)}${output === null ? nothing : richText(page, output)}
      ${
        sources.length === 0
          ? nothing
          : html`<ul class="block-task-sources">
              ${sources}
            </ul>`
      }
    </div>
  </div>`;
}

export function plan(page: Page, block: Json): TemplateResult {
  return html`<div class="block-card">
    <div class="block-card-title">${stringIn(block, 'title') ?? ''}</div>
    ${listIn(block, 'tasks').map((one) => task(page, one))}
  </div>`;
}
