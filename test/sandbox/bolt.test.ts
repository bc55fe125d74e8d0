// A real Bolt app against the sandbox, over a real WebSocket and over real HTTP.
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { CARD, startTinyBot, type TinyBot } from './tiny-bot.ts';

describe.each(['socket', 'http'] as const)('a Bolt app by %s', (mode) => {
  let sandbox: Sandbox;
  let bot: TinyBot;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.addUser({ id: 'U1', name: 'ana' });
    sandbox.addUser({ id: 'U2', name: 'ben' });
    sandbox.addChannel({ id: 'C1', name: 'leads' });
    bot = await startTinyBot(sandbox, mode);
  });

  afterEach(async () => {
    await bot.stop();
    await sandbox.stop();
  });

  const postCard = () => bot.app.client.chat.postMessage({ channel: 'C1', text: 'Ada', blocks: CARD });
  const cardShown = async () => {
    await postCard();
    return sandbox.waitFor(() => sandbox.messages('C1')[0]);
  };

  it('opens a modal for the person who pressed', async () => {
    const card = await cardShown();
    const delivery = await sandbox.as('U1').click(card, { label: 'Claim' });
    expect(delivery).toMatchObject({ ok: true, status: 200 });
    const view = await sandbox.waitFor(() => sandbox.view('U1'));
    expect(view).toMatchObject({ callback_id: 'judge', private_metadata: 'L1' });
    expect(sandbox.view('U2')).toBeUndefined();
  });

  it('keeps a submitted modal open with errors under the label, closes it on a plain ack', async () => {
    await sandbox.as('U1').click(await cardShown(), { label: 'Claim' });
    await sandbox.waitFor(() => sandbox.view('U1'));
    const first = await sandbox.as('U1').submit({ Reason: 'Other' });
    expect(first).toMatchObject({ ok: true, errors: { Note: 'Tell us why' }, errorsByBlock: { note: 'Tell us why' } });
    expect(sandbox.view('U1')).toBeDefined();
    const second = await sandbox.as('U1').submit({ Note: 'because' });
    expect(second).toMatchObject({ ok: true });
    expect(second.errors).toBeUndefined();
    expect(sandbox.view('U1')).toBeUndefined();
  });

  it('holds back a form whose required input is empty, unless forced', async () => {
    await sandbox.as('U1').click(await cardShown(), { label: 'Claim' });
    await sandbox.waitFor(() => sandbox.view('U1'));
    const held = await sandbox.as('U1').submit({});
    expect(held).toMatchObject({ ok: false, status: 0, errors: { Reason: 'Please complete this required field.' } });
    expect(bot.seen.filter(({ what }) => what === 'judge')).toHaveLength(0);
    await sandbox.as('U1').submit({}, { force: true });
    expect(bot.seen.filter(({ what }) => what === 'judge')).toHaveLength(1);
  });

  it('tells the bot of a choice at once where the input asks for it, and keeps what was typed through an update', async () => {
    await sandbox.as('U1').click(await cardShown(), { label: 'Claim' });
    await sandbox.waitFor(() => sandbox.view('U1'));
    sandbox.as('U1').fillIn({ Note: 'half a sentence' });
    await sandbox.as('U1').choose('Reason', 'No budget');
    const view = await sandbox.waitFor(() => {
      const now = sandbox.view('U1');
      return now?.blocks.length === 3 ? now : undefined;
    });
    expect(view.state.values.note?.value?.value).toBe('half a sentence');
    expect(view.state.values.reason?.value?.selected_option).toMatchObject({ value: 'no_budget' });
  });

  it('answers a command privately', async () => {
    const delivery = await sandbox.as('U1').command('/lead find bob');
    expect(delivery).toMatchObject({ ok: true, response: { text: 'You said: find bob' } });
    expect(sandbox.ephemerals('U1')).toMatchObject([{ channel: 'C1', text: 'You said: find bob' }]);
    expect(sandbox.ephemerals('U2')).toEqual([]);
  });

  it('opens a modal from a shortcut and closes it', async () => {
    await sandbox.as('U2').shortcut('add_lead');
    await sandbox.waitFor(() => sandbox.view('U2'));
    expect(await sandbox.as('U2').close()).toMatchObject({ ok: true });
    expect(sandbox.view('U2')).toBeUndefined();
  });

  it('publishes an App Home whose buttons work', async () => {
    expect(await sandbox.as('U1').openHome()).toMatchObject({ ok: true, status: 200 });
    await sandbox.waitFor(() => sandbox.home('U1'));
    await sandbox.as('U1').clickHome('Claim');
    await sandbox.waitFor(() => sandbox.view('U1'));
    expect(bot.seen.at(-1)?.body).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  });

  it('finds menu options by label and serves response_url', async () => {
    await sandbox.as('U1').click(await cardShown(), { label: 'Whisper' });
    await sandbox.waitFor(() => sandbox.ephemerals('U1').length === 1);
    expect(bot.seen.at(-1)?.body).toMatchObject({ actions: [{ type: 'overflow', selected_option: { value: 'whisper:L1' } }] });
    expect(sandbox.ephemerals('U1')).toMatchObject([{ text: 'only you' }]);
  });

  it('sends what no card offers', async () => {
    const delivery = await sandbox.as('U1').clickRaw({ action_id: 'claim', value: 'forged', block_id: 'old' });
    expect(delivery.ok).toBe(true);
    const view = await sandbox.waitFor(() => sandbox.view('U1'));
    expect(view.private_metadata).toBe('forged');
  });

  it('replays a delivery as it was', async () => {
    const delivery = await sandbox.as('U1').command('/lead help');
    const again = await sandbox.redeliver(delivery);
    expect(again).toMatchObject({ ok: true, response: { text: 'You said: help' } });
    expect(bot.seen[1]?.body).toEqual(bot.seen[0]?.body);
    expect(sandbox.ephemerals('U1')).toHaveLength(1);
  });

  it('lets no trigger be used when it is too late', async () => {
    sandbox.expireTriggers();
    await sandbox.as('U1').click(await cardShown(), { label: 'Claim' });
    await sandbox.waitFor(() => sandbox.calls('views.open').find((call) => call.error === 'expired_trigger_id'));
    expect(sandbox.view('U1')).toBeUndefined();
  });
});

