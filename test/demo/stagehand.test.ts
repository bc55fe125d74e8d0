// Where the buttons of time lead, by the clock on the wall of the workspace.
import { describe, expect, test } from 'vitest';
import { demoStagehand, targetOf } from '../../src/demo/stagehand.ts';

const newYork = 'America/New_York';
const at = (instant: string): number => Date.parse(instant);
const target = (step: 'hour' | 'day' | 'monday', from: string, zone = newYork): string =>
  new Date(targetOf(step, at(from), zone)).toISOString();

describe('where time goes', () => {
  test('an hour is an hour', () => {
    expect(target('hour', '2026-11-18T15:20:00Z')).toBe('2026-11-18T16:20:00.000Z');
  });

  test('a day ends at the same time on the clock, also when clocks change', () => {
    expect(target('day', '2026-11-18T15:20:00Z')).toBe('2026-11-19T15:20:00.000Z');
    expect(target('day', '2026-10-31T14:00:00Z')).toBe('2026-11-01T15:00:00.000Z');
    expect(target('day', '2026-03-28T10:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T09:00:00.000Z');
  });

  test.each([
    ['a Wednesday', '2026-11-18T15:20:00Z', '2026-11-23T14:00:00.000Z'],
    ['a Sunday night', '2026-11-23T04:59:00Z', '2026-11-23T14:00:00.000Z'],
    ['early on a Monday', '2026-11-23T13:59:00Z', '2026-11-23T14:00:00.000Z'],
    ['nine on a Monday', '2026-11-23T14:00:00Z', '2026-11-30T14:00:00.000Z'],
    ['later on a Monday', '2026-11-23T20:00:00Z', '2026-11-30T14:00:00.000Z'],
    ['the week in which clocks change', '2026-10-30T15:00:00Z', '2026-11-02T14:00:00.000Z'],
  ])('Monday 9:00 from %s', (_, from, to) => {
    expect(target('monday', from)).toBe(to);
  });
});

describe('behind the stage', () => {
  test('before the bot runs, nothing can be moved or sent, and it says so', async () => {
    const hand = demoStagehand(newYork);
    const notYet = { ok: false, problem: 'The bot is still starting. Try again in a moment.', errors: {} };
    expect(await hand.move('hour')).toEqual(notYet);
    expect(await hand.sendLead({ name: 'Ada' })).toEqual(notYet);
    expect(hand.shown()).toMatchObject({ curl: '', isMoving: false });
  });

  test('time moves once at a time, and the page shows that it does', async () => {
    const hand = demoStagehand(newYork);
    const arrival = Promise.withResolvers<void>();
    const seen: boolean[] = [];
    hand.enter({
      url: 'http://127.0.0.1:1',
      now: () => at('2026-11-18T15:20:00Z'),
      moveTo: () => arrival.promise,
      changed: () => seen.push(hand.shown().isMoving),
    });
    const first = hand.move('hour');
    expect(await hand.move('day')).toMatchObject({ ok: false, problem: 'Time is moving already.' });
    arrival.resolve();
    expect(await first).toMatchObject({ ok: true });
    expect(seen).toEqual([false, true, false]);
    expect(hand.shown().curl).toContain('curl -X POST http://127.0.0.1:1/v1/leads');
  });
});
