// Nothing stalls unseen: reminders, the way back to marketing by the clock, and leads that come back on their dates.
import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/sandbox.ts';
import { wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, refused, stateOfLead, storyOf, threadOf, toldAfter } from '../world/scene.ts';
import { type World, kim, leadsChannel, marketingChannelId, max, mia, sam, startWorld, usualSettings } from '../world/world.ts';

// Monday, 9:00 in New York.
const monday9 = '2026-11-23T14:00:00Z';

let world: World;
afterEach(() => world.stop());

function marketingCards(): string[] {
  return world.sandbox
    .messages(marketingChannelId)
    .filter((message) => message.metadata?.event_type === 'leadloop_card')
    .map(wordsIn);
}

function labelsOn(message: Message | undefined): string[] {
  return [...JSON.stringify(message?.blocks).matchAll(/"type":"button".*?"text":\{"type":"plain_text","text":"([^"]+)"/g)].map(
    (found) => found[1] ?? '',
  );
}

function notesIn(channel: string): Message[] {
  return world.sandbox.messages(channel).filter((message) => message.metadata?.event_type === 'leadloop_note');
}

describe('a lead that nobody claims', () => {
  it('is shown as waiting past its time, with one reminder to the sales people', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    expect(wordsIn(await cardOf(world, id))).toContain('Nobody has it yet');
    expect(await threadOf(world, id)).toEqual([]);

    await world.until('2026-11-23T17:59:00Z');
    expect(await threadOf(world, id)).toEqual([]);
    await world.until('2026-11-23T18:01:00Z');
    await world.settled();
    const [reminder, ...others] = await threadOf(world, id);
    expect(others).toEqual([]);
    expect(reminder).toContain(`<@${kim}>`);
    expect(reminder).toContain(`<@${sam}>`);
    expect(wordsIn(await cardOf(world, id))).toMatch(/waiting 4 h/i);

    await world.until('2026-11-24T22:00:00Z');
    await world.settled();
    expect(await threadOf(world, id)).toHaveLength(1);
  });

  it('goes back to marketing by itself, as no word from sales and nobody’s verdict', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await world.until('2026-11-25T13:59:00Z');
    expect(await stateOfLead(world, id)).toBe('new');
    await world.until('2026-11-25T14:01:00Z');
    await world.settled();
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'reminded', 'stalled', 'returned']);
    expect(wordsIn(await cardOf(world, id))).toContain('Stalled: no word from sales');
    const [card] = marketingCards();
    expect(card).toContain('Stalled: no word from sales');
    expect(card).toContain('nobody had it');
    const [posted] = world.sandbox.messages(marketingChannelId).filter((message) => message.metadata?.event_type === 'leadloop_card');
    expect(labelsOn(posted)).toEqual(['Start nurture', 'Send back to sales', 'Archive']);

    const taken = await does(world, kim, await cardOf(world, id), 'Change verdict', { Verdict: 'Qualified', Reason: 'Clear need' });
    expect(taken.errors).toBeUndefined();
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('qualified');
    expect(marketingCards()[0]).toContain('Taken back by sales');
  });

  it('without listed sales people, gets one line in the channel for all that wait, once an hour', async () => {
    world = await startWorld({ at: monday9, settings: { ...usualSettings, people: { sales: [], marketing: [], managers: [max] } } });
    await arrives(world);
    await arrives(world, { ...ada, externalId: 'crm-2', email: 'bo@engine.test', name: 'Bo Second' });
    await world.until('2026-11-23T18:05:00Z');
    await world.settled();
    const lists = world.sandbox.messages(leadsChannel).filter((message) => message.metadata?.event_type === 'leadloop_note');
    expect(lists.map(wordsIn)).toHaveLength(1);
    expect(wordsIn(lists[0])).toContain('Ada Lovelace');
    await world.until('2026-11-23T19:10:00Z');
    await world.settled();
    const [, later, ...more] = notesIn(leadsChannel);
    expect(more).toEqual([]);
    expect(wordsIn(later)).toContain('Bo Second');
    expect(Number(later?.ts) - Number(lists[0]?.ts)).toBeGreaterThanOrEqual(3_600);
  });
});

