// What became of the leads at equal age: what counts when, what a deal is worth, what must not be called an improvement.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/domain/lead.ts';
import { changeOf } from '../../../src/domain/report/difference.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { outcomeTable, outcomesLine } from '../../../src/domain/report/outcome-words.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';
import { reportText } from '../../../src/domain/report/text.ts';
import { type LogEvent, newLog, received, reportOf } from './log.ts';

const dayMs = 24 * 60 * 60 * 1000;
const day = (date: string): number => Date.parse(`${date}T12:00:00Z`);

function said(outcome: Outcome, amount?: number, currency?: string) {
  return { type: 'outcome', outcome, ...(amount === undefined ? {} : { amount }), ...(currency ? { currency } : {}) } as const;
}

/** The report over the handoffs opened in these days. */
function over(events: readonly LogEvent[], from: string, to: string, asOf: string): Report {
  const inside = new Set(
    events
      .filter(({ type, at }) => type === 'received' && at >= Date.parse(`${from}T00:00:00Z`) && at < Date.parse(`${to}T00:00:00Z`))
      .map(({ handoffId }) => handoffId),
  );
  const rest = events.filter(({ handoffId, type }) => inside.has(handoffId) || type === 'outcome');
  return reportOf(rest, { from, to, timezone: 'UTC', asOf: `${asOf}T00:00:00Z` });
}

describe('at equal age', () => {
  const log = newLog();
  for (const n of [1, 2, 3, 4]) log.add({ handoff: `H${n}`, at: day('2026-09-01') }, received({ source: 'fair' }));
  log.add({ handoff: 'H5', at: day('2026-11-20') }, received({ source: 'web' }));
  log.add({ handoff: 'H1', at: day('2026-09-01') + 30 * dayMs }, said('opportunity', 100, 'EUR'));
  log.add({ handoff: 'H2', at: day('2026-09-01') + 30 * dayMs + 1 }, said('won', 10, 'EUR'));
  log.add({ handoff: 'H3', at: day('2026-09-01') + 40 * dayMs }, said('lost'));
  log.add({ handoff: 'H5', at: day('2026-11-21') }, said('won', 50, 'eur'));
  const outcomes = over(log.events, '2026-09-01', '2026-12-01', '2026-12-05').outcomes;

  it('counts what happened within the age, of those that have it; the young ones apart', () => {
    expect(outcomes.within).toMatchObject([
      { days: 30, opportunity: { k: 1, n: 4 }, won: { k: 0, n: 4 }, tooYoung: 1 },
      { days: 90, opportunity: { k: 3, n: 4 }, won: { k: 1, n: 4 }, tooYoung: 1 },
      { days: 180, opportunity: { k: 0, n: 0, rate: null }, won: { n: 0 }, tooYoung: 5 },
    ]);
    expect(outcomes.within[0]?.opportunity).toMatchObject({ rate: 0.25, low: 0.0456, high: 0.6994 });
  });

  it('as known then: what was recorded later is not there', () => {
    const early = newLog();
    early.add({ handoff: 'H1', at: day('2026-09-01') }, received());
    early.add({ handoff: 'H1', at: day('2026-09-10'), recordedAt: day('2026-11-10') }, said('won', 5));
    expect(over(early.events, '2026-09-01', '2026-09-08', '2026-11-01').outcomes).toMatchObject({ recordedSince: null, revenue: {} });
    expect(over(early.events, '2026-09-01', '2026-09-08', '2026-11-11').outcomes).toMatchObject({
      recordedSince: '2026-11-10',
      revenue: { '(unknown)': 5 },
      openedToWon: { deals: 1, medianDays: 9 },
    });
  });

  it('a correction counts once, with its own amount and date', () => {
    const corrected = newLog();
    corrected.add({ handoff: 'H1', at: day('2026-09-01') }, received());
    corrected.add({ handoff: 'H1', at: day('2026-09-02') }, said('opportunity', 7, 'EUR'));
    corrected.add({ handoff: 'H1', at: day('2026-09-11') }, said('won', 5, 'EUR'));
    corrected.add({ handoff: 'H1', at: day('2026-09-12') }, said('won', 9, 'USD'));
    expect(over(corrected.events, '2026-09-01', '2026-09-08', '2026-11-01').outcomes).toMatchObject({
      dealSize: [{ currency: 'USD', deals: 1, mean: 9, median: 9 }],
      openedToWon: { deals: 1, medianDays: 11 },
      opportunityToWon: { deals: 1, medianDays: 10 },
      pipeline: {},
      revenue: { USD: 9 },
    });
  });
});

