// The Web API over real HTTP, driven by Slack's own client and by hand where the client is too polite.
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

let sandbox: Sandbox;
let client: WebClient;
let clock: number;

const clientWith = (token: string | undefined): WebClient =>
  new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error' as never, setName() {} },
  });

/** The error data of a call that must fail. */
async function refused(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await call.then(
    () => new Error('it went through'),
    (reason: unknown) => reason,
  );
  if (error instanceof WebAPIPlatformError) return { ...error.data };
  throw error;
}

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 22, 12);
  sandbox = await startSandbox({ now: () => clock });
  sandbox.addUser({ id: 'U1', name: 'ana', isAdmin: true });
  sandbox.addUser({ id: 'U2', name: 'ben', isDeleted: true });
  sandbox.addUser({ id: 'U3', name: 'eve', teamId: 'T0OTHER', isRestricted: true });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  sandbox.addChannel({ id: 'C2', name: 'away', hasBot: false });
  sandbox.addChannel({ id: 'G1', name: 'secret', isPrivate: true, members: ['U1'] });
  sandbox.addUserGroup({ id: 'S1', handle: 'sales', users: ['U1'] });
  client = clientWith(sandbox.botToken);
});

afterEach(() => sandbox.stop());

const post = async (text: string, more: object = {}): Promise<string> => {
  clock += 1_000;
  const { ts } = await client.chat.postMessage({ channel: 'C1', text, ...more });
  return ts ?? '';
};

describe('tokens and scopes', () => {
  it('knows who calls', async () => {
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      team_id: sandbox.teamId,
      user_id: sandbox.botUserId,
      bot_id: sandbox.botId,
    });
    expect(await refused(clientWith('xoxb-wrong').auth.test())).toMatchObject({ error: 'invalid_auth' });
    expect(await refused(clientWith(undefined).auth.test())).toMatchObject({ error: 'not_authed' });
    expect(await refused(client.apps.connections.open({}))).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await clientWith(sandbox.appToken).apps.connections.open({})).toMatchObject({
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1/),
    });
  });

  it('answers as the token was revoked, until it is back', async () => {
    sandbox.revokeToken();
    expect(await refused(client.auth.test())).toMatchObject({ error: 'token_revoked' });
    sandbox.revokeToken('account_inactive');
    expect(await refused(client.auth.test())).toMatchObject({ error: 'account_inactive' });
    sandbox.restoreToken();
    expect(await client.auth.test()).toMatchObject({ ok: true });
  });

  it.each([
    ['users:read', () => client.users.info({ user: 'U1' })],
    ['chat:write', () => client.chat.postMessage({ channel: 'C1', text: 'x' })],
    ['channels:read', () => client.conversations.info({ channel: 'C1' })],
    ['groups:read', () => client.conversations.members({ channel: 'G1' })],
    ['channels:history', () => client.conversations.history({ channel: 'C1' })],
    ['groups:history', () => client.conversations.history({ channel: 'G1' })],
    ['usergroups:read', () => client.usergroups.list()],
  ])('needs %s, and says so when it is gone', async (scope, call) => {
    expect(await call()).toMatchObject({ ok: true });
    clock += 1_000;
    sandbox.removeScope(scope);
    const { error, needed, provided } = await refused(call());
    expect({ error, needed }).toEqual({ error: 'missing_scope', needed: scope });
    expect(String(provided).split(',')).not.toContain(scope);
    sandbox.addScope(scope);
    expect(await call()).toMatchObject({ ok: true });
  });

  it('needs im:write and im:history, which are not granted', async () => {
    expect(await refused(client.conversations.open({ users: 'U1' }))).toMatchObject({ error: 'missing_scope', needed: 'im:write' });
    const { channel } = await client.chat.postMessage({ channel: 'U1', text: 'hi' });
    expect(await refused(client.conversations.history({ channel: channel ?? '' }))).toMatchObject({ needed: 'im:history' });
  });

  it('refuses methods it does not know', async () => {
    expect(await refused(client.apiCall('stars.add', {}))).toMatchObject({ error: 'unknown_method' });
  });

  it('lists every call with its outcome', async () => {
    await client.chat.postMessage({ channel: 'C1', text: 'hi', blocks: [{ type: 'divider' }] });
    await refused(client.chat.postMessage({ channel: 'C9', text: 'hi' }));
    expect(sandbox.calls('chat.postMessage')).toMatchObject([
      { ok: true, token: 'bot', at: clock, args: { channel: 'C1', text: 'hi', blocks: [{ type: 'divider' }] } },
      { ok: false, error: 'channel_not_found' },
    ]);
  });
});

