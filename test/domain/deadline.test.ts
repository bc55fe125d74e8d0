// What falls due by itself: each rule as a story in New York, open 9 to 17, from Monday the 23rd of November 2026 on.
import { describe, expect, test } from 'vitest';
import { createTimetable } from '../../src/domain/timetable.ts';
import { type Rules, dueStep, duesOf, nextLookAt, waitOf } from '../../src/domain/deadline.ts';
import { fold } from '../../src/domain/evolve.ts';
import type { EventBody, Lead } from '../../src/domain/lead.ts';
import { type Settings, settingsSchema } from '../../src/domain/settings.ts';
import { after, happened, noAttribution, received, stamp } from './given.ts';

const at = (local: string): number => Date.parse(`2026-${local}:00-05:00`);
const local = (instant: number): string => new Date(instant - 5 * 3_600_000).toISOString().slice(2, 16);

function rulesWith(more: Partial<Settings> = {}): Rules {
  const settings = { ...settingsSchema.parse({ channels: { leads: 'C0LEADS' } }), ...more };
  return { settings, timetable: createTimetable([{ since: 0, rules: settings }]) };
}
const rules = rulesWith();

type Happening = readonly [when: string, body: EventBody, by?: string];

/** A lead to which all this happened; it was received when the first of it happened. */
function story(happenings: readonly Happening[], opening: Parameters<typeof received>[1] = {}): Lead {
  const first = at(happenings[0]?.[0] ?? '11-23T09:00');
  const lead = fold([
    ...stamp([received('h1', opening)], 'api', first),
    ...happenings.flatMap(([when, body, by]) => stamp([happened(body)], by ?? 'U0KIM', at(when))),
  ]);
  if (!lead) throw new Error('nothing happened');
  return lead;
}

const posted: Happening = ['11-23T09:00', { type: 'posted', channel: 'C0LEADS', ts: '1.0' }, 'system'];
const claimed = (when: string): Happening => [when, { type: 'claimed' }];
const released = (when: string): Happening => [when, { type: 'released' }];
const reopened = (when: string): Happening => [when, { type: 'reopened' }];
const reminded = (when: string, about: 'claim' | 'verdict' | 'marketing' | 'revisit'): Happening => [
  when,
  { type: 'reminded', about },
  'system',
];
const no = (when: string, reason: 'bad_timing' | 'no_budget' | 'no_response' | 'competitor' | 'no_need', notBefore?: string): Happening => [
  when,
  { type: 'judged', verdict: 'unqualified', reason, ...(notBefore ? { notBefore } : {}) },
];
const yes = (when: string): Happening => [when, { type: 'judged', verdict: 'qualified', reason: 'clear_need' }];
const returned = (when: string, notBefore?: string): Happening => [
  when,
  { type: 'returned', reason: notBefore ? 'bad_timing' : 'no_need', cause: 'person', ...(notBefore ? { notBefore } : {}) },
];
const stalled = (when: string): readonly Happening[] => [
  [when, { type: 'stalled' }, 'system'],
  [when, { type: 'returned', reason: null, cause: 'stalled' }, 'system'],
];
const nurtured = (when: string, revisitOn?: string): Happening => [when, { type: 'nurtured', ...(revisitOn ? { revisitOn } : {}) }];
const archived = (when: string): Happening => [when, { type: 'archived' }];

