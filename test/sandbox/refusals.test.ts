// Refusals that a demo relies on, each beside the nearest call that goes through: tokens, channels, messages, triggers, views.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { METHODS } from '../../src/sandbox/methods/table.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { callApi, type Answer } from './limit-rows.ts';
import { actions, button, divider, input, modal, times, typed, type Json } from './samples.ts';

let sandbox: Sandbox;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 22, 12);
  sandbox = await startSandbox({ now: () => clock, isRateLimited: false });
  sandbox.addUser({ id: 'U1', name: 'ana' });
  sandbox.addUser({ id: 'U2', name: 'ben' });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  sandbox.addChannel({ id: 'C2', name: 'away', hasBot: false });
  sandbox.addChannel({ id: 'G1', name: 'secret', isPrivate: true, members: ['U1'] });
});
afterEach(() => sandbox.stop());

const call = (method: string, args: Json = {}): Promise<Answer> => callApi(sandbox, method, args);
const taken = async (answer: Promise<Answer>): Promise<Answer> => {
  const got = await answer;
  expect(got).toMatchObject({ ok: true });
  return got;
};
const refused = async (answer: Promise<Answer>, error: string): Promise<void> => {
  expect(await answer).toMatchObject({ ok: false, error });
};
const post = async (text = 'a', channel = 'C1'): Promise<{ channel: string; ts: string }> => {
  const { ts } = await taken(call('chat.postMessage', { channel, text }));
  return { channel, ts: String(ts) };
};

describe('a token that is not of this sandbox', () => {
  // Put together here, so that no scanner takes them for leaked ones.
  const foreign = [
    ['xoxb', '123456789012', '1234567890123', 'AbCdEfGhIjKlMnOpQrStUvWx'],
    ['xoxp', '123456789012', '1234567890123', 'AbCdEf'],
    ['xapp', '1', 'A0123456789', '1234567890123', 'abcdef'],
  ].map((parts) => parts.join('-'));
  const methods = [...Object.keys(METHODS), 'stars.add'];

  it.each(foreign.flatMap((token) => methods.map((method) => [token.slice(0, 4), method, token] as const)))(
    '%s… is invalid_auth for %s',
    async (_kind, method, token) => {
      await refused(callApi(sandbox, method, { channel: 'C1', text: 'x', user: 'U1', user_id: 'U1' }, token), 'invalid_auth');
      await refused(callApi(sandbox, method, { token, channel: 'C1', text: 'x' }, null), 'invalid_auth');
      expect(sandbox.messages('C1')).toEqual([]);
      expect(JSON.stringify(sandbox.calls())).not.toContain(token);
    },
  );

  it('opens nothing that the right token opens', async () => {
    await taken(call('auth.test'));
    await refused(callApi(sandbox, 'auth.test', {}, `${sandbox.botToken}x`), 'invalid_auth');
    await refused(callApi(sandbox, 'auth.test', {}, sandbox.appToken), 'not_allowed_token_type');
    await refused(callApi(sandbox, 'auth.test', {}, null), 'not_authed');
    await taken(callApi(sandbox, 'apps.connections.open', {}, sandbox.appToken));
    await refused(call('apps.connections.open'), 'not_allowed_token_type');
    await taken(callApi(sandbox, 'blocks.validate', { blocks: [divider] }, null));
  });
});

it('knows the methods it knows', async () => {
  await taken(call('chat.postMessage', { channel: 'C1', text: 'x' }));
  await refused(call('chat.postMessages', { channel: 'C1', text: 'x' }), 'unknown_method');
  await refused(call('toString'), 'unknown_method');
});

describe('channels', () => {
  it('posts where the bot is, and nowhere else', async () => {
    await post('a', 'C1');
    await post('a', 'G1');
    await refused(call('chat.postMessage', { channel: 'C9', text: 'a' }), 'channel_not_found');
    await refused(call('chat.postMessage', { channel: 'C2', text: 'a' }), 'not_in_channel');
    sandbox.kickBot('G1');
    await refused(call('chat.postMessage', { channel: 'G1', text: 'a' }), 'channel_not_found');
  });

  it('posts and whispers in an open channel, not in an archived one', async () => {
    const whisper = { channel: 'C1', user: 'U1', text: 'a' };
    await post();
    await taken(call('chat.postEphemeral', whisper));
    sandbox.archive('C1');
    await refused(call('chat.postMessage', { channel: 'C1', text: 'a' }), 'is_archived');
    await refused(call('chat.postEphemeral', whisper), 'is_archived');
    sandbox.unarchive('C1');
    await post();
  });

  it('whispers to people who are in the channel', async () => {
    const whisper = (user: string, channel = 'G1'): Promise<Answer> => call('chat.postEphemeral', { channel, user, text: 'a' });
    await taken(whisper('U1'));
    await refused(whisper('U2'), 'user_not_in_channel');
    await refused(whisper('U9', 'C1'), 'user_not_in_channel');
    await taken(whisper('U2', 'C1'));
  });
});

