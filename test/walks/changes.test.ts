// You said, we did: marketing records a change, whose verdicts led there hears of it, and later what came of it.
import { uuidv7 } from 'uuidv7';
import { afterEach, describe, expect, test } from 'vitest';
import { recordHistory } from '../../src/flows/history.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { type Shown, inputsIn, labelsIn, wordsIn } from '../world/reading.ts';
import { arrives, cardOf, does, opens, toldAfter } from '../world/scene.ts';
import { type World, kim, max, mia, sam, startWorld } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const dayMs = 24 * 3_600_000;
/** Sunday in New York; the change is made on the Monday after. */
const at = '2026-11-22T14:00:00Z';
/** Monday, 4 January 2027, 9:00 in New York: 42 days later. */
const dueAt = '2027-01-04T14:00:00Z';
let people = 0;

const lead = () => ({ email: `p${(people += 1)}@mill.test`, source: 'LinkedIn-Forms ', campaign: 'ops-leaders', action: 'ebook' });
const told = (who: string): string[] => world.sandbox.directMessages(who).map(wordsIn);

/** A lead of so many days ago that an import brought, judged a day later. */
async function past(daysAgo: number, verdict: 'wrong' | 'qualified'): Promise<void> {
  const cameAt = world.clock.now() - daysAgo * dayMs;
  const read = parseLead(lead(), cameAt);
  if (!('lead' in read)) throw new Error('refused');
  await recordHistory({ store: world.store(), now: world.clock.now, newId: uuidv7 }, await world.workspaceId(), {
    lead: read.lead,
    receivedAt: { at: cameAt, isDateOnly: false },
    judged: {
      at: cameAt + dayMs,
      isDateOnly: false,
      by: 'Kim',
      ...(verdict === 'wrong'
        ? { verdict: 'unqualified' as const, reason: 'wrong_person' as const }
        : { verdict: 'qualified' as const, reason: 'clear_need' as const }),
    },
  });
}

/** One that comes now and is judged at once. */
async function judged(who: string, verdict: 'wrong' | 'qualified' = 'wrong', more: Record<string, unknown> = {}): Promise<string> {
  const id = await arrives(world, { ...lead(), ...more });
  const answers = verdict === 'wrong' ? { Reason: 'Wrong person' } : { Reason: 'Clear need' };
  await does(world, who, await cardOf(world, id), verdict === 'wrong' ? 'Unqualified' : 'Qualified', answers);
  await world.settled();
  return id;
}

/** What `/lead change` answered, at once or after a moment, to press on. */
async function listed(who: string) {
  const before = world.sandbox.ephemerals(who).length;
  await world.sandbox.as(who).command('/lead change');
  const isAnswer = (one: Shown): boolean => !wordsIn(one).startsWith('That takes a moment');
  return await world.sandbox.waitFor(() => world.sandbox.ephemerals(who).slice(before).find(isAnswer) ?? null, 10_000);
}

const answers = {
  'Campaign or source': 'linkedin-forms',
  'What changed': 'asks for the job title first',
  'Reason it answers': 'Wrong person',
};

async function records(who: string, more: Record<string, string> = {}) {
  await opens(world, who, await listed(who), 'Record a change');
  const submitted = await world.sandbox.as(who).submit({ ...answers, ...more });
  await world.settled();
  return submitted;
}

/** Two reps whose verdicts led there, in the 28 days before; a third verdict is none of these. */
async function saidSo(): Promise<void> {
  await judged(kim);
  await judged(kim);
  await judged(sam);
  await judged(sam, 'qualified');
  await judged(sam, 'wrong', { source: 'another-source', campaign: 'ops-leaders' });
  const changed = await judged(sam);
  await does(world, kim, await cardOf(world, changed), 'Change verdict', { Verdict: 'Unqualified', Reason: 'No need' });
  await world.until(world.clock.now() + dayMs);
}

/** The weeks between, without their digests: the bot is away, and back in the minute before. */
async function sleepsUntilDue(): Promise<void> {
  await world.restart(() => world.clock.jump(Date.parse(dueAt) - 60_000 - world.clock.now()));
  await world.settled();
}