describe('what lies ahead', () => {
  test.each<[string, readonly Happening[], string[]]>([
    [
      'unclaimed: a reminder after 4 hours, back after 2 days, its card at half and at four fifths of that',
      [posted],
      ['claim 26-11-23T13:00', 'mark 26-11-23T17:00', 'mark 26-11-24T13:48', 'stalled 26-11-25T09:00'],
    ],
    [
      'claimed: a nudge after 2 days, back after 5',
      [posted, claimed('11-23T10:00')],
      ['verdict 26-11-25T10:00', 'mark 26-11-25T14:00', 'mark 26-11-27T10:00', 'stalled 26-11-30T10:00'],
    ],
    [
      'posted on a Saturday, it waits from Monday on',
      [['11-21T12:00', posted[1]]],
      ['claim 26-11-23T13:00', 'mark 26-11-23T17:00', 'mark 26-11-24T13:48', 'stalled 26-11-25T09:00'],
    ],
    [
      'released: what it waited before counts, what somebody worked on it does not',
      [posted, claimed('11-23T10:00'), released('11-24T10:00')],
      ['claim 26-11-24T13:00', 'mark 26-11-24T17:00', 'mark 26-11-25T13:48', 'stalled 26-11-26T09:00'],
    ],
    [
      'claimed again: the work of before counts, also another person’s',
      [posted, claimed('11-23T10:00'), released('11-24T10:00'), ['11-25T10:00', { type: 'claimed' }, 'U0SAM']],
      ['verdict 26-11-26T10:00', 'mark 26-11-26T14:00', 'mark 26-11-30T10:00', 'stalled 26-12-01T10:00'],
    ],
    [
      'assigned to another: the clock goes on',
      [posted, claimed('11-23T10:00'), ['11-24T10:00', { type: 'claimed', owner: 'U0SAM' }, 'U0MAX']],
      ['verdict 26-11-25T10:00', 'mark 26-11-25T14:00', 'mark 26-11-27T10:00', 'stalled 26-11-30T10:00'],
    ],
    [
      'reopened: both clocks at zero, and what was reminded of may be again',
      [posted, reminded('11-23T13:00', 'claim'), claimed('11-23T14:00'), yes('11-24T10:00'), reopened('11-25T11:00')],
      ['claim 26-11-25T15:00', 'mark 26-11-26T11:00', 'mark 26-11-26T15:48', 'stalled 26-11-27T11:00'],
    ],
    [
      'reminded once, not again',
      [posted, reminded('11-23T13:00', 'claim')],
      ['mark 26-11-23T17:00', 'mark 26-11-24T13:48', 'stalled 26-11-25T09:00'],
    ],
    [
      'nudged once, not again, whoever has it then',
      [posted, claimed('11-23T10:00'), reminded('11-25T10:00', 'verdict'), released('11-25T11:00'), claimed('11-25T11:00')],
      ['mark 26-11-25T14:00', 'mark 26-11-27T10:00', 'stalled 26-11-30T10:00'],
    ],
    [
      'a note, an enquiry and another post move no clock',
      [
        posted,
        ['11-23T11:00', { type: 'noted', side: 'sales' }],
        ['11-23T12:00', { type: 'activity', attribution: noAttribution }],
        ['11-23T12:30', { type: 'posted', channel: 'C0LEADS', ts: '2.0' }],
      ],
      ['claim 26-11-23T13:00', 'mark 26-11-23T17:00', 'mark 26-11-24T13:48', 'stalled 26-11-25T09:00'],
    ],
    ['stalled: marketing has 2 days', [posted, ...stalled('11-25T09:00')], ['marketing 26-11-27T09:00']],
    ['marketing is reminded once', [posted, ...stalled('11-25T09:00'), reminded('11-27T09:00', 'marketing')], []],
    [
      'returned until a date: marketing’s clock, and that date’s opening',
      [posted, returned('11-23T10:00', '2026-12-01')],
      ['marketing 26-11-25T10:00', 'revisit 26-12-01T09:00'],
    ],
    [
      'returned once more after Reopen: marketing is reminded anew',
      [posted, returned('11-23T10:00'), reminded('11-25T10:00', 'marketing'), reopened('11-25T11:00'), returned('11-25T12:00')],
      ['marketing 26-11-27T12:00'],
    ],
    [
      'Not now: back to sales at the opening of its date',
      [posted, no('11-23T10:00', 'bad_timing', '2026-12-01')],
      ['back_to_sales 26-12-01T09:00'],
    ],
    [
      'Not now until a Saturday: at the next opening',
      [posted, no('11-23T10:00', 'bad_timing', '2026-12-05')],
      ['back_to_sales 26-12-07T09:00'],
    ],
    ['No budget: up with marketing after 90 days', [posted, no('11-23T10:00', 'no_budget')], ['back_to_marketing 27-02-22T09:00']],
    ['No response: the same', [posted, no('11-24T23:30', 'no_response')], ['back_to_marketing 27-02-22T09:00']],
    ['With a competitor: the same', [posted, no('11-25T10:00', 'competitor')], ['back_to_marketing 27-02-23T09:00']],
    ['No need stays where it is', [posted, no('11-23T10:00', 'no_need')], []],
    ['a date with another reason brings nothing back', [posted, no('11-23T10:00', 'no_need', '2026-12-01')], []],
    [
      'nurtured: its date',
      [posted, returned('11-23T10:00', '2026-12-01'), nurtured('11-24T10:00', '2026-12-10')],
      ['revisit 26-12-10T09:00'],
    ],
    ['nurtured without a date: never', [posted, returned('11-23T10:00', '2026-12-01'), nurtured('11-24T10:00')], []],
    [
      'reminded of a date of the return, and again of that of the nurture',
      [posted, returned('11-23T10:00', '2026-11-24'), reminded('11-24T09:00', 'revisit'), nurtured('11-24T10:00', '2026-12-10')],
      ['revisit 26-12-10T09:00'],
    ],
    [
      'reminded of its nurture, it rests',
      [posted, returned('11-23T10:00'), nurtured('11-23T11:00', '2026-12-10'), reminded('12-10T09:00', 'revisit')],
      [],
    ],
    ['archived', [posted, returned('11-23T10:00'), archived('11-23T11:00')], []],
    ['qualified', [posted, claimed('11-23T10:00'), yes('11-23T11:00')], []],
    ['an opportunity', [posted, yes('11-23T11:00'), ['11-24T10:00', { type: 'outcome', outcome: 'opportunity' }, 'api']], []],
    ['won', [posted, ['11-24T10:00', { type: 'outcome', outcome: 'won' }, 'api']], []],
    ['erased', [posted, ['11-23T10:00', { type: 'erased' }, 'system']], []],
    ['its card does not stand yet', [claimed('11-23T09:30'), released('11-23T09:40')], []],
  ])('%s', (_what, happenings, expected) => {
    expect(duesOf(story(happenings), rules).map((due) => `${due.step} ${local(due.at)}`)).toEqual(expected);
  });

  test('nothing for a test lead and for history', () => {
    for (const opening of [{ isTest: true }, { isHistory: true }]) {
      const lead = story([posted, claimed('11-23T10:00'), no('11-23T11:00', 'bad_timing', '2026-12-01')], opening);
      expect(duesOf(lead, rules)).toEqual([]);
      expect(waitOf(story([posted], opening), rules, at('11-24T10:00'))).toBeNull();
    }
  });

  test('nothing for an older handoff', () => {
    const back = story([posted, returned('11-23T10:00', '2026-12-01')]);
    const next: EventBody = { type: 'resubmitted', attribution: noAttribution, isTest: false };
    const again = after(back, [happened(next, 'h2', 2)], 'U0MIA', at('11-24T09:00'));
    expect(duesOf(again, rules)).toEqual([]);
    const seen = after(again, [happened(posted[1], 'h2', 2)], 'system', at('11-24T09:00'));
    expect(duesOf(seen, rules)[0]).toEqual({ step: 'claim', at: at('11-24T13:00') });
  });

  test('a holiday is no day of business, and a date on it comes after it', () => {
    const withHoliday = rulesWith({ holidays: ['2026-11-24', '2026-12-01'] });
    const steps = (lead: Lead) => duesOf(lead, withHoliday).map((due) => `${due.step} ${local(due.at)}`);
    expect(steps(story([posted])).at(-1)).toBe('stalled 26-11-26T09:00');
    expect(steps(story([posted, no('11-23T10:00', 'bad_timing', '2026-12-01')]))).toEqual(['back_to_sales 26-12-02T09:00']);
  });

  test('changed deadlines count for what waits already', () => {
    const short = rulesWith({
      deadlines: { claim: 'PT1H', verdict: 'P1D', stalledUnclaimed: 'PT2S', stalledClaimed: 'P1D', marketing: 'PT30M' },
    });
    expect(dueStep(story([posted]), short, at('11-23T09:00') + 1999)).toBeNull();
    expect(dueStep(story([posted]), short, at('11-23T09:00') + 2000)).toBe('stalled');
  });
});

