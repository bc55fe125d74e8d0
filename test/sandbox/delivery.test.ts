// Deliveries: signatures, deadlines, retries, replays, hostile requests, and sockets that come and go.
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

interface Got {
  headers: IncomingMessage['headers'];
  body: string;
}

let sandbox: Sandbox;
let stopAll: (() => void)[];

beforeEach(async () => {
  stopAll = [];
  sandbox = await startSandbox();
  sandbox.addUser({ id: 'U1', name: 'ana' });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
});

afterEach(async () => {
  for (const stop of stopAll) stop();
  await sandbox.stop();
});

/** A bot by HTTP that answers as told and remembers what it got. */
async function listener(answer: (got: Got, count: number) => { status: number; body?: string } | undefined): Promise<Got[]> {
  const got: Got[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      got.push(one);
      const reply = answer(one, got.length);
      if (reply !== undefined) response.writeHead(reply.status).end(reply.body ?? '');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  sandbox.deliverTo(`http://127.0.0.1:${address.port}/slack/events`);
  stopAll.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return got;
}

const isSigned = ({ headers, body }: Got): boolean =>
  isValidSlackRequest({
    signingSecret: sandbox.signingSecret,
    body,
    headers: {
      'x-slack-signature': String(headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    },
  });

describe('by HTTP', () => {
  it('signs what it sends, in the encoding of its kind', async () => {
    const got = await listener(() => ({ status: 200 }));
    const ana = sandbox.as('U1');
    await ana.command('/lead find "a & b"');
    await ana.shortcut('add_lead');
    await ana.openHome();
    expect(got.map(isSigned)).toEqual([true, true, true]);
    expect(got.map(({ headers }) => headers['content-type'])).toEqual([
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded',
      'application/json',
    ]);
    expect(Object.fromEntries(new URLSearchParams(got[0]?.body))).toMatchObject({
      command: '/lead',
      text: 'find "a & b"',
      user_id: 'U1',
      team_id: sandbox.teamId,
    });
    expect(JSON.parse(new URLSearchParams(got[1]?.body).get('payload') ?? '')).toMatchObject({ type: 'shortcut', callback_id: 'add_lead' });
    expect(JSON.parse(got[2]?.body ?? '')).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_home_opened', user: 'U1', tab: 'home' },
    });
  });

  it('gives up after three seconds', async () => {
    await listener(() => undefined);
    const delivery = await sandbox.as('U1').command('/lead help');
    expect(delivery).toMatchObject({ ok: false, status: 0, problem: 'operation_timeout' });
    expect(delivery.ms).toBeGreaterThan(2_900);
  }, 10_000);

  it('tells an error and a bot that is not there apart', async () => {
    await listener(() => ({ status: 500 }));
    expect(await sandbox.as('U1').command('/lead')).toMatchObject({ ok: false, status: 500, problem: 'dispatch_failed' });
    sandbox.deliverTo('http://127.0.0.1:1/slack/events');
    expect(await sandbox.as('U1').command('/lead')).toMatchObject({ ok: false, status: 0, problem: 'no_connection' });
  });

  it('F23: retries an event at once, once, and an interaction never', async () => {
    const got = await listener((_got, count) => ({ status: count === 1 ? 500 : 200 }));
    expect(await sandbox.as('U1').openHome()).toMatchObject({ ok: true });
    expect(got).toHaveLength(2);
    expect(got[1]?.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' });
    expect(got[1]?.body).toBe(got[0]?.body);
    await sandbox.as('U1').shortcut('add_lead');
    expect(got).toHaveLength(3);
  });

  it('F36: redelivers the same bytes under the same signature', async () => {
    const got = await listener(() => ({ status: 200 }));
    const delivery = await sandbox.as('U1').shortcut('add_lead');
    await sandbox.redeliver(delivery);
    await sandbox.redeliver(delivery, { retryNum: 2 });
    expect(got[1]).toEqual(got[0]);
    expect(got[2]?.body).toBe(got[0]?.body);
    expect(got[2]?.headers).toMatchObject({ 'x-slack-retry-num': '2' });
  });

  it('F35: sends hostile requests: wrong secret, stale, tampered, unsigned', async () => {
    const got = await listener((one) => ({ status: isSigned(one) ? 200 : 401, body: 'seen' }));
    const body = 'payload=%7B%7D';
    const old = Math.floor(Date.now() / 1000) - 301;
    expect(await sandbox.signedRequest({ body })).toEqual({ status: 200, text: 'seen' });
    expect(await sandbox.signedRequest({ body, secret: 'wrong' })).toMatchObject({ status: 401 });
    expect(await sandbox.signedRequest({ body, timestamp: old })).toMatchObject({ status: 401 });
    await sandbox.signedRequest({ body, headers: { 'x-slack-signature': '' } });
    expect(got.at(-1)?.headers).not.toHaveProperty('x-slack-signature');
  });

  it('refuses what a command answers with broken blocks', async () => {
    await listener(() => ({ status: 200, body: JSON.stringify({ text: 'x', blocks: [{ type: 'banner' }] }) }));
    expect(await sandbox.as('U1').command('/lead')).toMatchObject({ ok: false, problem: 'invalid_blocks' });
    expect(sandbox.ephemerals('U1')).toEqual([]);
  });
});

describe('response_url', () => {
  const use = async (url: string, body: object): Promise<{ status: number; error: unknown }> => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    const { error } = (await response.json()) as { error?: unknown };
    return { status: response.status, error };
  };

  it('F32: serves five times, then 404', async () => {
    const got = await listener(() => ({ status: 200 }));
    await sandbox.as('U1').command('/lead');
    const url = new URLSearchParams(got[0]?.body).get('response_url') ?? '';
    for (const text of ['1', '2', '3', '4']) expect(await use(url, { text })).toMatchObject({ status: 200 });
    expect(await use(url, { text: '5', response_type: 'in_channel' })).toMatchObject({ status: 200 });
    expect(await use(url, { text: '6' })).toEqual({ status: 404, error: 'used_url' });
    expect(sandbox.ephemerals('U1').map(({ text }) => text)).toEqual(['1', '2', '3', '4']);
    expect(sandbox.messages('C1').map(({ text }) => text)).toEqual(['5']);
  });

  it('F32: expires after thirty minutes', async () => {
    let clock = Date.now();
    const old = await startSandbox({ now: () => clock });
    stopAll.push(() => void old.stop());
    old.addUser({ id: 'U1', name: 'ana' });
    const delivery = await old.as('U1').command('/lead');
    const url = (delivery.body as { response_url: string }).response_url;
    clock += 30 * 60_000 + 1;
    expect(await use(url, { text: 'x' })).toEqual({ status: 404, error: 'expired_url' });
  });

  it('replaces and deletes what was pressed, private or not', async () => {
    const got = await listener(() => ({ status: 200 }));
    const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
    const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] }];
    await client.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'sure?', blocks });
    const urlOf = (one: Got | undefined): string =>
      (JSON.parse(new URLSearchParams(one?.body).get('payload') ?? '{}') as { response_url: string }).response_url;
    await sandbox.as('U1').clickEphemeral('Go');
    await use(urlOf(got[0]), { text: 'done', replace_original: true });
    expect(sandbox.ephemerals('U1')).toMatchObject([{ text: 'done' }]);
    await use(urlOf(got[0]), { delete_original: true });
    expect(sandbox.ephemerals('U1')).toEqual([]);
  });
});

