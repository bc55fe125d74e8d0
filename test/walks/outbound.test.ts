// What goes to Slack when Slack is slow, lies, refuses or is gone: nothing lost, nothing doubled.
import { afterEach, describe, expect, test } from 'vitest';
import {
  apply,
  kim,
  leadsChannel,
  marketingChannelId,
  max,
  mia,
  people,
  type World,
  type WorldOptions,
  startWorld,
  usualSettings,
} from '../world/world.ts';

const dachChannel = 'C0DACH';
let world: World;
afterEach(async () => {
  await world.stop();
});

async function begin(options: WorldOptions = {}): Promise<void> {
  world = await startWorld(options);
}

/** A lead by number: its name tells the order of arrival. */
async function arrive(count: number, more: Record<string, unknown> = {}, from = 0): Promise<void> {
  for (let i = from; i < from + count; i += 1) {
    const answer = await world.post({ externalId: `x${i}-${JSON.stringify(more).length}`, name: `Lead ${i}`, source: 'test', ...more });
    expect(answer.status).toBe(201);
  }
}

function names(channel: string): string[] {
  return world.sandbox
    .messages(channel)
    .map((message) => /Lead \d+/.exec(JSON.stringify(message.blocks ?? message.text))?.[0] ?? message.text);
}

function leadNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `Lead ${i}`);
}

const posts = (channel: string) => world.sandbox.calls('chat.postMessage').filter((call) => call.args['channel'] === channel);
const alerts = () => world.sandbox.directMessages(max).map((message) => JSON.stringify(message.blocks ?? message.text));

test('F01: a 429 on one channel stops only that channel, and order is kept', async () => {
  await begin({ settings: { ...usualSettings, routes: [{ when: { country: ['DE'] }, channel: dachChannel }] } });
  world.sandbox.addChannel({ id: dachChannel, name: 'dach' });
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'rateLimit', retryAfter: 7 });
  await arrive(8);
  await arrive(4, { country: 'DE' });
  const begun = world.clock.now();
  await world.advance(6_500);
  expect(posts(leadsChannel)).toHaveLength(1);
  expect(names(dachChannel)).toEqual(leadNames(4));
  await world.settled();
  expect(names(leadsChannel)).toEqual(leadNames(8));
  const [, second] = posts(leadsChannel);
  expect((second?.at ?? 0) - begun).toBeGreaterThanOrEqual(7_000);
});

test('F01: a click on a channel that is rate limited is answered all the same', async () => {
  await begin();
  await arrive(1);
  await world.settled();
  const [card] = world.sandbox.messages(leadsChannel);
  world.sandbox.fault({ method: 'chat.postMessage', kind: 'rateLimit', retryAfter: 60 });
  world.sandbox.fault({ method: 'chat.update', kind: 'rateLimit', retryAfter: 60 });
  expect(await world.sandbox.as(kim).click(card ?? { channel: '', ts: '' }, { label: 'Claim' })).toMatchObject({ ok: true });
  await world.advance(5_000);
  expect(await world.sandbox.as(kim).click(card ?? { channel: '', ts: '' }, { label: 'Qualified' })).toMatchObject({ ok: true });
  await world.sandbox.waitFor(() => world.sandbox.view(kim));
});

test('one message a second and channel: a burst never meets a 429', async () => {
  await begin();
  await arrive(10);
  await world.settled();
  expect(names(leadsChannel)).toEqual(leadNames(10));
  expect(world.sandbox.calls('chat.postMessage').filter((call) => !call.ok)).toEqual([]);
});

