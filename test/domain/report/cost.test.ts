// What leads cost: histories made so that the naive answer is wrong, and promises that hold for any history.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/domain/lead.ts';
import { createCohort } from '../../../src/domain/report/cohort.ts';
import { widthOf } from '../../../src/domain/report/columns.ts';
import { type Cost, measureCost } from '../../../src/domain/report/cost.ts';
import { costLines, costSentence, costTable, costUnknowns } from '../../../src/domain/report/cost-words.ts';
import { reportText } from '../../../src/domain/report/text.ts';
import { spanOf } from '../../../src/domain/report/week.ts';
import type { Spend } from '../../../src/domain/spend.ts';
import { type LogEvent, judged, newLog, received, reportOf, times } from './log.ts';

const november = { from: '2026-11-01', to: '2026-12-01' };
const afterwards = Date.parse('2026-12-10T12:00:00Z');
const at = Date.parse('2026-11-17T12:00:00Z');
const timezone = 'UTC';

function spend(name: string, amount: number, more: Partial<Spend> = {}): Spend {
  return { of: 'source', name, ...november, amount, currency: 'EUR', ...more };
}

interface Asked {
  readonly period?: { readonly from: string; readonly to: string };
  readonly asOf?: number;
}

function costOf(events: readonly LogEvent[], spends: readonly Spend[], { period = november, asOf = afterwards }: Asked = {}): Cost | null {
  const cohort = createCohort(spanOf(period, timezone), asOf);
  for (const event of events) cohort.add(event);
  return measureCost(cohort.handoffs(), { period, timezone, asOf, spends });
}

/** So many leads of a source, with what became of each. */
function leadsOf(rows: readonly (readonly [source: string, count: number, ...EventBody[]])[], openedAt = at): readonly LogEvent[] {
  const log = newLog();
  let n = 0;
  for (const [source, count, ...bodies] of rows) {
    for (let index = 0; index < count; index += 1) log.add({ handoff: `H${(n += 1)}`, at: openedAt }, received({ source }), ...bodies);
  }
  return log.events;
}

const won: EventBody = { type: 'outcome', outcome: 'won', amount: 1, currency: 'EUR' };
const sentencesOf = (cost: Cost | null): readonly string[] =>
  cost ? costLines(cost, 'source').map((line) => `${line.name}: ${costSentence(line)}`) : [];

describe('the figures', () => {
  it('money over leads, qualified leads and wins, with the likely range', () => {
    const events = leadsOf([
      ['google-ads', 6, judged('qualified')],
      ['google-ads', 2, judged('unqualified')],
      ['Google-Ads ', 2],
      ['google-ads', 2, judged('qualified'), won],
      ['newsletter', 3, judged('qualified')],
    ]);
    const cost = costOf(events, [spend('google-ads', 1200)]);
    expect(cost).toEqual({
      bySource: [
        {
          source: 'google-ads',
          spend: { EUR: 1200 },
          leads: 12,
          judged: 10,
          qualified: 8,
          pending: 2,
          won: 2,
          perLead: { EUR: 100 },
          perQualified: { EUR: 150 },
          perWin: { EUR: 600 },
          // Wilson 49.02–94.33 % of 10 judged: 1200 / (12 × 0.9433), and 1200 / (10 × 0.4902).
          perQualifiedRange: { EUR: { low: 106.0108, high: 244.798 } },
          isSoFar: { qualified: true, won: true },
          daysSpent: 30,
          daysInPeriod: 30,
        },
      ],
      byCampaign: [],
    });
  });

  it('nothing without spend: leads that cost nothing are not free, and money of other days is not there', () => {
    const events = leadsOf([['newsletter', 3]]);
    expect(costOf(events, [])).toBeNull();
    expect(costOf(events, [spend('newsletter', 900, { from: '2026-10-01', to: '2026-11-01' })])).toBeNull();
    expect(reportText(reportOf(events))).not.toContain('Cost');
  });

  it('of sources and campaigns apart, and of each currency apart', () => {
    const log = newLog();
    for (const n of [1, 2]) log.add({ handoff: `H${n}`, at }, received({ source: 'google-ads', campaign: 'q4' }), judged('qualified'));
    const cost = costOf(log.events, [
      spend('google-ads', 100),
      spend('google-ads', 40, { currency: 'USD' }),
      spend('q4', 60, { of: 'campaign' }),
    ]);
    expect(cost?.bySource).toMatchObject([{ source: 'google-ads', spend: { EUR: 100, USD: 40 }, perLead: { EUR: 50, USD: 20 } }]);
    expect(cost?.byCampaign).toMatchObject([{ campaign: 'q4', spend: { EUR: 60 }, perQualified: { EUR: 30 } }]);
    expect(cost && costUnknowns(cost)).toEqual(
      expect.arrayContaining(['Sources and campaigns are two views: never add them up.', 'Currencies are neither converted nor added.']),
    );
  });

  it('counts a person once: whoever comes back was paid for before', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at }, received({ source: 'fair' }), judged('unqualified', 'bad_timing'));
    log.add({ handoff: 'H1.2', at: at + 1 }, received({ source: 'fair' }), judged('qualified'));
    expect(costOf(log.events, [spend('fair', 100)])?.bySource).toMatchObject([{ leads: 1, qualified: 0, perLead: { EUR: 100 } }]);
  });

  it('biggest spend first, within a currency; names where equal', () => {
    const spends = [spend('b', 5), spend('a', 5), spend('yen', 90_000, { currency: 'JPY' }), spend('big', 70)];
    expect(costOf([], spends)?.bySource.map(({ source }) => source)).toEqual(['big', 'a', 'b', 'yen']);
  });
});

