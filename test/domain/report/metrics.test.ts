// The formulas, on examples.
import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/domain/lead.ts';
import type { RulesOfTime } from '../../../src/domain/report/hours.ts';
import { type Measured, type Report, reportJson } from '../../../src/domain/report/metrics.ts';
import type { ReasonCode } from '../../../src/domain/reasons.ts';
import { type LogEvent, at, judged, newLog, nowhere, received, reportOf, week } from './log.ts';

function measured(events: readonly LogEvent[]): Measured {
  const { period: _, ...rest } = reportOf(events);
  return rest;
}

/** One lead for each entry: where it came from and, if any, the reason why not (`yes` = qualified, `null` = no reason given). */
function leadsWith(leads: readonly (readonly [Partial<Attribution>, ReasonCode | 'yes' | null | undefined])[]): Measured {
  const log = newLog();
  for (const [index, [attribution, verdict]] of leads.entries()) {
    log.add({ handoff: `H${index}`, at }, received(attribution));
    if (verdict !== undefined)
      log.add({ handoff: `H${index}`, at }, verdict === 'yes' ? judged('qualified') : judged('unqualified', verdict));
  }
  return measured(log.events);
}

describe('the example week', () => {
  const minuteMs = 60_000;
  /** Tuesday, 13 minutes before opening, and Friday at ten, in New York. */
  const tuesdayAt = Date.parse('2026-11-17T13:47:00Z');
  const fridayAt = Date.parse('2026-11-20T15:00:00Z');
  const rules: RulesOfTime = {
    timezone: 'America/New_York',
    businessHours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-17:00']])),
    holidays: [],
    deadlines: { claim: 'PT3H', verdict: 'P2D', stalledUnclaimed: 'P2D', stalledClaimed: 'P5D', marketing: 'P2D' },
  };

  /**
   * 48 leads: 17 qualified, 14 unqualified, 17 pending; 3 returning; 4 opportunities, 1 of them won. 40 were claimed, 3 returned and
   * 1 noted without a claim; 4 were never touched, of which 2 stalled. Those came on Friday: too young for a verdict on Monday at nine.
   */
  function exampleWeek(): Report {
    const log = newLog();
    const why: readonly ReasonCode[] = ['wrong_company', 'wrong_person', 'no_need', 'bad_contact'];
    for (let n = 0; n < 48; n += 1) {
      const handoff = n < 3 ? `H${n}.2` : `H${n}`;
      log.add(
        { handoff, at: n < 44 ? tuesdayAt : fridayAt },
        n < 3 ? { type: 'resubmitted', attribution: nowhere, isTest: false } : received(),
      );
      // Half of 48 within 31 minutes of business time, nine tenths within 190, 40 within three hours.
      const minutes = n < 24 ? n + 8 : n < 40 ? n * 4 : 190;
      const where = { handoff, at: tuesdayAt + (13 + minutes) * minuteMs };
      if (n < 40) log.add(where, { type: 'claimed', ...(n % 2 === 0 ? { owner: 'U2' } : {}) });
      else if (n < 43) log.add(where, { type: 'returned', reason: null, cause: 'person' });
      else if (n < 44) log.add(where, { type: 'noted', side: 'sales' });
      else if (n < 46) log.add({ handoff, at: fridayAt + minuteMs }, { type: 'noted', side: 'marketing' });
      else log.add({ handoff, at: fridayAt + minuteMs }, { type: 'stalled' }, { type: 'returned', reason: null, cause: 'stalled' });
      if (n < 17) log.add(where, judged('qualified'));
      else if (n < 31) log.add(where, judged('unqualified', n < 23 ? 'wrong_company' : why[n % 4]));
      if (n < 4) log.add(where, { type: 'outcome', outcome: 'opportunity' });
    }
    log.add({ handoff: 'H3', at: fridayAt }, { type: 'outcome', outcome: 'won', amount: 12_000, currency: 'EUR' });
    return reportOf(log.events, week, [{ at: 0, settings: rules }]);
  }

  it('gives the documented totals, to the digit and in the documented order', () => {
    const documented =
      '{"delivered":48,"firstTime":45,"returning":3,"claimed":40,"judged":31,"qualified":17,"unqualified":14,"notCounted":0,"pending":17,' +
      '"returned":5,"stalled":2,"opportunities":4,"won":1,"lost":0,"wonAmount":{"EUR":12000},' +
      '"coverage":{"k":31,"n":44,"rate":0.7045,"low":0.5578,"high":0.8184},' +
      '"qualifiedRate":{"k":17,"n":31,"rate":0.5484,"low":0.3777,"high":0.7084},' +
      '"wonRate":{"k":1,"n":48,"rate":0.0208,"low":0.0037,"high":0.109},"winRate":{"k":1,"n":1,"rate":1,"low":0.2065,"high":1}}';
    expect(JSON.stringify(exampleWeek().totals)).toBe(documented);
  });

  it('gives the documented speed, to the digit and in the documented order', () => {
    const documented =
      '{"touched":44,"never":4,"medianMinutes":31,"p90Minutes":190,"wallMedianMinutes":44,"withinTarget":{"k":40,"n":48,"rate":0.8333}}';
    expect(JSON.stringify(exampleWeek().speed)).toBe(documented);
  });

  it('prints nothing but what is documented', () => {
    expect(Object.keys(reportJson(exampleWeek()))).toEqual([
      'period',
      'totals',
      'bySource',
      'byCampaign',
      'byAction',
      'reasons',
      'speed',
      'effort',
      'outcomes',
    ]);
  });

  it('gives reasons as shares of the unqualified', () => {
    const [first, ...others] = exampleWeek().reasons;
    expect(first).toMatchObject({ code: 'wrong_company', label: 'Outside our ICP', count: 8, share: 0.5714 });
    expect(others.reduce((sum, row) => sum + row.count, 0)).toBe(6);
  });

  it('has groups with the name first, then all totals, then the top reason', () => {
    const { bySource, byCampaign, byAction, totals } = exampleWeek();
    expect(Object.keys(bySource[0] ?? {})).toEqual(['source', ...Object.keys(totals), 'topReason']);
    expect(Object.keys(byCampaign[0] ?? {})[0]).toBe('campaign');
    expect(Object.keys(byAction[0] ?? {})[0]).toBe('action');
    expect(bySource).toEqual([{ source: '(unknown)', ...totals, topReason: { code: 'wrong_company', count: 8 } }]);
  });
});

