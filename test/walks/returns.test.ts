// A lead goes back to marketing and comes again: the marketing card, what changed, the second handoff, taking it back.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/sandbox.ts';
import { inputsIn, labelsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, refused, stateOfLead, storyOf, threadOf } from '../world/scene.ts';
import { kim, leadsChannel, marketingChannelId, max, mia, sam, type World, startWorld } from '../world/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.stop();
});

/** Cards of returns in the marketing channel, as they stand now, oldest first. */
const marketingCards = (): Message[] =>
  world.sandbox.messages(marketingChannelId).filter((message) => message.metadata?.event_type === 'leadloop_card');

async function marketingCard(nth = 0): Promise<Message> {
  await world.settled();
  const card = marketingCards()[nth];
  if (!card) throw new Error(`No marketing card ${nth}`);
  return card;
}

async function returned(
  answers: Record<string, string> = { Reason: 'No budget', Note: 'Likes it, the money is spent for this year' },
): Promise<string> {
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Claim');
  await world.settled();
  expect((await does(world, kim, await cardOf(world, id), 'Return to marketing', answers)).errors).toBeUndefined();
  await world.settled();
  return id;
}

test('claimed, released, claimed by another, and all of it in the thread', async () => {
  const id = await arrives(world);
  expect(labelsIn(await cardOf(world, id))).toEqual([
    'Claim',
    'Qualified',
    'Unqualified',
    'Return to marketing',
    'Add a note',
    'Log an attempt',
    'Assign to',
  ]);
  expect(wordsIn(await cardOf(world, id))).toContain('Nobody has it yet');
  await does(world, kim, await cardOf(world, id), 'Claim');
  await world.settled();
  expect(labelsIn(await cardOf(world, id))).toEqual([
    'Qualified',
    'Unqualified',
    'Return to marketing',
    'Add a note',
    'Log an attempt',
    'Release',
    'Assign to',
  ]);
  expect(await refused(world, sam, await cardOf(world, id), 'Release')).toBe(
    `“Release” is for its owner <@${kim}> and managers in this workspace. Ask a manager if you should be among them.`,
  );
  await does(world, max, await cardOf(world, id), 'Release');
  await world.settled();
  expect(labelsIn(await cardOf(world, id))).toContain('Claim');
  await does(world, sam, await cardOf(world, id), 'Claim');
  await world.settled();
  expect(wordsIn(await cardOf(world, id))).toContain(`With <@${sam}> since 23 Nov 2026`);
  expect(await threadOf(world, id)).toEqual([
    `<@${kim}> claimed this lead.`,
    `<@${max}> released it. Nobody has it now. <@${kim}> had it before.`,
    `<@${sam}> claimed this lead.`,
  ]);
});

describe('Return to marketing', () => {
  test('asks for a reason; Other for a note; Not now for a date after today; says that it never counts', async () => {
    const id = await arrives(world);
    const form = await opens(world, kim, await cardOf(world, id), 'Return to marketing');
    expect(inputsIn(form)).toEqual(['Reason', 'Note', 'Not before']);
    expect(wordsIn(form)).toContain('Not ready, warm it up: this never counts against the source.');
    const rep = world.sandbox.as(kim);
    expect((await rep.submit()).errors).toEqual({ Reason: 'Please complete this required field.' });
    expect((await rep.submit({}, { force: true })).errors).toEqual({ Reason: 'Choose a reason.' });
    expect((await rep.submit({ Reason: 'Other' })).errors).toEqual({ Note: 'With “Other”, say in a few words what it was.' });
    expect((await rep.submit({ Reason: 'Other', Note: '   ' })).errors).toEqual({ Note: 'With “Other”, say in a few words what it was.' });
    expect((await rep.submit({ Reason: 'Not now', Note: '' })).errors).toEqual({
      'Not before': 'With “Not now”, choose the date when the lead should come back.',
    });
    expect((await rep.submit({ 'Not before': '2026-11-23' })).errors).toEqual({ 'Not before': 'Choose a date after today.' });
    expect((await rep.submit({ 'Not before': '2027-02-01' })).errors).toBeUndefined();
    expect(world.sandbox.view(kim)).toBeUndefined();
    expect((await world.lead(id)).events.at(-1)).toMatchObject({
      type: 'returned',
      reason: 'bad_timing',
      notBefore: '2027-02-01',
      cause: 'person',
      by: kim,
    });
  });

  test('the card keeps one line and Change verdict; marketing gets a card with why, who and what to do', async () => {
    const id = await returned();
    const card = await cardOf(world, id);
    expect(labelsIn(card)).toEqual(['Change verdict']);
    expect(wordsIn(card)).toContain(`*Returned to marketing* by <@${kim}>: no budget · 23 Nov 2026 09:00`);
    expect(await threadOf(world, id)).toEqual([
      `<@${kim}> claimed this lead.`,
      `:leftwards_arrow_with_hook: Returned to marketing by <@${kim}>: no budget.\nLikes it, the money is spent for this year`,
    ]);
    const back = await marketingCard();
    expect(labelsIn(back)).toEqual(['Start nurture', 'Send back to sales', 'Archive']);
    const words = wordsIn(back);
    expect(words).toContain('Back to marketing: Ada Lovelace · Engine Ltd');
    expect(words).toContain(`No budget · by <@${kim}>`);
    expect(words).toContain('Likes it, the money is spent for this year');
    expect(words).toContain('from google-ads');
    // A return is no verdict.
    expect(world.sandbox.messages(marketingChannelId)).toHaveLength(1);
  });
});

