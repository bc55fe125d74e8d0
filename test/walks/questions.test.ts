// What prospects ask, from the rep who passes it on to marketing and back: asked twice, put together, answered once, heard by all who asked.
import { uuidv7 } from 'uuidv7';
import { afterEach, describe, expect, test } from 'vitest';
import { eraseLead } from '../../src/flows/leads.ts';
import type { Target } from '../../src/sandbox/person.ts';
import type { Message } from '../../src/sandbox/sandbox.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { v1 } from '../domain/definitions.ts';
import { agreed } from '../world/definition.ts';
import { inputsIn, labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, toldAfter } from '../world/scene.ts';
import { type World, apply, kim, marketingChannelId, max, mia, people, sam, startWorld, usualSettings } from '../world/world.ts';

let world: World;
afterEach(() => world.stop());

const link = 'https://engine.test/looms';
const loomQuestion = 'Can it run our looms?';
const minuteMs = 60_000;

async function begin(options: Parameters<typeof startWorld>[0] = {}): Promise<void> {
  world = await startWorld(options);
  await agreed(world.store(), v1.content.criteria, world.clock.now());
}

let count = 0;
/** A lead of this company that somebody judges, passing a question on. Returns its id. */
async function asks(who: string, question: string, more: Record<string, unknown> = {}): Promise<string> {
  count += 1;
  const lead = {
    ...ada,
    externalId: `asks-${count}`,
    email: `asks${count}@engine.test`,
    name: `Lead ${count}`,
    company: `Mill ${count}`,
    ...more,
  };
  const id = await arrives(world, lead);
  const answers = { Reason: 'Clear need', 'Question they asked': question };
  expect((await does(world, who, await cardOf(world, id), 'Qualified', answers)).errors).toBeUndefined();
  await world.settled();
  return id;
}

/** What `/lead questions` answered, to press on. */
async function listed(who: string) {
  const before = world.sandbox.ephemerals(who).length;
  await world.sandbox.as(who).command('/lead questions');
  // Where the machine is busy it comes behind a word that it follows.
  const isAnswer = (shown: { text?: string }): boolean => !shown.text?.startsWith('That takes a moment');
  return await world.sandbox.waitFor(() => world.sandbox.ephemerals(who).slice(before).find(isAnswer) ?? null);
}

/** @param nth which of its buttons, from 0 */
async function answer(who: string, on: Target, answers: Record<string, string>, nth = 0): Promise<void> {
  expect((await world.sandbox.as(who).click(on, { label: 'Answered by', nth })).ok).toBe(true);
  await world.sandbox.waitFor(() => world.sandbox.view(who) ?? null);
  expect((await world.sandbox.as(who).submit(answers)).errors).toBeUndefined();
  await world.settled();
}

