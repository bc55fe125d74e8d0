// Where an element stands, and what happens when a person uses it there.
import { ask } from './confirm.ts';
import { jsonIn, stringIn } from './json.ts';
import type { Page } from './page.ts';
import type { Json, Place } from './protocol.ts';
import { entryOf } from './values.ts';

export interface Spot {
  readonly page: Page;
  readonly place: Place;
  readonly blockId: string;
  /** What the element stands beside, for those without words of their own. */
  readonly label: string;
}

/** Asks first where the element wants it. `false` = the person did not want to. */
export async function press({ page, place, blockId }: Spot, element: Json, chosen: Json): Promise<boolean> {
  if (!(await ask(page, jsonIn(element, 'confirm')))) return false;
  await page.act({ kind: 'press', place, blockId, actionId: stringIn(element, 'action_id') ?? '', chosen });
  return true;
}

/** What an element's action says, from what its control holds: values of options, ids, dates, as written. `null` = it takes none. */
export function chosenFrom({ page, blockId }: Spot, element: Json, written: readonly string[]): Json | null {
  const block = { type: 'input', block_id: blockId, element };
  const entry = entryOf(block, { getAll: () => written }, page.screen.workspace.timezone);
  if (entry === null) return null;
  const { type: _, ...chosen } = entry;
  return chosen;
}

/** TABLE: where an element keeps what it starts with. */
const STARTS = [
  'initial_option',
  'initial_user',
  'initial_channel',
  'initial_conversation',
  'initial_date',
  'initial_time',
  'initial_value',
];
const STARTS_OF_MANY = ['initial_options', 'initial_users', 'initial_channels', 'initial_conversations'];

/** What an element outside of a form starts with: values of options, ids, dates. */
export function startsWith(element: Json): readonly string[] {
  const one = STARTS.map((key) => element[key]).find((start) => start !== undefined);
  const many = STARTS_OF_MANY.map((key) => element[key]).find((start) => Array.isArray(start));
  const all: unknown[] = Array.isArray(many) ? many : one === undefined ? [] : [one];
  return all.flatMap((start) => {
    if (typeof start === 'string') return [start];
    const value = typeof start === 'object' && start !== null && 'value' in start ? start.value : undefined;
    return typeof value === 'string' ? [value] : [];
  });
}
