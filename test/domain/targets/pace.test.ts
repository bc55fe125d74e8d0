// How targets stand: pace by open days, verdicts only beyond chance, and histories in which the naive answer is wrong.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReportHours } from '../../../src/domain/report/hours.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { parseSettings } from '../../../src/domain/settings.ts';
import { type QuarterDays, quarterDays } from '../../../src/domain/targets/days.ts';
import { type MetricName, metricNames, metricOf } from '../../../src/domain/targets/metrics.ts';
import { type Standing, progressOf } from '../../../src/domain/targets/pace.ts';
import { countRange } from '../../../src/domain/targets/poisson.ts';
import {
  daysOf,
  isQuarter,
  quarterAfter,
  quarterOn,
  quarterPeriod,
  quarterTitle,
  readQuarter,
} from '../../../src/domain/targets/quarter.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';
import { judged, newLog, received, reportOf, times } from '../report/log.ts';

const timezone = 'America/New_York';
const quarter = '2026-Q4';
const dayMs = 24 * 3_600_000;

function hoursAt(asOf: string, more: object = {}) {
  const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, timezone, ...more });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return createReportHours([{ at: 0, settings: parsed.settings }], Date.parse(asOf));
}

function days(until: string, more: object = {}, of = quarter): QuarterDays {
  return quarterDays({ quarter: of, timezone, until, hours: hoursAt(`${until}T14:00:00Z`, more) });
}

interface Kind {
  readonly qualified?: number;
  readonly unqualified?: number;
  readonly open?: number;
  readonly won?: readonly { readonly amount: number; readonly currency: string }[];
  readonly stalled?: number;
}

/** Leads of the first days of the quarter, an hour between them. */
function report({ qualified = 0, unqualified = 0, open = 0, won = [], stalled = 0 }: Kind, until = '2026-11-23'): Report {
  const log = newLog();
  const first = Date.parse('2026-10-01T14:00:00Z');
  const verdicts = [
    ...times(qualified, () => 'qualified' as const),
    ...times(unqualified, () => 'unqualified' as const),
    ...times(open, () => null),
    ...times(stalled, () => 'stalled' as const),
    ...won,
  ];
  for (const [index, kind] of verdicts.entries()) {
    const at = first + index * 60_000;
    const handoff = `H${index}`;
    log.add({ handoff, at, by: 'api' }, received());
    if (kind === 'stalled') log.add({ handoff, at: at + dayMs, by: 'system' }, { type: 'returned', reason: null, cause: 'stalled' });
    else if (kind === 'qualified' || kind === 'unqualified') log.add({ handoff, at: at + 60_000 }, judged(kind));
    else if (kind) log.add({ handoff, at: at + dayMs }, { type: 'outcome', outcome: 'won', ...kind });
  }
  return reportOf(log.events, { from: '2026-10-01', to: until, timezone, asOf: `${until}T14:00:00Z` });
}

function standing(metric: MetricName, value: number, of: Report, at: QuarterDays = days('2026-11-23')): Standing {
  return progressOf({ metric, value, currency: metricOf(metric).kind === 'money' ? 'EUR' : '' }, of, at).standing;
}

describe('quarters', () => {
  it.each([
    ['', '2026-Q4'],
    ['next', '2027-Q1'],
    ['2026-q2', '2026-Q2'],
    ['Q3 2026', '2026-Q3'],
    ['2026Q1', '2026-Q1'],
    ['2026-Q5', null],
    ['last', null],
    ['0000-Q1', null],
  ])('“%s” on 22 November is %s', (words, name) => {
    expect(readQuarter(words, '2026-11-22')).toBe(name);
  });

  it('every day lies in its own quarter, and quarters follow each other without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2900 }), fc.integer({ min: 1, max: 4 }), (year, number) => {
        const name = `${year}-Q${number}`;
        expect(isQuarter(name)).toBe(true);
        const period = quarterPeriod(name);
        expect(quarterPeriod(quarterAfter(name)).from).toBe(period.to);
        expect(new Set(daysOf(period).map(quarterOn))).toEqual(new Set([name]));
        expect(daysOf(period).length).toBeGreaterThan(89);
      }),
    );
    expect(quarterTitle('2026-Q4')).toBe('Q4 2026');
  });
});

