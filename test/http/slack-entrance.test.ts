// Slack's way in, in HTTP mode, with the real Bolt behind it: what is not Slack's own ends at the door.
import { createHmac } from 'node:crypto';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, openDoor, openWire, start } from './door.ts';
import type { Answer, Door } from './door.ts';

const secret = 'signing-secret-of-this-test';
const canary = 'canary7f3a';
/** Of the machine, as Bolt reads it too; the door's clock stands still there. */
const nowSeconds = Math.floor(Date.now() / 1000);
/** What came out on Bolt's other side. */
const commands: string[] = [];
let reached = 0;
let door: Door;

beforeAll(async () => {
  const receiver = new HTTPReceiver({ signingSecret: secret, endpoints: '/slack/events', logLevel: LogLevel.ERROR });
  const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1' }), logLevel: LogLevel.ERROR });
  app.command('/lead', async ({ command, ack }) => {
    commands.push(command.text);
    await ack('done');
  });
  door = await openDoor({
    slack: (req, res) => {
      reached += 1;
      receiver.requestListener(req, res);
    },
  });
  door.pass(nowSeconds * 1000 - start);
});
afterAll(() => door.stop());
beforeEach(() => {
  commands.length = 0;
  reached = 0;
});

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
const command = (text: string): string =>
  form({ command: '/lead', text, team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: '1.1' });

function signed(body: string, more: { seconds?: number | string; key?: string } = {}): Record<string, string> {
  const timestamp = String(more.seconds ?? nowSeconds);
  const signature = createHmac('sha256', more.key ?? secret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}

function call(body: string, headers: Record<string, string>, path = '/slack/events'): Promise<Answer> {
  return ask(`${door.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body });
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

describe('F35: what is let in', () => {
  const body = command(canary);
  const cases: [string, Record<string, string>, string][] = [
    ['no headers at all', { 'content-type': 'application/json' }, '/slack/events'],
    ['no signature', without(signed(body), 'x-slack-signature'), '/slack/events'],
    ['no timestamp', without(signed(body), 'x-slack-request-timestamp'), '/slack/events'],
    ['301 s in the past', signed(body, { seconds: nowSeconds - 301 }), '/slack/events'],
    ['301 s in the future', signed(body, { seconds: nowSeconds + 301 }), '/slack/events'],
    ['years in the future', signed(body, { seconds: nowSeconds + 1e8 }), '/slack/events'],
    ['the future, by another spelling of the path', signed(body, { seconds: nowSeconds + 301 }), '/slack/./events'],
    ['the future, by yet another', signed(body, { seconds: nowSeconds + 301 }), '/slack/%2e/events'],
    ['an empty timestamp', signed(body, { seconds: '' }), '/slack/events'],
    ['a timestamp that is not whole', signed(body, { seconds: `${nowSeconds}.5` }), '/slack/events'],
    ['a timestamp in another notation', signed(body, { seconds: nowSeconds.toExponential() }), '/slack/events'],
    ['two timestamps', signed(body, { seconds: `${nowSeconds}, ${nowSeconds}` }), '/slack/events'],
    ['words for a timestamp', signed(body, { seconds: 'now' }), '/slack/events'],
  ];

  it.each(cases)('401 before Bolt: %s', async (_name, headers, path) => {
    const answer = await overTheWire(path, body, headers);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toMatch(/application\/problem\+json/);
    expect(answer).not.toContain(canary);
    expect([reached, commands]).toEqual([0, []]);
    expect(door.logLines.join()).not.toContain(canary);
  });

  it.each([
    ['another secret', signed(body, { key: 'other' })],
    ['the signature of another body', signed(`${body}x`)],
    ['half a signature', { ...signed(body), 'x-slack-signature': 'v0=' }],
    ['another version', { ...signed(body), 'x-slack-signature': signed(body)['x-slack-signature']?.replace('v0', 'v1') ?? '' }],
  ])('401 by Bolt: %s', async (_name, headers) => {
    const answer = await call(body, headers);
    expect([answer.status, answer.text, commands]).toEqual([401, '', []]);
  });

  it.each([-240, 0, 300])('what Slack signed %i s away reaches Bolt with its body unread', async (seconds) => {
    const text = `find ${canary}`;
    const body = command(text);
    expect(await call(body, signed(body, { seconds: nowSeconds + seconds }))).toMatchObject({ status: 200, text: 'done' });
    expect(commands).toEqual([text]);
  });
});

describe('F38: the trivial ones', () => {
  it('ssl_check, signed or not, is answered and does nothing', async () => {
    const body = form({ ssl_check: '1', token: 'legacy' });
    expect(await call(body, {})).toMatchObject({ status: 200, text: '' });
    expect(reached).toBe(0);
    expect(await call(body, signed(body))).toMatchObject({ status: 200, text: '' });
    expect(commands).toEqual([]);
  });

  it('a command or a payload smuggled into ssl_check does nothing', async () => {
    const payload = JSON.stringify({ type: 'block_actions', actions: [] });
    for (const body of [form({ ssl_check: '1', payload }), `ssl_check=1&${command('add')}`, `${command('add')}&ssl_check=1`]) {
      expect(await call(body, {})).toMatchObject({ status: 200, text: '' });
    }
    expect([reached, commands]).toEqual([0, []]);
  });

  it('an unsigned form that is no ssl_check, or a large one, is refused', async () => {
    for (const body of [command('add'), form({ ssl_check: '2' }), form({ ssl_check: 'true' }), `ssl_check=1&x=${'x'.repeat(5000)}`, '']) {
      expect((await call(body, {})).status).toBe(401);
    }
    expect(reached).toBe(0);
  });

  it('url_verification is answered when it is signed', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c-1' });
    const headers = { ...signed(body), 'content-type': 'application/json' };
    expect(await call(body, headers)).toMatchObject({ status: 200, body: { challenge: 'c-1' } });
    expect((await call(body, { 'content-type': 'application/json' })).status).toBe(401);
  });
});

describe('other ways to ask', () => {
  it('405 for a GET, 404 for a path that Bolt does not know', async () => {
    const get = await ask(`${door.url}/slack/events`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await ask(`${door.url}/slack/install`)).status).toBe(404);
    expect((await call('x=1', signed('x=1'), '/slack/other')).status).toBe(404);
  });

  it('in Socket Mode says so, whoever asks', async () => {
    const socketMode = await openDoor({ slack: null });
    for (const method of ['GET', 'POST']) {
      const answer = await ask(`${socketMode.url}/slack/events`, { method });
      expect(answer).toMatchObject({ status: 404, body: { detail: expect.stringContaining('Socket Mode') } });
    }
    await socketMode.stop();
  });
});

async function overTheWire(path: string, body: string, headers: Record<string, string>): Promise<string> {
  const wire = await openWire(door.server.port);
  const lines = Object.entries({ 'Content-Type': 'application/x-www-form-urlencoded', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  wire.send(
    `POST ${path} HTTP/1.1\r\nHost: bot.test\r\nConnection: close\r\nContent-Length: ${body.length}\r\n${lines.join('')}\r\n${body}`,
  );
  return wire.closed();
}
