// Our clock is not Slack's, and it may be set back: nothing goes silent, and what was lost is still found.
import { afterEach, expect, test } from 'vitest';
import { wordsIn } from '../world/reading.ts';
import { ada } from '../world/scene.ts';
import { leadsChannel, max, type World, startWorld } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const cards = () => world.sandbox.messages(leadsChannel);

/** From here on the bot's clock goes by what Slack's says and this much more; its timers run as they did. */
async function skewed(aheadMs: number): Promise<{ aheadMs: number }> {
  const skew = { aheadMs };
  const slackNow = world.clock.now;
  world.clock.now = () => slackNow() + skew.aheadMs;
  await world.restart();
  return skew;
}

test('F50: the clock is set back an hour: channels that posted a moment ago go on', async () => {
  world = await startWorld();
  const skew = await skewed(0);
  for (const name of ['Ada', 'Bob']) await world.post({ externalId: name, name });
  await world.app().idle();
  expect(cards()).toHaveLength(1);
  skew.aheadMs = -3_600_000;
  await world.post({ externalId: 'Cyd', name: 'Cyd' });
  await world.advance(10_000);
  expect(cards().map((card) => /Ada|Bob|Cyd/.exec(wordsIn(card))?.[0])).toEqual(['Ada', 'Bob', 'Cyd']);
});

test.each([
  ['ahead of', 5 * 60_000],
  ['behind', -5 * 60_000],
])('our clock is five minutes %s Slack’s: a lost answer is looked up, one card', async (_name, aheadMs) => {
  world = await startWorld();
  await skewed(aheadMs);
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter' });
  await world.post(ada);
  await world.settled();
  expect(cards()).toHaveLength(1);
  expect(wordsIn(cards()[0])).not.toContain('(may be a duplicate)');
});

test('more was said in the channel since than can be read: nobody knows, so the card goes once more, marked', async () => {
  world = await startWorld();
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'dropAfter' });
  const page = { ok: true, messages: [], response_metadata: { next_cursor: 'more' } };
  const talk = world.sandbox.fault({
    method: 'conversations.history',
    kind: 'garbage',
    body: JSON.stringify(page),
    isProcessed: false,
    times: Infinity,
  });
  await world.post(ada);
  await world.settled();
  expect(talk.hits).toBeGreaterThanOrEqual(50);
  expect(cards().map((card) => wordsIn(card).includes('(may be a duplicate)'))).toEqual([false, true]);
  expect(world.sandbox.directMessages(max).map(wordsIn).join()).toContain('could not look whether it arrived');
});
