// Money in the book of a real store: two at once, what a report knew then, names that no lead came under.
import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import type { Spend } from '../../src/domain/spend.ts';
import { receiveLead } from '../../src/flows/leads.ts';
import type { Desk } from '../../src/flows/record.ts';
import { makeReport } from '../../src/flows/report.ts';
import { checkSpendRole, lastSpendCurrency, namesWithoutLeads, recordSpend } from '../../src/flows/spend.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { memoryStore } from '../world/memory-store.ts';

const november: Spend = { of: 'source', name: 'google-ads', from: '2026-11-01', to: '2026-12-01', amount: 3000, currency: 'EUR' };
const dayMs = 24 * 3_600_000;

async function office() {
  const clock = { now: Date.parse('2026-12-05T12:00:00Z') };
  const store = await memoryStore(() => clock.now);
  const desk: Desk = { store, now: () => clock.now, newId: uuidv7 };
  const { id } = await store.workspace();
  let form = 0;
  const says = (more: Partial<Spend>, by = 'U0MIA') =>
    recordSpend(desk, id, { spend: { ...november, ...more }, by, requestId: `view:${(form += 1)}` });
  const costs = async (asOf: number) =>
    (await makeReport(store, id, { period: november, timezone: 'UTC', asOf })).cost?.bySource.map(({ spend }) => spend);
  return { clock, store, desk, workspaceId: id, says, costs };
}

describe('the book', () => {
  it('of two who say overlapping days at once, one is refused', async () => {
    const { store, workspaceId, says } = await office();
    const both = await Promise.allSettled([says({}), says({ to: '2026-11-08', amount: 700 }, 'U0MAX')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await store.ledger.read(workspaceId, 'spend')).toHaveLength(1);
  });

  it('of two who say the same at once, both are right, and it counts once', async () => {
    const { says, costs, clock } = await office();
    await Promise.all([says({}), says({}, 'U0MAX')]);
    expect(await costs(clock.now)).toEqual([{ EUR: 3000 }]);
  });

  it('a report says what was known then: corrections and what was taken away since are not there yet', async () => {
    const { clock, says, costs } = await office();
    const first = clock.now;
    await says({});
    clock.now += dayMs;
    expect(await says({ amount: 3300 })).toMatchObject({ kind: 'corrected', before: { amount: 3000 } });
    clock.now += dayMs;
    expect(await says({ amount: 0 })).toMatchObject({ kind: 'removed', before: { amount: 3300 } });
    expect(await costs(first - 1)).toBeUndefined();
    expect(await costs(first)).toEqual([{ EUR: 3000 }]);
    expect(await costs(first + dayMs)).toEqual([{ EUR: 3300 }]);
    expect(await costs(clock.now)).toBeUndefined();
  });

  it('tells whoever wrote it, in a lane of their own, and nobody of what an import wrote', async () => {
    const { store, workspaceId, says } = await office();
    await says({});
    await says({ name: 'webinar' }, 'system');
    expect((await store.outbox.lanes(workspaceId)).map(({ lane }) => lane)).toEqual(['U0MIA']);
  });

  it('remembers the currency that was written last', async () => {
    const { store, workspaceId, says } = await office();
    expect(await lastSpendCurrency(store, workspaceId)).toBeNull();
    await says({});
    await says({ currency: 'CHF' });
    expect(await lastSpendCurrency(store, workspaceId)).toBe('CHF');
  });
});

describe('names', () => {
  it('are known from the first lead on, however it is spelt; trial runs do not count', async () => {
    const { desk, store, workspaceId } = await office();
    const names = [november, { ...november, of: 'campaign', name: 'q4' } as const, { ...november, name: 'fair' }];
    const unseen = async () => (await namesWithoutLeads(store, workspaceId, names)).map(({ of, name }) => `${of} ${name}`);
    const arrives = async (fields: Readonly<Record<string, unknown>>): Promise<void> => {
      const read = parseLead(fields);
      if ('problems' in read) throw new Error('A lead of the test cannot be read');
      await receiveLead(desk, workspaceId, { lead: read.lead, by: 'api' });
    };
    await arrives({ email: 'a@x.test', source: 'fair', test: true });
    expect(await unseen()).toEqual(['source google-ads', 'campaign q4', 'source fair']);
    await arrives({ email: 'b@x.test', source: ' Google-Ads', campaign: 'Q4 ' });
    expect(await unseen()).toEqual(['source fair']);
    expect(await namesWithoutLeads(store, workspaceId, [])).toEqual([]);
  });
});

it('is for marketing and managers', () => {
  for (const role of ['marketing', 'manager'] as const) expect(() => checkSpendRole({ id: 'U1', roles: ['sales', role] })).not.toThrow();
  expect(() => checkSpendRole({ id: 'U1', roles: ['sales'] })).toThrow('for marketing and managers');
});
