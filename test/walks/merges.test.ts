// The same person again: what joins an open handoff, what opens the next one, and who hears of it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, refused, stateOfLead, storyOf, threadOf } from '../world/scene.ts';
import { apply, kim, leadsChannel, marketingChannelId, type World, startWorld, usualSettings } from '../world/world.ts';

const dayMs = 24 * 60 * 60_000;
const again = { ...ada, externalId: undefined, source: 'webinar', message: 'And how much is it?' };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.stop();
});

describe('an enquiry that joins', () => {
  test('a lead that nobody has: a line without a mention, and Also: on the card; no second card', async () => {
    const id = await arrives(world);
    expect(await world.post(again)).toEqual({ status: 200, body: { id, status: 'merged' } });
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
    expect(wordsIn(await cardOf(world, id))).toContain('Also: And how much is it?');
    expect(wordsIn(await cardOf(world, id))).toContain('Can it run our looms?');
    expect(await threadOf(world, id)).toEqual(['New enquiry from the same person, from webinar\nAnd how much is it?']);
    expect(world.sandbox.mentions()).toEqual([]);
  });

  test('a lead with an owner: the line mentions the owner', async () => {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.settled();
    await world.post(again);
    await world.settled();
    expect((await threadOf(world, id)).at(-1)).toBe(`<@${kim}> New enquiry from the same person, from webinar\nAnd how much is it?`);
    expect(await stateOfLead(world, id)).toBe('claimed');
  });

  test('the newest one is on the card, each has its line', async () => {
    const id = await arrives(world);
    await world.post(again);
    await world.post({ ...again, message: 'Hello?' });
    await world.settled();
    expect(wordsIn(await cardOf(world, id))).toContain('Also: Hello?');
    expect(wordsIn(await cardOf(world, id))).not.toContain('how much');
    expect(await threadOf(world, id)).toHaveLength(2);
  });

  test('a qualified lead: the owner is told, the verdict stands, the card shows it', async () => {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
    await world.advance(60_000);
    await world.post(again);
    await world.settled();
    expect((await threadOf(world, id)).at(-1)).toContain(`<@${kim}> New enquiry`);
    expect(wordsIn(await cardOf(world, id))).toContain('Also: And how much is it?');
    expect(labelsIn(await cardOf(world, id))).toEqual(['Change verdict']);
    expect(await stateOfLead(world, id)).toBe('qualified');
  });

  test('fills empty fields and overwrites none; the handoff keeps its first source', async () => {
    const id = await arrives(world);
    await world.post({ ...again, name: 'A. Lovelace-King', phone: '+44 20 7946 0000', title: 'CTO', company: 'Other Ltd' });
    await world.settled();
    expect((await world.lead(id)).profile).toMatchObject({
      name: 'Ada Lovelace',
      company: 'Engine Ltd',
      title: 'CTO',
      phone: '+44 20 7946 0000',
    });
    expect((await world.get(`/v1/leads/${id}`)).body).toMatchObject({ handoffs: [{ cycle: 1, source: 'google-ads' }] });
    expect(linksIn(await cardOf(world, id))).toEqual(['mailto:ada@engine.test', 'tel:+442079460000']);
  });
});

describe('the same enquiry again', () => {
  test('within ten minutes adds no line; after ten minutes it does', async () => {
    const id = await arrives(world);
    const same = { ...ada, externalId: undefined };
    expect(await world.post(same)).toMatchObject({ status: 200, body: { status: 'merged' } });
    world.clock.jump(9 * 60_000);
    await world.post(same);
    await world.settled();
    expect(await threadOf(world, id)).toEqual([]);
    expect(await storyOf(world, id)).toEqual(['received', 'posted']);
    world.clock.jump(61_000);
    await world.post(same);
    await world.settled();
    expect(await threadOf(world, id)).toEqual(['New enquiry from the same person, from google-ads\nCan it run our looms?']);
  });

  test('also when another enquiry came in between', async () => {
    const id = await arrives(world);
    const same = { ...ada, externalId: undefined };
    await world.post({ ...same, message: 'And how much is it?' });
    await world.post(same);
    await world.post({ ...same, message: 'And how much is it?' });
    await world.settled();
    expect(await threadOf(world, id)).toEqual(['New enquiry from the same person, from google-ads\nAnd how much is it?']);
  });

  test('with a phone number that was missing: no line, but the card shows it', async () => {
    const id = await arrives(world);
    await world.post({ ...ada, externalId: undefined, phone: '+44 20 7946 0000' });
    await world.settled();
    expect(await threadOf(world, id)).toEqual([]);
    expect(linksIn(await cardOf(world, id))).toContain('tel:+442079460000');
  });

  test('ten at the same moment are one card and no line', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.post({ ...ada, externalId: undefined })));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1);
    await world.settled();
    const [card, ...more] = world.sandbox.messages(leadsChannel);
    expect(more).toEqual([]);
    expect(world.sandbox.thread(leadsChannel, card?.ts ?? '')).toEqual([]);
  });

  test('the same externalId and source is a duplicate, whatever its words', async () => {
    const id = await arrives(world);
    expect(await world.post({ ...ada, message: 'Changed' })).toEqual({ status: 200, body: { id, status: 'duplicate' } });
    await world.settled();
    expect(await threadOf(world, id)).toEqual([]);
  });
});

