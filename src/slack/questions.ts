// What prospects asked, in Slack: `/lead questions` lists it, *Answered by* opens the form, the form answers.
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { Refusal } from '../domain/refusal.ts';
import { answerQuestions, checkAnswerRole, mayAnswer, questionToAnswer } from '../flows/answers.ts';
import { questionList } from '../flows/questions.ts';
import { answeredErrors, answeredForm, readAnsweredForm } from './blocks/answered.ts';
import type { Rendered } from './blocks/elements.ts';
import { plainSentence } from './blocks/form.ts';
import { questionsAnswer } from './blocks/questions.ts';
import {
  type Presser,
  type SlackContext,
  actorOf,
  memberOf,
  presserOf,
  sentenceFor,
  tellPrivately,
  whereaboutsOf,
  timezoneOf,
} from './context.ts';
import { publishHome } from './home.ts';
import { actionIds, callbackIds, fromHome, isFromHome } from './ids.ts';
import { type AnswerModal, openModal } from './modal.ts';
import { decodeQuestion } from './values.ts';

type Click = BlockAction<ButtonAction>;

export function listenToQuestions(app: App, context: SlackContext): void {
  app.action<Click>({ type: 'block_actions', action_id: actionIds.answered }, async ({ ack, body, action }) => {
    await ack();
    try {
      await open(context, body, action.value);
    } catch (error) {
      await tellPrivately(context, whereaboutsOf(body), error);
    }
  });
  app.view<ViewSubmitAction>(callbackIds.answered, async ({ ack, body }) => {
    const beganAt = performance.now();
    await submitted(context, body, ack);
    context.onAck?.(performance.now() - beganAt);
    if (isFromHome(body.view.external_id)) await publishHome(context, presserOf(body));
  });
}

/** The answer of `/lead questions`. @throws Refusal for people outside of every role */
export async function questionsFor(context: SlackContext, presser: Presser): Promise<Rendered> {
  const { roles } = await memberOf(context, presser);
  const timezone = await timezoneOf(context);
  return questionsAnswer({ ...(await questionList(context.desk, context.workspaceId)), mayAnswer: mayAnswer(roles), timezone });
}

/** Opens the form for the question of a button. @throws Refusal in words for the person */
async function open(context: SlackContext, body: Click, value: string | undefined): Promise<void> {
  const { desk, workspaceId } = context;
  const questionId = questionIn(value);
  const isHome = body.view?.type === 'home';
  checkAnswerRole(await actorOf(context, presserOf(body)));
  const form = answeredForm(await questionToAnswer(desk, workspaceId, questionId), value ?? '');
  const view = isHome ? { ...form, external_id: fromHome(body.trigger_id) } : form;
  const failure = await openModal(context, { trigger_id: body.trigger_id, view });
  if (failure) throw failure;
}

async function submitted(context: SlackContext, body: ViewSubmitAction, ack: AnswerModal): Promise<void> {
  const { desk, workspaceId, directory } = context;
  try {
    const questionId = questionIn(body.view.private_metadata);
    // A form can stay open for days: who has left marketing since answers nothing any more.
    const actor = await actorOf(context, presserOf(body));
    const typed = readAnsweredForm(body.view.state.values);
    const done = await answerQuestions(desk, workspaceId, { ...typed, actor, questionId, requestId: `view:${body.view.id}` });
    // What was to be stored is on disk now: only then does Slack hear "ok".
    await ack('fault' in done ? { response_action: 'errors', errors: answeredErrors(done.fault) } : { response_action: 'clear' });
  } catch (error) {
    const message = plainSentence(sentenceFor(context, error), directory.nameOf);
    await ack({ response_action: 'errors', errors: answeredErrors({ message }) });
  }
}

/** @throws Refusal for a value that no version of ours wrote */
function questionIn(value: string | undefined): string {
  const questionId = decodeQuestion(value);
  if (questionId !== null) return questionId;
  throw new Refusal('not_legal', 'This is from another version of LeadLoop. Type /lead questions to see what is asked now.');
}
