// Score against verdict: where the cut lies, what each cell counts, and what is said of a score that says nothing or the contrary.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostNamed } from '../../../src/domain/report/score-verdict.ts';
import { scoreLine, scoreNotes } from '../../../src/domain/report/views-words.ts';
import { criteriaOf, versionOf } from '../definitions.ts';
import { judged, newLog, received } from './log.ts';
import { type Life, lives, many, onDay, viewed } from './views-log.ts';

const by = (...lines: readonly string[]) => versionOf(3, criteriaOf(lines));

describe('the cut', () => {
  const events = lives([10, 20, 30, 90].map((score): Life => ({ came: 0, score, verdict: 'qualified' })));

  it('is the definition’s where it has a rule on the score: a must before what is nice', () => {
    const definition = by('nice intent: warm [score >= 20]', 'must intent: hot [score >= 60]', 'must fit: not too hot [score <= 95]');
    expect(viewed(events, { definition }).scores).toMatchObject({ cut: 60, definition: 3, high: { qualified: 1 }, low: { qualified: 3 } });
    const scores = viewed(events, { definition: by('nice intent: warm [score >= 20]') }).scores;
    expect(scores).toMatchObject({ cut: 20, definition: 3 });
    expect(scores && scoreNotes(scores)).toEqual(['20 is what version 3 of the definition asks for.']);
  });

  it('is the middle of the scores where it has none', () => {
    const definition = by('must fit: not too hot [score <= 95]', 'must intent: asked for a demo');
    const scores = viewed(events, { definition }).scores;
    expect(scores).toMatchObject({ cut: 25, definition: null });
    expect(scores && scoreNotes(scores)).toEqual(['25 is the middle of these scores: the definition in force has no rule on the score.']);
    expect(viewed(events).scores).toMatchObject({ cut: 25, definition: null });
  });

  it('always leaves two sides; scores that are all the same cannot be told apart', () => {
    const of = (scores: readonly number[]) => viewed(lives(scores.map((score) => ({ came: 0, score })))).scores?.cut;
    expect(of([10, 10, 10, 90])).toBe(90);
    expect(of([10, 90, 90, 90])).toBe(90);
    expect(of([7, 7, 7])).toBeUndefined();
    expect(of([])).toBeUndefined();
    expect(viewed(events, { definition: by('must intent: hot [score >= 500]') }).scores).toMatchObject({
      cut: 500,
      high: { qualified: 0 },
    });
  });
});

describe('the cells', () => {
  const events = lives([
    ...many(30, { came: 0, score: 80, verdict: 'qualified' }),
    ...many(8, { came: 0, score: 80, verdict: 'no_need' }),
    ...many(5, { came: 0, score: 80, verdict: 'competitor' }),
    ...many(12, { came: 0, score: 20, verdict: 'qualified' }),
    ...many(25, { came: 0, score: 20, verdict: 'wrong_person' }),
    ...many(2, { came: 0, score: 20 }),
    ...many(3, { came: 0, verdict: 'qualified' }),
    { came: 0 },
  ]);
  const report = viewed(events, { definition: by('must intent: hot [score >= 60]') });

  it('hold the verdicts that count; the others and leads without a score stand apart', () => {
    expect(report.scores).toMatchObject({
      high: { qualified: 30, unqualified: 8, notCounted: 5, qualifiedRate: { k: 30, n: 38 } },
      low: { qualified: 12, unqualified: 25, notCounted: 0, qualifiedRate: { k: 12, n: 37 } },
      unscored: 3,
      tells: 'up',
    });
    expect(report.scores && scoreLine(report.scores)).toBe(
      'High (60 or more) 30 of 38 qualified (79 %, likely 64–89 %), low 12 of 37 (32 %, likely 20–49 %): the score tells them apart',
    );
    expect(report.scores && scoreNotes(report.scores).slice(1)).toEqual([
      '5 unqualified leads left out, whose reasons do not count.',
      '3 judged leads came without a score.',
    ]);
  });

  it('where the two quarrel, the newest are named first', () => {
    expect(report.quarrels?.highNo.total).toBe(8);
    expect(report.quarrels?.highNo.leads[0]).toEqual({ leadId: 'L38', handoffId: 'H38' });
    expect(report.quarrels?.lowYes).toMatchObject({ total: 12 });
    const full = viewed(lives([...many(99, { came: 0, score: 1, verdict: 'qualified' }), { came: 0, score: 2 }]));
    expect(full.quarrels?.lowYes.total).toBe(99);
    expect(full.quarrels?.lowYes.leads).toHaveLength(mostNamed);
  });

  it('as known then, by the verdict in force', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at: onDay(0) }, received({ score: 90 }));
    log.add({ handoff: 'H2', at: onDay(0) }, received({ score: 10 }));
    log.add({ handoff: 'H1', at: onDay(1) }, judged('unqualified', 'no_need'));
    log.add({ handoff: 'H1', at: onDay(5) }, judged('qualified'));
    log.add({ handoff: 'H2', at: onDay(1) }, judged('qualified'), { type: 'reopened' });
    expect(viewed(log.events, { asOf: onDay(4) }).scores).toMatchObject({ high: { qualified: 0, unqualified: 1 }, low: { qualified: 0 } });
    expect(viewed(log.events, { asOf: onDay(5) }).scores).toMatchObject({ high: { qualified: 1, unqualified: 0 }, low: { qualified: 0 } });
    expect(viewed(log.events, { asOf: onDay(5) }).quarrels?.highNo.total).toBe(0);
  });
});

describe('naive answers', () => {
  const scored = (high: readonly [number, number], low: readonly [number, number]) =>
    viewed(
      lives([
        ...many(high[0], { came: 0, score: 90, verdict: 'qualified' }),
        ...many(high[1], { came: 0, score: 90, verdict: 'no_need' }),
        ...many(low[0], { came: 0, score: 10, verdict: 'qualified' }),
        ...many(low[1], { came: 0, score: 10, verdict: 'no_need' }),
      ]),
    ).scores;

  it('a score that is inverted is said to be so', () => {
    const scores = scored([8, 32], [30, 10]);
    expect(scores?.tells).toBe('down');
    expect(scores && scoreLine(scores)).toContain(': the other way round: low scores are qualified more often');
  });

  it('two shares that only look different are not told apart', () => {
    const scores = scored([6, 4], [4, 6]);
    expect(scores?.tells).toBe('none');
    expect(scores && scoreLine(scores)).toContain('does not show that the score tells them apart');
  });

  it('three of three against none of four is too few', () => {
    expect(scored([3, 0], [0, 4])?.tells).toBe('too few');
  });
});

it('every judged lead stands in one cell, or apart', () => {
  const life = fc.record({
    came: fc.nat(50),
    score: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
    verdict: fc.constantFrom(undefined, 'qualified' as const, 'no_need' as const, 'bad_timing' as const, 'other' as const),
  });
  fc.assert(
    fc.property(fc.array(life, { maxLength: 60 }), (all) => {
      const report = viewed(lives(all));
      const { scores, totals, quarrels } = report;
      if (!scores) {
        expect(new Set(all.flatMap(({ score }) => score ?? [])).size).toBeLessThan(2);
        return;
      }
      const { high, low, unscored } = scores;
      const sum = [high, low].reduce((total, side) => total + side.qualified + side.unqualified + side.notCounted, 0);
      expect(sum + unscored).toBe(totals.judged);
      expect(quarrels?.highNo.total).toBe(high.unqualified);
      expect(quarrels?.lowYes.total).toBe(low.qualified);
    }),
  );
});
