// "Acting as": whose eyes and hands the reader has, one click a person.
import { html, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { avatar } from './avatar.ts';
import type { Visit } from './state.ts';

export function people(visit: Visit): TemplateResult {
  const { roles } = visit.screen;
  return html`<section class="people" role="group" aria-labelledby="people-title">
    <h2 class="sidebar-title" id="people-title">Acting as</h2>
    <ul class="people-list">
      ${repeat(
        roles,
        ({ id }) => id,
        ({ id, name, role }) =>
          html`<li>
            <button class="people-person" type="button" aria-pressed=${id === visit.local.as} @click=${() => visit.become(id)}>
              ${avatar(visit, id, 'medium')}
              <span class="people-words"><span class="people-name">${name}</span> <span class="people-role">${role}</span></span>
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}
