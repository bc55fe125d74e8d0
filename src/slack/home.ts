// App Home: my leads, what waits for anyone, what came back to marketing; before the first settings, Set up.
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { waitOf } from '../domain/deadline.ts';
import { latestHandoff } from '../domain/lead.ts';
import { Refusal } from '../domain/refusal.ts';
import { parseSettings } from '../domain/settings.ts';
import { questionList } from '../flows/questions.ts';
import { relane } from '../flows/relane.ts';
import { DeliveryError } from '../errors.ts';
import type { LeadRecord, LeadRow } from '../ports.ts';
import { renderHome, readSetup } from './blocks/home.ts';
import type { ListedLead } from './blocks/rows.ts';
import { type Presser, type SlackContext, actorOf, presserOf, tellPrivately } from './context.ts';
import { deliveryErrorOf } from './errors.ts';
import { actionIds } from './ids.ts';

/** How many leads a list shows; the rest is one command away. */
const rowsShown = 20;
/** So many are looked through for what is due first. */
const looked = 100;

export function listenToHome(app: App, context: SlackContext): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab === 'home') await publishHome(context, { userId: event.user, teamId: body.team_id });
  });
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id: actionIds.setup }, async ({ ack, body }) => {
    let failure: unknown = null;
    try {
      await setUp(context, body);
    } catch (error) {
      failure = error;
    }
    await ack();
    if (failure) await tellPrivately(context, { userId: body.user.id, channel: null, triggerId: body.trigger_id }, failure);
    else await publishHome(context, presserOf(body));
  });
  // A link button tells us of its click too, and Slack waits for an answer.
  app.action({ type: 'block_actions', action_id: actionIds.openCard }, async ({ ack }) => {
    await ack();
  });
}

/** Shows a person their own App Home as it is now. Failing to is logged, never thrown: nothing depends on it. */
export async function publishHome(context: SlackContext, presser: Presser): Promise<void> {
  try {
    const actor = await actorOf(context, presser);
    const { store } = context.desk;
    const { settings } = await store.workspace();
    const canSell = actor.roles.includes('sales') || actor.roles.includes('manager');
    const canMarket = actor.roles.includes('marketing') || actor.roles.includes('manager');
    const mine = await store.mine(context.workspaceId, actor.id, looked);
    const waiting = canSell ? await store.inState(context.workspaceId, 'new', rowsShown) : { rows: [], total: 0 };
    const returned = canMarket ? await returnedLeads(context) : { rows: [], total: 0 };
    const questions = canMarket ? (await questionList(context.desk, context.workspaceId)).open : undefined;
    const isManager = actor.roles.includes('manager');
    const lastChange = isManager ? (await store.settingsVersions(context.workspaceId)).at(-1) : undefined;
    const view = renderHome({
      isSetUp: settings !== null,
      roles: actor.roles,
      mine: byDue(await listedOf(context, mine)),
      waiting: { rows: await listedOf(context, waiting.rows), total: waiting.total },
      returned,
      ...(questions ? { questions } : {}),
      timezone: settings?.timezone ?? 'UTC',
      ...(lastChange ? { lastChange } : {}),
      ...(isManager ? { quality: context.quality.latest() } : {}),
    });
    await context.client.views.publish({ user_id: presser.userId, view });
    // What is shown may be a little old: it is worked out beside, and shown when it is there.
    if (isManager && settings) context.quality.refresh(() => void publishHome(context, presser));
  } catch (error) {
    context.log.warn({ code: deliveryErrorOf(error).code }, 'An App Home could not be shown.');
  }
}

/** What came back and is not taken up, and what is being warmed up until a day that has come. */
async function returnedLeads(context: SlackContext): Promise<{ rows: ListedLead[]; total: number }> {
  const { store } = context.desk;
  const returned = await store.inState(context.workspaceId, 'returned', looked);
  const nurturing = await store.inState(context.workspaceId, 'nurturing', looked);
  const due = (await listedOf(context, nurturing.rows)).filter(({ record }) => latestHandoff(record.lead).reminded.includes('revisit'));
  return { rows: byDue([...(await listedOf(context, returned.rows)), ...due]), total: returned.total + due.length };
}

