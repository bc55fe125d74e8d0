// The bot dies at every named point once, is started again, and nothing was lost, doubled or left over.
import { afterAll, describe, expect, test } from 'vitest';
import { isFields } from '../../src/sandbox/types.ts';
import { kim, leadsChannel, marketingChannelId, max, sam } from '../world/world.ts';
import { seedOfRun } from './chance.ts';
import { endChildren } from './child.ts';
import { campaign } from './kills.ts';
import { type PointName, points } from './points.ts';
import { type Life, type LifeOptions, type Mode, cardsOf, channelOf, countries, startLife } from './life.ts';

afterAll(endChildren);

const seed = seedOfRun();
const killsEach = 10;
/** Nothing here is timed: this is only when a test that hangs is given up. */
const patienceMs = 120_000;
/** Many lives, and at the end the deadlines of the last leads. */
const campaignPatienceMs = 300_000;

/** A lead whose external id is its name, with a channel of its own. */
function named(name: string, index: number): Record<string, unknown> {
  return {
    externalId: name,
    name,
    company: 'Engine Ltd',
    email: `${name.toLowerCase()}@engine.test`,
    source: 'webinar',
    country: countries[index % countries.length],
    message: `${name} asks.`,
  };
}

const diedAt = new Set<PointName>();

async function withLife(mode: Mode, options: LifeOptions, story: (life: Life) => Promise<void>): Promise<void> {
  const life = await startLife(mode, { ...options, onDeath: (point) => diedAt.add(point) });
  try {
    await story(life);
  } finally {
    await life.end();
  }
}

async function stored(life: Life, name: string): Promise<number | undefined> {
  return (await life.post(named(name, 0)))?.status;
}

