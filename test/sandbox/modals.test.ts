// Modals and App Homes: triggers, the stack, updates, what the client keeps back, what Slack refuses.
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Delivery, Sandbox } from '../../src/sandbox/sandbox.ts';
import { WebSocket } from 'ws';

let sandbox: Sandbox;
let client: WebClient;
let socket: WebSocket;
let clock: number;
/** What the bot acknowledges the next payloads with. */
let ack: unknown;

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 22, 12);
  ack = {};
  sandbox = await startSandbox({ now: () => clock });
  sandbox.addUser({ id: 'U1', name: 'ana' });
  sandbox.addUser({ id: 'U2', name: 'ben' });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error' as never, setName() {} };
  client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl, logger: silent });
  const { url } = await new WebClient(sandbox.appToken, { slackApiUrl: sandbox.apiUrl }).apps.connections.open({});
  socket = new WebSocket(url ?? '');
  socket.on('message', (data: Buffer) => {
    const { envelope_id: id } = JSON.parse(data.toString()) as { envelope_id?: string };
    if (id !== undefined) socket.send(JSON.stringify({ envelope_id: id, payload: ack }));
  });
  await sandbox.waitFor(() => sandbox.socketConnections() === 1);
});

afterEach(async () => {
  socket.terminate();
  await sandbox.stop();
});

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: label.toLowerCase().replaceAll(' ', '_'),
  label: plain(label),
  element: { action_id: 'value', ...element },
  ...more,
});
const view = (name: string, more: object = {}) => ({
  type: 'modal',
  callback_id: name,
  title: plain(name),
  submit: plain('Save'),
  blocks: [input('Note', { type: 'plain_text_input', max_length: 5 })],
  ...more,
});
const trigger = async (user = 'U1'): Promise<string> => (await sandbox.as(user).shortcut('x')).triggerId ?? '';
const call = (method: string, args: object) => client.apiCall(method, { ...args });
const open = async (content: object = view('first'), user = 'U1') => {
  await call('views.open', { trigger_id: await trigger(user), view: content });
  return sandbox.view(user)!;
};
const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await promise.then(
    () => 'it went through',
    (reason: unknown) => reason,
  );
  return error instanceof WebAPIPlatformError ? error.data.error : error;
};

describe('triggers', () => {
  it('F30: work once, for three seconds, for the person who acted', async () => {
    const once = await trigger();
    await call('views.open', { trigger_id: once, view: view('first') });
    expect(await errorOf(call('views.open', { trigger_id: once, view: view('again') }))).toBe('exchanged_trigger_id');
    const late = await trigger('U2');
    clock += 3_001;
    expect(await errorOf(call('views.open', { trigger_id: late, view: view('late') }))).toBe('expired_trigger_id');
    expect(await errorOf(call('views.open', { trigger_id: 'made.up.one', view: view('x') }))).toBe('invalid_trigger_id');
    expect(await errorOf(call('views.push', { trigger_id: await trigger(), view: view('x') }))).toBe('invalid_trigger_id');
    expect(sandbox.view('U1')?.callback_id).toBe('first');
    expect(sandbox.view('U2')).toBeUndefined();
  });

  it('are still good at three seconds, and not used up by a view that is refused', async () => {
    const id = await trigger();
    clock += 3_000;
    expect(await errorOf(call('views.open', { trigger_id: id, view: { type: 'modal', blocks: [] } }))).toBe('invalid_arguments');
    expect(await call('views.open', { trigger_id: id, view: view('first') })).toMatchObject({ ok: true });
  });

  it('expire on demand: the ones out there and as many of the next as asked for', async () => {
    const before = await trigger();
    sandbox.expireTriggers(1);
    const next = await trigger();
    const after = await trigger();
    const outcomes = [before, next, after].map((id) => errorOf(call('views.open', { trigger_id: id, view: view('x') })));
    expect(await Promise.all(outcomes)).toEqual(['expired_trigger_id', 'expired_trigger_id', 'it went through']);
  });
});

