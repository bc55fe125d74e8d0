// Escape and presses elsewhere: a menu goes first, then a dialog, then the thread.
import type { Visit } from './state.ts';

/** What may be clicked without closing an open menu. */
const MENU_PARTS = '[role=menu], [aria-haspopup=menu]';

export function listenToKeys(visit: Visit): void {
  const closeMenu = (): void => {
    const opener = document.querySelector<HTMLElement>('[aria-haspopup=menu][aria-expanded=true]');
    visit.local.menu = null;
    visit.redraw();
    opener?.focus();
  };

  document.addEventListener('keydown', (event) => {
    // Menus on messages are popovers: the browser closes those, and dialogs.
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector(':popover-open') !== null) return;
    if (visit.local.menu !== null) {
      // Else the browser would close the dialog around the menu as well.
      event.preventDefault();
      closeMenu();
    } else if (document.querySelector('dialog[open]') === null && visit.local.thread !== null) {
      event.preventDefault();
      visit.closeThread();
    }
  });

  document.addEventListener('pointerdown', (event) => {
    if (visit.local.menu === null || (event.target instanceof Element && event.target.closest(MENU_PARTS) !== null)) return;
    visit.local.menu = null;
    visit.redraw();
  });
}