describe('a lead that somebody has without a verdict', () => {
  it('is brought to its owner’s mind once, alone, with the buttons; afterwards the message says what became of it', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.until('2026-11-25T14:05:00Z');
    await world.settled();
    const [nudge, ...others] = world.sandbox.directMessages(kim);
    expect(others).toEqual([]);
    expect(wordsIn(nudge)).toContain('Ada Lovelace');
    expect(labelsOn(nudge)).toEqual(expect.arrayContaining(['Qualified', 'Unqualified']));
    expect(world.sandbox.directMessages(sam)).toEqual([]);

    const judged = await does(world, kim, nudge!, 'Unqualified', { Reason: 'No need' });
    expect(judged.errors).toBeUndefined();
    await world.settled();
    expect(wordsIn(world.sandbox.directMessages(kim)[0])).toContain('Unqualified by');
    expect(JSON.stringify(world.sandbox.directMessages(kim)[0]!.blocks)).not.toContain('"button"');
    expect(await stateOfLead(world, id)).toBe('unqualified');
  });

  it('goes back to marketing after five business days in somebody’s hands', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.until('2026-11-30T14:05:00Z');
    await world.settled();
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'reminded', 'stalled', 'returned']);
    expect((await threadOf(world, id)).at(-1)).toContain(`<@${kim}>`);
  });

  it('keeps the waiting clock while claimed, and goes on with it after a release', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await world.until('2026-11-23T20:00:00Z'); // one day of two has not passed: 6 h of 8
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.until('2026-11-24T20:00:00Z');
    await does(world, kim, await cardOf(world, id), 'Release');
    await world.until('2026-11-25T21:00:00Z');
    expect(await stateOfLead(world, id)).toBe('new');
    await world.until('2026-11-26T21:00:00Z');
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('returned');
  });
});

describe('marketing’s side', () => {
  it('is shown to the managers when nobody takes a return up in time', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget', Note: 'Budget comes in spring.' });
    await world.until('2026-11-25T14:10:00Z');
    await world.settled();
    const [card] = world.sandbox.messages(marketingChannelId).filter((message) => message.metadata?.event_type === 'leadloop_card');
    const thread = world.sandbox.thread(marketingChannelId, card!.ts).map(wordsIn);
    expect(thread).toHaveLength(1);
    expect(thread[0]).toContain(`<@${max}>`);
  });

  it('warms a lead up with a tactic and a day, and hears of that day', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    const card = () => world.sandbox.messages(marketingChannelId).find((message) => message.metadata?.event_type === 'leadloop_card')!;
    await opens(world, mia, card(), 'Start nurture');
    const empty = await world.sandbox.as(mia).submit({ Tactic: 'Webinar invitation', 'Revisit on': '2026-11-23' });
    expect(empty.errors).toEqual({ 'Revisit on': 'Choose a date after today.' });
    const saved = await world.sandbox.as(mia).submit({ Tactic: 'Webinar invitation', 'Revisit on': '2026-12-03' });
    expect(saved.errors).toBeUndefined();
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('nurturing');
    expect(wordsIn(card())).toContain('Webinar invitation');
    await world.until('2026-12-03T14:05:00Z');
    await world.settled();
    const thread = world.sandbox.thread(marketingChannelId, card().ts).map(wordsIn);
    expect(thread.at(-1)).toContain(`<@${mia}>`);
    await does(world, mia, card(), 'Send back to sales', { 'What changed': 'Came to the webinar.' });
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('new');
    expect(wordsIn(await cardOf(world, id))).toContain('Came to the webinar.');
  });

  it('needs a manager for the fourth time that a lead is sent back', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    const back = async (who: string) => {
      await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No need' });
      await world.settled();
      const card = world.sandbox.messages(marketingChannelId).findLast((message) => message.metadata?.event_type === 'leadloop_card')!;
      const sent = await does(world, who, card, 'Send back to sales', { 'What changed': 'A new budget.' });
      await world.settled();
      return { sent, card };
    };
    for (let time = 0; time < 3; time += 1) expect((await back(mia)).sent.errors).toBeUndefined();
    const fourth = await back(mia);
    expect(fourth.sent.errors?.['What changed']).toContain('for a manager to decide');
    const byManager = await does(world, max, fourth.card, 'Send back to sales', { 'What changed': 'Agreed with sales.' });
    expect(byManager.errors).toBeUndefined();
  });
});

