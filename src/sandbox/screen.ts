// What people see now: messages, threads, private messages, modals, App Homes, and whom it all would notify.
import { mentionsIn } from './mentions.ts';
import type { Ephemeral, Message, View } from './types.ts';
import type { Workspace } from './workspace.ts';

export class Screen {
  protected readonly workspace: Workspace;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** Top-level messages of a channel, or of the direct messages with a user id; oldest first. */
  messages(channel: string): Message[] {
    const all = [...(this.workspace.log.get(this.channelId(channel))?.values() ?? [])];
    return all.filter(
      (one) => one.isDeleted !== true && (one.thread_ts === undefined || one.thread_ts === one.ts || one.subtype === 'thread_broadcast'),
    );
  }

  thread(channel: string, ts: string): Message[] {
    return this.workspace.repliesTo(this.channelId(channel), ts);
  }

  message(channel: string, ts: string): Message | undefined {
    return this.workspace.findMessage(this.channelId(channel), ts);
  }

  directMessages(userId: string): Message[] {
    return this.messages(userId);
  }

  ephemerals(userId: string): Ephemeral[] {
    return this.workspace.ephemerals.filter((one) => one.user === userId);
  }

  /** The modal on top for that person. */
  view(userId: string): View | undefined {
    return this.workspace.topView(userId);
  }

  views(userId: string): readonly View[] {
    return this.workspace.stacks.get(userId) ?? [];
  }

  home(userId: string): View | undefined {
    return this.workspace.homes.get(userId);
  }

  /** Whom the posts so far would have notified, in order. Edits notify nobody; `includeUpdates` counts them all the same. */
  mentions({ includeUpdates = false }: { includeUpdates?: boolean } = {}): string[] {
    return this.workspace.delivered.filter((one) => includeUpdates || !one.isUpdate).flatMap(mentionsIn);
  }

  /** The id of a channel, or of the direct messages with a user id. */
  protected channelId(channel: string): string {
    return this.workspace.findChannel(channel)?.id ?? channel;
  }
}
