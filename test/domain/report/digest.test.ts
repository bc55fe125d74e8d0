// What a digest says: headlines for every number of verdicts, rows that add up, what it does not know.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../../src/domain/report/advice.ts';
import { chartText, verdictsByWeek } from '../../../src/domain/report/digest-chart.ts';
import { detailTables } from '../../../src/domain/report/digest-tables.ts';
import {
  changeSentence,
  digestHeadline,
  digestTitle,
  funnelLine,
  marketingLine,
  meanLine,
  speedLine,
} from '../../../src/domain/report/digest-words.ts';
import { sourceRows } from '../../../src/domain/report/sourcerows.ts';
import { digestUnknowns } from '../../../src/domain/report/unknowns.ts';
import { whyNotMore, whyNotRows } from '../../../src/domain/report/why-not.ts';
import { reasonsIn } from '../../../src/domain/reasons.ts';
import { type WeekLead, digestOf, earlierWeek, earlierWeeks, leads, manySources, typicalDigest, weekReport } from './weeks.ts';

const yes = { verdict: 'qualified' } as const;
const no = { verdict: 'no_need' } as const;
const late = { isLate: true } as const;

describe('the headline', () => {
  it.each<[readonly WeekLead[], string]>([
    [[], 'No leads arrived, so there is nothing to judge.'],
    [leads(1, late), '1 lead arrived; none is due for a verdict yet.'],
    [leads(3, late), '3 leads arrived; none is due for a verdict yet.'],
    [leads(3), 'No verdicts yet on 3 leads.'],
    [[...leads(3), ...leads(2, late)], 'No verdicts yet on 5 leads, 3 of them due.'],
    [leads(1, yes), '1 of 1 due lead judged; 1 qualified.'],
    [[...leads(1, yes), ...leads(3)], '1 of 4 due leads judged; 1 qualified.'],
    [leads(2, { ...yes, ...late }), '2 of 2 leads judged, before any was due; 2 qualified.'],
    [
      [...leads(3, yes), ...leads(2), ...leads(2, { ...yes, ...late })],
      '3 of 5 due leads judged, and 2 before they were due; 5 in all qualified (likely 57–100 %).',
    ],
    [[...leads(17, yes), ...leads(14, no), ...leads(13)], '31 of 44 due leads judged; 17 qualified (55 %, likely 38–71 %).'],
    [
      [...leads(5, yes), ...leads(3, { verdict: 'bad_timing' })],
      '8 of 8 due leads judged; 5 qualified (likely 57–100 % of the 5 that count).',
    ],
  ])('of %#', (week, headline) => {
    expect(digestHeadline(weekReport(week).totals)).toBe(headline);
  });

  it.each<[readonly WeekLead[], readonly [number, number][], string]>([
    [leads(3), [[9, 9]], ''],
    [leads(4, yes), [[9, 9]], 'Too few verdicts to say more.'],
    [leads(5, yes), [], 'No earlier verdicts to compare with yet.'],
    [leads(5, yes), [[0, 0]], 'No earlier verdicts to compare with yet.'],
    [leads(5, yes), [[1, 2]], 'Too few verdicts in the week before to compare with.'],
    [
      [...leads(5, yes), ...leads(5, no)],
      [
        [9, 9],
        [3, 2],
      ],
      'No clear change from your last 2 weeks at the same age.',
    ],
    [
      leads(30, no),
      [
        [20, 10],
        [20, 10],
      ],
      'Clearly less often qualified than in your last 2 weeks at the same age (40 of 60, 67 %).',
    ],
    [leads(9, no), [[20, 10]], 'Different from the week before at the same age, on few verdicts: 0 of 9 now, 20 of 30 then.'],
  ])('says how %# stands beside the weeks before', (week, before, sentence) => {
    const reports = before.map(([k, other], index) => earlierWeek(`2026-11-${index === 0 ? '02' : '09'}`, k, other, 0));
    expect(changeSentence({ week: weekReport(week), sameAge: reports })).toBe(sentence);
  });

  it.each([
    ['2026-11-16', 'Lead quality, 16–22 November'],
    ['2026-11-30', 'Lead quality, 30 November – 6 December'],
    ['2026-12-28', 'Lead quality, 28 December 2026 – 3 January 2027'],
  ])('stands under the days of the week from %s', (from, title) => {
    expect(digestTitle(weekReport([], from))).toBe(title);
  });
});

