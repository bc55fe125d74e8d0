// What one person sees of the workspace, as the page wants it.
import type { ChannelShown, MessageShown, Screen, ViewShown } from '../page/protocol.ts';
import { textOf } from '../form.ts';
import type { Channel, Ephemeral, Message, View } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { PageOptions } from './page-options.ts';

/** A page is for the newest messages; older ones stay in the workspace. */
const MESSAGES_SHOWN = 300;

export function screenOf(workspace: Workspace, me: string, page: PageOptions): Screen {
  const { identity } = workspace;
  const people = [...workspace.users.values()].filter((user) => !user.isBot && !user.isDeleted);
  return {
    workspace: {
      id: identity.teamId,
      name: page.name,
      timezone: page.timezone,
      appName: page.appName,
      appUser: identity.botUserId,
    },
    now: workspace.now(),
    me,
    roles: page.roles,
    names: namesIn(workspace, page),
    users: people.map((user) => user.id),
    channels: [...workspace.channels.values()]
      .filter((channel) => isSeen(workspace, channel, me))
      .map((one) => channelShown(workspace, one, me)),
    home: viewShown(workspace.homes.get(me)),
    modals: (workspace.stacks.get(me) ?? []).flatMap((view) => viewShown(view) ?? []),
    commands: page.commands,
    shortcuts: page.shortcuts,
    backstage: page.backstage?.shown() ?? null,
  };
}

function namesIn(workspace: Workspace, page: PageOptions): Record<string, string> {
  const names: Record<string, string> = {};
  for (const user of workspace.users.values()) names[user.id] = user.isBot ? page.appName : user.name;
  for (const group of workspace.groups.values()) names[group.id] = group.handle;
  for (const channel of workspace.channels.values()) if (channel.imUserId === undefined) names[channel.id] = channel.name;
  return names;
}

function isSeen(workspace: Workspace, channel: Channel, me: string): boolean {
  return channel.imUserId === undefined ? workspace.isMember(channel, me) && !channel.isArchived : channel.imUserId === me;
}

function channelShown(workspace: Workspace, channel: Channel, me: string): ChannelShown {
  const posted = [...workspace.messagesOf(channel.id).values()]
    .filter((message) => message.isDeleted !== true)
    .map((message) => messageShown(workspace, message));
  const whispered = workspace.ephemerals
    .filter((one) => one.channel === channel.id && one.user === me)
    .map((one) => whisperShown(workspace, one));
  const all = [...posted, ...whispered].toSorted((a, b) => Number(a.ts) - Number(b.ts));
  const tops = all.filter((message) => message.threadTs === null).slice(-MESSAGES_SHOWN);
  const shown = new Set(tops.map((message) => message.ts));
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.imUserId === undefined ? 'channel' : 'direct',
    isPrivate: channel.isPrivate,
    messages: all.filter((message) => shown.has(message.threadTs ?? message.ts)),
  };
}

function messageShown({ identity }: Workspace, message: Message): MessageShown {
  return {
    ts: message.ts,
    user: message.user,
    isBot: message.user === identity.botUserId,
    text: message.text,
    blocks: message.blocks ?? null,
    threadTs: message.thread_ts === undefined || message.thread_ts === message.ts ? null : message.thread_ts,
    isEdited: message.edited !== undefined,
    isPrivate: false,
    replyCount: message.reply_count ?? 0,
    replyUsers: message.reply_users ?? [],
  };
}

function whisperShown({ identity }: Workspace, message: Ephemeral): MessageShown {
  return {
    ts: message.ts,
    user: identity.botUserId,
    isBot: true,
    text: message.text,
    blocks: message.blocks ?? null,
    threadTs: message.thread_ts ?? null,
    isEdited: false,
    isPrivate: true,
    replyCount: 0,
    replyUsers: [],
  };
}

function viewShown(view: View | undefined): ViewShown | null {
  if (view === undefined) return null;
  return {
    id: view.id,
    type: view.type,
    title: textOf(view.title) ?? '',
    submit: textOf(view.submit) ?? null,
    close: textOf(view.close) ?? 'Cancel',
    blocks: view.blocks,
    values: view.state.values,
  };
}
