// What marketing changed, in Slack: `/lead change` lists it with what came of it, *Record a change* and *Take back* write it down.
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { Temporal } from 'temporal-polyfill';
import { changeFaults, mostDaysBack } from '../domain/change.ts';
import { localDate } from '../domain/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import { resultsOf } from '../flows/change-results.ts';
import { changesIn, checkChangeRole, mayRecord, mayTakeBack, originsNow, recordChange, takeBackChange } from '../flows/changes.ts';
import { noticeView } from './blocks/answers.ts';
import { changeAnswer } from './blocks/change-answer.ts';
import { changeForm, changeFormErrors, readChangeForm } from './blocks/change-form.ts';
import type { Rendered } from './blocks/elements.ts';
import { plainSentence } from './blocks/form.ts';
import {
  type Presser,
  type SlackContext,
  memberOf,
  presserOf,
  say,
  sentenceFor,
  tellPrivately,
  whereaboutsOf,
  timezoneOf,
} from './context.ts';
import { actionIds, callbackIds, changeBlocks } from './ids.ts';
import { openModal } from './modal.ts';
import { decodeChange } from './values.ts';
import { fromAnotherVersion } from './other-version.ts';

type Click = BlockAction<ButtonAction>;

/** Each is a paragraph with figures. */
const changesShown = 8;

export function listenToChange(app: App, context: SlackContext): void {
  app.action<Click>({ type: 'block_actions', action_id: actionIds.recordChange }, async ({ ack, body }) => {
    await ack();
    try {
      await open(context, body);
    } catch (error) {
      await tellPrivately(context, whereaboutsOf(body), error);
    }
  });
  app.action<Click>({ type: 'block_actions', action_id: actionIds.takeBackChange }, async ({ ack, body, action }) => {
    await takeBackPressed(context, body, action, ack);
  });
  app.view<ViewSubmitAction>(callbackIds.change, async ({ ack, body }) => {
    try {
      const done = await submitted(context, body);
      if ('errors' in done) await ack({ response_action: 'errors', errors: done.errors });
      else await ack({ response_action: 'update', view: noticeView(doneWords(done.told), context.directory.nameOf) });
    } catch (error) {
      const sentence = plainSentence(sentenceFor(context, error), context.directory.nameOf);
      await ack({ response_action: 'errors', errors: { [changeBlocks.origin]: sentence } });
    }
  });
}

/** The answer of `/lead change`: the changes of the last half year, newest first. */
export async function changeFor(context: SlackContext, presser: Presser): Promise<Rendered> {
  const { desk, workspaceId } = context;
  const actor = await memberOf(context, presser);
  const { today, timezone } = await todayIn(context);
  const since = Temporal.PlainDate.from(today).subtract({ days: mostDaysBack }).toString();
  const all = await changesIn(desk.store, workspaceId);
  const standing = all
    .filter(({ takenBack, day }) => takenBack === null && day >= since)
    .toSorted((one, other) => (one.day === other.day ? other.at - one.at : one.day < other.day ? 1 : -1));
  const shown = standing.slice(0, changesShown);
  const results = await resultsOf(context, shown, all, timezone);
  return changeAnswer({
    changes: shown.flatMap((change, index) => {
      const result = results[index];
      return result ? [{ change, result, mayTakeBack: mayTakeBack(actor, change) }] : [];
    }),
    isMore: standing.length > shown.length,
    mayRecord: mayRecord(actor),
  });
}

/** Opens the form. @throws Refusal in words for the person */
async function open(context: SlackContext, body: Click): Promise<void> {
  const { desk, workspaceId } = context;
  checkChangeRole(await memberOf(context, presserOf(body)));
  const origins = await originsNow(desk, workspaceId);
  if (origins.length === 0) {
    throw new Refusal('missing', `No lead of the last ${mostDaysBack} days names a source or campaign, so there is nothing to choose yet.`);
  }
  const { today } = await todayIn(context);
  const failure = await openModal(context, { trigger_id: body.trigger_id, view: changeForm(origins, today) });
  if (failure) throw failure;
}

/** @returns what is wrong, by block, or how many people are told when it is written down */
async function submitted(
  context: SlackContext,
  body: ViewSubmitAction,
): Promise<{ readonly errors: Record<string, string> } | { readonly told: number }> {
  const { desk, workspaceId } = context;
  const actor = await memberOf(context, presserOf(body));
  const read = readChangeForm(body.view.state.values, await originsNow(desk, workspaceId));
  if ('errors' in read) return read;
  const errors = changeFormErrors(changeFaults(read.said, (await todayIn(context)).today));
  if (Object.keys(errors).length > 0) return { errors };
  return recordChange(desk, workspaceId, { ...read.said, actor, requestId: `view:${body.view.id}` });
}

function doneWords(told: number): string {
  if (told === 0) return 'Recorded. Nobody else in sales gave that reason there lately, so nobody is told now.';
  return `Recorded. ${told === 1 ? '1 person' : `${told} people`} whose verdicts led there ${told === 1 ? 'is' : 'are'} told in private now.`;
}

async function takeBackPressed(context: SlackContext, body: Click, action: ButtonAction, ack: () => Promise<void>): Promise<void> {
  let failure: unknown = null;
  let isRepeated = false;
  try {
    const actor = await memberOf(context, presserOf(body));
    const id = decodeChange(action.value);
    if (id === null) throw fromAnotherVersion();
    const requestId = `click:${actor.id}:${action.action_ts}`;
    ({ isRepeated } = await takeBackChange(context.desk, context.workspaceId, { actor, requestId, id }));
  } catch (error) {
    failure = error;
  }
  // What was to be stored is on disk now: only then does Slack hear "ok".
  await ack();
  if (failure) await tellPrivately(context, whereaboutsOf(body), failure);
  else if (!isRepeated) await say(context, whereaboutsOf(body), 'Taken back. Whoever was told of it sees that it was a mistake.');
}

async function todayIn(context: SlackContext): Promise<{ readonly today: string; readonly timezone: string }> {
  const timezone = await timezoneOf(context);
  return { today: localDate(context.desk.now(), timezone), timezone };
}
