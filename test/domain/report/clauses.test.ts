// What the definition explains: counts of any legal history, and the words for few and many.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { EventBody } from '../../../src/domain/lead.ts';
import { clauseCounts, clausesMore, definitionUnknowns } from '../../../src/domain/report/clause-words.ts';
import { type MeasuredDefinition, measureDefinition } from '../../../src/domain/report/clauses.ts';
import { createCohort } from '../../../src/domain/report/cohort.ts';
import { widthOf } from '../../../src/domain/report/columns.ts';
import { reportJson } from '../../../src/domain/report/metrics.ts';
import { reportText } from '../../../src/domain/report/text.ts';
import { criteriaOf, v1, v2, versionOf } from '../definitions.ts';
import { definitions, histories } from './histories.ts';
import { type LogEvent, at, newLog, received, reportOf, times } from './log.ts';

const everything = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER };

function measured(events: readonly LogEvent[], version = v2): MeasuredDefinition {
  const cohort = createCohort(everything, Number.MAX_SAFE_INTEGER);
  for (const event of events) cohort.add(event);
  return measureDefinition(cohort.handoffs(), version);
}

function logOf(verdicts: readonly EventBody[]): readonly LogEvent[] {
  const log = newLog();
  for (const [index, verdict] of verdicts.entries()) log.add({ handoff: `H${index}`, at }, received(), verdict);
  return log.events;
}

const no = (failed?: string, definition: number | undefined = 1): EventBody => ({
  type: 'judged',
  verdict: 'unqualified',
  reason: 'wrong_company',
  ...(definition ? { definition } : {}),
  ...(failed ? { failed } : {}),
});
const yes = (unmet: readonly string[] = [], definition = 1): EventBody => ({
  type: 'judged',
  verdict: 'qualified',
  reason: 'clear_need',
  definition,
  ...(unmet.length > 0 ? { unmet } : {}),
});

/** 14 rejections of which c1 explains 6, 17 qualified of which 2 broke it. */
const week = [
  ...times(6, () => no('c1')),
  ...times(3, () => no('c3')),
  ...times(5, () => no()),
  ...times(14, () => yes()),
  yes(['c1']),
  yes(['c1', 'c2']),
  yes(['c2']),
  ...times(3, () => no('c5', 2)),
  ...times(2, () => no(undefined, 0)),
];

describe('the clauses of a version', () => {
  const { definition, broken } = measured(logOf(week), v1);

  it('are counted by verdicts given under it; the others stand apart', () => {
    expect(definition).toMatchObject({
      version: 1,
      since: '2026-11-01T00:00:00.000Z',
      qualified: 17,
      unqualified: 14,
      unnamed: 5,
      earlier: 5,
    });
    const [c1] = definition.clauses;
    expect(c1).toEqual({
      id: 'c1',
      words: '50 employees or more',
      level: 'must',
      version: 1,
      failed: 6,
      share: 0.4286,
      unmetQualified: 2,
      hasRule: true,
    });
    expect(definition.clauses.map(({ id, failed, unmetQualified }) => [id, failed, unmetQualified])).toEqual([
      ['c1', 6, 2],
      ['c3', 3, 0],
      ['c2', 0, 2],
      ['c4', 0, 0],
    ]);
  });

  it('name the qualified leads that broke a must, not those that broke what is nice', () => {
    expect(broken).toEqual({
      total: 2,
      leads: [
        { leadId: 'L28', handoffId: 'H28', words: ['50 employees or more'] },
        { leadId: 'L29', handoffId: 'H29', words: ['50 employees or more'] },
      ],
    });
    const many = measured(logOf(times(25, () => yes(['c1', 'c4']))), v1).broken;
    expect([many.total, many.leads.length, many.leads[0]?.words.length]).toEqual([25, 10, 2]);
  });

  it('count the verdict in force only', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at }, received(), no('c1'), yes(['c1']));
    log.add({ handoff: 'H2', at }, received(), no('c1'), { type: 'reopened' });
    expect(measured(log.events, v1).definition).toMatchObject({ qualified: 1, unqualified: 0, unnamed: 0, earlier: 0 });
  });

  it('in words', () => {
    const said = definition.clauses.map((clause) => clauseCounts(clause, definition));
    expect(said).toEqual([
      'explains 6 of 14 rejections; 2 qualified leads did not meet it',
      'explains 3 of 14 rejections',
      '2 qualified leads did without it',
      '',
    ]);
    expect([1, 2, 3, 4].map((shown) => clausesMore(definition, shown))).toEqual(['and 2 more', 'and 1 more', null, null]);
    expect(definitionUnknowns(definition)).toEqual([
      'Without a criterion: 5 of 14 rejections.',
      '5 verdicts were given under an earlier version, or before there was one.',
    ]);
  });

  test.each<[string, readonly EventBody[], readonly string[]]>([
    ['none', [], ['No verdict under version 1 yet.']],
    ['one', [no('c1')], ['Too few rejections to say which criterion matters.']],
    ['one without a name', [no()], ['Too few rejections to say which criterion matters.', 'Without a criterion: 1 of 1 rejection.']],
    ['five', times(5, () => no('c1')), []],
    ['one before it', [no('c1', 0), yes()], ['1 verdict was given under an earlier version, or before there was one.']],
  ])('say how far they reach: %s', (_name, verdicts, sentences) => {
    expect(definitionUnknowns(measured(logOf(verdicts), v1).definition)).toEqual(sentences);
  });
});

