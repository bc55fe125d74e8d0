// How long somebody has been waited for, and where a lead goes next: in words that fit a phone, with signs that need no colour.
import { describe, expect, it } from 'vitest';
import type { Wait } from '../../../src/domain/deadline.ts';
import { backPhrase, heldPhrase, openWords, revisitPhrase, takeUpPhrase, unclaimedPhrase } from '../../../src/slack/blocks/clock.ts';
import { spanWords } from '../../../src/slack/blocks/dates.ts';
import { type OwnPhrase, toMrkdwn } from '../../../src/slack/blocks/phrase.ts';
import { type Step, claimed, leadAfter, nurtured, posted, received, returned, timezone, waiting } from './story.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dateOut = (phrase: OwnPhrase): string => toMrkdwn(phrase).replaceAll(/<!date\^\d+\^[^>]*\^([^>]*)>/g, '$1');

describe('open time', () => {
  it.each([
    [0, 'under 1 min of business time'],
    [minuteMs - 1, 'under 1 min of business time'],
    [minuteMs, '1 min+ of business time'],
    [119 * minuteMs, '119 min+ of business time'],
    [2 * hourMs, '2 h+ of business time'],
    [4 * hourMs - 1, '3 h+ of business time'],
    [4 * hourMs + 10 * minuteMs, '4 h+ of business time'],
    [40 * hourMs, '40 h+ of business time'],
  ])('%i ms is told as %s', (ms, words) => {
    expect(openWords(ms)).toBe(words);
  });

  it.each([
    [0, 'under a minute'],
    [31 * minuteMs, '31 min'],
    [5 * hourMs, '5 h'],
    [24 * hourMs, '1 day'],
    [60 * hourMs, '2 days'],
  ])('time on the wall: %i ms is %s', (ms, words) => {
    expect(spanWords(ms)).toBe(words);
  });
});

describe('a lead that nobody has', () => {
  it.each<[string, Wait | null, string]>([
    ['without a clock', null, ':hourglass_flowing_sand: Nobody has it yet'],
    ['in good time', waiting(), ':hourglass_flowing_sand: Nobody has it yet'],
    [
      'reminded of',
      waiting({ isLate: true, openMs: 4 * hourMs }),
      ':hourglass_flowing_sand: Nobody has it yet · waiting 4 h+ of business time · goes back to marketing 25 Nov 2026 10:00',
    ],
    [
      'half of its time',
      waiting({ stage: 'half', openMs: 8 * hourMs }),
      ':hourglass: Nobody has it yet · waiting 8 h+ of business time · goes back to marketing 25 Nov 2026 10:00',
    ],
    [
      'most of its time',
      waiting({ stage: 'most', openMs: 13 * hourMs }),
      ':hourglass::hourglass: Nobody has it yet · waiting 13 h+ of business time · soon back to marketing: 25 Nov 2026 10:00',
    ],
    [
      'that never goes back by itself',
      waiting({ stage: 'half', openMs: 8 * hourMs, until: null }),
      ':hourglass: Nobody has it yet · waiting 8 h+ of business time',
    ],
  ])('%s', (_, wait, words) => {
    expect(dateOut(unclaimedPhrase(wait, timezone))).toBe(words);
  });
});

describe('a lead that somebody has', () => {
  const record = leadAfter([received, posted, claimed]);
  const [handoff] = record.lead.handoffs;
  const held = (wait: Wait | null): string => (handoff ? dateOut(heldPhrase(record, handoff, wait, timezone)) : '');

  it('says since when, and how long without a verdict once that is worth a word', () => {
    expect(held(waiting())).toBe(':raising_hand: With <@U0KIM> since 23 Nov 2026 10:10');
    expect(held(waiting({ isLate: true, openMs: 16 * hourMs }))).toBe(
      ':hourglass_flowing_sand: With <@U0KIM> since 23 Nov 2026 10:10 · no verdict yet, 16 h+ of business time · goes back to marketing 25 Nov 2026 10:00',
    );
  });

  it('in a list says when it goes back', () => {
    expect(dateOut(backPhrase(waiting({ stage: 'most' }), timezone))).toBe(
      ':hourglass::hourglass: goes back to marketing 25 Nov 2026 10:00',
    );
    expect(backPhrase(waiting({ until: null }), timezone)).toEqual([]);
    expect(backPhrase(null, timezone)).toEqual([]);
  });
});

describe('marketing’s clocks', () => {
  it('say until when a return is to be taken up', () => {
    expect(dateOut(takeUpPhrase(waiting(), timezone))).toBe(':hourglass_flowing_sand: To be taken up by 25 Nov 2026 10:00');
    expect(dateOut(takeUpPhrase(waiting({ isLate: true }), timezone))).toBe(
      ':hourglass: *Past its time*: was to be taken up by 25 Nov 2026 10:00',
    );
    expect(takeUpPhrase(null, timezone)).toEqual([]);
  });

  const told: Step = { type: 'reminded', about: 'revisit', by: 'system' };
  const until: Step = { ...returned, notBefore: '2027-02-01' };
  it.each<[string, readonly Step[], string]>([
    ['warmed up', [returned, nurtured], ':calendar: Look again on 12 Jan 2027'],
    ['warmed up, and due', [returned, nurtured, told], ':calendar: *Due*: time to look again since 12 Jan 2027'],
    [
      'warmed up once more after that',
      [returned, nurtured, told, { ...nurtured, revisitOn: '2027-03-01' }],
      ':calendar: Look again on 1 Mar 2027',
    ],
    ['returned with a date', [until], ':calendar: Look again on 1 Feb 2027'],
    ['returned with a date, and due', [until, told], ':calendar: *Due*: time to look again since 1 Feb 2027'],
    ['returned without one', [returned], ''],
    ['taken back', [until, { type: 'reopened', by: 'U0KIM' }], ''],
  ])('say when to look again: %s', (_, steps, words) => {
    const [handoff] = leadAfter([received, posted, claimed, ...steps]).lead.handoffs;
    expect(handoff && dateOut(revisitPhrase(handoff))).toBe(words);
  });
});
