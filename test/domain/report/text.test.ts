// The report as people read it: golden files, and promises about width, honesty and strangers' names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/domain/lead.ts';
import { widthOf } from '../../../src/domain/report/columns.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { daysText } from '../../../src/domain/report/days-text.ts';
import { headline, reportText } from '../../../src/domain/report/text.ts';
import { reasonOf, reasonsIn } from '../../../src/domain/reasons.ts';
import { histories } from './histories.ts';
import { judged, newLog, nowhere, received, reportOf, reportWith, times, week } from './log.ts';

const minuteMs = 60_000;
const mondayAt = Date.parse('2026-11-16T15:00:00Z');
const minutes = [2, 20, 50, 150, 600, 3000];

/** A week with n verdicts that count, some that do not, and half as many leads without one: something in every section where n allows. */
function weekOfVerdicts(n: number): Report {
  const sources = ['google-ads', 'google-ads', 'webinar', 'google-ads', 'referral', 'webinar', null, 'partner'];
  const why = reasonsIn('unqualified').filter((code) => reasonOf(code).isCounted);
  const notNow = n + Math.floor(n / 8);
  const log = newLog();
  for (let index = 0; index < notNow + Math.ceil(n / 2); index += 1) {
    const handoff = index % 10 === 9 ? `H${index}.2` : `H${index}`;
    // One of five days at ten in New York, touched after two minutes to two days and more.
    const openedAt = mondayAt + (index % 5) * 24 * 60 * minuteMs;
    const touchedAt = openedAt + (minutes[index % minutes.length] ?? 0) * minuteMs;
    const add = (...bodies: EventBody[]): void => log.add({ handoff, at: touchedAt }, ...bodies);
    const attribution = { ...nowhere, source: sources[index % sources.length] ?? null };
    const open = (body: EventBody): void => log.add({ handoff, at: openedAt }, body);
    open(handoff.endsWith('.2') ? { type: 'resubmitted', attribution, isTest: false } : received(attribution));
    if (index < n) add((index * 7) % 13 < 7 ? judged('qualified') : judged('unqualified', why[((index * 31) % 47) % why.length]));
    else if (index < notNow) add(judged('unqualified', index % 3 === 0 ? null : 'bad_timing'));
    else if (index % 3 === 0) add({ type: 'returned', reason: null, cause: index % 2 === 0 ? 'person' : 'stalled' });
    if (index % 9 === 1) add({ type: 'outcome', outcome: 'opportunity' });
    if (index % 18 === 1) add({ type: 'outcome', outcome: 'won', amount: 1200.5 * (index + 1), currency: index % 4 === 1 ? 'EUR' : 'USD' });
    if (index % 18 === 10) add({ type: 'outcome', outcome: 'lost' });
  }
  return reportOf(log.events);
}