describe('reasons', () => {
  it('without ★ are not counted, nor is a missing one', () => {
    const { totals, reasons } = leadsWith([
      [{}, 'yes'],
      [{}, 'no_need'],
      [{}, 'misrouted'],
      [{}, 'bad_timing'],
      [{}, null],
    ]);
    expect(totals).toMatchObject({ judged: 5, unqualified: 4, notCounted: 3, qualifiedRate: { k: 1, n: 2, rate: 0.5 } });
    expect(reasons).toEqual([
      { code: 'misrouted', label: 'Wrong team', count: 1, share: 0.25 },
      { code: 'no_need', label: 'No need', count: 1, share: 0.25 },
      { code: 'bad_timing', label: 'Not now', count: 1, share: 0.25 },
      { code: '(not given)', label: '(not given)', count: 1, share: 0.25 },
    ]);
  });

  it.each<[ReasonCode, boolean]>([
    ['not_a_buyer', true],
    ['bad_contact', true],
    ['already_known', false],
    ['misrouted', false],
    ['wrong_company', true],
    ['wrong_person', true],
    ['no_need', true],
    ['competitor', false],
    ['no_budget', true],
    ['bad_timing', false],
    ['no_response', false],
    ['other', false],
  ])('%s counts against quality: %s', (reason, isCounted) => {
    const { totals } = leadsWith([[{}, reason]]);
    expect([totals.notCounted, totals.qualifiedRate.n]).toEqual(isCounted ? [0, 1] : [1, 0]);
  });

  it.each<[string, readonly (ReasonCode | null)[], object | null]>([
    ['none without unqualified', [], null],
    ['the most frequent', ['no_need', 'no_budget', 'no_budget'], { code: 'no_budget', count: 2 }],
    ['a tie goes by the fixed order', ['no_budget', 'wrong_person', 'no_need'], { code: 'wrong_person', count: 1 }],
    ['not given loses a tie', [null, 'other'], { code: 'other', count: 1 }],
    ['not given can be the most frequent', [null, null, 'other'], { code: '(not given)', count: 2 }],
  ])('top reason: %s', (_, why, top) => {
    const { bySource } = leadsWith([[{ source: 'a' }, 'yes'], ...why.map((reason) => [{ source: 'a' }, reason] as const)]);
    expect(bySource[0]?.topReason).toEqual(top);
  });
});