describe('what has to be done now', () => {
  const waiting = story([posted]);
  const unseen = story([posted, returned('11-23T10:00', '2026-12-01')]);
  test.each<[string, Lead, string, string | null, string | null]>([
    ['nothing yet', waiting, '11-23T12:59', null, '11-23T13:00'],
    ['the reminder', waiting, '11-23T13:00', 'claim', '11-23T13:00'],
    ['after the reminder the next look is the mark', story([posted, reminded('11-23T13:00', 'claim')]), '11-23T13:00', null, '11-23T17:00'],
    ['a mark that is passed needs no look', story([posted, reminded('11-23T13:00', 'claim')]), '11-23T17:00', null, '11-24T13:48'],
    ['both marks are passed', story([posted, reminded('11-23T13:00', 'claim')]), '11-24T13:48', null, '11-25T09:00'],
    ['a stall that is due outranks the reminder', waiting, '11-25T09:00', 'stalled', '11-23T13:00'],
    ['the older of two reminders first', unseen, '12-01T09:00', 'marketing', '11-25T10:00'],
    [
      'and then the other',
      story([posted, returned('11-23T10:00', '2026-12-01'), reminded('12-01T09:00', 'marketing')]),
      '12-01T09:00',
      'revisit',
      '12-01T09:00',
    ],
    ['back to sales', story([posted, no('11-23T10:00', 'bad_timing', '2026-12-01')]), '12-01T09:00', 'back_to_sales', '12-01T09:00'],
    ['never', story([posted, yes('11-23T10:00')]), '12-31T09:00', null, null],
  ])('%s', (_what, lead, now, step, look) => {
    expect(dueStep(lead, rules, at(now))).toBe(step);
    expect(nextLookAt(lead, rules, at(now))).toBe(look === null ? null : at(look));
  });
});

