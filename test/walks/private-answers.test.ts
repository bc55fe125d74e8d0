// What a person alone is told when a click cannot do what it says: always something, where they look, with what to do next.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { arrives, cardOf, does, opens, refused, stateOfLead, storyOf, toldAfter, valueOn } from '../world/scene.ts';
import { kim, leadsChannel, marketingChannelId, mia, sam, type World, startWorld } from '../world/world.ts';

const tooLate = 'That took too long, so the form did not open and nothing was changed. Please press once more.';
let world: World;
afterEach(async () => {
  await world.stop();
});

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('F30: the trigger of a click has expired: one private answer, nothing stored, and the next click opens', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const card = await cardOf(world, id);
    world.sandbox.expireTriggers();
    expect(await refused(world, kim, card, 'Qualified')).toBe(tooLate);
    expect(world.sandbox.view(kim)).toBeUndefined();
    await opens(world, kim, card, 'Qualified');
    expect(await storyOf(world, id)).toEqual(['received', 'posted']);
  });

  test('F30: in App Home, where no private message fits, the answer comes as a direct message', async () => {
    world = await startWorld({ mode });
    await arrives(world);
    await world.sandbox.as(kim).openHome();
    await world.sandbox.waitFor(() => world.sandbox.home(kim));
    world.sandbox.expireTriggers();
    await world.sandbox.as(kim).clickHome('Qualified');
    const [told] = await world.sandbox.waitFor(() =>
      world.sandbox.directMessages(kim).length > 0 ? world.sandbox.directMessages(kim) : null,
    );
    expect(wordsIn(told)).toBe(tooLate);
    expect(told?.metadata?.event_type).toBe('leadloop_note');
    await world.sandbox.as(kim).clickHome('Qualified');
    await world.sandbox.waitFor(() => world.sandbox.view(kim));
  });

  test('F30: Add a lead, by command and by shortcut', async () => {
    world = await startWorld({ mode });
    world.sandbox.expireTriggers();
    await world.sandbox.as(kim).command('/lead add');
    expect(wordsIn(world.sandbox.ephemerals(kim)[0])).toBe('That took too long, so the form did not open. Please try once more.');
    world.sandbox.expireTriggers();
    await world.sandbox.as(kim).shortcut('add_lead');
    await world.sandbox.waitFor(() => world.sandbox.directMessages(kim).length === 1);
    await world.sandbox.as(kim).shortcut('add_lead');
    await world.sandbox.waitFor(() => world.sandbox.view(kim));
  });
});

describe('F31: a form that somebody else’s move made impossible', () => {
  const stale = [
    ['Qualified', { Reason: 'Clear need' }, 'Reason'],
    ['Unqualified', { Reason: 'No need' }, 'Reason'],
    ['Return to marketing', { Reason: 'No need' }, 'Reason'],
    ['Add a note', { Note: 'Calls back' }, 'Note'],
  ] as const;
  test.each(stale)('%s says under its first field who did what, and stores nothing', async (label, answers, field) => {
    world = await startWorld();
    const id = await arrives(world);
    const card = await cardOf(world, id);
    await opens(world, kim, card, label);
    await does(world, sam, card, 'Unqualified', { Reason: 'Wrong person' });
    const before = await storyOf(world, id);
    const submitted = await world.sandbox.as(kim).submit(answers);
    expect(submitted.errors).toEqual({
      [field]: 'This lead is already unqualified, by @sam. Use Change verdict on its card to correct it.',
    });
    expect(await storyOf(world, id)).toEqual(before);
  });

  test('Send back to sales, taken back meanwhile; Change verdict, sent back meanwhile', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    const [marketingCard] = world.sandbox.messages(marketingChannelId);
    if (!marketingCard) throw new Error('no marketing card');
    await opens(world, mia, marketingCard, 'Send back to sales');
    await opens(world, kim, await cardOf(world, id), 'Change verdict');
    await does(world, sam, await cardOf(world, id), 'Change verdict', { Verdict: 'Qualified', Reason: 'Clear need' });
    const back = await world.sandbox.as(mia).submit({ 'What changed': 'New budget' });
    expect(back.errors).toEqual({
      'What changed': 'This lead is already qualified, by @sam. Use Change verdict on its card to correct it.',
    });
    // Still legal: a verdict may be changed by anyone of sales.
    const changed = await world.sandbox.as(kim).submit({ Verdict: 'Unqualified', Reason: 'No need' });
    expect(changed.errors).toBeUndefined();
  });

  test('a lead that somebody claimed meanwhile may still be judged: only what is not legal is stale', async () => {
    world = await startWorld();
    const id = await arrives(world);
    const card = await cardOf(world, id);
    await opens(world, sam, card, 'Unqualified');
    await does(world, kim, card, 'Claim');
    expect((await world.sandbox.as(sam).submit({ Reason: 'No need' })).errors).toBeUndefined();
    expect((await world.lead(id)).lead.handoffs[0]).toMatchObject({ state: 'unqualified', owner: sam });
  });

  test('a form from an earlier handoff names the newer card', async () => {
    world = await startWorld();
    const id = await arrives(world);
    const card = await cardOf(world, id);
    await opens(world, sam, card, 'Add a note');
    await does(world, kim, card, 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    const [marketingCard] = world.sandbox.messages(marketingChannelId);
    await does(world, mia, marketingCard!, 'Send back to sales', { 'What changed': 'New budget' });
    await world.settled();
    const submitted = await world.sandbox.as(sam).submit({ Note: 'Late' });
    expect(submitted.errors?.['Note']).toMatch(/^This card is from an earlier handoff .* http\S+\/archives\/C0LEADS\/p\d+$/);
  });
});

