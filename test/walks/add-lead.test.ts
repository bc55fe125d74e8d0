// A lead typed in Slack, by shortcut or by command: checked under its fields, stored once, told when it was known.
import { afterEach, describe, expect, test } from 'vitest';
import { inputsIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, stateOfLead, threadOf } from '../world/scene.ts';
import { kim, leadsChannel, mia, type World, startWorld } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

async function form(who = kim) {
  await world.sandbox.as(who).command('/lead add');
  return await world.sandbox.waitFor(() => world.sandbox.view(who));
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('the shortcut and the command open the same form', async () => {
    world = await startWorld({ mode });
    const byCommand = await form();
    await world.sandbox.as(mia).shortcut('add_lead');
    const byShortcut = await world.sandbox.waitFor(() => world.sandbox.view(mia));
    expect(inputsIn(byCommand)).toEqual(['Name', 'Email', 'Phone', 'Company', 'Title', 'Source', 'Campaign', 'Message']);
    expect(inputsIn(byShortcut)).toEqual(inputsIn(byCommand));
  });

  test('a whole lead becomes a card that says who typed it in', async () => {
    world = await startWorld({ mode });
    await form();
    const submitted = await world.sandbox.as(kim).submit({
      Name: 'Bob Miller',
      Email: 'bob@mill.test',
      Phone: '+1 212 555 0100',
      Company: 'Mill Inc',
      Title: 'Owner',
      Source: 'trade-fair',
      Message: 'Met at the booth.\nWants prices.',
    });
    expect(submitted.errors).toBeUndefined();
    expect(world.sandbox.view(kim)).toBeUndefined();
    await world.settled();
    const [card] = world.sandbox.messages(leadsChannel);
    const words = wordsIn(card);
    for (const part of [
      'Bob Miller · Mill Inc',
      'Owner',
      'bob@mill.test',
      '+1 212 555 0100',
      'from trade-fair',
      'Met at the booth.\nWants prices.',
    ]) {
      expect(words).toContain(part);
    }
    expect(await does(world, kim, card!, 'Claim')).toMatchObject({ ok: true });
    const id = await onlyLead();
    expect((await world.lead(id)).events[0]).toMatchObject({ type: 'received', by: kim });
    expect(await stateOfLead(world, id)).toBe('claimed');
  });
});

async function onlyLead(): Promise<string> {
  const ids: string[] = [];
  for await (const record of world.store().leads(await world.workspaceId())) ids.push(record.lead.id);
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
}

describe('what is wrong stands under its field, and the form stays as it is filled in', () => {
  test('nobody to recognise', async () => {
    world = await startWorld();
    await form();
    const submitted = await world.sandbox.as(kim).submit({ Name: 'Bob' });
    expect(submitted.errors).toEqual({ Email: 'Enter an e-mail address or a phone number, so that sales can answer.' });
    const again = await world.sandbox.as(kim).submit({ Phone: '+1 212 555 0100' });
    expect(again.errors).toBeUndefined();
    await world.settled();
    expect(wordsIn(world.sandbox.messages(leadsChannel)[0])).toContain('Bob');
  });

  test('a malformed address and number, when nothing else identifies the lead', async () => {
    world = await startWorld();
    await form();
    const submitted = await world.sandbox.as(kim).submit({ Email: 'bob at mill', Phone: 'twelve' });
    expect(submitted.errors).toEqual({
      Email: 'This is not an e-mail address, and nothing else identifies the lead.',
      Phone: 'This is not a phone number, and nothing else identifies the lead.',
    });
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toEqual([]);
  });

  test('a malformed number beside a good address is kept as written and marked', async () => {
    world = await startWorld();
    await form();
    expect((await world.sandbox.as(kim).submit({ Email: 'bob@mill.test', Phone: 'ask Ada' })).errors).toBeUndefined();
    await world.settled();
    expect(wordsIn(world.sandbox.messages(leadsChannel)[0])).toContain('ask Ada (not valid)');
  });
});

describe('somebody who is known', () => {
  test('with an open lead: the words join its thread, and the person is told so', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    await form(mia);
    const submitted = await world.sandbox.as(mia).submit({ Name: 'Ada', Email: 'ADA@engine.test', Message: 'Called us' });
    expect(submitted).toMatchObject({ ok: true });
    expect(wordsIn(world.sandbox.view(mia))).toBe('This person already has an open lead, so your words were added to its thread.');
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
    expect((await threadOf(world, id)).at(-1)).toBe(`<@${kim}> New enquiry from the same person\nCalled us`);
  });

  test('F36: the same form again, byte for byte or by a second press after a lost answer: stored once, and said', async () => {
    world = await startWorld();
    await form();
    const first = await world.sandbox.as(kim).submit({ Name: 'Bob', Email: 'bob@mill.test', Message: 'Hello' });
    const replayed = await world.sandbox.redeliver(first);
    expect(JSON.stringify(replayed.response)).toContain('stored already');
    await Promise.all(Array.from({ length: 5 }, () => world.sandbox.redeliver(first)));
    await world.settled();
    const [card, ...more] = world.sandbox.messages(leadsChannel);
    expect(more).toEqual([]);
    expect(world.sandbox.thread(leadsChannel, card?.ts ?? '')).toEqual([]);
  });

  test('the answer was lost, and the words were changed before the second press: told that the first ones are stored', async () => {
    world = await startWorld({ mode: 'http' });
    await form();
    const first = await world.sandbox.as(kim).submit({ Name: 'Bob', Email: 'bob@mill.test', Message: 'Hello' });
    const changed = JSON.stringify(first.body).replace('Hello', 'Hello again');
    const answer = await world.sandbox.signedRequest({ body: `payload=${encodeURIComponent(changed)}` });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('This form was stored already, as it was when you sent it first.');
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
    expect(wordsIn(world.sandbox.messages(leadsChannel)[0])).toContain('Hello');
  });
});

test('an unqualified person who is typed in again opens the next handoff', async () => {
  world = await startWorld();
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No budget' });
  await form();
  expect((await world.sandbox.as(kim).submit({ Email: ada.email, Message: 'Has the money now' })).errors).toBeUndefined();
  await world.settled();
  expect(wordsIn(await cardOf(world, id))).toContain('Asked again, second handoff');
});