const heard = (who: string): string[] => world.sandbox.directMessages(who).map(wordsIn);
const weeks = (): Message[] => world.sandbox.messages(marketingChannelId).filter((one) => wordsIn(one).startsWith('What prospects asked'));
const erase = (id: string, workspaceId: string) =>
  eraseLead({ store: world.store(), now: world.clock.now, newId: uuidv7 }, workspaceId, id, 'system');

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('two reps ask alike, marketing answers once, both hear of it; who asks later hears of it too', async () => {
    await begin({ mode });
    await asks(kim, loomQuestion, { company: 'Engine Ltd' });
    await asks(sam, 'Does it run with looms?', { source: 'webinar', company: 'Mill Inc' });
    await asks(kim, 'Is there an SSO login?');
    const words = wordsIn(await listed(mia)).split('\n');
    expect(words).toEqual([
      'What prospects ask, last 90 days',
      '“Does it run with looms?”',
      '2 × · google-ads 1, webinar 1 · qualified 2 · last 23 Nov 2026',
      '“Is there an SSO login?”',
      '1 × · google-ads 1 · qualified 1 · last 23 Nov 2026',
      'Put together by their words, not by what they mean.',
    ]);
    await answer(mia, await listed(mia), { Link: ` ${link} `, Note: 'Since version 3.' });

    const told = '<@U0MIA> answered: https://engine.test/looms\nSince version 3.\n1 other asked the same.';
    expect(heard(kim)).toEqual([`You passed on a question of Engine Ltd: “${loomQuestion}”\n${told}`]);
    expect(heard(sam)).toEqual([`You passed on a question of Mill Inc: “Does it run with looms?”\n${told}`]);
    expect(linksIn(world.sandbox.directMessages(kim)[0]?.blocks)).toEqual([link]);
    expect(heard(mia)).toEqual([]);
    const after = wordsIn(await listed(max));
    expect(after).toContain(
      'Answered lately\n“Does it run with looms?”\n2 × · <@U0MIA> answered 23 Nov 2026\nhttps://engine.test/looms · Since version 3.',
    );
    expect(after.indexOf('SSO')).toBeLessThan(after.indexOf('looms'));

    // Max has not heard of it, Kim has.
    await asks(max, 'can it run looms', { company: 'Third Mill' });
    await asks(kim, 'Can it run our looms at night?');
    expect(heard(max)).toEqual([
      'You passed on a question of Third Mill: “can it run looms”\n<@U0MIA> answered: https://engine.test/looms\nSince version 3.\n2 others asked the same.',
    ]);
    expect(heard(kim)).toHaveLength(1);
    expect(wordsIn(await listed(sam))).toContain('<@U0MIA> answered 23 Nov 2026 · asked 2 × since');

    // A better answer is a new one: everybody hears of it, and it is the one that is shown.
    await answer(max, await listed(max), { Note: 'Also with steam.' }, 1);
    expect(heard(kim).at(-1)).toContain('<@U0MAX> answered:\nAlso with steam.');
    expect([heard(kim), heard(sam), heard(max)].map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(wordsIn(await listed(mia))).toContain('<@U0MAX> answered 23 Nov 2026\nAlso with steam.');
  });
});