describe('dates', () => {
  it('Not now comes back to sales on its day, as the next handoff', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'Not now', 'Not before': '2026-12-05' });
    await world.until('2026-12-07T13:59:00Z'); // a Saturday: the next opening is Monday, 9:00
    expect(await stateOfLead(world, id)).toBe('unqualified');
    await world.until('2026-12-07T14:01:00Z');
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('new');
    expect((await world.lead(id)).lead.handoffs.map(({ openedBy, openedByWhom }) => `${openedBy} ${openedByWhom}`)).toEqual([
      'received api',
      'resubmitted system',
    ]);
    expect(wordsIn(await cardOf(world, id))).toContain('Back on its date');
  });

  it('No budget comes up with marketing after ninety days', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No budget' });
    await world.until('2027-02-19T22:00:00Z');
    expect(await stateOfLead(world, id)).toBe('unqualified');
    await world.until('2027-02-22T14:05:00Z'); // the ninetieth day is a Sunday
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('returned');
    expect(marketingCards()).toHaveLength(1);
  }, 60_000);
});

describe('people who are not there', () => {
  it('hand their open leads back with a word of why', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    const told = await toldAfter(world, kim, () => world.sandbox.as(kim).command('/lead away until Friday'));
    expect(told).toContain('27 Nov 2026');
    expect(told).toContain('1 open lead waits');
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('new');
    expect((await threadOf(world, id)).at(-1)).toContain('away until 27 Nov 2026');
    await world.until('2026-11-24T14:05:00Z');
    await world.settled();
    const reminder = (await threadOf(world, id)).find((line) => line.includes(`<@${sam}>`));
    expect(reminder).toBeDefined();
    expect(reminder).not.toContain(`<@${kim}>`);
  });

  it('F17: a nudge that reaches nobody hands the lead back, with one line', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    world.sandbox.fault({ method: 'chat.postMessage', channel: kim, kind: 'error', error: 'user_disabled' });
    await world.until('2026-11-25T14:05:00Z');
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('new');
    expect((await threadOf(world, id)).filter((line) => line.includes('no longer'))).toHaveLength(1);
  });

  it('can be given a lead by a manager, who alone may', async () => {
    world = await startWorld({ at: monday9 });
    const id = await arrives(world);
    expect(await refused(world, kim, await cardOf(world, id), 'Assign to')).toContain('managers');
    const assigned = await does(world, max, await cardOf(world, id), 'Assign to', { 'Assign to': sam });
    expect(assigned.errors).toBeUndefined();
    await world.settled();
    expect((await world.lead(id)).lead.handoffs[0]?.owner).toBe(sam);
    expect((await threadOf(world, id)).at(-1)).toContain(`<@${sam}>`);
  });
});

describe('after a long silence', () => {
  it('forty leads that passed their time are told under one message a channel', async () => {
    world = await startWorld({ at: monday9, isRateLimited: false });
    for (let number = 0; number < 40; number += 1) {
      await world.post({ ...ada, externalId: `crm-${number}`, email: `lead${number}@engine.test`, name: `Lead ${number}` });
    }
    await world.settled(300);
    await world.restart(() => world.clock.jump(7 * 24 * 60 * 60_000));
    await world.settled(600);
    const told = notesIn(leadsChannel);
    expect(told.map(wordsIn)).toHaveLength(1);
    expect(world.sandbox.thread(leadsChannel, told[0]!.ts)).toHaveLength(40);
    const summaries = notesIn(marketingChannelId);
    expect(summaries).toHaveLength(1);
    expect(world.sandbox.thread(marketingChannelId, summaries[0]!.ts)).toHaveLength(40);
    const again = world.sandbox.calls('chat.postMessage').length;
    await world.restart();
    await world.settled(60);
    expect(world.sandbox.calls('chat.postMessage')).toHaveLength(again);
  }, 60_000);
});
