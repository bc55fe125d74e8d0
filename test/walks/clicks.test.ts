// Clicks as people and networks make them: twice, late, early, out of order, at the same moment, again.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import type { Delivery } from '../../src/sandbox/sandbox.ts';
import { wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, stateOfLead, storyOf, threadOf, valueOn } from '../world/scene.ts';
import { apply, kim, leadsChannel, marketingChannelId, mia, people, sam, type World, startWorld, usualSettings } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('F22: twenty impatient clicks are one claim, and every other click is answered', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const card = await cardOf(world, id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.sandbox.as(kim).click(card, { label: 'Claim' })));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    await world.sandbox.waitFor(() => world.sandbox.ephemerals(kim).length === 19);
    await world.settled();
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed']);
    expect(await threadOf(world, id)).toEqual([`<@${kim}> claimed this lead.`]);
    expect(new Set(world.sandbox.ephemerals(kim).map(wordsIn))).toEqual(new Set(['You have this lead already.']));
  });

  test('F22: twenty submissions of one form are one verdict, one line, one line for marketing', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    await opens(world, kim, await cardOf(world, id), 'Qualified');
    world.sandbox.as(kim).fillIn({ Reason: 'Clear need' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.sandbox.as(kim).submit()));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    await world.settled();
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'judged']);
    expect(await threadOf(world, id)).toEqual([`<@${kim}> claimed this lead.`, `:large_green_circle: Qualified by <@${kim}>: clear need.`]);
    const [day] = world.sandbox.messages(marketingChannelId);
    expect(world.sandbox.thread(marketingChannelId, day?.ts ?? '')).toHaveLength(1);
  });

  test('F36: a click, forms and a new lead, each replayed to the byte: one effect', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const card = await cardOf(world, id);
    const claim = await does(world, kim, card, 'Claim');
    await world.sandbox.redeliver(claim);
    await world.settled();
    const note = await does(world, kim, card, 'Add a note', { Note: 'Calls back on Friday' });
    await world.sandbox.redeliver(note);
    const judged = await does(world, kim, card, 'Unqualified', { Reason: 'No budget' });
    await world.sandbox.redeliver(judged);
    await world.sandbox.as(kim).command('/lead add');
    const added = await world.sandbox.as(kim).submit({ Name: 'Bob', Email: 'bob@mill.test' });
    await world.sandbox.redeliver(added);
    await world.settled();
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'noted', 'judged']);
    expect(await threadOf(world, id)).toHaveLength(3);
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(2);
  });

  test('F36: a verdict that is replayed after somebody reopened the lead does not come back', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const judged = await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No budget' });
    await does(world, kim, await settledCard(id), 'Change verdict', { Verdict: 'Reopen' });
    await world.sandbox.redeliver(judged);
    expect(await stateOfLead(world, id)).toBe('new');
  });

  test('F36: a click and a form, replayed after a restart, when others have moved on: answered as the first time', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const claim = await does(world, kim, await cardOf(world, id), 'Claim');
    const judged = await does(world, kim, await settledCard(id), 'Unqualified', { Reason: 'No budget' });
    await does(world, sam, await settledCard(id), 'Change verdict', { Verdict: 'Qualified', Reason: 'Clear need' });
    await world.settled();
    const before = await world.lead(id);
    await world.restart();
    for (const first of [claim, judged]) {
      const again = await world.sandbox.redeliver(first);
      expect(again).toMatchObject({ ok: true });
      expect(again.response).toEqual(first.response);
    }
    await world.settled();
    expect(world.sandbox.ephemerals(kim)).toEqual([]);
    expect(await world.lead(id)).toEqual(before);
  });

  test('F33: opposite verdicts at the same moment: one stands, the other person is told whose, and may change it', async () => {
    world = await startWorld({ mode });
    const id = await arrives(world);
    const card = await cardOf(world, id);
    await opens(world, kim, card, 'Qualified');
    await opens(world, sam, card, 'Unqualified');
    const [yes, no] = await Promise.all([
      world.sandbox.as(kim).submit({ Reason: 'Clear need' }),
      world.sandbox.as(sam).submit({ Reason: 'No need' }),
    ]);
    const isYes = yes.errors === undefined;
    expect([yes.errors, no.errors].filter(Boolean)).toHaveLength(1);
    expect((isYes ? no : yes).errors).toEqual({
      Reason: `This lead is already ${isYes ? 'qualified, by @kim' : 'unqualified, by @sam'}. Use Change verdict on its card to correct it.`,
    });
    const second = isYes ? sam : kim;
    await world.sandbox.as(second).close();
    const changed = await does(world, second, await settledCard(id), 'Change verdict', {
      Verdict: isYes ? 'Unqualified' : 'Qualified',
      Reason: isYes ? 'No need' : 'Clear need',
    });
    expect(changed.errors).toBeUndefined();
    const verdicts = (await world.lead(id)).events.filter((event) => event.type === 'judged');
    expect(verdicts.map((event) => event.by)).toEqual(isYes ? [kim, sam] : [sam, kim]);
  });

  test('F23: the opening of App Home, delivered at once, again, after a minute and after five, shows it and changes nothing', async () => {
    world = await startWorld({ mode });
    await arrives(world);
    const opened = await world.sandbox.as(kim).openHome();
    for (const waitMs of [0, 60_000, 240_000]) {
      await world.advance(waitMs);
      expect(await world.sandbox.redeliver(opened, { retryNum: 1 })).toMatchObject({ ok: true });
    }
    await world.sandbox.waitFor(() => world.sandbox.calls('views.publish').length === 4);
    expect(wordsIn(world.sandbox.home(kim))).toContain('Ada Lovelace');
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
  });
});

