// views.*: open, push, update a modal, publish an App Home; and what a listener's response_action does to the stack.
import { VIEW } from '../blockkit/limits.ts';
import { asBlocks, elementsIn, viewProblems } from '../blockkit/validate.ts';
import { initialState } from '../form.ts';
import { isFields, type Fields, type StateValues, type View } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, blockError, invalidArguments, jsonObject, optionalText, requiredText } from './answer.ts';
import type { MethodCall, Methods } from './method.ts';
import { newHash, wireView } from './wire.ts';

export const VIEWS: Methods = {
  'views.open': { token: 'bot', handle: open },
  'views.push': { token: 'bot', handle: push },
  'views.update': { token: 'bot', handle: update },
  'views.publish': { token: 'bot', handle: publish },
};

/** A view as an app sends it, checked; throws as Slack would refuse it. */
export function readView(workspace: Workspace, value: unknown, type: 'modal' | 'home', replacing?: View): Fields {
  if (!isFields(value)) throw invalidArguments('missing required field: view [json-pointer:/view]');
  if (Buffer.byteLength(JSON.stringify(value)) > VIEW.bytes) throw new ApiError('view_too_large');
  const problems = viewProblems(value);
  if (value.type !== type)
    problems.push({ code: 'invalid_enum', message: `must be one of: ${type}`, pointer: '/view/type', field: 'type' });
  if (problems.length > 0) throw blockError('invalid_arguments', problems);
  if (elementsIn(value.blocks, '').some(({ element }) => element.type === 'file_input')) workspace.need('files:read');
  const externalId = value.external_id;
  const isTaken = (view: View): boolean => view.external_id === externalId && view.id !== replacing?.id;
  if (typeof externalId === 'string' && externalId !== '' && liveViews(workspace).some(isTaken))
    throw new ApiError('duplicate_external_id');
  return value;
}

function liveViews(workspace: Workspace): View[] {
  return [...[...workspace.stacks.values()].flat(), ...workspace.homes.values()];
}

function viewFrom(workspace: Workspace, sent: Fields, user: string, old: View | undefined, below: View | undefined): View {
  const blocks = workspace.withIds(asBlocks(sent.blocks));
  const id = old?.id ?? workspace.newId('V');
  const textOf = (key: string): string => (typeof sent[key] === 'string' ? sent[key] : '');
  const optional = (key: 'title' | 'submit' | 'close'): Fields => (isFields(sent[key]) ? { [key]: sent[key] } : {});
  return {
    id,
    type: sent.type === 'home' ? 'home' : 'modal',
    user,
    team_id: workspace.identity.teamId,
    blocks,
    ...optional('title'),
    ...optional('submit'),
    ...optional('close'),
    callback_id: textOf('callback_id'),
    external_id: textOf('external_id'),
    private_metadata: textOf('private_metadata'),
    hash: newHash(workspace),
    clear_on_close: sent.clear_on_close === true,
    notify_on_close: sent.notify_on_close === true,
    root_view_id: old?.root_view_id ?? below?.root_view_id ?? id,
    previous_view_id: old?.previous_view_id ?? below?.id ?? null,
    state: { values: keepAnswers(initialState(blocks), old?.state.values ?? {}) },
  };
}

/** What a person has typed stays where block_id and action_id are the same after an update. */
function keepAnswers(fresh: StateValues, old: StateValues): StateValues {
  return Object.fromEntries(
    Object.entries(fresh).map(([blockId, actions]) => [
      blockId,
      Object.fromEntries(
        Object.entries(actions).map(([actionId, value]) => {
          const before = old[blockId]?.[actionId];
          return [actionId, before !== undefined && before.type === value.type ? before : value];
        }),
      ),
    ]),
  );
}

function open({ workspace, args }: MethodCall): Fields {
  const trigger = workspace.triggers.check(args.trigger_id);
  const sent = readView(workspace, jsonObject(args, 'view', 'invalid_arguments'), 'modal');
  workspace.triggers.exchange(trigger);
  const view = viewFrom(workspace, sent, trigger.userId, undefined, undefined);
  workspace.stacks.set(trigger.userId, [view]);
  workspace.changed();
  return { view: wireView(workspace, view) };
}

function push({ workspace, args }: MethodCall): Fields {
  const trigger = workspace.triggers.check(args.trigger_id);
  const sent = readView(workspace, jsonObject(args, 'view', 'invalid_arguments'), 'modal');
  if (trigger.viewId === undefined) throw new ApiError('invalid_trigger_id');
  const stack = workspace.stackOf(trigger.userId);
  if (stack.length === 0) throw new ApiError('not_found');
  if (stack.length >= VIEW.stack) throw new ApiError('push_limit_reached');
  workspace.triggers.exchange(trigger);
  return { view: wireView(workspace, pushView(workspace, trigger.userId, sent)) };
}

export function pushView(workspace: Workspace, userId: string, sent: Fields): View {
  const stack = workspace.stackOf(userId);
  const view = viewFrom(workspace, sent, userId, undefined, stack.at(-1));
  stack.push(view);
  workspace.changed();
  return view;
}

function update({ workspace, args }: MethodCall): Fields {
  const viewId = optionalText(args, 'view_id');
  const externalId = optionalText(args, 'external_id');
  if (viewId === undefined && externalId === undefined) throw invalidArguments('missing required field: view_id [json-pointer:/view_id]');
  const old = liveViews(workspace).find((view) => (viewId === undefined ? view.external_id === externalId : view.id === viewId));
  const sent = readView(workspace, jsonObject(args, 'view', 'invalid_arguments'), old?.type ?? 'modal', old);
  if (old === undefined) throw new ApiError('not_found');
  const hash = optionalText(args, 'hash');
  if (hash !== undefined && hash !== old.hash) throw new ApiError('hash_conflict');
  return { view: wireView(workspace, replaceView(workspace, old, sent)) };
}

/** Puts new content into a view that stays where it is, under its id. */
export function replaceView(workspace: Workspace, old: View, sent: Fields): View {
  const view = viewFrom(workspace, sent, old.user, old, undefined);
  storeView(workspace, view);
  return view;
}

export function storeView(workspace: Workspace, view: View): void {
  if (view.type === 'home') workspace.homes.set(view.user, view);
  else
    workspace.stacks.set(
      view.user,
      workspace.stackOf(view.user).map((one) => (one.id === view.id ? view : one)),
    );
  workspace.changed();
}

function publish({ workspace, args }: MethodCall): Fields {
  const userId = requiredText(args, 'user_id');
  const old = workspace.homes.get(userId);
  const sent = readView(workspace, jsonObject(args, 'view', 'invalid_arguments'), 'home', old);
  const user = workspace.users.get(userId);
  if (user === undefined) throw new ApiError('user_not_found');
  if (user.isDeleted) throw new ApiError('user_disabled');
  const hash = optionalText(args, 'hash');
  if (hash !== undefined && hash !== old?.hash) throw new ApiError('hash_conflict');
  const view = viewFrom(workspace, sent, userId, old, undefined);
  if (old !== undefined) workspace.keepShown(`home ${userId}`, old.blocks);
  workspace.homes.set(userId, view);
  workspace.changed();
  return { view: wireView(workspace, view) };
}
