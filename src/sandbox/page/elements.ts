// TABLE: interactive elements in actions and beside sections: what they look like, and what using them says.
import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { localTimeOf } from './dates.ts';
import { jsonIn, listIn, numberIn, stringIn, stringsIn, wordsIn } from './json.ts';
import { followInside, isOpened } from './links.ts';
import { offersOf, optionsOf, singular } from './options.ts';
import { overflow } from './overflow.ts';
import { chosenFrom, press, startsWith } from './press.ts';
import type { Spot } from './press.ts';
import type { Json } from './protocol.ts';
import { textIn } from './texts.ts';

type Row = (spot: Spot, element: Json) => unknown;

const select: Row = (spot, element) => selectOf(spot, element);
const many: Row = (spot, element) => several(spot, element);
const date: Row = (spot, element) => typed(spot, element, 'date', startsWith(element)[0] ?? '');

const ELEMENTS: Readonly<Record<string, Row>> = {
  button: (spot, element) => button(spot, element),
  overflow: (spot, element) => overflow(spot, element),
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  external_select: select,
  multi_static_select: many,
  multi_users_select: many,
  multi_channels_select: many,
  multi_conversations_select: many,
  multi_external_select: select,
  datepicker: date,
  timepicker: (spot, element) => typed(spot, element, 'time', startsWith(element)[0] ?? ''),
  datetimepicker: (spot, element) => {
    const seconds = numberIn(element, 'initial_date_time');
    const start = seconds === null ? '' : localTimeOf(seconds * 1000, spot.page.screen.workspace.timezone);
    return typed(spot, element, 'datetime-local', start);
  },
  checkboxes: (spot, element) => choices(spot, element, 'checkbox'),
  radio_buttons: (spot, element) => choices(spot, element, 'radio'),
  plain_text_input: (spot, element) => typed(spot, element, 'text', startsWith(element)[0] ?? ''),
  rich_text_input: (spot, element) => typed(spot, element, 'text', ''),
  workflow_button: (_, element) =>
    html`<button type="button" class=${lookOf(element)} disabled title="Workflows do not run here">${wordsIn(element, 'text')}</button>`,
  icon_button: (spot, element) => iconButton(spot, element),
  feedback_buttons: (spot, element) => feedback(spot, element),
  image: (_, element) => picture(stringIn(element, 'alt_text') ?? '', 'block-picture'),
};

/** Any element of a block; one that is not known says so. */
export function elementOf(spot: Spot, element: Json): unknown {
  const type = stringIn(element, 'type') ?? '';
  const row = Object.hasOwn(ELEMENTS, type) ? ELEMENTS[type] : undefined;
  return row === undefined ? html`<span class="block-unknown">Not shown here: ${type}</span>` : row(spot, element);
}

/** A frame for a picture, which is not fetched: what it shows is said. */
export function picture(words: string, look: string): TemplateResult {
  return html`<span class=${look} role="img" aria-label=${words || 'Image'} title=${words}><span aria-hidden="true">${words}</span></span>`;
}

const LOOKS: Readonly<Record<string, string>> = { primary: ' block-primary', danger: ' block-danger' };

const lookOf = (element: Json): string => `block-button${LOOKS[stringIn(element, 'style') ?? ''] ?? ''}`;

function button(spot: Spot, element: Json): TemplateResult {
  const words = wordsIn(element, 'text');
  const label = stringIn(element, 'accessibility_label') ?? nothing;
  const url = stringIn(element, 'url');
  const tell = (): void => void press(spot, element, {});
  if (url === null || !isOpened(url)) {
    return html`<button type="button" class=${lookOf(element)} aria-label=${label} @click=${tell}>${words}</button>`;
  }
  const follow = (event: Event): void => {
    followInside(spot.page, url, event);
    tell();
  };
  return html`<a class=${lookOf(element)} href=${url} target="_blank" rel="noopener" aria-label=${label} @click=${follow}>${words}</a>`;
}

/** Its own words, or those that it stands beside. */
const nameOf = ({ label }: Spot, element: Json): string => wordsIn(element, 'placeholder') || label || 'Choose';

function selectOf(spot: Spot, element: Json): TemplateResult {
  const type = stringIn(element, 'type') ?? '';
  // Options from elsewhere are asked for while somebody types, which is not done here.
  const isExternal = singular(type) === 'external_select';
  const chosen = startsWith(element);
  const hint = wordsIn(element, 'placeholder') || (isExternal ? 'Cannot be chosen here' : 'Choose one');
  const tell = async ({ currentTarget: control }: Event): Promise<void> => {
    if (!(control instanceof HTMLSelectElement)) return;
    const isTold = await tellOf(
      spot,
      element,
      Array.from(control.selectedOptions, ({ value }) => value),
    );
    if (!isTold) for (const option of control.options) option.selected = option.defaultSelected;
  };
  const first = html`<option value="" ?selected=${chosen.length === 0} disabled hidden>${hint}</option>`;
  return html`<select class="block-select" aria-label=${nameOf(spot, element)} ?disabled=${isExternal} @change=${tell}>
    ${first}${optionsOf(spot.page, element, chosen)}
  </select>`;
}

