// The form *Propose a change*, for the definition and for a term: its inputs, the answers, and where each fault stands.
import type { InputBlock, ModalView } from '@slack/types';
import { type Criterion, criteriaText, readCriteria } from '../../domain/agreement/criteria.ts';
import type { Definition, Meaning } from '../../domain/agreement/definition.ts';
import { actionIds, callbackIds, definitionBlocks, termBlocks } from '../ids.ts';
import { type AgreementTarget, encodeAgreement } from '../values.ts';
import { plainInputLimits } from '../limits.ts';
import { exampleLines } from './definition.ts';
import { context, plain } from './elements.ts';
import { inertLine } from './inert.ts';
import { howItCounts } from './proposal.ts';
import { type StateValues, dateIn, textIn } from './state.ts';

const examplesLength = 1_500;
const mostExamples = 10;
const mostExampleLetters = 200;
const whyLength = 500;
const meaningLength = 700;

/** Block ids with a sentence each. */
export type FormErrors = Readonly<Record<string, string>>;

// ---------------------------------------------------------------- the definition

/** The modal with `content` in it. `reviewOn` is a local date to begin with. */
export function definitionForm(target: AgreementTarget, content: Definition | null, reviewOn: string): ModalView {
  return {
    ...modal(callbackIds.definition, target),
    blocks: [
      context(howItCounts),
      input(
        definitionBlocks.criteria,
        'Criteria',
        lines(plainInputLimits.maxLength, content && criteriaText(content.criteria), exampleLines[0]),
        {
          hint: `One a line: must or nice, then fit, person, intent or data, then your words; where the data can tell, a rule in brackets. Such as: ${exampleLines.join(' / ')}`,
        },
      ),
      input(definitionBlocks.yes, 'Examples of yes', lines(examplesLength, content?.yes.join('\n') ?? null), {
        hint: 'Leads that were right, one a line, without names of people.',
        isOptional: true,
      }),
      input(definitionBlocks.no, 'Examples of no', lines(examplesLength, content?.no.join('\n') ?? null), {
        hint: 'Leads that were not, one a line.',
        isOptional: true,
      }),
      input(
        definitionBlocks.reviewOn,
        'Review on',
        { type: 'datepicker', initial_date: reviewOn },
        { hint: 'On this day whoever signed is asked to look at it again.' },
      ),
      whyInput(definitionBlocks.why),
    ],
  };
}

export interface ReadContext {
  /** Criteria that keep their id while their words stay. */
  readonly known: readonly Criterion[];
  readonly newId: () => string;
  /** The local date, `YYYY-MM-DD`. */
  readonly today: string;
  /** The last local date on which it may be looked at again. */
  readonly latest: string;
}

export interface Read<Content> {
  readonly content: Content;
  readonly why: string | null;
}

/** The answers as a definition, or what is wrong, by block id. */
export function readDefinitionForm(
  values: StateValues,
  { known, newId, today, latest }: ReadContext,
): Read<Definition> | { errors: FormErrors } {
  const errors: Record<string, string> = {};
  const read = readCriteria(textIn(values, definitionBlocks.criteria) ?? '', known, newId);
  const criteria = 'criteria' in read ? read.criteria : [];
  if ('problem' in read) errors[definitionBlocks.criteria] = read.problem;
  else if (criteriaText(criteria).length > plainInputLimits.maxLength)
    errors[definitionBlocks.criteria] = `These are more than ${plainInputLimits.maxLength} letters in all; write fewer or shorter ones.`;
  const [yes, no] = [examples(values, definitionBlocks.yes, errors), examples(values, definitionBlocks.no, errors)];
  const reviewOn = dateIn(values, definitionBlocks.reviewOn) ?? '';
  if (reviewOn <= today) errors[definitionBlocks.reviewOn] = 'Choose a day after today.';
  else if (reviewOn > latest) errors[definitionBlocks.reviewOn] = 'Choose a day within two years.';
  return Object.keys(errors).length > 0
    ? { errors }
    : { content: { criteria, yes, no, reviewOn }, why: whyIn(values, definitionBlocks.why) };
}

function examples(values: StateValues, block: string, errors: Record<string, string>): readonly string[] {
  const found = [...new Set(linesIn(textIn(values, block) ?? ''))];
  const long = found.findIndex((one) => one.length > mostExampleLetters);
  if (found.length > mostExamples) errors[block] = `${found.length} examples are more than anybody reads; write at most ${mostExamples}.`;
  else if (long >= 0) errors[block] = `Example ${long + 1} is longer than ${mostExampleLetters} letters.`;
  return found;
}

// ---------------------------------------------------------------- a term

export function termForm(target: AgreementTarget, content: Meaning | null): ModalView {
  return {
    ...modal(callbackIds.term, target),
    blocks: [
      context(`What does “${inertLine(target.term)}” mean here? ${howItCounts}`),
      input(termBlocks.meaning, 'Meaning', lines(meaningLength, content?.words ?? null), {
        hint: 'In words that somebody in their first week understands.',
      }),
      whyInput(termBlocks.why),
    ],
  };
}

export function readTermForm(values: StateValues): Read<Meaning> | { errors: FormErrors } {
  const words = linesIn(textIn(values, termBlocks.meaning) ?? '').join('\n');
  if (words === '') return { errors: { [termBlocks.meaning]: 'Write what the word means here, in a sentence or two.' } };
  return { content: { words }, why: whyIn(values, termBlocks.why) };
}

// ---------------------------------------------------------------- parts

function modal(callbackId: string, target: AgreementTarget): Omit<ModalView, 'blocks'> {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: encodeAgreement(target),
    title: plain('Propose a change'),
    submit: plain('Propose'),
    close: plain('Cancel'),
  };
}

type Element = InputBlock['element'];

function input(block: string, label: string, element: Element, more: { hint?: string; isOptional?: boolean } = {}): InputBlock {
  return {
    type: 'input',
    block_id: block,
    label: plain(label),
    ...(more.hint ? { hint: plain(more.hint) } : {}),
    ...(more.isOptional ? { optional: true } : {}),
    element: { ...element, action_id: actionIds.answer },
  };
}

function lines(maxLength: number, initial: string | null, placeholder?: string): Element {
  return {
    type: 'plain_text_input',
    multiline: true,
    max_length: maxLength,
    ...(initial ? { initial_value: initial.slice(0, maxLength).toWellFormed() } : {}),
    ...(placeholder ? { placeholder: plain(placeholder) } : {}),
  };
}

function whyInput(block: string): InputBlock {
  return input(
    block,
    'Why',
    { type: 'plain_text_input', max_length: whyLength },
    { hint: 'Whoever signs reads it first.', isOptional: true },
  );
}

function whyIn(values: StateValues, block: string): string | null {
  return textIn(values, block)?.trim() ?? null;
}

function linesIn(text: string): readonly string[] {
  return text
    .toWellFormed()
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