/** The card once everything is delivered. */
async function settledCard(id: string) {
  await world.settled();
  return await cardOf(world, id);
}

test('F24: the first delivery met a stopped bot; only a retry arrives, and it counts once', async () => {
  world = await startWorld({ mode: 'http' });
  const id = await arrives(world);
  const card = await cardOf(world, id);
  const lost: Delivery[] = [];
  await world.restart(async () => {
    lost.push(await world.sandbox.as(kim).click(card, { label: 'Claim' }), await world.sandbox.as(kim).openHome());
  });
  expect(lost.map((delivery) => delivery.problem)).toEqual(['no_connection', 'no_connection']);
  for (const delivery of lost) {
    expect(await world.sandbox.redeliver(delivery, { retryNum: 2 })).toMatchObject({ ok: true });
    expect(await world.sandbox.redeliver(delivery, { retryNum: 3 })).toMatchObject({ ok: true });
  }
  await world.settled();
  expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed']);
  expect(wordsIn(world.sandbox.home(kim))).toContain('Ada Lovelace');
});

test('F26: the bot answers, and the answer is lost: a replay is answered the same, and so is a second Save in the form that stayed', async () => {
  world = await startWorld({ mode: 'http' });
  const id = await arrives(world);
  const card = await cardOf(world, id);
  const botUrl = `${world.app().url}/slack/events`;
  const way = await wayThatLosesAnswers(botUrl);
  onTestFinished(way.close);

  world.sandbox.deliverTo(way.url);
  const claim = await world.sandbox.as(kim).click(card, { label: 'Claim' });
  world.sandbox.deliverTo(botUrl);
  const form = await opens(world, kim, await settledCard(id), 'Unqualified');
  world.sandbox.deliverTo(way.url);
  const judged = await world.sandbox.as(kim).submit({ Reason: 'No budget' });
  world.sandbox.deliverTo(botUrl);
  expect([claim.problem, judged.problem]).toEqual(['no_connection', 'no_connection']);
  expect(world.sandbox.view(kim)?.id).toBe(form.id);

  const replays = [await world.sandbox.redeliver(claim), await world.sandbox.redeliver(judged)];
  expect(replays.map(({ ok, response }) => [ok, response])).toEqual(way.answers.map((lost) => [true, lost]));
  expect((await world.sandbox.as(kim).submit({ Reason: 'No budget' })).errors).toBeUndefined();
  expect(world.sandbox.view(kim)).toBeUndefined();
  await world.settled();
  expect(world.sandbox.ephemerals(kim)).toEqual([]);
  expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'judged']);
  expect(await threadOf(world, id)).toHaveLength(2);
});