describe('money', () => {
  it('of two currencies is never added; the size has a mean and a median', () => {
    const log = newLog();
    for (const [n, amount] of [0.1, 0.2, 30, 1000].entries()) {
      log.add({ handoff: `H${n}`, at: day('2026-09-01') }, received());
      log.add({ handoff: `H${n}`, at: day('2026-09-02') }, said('won', amount, n === 3 ? 'USD' : 'EUR'));
    }
    log.add({ handoff: 'H9', at: day('2026-09-01') }, received());
    log.add({ handoff: 'H9', at: day('2026-09-02') }, said('won'));
    const { dealSize, revenue, openedToWon } = over(log.events, '2026-09-01', '2026-09-08', '2026-11-01').outcomes;
    expect(dealSize).toEqual([
      { currency: 'EUR', deals: 3, mean: 10.1, median: 0.2 },
      { currency: 'USD', deals: 1, mean: 1000, median: 1000 },
    ]);
    expect(revenue).toEqual({ EUR: 30.3, USD: 1000 });
    expect(openedToWon).toEqual({ deals: 5, medianDays: 1 });
  });

  it('belongs to the source of the lead’s first handoff, and an open deal counts once a lead', () => {
    const log = newLog();
    log.add({ handoff: 'H1', at: day('2026-09-01') }, received({ source: 'Fair ' }));
    log.add({ handoff: 'H1', at: day('2026-09-02') }, said('opportunity', 10, 'EUR'));
    log.add({ handoff: 'H1.2', at: day('2026-09-03') }, received({ source: 'web' }));
    log.add({ handoff: 'H1.2', at: day('2026-09-04') }, said('opportunity', 12, 'EUR'));
    log.add({ handoff: 'H2', at: day('2026-09-03') }, received({ source: 'web' }));
    log.add({ handoff: 'H2', at: day('2026-09-04') }, said('won', 5, 'EUR'));
    const { pipeline, revenue, bySource } = over(log.events, '2026-09-01', '2026-09-08', '2026-11-01').outcomes;
    expect([pipeline, revenue]).toEqual([{ EUR: 12 }, { EUR: 5 }]);
    expect(bySource).toEqual([
      { source: 'fair', opportunities: 2, won: 0, pipeline: { EUR: 12 }, revenue: {} },
      { source: 'web', opportunities: 1, won: 1, pipeline: {}, revenue: { EUR: 5 } },
    ]);
  });
});

it('a deal that was open when the person enquired again, and was won then, is not in the pipeline besides', () => {
  const log = newLog();
  log.add({ handoff: 'H1', at: day('2026-01-05') }, received({ source: 'fair' }));
  log.add({ handoff: 'H1', at: day('2026-01-10') }, said('opportunity', 50_000, 'EUR'));
  log.add({ handoff: 'H1.2', at: day('2026-06-01') }, received({ source: 'web' }));
  const open = over(log.events, '2026-01-01', '2026-12-01', '2026-12-05').outcomes;
  expect([open.pipeline, open.revenue]).toEqual([{ EUR: 50_000 }, {}]);
  log.add({ handoff: 'H1.2', at: day('2026-06-20') }, said('won', 50_000, 'EUR'));
  const { pipeline, revenue, bySource } = over(log.events, '2026-01-01', '2026-12-01', '2026-12-05').outcomes;
  expect([pipeline, revenue]).toEqual([{}, { EUR: 50_000 }]);
  expect(bySource).toEqual([{ source: 'fair', opportunities: 2, won: 1, pipeline: {}, revenue: { EUR: 50_000 } }]);
});

/** Ten leads a day at noon from 5 October on; every second of them becomes an opportunity a day later, where that is recorded at all. */
function story(recordedFrom: string): readonly LogEvent[] {
  const log = newLog();
  const start = Date.parse('2026-10-05T12:00:00Z');
  for (let n = 0; n < 90; n += 1) {
    for (let lead = 0; lead < 10; lead += 1) {
      const handoff = `H${n * 10 + lead}`;
      const at = start + n * dayMs;
      log.add({ handoff, at }, received({ source: 'web' }));
      if (lead % 2 === 0 && at + dayMs >= Date.parse(`${recordedFrom}T00:00:00Z`))
        log.add({ handoff, at: at + dayMs }, said('opportunity'));
    }
  }
  return log.events;
}