describe('answering', () => {
  test('is for marketing and managers; everybody in a role may read', async () => {
    await begin();
    await asks(kim, loomQuestion);
    const forSales = await listed(sam);
    expect(wordsIn(forSales)).toContain(loomQuestion);
    expect(labelsIn(forSales)).toEqual([]);
    const list = await listed(mia);
    expect(labelsIn(list)).toEqual(['Answered by']);
    await apply(world.store(), { ...usualSettings, people: { ...people, sales: [kim, mia], marketing: [sam] } }, world.clock.now());
    expect(await toldAfter(world, mia, () => world.sandbox.as(mia).click(list, { label: 'Answered by' }))).toContain(
      'is for marketing and managers',
    );
    expect(world.sandbox.view(mia)).toBeUndefined();
  });

  test('needs a link or a note, and says under its field what is wrong with it', async () => {
    await begin();
    await asks(kim, loomQuestion);
    const form = await opens(world, mia, await listed(mia), 'Answered by');
    expect(inputsIn(form)).toEqual(['Link', 'Note']);
    expect(wordsIn(form)).toContain('“Can it run our looms?” · 1 ×');
    const submit = async (answers: Record<string, string>) => (await world.sandbox.as(mia).submit(answers)).errors;
    expect(await submit({})).toEqual({ Link: 'Give a link or a note: one of the two is needed.' });
    expect(await submit({ Link: 'javascript:alert(1)' })).toEqual({ Link: expect.stringContaining('no web address') as unknown });
    expect(await submit({ Link: link })).toBeUndefined();
    await world.settled();
    expect(heard(kim)).toHaveLength(1);
  });

  test('the same form again, after its answer was lost: written and told once', async () => {
    await begin();
    await asks(kim, loomQuestion);
    await opens(world, mia, await listed(mia), 'Answered by');
    const first = await world.sandbox.as(mia).submit({ Note: 'Yes.' });
    await world.sandbox.redeliver(first);
    await world.settled();
    await world.restart();
    await world.settled();
    expect(heard(kim)).toHaveLength(1);
    expect(await world.store().ledger.read(await world.workspaceId(), 'answer', '')).toHaveLength(1);
    expect(world.sandbox.calls('chat.update').filter(({ args }) => String(args['channel']).startsWith('D'))).toEqual([]);
  });

  test('who asks again hears of the answer also when the bot is stopped in between', async () => {
    await begin();
    await asks(kim, loomQuestion);
    await answer(mia, await listed(mia), { Note: 'Yes.' });
    const id = await arrives(world, { ...ada, externalId: 'again', email: 'again@mill.test', company: 'Mill Inc' });
    const answers = { Reason: 'Clear need', 'Question they asked': 'Does it run with looms?' };
    await does(world, sam, await cardOf(world, id), 'Qualified', answers);
    expect(heard(sam)).toEqual([]);
    await world.restart(() => world.clock.jump(minuteMs));
    await world.settled();
    expect(heard(sam)).toEqual([expect.stringContaining('question of Mill Inc: “Does it run with looms?”')]);
    expect(heard(max)).toEqual([]);
  });

  test('… also when the bot was killed in the middle of looking for one', async () => {
    await begin();
    await asks(kim, loomQuestion);
    await answer(mia, await listed(mia), { Note: 'Yes.' });
    const id = await arrives(world, { ...ada, externalId: 'again', email: 'again@mill.test', company: 'Mill Inc' });
    const answers = { Reason: 'Clear need', 'Question they asked': 'Does it run with looms?' };
    await does(world, sam, await cardOf(world, id), 'Qualified', answers);
    await world.advance(5_000);
    await world.restart(async () => {
      world.clock.jump(minuteMs);
      // Taken, and nothing more: that is what a death in the middle leaves.
      const dying = openStore(world.databasePath, { create: false, now: world.clock.now });
      const taken = await dying.outbox.take((await dying.workspace()).id, marketingChannelId, 'post', world.clock.now());
      expect(taken?.kind).toBe('asked');
      dying.close();
    });
    await world.settled();
    expect(heard(sam)).toEqual([expect.stringContaining('question of Mill Inc: “Does it run with looms?”')]);
    expect(heard(max)).toEqual([]);
  });

  test('words of prospects and of people ping, link and format nothing', async () => {
    await begin();
    await asks(kim, '<!channel> *Can* it <https://evil.test|run> our looms? mail me: bob@mill.test', { company: '<@U0SAM> & Co' });
    await answer(mia, await listed(mia), { Note: '<!here> see _https://evil.test_' });
    const [told] = world.sandbox.directMessages(kim);
    expect(linksIn(told?.blocks)).toEqual([]);
    expect(told?.text).not.toMatch(/<!|<https|U0SAM|bob@/);
    const list = await listed(mia);
    expect(JSON.stringify([list.blocks, told?.blocks])).not.toMatch(/"type":"(broadcast|usergroup|link)"/);
    expect(wordsIn(list)).toContain('mail me: (e-mail address)');
  });
});

test('who leaves marketing while the form is open answers nothing any more', async () => {
  const channels = { ...usualSettings.channels, marketing: 'C0OURS' };
  await begin({ settings: { ...usualSettings, channels, people: { ...people, marketing: [] } } });
  const inside = [mia, 'U0EVE'];
  world.sandbox.addUser({ id: 'U0EVE', name: 'eve' });
  world.sandbox.addChannel({ id: 'C0OURS', name: 'ours', members: inside });
  await asks(kim, loomQuestion);
  expect((await world.sandbox.as('U0EVE').click(await listed('U0EVE'), { label: 'Answered by' })).ok).toBe(true);
  await world.sandbox.waitFor(() => world.sandbox.view('U0EVE') ?? null);
  inside.pop();
  await world.advance(6 * minuteMs);
  const { errors } = await world.sandbox.as('U0EVE').submit({ Link: link });
  expect(Object.values(errors ?? {})).toEqual([expect.stringContaining('is for marketing and managers')]);
  expect(await world.store().ledger.read(await world.workspaceId(), 'answer')).toEqual([]);
});

