// Which channels the bot can see and speak in, with the errors Slack gives when it cannot.
import type { Channel } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError } from './answer.ts';

/** A channel the bot can see by its own id; a private one it is not in does not exist for it. */
export function visibleChannel(workspace: Workspace, id: string): Channel {
  const channel = workspace.channels.get(id);
  if (channel === undefined || (channel.isPrivate && !channel.hasBot)) throw new ApiError('channel_not_found');
  return channel;
}

/** A channel the bot is in. */
export function joinedChannel(workspace: Workspace, id: string): Channel {
  const channel = visibleChannel(workspace, id);
  if (!channel.hasBot) throw new ApiError('not_in_channel');
  return channel;
}

/** Where chat.postMessage may post: a channel, or a person's direct messages, opened on the way. */
export function postTarget(workspace: Workspace, id: string): Channel {
  const user = workspace.users.get(id);
  if (user !== undefined) {
    if (user.isBot) throw new ApiError('cannot_dm_bot');
    if (user.isDeleted) throw new ApiError('user_disabled');
    return workspace.openDirectMessage(id);
  }
  const channel = joinedChannel(workspace, id);
  if (channel.isArchived) throw new ApiError('is_archived');
  if (channel.imUserId !== undefined && workspace.users.get(channel.imUserId)?.isDeleted === true) throw new ApiError('user_disabled');
  return channel;
}

type Reading = 'read' | 'history';

/** Asks for the scope that reading this kind of channel needs. Unknown channels need the public one. */
export function needScopeFor(workspace: Workspace, id: string, reading: Reading): void {
  const channel = workspace.channels.get(id);
  const kind = channel === undefined || !channel.isPrivate ? 'channels' : channel.imUserId === undefined ? 'groups' : 'im';
  workspace.need(`${kind}:${reading}`);
}
