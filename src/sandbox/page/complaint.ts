// Lines above the page: that the demo cannot be reached, and what went wrong with the last act.
import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';
import { LOST_WORDS } from './line.ts';
import type { Visit } from './state.ts';

export function lostBanner(isLost: boolean): TemplateResult {
  return html`<div class="banner-place" role="status">${isLost ? html`<p class="banner">${LOST_WORDS}</p>` : nothing}</div>`;
}

/** While a modal covers the page, the modal says it. */
export function complaint(visit: Visit): TemplateResult {
  const { local, screen } = visit;
  const dismiss = (): void => {
    local.complaint = null;
    visit.redraw();
    document.getElementById('channel-title')?.focus();
  };
  return html`<div class="complaint-place" role="alert">
    ${
      local.complaint === null || screen.modals.length > 0
        ? nothing
        : html`<p class="complaint">
            <span>${local.complaint}</span>
            <button class="complaint-dismiss" type="button" aria-label="Dismiss" @click=${dismiss}>${icon('close', 16)}</button>
          </p>`
    }
  </div>`;
}