describe('Send back to sales', () => {
  test('asks what changed; a new card shows it beside what was said before; the old cards close with a line', async () => {
    const id = await returned();
    const old = await cardOf(world, id);
    const form = await opens(world, mia, await marketingCard(), 'Send back to sales');
    expect(inputsIn(form)).toEqual(['What changed']);
    expect((await world.sandbox.as(mia).submit({ 'What changed': '  ' }, { force: true })).errors).toEqual({
      'What changed': 'Say what changed, so that sales knows why the lead is back.',
    });
    expect((await world.sandbox.as(mia).submit({ 'What changed': 'New budget from January' })).errors).toBeUndefined();
    await world.settled();

    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'returned', 'resubmitted', 'posted']);
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(2);
    const card = await cardOf(world, id);
    expect(card.ts).not.toBe(old.ts);
    expect(labelsIn(card)).toEqual([
      'Claim',
      'Qualified',
      'Unqualified',
      'Return to marketing',
      'Add a note',
      'Log an attempt',
      'Assign to',
    ]);
    const words = wordsIn(card);
    expect(words).toContain('Back from marketing, second handoff');
    expect(words).toContain('New budget from January');
    expect(words).toMatch(new RegExp(`Earlier: .*Returned to marketing by <@${kim}>: no budget · 23 Nov 2026`));
    expect(words).toContain('Likes it, the money is spent for this year');

    const closed = world.sandbox.message(leadsChannel, old.ts);
    expect(labelsIn(closed)).toEqual(['Change verdict']);
    expect(wordsIn(closed)).toContain('A newer card has this lead now.');
    expect((await threadOf(world, id, 1)).at(-1)).toBe(
      `<@${mia}> sent it back to sales. A newer card has this lead now.\nNew budget from January`,
    );
    const back = await marketingCard();
    expect(labelsIn(back)).toEqual([]);
    expect(wordsIn(back)).toContain(`*Sent back to sales* by <@${mia}>`);
  });

  test('after an earlier verdict, the third handoff shows both stories', async () => {
    const id = await arrives(world);
    await does(world, sam, await cardOf(world, id), 'Unqualified', { Reason: 'No need', Note: 'Bought looms in May' });
    await world.settled();
    await world.post({ ...ada, externalId: 'second', message: 'We need looms after all' });
    await world.settled();
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No response' });
    await does(world, mia, await marketingCard(), 'Send back to sales', { 'What changed': 'Called us' });
    await world.settled();
    const words = wordsIn(await cardOf(world, id));
    expect(words).toContain('third handoff');
    expect(words).toContain(`Unqualified by <@${sam}>: no need`);
    expect(words).toContain('Bought looms in May');
    expect(words).toContain(`Returned to marketing by <@${kim}>: no response`);
  });

  test('a later return posts a new marketing card and leaves the first as it was', async () => {
    const id = await returned();
    await does(world, mia, await marketingCard(), 'Send back to sales', { 'What changed': 'New budget' });
    await world.settled();
    await does(world, sam, await cardOf(world, id), 'Return to marketing', { Reason: 'No response' });
    await world.settled();
    expect(marketingCards()).toHaveLength(2);
    expect(labelsIn(marketingCards()[0])).toEqual([]);
    expect(labelsIn(marketingCards()[1])).toEqual(['Start nurture', 'Send back to sales', 'Archive']);
    expect(await stateOfLead(world, id)).toBe('returned');
  });
});