describe('open days', () => {
  it('are counted by hours and holidays, of complete days only', () => {
    expect(days('2026-11-23')).toMatchObject({ total: 66, passed: 37, hasBegun: true, isOver: false });
    expect(days('2026-10-01')).toMatchObject({ passed: 0, hasBegun: false });
    expect(days('2027-01-01')).toMatchObject({ total: 66, passed: 66, isOver: true });
    const four = { mon: ['09:00-17:00'], tue: ['09:00-17:00'], wed: ['09:00-17:00'], thu: ['09:00-17:00'] };
    expect(days('2026-11-23', { businessHours: four, holidays: ['2026-11-26'] })).toMatchObject({ total: 52, passed: 29 });
  });

  it('tell whose leads are due: all for what counts at once, two days fewer for verdicts, none for deals', () => {
    // P2D from Friday midnight is Tuesday's closing: Monday morning, Thursday and Friday of the week before are not due.
    expect(days('2026-11-23').due).toEqual({ none: 37, verdict: 35, stall: 30, deal: 0 });
  });

  it('count each day by the hours that were in force on it, as known then', () => {
    const week = (open: string[]) => ({ mon: open, tue: open, wed: open, thu: open, fri: open });
    const versions = [0, Date.parse('2026-11-09T12:00:00Z')].map((at, index) => {
      const parsed = parseSettings({
        channels: { leads: 'C0LEADS' },
        timezone,
        businessHours: index === 0 ? week(['09:00-17:00']) : { mon: ['09:00-17:00'] },
      });
      if ('problems' in parsed) throw new Error('settings');
      return { at, settings: parsed.settings };
    });
    const asked = (asOf: string) =>
      quarterDays({ quarter, timezone, until: '2026-11-23', hours: createReportHours(versions, Date.parse(asOf)) });
    expect(asked('2026-11-23T14:00:00Z')).toMatchObject({ total: 27 + 8, passed: 27 + 2 });
    // The new hours were not known yet.
    expect(asked('2026-11-08T14:00:00Z')).toMatchObject({ total: 66, passed: 37 });
  });
});

describe('the range of a count', () => {
  it('is every mean from which the count is at most 1.96 deviations away', () => {
    const near = (count: number) => {
      const { low, high } = countRange(count);
      return [low.toFixed(1), high.toFixed(1)];
    };
    expect([0, 10, 100].map(near)).toEqual([
      ['0.0', '3.8'],
      ['5.4', '18.4'],
      ['82.2', '121.6'],
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (count) => {
        const { low, high } = countRange(count);
        expect(low).toBeLessThanOrEqual(count);
        expect(high).toBeGreaterThan(count);
        for (const mean of [low, high]) expect((count - mean) ** 2).toBeCloseTo(1.96 ** 2 * mean, 2);
      }),
    );
  });
});

