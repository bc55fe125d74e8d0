// A workspace as plain JSON, so that it survives a restart: what people see, and what ids and timestamps go on from.
import { z } from 'zod';
import { microsFromTs } from './timestamps.ts';
import type { Channel, Ephemeral, Message, User, UserGroup, View } from './types.ts';
import type { Workspace } from './workspace.ts';

const VERSION = 1;

/**
 * Everything that is shown, in its order. Left out: tokens, scopes, triggers, response_urls, open modals, calls and faults.
 * `lastId`, `lastTrigger` and `lastTs` are the last ones given, so that none is ever given twice.
 */
export interface Snapshot {
  version: typeof VERSION;
  teamId: string;
  lastId: number;
  lastTrigger: number;
  lastTs: string;
  users: User[];
  channels: Channel[];
  groups: UserGroup[];
  /** Channel by channel, each in the order of arrival; deleted ones too, as their threads go on. */
  messages: Message[];
  ephemerals: Ephemeral[];
  homes: View[];
}

const id = z.string().min(1);
const ts = z.string().refine((text) => !Number.isNaN(microsFromTs(text)), 'must be a timestamp like 1795348800.000001');
const count = z.int().nonnegative();
const fields = z.record(z.string(), z.unknown());
const blocks = z.array(z.looseObject({ type: id, block_id: z.string() }));

const user: z.ZodType<User> = z.object({
  id,
  name: z.string(),
  isAdmin: z.boolean(),
  isRestricted: z.boolean(),
  isUltraRestricted: z.boolean(),
  isDeleted: z.boolean(),
  isBot: z.boolean(),
  teamId: id,
  tz: z.string(),
});

/** JSON has no undefined: what a channel leaves out is put back as such. */
const channel: z.ZodType<Channel> = z
  .object({
    id,
    name: z.string(),
    isPrivate: z.boolean(),
    isArchived: z.boolean(),
    hasBot: z.boolean(),
    members: z.array(id).optional(),
    imUserId: id.optional(),
    createdAt: z.number(),
  })
  .transform(({ members, imUserId, ...rest }) => ({ ...rest, members, imUserId }));

const message: z.ZodType<Message> = z.looseObject({
  type: z.literal('message'),
  channel: id,
  ts,
  user: id,
  text: z.string(),
  team: z.string(),
  bot_id: z.string().optional(),
  app_id: z.string().optional(),
  subtype: z.string().optional(),
  blocks: blocks.optional(),
  attachments: z.array(fields).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: fields }).optional(),
  thread_ts: z.string().optional(),
  edited: z.object({ user: z.string(), ts: z.string() }).optional(),
  reply_count: count.optional(),
  reply_users: z.array(z.string()).optional(),
  latest_reply: z.string().optional(),
  isDeleted: z.boolean().optional(),
});

const ephemeral: z.ZodType<Ephemeral> = z.looseObject({
  type: z.literal('ephemeral'),
  channel: id,
  user: id,
  ts,
  text: z.string(),
  blocks: blocks.optional(),
  thread_ts: z.string().optional(),
});

const home: z.ZodType<View> = z.looseObject({
  id,
  type: z.literal('home'),
  user: id,
  team_id: id,
  blocks,
  title: fields.optional(),
  submit: fields.optional(),
  close: fields.optional(),
  callback_id: z.string(),
  external_id: z.string(),
  private_metadata: z.string(),
  hash: z.string(),
  clear_on_close: z.boolean(),
  notify_on_close: z.boolean(),
  root_view_id: z.string(),
  previous_view_id: z.string().nullable(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), fields)) }),
});

const snapshot: z.ZodType<Snapshot> = z.object({
  version: z.literal(VERSION),
  teamId: id,
  lastId: count,
  lastTrigger: count,
  lastTs: ts,
  users: z.array(user),
  channels: z.array(channel),
  groups: z.array(z.object({ id, handle: z.string(), users: z.array(id) })),
  messages: z.array(message),
  ephemerals: z.array(ephemeral),
  homes: z.array(home),
});

/** The workspace as it stands, as data of its own: later changes do not reach it. */
export function takeSnapshot(workspace: Workspace): Snapshot {
  const taken: Snapshot = {
    version: VERSION,
    teamId: workspace.identity.teamId,
    lastId: workspace.lastId,
    lastTrigger: workspace.triggers.last,
    lastTs: workspace.timestamps.last,
    users: [...workspace.users.values()],
    channels: [...workspace.channels.values()],
    groups: [...workspace.groups.values()],
    messages: [...workspace.log.values()].flatMap((messages) => [...messages.values()]),
    ephemerals: workspace.ephemerals,
    homes: [...workspace.homes.values()],
  };
  return readSnapshot(JSON.parse(JSON.stringify(taken)));
}

/** Checks what comes from a file; throws one plain sentence about a snapshot of another version or of a broken shape. */
export function readSnapshot(value: unknown): Snapshot {
  const version = z.looseObject({ version: z.unknown() }).safeParse(value).data?.version;
  if (version !== undefined && version !== VERSION) {
    throw new Error(
      `The saved workspace has version ${JSON.stringify(version)} and this program reads version ${VERSION}; start without it to begin with a new workspace.`,
    );
  }
  const read = snapshot.safeParse(value);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const where = first === undefined || first.path.length === 0 ? 'as a whole' : `at ${first.path.join('.')}`;
  throw new Error(
    `The saved workspace cannot be read ${where}: ${first?.message ?? 'unknown shape'}. Start without it to begin with a new workspace.`,
  );
}

/** Puts the saved workspace in the place of what is there. Throws as readSnapshot does, and for another team; then nothing has changed. */
export function restoreSnapshot(workspace: Workspace, saved: Snapshot): void {
  const { teamId, lastId, lastTrigger, lastTs, ...content } = readSnapshot(saved);
  if (teamId !== workspace.identity.teamId) {
    throw new Error(
      `The saved workspace belongs to team ${teamId} and this one is ${workspace.identity.teamId}; start without it to begin with a new workspace.`,
    );
  }
  const bot = workspace.users.get(workspace.identity.botUserId);
  fill(workspace.users, bot === undefined ? content.users : [bot, ...content.users]);
  fill(workspace.channels, content.channels);
  fill(workspace.groups, content.groups);
  workspace.log.clear();
  for (const one of content.messages) workspace.messagesOf(one.channel).set(one.ts, one);
  workspace.ephemerals.splice(0, workspace.ephemerals.length, ...content.ephemerals);
  workspace.homes.clear();
  for (const one of content.homes) workspace.homes.set(one.user, one);
  workspace.stacks.clear();
  workspace.responseUrls.clear();
  workspace.triggers.startAfter(lastTrigger);
  workspace.lastId = Math.max(workspace.lastId, lastId);
  for (const given of [lastTs, ...[...content.messages, ...content.ephemerals].map((one) => one.ts)]) workspace.timestamps.goOnAfter(given);
  workspace.changed();
}

function fill<T extends { id: string }>(map: Map<string, T>, all: readonly T[]): void {
  map.clear();
  for (const one of all) map.set(one.id, one);
}
