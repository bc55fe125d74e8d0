// Before and after a change: what is called, what is only counted, what is refused, and the words for each.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BeforeAfter, beforeAfter } from '../../../src/domain/report/before-after.ts';
import { resultLine, resultSentences } from '../../../src/domain/report/change-words.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { judged, reportWith, times } from './log.ts';

interface Window {
  readonly wrong?: number;
  readonly qualified?: number;
  readonly silent?: number;
}

/** So many with the reason, so many qualified, so many without a verdict. */
function report({ wrong = 0, qualified = 0, silent = 0 }: Window): Report {
  return reportWith([
    ...times(wrong, () => [{}, judged('unqualified', 'wrong_person')] as const),
    ...times(qualified, () => [{}, judged('qualified')] as const),
    ...times(silent, () => [{}, null] as const),
  ]);
}

function told(before: Window, after: Window, more: { earlier?: Window; known?: Window; others?: number } = {}): BeforeAfter {
  const { earlier = {}, known = { silent: 1 }, others = 0 } = more;
  const reports = { known: report(known), earlier: report(earlier), before: report(before), after: report(after) };
  return beforeAfter(reports, 'wrong_person', others);
}

const words = (result: BeforeAfter): string => resultSentences(result, 'wrong_person').join('\n');

describe('what is called', () => {
  it('a clear change, with counts and ranges, and never more than that', () => {
    expect(words(told({ wrong: 24, qualified: 6 }, { wrong: 8, qualified: 20 }))).toMatchInlineSnapshot(`
      "Wrong person: 24 of 30 verdicts in the 28 days before (80 %, likely 63–91 %), 8 of 28 in the 28 days after (29 %, likely 15–47 %): clearly less often.
      Qualified: 6 of 30 before (20 %, likely 10–37 %), 20 of 28 after (71 %, likely 53–85 %): clearly more often."
    `);
  });

  it('no change where the ranges allow none', () => {
    expect(resultLine(told({ wrong: 8, qualified: 6 }, { wrong: 5, qualified: 10 }), 'wrong_person')).toBe(
      'Wrong person 8 of 14 before (likely 33–79 %), 5 of 15 after (likely 15–58 %): no clear change. ' +
        'Qualified 6 of 14 before (likely 21–67 %), 10 of 15 after (likely 42–85 %): no clear change.',
    );
  });

  it('on fewer than twenty a difference is told in counts, without saying that it is better or worse', () => {
    expect(resultLine(told({ wrong: 12, qualified: 2 }, { wrong: 1, qualified: 14 }), 'wrong_person')).toBe(
      'Wrong person 12 of 14 before (likely 60–96 %), 1 of 15 after (likely 1–30 %): different, on few verdicts. ' +
        'Qualified 2 of 14 before (likely 4–40 %), 14 of 15 after (likely 70–99 %): different, on few verdicts.',
    );
  });

  it('3 of 3 before and 0 of 2 after are too few to say, however different they look', () => {
    expect(resultLine(told({ wrong: 3 }, { qualified: 2 }), 'wrong_person')).toBe(
      'Wrong person 3 of 3 before, 0 of 2 after: too few to say. Qualified 0 of 3 before, 2 of 2 after: too few to say.',
    );
  });
});

describe('what is refused', () => {
  it('leads that were judged clearly less often after: their silence is not taken for an improvement', () => {
    const result = told({ wrong: 20, qualified: 10 }, { wrong: 2, qualified: 10, silent: 28 });
    expect(result).toMatchObject({ reason: { change: 'not called' }, qualified: { change: 'not called' } });
    expect(words(result)).toContain('2 of 12 in the 28 days after (likely 5–45 %): not compared.');
    expect(words(result)).toContain('Within 14 days 30 of 30 leads were judged before and 12 of 40 after;');
    expect(words(result)).not.toContain('clearly less');
  });

  it('windows of which the first is not whole', () => {
    const result = told({ wrong: 20 }, { qualified: 20 }, { known: {} });
    expect(result).toEqual({ state: 'unequal' });
    expect(words(result)).toMatchInlineSnapshot(
      `"Leads from there are known for less than 28 days before the change, so before and after are not equally long and are not compared."`,
    );
  });

  it('before its time', () => {
    expect(words({ state: 'too_early', tellsOn: '2026-12-15' })).toBe(
      'Too early to tell: it takes 28 days on both sides and 14 more for the verdicts, so ask again on 15 Dec 2026.',
    );
  });
});

describe('what is said beside it', () => {
  it('that it had moved before already: the change is not given the credit', () => {
    const trend = told({ wrong: 20, qualified: 20 }, { wrong: 8, qualified: 32 }, { earlier: { wrong: 32, qualified: 8 } });
    expect(words(trend)).toContain('Wrong person and Qualified had clearly moved that way already before the change.');
    const sudden = told({ wrong: 20, qualified: 20 }, { wrong: 8, qualified: 32 }, { earlier: { wrong: 20, qualified: 20 } });
    expect(words(sudden)).not.toContain('already');
  });

  it('that other changes lie within the days', () => {
    const one = told({ wrong: 8 }, { wrong: 8 }, { others: 1 });
    expect(words(one)).toContain('Another change of the same origin lies within these days, so their effects cannot be told apart.');
    expect(words(told({ wrong: 8 }, { wrong: 8 }, { others: 2 }))).toContain('2 other changes of the same origin lie within');
  });
});

it('nothing is ever called of fewer than five verdicts, nor against the counts', () => {
  const window = fc.record({ wrong: fc.nat(25), qualified: fc.nat(25), silent: fc.nat(10) });
  fc.assert(
    fc.property(window, window, (before, after) => {
      const result = told(before, after);
      if (result.state !== 'compared') throw new Error('compared');
      for (const one of [result.reason, result.qualified]) {
        const rates = [one.before.k / one.before.n, one.after.k / one.after.n] as const;
        if (Math.min(one.before.n, one.after.n) < 5) expect(['too few', 'not called']).toContain(one.change);
        if (one.change === 'up') expect(rates[1]).toBeGreaterThan(rates[0]);
        if (one.change === 'down') expect(rates[1]).toBeLessThan(rates[0]);
      }
      expect(words(result)).not.toMatch(/NaN|Infinity|undefined|because|thanks to/);
    }),
    { numRuns: 50 },
  );
});
