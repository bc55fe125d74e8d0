// What became of a deal, said in Slack: `/lead outcome` lists leads, their button opens the form, the form records it.
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { localDate } from '../domain/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import { checkHandoff, checkOutcomeRole, recordOutcome } from '../flows/outcomes.ts';
import { parseOutcome } from '../sources/outcome.ts';
import { noticeView } from './blocks/answers.ts';
import type { Rendered } from './blocks/elements.ts';
import { plainSentence } from './blocks/form.ts';
import { outcomeAnswer, outcomeForm, outcomeFormErrors, readOutcomeForm } from './blocks/outcome-form.ts';
import {
  type Presser,
  type SlackContext,
  actorOf,
  linkTo,
  memberOf,
  presserOf,
  sentenceFor,
  tellPrivately,
  whereaboutsOf,
  timezoneOf,
} from './context.ts';
import { recordsOf } from './home.ts';
import { actionIds, callbackIds } from './ids.ts';
import { decodeTarget } from './values.ts';
import { type AnswerModal, openModal } from './modal.ts';
import { fromAnotherVersion } from './other-version.ts';

type Click = BlockAction<ButtonAction>;

const rowsShown = 10;

export function listenToOutcome(app: App, context: SlackContext): void {
  app.action<Click>({ type: 'block_actions', action_id: actionIds.outcome }, async ({ ack, body, action }) => {
    await ack();
    try {
      await open(context, body, action.value);
    } catch (error) {
      await tellPrivately(context, whereaboutsOf(body), error);
    }
  });
  app.view<ViewSubmitAction>(callbackIds.outcome, async ({ ack, body }) => {
    const beganAt = performance.now();
    await submitted(context, body, ack);
    context.onAck?.(performance.now() - beganAt);
  });
}

/** `/lead outcome TEXT` finds leads; alone it lists the person's own that are qualified or an opportunity. @throws Refusal */
export async function outcomeFor(context: SlackContext, presser: Presser, text: string): Promise<Rendered> {
  const actor = await memberOf(context, presser);
  checkOutcomeRole(actor);
  const { store } = context.desk;
  const rows =
    text === ''
      ? await store.deals(context.workspaceId, actor.id, rowsShown + 1)
      : await store.search(context.workspaceId, text, rowsShown + 1);
  const found = await recordsOf(context, rows.slice(0, rowsShown));
  const leads = await Promise.all(found.map(async (one) => ({ ...one, link: await linkTo(context, one.handoffId) })));
  return outcomeAnswer(leads, text === '' ? null : text, rows.length > rowsShown);
}

/** Opens the form for the lead of a button. @throws Refusal in words for the person */
async function open(context: SlackContext, body: Click, value: string | undefined): Promise<void> {
  const { desk, workspaceId } = context;
  const target = decodeTarget(value);
  if (!target) throw fromAnotherVersion();
  checkOutcomeRole(await actorOf(context, presserOf(body)));
  const record = await desk.store.leadOfHandoff(workspaceId, target.handoffId);
  if (!record) throw unknownLead();
  checkHandoff(record, target.handoffId);
  const lastCurrency = await desk.store.lastCurrency(workspaceId);
  const view = outcomeForm({ record, handoffId: target.handoffId, today: await todayOf(context), lastCurrency });
  const failure = await openModal(context, { trigger_id: body.trigger_id, view });
  if (failure) throw failure;
}

async function submitted(context: SlackContext, body: ViewSubmitAction, ack: AnswerModal): Promise<void> {
  const { desk, workspaceId, directory } = context;
  try {
    const target = decodeTarget(body.view.private_metadata);
    if (!target) throw fromAnotherVersion();
    // Whether they are where the card is was asked when the form opened.
    const actor = await actorOf(context, presserOf(body), true);
    checkOutcomeRole(actor);
    const today = await todayOf(context);
    const typed = readOutcomeForm(body.view.state.values, today);
    const timezone = await timezoneOf(context);
    const parsed = parseOutcome(typed, { now: desk.now(), timezone });
    const date = typed['occurredAt'];
    const ahead = typeof date === 'string' && date > today ? [{ path: 'occurredAt', message: 'Choose today or a day before.' }] : [];
    if ('problems' in parsed || ahead.length > 0) {
      const told = 'problems' in parsed ? parsed.problems.map(({ path, message }) => ({ path, message: `This ${message}.` })) : [];
      await ack({ response_action: 'errors', errors: outcomeFormErrors([...ahead, ...told]) });
      return;
    }
    const record = await desk.store.leadOfHandoff(workspaceId, target.handoffId);
    if (!record) throw unknownLead();
    const requestId = `view:${body.view.id}`;
    const order = { ...parsed.said, by: actor.id, handoffId: target.handoffId, requestId };
    const { status } = await recordOutcome(desk, workspaceId, record.lead.id, order);
    if (status === 'unknown_lead') throw unknownLead();
    if (status !== 'unchanged') await ack({ response_action: 'clear' });
    else await ack({ response_action: 'update', view: noticeView('This was recorded already; nothing was changed.', directory.nameOf) });
  } catch (error) {
    const path = error instanceof Refusal && error.code === 'too_early' ? 'occurredAt' : 'outcome';
    const message = plainSentence(await withLink(context, error), directory.nameOf);
    await ack({ response_action: 'errors', errors: outcomeFormErrors([{ path, message }]) });
  }
}

/** A modal error cannot hold a link element, but it can say where to look. */
async function withLink(context: SlackContext, error: unknown): Promise<string> {
  const sentence = sentenceFor(context, error);
  const link = error instanceof Refusal && error.seeHandoffId ? await linkTo(context, error.seeHandoffId) : null;
  return link ? `${sentence} ${link}` : sentence;
}

function unknownLead(): Refusal {
  return new Refusal('unknown_lead', 'This lead is not known here. It may come from a database that was replaced.');
}

async function todayOf(context: SlackContext): Promise<string> {
  return localDate(context.desk.now(), await timezoneOf(context));
}
