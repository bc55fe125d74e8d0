// Rich text: paragraphs, lists, quotes and code, and everything that stands in them.
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { emoji } from './emoji.ts';
import { link } from './links.ts';
import { broadcast, channel, date, group, person } from './mentions.ts';
import type { Page } from './page.ts';
import type { Json } from './protocol.ts';
import { jsonIn, listIn, numberIn, stringIn } from './json.ts';

type Row = (page: Page, json: Json) => unknown;

/** TABLE: what stands in a line. The spaces are shown, so templates have none of their own. */
const PARTS: Readonly<Record<string, Row>> = {
  text: (_, json) => stringIn(json, 'text') ?? '',
  link: (page, json) => {
    const url = stringIn(json, 'url') ?? '';
    return link(page, { url, words: stringIn(json, 'text') ?? url.replace(/^(?:mailto|tel):/, '') });
  },
  user: (page, json) => person(page, stringIn(json, 'user_id') ?? ''),
  usergroup: (page, json) => group(page, stringIn(json, 'usergroup_id') ?? ''),
  channel: (page, json) => channel(page, stringIn(json, 'channel_id') ?? ''),
  team: (page, json) => (json.team_id === page.screen.workspace.id ? page.screen.workspace.name : 'another workspace'),
  broadcast: (_, json) => broadcast(stringIn(json, 'range') ?? 'channel'),
  emoji: (_, json) => emoji(stringIn(json, 'name') ?? ''),
  date: (page, json) =>
    date(page, {
      at: (numberIn(json, 'timestamp') ?? 0) * 1000,
      format: stringIn(json, 'format') ?? '{date} {time}',
      url: stringIn(json, 'url'),
      fallback: stringIn(json, 'fallback') ?? '',
    }),
  color: (_, json) => color(stringIn(json, 'value') ?? ''),
};

/** TABLE: styles, from the innermost to the outermost. */
const STYLES: readonly (readonly [string, (inner: unknown) => TemplateResult])[] = [
  ['code', (inner) => html`<code class="block-code">${inner}</code>`],
  ['strike', (inner) => html`<s>${inner}</s>`],
  ['underline', (inner) => html`<u>${inner}</u>`],
  ['italic', (inner) => html`<i>${inner}</i>`],
  ['bold', (inner) => html`<b>${inner}</b>`],
  ['highlight', (inner) => html`<mark>${inner}</mark>`],
  ['client_highlight', (inner) => html`<mark>${inner}</mark>`],
];

/** TABLE: what stands on lines of its own. */
const LINES: Readonly<Record<string, Row>> = {
  rich_text_section: (page, json) => html`<div class="block-text">${parts(page, json)}</div>`,
  rich_text_quote: (page, json) => html`<blockquote class="block-quote">${parts(page, json)}</blockquote>`,
  rich_text_preformatted: (page, json) => html`<pre class="block-pre">${parts(page, json)}</pre>`,
  rich_text_list: (page, json) => list(page, json),
};

/** A rich_text block, a cell or a title. */
export function richText(page: Page, json: Json): TemplateResult {
  return html`<div class="block-rich">${listIn(json, 'elements').map((line) => row(LINES, page, line))}</div>`;
}

/** The same in one line, where lines of its own are not allowed. */
export function richLine(page: Page, json: Json): readonly unknown[] {
  return listIn(json, 'elements').flatMap((line) => parts(page, line));
}

function row(table: Readonly<Record<string, Row>>, page: Page, json: Json): unknown {
  const type = stringIn(json, 'type') ?? '';
  return Object.hasOwn(table, type) ? table[type]?.(page, json) : html`<span class="block-unknown">Not shown here: ${type}</span>`;
}

function parts(page: Page, json: Json): readonly unknown[] {
  return listIn(json, 'elements').map((part) => {
    const style = jsonIn(part, 'style');
    return STYLES.reduce((inner, [name, dress]) => (style?.[name] === true ? dress(inner) : inner), row(PARTS, page, part));
  });
}

/** Lists come flat: each says how deep it stands. */
function list(page: Page, json: Json): TemplateResult {
  const indent = Math.min(8, Math.max(0, numberIn(json, 'indent') ?? 0));
  const bar = numberIn(json, 'border') === 1 ? ' block-list-bar' : '';
  const look = `block-list block-indent-${indent}${bar}`;
  const items = listIn(json, 'elements').map((item) => html`<li>${parts(page, item)}</li>`);
  if (json.style !== 'ordered')
    return html`<ul class=${look}>
      ${items}
    </ul>`;
  return html`<ol class=${look} start=${(numberIn(json, 'offset') ?? 0) + 1}>
    ${items}
  </ol>`;
}

/** A colour's code with a sample of it. The sample is drawn, as nothing may carry a style of its own. */
function color(value: string): TemplateResult {
  const sample = html`<svg class="block-sample" width="12" height="12" aria-hidden="true">
    <rect width="12" height="12" fill=${value} />
  </svg>`;
  return html`${/^#[0-9a-f]{3,8}$/i.test(value) ? sample : nothing}<code class="block-code">${value}</code>`;
}
