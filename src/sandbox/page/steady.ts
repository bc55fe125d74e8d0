// A new screen that keeps what did not change: the same objects as before, so that drawing can skip them. Knows no page.
import type { ChannelShown, MessageShown, Screen } from './protocol.ts';
import { keyOf } from './timeline.ts';

function kept<T>(before: T | undefined, after: T): T {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function keptMessages(before: ChannelShown | undefined, after: ChannelShown): ChannelShown {
  if (before === undefined) return after;
  const known = new Map<string, MessageShown>(before.messages.map((message) => [keyOf(message), message]));
  return { ...after, messages: after.messages.map((message) => kept(known.get(keyOf(message)), message)) };
}

/** The screen `after`, with the messages and names of `before` wherever they say the same. */
export function steadied(before: Screen | undefined, after: Screen): Screen {
  if (before === undefined) return after;
  return {
    ...after,
    names: kept(before.names, after.names),
    channels: after.channels.map((channel) =>
      keptMessages(
        before.channels.find(({ id }) => id === channel.id),
        channel,
      ),
    ),
  };
}
