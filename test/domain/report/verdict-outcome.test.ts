// Verdict against outcome: at equal age, by the verdict that stood when the deal came, and never by what nobody recorded.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/domain/lead.ts';
import { outcomeNotes, reached, reasonFlags, wonLine } from '../../../src/domain/report/views-words.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { judged, newLog, received } from './log.ts';
import { type Life, lives, many, onDay, viewed } from './views-log.ts';

const won: EventBody = { type: 'outcome', outcome: 'won' };
/** Somebody's deal before everything else: outcomes are recorded from here on. */
const records: Life = { came: -20, verdict: 'qualified', wonAfter: 2 };

function at(report: Report, days: 30 | 90) {
  const within = report.verdictOutcome?.within.find((one) => one.days === days);
  if (!within) throw new Error('No verdicts');
  return within;
}

const reason = (report: Report, code: string, days: 30 | 90 = 90) => at(report, days).reasons.find((one) => one.code === code);

describe('which verdict, and when', () => {
  /** One lead, its events on these days, beside somebody whose deal began the records. */
  function told(...acts: readonly (readonly [day: number, body: EventBody, handoff?: string])[]): Report {
    const log = newLog();
    log.add({ handoff: 'H9', at: onDay(-20) }, received());
    log.add({ handoff: 'H9', at: onDay(-17) }, won);
    for (const [day, body, handoff = 'H1'] of acts) log.add({ handoff, at: onDay(day) }, body);
    return viewed(log.events);
  }

  it('the one that stood when the first outcome came: hindsight counts nothing', () => {
    const changed = told(
      [0, received()],
      [1, judged('unqualified', 'no_need')],
      [10, { type: 'outcome', outcome: 'opportunity' }],
      [12, judged('qualified')],
      [20, won],
    );
    expect(reason(changed, 'no_need')?.won).toMatchObject({ k: 1, n: 1 });
    expect(at(changed, 90).qualified.n).toBe(0);
    expect(changed.quarrels?.noThatWon).toEqual({ total: 1, leads: [{ leadId: 'L1', handoffId: 'H1' }] });
    const later = told([0, received()], [10, won], [12, judged('qualified')]);
    expect(later.verdictOutcome).toBeUndefined();
  });

  it('a changed verdict counts from its change, a reopened one not at all', () => {
    const changed = told([0, received()], [1, judged('unqualified')], [50, judged('qualified')], [85, won]);
    expect(at(changed, 30).qualified).toMatchObject({ k: 0, n: 1 });
    expect(at(changed, 90).qualified).toMatchObject({ k: 1, n: 1 });
    expect(at(changed, 90).unqualified.n).toBe(0);
    expect(changed.quarrels?.noThatWon.total).toBe(0);
    expect(told([0, received()], [1, judged('unqualified')], [2, { type: 'reopened' }], [9, won]).verdictOutcome).toBeUndefined();
  });

  it('a later handoff that won counts for the earlier no too, and once for each verdict', () => {
    const again = told(
      [0, received()],
      [1, judged('unqualified', 'bad_timing')],
      [
        40,
        { type: 'resubmitted', attribution: { source: null, medium: null, campaign: null, action: null, score: null }, isTest: false },
        'H1.2',
      ],
      [41, judged('qualified'), 'H1.2'],
      [60, won, 'H1.2'],
    );
    expect(reason(again, 'bad_timing', 30)?.won).toMatchObject({ k: 0, n: 1 });
    expect(reason(again, 'bad_timing')?.won).toMatchObject({ k: 1, n: 1 });
    expect(at(again, 30).qualified).toMatchObject({ k: 1, n: 1 });
  });

  it('two handoffs of a lead with the same no are one lead', () => {
    const twice = told(
      [0, received()],
      [1, judged('unqualified', 'no_need')],
      [40, received(), 'H1.2'],
      [41, judged('unqualified', 'no_need'), 'H1.2'],
      [95, won, 'H1.2'],
    );
    expect(at(twice, 90).unqualified).toMatchObject({ k: 0, n: 1 });
    expect(twice.quarrels?.noThatWon.total).toBe(1);
  });

  it('a lost deal of an earlier handoff says nothing of the verdict on a later one', () => {
    const second = told(
      [0, received()],
      [1, judged('qualified')],
      [5, { type: 'outcome', outcome: 'lost' }],
      [40, received(), 'H1.2'],
      [41, judged('unqualified', 'no_budget'), 'H1.2'],
      [50, won, 'H1.2'],
    );
    expect(reason(second, 'no_budget', 30)?.won).toMatchObject({ k: 1, n: 1 });
    expect(at(second, 30).qualified).toMatchObject({ k: 0, n: 1 });
    expect(at(second, 90).qualified).toMatchObject({ k: 1, n: 1 });
  });

  it('the day of a deal that is known to the day only holds the verdict of that morning', () => {
    const log = newLog();
    log.add({ handoff: 'H9', at: onDay(-20) }, received());
    log.add({ handoff: 'H9', at: onDay(-17) }, won);
    log.add({ handoff: 'H1', at: onDay(0) }, received());
    log.add({ handoff: 'H1', at: onDay(3) }, judged('unqualified', 'no_need'));
    log.add({ handoff: 'H1', at: onDay(3) - 12 * 3_600_000, recordedAt: onDay(5) }, { ...won, isDateOnly: true });
    expect(reason(viewed(log.events), 'no_need')?.won).toMatchObject({ k: 1, n: 1 });
  });

  it('as known then; tests and what was recorded later are out', () => {
    const log = newLog();
    log.add({ handoff: 'H9', at: onDay(-20) }, received());
    log.add({ handoff: 'H9', at: onDay(-17) }, won);
    log.add({ handoff: 'H1', at: onDay(0) }, received());
    log.add({ handoff: 'H2', at: onDay(0) }, received({ isTest: true }));
    log.add({ handoff: 'H1', at: onDay(1) }, judged('unqualified'));
    log.add({ handoff: 'H2', at: onDay(1) }, judged('unqualified'), { ...won, isTest: true });
    log.add({ handoff: 'H1', at: onDay(9), recordedAt: onDay(200) }, won);
    expect(at(viewed(log.events, { asOf: onDay(199) }), 30).unqualified).toMatchObject({ k: 0, n: 1 });
    expect(at(viewed(log.events, { asOf: onDay(200) }), 30).unqualified).toMatchObject({ k: 1, n: 1 });
    expect(viewed(log.events, { asOf: onDay(30) }).verdictOutcome).toMatchObject({ within: [{ tooYoung: 1 }, { tooYoung: 1 }] });
  });
});

