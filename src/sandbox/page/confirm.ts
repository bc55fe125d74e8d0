// "Are you sure?": an element's confirm object as a dialog that answers yes or no.
import { html, render } from 'lit-html';
import type { Page } from './page.ts';
import type { Json } from './protocol.ts';
import { stringIn, wordsIn } from './json.ts';
import { textIn } from './texts.ts';

/** Asks; without a confirm object the answer is yes. Focus returns to where it was. */
export function ask(page: Page, confirm: Json | null): Promise<boolean> {
  if (confirm === null) return Promise.resolve(true);
  const dialog = document.createElement('dialog');
  dialog.className = 'block-confirm';
  dialog.setAttribute('aria-label', wordsIn(confirm, 'title'));
  const danger = stringIn(confirm, 'style') === 'danger' ? 'block-danger' : '';
  render(
    html`<form method="dialog">
      <h2 class="block-confirm-title">${wordsIn(confirm, 'title')}</h2>
      <div class="block-text">${textIn(page, confirm, 'text')}</div>
      <div class="block-confirm-buttons">
        <button class="block-button" value="no">${wordsIn(confirm, 'deny') || 'Cancel'}</button>
        <button class="block-button block-primary ${danger}" value="yes">${wordsIn(confirm, 'confirm') || 'Yes'}</button>
      </div>
    </form>`,
    dialog,
  );
  // Escape is for this dialog alone, not for what lies below it.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
