// The story's two views: an expectation for each action, something in every cell, and a no that won.
import { describe, expect, it } from 'vitest';
import { demoIds } from '../../src/demo/people.ts';
import { pastLeads } from '../../src/demo/story/past.ts';
import { pastExpectations } from '../../src/demo/story/views.ts';
import { type ExpectationSet, expectationsAt } from '../../src/domain/expectation.ts';
import { importHistory } from '../../src/flows/import.ts';
import { makeReports } from '../../src/flows/report.ts';
import { untilToday, viewsFrom, viewsRequests } from '../../src/flows/views.ts';
import { memoryStore } from '../world/memory-store.ts';

const timezone = 'Europe/Berlin';
const dayMs = 24 * 60 * 60 * 1000;
const monday = Date.parse('2026-11-23T10:00:00Z');

describe('pastExpectations', () => {
  const lines = pastExpectations({ now: monday, timezone, people: demoIds });

  it('are Mia’s, from before now, each line once', () => {
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    expect(lines.every(({ at, by, topic }) => at < monday && by === demoIds.mia && topic === 'expectation')).toBe(true);
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('stand at the numbers that the demo is told with', () => {
    const sets = lines.map(({ subject, at, by, body }): ExpectationSet => ({
      action: subject,
      expected: Number(body['expected']),
      why: null,
      at,
      by,
    }));
    const now = expectationsAt(sets, monday);
    expect(Object.fromEntries([...now].map(([action, { expected }]) => [action, expected]))).toEqual({
      demo_request: 80,
      webinar: 40,
      ebook: 25,
      pricing_page: 50,
      trial: 50,
      contact_form: 35,
    });
  });
});

it.each([0, 1, 2, 3, 4, 5, 6])('has something to see in every part, %i days on', async (days) => {
  const now = monday + days * dayMs;
  const store = await memoryStore(() => now);
  const { id } = await store.workspace();
  let ids = 0;
  await importHistory({ store, now: () => now, newId: () => `id-${(ids += 1)}` }, id, pastLeads({ now, timezone, weeks: 8 }));
  for (const [index, line] of pastExpectations({ now, timezone, people: demoIds }).entries()) {
    const before = await store.ledger.read(id, line.topic, line.subject);
    await store.ledger.append(id, { ...line, id: `${line.id}:${index}` }, before.at(-1)?.seq ?? 0, []);
  }
  const { recent, long } = viewsFrom(await makeReports(store, id, viewsRequests({ to: untilToday(now, timezone), timezone, asOf: now })));
  expect(recent.actions?.filter(({ expectation }) => expectation !== null)).toHaveLength(6);
  expect(new Set(recent.actions?.map(({ expectation }) => expectation?.held)).size).toBeGreaterThan(1);
  for (const side of [recent.scores?.high, recent.scores?.low]) {
    expect(side?.qualified).toBeGreaterThan(5);
    expect(side?.unqualified).toBeGreaterThan(5);
  }
  expect(recent.scores?.tells).toBe('up');
  const [within30] = long.verdictOutcome?.within ?? [];
  expect(within30?.qualified.k).toBeGreaterThan(3);
  expect(within30?.unqualified.n).toBeGreaterThan(20);
  expect(long.quarrels?.noThatWon.total).toBeGreaterThan(0);
  store.close();
});
