// Lead quality where people work: in App Home for managers, by /lead report for everybody in a role, while clicks go on.
import { afterEach, describe, expect, test } from 'vitest';
import type { Reporter } from '../../src/flows/report.ts';
import { received } from '../sqlite/sample-leads.ts';
import { labelsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, stateOfLead } from '../world/scene.ts';
import { type World, kim, leadsChannel, max, mia, sam, startWorld } from '../world/world.ts';

const wednesday = '2026-11-25T15:00:00Z';
const elsewhere = 'C0ELSEWHERE';
const guest = 'U0GUEST';
const moment = 'That takes a moment: the answer follows here.';

let world: World;
afterEach(() => world.stop());

/** Reports wait here until they are let go. */
interface Held {
  readonly reporter: (own: Reporter) => Reporter;
  /** How many are asked for and not yet given. */
  asked(): number;
  letGo(): void;
  failWith(error: Error): void;
}

function held(): Held {
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  const waiting = async <T>(work: () => Promise<T>): Promise<T> => {
    asked += 1;
    try {
      await gate.promise;
      return await work();
    } finally {
      asked -= 1;
    }
  };
  return {
    reporter: (own): Reporter => ({
      report: (request) => waiting(() => own.report(request)),
      reports: (requests) => waiting(() => own.reports(requests)),
      close: () => own.close(),
    }),
    asked: () => asked,
    letGo: () => gate.resolve(),
    failWith: (error) => gate.reject(error),
  };
}

async function homeOf(who: string): Promise<string> {
  const before = world.sandbox.home(who)?.hash;
  await world.sandbox.as(who).openHome();
  return wordsIn(await world.sandbox.waitFor(() => (world.sandbox.home(who)?.hash === before ? null : world.sandbox.home(who))));
}

async function homeThatSays(who: string, words: string): Promise<string> {
  return await world.sandbox.waitFor(() => {
    const said = wordsIn(world.sandbox.home(who));
    return said.includes(words) ? said : null;
  });
}

/** One lead of this week with *Qualified*, one that waits. */
async function twoLeads(): Promise<void> {
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
  await arrives(world, { ...ada, externalId: 'crm-2', email: 'bo@engine.test', name: 'Bo Second', source: 'webinar' });
}

describe('Lead quality in App Home', () => {
  test('is worked out beside and then shown, to managers only', async () => {
    const gate = held();
    world = await startWorld({ at: wednesday, reporter: gate.reporter });
    await twoLeads();
    const first = await homeOf(max);
    expect(first).toContain('My leads');
    expect(first).toContain('Lead quality\nThe running week is being worked out …');
    // Looked at again and again meanwhile, it is worked out once.
    await homeOf(max);
    expect(gate.asked()).toBe(1);
    gate.letGo();
    const then = await homeThatSays(max, 'this week so far');
    expect(then).toContain('Lead quality, this week so far\n*1 of 2 leads judged, before any was due; 1 qualified.*');
    expect(then).toContain('These days are not over yet: leads may still arrive.');
    expect(then).not.toContain('being worked out');
    for (const who of [kim, mia]) expect(await homeOf(who)).not.toContain('Lead quality');
  });

  test('is as known a moment ago, and worked out anew after a minute', async () => {
    world = await startWorld({ at: wednesday });
    await twoLeads();
    await homeOf(max);
    await homeThatSays(max, '*1 of 2 leads judged');
    await arrives(world, { ...ada, externalId: 'crm-3', email: 'cy@engine.test' });
    expect(await homeOf(max)).toContain('*1 of 2 leads judged');
    await world.until('2026-11-25T15:05:00Z');
    await homeOf(max);
    await homeThatSays(max, '*1 of 3 leads judged');
  });

  test('a report that fails is no reason to show no Home, and the next look tries again', async () => {
    let failures = 0;
    const reporter = (own: Reporter): Reporter => ({
      ...own,
      report: async (request) => {
        failures += 1;
        if (failures === 1) throw new Error('the disk is gone');
        return await own.report(request);
      },
    });
    world = await startWorld({ at: wednesday, reporter });
    await twoLeads();
    expect(await homeOf(max)).toContain('being worked out');
    await world.sandbox.waitFor(() => world.logLines.some((line) => line.includes('could not be worked out')));
    await homeOf(max);
    await homeThatSays(max, '*1 of 2 leads judged');
    expect(failures).toBe(2);
  });
});

