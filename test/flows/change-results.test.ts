// Before and after over histories made so that the naive answer is wrong: what is told, and what is not claimed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MarketingChange } from '../../src/domain/change.ts';
import { parseSettings } from '../../src/domain/settings.ts';
import { resultSentences } from '../../src/domain/report/change-words.ts';
import { resultsIn, resultsOf } from '../../src/flows/change-results.ts';
import { recordChange, takeBackChange } from '../../src/flows/changes.ts';
import { type HistoryLead, recordHistory } from '../../src/flows/history.ts';
import type { Desk } from '../../src/flows/record.ts';
import type { Reporter } from '../../src/flows/report.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { createReporter } from '../../src/sqlite/reporter.ts';
import { memoryStore } from '../world/memory-store.ts';

const timezone = 'Europe/Berlin';
const dayMs = 24 * 3_600_000;
/** Of the change: midnight in Berlin. */
const changedAt = Date.parse('2026-09-14T00:00:00+02:00');
const change: MarketingChange = {
  id: 'c1',
  at: changedAt,
  by: 'U0MIA',
  origin: { axis: 'source', name: 'linkedin-forms' },
  what: 'asks for the job title first',
  day: '2026-09-14',
  reason: 'wrong_person',
  markers: [],
  takenBack: null,
};

let now = changedAt + 43 * dayMs;
let desk: Desk;
let reporter: Reporter;
let workspaceId: string;
let count = 0;

beforeEach(async () => {
  now = changedAt + 43 * dayMs;
  const store = await memoryStore(() => now);
  desk = { store, now: () => now, newId: () => `id-${String((count += 1)).padStart(6, '0')}` };
  reporter = createReporter(':memory:', store);
  workspaceId = (await store.workspace()).id;
});
afterEach(async () => {
  await reporter.close();
  desk.store.close();
});

const verdicts = {
  wrong: { verdict: 'unqualified', reason: 'wrong_person' },
  qualified: { verdict: 'qualified', reason: 'clear_need' },
} as const;

/** Leads that came `day` days after the change, each judged so many days later, where it was. */
async function came(day: number, leads: number, verdict?: keyof typeof verdicts, afterDays = 1, source = 'linkedin-forms'): Promise<void> {
  for (let index = 0; index < leads; index += 1) {
    const receivedAt = changedAt + (day + 0.4) * dayMs + index * 60_000;
    const read = parseLead({ email: `p${(count += 1)}@mill.test`, source }, now);
    if (!('lead' in read)) throw new Error(JSON.stringify(read.problems));
    const judgedAt = { at: receivedAt + afterDays * dayMs, isDateOnly: false, by: 'Kim' };
    const history: HistoryLead = { lead: read.lead, receivedAt: { at: receivedAt, isDateOnly: false } };
    await recordHistory(desk, workspaceId, verdict ? { ...history, judged: { ...judgedAt, ...verdicts[verdict] } } : history);
  }
}

async function told(one = change, all: readonly MarketingChange[] = [one]): Promise<string> {
  const [result] = await resultsOf({ desk, reporter }, [one], all, timezone);
  return result ? resultSentences(result, one.reason).join(' ') : '';
}

describe('verdicts that come ever later', () => {
  // Half are wrong, before and after alike; after the change, whoever is wrong is judged only after 20 days.
  async function slower(): Promise<void> {
    for (let day = -40; day < 0; day += 2) {
      await came(day, 1, 'wrong', 2);
      await came(day, 1, 'qualified', 2);
    }
    for (let day = 0; day < 28; day += 2) {
      await came(day, 1, 'wrong', 20);
      await came(day, 1, 'qualified', 2);
    }
  }

  it('are no improvement: at equal age fewer were judged, so no change is called', async () => {
    await slower();
    expect(await told()).toMatchInlineSnapshot(
      `"Wrong person: 14 of 28 verdicts in the 28 days before (50 %, likely 33–67 %), 0 of 14 in the 28 days after (likely 0–22 %): not compared. Qualified: 14 of 28 before (50 %, likely 33–67 %), 14 of 14 after (likely 78–100 %): not compared. Within 14 days 28 of 28 leads were judged before and 14 of 28 after; that differs clearly, and leads without a verdict may be of either kind, so no change is called."`,
    );
  });

  it('and a verdict given when somebody looks again changes nothing of what was told', async () => {
    await slower();
    const then = await told();
    now += 60 * dayMs;
    expect(await told()).toBe(then);
  });
});

