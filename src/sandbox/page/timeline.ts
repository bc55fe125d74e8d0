// What a person has read and what not, and in which order a list of messages stands: dividers and all. Knows no page.
import type { ChannelShown, MessageShown } from './protocol.ts';
import { sentAt, type Times } from './times.ts';

/** Messages of one author that follow within this time stand under one name. */
const TOGETHER_MS = 5 * 60_000;

export type Entry =
  | { readonly is: 'day'; readonly key: string; readonly words: string }
  | { readonly is: 'new'; readonly key: string }
  | { readonly is: 'message'; readonly key: string; readonly message: MessageShown; readonly isFollowing: boolean };

export interface Reader {
  readonly me: string;
  readonly now: number;
  readonly times: Times;
  /** Where this person had read up to when the list was opened; `null` = no line is drawn. */
  readonly newFrom: string | null;
}

export function isAfter(ts: string, mark: string): boolean {
  return Number(ts) > Number(mark);
}

export function isReply(message: MessageShown): boolean {
  return message.threadTs !== null && message.threadTs !== message.ts;
}

function counts(message: MessageShown, mark: string, me: string): boolean {
  return !isReply(message) && !message.isPrivate && message.user !== me && isAfter(message.ts, mark);
}

/** How many top-level messages of others came after the read mark. Private ones are answers to this person and do not count. */
export function unreadIn(channel: ChannelShown, mark: string, me: string): number {
  return channel.messages.filter((message) => counts(message, mark, me)).length;
}

/** The newest top-level message that everybody sees. */
export function newestIn(channel: ChannelShown): string | null {
  return channel.messages.findLast((message) => !isReply(message) && !message.isPrivate)?.ts ?? null;
}

export function topLevelOf(channel: ChannelShown): readonly MessageShown[] {
  return channel.messages.filter((message) => !isReply(message));
}

export function repliesTo(channel: ChannelShown, ts: string): readonly MessageShown[] {
  return channel.messages.filter((message) => isReply(message) && message.threadTs === ts);
}

/** Private messages have timestamps of their own, which may be those of others. */
export function keyOf(message: MessageShown): string {
  return `${message.isPrivate ? 'private-' : ''}${message.ts}`;
}

function opensCard(message: MessageShown): boolean {
  return message.blocks?.[0]?.type === 'header';
}

function isFollowing(message: MessageShown, previous: MessageShown | undefined): boolean {
  return (
    previous !== undefined &&
    previous.user === message.user &&
    !previous.isPrivate &&
    !message.isPrivate &&
    !opensCard(message) &&
    !opensCard(previous) &&
    sentAt(message.ts) - sentAt(previous.ts) < TOGETHER_MS
  );
}

/** The messages with a divider before each local day and one before the first unread. */
export function entriesOf(messages: readonly MessageShown[], reader: Reader): readonly Entry[] {
  const entries: Entry[] = [];
  let day: string | null = null;
  let isNewDrawn = reader.newFrom === null;
  let previous: MessageShown | undefined;
  for (const message of messages) {
    const at = sentAt(message.ts);
    const key = reader.times.dayKey(at);
    if (key !== day) {
      day = key;
      previous = undefined;
      entries.push({ is: 'day', key: `day-${key}`, words: reader.times.dayWords(at, reader.now) });
    }
    if (!isNewDrawn && counts(message, reader.newFrom ?? '', reader.me)) {
      isNewDrawn = true;
      previous = undefined;
      entries.push({ is: 'new', key: 'new' });
    }
    entries.push({ is: 'message', key: keyOf(message), message, isFollowing: isFollowing(message, previous) });
    previous = message;
  }
  return entries;
}
