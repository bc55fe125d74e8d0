// Targets in words: units, what can be expected, and no more of a verdict than there is.
import { describe, expect, it } from 'vitest';
import { daysWords, progressWords, sheetLines, sheetTitle } from '../../../src/domain/targets/words.ts';
import { everyRow, midQuarter, notBegun, over, row, typicalSheet } from './sheets.ts';

describe('how a target stands', () => {
  it.each([
    [everyRow, midQuarter],
    [notBegun.rows, notBegun.days],
    [over.rows, over.days],
  ])('in words', (rows, days) => {
    for (const one of rows) expect(progressWords(one, days)).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('each in its own', () => {
    expect(everyRow.map((one) => progressWords(one, midQuarter))).toEqual([
      '94 of 120, about 67 expected so far: ahead',
      '331 of 600, about 336 expected so far: on pace',
      '9 of 40, about 22 expected so far: too early to say, deals of these leads may still come',
      '18,000 of 60,000 EUR from 3 deals, about 33,636 expected so far if it came evenly',
      'target 85 %; 285 of 332 (86 %, likely 82–89 %): too close to say',
      'target 30 %; 1 of 3: too few to say',
      'target 70 %; 201 of 323 (62 %, likely 57–67 %): not reached',
      'target at most 30 min; 31 min over 323 leads: not reached',
      'target at most 4 h; fewer than nine tenths of 323 leads touched: not reached',
      '21 of at most 20, about 11 expected so far: not reached',
    ]);
    expect(over.rows.map((one) => progressWords(one, over.days))).toEqual([
      '121 of 120: reached',
      '9 of 12: not reached so far, deals of these leads may still come',
      '12 of at most 30: reached so far, open leads may still go back',
    ]);
    expect(notBegun.rows.map((one) => progressWords(one, notBegun.days))).toEqual(['target 120; no day of the quarter is over yet']);
  });

  it('says how much of the quarter is over, and that the first days say nothing', () => {
    expect(sheetTitle(typicalSheet)).toBe('Shared targets, Q4 2026');
    expect(daysWords(midQuarter)).toBe('37 of 66 open days are over.');
    expect(daysWords({ ...midQuarter, passed: 9 })).toBe('9 of 66 open days are over. Pace is told after the first 10.');
    expect(daysWords(over.days)).toBe('The quarter is over: these figures are final, but for leads that are judged or won later.');
  });
});

describe('the table', () => {
  it('has metric, target, actual and next, and the whole of what is next', () => {
    const lines = sheetLines({ rows: everyRow.slice(3, 6) }, 1_000);
    expect(lines).toEqual([
      'Metric             Target      Actual             Next',
      'Won amount, EUR    60,000 EUR  18,000 EUR         Case study',
      'Feedback coverage  85 %        285 of 332 (86 %)  Fridays at four: a verdict on',
      '                                                  everything that is open',
      'Win rate           30 %        1 of 3             –',
    ]);
    // Where there is no room for all of it, each next step keeps to its line.
    expect(sheetLines({ rows: everyRow.slice(3, 6) }, 300)[2]).toMatch(/ Fridays at four: a verdict on…$/);
    expect(sheetLines({ rows: everyRow.slice(3, 6) }, 100)).toHaveLength(1);
  });

  it('leaves to the next step what the figures leave of a line that Slack shows without breaking it', () => {
    const next = 'Two more demos a week from the price page, and a case study for the offers that are out';
    const rows = everyRow.slice(0, 6).map((one) => ({ ...one, target: { ...one.target, next } }));
    const widths = (shown: typeof rows) => sheetLines({ rows: shown }, 10_000).map((line) => line.length);
    expect(Math.max(...widths(rows))).toBeLessThanOrEqual(80);
    expect(Math.max(...widths(rows))).toBeGreaterThan(70);
  });

  it('what people wrote turns nothing round and moves no cursor', () => {
    const [, line] = sheetLines({ rows: [row({ next: 'שלום\u202e\n\u001b[31m 5' }, null, 'not begun')] }, 1_000);
    expect(line).toMatch(/ {2}\u2068שלום \[31m 5\u2069$/u);
  });
});
