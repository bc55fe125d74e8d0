// The targets of the demo: believable whenever it starts, and each of them stands in a way of its own.
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoIds, demoSettings } from '../../src/demo/people.ts';
import { pastBook } from '../../src/demo/story/book.ts';
import { pastLeads } from '../../src/demo/story/past.ts';
import { pastTargets } from '../../src/demo/story/targets.ts';
import { rolesOf } from '../../src/domain/roles.ts';
import { quarterOn } from '../../src/domain/targets/quarter.ts';
import { foldTargets, targetFaults } from '../../src/domain/targets/target.ts';
import { importHistory } from '../../src/flows/import.ts';
import { makeReport } from '../../src/flows/report.ts';
import { sheetOf } from '../../src/flows/targets.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/sqlite/open.ts';

const timezone = 'Europe/Berlin';
const settings = demoSettings(timezone);
const options = (now: number) => ({ now, timezone, people: demoIds });
const facts = {
  groups: [],
  isAdmin: false,
  isGuest: false,
  isForeign: false,
  isDeleted: false,
  isInSalesChannel: false,
  isInMarketingChannel: false,
};
const rolesFor = (id: string) => rolesOf({ id, ...facts }, settings);

describe('the lines of the story', () => {
  it('are four targets of the running quarter that the form would take, whenever the demo starts', () => {
    const nows = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-12-31') });
    fc.assert(
      fc.property(nows, (now) => {
        const lines = pastTargets(options(now));
        for (const { at } of lines) expect(at).toBeLessThan(now);
        expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
        const inOrder = pastBook({ ...options(now), questions: [] }).filter(({ topic }) => topic === 'target');
        const targets = foldTargets(inOrder.map((line, seq) => ({ ...line, seq: seq + 1 })));
        expect(targets.map(({ metric }) => metric)).toEqual(['qualified', 'wonAmount', 'coverage', 'withinTarget']);
        const today = new Date(now + 3_600_000).toISOString().slice(0, 10);
        for (const target of targets) {
          expect(target.next).not.toBeNull();
          const roles = { sales: rolesFor(target.sales), marketing: rolesFor(target.marketing) };
          if (target.quarter === quarterOn(today)) expect(targetFaults(target, target, roles, today)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('beside the leads of the story', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(':memory:', { create: true });
  });
  afterEach(() => store.close());

  it('one is ahead, one is too close to say, one is not reached, and money stands for itself', async () => {
    const now = Date.parse('2026-11-25T15:00:00Z');
    const { id } = await store.workspace();
    await store.applySettings(id, settings, now - 1, 'system');
    await importHistory({ store, now: () => now, newId: uuidv7 }, id, pastLeads({ now, timezone, weeks: 8 }));
    for (const line of pastTargets(options(now))) {
      const after = (await store.ledger.read(id, line.topic, line.subject)).at(-1)?.seq ?? 0;
      await store.ledger.append(id, line, after, []);
    }
    const sheet = await sheetOf(store, id, { quarter: '2026-Q4', timezone, asOf: now }, (request) => makeReport(store, id, request));
    expect(sheet.rows.map(({ target, progress }) => [target.metric, target.value, progress.standing])).toEqual([
      ['qualified', 180, 'ahead'],
      ['wonAmount', 500_000, 'unsaid'],
      ['coverage', 0.85, 'close'],
      ['withinTarget', 0.7, 'missed'],
    ]);
  });
});
