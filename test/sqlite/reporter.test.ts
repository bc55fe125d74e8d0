// Reports in a process of their own: the same figures as in place, one after another, errors as sentences.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeReports } from '../../src/flows/report.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { createReporter } from '../../src/sqlite/reporter.ts';
import { received, someTime } from './sample-leads.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadloop-reporter-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const asOf = someTime + 24 * 60 * 60 * 1000;
const monthOf = (month: string): { period: { from: string; to: string }; timezone: string; asOf: number } => ({
  period: { from: `2026-${month}-01`, to: '2026-12-01' },
  timezone: 'UTC',
  asOf,
});

async function bot(path: string, leads: number) {
  const store = openStore(path, { create: true });
  const { id } = await store.workspace();
  await store.commitAll(Array.from({ length: leads }, (_, n) => received(id, `L${n}`)));
  return { store, id, reporter: createReporter(path, store) };
}

describe.each(['a file', ':memory:'])('reports on %s', (where) => {
  it('gives what it would give in place, for many at once too', async () => {
    const { store, id, reporter } = await bot(where === 'a file' ? join(folder, 'leads.db') : where, 30);
    const requests = [monthOf('11'), { ...monthOf('10'), asOf: someTime - 1 }];
    const [known, before] = await reporter.reports(requests);
    expect([known?.totals.delivered, before?.totals.delivered]).toEqual([30, 0]);
    expect([known, before]).toEqual(await makeReports(store, id, requests));
    expect(await reporter.report(monthOf('11'))).toEqual(known);
    await reporter.close();
    store.close();
  });

  it('queues, sees what was written meanwhile, and refuses once closed', async () => {
    const { store, id, reporter } = await bot(where === 'a file' ? join(folder, 'leads.db') : where, 3);
    const first = await Promise.all([reporter.report(monthOf('11')), reporter.report(monthOf('10')), reporter.report(monthOf('11'))]);
    expect(first.map(({ period, totals }) => [period.from, totals.delivered])).toEqual([
      ['2026-11-01', 3],
      ['2026-10-01', 3],
      ['2026-11-01', 3],
    ]);
    await store.commit(received(id, 'one more'));
    expect((await reporter.report(monthOf('11'))).totals.delivered).toBe(4);
    await reporter.close();
    await expect(reporter.report(monthOf('11'))).rejects.toThrow(/^LeadLoop is stopping, so the report was not made\./);
    store.close();
  });
});

it('says in a sentence what is wrong with the database, and goes on with the next', async () => {
  const { store, reporter } = await bot(join(folder, 'leads.db'), 1);
  const elsewhere = createReporter(join(folder, 'none.db'), store);
  await expect(elsewhere.report(monthOf('11'))).rejects.toThrow(/^There is no database at .*none\.db\. Check DATABASE_URL/);
  await expect(reporter.report({ ...monthOf('11'), timezone: 'Nowhere/Land' })).rejects.toThrow(/^The report ended before it was done\./);
  expect((await reporter.report(monthOf('11'))).totals.delivered).toBe(1);
  await Promise.all([reporter.close(), elsewhere.close()]);
  store.close();
});

it('ends the report under way when it is closed', async () => {
  const { store, reporter } = await bot(join(folder, 'leads.db'), 1);
  const asked = Promise.allSettled([reporter.report(monthOf('11')), reporter.report(monthOf('10'))]);
  // The first is on its way once the queue had its turn.
  await Promise.resolve();
  await reporter.close();
  expect((await asked).map((result) => result.status === 'rejected' && String(result.reason))).toEqual([
    expect.stringMatching(/LeadLoop is stopping/),
    expect.stringMatching(/LeadLoop is stopping/),
  ]);
  store.close();
});
