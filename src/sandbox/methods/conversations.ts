// conversations.*: what the bot can read about channels and in them.
import type { Channel, Fields, Message } from '../types.ts';
import { microsFromTs } from '../timestamps.ts';
import { ApiError, flag, invalidArguments, limitOf, optionalText, page, requiredText } from './answer.ts';
import type { MethodCall, Methods } from './method.ts';
import { joinedChannel, needScopeFor, visibleChannel } from './reach.ts';
import { wireChannel, wireMessage } from './wire.ts';

export const CONVERSATIONS: Methods = {
  'conversations.info': { token: 'bot', handle: info },
  'conversations.list': { token: 'bot', handle: listChannels },
  'conversations.history': { token: 'bot', handle: history },
  'conversations.replies': { token: 'bot', handle: replies },
  'conversations.members': { token: 'bot', handle: members },
  'conversations.open': { token: 'bot', scope: 'im:write', handle: open },
};

const LIST_LIMIT = { usual: 100, most: 1_000 } as const;
const HISTORY_LIMIT = { usual: 100, most: 999 } as const;

function info({ workspace, args }: MethodCall): Fields {
  const id = requiredText(args, 'channel');
  needScopeFor(workspace, id, 'read');
  return { channel: wireChannel(workspace, visibleChannel(workspace, id)) };
}

const KINDS: Record<string, { scope: string; fits: (channel: Channel) => boolean }> = {
  public_channel: { scope: 'channels:read', fits: (channel) => !channel.isPrivate },
  private_channel: { scope: 'groups:read', fits: (channel) => channel.isPrivate && channel.imUserId === undefined && channel.hasBot },
  im: { scope: 'im:read', fits: (channel) => channel.imUserId !== undefined },
  mpim: { scope: 'mpim:read', fits: () => false },
};

function listChannels({ workspace, args }: MethodCall): Fields {
  const kinds = (optionalText(args, 'types') ?? 'public_channel').split(',').map((type) => {
    const kind = KINDS[type.trim()];
    if (kind === undefined) throw new ApiError('invalid_types');
    workspace.need(kind.scope);
    return kind;
  });
  const isWanted = (channel: Channel): boolean =>
    kinds.some((kind) => kind.fits(channel)) && !(flag(args, 'exclude_archived') === true && channel.isArchived);
  const all = [...workspace.channels.values()].filter(isWanted);
  const { items, cursor } = page(all, args, limitOf(args, LIST_LIMIT.usual, LIST_LIMIT.most));
  return { channels: items.map((channel) => wireChannel(workspace, channel)), response_metadata: { next_cursor: cursor } };
}

/** Keeps what lies between `oldest` and `latest`; the ends themselves only with `inclusive`. */
function within(args: Fields): (message: Message) => boolean {
  const bound = (name: string, fallback: number): number => {
    const text = optionalText(args, name);
    if (text === undefined || text === '0') return fallback;
    const micros = microsFromTs(text);
    if (Number.isNaN(micros)) throw new ApiError(`invalid_ts_${name}`);
    return micros;
  };
  const oldest = bound('oldest', 0);
  const latest = bound('latest', Number.POSITIVE_INFINITY);
  const isInclusive = flag(args, 'inclusive') === true;
  return ({ ts }) => {
    const at = microsFromTs(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

function history({ workspace, args }: MethodCall): Fields {
  const id = requiredText(args, 'channel');
  needScopeFor(workspace, id, 'history');
  const channel = joinedChannel(workspace, id);
  const isBetween = within(args);
  const isTopLevel = (message: Message): boolean =>
    message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast';
  const seen = [...workspace.messagesOf(channel.id).values()].flatMap((message) =>
    isTopLevel(message) && isBetween(message) ? shown(message) : [],
  );
  const limit = limitOf(args, HISTORY_LIMIT.usual, HISTORY_LIMIT.most);
  const { items, cursor } = page(seen.toReversed(), args, limit);
  const isMetadataWanted = flag(args, 'include_all_metadata') === true;
  return {
    messages: items.map((message) => wireMessage(message, isMetadataWanted)),
    has_more: cursor !== '',
    pin_count: 0,
    ...(cursor === '' ? {} : { response_metadata: { next_cursor: cursor } }),
  };
}

/** A deleted message with replies leaves a tombstone; without, nothing. */
function shown(message: Message): Message[] {
  if (message.isDeleted !== true) return [message];
  if (message.reply_count === undefined) return [];
  const { blocks: _blocks, attachments: _attachments, metadata: _metadata, bot_id: _bot, app_id: _app, ...rest } = message;
  return [{ ...rest, subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.' }];
}

function replies({ workspace, args }: MethodCall): Fields {
  const id = requiredText(args, 'channel');
  const ts = requiredText(args, 'ts');
  needScopeFor(workspace, id, 'history');
  const channel = joinedChannel(workspace, id);
  const parent = workspace.messagesOf(channel.id).get(ts);
  const root = parent === undefined ? [] : shown(parent);
  const isBetween = within(args);
  const followers = workspace.repliesTo(channel.id, ts).filter(isBetween);
  if (root.length === 0 && followers.length === 0) throw new ApiError('thread_not_found');
  const { items, cursor } = page([...root, ...followers], args, limitOf(args, LIST_LIMIT.usual, LIST_LIMIT.most));
  const isMetadataWanted = flag(args, 'include_all_metadata') === true;
  return {
    messages: items.map((message) => wireMessage(message, isMetadataWanted)),
    has_more: cursor !== '',
    ...(cursor === '' ? {} : { response_metadata: { next_cursor: cursor } }),
  };
}

function members({ workspace, args }: MethodCall): Fields {
  const id = requiredText(args, 'channel');
  needScopeFor(workspace, id, 'read');
  const channel = visibleChannel(workspace, id);
  const { items, cursor } = page(workspace.memberIds(channel), args, limitOf(args, LIST_LIMIT.usual, LIST_LIMIT.most));
  return { members: items, response_metadata: { next_cursor: cursor } };
}

function open({ workspace, args }: MethodCall): Fields {
  const users = optionalText(args, 'users');
  if (users === undefined || users.includes(',')) throw invalidArguments('exactly one user is supported [json-pointer:/users]');
  const user = workspace.users.get(users);
  if (user === undefined) throw new ApiError('user_not_found');
  if (user.isBot) throw new ApiError('cannot_dm_bot');
  if (user.isDeleted) throw new ApiError('user_disabled');
  const isOpenAlready = workspace.findChannel(users) !== undefined;
  return { no_op: isOpenAlready, already_open: isOpenAlready, channel: { id: workspace.openDirectMessage(users).id } };
}