describe('an answer reaches the person', () => {
  test('beside the card, not hidden in its thread', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.settled();
    const card = await cardOf(world, id);
    await world.sandbox.as(sam).clickRaw({ action_id: 'claim', value: valueOn(card), channel: leadsChannel, ts: card.ts });
    const told = await world.sandbox.waitFor(() => world.sandbox.ephemerals(sam)[0]);
    expect(wordsIn(told)).toBe(`This lead is already with <@${kim}>.`);
    expect(told.thread_ts).toBeUndefined();
  });

  test('also from a list in a channel that the bot is not in', async () => {
    world = await startWorld();
    world.sandbox.addChannel({ id: 'C0PUB', name: 'pub', hasBot: false });
    const id = await arrives(world);
    await world.sandbox.as(sam).command('/lead find ada', 'C0PUB');
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.sandbox.as(sam).clickEphemeral('Claim');
    const view = await world.sandbox.waitFor(() => world.sandbox.view(sam));
    expect(wordsIn(view)).toBe('This lead is already with @kim.');
  });

  test.each([
    ['rateLimit', { kind: 'rateLimit', retryAfter: 30 }],
    ['an error', { kind: 'error', error: 'internal_error' }],
    ['a dropped connection', { kind: 'dropBefore' }],
  ] as const)('also when Slack answers the private message with %s', async (_name, fault) => {
    world = await startWorld();
    const id = await arrives(world);
    world.sandbox.fault({ method: 'chat.postEphemeral', ...fault });
    await world.sandbox.as(mia).click(await cardOf(world, id), { label: 'Claim' });
    const view = await world.sandbox.waitFor(() => world.sandbox.view(mia));
    expect(wordsIn(view)).toMatch(/^“Claim” is for sales and managers/);
  });

  test('and says what was done where nothing else would show it', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await world.sandbox.as(sam).command('/lead find ada', leadsChannel);
    const told = await toldAfter(world, sam, () => world.sandbox.as(sam).clickEphemeral('Claim'));
    expect(told).toBe('Done: you have this lead now. Its card shows it.');
    expect(await stateOfLead(world, id)).toBe('claimed');
  });

  test('from an older card with a link to the newer one', async () => {
    world = await startWorld();
    const id = await arrives(world);
    const card = await cardOf(world, id);
    await does(world, kim, card, 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    const [marketingCard] = world.sandbox.messages(marketingChannelId);
    await does(world, mia, marketingCard!, 'Send back to sales', { 'What changed': 'New budget' });
    await world.settled();
    await world.sandbox.as(kim).clickRaw({ action_id: 'qualified', value: valueOn(card), channel: leadsChannel, ts: card.ts });
    const told = await world.sandbox.waitFor(() => world.sandbox.ephemerals(kim)[0]);
    expect(wordsIn(told)).toBe('This card is from an earlier handoff of the lead. The newer card has the current state.');
    expect(labelsIn(told)).toEqual(['Open the newer card']);
    const newer = await cardOf(world, id);
    expect(linksIn(told)).toEqual([expect.stringContaining(newer.ts.replace('.', ''))]);
    // The link tells the bot of its click too.
    expect(await world.sandbox.as(kim).clickEphemeral('Open the newer card')).toMatchObject({ ok: true });
  });

  test('when another program holds the database for too long, and the next click works', async () => {
    world = await startWorld();
    const id = await arrives(world);
    const card = await cardOf(world, id);
    const holder = new Database(world.databasePath);
    holder.exec('begin immediate');
    const told = await refused(world, kim, card, 'Claim');
    holder.exec('rollback');
    holder.close();
    expect(told).toBe('The database was busy for a moment, so nothing was changed. Please press once more.');
    expect(await does(world, kim, card, 'Claim')).toMatchObject({ ok: true });
    expect(await stateOfLead(world, id)).toBe('claimed');
  });

  test('when Slack does not tell who somebody is: nothing is decided, and the next click works', async () => {
    world = await startWorld();
    const id = await arrives(world);
    world.sandbox.addUser({ id: 'U0NIA', name: 'nia' });
    world.sandbox.fault({ method: 'users.info', kind: 'status', status: 500, isProcessed: false });
    const card = await cardOf(world, id);
    expect(await refused(world, 'U0NIA', card, 'Claim')).toBe(
      'Slack did not tell who you are, so nothing was changed. Please press once more.',
    );
    expect(await refused(world, 'U0NIA', card, 'Claim')).toMatch(/^“Claim” is for sales and managers/);
    expect(await stateOfLead(world, id)).toBe('new');
  });
});

test('F32: nothing is ever sent to a response_url', () => {
  const folder = join(import.meta.dirname, '../../src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('sandbox'),
  );
  expect(files.length).toBeGreaterThan(50);
  const users = files.filter((file) => /\brespond\b|response_?url/i.test(readFileSync(join(folder, file), 'utf8')));
  expect(users).toEqual([]);
});
