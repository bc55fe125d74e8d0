// What every Store must do, whatever it stands on: run it on each database.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LeadState } from '../../src/domain/lead.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { AlreadyDone, Conflict } from '../../src/errors.ts';
import type { Identity, Store } from '../../src/ports.ts';
import { ada, appended, cardOf, collected, nobody, received, someTime, storedLead } from './sample-leads.ts';

const claimed = { type: 'claimed' } as const;
const judged = { type: 'judged', verdict: 'qualified', reason: 'clear_need' } as const;
const erased = { type: 'erased' } as const;
const resubmitted = {
  type: 'resubmitted',
  attribution: { source: null, medium: null, campaign: null, action: null, score: null },
  isTest: false,
} as const;
const dayMs = 24 * 60 * 60 * 1000;

/** `open` makes an empty store whose clock is `now`. */
export function describeStore(name: string, open: (now: () => number) => Promise<Store>): void {
  describe(`${name}: a lead`, () => {
    const world = setUp(open);

    it('is read back as it was committed', async () => {
      const { store, w } = world;
      const texts = { message: 'Can it run our looms? \u0000 \u{1F9F5} ‮' };
      await store.commit(received(w, 'L1', { texts, identity: { source: ' CRM ', externalId: '8841' } }));
      const record = await store.lead(w, 'L1');
      expect(record?.profile).toEqual(ada);
      expect(record?.lead.version).toBe(1);
      expect(record?.texts.get('L1-1')).toEqual(texts);
      expect(record?.externalIds).toEqual([{ source: 'crm', externalId: '8841' }]);
      const [first] = received(w, 'L1').events;
      expect(record?.events).toEqual([{ ...first, seq: 1 }]);
      expect(await store.leadOfHandoff(w, 'L1.1')).toEqual(record);
      expect(await store.leadOfHandoff(w, 'L2.1')).toBeNull();
      expect(await store.lead('another workspace', 'L1')).toBeNull();
    });

    it('takes the next events at the version that they were decided on, and no other', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L1'));
      const lead = await storedLead(store, w, 'L1');
      await store.commit(appended(w, lead, [claimed, judged], { by: 'U1' }));
      await expect(store.commit(appended(w, lead, [claimed], { by: 'U2', entries: [cardOf('L1')] }))).rejects.toThrow(Conflict);
      await expect(store.commit(received(w, 'L1'))).rejects.toThrow(Conflict);
      const record = await store.lead(w, 'L1');
      expect(record?.events.map(({ type, by }) => `${type} ${by}`)).toEqual(['received api', 'claimed U1', 'judged U1']);
      expect(record?.lead.version).toBe(3);
      expect(await store.outbox.byKey(w, cardOf('L1').key)).toBeNull();
    });

    it('takes a profile that was made from the one that stands, and no other', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L1'));
      const lead = await storedLead(store, w, 'L1');
      const filled = (title: string) => ({ ...appended(w, lead, [], { profile: { ...ada, title } }), profileBefore: ada });
      await store.commit(filled('CEO'));
      await expect(store.commit(filled('CTO'))).rejects.toThrow(Conflict);
      expect((await store.lead(w, 'L1'))?.profile.title).toBe('CEO');
      await store.commit({ ...filled('CTO'), profileBefore: { ...ada, title: 'CEO' } });
      expect((await store.lead(w, 'L1'))?.profile.title).toBe('CTO');
    });

    it('keeps the profile when a change brings none', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L1'));
      await store.commit(appended(w, await storedLead(store, w, 'L1'), [claimed]));
      expect((await store.lead(w, 'L1'))?.profile).toEqual(ada);
      await store.commit(appended(w, await storedLead(store, w, 'L1'), [], { profile: { ...ada, title: 'CEO' } }));
      expect((await store.lead(w, 'L1'))?.profile.title).toBe('CEO');
    });

    it('records a click once, and nothing of the second time', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L1'));
      const lead = await storedLead(store, w, 'L1');
      await store.commit(appended(w, lead, [claimed], { requestId: 'trigger-1' }));
      const again = appended(w, await storedLead(store, w, 'L1'), [judged], { requestId: 'trigger-1', entries: [cardOf('L1')] });
      await expect(store.commit(again)).rejects.toThrow(AlreadyDone);
      expect((await store.lead(w, 'L1'))?.lead.version).toBe(2);
      expect(await store.outbox.byKey(w, cardOf('L1').key)).toBeNull();
    });

    it('forgets a click whose commit failed', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L1'));
      const stale = received(w, 'L1', { requestId: 'trigger-1' });
      await expect(store.commit(stale)).rejects.toThrow(Conflict);
      await store.commit(appended(w, await storedLead(store, w, 'L1'), [claimed], { requestId: 'trigger-1' }));
      expect((await store.lead(w, 'L1'))?.lead.version).toBe(2);
    });

    it('settles the delivery that the commit records', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L1', { entries: [cardOf('L1')] }));
      const entry = await store.outbox.take(w, 'C0LEADS', 'post', world.clock.now);
      const posted = { type: 'posted', channel: 'C0LEADS', ts: '1.1' } as const;
      const delivered = { entryId: entry?.id ?? '', revision: 1, channel: 'C0LEADS', ts: '1.1' };
      await store.commit(appended(w, await storedLead(store, w, 'L1'), [posted], { delivered }));
      expect(await store.outbox.byKey(w, 'card:L1.1')).toMatchObject({ state: 'sent', channel: 'C0LEADS', ts: '1.1', attempt: 0 });
    });

    it('answers a question once', async () => {
      const { store, w } = world;
      expect(await store.askOnce(w, 'waiting:C0LEADS:9', 1)).toBe(true);
      expect(await store.askOnce(w, 'waiting:C0LEADS:9', 2)).toBe(false);
      expect(await store.askOnce('another workspace', 'waiting:C0LEADS:9', 2)).toBe(true);
    });
  });

  describe(`${name}: who is who`, () => {
    const world = setUp(open);
    const match = (identity: Partial<Identity>) => world.store.match(world.w, { ...nobody, ...identity });
    const receive = (id: string, identity: Partial<Identity>, more: { isTest?: boolean; isHistory?: boolean; at?: number } = {}) =>
      world.store.commit(received(world.w, id, { ...more, identity: { ...identity, isTest: more.isTest ?? false } }));

    it('tests the key, then the external id, then the person', async () => {
      const idempotency = { key: 'k1', bodyHash: 'h1' };
      await receive('L1', { idempotency });
      await receive('L2', { source: 'crm', externalId: '7' });
      await receive('L3', { emailKey: 'ada@engine.test' });
      const all = { idempotency, source: 'crm', externalId: '7', emailKey: 'ada@engine.test' };
      expect(await match(all)).toEqual({ by: 'key', leadId: 'L1', isSameBody: true });
      expect(await match({ ...all, idempotency: { key: 'k1', bodyHash: 'h2' } })).toEqual({ by: 'key', leadId: 'L1', isSameBody: false });
      expect(await match({ ...all, idempotency: null })).toEqual({ by: 'externalId', leadId: 'L2' });
      expect(await match({ ...all, idempotency: null, externalId: '8' })).toEqual({ by: 'person', leadId: 'L3' });
      expect(await match({ externalId: '7', source: 'other' })).toEqual({ by: 'nothing' });
    });

    it('remembers a key for 30 days', async () => {
      await receive('L1', { idempotency: { key: 'k1', bodyHash: 'h1' } });
      world.clock.now += 30 * dayMs - 1;
      expect(await match({ idempotency: { key: 'k1', bodyHash: 'h1' } })).toMatchObject({ by: 'key' });
      world.clock.now += 2;
      expect(await match({ idempotency: { key: 'k1', bodyHash: 'h1' } })).toEqual({ by: 'nothing' });
      await receive('L2', { idempotency: { key: 'k1', bodyHash: 'h2' } });
      expect(await match({ idempotency: { key: 'k1', bodyHash: 'h2' } })).toEqual({ by: 'key', leadId: 'L2', isSameBody: true });
    });

    it('compares sources without case and spaces, and takes none for one', async () => {
      await receive('L1', { source: ' Google-Ads', externalId: '7' });
      await receive('L2', { source: null, externalId: '7' });
      expect(await match({ source: 'google-ads ', externalId: '7' })).toEqual({ by: 'externalId', leadId: 'L1' });
      expect(await match({ source: '', externalId: '7' })).toEqual({ by: 'externalId', leadId: 'L2' });
      expect(await world.store.leadByExternalId(world.w, 'GOOGLE-ADS', '7')).toBe('L1');
      expect(await world.store.leadByExternalId(world.w, 'hubspot', '7')).toBeNull();
    });

    const email = 'ada@engine.test';
    const phone = '+442079460000';
    it.each([
      { stored: { emailKey: email }, asked: { emailKey: email }, isSame: true },
      { stored: { emailKey: email, phoneKey: phone }, asked: { emailKey: email, phoneKey: '+1' }, isSame: true },
      { stored: { emailKey: email, phoneKey: phone }, asked: { phoneKey: phone }, isSame: true },
      { stored: { phoneKey: phone }, asked: { emailKey: email, phoneKey: phone }, isSame: true },
      { stored: { phoneKey: phone }, asked: { phoneKey: phone }, isSame: true },
      { stored: { emailKey: email, phoneKey: phone }, asked: { emailKey: 'eve@engine.test', phoneKey: phone }, isSame: false },
      { stored: { emailKey: email }, asked: { emailKey: 'eve@engine.test' }, isSame: false },
      { stored: {}, asked: {}, isSame: false },
    ])('takes $asked for $stored: $isSame', async ({ stored, asked, isSame }) => {
      await receive('L1', stored);
      expect(await match(asked)).toEqual(isSame ? { by: 'person', leadId: 'L1' } : { by: 'nothing' });
    });

    it('takes the liveliest of several, and history last', async () => {
      await receive('L0', { emailKey: 'eve@engine.test', phoneKey: phone }, { isHistory: true, at: someTime + 9 });
      await receive('L1', { emailKey: email, phoneKey: phone });
      expect(await match({ phoneKey: phone })).toEqual({ by: 'person', leadId: 'L1' });
      await world.store.commit(appended(world.w, await storedLead(world.store, world.w, 'L0'), [resubmitted], { at: someTime + dayMs }));
      expect(await match({ phoneKey: phone })).toEqual({ by: 'person', leadId: 'L0' });
    });

    it('keeps test leads apart from real ones', async () => {
      await receive('T1', { source: 'crm', externalId: '7', emailKey: email }, { isTest: true });
      expect(await match({ emailKey: email })).toEqual({ by: 'nothing' });
      expect(await match({ emailKey: email, isTest: true })).toEqual({ by: 'nothing' });
      expect(await match({ source: 'crm', externalId: '7' })).toEqual({ by: 'nothing' });
      expect(await match({ source: 'crm', externalId: '7', isTest: true })).toEqual({ by: 'externalId', leadId: 'T1' });
      await receive('L1', { source: 'crm', externalId: '7', emailKey: email });
      expect(await world.store.leadByExternalId(world.w, 'crm', '7')).toBe('L1');
      expect(await match({ emailKey: email, isTest: true })).toEqual({ by: 'nothing' });
    });

    it.each<{ race: string; first: Partial<Identity>; second: Partial<Identity> }>([
      { race: 'key', first: { idempotency: { key: 'k', bodyHash: '1' } }, second: { idempotency: { key: 'k', bodyHash: '1' } } },
      { race: 'external id', first: { externalId: '7' }, second: { externalId: '7' } },
      { race: 'e-mail', first: { emailKey: email }, second: { emailKey: email } },
      { race: 'phone', first: { phoneKey: phone }, second: { phoneKey: phone } },
      { race: 'phone of one with an e-mail', first: { emailKey: email, phoneKey: phone }, second: { phoneKey: phone } },
      { race: 'phone of one without', first: { phoneKey: phone }, second: { emailKey: email, phoneKey: phone } },
    ])('F66: two new leads with one $race at once: one is a Conflict', async ({ first, second }) => {
      const answers = await Promise.allSettled([receive('L1', first), receive('L2', second)]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(answers[1]).toMatchObject({ reason: expect.any(Conflict) });
      expect(await world.store.lead(world.w, 'L2')).toBeNull();
    });

    it('does not take two e-mails with one phone for a conflict', async () => {
      await receive('L1', { emailKey: email, phoneKey: phone });
      await receive('L2', { emailKey: 'eve@engine.test', phoneKey: phone });
      expect(await world.store.find(world.w, { phoneKey: phone })).toEqual(['L1', 'L2']);
    });

    it('fills empty names when an enquiry joins and overwrites none', async () => {
      const { store, w } = world;
      await receive('L1', { phoneKey: phone });
      const join = async (identity: Partial<Identity>) =>
        store.commit(
          appended(w, await storedLead(store, w, 'L1'), [{ type: 'activity', attribution: resubmitted.attribution }], { identity }),
        );
      await join({ emailKey: email, phoneKey: phone });
      await join({ emailKey: 'eve@engine.test', source: 'crm', externalId: '7' });
      expect(await match({ emailKey: email })).toMatchObject({ leadId: 'L1' });
      expect(await match({ emailKey: 'eve@engine.test' })).toEqual({ by: 'nothing' });
      expect(await match({ externalId: '7', source: 'crm' })).toMatchObject({ leadId: 'L1' });
    });

    it('refuses a name that another lead got meanwhile, except from a source that knows the lead by id', async () => {
      const { store, w } = world;
      await receive('L1', { source: 'crm', externalId: '7', phoneKey: phone });
      await receive('L2', { emailKey: email });
      const claim = async (identity: Partial<Identity>) =>
        store.commit(
          appended(w, await storedLead(store, w, 'L1'), [{ type: 'activity', attribution: resubmitted.attribution }], { identity }),
        );
      await expect(claim({ emailKey: email })).rejects.toThrow(Conflict);
      await claim({ source: 'crm', externalId: '7', emailKey: email });
      expect(await match({ emailKey: email })).toEqual({ by: 'person', leadId: 'L2' });
    });

    it('lets history stand beside the living', async () => {
      await receive('L1', { emailKey: email });
      await receive('L2', { emailKey: email }, { isHistory: true, at: someTime - dayMs });
      await receive('L3', { emailKey: email }, { isHistory: true, at: someTime - 2 * dayMs });
      expect(await match({ emailKey: email })).toEqual({ by: 'person', leadId: 'L1' });
      expect(await world.store.find(world.w, { emailKey: email })).toEqual(['L3', 'L2', 'L1']);
    });

    it('finds by id, e-mail, phone and external id', async () => {
      await receive('L1', { emailKey: email, phoneKey: phone, externalId: '7' });
      for (const by of [{ id: 'L1' }, { id: '7' }, { emailKey: email }, { phoneKey: phone }]) {
        expect(await world.store.find(world.w, by)).toEqual(['L1']);
      }
      expect(await world.store.find(world.w, { id: 'L2', emailKey: 'eve@engine.test', phoneKey: '+1' })).toEqual([]);
    });
  });

  describe(`${name}: forgetting`, () => {
    const world = setUp(open);

    it('blanks every word and name and keeps the log', async () => {
      const { store, w } = world;
      const identity = {
        source: 'crm',
        externalId: '7',
        emailKey: 'ada@engine.test',
        phoneKey: '+44',
        idempotency: { key: 'k', bodyHash: 'h' },
      };
      await store.commit(received(w, 'L1', { texts: { message: 'secret' }, identity }));
      await store.forget(w, appended(w, await storedLead(store, w, 'L1'), [erased], { by: 'system', entries: [cardOf('L1')] }));
      const record = await store.lead(w, 'L1');
      expect(record?.lead.isErased).toBe(true);
      expect(record?.events.map(({ type }) => type)).toEqual(['received', 'erased']);
      expect(record?.profile).toMatchObject({ name: null, email: null, phone: null, company: null, attributes: {} });
      expect(record?.texts.size).toBe(0);
      expect(record?.externalIds).toEqual([]);
      expect(await store.match(w, { ...nobody, ...identity })).toEqual({ by: 'nothing' });
      expect(await store.search(w, 'ada', 5)).toEqual([]);
      expect(await store.find(w, { id: 'L1' })).toEqual(['L1']);
      expect(await store.outbox.byKey(w, 'card:L1.1')).toMatchObject({ state: 'pending' });
      expect(await store.inState(w, 'erased', 5)).toMatchObject({ total: 1 });
    });

    it('is a Conflict when somebody wrote meanwhile, and then forgets nothing', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L1', { texts: { message: 'secret' } }));
      const change = appended(w, await storedLead(store, w, 'L1'), [erased]);
      await store.commit(appended(w, await storedLead(store, w, 'L1'), [claimed]));
      await expect(store.forget(w, change)).rejects.toThrow(Conflict);
      expect((await store.lead(w, 'L1'))?.texts.size).toBe(1);
    });
  });

  describe(`${name}: lists`, () => {
    const world = setUp(open);

    it.each([
      ['ada', ['L1']],
      ['LOVELACE engine', ['L1']],
      ['renee', ['L2']],
      ['RENÉE', ['L2']],
      ['müller', ['L2']],
      ['020 7946 0000', ['L1']],
      ['+44 (20) 7946', ['L1']],
      ['@', ['L2', 'L1']],
      ['100%', []],
      ['_', []],
      ['  ', []],
    ])('finds %j', async (text, ids) => {
      const { store, w } = world;
      await store.commit(received(w, 'L1'));
      // The accents are written as one letter here and as two in the profile.
      const renee = { ...ada, name: 'Rene\u0301e Mu\u0308ller', company: 'Škoda', email: 'r@skoda.test', phone: null };
      await store.commit(received(w, 'L2', { profile: renee, at: someTime + 1 }));
      expect((await store.search(w, text, 5)).map(({ leadId }) => leadId)).toEqual(ids);
    });

    it('stops at the limit, newest first', async () => {
      const { store, w } = world;
      for (let n = 1; n <= 4; n += 1) await store.commit(received(w, `L${n}`, { at: someTime + n }));
      expect((await store.search(w, 'ada', 2)).map(({ leadId }) => leadId)).toEqual(['L4', 'L3']);
    });

    it('lists what somebody has, oldest first', async () => {
      const { store, w } = world;
      for (const [id, owner] of [
        ['L2', 'U1'],
        ['L1', 'U1'],
        ['L3', 'U2'],
        ['L4', 'U1'],
      ] as const) {
        await store.commit(received(w, id, { at: someTime + Number(id.slice(1)) }));
        await store.commit(appended(w, await storedLead(store, w, id), id === 'L4' ? [claimed, judged] : [claimed], { by: owner }));
      }
      const mine = await store.mine(w, 'U1', 5);
      expect(mine).toMatchObject(['L1', 'L2'].map((id) => ({ leadId: id, handoffId: `${id}.1`, state: 'claimed', owner: 'U1' })));
      expect(await store.mine(w, 'U1', 1)).toHaveLength(1);
    });

    it('lists a state, oldest first, without tests and history', async () => {
      const { store, w } = world;
      await store.commit(received(w, 'L2', { at: someTime + 2 }));
      await store.commit(received(w, 'L1', { at: someTime + 1 }));
      await store.commit(received(w, 'T1', { isTest: true }));
      await store.commit(received(w, 'H1', { isHistory: true }));
      expect(await store.inState(w, 'new', 1)).toMatchObject({ rows: [{ leadId: 'L1', openedAt: someTime + 1 }], total: 2 });
      const others: LeadState[] = ['archived', 'won'];
      for (const state of others) expect(await store.inState(w, state, 5)).toEqual({ rows: [], total: 0 });
    });
  });

  describe(`${name}: streams`, () => {
    const world = setUp(open);

    it('give the log in order, as it was when they began', async () => {
      const { store, w } = world;
      const noted = { type: 'noted', side: 'sales' } as const;
      await store.commit(received(w, 'L1'));
      await store.commit(
        appended(
          w,
          await storedLead(store, w, 'L1'),
          Array.from({ length: 4500 }, () => noted),
        ),
      );
      const all: string[] = [];
      for await (const event of store.events(w)) {
        if (all.length === 0) await store.commit(received(w, 'late'));
        all.push(event.id);
      }
      expect(all).toEqual(Array.from({ length: 4501 }, (_, n) => `L1-${n + 1}`));
      expect(await collected(store.events('another workspace'))).toEqual([]);
    });

    it('give the log by when it was recorded', async () => {
      const { store, w } = world;
      for (let n = 1; n <= 6; n += 1) await store.commit(received(w, `L${n}`, { at: someTime + n }));
      const some = await collected(store.events(w, { since: someTime + 2, recordedBefore: someTime + 4 }));
      expect(some.map(({ leadId, seq }) => [leadId, seq])).toEqual([
        ['L2', 2],
        ['L3', 3],
        ['L4', 4],
      ]);
    });

    it('give every lead, or those in which something was recorded since', async () => {
      const { store, w } = world;
      for (let n = 100; n <= 310; n += 1) await store.commit(received(w, `L${n}`, { at: someTime + n }));
      expect((await collected(store.leads(w))).map(({ lead }) => lead.id)).toEqual(Array.from({ length: 211 }, (_, n) => `L${n + 100}`));
      await store.commit(appended(w, await storedLead(store, w, 'L300'), [claimed], { at: someTime + 1000 }));
      const since = await collected(store.leads(w, { since: someTime + 309 }));
      expect(since.map(({ lead }) => lead.id)).toEqual(['L300', 'L309', 'L310']);
      expect(since[0]?.events).toHaveLength(2);
    });
  });

  describe(`${name}: the workspace`, () => {
    const world = setUp(open);
    const settings = settingsSchema.parse({ channels: { leads: 'C0LEADS' } });

    it('is one, made on first use', async () => {
      const first = await world.store.workspace();
      expect(first).toEqual({ id: world.w, teamId: null, settings: null, settingsVersion: 0, timetable: null });
      expect(await world.store.workspace()).toEqual(first);
    });

    it('belongs to one team', async () => {
      const { store, w } = world;
      await store.bindTeam(w, 'T1');
      await store.bindTeam(w, 'T1');
      await expect(store.bindTeam(w, 'T2')).rejects.toThrow(/T1.*T2/);
      expect((await store.workspace()).teamId).toBe('T1');
    });

    it('keeps every version of its settings', async () => {
      const { store, w } = world;
      expect(await store.applySettings(w, settings, someTime, 'U1')).toBe(1);
      const other = { ...settings, timezone: 'Europe/Berlin' };
      expect(await store.applySettings(w, other, someTime + 1, 'U2')).toBe(2);
      expect(await store.workspace()).toMatchObject({ settings: other, settingsVersion: 2 });
      expect(await store.settingsVersions(w)).toEqual([
        { version: 1, settings, at: someTime, by: 'U1' },
        { version: 2, settings: other, at: someTime + 1, by: 'U2' },
      ]);
      await expect(store.applySettings('another workspace', settings, 1, 'U1')).rejects.toThrow();
    });
  });

  describe(`${name}: deadlines`, () => {
    const world = setUp(open);
    const settings = settingsSchema.parse({ channels: { leads: 'C0LEADS' } });
    const plan = async (id: string, lookAt: number | null, more: { lookAtBy?: number } = {}) => {
      const known = await world.store.lead(world.w, id);
      const change = known ? appended(world.w, known.lead, []) : received(world.w, id);
      await world.store.commit({ ...change, lookAt, ...more });
    };
    const due = async (now = Number.MAX_SAFE_INTEGER, limit = 100) =>
      (await world.store.deadlines.due(world.w, now, limit)).map(({ leadId, dueAt }) => `${leadId} ${dueAt - someTime}`);

    it('are written with the change, moved by the next, and gone with `null`', async () => {
      await plan('L1', someTime + 5);
      expect(await due()).toEqual(['L1 5']);
      await plan('L1', someTime + 3);
      expect(await due()).toEqual(['L1 3']);
      await world.store.commit(appended(world.w, await storedLead(world.store, world.w, 'L1'), [claimed]));
      expect(await due()).toEqual(['L1 3']); // a change that says nothing of it leaves it
      await plan('L1', null);
      expect(await due()).toEqual([]);
      await plan('L1', null);
      expect(await world.store.deadlines.nextAt(world.w)).toBeNull();
    });

    it('are not written when the change is not', async () => {
      const { store, w } = world;
      await plan('L1', someTime + 5);
      const stale = await storedLead(store, w, 'L1');
      await store.commit(appended(w, stale, [claimed]));
      await expect(store.commit({ ...appended(w, stale, [judged]), lookAt: someTime + 9 })).rejects.toThrow(Conflict);
      await expect(store.commit({ ...appended(w, stale, [judged]), lookAt: null })).rejects.toThrow(Conflict);
      const lost = { entryId: '99', revision: 1, channel: 'C0LEADS', ts: '1.1' };
      await expect(store.commit({ ...received(w, 'L2', { delivered: lost }), lookAt: someTime + 1 })).rejects.toThrow();
      expect(await due()).toEqual(['L1 5']);
      const fates = await store.commitAll([
        { ...received(w, 'L3'), lookAt: someTime + 1 },
        { ...appended(w, stale, [judged]), lookAt: someTime + 1 },
      ]);
      expect(fates).toEqual(['done', 'conflict']);
      expect(await due()).toEqual(['L3 1', 'L1 5']);
    });

    it('are due from their instant on, the oldest first, as many as are asked for', async () => {
      for (const [id, at] of [
        ['L3', 7],
        ['L1', 9],
        ['L2', 7],
        ['L4', 8],
      ] as const)
        await plan(id, someTime + at);
      expect(await due(someTime + 6)).toEqual([]);
      expect(await due(someTime + 7)).toEqual(['L2 7', 'L3 7']);
      expect(await due(someTime + 9, 3)).toEqual(['L2 7', 'L3 7', 'L4 8']);
      expect(await world.store.deadlines.nextAt(world.w)).toBe(someTime + 7);
      expect(await world.store.deadlines.due('another workspace', someTime + 9, 3)).toEqual([]);
      expect(await world.store.deadlines.nextAt('another workspace')).toBeNull();
    });

    it('are all due when settings are put in force, and none is made', async () => {
      const { store, w } = world;
      for (const [id, at] of [
        ['L1', -4],
        ['L2', 9],
        ['L3', null],
      ] as const)
        await plan(id, at === null ? null : someTime + at);
      await store.applySettings(w, settings, someTime + 2, 'U1');
      expect(await due()).toEqual(['L1 2', 'L2 2']);
      await expect(store.applySettings('another workspace', settings, 1, 'U1')).rejects.toThrow();
      expect(await due()).toEqual(['L1 2', 'L2 2']);
    });

    it('worked out by settings that were replaced meanwhile are due at once', async () => {
      const { store, w } = world;
      const version = await store.applySettings(w, settings, someTime, 'U1');
      await plan('L1', someTime + 50, { lookAtBy: version });
      await plan('L2', someTime + 50, { lookAtBy: version - 1 });
      await plan('L3', someTime - 50, { lookAtBy: version - 1 });
      await plan('L4', null, { lookAtBy: version - 1 });
      expect(await due()).toEqual(['L3 -50', 'L2 0', 'L1 50']);
    });

    it('do not outlive the person', async () => {
      const { store, w } = world;
      await plan('L1', someTime + 5);
      await store.forget(w, { ...appended(w, await storedLead(store, w, 'L1'), [erased]), lookAt: null });
      expect(await due()).toEqual([]);
    });

    it('that are looked at without anything to do change no lead', async () => {
      const { store, w } = world;
      await plan('L1', someTime + 5);
      world.clock.now += dayMs;
      await plan('L1', someTime + dayMs);
      expect(await collected(store.leads(w, { since: someTime + 1 }))).toEqual([]);
      await store.commit(appended(w, await storedLead(store, w, 'L1'), [], { profile: { ...ada, title: 'CEO' } }));
      expect(await collected(store.leads(w, { since: someTime + 1 }))).toHaveLength(1);
    });
  });

  describe(`${name}: who is away`, () => {
    const world = setUp(open);

    it('is known until they are back', async () => {
      const { store, w } = world;
      await store.setAway(w, 'U2', '2026-12-01', someTime);
      await store.setAway(w, 'U1', '2026-11-30', someTime);
      await store.setAway(w, 'U2', '2026-12-24', someTime + 1);
      expect(await store.away(w)).toEqual([
        { userId: 'U1', until: '2026-11-30' },
        { userId: 'U2', until: '2026-12-24' },
      ]);
      expect(await store.away('another workspace')).toEqual([]);
      await store.setAway(w, 'U1', null, someTime + 2);
      await store.setAway(w, 'U1', null, someTime + 2);
      expect(await store.away(w)).toEqual([{ userId: 'U2', until: '2026-12-24' }]);
    });

    it('and who has an open lead', async () => {
      const { store, w } = world;
      for (const id of ['L1', 'L2', 'L3']) await store.commit(received(w, id));
      const take = async (id: string, owner: string, bodies: Parameters<typeof appended>[2]) =>
        store.commit(appended(w, await storedLead(store, w, id), bodies, { by: owner }));
      await take('L1', 'U1', [claimed]);
      await take('L2', 'U1', [claimed]);
      await take('L3', 'U2', [claimed, judged]);
      expect(await store.owners(w)).toEqual(['U1']);
      expect(await store.owners('another workspace')).toEqual([]);
    });
  });

  describe(`${name}: word of new entries`, () => {
    const world = setUp(open);

    it('names the lanes of a commit once, and of nothing that failed', async () => {
      const { store, w } = world;
      const heard: (readonly string[])[] = [];
      const stop = store.onEntries((lanes) => heard.push(lanes));
      const entries = [cardOf('L1'), cardOf('L1', { key: 'a', lane: 'C2' }), cardOf('L1', { key: 'b' })];
      await store.commit(received(w, 'L1', { entries }));
      await expect(store.commit(received(w, 'L1', { entries }))).rejects.toThrow(Conflict);
      await store.commit(appended(w, await storedLead(store, w, 'L1'), [claimed]));
      await store.outbox.enqueue(w, [cardOf('L1', { key: 'c', lane: 'C3' })]);
      expect(heard).toEqual([['C0LEADS', 'C2'], ['C3']]);
      stop();
      await store.outbox.enqueue(w, [cardOf('L1', { key: 'd' })]);
      expect(heard).toHaveLength(2);
    });
  });
}

interface World {
  store: Store;
  w: string;
  readonly clock: { now: number };
}

function setUp(open: (now: () => number) => Promise<Store>): World {
  const clock = { now: someTime };
  const world = { clock } as World;
  beforeEach(async () => {
    clock.now = someTime;
    world.store = await open(() => clock.now);
    world.w = (await world.store.workspace()).id;
  });
  afterEach(() => world.store.close());
  return world;
}