describe('a Bolt app whose connection ends', () => {
  it.each(['refresh_requested', 'warning', 'abrupt'] as const)('comes back by itself after: %s', async (reason) => {
    const sandbox = await startSandbox();
    sandbox.addUser({ id: 'U1', name: 'ana' });
    const installerOptions = { clientOptions: { slackApiUrl: sandbox.apiUrl } };
    const receiver = new SocketModeReceiver({
      appToken: sandbox.appToken,
      clientPingTimeout: 300,
      installerOptions,
      logLevel: LogLevel.ERROR,
    });
    const app = new App({ token: sandbox.botToken, receiver, clientOptions: { slackApiUrl: sandbox.apiUrl }, convoStore: false });
    app.command('/lead', ({ ack }) => ack('here'));
    await app.start();
    await sandbox.waitFor(() => sandbox.socketConnections() === 1);
    sandbox.dropSockets(reason);
    await sandbox.waitFor(() => sandbox.socketConnections() === 0);
    expect(await sandbox.as('U1').command('/lead')).toMatchObject({ ok: false, problem: 'no_connection' });
    await sandbox.waitFor(() => sandbox.socketConnections() === 1);
    expect(await sandbox.as('U1').command('/lead')).toMatchObject({ ok: true, response: { text: 'here' } });
    expect(sandbox.calls('apps.connections.open')).toHaveLength(2);
    await app.stop();
    await sandbox.waitFor(() => sandbox.socketConnections() === 0);
    await sandbox.stop();
  });
});

describe('F27: a click before the poster knows the ts', () => {
  it('arrives while chat.postMessage has not answered yet', async () => {
    const sandbox = await startSandbox();
    sandbox.addUser({ id: 'U1', name: 'ana' });
    sandbox.addChannel({ id: 'C1', name: 'leads' });
    const bot = await startTinyBot(sandbox, 'socket');
    sandbox.fault({ method: 'chat.postMessage', kind: 'delay', delayMs: 400 });
    let isAnswered = false;
    const posting = bot.app.client.chat.postMessage({ channel: 'C1', text: 'Ada', blocks: CARD }).then(() => {
      isAnswered = true;
    });
    const card = await sandbox.waitFor(() => sandbox.messages('C1')[0]);
    await sandbox.as('U1').click(card, { label: 'Claim' });
    expect(isAnswered).toBe(false);
    await posting;
    await sandbox.waitFor(() => sandbox.view('U1'));
    await bot.stop();
    await sandbox.stop();
  });
});
