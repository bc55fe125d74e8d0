// The menu behind "More actions": opens as a popover, walks by arrow keys, gives focus back.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { followInside, isOpened } from './links.ts';
import type { Spot } from './press.ts';
import { press } from './press.ts';
import type { Json } from './protocol.ts';
import { listIn, stringIn, wordsIn } from './json.ts';

const gap = 4;

/** The browser keeps whether it is open, not the page: the same menu can stand in a channel and in a thread. */
export function overflow(spot: Spot, element: Json): TemplateResult {
  const items = listIn(element, 'options').map((option, index) => item(spot, element, option, index === 0));
  return html`<span class="block-overflow"
    ><button
      type="button"
      class="block-button block-more"
      aria-label="More actions"
      aria-haspopup="menu"
      aria-expanded="false"
      @click=${prepare}
      @keydown=${openByKey}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
        <circle cx="8" cy="3" r="1.5" />
        <circle cx="8" cy="8" r="1.5" />
        <circle cx="8" cy="13" r="1.5" />
      </svg></button
    ><span class="block-menu" role="menu" aria-label="More actions" popover @toggle=${toggled} @keydown=${walk} @focusout=${leave}
      >${items}</span
    ></span
  >`;
}

/** The browser focuses the first one as the menu opens. */
function item(spot: Spot, element: Json, option: Json, isFirst: boolean): TemplateResult {
  const words = wordsIn(option, 'text');
  const description = wordsIn(option, 'description');
  const said = html`${words}${description === '' ? '' : html`<span class="block-menu-more">${description}</span>`}`;
  const url = stringIn(option, 'url');
  const choose = (event: Event): void => {
    const menu = menuOf(event);
    menu?.hidePopover();
    buttonOf(menu)?.focus();
    if (url !== null) followInside(spot.page, url, event);
    void press(spot, element, { selected_option: option });
  };
  if (url !== null && isOpened(url)) {
    return html`<a
      class="block-menu-item"
      role="menuitem"
      tabindex="-1"
      ?autofocus=${isFirst}
      href=${url}
      target="_blank"
      rel="noopener"
      @click=${choose}
      >${said}</a
    >`;
  }
  return html`<button type="button" class="block-menu-item" role="menuitem" tabindex="-1" ?autofocus=${isFirst} @click=${choose}>
    ${said}
  </button>`;
}

function menuOf(event: Event): HTMLElement | null {
  return event.currentTarget instanceof Element ? event.currentTarget.closest<HTMLElement>('[role=menu]') : null;
}

function buttonOf(menu: Element | null): HTMLButtonElement | null {
  const button = menu?.previousElementSibling;
  return button instanceof HTMLButtonElement ? button : null;
}

/** Ties the button to its menu; the browser then opens and closes it, also by a press beside it. */
function prepare({ currentTarget: button }: Event): void {
  if (button instanceof HTMLButtonElement) button.popoverTargetElement = button.nextElementSibling;
}

function openByKey(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  if (event.currentTarget instanceof HTMLButtonElement) event.currentTarget.click();
}

function toggled(event: ToggleEvent): void {
  const menu = menuOf(event);
  const button = buttonOf(menu);
  if (menu === null || button === null) return;
  const isOpen = event.newState === 'open';
  button.setAttribute('aria-expanded', String(isOpen));
  if (!isOpen) return;
  place(menu, button);
  itemsOf(menu)[0]?.focus();
  stayBeside(menu, button);
}

/** A list that moves by itself takes its menu along; a reader who turns the wheel elsewhere is done with it. */
function stayBeside(menu: HTMLElement, button: HTMLElement): void {
  const closing = new AbortController();
  const { signal } = closing;
  const listen = (type: 'scroll' | 'wheel', then: () => void): void =>
    document.addEventListener(
      type,
      ({ target }) => {
        // Taken off the page while open, it does not tell of its end.
        if (!menu.isConnected) closing.abort();
        else if (target instanceof Node && !menu.contains(target)) then();
      },
      { capture: true, passive: true, signal },
    );
  listen('scroll', () => place(menu, button));
  listen('wheel', () => menu.hidePopover());
  menu.addEventListener('toggle', (event) => event.newState === 'closed' && closing.abort(), { signal });
}

/** Below its button, above it where there is no room, never beyond the window. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const isRoomBelow = at.bottom + gap + height <= window.innerHeight;
  menu.style.left = `${Math.max(gap, Math.min(at.left, window.innerWidth - width - gap))}px`;
  menu.style.top = `${Math.max(gap, isRoomBelow ? at.bottom + gap : at.top - height - gap)}px`;
}

const itemsOf = (menu: Element): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];

/** TABLE: which item a key leads to. */
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function walk(event: KeyboardEvent): void {
  const menu = menuOf(event);
  if (menu === null) return;
  if (event.key === 'Escape') {
    // For this menu alone, not for the thread or the modal around it.
    event.preventDefault();
    event.stopPropagation();
    menu.hidePopover();
    buttonOf(menu)?.focus();
    return;
  }
  const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
  if (step === undefined) return;
  event.preventDefault();
  const items = itemsOf(menu);
  const at = items.findIndex((one) => one === document.activeElement);
  items[step(Math.max(0, at), items.length)]?.focus();
}

function leave(event: FocusEvent): void {
  const menu = menuOf(event);
  const to = event.relatedTarget;
  if (to instanceof Node && menu?.contains(to) === false && to !== buttonOf(menu)) menu.hidePopover();
}