/** A way to the bot on which every request arrives and every answer, kept in `answers`, is lost. */
async function wayThatLosesAnswers(botUrl: string) {
  const answers: unknown[] = [];
  const kept = ['content-type', 'x-slack-request-timestamp', 'x-slack-signature'];
  const server = createServer((request, response) => {
    void (async () => {
      const headers = Object.fromEntries(kept.map((name) => [name, String(request.headers[name])]));
      const answer = await fetch(botUrl, { method: 'POST', headers, body: await text(request) });
      const said = await answer.text();
      answers.push(said === '' ? undefined : JSON.parse(said));
      response.destroy();
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, answers, close: () => void server.close() };
}

test('F26: the answer comes too late and the person clicks again: one claim, the second click is told, a number shows it', async () => {
  world = await startWorld();
  const id = await arrives(world);
  const card = await cardOf(world, id);
  // Nobody has met this rep yet, so Slack is asked, and takes its time; then another program holds the database.
  const nia = 'U0NIA';
  world.sandbox.addUser({ id: nia, name: 'nia' });
  await apply(world.store(), { ...usualSettings, people: { ...people, sales: [nia] } }, world.clock.now());
  world.sandbox.fault({ method: 'users.info', kind: 'delay', delayMs: 2_000 });
  const holder = new Database(world.databasePath);
  holder.exec('begin immediate');
  const first = await world.sandbox.as(nia).click(card, { label: 'Claim' });
  holder.exec('rollback');
  holder.close();
  expect(first).toMatchObject({ ok: false, problem: 'operation_timeout' });
  await world.sandbox.waitFor(() => wordsIn(world.sandbox.message(leadsChannel, card.ts)).includes(nia));
  expect(
    await world.sandbox.as(nia).clickRaw({ action_id: 'claim', value: valueOn(card), channel: leadsChannel, ts: card.ts }),
  ).toMatchObject({ ok: true });
  await world.sandbox.waitFor(() => world.sandbox.ephemerals(nia).length === 1);
  expect(wordsIn(world.sandbox.ephemerals(nia)[0])).toBe('You have this lead already.');
  expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed']);
  const numbers = await (await fetch(`${world.app().url}/metrics`)).text();
  expect(numbers).toContain('leadloop_click_ack_seconds_count 2');
  expect(numbers).toContain('leadloop_click_ack_seconds_bucket{le="3"} 1');
});

test('F27: a click that comes before Slack has told where the card stands', async () => {
  world = await startWorld();
  world.sandbox.fault({ method: 'chat.postMessage', channel: leadsChannel, kind: 'delay', delayMs: 700 });
  const created = await world.post(ada);
  const id = String(created.body['id']);
  const card = await world.sandbox.waitFor(() => world.sandbox.messages(leadsChannel)[0]);
  expect(latestHandoff((await world.lead(id)).lead).ts).toBeNull();
  expect(await does(world, kim, card, 'Claim')).toMatchObject({ ok: true });
  expect(await storyOf(world, id)).toEqual(['received', 'claimed']);
  await world.settled();
  expect(await storyOf(world, id)).toEqual(['received', 'claimed', 'posted']);
  expect(wordsIn(await cardOf(world, id))).toContain(`With <@${kim}>`);
  expect(await threadOf(world, id)).toEqual([`<@${kim}> claimed this lead.`]);
  expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
});

test('F28: a claim that arrives after the verdict is told, and the verdict stands', async () => {
  world = await startWorld();
  const id = await arrives(world);
  const card = await cardOf(world, id);
  await does(world, sam, card, 'Unqualified', { Reason: 'No need' });
  await world.sandbox.as(kim).clickRaw({ action_id: 'claim', value: valueOn(card), channel: leadsChannel, ts: card.ts });
  const told = await world.sandbox.waitFor(() => world.sandbox.ephemerals(kim)[0]);
  expect(wordsIn(told)).toBe(`This lead is already unqualified, by <@${sam}>. Use Change verdict on its card to correct it.`);
  expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'judged']);
});

test('F28: in whatever order clicks arrive, each is answered and no verdict is lost', async () => {
  world = await startWorld();
  const reasons = {
    claim: null,
    release: null,
    archive: null,
    qualified: 'Clear need',
    unqualified: 'No need',
    return: 'No need',
  } as const;
  const clicks = Object.keys(reasons) as (keyof typeof reasons)[];
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(clicks, { minLength: 3 }), async (order) => {
      count += 1;
      const created = await world.post({ externalId: `shuffled-${count}`, name: `Lead ${count}` });
      const id = String(created.body['id']);
      const value = `v1:${latestHandoff((await world.lead(id)).lead).id}`;
      let verdict: string | null = null;
      for (const click of order) {
        const before = await storyOf(world, id);
        const who = click === 'archive' ? mia : kim;
        const told = world.sandbox.ephemerals(who).length;
        expect(await world.sandbox.as(who).clickRaw({ action_id: click, value, channel: leadsChannel })).toMatchObject({ ok: true });
        const reason = reasons[click];
        if (reason) await world.sandbox.waitFor(() => world.sandbox.view(who) ?? world.sandbox.ephemerals(who)[told]);
        if (reason && world.sandbox.view(who)) expect((await world.sandbox.as(who).submit({ Reason: reason })).errors).toBeUndefined();
        const hasHappened = (await storyOf(world, id)).length > before.length;
        if (!hasHappened) await world.sandbox.waitFor(() => world.sandbox.ephemerals(who)[told]);
        const state = await stateOfLead(world, id);
        if (verdict) expect(state).toBe(verdict);
        else if (state === 'qualified' || state === 'unqualified') verdict = state;
      }
    }),
    { numRuns: 20 },
  );
});