describe.concurrent('a bot that dies', { timeout: patienceMs }, () => {
  test.each(['http', 'socket'] as const)(
    `F41: ${killsEach} times at random moments over %s, CRASH_SEED=${seed}, leads and clicks in flight: what was promised was kept`,
    (mode) => campaign(mode, killsEach, seed),
    campaignPatienceMs,
  );

  test('F41: around the commit of a lead: no answer came, and the same lead again is stored once', () =>
    withLife('http', {}, async (life) => {
      await life.begin({ point: 'intake.before_commit' });
      expect(await life.post(named('Ada', 0))).toBeNull();
      await life.died();
      expect(life.count('Ada', 'received')).toBe(0);

      await life.begin({ point: 'intake.after_commit' });
      expect(await life.post(named('Ada', 0))).toBeNull();
      await life.died();
      expect(life.count('Ada', 'received')).toBe(1);

      await life.begin();
      expect(await stored(life, 'Ada')).toBe(200);
      expect((await life.post(named('Bea', 1)))?.status).toBe(201);
      await life.card('Bea');
      await life.settled();
      expect([cardsOf(life.sandbox, 'Ada').length, cardsOf(life.sandbox, 'Bea').length]).toEqual([1, 1]);
    }));

  test.each(['http', 'socket'] as const)('F25: around the commit of a click and after its ack, over %s: 0, 1 and 1 claims', (mode) =>
    withLife(mode, {}, async (life) => {
      const { sandbox } = life;
      await life.begin({ point: 'action.before_commit' });
      for (const [index, name] of ['Ada', 'Bea'].entries()) await life.post(named(name, index));
      const [ada, bea] = [await life.card('Ada'), await life.card('Bea')];
      expect(await sandbox.as(kim).click(ada, { label: 'Claim' })).toMatchObject({ ok: false });
      await life.died();
      expect(life.count('Ada', 'claimed')).toBe(0);

      await life.begin({ point: 'action.after_commit' });
      expect(await sandbox.as(kim).click(ada, { label: 'Claim' })).toMatchObject({ ok: false });
      await life.died();
      expect(life.count('Ada', 'claimed')).toBe(1);

      await life.begin();
      // Slack showed an error, so the person presses again: a kind word and no second claim.
      await sandbox.as(kim).clickRaw({ action_id: 'claim', value: claimValue(ada), channel: ada.channel, ts: ada.ts });
      await sandbox.waitFor(() => sandbox.ephemerals(kim).find((one) => one.text.includes('You have this lead already')));
      expect(await sandbox.as(sam).click(bea, { label: 'Claim' })).toMatchObject({ ok: true });
      await life.kill();
      expect(life.count('Bea', 'claimed')).toBe(1);

      await life.begin();
      await life.settled();
      expect([life.count('Ada', 'claimed'), life.count('Bea', 'claimed')]).toEqual([1, 1]);
      expect(sandbox.thread(bea.channel, bea.ts).filter((one) => one.ts !== bea.ts)).toHaveLength(1);
    }),
  );

  test('F25: while a modal is open, and around the commit of its verdict: the modal outlives the bot, the verdict exists once', () =>
    withLife('http', {}, async (life) => {
      const { sandbox } = life;
      await life.begin({ point: 'modal.before_commit' });
      for (const [index, name] of ['Ada', 'Bea'].entries()) await life.post(named(name, index));
      const [ada, bea] = [await life.card('Ada'), await life.card('Bea')];
      await sandbox.as(kim).click(ada, { label: 'Unqualified' });
      await sandbox.waitFor(() => sandbox.view(kim));
      expect(await sandbox.as(kim).submit({ Reason: 'Wrong person' })).toMatchObject({ ok: false });
      await life.died();
      expect(life.count('Ada', 'judged')).toBe(0);

      // The modal was opened by a process that is gone.
      await life.begin({ point: 'modal.after_commit' });
      expect(await sandbox.as(kim).submit()).toMatchObject({ ok: false });
      await life.died();
      expect([life.count('Ada', 'claimed'), life.count('Ada', 'judged')]).toEqual([1, 1]);

      await life.begin();
      expect((await sandbox.as(kim).submit()).ok).toBe(true);
      await sandbox.as(sam).click(bea, { label: 'Qualified' });
      await sandbox.waitFor(() => sandbox.view(sam));
      expect(await sandbox.as(sam).submit({ Reason: 'Clear need' })).toMatchObject({ ok: true });
      await life.kill();
      expect(life.count('Bea', 'judged')).toBe(1);

      await life.begin();
      await life.settled();
      expect([life.count('Ada', 'judged'), life.count('Bea', 'judged')]).toEqual([1, 1]);
      const [day, ...more] = sandbox.messages(marketingChannelId);
      expect(more).toEqual([]);
      expect(sandbox.thread(marketingChannelId, day?.ts ?? '').filter((one) => one.ts !== day?.ts)).toHaveLength(2);
    }));

  test('F41: around the post of a card, in the middle of it, while it is looked up, and during recovery: each card stands once', () =>
    withLife('http', {}, async (life) => {
      const { sandbox } = life;
      await life.begin({ point: 'outbox.after_send' });
      await life.post(named('Bea', 1));
      await life.died();
      expect(cardsOf(sandbox, 'Bea')).toHaveLength(1);
      expect(life.count('Bea', 'posted')).toBe(0);

      await life.begin({ point: 'recovery.before' });
      await life.died();
      await life.begin({ point: 'recovery.after' });
      await life.died();

      await life.begin({ point: 'lookup.before_store' });
      await life.died();
      expect(life.count('Bea', 'posted')).toBe(0);
      await life.begin({ point: 'lookup.after_store' });
      await life.died();
      expect(life.count('Bea', 'posted')).toBe(1);

      await life.begin({ point: 'outbox.after_store' });
      await life.post(named('Cleo', 2));
      await life.died();
      expect(life.count('Cleo', 'posted')).toBe(1);

      await life.begin();
      const lost = sandbox.fault({ method: 'chat.postMessage', channel: channelOf(countries[3]), kind: 'hang', isProcessed: true });
      await life.post(named('Dora', 3));
      await life.card('Dora');
      await life.kill();
      lost.cleared();
      expect(life.count('Dora', 'posted')).toBe(0);

      await life.begin({ point: 'outbox.before_send' });
      await life.post(named('Ada', 0));
      await life.died();
      expect(cardsOf(sandbox, 'Ada')).toEqual([]);

      await life.begin();
      await life.settled();
      expect(['Ada', 'Bea', 'Cleo', 'Dora'].map((name) => cardsOf(sandbox, name).length)).toEqual([1, 1, 1, 1]);
      // What could be looked up carries no doubt.
      expect(JSON.stringify(sandbox.messages(channelOf(countries[3])))).not.toContain('may be a duplicate');
    }));

  test('F41: a card that is claimed while its post is in doubt shows the claim once it was found', () =>
    withLife('http', {}, async (life) => {
      const { sandbox } = life;
      await life.begin({ point: 'outbox.after_send' });
      await life.post(named('Ada', 0));
      await life.died();

      await life.begin();
      const look = sandbox.fault({ method: 'conversations.history', kind: 'hang', isProcessed: false });
      const ada = await life.card('Ada');
      await sandbox.waitFor(() => look.hits > 0, patienceMs);
      expect(await sandbox.as(kim).click(ada, { label: 'Claim' })).toMatchObject({ ok: true });
      await life.kill();
      look.cleared();

      await life.begin();
      await life.settled();
      expect(life.count('Ada', 'claimed')).toBe(1);
    }));

  test('F41: around the edit of a card and the line in its thread: the card is the newest, the line stands once', () =>
    withLife('socket', {}, async (life) => {
      const { sandbox } = life;
      await life.begin({ point: 'edit.before_send' });
      for (const [index, name] of ['Ada', 'Bea', 'Cleo', 'Dora', 'Eve', 'Fay'].entries()) await life.post(named(name, index));
      const claim = async (name: string): Promise<void> => {
        await sandbox.as(kim).click(await life.card(name), { label: 'Claim' });
        await life.died();
      };
      await claim('Ada');
      for (const [name, point] of [
        ['Bea', 'edit.after_send'],
        ['Cleo', 'edit.after_store'],
        ['Dora', 'line.before_send'],
        ['Eve', 'line.after_send'],
        ['Fay', 'line.after_store'],
      ] as const) {
        await life.begin({ point });
        await claim(name);
      }
      await life.begin();
      await life.settled();
    }));

  test('F41: around binding the team and around the first settings: leads that came before are posted, nothing has to be repaired', () =>
    withLife('http', { isSetUp: false }, async (life) => {
      await life.begin({ point: 'team.before_bind' });
      await life.died();
      await life.begin({ point: 'team.after_bind' });
      await life.died();

      await life.begin({ point: 'settings.before_commit' });
      expect((await life.post(named('Ada', 0)))?.status).toBe(201);
      await openSetUp(life);
      expect(await save(life)).toMatchObject({ ok: false });
      await life.died();

      await life.begin({ point: 'settings.after_commit' });
      await openSetUp(life);
      expect(await save(life)).toMatchObject({ ok: false });
      await life.died();

      await life.begin();
      await life.card('Ada');
      await life.settled();
    }));
});

