// The Store's contract on SQLite, in memory and in a file, and what is SQLite's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { evolve } from '../../src/domain/evolve.ts';
import { type EventBody, type Lead, latestHandoff } from '../../src/domain/lead.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { sqliteStore } from '../../src/sqlite/store.ts';
import { ada, appended, attribution, cardOf, collected, received, someTime, storedLead } from './sample-leads.ts';
import { describeStore } from './store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadloop-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}.db`);

describeStore('in memory', async (now) => openStore(':memory:', { create: true, now }));
describeStore('in a file', async (now) => openStore(newFile(), { create: true, now }));

const aBody: fc.Arbitrary<EventBody> = fc.constantFrom(
  { type: 'claimed' },
  { type: 'released' },
  { type: 'judged', verdict: 'unqualified', reason: 'bad_timing', notBefore: '2026-12-01' },
  { type: 'reopened' },
  { type: 'noted', side: 'sales' },
  { type: 'activity', attribution },
  { type: 'returned', reason: null, cause: 'stalled' },
  { type: 'resubmitted', attribution, isTest: false },
  { type: 'posted', channel: 'C0LEADS', ts: '1.1' },
  { type: 'archived' },
  { type: 'outcome', outcome: 'won', amount: 12_000, currency: 'EUR' },
  { type: 'erased' },
);