describe('outcomes that are recorded only from a certain day on', () => {
  const weeksOf = (events: readonly LogEvent[], asOf = '2027-01-18'): Report[] =>
    Array.from({ length: 8 }, (_, n) => {
      const date = (week: number) => new Date(Date.parse('2026-11-09T00:00:00Z') + week * 7 * dayMs).toISOString().slice(0, 10);
      return over(events, date(n), date(n + 1), asOf);
    });
  const faked = weeksOf(story('2026-12-05'));
  const honest = weeksOf(story('2026-10-01'));

  it('look like an improvement', () => {
    const [share, then] = [faked[4]?.outcomes.within[0]?.opportunity, faked[0]?.outcomes.within[0]?.opportunity];
    if (!share || !then) throw new Error('no weeks');
    expect([then.k, then.n, share.k, share.n]).toEqual([0, 70, 35, 70]);
    expect(changeOf(share, then)).toBe('up');
  });

  it('are not called one: the note stands there instead', () => {
    expect(faked.map(({ outcomes }) => outcomes.isComparable)).toEqual([false, false, false, false, true, true, true, true]);
    const line = outcomesLine({ before: faked }) ?? '';
    expect(line).toBe(
      '35 of 70 leads of the week of 7 Dec 2026 were opportunities within 30 days (50 %, likely 39–61 %); no outcomes recorded before 5 Dec 2026, so earlier weeks cannot be compared',
    );
    for (const week of faked) {
      expect(outcomeTable(week, 100).join(' ').replaceAll(/\s+/g, ' ')).not.toMatch(/clearly|improv|better|more than/);
      expect(
        reportText(week).replaceAll(/\s+/g, ' ').includes('No outcomes recorded before 5 Dec 2026: earlier weeks cannot be compared.'),
      ).toBe(!week.outcomes.isComparable);
    }
  });

  it('are not called one for the sake of an old deal that somebody recorded on that day too', () => {
    const log = newLog();
    log.add({ handoff: 'H9999', at: day('2026-09-01') }, received({ source: 'web' }));
    const events: LogEvent[] = [...log.events, ...story('2026-12-05')];
    log.add({ handoff: 'H9999', at: day('2026-09-20'), recordedAt: day('2026-12-05') }, said('won', 5, 'EUR'));
    const weeks = weeksOf([...events, ...log.events.slice(1)]);
    expect(weeks.map(({ outcomes }) => outcomes.isComparable)).toEqual([false, false, false, false, true, true, true, true]);
    expect(outcomesLine({ before: weeks })).toMatch(/no outcomes recorded before 5 Dec 2026, so earlier weeks cannot be compared$/);
  });

  it('are compared where they were recorded all the time, with no change that there is not', () => {
    expect(outcomesLine({ before: honest })).toBe(
      '35 of 70 leads of the week of 7 Dec 2026 were opportunities within 30 days (50 %, likely 39–61 %); no clear change from the 4 weeks before it',
    );
  });

  it('a change that is one is called so; nothing is said where nothing is old enough or nothing was recorded', () => {
    const grown = honest.map((week, index): Report => {
      const [first, ...more] = week.outcomes.within;
      if (index !== 4 || !first) return week;
      const within = [{ ...first, opportunity: { ...first.opportunity, k: 65, rate: 0.93, low: 0.85, high: 0.97 } }, ...more];
      return { ...week, outcomes: { ...week.outcomes, within } };
    });
    expect(outcomesLine({ before: grown })).toContain('; clearly more than in the 4 weeks before it (140 of 280)');
    const small = grown.map((week, index): Report => {
      const [first, ...more] = week.outcomes.within;
      if (index !== 4 || !first) return week;
      return { ...week, outcomes: { ...week.outcomes, within: [{ ...first, opportunity: shareOf(12, 12) }, ...more] } };
    });
    expect(outcomesLine({ before: small })).toMatch(
      /\(likely 76–100 %\); different from the 4 weeks before it, on few \(140 of 280 then\)$/,
    );
    expect(outcomesLine({ before: honest.slice(5) })).toBeNull();
    expect(outcomesLine({ before: weeksOf(story('2027-12-05')) })).toBeNull();
    expect(outcomesLine({ before: [] })).toBeNull();
  });
});

it('in words: ages, sizes, how long, who brought them, within the columns', () => {
  const log = newLog();
  for (let n = 0; n < 24; n += 1) {
    log.add(
      { handoff: `H${n}`, at: day('2026-09-02') + n * 60_000 },
      received({ source: n % 3 === 0 ? 'a very long name of a source that goes on and on and on' : 'web' }),
    );
    if (n % 2 === 0) log.add({ handoff: `H${n}`, at: day('2026-09-20') }, said('opportunity', 1_000 * n, 'EUR'));
    if (n % 6 === 0) log.add({ handoff: `H${n}`, at: day('2026-10-20') }, said('won', 900.5 * n, n === 0 ? 'EUR' : 'USD'));
  }
  const lines = outcomeTable(over(log.events, '2026-09-01', '2026-09-08', '2026-12-10'), 100);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.join('\n')).toBe(
    [
      'At equal age    Opportunity                      Won',
      'within 30 days  12 of 24 (50 %, likely 31–69 %)  0 of 24 (0 %, likely 0–14 %)',
      'within 90 days  12 of 24 (50 %, likely 31–69 %)  4 of 24 (17 %, likely 7–36 %)',
      'Deal size: 0 EUR (1 deal); median 10,806, mean 10,806 USD (3 deals).',
      'Cycle: median 48 days (4 deals) from lead to won, median 30 days (4 deals) from opportunity to won.',
      'No outcomes recorded before 20 Sept 2026: earlier weeks cannot be compared.',
      'Brought by                                      Opportunities  Won  Open pipeline  Revenue',
      'web                                                         8    0  96,000 EUR     –',
      'a very long name of a source that goes on and…              4    4  –              0 EUR, 32,418 USD',
    ].join('\n'),
  );
});