test('F41: there is no named point at which it has not died', () => {
  expect([...diedAt].toSorted()).toEqual(Object.keys(points).toSorted());
});

async function openSetUp({ sandbox }: Life): Promise<void> {
  await sandbox.as(max).openHome();
  await sandbox.waitFor(() => JSON.stringify(sandbox.home(max)?.blocks ?? '').includes('Save'));
}

/** Presses *Save* with the leads channel chosen, as the picker would have it. */
async function save({ sandbox }: Life): Promise<unknown> {
  const home = sandbox.home(max);
  const values = { setup_leads: { answer: { type: 'conversations_select', selected_conversation: leadsChannel } } };
  const view = { ...home, state: { values } };
  return await sandbox.as(max).clickRaw({
    action_id: 'settings_setup',
    payload: { view, container: { type: 'view', view_id: home?.id }, channel: undefined, message: undefined },
  });
}

/** The value of the *Claim* button that was on the card when it was new. */
function claimValue(card: { readonly blocks?: readonly Record<string, unknown>[] }): string {
  const buttons = (card.blocks ?? []).flatMap((block) => (Array.isArray(block['elements']) ? (block['elements'] as unknown[]) : []));
  const found = buttons.find((element) => isFields(element) && element['action_id'] === 'claim');
  return isFields(found) ? String(found['value']) : '';
}
