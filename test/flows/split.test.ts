// Lead problem or follow-up problem: weeks made so that the plain figures point at the wrong side, and what is said of them.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { ReasonCode } from '../../src/domain/reasons.ts';
import { changeOf } from '../../src/domain/report/difference.ts';
import { changeSentence } from '../../src/domain/report/digest-words.ts';
import type { Report } from '../../src/domain/report/metrics.ts';
import { type SplitMeasure, splitOf } from '../../src/domain/report/split.ts';
import { splitSentence, splitWords } from '../../src/domain/report/split-words.ts';
import { shareOf } from '../../src/domain/report/wilson.ts';
import { type ReportStore, makeReports } from '../../src/flows/report.ts';
import { judged, newLog, received } from '../domain/report/log.ts';

const timezone = 'America/New_York';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const monday = Temporal.PlainDate.from('2026-11-16');

/** Leads of one kind in a week: so many, claimed after so many minutes, judged after so many days, tried so often. */
interface Some {
  readonly many: number;
  readonly verdict?: 'qualified' | ReasonCode;
  readonly claimedAfter?: number;
  readonly judgedAfter?: number;
  readonly attempts?: number;
}

const normal: readonly Some[] = [
  { many: 20, verdict: 'qualified' },
  { many: 6, verdict: 'wrong_company' },
  { many: 4, verdict: 'no_need' },
  { many: 6, verdict: 'no_response' },
  { many: 2, verdict: 'bad_contact' },
  { many: 2 },
];

/** The digest's figures: the last of these weeks, and those before it as known now and as they stood at its age. */
async function digestOf(weeks: readonly (readonly Some[])[]) {
  const log = newLog();
  const first = monday.subtract({ weeks: weeks.length - 1 });
  for (const [number, leads] of weeks.entries()) {
    const opening = first.add({ weeks: number }).toZonedDateTime({ timeZone: timezone, plainTime: '09:00' }).epochMilliseconds;
    for (const [index, lead] of leads.flatMap((some) => Array.from({ length: some.many }, () => some)).entries()) {
      const { verdict, claimedAfter = 30, judgedAfter = 1, attempts = 0 } = lead;
      const handoff = `H${number * 1_000 + index}`;
      const at = opening + index * minuteMs;
      log.add({ handoff, at, by: 'api' }, received());
      log.add({ handoff, at: at + claimedAfter * minuteMs }, { type: 'claimed' });
      for (let attempt = 1; attempt <= attempts; attempt += 1)
        log.add({ handoff, at: at + (claimedAfter + attempt) * minuteMs }, { type: 'attempted' });
      if (verdict === undefined) continue;
      const given = verdict === 'qualified' ? judged('qualified') : judged('unqualified', verdict);
      log.add({ handoff, at: at + judgedAfter * dayMs }, given);
    }
  }
  const store: ReportStore = {
    async *events() {
      yield* log.events;
    },
    settingsVersions: async () => [],
    ledger: { append: async () => undefined, read: async () => [] },
  };
  const asOf = Date.parse('2026-11-23T14:00:00Z');
  const requests = weeks.map((_week, ago) => {
    const from = monday.subtract({ weeks: ago });
    return { period: { from: from.toString(), to: from.add({ weeks: 1 }).toString() }, timezone, asOf };
  });
  const [week, ...before] = await makeReports(store, 'W1', requests);
  const sameAge = await makeReports(
    store,
    'W1',
    requests.slice(1).map((request, index) => ({ ...request, asOf: asOf - (index + 1) * 7 * dayMs })),
  );
  if (!week) throw new Error('no week');
  return { week, before, sameAge };
}

const weeksOf = (last: readonly Some[], usual: readonly Some[] = normal) => digestOf([...Array.from({ length: 8 }, () => usual), last]);

function told(facts: { week: Report; before: readonly Report[]; sameAge: readonly Report[] }) {
  const split = splitOf(facts);
  if (!split) throw new Error('nothing to compare with');
  const changes = Object.fromEntries(split.rows.map(({ measure, change }) => [measure, change])) as Record<SplitMeasure, string>;
  return { isWeak: split.isWeak, changes, sentence: splitSentence(split), split };
}

