// TABLE: the elements that an input block can hold, as native controls.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { listIn, numberIn, stringIn, wordsIn } from './json.ts';
import { offersOf, optionsOf } from './options.ts';
import type { Page } from './page.ts';
import type { Block, Json } from './protocol.ts';
import { textIn } from './texts.ts';
import { fieldName } from './values.ts';

export interface Field {
  readonly page: Page;
  readonly block: Block;
  readonly element: Json;
  /** Of the control, or of the fieldset around several. */
  readonly id: string;
  /** What it says at first. */
  readonly start: readonly string[];
  readonly isRequired: boolean;
  readonly isFaulty: boolean;
  readonly describedBy: string;
}

type Control = (field: Field) => TemplateResult;

const CONTROLS: Readonly<Record<string, Control>> = {
  plain_text_input: (field) => (field.element.multiline === true ? lines(field) : line(field, 'text', 'text')),
  email_text_input: (field) => line(field, 'text', 'email'),
  url_text_input: (field) => line(field, 'text', 'url'),
  number_input: (field) => line(field, 'text', 'decimal'),
  rich_text_input: (field) => lines(field),
  datepicker: (field) => line(field, 'date', 'none'),
  timepicker: (field) => line(field, 'time', 'none'),
  datetimepicker: (field) => line(field, 'datetime-local', 'none'),
  static_select: (field) => select(field, 'Select an option'),
  multi_static_select: (field) => several(field),
  users_select: (field) => select(field, 'Select a user'),
  multi_users_select: (field) => several(field),
  channels_select: (field) => select(field, 'Select a channel'),
  multi_channels_select: (field) => several(field),
  conversations_select: (field) => select(field, 'Select a conversation'),
  multi_conversations_select: (field) => several(field),
  radio_buttons: (field) => ticks(field, 'radio'),
  checkboxes: (field) => ticks(field, 'checkbox'),
};

/** Texts that are typed: they have a length, and may be told letter by letter. */
const TYPED = new Set(['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input']);
/** Of several controls: these need a name for all of them together. */
const GROUPS = new Set([
  'radio_buttons',
  'checkboxes',
  'multi_static_select',
  'multi_users_select',
  'multi_channels_select',
  'multi_conversations_select',
]);

export function isTyped({ type }: Json): boolean {
  return TYPED.has(String(type));
}

export function isGroup({ type }: Json): boolean {
  return GROUPS.has(String(type));
}

export function controlOf(field: Field): TemplateResult {
  const type = String(field.element.type);
  const control = Object.hasOwn(CONTROLS, type) ? CONTROLS[type] : undefined;
  return (control ?? missing)(field);
}

/** How many characters are left, once they get few: below zero there are too many, as in Slack nothing stops them. */
export function leftOf(element: Json, written: string): string {
  const most = numberIn(element, 'max_length');
  if (most === null) return '';
  // Code points, as the limit is meant.
  const left = most - Array.from(written).length;
  return left <= Math.max(10, most / 10) && left < most ? String(left) : '';
}

function line(field: Field, type: string, keyboard: string): TemplateResult {
  const { block, element, id, start } = field;
  return html`<input
    class="modal-input"
    id=${id}
    name=${fieldName(block)}
    type=${type}
    inputmode=${keyboard === 'none' ? nothing : keyboard}
    .defaultValue=${start[0] ?? ''}
    placeholder=${wordsIn(element, 'placeholder') || nothing}
    ?autofocus=${element.focus_on_load === true}
    aria-required=${field.isRequired ? 'true' : nothing}
    aria-invalid=${field.isFaulty ? 'true' : nothing}
    aria-describedby=${field.describedBy || nothing}
  />`;
}

function lines(field: Field): TemplateResult {
  const { block, element, id, start } = field;
  return html`<textarea
    class="modal-input modal-lines"
    id=${id}
    name=${fieldName(block)}
    rows="4"
    .defaultValue=${start[0] ?? ''}
    placeholder=${wordsIn(element, 'placeholder') || nothing}
    ?autofocus=${element.focus_on_load === true}
    aria-required=${field.isRequired ? 'true' : nothing}
    aria-invalid=${field.isFaulty ? 'true' : nothing}
    aria-describedby=${field.describedBy || nothing}
  ></textarea>`;
}

function select(field: Field, empty: string): TemplateResult {
  const { block, element, id } = field;
  return html`<select
    class="modal-input modal-select"
    id=${id}
    name=${fieldName(block)}
    ?autofocus=${element.focus_on_load === true}
    aria-required=${field.isRequired ? 'true' : nothing}
    aria-invalid=${field.isFaulty ? 'true' : nothing}
    aria-describedby=${field.describedBy || nothing}
  >
    <option value="">${wordsIn(element, 'placeholder') || empty}</option>
    ${optionsOf(field.page, element, field.start)}
  </select>`;
}

/** Many from a list: boxes to tick, so that a plain click adds or takes away one and leaves the others. */
function several(field: Field): TemplateResult {
  const { page, element, start } = field;
  const most = numberIn(element, 'max_selected_items');
  const groups = offersOf(page, element, start).map(({ label, offers }, at) => {
    const rows = repeat(
      offers,
      ({ value }) => value,
      ({ value, words }, index) => tick(field, { type: 'checkbox', at: `${at}-${index}`, value, words, more: nothing }),
    );
    if (label === null) return rows;
    return html`<div role="group" aria-label=${label}>
      <p class="modal-several-label" aria-hidden="true">${label}</p>
      ${rows}
    </div>`;
  });
  return html`<div class="modal-several">${groups}</div>
    ${most === null ? nothing : html`<p class="modal-hint">Choose up to ${most}.</p>`}`;
}

function ticks(field: Field, type: Tick['type']): TemplateResult {
  return html`${repeat(
    listIn(field.element, 'options'),
    (option) => stringIn(option, 'value'),
    (option, index) =>
      tick(field, {
        type,
        at: String(index),
        value: stringIn(option, 'value') ?? '',
        words: textIn(field.page, option, 'text'),
        more: textIn(field.page, option, 'description'),
      }),
  )}`;
}

interface Tick {
  readonly type: 'radio' | 'checkbox';
  /** Tells it apart from the others of its field. */
  readonly at: string;
  readonly value: string;
  readonly words: unknown;
  /** Below the words; `nothing` = none. */
  readonly more: unknown;
}

function tick({ block, element, id, start }: Field, { type, at, value, words, more }: Tick): TemplateResult {
  const isFirst = at === '0' || at === '0-0';
  return html`<div class="modal-choice">
    <input
      class="modal-tick"
      id="${id}-${at}"
      name=${fieldName(block)}
      type=${type}
      value=${value}
      ?checked=${start.includes(value)}
      ?autofocus=${element.focus_on_load === true && isFirst}
      aria-describedby=${more === nothing ? nothing : `${id}-${at}-more`}
    />
    <label for="${id}-${at}">${words}</label>
    ${more === nothing ? nothing : html`<p class="modal-hint" id="${id}-${at}-more">${more}</p>`}
  </div>`;
}

/** What needs more than a page: options fetched from the app, files. */
function missing({ id, describedBy }: Field): TemplateResult {
  return html`<select class="modal-input modal-select" id=${id} aria-describedby=${describedBy || nothing} disabled>
    <option>Not available in this workspace</option>
  </select>`;
}
