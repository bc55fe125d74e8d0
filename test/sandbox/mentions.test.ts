// Whom a message would notify, in every place where Slack looks.
import fc from 'fast-check';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mentionsIn } from '../../src/sandbox/mentions.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await startSandbox({ isRateLimited: false });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
});

afterEach(() => sandbox.stop());

const section = (text: object) => [{ type: 'section', text }];
const rich = (...elements: object[]) => [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];

describe('mentions', () => {
  it.each<[string, object, string[]]>([
    [
      'users, groups and channel-wide words in text',
      { text: '<@U1> <@W2|bob> <!subteam^S1|@sales> <!here> <!channel|x> <!everyone>' },
      ['U1', 'W2', 'S1', '@here', '@channel', '@everyone'],
    ],
    ['nobody, when escaped', { text: '&lt;@U1&gt; &lt;!channel&gt; @channel' }, []],
    ['bare words, when names are linked', { text: 'hi @channel', link_names: true }, ['@channel']],
    ['mrkdwn blocks', { text: 'x', blocks: section({ type: 'mrkdwn', text: '<@U1>' }) }, ['U1']],
    ['bare words in mrkdwn that is not verbatim', { text: 'x', blocks: section({ type: 'mrkdwn', text: '@here you go' }) }, ['@here']],
    ['nobody in verbatim mrkdwn', { text: 'x', blocks: section({ type: 'mrkdwn', text: '@here a@channel.test', verbatim: true }) }, []],
    ['nobody in plain text', { text: 'x', blocks: section({ type: 'plain_text', text: '<@U1> <!here>' }) }, []],
    [
      'rich text elements',
      {
        text: 'x',
        blocks: rich({ type: 'user', user_id: 'U1' }, { type: 'usergroup', usergroup_id: 'S1' }, { type: 'broadcast', range: 'here' }),
      },
      ['U1', 'S1', '@here'],
    ],
    ['nobody in rich text text', { text: 'x', blocks: rich({ type: 'text', text: '<@U1> @channel' }) }, []],
    ['one person once a message', { text: '<@U1>', blocks: section({ type: 'mrkdwn', text: '<@U1> and <@U1>' }) }, ['U1']],
  ])('%s', async (_name, message, expected) => {
    await client.apiCall('chat.postMessage', { channel: 'C1', ...message });
    expect(sandbox.mentions()).toEqual(expected);
  });

  it('counts edits only when asked to', async () => {
    const { ts } = await client.chat.postMessage({ channel: 'C1', text: 'card' });
    await client.chat.update({ channel: 'C1', ts: ts ?? '', text: '<@U1> @here' });
    expect(sandbox.mentions()).toEqual([]);
    expect(sandbox.mentions({ includeUpdates: true })).toEqual(['U1', '@here']);
  });

  it('finds nobody in any text that was escaped', () => {
    const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const hostile = fc.stringMatching(/^([<>@!&|^USW0-9a-z]|<!here>|<@U1>|<!subteam\^S1>){0,30}$/);
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), (text) => {
        const message = { type: 'message', channel: 'C1', ts: '1.0', user: 'U', team: 'T', text: escape(text) } as const;
        expect(mentionsIn({ message, isLinkingNames: false })).toEqual([]);
      }),
    );
  });
});
