// The demo's clock: it runs with the real one, is moved on, and calls what fell due on the way, in order.
import { afterEach, describe, expect, test } from 'vitest';
import { type MovableClock, movableClock } from '../../src/demo/movable-clock.ts';

const hourMs = 3_600_000;
let real = 1_000_000;
let clock: MovableClock;

afterEach(() => {
  clock.stop();
  real = 1_000_000;
});

function clockAt(offsetMs = 0): MovableClock {
  clock = movableClock(offsetMs, () => real);
  return clock;
}

test('runs with the real time, an offset away from it', () => {
  clockAt(-5_000);
  expect(clock.now()).toBe(995_000);
  real += 250;
  expect(clock.now()).toBe(995_250);
  expect(clock.offsetMs()).toBe(-5_000);
});

describe('jumpTo', () => {
  test('moves on, and never back', () => {
    clockAt();
    clock.jumpTo(real + hourMs);
    expect(clock.now()).toBe(real + hourMs);
    expect(clock.offsetMs()).toBe(hourMs);
    clock.jumpTo(real);
    expect(clock.now()).toBe(real + hourMs);
    real += 7;
    expect(clock.offsetMs()).toBe(hourMs);
    expect(clock.now()).toBe(1_000_007 + hourMs);
  });

  test('calls what fell due, in the order of its time and once, and leaves the rest waiting', () => {
    clockAt();
    const called: string[] = [];
    clock.after(3 * hourMs, () => called.push('third'));
    clock.after(2 * hourMs, () => called.push('second'));
    clock.after(hourMs, () => called.push('first'));
    clock.jumpTo(real + 2 * hourMs);
    expect(called).toEqual(['first', 'second']);
    clock.jumpTo(real + 2 * hourMs + 1);
    expect(called).toEqual(['first', 'second']);
    clock.jumpTo(real + 9 * hourMs);
    expect(called).toEqual(['first', 'second', 'third']);
  });

  test('what was cancelled is not called, not even by an earlier call of the same jump', () => {
    clockAt();
    const called: string[] = [];
    const cancelled = clock.after(hourMs, () => called.push('cancelled'));
    cancelled();
    let cancelLater = (): void => undefined;
    clock.after(hourMs, () => cancelLater());
    cancelLater = clock.after(2 * hourMs, () => called.push('cancelled on the way'));
    clock.jumpTo(real + 3 * hourMs);
    expect(called).toEqual([]);
  });

  test('what is asked for on the way starts from the new time', () => {
    clockAt();
    const called: number[] = [];
    clock.after(hourMs, () => {
      clock.after(hourMs, () => called.push(clock.now()));
    });
    clock.jumpTo(real + 5 * hourMs);
    expect(called).toEqual([]);
    clock.jumpTo(real + 6 * hourMs);
    expect(called).toEqual([real + 6 * hourMs]);
  });
});

test('a timer that is due comes by itself, by the real time', async () => {
  clock = movableClock(0, Date.now);
  await new Promise<void>((resolve) => {
    clock.after(1, resolve);
  });
});

test('stop forgets every timer', () => {
  clockAt();
  const called: string[] = [];
  clock.after(hourMs, () => called.push('late'));
  clock.stop();
  clock.jumpTo(real + 2 * hourMs);
  expect(called).toEqual([]);
});
