// What became of a deal, in Slack and over HTTP: the list, the form, one line for a win whatever follows.
import { uuidv7 } from 'uuidv7';
import { afterEach, describe, expect, test } from 'vitest';
import { eraseLead } from '../../src/flows/leads.ts';
import { inputsIn, labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, stateOfLead, storyOf, threadOf, toldAfter } from '../world/scene.ts';
import {
  type World,
  apply,
  intakeToken,
  kim,
  leadsChannel,
  marketingChannelId,
  max,
  mia,
  people,
  sam,
  startWorld,
  usualSettings,
} from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const lead = { ...ada, campaign: 'q4-webinar' };
const hourMs = 3_600_000;

async function say(id: string, body: Record<string, unknown>): Promise<number> {
  const response = await fetch(`${world.app().url}/v1/leads/${id}/outcome`, {
    method: 'POST',
    headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await response.text();
  await world.settled();
  return response.status;
}

/** What `/lead outcome …` answered, to press on. */
async function listed(who: string, text = '') {
  const before = world.sandbox.ephemerals(who).length;
  await world.sandbox.as(who).command(`/lead outcome ${text}`.trim());
  return await world.sandbox.waitFor(() => world.sandbox.ephemerals(who)[before] ?? null);
}

const wins = () => world.sandbox.messages(leadsChannel).filter((message) => wordsIn(message).includes(':trophy: Won: '));

async function qualified(): Promise<string> {
  const id = await arrives(world, lead);
  await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
  await world.settled();
  return id;
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('a rep lists what they have, says that it is won, and the channel gets one line', async () => {
    world = await startWorld({ mode });
    const id = await qualified();
    const list = await listed(kim);
    expect(wordsIn(list)).toContain('Ada Lovelace · Engine Ltd · qualified');
    expect(labelsIn(list)).toEqual(['Outcome']);
    const form = await opens(world, kim, list, 'Outcome');
    expect(inputsIn(form)).toEqual(['Outcome', 'Amount', 'Currency', 'Date']);
    const submitted = await world.sandbox.as(kim).submit({ Outcome: 'Won', Amount: '12000', Currency: 'eur' });
    expect(submitted).toMatchObject({ ok: true });
    expect(submitted.errors).toBeUndefined();
    expect(world.sandbox.view(kim)).toBeUndefined();
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('won');
    expect((await world.lead(id)).events.at(-1)).toMatchObject({
      type: 'outcome',
      outcome: 'won',
      amount: 12_000,
      currency: 'EUR',
      by: kim,
    });
    expect((await threadOf(world, id)).at(-1)).toBe(`:trophy: Won · 12,000 EUR, told by <@${kim}>.`);
    const [win, ...more] = wins();
    expect(more).toEqual([]);
    expect(wordsIn(win)).toMatch(
      new RegExp(
        `^:trophy: Won: Ada Lovelace · Engine Ltd · 12,000 EUR\\. Thank you, <@${kim}>! It came from google-ads, campaign q4-webinar\\. First touch 23 Nov 2026, won (after|within) .*\\. · Open the card$`,
      ),
    );
    expect(linksIn(win).join()).toContain((await cardOf(world, id)).ts.replace('.', ''));
    expect(await listed(kim).then(wordsIn)).toContain('You have no qualified leads or opportunities.');
  });
});

describe('the one line', () => {
  test('is edited by corrections, never posted again, also over a restart', async () => {
    world = await startWorld();
    const id = await qualified();
    expect(await say(id, { outcome: 'opportunity', amount: 10_000, currency: 'EUR' })).toBe(201);
    expect(wins()).toEqual([]);
    expect(await say(id, { outcome: 'won', amount: 12_000 })).toBe(201);
    const [first] = wins();
    expect(await say(id, { outcome: 'won', amount: 12_000 })).toBe(200);
    await world.restart();
    expect(await say(id, { outcome: 'won', amount: 9_000.5, currency: 'USD' })).toBe(201);
    const [now, ...more] = wins();
    expect(more).toEqual([]);
    expect(now?.ts).toBe(first?.ts);
    expect(wordsIn(now)).toContain('9,000.5 USD. Thank you');
    expect(await storyOf(world, id).then((types) => types.filter((type) => type === 'outcome'))).toHaveLength(3);
    expect(await say(id, { outcome: 'lost' })).toBe(409);
    expect(wins()).toHaveLength(1);
  });

  test('none for an old win that comes late, before its date is corrected to one that is news', async () => {
    world = await startWorld();
    const id = await qualified();
    world.clock.jump(40 * 24 * hourMs);
    const daysAgo = (days: number): string => new Date(world.clock.now() - days * 24 * hourMs).toISOString();
    expect(await say(id, { outcome: 'won', amount: 7_000, currency: 'EUR', occurredAt: daysAgo(15) })).toBe(201);
    expect(await say(id, { outcome: 'won', amount: 8_000 })).toBe(201);
    expect((await threadOf(world, id)).at(-1)).toContain('8,000 EUR');
    expect(wins()).toEqual([]);
    expect(await say(id, { outcome: 'won', amount: 9_000, occurredAt: daysAgo(13) })).toBe(201);
    expect(wins().map(wordsIn)).toEqual([expect.stringContaining('9,000 EUR. Thank you')]);
    world.clock.jump(30 * 24 * hourMs);
    expect(await say(id, { outcome: 'won', amount: 10_000 })).toBe(201);
    expect(wins().map(wordsIn)).toEqual([expect.stringContaining('10,000 EUR. Thank you')]);
  });

  test('none for a lost deal, an opportunity or a trial run; nobody is named whom no verdict names', async () => {
    world = await startWorld();
    const trial = await arrives(world, { ...lead, test: true });
    expect(await say(trial, { outcome: 'won', amount: 1 })).toBe(201);
    const lost = await arrives(world, { email: 'bob@mill.test' });
    expect(await say(lost, { outcome: 'lost' })).toBe(201);
    expect(wins()).toEqual([]);
    const nobodys = await arrives(world, { email: 'eve@mill.test', name: '<!channel> *Eve*', source: '<@U0KIM>', campaign: '_x_ <!here>' });
    expect(await say(nobodys, { outcome: 'won' })).toBe(201);
    const [win] = wins();
    expect(wordsIn(win)).toContain('Thanks to everybody who had a hand in it. It came from ');
    expect(win?.text).not.toMatch(/<[!@]/);
    expect(JSON.stringify(win?.blocks)).not.toMatch(/"type":"(user|broadcast|usergroup)"/);
  });

  test('is emptied with the person', async () => {
    world = await startWorld();
    const id = await qualified();
    expect(await say(id, { outcome: 'won', amount: 5 })).toBe(201);
    await eraseLead({ store: world.store(), now: world.clock.now, newId: uuidv7 }, await world.workspaceId(), id, 'system');
    await world.settled();
    expect(world.sandbox.messages(leadsChannel).map(wordsIn).join()).not.toMatch(/Ada|Engine|google/);
    expect(await say(id, { outcome: 'won', amount: 6 })).toBe(409);
  });
});

describe('the form', () => {
  test('finds any lead by its words; a manager may, with a date and the currency used last', async () => {
    world = await startWorld();
    const id = await arrives(world, lead);
    expect(await say(id, { outcome: 'opportunity', amount: 5, currency: 'CHF' })).toBe(201);
    const other = await arrives(world, { email: 'bob@mill.test', name: 'Bob Miller', company: 'Mill Inc' });
    await world.until(world.clock.now() + 50 * hourMs);
    const form = await opens(world, max, await listed(max, 'mill'), 'Outcome');
    expect(JSON.stringify(form.blocks)).toContain('"initial_value":"CHF"');
    const submitted = await world.sandbox.as(max).submit({ Outcome: 'Opportunity', Amount: '700.5', Date: '2026-11-24' });
    expect(submitted.errors).toBeUndefined();
    await world.settled();
    expect((await world.lead(other)).events.findLast(({ type }) => type === 'outcome')).toMatchObject({
      outcome: 'opportunity',
      amount: 700.5,
      currency: 'CHF',
      isDateOnly: true,
      at: Date.parse('2026-11-24T05:00:00Z'),
      by: max,
    });
    expect(wordsIn(await listed(sam, 'nobody here'))).toContain('No lead matches “nobody here”.');
  });

  test('faults stand under their fields, and so does what cannot follow', async () => {
    world = await startWorld();
    const id = await qualified();
    const list = await listed(kim);
    await opens(world, kim, list, 'Outcome');
    const wrong = await world.sandbox.as(kim).submit({ Outcome: 'Won', Amount: '5', Currency: 'XQZ', Date: '2026-12-24' });
    expect(wrong.errors).toEqual({
      Currency: 'This must be a currency’s three letters, such as EUR.',
      Date: 'Choose today or a day before.',
    });
    const old = await world.sandbox.as(kim).submit({ Outcome: 'Won', Currency: '', Amount: '5', Date: '2026-01-02' });
    expect(old.errors?.['Date']).toContain('before the lead came in');
    expect(await say(id, { outcome: 'lost' })).toBe(201);
    const late = await world.sandbox.as(kim).submit({ Outcome: 'Won', Amount: '5', Date: '2026-11-23' });
    expect(late.errors?.['Outcome']).toContain('This deal is lost already');
    const again = await world.sandbox.as(kim).submit({ Outcome: 'Lost', Amount: '', Date: '2026-11-23' });
    expect(again.errors).toBeUndefined();
    expect(wordsIn(world.sandbox.view(kim))).toBe('This was recorded already; nothing was changed.');
    expect((await storyOf(world, id)).filter((type) => type === 'outcome')).toHaveLength(1);
  });

  test('the same form again, after its answer was lost: recorded once', async () => {
    world = await startWorld();
    const id = await qualified();
    await opens(world, kim, await listed(kim), 'Outcome');
    const first = await world.sandbox.as(kim).submit({ Outcome: 'Won', Amount: '5', Currency: 'EUR' });
    expect(await say(id, { outcome: 'won', amount: 6 })).toBe(201);
    const replayed = await world.sandbox.redeliver(first);
    expect(JSON.stringify(replayed.response)).toContain('recorded already');
    await world.settled();
    expect((await world.lead(id)).events.findLast(({ type }) => type === 'outcome')).toMatchObject({ amount: 6 });
    expect(wins()).toHaveLength(1);
  });

  test('is not for marketing: told so in private, and nothing opens', async () => {
    world = await startWorld();
    const id = await qualified();
    expect(wordsIn(await listed(mia))).toContain('“Outcome” is for sales and managers');
    const list = await listed(kim);
    await apply(world.store(), { ...usualSettings, people: { ...people, sales: [sam], marketing: [kim, mia] } }, world.clock.now());
    expect(await toldAfter(world, kim, () => world.sandbox.as(kim).click(list, { label: 'Outcome' }))).toContain('for sales and managers');
    expect(world.sandbox.view(kim)).toBeUndefined();
    expect(await stateOfLead(world, id)).toBe('qualified');
  });

  test('a lead that has a newer card by now is answered with the way to it', async () => {
    world = await startWorld();
    const id = await arrives(world, lead);
    const list = await listed(kim, 'ada');
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No need' });
    await arrives(world, { ...lead, externalId: 'crm-2' });
    expect(await toldAfter(world, kim, () => world.sandbox.as(kim).click(list, { label: 'Outcome' }))).toContain('newer card');
  });
});

test('a returned lead that is won closes marketing’s card too', async () => {
  world = await startWorld();
  const id = await arrives(world, lead);
  await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
  await world.settled();
  expect(await say(id, { outcome: 'won' })).toBe(201);
  const [card] = world.sandbox.messages(marketingChannelId);
  expect(labelsIn(card)).toEqual([]);
  expect(wordsIn(card)).toContain('Won');
  expect(wins()).toHaveLength(1);
});