it('verdicts that began to be given only some days ago are not compared with the silence before', async () => {
  for (let day = -40; day < 0; day += 1) await came(day, 1, day > -8 ? 'wrong' : undefined);
  for (let day = 0; day < 28; day += 1) await came(day, 1, day % 2 === 0 ? 'wrong' : 'qualified');
  const words = await told();
  expect(words).toContain('leads were judged before and 28 of 28 after; that differs clearly');
  expect(words).not.toMatch(/clearly (less|more) often/);
});

it('3 of 3 before and 0 of 2 after are too few to say', async () => {
  await came(-29, 1);
  await came(-10, 3, 'wrong');
  await came(10, 2, 'qualified');
  expect(await told()).toContain('Wrong person: 3 of 3 verdicts in the 28 days before, 0 of 2 in the 28 days after: too few to say.');
});

it('a trend that was there before is told: it is not given to the change', async () => {
  for (let day = -56; day < 28; day += 1) {
    const wrongOfTen = day < -28 ? 9 : day < 0 ? 5 : 1;
    for (let one = 0; one < 10; one += 1)
      if (one % 3 === day % 3 || one % 3 === 0) await came(day, 1, one < wrongOfTen ? 'wrong' : 'qualified');
  }
  const words = await told();
  expect(words).toContain('clearly less often');
  expect(words).toContain('had clearly moved that way already before the change.');
});

it('a source whose first lead came within the window before is not compared', async () => {
  await came(-60, 9, 'wrong', 1, 'another-source');
  await came(-27, 20, 'wrong');
  await came(5, 20, 'qualified');
  expect(await told()).toContain('Leads from there are known for less than 28 days before the change');
  // One on the first day of the window, and the window is whole.
  await came(-28, 1);
  expect(await told()).toContain('0 of 20 in the 28 days after');
});

it('the day counts from its local midnight, also where only dates are known', async () => {
  await came(-30, 1);
  const read = parseLead({ email: 'day@mill.test', source: ' LinkedIn-Forms ' }, now);
  if (!('lead' in read)) throw new Error('refused');
  await recordHistory(desk, workspaceId, {
    lead: read.lead,
    receivedAt: { at: changedAt, isDateOnly: true },
    judged: { at: changedAt + 14 * dayMs, isDateOnly: true, verdict: 'unqualified', reason: 'wrong_person', by: null },
  });
  expect(await told()).toContain('0 of 0 verdicts in the 28 days before, 1 of 1 in the 28 days after');
});

it('a digest that is told again tells what was known when it was first told', async () => {
  const mia = { id: 'U0MIA', roles: ['marketing'] } as const;
  const said = { origin: change.origin, day: change.day, reason: change.reason, actor: mia };
  const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, timezone });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  await desk.store.applySettings(workspaceId, parsed.settings, changedAt, 'system');
  await came(-30, 1);
  now = changedAt;
  await recordChange(desk, workspaceId, { ...said, what: change.what, requestId: 'c1' });
  const week = { from: '2026-10-26', to: '2026-11-02' };
  const toldAt = Date.parse('2026-11-02T08:00:00Z');
  now = toldAt + dayMs;
  const toldThen = await resultsIn({ desk, reporter }, workspaceId, week, toldAt);
  expect(toldThen.map((one) => one.change.id)).toEqual(['c1']);
  await recordChange(desk, workspaceId, { ...said, what: 'another one, written down late', requestId: 'c2' });
  expect(await resultsIn({ desk, reporter }, workspaceId, week, toldAt)).toEqual(toldThen);
  await takeBackChange(desk, workspaceId, { actor: mia, requestId: 'c3', id: 'c1' });
  expect(await resultsIn({ desk, reporter }, workspaceId, week, toldAt)).toEqual(toldThen);
  expect(await resultsIn({ desk, reporter }, workspaceId, week, now)).toEqual([]);
});

it('before its time it says when; other changes in the days are told with it', async () => {
  await came(-30, 1);
  now = changedAt + 42 * dayMs - 1;
  expect(await told()).toContain('ask again on 26 Oct 2026.');
  // The clocks go back on 25 October: that midnight is an hour later.
  now += 3_600_001;
  expect(await told(change, [change, { ...change, id: 'c2', day: '2026-09-28' }])).toContain('Another change of the same origin');
});