describe('pace', () => {
  // 37 of 66 open days are over; the leads of 35 of them are due. 40 leads may as well have been 29 to 54.
  it.each([
    [50, 'ahead', 'expected 28'],
    [60, 'on pace', 'expected 34'],
    [90, 'on pace', 'expected 50'],
    [98, 'young', 'expected 55, but 52 of leads that are due'],
    [140, 'behind', 'expected 78'],
    [40, 'reached', 'there already'],
  ] as const)('40 qualified leads of %i: %s, %s', (value, word, _why) => {
    expect(standing('qualified', value, report({ qualified: 40 }))).toBe(word);
  });

  it('is the target’s part of the open days that are over', () => {
    const { expected, low, high } = progressOf(
      { metric: 'qualified', value: 66, currency: '' },
      report({ qualified: 40 }),
      days('2026-11-23'),
    );
    expect({ expected, ...countRange(40) }).toEqual({ expected: 37, low, high });
    expect(progressOf({ metric: 'coverage', value: 0.9, currency: '' }, report({ qualified: 40 }), days('2026-11-23')).expected).toBeNull();
  });

  it('where less is wished for, the better side is below, and what is passed is passed', () => {
    const stalled = report({ stalled: 12 });
    expect(standing('stalled', 60, stalled)).toBe('ahead');
    expect(standing('stalled', 22, stalled)).toBe('on pace');
    expect(standing('stalled', 12, stalled)).toBe('behind');
    expect(standing('stalled', 11, stalled)).toBe('missed');
    expect(standing('stalled', 12, stalled, days('2027-01-01'))).toBe('held');
    expect(standing('stalled', 12, stalled, { ...days('2027-01-01'), due: { none: 66, verdict: 66, stall: 66, deal: 0 } })).toBe('reached');
  });

  it('of a quarter that is over says reached or not, and keeps the rest open while leads may still count', () => {
    const over = days('2027-01-01');
    expect(standing('delivered', 41, report({ qualified: 40 }), over)).toBe('missed');
    expect(standing('qualified', 41, report({ qualified: 40 }), over)).toBe('open');
    expect(standing('qualified', 40, report({ qualified: 40 }), over)).toBe('reached');
    const later = quarterDays({ quarter, timezone, until: '2027-02-01', hours: hoursAt('2027-02-01T14:00:00Z') });
    expect(standing('qualified', 41, report({ qualified: 40 }), later)).toBe('missed');
    expect(standing('won', 41, report({ qualified: 40 }), later)).toBe('open');
  });

  it('says nothing in the first ten open days, before the quarter, and of few', () => {
    expect(standing('delivered', 600, report({ open: 20 }), days('2026-10-14'))).toBe('early');
    expect(standing('delivered', 600, report({ open: 20 }), days('2026-10-15'))).toBe('behind');
    expect(standing('delivered', 600, report({}), days('2026-10-01'))).toBe('not begun');
    expect(standing('delivered', 6, report({ open: 4 }))).toBe('few');
  });

  it('calls no pace of money: sums are reached, or stand beside what would be even', () => {
    const deals = report({
      won: [
        { amount: 9_000, currency: 'EUR' },
        { amount: 50_000, currency: 'USD' },
      ],
    });
    const asked = (value: number, currency: string) => progressOf({ metric: 'wonAmount', value, currency }, deals, days('2026-11-23'));
    expect(asked(66_000, 'EUR')).toMatchObject({ standing: 'unsaid', expected: 37_000, reading: { value: 9_000, deals: 1 } });
    expect(asked(9_000, 'EUR').standing).toBe('reached');
    expect(asked(66_000, 'GBP').reading).toEqual({ kind: 'money', value: 0, deals: 0 });
  });

  it('of minutes compares plainly, and nothing is not soon', () => {
    expect(standing('medianMinutes', 1, report({ qualified: 6 }))).toBe('reached');
    expect(standing('medianMinutes', 0.5, report({ qualified: 6 }))).toBe('missed');
    expect(standing('medianMinutes', 60, report({ qualified: 2, open: 4 }))).toBe('missed');
    expect(standing('medianMinutes', 60, report({ qualified: 4 }))).toBe('few');
  });
});

