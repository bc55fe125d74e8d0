// A workspace that is stopped, kept as JSON and started again goes on as if nothing had happened.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions, Snapshot } from '../../src/sandbox/sandbox.ts';
import { readSnapshot } from '../../src/sandbox/snapshot.ts';
import { microsFromTs } from '../../src/sandbox/timestamps.ts';
import { callApi } from './limit-rows.ts';
import { actions, button, divider, input, modal, section, type Json } from './samples.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

async function started(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ isRateLimited: false, now: () => NOON, ...options });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

const call = async (sandbox: Sandbox, method: string, args: Json): Promise<Json> => {
  const answer = await callApi(sandbox, method, args);
  expect(answer).toMatchObject({ ok: true });
  return answer;
};
const post = async (sandbox: Sandbox, text: string, more: Json = {}): Promise<string> =>
  String((await call(sandbox, 'chat.postMessage', { channel: 'C1', text, ...more })).ts);
const trigger = async (sandbox: Sandbox): Promise<string> => (await sandbox.as('U1').shortcut('x')).triggerId ?? '';
/** As a file would give it back. */
const throughJson = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot)) as Snapshot;

/** A workspace with something of everything. */
async function lived(): Promise<{ sandbox: Sandbox; card: string; lost: string }> {
  const sandbox = await started();
  sandbox.addUser({ id: 'U1', name: 'ana', isAdmin: true });
  sandbox.addUser({ id: 'U2', name: 'ben' });
  sandbox.updateUser('U2', { name: 'benno', isDeleted: true });
  sandbox.addChannel({ id: 'C1', name: 'leads' });
  sandbox.addChannel({ id: 'G1', name: 'secret', isPrivate: true, members: ['U1'] });
  sandbox.rename('C1', 'hot-leads');
  sandbox.archive('G1');
  sandbox.addUserGroup({ id: 'S1', handle: 'sales', users: ['U1'] });
  const metadata = { event_type: 'card', event_payload: { id: 'L1', tries: [1, 2] } };
  const card = await post(sandbox, 'Ada', { metadata, attachments: [{ color: '#fff' }], blocks: [section(), actions(button())] });
  await post(sandbox, 'a reply', { thread_ts: card, reply_broadcast: true });
  sandbox.as('U1').say('C1', 'thanks', card);
  const lost = await post(sandbox, 'gone soon');
  await post(sandbox, 'under it', { thread_ts: lost });
  sandbox.deleteMessage('C1', lost);
  const plain = await post(sandbox, 'first');
  await call(sandbox, 'chat.update', { channel: 'C1', ts: plain, text: 'second' });
  await call(sandbox, 'chat.postMessage', { channel: 'U1', text: 'hello, Ana' });
  await call(sandbox, 'chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst', blocks: [section()] });
  await call(sandbox, 'views.publish', { user_id: 'U1', view: { type: 'home', external_id: 'home-1', blocks: [section(), input()] } });
  await call(sandbox, 'views.open', { trigger_id: await trigger(sandbox), view: modal([divider]) });
  return { sandbox, card, lost };
}

/** What people see and the bot can ask for. */
async function everything(sandbox: Sandbox): Promise<Json> {
  sandbox.addScope('im:read');
  const ask = async (method: string, args: Json): Promise<Json> => ({
    ...(await call(sandbox, method, args)),
    response_metadata: undefined,
  });
  return {
    users: await ask('users.list', {}),
    channels: await ask('conversations.list', { types: 'public_channel,private_channel,im' }),
    groups: await ask('usergroups.list', { include_users: true }),
    history: await ask('conversations.history', { channel: 'C1', include_all_metadata: true }),
    messages: sandbox.messages('C1'),
    direct: sandbox.directMessages('U1'),
    ephemerals: sandbox.ephemerals('U1'),
    home: sandbox.home('U1'),
  };
}

