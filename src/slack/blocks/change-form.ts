// The form *Record a change*: what it asks, how it is read, and where each fault stands.
import type { InputBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/types';
import { type ChangeField, type ChangeSaid, type Origin, mostLetters } from '../../domain/change.ts';
import { isReasonCode, reasonLabel, reasonsIn } from '../../domain/reasons.ts';
import { actionIds, callbackIds, changeBlocks } from '../ids.ts';
import { encodeOrigin } from '../values.ts';
import { optionLimits } from '../limits.ts';
import { context, plain } from './elements.ts';
import { cleanLine, cut } from './inert.ts';
import { type StateValues, dateIn, optionIn, textIn } from './state.ts';

/** Labels of at most 24 characters. */
const labels = {
  origin: 'Campaign or source',
  what: 'What changed',
  day: 'When',
  reason: 'Reason it answers',
} as const satisfies Record<ChangeField, string>;

const groups = [
  { axis: 'source', label: 'Source' },
  { axis: 'campaign', label: 'Campaign' },
] as const satisfies readonly { readonly axis: Origin['axis']; readonly label: string }[];

/** `origins`: at least one. `today`: local date. */
export function changeForm(origins: readonly Origin[], today: string): ModalView {
  const reasons = reasonsIn('unqualified').map((code): PlainTextOption => ({ text: plain(reasonLabel(code)), value: code }));
  return {
    type: 'modal',
    callback_id: callbackIds.change,
    title: plain('Record a change'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context('Each rep whose verdicts led there gets one private line now, and one when before and after can be compared.'),
      input('origin', { type: 'static_select', placeholder: plain('Choose'), option_groups: optionGroups(origins) }),
      input('what', { type: 'plain_text_input', max_length: mostLetters }, 'In a few words, such as: asks for the job title first'),
      input('day', { type: 'datepicker', initial_date: today }),
      input('reason', { type: 'static_select', placeholder: plain('Choose'), options: reasons }),
    ],
  };
}

function optionGroups(origins: readonly Origin[]): NonNullable<StaticSelect['option_groups']> {
  return groups.flatMap(({ axis, label }) => {
    const options = origins.filter((origin) => origin.axis === axis).map(option);
    return options.length > 0 ? [{ label: plain(label), options }] : [];
  });
}

function option(origin: Origin): PlainTextOption {
  const name = cut(cleanLine(origin.name), { graphemes: optionLimits.text, points: optionLimits.text }, () => '…');
  return { text: plain(name || '(not readable)'), value: encodeOrigin(origin) };
}

function input(field: ChangeField, element: InputBlock['element'], hint?: string): InputBlock {
  return {
    type: 'input',
    block_id: changeBlocks[field],
    label: plain(labels[field]),
    element: { ...element, action_id: actionIds.answer },
    ...(hint ? { hint: plain(hint) } : {}),
  };
}

/** What was filled in; `errors` where something is missing. `origins`: what can be chosen now. */
export function readChangeForm(
  values: StateValues,
  origins: readonly Origin[],
): { readonly said: ChangeSaid } | { readonly errors: Record<string, string> } {
  const chosen = optionIn(values, changeBlocks.origin);
  const origin = origins.find((one) => encodeOrigin(one) === chosen);
  const what = textIn(values, changeBlocks.what);
  const day = dateIn(values, changeBlocks.day);
  const reason = optionIn(values, changeBlocks.reason);
  if (origin && what && day && reason && isReasonCode(reason)) return { said: { origin, what, day, reason } };
  return {
    errors: changeFormErrors({
      ...(origin ? {} : { origin: 'Choose a source or campaign that brought leads lately.' }),
      ...(what ? {} : { what: 'Say in a few words what was changed.' }),
      ...(day ? {} : { day: 'Choose a day.' }),
      ...(reason && isReasonCode(reason) ? {} : { reason: 'Choose one of the reasons.' }),
    }),
  };
}

/** Each fault under its input. */
export function changeFormErrors(faults: { readonly [field in ChangeField]?: string }): Record<string, string> {
  const fields = Object.keys(labels) as ChangeField[];
  return Object.fromEntries(fields.flatMap((field) => (faults[field] === undefined ? [] : [[changeBlocks[field], faults[field]]])));
}