describe('where the naive answer is wrong', () => {
  it('3 of 3 is not a share that was reached, nor is 12 of 20', () => {
    expect(standing('qualifiedRate', 0.5, report({ qualified: 3 }))).toBe('few');
    expect(standing('qualifiedRate', 0.5, report({ qualified: 12, unqualified: 8 }))).toBe('close');
    expect(standing('qualifiedRate', 0.5, report({ qualified: 60, unqualified: 30 }))).toBe('reached');
    expect(standing('qualifiedRate', 0.5, report({ qualified: 30, unqualified: 60 }))).toBe('missed');
  });

  it('two weeks of holidays are no reason to be behind', () => {
    const holidays = daysOf({ from: '2026-10-05', to: '2026-10-19' });
    const leads = report({ open: 38 }, '2026-11-02');
    // By the days of the week 67 of 200 were to be expected; ten of the 22 days were closed, and so 43 were.
    expect(standing('delivered', 200, leads, days('2026-11-02'))).toBe('behind');
    expect(standing('delivered', 200, leads, days('2026-11-02', { holidays }))).toBe('on pace');
  });

  it('a late verdict lowers nothing: the leads of October count in their quarter, whenever they were judged', () => {
    const log = newLog();
    const lead = (index: number) => Date.parse('2026-12-20T15:00:00Z') + index * 60_000;
    for (const index of times(10, (one) => one)) log.add({ handoff: `H${index}`, at: lead(index), by: 'api' }, received());
    const asked = (asOf: string) => reportOf(log.events, { from: '2026-10-01', to: '2027-01-01', timezone, asOf });
    for (const index of times(5, (one) => one)) log.add({ handoff: `H${index}`, at: lead(index) + dayMs }, judged('qualified'));
    const then = asked('2027-01-04T14:00:00Z');
    for (const index of [5, 6, 7]) log.add({ handoff: `H${index}`, at: Date.parse('2027-01-20T15:00:00Z') }, judged('unqualified'));
    log.add({ handoff: 'H8', at: Date.parse('2027-01-20T15:00:00Z') }, judged('qualified'));
    const now = asked('2027-02-01T14:00:00Z');
    expect([then, now].map((one) => metricOf('qualified').read(one, ''))).toEqual([
      { kind: 'count', value: 5 },
      { kind: 'count', value: 6 },
    ]);
    // As it was known then, it still is.
    expect(asked('2027-01-04T14:00:00Z').totals).toEqual(then.totals);
  });

  it('leads of last week without a deal are not behind on deals, however many were hoped for', () => {
    const few = report({ qualified: 60, won: [{ amount: 1, currency: 'EUR' }] });
    expect(standing('won', 40, few)).toBe('young');
    expect(standing('opportunities', 40, few)).toBe('young');
    expect(standing('wonRate', 0.2, few)).toBe('open');
  });

  it('deals that were lost soon do not miss a win rate while others are open', () => {
    const some = report({ qualified: 60 });
    const early = { ...some, totals: { ...some.totals, winRate: shareOf(2, 40) } };
    expect(standing('winRate', 0.3, early)).toBe('open');
  });

  it('leads that came on Friday and are not judged on Monday are not missing', () => {
    const asked = (leads: number) => standing('judged', 66, report({ unqualified: leads }));
    // 37 days are over: 37 are expected. 24 may as well have been 35.7: too few of 37, but not of the 35 that are due.
    expect(asked(24)).toBe('young');
    expect(asked(23)).toBe('behind');
  });
});

describe('any metric', () => {
  it('has a label that fits an option, and an answer for every number', () => {
    for (const name of metricNames) expect(metricOf(name).label.length).toBeLessThanOrEqual(20);
    const standings = fc.record({
      metric: fc.constantFrom(...metricNames),
      value: fc.integer({ min: 1, max: 500 }),
      qualified: fc.nat(30),
      unqualified: fc.nat(30),
      stalled: fc.nat(9),
      until: fc.constantFrom('2026-10-01', '2026-10-08', '2026-11-23', '2027-01-01', '2027-03-01'),
    });
    fc.assert(
      fc.property(standings, ({ metric, value, until, ...kind }) => {
        const isShare = metricOf(metric).kind === 'share';
        const of = { metric, value: isShare ? Math.min(1, value / 100) : value, currency: '' };
        const progress = progressOf(of, report(kind, until === '2026-10-01' ? '2026-10-02' : until), days(until));
        const isCalled = ['ahead', 'behind'].includes(progress.standing);
        if (isCalled) expect(until).toBe('2026-11-23');
        const n = progress.reading?.kind === 'share' ? progress.reading.share.n : null;
        if (n !== null && n < 5) expect(progress.standing).toBe('few');
        // More of a good thing never stands worse.
        const order = ['behind', 'young', 'on pace', 'ahead', 'reached'];
        const better = progressOf(
          of,
          report({ ...kind, qualified: kind.qualified + 5 }, until === '2026-10-01' ? '2026-10-02' : until),
          days(until),
        );
        if (metric === 'qualified' && order.includes(progress.standing)) {
          expect(order.indexOf(better.standing)).toBeGreaterThanOrEqual(order.indexOf(progress.standing));
        }
      }),
      { numRuns: 60 },
    );
  });
});