describe('naive answers', () => {
  it('outcomes that are recorded only from some day on fake a difference: earlier leads are left out', () => {
    // Before the records began, every lead was turned down; since then all are qualified. Nothing differs but who wrote down deals.
    const before = many(40, { came: -100, verdict: 'no_need' });
    const since = [...many(10, { came: 0, verdict: 'qualified', wonAfter: 5 }), ...many(30, { came: 0, verdict: 'qualified' })];
    const few = [...many(3, { came: 0, verdict: 'no_need', wonAfter: 5 }), ...many(7, { came: 0, verdict: 'no_need' })];
    const report = viewed(lives([...before, records, ...since, ...few]));
    expect(at(report, 30)).toMatchObject({ qualified: { k: 10, n: 40 }, unqualified: { k: 3, n: 10 } });
    expect(wonLine(at(report, 30))).toBe(
      'Within 30 days of the verdict: qualified 10 of 40 won (25 %, likely 14–40 %), unqualified 3 of 10 won (likely 11–60 %): no clear difference',
    );
    expect(report.verdictOutcome && outcomeNotes(report.verdictOutcome)).toEqual([
      'No outcomes recorded before 15 May 2026: 41 judged leads that came earlier are left out.',
    ]);
  });

  it('a young cohort is not looked at, and said to be young', () => {
    const report = viewed(lives([records, ...many(20, { came: 0, verdict: 'qualified' })]), { asOf: onDay(25) });
    expect(report.verdictOutcome && reached(report.verdictOutcome)).toEqual([]);
    expect(report.verdictOutcome && outcomeNotes(report.verdictOutcome).at(-1)).toBe(
      'Verdicts left out: 20 not 30 days old yet, 20 not 90 days old yet.',
    );
    const older = viewed(lives([records, ...many(20, { came: 0, verdict: 'qualified' })]), { asOf: onDay(31) });
    expect(older.verdictOutcome && reached(older.verdictOutcome).map(({ days }) => days)).toEqual([30]);
  });

  it('a label that means the opposite is flagged', () => {
    const report = viewed(
      lives([
        records,
        ...many(16, { came: 0, verdict: 'no_need', wonAfter: 20 }),
        ...many(4, { came: 0, verdict: 'no_need' }),
        ...many(10, { came: 0, verdict: 'qualified', wonAfter: 20 }),
        ...many(30, { came: 0, verdict: 'qualified' }),
      ]),
    );
    expect(reasonFlags(report).map(({ words }) => words)).toEqual([
      'Worth a look: leads judged “No need” were won more often than qualified ones within 90 days (16 of 20; qualified 10 of 40): does the label mean what it says?',
    ]);
  });

  it('a direction is told only where both sides have twenty', () => {
    const line = (no: number, yes: number) => {
      const report = viewed(
        lives([
          records,
          ...many(no - 1, { came: 0, verdict: 'no_need', wonAfter: 20 }),
          { came: 0, verdict: 'no_need' },
          ...many(yes, { came: 0, verdict: 'qualified' }),
        ]),
      );
      return wonLine(at(report, 30));
    };
    expect(line(20, 20)).toContain(': unqualified ones were won more often');
    expect(line(19, 20)).toContain(': different, on few verdicts');
    expect(line(4, 20)).toContain(': too few to say');
  });

  it('as often as qualified ones is a question too; once in two, or clearly less often, is none', () => {
    const flags = (no: readonly [number, number], yes: readonly [number, number], verdict: 'not_a_buyer' | 'bad_timing' = 'not_a_buyer') =>
      reasonFlags(
        viewed(
          lives([
            records,
            ...many(no[0], { came: 0, verdict, wonAfter: 20 }),
            ...many(no[1] - no[0], { came: 0, verdict }),
            ...many(yes[0], { came: 0, verdict: 'qualified', wonAfter: 20 }),
            ...many(yes[1] - yes[0], { came: 0, verdict: 'qualified' }),
          ]),
        ),
      ).map(({ words }) => words);
    expect(flags([6, 8], [5, 12])).toEqual([
      'Worth a look: leads judged “Not a buyer” were won as often as qualified ones within 90 days (6 of 8; qualified 5 of 12): does the label mean what it says?',
    ]);
    expect(flags([3, 6], [8, 12])[0]).toContain(
      'were won not clearly less often than qualified ones within 90 days (3 of 6; qualified 8 of 12)',
    );
    expect(flags([5, 5], [0, 2])[0]).toContain(
      'were won often, with too few qualified ones to compare, within 90 days (5 of 5; qualified 0 of 2)',
    );
    expect(flags([6, 8], [5, 12], 'bad_timing')[0]).toContain('they come back by themselves: would sooner be better?');
    expect(flags([1, 2], [0, 40])).toEqual([]);
    expect(flags([2, 30], [2, 30])).toEqual([]);
    expect(flags([3, 4], [0, 40])).toEqual([]);
    expect(flags([3, 40], [30, 40])).toEqual([]);
  });
});