test('Archive closes the marketing card but for Send back to sales, which still works', async () => {
  const id = await returned();
  await does(world, mia, await marketingCard(), 'Archive');
  await world.settled();
  expect(await stateOfLead(world, id)).toBe('archived');
  expect(labelsIn(await marketingCard())).toEqual(['Send back to sales']);
  expect(wordsIn(await marketingCard())).toContain(`*Archived by marketing*, <@${mia}>`);
  expect(wordsIn(await cardOf(world, id))).toContain('*Archived by marketing*');
  expect((await threadOf(world, id)).at(-1)).toBe(`<@${mia}> archived it for marketing.`);
  await does(world, mia, await marketingCard(), 'Send back to sales', { 'What changed': 'They called' });
  await world.settled();
  expect(await stateOfLead(world, id)).toBe('new');
  expect(labelsIn(await marketingCard())).toEqual([]);
});

describe('taking it back', () => {
  test.each([
    ['returned', { Verdict: 'Qualified', Reason: 'Clear need' }, 'qualified'],
    ['returned', { Verdict: 'Unqualified', Reason: 'No need' }, 'unqualified'],
    ['returned', { Verdict: 'Reopen' }, 'new'],
    ['archived', { Verdict: 'Qualified', Reason: 'Meeting booked' }, 'qualified'],
    ['archived', { Verdict: 'Reopen' }, 'new'],
  ] as const)('from %s, Change verdict %j makes it %s and closes the marketing card', async (from, answers, state) => {
    const id = await returned();
    if (from === 'archived') await does(world, mia, await marketingCard(), 'Archive');
    await world.settled();
    expect((await does(world, sam, await cardOf(world, id), 'Change verdict', answers)).errors).toBeUndefined();
    await world.settled();
    expect(await stateOfLead(world, id)).toBe(state);
    const back = await marketingCard();
    expect(labelsIn(back)).toEqual([]);
    expect(wordsIn(back)).toContain('*Taken back by sales*');
    expect(labelsIn(await cardOf(world, id))).toEqual(
      state === 'new'
        ? ['Claim', 'Qualified', 'Unqualified', 'Return to marketing', 'Add a note', 'Log an attempt', 'Assign to']
        : ['Change verdict'],
    );
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
  });
});

test('reopened and returned once more: the first marketing card stays closed, a second one is open', async () => {
  const id = await returned();
  await does(world, sam, await cardOf(world, id), 'Change verdict', { Verdict: 'Reopen' });
  await world.settled();
  await does(world, sam, await cardOf(world, id), 'Return to marketing', { Reason: 'No response' });
  await world.settled();
  expect(marketingCards().map(labelsIn)).toEqual([[], ['Start nurture', 'Send back to sales', 'Archive']]);
  expect(wordsIn(marketingCards()[0])).toContain(`*Taken back by sales* · reopened by <@${sam}>`);
  expect(wordsIn(marketingCards()[1])).toContain('No response');
  expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
});

test('a new enquiry by a returned lead opens the next handoff, and both earlier cards say so', async () => {
  const id = await returned();
  const old = await cardOf(world, id);
  const again = await world.post({ ...ada, externalId: 'again', message: 'The money is there now' });
  expect(again).toMatchObject({ status: 201, body: { id, status: 'created' } });
  await world.settled();
  const card = await cardOf(world, id);
  expect(card.ts).not.toBe(old.ts);
  expect(wordsIn(card)).toContain('Asked again, second handoff');
  expect(wordsIn(card)).toMatch(/Earlier: .*no budget/);
  expect(labelsIn(await marketingCard())).toEqual([]);
  expect(wordsIn(await marketingCard())).toContain('*Asked again*: a new card is with sales');
  expect(labelsIn(world.sandbox.message(leadsChannel, old.ts))).toEqual(['Change verdict']);
  expect(wordsIn(world.sandbox.message(leadsChannel, old.ts))).toContain('A newer card has this lead now.');
  expect((await threadOf(world, id, 1)).at(-1)).toContain('Came in again. A newer card has this lead now.');
});
