// Who a message would notify: every user, group and channel-wide mention that Slack would find in it.
import { isFields, type Message } from './types.ts';

const MARKED = /<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+)|!(here|channel|everyone))(?:\|[^>]*)?>/g;
const BARE = /(?<![\w@])@(here|channel|everyone)\b/g;

export interface Delivered {
  message: Message;
  /** Whether bare names like @channel in the top-level text become mentions (parse, link_names). */
  isLinkingNames: boolean;
}

/** User ids, group ids, and @here, @channel, @everyone; once each per message. */
export function mentionsIn({ message, isLinkingNames }: Delivered): string[] {
  const found = new Set<string>(inText(message.text, isLinkingNames));
  for (const mention of inBlocks([message.blocks ?? [], message.attachments ?? []])) found.add(mention);
  return [...found];
}

function inText(text: string, isLinkingNames: boolean): string[] {
  const marked = [...text.matchAll(MARKED)].map(([, user, group, range]) => user ?? group ?? `@${range ?? ''}`);
  const bare = isLinkingNames ? [...text.matchAll(BARE)].map(([name]) => name) : [];
  return [...marked, ...bare];
}

function inBlocks(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(inBlocks);
  if (!isFields(value)) return [];
  const { type, text } = value;
  if (type === 'mrkdwn' && typeof text === 'string') return inText(text, value.verbatim !== true);
  if (type === 'markdown' && typeof text === 'string') return inText(text, true);
  if (type === 'user' && typeof value.user_id === 'string') return [value.user_id];
  if (type === 'usergroup' && typeof value.usergroup_id === 'string') return [value.usergroup_id];
  if (type === 'broadcast' && typeof value.range === 'string') return [`@${value.range}`];
  return Object.values(value).flatMap(inBlocks);
}
