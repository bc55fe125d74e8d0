// The form behind *Set a target* and *Change*: its inputs, its answers, and where each fault stands.
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { type MetricName, isInCurrency, isMetric, metricNames, metricOf } from '../../domain/targets/metrics.ts';
import { isQuarter, quarterTitle } from '../../domain/targets/quarter.ts';
import type { Target, TargetFault, TargetField, TargetName } from '../../domain/targets/target.ts';
import { readCurrency } from '../../sources/currency.ts';
import { actionIds, callbackIds, targetBlocks } from '../ids.ts';
import { type TargetFormRef, encodeTargetForm } from '../values.ts';
import { context, plain } from './elements.ts';
import { type StateValues, optionIn, personIn, textIn } from './state.ts';

/** Labels of at most 24 characters. */
const labels = {
  metric: 'Metric',
  quarter: 'Quarter',
  value: 'Target',
  currency: 'Currency',
  sales: 'Owner in sales',
  marketing: 'Owner in marketing',
  next: 'Next step',
} as const satisfies Record<TargetField, string>;

export interface TargetForm {
  readonly ref: TargetFormRef;
  /** The one that is changed; `null` for a new one. */
  readonly target: Target | null;
  /** Those that can be chosen: the running one and the next. */
  readonly quarters: readonly string[];
}

/** A target that is changed keeps its metric and its quarter, and is taken away by an empty number. */
export function targetForm({ ref, target, quarters }: TargetForm): ModalView {
  const metrics = target ? [target.metric] : metricNames;
  const ofQuarters = target ? [target.quarter] : quarters;
  const isMoney = target === null || isInCurrency(target.metric);
  const quarter = ofQuarters.includes(ref.quarter) ? ref.quarter : ofQuarters[0];
  return {
    type: 'modal',
    callback_id: callbackIds.target,
    private_metadata: encodeTargetForm(ref),
    title: plain(target ? 'Change the target' : 'Set a target'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context('A target counts leads that came in the quarter, as the report does. Both owners see the same figures.'),
      input('metric', select(metrics.map(metricOption), target?.metric)),
      input('quarter', select(ofQuarters.map(quarterOption), quarter)),
      input('value', numberInput(target), {
        hint: `Leads, per cent, a sum or business minutes.${target ? ' Leave it empty to take the target away.' : ''}`,
        isOptional: target !== null,
      }),
      ...(isMoney
        ? [input('currency', currencyInput(target), { hint: 'Only with an amount or a cost, such as EUR or USD.', isOptional: true })]
        : []),
      input('sales', person(target?.sales)),
      input('marketing', person(target?.marketing)),
      input(
        'next',
        { type: 'plain_text_input', max_length: 150, ...(target?.next ? { initial_value: target.next } : {}) },
        { isOptional: true },
      ),
    ],
  };
}

type Element = InputBlock['element'];

function input(field: TargetField, element: Element, more: { hint?: string; isOptional?: boolean } = {}): InputBlock {
  return {
    type: 'input',
    block_id: targetBlocks[field],
    label: plain(labels[field]),
    element: { ...element, action_id: actionIds.answer },
    ...(more.hint ? { hint: plain(more.hint) } : {}),
    ...(more.isOptional ? { optional: true } : {}),
  };
}

function select(options: readonly PlainTextOption[], initial: string | undefined): Element {
  const chosen = options.find(({ value }) => value === initial);
  return { type: 'static_select', placeholder: plain('Choose'), options: [...options], ...(chosen ? { initial_option: chosen } : {}) };
}

function metricOption(metric: MetricName): PlainTextOption {
  return { text: plain(metricOf(metric).label), value: metric };
}

function quarterOption(quarter: string): PlainTextOption {
  return { text: plain(quarterTitle(quarter)), value: quarter };
}

function numberInput(target: Target | null): Element {
  const typed = target && String(metricOf(target.metric).kind === 'share' ? Math.round(target.value * 1_000) / 10 : target.value);
  return { type: 'number_input', is_decimal_allowed: true, min_value: '0', ...(typed ? { initial_value: typed } : {}) };
}

function currencyInput(target: Target | null): Element {
  return { type: 'plain_text_input', min_length: 3, max_length: 3, ...(target?.currency ? { initial_value: target.currency } : {}) };
}

function person(id: string | undefined): Element {
  return { type: 'users_select', placeholder: plain('Choose a person'), ...(id ? { initial_user: id } : {}) };
}

// ---------------------------------------------------------------- answers and faults

/** What was filled in; `value` is `null` where the number was left empty. */
export interface TargetTyped {
  readonly name: TargetName;
  readonly value: number | null;
  readonly sales: string;
  readonly marketing: string;
  readonly next: string | null;
}

/** Reads the form: per cent become shares, currencies their codes. @param changed the target that the form changes; `null` for a new one */
export function readTargetForm(values: StateValues, changed: TargetName | null): TargetTyped | { readonly faults: readonly TargetFault[] } {
  const metric = changed?.metric ?? optionIn(values, targetBlocks.metric);
  const quarter = changed?.quarter ?? optionIn(values, targetBlocks.quarter) ?? '';
  if (!isMetric(metric)) return { faults: [{ field: 'metric', sentence: 'Choose what the target is for.' }] };
  if (!isQuarter(quarter)) return { faults: [{ field: 'quarter', sentence: 'Choose a quarter.' }] };
  const { kind } = metricOf(metric);
  const typed = textIn(values, targetBlocks.value);
  const currency = isInCurrency(metric) ? (textIn(values, targetBlocks.currency) ?? '') : '';
  const code = currency === '' ? '' : readCurrency(currency);
  if (code === null) return { faults: [{ field: 'currency', sentence: 'This is no currency. Write three letters, such as EUR or USD.' }] };
  if (changed && code !== changed.currency)
    return { faults: [{ field: 'currency', sentence: `This target is in ${changed.currency}. Set another one for another currency.` }] };
  const value = typed === undefined ? null : Number(typed);
  return {
    name: { quarter, metric, currency: code },
    // To a tenth of a per cent, as the form shows it.
    value: value !== null && kind === 'share' ? Math.round(value * 10) / 1_000 : value,
    sales: personIn(values, targetBlocks.sales) ?? '',
    marketing: personIn(values, targetBlocks.marketing) ?? '',
    next: textIn(values, targetBlocks.next)?.trim() ?? null,
  };
}

/** Each fault under its input; the first of a field is told. */
export function targetFormErrors(faults: readonly TargetFault[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, sentence } of faults) errors[targetBlocks[field]] ??= sentence;
  return errors;
}
