// The weekly digest as people meet it: on Monday morning, once, whatever happens to the bot, its clock, its settings or its channel.
import { afterEach, describe, expect, it, test } from 'vitest';
import { type Message } from '../../src/sandbox/sandbox.ts';
import { createTimekeeper } from '../../src/worker/timekeeper.ts';
import { wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does } from '../world/scene.ts';
import { type World, apply, kim, leadsChannel, max, startWorld, usualSettings } from '../world/world.ts';

const digestChannel = 'C0DIGEST';
const withDigest = { ...usualSettings, channels: { ...usualSettings.channels, digest: digestChannel } };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

// New York is five hours behind in these weeks: 9:00 there is 14:00Z.
const wednesday = '2026-11-18T15:00:00Z';
const monday = '2026-11-23T14:00:00Z';
const justAfter = '2026-11-23T14:01:00Z';
const nextMonday = '2026-11-30T14:01:00Z';
const weeks = { 46: '9–15 November', 47: '16–22 November', 48: '23–29 November', 51: '14–20 December', 52: '21–27 December' } as const;

let world: World;
afterEach(() => world.stop());

/** A workspace that was set up on Wednesday, with a lead of that week. */
async function begin(settings: Record<string, unknown> = withDigest, at = wednesday): Promise<string> {
  world = await startWorld({ at, settings });
  world.sandbox.addChannel({ id: digestChannel, name: 'digest' });
  return await arrives(world);
}

function digests(channel = digestChannel): Message[] {
  return world.sandbox.messages(channel).filter((message) => message.metadata?.event_type === 'leadloop_digest');
}

/** The weeks of the digests in the channel, as their titles say, in the order in which they came. */
function told(channel = digestChannel): string[] {
  return digests(channel).map((message) => /^Lead quality, (.+)$/m.exec(wordsIn(message))?.[1] ?? wordsIn(message));
}

function detailsUnder(digest: Message | undefined): Message[] {
  return digest ? world.sandbox.thread(digest.channel, digest.ts).filter(({ ts }) => ts !== digest.ts) : [];
}

const smallPrint = (digest: Message | undefined): string => wordsIn(digest).split('\n').at(-1) ?? '';
const alerts = (): string[] => world.sandbox.directMessages(max).map(wordsIn);

/** A little time, for what is tried again now and then. */
async function meanwhile(): Promise<void> {
  for (let second = 0; second < 30; second += 1) await world.advance(1_100);
}

/** Straight to an instant, as a clock that nobody watches. */
function leapTo(at: string): void {
  world.clock.jump(Date.parse(at) - world.clock.now());
}

describe('on Monday at nine', () => {
  it('one digest tells of the last complete week, with the details in its thread', async () => {
    const id = await begin();
    await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
    await world.until('2026-11-23T13:59:59Z');
    expect(world.sandbox.messages(digestChannel)).toEqual([]);
    await world.until('2026-11-23T14:00:05Z');
    await world.settled();
    const [digest, ...more] = digests();
    expect(more).toEqual([]);
    expect(Number(digest?.ts) * 1_000 - Date.parse(monday)).toBeLessThan(2_000);
    expect(wordsIn(digest).split('\n').slice(0, 2)).toEqual([
      'Lead quality, 16–22 November',
      '*1 of 1 due lead judged; 1 qualified.* Too few verdicts to say more.',
    ]);
    expect(smallPrint(digest)).toMatch(/Details in the thread\.$/);
    const details = detailsUnder(digest);
    expect(details.map(({ metadata }) => metadata?.event_type)).toEqual(['leadloop_note']);
    expect(wordsIn(details[0])).toMatch(/^Lead quality, 16–22 November, in detail\nBy source\n/);
    expect(world.sandbox.messages(digestChannel)).toHaveLength(1);
    // Who wrote and how to reach them is on the card only.
    expect(JSON.stringify([digest, details])).not.toMatch(/ada@engine|looms/);
  });

  test('without a digest channel it stands in the leads channel', async () => {
    await begin(usualSettings);
    await world.until(justAfter);
    await world.settled();
    expect(told(leadsChannel)).toEqual([weeks[47]]);
  });
});

