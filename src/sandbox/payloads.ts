// The payloads Slack sends when a person does something.
import { wireMessage, wireView } from './methods/wire.ts';
import type { Ephemeral, Fields, Message, User, View } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Slack's deprecated verification token: always there, never to be trusted. */
const VERIFICATION_TOKEN = 'sandbox-verification-token';

function common({ identity }: Workspace): Fields {
  return {
    token: VERIFICATION_TOKEN,
    api_app_id: identity.appId,
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function person(user: User): Fields {
  return { id: user.id, username: user.name, name: user.name, team_id: user.teamId };
}

interface Acted {
  user: User;
  triggerId: string;
  actions: Fields[];
}

export function messageAction(
  workspace: Workspace,
  source: Message | Ephemeral,
  responseUrl: string,
  { user, triggerId, actions }: Acted,
): Fields {
  const isEphemeral = source.type === 'ephemeral';
  return {
    type: 'block_actions',
    ...common(workspace),
    user: person(user),
    container: {
      type: 'message',
      message_ts: source.ts,
      channel_id: source.channel,
      is_ephemeral: isEphemeral,
      ...(source.thread_ts === undefined ? {} : { thread_ts: source.thread_ts }),
    },
    trigger_id: triggerId,
    channel: { id: source.channel, name: workspace.channels.get(source.channel)?.name ?? 'directmessage' },
    // Slack does not give an ephemeral message back.
    ...(isEphemeral ? {} : { message: wireMessage(source, true) }),
    state: { values: {} },
    response_url: responseUrl,
    actions,
  };
}

export function viewAction(workspace: Workspace, view: View, { user, triggerId, actions }: Acted): Fields {
  return {
    type: 'block_actions',
    ...common(workspace),
    user: person(user),
    container: { type: 'view', view_id: view.id },
    trigger_id: triggerId,
    view: wireView(workspace, view),
    actions,
  };
}

export function viewSubmission(workspace: Workspace, view: View, user: User, triggerId: string): Fields {
  return {
    type: 'view_submission',
    ...common(workspace),
    user: person(user),
    trigger_id: triggerId,
    view: wireView(workspace, view),
    response_urls: [],
  };
}

export function viewClosed(workspace: Workspace, view: View, user: User, isCleared: boolean): Fields {
  return { type: 'view_closed', ...common(workspace), user: person(user), view: wireView(workspace, view), is_cleared: isCleared };
}

export function globalShortcut(workspace: Workspace, user: User, callbackId: string, triggerId: string): Fields {
  return {
    type: 'shortcut',
    ...common(workspace),
    user: person(user),
    callback_id: callbackId,
    trigger_id: triggerId,
    action_ts: workspace.newTs(),
  };
}

export function messageShortcut(
  workspace: Workspace,
  user: User,
  callbackId: string,
  triggerId: string,
  message: Message,
  responseUrl: string,
): Fields {
  return {
    type: 'message_action',
    ...common(workspace),
    user: person(user),
    callback_id: callbackId,
    trigger_id: triggerId,
    response_url: responseUrl,
    message_ts: message.ts,
    channel: { id: message.channel, name: workspace.channels.get(message.channel)?.name ?? 'directmessage' },
    message: wireMessage(message, true),
    action_ts: workspace.newTs(),
  };
}

interface Command {
  user: User;
  channelId: string;
  command: string;
  text: string;
  triggerId: string;
  responseUrl: string;
}

export function slashCommand(workspace: Workspace, { user, channelId, command, text, triggerId, responseUrl }: Command): Fields {
  const { teamId, teamDomain, appId } = workspace.identity;
  return {
    token: VERIFICATION_TOKEN,
    team_id: teamId,
    team_domain: teamDomain,
    channel_id: channelId,
    channel_name: workspace.channels.get(channelId)?.name ?? 'directmessage',
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

/** An Events API envelope around an event. */
export function eventCallback(workspace: Workspace, event: Fields): Fields {
  const { teamId, appId, botUserId } = workspace.identity;
  return {
    token: VERIFICATION_TOKEN,
    team_id: teamId,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: workspace.newId('Ev'),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [{ enterprise_id: null, team_id: teamId, user_id: botUserId, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${workspace.newId('c')}`,
  };
}

export function appHomeOpened(workspace: Workspace, user: User, channelId: string): Fields {
  const home = workspace.homes.get(user.id);
  return {
    type: 'app_home_opened',
    user: user.id,
    channel: channelId,
    tab: 'home',
    event_ts: workspace.newTs(),
    ...(home === undefined ? {} : { view: wireView(workspace, home) }),
  };
}
