// What the demo's marketing changed: believable, by Mia, and told or refused rightly on the days of the story.
import { beforeAll, describe, expect, it } from 'vitest';
import { demoIds } from '../../src/demo/people.ts';
import { pastChanges } from '../../src/demo/story/changes.ts';
import { pastLeads } from '../../src/demo/story/past.ts';
import { foldChanges } from '../../src/domain/change.ts';
import { resultSentences } from '../../src/domain/report/change-words.ts';
import { resultsOf } from '../../src/flows/change-results.ts';
import { importHistory } from '../../src/flows/import.ts';
import type { Desk } from '../../src/flows/record.ts';
import { createReporter } from '../../src/sqlite/reporter.ts';
import { memoryStore } from '../world/memory-store.ts';

const timezone = 'Europe/Berlin';
const now = Date.parse('2026-11-25T15:00:00Z');
const dayMs = 24 * 3_600_000;
const lines = pastChanges({ now, timezone, people: demoIds });
const changes = foldChanges(lines);
let desk: Desk;
let clock = now;

beforeAll(async () => {
  const store = await memoryStore(() => clock);
  let ids = 0;
  desk = { store, now: () => clock, newId: () => `id-${String((ids += 1)).padStart(6, '0')}` };
  await importHistory(desk, (await store.workspace()).id, pastLeads({ now, timezone, weeks: 8 }));
});

async function toldAt(at: number): Promise<readonly string[]> {
  clock = at;
  const reporter = createReporter(':memory:', { ...desk.store, workspace: () => desk.store.workspace() });
  const results = await resultsOf({ desk, reporter }, changes, changes, timezone);
  return results.map((result, index) => resultSentences(result, changes[index]?.reason ?? 'other').join(' '));
}

describe('the changes of the demo', () => {
  it('are Mia’s, of the weeks before, and answer what both reps said', () => {
    expect(changes.map(({ by, origin, day }) => [by, origin.name, day])).toEqual([
      [demoIds.mia, 'facebook-lead-ads', '2026-10-12'],
      [demoIds.mia, 'q4-search', '2026-11-02'],
    ]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b));
    for (const { markers } of changes) {
      expect(markers.map(({ by }) => by)).toEqual(expect.arrayContaining([demoIds.kim, demoIds.sam]));
    }
  });

  it('one began too late to be compared, the other is told three Mondays later', async () => {
    const [confirm, keywords] = await toldAt(now);
    expect(confirm).toContain('Leads from there are known for less than 28 days before the change');
    expect(keywords).toContain('Too early to tell');
    expect(keywords).toContain('ask again on 14 Dec 2026.');
    const [, then] = await toldAt(Date.parse('2026-12-14T08:00:00Z') + dayMs);
    expect(then).toMatchInlineSnapshot(
      `"Outside our ICP: 9 of 24 verdicts in the 28 days before (38 %, likely 21–57 %), 6 of 17 in the 28 days after (likely 17–59 %): no clear change. Qualified: 5 of 17 before (likely 13–53 %), 6 of 16 after (likely 18–61 %): no clear change."`,
    );
  });
});
