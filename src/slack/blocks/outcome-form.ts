// What became of a deal: the rows with their button, the form behind it, its answers, and where each fault stands.
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { outcomeNames } from '../../domain/outcome.ts';
import { type Outcome, handoffOf } from '../../domain/lead.ts';
import type { LeadRecord } from '../../ports.ts';
import { type OutcomeField, actionIds, callbackIds, outcomeBlocks } from '../ids.ts';
import { encodeTarget } from '../values.ts';
import { type Rendered, actionRow, context, line, plain, richText } from './elements.ts';
import { inertGist, inertLine } from './inert.ts';
import { bold, say, toGist } from './phrase.ts';
import { leadGist, leadTitle } from './profile.ts';
import { type ListedLead, foundRow } from './rows.ts';
import { amountPhrase, outcomeSigns } from './standing.ts';
import { type StateValues, dateIn, optionIn, textIn } from './state.ts';

/** Labels of at most 24 characters. */
const labels = { outcome: 'Outcome', amount: 'Amount', currency: 'Currency', date: 'Date' } as const satisfies Record<OutcomeField, string>;

// ---------------------------------------------------------------- the list

/** Leads with a button each; `sought` = what was searched for, `null` for the person's own. `isMore` when there are others that are not given. */
export function outcomeAnswer(leads: readonly ListedLead[], sought: string | null, isMore: boolean): Rendered {
  const words = sought === null ? null : inertLine(sought);
  if (leads.length === 0) {
    const none = 'You have no qualified leads or opportunities. /lead outcome TEXT finds any lead by name, company, e-mail or phone.';
    const sentence =
      words === null ? none : `No lead matches “${words}”. Try a part of the name, the company, the e-mail address or the phone number.`;
    return { text: inertGist(sentence, { graphemes: 300, points: 400 }), blocks: richText([line(say(sentence))]) };
  }
  const title = words === null ? 'Your qualified leads and opportunities:' : `Leads that match “${words}”:`;
  const more = words === null ? 'There are more: /lead outcome TEXT finds them.' : 'There are more: add a word to the search.';
  return {
    text: `${inertGist(title)} ${leads.map(({ record }) => leadGist(record.profile)).join('; ')}`,
    blocks: [...richText([line(bold(title))]), ...leads.flatMap(outcomeRow), ...(isMore ? [context(more)] : [])],
  };
}

function outcomeRow(lead: ListedLead): KnownBlock[] {
  const { record, handoffId } = lead;
  const value = encodeTarget(handoffId);
  const button = { type: 'button', action_id: actionIds.outcome, text: plain(labels.outcome), value } as const;
  return [...foundRow(lead), ...(record.lead.isErased ? [] : actionRow([button], [], handoffId))];
}

// ---------------------------------------------------------------- the form

export interface OutcomeForm {
  readonly record: LeadRecord;
  readonly handoffId: string;
  /** The local date, `YYYY-MM-DD`. */
  readonly today: string;
  /** The one used last, by anybody; `null` where none was. */
  readonly lastCurrency: string | null;
}

export function outcomeForm({ record, handoffId, today, lastCurrency }: OutcomeForm): ModalView {
  const given = handoffOf(record.lead, handoffId)?.outcome ?? null;
  const now = given ? ` · now ${outcomeSigns[given.outcome].word}${toGist(amountPhrase(given.amount, given.currency))}` : '';
  // What a caller said long ago may be none.
  const currency = [given?.currency, lastCurrency].find((one) => /^[A-Z]{3}$/.test(one ?? ''));
  return {
    type: 'modal',
    callback_id: callbackIds.outcome,
    private_metadata: encodeTarget(handoffId),
    title: plain(labels.outcome),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context(`${leadTitle(record.profile)}${now}`),
      context('Counts for the campaign that brought the lead. The same once more with another amount corrects it.'),
      input('outcome', { type: 'static_select', placeholder: plain('Choose'), options: outcomeNames.map(option) }),
      input('amount', { type: 'number_input', is_decimal_allowed: true, min_value: '0' }, { isOptional: true }),
      input(
        'currency',
        { type: 'plain_text_input', min_length: 3, max_length: 3, ...(currency ? { initial_value: currency } : {}) },
        { isOptional: true, hint: 'Three letters, such as EUR or USD.' },
      ),
      input('date', { type: 'datepicker', initial_date: today }),
    ],
  };
}

type Element = InputBlock['element'];

function input(field: OutcomeField, element: Element, more: { hint?: string; isOptional?: true } = {}): InputBlock {
  return {
    type: 'input',
    block_id: outcomeBlocks[field],
    label: plain(labels[field]),
    element: { ...element, action_id: actionIds.answer },
    ...(more.hint ? { hint: plain(more.hint) } : {}),
    ...(more.isOptional ? { optional: true } : {}),
  };
}

function option(outcome: Outcome) {
  return { text: plain(outcomeSigns[outcome].word), value: outcome };
}

// ---------------------------------------------------------------- answers and faults

/** What was filled in, as the parser of outcomes takes it; what was left empty is absent, and so is today, which means now. */
export function readOutcomeForm(values: StateValues, today: string): Record<string, unknown> {
  const outcome = optionIn(values, outcomeBlocks.outcome);
  const amount = textIn(values, outcomeBlocks.amount);
  const currency = textIn(values, outcomeBlocks.currency);
  const date = dateIn(values, outcomeBlocks.date);
  return {
    ...(outcome ? { outcome } : {}),
    ...(amount ? { amount: Number(amount) } : {}),
    // A currency alone says nothing: it stands there from the last time.
    ...(currency && amount ? { currency } : {}),
    ...(date && date !== today ? { occurredAt: date } : {}),
  };
}

const fieldOf: Readonly<Record<string, OutcomeField>> = { amount: 'amount', currency: 'currency', occurredAt: 'date' };

/** Each fault under its input, by the parser's path; what belongs to none stands under *Outcome*. */
export function outcomeFormErrors(problems: readonly { readonly path: string; readonly message: string }[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of problems) errors[outcomeBlocks[fieldOf[path] ?? 'outcome']] ??= message;
  return errors;
}
