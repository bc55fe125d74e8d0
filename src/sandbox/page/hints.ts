// What to try first: numbered notes above the messages, each gone for good once dismissed.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { icon } from './icons.ts';
import type { Visit } from './state.ts';

export function hints(visit: Visit): TemplateResult | typeof nothing {
  const all = (visit.screen.backstage?.hints ?? []).map((hint, index) => ({ ...hint, number: index + 1 }));
  const left = all.filter(({ id }) => !visit.memory.isDismissed(id));
  if (left.length === 0) return nothing;
  const dismiss = (id: string): void => {
    visit.memory.dismiss(id);
    visit.redraw();
    // The pressed button is gone: the next one, or the messages, take the focus.
    (document.querySelector<HTMLElement>('.hints-dismiss') ?? document.getElementById('channel-title'))?.focus();
  };
  return html`<section class="hints" aria-label="What to try">
    <ol class="hints-list">
      ${repeat(
        left,
        ({ id }) => id,
        ({ id, text, number }) =>
          html`<li class="hints-hint" value=${number}>
            <span class="hints-number" aria-hidden="true">${number}</span>
            <span class="hints-text">${text}</span>
            <button class="hints-dismiss" type="button" aria-label="Dismiss hint ${number}" @click=${() => dismiss(id)}>
              ${icon('close', 14)}
            </button>
          </li>`,
      )}
    </ol>
  </section>`;
}
