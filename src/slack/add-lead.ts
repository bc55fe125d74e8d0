// A lead typed in Slack: the form behind the shortcut and `/lead add`.
import type { App, ViewSubmitAction } from '@slack/bolt';
import { type Received, receiveLead } from '../flows/leads.ts';
import { bodyHash } from '../sources/canonical.ts';
import { type Problem, parseLead } from '../sources/lead.ts';
import { addLeadForm, addLeadErrors, readNewLead } from './blocks/add-lead.ts';
import { noticeView } from './blocks/answers.ts';
import { type SlackContext, memberOf, presserOf, sentenceFor, tellPrivately } from './context.ts';
import { callbackIds } from './ids.ts';
import { type AnswerModal, openModal } from './modal.ts';

export function listenToAddLead(app: App, context: SlackContext): void {
  app.shortcut({ type: 'shortcut', callback_id: callbackIds.addLead }, async ({ ack, body }) => {
    await ack();
    const where = { userId: body.user.id, channel: null, triggerId: body.trigger_id };
    try {
      await memberOf(context, presserOf(body));
      await openAddLead(context, body.trigger_id);
    } catch (error) {
      await tellPrivately(context, where, error);
    }
  });
  app.view<ViewSubmitAction>(callbackIds.addLead, async ({ ack, body }) => {
    await submitted(context, body, ack);
  });
}

/** Opens the empty form. @throws Refusal in words for the person when the trigger is too old */
export async function openAddLead(context: SlackContext, triggerId: string): Promise<void> {
  const words = (): string => 'That took too long, so the form did not open. Please try once more.';
  const failure = await openModal(context, { trigger_id: triggerId, view: addLeadForm() }, words);
  if (failure) throw failure;
}

/** What the person reads when their lead did not become a card of its own. */
const notices: Readonly<Record<'merged' | 'duplicate' | 'key_reused', string>> = {
  merged: 'This person already has an open lead, so your words were added to its thread.',
  duplicate: 'This lead is stored already; nothing was added twice.',
  // The first answer was lost, and the words were changed before the form was sent again.
  key_reused: 'This form was stored already, as it was when you sent it first. Add what is new as a note: /lead find shows the lead.',
};

async function submitted(context: SlackContext, body: ViewSubmitAction, ack: AnswerModal): Promise<void> {
  try {
    const actor = await memberOf(context, presserOf(body));
    const typed = readNewLead(body.view.state.values);
    const parsed = parseLead(typed);
    if ('problems' in parsed) {
      await ack({ response_action: 'errors', errors: addLeadErrors(inSentences(typed, parsed.problems)) });
      return;
    }
    const idempotency = { key: `view:${body.view.id}`, bodyHash: bodyHash(typed) };
    const received: Received = await receiveLead(context.desk, context.workspaceId, { lead: parsed.lead, by: actor.id, idempotency });
    if (received.status === 'created') await ack({ response_action: 'clear' });
    else await ack({ response_action: 'update', view: noticeView(notices[received.status], context.directory.nameOf) });
  } catch (error) {
    await ack({ response_action: 'errors', errors: addLeadErrors([{ path: 'name', message: sentenceFor(context, error) }]) });
  }
}

/** The parser's words continue a sentence that begins with a field of the API; a person reads them under an input. */
function inSentences(typed: Readonly<Record<string, string>>, problems: readonly Problem[]): readonly Problem[] {
  const isNobody = typed['email'] === undefined && typed['phone'] === undefined;
  return problems.map(({ path, message }) => {
    const sentence = `This ${message}.`;
    return {
      path,
      message: isNobody && path === 'email' ? 'Enter an e-mail address or a phone number, so that sales can answer.' : sentence,
    };
  });
}
