// Walks what we render: every text with the kind of object it stands in, every link, every mention.

export interface FoundText {
  readonly kind: 'plain_text' | 'mrkdwn' | 'rich' | 'link' | 'fallback';
  readonly text: string;
  /** A quote may have line breaks. */
  readonly isQuote: boolean;
}

export interface Found {
  readonly texts: FoundText[];
  readonly urls: string[];
  /** Ids of users, groups and channels, and `here` and the like. */
  readonly mentions: string[];
  readonly actionIds: string[];
  readonly values: string[];
}

/** Everything in a message or view that somebody can read, press or be pinged by. */
export function walk(shown: unknown): Found {
  const found: Found = { texts: [], urls: [], mentions: [], actionIds: [], values: [] };
  visit(shown, found, false);
  return found;
}

function visit(value: unknown, found: Found, isQuote: boolean): void {
  if (Array.isArray(value)) for (const one of value) visit(one, found, isQuote);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const string = (key: string): string => (typeof fields[key] === 'string' ? fields[key] : '');
  const kinds: Readonly<Record<string, FoundText['kind']>> = { plain_text: 'plain_text', mrkdwn: 'mrkdwn', text: 'rich', link: 'link' };
  const kind = kinds[string('type')];
  if (kind && string('text')) found.texts.push({ kind, text: string('text'), isQuote });
  if (kind === 'mrkdwn') found.mentions.push(...mentionsIn(string('text')));
  if (!kind && Array.isArray(fields['blocks']) && string('text')) {
    found.texts.push({ kind: 'fallback', text: string('text'), isQuote: false });
    found.mentions.push(...mentionsIn(string('text')));
  }
  for (const key of ['user_id', 'usergroup_id', 'channel_id', 'range']) if (string(key)) found.mentions.push(string(key));
  if (string('url')) found.urls.push(string('url'));
  if (string('action_id')) found.actionIds.push(string('action_id'));
  if (string('value')) found.values.push(string('value'));
  for (const inner of Object.values(fields)) visit(inner, found, isQuote || string('type') === 'rich_text_quote');
}

/** What Slack would read as a mention, a link or a date in mrkdwn: everything between unescaped angle brackets. */
function mentionsIn(mrkdwn: string): string[] {
  return [...mrkdwn.matchAll(/<(?!!date\^)([^>]*)>/g)].map(([, inner = '']) => inner.replace(/^[@#]|^!subteam\^/, ''));
}