describe('the stack', () => {
  const pushFrom = async (name: string): Promise<unknown> => {
    const { triggerId } = await sandbox.as('U1').choose('Kind', 'A');
    return errorOf(call('views.push', { trigger_id: triggerId, view: pushing(name) }));
  };
  const kind = input('Kind', { type: 'static_select', options: [{ text: plain('A'), value: 'a' }] }, { dispatch_action: true });
  const pushing = (name: string) => view(name, { blocks: [kind] });

  it('holds three, shows the one below when the top closes', async () => {
    await open(pushing('one'));
    expect(await pushFrom('two')).toBe('it went through');
    expect(await pushFrom('three')).toBe('it went through');
    expect(await pushFrom('four')).toBe('push_limit_reached');
    expect(sandbox.views('U1').map((one) => one.callback_id)).toEqual(['one', 'two', 'three']);
    const [root, second] = sandbox.views('U1');
    expect(second).toMatchObject({ root_view_id: root?.id, previous_view_id: root?.id });
    await sandbox.as('U1').submit();
    await sandbox.as('U1').close();
    expect(sandbox.view('U1')?.callback_id).toBe('one');
  });

  it.each([
    ['clear', { response_action: 'clear' }, []],
    ['update', { response_action: 'update', view: view('new') }, ['one', 'new']],
    ['push', { response_action: 'push', view: view('new') }, ['one', 'two', 'new']],
    ['a plain ack', {}, ['one']],
  ])('does what the bot answers: %s', async (_name, answer, left) => {
    await open(pushing('one'));
    await pushFrom('two');
    ack = answer;
    expect(await sandbox.as('U1').submit({ Kind: 'A' })).toMatchObject({ ok: true });
    expect(sandbox.views('U1').map((one) => one.callback_id)).toEqual(left);
  });

  it.each([
    ['an action nobody knows', { response_action: 'explode' }, 'invalid_response_action'],
    ['errors under a block that is no input here', { response_action: 'errors', errors: { elsewhere: 'x' } }, 'unknown_block_in_errors'],
    ['no errors at all', { response_action: 'errors', errors: {} }, 'invalid_response_errors'],
    ['a view Slack refuses', { response_action: 'update', view: { type: 'modal' } }, 'invalid_arguments'],
  ])('keeps the modal and complains about %s', async (_name, answer, problem) => {
    await open();
    ack = answer;
    const delivery = await sandbox.as('U1').submit({ Note: 'x' });
    expect(delivery).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
    expect(sandbox.view('U1')?.callback_id).toBe('first');
  });

  it('tells the bot of a closed modal where it asked to be told', async () => {
    await open(view('told', { notify_on_close: true }));
    expect(await sandbox.as('U1').close()).toMatchObject({
      ok: true,
      status: 200,
      body: { type: 'view_closed', view: { callback_id: 'told' } },
    });
    await open();
    expect(await sandbox.as('U1').close()).toMatchObject({ ok: true, status: 0, body: undefined });
    await expect(sandbox.as('U1').close()).rejects.toThrow('no modal open');
  });
});

describe('updating', () => {
  it('guards with the hash, keeps the id and what was typed in the same inputs', async () => {
    const opened = await open();
    sandbox.as('U1').fillIn({ Note: 'kept' });
    const more = [...view('x').blocks, input('Why', { type: 'plain_text_input' })];
    await call('views.update', { view_id: opened.id, hash: opened.hash, view: view('second', { blocks: more }) });
    const now = sandbox.view('U1');
    expect(now).toMatchObject({
      id: opened.id,
      callback_id: 'second',
      state: { values: { note: { value: { value: 'kept' } }, why: { value: { value: null } } } },
    });
    expect(await errorOf(call('views.update', { view_id: opened.id, hash: opened.hash, view: view('third') }))).toBe('hash_conflict');
    await sandbox.as('U1').close();
    expect(await errorOf(call('views.update', { view_id: opened.id, view: view('third') }))).toBe('not_found');
  });

  it('finds a view by external_id, which only one view may have', async () => {
    await open(view('first', { external_id: 'lead-1' }));
    expect(await errorOf(open(view('other', { external_id: 'lead-1' }), 'U2'))).toBe('duplicate_external_id');
    await call('views.update', { external_id: 'lead-1', view: view('second', { external_id: 'lead-1' }) });
    expect(sandbox.view('U1')?.callback_id).toBe('second');
  });

  it('refuses a view over 250 KB and says where a view is wrong', async () => {
    const fat = Array.from({ length: 100 }, () => ({ type: 'section', text: plain('x'.repeat(3_000)) }));
    expect(await errorOf(open(view('fat', { blocks: fat })))).toBe('view_too_large');
    const wrong = open(view('x', { title: plain('x'.repeat(25)) }));
    await expect(wrong).rejects.toMatchObject({
      data: { response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] } },
    });
  });
});

