// Money spent, in Slack: who may see and say it, the form and its faults, the word that follows, and what leads cost by it.
import { afterEach, describe, expect, test } from 'vitest';
import { reading } from '../slack/blocks/reading.ts';
import { inputsIn, labelsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, toldAfter } from '../world/scene.ts';
import { type World, apply, kim, max, mia, people, startWorld, usualSettings } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

/** The clock of the world stands at Monday, 23 November 2026. */
const form = {
  'Source or campaign': 'Source',
  Name: 'google-ads',
  From: '2026-11-01',
  To: '2026-11-30',
  Amount: '3.000,00',
  Currency: 'eur',
};

/** What `/lead spend` answered, to read and to press on. */
async function asked(who: string) {
  const before = world.sandbox.ephemerals(who).length;
  await world.sandbox.as(who).command('/lead spend');
  return await world.sandbox.waitFor(() => {
    const answers = world.sandbox.ephemerals(who).slice(before);
    return answers.find((answer) => !wordsIn(answer).includes('That takes a moment')) ?? null;
  });
}

/** With what stands in lists, without what makes it bold. */
const allWordsIn = (shown: { readonly blocks?: readonly object[] | undefined } | undefined): string =>
  reading(shown?.blocks ?? []).replaceAll('*', '');

/** The first answer of each person: its button opens the form as often as one likes. */
async function submits(who: string, fields: Record<string, string>) {
  const answer = world.sandbox.ephemerals(who).find((one) => labelsIn(one).includes('Add spend')) ?? (await asked(who));
  await opens(world, who, answer, 'Add spend');
  return await world.sandbox.as(who).submit(fields);
}

async function linesOf() {
  return await world.store().ledger.read(await world.workspaceId(), 'spend');
}

const told = (who: string): readonly string[] => world.sandbox.directMessages(who).map(wordsIn);

async function judgedLead(source: string, index: number, verdict: 'Qualified' | 'Unqualified'): Promise<void> {
  const id = await arrives(world, { ...ada, externalId: `crm-${source}-${index}`, email: `p${index}@${source}.test`, source });
  await does(world, kim, await cardOf(world, id), verdict, { Reason: verdict === 'Qualified' ? 'Clear need' : 'No need' });
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('a marketer adds what was spent, is told so, and sees what leads cost', async () => {
    world = await startWorld({ mode });
    await judgedLead('google-ads', 1, 'Qualified');
    await judgedLead('google-ads', 2, 'Unqualified');
    const empty = await asked(mia);
    expect(wordsIn(empty)).toContain('No money is recorded for these days.');
    expect(labelsIn(empty)).toEqual(['Add spend']);
    const opened = await opens(world, mia, empty, 'Add spend');
    expect(inputsIn(opened)).toEqual(['Source or campaign', 'Name', 'From', 'To', 'Amount', 'Currency']);
    expect(JSON.stringify(opened)).toContain('As your leads name it: google-ads');
    const submitted = await world.sandbox.as(mia).submit(form);
    expect(submitted).toMatchObject({ ok: true });
    expect(submitted.errors).toBeUndefined();
    expect(world.sandbox.view(mia)).toBeUndefined();
    expect(await linesOf()).toMatchObject([
      {
        subject: 'source:google-ads',
        by: mia,
        body: { from: '2026-11-01', to: '2026-12-01', amount: 3000, currency: 'EUR' },
      },
    ]);
    await world.settled();
    expect(told(mia)).toEqual(['Stored: 3,000 EUR for the source google-ads, 1–30 November 2026. /lead spend shows what leads cost.']);
    // Of thirty days 23 have begun: 2,300 of the 3,000.
    const answer = allWordsIn(await asked(max));
    expect(answer).toContain('1–30 November 2026, so far');
    expect(answer).toContain('google-ads  2,300 EUR for 2 leads (1,150 each); 1 of 2 qualified, too few to say');
    expect(answer).toContain('Deals come later: what a win costs is so far.');
  });
});

