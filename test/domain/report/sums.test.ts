// What holds of the figures after any legal history.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCohort } from '../../../src/domain/report/cohort.ts';
import { createReportHours } from '../../../src/domain/report/hours.ts';
import { type Counts, type Figures, type Measured, measure } from '../../../src/domain/report/metrics.ts';
import { histories, historyStart } from './histories.ts';
import type { LogEvent } from './log.ts';

const dayMs = 86_400_000;
const everything = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER };

function measured(events: readonly LogEvent[], span = everything, asOf = Number.MAX_SAFE_INTEGER): Measured {
  const cohort = createCohort(span, asOf);
  for (const event of events) cohort.add(event);
  return measure(cohort.handoffs(), createReportHours([], asOf));
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
          expect(t.coverage.k).toBeLessThanOrEqual(Math.min(t.coverage.n, t.judged));
          expect(t.coverage.n).toBeLessThanOrEqual(t.delivered);
          expect(t.winRate).toMatchObject({ k: t.won, n: t.won + t.lost });
        }
        for (const groups of [result.bySource, result.byCampaign, result.byAction]) {
          for (const name of countNames) expect(groups.reduce((sum, group) => sum + group[name], 0)).toBe(result.totals[name]);
          for (const key of ['k', 'n'] as const) {
            expect(groups.reduce((sum, group) => sum + group.coverage[key], 0)).toBe(result.totals.coverage[key]);
          }
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

  it('leaves nobody out of the speed but those whose touch is not known to the minute', () => {
    fc.assert(
      fc.property(histories(), windows, (events, where) => {
        const { span, asOf } = windowOf(where);
        const cohort = createCohort(span, asOf);
        for (const event of events) cohort.add(event);
        const left = [...cohort.handoffs()].filter((h) => h.isDateOnly || (h.firstTouch?.isDateOnly ?? h.isHistory));
        const { totals, speed, speedBands } = measured(events, span, asOf);
        expect(speed.touched + speed.never + left.length).toBe(totals.delivered);
        expect(speedBands.reduce((sum, n) => sum + n, 0)).toBe(speed.touched);
        expect(speed.withinTarget.k).toBeLessThanOrEqual(speed.touched);
        expect(speed.withinTarget.n).toBeGreaterThanOrEqual(speed.touched);
        expect(speed.withinTarget.n).toBeLessThanOrEqual(speed.touched + speed.never);
        expect(speed.medianMinutes === null).toBe(speed.wallMedianMinutes === null);
        expect(speed.medianMinutes ?? Infinity).toBeLessThanOrEqual(speed.p90Minutes ?? Infinity);
      }),
    );
  });

  it('never changes who is old enough for a verdict because of what happened to them', () => {
    fc.assert(
      fc.property(histories(), windows, (events, where) => {
        const { span, asOf } = windowOf(where);
        const silent = events.filter((event) => event.type === 'received' || event.type === 'resubmitted');
        expect(measured(events, span, asOf).totals.coverage.n).toBe(measured(silent, span, asOf).totals.coverage.n);
      }),
    );
  });

  it('counts the same when somebody was erased', () => {
    fc.assert(
      fc.property(histories(), windows, (events, where) => {
        const { span, asOf } = windowOf(where);
        const before = events.filter((event) => event.type !== 'erased');
        expect(measured(events, span, asOf)).toEqual(measured(before, span, asOf));
      }),
    );
  });

  it('is not all empty: the histories reach every figure', () => {
    const reached = new Set<string>();
    for (const events of fc.sample(histories(), { numRuns: 300, seed: 1 })) {
      const { totals } = measured(events);
      for (const name of countNames) if (totals[name] > 0) reached.add(name);
    }
    expect([...reached].toSorted()).toEqual(countNames.toSorted());
  });

  it('nor is the speed or the coverage', () => {
    const reached = new Set<string>();
    for (const [index, events] of fc.sample(histories(), { numRuns: 600, seed: 1 }).entries()) {
      const { totals, speed, speedBands } = measured(events, everything, historyStart + (2 + (index % 3) * 20) * dayMs);
      const found = {
        ...speed,
        ...speed.withinTarget,
        ...Object.fromEntries(speedBands.map((count, band) => [`band ${band}`, count])),
        'in time yet': speed.touched + speed.never - speed.withinTarget.n,
        'too late': speed.withinTarget.n - speed.withinTarget.k,
        'left out': totals.delivered - speed.touched - speed.never,
        'no median': Number(totals.delivered > 0 && speed.medianMinutes === null),
        covered: totals.coverage.k,
        'not covered': totals.coverage.n - totals.coverage.k,
        young: totals.delivered - totals.coverage.n,
      };
      for (const [name, value] of Object.entries(found)) if (typeof value === 'number' && value > 0) reached.add(name);
    }
    const minutes = ['medianMinutes', 'p90Minutes', 'wallMedianMinutes'];
    const bands = ['band 0', 'band 1', 'band 2', 'band 3', 'band 4'];
    const others = [
      'touched',
      'never',
      'k',
      'n',
      'rate',
      'in time yet',
      'too late',
      'left out',
      'no median',
      'covered',
      'not covered',
      'young',
    ];
    expect([...reached].toSorted()).toEqual([...minutes, ...bands, ...others].toSorted());
  });
});