describe('what a naive answer would get wrong', () => {
  it('no lead, no qualified lead, no win: counts, never infinity', () => {
    const events = leadsOf([['cold-list', 14, judged('unqualified')]]);
    const cost = costOf(events, [spend('cold-list', 3200), spend('billboard', 900)]);
    expect(sentencesOf(cost)).toEqual(['cold-list: 0 of 14 qualified for 3,200 EUR', 'billboard: 0 leads for 900 EUR']);
    expect(cost?.bySource).toMatchObject([
      { perQualified: { EUR: null }, perWin: { EUR: null }, perQualifiedRange: { EUR: { high: null } } },
      { perLead: { EUR: null }, perQualified: { EUR: null }, perWin: { EUR: null }, perQualifiedRange: null },
    ]);
    expect(JSON.stringify(cost)).not.toMatch(/Infinity|NaN/);
  });

  it('one qualified of one judged for little money is not sold as the cheapest', () => {
    const events = leadsOf([
      ['podcast', 1, judged('qualified')],
      ['google-ads', 12, judged('qualified')],
      ['google-ads', 8, judged('unqualified')],
    ]);
    const cost = costOf(events, [spend('podcast', 40), spend('google-ads', 2400)]);
    expect(cost?.bySource[1]).toMatchObject({ source: 'podcast', perQualified: { EUR: 40 }, perQualifiedRange: null });
    const [first, second] = sentencesOf(cost);
    expect(first).toBe('google-ads: 2,400 EUR for 20 leads (120 each); 12 of 20 qualified, 200 each, likely 154–310');
    expect(second).toBe('podcast: 40 EUR for 1 lead; 1 of 1 qualified, too few to say');
    expect(costTable(cost ? { cost } : {}, { columns: 100 }).join('\n')).toMatch(/podcast .* 1 of 1, too few to say/);
  });

  it('a month of spend asked by week is the week’s share, not the month’s', () => {
    const events = leadsOf([['google-ads', 7]]);
    const period = { from: '2026-11-16', to: '2026-11-23' };
    expect(costOf(events, [spend('google-ads', 3000)], { period })?.bySource).toMatchObject([
      { spend: { EUR: 700 }, perLead: { EUR: 100 }, daysSpent: 7, daysInPeriod: 7 },
    ]);
  });

  it('of a running month, only the days that have begun count: money of days to come has brought nothing yet', () => {
    const events = leadsOf([['google-ads', 10]], Date.parse('2026-11-05T12:00:00Z'));
    const cost = costOf(events, [spend('google-ads', 3000)], { asOf: Date.parse('2026-11-10T09:00:00Z') });
    expect(cost?.bySource).toMatchObject([
      { spend: { EUR: 1000 }, perLead: { EUR: 100 }, daysInPeriod: 10, isSoFar: { qualified: true, won: true } },
    ]);
    expect(costOf(events, [spend('google-ads', 3000)], { asOf: Date.parse('2026-10-31T09:00:00Z') })).toBeNull();
  });

  it('a cost per qualified lead is so far while verdicts are missing, and its range reaches to both ends', () => {
    const events = leadsOf([
      ['webinar', 4, judged('qualified')],
      ['webinar', 4, judged('unqualified')],
      ['webinar', 12],
    ]);
    const cost = costOf(events, [spend('webinar', 2000)]);
    // If the twelve turn out like the eight, a qualified lead costs 200; if none of them qualifies, 500.
    expect(sentencesOf(cost)).toEqual([
      'webinar: 2,000 EUR for 20 leads (100 each); 4 of 8 judged qualified, 500 each so far, likely 127–1,162',
    ]);
    expect(cost && costUnknowns(cost)[0]).toBe(
      '12 leads that were paid for have no verdict yet, so what a qualified lead costs is so far.',
    );
  });

  it('a cost per win of a young cohort is so far; of an old one it is not', () => {
    const events = leadsOf([['fair', 6, judged('qualified'), won]]);
    const young = costOf(events, [spend('fair', 600)]);
    expect(sentencesOf(young)).toEqual([
      'fair: 600 EUR for 6 leads (100 each); 6 of 6 qualified, 100 each, likely 100–164; 6 won, 100 each so far',
    ]);
    expect(young && costUnknowns(young)).toContain('Deals come later: what a win costs is so far.');
    const old = costOf(events, [spend('fair', 600)], { asOf: at + 200 * 24 * 3_600_000 });
    expect(sentencesOf(old)[0]).toMatch(/6 won, 100 each$/);
    expect(old && costUnknowns(old)).not.toContain('Deals come later: what a win costs is so far.');
  });

  it('money that is known for some of the days only makes leads look cheap, and that is said', () => {
    const cost = costOf(leadsOf([['google-ads', 10]]), [spend('google-ads', 70, { from: '2026-11-02', to: '2026-11-09' })]);
    expect(cost?.bySource).toMatchObject([{ daysSpent: 7, daysInPeriod: 30 }]);
    expect(cost && costUnknowns(cost)).toContain(
      'For 1 of these 1 rows no money is recorded on some days: if some was spent, leads cost more than this says.',
    );
  });
});

