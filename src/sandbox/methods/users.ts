// users.*, usergroups.*, bots.info: who is who.
import type { Fields } from '../types.ts';
import { ApiError, flag, limitOf, optionalText, page, requiredText } from './answer.ts';
import type { MethodCall, Methods } from './method.ts';
import { wireUser } from './wire.ts';

export const USERS: Methods = {
  'users.info': { token: 'bot', scope: 'users:read', handle: userInfo },
  'users.list': { token: 'bot', scope: 'users:read', handle: listUsers },
  'usergroups.list': { token: 'bot', scope: 'usergroups:read', handle: listGroups },
  'usergroups.users.list': { token: 'bot', scope: 'usergroups:read', handle: listGroupUsers },
  'bots.info': { token: 'bot', scope: 'users:read', handle: botInfo },
};

function userInfo({ workspace, args }: MethodCall): Fields {
  const user = workspace.users.get(requiredText(args, 'user'));
  if (user === undefined) throw new ApiError('user_not_found');
  return { user: wireUser(user, workspace.identity.teamId) };
}

function listUsers({ workspace, args }: MethodCall): Fields {
  const { items, cursor } = page([...workspace.users.values()], args, limitOf(args, 1_000, 1_000));
  return {
    members: items.map((user) => wireUser(user, workspace.identity.teamId)),
    cache_ts: Math.floor(workspace.now() / 1000),
    response_metadata: { next_cursor: cursor },
  };
}

function listGroups({ workspace, args }: MethodCall): Fields {
  const areUsersWanted = flag(args, 'include_users') === true;
  return {
    usergroups: [...workspace.groups.values()].map((group) => ({
      id: group.id,
      team_id: workspace.identity.teamId,
      is_usergroup: true,
      name: group.handle,
      handle: group.handle,
      description: '',
      is_external: false,
      date_delete: 0,
      user_count: group.users.length,
      ...(areUsersWanted ? { users: group.users } : {}),
    })),
  };
}

function listGroupUsers({ workspace, args }: MethodCall): Fields {
  const group = workspace.groups.get(requiredText(args, 'usergroup'));
  if (group === undefined) throw new ApiError('no_such_subteam');
  return { users: group.users };
}

function botInfo({ workspace, args }: MethodCall): Fields {
  const { botId, appId, botUserId } = workspace.identity;
  const asked = optionalText(args, 'bot');
  if (asked !== undefined && asked !== botId) throw new ApiError('bot_not_found');
  return { bot: { id: botId, app_id: appId, user_id: botUserId, name: 'leadloop', deleted: false, updated: 0 } };
}
