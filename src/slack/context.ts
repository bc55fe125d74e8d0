// What every listener works with, and how a person behind a click is known and answered.
import type { WebClient } from '@slack/web-api';
import type { MoveName } from '../domain/moves.ts';
import { Refusal } from '../domain/refusal.ts';
import { type Actor, rolesOf } from '../domain/roles.ts';
import { faultFacts } from '../fault.ts';
import type { Desk } from '../flows/record.ts';
import type { Reporter } from '../flows/report.ts';
import { Busy } from '../errors.ts';
import type { Messenger } from '../message.ts';
import type { Log } from '../ports.ts';
import { noticeView, refusalAnswer } from './blocks/answers.ts';
import type { LeadQuality } from './lead-quality.ts';
import { DirectoryUnavailable, type SlackDirectory } from './directory.ts';
import { deliveryErrorOf } from './errors.ts';

export interface SlackContext {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly directory: SlackDirectory;
  readonly messenger: Messenger;
  readonly reporter: Reporter;
  readonly quality: LeadQuality;
  /** The quick client: modals, private answers, App Home. */
  readonly client: WebClient;
  readonly log: Log;
  /** A click or submission was answered, so many milliseconds after it came. */
  readonly onAck?: (durationMs: number) => void;
  readonly onMove?: (move: MoveName) => void;
}

/** The person behind a payload, in the shapes that Slack uses for actions, views, commands and shortcuts. */
export interface Presser {
  readonly userId: string;
  readonly teamId: string | null;
}

export function presserOf(body: { user: { id: string; team_id?: string }; team?: { id: string } | null }): Presser {
  return { userId: body.user.id, teamId: body.user.team_id ?? body.team?.id ?? null };
}

/** Who this is to us; at a card they are in its channel, elsewhere that may have to be asked. @throws DirectoryUnavailable when Slack does not tell about a stranger */
export async function actorOf(context: SlackContext, presser: Presser, isAtCard = false): Promise<Actor> {
  const { settings } = await context.desk.store.workspace();
  const facts = await context.directory.facts(presser.userId, presser.teamId, isAtCard);
  return { id: presser.userId, roles: rolesOf(facts, settings) };
}

/** @throws Refusal for people outside of every role */
export async function memberOf(context: SlackContext, presser: Presser): Promise<Actor> {
  const actor = await actorOf(context, presser);
  if (actor.roles.length > 0) return actor;
  throw new Refusal(
    'not_allowed',
    'This is for the sales and marketing people of this workspace. Ask a manager if you should be among them.',
  );
}

/** The zone in which days are meant: that of the settings; UTC before there are any. */
export async function timezoneOf({ desk }: Pick<SlackContext, 'desk'>): Promise<string> {
  return (await desk.store.workspace()).settings?.timezone ?? 'UTC';
}

/** What to tell the person when their click did not do what they wanted; bugs are logged, never swallowed. */
export function sentenceFor(context: SlackContext, error: unknown): string {
  if (error instanceof Refusal || error instanceof DirectoryUnavailable) return error.message;
  if (error instanceof Busy) return 'The database was busy for a moment, so nothing was changed. Please press once more.';
  context.log.error(faultFacts(error), 'A click could not be handled.');
  return 'Something went wrong here and nothing was changed. Please try once more; if it stays, tell whoever runs LeadLoop.';
}

/** Where a private answer can go: under the message that was pressed, over what the person looks at, or to the person. */
export interface Whereabouts {
  readonly userId: string;
  readonly channel: string | null;
  readonly threadTs?: string;
  readonly triggerId: string | null;
}

interface ClickBody {
  readonly user: { readonly id: string };
  readonly channel?: { readonly id: string } | undefined;
  readonly message?: { readonly ts: string; readonly [key: string]: unknown } | undefined;
  readonly trigger_id: string;
}

/** Where the person is who pressed something. */
export function whereaboutsOf({ user, channel, message, trigger_id: triggerId }: ClickBody): Whereabouts {
  const threadTs = message?.['thread_ts'];
  // Slack gives a message with replies its own ts here: only in a thread does an answer belong into the thread.
  const isInThread = typeof threadTs === 'string' && threadTs !== message?.ts;
  return { userId: user.id, channel: channel?.id ?? null, ...(isInThread ? { threadTs } : {}), triggerId };
}

/** Tells one person why nothing changed, with a link to the newer card where there is one. */
export async function tellPrivately(context: SlackContext, where: Whereabouts, error: unknown): Promise<void> {
  const sentence = sentenceFor(context, error);
  const see = error instanceof Refusal && error.seeHandoffId ? await linkTo(context, error.seeHandoffId) : null;
  await say(context, where, sentence, see);
}

/** Says a sentence to one person alone, in the first way that reaches them: the bot may not be in the channel, the trigger may be too old. */
export async function say(context: SlackContext, where: Whereabouts, sentence: string, link: string | null = null): Promise<void> {
  const { client, messenger, directory, desk, log } = context;
  const { userId, channel, threadTs, triggerId } = where;
  const ways: (() => Promise<unknown>)[] = [];
  if (channel) {
    const thread = threadTs ? { thread_ts: threadTs } : {};
    ways.push(() => client.chat.postEphemeral({ channel, user: userId, ...thread, ...refusalAnswer(sentence, link) }));
  }
  if (triggerId) ways.push(() => client.views.open({ trigger_id: triggerId, view: noticeView(sentence, directory.nameOf) }));
  ways.push(() => messenger.post(userId, { kind: 'alert', sentences: [sentence] }, desk.newId()));
  for (const way of ways) {
    try {
      await way();
      return;
    } catch (failure) {
      log.warn({ code: deliveryErrorOf(failure).code }, 'A private answer did not reach the person this way.');
    }
  }
}

/** People wait for these answers: rather no link than a late answer. */
const linkWaitMs = 800;

/** A link to the card of a handoff, where it stands; `null` also when Slack does not tell at once. */
export async function linkTo(context: SlackContext, handoffId: string): Promise<string | null> {
  const found = await context.desk.store.leadOfHandoff(context.workspaceId, handoffId);
  const handoff = found?.lead.handoffs.find((one) => one.id === handoffId);
  if (!handoff?.channel || !handoff.ts) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), linkWaitMs);
  });
  const link = await Promise.race([context.messenger.link({ channel: handoff.channel, ts: handoff.ts }), late]);
  clearTimeout(timer);
  return link;
}