describe('by socket', () => {
  const connect = async (onMessage: (message: Record<string, unknown>, socket: WebSocket) => void): Promise<WebSocket> => {
    const client = new WebClient(sandbox.appToken, { slackApiUrl: sandbox.apiUrl });
    const { url } = await client.apps.connections.open({});
    const socket = new WebSocket(url ?? '');
    socket.on('message', (data: Buffer) => onMessage(JSON.parse(data.toString()) as Record<string, unknown>, socket));
    stopAll.push(() => socket.terminate());
    const before = sandbox.socketConnections();
    await sandbox.waitFor(() => sandbox.socketConnections() > before || socket.readyState === socket.CLOSED);
    return socket;
  };
  const acking = (seen: Record<string, unknown>[]) => (message: Record<string, unknown>, socket: WebSocket) => {
    seen.push(message);
    if (message.envelope_id !== undefined) socket.send(JSON.stringify({ envelope_id: message.envelope_id, payload: { text: 'ack' } }));
  };

  it('greets, then sends envelopes and takes their acknowledgements', async () => {
    const seen: Record<string, unknown>[] = [];
    await connect(acking(seen));
    const delivery = await sandbox.as('U1').command('/lead help');
    expect(delivery).toMatchObject({ ok: true, status: 200, response: { text: 'ack' } });
    expect(seen).toMatchObject([
      { type: 'hello', num_connections: 1, connection_info: { app_id: 'A0SANDBOX' } },
      { type: 'slash_commands', accepts_response_payload: true, payload: { command: '/lead', text: 'help' } },
    ]);
  });

  it('sends each payload to one connection only', async () => {
    const seen: Record<string, unknown>[] = [];
    await connect(acking(seen));
    await connect(acking(seen));
    await sandbox.as('U1').command('/lead a');
    await sandbox.as('U1').command('/lead b');
    expect(seen.filter(({ type }) => type === 'slash_commands')).toHaveLength(2);
    expect(seen.filter(({ type }) => type === 'hello').map(({ num_connections: count }) => count)).toEqual([1, 2]);
  });

  it('takes a ticket once', async () => {
    const client = new WebClient(sandbox.appToken, { slackApiUrl: sandbox.apiUrl });
    const { url } = await client.apps.connections.open({});
    const first = new WebSocket(url ?? '');
    await new Promise((resolve) => {
      first.on('open', resolve);
    });
    stopAll.push(() => first.terminate());
    const second = new WebSocket(url ?? '');
    const error = await new Promise<Error>((resolve) => {
      second.on('error', resolve);
    });
    expect(error.message).toContain('403');
  });

  it('has nobody to deliver to, or loses the one it had', async () => {
    expect(await sandbox.as('U1').command('/lead')).toMatchObject({ ok: false, problem: 'no_connection' });
    await connect((message, socket) => {
      if (message.type === 'slash_commands') socket.terminate();
    });
    expect(await sandbox.as('U1').command('/lead')).toMatchObject({ ok: false, problem: 'connection_lost' });
  });

  it('announces the end of a connection, or cuts it', async () => {
    const seen: Record<string, unknown>[] = [];
    await connect(acking(seen));
    sandbox.dropSockets('refresh_requested');
    await sandbox.waitFor(() => seen.some(({ type, reason }) => type === 'disconnect' && reason === 'refresh_requested'));
    sandbox.dropSockets('abrupt');
    await sandbox.waitFor(() => sandbox.socketConnections() === 0);
  });

  it('F23: sends the same event again with its retry number', async () => {
    const seen: Record<string, unknown>[] = [];
    await connect(acking(seen));
    const delivery = await sandbox.as('U1').openHome();
    await sandbox.redeliver(delivery, { retryNum: 3 });
    const events = seen.filter(({ type }) => type === 'events_api');
    expect(events).toMatchObject([{ retry_attempt: 0 }, { retry_attempt: 3, retry_reason: 'http_timeout' }]);
    expect(events[1]?.payload).toEqual(events[0]?.payload);
    expect(events[1]?.envelope_id).not.toBe(events[0]?.envelope_id);
  });
});
