// Trouble that a person has to mend: told once to those who can, in words that say what to do.
import type { NewEntry } from '../domain/consequences.ts';
import { type Settings } from '../domain/settings.ts';
import type { Directory, Store } from '../ports.ts';

/** What an alert is about. `subject` is a channel id, a scope, an entry's key or where a message stands (`channel ts`); `code` is Slack's word. */
export interface Trouble {
  readonly what: 'channel' | 'scope' | 'refused' | 'doubt' | 'unforgotten';
  readonly subject: string;
  readonly code: string;
  /** The channel it happened in, where that is not the subject. */
  readonly where?: string;
}

const waits = 'Leads keep coming in and wait here; once this is mended they are posted by themselves.';

const archived = (channel: string): string =>
  `The channel <#${channel}> (${channel}) is archived, so nothing can be posted there. Unarchive it, or choose another channel in the settings.`;

const channelSentences: Readonly<Record<string, (channel: string) => string>> = {
  is_archived: archived,
  // Slack's word for it where a message is edited.
  is_inactive: archived,
  not_in_channel: (channel) =>
    `LeadLoop is not in the channel <#${channel}> (${channel}). Open the channel and type \`/invite @leadloop\`.`,
  channel_not_found: (channel) =>
    `LeadLoop cannot see the channel ${channel}: it was deleted, or it is private and the bot is not in it. Open it and type \`/invite @leadloop\`, or choose another channel in the settings.`,
};

const troubles: Readonly<Record<Trouble['what'], (subject: string, code: string, where: string) => readonly string[]>> = {
  channel: (channel, code) => [
    channelSentences[code]?.(channel) ??
      `Slack refuses messages to <#${channel}> (${channel}) with “${code}”. Check who may post in that channel, or choose another in the settings. The bot tries again at least once an hour.`,
    waits,
  ],
  scope: (scope, code) => [
    `Slack says that the app lacks the scope \`${scope}\` (${code}). Add it under OAuth & Permissions in the app's settings and reinstall the app.`,
  ],
  refused: (key, code) => [
    `Slack refused the content of a message (${code}, ${key}), so a plain version or nothing was posted. The lead itself is stored; please report this with the two codes.`,
  ],
  doubt: (key, _code, where) => [
    `Slack’s answer to a message${where ? ` in <#${where}>` : ''} was lost, and the bot could not look whether it arrived (${key}). Please look at that channel: a card marked (may be a duplicate) may stand twice, another message may be missing.`,
  ],
  unforgotten: (place, code) => {
    const [channel = '', ts = ''] = place.split(' ');
    const posted = new Date(Number(ts) * 1_000).toISOString().slice(0, 16).replace('T', ' ');
    return [
      `A message about a person who was erased still stands in <#${channel}> (${channel}, posted ${posted} UTC): Slack does not let the bot change it (${code}). Please delete it by hand.`,
    ];
  },
};

/** The sentences of an alert entry. */
export function alertSentences(about: Readonly<Record<string, string>>): readonly string[] {
  const { what = '', subject = '', code = '', where = '' } = about;
  return isTroubleKind(what) ? troubles[what](subject, code, where) : [`Something needs a look: ${code}.`];
}

function isTroubleKind(what: string): what is Trouble['what'] {
  return Object.hasOwn(troubles, what);
}

interface AlertDesk {
  readonly store: Store;
  readonly directory: Directory;
}

/** Tells the managers about a trouble, once until it is mended. */
export async function raiseAlert(desk: AlertDesk, workspaceId: string, trouble: Trouble): Promise<void> {
  const { settings } = await desk.store.workspace();
  const managers = await desk.directory.managers(settings);
  const listeners = managers.length > 0 ? managers : otherChannels(settings, trouble.subject);
  for (const lane of listeners) {
    const key = alertKey(trouble, lane);
    const earlier = await desk.store.outbox.byKey(workspaceId, key);
    if (!earlier) await desk.store.outbox.enqueue(workspaceId, [alertEntry(key, lane, trouble)]);
    else if (earlier.error === mended)
      await desk.store.outbox.update(workspaceId, earlier.id, { state: 'pending', isRepost: true, error: null });
  }
}

const mended = 'mended';

/** The trouble is over: the next one of its kind is told again. */
export async function mendAlert(desk: AlertDesk, workspaceId: string, trouble: Trouble): Promise<void> {
  const { settings } = await desk.store.workspace();
  const listeners = [...(await desk.directory.managers(settings)), ...otherChannels(settings, trouble.subject)];
  for (const lane of listeners) {
    const earlier = await desk.store.outbox.byKey(workspaceId, alertKey(trouble, lane));
    if (earlier) await desk.store.outbox.update(workspaceId, earlier.id, { state: 'sent', error: mended });
  }
}

function alertKey(trouble: Trouble, lane: string): string {
  return `alert:${trouble.what}:${trouble.subject}:${lane}`;
}

function alertEntry(key: string, lane: string, trouble: Trouble): NewEntry {
  return { key, kind: 'alert', lane, rank: 0, about: { ...trouble } };
}

/** With nobody to write to, a channel that still works hears of it. */
function otherChannels(settings: Settings | null, broken: string): readonly string[] {
  if (!settings) return [];
  return [settings.channels.leads, settings.channels.marketing]
    .filter((channel, index, all) => channel !== broken && all.indexOf(channel) === index)
    .slice(-1);
}