describe('erased on request', () => {
  test('a list that takes a moment quotes nobody where it would stay: in a direct message', async () => {
    await begin();
    await asks(kim, loomQuestion);
    world.sandbox.addChannel({ id: 'C0ELSEWHERE', name: 'elsewhere', hasBot: false });
    const store = world.store();
    const { questions } = store;
    const gate = Promise.withResolvers<void>();
    store.questions = async (...asked) => {
      await gate.promise;
      return await questions(...asked);
    };
    await world.sandbox.as(mia).command('/lead questions', 'C0ELSEWHERE');
    gate.resolve();
    await world.sandbox.waitFor(() => heard(mia).length > 0);
    expect(heard(mia)).toEqual([expect.stringMatching(/Type \/lead questions in one of them\.$/)]);
  });

  test('a question goes with its lead, from the list and from what the rep was told', async () => {
    await begin();
    const id = await asks(kim, loomQuestion, { company: 'Engine Ltd' });
    await asks(sam, 'Does it run with looms?', { company: 'Mill Inc' });
    await answer(mia, await listed(mia), { Link: link });
    await erase(id, await world.workspaceId());
    await world.settled();
    expect(heard(kim)).toEqual([`You passed on a question of somebody who was erased on request.\n<@U0MIA> answered: ${link}`]);
    expect(JSON.stringify(world.sandbox.directMessages(kim))).not.toMatch(/Engine|our looms/);
    expect(heard(sam)).toEqual([expect.stringContaining('Mill Inc: “Does it run with looms?”')]);
    expect(wordsIn(await listed(mia))).toContain('“Does it run with looms?”\n1 × · <@U0MIA> answered 23 Nov 2026');
    expect(wordsIn(await listed(mia))).not.toContain('our looms');
  });

  test('also where the line to the rep is on its way just then', async () => {
    await begin();
    const id = await asks(kim, loomQuestion, { company: 'Engine Ltd' });
    const list = await listed(mia);
    const w = await world.workspaceId();
    const store = world.store();
    const { questions } = store;
    let isErased = false;
    store.questions = async (...asked) => {
      // What the line will show has just been read.
      if (!isErased && (await store.outbox.counts(w)).byState.sending > 0) {
        isErased = true;
        await erase(id, w);
      }
      return await questions(...asked);
    };
    await answer(mia, list, { Link: link });
    await world.settled();
    expect(isErased).toBe(true);
    expect(world.sandbox.calls('chat.postMessage').some(({ args }) => JSON.stringify(args).includes('our looms'))).toBe(true);
    expect(heard(kim)).toEqual([`You passed on a question of somebody who was erased on request.\n<@U0MIA> answered: ${link}`]);
  });

  test('also where a backup was put back that knows nothing of the answer', async () => {
    await begin();
    const id = await asks(kim, loomQuestion, { company: 'Engine Ltd' });
    await answer(mia, await listed(mia), { Link: link });
    const { ledger } = world.store();
    const { read } = ledger;
    ledger.read = async (w, topic, subject) => (topic === 'answer' ? [] : await read(w, topic, subject));
    await erase(id, await world.workspaceId());
    await world.settled();
    expect(heard(kim)).toEqual([expect.stringContaining('Erased on request')]);
  });

  test('what was erased before anybody was told is told to nobody, and cannot be answered', async () => {
    await begin();
    const id = await asks(kim, loomQuestion);
    const list = await listed(mia);
    await erase(id, await world.workspaceId());
    expect(await toldAfter(world, mia, () => world.sandbox.as(mia).click(list, { label: 'Answered by' }))).toContain('not there any more');
    await world.settled();
    expect(heard(kim)).toEqual([]);
    expect(wordsIn(await listed(mia))).toContain('Nobody has passed on a question');
  });
});

