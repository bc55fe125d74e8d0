// Money spent, in Slack: `/lead spend` shows what leads cost, its button opens the form, the form stores it.
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { Temporal } from 'temporal-polyfill';
import { localDate } from '../domain/decide.ts';
import { unknownName } from '../domain/report/group.ts';
import type { Report } from '../domain/report/metrics.ts';
import type { Period } from '../domain/report/week.ts';
import { Refusal } from '../domain/refusal.ts';
import { checkSpendRole, lastSpendCurrency, recordSpend } from '../flows/spend.ts';
import { parseSpend } from '../sources/spend.ts';
import { noticeView } from './blocks/answers.ts';
import type { Rendered } from './blocks/elements.ts';
import { plainSentence } from './blocks/form.ts';
import { spendAnswer } from './blocks/spend.ts';
import { readSpendForm, spendForm, spendFormErrors } from './blocks/spend-form.ts';
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
import { actionIds, callbackIds } from './ids.ts';
import { type AnswerModal, openModal } from './modal.ts';
import { decodeNames } from './values.ts';
import { fromAnotherVersion } from './other-version.ts';

type Click = BlockAction<ButtonAction>;

/** So many names stand in the form's hint. */
const namesOf = { source: 4, campaign: 2 } as const;

export function listenToSpend(app: App, context: SlackContext): void {
  app.action<Click>({ type: 'block_actions', action_id: actionIds.spend }, async ({ ack, body, action }) => {
    await ack();
    try {
      await open(context, body, action.value);
    } catch (error) {
      await tellPrivately(context, whereaboutsOf(body), error);
    }
  });
  app.view<ViewSubmitAction>(callbackIds.spend, async ({ ack, body }) => {
    const beganAt = performance.now();
    await submitted(context, body, ack);
    context.onAck?.(performance.now() - beganAt);
  });
}

/** The answer of `/lead spend`: the running month and the last one, from one pass over the log. @throws Refusal */
export async function spendFor(context: SlackContext, presser: Presser): Promise<Rendered> {
  checkSpendRole(await memberOf(context, presser));
  const { timezone, today } = await todayOf(context);
  const asOf = context.desk.now();
  const first = Temporal.PlainDate.from(today).with({ day: 1 });
  const month = (ago: number): Period => ({
    from: first.subtract({ months: ago }).toString(),
    to: first.subtract({ months: ago - 1 }).toString(),
  });
  const reports = await context.reporter.reports([0, 1].map((ago) => ({ period: month(ago), timezone, asOf })));
  return spendAnswer(reports, namesIn(reports), today);
}

/** Some names that leads came under, the most frequent ones. */
function namesIn(reports: readonly Report[]): readonly string[] {
  const sources = reports.flatMap(({ bySource }) => bySource.map(({ source }) => source));
  const campaigns = reports.flatMap(({ byCampaign }) => byCampaign.map(({ campaign }) => campaign));
  const first = (names: readonly string[], count: number) => [...new Set(names)].filter((name) => name !== unknownName).slice(0, count);
  return [...first(sources, namesOf.source), ...first(campaigns, namesOf.campaign)];
}

/** @throws Refusal in words for the person */
async function open(context: SlackContext, body: Click, value: string | undefined): Promise<void> {
  const { desk, workspaceId } = context;
  const names = decodeNames(value);
  if (!names) throw fromAnotherVersion();
  checkSpendRole(await actorOf(context, presserOf(body)));
  const lastCurrency = (await lastSpendCurrency(desk.store, workspaceId)) ?? (await desk.store.lastCurrency(workspaceId));
  const failure = await openModal(context, { trigger_id: body.trigger_id, view: spendForm({ names, lastCurrency }) });
  if (failure) throw failure;
}

async function submitted(context: SlackContext, body: ViewSubmitAction, ack: AnswerModal): Promise<void> {
  const { desk, workspaceId, directory } = context;
  try {
    // A form can stay open for days: who has left marketing since records nothing any more.
    const actor = await actorOf(context, presserOf(body));
    checkSpendRole(actor);
    const read = readSpendForm(body.view.state.values);
    if ('missing' in read) {
      await ack({ response_action: 'errors', errors: spendFormErrors(read.missing.map((path) => ({ path, message: 'This is needed.' }))) });
      return;
    }
    const parsed = parseSpend(read.typed, (await todayOf(context)).today);
    if ('problems' in parsed) {
      const told = parsed.problems.map(({ path, message }) => ({ path, message: `This ${message}.` }));
      await ack({ response_action: 'errors', errors: spendFormErrors(told) });
      return;
    }
    const { spend } = parsed;
    const { kind } = await recordSpend(desk, workspaceId, { spend, by: actor.id, requestId: `view:${body.view.id}` });
    // What was stored is told in a private message, which no lost answer takes away.
    if (kind !== 'unchanged') await ack({ response_action: 'clear' });
    else await ack({ response_action: 'update', view: noticeView(unchangedWords(spend.amount), directory.nameOf) });
  } catch (error) {
    const path = error instanceof Refusal && error.code === 'mismatch' ? 'from' : 'name';
    const message = plainSentence(sentenceFor(context, error), directory.nameOf);
    await ack({ response_action: 'errors', errors: spendFormErrors([{ path, message }]) });
  }
}

function unchangedWords(amount: number): string {
  return amount === 0
    ? 'Nothing is recorded for just these days, so there was nothing to take away.'
    : 'This was recorded already; nothing was changed.';
}

async function todayOf(context: SlackContext): Promise<{ readonly timezone: string; readonly today: string }> {
  const timezone = await timezoneOf(context);
  return { timezone, today: localDate(context.desk.now(), timezone) };
}
