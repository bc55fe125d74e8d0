// Input blocks: label, field, what is wrong, hint; and whom a change is told.
import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { controlOf, isGroup, isTyped, leftOf, type Field } from './fields.ts';
import { jsonIn, stringsIn, wordsIn } from './json.ts';
import type { Page } from './page.ts';
import type { Block, Json, Place, ViewShown } from './protocol.ts';
import { actionIdOf, elementOf, entryOf, startOf, valuesOf } from './values.ts';

interface Input {
  readonly page: Page;
  readonly block: Block;
  readonly element: Json;
  readonly place: Place;
}

/** One input block. Outside of modals it is a form of its own, so that it can be read there as well. */
export function inputBlock(page: Page, block: Block, place: Place): TemplateResult {
  const input: Input = { page, block, element: elementOf(block), place };
  // Slack keeps an answer as long as block, action and kind of field stay the same: so does the document.
  const field = keyed(`${String(input.element.type)} ${actionIdOf(block)}`, fieldOf(input));
  if (place.in === 'modal') return html`<div class="modal-input-block">${field}</div>`;
  return html`<form class="modal-input-block" novalidate autocomplete="off" @submit=${prevent}>${field}</form>`;
}

function fieldOf(input: Input): TemplateResult {
  const { page, block, element, place } = input;
  const id = `field-${encodeURIComponent(place.in === 'modal' ? place.view : place.in)}-${encodeURIComponent(block.block_id)}`;
  const error = errorUnder(input);
  const hint = wordsIn(block, 'hint');
  const start = startOf(block, viewOf(input)?.values ?? {}, page.screen.workspace.timezone);
  const describedBy = [error === '' ? '' : `${id}-error`, hint === '' ? '' : `${id}-hint`, isTyped(element) ? `${id}-left` : ''];
  const field: Field = {
    page,
    block,
    element,
    id,
    start,
    isRequired: block.optional !== true,
    isFaulty: error !== '',
    describedBy: describedBy.filter((one) => one !== '').join(' '),
  };
  const optional = field.isRequired ? nothing : html`<span class="modal-optional">(optional)</span>`;
  const notes = html`${error === '' ? nothing : html`<p class="modal-error" id="${id}-error">${mark()}${error}</p>`}
  ${hint === '' ? nothing : html`<p class="modal-hint" id="${id}-hint">${hint}</p>`}`;
  const label = wordsIn(block, 'label');
  const on = { input: (event: Event) => changed(input, event), change: (event: Event) => chosen(input, event) };
  if (isGroup(element)) {
    return html`<fieldset
      class="modal-field"
      id=${id}
      role=${element.type === 'radio_buttons' ? 'radiogroup' : 'group'}
      aria-labelledby="${id}-label"
      aria-describedby=${field.describedBy || nothing}
      aria-required=${element.type === 'radio_buttons' && field.isRequired ? 'true' : nothing}
      aria-invalid=${field.isFaulty ? 'true' : nothing}
      @input=${on.input}
      @change=${on.change}
    >
      <legend class="modal-label" id="${id}-label">${label}</legend>
      ${optional}
      <div class="modal-choices">${controlOf(field)}</div>
      ${notes}
    </fieldset>`;
  }
  return html`<div class="modal-field" @input=${on.input} @change=${on.change} @keydown=${(event: KeyboardEvent) => entered(input, event)}>
    <label class="modal-label" for=${id}>${label}</label>
    ${optional}
    <div class="modal-control">
      ${controlOf(field)}
      ${isTyped(element) ? html`<span class="modal-left" id="${id}-left" .textContent=${leftOf(element, start[0] ?? '')}></span>` : nothing}
    </div>
    ${notes}
  </div>`;
}

function mark(): TemplateResult {
  return html`<svg class="modal-error-mark" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    <path
      d="M8 1.6 15 14H1z M8 6v4 M8 11.6v.6"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linejoin="round"
      stroke-linecap="round"
    />
  </svg>`;
}

function viewOf({ page, place }: Input): ViewShown | null {
  if (place.in === 'home') return page.screen.home;
  return place.in === 'modal' ? (page.screen.modals.find(({ id }) => id === place.view) ?? null) : null;
}

/** Errors belong to the modal on top. */
function errorUnder({ page, block, place }: Input): string {
  const isOnTop = place.in === 'modal' && page.screen.modals.at(-1)?.id === place.view;
  return isOnTop ? (page.local.errors[block.block_id] ?? '') : '';
}

function prevent(event: Event): void {
  event.preventDefault();
}

/** Every change, letter by letter: what was wrong may be right now. */
function changed(input: Input, event: Event): void {
  const { page, block, element } = input;
  const { target, currentTarget } = event;
  if (isTyped(element) && isText(target) && currentTarget instanceof Element) {
    currentTarget.querySelector('.modal-left')?.replaceChildren(leftOf(element, target.value));
    if (triggersOf(element).includes('on_character_entered')) tell(input, target);
  }
  if (errorUnder(input) === '') return;
  page.local.errors = Object.fromEntries(Object.entries(page.local.errors).filter(([blockId]) => blockId !== block.block_id));
  page.redraw();
}

/** A choice made, or a text left. As in Slack, the app is told of a text in one line when Enter is pressed, not when it is left. */
function chosen(input: Input, event: Event): void {
  if (isTold(input) && (!isTyped(input.element) || isMultiline(event.target))) tell(input, event.target);
  else if (input.place.in === 'home') keep(input, event.target, false);
}

function entered(input: Input, event: KeyboardEvent): void {
  if (
    event.key !== 'Enter' ||
    event.isComposing ||
    !isTyped(input.element) ||
    isMultiline(event.target) ||
    input.block.dispatch_action !== true
  )
    return;
  event.preventDefault();
  if (isTold(input)) tell(input, event.target);
}

function isTold({ block, element }: Input): boolean {
  return block.dispatch_action === true && (!isTyped(element) || triggersOf(element).includes('on_enter_pressed'));
}

function tell(input: Input, control: EventTarget | null): void {
  if (input.block.dispatch_action === true) keep(input, control, true);
}

/** Hands the values over for the next update; in a modal all of them, in an App Home those of this block. */
function keep(input: Input, control: EventTarget | null, isTelling: boolean): void {
  const { page, block, place } = input;
  const form = control instanceof Element ? control.closest('form') : null;
  // A modal that is being closed still reports the field that loses its focus.
  if (form === null || !form.isConnected || form.closest('dialog')?.open === false) return;
  const zone = page.screen.workspace.timezone;
  const lookup = new FormData(form);
  const spot = { blockId: block.block_id, actionId: actionIdOf(block) };
  const view = viewOf(input);
  if (view !== null) {
    const blocks = place.in === 'modal' ? view.blocks : [block];
    const values = valuesOf({ blocks, values: place.in === 'modal' ? view.values : {} }, lookup, zone);
    void page.act({ kind: 'fill', view: view.id, values, tell: isTelling ? spot : null });
    return;
  }
  const { type: _type, ...picked } = entryOf(block, lookup, zone) ?? { type: '' };
  if (isTelling) void page.act({ kind: 'press', place, ...spot, chosen: picked });
}

function triggersOf(element: Json): readonly string[] {
  const triggers = stringsIn(jsonIn(element, 'dispatch_action_config'), 'trigger_actions_on');
  return triggers.length === 0 ? ['on_enter_pressed'] : triggers;
}

function isText(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function isMultiline(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement;
}
