// Verdicts: what the forms ask, whose lead it then is, how a verdict is changed, and what marketing hears of it day by day.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/sandbox.ts';
import { reasonLabel, reasonsIn } from '../../src/domain/reasons.ts';
import { inputsIn, labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, stateOfLead, storyOf, threadOf } from '../world/scene.ts';
import { kim, leadsChannel, marketingChannelId, mia, sam, type World, startWorld, usualSettings } from '../world/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.stop();
});

async function another(nth: number): Promise<string> {
  return await arrives(world, { ...ada, externalId: `lead-${nth}`, email: `lead${nth}@engine.test`, name: `Lead ${nth}` });
}

describe('the form', () => {
  test.each([
    ['qualified', 'Qualified', ['Reason', 'Note']],
    ['unqualified', 'Unqualified', ['Reason', 'Note', 'Not before', 'Send to']],
  ] as const)('%s asks what it should, with every reason in its order', async (group, label, inputs) => {
    const id = await arrives(world);
    const form = await opens(world, kim, await cardOf(world, id), label);
    expect(inputsIn(form)).toEqual(inputs);
    expect(wordsIn(form)).toContain('Ada Lovelace · Engine Ltd');
    const shown = [...JSON.stringify(form.blocks).matchAll(/"text":"([^"]+)"(?:,"emoji":false)?},"value":"([a-z_]+)"/g)].map(
      ([, text]) => text,
    );
    expect(shown).toEqual(reasonsIn(group).map(reasonLabel));
  });

  test('Unqualified: Other needs a note, Not now a date; the modal says that it counts', async () => {
    const id = await arrives(world);
    const form = await opens(world, kim, await cardOf(world, id), 'Unqualified');
    expect(wordsIn(form)).toContain('A judgement: it counts in the report.');
    const rep = world.sandbox.as(kim);
    expect((await rep.submit({ Reason: 'Other' })).errors).toEqual({ Note: 'With “Other”, say in a few words what it was.' });
    expect((await rep.submit({ Reason: 'Not now' })).errors).toEqual({
      'Not before': 'With “Not now”, choose the date when the lead should come back.',
    });
    expect((await rep.submit({ 'Not before': '2026-11-01' })).errors).toEqual({ 'Not before': 'Choose a date after today.' });
    expect((await rep.submit({ 'Not before': '2027-01-12' })).errors).toBeUndefined();
    await world.settled();
    expect(wordsIn(await cardOf(world, id))).toContain(`*Unqualified* by <@${kim}>: not now, not before 12 Jan 2027`);
    expect(await stateOfLead(world, id)).toBe('unqualified');
  });

  test('Wrong team: the person it is sent to is mentioned in the thread', async () => {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'Wrong team', 'Send to': sam });
    await world.settled();
    expect((await threadOf(world, id)).at(-1)).toBe(
      `:white_circle: Unqualified by <@${kim}>: wrong team. <@${sam}>, this one may be yours.`,
    );
    expect(world.sandbox.mentions()).toContain(sam);
  });

  test('a forged reason of another group, or none of ours, stores nothing', async () => {
    const id = await arrives(world);
    await opens(world, kim, await cardOf(world, id), 'Qualified');
    const rep = world.sandbox.as(kim);
    for (const value of ['no_need', 'stalled', '__proto__', 'constructor']) {
      forge(value);
      const submitted = await rep.submit({}, { force: true });
      expect(submitted.errors?.['Reason'], value).toBeDefined();
    }
    expect(await stateOfLead(world, id)).toBe('new');

    function forge(value: string): void {
      const view = world.sandbox.view(kim);
      const answer = view?.state.values['reason']?.['answer'];
      if (answer) answer['selected_option'] = { text: { type: 'plain_text', text: value }, value };
    }
  });
});

test('a verdict on an unclaimed lead claims it: the same person, the same instant', async () => {
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Decision maker', Note: 'Runs three mills' });
  await world.settled();
  const [claimed, judged] = (await world.lead(id)).events.slice(-2);
  expect([claimed?.type, judged?.type]).toEqual(['claimed', 'judged']);
  expect([claimed?.by, claimed?.at]).toEqual([judged?.by, judged?.at]);
  const card = await cardOf(world, id);
  expect(labelsIn(card)).toEqual(['Change verdict']);
  expect(wordsIn(card)).toContain(`*Qualified* by <@${kim}>: decision maker · 23 Nov 2026 09:00`);
  expect((await threadOf(world, id)).at(-1)).toBe(`:large_green_circle: Qualified by <@${kim}>: decision maker.\nRuns three mills`);
});

