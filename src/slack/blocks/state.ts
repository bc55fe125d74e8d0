// Reads what a person entered in a view: `view.state.values`, one entry a block. Nothing in it is trusted.
import { actionIds } from '../ids.ts';

/** One input as Slack sends it back; only the key that belongs to its type is there. */
export interface StateValue {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
  readonly selected_date?: string | null | undefined;
  readonly selected_time?: string | null | undefined;
  readonly selected_user?: string | null | undefined;
  readonly selected_users?: readonly string[] | null | undefined;
  readonly selected_conversation?: string | null | undefined;
}

/** By block id, then action id. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, StateValue | undefined>> | undefined>>;

/** Typed words; `undefined` when there is nothing but spaces. */
export function textIn(values: StateValues, block: string): string | undefined {
  const text = answer(values, block)?.value;
  return typeof text === 'string' && text.trim() ? text : undefined;
}

export function optionIn(values: StateValues, block: string): string | undefined {
  return answer(values, block)?.selected_option?.value;
}

/** A date `YYYY-MM-DD` that is in the calendar. */
export function dateIn(values: StateValues, block: string): string | undefined {
  const date = answer(values, block)?.selected_date ?? '';
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date);
  return isDate ? date : undefined;
}

/** A time of day as it came; nobody looked whether there is such a time. */
export function timeIn(values: StateValues, block: string): string | undefined {
  return answer(values, block)?.selected_time ?? undefined;
}

const userId = /^[UW][A-Z0-9]{2,24}$/;

/** A Slack user id. */
export function personIn(values: StateValues, block: string): string | undefined {
  const id = answer(values, block)?.selected_user ?? '';
  return userId.test(id) ? id : undefined;
}

/** Slack user ids, none when nobody is chosen; `undefined` when the block is not there. */
export function peopleIn(values: StateValues, block: string): readonly string[] | undefined {
  return answer(values, block)?.selected_users?.filter((id) => userId.test(id));
}

/** A Slack channel id. */
export function channelIn(values: StateValues, block: string): string | undefined {
  const id = answer(values, block)?.selected_conversation ?? '';
  return /^[CG][A-Z0-9]{2,24}$/.test(id) ? id : undefined;
}

function answer(values: StateValues, block: string): StateValue | undefined {
  return values[block]?.[actionIds.answer];
}