describe('the report', () => {
  const report = (verdicts: readonly EventBody[], version = v1) => {
    const events = logOf(verdicts);
    return { ...reportOf(events), ...measured(events, version) };
  };

  it('has it at the end of its JSON, without names of leads', () => {
    const json = reportJson(report(week));
    expect(Object.keys(json).at(-1)).toBe('definition');
    expect(JSON.stringify(json)).not.toContain('H28');
    expect(Object.keys(reportJson(reportOf(logOf(week))))).not.toContain('definition');
  });

  it('says it in lines', () => {
    const text = reportText(report(week));
    expect(text).toContain(
      [
        'The definition, version 1 (in force since 31 October 2026)',
        'Criterion              Explains',
        '50 employees or more    6 of 14  2 of 17 qualified did not meet it',
        'asked for a demo        3 of 14',
        'in a country we serve   0 of 14  2 of 17 qualified did without it',
        'Without a criterion: 5 of 14 rejections.',
        '5 verdicts were given under an earlier version, or before there was one.',
      ].join('\n'),
    );
  });

  it('gives no percentage of fewer than 20 rejections', () => {
    const part = (n: number): string | undefined =>
      /more +\d+ of \d+(?: \((\d+ %)\))?/.exec(reportText(report([...times(n, () => no('c1')), no()])))?.[1];
    expect([part(18), part(19)]).toEqual([undefined, '95 %']);
  });

  it('keeps its width and the terminal’s peace whatever somebody wrote', () => {
    const hostile = versionOf(
      1,
      criteriaOf(['must fit: \u001b[2J\u202e<!channel> https://evil.test', `nice data: ${'ᄀ'.repeat(100)}`, 'must fit: \u3164\u200b']),
    );
    const text = reportText(report([no('c1'), no('c2'), no('c3'), yes(['c1'])], hostile));
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(100);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('says nothing of a definition where nobody was judged', () => {
    expect(reportText({ ...reportOf([]), ...measured([], v1) })).not.toContain('definition');
  });
});

describe('any legal history', () => {
  it('keeps the sums', () => {
    fc.assert(
      fc.property(histories(), fc.constantFrom(...definitions), (events, version) => {
        const { definition, broken } = measured(events, version);
        const { totals } = reportOf(events, { from: '', to: '', timezone: 'UTC', asOf: '2099-01-01T00:00:00Z' });
        expect(definition.qualified + definition.unqualified + definition.earlier).toBe(totals.judged);
        expect(definition.clauses.reduce((sum, { failed }) => sum + failed, definition.unnamed)).toBe(definition.unqualified);
        expect(definition.clauses.map(({ id }) => id).toSorted()).toEqual(version.content.criteria.map(({ id }) => id).toSorted());
        for (const clause of definition.clauses) {
          expect(clause.failed).toBeLessThanOrEqual(definition.unqualified);
          expect(clause.unmetQualified).toBeLessThanOrEqual(clause.hasRule ? definition.qualified : 0);
          expect(clause.share === null).toBe(definition.unqualified === 0);
        }
        const musts = new Set(version.content.criteria.filter(({ level }) => level === 'must').map(({ id }) => id));
        const mostBroken = Math.max(0, ...definition.clauses.filter(({ id }) => musts.has(id)).map(({ unmetQualified }) => unmetQualified));
        expect(broken.total).toBeGreaterThanOrEqual(mostBroken);
        expect(broken.total).toBeLessThanOrEqual(definition.qualified);
        expect(broken.leads).toHaveLength(Math.min(10, broken.total));
      }),
      { numRuns: 200 },
    );
  });

  it('counts the same when somebody was erased', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        expect(measured(events)).toEqual(measured(events.filter(({ type }) => type !== 'erased')));
      }),
    );
  });

  it('is not all empty', () => {
    const reached = { failed: 0, unmetQualified: 0, unnamed: 0, earlier: 0, broken: 0 };
    for (const events of fc.sample(histories(), { numRuns: 300, seed: 1 })) {
      for (const version of definitions) {
        const { definition, broken } = measured(events, version);
        reached.unnamed += definition.unnamed;
        reached.earlier += definition.earlier;
        reached.broken += broken.total;
        for (const { failed, unmetQualified } of definition.clauses) {
          reached.failed += failed;
          reached.unmetQualified += unmetQualified;
        }
      }
    }
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(0);
  });
});