describe('an answer that was lost', () => {
  const lies = [
    ['F02: the connection drops after the post', { kind: 'dropAfter' }],
    ['F03: HTTP 500 after the post', { kind: 'status', status: 500, isProcessed: true }],
    ['F03: HTTP 502 after the post', { kind: 'status', status: 502, isProcessed: true }],
    ['F03: HTTP 503 after the post', { kind: 'status', status: 503, isProcessed: true }],
    ['F03: HTTP 504 after the post', { kind: 'status', status: 504, isProcessed: true }],
    ['F04: Slack hangs after the post', { kind: 'hang', isProcessed: true }],
    ['F05: fatal_error after the post', { kind: 'errorAfter', error: 'fatal_error' }],
    ['F05: internal_error after the post', { kind: 'errorAfter', error: 'internal_error' }],
    ['F21: garbage after the post', { kind: 'garbage', body: '<html>oops</html>', isProcessed: true }],
  ] as const;

  test.each(lies)('%s: looked up, one card', async (_name, fault) => {
    await begin({ postTimeoutMs: 400 });
    world.sandbox.fault({ method: 'chat.postMessage', ...fault });
    await arrive(2);
    await world.advance(300);
    expect(
      posts(leadsChannel).map((call) => call.args['text']),
      'the client itself never sends twice',
    ).toHaveLength(1);
    await world.settled();
    expect(names(leadsChannel).toSorted()).toEqual(leadNames(2));
    const first = world.sandbox.messages(leadsChannel)[0];
    expect(JSON.stringify(first)).not.toContain('may be a duplicate');
    expect(await world.sandbox.as(kim).click(first ?? { channel: '', ts: '' }, { label: 'Claim' })).toMatchObject({ ok: true });
    await world.settled();
    expect(JSON.stringify(world.sandbox.messages(leadsChannel)[0]?.blocks)).toContain(kim);
  });

  test.each([
    ['F02: the connection drops before the post', { kind: 'dropBefore' }],
    ['F03: HTTP 503 without a post', { kind: 'status', status: 503, isProcessed: false }],
    ['F04: Slack hangs without a post', { kind: 'hang', isProcessed: false }],
    ['F21: garbage without a post', { kind: 'garbage', body: '{"ok":', isProcessed: false }],
  ] as const)('%s: looked up in vain, sent again, one card', async (_name, fault) => {
    await begin({ postTimeoutMs: 400 });
    world.sandbox.fault({ method: 'chat.postMessage', ...fault });
    await arrive(1);
    await world.settled();
    expect(names(leadsChannel)).toEqual(leadNames(1));
    expect(JSON.stringify(world.sandbox.messages(leadsChannel))).not.toContain('may be a duplicate');
  });

  test('F02: looking is not possible: the card goes once more, marked, and a manager hears of it', async () => {
    await begin();
    world.sandbox.removeScope('channels:history');
    world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter' });
    await arrive(1);
    await world.settled();
    const cards = world.sandbox.messages(leadsChannel);
    expect(cards).toHaveLength(2);
    expect(JSON.stringify(cards[0])).not.toContain('may be a duplicate');
    expect(JSON.stringify(cards[1])).toContain('(may be a duplicate)');
    expect(alerts().filter((text) => text.includes('may stand twice'))).toHaveLength(1);
  });

  test('F02: looking is not possible and the answer is lost again: it is not sent a third time', async () => {
    await begin();
    world.sandbox.removeScope('channels:history');
    world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter', times: Infinity });
    await arrive(1);
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(2);
  });

  test('F02: a thread line in doubt is never sent twice', async () => {
    await begin();
    await arrive(1);
    await world.settled();
    const [card] = world.sandbox.messages(leadsChannel);
    world.sandbox.removeScope('channels:history');
    world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter' });
    await world.sandbox.as(kim).click(card ?? { channel: '', ts: '' }, { label: 'Claim' });
    await world.settled();
    expect(world.sandbox.thread(leadsChannel, card?.ts ?? '')).toHaveLength(1);
    expect(alerts().filter((text) => text.includes('could not look'))).toHaveLength(1);
  });

  test('F02: an alert in doubt goes once more, marked, and no further', async () => {
    await begin();
    world.sandbox.fault({ method: 'chat.postMessage', channel: max, kind: 'dropAfter', times: Infinity });
    world.sandbox.kickBot(leadsChannel);
    await arrive(1);
    await world.advance(120_000);
    expect(alerts()).toHaveLength(2);
    expect(alerts()[0]).not.toContain('(may be a duplicate)');
    expect(alerts()[1]).toContain('(may be a duplicate)');
  });

  test('F04: a post that hangs holds up nobody in another channel', async () => {
    await begin({ postTimeoutMs: 1_500, settings: { ...usualSettings, routes: [{ when: { country: ['DE'] }, channel: dachChannel }] } });
    world.sandbox.addChannel({ id: dachChannel, name: 'dach' });
    world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'hang', isProcessed: false });
    await world.post({ externalId: 'hung', name: 'Lead 0', source: 'test' });
    await world.sandbox.waitFor(() => posts(leadsChannel).length === 1);
    await world.post({ externalId: 'other', name: 'Lead 1', country: 'DE', source: 'test' });
    await world.sandbox.waitFor(() => names(dachChannel).length === 1, 1_000);
    expect(names(leadsChannel)).toEqual([]);
    await world.settled();
    expect(names(leadsChannel)).toEqual(['Lead 0']);
  });
});

