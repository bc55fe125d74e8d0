// The form *Add spend*: what it asks, how it is read, and where each fault stands.
import type { InputBlock, ModalView } from '@slack/types';
import { type SpendKind, spendKinds } from '../../domain/spend.ts';
import type { TypedSpend } from '../../sources/spend.ts';
import { type SpendField, actionIds, callbackIds, spendBlocks } from '../ids.ts';
import { context, plain } from './elements.ts';
import { inertLine } from './inert.ts';
import { type StateValues, dateIn, optionIn, textIn } from './state.ts';

/** Labels of at most 24 characters. */
const labels = {
  of: 'Source or campaign',
  name: 'Name',
  from: 'From',
  to: 'To',
  amount: 'Amount',
  currency: 'Currency',
} as const satisfies Record<SpendField, string>;

const kindNames = { source: 'Source', campaign: 'Campaign' } as const satisfies Record<SpendKind, string>;
const longestName = 200;
const longestAmount = 40;
const namesInHint = 6;

/** `names`: some that leads came under. `lastCurrency`: `null` where none was used before. */
export function spendForm({ names, lastCurrency }: { readonly names: readonly string[]; readonly lastCurrency: string | null }): ModalView {
  const known = names
    .slice(0, namesInHint)
    .map((name) => inertLine(name, { graphemes: 24, points: 48 }))
    .filter(Boolean);
  const currency = /^[A-Z]{3}$/.test(lastCurrency ?? '') ? lastCurrency : null;
  return {
    type: 'modal',
    callback_id: callbackIds.spend,
    title: plain('Add spend'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context('Spread evenly over its days. The same days of the same name again correct the amount.'),
      input('of', { type: 'static_select', options: spendKinds.map(option), initial_option: option('source') }),
      input(
        'name',
        { type: 'plain_text_input', max_length: longestName },
        `As your leads name it${known.length > 0 ? `: ${known.join(', ')}` : ', such as google-ads'}.`,
      ),
      input('from', { type: 'datepicker' }),
      input('to', { type: 'datepicker' }, 'The last day, such as the 30th of November for all of it.'),
      input('amount', { type: 'plain_text_input', max_length: longestAmount }, 'Such as 3200 or 1,250.50. 0 takes away what stands there.'),
      input(
        'currency',
        { type: 'plain_text_input', min_length: 3, max_length: 3, ...(currency ? { initial_value: currency } : {}) },
        'Three letters, such as EUR or USD.',
      ),
    ],
  };
}

function input(field: SpendField, element: InputBlock['element'], hint?: string): InputBlock {
  return {
    type: 'input',
    block_id: spendBlocks[field],
    label: plain(labels[field]),
    element: { ...element, action_id: actionIds.answer },
    ...(hint ? { hint: plain(hint) } : {}),
  };
}

function option(kind: SpendKind) {
  return { text: plain(kindNames[kind]), value: kind };
}

/** What was filled in; `missing` names the inputs without an answer, which Slack itself does not let through. */
export function readSpendForm(values: StateValues): { readonly typed: TypedSpend } | { readonly missing: readonly SpendField[] } {
  const of = spendKinds.find((kind) => kind === optionIn(values, spendBlocks.of));
  const [first, last] = [dateIn(values, spendBlocks.from), dateIn(values, spendBlocks.to)];
  const [name, amount, currency] = [
    textIn(values, spendBlocks.name),
    textIn(values, spendBlocks.amount),
    textIn(values, spendBlocks.currency),
  ];
  if (of && first && last && name && amount && currency) return { typed: { of, name, first, last, amount, currency } };
  const given: Readonly<Record<SpendField, unknown>> = { of, name, from: first, to: last, amount, currency };
  return { missing: (Object.keys(labels) as SpendField[]).filter((field) => !given[field]) };
}

/** Each fault under its input, by the parser's path; what belongs to none stands under *Name*. */
export function spendFormErrors(problems: readonly { readonly path: string; readonly message: string }[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of problems) {
    const field = (Object.keys(labels) as SpendField[]).find((one) => one === path) ?? 'name';
    errors[spendBlocks[field]] ??= message;
  }
  return errors;
}