async function tellOf(spot: Spot, element: Json, written: readonly string[]): Promise<boolean> {
  const chosen = chosenFrom(spot, element, written.filter(Boolean));
  return chosen !== null && (await press(spot, element, chosen));
}

/** While a year is typed, a field for dates goes through the first centuries. */
const isHalfTyped = (value: string): boolean => /^0\d{3}-/.test(value);

function typed(spot: Spot, element: Json, type: string, start: string): TemplateResult {
  const tell = ({ currentTarget: control }: Event): void => {
    if (control instanceof HTMLInputElement && !isHalfTyped(control.value)) void tellOf(spot, element, [control.value]);
  };
  const placeholder = wordsIn(element, 'placeholder') || nothing;
  return html`<input
    class="block-input"
    type=${type}
    value=${start}
    placeholder=${placeholder}
    aria-label=${nameOf(spot, element)}
    @change=${tell}
  />`;
}

function choices(spot: Spot, element: Json, type: 'checkbox' | 'radio'): TemplateResult {
  const chosen = startsWith(element);
  const rows = listIn(element, 'options').map((option) => {
    const value = stringIn(option, 'value') ?? '';
    const words = html`${textIn(spot.page, option, 'text')}<span class="block-choice-more"
        >${textIn(spot.page, option, 'description')}</span
      >`;
    return choice(spot, element, { type, value, words, isChosen: chosen.includes(value) });
  });
  return choiceSet(spot, element, rows);
}

/** Many from a list, each with a box of its own: a plain click adds or takes away one. */
function several(spot: Spot, element: Json): TemplateResult {
  const chosen = startsWith(element);
  const rows = offersOf(spot.page, element, chosen).map(({ label, offers }) => {
    const boxes = offers.map(({ value, words }) =>
      choice(spot, element, { type: 'checkbox', value, words, isChosen: chosen.includes(value) }),
    );
    return label === null
      ? boxes
      : html`<div role="group" aria-label=${label}>
          <p class="block-choice-group" aria-hidden="true">${label}</p>
          ${boxes}
        </div>`;
  });
  return choiceSet(spot, element, html`<div class="block-several">${rows}</div>`);
}

interface Choice {
  readonly type: 'checkbox' | 'radio';
  readonly value: string;
  readonly words: unknown;
  readonly isChosen: boolean;
}

function choice(spot: Spot, element: Json, { type, value, words, isChosen }: Choice): TemplateResult {
  const group = `${spot.blockId}:${stringIn(element, 'action_id') ?? ''}`;
  return html`<label class="block-choice">
    <input type=${type} name=${group} value=${value} ?checked=${isChosen} />
    <span>${words}</span>
  </label>`;
}

function choiceSet(spot: Spot, element: Json, rows: unknown): TemplateResult {
  const tell = ({ currentTarget: set }: Event): void => {
    if (!(set instanceof HTMLFieldSetElement)) return;
    const inputs = [...set.querySelectorAll('input')];
    void tellOf(
      spot,
      element,
      inputs.filter(({ checked }) => checked).map(({ value }) => value),
    );
  };
  // In a form of its own, so that the same block shown twice is not one group of radio buttons.
  return html`<form class="block-choices">
    <fieldset aria-label=${nameOf(spot, element)} @change=${tell}>${rows}</fieldset>
  </form>`;
}

const trash = html`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.3">
  <path d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.5 6.5v4.5M9.5 6.5v4.5" />
</svg>`;

function iconButton(spot: Spot, element: Json): unknown {
  const readers = stringsIn(element, 'visible_to_user_ids');
  if (readers.length > 0 && !readers.includes(spot.page.screen.me)) return nothing;
  const words = stringIn(element, 'accessibility_label') ?? wordsIn(element, 'text');
  const tell = (): void => void press(spot, element, {});
  return html`<button type="button" class="block-icon" aria-label=${words} title=${wordsIn(element, 'text')} @click=${tell}>
    ${trash}
  </button>`;
}

function feedback(spot: Spot, element: Json): readonly unknown[] {
  return ['positive_button', 'negative_button'].map((key) => {
    const one = jsonIn(element, key);
    const words = wordsIn(one, 'text');
    const label = stringIn(one, 'accessibility_label') ?? words;
    const tell = (): void => void press(spot, element, { value: stringIn(one, 'value') ?? '' });
    const sign = key === 'positive_button' ? '👍' : '👎';
    return html`<button type="button" class="block-icon" aria-label=${label} title=${words} @click=${tell}>
      <span aria-hidden="true">${sign}</span>
    </button>`;
  });
}
