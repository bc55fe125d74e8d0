// The one listener for every move: a click commits it or opens its modal; a submitted modal commits it.
import type { App, BlockAction, ButtonAction, OverflowAction, ViewSubmitAction } from '@slack/bolt';
import { type MoveName, isMoveName, moveNames } from '../domain/moves.ts';
import { localDate } from '../domain/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import { rolesOf } from '../domain/roles.ts';
import { definitionInForce } from '../flows/agreements.ts';
import { checkPressed, makeMove } from '../flows/leads.ts';
import { formErrors, moveForm, plainSentence, readAnswers } from './blocks/form.ts';
import { type SlackContext, actorOf, linkTo, presserOf, say, sentenceFor, tellPrivately, whereaboutsOf, timezoneOf } from './context.ts';
import { publishHome } from './home.ts';
import { actionIds, askingMoves, callbackIds, fromHome, isFromHome } from './ids.ts';
import { decodeTarget } from './values.ts';
import { type AnswerModal, type ViewsOpen, openModal } from './modal.ts';
import { fromAnotherVersion } from './other-version.ts';

type Click = BlockAction<ButtonAction | OverflowAction>;

/** As much of a button or menu as we read; another version's may lack any of it. */
interface PressedAction {
  readonly action_id: string;
  readonly action_ts: string;
  readonly value?: string;
  readonly selected_option?: { readonly value: string };
}

interface Press {
  readonly move: MoveName;
  readonly handoffId: string;
}

/** Registers every button, menu item and modal of the moves table. */
export function listenToMoves(app: App, context: SlackContext): void {
  const ids = [...moveNames, actionIds.more];
  for (const id of ids) {
    app.action<Click>({ type: 'block_actions', action_id: id }, async ({ ack, body, action }) => {
      await pressed(context, body, action, ack);
    });
  }
  for (const move of askingMoves) {
    app.view<ViewSubmitAction>(callbackIds.move(move), async ({ ack, body }) => {
      await submitted(context, move, body, ack);
    });
  }
}

/** What a click came to, before Slack hears of it. */
type Result = { readonly form: ViewsOpen } | { readonly done: MoveName } | { readonly failure: unknown };

async function pressed(context: SlackContext, body: Click, action: PressedAction, ack: () => Promise<void>): Promise<void> {
  const beganAt = performance.now();
  const result = await handled(context, body, action).catch((failure: unknown): Result => ({ failure }));
  // Whatever was to be stored is on disk now: only then does Slack hear "ok".
  await ack();
  context.onAck?.(performance.now() - beganAt);
  const where = whereaboutsOf(body);
  const failure = 'form' in result ? await openModal(context, result.form) : 'failure' in result ? result.failure : null;
  if (failure) await tellPrivately(context, where, failure);
  else if ('done' in result && isEphemeral(body)) await say(context, where, doneWords[result.done] ?? 'Done.');
  const isFormOpen = 'form' in result && !failure;
  if (isHome(body) && !isFormOpen) await publishHome(context, presserOf(body));
}

async function handled(context: SlackContext, body: Click, action: PressedAction): Promise<Result> {
  const { desk, workspaceId } = context;
  const press = readPress(action);
  const actor = await actorOf(context, presserOf(body), !isHome(body) && !isEphemeral(body));
  if (askingMoves.includes(press.move)) {
    const record = await checkPressed(desk, workspaceId, { ...press, actor });
    const timezone = await timezoneOf(context);
    const definition = await definitionInForce(desk.store, workspaceId);
    const view = moveForm({ ...press, record, timezone, today: localDate(desk.now(), timezone), definition });
    return { form: { trigger_id: body.trigger_id, view: isHome(body) ? { ...view, external_id: fromHome(body.trigger_id) } : view } };
  }
  const requestId = `click:${actor.id}:${action.action_ts}`;
  const { isRepeated } = await makeMove(desk, workspaceId, { ...press, answers: {}, actor, requestId });
  if (!isRepeated) context.onMove?.(press.move);
  return { done: press.move };
}

/** A card shows by itself what was done; a private list that was pressed does not change. */
const doneWords: Partial<Record<MoveName, string>> = {
  claim: 'Done: you have this lead now. Its card shows it.',
  attempt: 'Done: your attempt is logged. The card of the lead shows it.',
  release: 'Done: nobody has this lead now. Its card shows it.',
  archive: 'Done: this lead is archived. Its card shows it.',
};

async function submitted(context: SlackContext, move: MoveName, body: ViewSubmitAction, ack: AnswerModal): Promise<void> {
  const beganAt = performance.now();
  try {
    const target = decodeTarget(body.view.private_metadata);
    if (!target)
      throw new Refusal('unknown_lead', 'This form is from another version. Please close it and press the button on the card again.');
    // Whether they are where the card is was asked when the form opened.
    const actor = await actorOf(context, presserOf(body), true);
    const answers = readAnswers(body.view.state.values);
    if (answers.assignTo) await checkAssignee(context, answers.assignTo);
    const { isRepeated } = await makeMove(context.desk, context.workspaceId, {
      move,
      handoffId: target.handoffId,
      answers,
      actor,
      requestId: `view:${body.view.id}`,
      formId: body.view.id,
    });
    if (!isRepeated) context.onMove?.(move);
    await ack({ response_action: 'clear' });
  } catch (error) {
    const sentence = plainSentence(await withLink(context, error), context.directory.nameOf);
    const field = error instanceof Refusal ? error.field : undefined;
    await ack({ response_action: 'errors', errors: formErrors({ field, message: sentence }, move) });
  }
  context.onAck?.(performance.now() - beganAt);
  if (isFromHome(body.view.external_id)) await publishHome(context, presserOf(body));
}

/** A lead goes only to somebody who can judge it. @throws Refusal under the field */
async function checkAssignee(context: SlackContext, userId: string): Promise<void> {
  const { settings } = await context.desk.store.workspace();
  const roles = rolesOf(await context.directory.facts(userId, null, true), settings);
  if (roles.includes('sales') || roles.includes('manager')) return;
  throw new Refusal('mismatch', `<@${userId}> is not in sales here, and could not give a verdict. Choose somebody of sales.`, {
    field: 'assignTo',
  });
}

/** A modal error cannot hold a link element, but it can say where to look. */
async function withLink(context: SlackContext, error: unknown): Promise<string> {
  const sentence = sentenceFor(context, error);
  const link = error instanceof Refusal && error.seeHandoffId ? await linkTo(context, error.seeHandoffId) : null;
  return link ? `${sentence} ${link}` : sentence;
}

/** What was pressed. @throws Refusal for a value that no version of ours wrote */
function readPress(action: PressedAction): Press {
  const target = decodeTarget(action.selected_option?.value ?? action.value);
  const move = target?.move ?? action.action_id;
  if (!target || !isMoveName(move)) throw fromAnotherVersion();
  return { move, handoffId: target.handoffId };
}

function isHome(body: Click): boolean {
  return body.view?.type === 'home';
}

/** A private message: the bot cannot edit it, so it stays as it was. */
function isEphemeral(body: Click): boolean {
  return body.container['is_ephemeral'] === true;
}
