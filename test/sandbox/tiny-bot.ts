// A tiny real Bolt app for the sandbox's own tests: one card, one modal, one command, one App Home.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export const CARD: KnownBlock[] = [
  { type: 'section', block_id: 'what', text: { type: 'mrkdwn', text: '*Ada*' } },
  {
    type: 'actions',
    block_id: 'moves',
    elements: [
      { type: 'button', action_id: 'claim', value: 'L1', text: { type: 'plain_text', text: 'Claim' } },
      {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: { type: 'plain_text', text: 'Add a note' }, value: 'note:L1' },
          { text: { type: 'plain_text', text: 'Whisper' }, value: 'whisper:L1' },
        ],
      },
    ],
  },
];

const MODAL: ModalView = {
  type: 'modal',
  callback_id: 'judge',
  private_metadata: 'L1',
  title: { type: 'plain_text', text: 'Unqualified' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      dispatch_action: true,
      label: { type: 'plain_text', text: 'Reason' },
      element: {
        type: 'static_select',
        action_id: 'value',
        options: [
          { text: { type: 'plain_text', text: 'No budget' }, value: 'no_budget' },
          { text: { type: 'plain_text', text: 'Other' }, value: 'other' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: { type: 'plain_text', text: 'Note' },
      element: { type: 'plain_text_input', action_id: 'value', max_length: 200 },
    },
  ],
};

export interface TinyBot {
  app: App;
  seen: { what: string; body: unknown }[];
  stop(): Promise<void>;
}

/** Starts the bot against the sandbox, in Socket Mode or with an HTTP receiver on a free port. */
export async function startTinyBot(sandbox: Sandbox, mode: 'socket' | 'http'): Promise<TinyBot> {
  const clientOptions = { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 2_000 };
  const quiet = { token: sandbox.botToken, logLevel: LogLevel.ERROR, clientOptions, convoStore: false as const };
  const receiver = mode === 'http' ? new HTTPReceiver({ signingSecret: sandbox.signingSecret, logLevel: LogLevel.ERROR }) : undefined;
  const app =
    receiver === undefined ? new App({ ...quiet, socketMode: true, appToken: sandbox.appToken }) : new App({ ...quiet, receiver });
  const seen: TinyBot['seen'] = [];
  listen(app, seen);
  if (receiver === undefined) {
    await app.start();
    await sandbox.waitFor(() => sandbox.socketConnections() === 1);
  } else {
    const server = await receiver.start(0);
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    sandbox.deliverTo(`http://127.0.0.1:${address.port}/slack/events`);
  }
  const stop = async (): Promise<void> => {
    await app.stop();
    await sandbox.waitFor(() => sandbox.socketConnections() === 0);
  };
  return { app, seen, stop };
}

function listen(app: App, seen: TinyBot['seen']): void {
  app.action('claim', async ({ ack, body, client, action }) => {
    await ack();
    seen.push({ what: 'claim', body });
    if (body.type !== 'block_actions') return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: { ...MODAL, private_metadata: 'value' in action ? String(action.value) : '' },
    });
  });
  app.action('more', async ({ ack, body, respond }) => {
    await ack();
    seen.push({ what: 'more', body });
    await respond({ text: 'only you', response_type: 'ephemeral', replace_original: false });
  });
  app.action({ block_id: 'reason', action_id: 'value' }, async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.view === undefined) return;
    const { blocks } = MODAL;
    const extra: KnownBlock = { type: 'context', elements: [{ type: 'mrkdwn', text: 'Tell us more' }] };
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: { ...MODAL, blocks: [...blocks, extra] } });
  });
  app.view('judge', async ({ ack, view, body }) => {
    seen.push({ what: 'judge', body });
    const values = view.state.values;
    const reason = values.reason?.value?.selected_option?.value;
    const note = values.note?.value?.value;
    if (reason === 'other' && !note) await ack({ response_action: 'errors', errors: { note: 'Tell us why' } });
    else await ack();
  });
  app.command('/lead', async ({ ack, command }) => {
    seen.push({ what: 'command', body: command });
    await ack({ text: `You said: ${command.text}`, response_type: 'ephemeral' });
  });
  app.shortcut('add_lead', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: MODAL });
  });
  app.event('app_home_opened', async ({ event, client, body }) => {
    seen.push({ what: 'home', body });
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: CARD } });
  });
}