describe('a restart', () => {
  it('brings back everything people see, in its order', async () => {
    const { sandbox, card, lost } = await lived();
    const snapshot = throughJson(sandbox.snapshot());
    const again = await started({ snapshot });
    expect(again.snapshot()).toEqual(sandbox.snapshot());
    expect(await everything(again)).toEqual(await everything(sandbox));
    expect(again.thread('C1', card)).toEqual(sandbox.thread('C1', card));
    expect(again.thread('C1', card)).toHaveLength(2);
    expect(again.thread('C1', lost)).toHaveLength(1);
    expect(again.message('C1', lost)).toBeUndefined();
  });

  it('is plain data of its own: no tokens, and later changes do not reach it', async () => {
    const { sandbox } = await lived();
    const snapshot = sandbox.snapshot();
    const text = JSON.stringify(snapshot);
    for (const secret of [sandbox.botToken, sandbox.appToken, sandbox.signingSecret]) expect(text).not.toContain(secret);
    await post(sandbox, 'later');
    sandbox.addUser({ id: 'U3', name: 'eve' });
    expect(JSON.stringify(snapshot)).toBe(text);
    expect(snapshot.version).toBe(1);
  });

  it('lets the bot update and press what was there before', async () => {
    const { sandbox, card } = await lived();
    const again = await started({ snapshot: throughJson(sandbox.snapshot()) });
    await call(again, 'chat.update', { channel: 'C1', ts: card, text: 'Ada, claimed' });
    const blocks = sandbox.message('C1', card)?.blocks ?? [];
    expect(blocks).toHaveLength(2);
    expect(again.message('C1', card)).toMatchObject({ text: 'Ada, claimed', metadata: { event_payload: { id: 'L1' } }, reply_count: 2 });
    await post(again, 'another reply', { thread_ts: card });
    expect(again.message('C1', card)).toMatchObject({ reply_count: 3 });
    const { hash } = sandbox.home('U1') ?? {};
    const home = { type: 'home', blocks: [divider] };
    await call(again, 'views.publish', { user_id: 'U1', hash, view: home });
    expect(await callApi(again, 'views.publish', { user_id: 'U1', hash, view: home })).toMatchObject({ error: 'hash_conflict' });
  });

  it('never gives an id, a timestamp or a trigger twice, even when the clock went back', async () => {
    const { sandbox } = await lived();
    const before = sandbox.snapshot();
    const old = await trigger(sandbox);
    const snapshot = throughJson(sandbox.snapshot());
    const again = await started({ snapshot, now: () => NOON - 86_400_000 });
    const ts = await post(again, 'after', { blocks: [divider] });
    const seen = [...before.messages, ...before.ephemerals].map((one) => microsFromTs(one.ts));
    expect(microsFromTs(ts)).toBeGreaterThan(Math.max(...seen, microsFromTs(snapshot.lastTs)));
    const blockId = again.message('C1', ts)?.blocks?.[0]?.block_id ?? '';
    expect(blockId).not.toBe('');
    expect(JSON.stringify(snapshot)).not.toContain(blockId);
    expect(await trigger(again)).not.toBe(old);
    expect(again.snapshot().lastId).toBeGreaterThan(snapshot.lastId);
    expect(again.messages('C1').at(-1)?.text).toBe('after');
  });

  it('keeps no open modal, no trigger and no response_url', async () => {
    const { sandbox } = await lived();
    const id = await trigger(sandbox);
    const again = await started({ snapshot: throughJson(sandbox.snapshot()) });
    expect(sandbox.view('U1')).toBeDefined();
    expect(again.view('U1')).toBeUndefined();
    expect(await callApi(again, 'views.open', { trigger_id: id, view: modal([divider]) })).toMatchObject({ error: 'invalid_trigger_id' });
    const { body } = await sandbox.as('U1').command('/x');
    const path = /\/response\/\w+/.exec(JSON.stringify(body))?.[0] ?? '';
    const later = await started({ snapshot: throughJson(sandbox.snapshot()) });
    const answer = async (from: Sandbox): Promise<number> =>
      (await fetch(`${from.url}${path}`, { method: 'POST', body: '{"text":"hi"}' })).status;
    expect([await answer(sandbox), await answer(later)]).toEqual([200, 404]);
  });

  it('goes on from an empty workspace as well', async () => {
    const empty = await started();
    const again = await started({ snapshot: throughJson(empty.snapshot()) });
    again.addChannel({ id: 'C1', name: 'leads' });
    expect(await post(again, 'a')).toBe(`${NOON / 1000}.000000`);
  });
});

describe('a snapshot that cannot be used', () => {
  const good = async (): Promise<Snapshot> => throughJson((await lived()).sandbox.snapshot());
  const broken = (value: unknown): Snapshot => JSON.parse(JSON.stringify(value)) as Snapshot;

  it('of another version is refused in a sentence', async () => {
    const snapshot = broken({ ...(await good()), version: 2 });
    await expect(startSandbox({ snapshot })).rejects.toThrow(
      'The saved workspace has version 2 and this program reads version 1; start without it to begin with a new workspace.',
    );
  });

  it('of another team is refused in a sentence', async () => {
    await expect(startSandbox({ snapshot: await good(), teamId: 'T0OTHER' })).rejects.toThrow('belongs to team T0SANDBOX');
  });

  it.each<[string, (snapshot: Snapshot) => unknown, string]>([
    ['no object', () => 'hello', 'as a whole'],
    ['an empty object', () => ({}), 'at version'],
    ['a message without a ts', (good) => ({ ...good, messages: [{ ...good.messages[0], ts: undefined }] }), 'at messages.0.ts'],
    ['a ts that is none', (good) => ({ ...good, lastTs: 'yesterday' }), 'at lastTs: must be a timestamp'],
    ['a block without a type', (good) => ({ ...good, messages: [{ ...good.messages[0], blocks: [{}] }] }), 'at messages.0.blocks.0.type'],
    ['half an id', (good) => ({ ...good, lastId: 1.5 }), 'at lastId'],
    ['no channels', (good) => ({ ...good, channels: undefined }), 'at channels'],
    ['a modal for an App Home', (good) => ({ ...good, homes: [{ ...good.homes[0], type: 'modal' }] }), 'at homes.0.type'],
  ])('because it is broken: %s', async (_what, breaking, where) => {
    const snapshot = await good();
    expect(readSnapshot(snapshot)).toEqual(snapshot);
    const bad = broken(breaking(snapshot));
    await expect(startSandbox({ snapshot: bad })).rejects.toThrow(`The saved workspace cannot be read ${where}`);
  });

  it('gives the port free again', async () => {
    const { url } = await startSandbox().then(async (first) => first.stop().then(() => first));
    const port = Number(new URL(url).port);
    await expect(startSandbox({ port, snapshot: broken({ version: 9 }) })).rejects.toThrow('version 9');
    const second = await started({ port });
    expect(second.url).toBe(url);
  });
});
