// The form for a lead that somebody types in: its inputs, the answers, and where each fault stands.
import type { InputBlock, ModalView } from '@slack/types';
import { type LeadField, callbackIds, actionIds, leadBlocks } from '../ids.ts';
import { plainInputLimits } from '../limits.ts';
import { plain } from './elements.ts';
import { type StateValues, textIn } from './state.ts';

interface Field {
  /** At most 24 characters. */
  readonly label: string;
  readonly maxLength: number;
  readonly hint?: string;
  readonly isMultiline?: true;
}

/** In the order of the form. */
const fields = {
  name: { label: 'Name', maxLength: 200 },
  email: { label: 'Email', maxLength: 320, hint: 'E-mail or phone is needed, so that sales can answer.' },
  phone: { label: 'Phone', maxLength: 60 },
  company: { label: 'Company', maxLength: 200 },
  title: { label: 'Title', maxLength: 200 },
  source: { label: 'Source', maxLength: 100, hint: 'Where the lead comes from, such as trade-fair or referral.' },
  campaign: { label: 'Campaign', maxLength: 100 },
  message: { label: 'Message', maxLength: plainInputLimits.maxLength, isMultiline: true },
} as const satisfies Record<LeadField, Field>;

const fieldNames = Object.keys(fields) as LeadField[];

/** The modal of *Add a lead*, with what is known already. */
export function addLeadForm(prefill: Partial<Record<LeadField, string>> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: callbackIds.addLead,
    title: plain('Add a lead'),
    submit: plain('Add'),
    close: plain('Cancel'),
    blocks: fieldNames.map((name) => input(name, prefill[name])),
  };
}

function input(name: LeadField, known: string | undefined): InputBlock {
  const { label, maxLength, hint, isMultiline }: Field = fields[name];
  return {
    type: 'input',
    block_id: leadBlocks[name],
    label: plain(label),
    optional: true,
    ...(hint ? { hint: plain(hint) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.answer,
      max_length: maxLength,
      ...(isMultiline ? { multiline: true } : {}),
      ...(known ? { initial_value: Array.from(known).slice(0, maxLength).join('') } : {}),
    },
  };
}

/** The answers as the flat record that the parser of leads takes; what was left empty is absent. */
export function readNewLead(values: StateValues): Record<string, string> {
  return Object.fromEntries(
    fieldNames.flatMap((name) => {
      const text = textIn(values, leadBlocks[name]);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Each fault under its input; one that belongs to no input stands under *Email*, which a lead is known by. */
export function addLeadErrors(problems: readonly { readonly path: string; readonly message: string }[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of problems) {
    const block = fieldNames.find((name) => name === path) ?? 'email';
    errors[leadBlocks[block]] ??= message;
  }
  return errors;
}
