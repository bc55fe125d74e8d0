// What came into the open channel between two screens, in words. Knows no page.
import { plainText } from './plain.ts';
import type { MessageShown, Screen } from './protocol.ts';
import { isReply, keyOf } from './timeline.ts';

const SAID_CHARACTERS = 200;

function isSeen(message: MessageShown, thread: string | null): boolean {
  return !isReply(message) || message.threadTs === thread;
}

/** `LeadLoop in #leads: …` for each new message of others in that channel and its open thread, at most three; else ''. */
export function arrivalsIn(channel: string, thread: string | null, before: Screen, after: Screen): string {
  const known = new Set(before.channels.find(({ id }) => id === channel)?.messages.map(keyOf));
  const shown = after.channels.find(({ id }) => id === channel);
  if (shown === undefined) return '';
  const where = shown.kind === 'direct' ? '' : ` in #${shown.name}`;
  return shown.messages
    .filter((message) => !known.has(keyOf(message)) && message.user !== after.me && isSeen(message, thread))
    .slice(-3)
    .map((message) => {
      const { appUser, appName } = after.workspace;
      const name = message.user === appUser ? appName : (after.names[message.user] ?? message.user);
      const text = plainText(message.text, after.names);
      const place = message.isPrivate ? ', only to you' : where;
      return `${name}${place}: ${text.length > SAID_CHARACTERS ? `${text.slice(0, SAID_CHARACTERS)}…` : text}`;
    })
    .join('\n');
}
