// A modal as a form: which inputs it has, what they start with, and what a person's answer becomes in view.state.
import { lengthOf } from './blockkit/check.ts';
import { PLAIN_TEXT_INPUT } from './blockkit/limits.ts';
import { optionsOf } from './blockkit/objects.ts';
import { elementsIn } from './blockkit/validate.ts';
import { isFields, type Block, type Fields, type StateValues, type View } from './types.ts';

interface Kind {
  /** The key of the value in view.state, and where the element keeps what it starts with. */
  key: string;
  initial: string;
  isMany: boolean;
  answer: 'text' | 'option' | 'id' | 'rich' | 'number';
}

const text = (initial = 'initial_value'): Kind => ({ key: 'value', initial, isMany: false, answer: 'text' });
const pick = (answer: 'option' | 'id', key: string, initial: string, isMany = false): Kind => ({ key, initial, isMany, answer });

/** TABLE: elements that keep a value. Buttons and menus keep none. */
const KINDS: Record<string, Kind> = {
  plain_text_input: text(),
  email_text_input: text(),
  url_text_input: text(),
  number_input: text(),
  static_select: pick('option', 'selected_option', 'initial_option'),
  external_select: pick('option', 'selected_option', 'initial_option'),
  radio_buttons: pick('option', 'selected_option', 'initial_option'),
  multi_static_select: pick('option', 'selected_options', 'initial_options', true),
  multi_external_select: pick('option', 'selected_options', 'initial_options', true),
  checkboxes: pick('option', 'selected_options', 'initial_options', true),
  users_select: pick('id', 'selected_user', 'initial_user'),
  multi_users_select: pick('id', 'selected_users', 'initial_users', true),
  channels_select: pick('id', 'selected_channel', 'initial_channel'),
  multi_channels_select: pick('id', 'selected_channels', 'initial_channels', true),
  conversations_select: pick('id', 'selected_conversation', 'initial_conversation'),
  multi_conversations_select: pick('id', 'selected_conversations', 'initial_conversations', true),
  datepicker: pick('id', 'selected_date', 'initial_date'),
  timepicker: pick('id', 'selected_time', 'initial_time'),
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', isMany: false, answer: 'number' },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', isMany: false, answer: 'rich' },
};

export interface Input {
  label: string;
  blockId: string;
  actionId: string;
  element: Fields;
  isOptional: boolean;
  /** Whether a change is sent to the bot at once. */
  isDispatching: boolean;
}

/** Every element that keeps a value, in order; outside input blocks its label is the text it stands beside. */
export function inputsOf(blocks: readonly Block[]): Input[] {
  return elementsIn(blocks, '').flatMap(({ element, block }) => {
    if (KINDS[String(element.type)] === undefined) return [];
    const isInput = block.type === 'input';
    const label = textOf(block.label) ?? textOf(block.text) ?? textOf(element.placeholder) ?? String(element.action_id);
    return [
      {
        label,
        blockId: String(block.block_id),
        actionId: String(element.action_id),
        element,
        isOptional: !isInput || block.optional === true,
        isDispatching: !isInput || block.dispatch_action === true,
      },
    ];
  });
}

export function textOf(value: unknown): string | undefined {
  return isFields(value) && typeof value.text === 'string' ? value.text : undefined;
}

export function initialState(blocks: readonly Block[]): StateValues {
  const values: StateValues = {};
  for (const { blockId, actionId, element } of inputsOf(blocks)) {
    const kind = KINDS[String(element.type)];
    if (kind === undefined) continue;
    values[blockId] = {
      ...values[blockId],
      [actionId]: { type: element.type, [kind.key]: element[kind.initial] ?? (kind.isMany ? [] : null) },
    };
  }
  return values;
}

/** The entry of view.state for an answer: options by their label (or value), people and channels by id, dates as written. */
export function answerOf(input: Input, answer: string | readonly string[]): Fields {
  const type = String(input.element.type);
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`"${input.label}" is a ${type}, which takes no answer`);
  const answers = typeof answer === 'string' ? (answer === '' ? [] : [answer]) : [...answer];
  const values = answers.map((one) => (kind.answer === 'option' ? optionCalled(input, one) : one));
  if (kind.isMany) return { type, [kind.key]: values };
  const [first] = values;
  if (kind.answer === 'number') return { type, [kind.key]: first === undefined ? null : Math.floor(Date.parse(answers[0] ?? '') / 1000) };
  if (kind.answer === 'rich') return { type, [kind.key]: first === undefined ? null : richTextOf(answers[0] ?? '') };
  return { type, [kind.key]: first ?? null };
}

function optionCalled(input: Input, wanted: string): Fields {
  const options = optionsOf(input.element);
  const found = options.find((option) => textOf(option.text) === wanted) ?? options.find((option) => option.value === wanted);
  if (found !== undefined) return found;
  if (String(input.element.type).endsWith('external_select')) return { text: { type: 'plain_text', text: wanted }, value: wanted };
  throw new Error(`"${input.label}" has no option "${wanted}". It has: ${options.map((option) => textOf(option.text)).join(', ')}`);
}

function richTextOf(plain: string): Fields {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: plain }] }] };
}

export function inputCalled(inputs: readonly Input[], label: string): Input {
  const found = inputs.find((input) => input.label === label);
  if (found !== undefined) return found;
  throw new Error(`The modal has no input "${label}". It has: ${inputs.map((input) => `"${input.label}"`).join(', ')}`);
}

export interface Complaint {
  label: string;
  blockId: string;
  says: string;
}

/** What Slack's client would say under which inputs before sending anything. */
export function complaintsAbout(view: View): Complaint[] {
  return inputsOf(view.blocks).flatMap((input) => {
    const says = complaintAbout(input, view.state.values[input.blockId]?.[input.actionId]);
    return says === undefined ? [] : [{ label: input.label, blockId: input.blockId, says }];
  });
}

function complaintAbout(input: Input, entry: Fields | undefined): string | undefined {
  const kind = KINDS[String(input.element.type)];
  if (kind === undefined) return undefined;
  const value = entry?.[kind.key];
  const isEmpty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return input.isOptional ? undefined : 'Please complete this required field.';
  return typeof value === 'string' ? complaintAboutText(input.element, value) : undefined;
}

function complaintAboutText(element: Fields, value: string): string | undefined {
  const length = lengthOf(value);
  const { min_length: min, max_length: max = PLAIN_TEXT_INPUT.maxLength } = element;
  if (typeof min === 'number' && length < min) return `This entry must be at least ${min} characters.`;
  if (typeof max === 'number' && length > max) return `This entry can only be ${max} characters.`;
  const rule = FORMATS[String(element.type)];
  return rule === undefined || rule.fits(value, element) ? undefined : rule.says;
}

const FORMATS: Record<string, { fits: (value: string, element: Fields) => boolean; says: string }> = {
  email_text_input: { fits: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), says: 'Please enter a valid email.' },
  url_text_input: { fits: (value) => URL.canParse(value), says: 'Please enter a valid URL.' },
  datepicker: {
    fits: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)),
    says: 'Please enter a valid date.',
  },
  number_input: {
    fits: (value, { is_decimal_allowed: isDecimal, min_value: min, max_value: max }) =>
      (isDecimal === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value) &&
      (min === undefined || Number(value) >= Number(min)) &&
      (max === undefined || Number(value) <= Number(max)),
    says: 'Please enter a valid number.',
  },
};
