// A modal: opened for whoever pressed or typed something, and answered when it is sent.
import { Refusal } from '../domain/refusal.ts';
import type { noticeView } from './blocks/answers.ts';
import type { SlackContext } from './context.ts';
import { deliveryErrorOf } from './errors.ts';

/** What Slack wants in order to open one: a trigger, three seconds old at most, and the view. */
export type ViewsOpen = Parameters<SlackContext['client']['views']['open']>[0];

/** How a modal that was sent is answered: closed, with faults under its fields, or with another view in its place. */
export type AnswerModal = (
  answer:
    | { response_action: 'clear' }
    | { response_action: 'errors'; errors: Record<string, string> }
    | { response_action: 'update'; view: ReturnType<typeof noticeView> },
) => Promise<void>;

const tooLate = (): string => 'That took too long, so the form did not open and nothing was changed. Please press once more.';

/**
 * Never throws.
 * @param words what to tell the person, given Slack's code
 * @returns why it did not open, in words for the person; `null` when it did
 */
export async function openModal(
  { client, log }: Pick<SlackContext, 'client' | 'log'>,
  modal: ViewsOpen,
  words: (code: string) => string = tooLate,
): Promise<Refusal | null> {
  try {
    await client.views.open(modal);
    return null;
  } catch (error) {
    const { code } = deliveryErrorOf(error);
    log.warn({ code, form: modal.view.callback_id }, 'A form could not be opened.');
    return new Refusal('not_legal', words(code));
  }
}
