// F35: requests over HTTP that do not come from Slack: refused before anything is read out of them, without an echo.
import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import { arrives, cardOf, does, storyOf } from '../world/scene.ts';
import { kim, type World, startWorld } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const seconds = (): number => Math.floor(Date.now() / 1000);
const sign = (body: string, at: number | string, secret: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;

/** A claim that Slack would deliver, on a lead that nobody has. */
async function prepared(): Promise<{ id: string; body: string }> {
  world = await startWorld({ mode: 'http' });
  const first = await arrives(world, { externalId: '1', name: 'First' });
  const real = await does(world, kim, await cardOf(world, first), 'Claim');
  const id = await arrives(world, { externalId: '2', name: 'Second' });
  const from = latestHandoff((await world.lead(first)).lead).id;
  const to = latestHandoff((await world.lead(id)).lead).id;
  const payload = JSON.stringify(real.body)
    .replaceAll(from, to)
    .replaceAll(/"action_ts":"[\d.]+"/g, '"action_ts":"1700000000.000100"');
  return { id, body: `payload=${encodeURIComponent(payload)}` };
}

type Attack = (body: string) => Parameters<World['sandbox']['signedRequest']>[0];
const attacks: Record<string, Attack> = {
  'without any signature': (body) => ({ body, headers: { 'x-slack-signature': '', 'x-slack-request-timestamp': '' } }),
  'without a signature': (body) => ({ body, headers: { 'x-slack-signature': '' } }),
  'without a timestamp': (body) => ({ body, headers: { 'x-slack-request-timestamp': '' } }),
  'signed with another secret': (body) => ({ body, secret: 'not-the-secret' }),
  'signed with an empty secret': (body) => ({ body, secret: '' }),
  'with a body that was changed after signing': (body) => ({
    body: body.replace('claim', 'archive'),
    headers: signedHeaders(body, seconds()),
  }),
  'with a body that was made longer after signing': (body) => ({ body: `${body}&x=1`, headers: signedHeaders(body, seconds()) }),
  'with the signature of another time': (body) => ({
    body,
    headers: { ...signedHeaders(body, seconds() - 60), 'x-slack-request-timestamp': String(seconds()) },
  }),
  'from six minutes ago': (body) => ({ body, timestamp: seconds() - 301 }),
  'from six minutes ahead': (body) => ({ body, timestamp: seconds() + 302 }),
  'from a year ahead': (body) => ({ body, timestamp: seconds() + 31_536_000 }),
  'with a timestamp in milliseconds': (body) => ({ body, timestamp: Date.now() }),
  'with a timestamp that is no number': (body) => ({ body, timestamp: 'now' }),
  'with a negative timestamp': (body) => ({ body, timestamp: -1 }),
  'with an empty signature value': (body) => ({ body, headers: { 'x-slack-signature': 'v0=' } }),
  'with a signature of another scheme': (body) => ({
    body,
    headers: { 'x-slack-signature': sign(body, seconds(), world.sandbox.signingSecret).replace('v0', 'v1') },
  }),
  'with half of the right signature': (body) => ({
    body,
    headers: { 'x-slack-signature': sign(body, seconds(), world.sandbox.signingSecret).slice(0, 35) },
  }),
};

function signedHeaders(body: string, at: number): Record<string, string> {
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': sign(body, at, world.sandbox.signingSecret) };
}

test('F35: each is refused with 401, echoes nothing and has no effect; the same click signed by Slack works', async () => {
  const { id, body } = await prepared();
  const before = await storyOf(world, id);
  for (const [name, attack] of Object.entries(attacks)) {
    const answer = await world.sandbox.signedRequest(attack(body));
    expect(answer.status, name).toBe(401);
    expect(answer.text, name).not.toMatch(/payload|claim|First|Second|U0KIM|secret/i);
    expect(await storyOf(world, id), name).toEqual(before);
  }
  expect(world.sandbox.ephemerals(kim)).toEqual([]);
  const logs = world.logLines.join('');
  expect(logs).not.toContain(world.sandbox.signingSecret);
  expect(logs).not.toContain('payload');

  expect((await world.sandbox.signedRequest({ body })).status).toBe(200);
  expect(await storyOf(world, id)).toEqual([...before, 'claimed']);
});

test('F35: events, commands and submissions are held to the same', async () => {
  const { id } = await prepared();
  const bodies = [
    JSON.stringify({ type: 'event_callback', event: { type: 'app_home_opened', user: kim, tab: 'home' }, team_id: world.sandbox.teamId }),
    new URLSearchParams({
      command: '/lead',
      text: 'find second',
      user_id: kim,
      team_id: world.sandbox.teamId,
      trigger_id: '1.2.3',
    }).toString(),
    JSON.stringify({ type: 'url_verification', challenge: 'echo-me' }),
  ];
  for (const body of bodies) {
    for (const attack of ['without any signature', 'signed with another secret', 'from six minutes ahead']) {
      const answer = await world.sandbox.signedRequest(attacks[attack]!(body));
      expect(answer.status, attack).toBe(401);
      expect(answer.text).not.toMatch(/Second|echo-me/);
    }
  }
  expect(world.sandbox.calls('views.publish')).toEqual([]);
  expect(await storyOf(world, id)).toEqual(['received', 'posted']);
});

test('F35: signed by Slack, but not to be understood: each is answered, nothing crashes, nothing of it is in the log', async () => {
  world = await startWorld({ mode: 'http' });
  const id = await arrives(world);
  const form = (payload: string): string => `payload=${encodeURIComponent(payload)}`;
  const bodies = [
    '',
    'canary-of-a-name=1',
    '{"type":"event_callback","canary-of-a-name',
    form('{"canary-of-a-name'),
    form('[]'),
    form('null'),
    'null',
    form('"canary-of-a-name"'),
    form('{"type":"telepathy","canary":"canary-of-a-name"}'),
    form('{"type":"block_actions","user":{"id":"U0KIM"},"actions":[]}'),
    form('{"type":"view_submission","user":{"id":"U0KIM"},"view":{"callback_id":"move:qualified","name":"canary-of-a-name"}}'),
  ];
  const answers = await Promise.all(bodies.map((body) => world.sandbox.signedRequest({ body })));
  for (const [index, answer] of answers.entries()) {
    expect(answer.status, bodies[index]).toBeGreaterThanOrEqual(200);
    expect(answer.text, bodies[index]).not.toContain('canary');
  }
  expect(world.logLines.join('')).not.toContain('canary');
  expect(await does(world, kim, await cardOf(world, id), 'Claim')).toMatchObject({ ok: true });
});
