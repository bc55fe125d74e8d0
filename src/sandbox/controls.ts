// What a person can press in a list of blocks, found by label or action id, and the action it becomes.
import { optionsOf } from './blockkit/objects.ts';
import { elementsIn } from './blockkit/validate.ts';
import { textOf } from './form.ts';
import type { Block, Fields } from './types.ts';

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

/** The labels a person can see, for the message of a search that found nothing. */
export function labelsIn(blocks: readonly Block[]): string {
  const labels = controlsIn(blocks).map(({ label, element }) => `"${label}" (${String(element.action_id)})`);
  return labels.length === 0 ? 'no buttons at all' : labels.join(', ');
}