describe('a weak week', () => {
  it('a late follow-up that reaches fewer looks like bad leads by the plain share, and is said to be the follow-up', async () => {
    const late = { claimedAfter: 3 * 24 * 60 };
    const facts = await weeksOf([
      { many: 8, verdict: 'qualified', ...late, judgedAfter: 4 },
      { many: 6, verdict: 'wrong_company', ...late, judgedAfter: 4 },
      { many: 2, verdict: 'no_need', ...late, judgedAfter: 4 },
      { many: 20, verdict: 'no_response', ...late, judgedAfter: 4 },
      { many: 2, verdict: 'bad_contact', ...late, judgedAfter: 4 },
      { many: 2, ...late },
    ]);
    // The naive answer: fewer of the delivered are qualified.
    expect(changeOf(shareOf(8, 40), shareOf(160, 320))).toBe('down');
    const { isWeak, changes, sentence } = told(facts);
    expect(isWeak).toBe(true);
    expect(changes).toEqual({
      withinTarget: 'less',
      reach: 'less',
      attempted: 'unlogged',
      coverage: 'none',
      data: 'none',
      fit: 'none',
      intent: 'none',
    });
    expect(sentence).toBe('The leads were as usual; the first touch came later and fewer were reached.');
  });

  it('worse fit at the usual speed is said to be the leads', async () => {
    const { isWeak, changes, sentence } = told(
      await weeksOf([
        { many: 9, verdict: 'qualified' },
        { many: 21, verdict: 'wrong_company' },
        { many: 2, verdict: 'no_need' },
        { many: 3, verdict: 'no_response' },
        { many: 3, verdict: 'bad_contact' },
        { many: 2 },
      ]),
    );
    expect(isWeak).toBe(true);
    expect(changes).toMatchObject({ withinTarget: 'none', reach: 'none', coverage: 'none', data: 'none', fit: 'less' });
    expect(sentence).toBe('The follow-up was as usual; fewer leads fitted.');
  });

  it('both at once names no side', async () => {
    const late = { claimedAfter: 3 * 24 * 60, judgedAfter: 4 };
    const { sentence } = told(
      await weeksOf([
        { many: 5, verdict: 'qualified', ...late },
        { many: 25, verdict: 'wrong_company', ...late },
        { many: 10, verdict: 'no_response', ...late },
      ]),
    );
    expect(sentence).toBe('Both changed; look at both.');
  });

  it('a week of three verdicts says nothing', async () => {
    const facts = await weeksOf([{ many: 3, verdict: 'wrong_company', claimedAfter: 3 * 24 * 60, judgedAfter: 4 }]);
    const { isWeak, changes, sentence } = told(facts);
    expect(isWeak).toBe(false);
    expect(new Set(Object.values(changes))).toEqual(new Set(['too few', 'unlogged']));
    expect(sentence).toBe('Too few to say which side changed.');
  });

  it('on fewer than twenty a difference is told in counts, and calls no week weak', async () => {
    const few = await weeksOf([{ many: 12, verdict: 'wrong_company' }]);
    const { isWeak, changes, split } = told(few);
    expect(changes.fit).toBe('differs');
    expect(isWeak).toBe(false);
    expect(splitWords(split, 'leads').find(({ label }) => label === 'Fitted')?.counts).toBe(
      '0 of 12, before 240 of 288: different, on few',
    );
  });
});

