// Many rows in one transaction end as they would one by one; what is foretold is what happens.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importHistory, importLeads, expectLead, isNewcomer } from '../../src/flows/import.ts';
import { type Arrival, receiveLead } from '../../src/flows/leads.ts';
import type { Desk } from '../../src/flows/record.ts';
import { Busy } from '../../src/errors.ts';
import { bodyHash } from '../../src/sources/canonical.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { memoryStore } from '../world/memory-store.ts';

const now = Date.parse('2026-11-23T14:00:00Z');

async function office(): Promise<{ desk: Desk; workspaceId: string }> {
  const store = await memoryStore(() => now);
  let ids = 0;
  const desk = { store, now: () => now, newId: () => `id-${String((ids += 1)).padStart(8, '0')}` };
  return { desk, workspaceId: (await store.workspace()).id };
}

function arrival(fields: Record<string, unknown>): Arrival {
  const reading = parseLead(fields, now);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  const hash = bodyHash(reading.lead);
  return { lead: reading.lead, by: 'system', ...(reading.lead.externalId === null ? { idempotency: { key: hash, bodyHash: hash } } : {}) };
}

/** Few people, so that rows meet in every way: by key, id, e-mail and phone. */
const person = fc
  .record({
    externalId: fc.constantFrom(undefined, undefined, 'a', 'b'),
    source: fc.constantFrom('webinar', 'ads'),
    email: fc.constantFrom(undefined, 'ada@engine.test', 'bob@engine.test', 'eve@engine.test'),
    phone: fc.constantFrom(undefined, '+442079460000', '+442079460001'),
    message: fc.constantFrom('hello', 'again'),
    test: fc.constantFrom(false, false, false, true),
  })
  .filter(({ externalId, email, phone }) => externalId !== undefined || email !== undefined || phone !== undefined)
  .map(arrival);

async function statesOf(desk: Desk, workspaceId: string) {
  const leads = [];
  for await (const { lead, profile, externalIds } of desk.store.leads(workspaceId)) {
    const handoffs = lead.handoffs.map(({ cycle, state, attribution, activities }) => [
      cycle,
      state,
      attribution.source,
      activities.length,
    ]);
    leads.push(JSON.stringify({ handoffs, email: profile.email, phone: profile.phone, externalIds }));
  }
  return leads.toSorted();
}

describe('importLeads', () => {
  it('two e-mails that meet a lead known by its phone alone: the first joins, the second is another person', async () => {
    const { desk, workspaceId } = await office();
    const phone = '+442079460001';
    const rows = [{ phone }, { phone, email: 'bob@engine.test' }, { phone, email: 'ada@engine.test' }];
    const received = await importLeads(
      desk,
      workspaceId,
      rows.map((row) => arrival({ ...row, source: 'webinar', message: 'hello' })),
    );
    expect(received.map(({ status }) => status)).toEqual(['created', 'merged', 'created']);
    desk.store.close();
  });

  it('the same where both come in at one instant', async () => {
    const { desk, workspaceId } = await office();
    const lead = (email?: string) => arrival({ phone: '+442079460001', source: 'webinar', message: 'hello', ...(email ? { email } : {}) });
    const first = await receiveLead(desk, workspaceId, lead());
    const both = await Promise.all(['bob@engine.test', 'ada@engine.test'].map((email) => receiveLead(desk, workspaceId, lead(email))));
    expect([first, ...both].map(({ status }) => status).toSorted()).toEqual(['created', 'created', 'merged']);
    desk.store.close();
  });

  it('ends as row by row would, however the rows meet each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 14 }), fc.integer({ min: 0, max: 14 }), async (rows, cut) => {
        const [together, alone] = [await office(), await office()];
        const fates = [];
        for (const part of [rows.slice(0, cut), rows.slice(cut)]) {
          fates.push(...(await importLeads(together.desk, together.workspaceId, part)).map(({ status }) => status));
        }
        const expected = [];
        for (const row of rows) expected.push((await receiveLead(alone.desk, alone.workspaceId, row)).status);
        expect(fates).toEqual(expected);
        expect(await statesOf(together.desk, together.workspaceId)).toEqual(await statesOf(alone.desk, alone.workspaceId));
        together.desk.store.close();
        alone.desk.store.close();
      }),
      { numRuns: 40 },
    );
  });

  it('foretells what receiveLead then does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 10 }), async (rows) => {
        const { desk, workspaceId } = await office();
        for (const row of rows) {
          const foretold = await expectLead(desk, workspaceId, row);
          expect((await receiveLead(desk, workspaceId, row)).status).toBe(foretold);
        }
        desk.store.close();
      }),
      { numRuns: 25 },
    );
  });

  it('knows a newcomer: two rows are one card exactly when the second is not created', async () => {
    await fc.assert(
      fc.asyncProperty(person, person, async (first, second) => {
        const { desk, workspaceId } = await office();
        await receiveLead(desk, workspaceId, first);
        expect(isNewcomer(first, second)).toBe((await receiveLead(desk, workspaceId, second)).status === 'created');
        desk.store.close();
      }),
      { numRuns: 60 },
    );
  });

  it('writes when its turn comes, many rows at a time', async () => {
    const { desk, workspaceId } = await office();
    const turns: number[] = [];
    const rows = ['a', 'b', 'c', 'a'].map((name) => arrival({ email: `${name}@engine.test`, message: String(turns.length) }));
    await importLeads(desk, workspaceId, rows, (count, write) => {
      turns.push(count);
      return write();
    });
    // The fourth row is the first once more: it sees what that left, and has nothing to write.
    expect(turns).toEqual([3]);
  });

  it('F53: waits for a lock for longer than a click would, and counts nothing twice', async () => {
    const { desk, workspaceId } = await office();
    let locked = 5;
    const store = {
      ...desk.store,
      commitAll: async (changes: Parameters<typeof desk.store.commitAll>[0]) => {
        if ((locked -= 1) >= 0) throw new Busy('locked');
        return desk.store.commitAll(changes);
      },
    };
    const answers = await importLeads({ ...desk, store }, workspaceId, [arrival({ email: 'ada@engine.test' })]);
    expect(answers).toMatchObject([{ status: 'created' }]);
  });
});

describe('importHistory', () => {
  it('makes one lead of rows about one person in the same piece', async () => {
    const { desk, workspaceId } = await office();
    const row = (email: string, day: number) => ({
      lead: arrival({ email }).lead,
      receivedAt: { at: Date.parse(`2026-10-0${day}T00:00:00Z`), isDateOnly: true },
    });
    const rows = [row('ada@engine.test', 1), row('bob@engine.test', 1), row('ada@engine.test', 2), row('ada@engine.test', 1)];
    expect((await importHistory(desk, workspaceId, rows)).map(({ status }) => status)).toEqual([
      'created',
      'created',
      'created',
      'duplicate',
    ]);
    expect(await statesOf(desk, workspaceId)).toMatchObject([
      expect.stringContaining('[[1,"archived",null,0],[2,"archived",null,0]]'),
      expect.stringContaining('bob@engine.test'),
    ]);
  });
});
