// Markdown blocks as templates.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { heading } from './headings.ts';
import { parseMarkdown } from './markdown.ts';
import type { Paragraph, ParagraphOf } from './markdown.ts';
import type { Page } from './page.ts';
import { pieces } from './texts.ts';

type Kind = Paragraph['kind'];

/** TABLE: what every kind of paragraph looks like. */
const PARAGRAPHS: { readonly [K in Kind]: (page: Page, paragraph: ParagraphOf<K>) => TemplateResult } = {
  heading: (page, one) => heading(one.level, pieces(page, one.pieces)),
  text: (page, one) => html`<div class="block-text block-paragraph">${pieces(page, one.pieces)}</div>`,
  quote: (page, one) => html`<blockquote class="block-quote">${pieces(page, one.pieces)}</blockquote>`,
  list: (page, { isOrdered, items }) => {
    const all = items.map((item) => html`<li>${pieces(page, item)}</li>`);
    return isOrdered
      ? html`<ol class="block-list block-indent-0">
          ${all}
        </ol>`
      : html`<ul class="block-list block-indent-0">
          ${all}
        </ul>`;
  },
  pre: (_, { text }) => html`<pre class="block-pre">${text}</pre>`,
  line: () => html`<hr class="block-divider" />`,
};

function paragraphOf<K extends Kind>(page: Page, paragraph: ParagraphOf<K>, kind: K): TemplateResult {
  return PARAGRAPHS[kind](page, paragraph);
}

export function markdown(page: Page, text: string): TemplateResult {
  return html`<div class="block-markdown">${parseMarkdown(text).map((one) => paragraphOf(page, one, one.kind))}</div>`;
}