// ---------------------------------------------------------------- anything that can come

const anyCost = fc
  .record({
    rows: fc.array(
      fc.record({
        source: fc.oneof(fc.constantFrom('google-ads', 'webinar', 'fair'), fc.string({ maxLength: 60 })),
        amount: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0.01, max: 1e12, noNaN: true })),
        currency: fc.constantFrom('EUR', 'USD', 'JPY'),
        of: fc.constantFrom('source', 'campaign'),
        qualified: fc.nat(30),
        unqualified: fc.nat(30),
        pending: fc.nat(8),
      }),
      { maxLength: 14 },
    ),
    asOf: fc.integer({ min: at, max: at + 300 * 24 * 3_600_000 }),
  })
  .map(({ rows, asOf }) => {
    const log = newLog();
    let n = 0;
    for (const { source, qualified, unqualified, pending } of rows) {
      for (const verdict of [
        ...times(qualified, () => 'qualified'),
        ...times(unqualified, () => 'unqualified'),
        ...times(pending, () => null),
      ]) {
        const bodies = verdict === null ? [] : [judged(verdict === 'qualified' ? 'qualified' : 'unqualified')];
        log.add({ handoff: `H${(n += 1)}`, at }, received({ source, campaign: source }), ...bodies);
      }
    }
    const spends = rows.map(({ source, amount, currency, of }) =>
      spend(source.trim().toLowerCase() || 'x', amount, { currency, of: of === 'source' ? 'source' : 'campaign' }),
    );
    return { cost: costOf(log.events, spends, { asOf }), events: log.events };
  });

describe('any history', () => {
  it('what a qualified lead costs so far lies within its range, and nothing is infinite', () => {
    fc.assert(
      fc.property(anyCost, ({ cost }) => {
        for (const row of [...(cost?.bySource ?? []), ...(cost?.byCampaign ?? [])]) {
          expect(row.leads).toBe(row.judged + row.pending);
          for (const [currency, range] of Object.entries(row.perQualifiedRange ?? {})) {
            const each = row.perQualified[currency] ?? null;
            expect(each === null).toBe(row.qualified === 0);
            if (each !== null) {
              expect(range.low).toBeLessThanOrEqual(each * 1.001 + 0.001);
              expect(range.high ?? Number.MAX_VALUE).toBeGreaterThanOrEqual(each * 0.999 - 0.001);
            }
          }
        }
        expect(JSON.stringify(cost)).not.toMatch(/Infinity|NaN/);
      }),
      { numRuns: 60 },
    );
  });

  it('its words stay within their columns, in one line each, without control characters', () => {
    fc.assert(
      fc.property(anyCost, ({ cost, events }) => {
        if (!cost) return;
        const lines = reportText({ ...reportOf(events), cost }).split('\n');
        expect(lines.filter((line) => widthOf(line) > 100)).toEqual([]);
        expect(lines.join('')).not.toMatch(/[\p{Cc}]|NaN|Infinity|undefined|null/u);
      }),
      { numRuns: 60 },
    );
  });
});

it('golden: the cost of a month in the report', async () => {
  const events = leadsOf([
    ['google-ads', 9, judged('qualified')],
    ['google-ads', 22, judged('unqualified', 'wrong_company')],
    ['google-ads', 1, judged('qualified'), won],
    ['google-ads', 10],
    ['webinar', 4, judged('qualified'), won],
    ['webinar', 3, judged('unqualified')],
    ['cold-list', 14, judged('unqualified')],
    ['podcast', 1, judged('qualified')],
    ['newsletter', 8, judged('qualified')],
  ]);
  const spends = [
    spend('google-ads', 5400),
    spend('webinar', 1850.5),
    spend('cold-list', 3200),
    spend('podcast', 40, { currency: 'USD' }),
    spend('billboard', 900, { from: '2026-11-20', to: '2026-12-20' }),
    spend('q4-search', 3000, { of: 'campaign' }),
  ];
  const cost = costOf(events, spends);
  await expect(`${costTable(cost ? { cost } : {}, { columns: 100 }).join('\n')}\n`).toMatchFileSnapshot('../../golden/report/cost.txt');
});