describe('the form', () => {
  test('faults stand under their fields', async () => {
    world = await startWorld();
    const wrong = await submits(mia, { ...form, From: '2026-11-30', To: '2026-11-01', Amount: '1.234', Currency: 'XQZ' });
    expect(wrong.errors).toEqual({
      To: 'This lies before the first day.',
      Amount: 'This could be thousands or a decimal: write it like 1234.00.',
      Currency: 'This must be a currency’s three letters, such as EUR.',
    });
    const mixed = await world.sandbox.as(mia).submit({ ...form, Amount: '€3200', Currency: 'USD', To: '2028-11-01' });
    expect(mixed.errors).toEqual({
      To: 'This lies more than 366 days after the first one: say it in parts.',
      Currency: 'This is USD, but the amount is in EUR.',
    });
    expect(await linesOf()).toEqual([]);
  });

  test('days that overlap are refused, naming the earlier ones; the same days correct, nothing is stored twice, zero takes away', async () => {
    world = await startWorld();
    expect((await submits(mia, form)).errors).toBeUndefined();
    const overlapping = await submits(max, { ...form, From: '2026-11-23', To: '2026-11-29', Amount: '700' });
    expect(overlapping.errors?.['From']).toMatch(/^Already recorded here: 3,000 EUR for 1–30 November 2026\./);
    // Days beside them, and the same days of a campaign, are other money.
    expect((await world.sandbox.as(max).submit({ ...form, From: '2026-10-01', To: '2026-10-31' })).errors).toBeUndefined();
    expect((await submits(mia, { ...form, 'Source or campaign': 'Campaign', Name: 'q4-search' })).errors).toBeUndefined();
    expect((await submits(mia, { ...form, Name: ' Google-Ads ', Amount: '3,300' })).errors).toBeUndefined();
    expect((await submits(mia, { ...form, Amount: '3300' })).errors).toBeUndefined();
    expect(wordsIn(world.sandbox.view(mia))).toBe('This was recorded already; nothing was changed.');
    await world.sandbox.as(mia).close();
    expect((await submits(mia, { ...form, Amount: '0' })).errors).toBeUndefined();
    expect((await linesOf()).map(({ subject, body }) => `${subject} ${String(body['amount'])}`)).toEqual([
      'source:google-ads 3000',
      'source:google-ads 3000',
      'campaign:q4-search 3000',
      'source:google-ads 3300',
      'source:google-ads 0',
    ]);
    await world.settled();
    expect(told(mia).map((words) => words.split(/, 1/)[0])).toEqual([
      'Stored: 3,000 EUR for the source google-ads',
      'Stored: 3,000 EUR for the campaign q4-search',
      'Corrected: 3,300 EUR instead of 3,000 EUR for the source google-ads',
      'Taken away: 3,300 EUR for the source google-ads',
    ]);
    const answer = allWordsIn(await asked(mia));
    expect(answer).toContain('q4-search  0 leads for 2,300 EUR');
    expect(answer.split('1–31 October 2026')[0]).not.toContain('google-ads');
    expect(answer).toContain('google-ads  0 leads for 3,000 EUR');
  });

  test('the same form again, after its answer was lost: stored and told once, also after a correction', async () => {
    world = await startWorld();
    const first = await submits(mia, form);
    expect((await submits(max, { ...form, Amount: '3100' })).errors).toBeUndefined();
    const replayed = await world.sandbox.redeliver(first);
    expect(JSON.stringify(replayed.response)).toContain('recorded already');
    await world.settled();
    expect((await linesOf()).map(({ body }) => body['amount'])).toEqual([3000, 3100]);
    expect(told(mia)).toHaveLength(1);
  });

  test('a name under which no lead ever came is told, and words of people stay words', async () => {
    world = await startWorld();
    await arrives(world, { ...ada, source: 'google-ads' });
    expect((await submits(mia, { ...form, Name: 'goggle-ads <!channel> *x*' })).errors).toBeUndefined();
    await world.settled();
    const [message] = world.sandbox.directMessages(mia);
    expect(wordsIn(message)).toContain('No lead has come under this name yet.');
    expect(message?.text).not.toMatch(/<!/);
    expect(JSON.stringify(message?.blocks)).not.toMatch(/"type":"(user|broadcast|usergroup|link)"/);
  });

  test('a restart between the form and its word loses nothing', async () => {
    world = await startWorld();
    expect((await submits(mia, form)).errors).toBeUndefined();
    await world.restart();
    await world.settled();
    expect(told(mia)).toHaveLength(1);
  });
});

test('sales are told kindly that it is not for them, and nothing opens', async () => {
  world = await startWorld();
  expect(wordsIn(await asked(kim))).toContain('“Spend” is for marketing and managers');
  const answer = await asked(mia);
  await apply(world.store(), { ...usualSettings, people: { ...people, sales: [kim, mia], marketing: [max] } }, world.clock.now());
  expect(await toldAfter(world, mia, () => world.sandbox.as(mia).click(answer, { label: 'Add spend' }))).toContain(
    'for marketing and managers',
  );
  expect(world.sandbox.view(mia)).toBeUndefined();
});

test('the weekly digest says what the week’s leads cost, by the share of the month’s money', async () => {
  world = await startWorld();
  for (const index of [1, 2, 3, 4, 5, 6]) await judgedLead('google-ads', index, index < 4 ? 'Qualified' : 'Unqualified');
  await submits(mia, form);
  await submits(mia, { ...form, Name: 'billboard', Amount: '900', Currency: 'EUR' });
  await world.until('2026-11-30T15:00:00Z');
  const { marketing, leads } = usualSettings.channels;
  const all = [marketing, leads].flatMap((channel) => world.sandbox.messages(channel)).map(allWordsIn);
  const words = all.find((one) => one.includes('Lead quality, 23–29 November')) ?? '';
  expect(words).toContain('google-ads  700 EUR for 6 leads (117 each); 3 of 6 qualified, 233 each, likely 144–622');
  expect(words).toContain('and 1 more in the thread');
  const details = world.sandbox.thread(leads, world.sandbox.messages(leads).find((one) => allWordsIn(one) === words)?.ts ?? '');
  expect(details.map(allWordsIn).join('\n')).toMatch(/billboard +210 EUR +0/);
});