describe('F83: once, whatever happens', () => {
  const around: readonly (readonly [string, () => Promise<void>])[] = [
    [
      'restarts just before, at and just after its time',
      async () => {
        await world.until('2026-11-23T13:59:58Z');
        await world.restart(() => leapTo(monday));
        await world.restart();
        await world.settled();
        await world.restart(() => world.clock.jump(1_000));
      },
    ],
    [
      'killed between the post and the word that it stands',
      async () => {
        world.sandbox.fault({ method: 'chat.postMessage', channel: digestChannel, kind: 'dropAfter' });
        await world.until('2026-11-23T14:00:01Z');
        expect(digests()).toHaveLength(1);
        await world.restart();
      },
    ],
    [
      'its answer comes too late, and the same again for the details',
      async () => {
        world.sandbox.fault({
          method: 'chat.postMessage',
          channel: digestChannel,
          kind: 'status',
          status: 500,
          isProcessed: true,
          times: 2,
        });
        await world.until(justAfter);
      },
    ],
    [
      'it never arrived: looked for, then sent',
      async () => {
        world.sandbox.fault({ method: 'chat.postMessage', channel: digestChannel, kind: 'dropBefore' });
        await world.until(justAfter);
      },
    ],
    [
      'two look at once who keep the time',
      async () => {
        await world.until('2026-11-23T13:59:58Z');
        const desk = { store: world.store(), now: () => Date.parse(monday), newId: () => 'nothing is recorded' };
        const id = await world.workspaceId();
        await Promise.all([createTimekeeper(desk, id), createTimekeeper(desk, id)].map((timekeeper) => timekeeper.look()));
        await world.until(justAfter);
      },
    ],
  ];
  const after: readonly (readonly [string, () => Promise<void>])[] = [
    ['the clock is set back two hours', () => world.restart(() => world.clock.jump(-2 * hourMs))],
    ['the clock is set back three days', () => world.restart(() => world.clock.jump(-3 * dayMs))],
    ['the digest is set an hour later', () => change({ digest: { day: 'mon', at: '10:00' } })],
    ['the digest is set to Tuesday', () => change({ digest: { day: 'tue', at: '09:00' } })],
    ['the zone is one that is still on Sunday', () => change({ timezone: 'Pacific/Honolulu' })],
    ['the zone is one that is hours ahead', () => change({ timezone: 'Pacific/Auckland' })],
  ];
  const before: readonly (readonly [string, () => Promise<void>])[] = [
    ['just before, the digest is set an hour earlier', () => change({ digest: { day: 'mon', at: '08:00' } })],
    ['just before, the digest is set to Tuesday', () => change({ digest: { day: 'tue', at: '09:00' } })],
    ['just before, the zone is one that is still on Sunday', () => change({ timezone: 'Pacific/Honolulu' })],
    ['just before, the zone is one where it was due hours ago', () => change({ timezone: 'Pacific/Auckland' })],
  ];

  async function change(more: Record<string, unknown>): Promise<void> {
    await apply(world.store(), { ...withDigest, ...more }, world.clock.now());
    await meanwhile();
  }

  /** By then the next one has come under any of these settings, and no further one under any. */
  async function aWeekOn(): Promise<void> {
    await world.until('2026-12-01T15:00:00Z');
    await world.settled();
    expect(told()).toEqual([weeks[47], weeks[48]]);
    expect(digests().map((digest) => detailsUnder(digest).length)).toEqual([1, 1]);
    expect(world.sandbox.calls('chat.update').filter(({ args }) => args['channel'] === digestChannel)).toEqual([]);
  }

  test.each(around)('%s', async (_what, happens) => {
    await begin();
    await happens();
    await world.settled();
    expect(told()).toEqual([weeks[47]]);
    expect(detailsUnder(digests()[0])).toHaveLength(1);
    await aWeekOn();
  });

  test.each(after)('afterwards %s', async (_what, happens) => {
    await begin();
    await world.until(justAfter);
    await world.settled();
    expect(told()).toEqual([weeks[47]]);
    await happens();
    await aWeekOn();
  });

  test.each(before)('%s', async (_what, happens) => {
    await begin();
    await world.until('2026-11-23T13:59:00Z');
    await happens();
    await aWeekOn();
  });

  test('nobody can look whether it arrived: it is not sent again, and the managers get one line', async () => {
    await begin();
    world.sandbox.removeScope('channels:history');
    world.sandbox.fault({ method: 'chat.postMessage', channel: digestChannel, kind: 'dropAfter' });
    await world.until(justAfter);
    await world.settled();
    expect(told()).toEqual([weeks[47]]);
    expect(alerts().filter((words) => words.includes('could not look whether it arrived'))).toHaveLength(1);
    await world.until(nextMonday);
    await world.settled();
    expect(told()).toEqual([weeks[47], weeks[48]]);
    // It may have arrived: nobody says that it was left out.
    expect(smallPrint(digests()[1])).not.toContain('left out');
  });

  test('a week that was left out does not come after the week behind it, when the day is changed', async () => {
    await begin(withDigest, '2026-11-11T15:00:00Z');
    await world.until('2026-11-13T22:00:00Z');
    await world.restart(() => leapTo('2026-11-20T15:00:00Z'));
    await world.until(justAfter);
    await world.settled();
    expect(told()).toEqual([weeks[47]]);
    await change({ digest: { day: 'sun', at: '09:00' } });
    await world.settled();
    expect(told()).toEqual([weeks[47]]);
  });
});

