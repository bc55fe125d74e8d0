// *Answered by*: the form in which marketing answers a question, and the line that reps get of it.
import type { InputBlock, ModalView } from '@slack/types';
import { type AnswerFault, type AnswerTyped, mostLinkLetters, mostNoteLetters } from '../../domain/questions/answering.ts';
import type { AskedGroup } from '../../domain/questions/asked.ts';
import { number } from '../../domain/report/wording.ts';
import type { Message } from '../../message.ts';
import { actionIds, answeredBlocks, callbackIds } from '../ids.ts';
import { type Rendered, context, line, plain, quote, richText } from './elements.ts';
import { budgets, cleanLine, inertGist } from './inert.ts';
import { type Phrase, doer, say, theirs, toGist } from './phrase.ts';
import { linkPhrase, plainWording } from './questions.ts';
import { type StateValues, textIn } from './state.ts';

/** Labels of at most 24 characters. */
const labels = { link: 'Link', note: 'Note' } as const satisfies Record<keyof AnswerTyped, string>;

// ---------------------------------------------------------------- the form

/** @param metadata names the question, so that the submission knows it */
export function answeredForm(group: AskedGroup, metadata: string): ModalView {
  const before = group.answer ? [context('Answered before. The newest answer is the one that is shown.')] : [];
  return {
    type: 'modal',
    callback_id: callbackIds.answered,
    private_metadata: metadata,
    title: plain('Answered by'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context(`${plainWording(group)} · ${number(group.count)} ×`),
      ...before,
      input('link', { type: 'plain_text_input', max_length: mostLinkLetters }, 'A page that answers it. A link or a note is needed.'),
      input(
        'note',
        { type: 'plain_text_input', multiline: true, max_length: mostNoteLetters },
        'Reps who passed such a question on hear of it, also those who will.',
      ),
    ],
  };
}

function input(field: keyof AnswerTyped, element: InputBlock['element'], hint: string): InputBlock {
  return {
    type: 'input',
    block_id: answeredBlocks[field],
    label: plain(labels[field]),
    hint: plain(hint),
    optional: true,
    element: { ...element, action_id: actionIds.answer },
  };
}

export function readAnsweredForm(values: StateValues): AnswerTyped {
  return { link: textIn(values, answeredBlocks.link) ?? null, note: textIn(values, answeredBlocks.note) ?? null };
}

/** What is wrong, under its input; what belongs to none stands under *Link*. */
export function answeredErrors({ field, message }: { field?: AnswerFault['field']; message: string }): Record<string, string> {
  return { [answeredBlocks[field ?? 'link']]: message };
}

// ---------------------------------------------------------------- the line

export function renderAnswer({ question, answer, others }: Extract<Message, { kind: 'answer' }>): Rendered {
  const asked = question ? askedPhrase(question) : [say('You passed on a question of somebody who was erased on request.')];
  const answered: Phrase = [doer(answer.by), say(answer.link === null ? ' answered:' : ' answered: '), ...linkPhrase(answer.link)];
  const same = others === 0 ? null : line(say(others === 1 ? '1 other asked the same.' : `${number(others)} others asked the same.`));
  const gist = question ? inertGist(question.words, budgets.gistQuote) : '';
  return {
    text: `${toGist([doer(answer.by)])} answered a question that you passed on${gist ? `: “${gist}”` : '.'}`,
    blocks: richText([line(...asked), line(...answered), quote(answer.note, budgets.note), same]),
  };
}

function askedPhrase({ words, company }: { words: string; company: string | null }): Phrase {
  const whose: Phrase = cleanLine(company) ? [say(' of '), theirs(company ?? '', budgets.heading)] : [];
  return [say('You passed on a question'), ...whose, say(': “'), theirs(words, budgets.aside), say('”')];
}