describe('the weeks', () => {
  it('are at most eight with this one, each under its own name', () => {
    const weeks = verdictsByWeek({ week: weekReport(leads(3, yes)), before: earlierWeeks });
    expect(weeks.map(({ label }) => label)).toEqual(['28 Sep', '5 Oct', '12 Oct', '19 Oct', '26 Oct', '2 Nov', '9 Nov', '16 Nov']);
    expect(weeks.at(-1)).toEqual({ label: '16 Nov', qualified: 3, unqualified: 0, pending: 0 });
  });

  it('take their years where days alone are alike, and are none where nothing ever came', () => {
    const before = [earlierWeek('2020-11-16', 1, 1, 1)];
    expect(verdictsByWeek({ week: weekReport([]), before }).map(({ label }) => label)).toEqual(['16 Nov 2020', '16 Nov 2026']);
    expect(verdictsByWeek({ week: weekReport([]), before: [weekReport([], '2026-11-09')] })).toEqual([]);
  });

  it('are drawn in text with their counts, and the smallest count is seen', () => {
    const lines = chartText([{ label: '16 Nov', qualified: 1, unqualified: 99, pending: 0 }]);
    expect(lines.at(-1)).toBe(`16 Nov   1  99  0  █${'▒'.repeat(24)}`);
  });

  it('stand beside their mean', () => {
    const before = [earlierWeek('2026-11-02', 1, 1, 0), earlierWeek('2026-11-09', 2, 1, 0)];
    expect(funnelLine(weekReport(leads(1)))).toBe('1 lead · 0 claimed · 0 judged · 0 qualified · 1 without a verdict');
    expect(meanLine(before)).toEqual([
      'Mean of the 2 weeks before',
      '2.5 leads · 2.5 claimed · 2.5 judged · 1.5 qualified · 0.0 without a verdict',
    ]);
    expect(meanLine(before.slice(1))).toEqual(['The week before', '3 leads · 3 claimed · 3 judged · 2 qualified · 0 without a verdict']);
    expect([funnelLine(weekReport([])), meanLine([])[1]]).toEqual([null, null]);
  });
});