/** The leads behind the rows of a list, in its order, each with its clock. */
async function listedOf(context: SlackContext, rows: readonly LeadRow[]): Promise<ListedLead[]> {
  const found = await recordsOf(context, rows);
  const { settings, timetable } = await context.desk.store.workspace();
  if (!settings || !timetable) return found;
  const now = context.desk.now();
  return found.map((lead) => ({ ...lead, wait: waitOf(lead.record.lead, { settings, timetable }, now) }));
}

/** What is due first comes first; what is never due by itself comes last, oldest first. */
function byDue(leads: readonly ListedLead[]): ListedLead[] {
  return leads.toSorted((a, b) => dueAt(a) - dueAt(b));
}

/** When something is due; a day to look again that has come counts from then. */
function dueAt({ record, wait }: ListedLead): number {
  const { id, reminded } = latestHandoff(record.lead);
  const told = reminded.includes('revisit')
    ? record.events.findLast((event) => event.type === 'reminded' && event.about === 'revisit' && event.handoffId === id)
    : undefined;
  return Math.min(told?.at ?? Number.MAX_SAFE_INTEGER, wait?.until ?? Number.MAX_SAFE_INTEGER);
}

/** The records behind the rows of a list, in its order. */
export async function recordsOf(context: SlackContext, rows: readonly LeadRow[]): Promise<{ record: LeadRecord; handoffId: string }[]> {
  const found = await Promise.all(
    rows.map(async (row) => ({ record: await context.desk.store.lead(context.workspaceId, row.leadId), handoffId: row.handoffId })),
  );
  return found.flatMap(({ record, handoffId }) => (record ? [{ record, handoffId }] : []));
}

async function setUp(context: SlackContext, body: BlockAction<ButtonAction>): Promise<void> {
  const actor = await actorOf(context, presserOf(body));
  if (!actor.roles.includes('manager'))
    throw new Refusal('not_allowed', 'Only a manager (at first: an admin of this Slack workspace) can set up the channels.');
  if ((await context.desk.store.workspace()).settings)
    throw new Refusal(
      'not_legal',
      'The channels are set up already. Change them under Settings in App Home, or with `leadloop settings apply`.',
    );
  const channels = readSetup(body.view?.state.values ?? {});
  if (!channels.leads) throw new Refusal('missing', 'Choose the channel for leads first; the other two default to it.');
  for (const [purpose, channel] of Object.entries(channels)) await checkChannel(context, purpose, channel);
  const parsed = parseSettings({ channels });
  if ('problems' in parsed)
    throw new Refusal('mismatch', `These channels cannot be used: ${parsed.problems.map((problem) => problem.message).join('; ')}.`);
  const now = context.desk.now();
  await context.desk.store.applySettings(context.workspaceId, parsed.settings, now, actor.id);
  await relane(context.desk.store, context.workspaceId, now);
}

/** Why a channel takes no messages, and what mends it. A modal shows no link to a channel, so its purpose names it. */
const channelSentences: Readonly<Record<string, (chosen: string) => string>> = {
  not_in_channel: (chosen) => `LeadLoop is not in ${chosen}. Open that channel, type /invite @leadloop there, and save again.`,
  channel_not_found: (chosen) => `LeadLoop cannot see ${chosen}. Open that channel, type /invite @leadloop there, and save again.`,
  is_archived: (chosen) => `The bot cannot post in ${chosen}, because it is archived. Choose another one, or unarchive it, and save again.`,
};

/** @throws Refusal when the bot cannot post there */
export async function checkChannel(context: SlackContext, purpose: string, channel: string): Promise<void> {
  try {
    await context.messenger.probe(channel);
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.trouble !== 'channel') return; // cannot be told now: posting will tell
    const chosen = `the channel that you chose for ${purpose}`;
    const sentence =
      channelSentences[error.code]?.(chosen) ?? `Slack refuses messages to ${chosen} (${error.code}). Choose another one, and save again.`;
    throw new Refusal('mismatch', sentence);
  }
}