describe('posting', () => {
  it.each([
    ['channel_not_found', { channel: 'C9', text: 'x' }],
    ['channel_not_found', { channel: 'U9', text: 'x' }],
    ['not_in_channel', { channel: 'C2', text: 'x' }],
    ['user_disabled', { channel: 'U2', text: 'x' }],
    ['cannot_dm_bot', { channel: 'U0BOT', text: 'x' }],
    ['no_text', { channel: 'C1', text: '' }],
    ['invalid_blocks_format', { channel: 'C1', text: 'x', blocks: '[{' }],
    ['invalid_metadata_format', { channel: 'C1', text: 'x', metadata: { event_type: 'with space', event_payload: {} } }],
    ['invalid_metadata_format', { channel: 'C1', text: 'x', metadata: { event_type: 'card' } }],
    ['metadata_too_large', { channel: 'C1', text: 'x', metadata: { event_type: 'card', event_payload: { a: 'x'.repeat(2_048) } } }],
    ['invalid_arguments', { text: 'x' }],
  ])('refuses with %s (%#)', async (error, args) => {
    expect(await refused(client.apiCall('chat.postMessage', args))).toMatchObject({ error });
    expect(sandbox.messages('C1')).toEqual([]);
  });

  it('refuses in an archived channel until it is open again', async () => {
    sandbox.archive('C1');
    expect(await refused(post('x'))).toMatchObject({ error: 'is_archived' });
    sandbox.unarchive('C1');
    expect(await post('x')).toMatch(/^\d+\.\d{6}$/);
  });

  it('hides a private channel the bot was removed from, and says not_in_channel of a public one', async () => {
    sandbox.kickBot('G1');
    sandbox.kickBot('C1');
    expect(await refused(client.chat.postMessage({ channel: 'G1', text: 'x' }))).toMatchObject({ error: 'channel_not_found' });
    expect(await refused(client.chat.postMessage({ channel: 'C1', text: 'x' }))).toMatchObject({ error: 'not_in_channel' });
    sandbox.inviteBot('C1');
    expect(await post('x')).toBeTruthy();
  });

  it('points at the faulty block in the shape Slack uses', async () => {
    const blocks = [{ type: 'divider' }, { type: 'actions', elements: [] }];
    expect(await refused(client.chat.postMessage({ channel: 'C1', text: 'x', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: ['no less than 1 items allowed [json-pointer:/blocks/1/elements]'],
      response_metadata: { messages: ['[ERROR] no less than 1 items allowed [json-pointer:/blocks/1/elements]'] },
    });
  });

  it('F07: refuses more than 10,000 characters over all blocks, and takes exactly that', async () => {
    const section = (length: number) => ({ type: 'section', text: { type: 'plain_text', text: 'x'.repeat(length) } });
    const full = [section(3_000), section(3_000), section(3_000), section(1_000)];
    expect(await client.chat.postMessage({ channel: 'C1', text: 'x', blocks: full })).toMatchObject({ ok: true });
    clock += 1_000;
    expect(await refused(client.chat.postMessage({ channel: 'C1', text: 'x', blocks: [...full, section(1)] }))).toMatchObject({
      error: 'msg_blocks_too_long',
    });
  });

  it('posts to a person under one direct-message channel', async () => {
    const first = await client.chat.postMessage({ channel: 'U1', text: 'one' });
    clock += 1_000;
    const second = await client.chat.postMessage({ channel: first.channel ?? '', text: 'two' });
    expect(first.channel).toMatch(/^D/);
    expect(second.channel).toBe(first.channel);
    expect(sandbox.directMessages('U1').map(({ text }) => text)).toEqual(['one', 'two']);
    expect(sandbox.message('U1', first.ts ?? '')?.text).toBe('one');
    expect(await client.chat.update({ channel: first.channel ?? '', ts: first.ts ?? '', text: 'uno' })).toMatchObject({ ok: true });
    expect(await refused(client.chat.update({ channel: 'U1', ts: first.ts ?? '', text: 'uno' }))).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('keeps threads, their counts, and posts even where the parent is unknown', async () => {
    const ts = await post('card');
    await post('a line', { thread_ts: ts });
    await post('shown too', { thread_ts: ts, reply_broadcast: true });
    await post('lost', { thread_ts: '1.000000' });
    expect(sandbox.thread('C1', ts).map(({ text }) => text)).toEqual(['a line', 'shown too']);
    expect(sandbox.messages('C1').map(({ text }) => text)).toEqual(['card', 'shown too']);
    expect(sandbox.message('C1', ts)).toMatchObject({ reply_count: 2 });
    expect(await client.conversations.replies({ channel: 'C1', ts })).toMatchObject({
      messages: [{ text: 'card', reply_count: 2 }, { text: 'a line' }, { text: 'shown too' }],
    });
    expect(await refused(client.conversations.replies({ channel: 'C1', ts: '2.000000' }))).toMatchObject({ error: 'thread_not_found' });
  });

  it('gives unique, increasing timestamps even when the clock stands still', async () => {
    const channels = ['C1', 'G1', 'U1'];
    const answers = await Promise.all(channels.map((channel) => client.chat.postMessage({ channel, text: 'x' })));
    expect(new Set(answers.map(({ ts }) => ts)).size).toBe(3);
  });

  it('whispers to members only', async () => {
    expect(await client.chat.postEphemeral({ channel: 'G1', user: 'U1', text: 'psst' })).toMatchObject({ ok: true });
    expect(sandbox.ephemerals('U1')).toMatchObject([{ channel: 'G1', text: 'psst' }]);
    expect(sandbox.messages('G1')).toEqual([]);
    expect(await refused(client.chat.postEphemeral({ channel: 'G1', user: 'U3', text: 'psst' }))).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  it('links to a message that is there', async () => {
    const ts = await post('card');
    const { permalink } = await client.chat.getPermalink({ channel: 'C1', message_ts: ts });
    expect(permalink).toBe(`${sandbox.url}/archives/C1/p${ts.replace('.', '')}`);
    expect(await refused(client.chat.getPermalink({ channel: 'C1', message_ts: '1.0' }))).toMatchObject({ error: 'message_not_found' });
  });
});

describe('one message per channel per second', () => {
  it('answers 429 with Retry-After within 900 ms, for that channel alone', async () => {
    await post('first');
    clock += 899;
    const error: unknown = await client.chat.postMessage({ channel: 'C1', text: 'too soon' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WebAPIRateLimitedError);
    expect(error).toMatchObject({ retryAfter: 1 });
    expect(await client.chat.postMessage({ channel: 'G1', text: 'elsewhere' })).toMatchObject({ ok: true });
    clock += 1;
    expect(await client.chat.postMessage({ channel: 'C1', text: 'second' })).toMatchObject({ ok: true });
    expect(sandbox.messages('C1').map(({ text }) => text)).toEqual(['first', 'second']);
  });

  it('counts a refused post for nothing', async () => {
    await refused(client.chat.postMessage({ channel: 'C1', text: '' }));
    expect(await client.chat.postMessage({ channel: 'C1', text: 'x' })).toMatchObject({ ok: true });
  });

  it('can be switched off', async () => {
    const free = await startSandbox({ now: () => clock, isRateLimited: false });
    free.addChannel({ id: 'C1', name: 'leads' });
    const quick = new WebClient(free.botToken, { slackApiUrl: free.apiUrl });
    await quick.chat.postMessage({ channel: 'C1', text: 'a' });
    await quick.chat.postMessage({ channel: 'C1', text: 'b' });
    expect(free.messages('C1')).toHaveLength(2);
    await free.stop();
  });
});

describe('editing', () => {
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Ada' } }];
  const metadata = { event_type: 'card', event_payload: { id: 'L1' } };

  it('text without blocks removes the blocks; metadata stays until {} is sent', async () => {
    const ts = await post('Ada', { blocks, metadata });
    await client.chat.update({ channel: 'C1', ts, text: 'Ada, claimed', blocks });
    expect(sandbox.message('C1', ts)).toMatchObject({ text: 'Ada, claimed', metadata });
    expect(sandbox.message('C1', ts)).not.toHaveProperty('edited');
    await client.chat.update({ channel: 'C1', ts, text: 'bare' });
    expect(sandbox.message('C1', ts)).toMatchObject({ text: 'bare', metadata, edited: { user: sandbox.botUserId } });
    expect(sandbox.message('C1', ts)).not.toHaveProperty('blocks');
    await client.apiCall('chat.update', { channel: 'C1', ts, text: 'bare', metadata: {} });
    expect(sandbox.message('C1', ts)).not.toHaveProperty('metadata');
  });

  it('refuses text over 4,000 characters, what is gone, what others wrote, and an archived channel', async () => {
    const ts = await post('Ada');
    const mine = { channel: 'C1', ts };
    expect(await client.chat.update({ ...mine, text: '😀'.repeat(4_000) })).toMatchObject({ ok: true });
    expect(await refused(client.chat.update({ ...mine, text: '😀'.repeat(4_001) }))).toMatchObject({ error: 'msg_too_long' });
    const theirs = sandbox.as('U1').say('C1', 'hello');
    expect(await refused(client.chat.update({ channel: 'C1', ts: theirs.ts, text: 'x' }))).toMatchObject({ error: 'cant_update_message' });
    expect(await refused(client.chat.delete({ channel: 'C1', ts: theirs.ts }))).toMatchObject({ error: 'cant_delete_message' });
    sandbox.archive('C1');
    expect(await refused(client.chat.update({ ...mine, text: 'x' }))).toMatchObject({ error: 'is_inactive' });
    sandbox.unarchive('C1');
    sandbox.deleteMessage('C1', ts);
    expect(await refused(client.chat.update({ ...mine, text: 'x' }))).toMatchObject({ error: 'message_not_found' });
  });

  it('gives every block an id, and an old one to no new block', async () => {
    const ts = await post('Ada', { blocks });
    const first = sandbox.message('C1', ts)?.blocks?.[0]?.block_id;
    await client.chat.update({ channel: 'C1', ts, text: 'Ada', blocks });
    expect(first).toBeTruthy();
    expect(sandbox.message('C1', ts)?.blocks?.[0]?.block_id).not.toBe(first);
  });
});

describe('looking back', () => {
  const metadata = { event_type: 'leadloop_card', event_payload: { attempt: 'A1' } };

  it('gives metadata payloads only when asked for them', async () => {
    const ts = await post('card', { metadata });
    const plainly = await client.conversations.history({ channel: 'C1' });
    const fully = await client.conversations.history({ channel: 'C1', include_all_metadata: true });
    expect(plainly.messages?.[0]).toMatchObject({ ts, metadata: { event_type: 'leadloop_card' } });
    expect(plainly.messages?.[0]?.metadata).not.toHaveProperty('event_payload');
    expect(fully.messages?.[0]).toMatchObject({ ts, bot_id: sandbox.botId, metadata });
  });

  it('goes back from the newest between oldest and latest, the ends only when inclusive', async () => {
    const all = [];
    for (const text of ['a', 'b', 'c', 'd']) all.push(await post(text));
    const [a, , , d] = all;
    const between = { channel: 'C1', oldest: a ?? '', latest: d ?? '' };
    const texts = async (args: object) => (await client.conversations.history({ ...between, ...args })).messages?.map(({ text }) => text);
    expect(await texts({})).toEqual(['c', 'b']);
    expect(await texts({ inclusive: true })).toEqual(['d', 'c', 'b', 'a']);
  });

  it('pages with a cursor', async () => {
    for (const text of ['a', 'b', 'c']) await post(text);
    const first = await client.conversations.history({ channel: 'C1', limit: 2 });
    expect(first).toMatchObject({ has_more: true, messages: [{ text: 'c' }, { text: 'b' }] });
    const cursor = first.response_metadata?.next_cursor ?? '';
    expect(await client.conversations.history({ channel: 'C1', limit: 2, cursor })).toMatchObject({
      has_more: false,
      messages: [{ text: 'a' }],
    });
    expect(await refused(client.conversations.history({ channel: 'C1', cursor: 'nonsense' }))).toMatchObject({ error: 'invalid_cursor' });
  });

  it('is closed where the bot is not', async () => {
    expect(await refused(client.conversations.history({ channel: 'C2' }))).toMatchObject({ error: 'not_in_channel' });
    sandbox.kickBot('G1');
    expect(await refused(client.conversations.history({ channel: 'G1' }))).toMatchObject({ error: 'channel_not_found' });
  });

  it('leaves a tombstone where a deleted message has replies, nothing where it has none', async () => {
    const [alone, parent] = [await post('alone'), await post('parent')];
    await post('reply', { thread_ts: parent });
    sandbox.deleteMessage('C1', alone);
    sandbox.deleteMessage('C1', parent);
    expect((await client.conversations.history({ channel: 'C1' })).messages).toMatchObject([{ ts: parent, subtype: 'tombstone' }]);
    expect(sandbox.messages('C1')).toEqual([]);
    expect(sandbox.thread('C1', parent)).toHaveLength(1);
  });
});

describe('people, groups, channels', () => {
  it('describes people: admins, guests, strangers, the deactivated', async () => {
    expect(await client.users.info({ user: 'U1' })).toMatchObject({
      user: { name: 'ana', is_admin: true, deleted: false, team_id: sandbox.teamId },
    });
    expect(await client.users.info({ user: 'U3' })).toMatchObject({ user: { is_restricted: true, is_stranger: true, team_id: 'T0OTHER' } });
    expect(await client.users.info({ user: 'U2' })).toMatchObject({ user: { deleted: true } });
    expect(await refused(client.users.info({ user: 'U9' }))).toMatchObject({ error: 'user_not_found' });
    sandbox.updateUser('U1', { isDeleted: true });
    expect(await client.users.info({ user: 'U1' })).toMatchObject({ user: { deleted: true } });
    const { members } = await client.users.list({});
    expect(members?.map(({ id }) => id)).toEqual(['U0BOT', 'U1', 'U2', 'U3']);
  });

  it('lists groups and who is in them', async () => {
    expect(await client.usergroups.list({ include_users: true })).toMatchObject({
      usergroups: [{ id: 'S1', handle: 'sales', users: ['U1'] }],
    });
    expect(await client.usergroups.users.list({ usergroup: 'S1' })).toMatchObject({ users: ['U1'] });
    expect(await refused(client.usergroups.users.list({ usergroup: 'S9' }))).toMatchObject({ error: 'no_such_subteam' });
  });

  it('describes and lists channels as the bot can see them', async () => {
    sandbox.rename('C1', 'hot-leads');
    sandbox.archive('C1');
    expect(await client.conversations.info({ channel: 'C1' })).toMatchObject({
      channel: { id: 'C1', name: 'hot-leads', is_archived: true, is_private: false, is_member: true },
    });
    const ids = async (args: object) => (await client.conversations.list(args)).channels?.map(({ id }) => id);
    expect(await ids({})).toEqual(['C1', 'C2']);
    expect(await ids({ types: 'public_channel,private_channel', exclude_archived: true })).toEqual(['C2', 'G1']);
    expect(await client.conversations.members({ channel: 'G1' })).toMatchObject({ members: ['U1', 'U0BOT'] });
  });

  it('opens direct messages when it may', async () => {
    sandbox.addScope('im:write');
    const opened = await client.conversations.open({ users: 'U1' });
    expect(opened.channel?.id).toMatch(/^D/);
    expect(await client.conversations.open({ users: 'U1' })).toMatchObject({ already_open: true, channel: { id: opened.channel?.id } });
    expect(await refused(client.conversations.open({ users: 'U9' }))).toMatchObject({ error: 'user_not_found' });
  });

  it('validates blocks without a token', async () => {
    const anyone = clientWith(undefined);
    expect(await anyone.apiCall('blocks.validate', { blocks: [{ type: 'divider' }] })).toMatchObject({ ok: true });
    expect(await refused(anyone.apiCall('blocks.validate', { view: { type: 'modal', blocks: [] } }))).toMatchObject({
      error: 'invalid_view',
    });
    expect(await refused(anyone.apiCall('blocks.validate', { blocks: [{ type: 'alert' }] }))).toMatchObject({
      error: 'invalid_blocks',
      errors: [{ code: 'unsupported_surface', pointer: '/blocks/0/type' }],
    });
    expect(await refused(anyone.apiCall('blocks.validate', {}))).toMatchObject({ error: 'invalid_arguments' });
  });
});

describe('how arguments may come', () => {
  it('takes a JSON body with the token in the header, and a form with the token in a field', async () => {
    const json = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'C1', text: 'json', blocks: [{ type: 'divider' }] }),
    });
    expect(await json.json()).toMatchObject({ ok: true });
    clock += 1_000;
    const form = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({ token: sandbox.botToken, channel: 'C1', text: 'form', blocks: '[{"type":"divider"}]' }),
    });
    expect(await form.json()).toMatchObject({ ok: true });
    expect(sandbox.messages('C1').map(({ text }) => text)).toEqual(['json', 'form']);
    expect(JSON.stringify(sandbox.calls())).not.toContain(sandbox.botToken);
  });
});