describe('groups', () => {
  it('are lower-cased and trimmed, and unknown where absent', () => {
    const { bySource, byCampaign, byAction } = leadsWith([
      [{ source: 'Google-Ads', campaign: 'Q4' }, undefined],
      [{ source: ' google-ads\t', campaign: ' ' }, undefined],
      [{ source: 'ÉTÉ' }, undefined],
      [{ source: '', action: 'Demo_Request' }, undefined],
      [{}, undefined],
    ]);
    const brief = (groups: readonly (object & { delivered: number })[]): unknown =>
      groups.map((group) => [Object.values(group)[0], group.delivered]);
    expect(brief(bySource)).toEqual([
      ['(unknown)', 2],
      ['google-ads', 2],
      ['été', 1],
    ]);
    expect(brief(byCampaign)).toEqual([
      ['(unknown)', 4],
      ['q4', 1],
    ]);
    expect(brief(byAction)).toEqual([
      ['(unknown)', 4],
      ['demo_request', 1],
    ]);
  });

  it('come with most leads first, equals by name', () => {
    const { bySource } = leadsWith(['b', 'a', 'c', 'c', 'ä', 'a1'].map((source) => [{ source }, undefined] as const));
    expect(bySource.map((group) => group.source)).toEqual(['c', 'a', 'a1', 'b', 'ä']);
  });

  it('survive names that are special to JavaScript', () => {
    const { bySource } = leadsWith(['__proto__', 'constructor', 'toString'].map((source) => [{ source }, 'no_need'] as const));
    expect(bySource.map((group) => [group.source, group.unqualified])).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
      ['tostring', 1],
    ]);
  });
});

describe('money', () => {
  it('is summed exactly, by currency', () => {
    const log = newLog();
    const deals: readonly [number | undefined, string | undefined][] = [
      [0.1, 'EUR'],
      [0.2, 'eur'],
      [5, 'USD'],
      [7, undefined],
      [undefined, 'EUR'],
    ];
    for (const [index, [amount, currency]] of deals.entries()) {
      const more = { ...(amount === undefined ? {} : { amount }), ...(currency === undefined ? {} : { currency }) };
      log.add({ handoff: `H${index}`, at }, received(), { type: 'outcome', outcome: 'won', ...more });
    }
    const { totals } = measured(log.events);
    expect(totals.wonAmount).toEqual({ '(unknown)': 7, EUR: 0.3, USD: 5 });
    expect(totals).toMatchObject({ won: 5, opportunities: 5, pending: 5, wonRate: { k: 5, n: 5 }, winRate: { k: 5, n: 5 } });
  });
});

it.each([0, 1, 2, 4, 5, 19, 20])('F84: with %i verdicts every figure is a number or null, and the JSON comes back as it went', (n) => {
  const result = leadsWith(Array.from({ length: n }, (_, index) => [{ source: 'only' }, index % 2 === 0 ? 'yes' : 'no_need'] as const));
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/);
  if (n === 0) {
    const none = { k: 0, n: 0, rate: null, low: null, high: null };
    expect(result).toMatchObject({
      totals: { delivered: 0, wonAmount: {}, coverage: none, qualifiedRate: none, wonRate: none, winRate: none },
    });
    expect([result.bySource, result.byCampaign, result.byAction, result.reasons]).toEqual([[], [], [], []]);
  }
});

it('F85: 300 sources with long names are all listed and add up', () => {
  const name = (n: number): string => `source ${n} `.padEnd(60, 'x');
  const { totals, bySource } = leadsWith(
    Array.from({ length: 1000 }, (_, n) => [{ source: name(n % 300) }, n % 3 === 0 ? 'yes' : 'no_need'] as const),
  );
  expect(bySource).toHaveLength(300);
  expect(bySource.reduce((sum, group) => sum + group.delivered, 0)).toBe(totals.delivered);
});