describe('the next handoff', () => {
  test('after unqualified: a new card with what was said before; the old one says where the lead is', async () => {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No budget', Note: 'Ask again in spring' });
    await world.settled();
    expect(await world.post(again)).toMatchObject({ status: 201, body: { id, status: 'created' } });
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(2);
    const words = wordsIn(await cardOf(world, id));
    expect(words).toContain('Asked again, second handoff');
    expect(words).toContain('And how much is it?');
    expect(words).toMatch(new RegExp(`Earlier: .*Unqualified by <@${kim}>: no budget`));
    expect(words).toContain('Ask again in spring');
    expect(labelsIn(await cardOf(world, id))).toContain('Claim');
    expect(wordsIn(await cardOf(world, id, 1))).toContain('A newer card has this lead now.');
    expect(labelsIn(await cardOf(world, id, 1))).toEqual(['Change verdict']);
    expect((await world.get(`/v1/leads/${id}`)).body['handoffs']).toMatchObject([
      { cycle: 1, source: 'google-ads', state: 'unqualified' },
      { cycle: 2, source: 'webinar', state: 'new' },
    ]);
  });

  test('Change verdict on the old card is answered with the way to the new one, and changes nothing', async () => {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No budget' });
    await world.settled();
    await world.post(again);
    await world.settled();
    const old = await cardOf(world, id, 1);
    const before = await world.lead(id);
    expect(await refused(world, kim, old, 'Change verdict')).toBe(
      'This card is from an earlier handoff of the lead. The newer card has the current state.',
    );
    const [told] = world.sandbox.ephemerals(kim);
    expect(labelsIn(told)).toEqual(['Open the newer card']);
    expect(linksIn(told)).toEqual([expect.stringContaining((await cardOf(world, id, 2)).ts.replace('.', ''))]);
    expect(world.sandbox.view(kim)).toBeUndefined();
    await world.settled();
    expect(await world.lead(id)).toEqual(before);
    expect(await cardOf(world, id, 1)).toEqual(old);
  });

  test('of a qualified lead opens after ninety days, not before', async () => {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
    await world.settled();
    world.clock.jump(89 * dayMs);
    expect(await world.post(again)).toMatchObject({ status: 200, body: { status: 'merged' } });
    world.clock.jump(dayMs);
    expect(await world.post({ ...again, message: 'Still there?' })).toMatchObject({ status: 201, body: { id, status: 'created' } });
    await world.settled();
    expect(wordsIn(await cardOf(world, id))).toContain('Asked again, second handoff');
  });

  test('shows the person as they are now', async () => {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No need' });
    await world.post({ ...again, name: 'Ada King', company: 'Analytical Ltd' });
    await world.settled();
    expect(wordsIn(await cardOf(world, id))).toContain('Ada King · Analytical Ltd');
  });
});

describe('a test lead', () => {
  test('is headed TEST and never joins a real one, nor a real one it', async () => {
    const real = await arrives(world);
    const test = await arrives(world, { ...ada, test: true });
    expect(test).not.toBe(real);
    expect(wordsIn(await cardOf(world, test))).toMatch(/^TEST · Ada Lovelace/);
    expect(wordsIn(await cardOf(world, real))).toMatch(/^Ada Lovelace/);
    expect(await world.post({ ...again, message: 'Real again' })).toMatchObject({ status: 200, body: { id: real } });
    await world.settled();
    expect(await threadOf(world, test)).toEqual([]);
    await does(world, kim, await cardOf(world, test), 'Return to marketing', { Reason: 'No need' });
    await world.settled();
    expect(wordsIn(world.sandbox.messages(marketingChannelId)[0])).toMatch(/^TEST · Back to marketing/);
  });
});

describe('channels', () => {
  const dach = 'C0DACH';
  const routed = { ...usualSettings, routes: [{ when: { country: ['DE', 'AT'], source: ['Fair'] }, channel: dach }] };

  test('a route takes what matches all of it, in any case; the first match wins; the rest goes to the leads channel', async () => {
    world.sandbox.addChannel({ id: dach, name: 'dach' });
    await apply(world.store(), routed, world.clock.now());
    const german = await arrives(world, { externalId: '1', name: 'Anna', country: 'de', source: 'FAIR' });
    const other = await arrives(world, { externalId: '2', name: 'Bob', country: 'DE', source: 'web' });
    expect((await cardOf(world, german)).channel).toBe(dach);
    expect((await cardOf(world, other)).channel).toBe(leadsChannel);
  });

  test('a changed channel leaves old cards, their edits and their threads where they are', async () => {
    const id = await arrives(world);
    world.sandbox.addChannel({ id: 'C0NEW', name: 'new-leads' });
    world.sandbox.addChannel({ id: 'C0NEWMKTG', name: 'new-marketing' });
    await apply(world.store(), { ...usualSettings, channels: { leads: 'C0NEW', marketing: 'C0NEWMKTG' } }, world.clock.now());
    await does(world, kim, await cardOf(world, id), 'Claim');
    const later = await arrives(world, { externalId: 'later', name: 'Bob' });
    expect((await cardOf(world, id)).channel).toBe(leadsChannel);
    expect(wordsIn(await cardOf(world, id))).toContain(`With <@${kim}>`);
    expect(await threadOf(world, id)).toHaveLength(1);
    expect((await cardOf(world, later)).channel).toBe('C0NEW');
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    expect(world.sandbox.messages('C0NEWMKTG')).toHaveLength(1);
    expect(world.sandbox.messages(marketingChannelId)).toEqual([]);
  });
});
