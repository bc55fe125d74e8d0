// What holds of the figures after any legal history, and the same figures computed a second time by SQL.
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCohort } from '../../../src/domain/report/cohort.ts';
import { type Counts, type Figures, type Measured, measure } from '../../../src/domain/report/metrics.ts';
import { histories, historyStart } from './histories.ts';
import type { LogEvent } from './log.ts';
import { oracle } from './oracle.ts';

const dayMs = 86_400_000;
const everything = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER };

function measured(events: readonly LogEvent[], span = everything, asOf = Number.MAX_SAFE_INTEGER): Measured {
  const cohort = createCohort(span, asOf);
  for (const event of events) cohort.add(event);
  return measure(cohort.handoffs());
}

/** A span and an instant somewhere around a history. */
const windows = fc.record({
  from: fc.integer({ min: -3, max: 10 }),
  days: fc.integer({ min: 1, max: 40 }),
  asOf: fc.integer({ min: 0, max: 60 }),
});

function windowOf({ from, days, asOf }: { from: number; days: number; asOf: number }) {
  const fromAt = historyStart + from * dayMs;
  return { span: { fromAt, toAt: fromAt + days * dayMs }, asOf: historyStart + asOf * dayMs };
}

const countNames: readonly (keyof Counts)[] = [
  'delivered',
  'firstTime',
  'returning',
  'claimed',
  'judged',
  'qualified',
  'unqualified',
  'notCounted',
  'pending',
  'returned',
  'stalled',
  'opportunities',
  'won',
  'lost',
];

describe('any legal history', () => {
  it('keeps the promised sums', () => {
    fc.assert(
      fc.property(histories(), windows, (events, where) => {
        const { span, asOf } = windowOf(where);
        const result = measured(events, span, asOf);
        const all: readonly Figures[] = [result.totals, ...result.bySource, ...result.byCampaign, ...result.byAction];
        for (const t of all) {
          expect(t.firstTime + t.returning).toBe(t.delivered);
          expect(t.qualified + t.unqualified + t.pending).toBe(t.delivered);
          expect(t.qualified + t.unqualified).toBe(t.judged);
          expect(t.judged).toBeLessThanOrEqual(t.claimed);
          expect(t.claimed).toBeLessThanOrEqual(t.delivered);
          expect(t.notCounted).toBeLessThanOrEqual(t.unqualified);
          expect(t.stalled).toBeLessThanOrEqual(t.returned);
          expect(t.returned).toBeLessThanOrEqual(t.delivered);
          expect(t.won + t.lost).toBeLessThanOrEqual(t.opportunities);
          expect(t.opportunities).toBeLessThanOrEqual(t.delivered);
          expect(t.qualifiedRate).toMatchObject({ k: t.qualified, n: t.judged - t.notCounted });
          expect(t.wonRate).toMatchObject({ k: t.won, n: t.delivered });
          expect(t.winRate).toMatchObject({ k: t.won, n: t.won + t.lost });
        }
        for (const groups of [result.bySource, result.byCampaign, result.byAction]) {
          for (const name of countNames) expect(groups.reduce((sum, group) => sum + group[name], 0)).toBe(result.totals[name]);
          for (const [currency, amount] of Object.entries(result.totals.wonAmount)) {
            expect(groups.reduce((sum, group) => sum + (group.wonAmount[currency] ?? 0), 0)).toBeCloseTo(amount, 6);
          }
        }
        expect(result.reasons.reduce((sum, row) => sum + row.count, 0)).toBe(result.totals.unqualified);
      }),
      { numRuns: 300 },
    );
  });

  it('F87: cut into weeks, counts every handoff exactly once', () => {
    fc.assert(
      fc.property(histories(), fc.integer({ min: 0, max: 7 * 24 }), (events, shiftHours) => {
        const start = historyStart - 20 * dayMs + shiftHours * 3_600_000;
        const weeks = Array.from({ length: 20 }, (_, week) => ({ fromAt: start + week * 7 * dayMs, toAt: start + (week + 1) * 7 * dayMs }));
        const whole = measured(events, { fromAt: start, toAt: start + 140 * dayMs }).totals;
        const parts = weeks.map((span) => measured(events, span).totals);
        for (const name of countNames) expect(parts.reduce((sum, part) => sum + part[name], 0)).toBe(whole[name]);
      }),
    );
  });

  it('F88: agrees with the same figures computed by SQL', () => {
    const db = new Database(':memory:');
    const ask = oracle(db);
    fc.assert(
      fc.property(histories(), windows, (events, where) => {
        const { span, asOf } = windowOf(where);
        expect(measured(events, span, asOf)).toEqual(ask(events, span, asOf));
      }),
      { numRuns: 300 },
    );
    db.close();
  });

  it('is not all empty: the histories reach every figure', () => {
    const reached = new Set<string>();
    for (const events of fc.sample(histories(), { numRuns: 300, seed: 1 })) {
      const { totals } = measured(events);
      for (const name of countNames) if (totals[name] > 0) reached.add(name);
    }
    expect([...reached].toSorted()).toEqual(countNames.toSorted());
  });
});