describe('golden reports', () => {
  it.each([0, 1, 4, 5, 19, 20, 500])('with %i verdicts', async (n) => {
    const report = weekOfVerdicts(n);
    expect(report.totals.qualifiedRate.n).toBe(n);
    const text = reportText(report);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../golden/report/verdicts-${n}.txt`);
  });

  it('of the documented week', async () => {
    const sources = [
      ...times(9, () => 'referral'),
      ...times(14, () => 'webinar'),
      ...times(20, () => 'google-ads'),
      'fair',
      'podcast',
      'podcast',
      'partner',
      null,
    ];
    const isJudged = (index: number): boolean =>
      index < 7 || (index >= 9 && index < 19) || (index >= 23 && index < 34) || (index >= 43 && index < 46);
    const isQualified = (index: number): boolean => index < 6 || (index >= 9 && index < 15) || (index >= 23 && index < 27) || index === 43;
    const report = reportWith(
      sources.map((source, index) => [
        { source },
        isJudged(index)
          ? isQualified(index)
            ? judged('qualified')
            : judged('unqualified', index > 22 ? 'wrong_company' : 'wrong_person')
          : null,
      ]),
    );
    expect(report.totals).toMatchObject({ delivered: 48, judged: 31, qualified: 17 });
    await expect(`${reportText(report)}\n`).toMatchFileSnapshot('../../golden/report/documented-week.txt');
  });
});

describe('the headline', () => {
  const yes = (n: number): [object, EventBody][] => times(n, () => [{}, judged('qualified')]);
  const no = (n: number): [object, EventBody][] => times(n, () => [{}, judged('unqualified')]);
  const later = (n: number): [object, EventBody][] => times(n, () => [{}, judged('unqualified', 'bad_timing')]);
  const open = (n: number): [object, null][] => times(n, () => [{}, null]);

  it.each([
    [[], 'No leads arrived, so there is nothing to judge.'],
    [open(1), 'No verdicts yet on 1 lead.'],
    [open(12), 'No verdicts yet on 12 leads.'],
    [[...yes(1)], '1 of 1 lead judged; 1 qualified.'],
    [[...yes(2), ...no(2), ...open(1)], '4 of 5 leads judged; 2 qualified.'],
    [[...yes(2), ...no(3), ...open(1)], '5 of 6 leads judged; 2 qualified (likely 12–77 %).'],
    [[...yes(10), ...no(9)], '19 of 19 leads judged; 10 qualified (likely 32–73 %).'],
    [[...yes(17), ...no(14), ...open(17)], '31 of 48 leads judged; 17 qualified (55 %, likely 38–71 %).'],
    [[...yes(17), ...no(10), ...later(4)], '31 of 31 leads judged; 17 qualified (63 %, likely 44–78 % of the 27 that count).'],
    [[...later(3), ...open(1)], '3 of 4 leads judged; 0 qualified.'],
    [[...yes(600), ...no(600)], '1,200 of 1,200 leads judged; 600 qualified (50 %, likely 47–53 %).'],
  ])('%#: %j', (leads, sentence) => {
    expect(headline(reportWith(leads).totals)).toBe(sentence);
  });
});

it.each([
  ['2026-11-16', '2026-11-23', '16–22 November 2026'],
  ['2026-11-16', '2026-11-17', '16 November 2026'],
  ['2026-09-28', '2026-10-05', '28 September – 4 October 2026'],
  ['2025-12-29', '2026-01-05', '29 December 2025 – 4 January 2026'],
])('the days from %s to %s are %s', (from, to, days) => {
  expect(daysText(from, to)).toBe(days);
});

describe('honesty', () => {
  it.each([0, 1, 2, 4, 5, 19, 20])('F84: with %i verdicts from one source it says only what they can carry', (n) => {
    const text = reportText(reportWith(times(n, (index) => [{ source: 'only' }, judged(index % 2 === 0 ? 'qualified' : 'unqualified')])));
    expect(text).not.toMatch(/NaN|undefined|null|Infinity|[↑↓→▲▼]/);
    expect(text.includes('likely')).toBe(n >= 5);
    expect(/\d %,/.test(text)).toBe(n >= 20);
    if (n < 5) expect(text).not.toContain('%');
    expect(text.includes('too few to say')).toBe(n > 0 && n < 5);
  });

  it('says which leads it cannot judge', () => {
    const report = reportWith([
      [{ source: 'a' }, judged('qualified')],
      [{}, judged('unqualified', null)],
      [{}, judged('unqualified', 'misrouted')],
      [{}, null],
    ]);
    expect(reportText(report)).toContain(
      [
        'What this does not know',
        '- 1 lead without a verdict: in the end 1 to 2 of 4 may be qualified.',
        '- Shares leave out 2 of 2 unqualified, whose reasons do not count against the source.',
        '- 1 unqualified verdict came without a reason.',
        '- 3 leads came without a source, 0 of them qualified.',
        '- Of 4 leads whose time for a verdict is over, 3 have one.',
      ].join('\n'),
    );
  });

  it('says how soon leads were touched, only as far as it is known', () => {
    const dayMs = 24 * 60 * minuteMs;
    const log = newLog();
    for (const [index, after] of [3, 12, 31, 95, 400].entries()) {
      // Thirteen minutes before opening, on Tuesday.
      const openedAt = mondayAt + dayMs - 73 * minuteMs;
      log.add({ handoff: `H${index}`, at: openedAt }, received());
      log.add({ handoff: `H${index}`, at: openedAt + (13 + after) * minuteMs }, { type: 'claimed' });
    }
    log.add({ handoff: 'H10', at: mondayAt }, received());
    log.add({ handoff: 'H11', at: Date.parse('2026-11-23T13:00:00Z') }, received());
    log.add({ handoff: 'H12', at: mondayAt }, { type: 'received', attribution: nowhere, isTest: false, isHistory: true, isDateOnly: true });
    const text = reportText(reportOf(log.events));
    expect(text).toContain(
      [
        'First touch, business time  ≤ 5 min  5–60 min  1–4 h  4–24 h  > 24 h  not yet',
        'Leads                             1         2      1       1       0        2',
        'Half were touched within 1 h 35 min (1 h 48 min by the wall clock), fewer than nine tenths at all.',
        'Within the time for a claim: 4 of 6 (likely 30–90 %).',
      ].join('\n'),
    );
    expect(text).toContain('- The first touch of 1 lead is not known to the minute, so speed leaves it out.\n');
    expect(text).toContain('- 1 of the 2 that nobody has touched can still be claimed in time.\n');
    expect(text).toContain('- Of 7 leads whose time for a verdict is over, 0 have one (likely 0–35 %). 1 lead is younger.');
  });

  it('says that it is too early for verdicts', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at: Date.parse('2026-11-23T13:00:00Z') }, received());
    const text = reportText(reportOf(log.events));
    expect(text).toContain('Too early to say how many get a verdict');
    expect(text).toContain('- 1 of the 1 that nobody has touched can still be claimed in time.');
  });

  it('says that days are not over', () => {
    const asOf = (instant: string): string => reportText(reportOf([], { ...week, asOf: instant }));
    expect(asOf('2026-11-23T04:59:59Z')).toContain('not over yet');
    expect(asOf('2026-11-23T05:00:00Z')).not.toContain('not over yet');
  });
});

it('holds 100 columns with numbers and amounts that nobody expects', () => {
  const report = weekOfVerdicts(20);
  const huge = {
    ...report.totals,
    delivered: 98_765_432,
    judged: 98_765_432,
    qualified: 98_765_432,
    won: 98_765_432,
    opportunities: 98_765_432,
    wonAmount: { 'A\u001b[31mVERYLONGCURRENCY': 1e300, EUR: 123_456_789_012.5, USD: 5e15, GBP: 0.1, CHF: 1, JPY: 1, SEK: 2 },
  };
  const text = reportText({
    ...report,
    totals: { ...huge, qualifiedRate: { ...huge.qualifiedRate, k: 98_765_432, n: 98_765_432 } },
    period: { ...week, timezone: 'America/Argentina/ComodRivadavia' },
  });
  expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(100);
  expect(text).toContain('and 2 more');
});

it('can be written of any legal history', () => {
  fc.assert(
    fc.property(histories(), (events) => {
      const text = reportText(reportOf(events));
      return !/NaN|undefined|Infinity/.test(text) && text.split('\n').every((line) => widthOf(line) <= 100 && line === line.trimEnd());
    }),
  );
});
