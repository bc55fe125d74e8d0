// The two tabs of the app: its Home, and the messages it wrote to this person.
import { html, type TemplateResult } from 'lit-html';
import { badge, unreadOf } from './sidebar.ts';
import type { Visit } from './state.ts';

export type AppTab = 'home' | 'messages';

export function appTabs(visit: Visit, shown: AppTab): TemplateResult {
  // The app's conversation with whoever looks.
  const direct = visit.screen.channels.find(({ kind }) => kind === 'direct');
  const unread = direct === undefined ? 0 : unreadOf(visit, direct);
  const go = (tab: AppTab): void => {
    if (tab === 'home') visit.openHome();
    else if (direct !== undefined) visit.open(direct.id);
    document.getElementById(`tab-${tab}`)?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    go(shown === 'home' ? 'messages' : 'home');
  };
  const tab = (name: AppTab, words: unknown): TemplateResult =>
    html`<button
      class="tab"
      type="button"
      role="tab"
      id="tab-${name}"
      aria-selected=${name === shown}
      aria-controls=${name === 'home' ? 'app-home' : 'messages'}
      tabindex=${name === shown ? 0 : -1}
      @click=${() => go(name)}
    >
      ${words}
    </button>`;
  return html`<div class="tabs" role="tablist" aria-label=${visit.screen.workspace.appName} @keydown=${onKey}>
    ${tab('home', 'Home')}${tab('messages', html`Messages${badge(unread)}`)}
  </div>`;
}
