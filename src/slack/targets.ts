// Shared targets in Slack: `/lead targets` shows a quarter, *Set a target* and *Change* open the form, the form writes it down.
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { localDate } from '../domain/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import { type Role, rolesOf } from '../domain/roles.ts';
import { quarterAfter, quarterOn, readQuarter } from '../domain/targets/quarter.ts';
import { type OwnerRoles, type Target, type TargetFault, type TargetName, targetSubject } from '../domain/targets/target.ts';
import { checkMayChange, mayChange, removeTarget, setTarget, sheetOf, targetsOf } from '../flows/targets.ts';
import type { Rendered } from './blocks/elements.ts';
import { plainSentence } from './blocks/form.ts';
import { readTargetForm, targetForm, targetFormErrors } from './blocks/target-form.ts';
import { targetsAnswer } from './blocks/targets.ts';
import { type Presser, type SlackContext, memberOf, presserOf, sentenceFor, tellPrivately, whereaboutsOf, timezoneOf } from './context.ts';
import { actionIds, callbackIds } from './ids.ts';
import { openModal } from './modal.ts';
import { decodeTargetForm } from './values.ts';

type Click = BlockAction<ButtonAction>;

export function listenToTargets(app: App, context: SlackContext): void {
  app.action<Click>({ type: 'block_actions', action_id: actionIds.target }, async ({ ack, body, action }) => {
    await ack();
    try {
      await open(context, body, action.value);
    } catch (error) {
      await tellPrivately(context, whereaboutsOf(body), error);
    }
  });
  app.view<ViewSubmitAction>(callbackIds.target, async ({ ack, body }) => {
    try {
      const faults = await submitted(context, body);
      await ack(faults.length === 0 ? { response_action: 'clear' } : { response_action: 'errors', errors: targetFormErrors(faults) });
    } catch (error) {
      const sentence = plainSentence(sentenceFor(context, error), context.directory.nameOf);
      await ack({ response_action: 'errors', errors: targetFormErrors([{ field: 'metric', sentence }]) });
    }
  });
}

/** The answer of `/lead targets [2026-Q4|next]`. @throws Refusal */
export async function targetsFor(context: SlackContext, presser: Presser, words: string): Promise<Rendered> {
  const { desk, workspaceId, reporter } = context;
  const actor = await memberOf(context, presser);
  const timezone = await timezoneOf(context);
  const asOf = desk.now();
  const quarter = readQuarter(words, localDate(asOf, timezone));
  if (!quarter) throw new Refusal('missing', 'Say a quarter, such as: /lead targets 2026-Q4, or /lead targets next.');
  const sheet = await sheetOf(desk.store, workspaceId, { quarter, timezone, asOf }, (request) => reporter.report(request));
  const isOpen = (await quartersToSet(context)).includes(quarter);
  return targetsAnswer({ sheet, isOpen, mayChange: (target) => mayChange(actor, target) });
}

/** Opens the form for a new target, or for the one beside the button. @throws Refusal in words for the person */
async function open(context: SlackContext, body: Click, value: string | undefined): Promise<void> {
  const pressed = decodeTargetForm(value);
  if (!pressed) throw fromAnother();
  const actor = await memberOf(context, presserOf(body));
  const target = pressed.name ? await standing(context, pressed.name) : null;
  if (target) checkMayChange(actor, target);
  else if (pressed.name) throw new Refusal('not_legal', 'This target was taken away. Type /lead targets to see how it stands.');
  const ref = { ...pressed, seen: target?.seq ?? 0 };
  const failure = await openModal(context, {
    trigger_id: body.trigger_id,
    view: targetForm({ ref, target, quarters: await quartersToSet(context) }),
  });
  if (failure) throw failure;
}

async function standing({ desk, workspaceId }: SlackContext, name: TargetName): Promise<Target | null> {
  const found = await targetsOf(desk.store, workspaceId, desk.now());
  return found.find((one) => targetSubject(one) === targetSubject(name)) ?? null;
}

/** @returns what the person has to mend; nothing where it was written. @throws Refusal */
async function submitted(context: SlackContext, body: ViewSubmitAction): Promise<readonly TargetFault[]> {
  const { desk, workspaceId } = context;
  const ref = decodeTargetForm(body.view.private_metadata);
  if (!ref) throw fromAnother();
  const actor = await memberOf(context, presserOf(body));
  const typed = readTargetForm(body.view.state.values, ref.name);
  if ('faults' in typed) return typed.faults;
  const { name, value, ...rest } = typed;
  const request = { name, actor, seen: ref.seen, requestId: `view:${body.view.id}` };
  if (value === null) {
    if (!ref.name) return [{ field: 'value', sentence: 'Write the number to be reached.' }];
    await removeTarget(desk, workspaceId, request);
    return [];
  }
  return setTarget(desk, workspaceId, { ...request, aim: { value, ...rest }, roles: await rolesOfOwners(context, rest) });
}

async function rolesOfOwners(
  context: SlackContext,
  { sales, marketing }: { readonly sales: string; readonly marketing: string },
): Promise<OwnerRoles> {
  // Both at once: Slack waits no longer than three seconds.
  const [ofSales, ofMarketing] = await Promise.all([rolesOfPerson(context, sales), rolesOfPerson(context, marketing)]);
  return { sales: ofSales, marketing: ofMarketing };
}

async function rolesOfPerson({ desk, directory }: SlackContext, userId: string): Promise<readonly Role[]> {
  if (userId === '') return [];
  const { settings } = await desk.store.workspace();
  return rolesOf(await directory.facts(userId, null, false), settings);
}

/** Targets can be set for the running quarter and the next. */
async function quartersToSet(context: SlackContext): Promise<readonly string[]> {
  const running = quarterOn(localDate(context.desk.now(), await timezoneOf(context)));
  return [running, quarterAfter(running)];
}

function fromAnother(): Refusal {
  return new Refusal('not_legal', 'This is from another version of LeadLoop. Type /lead targets to see how they stand.');
}