test('a verdict on a lead that somebody else holds takes it, and the former owner is mentioned in the thread', async () => {
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Claim');
  await world.settled();
  await does(world, sam, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
  await world.settled();
  expect((await world.lead(id)).lead.handoffs[0]).toMatchObject({ state: 'qualified', owner: sam });
  const [line] = world.sandbox.thread(leadsChannel, (await cardOf(world, id)).ts).slice(-1);
  expect(wordsIn(line)).toBe(`:large_green_circle: Qualified by <@${sam}>: clear need. <@${kim}> had it before.`);
  expect(world.sandbox.mentions().filter((who) => who === kim).length).toBeGreaterThan(1);
});

describe('Change verdict', () => {
  async function judged(): Promise<string> {
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No need' });
    await world.settled();
    return id;
  }

  test('asks for the new verdict, reasons of both groups, note and date, and says what stands now', async () => {
    const id = await judged();
    const form = await opens(world, sam, await cardOf(world, id), 'Change verdict');
    expect(inputsIn(form)).toEqual(['Verdict', 'Reason', 'Note', 'Not before']);
    expect(wordsIn(form)).toContain('now Unqualified: no need');
    const rep = world.sandbox.as(sam);
    expect((await rep.submit({ Reason: 'Clear need' }, { force: true })).errors).toEqual({ Verdict: 'Choose the new verdict.' });
    expect((await rep.submit({ Verdict: 'Unqualified' })).errors).toEqual({
      Reason: '“Clear need” is not a reason for Unqualified. Choose one that fits.',
    });
    expect((await rep.submit({ Verdict: 'Qualified', Reason: 'No need' })).errors).toEqual({
      Reason: '“No need” is not a reason for Qualified. Choose one that fits.',
    });
    expect((await rep.submit({ Verdict: 'Qualified', Reason: '' })).errors).toEqual({ Reason: 'Choose a reason.' });
    expect((await rep.submit({ Verdict: 'Unqualified', Reason: 'Not now' })).errors).toEqual({
      'Not before': 'With “Not now”, choose the date when the lead should come back.',
    });
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'judged']);
  });

  test.each([
    [{ Verdict: 'Qualified', Reason: 'Meeting booked', Note: 'Tuesday at ten' }, 'qualified', 'Qualified* by <@U0SAM>: meeting booked'],
    [{ Verdict: 'Unqualified', Reason: 'Wrong person' }, 'unqualified', 'Unqualified* by <@U0SAM>: wrong person'],
  ])('to %j', async (answers, state, shown) => {
    const id = await judged();
    expect((await does(world, sam, await cardOf(world, id), 'Change verdict', answers)).errors).toBeUndefined();
    await world.settled();
    expect((await world.lead(id)).lead.handoffs[0]).toMatchObject({ state, owner: sam });
    expect(wordsIn(await cardOf(world, id))).toContain(shown);
    expect((await threadOf(world, id)).at(-1)).toContain(`It was Unqualified, no need. <@${kim}> had it before.`);
    // The first verdict stays in the history.
    expect((await storyOf(world, id)).filter((type) => type === 'judged')).toHaveLength(2);
  });

  test('Reopen needs no reason, and anyone may claim the lead again', async () => {
    const id = await judged();
    expect((await does(world, sam, await cardOf(world, id), 'Change verdict', { Verdict: 'Reopen' })).errors).toBeUndefined();
    await world.settled();
    expect(labelsIn(await cardOf(world, id))).toContain('Claim');
    expect((await threadOf(world, id)).at(-1)).toContain(`<@${sam}> reopened it.`);
    expect((await world.lead(id)).lead.handoffs[0]).toMatchObject({ state: 'new', owner: null, verdict: null });
    await does(world, sam, await cardOf(world, id), 'Claim');
    expect(await stateOfLead(world, id)).toBe('claimed');
  });
});

