// What both sides agree upon, in Slack: `/lead definition`, `/lead define`, *Propose a change* and *Sign*.
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { Temporal } from 'temporal-polyfill';
import { type Agreement, inForce } from '../domain/agreement/agreement.ts';
import type { Definition } from '../domain/agreement/definition.ts';
import { mostTermLetters, readTerm, termKey } from '../domain/agreement/glossary.ts';
import { localDate } from '../domain/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import { definitionName, definitionOf, proposeDefinition, proposeTerm, sign, termOf, terms } from '../flows/agreements.ts';
import { definitionAnswer, historyAnswer } from './blocks/definition.ts';
import { type FormErrors, definitionForm, readDefinitionForm, readTermForm, termForm } from './blocks/definition-form.ts';
import type { Rendered } from './blocks/elements.ts';
import { plainSentence } from './blocks/form.ts';
import { glossaryAnswer, termAnswer } from './blocks/glossary.ts';
import { type SlackContext, memberOf, presserOf, say, sentenceFor, tellPrivately, whereaboutsOf, timezoneOf } from './context.ts';
import { actionIds, callbackIds, definitionBlocks, termBlocks } from './ids.ts';
import { type AgreementTarget, decodeAgreement } from './values.ts';
import { type ViewsOpen, openModal } from './modal.ts';

type Click = BlockAction<ButtonAction>;

const daysToReview = 90;
const yearsToReview = 2;

export function listenToDefinition(app: App, context: SlackContext): void {
  app.action<Click>({ type: 'block_actions', action_id: actionIds.propose }, async ({ ack, body, action }) => {
    await proposePressed(context, body, action.value, ack);
  });
  app.action<Click>({ type: 'block_actions', action_id: actionIds.sign }, async ({ ack, body, action }) => {
    await signPressed(context, body, action, ack);
  });
  app.view<ViewSubmitAction>(callbackIds.definition, async ({ ack, body }) => {
    await submitted(context, body, ack, definitionBlocks.criteria, submitDefinition);
  });
  app.view<ViewSubmitAction>(callbackIds.term, async ({ ack, body }) => {
    await submitted(context, body, ack, termBlocks.meaning, submitTerm);
  });
}

// ---------------------------------------------------------------- commands

/** The answer of `/lead definition [history]`. */
export async function definitionFor(context: SlackContext, rest: string): Promise<Rendered> {
  const agreement = await definitionOf(context.desk.store, context.workspaceId);
  const timezone = await timezoneOf(context);
  return rest.toLowerCase() === 'history' ? historyAnswer(agreement, timezone) : definitionAnswer(agreement, timezone);
}

/** The answer of `/lead define [TERM]`. @throws Refusal for a term that is too long */
export async function termFor(context: SlackContext, rest: string): Promise<Rendered> {
  const { store } = context.desk;
  if (rest === '') return glossaryAnswer(await terms(store, context.workspaceId));
  const term = readTerm(rest);
  if (!term) throw new Refusal('missing', `A term is at most ${mostTermLetters} letters long, such as: /lead define opportunity`);
  const found = await termOf(store, context.workspaceId, term);
  return termAnswer(found, await timezoneOf(context));
}

// ---------------------------------------------------------------- clicks

async function proposePressed(context: SlackContext, body: Click, value: string | undefined, ack: () => Promise<void>): Promise<void> {
  let form: ViewsOpen | null = null;
  let failure: unknown = null;
  try {
    await memberOf(context, presserOf(body));
    form = { trigger_id: body.trigger_id, view: await formFor(context, targetIn(value)) };
  } catch (error) {
    failure = error;
  }
  await ack();
  if (form) failure = await openModal(context, form);
  if (failure) await tellPrivately(context, whereaboutsOf(body), failure);
}

/** Filled with the proposal whose button was pressed while it is open, else with what is in force. What it carries is what is shown now. */
async function formFor(context: SlackContext, pressed: AgreementTarget): Promise<ViewsOpen['view']> {
  const { store, now } = context.desk;
  if (pressed.topic === 'term') {
    const { term, agreement } = await termOf(store, context.workspaceId, pressed.term);
    return termForm({ ...pressed, term, ...seenOf(agreement) }, shownContent(agreement, pressed));
  }
  const agreement = await definitionOf(store, context.workspaceId);
  const content = shownContent(agreement, pressed);
  const today = localDate(now(), await timezoneOf(context));
  const usual = Temporal.PlainDate.from(today).add({ days: daysToReview }).toString();
  const reviewOn = content && content.reviewOn > today ? content.reviewOn : usual;
  return definitionForm({ ...pressed, ...seenOf(agreement) }, content, reviewOn);
}

