// Many things due at once: told together under one message a channel; thirty or fewer each by itself.
import { describe, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import { kinds } from '../../src/flows/deliver.ts';
import type { Reporter } from '../../src/flows/report.ts';
import { createTimekeeper } from '../../src/worker/timekeeper.ts';
import { type Office, dayMs, faultsIn, hourMs, mondayMorning, openOffice } from './office.ts';

async function manyWait(office: Office, count: number, claimedBy?: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let person = 0; person < count; person += 1) {
    const id = await office.waits(person);
    if (claimedBy) await office.happens(id, { type: 'claimed' }, claimedBy);
    ids.push(id);
  }
  return ids;
}

/** What was added to the outbox since, by kind. */
async function added(office: Office, act: () => Promise<unknown>) {
  const before = new Map((await office.unsent()).map(({ key, revision }) => [key, revision]));
  await act();
  const entries = (await office.unsent()).filter(({ key, revision }) => before.get(key) !== revision);
  const keysOf = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ key }) => key);
  return { entries, keysOf };
}

const latenesses = [
  { what: 'reminders of waiting leads', claimedBy: undefined, pass: 4 * hourMs, lanes: ['C0LEADS'], about: 'reminded' },
  { what: 'missing verdicts', claimedBy: 'U0KIM', pass: 2 * dayMs, lanes: ['C0LEADS'], about: 'reminded' },
  { what: 'stalls', claimedBy: undefined, pass: 2 * dayMs, lanes: ['C0LEADS', 'C0MKTG'], about: 'stalled' },
] as const;

describe.each(latenesses)('$what', ({ claimedBy, pass, lanes, about }) => {
  test('more than thirty: one summary a channel, a line for each under it, and nobody is nudged alone', async () => {
    const office = await openOffice();
    await manyWait(office, 31, claimedBy);
    office.clock.now += pass;
    const { entries, keysOf } = await added(office, () => office.look());
    const summaries = lanes.map((lane) => `catch_up:${office.clock.now}:${lane}`);
    expect(keysOf('catch_up')).toEqual(summaries);
    expect(keysOf('catch_up_line')).toHaveLength(31);
    for (const { kind, after, lane, eventId } of entries) {
      if (kind === 'catch_up_line')
        expect({ after, lane, isOfAnEvent: eventId !== undefined }).toEqual({ after: summaries[0], lane: 'C0LEADS', isOfAnEvent: true });
      if (kind === 'marketing_card') expect({ after, lane }).toEqual({ after: summaries[1], lane: 'C0MKTG' });
    }
    expect(keysOf('line')).toEqual([]);
    expect(keysOf('nudge')).toEqual([]);
    expect((await office.log()).filter(({ type }) => type === about)).toHaveLength(31);
    expect(await faultsIn(office)).toEqual([]);
    office.close();
  });

  test('thirty: each by itself', async () => {
    const office = await openOffice();
    await manyWait(office, 30, claimedBy);
    office.clock.now += pass;
    const { keysOf } = await added(office, () => office.look());
    expect([...keysOf('catch_up'), ...keysOf('catch_up_line')]).toEqual([]);
    expect(keysOf(claimedBy ? 'nudge' : 'line')).toHaveLength(30);
    office.close();
  });
});

test('without a list of sales people the channel hears of all that wait in its one line an hour, also after a silence', async () => {
  for (const count of [2, 40]) {
    const office = await openOffice(mondayMorning, { people: { sales: [], marketing: [], managers: [] } });
    await manyWait(office, count);
    office.clock.now += 4 * hourMs;
    const { keysOf } = await added(office, () => office.look());
    expect(keysOf('waiting')).toEqual([expect.stringMatching(/^waiting:C0LEADS:2026-11-23T/)]);
    expect([...keysOf('catch_up'), ...keysOf('catch_up_line'), ...keysOf('line')]).toEqual([]);
    office.close();
  }
});

