// The settings in Slack, for managers: the button in App Home opens the form; what it says is in force before Slack hears "ok".
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { Refusal } from '../domain/refusal.ts';
import type { Settings } from '../domain/settings.ts';
import { relane } from '../flows/relane.ts';
import { plainSentence } from './blocks/form.ts';
import { type SettingsErrors, readSettingsForm, settingsForm } from './blocks/settings-form.ts';
import { type Presser, type SlackContext, actorOf, presserOf, sentenceFor, tellPrivately } from './context.ts';
import { checkChannel, publishHome } from './home.ts';
import { actionIds, callbackIds, settingsBlock } from './ids.ts';
import { decodeSettingsVersion } from './values.ts';
import { openModal } from './modal.ts';

type Click = BlockAction<ButtonAction>;

export function listenToSettings(app: App, context: SlackContext): void {
  const inTurn = turns();
  app.action<Click>({ type: 'block_actions', action_id: actionIds.settings }, async ({ ack, body }) => {
    await pressed(context, body, ack);
  });
  app.view<ViewSubmitAction>(callbackIds.settings, async ({ ack, body }) => {
    await submitted(context, body, ack, inTurn);
  });
}

async function pressed(context: SlackContext, body: Click, ack: () => Promise<void>): Promise<void> {
  let form: ReturnType<typeof settingsForm> | null = null;
  let failure: unknown = null;
  try {
    await managerOf(context, presserOf(body));
    const { settings, settingsVersion } = await inForce(context);
    form = settingsForm(settings, settingsVersion);
  } catch (error) {
    failure = error;
  }
  await ack();
  if (form) failure = await openModal(context, { trigger_id: body.trigger_id, view: form }, elsewhere);
  if (failure) await tellPrivately(context, { userId: body.user.id, channel: null, triggerId: body.trigger_id }, failure);
}

/** Somebody who cannot open the form can still change the settings. */
function elsewhere(code: string): string {
  return `Slack did not open the form (${code}). Please press once more; if it stays, \`leadloop settings apply\` changes the settings too.`;
}

async function submitted(context: SlackContext, body: ViewSubmitAction, ack: Acknowledge, inTurn: InTurn): Promise<void> {
  try {
    const errors = await save(context, body, inTurn);
    await ack(errors ? { response_action: 'errors', errors } : { response_action: 'clear' });
    if (errors) return;
  } catch (error) {
    const sentence = plainSentence(sentenceFor(context, error), context.directory.nameOf);
    await ack({ response_action: 'errors', errors: { [settingsBlock('channels.leads')]: sentence } });
    return;
  }
  try {
    await relane(context.desk.store, context.workspaceId, context.desk.now());
  } catch (error) {
    // The worker does the same when it notices new settings.
    context.log.warn({ code: error instanceof Error ? error.name : 'unknown' }, 'Messages could not be sent to the new channels at once.');
  }
  await publishHome(context, presserOf(body));
}

/** @returns what is wrong, by block id; `null` when the answers are in force. @throws Refusal */
async function save(context: SlackContext, body: ViewSubmitAction, inTurn: InTurn): Promise<SettingsErrors | null> {
  const actor = await managerOf(context, presserOf(body));
  const shown = decodeSettingsVersion(body.view.private_metadata);
  if (shown === null) throw new Refusal('not_legal', 'This form is from another version of LeadLoop; close this and open it again.');
  const { settings: before, settingsVersion } = await inForce(context);
  const reading = readSettingsForm(body.view.state.values, before);
  // Also when the first answer to this form was lost and it comes again.
  if ('settings' in reading && isDeepStrictEqual(reading.settings, before)) return null;
  if (settingsVersion !== shown) throw changedMeanwhile();
  if ('errors' in reading) return reading.errors;
  const errors = await channelErrors(context, before, reading.settings);
  if (errors) return errors;
  await inTurn(async () => {
    const now = await inForce(context);
    if (isDeepStrictEqual(reading.settings, now.settings)) return;
    if (now.settingsVersion !== shown) throw changedMeanwhile();
    await context.desk.store.applySettings(context.workspaceId, reading.settings, context.desk.now(), actor.id);
  });
  return null;
}

/** @throws Refusal for everybody else */
async function managerOf(context: SlackContext, presser: Presser): Promise<{ readonly id: string }> {
  const actor = await actorOf(context, presser);
  if (!actor.roles.includes('manager')) throw new Refusal('not_allowed', 'Only a manager can change the settings.');
  return actor;
}

/** @throws Refusal before the first settings */
async function inForce(context: SlackContext): Promise<{ readonly settings: Settings; readonly settingsVersion: number }> {
  const { settings, settingsVersion } = await context.desk.store.workspace();
  if (!settings) throw new Refusal('not_set_up', 'There are no settings yet: choose the channels under Set up in App Home first.');
  return { settings, settingsVersion };
}

function changedMeanwhile(): Refusal {
  return new Refusal('not_legal', 'Somebody changed the settings meanwhile; close this and open it again.');
}

/** The person waits, and Slack no longer than three seconds: what it does not tell until then, posting will tell. */
const probeMs = 1_500;

/** Looks at the channels that are new for their purpose. */
async function channelErrors(context: SlackContext, before: Settings, after: Settings): Promise<SettingsErrors | null> {
  const purposes = (['leads', 'marketing', 'digest'] as const).filter((purpose) => before.channels[purpose] !== after.channels[purpose]);
  const found = await Promise.all(
    purposes.map(async (purpose): Promise<[string, string][]> => {
      try {
        await Promise.race([checkChannel(context, purpose, after.channels[purpose]), setTimeout(probeMs, undefined, { ref: false })]);
        return [];
      } catch (error) {
        return [[settingsBlock(`channels.${purpose}`), sentenceFor(context, error)]];
      }
    }),
  );
  const errors = found.flat();
  return errors.length > 0 ? Object.fromEntries(errors) : null;
}

type InTurn = (work: () => Promise<void>) => Promise<void>;

/** One after the other: between the look at the version and the write nobody else writes. */
function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    await mine;
  };
}

type Acknowledge = (answer: { response_action: 'clear' } | { response_action: 'errors'; errors: SettingsErrors }) => Promise<void>;
