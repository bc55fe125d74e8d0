// Shared targets as people meet them: set with two owners, seen by both with the same figures, changed, taken away, told in the digest.
import { afterEach, describe, expect, test } from 'vitest';
import { targetsOf } from '../../src/flows/targets.ts';
import type { Delivery, View } from '../../src/sandbox/sandbox.ts';
import type { Ephemeral } from '../../src/sandbox/types.ts';
import { inputsIn, labelsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, toldAfter } from '../world/scene.ts';
import { type World, apply, kim, leadsChannel, max, mia, people, sam, startWorld, usualSettings } from '../world/world.ts';

const friday = '2026-11-20T15:00:00Z';
const mondayNoon = '2026-11-23T17:00:00Z';

let world: World;
afterEach(() => world.stop());

async function asks(who: string, line = '/lead targets'): Promise<Ephemeral> {
  const before = world.sandbox.ephemerals(who).length;
  expect(await world.sandbox.as(who).command(line, leadsChannel)).toMatchObject({ ok: true });
  const answer = await world.sandbox.waitFor(() =>
    world.sandbox
      .ephemerals(who)
      .slice(before)
      .find((one) => !wordsIn(one).includes('the answer follows here')),
  );
  return answer;
}

async function form(who: string, label: string, line?: string): Promise<View> {
  return await opens(world, who, await asks(who, line), label);
}

const owners = { 'Owner in sales': kim, 'Owner in marketing': mia };

async function sets(who: string, answers: Record<string, string>): Promise<Delivery> {
  await form(who, 'Set a target');
  return await world.sandbox.as(who).submit({ ...owners, ...answers });
}

async function standing() {
  return await targetsOf(world.store(), await world.workspaceId(), world.clock.now());
}

/** On Friday four leads came, three of them with a verdict by now: two were qualified. It is Monday noon. */
async function aWeekend(): Promise<void> {
  world = await startWorld({ at: friday });
  for (const [index, verdict] of (['Qualified', 'Qualified', 'Unqualified', null] as const).entries()) {
    const id = await arrives(world, { ...ada, externalId: `crm-${index}`, email: `lead${index}@engine.test` });
    if (verdict) await does(world, kim, await cardOf(world, id), verdict, { Reason: verdict === 'Qualified' ? 'Clear need' : 'No need' });
  }
  await world.until(mondayNoon);
  await world.settled();
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('a manager sets one with two owners, and everybody sees how it stands', async () => {
    world = await startWorld({ at: friday, mode });
    const empty = await asks(kim);
    expect(wordsIn(empty)).toContain('Shared targets, Q4 2026\n36 of 66 open days are over.\nNo targets yet.');
    expect(labelsIn(empty)).toEqual(['Set a target']);
    expect(inputsIn(await form(max, 'Set a target'))).toEqual([
      'Metric',
      'Quarter',
      'Target',
      'Currency',
      'Owner in sales',
      'Owner in marketing',
      'Next step',
    ]);
    const answer = await world.sandbox.as(max).submit({
      Metric: 'Qualified leads',
      Target: '120',
      ...owners,
      'Next step': 'Call <!channel> by *Friday* =1+1',
    });
    expect(answer).toMatchObject({ ok: true });
    expect(answer.errors).toBeUndefined();
    expect(await standing()).toMatchObject([
      { quarter: '2026-Q4', metric: 'qualified', currency: '', value: 120, sales: kim, marketing: mia, by: max },
    ]);
    const shown = await asks(sam);
    expect(wordsIn(shown)).toContain(
      'Metric           Target  Actual  Next\nQualified leads  120     0       Call <!channel> by *Friday* =1+1',
    );
    expect(wordsIn(shown)).toContain(
      `*Qualified leads*  0 of 120, about 65 expected so far: behind · <@${kim}> for sales, <@${mia}> for marketing`,
    );
    // Sam owns none of them.
    expect(labelsIn(shown)).toEqual(['Set a target']);
    for (const who of [kim, mia, max]) expect(labelsIn(await asks(who))).toEqual(['Change', 'Set a target']);
  });
});

