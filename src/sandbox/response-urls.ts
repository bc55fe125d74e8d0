// response_url: five uses in thirty minutes, to whisper, to post, to replace or to delete what was clicked.
import type { Reply } from './api.ts';
import { ApiError } from './methods/answer.ts';
import { readContent } from './methods/chat.ts';
import { isFields, type Ephemeral, type Fields, type Message } from './types.ts';
import type { ResponseUrl, Workspace } from './workspace.ts';

const USES = 5;
const LIFE_MS = 30 * 60_000;

export class ResponseUrls {
  readonly #workspace: Workspace;
  readonly #url: () => string;

  constructor(workspace: Workspace, url: () => string) {
    this.#workspace = workspace;
    this.#url = url;
  }

  give(userId: string, channelId: string, source?: Message | Ephemeral): string {
    const id = this.#workspace.newId('R');
    this.#workspace.responseUrls.set(id, { id, userId, channelId, source, uses: 0, createdAt: this.#workspace.now() });
    return `${this.#url()}/response/${id}`;
  }

  use(id: string, body: string): Reply {
    const known = this.#workspace.responseUrls.get(id);
    if (known === undefined) return reply(404, 'invalid_url');
    if (this.#workspace.now() - known.createdAt > LIFE_MS) return reply(404, 'expired_url');
    if (known.uses >= USES) return reply(404, 'used_url');
    known.uses += 1;
    try {
      const sent: unknown = JSON.parse(body);
      if (!isFields(sent)) return reply(400, 'invalid_payload');
      answer(this.#workspace, known, sent);
      return reply(200);
    } catch (error) {
      if (error instanceof ApiError) return reply(400, error.error);
      if (error instanceof SyntaxError) return reply(400, 'invalid_payload');
      throw error;
    }
  }
}

/** What a command's acknowledgement or a response_url makes visible. */
export function answer(
  workspace: Workspace,
  { userId, channelId, source }: Omit<ResponseUrl, 'id' | 'uses' | 'createdAt'>,
  sent: Fields,
): void {
  if (sent.delete_original === true) return removeSource(workspace, source);
  const { isEmpty, ...content } = readContent(workspace, sent);
  if (isEmpty) throw new ApiError('no_text');
  if (sent.replace_original === true && source !== undefined) return replaceSource(workspace, source, content);
  const thread = typeof sent.thread_ts === 'string' ? { thread_ts: sent.thread_ts } : {};
  const ts = workspace.newTs();
  if (sent.response_type !== 'in_channel') {
    const { attachments: _attachments, ...shown } = content;
    workspace.ephemerals.push({ type: 'ephemeral', channel: channelId, user: userId, ts, ...shown, ...thread });
    return workspace.changed();
  }
  const { botUserId, botId, appId, teamId } = workspace.identity;
  const message: Message = {
    type: 'message',
    channel: channelId,
    user: botUserId,
    bot_id: botId,
    app_id: appId,
    team: teamId,
    ts,
    ...content,
    ...thread,
  };
  workspace.delivered.push({ message, isUpdate: false, isLinkingNames: false });
  workspace.putMessage(message);
}

function removeSource(workspace: Workspace, source: Message | Ephemeral | undefined): void {
  if (source?.type === 'message') workspace.deleteMessage(source.channel, source.ts);
  if (source?.type === 'ephemeral') takeEphemeral(workspace, source, []);
}

function replaceSource(workspace: Workspace, source: Message | Ephemeral, content: Pick<Message, 'text' | 'blocks'>): void {
  const { blocks: _blocks, ...kept } = source;
  const { text, blocks } = content;
  const shown = { text, ...(blocks === undefined ? {} : { blocks }) };
  if (kept.type === 'ephemeral') return takeEphemeral(workspace, kept, [{ ...kept, ...shown }]);
  const current = workspace.findMessage(source.channel, source.ts);
  if (current === undefined) throw new ApiError('message_not_found');
  const { blocks: _old, ...rest } = current;
  workspace.putMessage({ ...rest, ...shown });
}

function takeEphemeral(workspace: Workspace, source: Ephemeral, instead: Ephemeral[]): void {
  const index = workspace.ephemerals.findIndex((one) => one.ts === source.ts && one.user === source.user);
  if (index >= 0) workspace.ephemerals.splice(index, 1, ...instead);
  workspace.changed();
}

function reply(status: number, error?: string): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(error === undefined ? { ok: true } : { ok: false, error }),
  };
}
