// chat.*: post, update, delete, whisper, link.
import { METADATA, MESSAGE } from '../blockkit/limits.ts';
import { lengthOf } from '../blockkit/check.ts';
import { asBlocks, blocksText, messageProblems } from '../blockkit/validate.ts';
import { isFields, type Block, type Channel, type Fields, type Message, type Metadata } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, blockError, flag, jsonArgument, jsonObject, optionalText, requiredText } from './answer.ts';
import type { MethodCall, Methods } from './method.ts';
import { joinedChannel, postTarget, visibleChannel } from './reach.ts';
import { permalinkOf, wireMessage } from './wire.ts';

export const CHAT: Methods = {
  'chat.postMessage': { token: 'bot', scope: 'chat:write', handle: postMessage },
  'chat.update': { token: 'bot', scope: 'chat:write', handle: update },
  'chat.delete': { token: 'bot', scope: 'chat:write', handle: remove },
  'chat.postEphemeral': { token: 'bot', scope: 'chat:write', handle: postEphemeral },
  'chat.getPermalink': { token: 'bot', handle: getPermalink },
};

interface Content {
  text: string;
  blocks?: Block[];
  attachments?: Fields[];
}

/** Blocks and attachments as sent, checked; undefined where absent, [] where explicitly emptied. */
export function readContent(workspace: Workspace, args: Fields): Content & { isEmpty: boolean } {
  const blocks = jsonArgument(args, 'blocks', 'invalid_blocks_format');
  const attachments = jsonArgument(args, 'attachments', 'invalid_attachments');
  const markdown = optionalText(args, 'markdown_text');
  const sent = optionalText(args, 'text');
  if (markdown !== undefined && (sent !== undefined || blocks !== undefined)) throw new ApiError('markdown_text_conflict');
  if (markdown !== undefined && lengthOf(markdown) > MESSAGE.markdownText) throw new ApiError('msg_too_long');
  const text = markdown ?? sent ?? '';
  if (blocks !== undefined && !Array.isArray(blocks)) throw new ApiError('invalid_blocks_format');
  if (blocks !== undefined) checkBlocks(blocks);
  if (attachments !== undefined && !Array.isArray(attachments)) throw new ApiError('invalid_attachments');
  if (attachments !== undefined && attachments.length > MESSAGE.attachments) throw new ApiError('too_many_attachments');
  const hasBlocks = blocks !== undefined && blocks.length > 0;
  const hasAttachments = attachments !== undefined && attachments.length > 0;
  return {
    text: text.length > MESSAGE.postText ? Array.from(text).slice(0, MESSAGE.postText).join('') : text,
    ...(hasBlocks ? { blocks: workspace.withIds(asBlocks(blocks)) } : {}),
    ...(hasAttachments ? { attachments: attachments.filter(isFields) } : {}),
    isEmpty: text === '' && !hasBlocks && !hasAttachments,
  };
}

function checkBlocks(blocks: unknown[]): void {
  const problems = messageProblems(blocks);
  if (problems.length > 0) throw blockError('invalid_blocks', problems);
  if (blocksText(blocks) > MESSAGE.blocksText) throw new ApiError('msg_blocks_too_long');
}

/** undefined = not sent; null = sent as {} to remove it. */
function readMetadata(args: Fields): Metadata | null | undefined {
  const metadata = jsonObject(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (Object.keys(metadata).length === 0) return null;
  const { event_type: type, event_payload: payload, ...others } = metadata;
  const isValid =
    typeof type === 'string' &&
    /^\w+$/.test(type) &&
    lengthOf(type) <= METADATA.eventType &&
    isFields(payload) &&
    Object.values(payload).every(isMetadataValue) &&
    Object.keys(others).length === 0;
  if (!isValid) throw new ApiError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(metadata)) > METADATA.bytes) throw new ApiError('metadata_too_large');
  return { event_type: type, event_payload: payload };
}

function isMetadataValue(value: unknown): boolean {
  const isPlain = (one: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof one);
  const isFlat = (one: unknown): boolean => isFields(one) && Object.values(one).every(isPlain);
  return isPlain(value) || isFlat(value) || (Array.isArray(value) && value.every((one) => isPlain(one) || isFlat(one)));
}

function isLinkingNames(args: Fields, parseByDefault: string): boolean {
  return flag(args, 'link_names') === true || (optionalText(args, 'parse') ?? parseByDefault) !== 'none';
}

