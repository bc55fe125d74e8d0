// TABLE: every block that a message, a home or a modal can show, and what it looks like.
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { alert, card, carousel, image, plan, task, video } from './cards.ts';
import { chart } from './chart.ts';
import { elementOf, picture } from './elements.ts';
import { heading } from './headings.ts';
import { inputBlock } from './inputs.ts';
import { jsonIn, listIn, numberIn, stringIn, wordsIn } from './json.ts';
import { markdown } from './markdown-text.ts';
import type { Page } from './page.ts';
import type { Spot } from './press.ts';
import type { Block, Json, Place } from './protocol.ts';
import { richLine, richText } from './rich-text.ts';
import { dataTable, table } from './table.ts';
import { textIn, textObject } from './texts.ts';

type Row = (spot: Spot, block: Block) => unknown;

const BLOCKS: Readonly<Record<string, Row>> = {
  section: (spot, block) => section(spot, block),
  header: (_, block) => heading(numberIn(block, 'level'), wordsIn(block, 'text')),
  context: ({ page }, block) => html`<div class="block-context">${listIn(block, 'elements').map((one) => inContext(page, one))}</div>`,
  divider: () => html`<hr class="block-divider" />`,
  actions: (spot, block) => html`<div class="block-actions">${listIn(block, 'elements').map((one) => elementOf(spot, one))}</div>`,
  context_actions: (spot, block) => html`<div class="block-actions">${listIn(block, 'elements').map((one) => elementOf(spot, one))}</div>`,
  input: ({ page, place }, block) => inputBlock(page, block, place),
  image: (_, block) => image(block),
  rich_text: ({ page }, block) => richText(page, block),
  markdown: ({ page }, block) => markdown(page, stringIn(block, 'text') ?? ''),
  table: ({ page }, block) => table(page, block),
  data_table: ({ page }, block) => dataTable(page, block),
  data_visualization: (_, block) => chart(block),
  card: (spot, block) => card(spot, block),
  carousel: (spot, block) => carousel(spot, block),
  container: (spot, block) => container(spot, block),
  alert: ({ page }, block) => alert(page, block),
  video: ({ page }, block) => video(page, block),
  plan: ({ page }, block) => plan(page, block),
  task_card: ({ page }, block) => task(page, block),
};

/** The blocks of a message or a view. A block keeps what was typed and chosen in it as long as it keeps its id. */
export function blocksOf(page: Page, blocks: readonly Block[], place: Place): TemplateResult {
  return html`<div class="blocks">
    ${repeat(
      blocks,
      (block, index) => keyOf(blocks, block, index),
      (block) => html`<div class="block">${blockOf(page, block, place)}</div>`,
    )}
  </div>`;
}

/** Ids that an app gave twice still need keys of their own. */
function keyOf(blocks: readonly Block[], { block_id }: Block, index: number): string {
  const isFirst = blocks.findIndex((one) => one.block_id === block_id) === index;
  return isFirst ? block_id : `${block_id}#${index}`;
}

function blockOf(page: Page, block: Block, place: Place): unknown {
  const row = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : undefined;
  if (row === undefined) return html`<div class="block-unknown">Not shown here: ${block.type}</div>`;
  return row({ page, place, blockId: block.block_id, label: stringIn(jsonIn(block, 'text'), 'text') ?? '' }, block);
}

function section(spot: Spot, block: Block): TemplateResult {
  const { page } = spot;
  const fields = listIn(block, 'fields');
  const accessory = jsonIn(block, 'accessory');
  return html`<div class="block-section">
    <div class="block-section-words">
      ${jsonIn(block, 'text') === null ? nothing : html`<div class="block-text">${textIn(page, block, 'text')}</div>`}
      ${fields.length === 0 ? nothing : html`<div class="block-fields">${fields.map((field) => html`<div class="block-text">${textObject(page, field)}</div>`)}</div>`}
    </div>
    ${accessory === null ? nothing : html`<div class="block-accessory">${elementOf(spot, accessory)}</div>`}
  </div>`;
}

function inContext(page: Page, element: Json): TemplateResult {
  if (element.type === 'image') return picture(stringIn(element, 'alt_text') ?? '', 'block-picture block-picture-tiny');
  return html`<span class="block-context-words">${textObject(page, element)}</span>`;
}

function container({ page, place }: Spot, block: Block): TemplateResult {
  const rich = jsonIn(block, 'rich_text_title');
  const title = rich === null ? wordsIn(block, 'title') : richLine(page, rich);
  const subtitle = jsonIn(block, 'subtitle');
  const head = html`<span class="block-card-title">${title}</span>${
      subtitle === null ? nothing : html`<span class="block-card-more">${textIn(page, block, 'subtitle')}</span>`
    }`;
  const inner = blocksOf(page, listIn(block, 'child_blocks').map(asBlock), place);
  const look = `block-container${block.has_header_divider === true ? ' block-container-divided' : ''}`;
  if (block.is_collapsible !== true)
    return html`<div class=${look}>
      <div class="block-container-head">${head}</div>
      ${inner}
    </div>`;
  return html`<details class=${look} ?open=${block.default_collapsed !== true}>
    <summary class="block-container-head">${head}</summary>
    ${inner}
  </details>`;
}

/** Blocks within blocks need not have ids. */
function asBlock(json: Json, index: number): Block {
  return { ...json, type: stringIn(json, 'type') ?? '', block_id: stringIn(json, 'block_id') ?? `child-${index}` };
}