function shownContent<Content>(agreement: Agreement<Content>, { proposalId }: AgreementTarget): Content | null {
  const { proposal } = agreement;
  return (proposal && proposal.id === proposalId ? proposal : inForce(agreement))?.content ?? null;
}

function seenOf<Content>(agreement: Agreement<Content>): Pick<AgreementTarget, 'version' | 'proposalId'> {
  return { version: inForce(agreement)?.version ?? 0, proposalId: agreement.proposal?.id ?? null };
}

async function signPressed(context: SlackContext, body: Click, action: ButtonAction, ack: () => Promise<void>): Promise<void> {
  let failure: unknown = null;
  let done: Awaited<ReturnType<typeof sign>> | null = null;
  try {
    const actor = await memberOf(context, presserOf(body));
    const { topic, term, proposalId } = targetIn(action.value);
    const name = topic === 'term' ? { topic, subject: termKey(term) } : definitionName;
    const requestId = `click:${actor.id}:${action.action_ts}`;
    done = await sign(context.desk, context.workspaceId, { name, proposalId: proposalId ?? '', actor, requestId });
  } catch (error) {
    failure = error;
  }
  // What was to be stored is on disk now: only then does Slack hear "ok".
  await ack();
  if (failure) await tellPrivately(context, whereaboutsOf(body), failure);
  else if (done && !done.isRepeated && body.container['is_ephemeral'] === true) await say(context, whereaboutsOf(body), doneWords(done));
}

/** A private answer cannot be edited, so it is told what became of the click. */
function doneWords({ isInForce, side }: { readonly isInForce: boolean; readonly side: string | null }): string {
  if (isInForce) return 'Done: both sides have signed, so this is in force now.';
  return `Done: you have signed for ${side ?? 'your side'}. It is in force when the other side has signed too.`;
}

/** @throws Refusal for a value that no version of ours wrote */
function targetIn(value: string | undefined): AgreementTarget {
  const target = decodeAgreement(value);
  if (!target) throw fromAnother();
  return target;
}

function fromAnother(): Refusal {
  return new Refusal('not_legal', 'This is from another version of LeadLoop. Type /lead definition to see how it stands.');
}

// ---------------------------------------------------------------- forms

type Submit = (context: SlackContext, body: ViewSubmitAction, target: AgreementTarget) => Promise<FormErrors | null>;

/** @param firstBlock where a refusal stands that belongs to no input */
async function submitted(
  context: SlackContext,
  body: ViewSubmitAction,
  ack: Acknowledge,
  firstBlock: string,
  submit: Submit,
): Promise<void> {
  try {
    const errors = await submit(context, body, targetIn(body.view.private_metadata));
    await ack(errors ? { response_action: 'errors', errors } : { response_action: 'clear' });
  } catch (error) {
    const sentence = plainSentence(sentenceFor(context, error), context.directory.nameOf);
    await ack({ response_action: 'errors', errors: { [firstBlock]: sentence } });
  }
}

async function submitDefinition(context: SlackContext, body: ViewSubmitAction, seen: AgreementTarget): Promise<FormErrors | null> {
  const { desk, workspaceId } = context;
  const actor = await memberOf(context, presserOf(body));
  const today = localDate(desk.now(), await timezoneOf(context));
  const read = readDefinitionForm(body.view.state.values, {
    known: knownCriteria(await definitionOf(desk.store, workspaceId)),
    newId: desk.newId,
    today,
    latest: Temporal.PlainDate.from(today).add({ years: yearsToReview }).toString(),
  });
  if ('errors' in read) return read.errors;
  await proposeDefinition(desk, workspaceId, { ...read, actor, seen, requestId: `view:${body.view.id}` });
  return null;
}

/** Every criterion that ever was in force or is proposed, the newest first: verdicts may name it. */
function knownCriteria({ versions, proposal }: Agreement<Definition>): Definition['criteria'] {
  return [...(proposal ? [proposal] : []), ...versions.toReversed()].flatMap(({ content }) => content.criteria);
}

async function submitTerm(context: SlackContext, body: ViewSubmitAction, seen: AgreementTarget): Promise<FormErrors | null> {
  const actor = await memberOf(context, presserOf(body));
  const read = readTermForm(body.view.state.values);
  if ('errors' in read) return read.errors;
  await proposeTerm(context.desk, context.workspaceId, { ...read, term: seen.term, actor, seen, requestId: `view:${body.view.id}` });
  return null;
}

type Acknowledge = (answer: { response_action: 'clear' } | { response_action: 'errors'; errors: FormErrors }) => Promise<void>;