function postMessage({ workspace, args }: MethodCall): Fields {
  const channel = postTarget(workspace, requiredText(args, 'channel'));
  const { isEmpty, ...content } = readContent(workspace, args);
  if (isEmpty) throw new ApiError('no_text');
  const metadata = readMetadata(args);
  const threadTs = optionalText(args, 'thread_ts');
  const isBroadcast = flag(args, 'reply_broadcast') === true && threadTs !== undefined;
  const message: Message = {
    ...fromBot(workspace, channel),
    ...content,
    ts: workspace.newTs(),
    ...(isBroadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(metadata === undefined || metadata === null ? {} : { metadata }),
  };
  workspace.delivered.push({ message, isUpdate: false, isLinkingNames: isLinkingNames(args, 'none') });
  workspace.putMessage(message);
  return { channel: channel.id, ts: message.ts, message: wireMessage(message, true) };
}

function fromBot(workspace: Workspace, channel: Channel): Omit<Message, 'text' | 'ts'> {
  const { botUserId, botId, appId, teamId } = workspace.identity;
  return { type: 'message', channel: channel.id, user: botUserId, bot_id: botId, app_id: appId, team: teamId };
}

function ownMessage(workspace: Workspace, channel: Channel, ts: string, error: string): Message {
  const message = workspace.findMessage(channel.id, ts);
  if (message === undefined) throw new ApiError('message_not_found');
  if (message.bot_id !== workspace.identity.botId) throw new ApiError(error);
  return message;
}

function update({ workspace, args }: MethodCall): Fields {
  const channel = joinedChannel(workspace, requiredText(args, 'channel'));
  const old = ownMessage(workspace, channel, requiredText(args, 'ts'), 'cant_update_message');
  if (channel.isArchived) throw new ApiError('is_inactive');
  if (lengthOf(optionalText(args, 'text') ?? '') > MESSAGE.updateText) throw new ApiError('msg_too_long');
  const { isEmpty, ...content } = readContent(workspace, args);
  if (isEmpty) throw new ApiError('no_text');
  const metadata = readMetadata(args);
  const { blocks: _blocks, attachments: _attachments, metadata: oldMetadata, edited: _edited, ...kept } = old;
  const nextMetadata = metadata === undefined ? oldMetadata : (metadata ?? undefined);
  const message: Message = {
    ...kept,
    ...content,
    ...(content.blocks === undefined ? { edited: { user: workspace.identity.botUserId, ts: workspace.newTs() } } : {}),
    ...(nextMetadata === undefined ? {} : { metadata: nextMetadata }),
  };
  workspace.delivered.push({ message, isUpdate: true, isLinkingNames: isLinkingNames(args, 'client') });
  workspace.putMessage(message);
  return { channel: channel.id, ts: message.ts, text: message.text, message: wireMessage(message, true) };
}

function remove({ workspace, args }: MethodCall): Fields {
  const channel = joinedChannel(workspace, requiredText(args, 'channel'));
  const message = ownMessage(workspace, channel, requiredText(args, 'ts'), 'cant_delete_message');
  workspace.deleteMessage(channel.id, message.ts);
  return { channel: channel.id, ts: message.ts };
}

function postEphemeral({ workspace, args }: MethodCall): Fields {
  const user = requiredText(args, 'user');
  const channel = joinedChannel(workspace, requiredText(args, 'channel'));
  if (channel.isArchived) throw new ApiError('is_archived');
  const { isEmpty, ...content } = readContent(workspace, args);
  if (isEmpty) throw new ApiError('no_text');
  if (!workspace.isMember(channel, user)) throw new ApiError('user_not_in_channel');
  const ts = workspace.newTs();
  const threadTs = optionalText(args, 'thread_ts');
  const { attachments: _attachments, ...shown } = content;
  workspace.ephemerals.push({
    type: 'ephemeral',
    channel: channel.id,
    user,
    ts,
    ...shown,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  });
  workspace.changed();
  return { message_ts: ts };
}

function getPermalink({ workspace, args, url }: MethodCall): Fields {
  const channel = visibleChannel(workspace, requiredText(args, 'channel'));
  const message = workspace.findMessage(channel.id, requiredText(args, 'message_ts'));
  if (message === undefined) throw new ApiError('message_not_found');
  return { channel: channel.id, permalink: permalinkOf(url, message) };
}
