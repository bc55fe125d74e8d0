// The data of one workspace: people, channels, messages, views, tokens and scopes. It knows no HTTP.
import { Timestamps, type NewTs } from './timestamps.ts';
import { Triggers } from './triggers.ts';
import { ApiError } from './methods/answer.ts';
import {
  isFields,
  type Block,
  type Channel,
  type Ephemeral,
  type Message,
  type NewChannel,
  type NewUser,
  type User,
  type UserGroup,
  type View,
} from './types.ts';

export interface Identity {
  botToken: string;
  appToken: string;
  signingSecret: string;
  teamId: string;
  teamDomain: string;
  appId: string;
  botId: string;
  botUserId: string;
}

/** How long a press may mean what stood there before an edit. */
const SHOWN_ON_MS = 3_000;

const DEFAULT_SCOPES = [
  'chat:write',
  'commands',
  'users:read',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
  'usergroups:read',
] as const;

export interface ResponseUrl {
  id: string;
  userId: string;
  channelId: string;
  source: Message | Ephemeral | undefined;
  uses: number;
  createdAt: number;
}

export class Workspace {
  readonly identity: Identity;
  readonly now: () => number;
  readonly timestamps: Timestamps;
  readonly newTs: NewTs;
  readonly changed: () => void;
  readonly triggers: Triggers;
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly groups = new Map<string, UserGroup>();
  readonly scopes = new Set<string>(DEFAULT_SCOPES);
  /** channel id → ts → message, in the order of arrival. */
  readonly log = new Map<string, Map<string, Message>>();
  readonly ephemerals: Ephemeral[] = [];
  /** user id → modals, the one on top last. */
  readonly stacks = new Map<string, View[]>();
  readonly homes = new Map<string, View>();
  readonly responseUrls = new Map<string, ResponseUrl>();
  /** Texts that were pushed to people: posts, and edits apart, for the mention count. */
  readonly delivered: { message: Message; isUpdate: boolean; isLinkingNames: boolean }[] = [];
  readonly #shownBefore = new Map<string, { blocks: readonly Block[]; until: number }>();
  /** Set while the bot token does not work. */
  tokenError: string | undefined;
  /** How many ids were given so far. */
  lastId = 0;

  constructor(identity: Identity, now: () => number, changed: () => void) {
    this.identity = identity;
    this.now = now;
    this.changed = changed;
    this.timestamps = new Timestamps(now);
    this.newTs = this.timestamps.next;
    this.triggers = new Triggers(now, identity.teamId);
    this.users.set(identity.botUserId, userOf({ id: identity.botUserId, name: 'leadloop' }, identity.teamId, true));
  }

  newId(prefix: string): string {
    this.lastId += 1;
    return `${prefix}0SB${this.lastId.toString(36).toUpperCase().padStart(6, '0')}`;
  }

  addUser(user: NewUser): void {
    this.users.set(user.id, userOf(user, this.identity.teamId, false));
    this.changed();
  }

  addChannel(channel: NewChannel): void {
    this.channels.set(channel.id, {
      id: channel.id,
      name: channel.name,
      isPrivate: channel.isPrivate ?? false,
      isArchived: false,
      hasBot: channel.hasBot ?? true,
      members: channel.members,
      imUserId: undefined,
      createdAt: this.now(),
    });
    this.changed();
  }

  /** The channel as a person names it: its id, or a user id for the direct messages with that person. */
  findChannel(id: string): Channel | undefined {
    return this.channels.get(id) ?? [...this.channels.values()].find((channel) => channel.imUserId === id);
  }