describe('filling in', () => {
  const everything = view('all', {
    blocks: [
      input('Name', { type: 'plain_text_input', min_length: 2 }),
      input('Reason', {
        type: 'static_select',
        option_groups: [{ label: plain('g'), options: [{ text: plain('No budget'), value: 'no_budget' }] }],
      }),
      input('Tags', {
        type: 'multi_static_select',
        options: [
          { text: plain('A'), value: 'a' },
          { text: plain('B'), value: 'b' },
        ],
      }),
      input('Day', { type: 'datepicker' }),
      input('Owner', { type: 'users_select' }),
      input('Where', { type: 'conversations_select', initial_conversation: 'C1' }),
      input('Also', { type: 'multi_channels_select' }, { optional: true }),
      input('Size', { type: 'radio_buttons', options: [{ text: plain('Big'), value: 'big' }] }),
      input('Boxes', { type: 'checkboxes', options: [{ text: plain('One'), value: '1' }] }, { optional: true }),
      input('Mail', { type: 'email_text_input' }, { optional: true }),
      input('Count', { type: 'number_input', is_decimal_allowed: false, min_value: '1' }, { optional: true }),
    ],
  });
  const good = { Name: 'Ada', Reason: 'No budget', Tags: ['A', 'b'], Day: '2026-12-01', Owner: 'U2', Size: 'Big' };

  const stateOf = (delivery: Delivery): unknown => (delivery.body as { view: { state: { values: unknown } } }).view.state.values;

  it('writes each kind of answer as Slack does', async () => {
    await open(everything);
    expect(stateOf(await sandbox.as('U1').submit(good))).toMatchObject({
      name: { value: { type: 'plain_text_input', value: 'Ada' } },
      reason: { value: { type: 'static_select', selected_option: { text: plain('No budget'), value: 'no_budget' } } },
      tags: { value: { selected_options: [{ value: 'a' }, { value: 'b' }] } },
      day: { value: { type: 'datepicker', selected_date: '2026-12-01' } },
      owner: { value: { selected_user: 'U2' } },
      where: { value: { selected_conversation: 'C1' } },
      also: { value: { selected_channels: [] } },
      size: { value: { selected_option: { value: 'big' } } },
      boxes: { value: { type: 'checkboxes', selected_options: [] } },
      mail: { value: { value: null } },
    });
  });

  it.each([
    [{ Name: '' }, 'Name'],
    [{ Name: 'x' }, 'Name'],
    [{ Day: '2026-13-01' }, 'Day'],
    [{ Tags: [] }, 'Tags'],
    [{ Mail: 'nobody' }, 'Mail'],
    [{ Count: '0' }, 'Count'],
    [{ Count: '1.5' }, 'Count'],
  ])('keeps %j back', async (wrong, label) => {
    await open(everything);
    const held = await sandbox.as('U1').submit({ ...good, ...wrong });
    expect(held).toMatchObject({ ok: false, problem: 'not_submitted', body: undefined });
    expect(Object.keys(held.errors ?? {})).toEqual([label]);
    expect(await sandbox.as('U1').submit({ ...good, ...wrong }, { force: true })).toMatchObject({ ok: true });
  });

  it('says what there is when a label or an option does not exist', async () => {
    await open(everything);
    await expect(sandbox.as('U1').submit({ Nmae: 'x' })).rejects.toThrow('no input "Nmae". It has: "Name", "Reason"');
    await expect(sandbox.as('U1').choose('Reason', 'No money')).rejects.toThrow('no option "No money". It has: No budget');
  });
});

describe('App Home', () => {
  const home = { type: 'home', blocks: [{ type: 'section', text: plain('hello') }] };

  it('shows the last one published, to that person', async () => {
    expect(await call('views.publish', { user_id: 'U1', view: home })).toMatchObject({ ok: true });
    expect(sandbox.home('U1')?.blocks).toMatchObject([{ text: { text: 'hello' } }]);
    expect(sandbox.home('U2')).toBeUndefined();
    expect(await errorOf(call('views.publish', { user_id: 'U9', view: home }))).toBe('user_not_found');
    expect(await errorOf(call('views.publish', { user_id: 'U1', view: view('modal') }))).toBe('invalid_arguments');
  });
});