test('each rep whose verdicts led there gets one private line, and one with what came of it', async () => {
  world = await startWorld({ at });
  for (let days = 2; days < 40; days += 2) await past(days, days % 4 === 0 ? 'qualified' : 'wrong');
  await saidSo();
  const form = await opens(world, mia, await listed(mia), 'Record a change');
  expect(inputsIn(form)).toEqual(['Campaign or source', 'What changed', 'When', 'Reason it answers']);
  expect(JSON.stringify(form.blocks)).toContain('"text":"linkedin-forms"');
  const submitted = await world.sandbox.as(mia).submit(answers);
  expect(submitted.errors).toBeUndefined();
  expect(wordsIn(world.sandbox.view(mia))).toBe('Recorded. 2 people whose verdicts led there are told in private now.');
  await world.settled();
  const first =
    'You and 1 other marked 3 leads of linkedin-forms “Wrong person” since 28 Sept 2026. ' +
    'Marketing changed on 23 Nov 2026: “asks for the job title first”. You will hear what came of it around 4 Jan 2027.';
  expect(told(kim)).toEqual([first]);
  expect(told(sam)).toEqual([first]);
  expect(told(mia)).toEqual([]);

  // The same form again, after its answer was lost.
  await world.sandbox.redeliver(submitted);
  await world.settled();
  expect(told(kim)).toHaveLength(1);

  for (let count = 0; count < 9; count += 1) await judged(count % 2 ? kim : sam, count < 2 ? 'wrong' : 'qualified');
  await sleepsUntilDue();
  expect(wordsIn(await listed(sam))).toContain('linkedin-forms: “asks for the job title first”');
  expect(told(sam)).toEqual([first]);
  await world.until(Date.parse(dueAt) + 120_000);
  await world.settled();
  const result = told(kim).at(-1) ?? '';
  expect(result.split('\n')).toEqual([
    'What came of a change',
    'linkedin-forms, changed on 23 Nov 2026: “asks for the job title first”.',
    'Wrong person: 10 of 18 verdicts in the 28 days before (likely 34–75 %), 2 of 9 in the 28 days after (likely 6–55 %): no clear change.',
    'Qualified: 7 of 18 before (likely 20–61 %), 7 of 9 after (likely 45–94 %): no clear change.',
    'Each lead counts as it stood 14 days after it came. This says what came after a change, not why.',
  ]);
  expect(told(sam).at(-1)).toBe(result);
  expect(told(mia)).toEqual([result]);
  const list = await listed(max);
  expect(wordsIn(list)).toContain(result.split('\n')[2]);
  expect(labelsIn(list)).toEqual(['Take back', 'Record a change']);
  expect(labelsIn(await listed(kim))).toEqual([]);

  await world.restart();
  await world.until(Date.parse(dueAt) + 7 * dayMs + 120_000);
  await world.settled();
  expect([told(kim), told(sam), told(mia)].map(({ length }) => length)).toEqual([2, 2, 1]);
  const digests = world.sandbox.messages('C0LEADS').filter((message) => wordsIn(message).includes('You said, we did'));
  expect(digests).toHaveLength(1);
  expect(JSON.stringify(digests[0]?.blocks)).toContain(
    ': Wrong person 10 of 18 before (likely 34–75 %), 2 of 9 after (likely 6–55 %): no clear change.',
  );

  // Taken back after all: what was told says so where it stands, and nobody hears of it once more.
  expect(await toldAfter(world, max, () => world.sandbox.as(max).click(list, { label: 'Take back' }))).toContain('Taken back.');
  await world.settled();
  expect(told(kim)).toHaveLength(2);
  for (const person of [kim, sam, mia])
    expect(told(person).at(-1)?.split('\n').at(-1)).toBe('This was recorded by mistake and taken back.');
}, 60_000);

describe('a change that cannot be compared', () => {
  test('of a source that is younger than the days before says so', async () => {
    world = await startWorld({ at });
    await saidSo();
    await records(mia);
    expect(wordsIn(await listed(kim))).toContain(
      'Too early to tell: it takes 28 days on both sides and 14 more for the verdicts, so ask again on 4 Jan 2027.',
    );
    await sleepsUntilDue();
    await world.until(Date.parse(dueAt) + 120_000);
    await world.settled();
    expect(told(mia).at(-1)).toContain('Leads from there are known for less than 28 days before the change');
  });

  test('is not told when the bot comes back more than 14 days after it was due', async () => {
    world = await startWorld({ at });
    await saidSo();
    await records(mia);
    await world.restart(() => world.clock.jump(Date.parse(dueAt) + 15 * dayMs - world.clock.now()));
    await world.settled();
    expect(told(kim).filter((words) => words.includes('What came of'))).toEqual([]);
    expect(told(mia)).toEqual([]);
  });

  test('long ago is not promised', async () => {
    world = await startWorld({ at });
    await past(100, 'wrong');
    await records(mia, { When: '2026-08-10' });
    expect(told(mia)).toEqual([]);
    expect(wordsIn(await listed(mia))).toContain('On 10 Aug 2026, answers “Wrong person”');
  });
});

