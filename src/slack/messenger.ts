// Puts our messages into Slack, edits them there and finds them again.
import type { WebClient } from '@slack/web-api';
import type { Message, Messenger, Ref } from '../message.ts';
import type { Store } from '../ports.ts';
import { DeliveryError } from '../errors.ts';
import { renderMessage } from './blocks/message.ts';
import { deliveryErrorOf } from './errors.ts';
import { messageMetadata } from './ids.ts';

/** What strangers wrote is never parsed, linked or unfurled; these are sent with every message. */
export const inertFlags = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

/** How far back a look goes; ours is among the newest, or it is not there. */
const lookPages = 50;
const lookPageSize = 100;

export interface SlackIdentity {
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly botUserId: string;
  /** Where the workspace lives, `https://….slack.com/`; `null` when Slack did not say. */
  readonly url: string | null;
}

export interface SlackMessenger extends Messenger {
  /** Known after the first successful `probeWorkspace`. */
  identity(): SlackIdentity | null;
}

/** A messenger that binds this database to the team of its token, once. */
export function createMessenger(client: WebClient, store: Store, workspaceId: string): SlackMessenger {
  let identity: SlackIdentity | null = null;

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw deliveryErrorOf(error);
    }
  };

  return {
    identity: () => identity,
    async post(to, message, mark, options = {}) {
      const body = bodyOf(message);
      const answer = await call(() =>
        client.chat.postMessage({
          channel: to,
          ...body,
          ...inertFlags,
          metadata: messageMetadata(message.kind, mark),
          ...(options.threadTs ? { thread_ts: options.threadTs } : {}),
        }),
      );
      if (!answer.channel || !answer.ts) throw new DeliveryError('unknown', 'answer_without_ts');
      return { channel: answer.channel, ts: answer.ts };
    },
    async edit(ref, message) {
      await call(() => client.chat.update({ ...ref, ...bodyOf(message), parse: 'none', link_names: false }));
    },
    async find(channel, mark, since, threadTs) {
      // We do not ask for the right to read private conversations.
      if (/^[UWD]/.test(channel)) throw new DeliveryError('scope', 'missing_scope', { needed: 'im:history' });
      return await call(() => findMarked(client, channel, mark, since, threadTs));
    },
    async link(ref) {
      // Slack's own form of a link; asking for each would make people wait.
      if (identity?.url) return `${identity.url.replace(/\/?$/, '/')}archives/${ref.channel}/p${ref.ts.replace('.', '')}`;
      try {
        return (await client.chat.getPermalink({ channel: ref.channel, message_ts: ref.ts })).permalink ?? null;
      } catch {
        return null; // a line without its link is better than no line
      }
    },
    async probe(channel) {
      const answer = await call(() => client.conversations.info({ channel }));
      if (answer.channel?.is_archived) throw new DeliveryError('channel', 'is_archived');
      if (answer.channel && !answer.channel.is_im && answer.channel.is_member === false)
        throw new DeliveryError('channel', 'not_in_channel');
    },
    async probeWorkspace() {
      const answer = await call(() => client.auth.test());
      if (!answer.team_id || !answer.user_id) throw new DeliveryError('unknown', 'answer_without_team');
      const { teamId } = await store.workspace();
      if (teamId === null) await store.bindTeam(workspaceId, answer.team_id);
      else if (teamId !== answer.team_id) {
        throw new DeliveryError('workspace', `this database belongs to team ${teamId}, the token to team ${answer.team_id}`);
      }
      identity = { teamId: answer.team_id, enterpriseId: answer.enterprise_id ?? null, botUserId: answer.user_id, url: answer.url ?? null };
    },
  };
}

/** Plain versions have no blocks: an edit without them takes away those that stood there. */
function bodyOf(message: Message) {
  const { text, blocks } = renderMessage(message);
  return blocks.length > 0 ? { text, blocks } : { text };
}

async function findMarked(client: WebClient, channel: string, mark: string, since: number, threadTs?: string): Promise<Ref | null> {
  const oldest = (since / 1000).toFixed(6);
  let cursor: string | undefined;
  for (let page = 0; page < lookPages; page += 1) {
    const common = { channel, oldest, limit: lookPageSize, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const answer = threadTs ? await client.conversations.replies({ ...common, ts: threadTs }) : await client.conversations.history(common);
    const hit = answer.messages?.find((message) => markIn(message.metadata?.event_payload) === mark);
    if (hit?.ts) return { channel, ts: hit.ts };
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  // So much was said since that not finding it means nothing.
  throw new DeliveryError('scope', 'too_many_messages');
}

function markIn(payload: object | undefined): unknown {
  return payload && 'key' in payload ? payload.key : undefined;
}