test.each(['invalid_blocks', 'msg_too_long', 'msg_blocks_too_long', 'metadata_too_large'])(
  'F06: %s: a plain card stands, a manager is told once',
  async (error) => {
    await begin();
    world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'error', error });
    await arrive(1);
    await world.settled();
    const [card] = world.sandbox.messages(leadsChannel);
    expect(posts(leadsChannel)).toHaveLength(2);
    expect(card?.text).toContain('Lead 0');
    expect(card?.blocks ?? []).toEqual([]);
    expect(alerts().filter((text) => text.includes(error))).toHaveLength(1);
  },
);

test('F06: what Slack refuses even plain is given up, told once, and never tried in a loop', async () => {
  await begin();
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'error', error: 'invalid_blocks', times: Infinity });
  await arrive(1);
  await world.settled();
  await world.advance(60_000);
  expect(posts(leadsChannel)).toHaveLength(2);
  expect(alerts().filter((text) => text.includes('invalid_blocks'))).toHaveLength(1);
});

test('F08: an archived channel: intake goes on, one alert, no hot loop, and all appears once it is back', async () => {
  await begin();
  await arrive(1);
  await world.settled();
  world.sandbox.archive(leadsChannel);
  await arrive(4, {}, 1);
  await world.advance(30 * 60_000);
  expect(posts(leadsChannel).length - 1).toBeLessThanOrEqual(3);
  expect(alerts().filter((text) => text.includes('is archived'))).toHaveLength(1);
  world.sandbox.unarchive(leadsChannel);
  await world.settled();
  expect(names(leadsChannel)).toEqual(leadNames(5));
  // The next time it happens is told again.
  world.sandbox.archive(leadsChannel);
  await arrive(1, {}, 5);
  await world.advance(60_000);
  expect(alerts().filter((text) => text.includes('is archived'))).toHaveLength(2);
});