describe('who may, and what is refused', () => {
  test('faults stand under their fields; a day ahead is told at once with its date', async () => {
    world = await startWorld({ at, mode: 'http' });
    await saidSo();
    const wrong = await records(mia, { 'What changed': ' ', When: '2026-12-24' });
    expect(wrong.errors).toMatchObject({ 'What changed': 'Say in a few words what was changed.' });
    const late = await world.sandbox.as(mia).submit({ ...answers, When: '2026-12-24' });
    expect(late.errors).toEqual({ When: 'Choose a day within the next 30 days, or record the change later.' });
    const ahead = await world.sandbox.as(mia).submit({ ...answers, When: '2026-12-14' });
    expect(ahead.errors).toBeUndefined();
    await world.settled();
    expect(told(kim)[0]).toContain(
      'Marketing changes on 14 Dec 2026: “asks for the job title first”. You will hear what came of it around 25 Jan 2027.',
    );
  });

  test('sales reads it and records nothing; nothing to choose is told', async () => {
    world = await startWorld({ at });
    expect(wordsIn(await listed(kim))).toContain('No change was recorded in the last half year.');
    expect(labelsIn(await listed(kim))).toEqual([]);
    const list = await listed(mia);
    expect(await toldAfter(world, mia, () => world.sandbox.as(mia).click(list, { label: 'Record a change' }))).toContain(
      'nothing to choose yet',
    );
    expect(await toldAfter(world, kim, () => world.sandbox.as(kim).click(list, { label: 'Record a change' }))).toContain(
      'A change is recorded by marketing and managers',
    );
  });

  test('a mistake is taken back by who recorded it or a manager: it is not told any more, and where it stands it says so', async () => {
    world = await startWorld({ at });
    await saidSo();
    await records(max);
    const theirs = await listed(mia);
    expect(labelsIn(theirs)).toEqual(['Record a change']);
    const list = await listed(max);
    expect(await toldAfter(world, mia, () => world.sandbox.as(mia).click(list, { label: 'Take back' }))).toContain(
      'taken back by whoever recorded it, or by a manager',
    );
    expect(await toldAfter(world, max, () => world.sandbox.as(max).click(list, { label: 'Take back' }))).toContain('Taken back.');
    await world.settled();
    expect(told(kim)).toHaveLength(1);
    expect(told(kim)[0]).toContain('This was recorded by mistake and taken back.');
    expect(await toldAfter(world, max, () => world.sandbox.as(max).click(list, { label: 'Take back' }))).toContain('taken back already');
    expect(wordsIn(await listed(max))).toContain('No change was recorded');
    await sleepsUntilDue();
    await world.until(Date.parse(dueAt) + 120_000);
    await world.settled();
    expect(told(max)).toEqual([]);
    expect(told(kim)).toHaveLength(1);
  });
});

test('people’s words stay words', async () => {
  world = await startWorld({ at });
  const source = '<!channel> *ads* <https://evil.test|here>';
  const id = await arrives(world, { ...lead(), source });
  await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'Wrong person' });
  await world.until(world.clock.now() + dayMs);
  await opens(world, mia, await listed(mia), 'Record a change');
  const what = '<@U0KIM> *now* https://evil.test <!here> ada@engine.test';
  const submitted = await world.sandbox.as(mia).submit({ ...answers, 'Campaign or source': source.toLowerCase(), 'What changed': what });
  expect(submitted.errors).toBeUndefined();
  await world.settled();
  const [line] = world.sandbox.directMessages(kim);
  expect(line?.text).not.toMatch(/<[!@h]|\*now/);
  expect(JSON.stringify(line?.blocks)).not.toMatch(/"type":"(user|broadcast|usergroup|link)"/);
  expect(wordsIn(line)).not.toContain('ada@engine.test');
});

test('after an outage of weeks nobody is told of a change as news any more; what came of it is told all the same', async () => {
  world = await startWorld({ at });
  await saidSo();
  await opens(world, mia, await listed(mia), 'Record a change');
  world.sandbox.fault({ method: 'chat.postMessage', kind: 'error', error: 'team_added_to_org', times: Infinity });
  expect((await world.sandbox.as(mia).submit(answers)).errors).toBeUndefined();
  await world.restart(() => {
    world.sandbox.clearFaults();
    world.clock.jump(15 * dayMs);
  });
  await world.settled();
  expect([...told(kim), ...told(sam)]).toEqual([]);
  await sleepsUntilDue();
  await world.advance(120_000);
  await world.settled();
  expect(told(kim)).toEqual([expect.stringContaining('What came of a change')]);
});