describe('a channel that is closed on Monday', () => {
  test('and open on Tuesday: it comes then', async () => {
    await begin();
    world.sandbox.kickBot(digestChannel);
    await world.until('2026-11-23T14:00:02Z');
    await meanwhile();
    expect(told()).toEqual([]);
    expect(alerts().filter((words) => words.includes('/invite @leadloop'))).toHaveLength(1);
    leapTo('2026-11-24T15:00:00Z');
    world.sandbox.inviteBot(digestChannel);
    await meanwhile();
    await world.settled();
    expect(told()).toEqual([weeks[47]]);
    expect(detailsUnder(digests()[0])).toHaveLength(1);
    await world.until(nextMonday);
    await world.settled();
    expect(told()).toEqual([weeks[47], weeks[48]]);
    expect(smallPrint(digests()[1])).not.toContain('left out');
  });

  test('and open on Friday: it is left out, and the next one says so', async () => {
    await begin();
    world.sandbox.kickBot(digestChannel);
    await world.until('2026-11-23T14:00:02Z');
    await meanwhile();
    leapTo('2026-11-27T15:00:00Z');
    world.sandbox.inviteBot(digestChannel);
    await meanwhile();
    await world.settled();
    expect(world.sandbox.messages(digestChannel)).toEqual([]);
    await world.until(nextMonday);
    await world.settled();
    expect(told()).toEqual([weeks[48]]);
    expect(smallPrint(digests()[0])).toContain('1 earlier digest was left out, more than three days late.');
  });

  test('and another day of digest meanwhile: it does not take itself for one that was left out', async () => {
    await begin({ ...withDigest, digest: { day: 'sun', at: '09:00' } }, '2026-11-11T15:00:00Z');
    await world.until('2026-11-22T13:59:58Z');
    world.sandbox.kickBot(digestChannel);
    await world.until('2026-11-22T14:00:02Z');
    await meanwhile();
    await apply(world.store(), withDigest, world.clock.now());
    world.sandbox.inviteBot(digestChannel);
    await meanwhile();
    await world.settled();
    expect(told()).toEqual([weeks[46]]);
    expect(smallPrint(digests()[0])).not.toContain('left out');
    await world.until(justAfter);
    await world.settled();
    expect(told()).toEqual([weeks[46], weeks[47]]);
  });

  test('a channel that is not there: the managers hear of it, cards go on, and it comes in the channel that is chosen then', async () => {
    world = await startWorld({ at: wednesday, settings: withDigest });
    await arrives(world);
    await world.until('2026-11-23T14:00:02Z');
    await meanwhile();
    expect(alerts().filter((words) => words.includes(digestChannel))).toHaveLength(1);
    await world.post({ ...ada, externalId: 'crm-2', email: 'bo@engine.test', name: 'Bo Second' });
    await meanwhile();
    expect(world.sandbox.messages(leadsChannel).map(wordsIn).join()).toContain('Bo Second');
    await apply(world.store(), usualSettings, world.clock.now());
    await meanwhile();
    await world.settled();
    expect(told(leadsChannel)).toEqual([weeks[47]]);
    expect(detailsUnder(digests(leadsChannel)[0])).toHaveLength(1);
  });
});