describe('how long somebody has been waited for', () => {
  const hour = 3_600_000;
  test.each<[string, Lead, string, ReturnType<typeof waitOf>]>([
    ['fresh', story([posted]), '11-23T12:00', { openMs: 3 * hour, until: at('11-25T09:00'), stage: 'fresh', isLate: false }],
    [
      'half, and late',
      story([posted, reminded('11-23T13:00', 'claim')]),
      '11-24T10:00',
      { openMs: 9 * hour, until: at('11-25T09:00'), stage: 'half', isLate: true },
    ],
    ['most', story([posted]), '11-24T16:00', { openMs: 15 * hour, until: at('11-25T09:00'), stage: 'most', isLate: false }],
    [
      'the work alone, once claimed',
      story([posted, claimed('11-23T10:00')]),
      '11-23T12:00',
      { openMs: 2 * hour, until: at('11-30T10:00'), stage: 'fresh', isLate: false },
    ],
    [
      'a night does not count',
      story([posted, claimed('11-23T10:00')]),
      '11-24T08:00',
      { openMs: 7 * hour, until: at('11-30T10:00'), stage: 'fresh', isLate: false },
    ],
    [
      'with marketing',
      story([posted, returned('11-23T10:00'), reminded('11-25T10:00', 'marketing')]),
      '11-25T11:00',
      { openMs: 17 * hour, until: at('11-25T10:00'), stage: 'fresh', isLate: true },
    ],
    ['nobody is waited for', story([posted, yes('11-23T10:00')]), '11-25T11:00', null],
    ['nurtured', story([posted, returned('11-23T10:00'), nurtured('11-23T11:00', '2026-12-10')]), '11-25T11:00', null],
    [
      'not to be seen yet',
      story([claimed('11-23T10:00'), released('11-23T10:00')]),
      '11-25T11:00',
      { openMs: 0, until: null, stage: 'fresh', isLate: false },
    ],
  ])('%s', (_what, lead, now, wait) => {
    expect(waitOf(lead, rules, at(now))).toEqual(wait);
  });
});
