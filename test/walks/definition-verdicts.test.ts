// Verdicts under a definition, as people meet them: the card, the forms, the thread, the report on Monday.
import { afterEach, describe, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import { reportJson } from '../../src/domain/report/metrics.ts';
import type { Message } from '../../src/sandbox/sandbox.ts';
import { eraseLead } from '../../src/flows/leads.ts';
import { makeReport } from '../../src/flows/report.ts';
import { criteriaOf, v1, v2 } from '../domain/definitions.ts';
import { agreed } from '../world/definition.ts';
import { reading } from '../slack/blocks/reading.ts';
import { inputsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, stateOfLead, threadOf } from '../world/scene.ts';
import { type World, kim, leadsChannel, marketingChannelId, sam, startWorld } from '../world/world.ts';

let world: World;
afterEach(() => world.stop());

const small = { ...ada, employees: 12, country: 'FR' };
const agree = (version: typeof v1) => agreed(world.store(), version.content.criteria, world.clock.now());

async function another(nth: number, more: object = {}): Promise<string> {
  return await arrives(world, { ...small, externalId: `lead-${nth}`, email: `lead${nth}@engine.test`, name: `Lead ${nth}`, ...more });
}

async function verdictOf(id: string) {
  return latestHandoff((await world.lead(id)).lead).verdict;
}

/** Lists too, without the marks that isolate strangers' words. */
function allOf(message: Message | undefined): string {
  return reading(message?.blocks ?? []).replaceAll(/<206[89]>/g, '');
}

async function judge(id: string, label: 'Qualified' | 'Unqualified', answers: Record<string, string>, who = kim): Promise<void> {
  expect((await does(world, who, await cardOf(world, id), label, answers)).errors).toBeUndefined();
  await world.settled();
}

test('before there is a definition nothing is asked, shown or kept of it', async () => {
  world = await startWorld();
  const id = await arrives(world, small);
  expect(wordsIn(await cardOf(world, id))).not.toContain('Definition');
  expect(inputsIn(await opens(world, kim, await cardOf(world, id), 'Unqualified'))).toEqual(['Reason', 'Note', 'Not before', 'Send to']);
  await world.sandbox.as(kim).submit({ Reason: 'Outside our ICP' });
  await world.settled();
  expect(await verdictOf(id)).toMatchObject({ verdict: 'unqualified', definition: null, failed: null, unmet: [] });
});

test('with one: the card shows what the data says, the form asks what failed and what they asked, and both are kept', async () => {
  world = await startWorld();
  await agree(v1);
  const id = await arrives(world, small);
  expect(wordsIn(await cardOf(world, id))).toContain(
    'Definition v1: 1 met · 2 not met: 50 employees or more; in a country we serve (nice to have) · 1 unknown\nTo find out: asked for a demo',
  );
  const form = await opens(world, kim, await cardOf(world, id), 'Unqualified');
  expect(inputsIn(form)).toEqual(['Reason', 'Failed criterion', 'Note', 'Not before', 'Send to', 'Question they asked']);
  const answers = {
    Reason: 'Outside our ICP',
    'Failed criterion': '50 employees or more',
    'Question they asked': 'Do you sell single looms?',
  };
  expect((await world.sandbox.as(kim).submit(answers)).errors).toBeUndefined();
  await world.settled();
  expect(await verdictOf(id)).toMatchObject({ definition: 1, failed: 'c1', unmet: ['c1', 'c2'] });
  expect(wordsIn(await cardOf(world, id))).toMatch(/outside our ICP.*\nFailed: 50 employees or more \(definition v1\)$/i);
  expect(wordsIn(await cardOf(world, id))).not.toContain('Definition v1');
  expect((await threadOf(world, id)).at(-1)).toMatch(/They asked:\nDo you sell single looms\?$/);
  const { body } = await world.get(`/v1/leads/${id}`);
  expect((body['history'] as object[]).at(-1)).toMatchObject({
    type: 'judged',
    definition: 1,
    failed: 'c1',
    unmet: ['c1', 'c2'],
    question: 'Do you sell single looms?',
  });
});

test('Qualified asks for the question only, and a verdict that is changed is given under the version of that day', async () => {
  world = await startWorld();
  await agree(v1);
  const id = await arrives(world, small);
  expect(inputsIn(await opens(world, kim, await cardOf(world, id), 'Qualified'))).toEqual(['Reason', 'Note', 'Question they asked']);
  await world.sandbox.as(kim).submit({ Reason: 'Clear need' });
  await world.settled();
  expect(await verdictOf(id)).toMatchObject({ definition: 1, failed: null, unmet: ['c1', 'c2'] });
  await agree(v2);
  const form = await opens(world, sam, await cardOf(world, id), 'Change verdict');
  expect(inputsIn(form)).toEqual(['Verdict', 'Reason', 'Note', 'Not before']);
  await world.sandbox.as(sam).submit({ Verdict: 'Unqualified', Reason: 'Wrong person' });
  await world.settled();
  expect(await verdictOf(id)).toMatchObject({ definition: 2, failed: null, unmet: ['c1', 'c6'] });
});

describe('a new version comes into force', () => {
  test.each([
    ['a criterion that stayed', '50 employees or more', { definition: 2, failed: 'c1' }],
    ['one that is gone: the version that the form showed', 'asked for a demo', { definition: 1, failed: 'c3' }],
    ['none', '', { definition: 2, failed: null }],
  ])('while a form is open: %s', async (_name, chosen, kept) => {
    world = await startWorld();
    await agree(v1);
    const id = await arrives(world, small);
    await opens(world, kim, await cardOf(world, id), 'Unqualified');
    await agree(v2);
    const answers = { Reason: 'Outside our ICP', ...(chosen ? { 'Failed criterion': chosen } : {}) };
    expect((await world.sandbox.as(kim).submit(answers)).errors).toBeUndefined();
    await world.settled();
    expect(await verdictOf(id)).toMatchObject(kept);
    expect(wordsIn(await cardOf(world, id)).includes('Failed: ')).toBe(kept.failed !== null);
  });

  test('cards show it with their next edit; a criterion that nobody knows loses no verdict', async () => {
    world = await startWorld();
    await agree(v1);
    const id = await arrives(world, small);
    await agree(v2);
    await world.settled();
    expect(wordsIn(await cardOf(world, id))).toContain('Definition v1');
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.settled();
    expect(wordsIn(await cardOf(world, id))).toContain('Definition v2');
    await opens(world, kim, await cardOf(world, id), 'Unqualified');
    await world.sandbox.as(kim).submit({ Reason: 'No need', 'Failed criterion': '50 employees or more' }, { force: true });
    await world.settled();
    expect(await stateOfLead(world, id)).toBe('unqualified');
  });
});

test('on Monday the report counts what each criterion explains, and the details name who broke a must', async () => {
  world = await startWorld({ at: '2026-11-18T15:00:00Z' });
  await judge(await another(1), 'Unqualified', { Reason: 'Outside our ICP' });
  await agree(v1);
  for (const nth of [2, 3]) {
    await judge(await another(nth), 'Unqualified', { Reason: 'Outside our ICP', 'Failed criterion': '50 employees or more' });
  }
  await judge(await another(4), 'Unqualified', { Reason: 'No need' });
  const broke = await another(5, { name: '<!channel> Eve' });
  await judge(broke, 'Qualified', { Reason: 'Clear need' });
  await judge(await another(6, { employees: 80 }), 'Qualified', { Reason: 'Clear need' });
  const card = await cardOf(world, broke);
  await world.until('2026-11-23T14:01:00Z');
  await world.settled();
  const digest = world.sandbox.messages(leadsChannel).find(({ metadata }) => metadata?.event_type === 'leadloop_digest');
  expect(allOf(digest)).toContain(
    '*The definition, v1*\n  • *50 employees or more* explains 2 of 3 rejections; 1 qualified lead did not meet it',
  );
  const [details] = world.sandbox.thread(leadsChannel, digest?.ts ?? '').filter(({ ts }) => ts !== digest?.ts);
  expect(allOf(details)).toContain('*Qualified, although a must was not met*\n  • *<!channel> Eve · Engine Ltd*: 50 employees or more · ');
  expect(linksIn(details)).toContainEqual(expect.stringContaining(card.ts.replace('.', '')));
  expect(world.sandbox.mentions()).not.toContain('channel');

  const period = { from: '2026-11-16', to: '2026-11-23' };
  const report = await makeReport(world.store(), await world.workspaceId(), { period, timezone: 'UTC', asOf: world.clock.now() });
  const { definition } = reportJson(report);
  expect(definition).toMatchObject({ version: 1, qualified: 2, unqualified: 3, unnamed: 1, earlier: 1 });
  expect(definition?.clauses[0]).toMatchObject({ id: 'c1', failed: 2, share: 0.6667, unmetQualified: 1 });
  const before = { period, timezone: 'UTC', asOf: Date.parse('2026-11-18T15:00:00Z') - 1 };
  expect(reportJson(await makeReport(world.store(), await world.workspaceId(), before))).not.toHaveProperty('definition');
});

test('who is forgotten is named nowhere, and what they asked is gone', async () => {
  world = await startWorld({ at: '2026-11-18T15:00:00Z' });
  await agree(v1);
  const id = await arrives(world, { ...small, name: 'Canary Bird' });
  await judge(id, 'Qualified', { Reason: 'Clear need', 'Question they asked': 'A canary question?' });
  expect(JSON.stringify(await threadOf(world, id))).toContain('canary question');
  let ids = 0;
  const desk = { store: world.store(), now: world.clock.now, newId: () => `erasing-${(ids += 1)}` };
  await eraseLead(desk, await world.workspaceId(), id, 'system');
  await world.until('2026-11-23T14:01:00Z');
  await world.settled();
  const everything = JSON.stringify([leadsChannel, marketingChannelId].flatMap((channel) => world.sandbox.messages(channel)));
  expect(everything + JSON.stringify(await threadOf(world, id)) + JSON.stringify(await world.get(`/v1/leads/${id}`))).not.toMatch(
    /canary/i,
  );
  expect((await world.lead(id)).texts.size).toBe(0);
  // The count stays.
  const digest = world.sandbox.messages(leadsChannel).find(({ metadata }) => metadata?.event_type === 'leadloop_digest');
  expect(allOf(digest)).toContain('1 qualified lead did not meet it');
});

test('criteria in hostile words ping nobody, link nowhere and can still be chosen', async () => {
  world = await startWorld();
  const words = '<!channel> <@U0SAM> *bold* <https://evil.test|acme.com> :tada: `x` & <b>';
  const criteria = criteriaOf([`must fit: ${words} [employees >= 50]`, 'must data: \u3164\u202e', 'nice intent: plain']);
  await agreed(world.store(), criteria, world.clock.now());
  const id = await arrives(world, small);
  const card = await cardOf(world, id);
  expect(wordsIn(card)).toContain('1 not met: <!channel> <@U0SAM> *bold*');
  await opens(world, kim, card, 'Unqualified');
  const asked = '<!here> <@U0SAM> https://evil.test';
  const answers = { Reason: 'Outside our ICP', 'Failed criterion': words, 'Question they asked': asked };
  expect((await world.sandbox.as(kim).submit(answers)).errors).toBeUndefined();
  await world.settled();
  expect(await verdictOf(id)).toMatchObject({ failed: 'c1' });
  const shown = [await cardOf(world, id), ...world.sandbox.thread(card.channel, card.ts)];
  expect(shown.map(wordsIn).join('\n')).toContain(`Failed: ${words}`);
  expect(world.sandbox.mentions().filter((who) => who !== kim)).toEqual([]);
  expect(linksIn(shown).filter((url) => url.includes('evil'))).toEqual([]);
});