describe('every week', () => {
  const wednesday = '2026-11-18T15:00:00Z';
  const monday = '2026-11-23T14:00:30Z';

  test('marketing hears once what was asked, with the digest; it is told anew when it is answered or somebody is erased', async () => {
    await begin({ at: wednesday });
    const id = await asks(kim, loomQuestion);
    await asks(sam, 'Does it run with looms?', { source: 'webinar' });
    await asks(kim, 'Is there an SSO login?');
    await world.until(monday);
    await world.restart();
    await world.until('2026-11-23T16:00:00Z');
    const [week, ...more] = weeks();
    expect(more).toEqual([]);
    expect(wordsIn(week)).toBe(
      [
        'What prospects asked, 16–22 November',
        '“Does it run with looms?”',
        '2 × in that week, 2 in all · google-ads 1, webinar 1 · qualified 2 · last 18 Nov 2026',
        '“Is there an SSO login?”',
        '1 × in that week, 1 in all · google-ads 1 · qualified 1 · last 18 Nov 2026',
      ].join('\n'),
    );
    expect(week?.text).toBe('What prospects asked, 16–22 November: 2 questions, 2 without an answer');
    // Asked on Monday: in none of that week's counts, also when it is told anew.
    await asks(kim, 'can it run looms');
    if (!week) throw new Error('No week');
    await answer(mia, week, { Link: link });
    expect(wordsIn(weeks()[0])).toContain(`2 × · <@U0MIA> answered 23 Nov 2026\n${link}\n“Is there an SSO login?”`);
    expect(labelsIn(weeks()[0])).toEqual(['Answered by']);
    await erase(id, await world.workspaceId());
    const other = (await world.store().questions(await world.workspaceId())).find(({ words }) => words.startsWith('Does'));
    await erase(other?.leadId ?? '', await world.workspaceId());
    await world.settled();
    expect(weeks()).toHaveLength(1);
    expect(wordsIn(weeks()[0])).not.toContain('looms?');
    expect(wordsIn(weeks()[0])).toContain('SSO');
    await world.until('2026-12-01T15:00:00Z');
    expect(weeks().map((one) => wordsIn(one).split('\n')[0])).toEqual([
      'What prospects asked, 16–22 November',
      'What prospects asked, 23–29 November',
    ]);
  });

  test('nothing is posted where nobody asked, nor more than three days late', async () => {
    await begin({ at: wednesday });
    await asks(kim, loomQuestion);
    await world.restart(() => world.clock.jump(Date.parse('2026-11-26T15:00:00Z') - world.clock.now()));
    await world.settled();
    expect(weeks()).toEqual([]);
    await world.until('2026-12-01T15:00:00Z');
    expect(weeks()).toEqual([]);
  });

  test('its answer is lost: looked for, and not posted a second time', async () => {
    await begin({ at: wednesday });
    await asks(kim, loomQuestion);
    world.sandbox.fault({ method: 'chat.postMessage', channel: marketingChannelId, kind: 'dropAfter' });
    await world.until(monday);
    await world.restart();
    await world.until('2026-11-23T16:00:00Z');
    expect(weeks()).toHaveLength(1);
  });
});

test('App Home of marketing and managers has what nobody has answered, and is shown anew once it is', async () => {
  await begin();
  await asks(kim, loomQuestion);
  const home = async (who: string) => {
    await world.sandbox.as(who).openHome();
    return await world.sandbox.waitFor(() => world.sandbox.home(who) ?? null);
  };
  expect(wordsIn(await home(mia))).toContain('What prospects ask\n“Can it run our looms?”');
  expect(wordsIn(await home(kim))).not.toContain('What prospects ask');
  const shown = world.sandbox.home(mia);
  if (!shown) throw new Error('No App Home');
  await opens(world, mia, shown, 'Answered by');
  await world.sandbox.as(mia).submit({ Note: 'Yes.' });
  await world.sandbox.waitFor(() => !wordsIn(world.sandbox.home(mia)).includes('What prospects ask'));
  await world.settled();
  expect(heard(kim)).toHaveLength(1);
});
