// Composition objects: text, confirm, option, option group, image source, dispatch and filter settings.
import { isDeepStrictEqual } from 'node:util';
import { isFields, type Fields } from '../types.ts';
import { always, boolean, byType, list, may, need, object, oneOf, string, url, type Check, type Context, type Shape } from './check.ts';
import { BUTTON, CONFIRM, IMAGE, OPTION, OPTION_GROUP, PLACEHOLDER, TEXT } from './limits.ts';

export function plain(max: number, min: number = TEXT.min): Check {
  return byType(() => ({ plain_text: object({ type: need(always('plain_text')), text: need(string(max, min)), emoji: may(boolean) }) }));
}

export function mrkdwn(max: number): Check {
  return byType(() => ({ mrkdwn: object({ type: need(always('mrkdwn')), text: need(string(max)), verbatim: may(boolean) }) }));
}

/** plain_text or mrkdwn. */
export function text(max: number = TEXT.max): Check {
  const kinds = { plain_text: plain(max), mrkdwn: mrkdwn(max) };
  return byType(() => kinds);
}

export const placeholder = plain(PLACEHOLDER);
export const style = oneOf('primary', 'danger');
export const accessibilityLabel = string(BUTTON.accessibilityLabel);

export const confirm = object({
  title: need(plain(CONFIRM.title)),
  text: need(text(CONFIRM.text)),
  confirm: need(plain(CONFIRM.confirm)),
  deny: need(plain(CONFIRM.deny)),
  style: may(style),
});

function option(label: Check, extra: Shape = {}): Check {
  return object({ text: need(label), value: need(string(OPTION.value)), description: may(plain(OPTION.description)), ...extra });
}

export const selectOption = option(plain(OPTION.text));
export const overflowOption = option(plain(OPTION.text), { url: may(url(OPTION.url)) });
/** Radio buttons and checkboxes allow mrkdwn, also in the description. */
export const choiceOption = object({
  text: need(text(OPTION.text)),
  value: need(string(OPTION.value)),
  description: may(text(OPTION.description)),
});

export const optionGroup = object({ label: need(plain(OPTION_GROUP.label)), options: need(list(selectOption, OPTION_GROUP.options)) });

export const dispatchActionConfig = object({
  trigger_actions_on: may(list(oneOf('on_enter_pressed', 'on_character_entered'), 2)),
});

export const conversationFilter = object(
  {
    include: may(list(oneOf('im', 'mpim', 'private', 'public'), 4)),
    exclude_external_shared_channels: may(boolean),
    exclude_bot_users: may(boolean),
  },
  (value, pointer, { report }) => {
    if (Object.keys(value).length === 0) report(pointer, 'must have at least one filter', 'missing_field');
  },
);

/** What kind of file an id stands for cannot be seen; an address says it at its end. */
const slackFile = object({ id: may(string(255)), url: may(url(IMAGE.url)) }, (value, pointer, context) => {
  exactlyOne(['id', 'url'], value, pointer, context);
  if (typeof value.url !== 'string' || !URL.canParse(value.url)) return;
  const ending = new URL(value.url).pathname.split('.').at(-1)?.toLowerCase();
  if (!IMAGE.fileTypes.some((type) => type === ending)) context.report(`${pointer}/url`, 'invalid slack file', 'invalid_format');
});

export const imageSource: Shape = { image_url: may(url(IMAGE.url)), slack_file: may(slackFile) };

export const imageElement = object(
  { type: need(always('image')), alt_text: need(string(IMAGE.altText)), ...imageSource },
  (value, pointer, context) => exactlyOne(['image_url', 'slack_file'], value, pointer, context),
);

export function exactlyOne(keys: readonly string[], value: Fields, pointer: string, { report }: Context): void {
  const present = keys.filter((key) => value[key] !== undefined);
  if (present.length !== 1) report(pointer, `must have exactly one of: ${keys.join(', ')}`, 'one_of');
}

/** All options of a select, whether grouped or not. */
export function optionsOf(element: Fields): Fields[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const grouped = groups.flatMap((group: unknown): unknown[] => (isFields(group) && Array.isArray(group.options) ? group.options : []));
  const plainOptions: unknown[] = Array.isArray(element.options) ? element.options : [];
  return [...plainOptions, ...grouped].filter(isFields);
}

/** What is chosen at first must be one of the options, equal in every key. */
export function initialMustExist(element: Fields, pointer: string, { report }: Context): void {
  const options = optionsOf(element);
  const isKnown = (chosen: unknown): boolean => options.some((one) => isDeepStrictEqual(one, chosen));
  if (element.initial_option !== undefined && !isKnown(element.initial_option)) {
    report(`${pointer}/initial_option`, 'must be one of the options', 'unknown_option');
  }
  if (!Array.isArray(element.initial_options)) return;
  element.initial_options.forEach((chosen, index) => {
    if (!isKnown(chosen)) report(`${pointer}/initial_options/${index}`, 'must be one of the options', 'unknown_option');
  });
}