describe('the rows', () => {
  const projections = ['leads', 'handoffs', 'events', 'texts'];

  it('follow from the log alone', async () => {
    const step = fc.record({ lead: fc.nat(2), bodies: fc.array(aBody, { minLength: 1, maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const [one, two] = [openDatabase(':memory:', { create: true }), openDatabase(':memory:', { create: true })];
        const [first, second] = [sqliteStore(one), sqliteStore(two)];
        try {
          const leads = new Map<string, Lead>();
          for (const { lead: n, bodies } of steps) {
            const before = leads.get(`L${n}`);
            const change = before ? appended('W', before, bodies, { by: 'U1' }) : received('W', `L${n}`);
            await first.commit(change);
            leads.set(`L${n}`, change.lead);
          }
          const again = new Map<string, Lead>();
          for await (const { seq: _, ...event } of first.events('W')) {
            const lead = evolve(again.get(event.leadId) ?? null, event);
            again.set(event.leadId, lead);
            await second.commit({ workspaceId: 'W', lead, events: [event], entries: [], ...(lead.version === 1 ? { profile: ada } : {}) });
          }
          const rows = (raw: typeof one.raw) => projections.map((table) => raw.prepare(`select * from "${table}" order by 1, 2`).all());
          expect(rows(two.raw)).toEqual(rows(one.raw));
          for (const [id, lead] of leads) expect((await second.lead('W', id))?.lead).toEqual(lead);
        } finally {
          first.close();
          second.close();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keep handoffs apart, with the source of each', async () => {
    const database = openDatabase(':memory:', { create: true });
    const store = sqliteStore(database);
    await store.commit(received('W', 'L1'));
    const other = { type: 'resubmitted', attribution: { ...attribution, source: 'webinar' }, isTest: false } as const;
    await store.commit(appended('W', await storedLead(store, 'W', 'L1'), [{ type: 'claimed' }, { type: 'archived' }, other]));
    expect(latestHandoff(await storedLead(store, 'W', 'L1')).id).toBe('L1.2');
    const rows = database.raw.prepare('select "id", "state", "source", "cycle" from "handoffs" order by "cycle"').all();
    expect(rows).toEqual([
      { id: 'L1.1', state: 'archived', source: 'google-ads', cycle: 1 },
      { id: 'L1.2', state: 'new', source: 'webinar', cycle: 2 },
    ]);
    store.close();
  });

  it('of the log cannot be changed or deleted, whoever tries', async () => {
    const database = openDatabase(':memory:', { create: true });
    await sqliteStore(database).commit(received('W', 'L1'));
    for (const statement of [`update "events" set "by" = 'U9'`, 'delete from "events"', `update or replace "events" set "at" = 1`]) {
      expect(() => database.raw.exec(statement)).toThrow('events are append-only');
    }
    database.close();
  });

  it('go all or none: a change that fails at its last entry leaves nothing', async () => {
    const database = openDatabase(':memory:', { create: true });
    const store = sqliteStore(database);
    const delivered = { entryId: '99', revision: 1, channel: 'C', ts: '1' };
    const change = received('W', 'L1', { entries: [cardOf('L1')], requestId: 'r', identity: { externalId: '7' }, delivered });
    await expect(store.commit(change)).rejects.toThrow('99');
    for (const table of [...projections, 'external_ids', 'requests', 'outbox']) {
      expect(database.raw.prepare(`select count(*) from "${table}"`).pluck().get()).toBe(0);
    }
    store.close();
  });
});

describe('a search', () => {
  it('goes past its first page', async () => {
    const store = openStore(':memory:', { create: true });
    await store.commit(received('W', 'L0', { profile: { ...ada, name: 'Old Needle' } }));
    for (let n = 1; n <= 4100; n += 1) await store.commit(received('W', `L${n}`, { at: someTime + Math.floor(n / 3) }));
    expect((await store.search('W', 'needle', 5)).map(({ leadId }) => leadId)).toEqual(['L0']);
    expect(new Set((await store.search('W', 'ada', 5000)).map(({ leadId }) => leadId)).size).toBe(4101);
    store.close();
  });
});

describe('two processes on one file', () => {
  const settings = settingsSchema.parse({ channels: { leads: 'C0LEADS' } });

  it('see what the other wrote', async () => {
    const path = newFile();
    const [bot, command] = [openStore(path, { create: true }), openStore(path, { create: false })];
    const { id } = await bot.workspace();
    expect((await command.workspace()).id).toBe(id);
    await command.applySettings(id, settings, someTime, 'system');
    expect(await bot.workspace()).toMatchObject({ settings, settingsVersion: 1 });
    await bot.applySettings(id, { ...settings, timezone: 'Europe/Berlin' }, someTime, 'system');
    expect(await command.workspace()).toMatchObject({ settings: { timezone: 'Europe/Berlin' }, settingsVersion: 2 });
    bot.close();
    command.close();
  });

  it('keep no settings that were replaced while they were read', async () => {
    const path = newFile();
    const [bot, command] = [openStore(path, { create: true }), openStore(path, { create: false })];
    const { id } = await bot.workspace();
    await command.applySettings(id, settings, someTime, 'system');
    // So much is read in this turn of the event loop that the next read gives others their turn before it answers.
    const reads: Promise<unknown>[] = [];
    for (const begun = performance.now(); performance.now() - begun < 40;) reads.push(bot.outbox.byKey(id, 'x'));
    const written = bot.applySettings(id, { ...settings, timezone: 'Europe/Berlin' }, someTime, 'U1');
    const read = bot.workspace();
    await Promise.all([...reads, written, read]);
    expect((await read).settingsVersion).toBe(1);
    expect(await bot.workspace()).toMatchObject({ settings: { timezone: 'Europe/Berlin' }, settingsVersion: 2 });
    bot.close();
    command.close();
  });

  it('can read without being able to write', async () => {
    const path = newFile();
    const bot = openStore(path, { create: true });
    const { id } = await bot.workspace();
    await bot.commit(received(id, 'L1'));
    const reader = openStore(path, { create: false, isReadOnly: true });
    await bot.commit(received(id, 'L2'));
    expect(await collected(reader.events(id))).toHaveLength(2);
    expect((await reader.workspace()).id).toBe(id);
    await expect(reader.commit(received(id, 'L3'))).rejects.toMatchObject({ name: 'DatabaseError', code: 'unwritable' });
    bot.close();
    expect(await collected(reader.leads(id))).toHaveLength(2);
    reader.close();
    const alone = openStore(path, { create: false, isReadOnly: true });
    expect(await collected(alone.events(id))).toHaveLength(2);
    alone.close();
  });
});

describe('what is kept for a while only', () => {
  it('goes with the first write after its time', async () => {
    const day = 24 * 60 * 60 * 1000;
    let now = someTime;
    const database = openDatabase(':memory:', { create: true, now: () => now });
    const store = sqliteStore(database);
    const count = () =>
      database.raw.prepare('select (select count(*) from "requests") + (select count(*) from "idempotency_keys")').pluck().get();
    await store.commit(received('W', 'L1', { requestId: 'r1', identity: { idempotency: { key: 'k', bodyHash: 'h' } } }));
    await store.askOnce('W', 'q', now);
    now += 29 * day;
    await store.commit(received('W', 'L2'));
    expect(count()).toBe(3);
    now += 2 * day;
    await store.commit(received('W', 'L3'));
    expect(count()).toBe(0);
    store.close();
  });
});
