// The workspace's clock and days in words.
import { describe, expect, test } from 'vitest';
import { createTimes, sentAt } from '../../../src/sandbox/page/times.ts';

const times = createTimes('America/New_York');
const now = Date.parse('2026-11-23T14:02:30Z');

describe('times', () => {
  test('the clock is that of the workspace', () => {
    expect(times.stamp(now)).toBe('Mon 23 Nov, 09:02');
    expect(times.clock(Date.parse('2026-11-23T05:00:00Z'))).toBe('00:00');
    expect(createTimes('Europe/Berlin').stamp(Date.parse('2026-09-01T22:30:00Z'))).toBe('Wed 2 Sep, 00:30');
  });

  test.each([
    ['2026-11-23T05:00:00Z', 'Today'],
    ['2026-11-23T04:59:00Z', 'Yesterday'],
    ['2026-11-20T15:00:00Z', 'Friday, November 20th'],
  ])('%s is %s', (iso, words) => {
    expect(times.dayWords(Date.parse(iso), now)).toBe(words);
  });

  test('yesterday is yesterday across a day of 25 hours', () => {
    const monday = Date.parse('2026-11-02T05:30:00Z');
    expect(times.dayWords(Date.parse('2026-11-01T04:30:00Z'), monday)).toBe('Yesterday');
  });

  test('a day starts at local midnight', () => {
    expect(new Date(times.dayStart(now)).toISOString()).toBe('2026-11-23T05:00:00.000Z');
  });

  test('a ts is seconds and micros', () => {
    expect(sentAt('1795446000.123456')).toBe(1_795_446_000_123);
  });
});