describe('messages', () => {
  it("edits and deletes the bot's own, while they are there", async () => {
    const mine = await post();
    await taken(call('chat.update', { ...mine, text: 'b' }));
    const { ts } = sandbox.as('U1').say('C1', 'hello');
    await refused(call('chat.update', { channel: 'C1', ts, text: 'b' }), 'cant_update_message');
    await refused(call('chat.delete', { channel: 'C1', ts }), 'cant_delete_message');
    await refused(call('chat.update', { channel: 'G1', ts: mine.ts, text: 'b' }), 'message_not_found');
    await taken(call('chat.delete', mine));
    await refused(call('chat.update', { ...mine, text: 'c' }), 'message_not_found');
    await refused(call('chat.delete', mine), 'message_not_found');
  });

  it.each([
    ['4,000 characters of text', { text: '😀'.repeat(4_000) }, { text: '😀'.repeat(4_001) }, 'msg_too_long'],
    ['2,048 bytes of metadata', metadata(2_048), metadata(2_049), 'metadata_too_large'],
    ['unique block_ids', blocks([divider]), blocks(times(2, () => ({ ...divider, block_id: 'a' }))), 'invalid_blocks'],
    [
      'unique action_ids in a block',
      blocks([actions(button({ action_id: 'a' }), button({ action_id: 'b' }))]),
      blocks([actions(...times(2, () => button({ action_id: 'a' })))]),
      'invalid_blocks',
    ],
  ])('edits up to %s; a refused edit changes nothing', async (_what, good, bad, error) => {
    const mine = await post();
    await taken(call('chat.update', { text: 'b', ...mine, ...good }));
    const before = sandbox.message('C1', mine.ts);
    await refused(call('chat.update', { text: 'c', ...mine, ...bad }), error);
    expect(sandbox.message('C1', mine.ts)).toBe(before);
  });

  function metadata(bytes: number): Json {
    return { metadata: { event_type: 'e', event_payload: { a: 'x'.repeat(bytes - 43) } } };
  }
  function blocks(list: Json[]): Json {
    return { blocks: list };
  }
});

describe('triggers and views', () => {
  const trigger = async (user = 'U1'): Promise<unknown> => (await sandbox.as(user).shortcut('x')).triggerId;
  const open = (triggerId: unknown, view: Json = modal([divider])): Promise<Answer> => call('views.open', { trigger_id: triggerId, view });
  const opened = async (): Promise<{ view_id: string; hash: string }> => {
    await taken(open(await trigger()));
    const view = sandbox.view('U1');
    if (view === undefined) throw new Error('no modal opened');
    return { view_id: view.id, hash: view.hash };
  };

  it('takes a trigger once, within three seconds, and only one that was given', async () => {
    const first = await trigger();
    clock += 3_000;
    await taken(open(first));
    await refused(open(first), 'exchanged_trigger_id');
    const late = await trigger();
    clock += 3_001;
    await refused(open(late), 'expired_trigger_id');
    await refused(open(`${String(late)}0`), 'invalid_trigger_id');
    await refused(call('views.open', { view: modal([divider]) }), 'invalid_trigger_id');
  });

  it('updates with the hash of what is shown, or without any', async () => {
    const shown = await opened();
    await taken(call('views.update', { ...shown, view: modal([divider]) }));
    await refused(call('views.update', { ...shown, view: modal([divider]) }), 'hash_conflict');
    await taken(call('views.update', { view_id: shown.view_id, view: modal([divider]) }));
    await sandbox.as('U1').close();
    await refused(call('views.update', { view_id: shown.view_id, view: modal([divider]) }), 'not_found');
  });

  it('publishes with the hash of the App Home that is shown', async () => {
    const publish = (more: Json): Promise<Answer> =>
      call('views.publish', { user_id: 'U1', view: { type: 'home', blocks: [divider] }, ...more });
    await taken(publish({}));
    const hash = sandbox.home('U1')?.hash;
    await taken(publish({ hash }));
    await refused(publish({ hash }), 'hash_conflict');
    await refused(publish({ user_id: 'U9' }), 'user_not_found');
  });

  it('asks for a submit button where there are inputs, and takes ids once, also in an update', async () => {
    const named = (id: string): Json => ({ ...divider, block_id: id });
    const twoButtons = (second: string): Json => actions(button({ action_id: 'a' }), button({ action_id: second }));
    const rows: [Json, Json][] = [
      [modal([input(typed())]), modal([input(typed())], { submit: undefined })],
      [modal([named('a'), named('b')]), modal([named('a'), named('a')])],
      [modal([twoButtons('b')]), modal([twoButtons('a')])],
    ];
    for (const [good, bad] of rows) {
      await refused(open(await trigger(), bad), 'invalid_arguments');
      await taken(open(await trigger(), good));
      const id = sandbox.view('U1')?.id;
      await refused(call('views.update', { view_id: id, view: bad }), 'invalid_arguments');
      await taken(call('views.update', { view_id: id, view: good }));
    }
  });
});
