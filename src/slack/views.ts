// The two views in Slack: `/lead views`, the lists behind its buttons, and the form in which marketing says what it expects.
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { Refusal } from '../domain/refusal.ts';
import { unknownName } from '../domain/report/group.ts';
import { type Quarrel, actionsOf } from '../domain/report/views.ts';
import { checkExpectationRole, expectationsNow, setExpectation } from '../flows/expectations.ts';
import { untilToday, viewsFacts } from '../flows/views.ts';
import type { Rendered } from './blocks/elements.ts';
import { expectationForm, readExpectationForm } from './blocks/expectation-form.ts';
import { plainSentence } from './blocks/form.ts';
import { quarrelAnswer, quarrelsShown } from './blocks/quarrels.ts';
import { viewsAnswer } from './blocks/views.ts';
import {
  type Presser,
  type SlackContext,
  type Whereabouts,
  actorOf,
  linkTo,
  memberOf,
  presserOf,
  say,
  sentenceFor,
  tellPrivately,
  whereaboutsOf,
  timezoneOf,
} from './context.ts';
import { deliveryErrorOf } from './errors.ts';
import { actionIds, callbackIds, expectationBlocks } from './ids.ts';
import { type AnswerModal, openModal } from './modal.ts';
import { decodeActions, decodeDays } from './views-values.ts';

type Click = BlockAction<ButtonAction>;

export function listenToViews(app: App, context: SlackContext): void {
  app.action<Click>({ type: 'block_actions', action_id: actionIds.expectations }, async ({ ack, body, action }) => {
    await ack();
    await answered(context, body, () => openForm(context, body, action.value));
  });
  for (const quarrel of ['highNo', 'lowYes', 'noThatWon'] as const satisfies readonly Quarrel[]) {
    app.action<Click>({ type: 'block_actions', action_id: actionIds[quarrel] }, async ({ ack, body, action }) => {
      // The log is read for it, which takes longer than Slack waits.
      await ack();
      await answered(context, body, () => showQuarrel(context, body, quarrel, action.value));
    });
  }
  app.view<ViewSubmitAction>(callbackIds.expectation, async ({ ack, body }) => {
    await submitted(context, body, ack);
  });
}

async function answered(context: SlackContext, body: Click, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await tellPrivately(context, whereaboutsOf(body), error);
  }
}

/** The answer of `/lead views`. @throws with a sentence where the figures cannot be made */
export async function viewsFor(context: SlackContext, presser: Presser): Promise<Rendered> {
  const { desk, reporter, workspaceId } = context;
  const actor = await memberOf(context, presser);
  const timezone = await timezoneOf(context);
  const asOf = desk.now();
  const facts = await viewsFacts(reporter, { to: untilToday(asOf, timezone), timezone, asOf });
  const canExpect = actor.roles.includes('marketing') || actor.roles.includes('manager');
  const seen = actionsOf(facts.recent).flatMap(({ action }) => (action === unknownName ? [] : [action]));
  const expected = canExpect ? [...(await expectationsNow(desk, workspaceId)).keys()] : [];
  return viewsAnswer(facts, { timezone, settable: canExpect ? [...new Set([...seen, ...expected])] : [] });
}

// ---------------------------------------------------------------- where the two quarrel

/** Those leads as known now, whatever the answer above still shows. */
async function showQuarrel(context: SlackContext, body: Click, quarrel: Quarrel, value: string | undefined): Promise<void> {
  const { desk, reporter, workspaceId } = context;
  const period = decodeDays(value);
  if (!period) throw fromAnother();
  await memberOf(context, presserOf(body));
  const timezone = await timezoneOf(context);
  const { quarrels, scores } = await reporter.report({ period, timezone, asOf: desk.now() });
  const { leads, total } = quarrels?.[quarrel] ?? { leads: [], total: 0 };
  const records = await Promise.all(
    leads.map(async ({ leadId, handoffId }) => ({ record: await desk.store.lead(workspaceId, leadId), handoffId })),
  );
  const found = records.flatMap(({ record, handoffId }) => (record ? [{ record, handoffId }] : []));
  const known = found.filter(({ record }) => !record.lead.isErased);
  const shown = await Promise.all(
    known.slice(0, quarrelsShown).map(async (one) => ({ ...one, link: await linkTo(context, one.handoffId) })),
  );
  const about = {
    total,
    isMore: total > leads.length || known.length > shown.length,
    erased: found.length - known.length,
    cut: scores?.cut ?? null,
    timezone,
  };
  await show(context, whereaboutsOf(body), quarrelAnswer(quarrel, shown, about));
}

/** Names stand only where Slack keeps nothing of them: in an answer for one person's eyes. */
async function show(context: SlackContext, { userId, channel, threadTs }: Whereabouts, answer: Rendered): Promise<void> {
  const { client, log } = context;
  try {
    if (!channel) throw new Error('No channel to answer in');
    await client.chat.postEphemeral({ channel, user: userId, ...(threadTs ? { thread_ts: threadTs } : {}), ...answer });
  } catch (error) {
    log.warn({ code: deliveryErrorOf(error).code }, 'A private list did not reach the person.');
    const sentence = 'This list names leads, so it is shown only in channels that LeadLoop is in. Type /lead views in one of them.';
    await say(context, { userId, channel: null, triggerId: null }, sentence);
  }
}

// ---------------------------------------------------------------- what marketing expects

async function openForm(context: SlackContext, body: Click, value: string | undefined): Promise<void> {
  const { desk, workspaceId } = context;
  const actions = decodeActions(value);
  if (!actions || actions.length === 0) throw fromAnother();
  checkExpectationRole(await actorOf(context, presserOf(body)));
  const view = expectationForm(actions, await expectationsNow(desk, workspaceId));
  const failure = await openModal(context, { trigger_id: body.trigger_id, view });
  if (failure) throw failure;
}

async function submitted(context: SlackContext, body: ViewSubmitAction, ack: AnswerModal): Promise<void> {
  const { desk, workspaceId, directory } = context;
  try {
    const actions = decodeActions(body.view.private_metadata);
    if (!actions) throw fromAnother();
    const actor = await actorOf(context, presserOf(body));
    checkExpectationRole(actor);
    const read = readExpectationForm(body.view.state.values, actions);
    if ('errors' in read) {
      await ack({ response_action: 'errors', errors: read.errors });
      return;
    }
    await setExpectation(desk, workspaceId, { ...read, actor, requestId: `view:${body.view.id}` });
    await ack({ response_action: 'clear' });
  } catch (error) {
    const sentence = plainSentence(sentenceFor(context, error), directory.nameOf);
    await ack({ response_action: 'errors', errors: { [expectationBlocks.action]: sentence } });
  }
}

function fromAnother(): Refusal {
  return new Refusal('not_legal', 'This is from another version of LeadLoop. Type /lead views to see how it stands.');
}
