// TABLE: every interactive element: its keys, its rules, the surfaces that take it.
import {
  always,
  boolean,
  byType,
  integer,
  list,
  may,
  need,
  object,
  oneOf,
  string,
  url,
  type Check,
  type Shape,
  type Surface,
} from './check.ts';
import { lengthsRule, numbersRule, optionsRule, responseUrlRule, type Rule } from './element-rules.ts';
import {
  BUTTON,
  CHOICES,
  FILE_INPUT,
  ID,
  OPTION_GROUP,
  OVERFLOW,
  PLAIN_TEXT_INPUT,
  RICH_TEXT_INPUT,
  SELECT,
  URL_LENGTH,
} from './limits.ts';
import {
  accessibilityLabel,
  choiceOption,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  imageElement,
  initialMustExist,
  optionGroup,
  overflowOption,
  placeholder,
  plain,
  selectOption,
  style,
} from './objects.ts';
import { richText } from './richtext.ts';

const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home'];
const MODAL: readonly Surface[] = ['modal'];
const MESSAGE: readonly Surface[] = ['message'];

const actionId = may(string(ID.action));
const CONFIRMABLE: Shape = { action_id: actionId, confirm: may(confirm) };
const FOCUSABLE: Shape = { action_id: actionId, focus_on_load: may(boolean) };
const PLACEHOLDABLE: Shape = { placeholder: may(placeholder) };
const MENU: Shape = { ...CONFIRMABLE, ...FOCUSABLE, ...PLACEHOLDABLE };
const MULTI: Shape = { ...MENU, max_selected_items: may(integer(1, Number.MAX_SAFE_INTEGER)) };
const TYPED: Shape = { ...FOCUSABLE, ...PLACEHOLDABLE, dispatch_action_config: may(dispatchActionConfig) };
const OPTIONS: Shape = {
  options: may(list(selectOption, SELECT.options)),
  option_groups: may(list(optionGroup, OPTION_GROUP.groups)),
};
const id = string(255);
const ids = list(id, 1_000, 0);
const day = string(10, 10, { test: /^\d{4}-\d{2}-\d{2}$/, says: 'must be a date like 2026-11-22' });
const time = string(5, 5, { test: /^([01]\d|2[0-3]):[0-5]\d$/, says: 'must be a time like 23:59' });
const decimal = string(50, 1, { test: /^-?\d+(\.\d+)?$/, says: 'must be a number in a string' });

interface Row {
  keys: Shape;
  surfaces: readonly Surface[];
  rule?: Rule;
}

const feedback = object({
  text: need(plain(BUTTON.text)),
  accessibility_label: may(accessibilityLabel),
  value: need(string(BUTTON.value)),
});