describe('/lead report', () => {
  async function answerTo(line: string, who = kim): Promise<string> {
    const before = world.sandbox.ephemerals(who).length;
    expect(await world.sandbox.as(who).command(line, leadsChannel)).toMatchObject({ ok: true });
    const answers = world.sandbox.ephemerals(who).slice(before);
    expect(answers).toHaveLength(1);
    return wordsIn(answers[0]);
  }

  test('answers privately: this week, last week, this month; other words say what can be asked', async () => {
    world = await startWorld({ at: wednesday });
    await twoLeads();
    expect(await answerTo('/lead report week')).toMatch(
      /^Lead quality: this week so far\n\*1 of 2 leads judged, before any was due; 1 qualified\.\*\n/,
    );
    expect(await answerTo('/lead report')).toBe('Lead quality: last week\n*No leads arrived, so there is nothing to judge.*');
    expect(await answerTo('/lead report  Last   Week')).toBe(await answerTo('/lead report last week', mia));
    expect(await answerTo('/lead report month', max)).toMatch(/^Lead quality: this month so far\n\*1 of 2 leads judged/);
    expect(await answerTo('/lead report year')).toContain('/lead report week, /lead report last week or /lead report month');
    world.sandbox.addUser({ id: guest, name: 'guest', isRestricted: true });
    expect(await answerTo('/lead report week', guest)).toMatch(/^This is for the sales and marketing people/);
    expect(world.sandbox.messages(leadsChannel).filter(({ metadata }) => metadata?.event_type !== 'leadloop_card')).toEqual([]);
  });

  /** Asks while reports are held; told in time that the answer follows. */
  async function askedInTime(channel: string): Promise<Held> {
    const gate = held();
    world = await startWorld({ at: wednesday, reporter: gate.reporter });
    world.sandbox.addChannel({ id: elsewhere, name: 'elsewhere', hasBot: false });
    await twoLeads();
    const asked = await world.sandbox.as(kim).command('/lead report week', channel);
    expect(asked).toMatchObject({ ok: true });
    expect(asked.ms).toBeLessThan(3_000);
    expect(world.sandbox.ephemerals(kim).map(wordsIn)).toEqual([moment]);
    expect(gate.asked()).toBe(1);
    return gate;
  }

  test('that takes longer than Slack waits: word at once, and the answer follows for the same eyes only', async () => {
    const gate = await askedInTime(leadsChannel);
    gate.letGo();
    await world.sandbox.waitFor(() => world.sandbox.ephemerals(kim).length === 2);
    const answer = world.sandbox.ephemerals(kim)[1];
    expect(answer).toMatchObject({ channel: leadsChannel });
    expect(wordsIn(answer)).toMatch(/^Lead quality: this week so far\n\*1 of 2 leads judged/);
    expect(world.sandbox.directMessages(kim)).toEqual([]);
    expect(world.sandbox.ephemerals(sam)).toEqual([]);
  });

  test('in a channel without the bot: the answer follows as a direct message', async () => {
    const gate = await askedInTime(elsewhere);
    gate.letGo();
    const [answer] = await world.sandbox.waitFor(() =>
      world.sandbox.directMessages(kim).length > 0 ? world.sandbox.directMessages(kim) : null,
    );
    expect(wordsIn(answer)).toMatch(/^Lead quality: this week so far\n\*1 of 2 leads judged/);
    expect(answer?.metadata?.event_type).toBe('leadloop_note');
    expect(world.sandbox.ephemerals(kim)).toHaveLength(1);
    expect(world.sandbox.messages(elsewhere)).toEqual([]);
  });

  test('that cannot be made after all: that is said where the answer was to come', async () => {
    const gate = await askedInTime(leadsChannel);
    gate.failWith(new Error('the disk is gone'));
    await world.sandbox.waitFor(() => world.sandbox.ephemerals(kim).length === 2);
    expect(wordsIn(world.sandbox.ephemerals(kim)[1])).toMatch(/^Something went wrong here/);
  });
});

test('F45: while a report over a big log is made, clicks are answered', async () => {
  const running = { count: 0 };
  const reporter = (own: Reporter): Reporter => ({
    ...own,
    report: async (request) => {
      running.count += 1;
      try {
        return await own.report(request);
      } finally {
        running.count -= 1;
      }
    },
  });
  world = await startWorld({ at: wednesday, reporter });
  const ids: string[] = [];
  for (let number = 0; number < 5; number += 1) {
    ids.push(await arrives(world, { ...ada, externalId: `x-${number}`, email: `lead${number}@engine.test`, name: `Lead ${number}` }));
  }
  const workspaceId = await world.workspaceId();
  const many = Array.from({ length: 40_000 }, (_, number) => received(workspaceId, `old-${number}`));
  for (let from = 0; from < many.length; from += 5_000) await world.store().commitAll(many.slice(from, from + 5_000));
  const asked = world.sandbox.as(max).command('/lead report month', leadsChannel);
  await world.sandbox.waitFor(() => running.count === 1);
  const answeredMeanwhile: boolean[] = [];
  for (const id of ids) {
    expect(await does(world, kim, await cardOf(world, id), 'Claim')).toMatchObject({ ok: true });
    answeredMeanwhile.push(running.count === 1);
    expect(await stateOfLead(world, id)).toBe('claimed');
  }
  expect(answeredMeanwhile).toEqual([true, true, true, true, true]);
  expect(await asked).toMatchObject({ ok: true });
  await world.sandbox.waitFor(() => world.sandbox.ephemerals(max).some((one) => wordsIn(one).includes('40,005 leads')), 30_000);
  await world.settled();
  for (const id of ids) expect(labelsIn(await cardOf(world, id))).not.toContain('Claim');
}, 60_000);
