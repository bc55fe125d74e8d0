// How the sandbox's records look in Slack's JSON.
import type { Channel, Fields, Message, User, View } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { tsFromMicros } from '../timestamps.ts';

/** A message as history gives it; without `isMetadataWanted` the metadata's payload is left out. */
export function wireMessage(message: Message, isMetadataWanted: boolean): Fields {
  const { channel: _channel, isDeleted: _isDeleted, metadata, ...rest } = message;
  if (metadata === undefined) return rest;
  return { ...rest, metadata: isMetadataWanted ? metadata : { event_type: metadata.event_type } };
}

export function wireUser(user: User, teamId: string): Fields {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.isDeleted,
    real_name: user.name,
    tz: user.tz,
    profile: {
      real_name: user.name,
      display_name: user.name,
      real_name_normalized: user.name,
      display_name_normalized: user.name,
      team: user.teamId,
    },
    ...(user.isDeleted
      ? {}
      : {
          is_admin: user.isAdmin,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: user.isRestricted,
          is_ultra_restricted: user.isUltraRestricted,
        }),
    is_bot: user.isBot,
    is_app_user: false,
    ...(user.teamId === teamId ? {} : { is_stranger: true }),
    updated: 0,
  };
}

export function wireChannel(workspace: Workspace, channel: Channel): Fields {
  const created = Math.floor(channel.createdAt / 1000);
  if (channel.imUserId !== undefined) {
    return {
      id: channel.id,
      created,
      is_im: true,
      is_org_shared: false,
      is_archived: false,
      user: channel.imUserId,
      is_user_deleted: workspace.users.get(channel.imUserId)?.isDeleted ?? false,
    };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created,
    creator: workspace.identity.botUserId,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: channel.hasBot,
    context_team_id: workspace.identity.teamId,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: workspace.memberIds(channel).length,
  };
}

export function wireView(workspace: Workspace, view: View): Fields {
  const { user: _user, ...rest } = view;
  return {
    ...rest,
    title: view.title ?? null,
    submit: view.submit ?? null,
    close: view.close ?? null,
    app_id: workspace.identity.appId,
    app_installed_team_id: workspace.identity.teamId,
    bot_id: workspace.identity.botId,
  };
}

/** `p` + digits, as in a message link. */
export function permalinkOf(url: string, message: Message): string {
  const link = `${url}/archives/${message.channel}/p${message.ts.replace('.', '')}`;
  return message.thread_ts === undefined || message.thread_ts === message.ts
    ? link
    : `${link}?thread_ts=${message.thread_ts}&cid=${message.channel}`;
}

export function newHash(workspace: Workspace): string {
  return `${tsFromMicros(Math.round(workspace.now() * 1000))}.${workspace.newId('h')}`;
}
