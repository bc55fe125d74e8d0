// Faults on demand: each kind hits the calls it names, does what it says to the message, and goes away.
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Fault, Sandbox } from '../../src/sandbox/sandbox.ts';

let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await startSandbox({ isRateLimited: false });
  sandbox.addUser({ id: 'U1', name: 'ana' });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  sandbox.addChannel({ id: 'C2', name: 'other' });
  const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error' as never, setName() {} };
  client = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 300,
    logger: silent,
  });
});

afterEach(() => sandbox.stop());

const post = (channel = 'C1') => client.chat.postMessage({ channel, text: 'card' });

/** name, the fault, what the caller sees, and whether the message is there all the same. */
const KINDS: [string, Fault, object, boolean][] = [
  [
    'F06: error',
    { method: 'chat.postMessage', kind: 'error', error: 'invalid_blocks', extra: { errors: ['x'] } },
    { data: { error: 'invalid_blocks', errors: ['x'] } },
    false,
  ],
  ['F05: errorAfter', { method: 'chat.postMessage', kind: 'errorAfter', error: 'fatal_error' }, { data: { error: 'fatal_error' } }, true],
  ['F01: rateLimit', { method: 'chat.postMessage', kind: 'rateLimit', retryAfter: 7 }, { retryAfter: 7 }, false],
  ['dropBefore', { method: 'chat.postMessage', kind: 'dropBefore' }, { code: 'slack_webapi_request_error' }, false],
  ['F02: dropAfter', { method: 'chat.postMessage', kind: 'dropAfter' }, { code: 'slack_webapi_request_error' }, true],
  ['F03: status, processed', { method: 'chat.postMessage', kind: 'status', status: 503, isProcessed: true }, { statusCode: 503 }, true],
  [
    'F03: status, not processed',
    { method: 'chat.postMessage', kind: 'status', status: 500, isProcessed: false },
    { statusCode: 500 },
    false,
  ],
  ['F04: hang, processed', { method: 'chat.postMessage', kind: 'hang', isProcessed: true }, { code: 'slack_webapi_request_error' }, true],
  [
    'F04: hang, not processed',
    { method: 'chat.postMessage', kind: 'hang', isProcessed: false },
    { code: 'slack_webapi_request_error' },
    false,
  ],
  ['F21: garbage, processed', { method: 'chat.postMessage', kind: 'garbage', body: '<html>', isProcessed: true }, {}, true],
  ['F21: garbage, not processed', { method: 'chat.postMessage', kind: 'garbage', body: '{"ok":tr', isProcessed: false }, {}, false],
];

describe('each kind of fault', () => {
  it.each(KINDS)('%s', async (_name, fault, seen, isStored) => {
    const handle = sandbox.fault(fault);
    const error: unknown = await post().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject(seen);
    expect(error).toBeInstanceOf(Error);
    expect(sandbox.messages('C1')).toHaveLength(isStored ? 1 : 0);
    expect(sandbox.calls('chat.postMessage')).toMatchObject([{ ok: false }]);
    expect(handle.hits).toBe(1);
    expect(await post()).toMatchObject({ ok: true });
  });

  it('delay answers late, and well', async () => {
    sandbox.fault({ method: 'chat.postMessage', kind: 'delay', delayMs: 60 });
    const startedAt = performance.now();
    expect(await post()).toMatchObject({ ok: true });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
  });
});

describe('which calls are hit', () => {
  it('one channel only, by either id of direct messages', async () => {
    const handle = sandbox.fault({ method: 'chat.postMessage', channel: 'C1', times: Infinity, kind: 'error', error: 'internal_error' });
    await expect(post('C1')).rejects.toThrow('internal_error');
    await expect(post('C1')).rejects.toThrow('internal_error');
    expect(await post('C2')).toMatchObject({ ok: true });
    expect(handle.hits).toBe(2);
    handle.cleared();
    expect(await post('C1')).toMatchObject({ ok: true });
    const { channel } = await post('U1');
    sandbox.fault({ method: 'chat.postMessage', channel: 'U1', kind: 'error', error: 'internal_error' });
    await expect(post(channel)).rejects.toThrow('internal_error');
  });

  it('methods by pattern, as often as told', async () => {
    const handle = sandbox.fault({ method: /^chat\./, times: 2, kind: 'error', error: 'internal_error' });
    expect(await client.auth.test()).toMatchObject({ ok: true });
    await expect(post()).rejects.toThrow('internal_error');
    await expect(client.chat.delete({ channel: 'C1', ts: '1.0' })).rejects.toThrow('internal_error');
    expect(await post()).toMatchObject({ ok: true });
    expect(handle.hits).toBe(2);
  });

  it('a hanging call is let go when the fault is cleared', async () => {
    const handle = sandbox.fault({ method: 'chat.postMessage', kind: 'hang', isProcessed: false });
    const patient = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } });
    const call = patient.chat.postMessage({ channel: 'C1', text: 'x' });
    const failed = expect(call).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    await sandbox.waitFor(() => handle.hits === 1);
    expect(sandbox.calls('chat.postMessage')).toMatchObject([{ isDone: false }]);
    handle.cleared();
    await failed;
  });
});

describe('waiting', () => {
  it('lists the last calls when nothing comes', async () => {
    await post();
    await expect(sandbox.waitFor(() => sandbox.messages('C2')[0], 30)).rejects.toThrow(
      /Waited 30 ms for: .*C2[\s\S]*chat\.postMessage ok .*"card"/,
    );
  });

  it('takes a look that throws for not yet', async () => {
    const later = sandbox.waitFor(() => sandbox.messages('C1')[0]!.text);
    await post();
    expect(await later).toBe('card');
  });
});
