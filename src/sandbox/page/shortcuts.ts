// The lightning button beside the composer and its menu: the app's shortcuts.
import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';
import type { Visit } from './state.ts';

const MENU = 'shortcuts';
const BUTTON_ID = 'shortcuts-button';

/** TABLE: where the arrow keys lead in a menu of `count` items, from item `at`. */
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function itemsIn(menu: EventTarget | null): HTMLElement[] {
  return menu instanceof Element ? [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')] : [];
}

export function shortcutsMenu(visit: Visit): TemplateResult {
  const { local, screen } = visit;
  if (screen.shortcuts.length === 0) return html``;
  const isOpen = local.menu === MENU;
  const toggle = (): void => {
    local.menu = isOpen ? null : MENU;
    visit.redraw();
    if (!isOpen) itemsIn(document.getElementById('shortcuts-menu'))[0]?.focus();
  };
  const run = (callbackId: string): void => {
    local.menu = null;
    visit.redraw();
    document.getElementById(BUTTON_ID)?.focus();
    void visit.act({ kind: 'shortcut', callbackId });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') {
      local.menu = null;
      document.getElementById(BUTTON_ID)?.focus();
      visit.redraw();
      return;
    }
    const items = itemsIn(event.currentTarget);
    const at = items.findIndex((item) => item === document.activeElement);
    const next = STEPS[event.key]?.(at, items.length);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  };
  return html`<div class="shortcuts">
    <button
      class="composer-button"
      type="button"
      id=${BUTTON_ID}
      aria-label="Shortcuts"
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      @click=${toggle}
    >
      ${icon('bolt')}
    </button>
    ${
      isOpen
        ? html`<ul class="shortcuts-menu" id="shortcuts-menu" role="menu" aria-label="Shortcuts" @keydown=${onKey}>
            ${screen.shortcuts.map(
              ({ callbackId, name }) =>
                html`<li role="none">
                  <button class="shortcuts-item" type="button" role="menuitem" tabindex="-1" @click=${() => run(callbackId)}>
                    <span>${name}</span><span class="shortcuts-app" aria-hidden="true">${screen.workspace.appName}</span>
                  </button>
                </li>`,
            )}
          </ul>`
        : nothing
    }
  </div>`;
}