describe('a target', () => {
  test('counts the leads of complete days, as the report does', async () => {
    await aWeekend();
    await sets(max, { Metric: 'Leads delivered', Target: '5' });
    await sets(max, { Metric: 'Qualified rate', Target: '60' });
    await sets(max, { Metric: 'Won amount', Target: '60000', Currency: 'eur', 'Next step': 'Send both offers' });
    await sets(max, { Metric: 'Half touched within', Target: '30' });
    // Today's lead does not count yet.
    await arrives(world, { ...ada, externalId: 'crm-9', email: 'lead9@engine.test' });
    const words = wordsIn(await asks(kim));
    expect(words).toContain('37 of 66 open days are over.');
    const lines = words.split('\n');
    const table = lines.findIndex((one) => one.startsWith('Metric '));
    expect(lines.slice(table, table + 5)).toEqual([
      'Metric               Target          Actual   Next',
      'Leads delivered      5               4        –',
      'Won amount, EUR      60,000 EUR      0 EUR    Send both offers',
      'Qualified rate       60 %            2 of 3   –',
      'Half touched within  at most 30 min  0.1 min  –',
    ]);
    expect(words).toContain('*Leads delivered*  4 of 5, about 3 expected so far: too few to say');
    expect(words).toContain('*Qualified rate*  target 60 %; 2 of 3: too few to say');
    expect(words).toContain('*Won amount, EUR*  0 of 60,000 EUR from 0 deals, about 33,636 expected so far if it came evenly');
    expect(words).toContain('*Half touched within*  target at most 30 min; 0.1 min over 4 leads: too few to say');
  });

  test('is changed by an owner in a form that shows it, and taken away by an empty number', async () => {
    await aWeekend();
    await sets(max, { Metric: 'Feedback coverage', Target: '87.5', 'Next step': 'Judge on Fridays' });
    const view = await form(mia, 'Change');
    expect(JSON.stringify(view.blocks)).toContain('"initial_value":"87.5"');
    expect(JSON.stringify(view.blocks)).toContain('"initial_value":"Judge on Fridays"');
    expect(JSON.stringify(view.blocks)).toContain(`"initial_user":"${kim}"`);
    expect(inputsIn(view)).toEqual(['Metric', 'Quarter', 'Target', 'Owner in sales', 'Owner in marketing', 'Next step']);
    expect((await world.sandbox.as(mia).submit({ Target: '90' })).errors).toBeUndefined();
    expect(await standing()).toMatchObject([{ value: 0.9, next: 'Judge on Fridays', by: mia }]);
    await form(kim, 'Change');
    expect((await world.sandbox.as(kim).submit({ Target: '' })).errors).toBeUndefined();
    expect(await standing()).toEqual([]);
    expect(wordsIn(await asks(kim))).toContain('No targets yet.');
    // It can be set anew.
    expect((await sets(max, { Metric: 'Feedback coverage', Target: '85' })).errors).toBeUndefined();
    expect(await standing()).toMatchObject([{ value: 0.85 }]);
  });

  test('can be set for the next quarter, which has not begun, and not for one that is over', async () => {
    await aWeekend();
    await form(max, 'Set a target', '/lead targets next');
    expect((await world.sandbox.as(max).submit({ Metric: 'Deals won', Target: '12', ...owners })).errors).toBeUndefined();
    expect(wordsIn(await asks(max))).toContain('No targets yet.');
    const next = wordsIn(await asks(max, '/lead targets next'));
    expect(next).toContain('Shared targets, Q1 2027\nNo day of the quarter is over yet.');
    expect(next).toContain('*Deals won*  target 12; no day of the quarter is over yet');
    const over = await asks(max, '/lead targets 2026-Q2');
    expect(wordsIn(over)).toContain('No targets were set for this quarter.');
    expect(labelsIn(over)).toEqual([]);
    expect(wordsIn(await asks(max, '/lead targets soon'))).toContain('Say a quarter, such as: /lead targets 2026-Q4');
  });
});

