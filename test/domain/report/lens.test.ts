// What a report looks at: one source or campaign, and each handoff at the same age.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCohort } from '../../../src/domain/report/cohort.ts';
import { groupName } from '../../../src/domain/report/group.ts';
import { type Lens, createLens } from '../../../src/domain/report/lens.ts';
import { histories, historyStart } from './histories.ts';
import { type LogEvent, judged, newLog, received } from './log.ts';

const dayMs = 24 * 3_600_000;
const timezone = 'Europe/Berlin';
const span = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER };

function rowsOf(events: readonly LogEvent[], lens: Lens, asOf: number, window = span) {
  const looksAt = createLens(window, { ...lens, asOf, timezone });
  const cohort = createCohort(window, asOf);
  for (const event of events) if (looksAt(event)) cohort.add(event);
  return [...cohort.handoffs()];
}

describe('at the same age', () => {
  const openedAt = Date.parse('2026-10-12T09:00:00Z');
  const log = newLog();
  log.add({ handoff: 'H1', at: openedAt }, received());
  log.add({ handoff: 'H1', at: openedAt + 3 * dayMs }, judged('unqualified', 'no_need'));
  // The clocks went back on 25 October, so that 14 days are an hour longer.
  log.add({ handoff: 'H1', at: openedAt + 14 * dayMs + 3_600_000 }, judged('qualified'));
  log.add({ handoff: 'H1', at: openedAt + 14 * dayMs + 3_600_001 }, judged('unqualified', 'no_budget'));

  it.each([
    [2, undefined],
    [3, 'no_need'],
    [13, 'no_need'],
    [14, 'clear_need'],
    [15, 'no_budget'],
  ])('%i days after it came, by the calendar', (atAgeDays, reason) => {
    expect(rowsOf(log.events, { atAgeDays }, openedAt + 60 * dayMs).map(({ verdict }) => verdict?.reason)).toEqual([reason]);
  });

  it('a handoff that is not so old yet is not looked at', () => {
    const oldAt = openedAt + 14 * dayMs + 3_600_000;
    expect(rowsOf(log.events, { atAgeDays: 14 }, oldAt)).toHaveLength(1);
    expect(rowsOf(log.events, { atAgeDays: 14 }, oldAt - 1)).toEqual([]);
  });

  it('says the same of a handoff whenever it is asked, once it is old enough', () => {
    fc.assert(
      fc.property(histories({ hasImports: false }), fc.integer({ min: 0, max: 10 }), fc.nat(40), (events, atAgeDays, later) => {
        // What is recorded late is the one thing that may still come.
        const known = events.filter(({ at, recordedAt }) => at === recordedAt);
        const asOf = historyStart + 20 * dayMs;
        const then = rowsOf(known, { atAgeDays }, asOf);
        const since = new Map(rowsOf(known, { atAgeDays }, asOf + later * dayMs).map((row) => [row.handoffId, row]));
        for (const row of then) expect(since.get(row.handoffId)).toEqual(row);
      }),
    );
  });
});

describe('of one origin', () => {
  it('is exactly what the whole report has under that name', () => {
    const names = fc.constantFrom('google-ads', 'webinar', 'partner', 'referral', '(unknown)');
    fc.assert(
      fc.property(histories(), fc.constantFrom('source' as const, 'campaign' as const), names, (events, axis, name) => {
        const asOf = historyStart + 400 * dayMs;
        const window = { fromAt: historyStart + dayMs, toAt: historyStart + 9 * dayMs };
        const whole = rowsOf(events, {}, asOf, window).filter(({ attribution }) => groupName(attribution[axis]) === name);
        expect(rowsOf(events, { only: { [axis]: name } }, asOf, window)).toEqual(whole);
      }),
    );
  });
});