  openDirectMessage(userId: string): Channel {
    const known = this.findChannel(userId);
    if (known !== undefined) return known;
    const channel: Channel = {
      id: this.newId('D'),
      name: 'directmessage',
      isPrivate: true,
      isArchived: false,
      hasBot: true,
      members: [userId],
      imUserId: userId,
      createdAt: this.now(),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  isMember(channel: Channel, userId: string): boolean {
    if (userId === this.identity.botUserId) return channel.hasBot;
    return this.users.has(userId) && (channel.members === undefined || channel.members.includes(userId));
  }

  memberIds(channel: Channel): string[] {
    const people = channel.members ?? [...this.users.values()].filter((user) => !user.isBot && !user.isDeleted).map((user) => user.id);
    return channel.hasBot ? [...people, this.identity.botUserId] : [...people];
  }

  messagesOf(channelId: string): Map<string, Message> {
    const known = this.log.get(channelId);
    if (known !== undefined) return known;
    const fresh = new Map<string, Message>();
    this.log.set(channelId, fresh);
    return fresh;
  }

  findMessage(channelId: string, ts: string): Message | undefined {
    const message = this.log.get(channelId)?.get(ts);
    return message === undefined || message.isDeleted === true ? undefined : message;
  }

  /** Stores a message, new or changed, and keeps the reply count of its thread. */
  putMessage(message: Message): void {
    const messages = this.messagesOf(message.channel);
    const before = messages.get(message.ts);
    if (before?.blocks !== undefined && before.blocks !== message.blocks) this.keepShown(`${message.channel} ${message.ts}`, before.blocks);
    messages.set(message.ts, message);
    if (message.thread_ts !== undefined && message.thread_ts !== message.ts) this.#countReplies(message.channel, message.thread_ts);
    this.changed();
  }

  /** What stood there until now, by a name of its own: whoever presses just then still means it, and Slack sends such a press on. */
  keepShown(name: string, blocks: readonly Block[]): void {
    this.#shownBefore.set(name, { blocks, until: this.now() + SHOWN_ON_MS });
  }

  shownJustBefore(name: string): readonly Block[] {
    const before = this.#shownBefore.get(name);
    return before !== undefined && this.now() <= before.until ? before.blocks : [];
  }

  deleteMessage(channelId: string, ts: string): void {
    const message = this.findMessage(channelId, ts);
    if (message !== undefined) this.putMessage({ ...message, isDeleted: true });
  }

  repliesTo(channelId: string, ts: string): Message[] {
    return [...(this.log.get(channelId)?.values() ?? [])].filter(
      (message) => message.thread_ts === ts && message.ts !== ts && message.isDeleted !== true,
    );
  }

  #countReplies(channelId: string, ts: string): void {
    const parent = this.log.get(channelId)?.get(ts);
    if (parent === undefined) return;
    const replies = this.repliesTo(channelId, ts);
    const { reply_count: _count, reply_users: _users, latest_reply: _latest, ...rest } = parent;
    const last = replies.at(-1);
    const counted: Message =
      last === undefined
        ? rest
        : {
            ...rest,
            thread_ts: ts,
            reply_count: replies.length,
            reply_users: [...new Set(replies.map((reply) => reply.user))],
            latest_reply: last.ts,
          };
    this.messagesOf(channelId).set(ts, counted);
  }

  /** Blocks as Slack keeps them: each with a block_id, each interactive element with an action_id. */
  withIds(blocks: readonly Block[]): Block[] {
    return blocks.map((block) => fillIds(block, () => this.newId('b')));
  }

  topView(userId: string): View | undefined {
    return this.stacks.get(userId)?.at(-1);
  }

  stackOf(userId: string): View[] {
    const stack = this.stacks.get(userId) ?? [];
    this.stacks.set(userId, stack);
    return stack;
  }

  /** Throws missing_scope in Slack's shape unless the bot token has the scope. */
  need(scope: string): void {
    if (this.scopes.has(scope)) return;
    throw new ApiError('missing_scope', { needed: scope, provided: [...this.scopes].join(',') });
  }
}

function fillIds(block: Block, newId: () => string): Block {
  const filled: Block = { ...block, block_id: block.block_id ?? newId() };
  const named = (element: unknown): unknown => {
    if (!isFields(element) || typeof element.type !== 'string' || element.action_id !== undefined) return element;
    return PASSIVE_ELEMENTS.has(element.type) ? element : { ...element, action_id: newId() };
  };
  const each = (list: unknown, change: (one: unknown) => unknown): unknown => (Array.isArray(list) ? list.map(change) : list);
  const inner = (child: unknown): unknown => (isFields(child) ? fillIds(child as Block, newId) : child);
  if (block.type === 'actions' || block.type === 'context_actions') filled.elements = each(block.elements, named);
  if (block.type === 'card' && block.actions !== undefined) filled.actions = each(block.actions, named);
  if (block.type === 'carousel') filled.elements = each(block.elements, inner);
  if (block.type === 'container') filled.child_blocks = each(block.child_blocks, inner);
  if (block.type === 'section' && block.accessory !== undefined) filled.accessory = named(block.accessory);
  if (block.type === 'input') filled.element = named(block.element);
  return filled;
}

const PASSIVE_ELEMENTS = new Set(['image', 'mrkdwn', 'plain_text']);

function userOf(user: NewUser, teamId: string, isBot: boolean): User {
  return {
    id: user.id,
    name: user.name,
    isAdmin: user.isAdmin ?? false,
    isRestricted: user.isRestricted ?? false,
    isUltraRestricted: user.isUltraRestricted ?? false,
    isDeleted: user.isDeleted ?? false,
    isBot,
    teamId: user.teamId ?? teamId,
    tz: user.tz ?? 'America/New_York',
  };
}
