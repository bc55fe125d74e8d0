// Moving a demo's time on: whatever is due on the way happens at its own time and in its order.
import { afterEach, expect, test } from 'vitest';
import { type MovableClock, movableClock } from '../../src/demo/movable-clock.ts';
import { type Traveller, settle, travel } from '../../src/demo/time-travel.ts';

const minuteMs = 60_000;
const start = Date.parse('2026-11-18T15:20:00Z');

interface Due {
  readonly lane: string;
  readonly dueAt: number;
}

let stop = (): void => undefined;
afterEach(() => stop());

interface Journey {
  readonly traveller: Traveller;
  readonly clock: MovableClock;
  /** What was done, and when. */
  readonly done: { lane: string; at: number }[];
}

/** Rows that are done as soon as their time has come. `doing` says what follows from one, or that it stays. */
function journey(rows: readonly Due[], doing: (row: Due) => readonly Due[] | 'stays' = () => []): Journey {
  const clock = movableClock(0, () => start);
  stop = () => clock.stop();
  const done: { lane: string; at: number }[] = [];
  let waiting = [...rows];
  const traveller: Traveller = {
    clock,
    dueTimes: () => Promise.resolve(waiting.map(({ lane, dueAt }) => ({ what: lane, at: dueAt }))),
    idle: () => {
      for (const row of waiting.filter(({ dueAt }) => dueAt <= clock.now()).toSorted((a, b) => a.dueAt - b.dueAt)) {
        const next = doing(row);
        if (next === 'stays') continue;
        done.push({ lane: row.lane, at: clock.now() });
        waiting = [...waiting.filter((one) => one !== row), ...next];
      }
      return Promise.resolve();
    },
  };
  return { traveller, clock, done };
}

test('each thing happens at its own time, in order, and the journey ends where it should', async () => {
  const { traveller, clock, done } = journey([
    { lane: 'marketing', dueAt: start + 50 * minuteMs },
    { lane: 'leads', dueAt: start + 10 * minuteMs },
    { lane: 'tomorrow', dueAt: start + 24 * 60 * minuteMs },
  ]);
  await travel(traveller, start + 60 * minuteMs);
  expect(done).toEqual([
    { lane: 'leads', at: start + 10 * minuteMs },
    { lane: 'marketing', at: start + 50 * minuteMs },
  ]);
  expect(clock.now()).toBe(start + 60 * minuteMs);
});

test('what follows from something on the way happens on the way too', async () => {
  const { traveller, done } = journey([{ lane: 'reminder', dueAt: start + 10 * minuteMs }], ({ lane, dueAt }) =>
    lane === 'reminder' ? [{ lane: 'alert', dueAt: dueAt + 20 * minuteMs }] : [],
  );
  await travel(traveller, start + 60 * minuteMs);
  expect(done).toEqual([
    { lane: 'reminder', at: start + 10 * minuteMs },
    { lane: 'alert', at: start + 30 * minuteMs },
  ]);
});

test('what waits for somebody does not hold up the journey', async () => {
  const { traveller, clock, done } = journey(
    [
      { lane: 'closed', dueAt: start },
      { lane: 'leads', dueAt: start + 30 * 24 * 60 * minuteMs },
    ],
    ({ lane }) => (lane === 'closed' ? 'stays' : []),
  );
  const target = start + 60 * 24 * 60 * minuteMs;
  await travel(traveller, target);
  expect(clock.now()).toBe(target);
  expect(done.map(({ lane }) => lane)).toEqual(['leads']);
});

test('a journey into the past goes nowhere', async () => {
  const { traveller, clock } = journey([{ lane: 'leads', dueAt: start - minuteMs }], () => 'stays');
  await travel(traveller, start - 5 * minuteMs);
  expect(clock.now()).toBe(start);
});

test('settle moves on by seconds, only until nothing is due', async () => {
  let left = 3;
  const { traveller, clock, done } = journey([{ lane: 'leads', dueAt: start }], ({ lane, dueAt }) => {
    left -= 1;
    return left > 0 ? [{ lane, dueAt }] : [];
  });
  await settle(traveller);
  expect(done).toHaveLength(3);
  expect(clock.now() - start).toBeLessThan(5_000);
});

test('settle gives up on what does not get done', async () => {
  const { traveller, clock } = journey([{ lane: 'closed', dueAt: start }], () => 'stays');
  await settle(traveller);
  expect(clock.now() - start).toBeLessThan(2 * minuteMs);
});
