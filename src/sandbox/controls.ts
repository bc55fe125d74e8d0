// What a person can press in a list of blocks, found by label or action id, and the action it becomes.
import { optionsOf } from './blockkit/objects.ts';
import { elementsIn } from './blockkit/validate.ts';
import { textOf } from './form.ts';
import { isFields, type Block, type Fields } from './types.ts';

/** By the words on it (a button, or an option of a menu), or by action id; `nth` picks among equals, from 0. */
export type Wanted = { label: string; nth?: number } | { actionId: string; value?: string; nth?: number };

interface Control {
  label: string;
  element: Fields;
  block: Fields;
  option: Fields | undefined;
}

const WITH_OPTIONS = new Set(['overflow', 'static_select', 'radio_buttons']);

function controlsIn(blocks: readonly Block[]): Control[] {
  return elementsIn(blocks, '').flatMap(({ element, block }): Control[] => {
    if (WITH_OPTIONS.has(String(element.type))) {
      return optionsOf(element).map((option) => ({ label: textOf(option.text) ?? '', element, block, option }));
    }
    if (element.action_id === undefined) return [];
    return [{ label: textOf(element.text) ?? '', element, block, option: undefined }];
  });
}

function fits({ label, element, option }: Control, wanted: Wanted): boolean {
  if ('label' in wanted) return label === wanted.label;
  const value = option === undefined ? element.value : option.value;
  return element.action_id === wanted.actionId && (wanted.value === undefined || value === wanted.value);
}

/** The entry for `actions` of a block_actions payload, or undefined when nothing here is called so. */
export function findAction(blocks: readonly Block[], wanted: Wanted, actionTs: string): Fields | undefined {
  const control = controlsIn(blocks).filter((one) => fits(one, wanted))[wanted.nth ?? 0];
  if (control === undefined) return undefined;
  const { element, block, option } = control;
  const { type, action_id, text, value, style } = element;
  const shared = { type, action_id, block_id: block.block_id, action_ts: actionTs };
  if (option !== undefined) return { ...shared, selected_option: option };
  return { ...shared, text, ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) };
}

/** Where an element stands among blocks. */
export interface Spot {
  blockId: string;
  actionId: string;
}

/** The action of an element that the page knows by its ids; `chosen` is what its kind adds. Undefined when it is not there, or does not offer that. */
export function actionAt(blocks: readonly Block[], { blockId, actionId }: Spot, chosen: Fields, actionTs: string): Fields | undefined {
  const found = elementsIn(blocks, '').find(({ element, block }) => block.block_id === blockId && element.action_id === actionId);
  if (found === undefined) return undefined;
  const { type, text, value, style } = found.element;
  const shared = { type, action_id: actionId, block_id: blockId, action_ts: actionTs };
  const said = {
    ...(text === undefined ? {} : { text }),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  };
  return offers(found.element, chosen) ? { ...shared, ...said, ...chosen } : undefined;
}

/** A client offers only the options that it was given. */
export function offers(element: Fields, chosen: Fields): boolean {
  const options = optionsOf(element);
  const { selected_option: one, selected_options: many } = chosen;
  const all: unknown[] = Array.isArray(many) ? many : isFields(one) ? [one] : [];
  return all.every((option) => isFields(option) && options.some((known) => known.value === option.value));
}

/** The labels a person can see, for the message of a search that found nothing. */
export function labelsIn(blocks: readonly Block[]): string {
  const labels = controlsIn(blocks).map(({ label, element }) => `"${label}" (${String(element.action_id)})`);
  return labels.length === 0 ? 'no buttons at all' : labels.join(', ');
}
