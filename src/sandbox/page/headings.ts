// Headings inside messages and views. They stand below the headings of the page itself.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';

const look = (level: number | null): string => (level === null ? 'block-header' : `block-header block-header-${level}`);

/** A heading. `level` 1-6 as the app sees it, `null` when the app did not say. */
export function heading(level: number | null, words: unknown): TemplateResult {
  const asked = level ?? 1;
  if (asked <= 1) return html`<h3 class=${look(level)}>${words}</h3>`;
  if (asked === 2) return html`<h4 class=${look(level)}>${words}</h4>`;
  if (asked === 3) return html`<h5 class=${look(level)}>${words}</h5>`;
  return html`<h6 class=${look(4)}>${words}</h6>`;
}
