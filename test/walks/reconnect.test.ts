// Socket Mode when Slack closes the line: the next one is opened by ourselves, however long that fails, and clicks arrive again.
import { afterEach, expect, test } from 'vitest';
import { Busy } from '../../src/errors.ts';
import { arrives, cardOf, stateOfLead } from '../world/scene.ts';
import { kim, leadsChannel, type World, startWorld } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const open = 'apps.connections.open';
const opened = () => world.sandbox.calls(open);
const isConnected = () => world.sandbox.waitFor(() => world.sandbox.socketConnections() === 1, 3_000);

const refusals = () => world.logLines.filter((line) => line.includes('does not open a Socket Mode connection'));

/** How long the bot means to rest, as it tells the clock. */
function rests(): number[] {
  const { after } = world.clock;
  const told: number[] = [];
  world.clock.after = (ms, call) => {
    told.push(ms);
    return after(ms, call);
  };
  return told;
}

async function clickArrives(lead: Record<string, unknown> = { externalId: 'after', name: 'Bob' }): Promise<void> {
  const id = await arrives(world, lead);
  expect(await world.sandbox.as(kim).click(await cardOf(world, id), { label: 'Claim' })).toMatchObject({ ok: true });
  expect(await stateOfLead(world, id)).toBe('claimed');
}

test.each(['refresh_requested', 'warning', 'abrupt'] as const)(
  'Slack closes the connection (%s): the next one is opened at once',
  async (how) => {
    world = await startWorld();
    const before = opened().length;
    world.sandbox.dropSockets(how);
    await world.sandbox.waitFor(() => opened().length > before, 3_000);
    await isConnected();
    expect(opened()).toHaveLength(before + 1);
    await clickArrives();
  },
);

test.each([
  ['the network is gone', { kind: 'dropBefore' }],
  ['Slack answers 503', { kind: 'status', status: 503, isProcessed: false }],
  ['the way that Slack names leads nowhere', { kind: 'garbage', body: '{"ok":true,"url":"ws://127.0.0.1:1/"}', isProcessed: false }],
  ['the app token is refused', { kind: 'error', error: 'invalid_auth' }],
  ['too many at once', { kind: 'rateLimit', retryAfter: 1 }],
] as const)('no connection can be opened (%s): tried ever more rarely, until it works', async (_name, how) => {
  world = await startWorld();
  const told = rests();
  const fault = world.sandbox.fault({ method: open, times: Infinity, ...how });
  world.sandbox.dropSockets('abrupt');
  for (const [failed, restMs] of [1_000, 2_000, 4_000, 8_000, 15_000].entries()) {
    await world.sandbox.waitFor(() => told.includes(restMs), 3_000);
    expect(fault.hits).toBe(failed + 1);
    if (restMs < 15_000) await world.advance(restMs);
  }
  const ready = await world.get('/readyz');
  expect(ready.status).toBe(503);
  expect(JSON.stringify(ready.body)).toContain('Clicks do not arrive; messages go out.');
  fault.cleared();
  await world.advance(15_000);
  await isConnected();
  await clickArrives();
  expect((await world.get('/readyz')).status).toBe(200);
  expect(refusals()).toHaveLength(1);
  // The next time begins anew: soon, and said.
  told.length = 0;
  world.sandbox.fault({ method: open, ...how });
  world.sandbox.dropSockets('refresh_requested');
  await world.sandbox.waitFor(() => told.includes(1_000), 3_000);
  await world.advance(1_000);
  await isConnected();
  expect(refusals()).toHaveLength(2);
});

test('the first connection cannot be opened, in two ways in turn: tried again as well', async () => {
  world = await startWorld();
  const told = rests();
  const again = world.restart(() => {
    world.sandbox.fault({ method: open, kind: 'error', error: 'internal_error' });
    world.sandbox.fault({ method: open, kind: 'dropBefore' });
  });
  await world.sandbox.waitFor(() => refusals().length === 1, 3_000);
  await world.clock.advance(1_000);
  await world.sandbox.waitFor(() => told.includes(2_000), 3_000);
  await world.clock.advance(2_000);
  await again;
  await clickArrives();
});

test('stopped while a connection is being opened: none is left behind', async () => {
  world = await startWorld();
  const stood = () => world.logLines.filter((line) => line.includes('Connected to Slack over Socket Mode'));
  await world.sandbox.waitFor(() => stood().length === 1);
  const before = opened().length;
  world.sandbox.fault({ method: open, kind: 'delay', delayMs: 150 });
  world.sandbox.dropSockets('abrupt');
  await world.sandbox.waitFor(() => opened().length > before);
  await world.app().stop(2_000);
  expect(stood()).toHaveLength(2);
  await world.sandbox.waitFor(() => world.sandbox.socketConnections() === 0);
});

test('our own disk stumbles while Slack is asked whether it lets us in: asked again', async () => {
  world = await startWorld();
  const store = world.store();
  world.sandbox.revokeToken('token_revoked');
  await world.post({ externalId: 'waits', name: 'Waits' });
  await world.advance(1_000);
  expect((await world.get('/readyz')).status).toBe(503);
  world.sandbox.restoreToken();
  const { workspace } = store;
  const asked = () => world.sandbox.calls('auth.test');
  const before = asked().length;
  let stumbles = 0;
  store.workspace = async () => {
    // Just after Slack said yes.
    if (stumbles > 0 || asked().length === before || !asked().at(-1)?.ok) return await workspace();
    stumbles += 1;
    throw new Busy('locked');
  };
  await world.advance(31_000);
  expect(stumbles).toBe(1);
  expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
  expect((await world.get('/readyz')).status).toBe(200);
});