describe('Verdicts today', () => {
  const days = (): Message[] => world.sandbox.messages(marketingChannelId).filter((message) => message.text.startsWith('Verdicts today'));
  const linesUnder = (day: Message | undefined): Message[] => world.sandbox.thread(marketingChannelId, day?.ts ?? '');

  test('one message a day, a line each in its thread: lead, source, reason, note, who, link', async () => {
    const first = await another(1);
    const second = await another(2);
    await does(world, kim, await cardOf(world, first), 'Qualified', { Reason: 'Clear need', Note: 'Two mills' });
    await does(world, sam, await cardOf(world, second), 'Unqualified', { Reason: 'Wrong person' });
    await world.settled();
    await does(world, kim, await cardOf(world, second), 'Change verdict', { Verdict: 'Qualified', Reason: 'Decision maker' });
    await world.settled();
    const [day, ...more] = days();
    expect(more).toEqual([]);
    expect(wordsIn(day)).toBe('Verdicts today, Monday 23 November\n3 verdicts, one line each in the thread');
    expect(linesUnder(day).map(wordsIn)).toEqual([
      `:large_green_circle: Lead 1 · Engine Ltd, from google-ads\nQualified by <@${kim}>: clear need · Open the card\nTwo mills`,
      `:white_circle: Lead 2 · Engine Ltd, from google-ads\nUnqualified by <@${sam}>: wrong person · Open the card`,
      `:large_green_circle: Lead 2 · Engine Ltd, from google-ads\nQualified by <@${kim}>: decision maker · Open the card`,
    ]);
    const [line] = linesUnder(day);
    expect(linksIn(line)).toEqual([expect.stringContaining((await cardOf(world, first)).ts.replace('.', ''))]);
  });

  test('a new day is a new message, by the workspace’s own midnight', async () => {
    const first = await another(1);
    const second = await another(2);
    const third = await another(3);
    await does(world, kim, await cardOf(world, first), 'Qualified', { Reason: 'Clear need' });
    // 14:00 UTC is 9:00 in New York: 23:59 there, then past midnight.
    world.clock.jump((14 * 60 + 58) * 60_000);
    await world.settled();
    await does(world, kim, await cardOf(world, second), 'Qualified', { Reason: 'Clear need' });
    world.clock.jump(3 * 60_000);
    await world.settled();
    await does(world, kim, await cardOf(world, third), 'Qualified', { Reason: 'Clear need' });
    await world.settled();
    expect(days().map((day) => wordsIn(day).split('\n')[0])).toEqual([
      'Verdicts today, Monday 23 November',
      'Verdicts today, Tuesday 24 November',
    ]);
    expect(days().map((day) => linesUnder(day).length)).toEqual([2, 1]);
  });

  test('a return is no verdict, and a test lead is in none', async () => {
    const first = await another(1);
    await does(world, kim, await cardOf(world, first), 'Return to marketing', { Reason: 'No response' });
    const test = await arrives(world, { ...ada, test: true });
    await does(world, kim, await cardOf(world, test), 'Qualified', { Reason: 'Clear need' });
    await world.settled();
    expect(days()).toEqual([]);
  });
});

test('without a marketing channel everything is in the leads channel', async () => {
  await world.stop();
  world = await startWorld({ settings: { ...usualSettings, channels: { leads: leadsChannel } } });
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
  const other = await another(2);
  await does(world, kim, await cardOf(world, other), 'Qualified', { Reason: 'Clear need' });
  await world.settled();
  expect(world.sandbox.messages(marketingChannelId)).toEqual([]);
  const texts = world.sandbox.messages(leadsChannel).map((message) => wordsIn(message).split('\n')[0]);
  expect(texts).toHaveLength(4);
  expect(new Set(texts)).toEqual(
    new Set([
      'Ada Lovelace · Engine Ltd',
      'Back to marketing: Ada Lovelace · Engine Ltd',
      'Lead 2 · Engine Ltd',
      'Verdicts today, Monday 23 November',
    ]),
  );
});

test('ways to reach the person are on the lead’s own card alone', async () => {
  const id = await arrives(world, { ...ada, phone: '+44 20 7946 0000' });
  await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
  await world.settled();
  await does(world, kim, await cardOf(world, id), 'Change verdict', { Verdict: 'Reopen' });
  await world.settled();
  await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
  await world.settled();
  await world.sandbox.as(mia).openHome();
  await world.sandbox.waitFor(() => world.sandbox.home(mia));
  await world.sandbox.as(kim).command('/lead find ada', leadsChannel);
  const card = await cardOf(world, id);
  expect(linksIn(card)).toEqual(['mailto:ada@engine.test', 'tel:+442079460000']);
  const { sandbox } = world;
  const elsewhere = [
    ...sandbox.thread(leadsChannel, card.ts),
    ...sandbox.messages(marketingChannelId).flatMap((message) => [message, ...sandbox.thread(marketingChannelId, message.ts)]),
    sandbox.home(mia),
    ...sandbox.ephemerals(kim),
  ];
  expect(elsewhere.length).toBeGreaterThan(7);
  for (const text of [card.text, ...elsewhere.map((one) => JSON.stringify(one))]) expect(text).not.toMatch(/ada@engine|7946/);
});