describe('what is no change', () => {
  it('the usual week is not weak', async () => {
    const { isWeak, changes } = told(await weeksOf(normal));
    expect(isWeak).toBe(false);
    expect(Object.values(changes).every((change) => change === 'none' || change === 'unlogged')).toBe(true);
  });

  it('attempts that are logged only since last week are no effort that rose', async () => {
    const tried = normal.map((some) => ({ ...some, attempts: 3 }));
    const facts = await weeksOf(tried);
    // The naive answer: from none at all to every lead.
    const rows = facts.sameAge.map(({ effort }) => effort.followUp.attempted);
    expect(
      changeOf(
        facts.week.effort.followUp.attempted,
        shareOf(
          0,
          rows.reduce((sum, { n }) => sum + n, 0),
        ),
      ),
    ).toBe('up');
    const { changes, split } = told(facts);
    expect(changes.attempted).toBe('unlogged');
    expect(splitWords(split, 'followUp').map(({ label }) => label)).not.toContain('Attempt logged');
  });

  it('nor are weeks counted in which nobody logged any', async () => {
    const tried = normal.map((some) => ({ ...some, attempts: 1 }));
    const weeks = [...Array.from({ length: 5 }, () => normal), tried, tried, tried, tried];
    const { changes, split } = told(await digestOf(weeks));
    expect(changes.attempted).toBe('none');
    // Of three weeks logging began in the first, so two are whole.
    expect(split.rows.find(({ measure }) => measure === 'attempted')?.usual).toMatchObject({ k: 80, n: 80 });
  });

  it('older weeks have had longer: late verdicts are compared at the same age', async () => {
    const slow: readonly Some[] = [
      { many: 20, verdict: 'qualified' },
      { many: 12, verdict: 'no_response', judgedAfter: 12 },
      { many: 8, verdict: 'wrong_company', judgedAfter: 9 },
    ];
    const facts = await weeksOf(slow, slow);
    // The naive answer, with all that is known by now: fewer judged, and all of them reached.
    const asKnownNow = told({ ...facts, sameAge: facts.before });
    expect(asKnownNow.changes).toMatchObject({ coverage: 'less', reach: 'more' });
    const { changes, isWeak } = told(facts);
    expect(changes).toMatchObject({ coverage: 'none', reach: 'none', fit: 'none' });
    expect(isWeak).toBe(false);
  });

  it('a quick no and a slow yes make no Monday a bad one: the sentence of the digest is at the same age too', async () => {
    const slowYes: readonly Some[] = [
      { many: 24, verdict: 'wrong_company' },
      { many: 12, verdict: 'qualified' },
      { many: 24, verdict: 'qualified', judgedAfter: 12 },
    ];
    const facts = await weeksOf(slowYes, slowYes);
    // The naive answer, with all that is known by now.
    expect(changeSentence({ week: facts.week, sameAge: facts.before })).toMatch(/^Clearly less often qualified/);
    expect(changeSentence(facts)).toBe('No clear change from your last 8 weeks at the same age.');
    expect(told(facts).isWeak).toBe(false);
  });

  it('one lead does not make a change: a single bad address where there never was any', async () => {
    const clean: readonly Some[] = [
      { many: 20, verdict: 'qualified' },
      { many: 15, verdict: 'wrong_company' },
    ];
    const usual = { many: 30, verdict: 'qualified' } as const;
    const facts = await weeksOf([usual, { many: 1, verdict: 'bad_contact' }], clean);
    // The naive answer.
    expect(changeOf(shareOf(30, 31), shareOf(280, 280))).toBe('down');
    expect(told(facts).changes.data).toBe('none');
    expect(told(await weeksOf([usual, { many: 4, verdict: 'bad_contact' }], clean)).changes.data).toBe('less');
  });

  it('more that were reached make neither fit nor intent worse', async () => {
    const silent: readonly Some[] = [
      { many: 8, verdict: 'qualified' },
      { many: 8, verdict: 'no_need' },
      { many: 24, verdict: 'no_response' },
    ];
    const { changes, isWeak } = told(
      await weeksOf(
        [
          { many: 20, verdict: 'qualified' },
          { many: 20, verdict: 'no_need' },
        ],
        silent,
      ),
    );
    // The naive answer: half of the judged have no need, where it was a fifth.
    expect(changeOf(shareOf(20, 40), shareOf(64, 320))).toBe('up');
    expect(changes).toMatchObject({ reach: 'more', intent: 'none' });
    expect(isWeak).toBe(false);
  });

  it('without weeks to compare with there is no split', async () => {
    const { week } = await digestOf([normal]);
    expect(splitOf({ week, sameAge: [] })).toBeNull();
  });
});