it('no share is over its leads, a longer age never has fewer wins of the same leads, and each lead is in one total at most twice', () => {
  const life = fc.record({
    came: fc.integer({ min: -30, max: 120 }),
    verdict: fc.constantFrom(undefined, 'qualified' as const, 'no_need' as const, 'bad_timing' as const),
    judgedAfter: fc.nat(20),
    wonAfter: fc.option(fc.nat(100), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(life, { maxLength: 40 }), fc.integer({ min: 0, max: 400 }), (all, day) => {
      const report = viewed(lives([records, ...all]), { asOf: onDay(day) });
      const { within = [], leftOut = 0 } = report.verdictOutcome ?? {};
      for (const { qualified, unqualified, reasons, tooYoung } of within) {
        for (const { won: share } of reasons) expect(share.k).toBeLessThanOrEqual(share.n);
        expect(reasons.reduce((sum, { won: share }) => sum + share.n, 0)).toBe(unqualified.n);
        expect(reasons.reduce((sum, { won: share }) => sum + share.k, 0)).toBe(unqualified.k);
        // Each of these leads has one verdict, and none before a deal that came first.
        expect(qualified.n + unqualified.n + tooYoung + leftOut).toBeLessThanOrEqual(report.totals.judged);
      }
    }),
  );
});
