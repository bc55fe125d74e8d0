// What is said to people who do not see the page: who wrote what in the open channel, and that something was done.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Visit } from './state.ts';

/** Always in the page, so that what comes into it is read. */
export function announcer(visit: Visit): TemplateResult {
  const { said, notice, dialog } = visit.local;
  return html`<div class="visually-hidden" aria-live="polite" id="announcer">${said}</div>
    <div class="notice-place" role="status">${notice === null || dialog !== null ? nothing : html`<p class="notice">${notice}</p>`}</div>`;
}