test('F09: a renamed channel changes nothing: only ids are sent', async () => {
  await begin();
  world.sandbox.rename(leadsChannel, 'renamed-by-somebody');
  await arrive(1);
  await world.settled();
  expect(names(leadsChannel)).toEqual(leadNames(1));
  for (const call of world.sandbox.calls()) expect(JSON.stringify(call.args['channel'] ?? 'C0')).toMatch(/"[CUDG]0/);
});

test('F10: the bot was removed: the alert says how to invite it, and rejoining drains', async () => {
  await begin();
  world.sandbox.kickBot(leadsChannel);
  await arrive(3);
  await world.advance(60_000);
  const [alert, ...more] = alerts();
  expect(alert).toContain(leadsChannel);
  expect(alert).toContain('/invite');
  expect(more).toEqual([]);
  world.sandbox.inviteBot(leadsChannel);
  await world.settled();
  expect(names(leadsChannel)).toEqual(leadNames(3));
});

test('F10: choosing another channel drains what waits', async () => {
  await begin();
  world.sandbox.addChannel({ id: 'C0NEW', name: 'new' });
  world.sandbox.kickBot(leadsChannel);
  await arrive(2);
  await world.advance(20_000);
  await apply(world.store(), { ...usualSettings, channels: { leads: 'C0NEW', marketing: marketingChannelId } }, world.clock.now());
  await relaneNow();
  await world.settled();
  expect(names('C0NEW')).toEqual(leadNames(2));
});

async function relaneNow(): Promise<void> {
  const { relane } = await import('../../src/flows/relane.ts');
  await relane(world.store(), await world.workspaceId(), world.clock.now());
}

test.each(['token_revoked', 'account_inactive', 'invalid_auth'])(
  'F11: %s for an hour: intake goes on, the log says so rarely, and all appears in order',
  async (error) => {
    await begin();
    world.sandbox.revokeToken(error);
    await arrive(12);
    await world.advance(60 * 60_000);
    expect(posts(leadsChannel).length).toBeLessThanOrEqual(1);
    expect((await world.get('/readyz')).status).toBe(503);
    expect((await world.get('/healthz')).status).toBe(200);
    const complaints = world.logLines.filter((line) => line.includes('Slack does not let the bot in'));
    expect(complaints.length).toBeGreaterThanOrEqual(2);
    expect(complaints.length).toBeLessThanOrEqual(8);
    world.sandbox.restoreToken();
    await world.settled();
    expect(names(leadsChannel)).toEqual(leadNames(12));
    expect((await world.get('/readyz')).status).toBe(200);
  },
);

test('a bot of another team’s token posts nothing and names both teams', async () => {
  await begin({ boundTeam: 'T0OTHER' });
  await arrive(1);
  await world.advance(60_000);
  expect(names(leadsChannel)).toEqual([]);
  const ready = await world.get('/readyz');
  expect(ready.status).toBe(503);
  expect(JSON.stringify(ready.body)).toContain('T0OTHER');
  expect(JSON.stringify(ready.body)).toContain(world.sandbox.teamId);
});

describe('F13: a card that somebody deleted', () => {
  test('is posted anew once, marked; the verdict is kept; deleted again it stays away', async () => {
    await begin();
    await arrive(1);
    await world.settled();
    const [card] = world.sandbox.messages(leadsChannel);
    if (!card) throw new Error('no card');
    await world.sandbox.as(kim).click(card, { label: 'Claim' });
    await world.settled();
    world.sandbox.deleteMessage(leadsChannel, card.ts);
    await world.sandbox.as(kim).clickRaw({ action_id: 'qualified', value: buttonValue(card.blocks), channel: leadsChannel, ts: card.ts });
    await world.sandbox.waitFor(() => world.sandbox.view(kim));
    await world.sandbox.as(kim).submit({ Reason: 'Clear need' });
    await world.settled();
    const [again, ...more] = world.sandbox.messages(leadsChannel);
    expect(more).toEqual([]);
    expect(JSON.stringify(again)).toContain('(reposted)');
    expect(JSON.stringify(again)).toContain('Qualified');
    expect((await world.get('/v1/leads/externalId:test:x0-2')).body['state']).toBe('qualified');

    world.sandbox.deleteMessage(leadsChannel, again?.ts ?? '');
    await world.sandbox
      .as(kim)
      .clickRaw({ action_id: 'change_verdict', value: buttonValue(card.blocks), channel: leadsChannel, ts: again?.ts ?? '' });
    await world.sandbox.waitFor(() => world.sandbox.view(kim));
    await world.sandbox.as(kim).submit({ Verdict: 'Reopen' });
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toEqual([]);
    expect((await world.get('/v1/leads/externalId:test:x0-2')).body['state']).toBe('new');
  });
});

function buttonValue(blocks: unknown): string {
  return /"value":"(v1:[\w-]+)"/.exec(JSON.stringify(blocks))?.[1] ?? '';
}

test('Slack is down: nothing is lost, and it drains oldest first', async () => {
  await begin();
  const refusing = world.sandbox.fault({ method: /chat\..*/, kind: 'dropBefore', times: Infinity });
  const blind = world.sandbox.fault({ method: /conversations\..*/, kind: 'dropBefore', times: Infinity });
  await arrive(6);
  await world.advance(10 * 60_000);
  refusing.cleared();
  blind.cleared();
  await world.settled(300);
  expect(names(leadsChannel)).toEqual(leadNames(6));
});

test('people without managers: the workspace’s admins hear of trouble', async () => {
  await begin({ settings: { ...usualSettings, people: { ...people, managers: [] } } });
  world.sandbox.kickBot(leadsChannel);
  await arrive(1);
  await world.advance(60_000);
  expect(alerts()).toHaveLength(1);
  expect(world.sandbox.directMessages(mia)).toEqual([]);
});
