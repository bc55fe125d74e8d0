// The page's share of the sandbox's server: who may ask, what an act may say, what one person is shown and another is not.
import type { KnownBlock } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act, Answer, ChannelShown, Screen } from '../../src/sandbox/page/protocol.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { PageOptions } from '../../src/sandbox/serving/page-options.ts';

const page: PageOptions = {
  name: 'Acme',
  timezone: 'Europe/Berlin',
  appName: 'Bot',
  roles: [
    { id: 'U1', name: 'Ana', role: 'Sales' },
    { id: 'U2', name: 'Ben', role: 'Sales' },
  ],
  commands: [{ name: '/lead', hint: 'help' }],
  shortcuts: [],
};

let sandbox: Sandbox;
let client: WebClient;
let socket: WebSocket | undefined;
/** Payloads that reached the app. */
let heard: Record<string, unknown>[];

beforeEach(async () => {
  heard = [];
  sandbox = await startSandbox({ page, isRateLimited: false });
  sandbox.addUser({ id: 'U1', name: 'Ana' });
  sandbox.addUser({ id: 'U2', name: 'Ben' });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
});

afterEach(async () => {
  socket?.terminate();
  socket = undefined;
  await sandbox.stop();
});

/** An app that answers everything with `{}`. */
async function connect(): Promise<void> {
  const { url } = await new WebClient(sandbox.appToken, { slackApiUrl: sandbox.apiUrl }).apps.connections.open({});
  const link = new WebSocket(url ?? '');
  socket = link;
  link.on('message', (data: Buffer) => {
    const { envelope_id: id, payload } = JSON.parse(data.toString()) as { envelope_id?: string; payload?: Record<string, unknown> };
    if (payload) heard.push(payload);
    if (id !== undefined) link.send(JSON.stringify({ envelope_id: id, payload: {} }));
  });
  await sandbox.waitFor(() => sandbox.socketConnections() === 1);
}

async function send(body: string, as = 'U1', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${sandbox.url}/act?as=${as}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}

async function act(what: Act, as = 'U1'): Promise<Answer> {
  return (await (await send(JSON.stringify(what), as)).json()) as Answer;
}

/** What a page that opens now is sent first. */
async function screen(me: string): Promise<Screen> {
  const abort = new AbortController();
  const response = await fetch(`${sandbox.url}/live?as=${me}`, { signal: abort.signal });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk as Uint8Array);
    if (text.endsWith('\n\n')) break;
  }
  abort.abort();
  return JSON.parse(text.slice('data: '.length)) as Screen;
}

async function messages(me: string): Promise<ChannelShown['messages']> {
  return (await screen(me)).channels.find(({ id }) => id === 'C1')?.messages ?? [];
}

