// F78: strings that belong to a person, or open a door, never leave by a log line, a number, metadata or an error.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { arrives, cardOf, does } from '../world/scene.ts';
import { intakeToken, kim, leadsChannel, marketingChannelId, max, mia, sam, type World, startWorld } from '../world/world.ts';

const canaries = {
  name: 'Canaria Namewright',
  email: 'canary.mail@engine.test',
  phone: '+44 20 7946 0777',
  company: 'Canarycompany',
  message: 'canary-message-words',
  note: 'canary-note-words',
  whatChanged: 'canary-what-changed',
  extra: 'canary-attribute',
};
const { note, whatChanged, ...lead } = canaries;

let world: World;
const written: string[] = [];
const catching = (...words: unknown[]): void => void written.push(words.map(String).join(' '));
afterEach(async () => {
  vi.restoreAllMocks();
  written.length = 0;
  await world.stop();
});

/** What goes to the terminal past our own log: the client's and Bolt's own printing. */
function listenToTheTerminal(): void {
  for (const method of ['debug', 'log', 'info', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(catching);
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      catching(chunk);
      return true;
    });
  }
}

const secrets = (): string[] => [world.sandbox.botToken, world.sandbox.appToken, world.sandbox.signingSecret, intakeToken];
const personal = Object.values(canaries);

function expectNone(where: string, text: string, words: readonly string[]): void {
  for (const word of words) expect(text.includes(word), `${word} in ${where}`).toBe(false);
}

async function expectNothingLeaked(): Promise<void> {
  const { sandbox } = world;
  expectNone('the log', world.logLines.join(''), [...personal, ...secrets(), '7946 0777', '2079460777']);
  expectNone('the terminal', written.join(''), [...personal, ...secrets()]);
  for (const path of ['/metrics', '/readyz', '/healthz']) {
    const text = await (await fetch(`${world.app().url}${path}`)).text();
    expectNone(path, text, [...personal, ...secrets(), sandbox.teamId === '' ? '' : 'xoxb-'].filter(Boolean));
  }
  for (const call of sandbox.calls()) {
    expectNone('metadata', JSON.stringify(call.args['metadata'] ?? ''), personal);
    if (call.method.startsWith('chat.'))
      expectNone('notification text', JSON.stringify(call.args['text'] ?? ''), [canaries.email, canaries.phone]);
    expectNone(`${call.method} to Slack`, JSON.stringify(call.args), secrets());
  }
  const types = [leadsChannel, marketingChannelId].flatMap((channel) =>
    sandbox
      .messages(channel)
      .flatMap((message) => [message, ...sandbox.thread(channel, message.ts)].map((one) => one.metadata?.event_type)),
  );
  expect(new Set(types)).toEqual(new Set(['leadloop_card', 'leadloop_note']));
}

async function wholeLife(): Promise<void> {
  const id = await arrives(world, { ...lead, source: 'google-ads' });
  await does(world, kim, await cardOf(world, id), 'Claim');
  await world.settled();
  await world.post({ ...lead, source: 'webinar', message: `${canaries.message} again` });
  await does(world, kim, await cardOf(world, id), 'Add a note', { Note: `${note} ${canaries.email}` });
  await does(world, sam, await cardOf(world, id), 'Unqualified', { Reason: 'Other', Note: note });
  await world.settled();
  await does(world, kim, await cardOf(world, id), 'Change verdict', { Verdict: 'Reopen' });
  await world.settled();
  await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget', Note: note });
  await world.settled();
  const card = world.sandbox.messages(marketingChannelId).findLast((message) => message.metadata?.event_type === 'leadloop_card');
  await does(world, mia, card!, 'Send back to sales', { 'What changed': whatChanged });
  await world.settled();
  for (const line of [`/lead find ${canaries.email}`, `/lead find ${canaries.phone}`, `/lead ${canaries.name}`, '/lead mine']) {
    await world.sandbox.as(kim).command(line, leadsChannel);
  }
  await world.sandbox.as(max).openHome();
  await world.sandbox.waitFor(() => world.sandbox.home(max));
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('F78: on a good day', async () => {
    world = await startWorld({ mode });
    listenToTheTerminal();
    await wholeLife();
    await expectNothingLeaked();
  });

  test('F78: on a bad day, when Slack refuses, hangs up, answers nonsense, and callers send rubbish', async () => {
    world = await startWorld({ mode });
    listenToTheTerminal();
    const { sandbox } = world;
    await arrives(world, { ...lead, email: 'first@engine.test', externalId: 'before' });
    sandbox.fault({
      method: 'chat.postMessage',
      channel: leadsChannel,
      kind: 'garbage',
      body: `<html>${canaries.name}</html>`,
      isProcessed: true,
    });
    sandbox.fault({ method: 'chat.update', kind: 'status', status: 500, isProcessed: false });
    sandbox.fault({ method: 'chat.update', kind: 'error', error: canaries.message });
    sandbox.fault({ method: 'chat.getPermalink', kind: 'dropBefore', times: 2 });
    sandbox.fault({ method: 'views.publish', kind: 'error', error: 'invalid_arguments' });
    sandbox.fault({ method: 'chat.postEphemeral', kind: 'error', error: 'user_not_in_channel', times: 3 });
    await sandbox.as(max).openHome();
    await wholeLife();
    const refusal = { kind: 'error', error: 'invalid_blocks', extra: { response_metadata: { messages: [canaries.name] } } } as const;
    sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, ...refusal, times: 2 });
    await world.post({ ...lead, email: 'other@engine.test', externalId: 'other' });
    await world.settled();
    const card = sandbox.messages(leadsChannel)[0];
    sandbox.expireTriggers();
    await sandbox.as(sam).clickRaw({ action_id: 'qualified', value: `v1:${canaries.note}`, channel: leadsChannel, ts: card?.ts ?? '' });
    for (const body of [
      `{"name":"${canaries.name}`,
      JSON.stringify([canaries.name]),
      JSON.stringify({ name: canaries.name, email: canaries.message, score: canaries.note }),
    ]) {
      const response = await fetch(`${world.app().url}/v1/leads`, {
        method: 'POST',
        headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
        body,
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expectNone('an error', await response.text(), [...personal, ...secrets()]);
    }
    const refused = await fetch(`${world.app().url}/v1/leads`, {
      method: 'POST',
      headers: { authorization: 'Bearer canary-note-words' },
      body: '{}',
    });
    expect(refused.status).toBe(401);
    expectNone('a refusal', await refused.text(), [...personal, ...secrets()]);
    await fetch(`${world.app().url}/v1/leads/externalId:x:${encodeURIComponent(canaries.email)}`, {
      headers: { authorization: `Bearer ${intakeToken}` },
    });
    await expectNothingLeaked();
    expect(world.logLines.filter((line) => /"level":"(warn|error)"/.test(line)).length).toBeGreaterThan(0);
  });
});