describe('sources', () => {
  const counts = fc.array(fc.record({ yes: fc.nat(12), no: fc.nat(12), later: fc.nat(3), open: fc.nat(3) }), { maxLength: 40 });

  it('F85: are eight at most besides the others, best first by the lower end of their range, and add up to all leads', () => {
    fc.assert(
      fc.property(counts, (groups) => {
        const report = weekReport(
          groups.flatMap(({ yes: good, no: bad, later, open }, index) => {
            const source = `s${index}`;
            return [
              ...leads(good, { source, ...yes }),
              ...leads(bad, { source, ...no }),
              ...leads(later, { source, verdict: 'bad_timing' }),
              ...leads(open, { source }),
            ];
          }),
        );
        const rows = sourceRows(report.bySource);
        const sum = (key: 'delivered' | 'qualified' | 'of'): number => rows.reduce((total, row) => total + row[key], 0);
        const { delivered, qualifiedRate } = report.totals;
        expect([sum('delivered'), sum('qualified'), sum('of')]).toEqual([delivered, qualifiedRate.k, qualifiedRate.n]);
        expect(rows.length).toBeLessThanOrEqual(10);
        const low = (name: string): number => report.bySource.find(({ source }) => source === name)?.qualifiedRate.low ?? 0;
        const ranked = rows.flatMap(({ name, likely }) => ('theirs' in name && likely.endsWith('%') ? [low(name.theirs)] : []));
        expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
        expect(ranked.length).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('of few verdicts say so, or that there are none', () => {
    const likely = (week: readonly WeekLead[]): string[] => sourceRows(weekReport(week).bySource).map(({ likely: words }) => words);
    expect(likely(leads(4, yes))).toEqual(['too few to say']);
    expect(likely(leads(4))).toEqual(['no verdicts yet']);
    expect(likely(leads(5, yes))).toEqual(['57–100 %']);
    expect(
      sourceRows(weekReport([...leads(5, yes), ...leads(2, { source: 'a' }), ...leads(1, { source: 'b' })]).bySource).at(-1),
    ).toMatchObject({
      name: { ours: '2 others' },
      delivered: 3,
    });
  });

  it('are told in full in the thread, or how many more there are', () => {
    const [sources] = detailTables(manySources().week);
    expect(sources?.lines.at(-1)).toMatch(/^and \d+ more: [\d,]+ leads, qualified [\d,]+ of [\d,]+$/);
    const shown = sources?.lines.slice(1, -1).map((line) => Number(/ {2,}(\d+) {2,}/.exec(line)?.[1])) ?? [];
    const rest = Number(/: ([\d,]+) leads/.exec(sources?.lines.at(-1) ?? '')?.[1]?.replaceAll(',', ''));
    expect(shown.reduce((sum, count) => sum + count, rest)).toBe(2000);
  });
});

describe('why not', () => {
  it('has something to do about every reason', () => {
    expect(reasonsIn('unqualified').map(adviceFor)).not.toContain(null);
    expect(adviceFor('bad_timing')).toBe('back with sales on their dates');
    expect(adviceFor('no_budget')).toBe('name prices earlier; back with marketing after 90 days');
    expect([adviceFor('(not given)'), adviceFor('clear_need')]).toEqual([null, null]);
  });

  it('names a source where half of it comes from there, and quotes one rep', () => {
    const { week, quotes } = typicalDigest();
    const [first, second] = whyNotRows(week, quotes);
    expect(first).toMatchObject({
      label: 'Outside our ICP',
      count: '6 of 14',
      from: { name: { theirs: 'google-ads' }, count: '5' },
      quote: { note: 'Two-person shops asking for the free plan.' },
    });
    expect(second).toMatchObject({ label: 'Wrong person', from: { name: { theirs: 'webinar' }, count: 'all' } });
    expect(whyNotMore(week, 2)).toBe('and 4 more reasons for 4 leads');
    expect(whyNotMore(week, 9)).toBeNull();
  });
});

describe('speed and returns', () => {
  it('say a median of five at least', () => {
    expect(speedLine(weekReport([]).speed)).toBeNull();
    expect(speedLine(weekReport(leads(4, yes)).speed)).toBe('4 of 4 in time · every lead touched');
    expect(speedLine(weekReport([...leads(4, yes), ...leads(1)]).speed)).toBe(
      'median 31 min of open time to the first touch · 4 of 5 in time · 1 not touched yet',
    );
    expect(speedLine(weekReport([...leads(1, yes), ...leads(4)]).speed)).toBe(
      'fewer than half touched so far · 1 of 5 in time · 4 not touched yet',
    );
  });

  it('say what became of those that went back', () => {
    const none = { returned: 0, stalled: 0, takenUp: 0, sentBack: 0, recovered: 0 };
    expect(marketingLine(none)).toBeNull();
    expect(marketingLine({ ...none, returned: 2 })).toBe('2 · 0 taken up · 0 sent back to sales');
    expect(marketingLine({ returned: 7, stalled: 2, takenUp: 5, sentBack: 3, recovered: 1 })).toBe(
      '7 (2 stalled) · 5 taken up · 3 sent back to sales · 1 of them qualified',
    );
  });
});

describe('what it does not know', () => {
  it('is told sentence by sentence', () => {
    expect(digestUnknowns(typicalDigest())).toEqual([
      'Feedback on 31 of 44 leads that were due (70 %).',
      '17 without a verdict: in the end 17 to 34 of 48 may be qualified.',
      '4 leads are not due for a verdict yet.',
      '1 lead came without a source.',
      'Where likely ranges of sources overlap, nobody can tell which is better.',
      'Earlier weeks have had longer to get their verdicts.',
      '19 leads of all weeks are open now.',
      'Last week restated: 31 → 33 judged, 21 → 20 qualified.',
    ]);
  });

  it('is nothing in a week of nothing, but for digests that were left out', () => {
    expect(digestUnknowns(digestOf(weekReport([])))).toEqual([]);
    expect(digestUnknowns(digestOf(weekReport([]), { skippedWeeks: 1 }))).toEqual([
      '1 earlier digest was left out, more than three days late.',
    ]);
  });
});