describe('F46: down when it was due', () => {
  test('from Friday to Tuesday: exactly one', async () => {
    await begin();
    await world.until('2026-11-20T20:00:00Z');
    await world.restart(() => leapTo('2026-11-24T15:00:00Z'));
    await meanwhile();
    await world.settled();
    expect(told()).toEqual([weeks[47]]);
    expect(smallPrint(digests()[0])).not.toContain('left out');
    await world.until(nextMonday);
    await world.settled();
    expect(told()).toEqual([weeks[47], weeks[48]]);
  });

  /** Told of week 46 on Monday the 16th, then down over the Mondays of November and December. */
  async function downUntil(at: string): Promise<void> {
    await begin(withDigest, '2026-11-11T15:00:00Z');
    await world.until('2026-11-20T20:00:00Z');
    await world.settled();
    expect(told()).toEqual([weeks[46]]);
    await world.restart(() => leapTo(at));
    await meanwhile();
    await world.settled();
  }

  test('for five weeks, up again on a Monday: that one, and 4 that never came', async () => {
    await downUntil('2026-12-21T15:00:00Z');
    expect(told()).toEqual([weeks[46], weeks[51]]);
    expect(smallPrint(digests()[1])).toContain('4 earlier digests were left out, more than three days late.');
  });

  test('for five weeks, up again on a Friday: none until Monday, and 5 that never came', async () => {
    await downUntil('2026-12-25T15:00:00Z');
    expect(told()).toEqual([weeks[46]]);
    await world.until('2026-12-28T14:01:00Z');
    await world.settled();
    expect(told()).toEqual([weeks[46], weeks[52]]);
    expect(smallPrint(digests()[1])).toContain('5 earlier digests were left out, more than three days late.');
  });

  test('none for a week that ended before anything was set up', async () => {
    world = await startWorld({ at: wednesday, settings: null });
    world.sandbox.addChannel({ id: digestChannel, name: 'digest' });
    await world.post(ada);
    leapTo('2026-11-24T15:00:00Z');
    await apply(world.store(), withDigest, world.clock.now());
    await meanwhile();
    await world.settled();
    expect(told()).toEqual([]);
    await world.until(nextMonday);
    await world.settled();
    expect(told()).toEqual([weeks[48]]);
    expect(smallPrint(digests()[0])).not.toContain('left out');
  });

  test('none for a week that ended before the first lead; a lead that was only a test is none', async () => {
    world = await startWorld({ at: wednesday, settings: withDigest });
    world.sandbox.addChannel({ id: digestChannel, name: 'digest' });
    await arrives(world, { ...ada, test: true });
    await world.until('2026-11-24T15:00:00Z');
    expect(told()).toEqual([]);
    await arrives(world, { ...ada, externalId: 'real' });
    await world.until(nextMonday);
    await world.settled();
    expect(told()).toEqual([weeks[48]]);
    expect(smallPrint(digests()[0])).not.toContain('left out');
  });
});

