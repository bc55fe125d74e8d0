// The form *Set expectations*: which action, how many of a hundred, why; its answers, and where each fault stands.
import type { InputBlock, ModalView } from '@slack/types';
import { type Expectation, mostExpected, readExpected } from '../../domain/expectation.ts';
import { type ExpectationField, actionIds, callbackIds, expectationBlocks } from '../ids.ts';
import { optionLimits, selectLimits } from '../limits.ts';
import { decodeChosenAction, encodeActions, encodeChosenAction } from '../views-values.ts';
import { context, plain } from './elements.ts';
import { cleanLine, cut } from './inert.ts';
import { type StateValues, optionIn, textIn } from './state.ts';

/** Labels of at most 24 characters. */
const labels = { action: 'Action', expected: 'Expected', why: 'Why' } as const satisfies Record<ExpectationField, string>;
const mostWhyLetters = 300;

/** @param actions as groups of the report are named */
export function expectationForm(actions: readonly string[], now: ReadonlyMap<string, Expectation>): ModalView {
  const shown = actions.slice(0, selectLimits.options);
  return {
    type: 'modal',
    callback_id: callbackIds.expectation,
    private_metadata: encodeActions(shown),
    title: plain('Set expectations'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context(
        'How many leads of an action you expect to be ready for sales. It is held beside what sales judge; earlier expectations stay.',
      ),
      input('action', {
        type: 'static_select',
        placeholder: plain('Choose'),
        options: shown.map((action, index) => ({ text: plain(optionText(action, now.get(action))), value: encodeChosenAction(index) })),
      }),
      input(
        'expected',
        { type: 'number_input', is_decimal_allowed: false, min_value: '0', max_value: String(mostExpected) },
        {
          hint: 'Of 100 such leads with a verdict, how many qualified? From 67 on they count as ready, from 34 on as to verify, below as potential.',
        },
      ),
      input('why', { type: 'plain_text_input', max_length: mostWhyLetters, multiline: true }, { isOptional: true }),
    ],
  };
}

/** `ebook, now 25 %`. */
function optionText(action: string, now: Expectation | undefined): string {
  const stands = now ? `, now ${now.expected} %` : '';
  const room = optionLimits.text - stands.length;
  return `${cut(cleanLine(action), { graphemes: room, points: room }, () => '…') || '(not readable)'}${stands}`;
}

export type ExpectationTyped = { readonly action: string; readonly expected: number; readonly why: string | null };

/** What was filled in, or what is wrong, by block id. `actions` as the form carries them. */
export function readExpectationForm(
  values: StateValues,
  actions: readonly string[],
): ExpectationTyped | { readonly errors: Record<string, string> } {
  const action = decodeChosenAction(optionIn(values, expectationBlocks.action), actions);
  const expected = readExpected(textIn(values, expectationBlocks.expected) ?? '');
  const why = textIn(values, expectationBlocks.why)?.trim().slice(0, mostWhyLetters).toWellFormed() ?? null;
  const errors = {
    ...(action === null ? { [expectationBlocks.action]: 'Choose an action.' } : {}),
    ...(expected === null ? { [expectationBlocks.expected]: `Write a whole number from 0 to ${mostExpected}.` } : {}),
  };
  return action === null || expected === null ? { errors } : { action, expected, why };
}

type Element = InputBlock['element'];

function input(field: ExpectationField, element: Element, more: { hint?: string; isOptional?: true } = {}): InputBlock {
  return {
    type: 'input',
    block_id: expectationBlocks[field],
    label: plain(labels[field]),
    element: { ...element, action_id: actionIds.answer },
    ...(more.hint ? { hint: plain(more.hint) } : {}),
    ...(more.isOptional ? { optional: true } : {}),
  };
}
