// Targets for what leads cost: read over all that was paid for, and judged only as far as the range carries.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cost } from '../../../src/domain/report/cost.ts';
import { costReading } from '../../../src/domain/targets/cost-reading.ts';
import { type MetricName, metricOf } from '../../../src/domain/targets/metrics.ts';
import { progressOf } from '../../../src/domain/targets/pace.ts';
import { progressWords } from '../../../src/domain/targets/words.ts';
import { figures } from '../report/costs.ts';
import { earlierWeeks } from '../report/weeks.ts';
import { midQuarter } from './sheets.ts';

const cost: Cost = {
  bySource: [
    { source: 'google-ads', ...figures({ EUR: 3_000 }, { leads: 40, judged: 30, qualified: 12, won: 1 }) },
    { source: 'fair', ...figures({ EUR: 1_000, USD: 80 }, { leads: 10, judged: 10, qualified: 8 }) },
  ],
  byCampaign: [{ campaign: 'q4', ...figures({ EUR: 500, GBP: 70 }, { leads: 7, judged: 0 }) }],
};
const [week] = earlierWeeks;
if (!week) throw new Error('A week is expected');
const report = (of: Cost | undefined) => ({ ...week, ...(of ? { cost: of } : {}) });

function told(metric: MetricName, value: number, { of = cost, currency = 'EUR' }: { of?: Cost | undefined; currency?: string } = {}) {
  const target = { quarter: '2026-Q4', metric, currency, value, sales: 'U1', marketing: 'U2', next: null, seq: 1, by: 'U3', at: 1 };
  const progress = progressOf(target, report(of), midQuarter);
  return { standing: progress.standing, words: progressWords({ target, progress }, midQuarter) };
}

describe('what the money brought', () => {
  it('is added up over sources, and over campaigns only where no source was paid in the currency', () => {
    expect(costReading({ cost }, 'EUR', 'leads')).toMatchObject({ spend: 4_000, units: 50, value: 80, range: null });
    expect(costReading({ cost }, 'EUR', 'qualified')).toMatchObject({ units: 20, value: 200 });
    expect(costReading({ cost }, 'USD', 'leads')).toMatchObject({ spend: 80, units: 10, value: 8 });
    expect(costReading({ cost }, 'GBP', 'leads')).toMatchObject({ spend: 70, units: 7, value: 10 });
    expect(costReading({}, 'EUR', 'leads')).toMatchObject({ spend: 0, units: 0, value: null });
  });

  it('is never infinite and never below nothing', () => {
    const counts = fc.record({ leads: fc.nat(30), judged: fc.nat(30), qualified: fc.nat(30), won: fc.nat(30) });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 1e9 }), ({ leads, judged, qualified, won }, cents) => {
        const has = { leads, judged: Math.min(judged, leads), qualified: Math.min(qualified, judged, leads), won: Math.min(won, leads) };
        const one: Cost = { bySource: [{ source: 'a', ...figures({ EUR: cents / 100 }, has) }], byCampaign: [] };
        for (const unit of ['leads', 'qualified', 'won'] as const) {
          const { value, range } = costReading({ cost: one }, 'EUR', unit);
          for (const number of [value ?? 0, range?.low ?? 0, range?.high ?? 0]) {
            expect(Number.isFinite(number)).toBe(true);
            expect(number).toBeGreaterThanOrEqual(0);
          }
          if (range && value !== null) expect(range.low).toBeLessThanOrEqual(value);
          if (range && value !== null && range.high !== null) expect(range.high).toBeGreaterThanOrEqual(value);
        }
      }),
    );
  });
});

describe('a target of it', () => {
  it('of leads is compared plainly, from five on', () => {
    expect(told('costPerLead', 90)).toEqual({
      standing: 'reached',
      words: 'target at most 90 EUR; 80 EUR each, 50 leads for 4,000 EUR: reached',
    });
    expect(told('costPerLead', 70).standing).toBe('missed');
    const few: Cost = { bySource: [{ source: 'podcast', ...figures({ EUR: 40 }, { leads: 4, qualified: 4 }) }], byCampaign: [] };
    expect(told('costPerLead', 70, { of: few }).standing).toBe('few');
  });

  it('of qualified leads is called only where the whole range lies on one side: 200 EUR each is no proof of “at most 210”', () => {
    expect(told('costPerQualified', 210)).toEqual({
      standing: 'close',
      words: 'target at most 210 EUR; 200 EUR each, 20 qualified for 4,000 EUR so far, likely 123–284 EUR: too close to say',
    });
    expect(told('costPerQualified', 400).standing).toBe('reached');
    expect(told('costPerQualified', 100).standing).toBe('missed');
    const lucky: Cost = { bySource: [{ source: 'podcast', ...figures({ EUR: 40 }, { leads: 3, qualified: 3 }) }], byCampaign: [] };
    expect(told('costPerQualified', 400, { of: lucky }).standing).toBe('few');
  });

  it('says how many for how much where nobody qualified, and that nothing was recorded where nothing was', () => {
    const none: Cost = { bySource: [{ source: 'cold-list', ...figures({ EUR: 3_200 }, { leads: 14 }) }], byCampaign: [] };
    expect(told('costPerQualified', 100, { of: none })).toEqual({
      standing: 'missed',
      words: 'target at most 100 EUR; 0 qualified for 3,200 EUR so far, likely 1,062 EUR or more: not reached',
    });
    expect(told('costPerLead', 100, { currency: 'CHF' })).toEqual({
      standing: 'unsaid',
      words: 'target at most 100 CHF; no spend in CHF recorded',
    });
    expect(told('costPerWin', 100).standing).toBe('unsaid');
    expect(metricOf('costPerQualified').direction).toBe('less');
  });
});