describe('what it says', () => {
  /** So many people of this week with *Qualified*. */
  async function qualified(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let number = 0; number < count; number += 1) {
      const lead = { ...ada, externalId: `q-${number}`, email: `lead${number}@engine.test`, name: `Lead ${number}` };
      ids.push(await arrives(world, lead));
      await does(world, kim, await cardOf(world, ids.at(-1) ?? ''), 'Qualified', { Reason: 'Clear need' });
    }
    return ids;
  }

  test('F86: a verdict that changed after the digest is restated by the next one, with both numbers', async () => {
    world = await startWorld({ at: wednesday, settings: withDigest });
    world.sandbox.addChannel({ id: digestChannel, name: 'digest' });
    const [first = ''] = await qualified(3);
    await world.until(justAfter);
    await world.settled();
    await world.until('2026-11-24T15:00:00Z');
    await does(world, kim, await cardOf(world, first), 'Change verdict', { Verdict: 'Unqualified', Reason: 'No budget' });
    await world.until(nextMonday);
    await world.settled();
    expect(told()).toEqual([weeks[47], weeks[48]]);
    expect(smallPrint(digests()[0])).not.toContain('restated');
    expect(smallPrint(digests()[1])).toContain('Last week restated: 3 → 2 qualified.');
    // What was said stays as it was said.
    expect(wordsIn(digests()[0])).toContain('3 of 3 due leads judged; 3 qualified.');
  });

  test('F86: a digest that came late is compared with what it said, not with what it would have said in time', async () => {
    world = await startWorld({ at: wednesday, settings: withDigest });
    world.sandbox.addChannel({ id: digestChannel, name: 'digest' });
    const [first = '', second = ''] = await qualified(3);
    world.sandbox.kickBot(digestChannel);
    await world.until('2026-11-23T14:00:02Z');
    await meanwhile();
    leapTo('2026-11-24T15:00:00Z');
    await does(world, kim, await cardOf(world, first), 'Change verdict', { Verdict: 'Unqualified', Reason: 'No budget' });
    world.sandbox.inviteBot(digestChannel);
    await meanwhile();
    await world.settled();
    expect(wordsIn(digests()[0])).toContain('3 of 3 due leads judged; 2 qualified.');
    await world.until('2026-11-25T15:00:00Z');
    await does(world, kim, await cardOf(world, second), 'Change verdict', { Verdict: 'Unqualified', Reason: 'No budget' });
    await world.until(nextMonday);
    await world.settled();
    expect(smallPrint(digests()[1])).toContain('Last week restated: 2 → 1 qualified.');
  });

  test('F84: of a week without leads it says just that', async () => {
    await begin();
    await world.until(nextMonday);
    await world.settled();
    const [, digest] = digests();
    expect(wordsIn(digest).split('\n').slice(0, 2)).toEqual([
      'Lead quality, 23–29 November',
      '*No leads arrived, so there is nothing to judge.*',
    ]);
    expect(JSON.stringify([digest, detailsUnder(digest)])).not.toMatch(/NaN|Infinity|undefined|null|[↑↓▲▼]|arrow|chart_with/);
  });

  test('F84: of one lead without a verdict it claims nothing', async () => {
    await begin();
    await world.until(justAfter);
    await world.settled();
    const [digest] = digests();
    expect(wordsIn(digest)).toContain('No verdicts yet on 1 lead.');
    expect(wordsIn(digest)).toContain('1 without a verdict: in the end 0 to 1 of 1 may be qualified.');
    expect(JSON.stringify([digest, detailsUnder(digest)])).not.toMatch(/NaN|Infinity|undefined|\d %|[↑↓▲▼]|arrow|chart_with/);
  });

  test('Slack refuses its chart: the plain twin is posted in its place, with the same numbers', async () => {
    const id = await begin();
    await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
    world.sandbox.fault({ method: 'chat.postMessage', channel: digestChannel, kind: 'error', error: 'invalid_blocks' });
    await world.until(justAfter);
    await world.settled();
    const [digest, ...more] = digests();
    expect(more).toEqual([]);
    const types = (digest?.blocks ?? []).map(({ type }) => type);
    expect(types).not.toContain('table');
    expect(types).not.toContain('data_visualization');
    expect(JSON.stringify(digest?.blocks)).toContain('Verdicts by week of arrival');
    expect(wordsIn(digest)).toContain('1 of 1 due lead judged; 1 qualified.');
    expect(detailsUnder(digest)).toHaveLength(1);
    expect(alerts().filter((words) => words.includes('invalid_blocks'))).toHaveLength(1);
  });
});
