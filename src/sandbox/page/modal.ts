// Modals: the stack of native dialogs, where focus goes, what Submit, Close and Escape do.
import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { blocksOf } from './blocks.ts';
import { returnFocus, standpointOf } from './focus.ts';
import type { Page } from './page.ts';
import type { ViewShown } from './protocol.ts';
import { valuesOf } from './values.ts';

/**
 * All open modals stay in the page, so that what was typed below is there again when the one on top goes; only that one is shown.
 */
export function modalsOf(page: Page): TemplateResult {
  const { modals } = page.screen;
  const top = modals.at(-1)?.id;
  return html`<div class="modal-stack" ${ref((stack) => arrange(stack, top))}>
    ${repeat(
      modals,
      ({ id }) => id,
      (view) => modalOf(page, view),
    )}
  </div>`;
}

function modalOf(page: Page, view: ViewShown): TemplateResult {
  // What went wrong stands in the modal: it covers everything else.
  const isTop = page.screen.modals.at(-1) === view;
  const titleId = `modal-${view.id}-title`;
  const leave = (event: Event): void => void close(page, view, event);
  return html`<dialog
    class="modal"
    data-view=${view.id}
    aria-labelledby=${titleId}
    @cancel=${(event: Event) => {
      // Pressed again and again, Escape closes without asking: then `close` follows.
      if (!event.cancelable) return;
      event.preventDefault();
      leave(event);
    }}
    @close=${(event: Event) => {
      if (isOnTop(event.currentTarget)) leave(event);
    }}
  >
    <form class="modal-form" novalidate autocomplete="off" @submit=${(event: SubmitEvent) => void submit(page, view, event)}>
      <header class="modal-head">
        <h2 class="modal-title" id=${titleId}>${view.title}</h2>
        <button class="modal-x" type="button" aria-label="Close" @click=${leave}>
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path d="M4.5 4.5l11 11m0-11l-11 11" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
          </svg>
        </button>
      </header>
      <div class="modal-body">${blocksOf(page, view.blocks, { in: 'modal', view: view.id })}</div>
      <p class="modal-problem" role="alert">${isTop ? page.local.complaint : nothing}</p>
      <footer class="modal-foot">
        <button class="modal-button" type="button" @click=${leave}>${view.close}</button>
        ${
          view.submit === null
            ? nothing
            : html`<button class="modal-button modal-submit" type="submit"><span>${view.submit}</span><span hidden>Sending…</span></button>`
        }
      </footer>
    </form>
  </dialog>`;
}

/**
 * Runs before the dialogs inside are rendered, so that one about to go can still be closed, which gives focus back to what
 * opened it; and again right after, when the one on top is in the document and can be shown.
 */
function arrange(stack: Element | undefined, top: string | undefined): void {
  if (stack === undefined) return;
  for (const dialog of dialogsIn(stack)) if (dialog.open && dialog.dataset.view !== top) hide(dialog);
  queueMicrotask(() => {
    const dialog = dialogsIn(stack).at(-1);
    if (dialog === undefined || !dialog.isConnected) return;
    if (!dialog.open && dialog.dataset.leaving === undefined) show(dialog);
    if (dialog.dataset.faulty !== undefined) focusFault(dialog);
  });
}

function dialogsIn(stack: Element): readonly HTMLDialogElement[] {
  return [...stack.children].filter((child) => child instanceof HTMLDialogElement);
}

/** Whether this is the modal to be seen, in the document still: then its closing is the person's doing. */
function isOnTop(dialog: EventTarget | null): boolean {
  return dialog instanceof HTMLDialogElement && dialog.isConnected && dialog.parentElement?.lastElementChild === dialog && !dialog.open;
}

/** The browser gives focus back to what opened it. Where that is gone by now, the card takes it. */
function hide(dialog: HTMLDialogElement): void {
  dialog.querySelector(':focus')?.setAttribute('data-left-at', '');
  dialog.close();
  const { openedIn: pane, openedOn: message = null } = dialog.dataset;
  if (pane !== undefined) returnFocus({ pane, message });
}

/** Where focus goes when a modal is shown: where it was, where the app wants it, the first field, a button. */
const FIRST = ['[data-left-at]', '[autofocus]', '.modal-body :is(input, select, textarea):enabled', '.modal-foot button'];

function show(dialog: HTMLDialogElement): void {
  const opener = standpointOf(document.activeElement);
  if (opener !== null) dialog.dataset.openedIn = opener.pane;
  if (opener?.message) dialog.dataset.openedOn = opener.message;
  dialog.showModal();
  const first = FIRST.map((selector) => dialog.querySelector<HTMLElement>(selector)).find((element) => element !== null);
  first?.removeAttribute('data-left-at');
  first?.focus();
}

function focusFault(dialog: HTMLDialogElement): void {
  const fault = dialog.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (fault === null) return;
  delete dialog.dataset.faulty;
  const control = fault instanceof HTMLFieldSetElement ? fault.querySelector('input') : fault;
  control?.focus();
}

async function close(page: Page, view: ViewShown, event: Event): Promise<void> {
  const dialog = dialogOf(event);
  if (dialog === null || dialog.dataset.leaving !== undefined) return;
  dialog.dataset.leaving = '';
  page.local.errors = {};
  await page.act({ kind: 'close', view: view.id });
  delete dialog.dataset.leaving;
  page.redraw();
}

async function submit(page: Page, view: ViewShown, event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget;
  const dialog = dialogOf(event);
  if (!(form instanceof HTMLFormElement) || dialog === null || view.submit === null || dialog.dataset.sending !== undefined) return;
  const values = valuesOf(view, new FormData(form), page.screen.workspace.timezone);
  page.local.errors = {};
  page.redraw();
  markSending(dialog, true);
  const { errors } = await page.act({ kind: 'submit', view: view.id, values });
  markSending(dialog, false);
  if (Object.keys(errors).length > 0) dialog.dataset.faulty = '';
  page.redraw();
}

/** Kept in the document alone: the templates say nothing about it, so no redraw undoes it. */
function markSending(dialog: HTMLDialogElement, isSending: boolean): void {
  dialog.toggleAttribute('data-sending', isSending);
  const button = dialog.querySelector('.modal-submit');
  if (isSending) button?.setAttribute('aria-disabled', 'true');
  else button?.removeAttribute('aria-disabled');
  const [label, sending] = button?.children ?? [];
  label?.toggleAttribute('hidden', isSending);
  sending?.toggleAttribute('hidden', !isSending);
}

function dialogOf({ currentTarget }: Event): HTMLDialogElement | null {
  return currentTarget instanceof Element ? currentTarget.closest('dialog') : null;
}