export const ELEMENTS: Record<string, Row> = {
  button: {
    surfaces: EVERYWHERE,
    keys: {
      ...CONFIRMABLE,
      text: need(plain(BUTTON.text)),
      value: may(string(BUTTON.value)),
      url: may(url(BUTTON.url)),
      style: may(style),
      accessibility_label: may(accessibilityLabel),
    },
  },
  checkboxes: {
    surfaces: EVERYWHERE,
    keys: {
      ...CONFIRMABLE,
      ...FOCUSABLE,
      options: need(list(choiceOption, CHOICES.options)),
      initial_options: may(list(choiceOption, CHOICES.options)),
    },
    rule: initialMustExist,
  },
  radio_buttons: {
    surfaces: EVERYWHERE,
    keys: { ...CONFIRMABLE, ...FOCUSABLE, options: need(list(choiceOption, CHOICES.options)), initial_option: may(choiceOption) },
    rule: initialMustExist,
  },
  overflow: { surfaces: EVERYWHERE, keys: { ...CONFIRMABLE, options: need(list(overflowOption, OVERFLOW.options)) } },
  datepicker: { surfaces: EVERYWHERE, keys: { ...MENU, initial_date: may(day) } },
  timepicker: { surfaces: EVERYWHERE, keys: { ...MENU, initial_time: may(time), timezone: may(string(100)) } },
  datetimepicker: {
    surfaces: ['message', 'modal'],
    keys: { ...CONFIRMABLE, ...FOCUSABLE, initial_date_time: may(integer(1_000_000_000, 9_999_999_999)) },
  },
  static_select: { surfaces: EVERYWHERE, keys: { ...MENU, ...OPTIONS, initial_option: may(selectOption) }, rule: optionsRule },
  multi_static_select: {
    surfaces: EVERYWHERE,
    keys: { ...MULTI, ...OPTIONS, initial_options: may(list(selectOption, SELECT.options)) },
    rule: optionsRule,
  },
  external_select: {
    surfaces: EVERYWHERE,
    keys: { ...MENU, initial_option: may(selectOption), min_query_length: may(integer(0, 3_000)) },
  },
  multi_external_select: {
    surfaces: EVERYWHERE,
    keys: { ...MULTI, initial_options: may(list(selectOption, SELECT.options)), min_query_length: may(integer(0, 3_000)) },
  },
  users_select: { surfaces: EVERYWHERE, keys: { ...MENU, initial_user: may(id) } },
  multi_users_select: { surfaces: EVERYWHERE, keys: { ...MULTI, initial_users: may(ids) } },
  conversations_select: {
    surfaces: EVERYWHERE,
    keys: {
      ...MENU,
      initial_conversation: may(id),
      default_to_current_conversation: may(boolean),
      filter: may(conversationFilter),
      response_url_enabled: may(boolean),
    },
    rule: responseUrlRule,
  },
  multi_conversations_select: {
    surfaces: EVERYWHERE,
    keys: { ...MULTI, initial_conversations: may(ids), default_to_current_conversation: may(boolean), filter: may(conversationFilter) },
  },
  channels_select: {
    surfaces: EVERYWHERE,
    keys: { ...MENU, initial_channel: may(id), response_url_enabled: may(boolean) },
    rule: responseUrlRule,
  },
  multi_channels_select: { surfaces: EVERYWHERE, keys: { ...MULTI, initial_channels: may(ids) } },
  plain_text_input: {
    surfaces: EVERYWHERE,
    keys: {
      ...TYPED,
      initial_value: may(string(PLAIN_TEXT_INPUT.maxLength, 0)),
      multiline: may(boolean),
      min_length: may(integer(0, PLAIN_TEXT_INPUT.minLength)),
      max_length: may(integer(1, PLAIN_TEXT_INPUT.maxLength)),
    },
    rule: lengthsRule,
  },
  email_text_input: { surfaces: MODAL, keys: { ...TYPED, initial_value: may(string(PLAIN_TEXT_INPUT.maxLength, 0)) } },
  url_text_input: { surfaces: MODAL, keys: { ...TYPED, initial_value: may(string(PLAIN_TEXT_INPUT.maxLength, 0)) } },
  number_input: {
    surfaces: MODAL,
    keys: { ...TYPED, is_decimal_allowed: need(boolean), initial_value: may(decimal), min_value: may(decimal), max_value: may(decimal) },
    rule: numbersRule,
  },
  rich_text_input: {
    surfaces: ['modal', 'home'],
    keys: {
      ...TYPED,
      initial_value: may(byType(() => ({ rich_text: richText }))),
      min_lines: may(integer(1, RICH_TEXT_INPUT.lines)),
      max_lines: may(integer(1, RICH_TEXT_INPUT.lines)),
    },
  },
  file_input: {
    surfaces: MODAL,
    keys: { action_id: actionId, filetypes: may(list(string(50), 100)), max_files: may(integer(1, FILE_INPUT.files)) },
  },
  workflow_button: {
    surfaces: MESSAGE,
    keys: {
      ...CONFIRMABLE,
      text: need(plain(BUTTON.text)),
      style: may(style),
      accessibility_label: may(accessibilityLabel),
      workflow: need(
        object({
          trigger: need(
            object({
              url: need(url(URL_LENGTH)),
              customizable_input_parameters: may(list(object({ name: need(string(255)), value: need(string(3_000)) }), 100)),
            }),
          ),
        }),
      ),
    },
  },
  feedback_buttons: { surfaces: MESSAGE, keys: { action_id: actionId, positive_button: need(feedback), negative_button: need(feedback) } },
  icon_button: {
    surfaces: MESSAGE,
    keys: {
      ...CONFIRMABLE,
      icon: need(oneOf('trash')),
      text: need(plain(BUTTON.text)),
      accessibility_label: may(accessibilityLabel),
      value: may(string(BUTTON.value)),
      visible_to_user_ids: may(ids),
    },
  },
};

const SELECTS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const MULTI_SELECTS = SELECTS.map((kind) => `multi_${kind}`);
const PICKED = ['checkboxes', 'datepicker', 'radio_buttons', 'timepicker', ...SELECTS, ...MULTI_SELECTS];

export const IN_ACTIONS = ['button', 'overflow', 'workflow_button', 'datetimepicker', 'rich_text_input', ...PICKED];
export const IN_ACCESSORY = ['button', 'overflow', 'workflow_button', ...PICKED];
export const IN_INPUT = [
  'datetimepicker',
  'email_text_input',
  'file_input',
  'number_input',
  'plain_text_input',
  'rich_text_input',
  'url_text_input',
  ...PICKED,
];
export const IN_CONTEXT_ACTIONS = ['feedback_buttons', 'icon_button'];

/** One of the named elements, on a surface that takes it. `image` is allowed where asked for. */
export function element(kinds: readonly string[], { isImageAllowed = false } = {}): Check {
  const table: Record<string, Check> = isImageAllowed ? { image: imageElement } : {};
  for (const kind of kinds) {
    const row = ELEMENTS[kind];
    if (row === undefined) throw new Error(`No element is called ${kind}`);
    const check = object({ type: need(always(kind)), ...row.keys }, row.rule);
    table[kind] = (value, pointer, context) => {
      if (!row.surfaces.includes(context.surface)) {
        return context.report(`${pointer}/type`, `unsupported type: ${kind} in a ${context.surface}`, 'unsupported_surface');
      }
      check(value, pointer, context);
    };
  }
  return byType(() => table);
}