test('more than one stretch of work: the summaries stay the same while there is more, and are new the next time', async () => {
  const office = await openOffice();
  await manyWait(office, 230);
  office.clock.now += 2 * dayMs;
  const timekeeper = createTimekeeper(office.desk, office.workspaceId);
  const lookOn = async () => {
    let looks = 0;
    for (let ms = await timekeeper.look(); ms !== null && ms < 1000; ms = await timekeeper.look()) {
      office.clock.now += ms;
      looks += 1;
    }
    return looks;
  };
  const first = await added(office, async () => expect(await lookOn()).toBeGreaterThan(1));
  expect(first.keysOf('catch_up')).toHaveLength(2);
  expect(first.keysOf('catch_up_line')).toHaveLength(230);
  office.clock.now += 3 * dayMs;
  const second = await added(office, lookOn);
  expect(second.keysOf('catch_up')).toHaveLength(1); // marketing has taken up none of them
  expect(first.keysOf('catch_up')).not.toContain(second.keysOf('catch_up')[0]);
  expect((await office.log()).filter(({ type }) => type === 'reminded')).toHaveLength(230);
  office.close();
});

test('told among many, a missing verdict is told to nobody alone afterwards, whatever else happens to the lead', async () => {
  const office = await openOffice();
  const [id = ''] = await manyWait(office, 31, 'U0KIM');
  office.clock.now += 2 * dayMs;
  await office.look();
  const { entries } = await added(office, () => office.happens(id, { type: 'noted', side: 'sales' }, 'U0KIM'));
  const nudge = entries.find(({ kind }) => kind === 'nudge');
  const context = { desk: office.desk, messenger: silent, directory: { managers: async () => [] }, reporter: noReporter };
  if (!nudge) throw new Error('nothing to deliver');
  expect(await kinds.nudge.parcel(context, nudge)).toBeNull();
  office.close();
});

test('nudged alone before, a lead that stalls among many is one line, and the nudge tells what became of it', async () => {
  const office = await openOffice();
  const ids = await manyWait(office, 31, 'U0KIM');
  for (const id of ids) await office.happens(id, { type: 'reminded', about: 'verdict', to: 'U0KIM' });
  office.clock.now += 8 * dayMs;
  const { keysOf } = await added(office, () => office.look());
  expect(keysOf('catch_up_line')).toHaveLength(31);
  expect(keysOf('nudge')).toHaveLength(31); // the entries of before, once more
  office.close();
});

test('after a reopening a missing verdict is a message of its own, not an edit that nobody hears', async () => {
  const office = await openOffice();
  const id = await office.waits(1);
  const nudges: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    await office.happens(id, { type: 'claimed' }, 'U0KIM');
    office.clock.now += 2 * dayMs;
    const { keysOf } = await added(office, () => office.look());
    nudges.push(...keysOf('nudge'));
    await office.happens(id, { type: 'judged', verdict: 'qualified', reason: 'clear_need' }, 'U0KIM');
    await office.happens(id, { type: 'reopened' }, 'U0MAX');
  }
  expect(new Set(nudges).size).toBe(2);
  office.close();
});

test('changed settings that plan a hundred leads anew tell nothing, and change no lead', async () => {
  const office = await openOffice();
  const ids = await manyWait(office, 100);
  const before = await office.log();
  office.clock.now += hourMs;
  const { entries } = await added(office, async () => {
    await office.apply({ deadlines: { claim: 'PT5H', verdict: 'P3D', stalledUnclaimed: 'P3D', stalledClaimed: 'P9D', marketing: 'P4D' } });
    await office.look();
  });
  expect(entries).toEqual([]);
  expect(await office.log()).toEqual(before);
  expect(new Set((await office.plans()).values())).toEqual(new Set([mondayMorning + 5 * hourMs]));
  for await (const { lead } of office.store.leads(office.workspaceId, { since: office.clock.now })) expect(ids).not.toContain(lead.id);
  office.close();
});

test('a mark is a look at the card, once', async () => {
  const office = await openOffice();
  const id = await office.waits(1);
  const key = `card:${latestHandoff((await office.lead(id)).lead).id}`;
  office.clock.now += 4 * hourMs;
  await office.look();
  for (const expected of [[key], []]) {
    office.clock.now = mondayMorning + 8 * hourMs + (expected.length > 0 ? 0 : hourMs);
    const { entries } = await added(office, () => office.look());
    expect(entries.map((entry) => entry.key)).toEqual(expected);
  }
  office.close();
});

const noReporter: Reporter = {
  report: () => Promise.reject(new Error('nobody asked')),
  reports: async () => [],
  close: async () => {},
};
const silent = {
  post: async () => ({ channel: '', ts: '' }),
  edit: async () => {},
  find: async () => null,
  link: async () => null,
  probe: async () => {},
  probeWorkspace: async () => {},
};