describe('what cannot stand is told under its field', () => {
  test('owners of two sides, two people, a currency with money, a number that can be reached', async () => {
    await aWeekend();
    const errors = async (answers: Record<string, string>) =>
      (await sets(max, { Metric: 'Qualified leads', Target: '10', ...answers })).errors;
    expect(await errors({ 'Owner in sales': mia })).toEqual({
      'Owner in sales': 'Choose somebody of sales, or a manager.',
      'Owner in marketing': 'Choose two different people: one owner in sales and one in marketing.',
    });
    expect(await errors({ Metric: 'Won amount' })).toEqual({ Currency: 'Write the currency in three letters, such as EUR or USD.' });
    expect(await errors({ Metric: 'Won amount', Currency: 'EUX' })).toEqual({
      Currency: 'This is no currency. Write three letters, such as EUR or USD.',
    });
    expect(await errors({ Target: '10.5' })).toEqual({ Target: 'Write a whole number of leads, such as 120.' });
    expect(await errors({ Metric: 'Win rate', Target: '101' })).toEqual({ Target: 'Write a percentage from 1 to 100.' });
    expect(await standing()).toEqual([]);
    // A manager may stand for either side.
    expect(await errors({ 'Owner in marketing': max })).toBeUndefined();
  });

  test('whoever owns it sets it, and nobody writes over a target that they have not seen', async () => {
    await aWeekend();
    expect((await sets(sam, { Metric: 'Qualified leads', Target: '10' })).errors).toEqual({
      Metric: 'A target is set by its two owners and by managers. Ask one of them, or a manager.',
    });
    expect((await sets(kim, { Metric: 'Qualified leads', Target: '10' })).errors).toBeUndefined();
    expect((await sets(max, { Metric: 'Qualified leads', Target: '20' })).errors?.['Metric']).toContain(
      'There is a target for Qualified leads by now, set by @kim',
    );
    await form(mia, 'Change');
    await form(kim, 'Change');
    expect((await world.sandbox.as(kim).submit({ Target: '11' })).errors).toBeUndefined();
    expect((await world.sandbox.as(mia).submit({ Target: '12' })).errors?.['Metric']).toContain('by now, set by @kim');
    expect(await standing()).toMatchObject([{ value: 11 }]);
    // With the lists changed, Sam presses what an older answer still shows.
    const old = await asks(kim);
    await apply(world.store(), { ...usualSettings, people: { ...people, sales: [sam] } }, world.clock.now());
    expect(await toldAfter(world, kim, () => world.sandbox.as(kim).click(old, { label: 'Change' }))).toContain(
      'sales and marketing people',
    );
  });
});

describe('the digest', () => {
  test('tells the targets of the quarter of its week, as known then; its thread who owns them and what is next', async () => {
    world = await startWorld({ at: friday });
    for (let index = 0; index < 6; index += 1) {
      const id = await arrives(world, { ...ada, externalId: `crm-${index}`, email: `lead${index}@engine.test` });
      await does(world, kim, await cardOf(world, id), 'Qualified', { Reason: 'Clear need' });
    }
    await sets(max, { Metric: 'Leads delivered', Target: '200', 'Next step': 'Ask mia@lead.test about the *fair*' });
    await sets(max, { Metric: 'Qualified rate', Target: '50' });
    await world.until('2026-11-23T14:01:00Z');
    await world.settled();
    const digest = world.sandbox.messages(leadsChannel).find((message) => wordsIn(message).startsWith('Lead quality'));
    const text = JSON.stringify(digest?.blocks);
    expect(wordsIn(digest)).toContain('Shared targets, Q4 2026  37 of 66 open days are over.');
    expect(text).toContain('6 of 200, about 112 expected so far: behind');
    expect(text).toContain('target 50 %; 6 of 6 (likely 61–100 %): reached');
    const details = JSON.stringify(world.sandbox.thread(leadsChannel, digest?.ts ?? '').at(-1)?.blocks);
    expect(details).toContain('6 of 200, about 112 expected so far: behind');
    expect(details).toContain('Next: Ask (e-mail address) about the *fair*');
    expect(details).toContain(`"user_id":"${kim}"`);
  });

  test('says nothing of targets where none is set', async () => {
    await aWeekend();
    const digest = world.sandbox.messages(leadsChannel).find((message) => wordsIn(message).startsWith('Lead quality'));
    expect(digest).toBeDefined();
    expect(wordsIn(digest)).not.toContain('Shared targets');
  });
});