async function post(text: string, blocks?: KnownBlock[], channel = 'C1'): Promise<string> {
  const { ts } = await client.chat.postMessage({ channel, text, ...(blocks ? { blocks } : {}) });
  return ts ?? '';
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const card: KnownBlock[] = [
  { type: 'actions', block_id: 'moves', elements: [{ type: 'button', action_id: 'claim', text: plain('Claim'), value: 'L1' }] },
];

describe('who may ask', () => {
  test.each([
    ['from another site', { origin: 'https://evil.test' }],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['from a page in a frame of another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another program of the same site', { 'sec-fetch-site': 'same-site' }],
    ['by a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['as text, which a form can send too', { 'content-type': 'text/plain' }],
  ])('an act %s is turned away and does nothing', async (_, headers) => {
    const response = await send('{ "kind": "write", "channel": "C1", "threadTs": null, "text": "hello" }', 'U1', headers);
    expect(response.status).toBe(403);
    expect(await messages('U1')).toEqual([]);
  });

  test('nobody acts as somebody who is not to be acted as', async () => {
    sandbox.addUser({ id: 'U3', name: 'Cy' });
    expect((await send('{ "kind": "home" }', 'U3')).status).toBe(404);
    expect((await send('{ "kind": "home" }', 'U0BOT')).status).toBe(404);
  });

  test('an act is a POST', async () => {
    expect((await fetch(`${sandbox.url}/act?as=U1`)).status).toBe(403);
  });

  test('a sandbox without a page serves none', async () => {
    const bare = await startSandbox();
    expect((await fetch(bare.url)).status).toBe(404);
    expect((await fetch(`${bare.url}/live`)).status).toBe(404);
    await bare.stop();
  });
});

describe('acts', () => {
  const misunderstood = 'The page said something that the workspace does not understand. Load it again.';

  test.each([
    ['no JSON', '{ "kind": '],
    ['nothing', ''],
    ['no object', '[]'],
    ['an unknown kind', '{ "kind": "dance" }'],
    ['half of one', '{ "kind": "press", "place": { "in": "home" } }'],
    ['a place that there is not', '{ "kind": "press", "place": { "in": "space" }, "blockId": "b", "actionId": "a", "chosen": {} }'],
    ['a number for a text', '{ "kind": "write", "channel": "C1", "threadTs": null, "text": 7 }'],
    ['a text beyond measure', JSON.stringify({ kind: 'write', channel: 'C1', threadTs: null, text: 'x'.repeat(40_001) })],
    ['a step of time that there is not', '{ "kind": "time", "step": "year" }'],
  ])('%s is refused in a sentence', async (_, body) => {
    expect(await (await send(body)).json()).toEqual({ ok: false, problem: misunderstood, errors: {} });
    expect(await messages('U1')).toEqual([]);
  });

  test('a press on what is no longer there is told so', async () => {
    await connect();
    const ts = await post('A lead', card);
    const press = (actionId: string, at = ts): Promise<Answer> =>
      act({ kind: 'press', place: { in: 'message', channel: 'C1', ts: at, isPrivate: false }, blockId: 'moves', actionId, chosen: {} });
    expect(await press('claim')).toEqual({ ok: true, problem: null, errors: {} });
    expect(heard.at(-1)).toMatchObject({ type: 'block_actions', user: { id: 'U1' }, actions: [{ action_id: 'claim', value: 'L1' }] });
    const gone = { ok: false, problem: 'That is no longer there: the message or form has changed meanwhile.' };
    expect(await press('other')).toMatchObject(gone);
    expect(await press('claim', '1.000001')).toMatchObject(gone);
    expect(heard).toHaveLength(1);
  });

  test('the private message of another cannot be pressed', async () => {
    await connect();
    await client.chat.postEphemeral({ channel: 'C1', user: 'U2', text: 'A lead', blocks: card });
    const [whisper] = await messages('U2');
    const press: Act = {
      kind: 'press',
      place: { in: 'message', channel: 'C1', ts: whisper?.ts ?? '', isPrivate: true },
      blockId: 'moves',
      actionId: 'claim',
      chosen: {},
    };
    expect((await act(press, 'U1')).ok).toBe(false);
    expect((await act(press, 'U2')).ok).toBe(true);
    expect(heard).toHaveLength(1);
  });

  test('without an app that is connected, a press is answered in a sentence', async () => {
    const place = { in: 'message', channel: 'C1', ts: await post('A lead', card), isPrivate: false } as const;
    expect(await act({ kind: 'press', place, blockId: 'moves', actionId: 'claim', chosen: {} })).toEqual({
      ok: false,
      problem: 'The app is not connected just now. Try again in a moment.',
      errors: {},
    });
  });

  test('text is written, a command is given, and another word with a slash is neither', async () => {
    await connect();
    await act({ kind: 'write', channel: 'C1', threadTs: null, text: 'hello' });
    expect(await messages('U2')).toMatchObject([{ user: 'U1', text: 'hello', isPrivate: false }]);
    expect((await act({ kind: 'write', channel: 'C1', threadTs: null, text: '/lead help' })).ok).toBe(true);
    expect(heard.at(-1)).toMatchObject({ command: '/lead', text: 'help', user_id: 'U1', channel_id: 'C1' });
    expect(await act({ kind: 'write', channel: 'C1', threadTs: null, text: '/leader help' })).toMatchObject({
      ok: false,
      problem: '/leader is not a command here. Type /lead help to see what there is.',
    });
    expect(await messages('U2')).toHaveLength(1);
  });

  test('where the clock and the leads are not ours, they stay as they are', async () => {
    expect(await act({ kind: 'time', step: 'day' })).toMatchObject({ ok: false, problem: 'The clock of this workspace cannot be moved.' });
    expect(await act({ kind: 'lead', lead: {} })).toMatchObject({ ok: false, problem: 'This workspace takes no leads from here.' });
    expect((await screen('U1')).backstage).toBeNull();
  });

  test('what is chosen in an App Home is kept, and goes along with its button', async () => {
    await connect();
    const input = {
      type: 'input',
      block_id: 'where',
      label: plain('Channel'),
      element: { type: 'conversations_select', action_id: 'answer', placeholder: plain('Choose') },
    };
    const save = { type: 'actions', block_id: 'foot', elements: [{ type: 'button', action_id: 'save', text: plain('Save') }] };
    await client.apiCall('views.publish', { user_id: 'U1', view: { type: 'home', blocks: [input, save] } });
    const { id } = (await screen('U1')).home ?? { id: '' };
    const values = { where: { answer: { type: 'conversations_select', selected_conversation: 'C1' } }, other: { answer: { value: 'x' } } };
    expect((await act({ kind: 'fill', view: id, values, tell: null })).ok).toBe(true);
    expect((await screen('U1')).home?.values).toEqual({ where: { answer: { type: 'conversations_select', selected_conversation: 'C1' } } });
    expect(heard).toEqual([]);
    await act({ kind: 'press', place: { in: 'home' }, blockId: 'foot', actionId: 'save', chosen: {} });
    expect(heard.at(-1)).toMatchObject({ view: { state: { values: { where: { answer: { selected_conversation: 'C1' } } } } } });
    // Another person's values are nobody else's.
    expect(
      (await act({ kind: 'fill', view: id, values: { where: { answer: { selected_conversation: 'C9' } } }, tell: null }, 'U2')).ok,
    ).toBe(true);
    expect((await screen('U1')).home?.values['where']?.['answer']).toMatchObject({ selected_conversation: 'C1' });
  });
});

describe('the screen of one person', () => {
  test('has no private message and no conversation of another', async () => {
    await post('for all');
    await client.chat.postEphemeral({ channel: 'C1', user: 'U2', text: 'for Ben alone' });
    await post('straight to Ben', undefined, 'U2');
    expect((await messages('U1')).map(({ text }) => text)).toEqual(['for all']);
    expect((await messages('U2')).map(({ text, isPrivate }) => [text, isPrivate])).toEqual([
      ['for all', false],
      ['for Ben alone', true],
    ]);
    expect((await screen('U1')).channels.filter(({ kind }) => kind === 'direct')).toEqual([]);
    expect((await screen('U2')).channels.find(({ kind }) => kind === 'direct')?.messages).toMatchObject([{ text: 'straight to Ben' }]);
    expect(JSON.stringify(await screen('U1'))).not.toMatch(/Ben alone|straight to Ben/);
  });

  test('has no deleted message, and none of its replies', async () => {
    const gone = await post('gone');
    await client.chat.postMessage({ channel: 'C1', thread_ts: gone, text: 'an answer to it' });
    await post('stays');
    sandbox.deleteMessage('C1', gone);
    expect((await messages('U1')).map(({ text }) => text)).toEqual(['stays']);
  });

  test('carries no token and no secret', async () => {
    const shown = JSON.stringify(await screen('U1'));
    for (const secret of [sandbox.botToken, sandbox.appToken, sandbox.signingSecret]) expect(shown).not.toContain(secret);
  });

  test('is sent anew after a change, to every open page', async () => {
    const abort = new AbortController();
    const pages = await Promise.all(['U1', 'U2'].map((who) => fetch(`${sandbox.url}/live?as=${who}`, { signal: abort.signal })));
    const heardThat = Promise.all(
      pages.map(async (response) => {
        let text = '';
        for await (const chunk of response.body ?? []) {
          text += new TextDecoder().decode(chunk as Uint8Array);
          if (text.includes('a new one')) return true;
        }
        return false;
      }),
    );
    await post('a new one');
    expect(await heardThat).toEqual([true, true]);
    abort.abort();
  });
});
