// The token bucket: never more than its burst at once, never more than its rate for long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBucket } from '../../src/http/bucket.ts';

describe('a bucket', () => {
  it('gives its burst at once, then one each time the rate allows', () => {
    let at = 0;
    const bucket = createBucket({ rate: 2, burst: 3, now: () => at });
    expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([0, 0, 0, 1]);
    at += 499;
    expect(bucket.take()).toBe(1);
    at += 1;
    expect([bucket.take(), bucket.take()]).toEqual([0, 1]);
    at += 3_600_000;
    expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([0, 0, 0, 1]);
  });

  it('a clock that jumps back neither gives nor locks', () => {
    let at = 1e12;
    const bucket = createBucket({ rate: 1, burst: 1, now: () => at });
    expect(bucket.take()).toBe(0);
    at -= 3_600_000;
    expect(bucket.take()).toBe(1);
    at += 1000;
    expect(bucket.take()).toBe(0);
  });

  it('whatever comes when: at most burst + rate × time, and after the wait it gives', () => {
    const steps = fc.array(fc.nat(2000), { minLength: 1, maxLength: 200 });
    const rates = fc.double({ min: 0.01, max: 1000, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 50 }), steps, (rate, burst, waits) => {
        let at = 0;
        const bucket = createBucket({ rate, burst, now: () => at });
        let given = 0;
        for (const wait of waits) {
          at += wait;
          if (bucket.take() === 0) given += 1;
          expect(given).toBeLessThanOrEqual(burst + (rate * at) / 1000 + 1e-6);
        }
        const seconds = bucket.take();
        expect(Number.isInteger(seconds)).toBe(true);
        at += seconds * 1000 + 1;
        expect(seconds === 0 || bucket.take() === 0).toBe(true);
      }),
    );
  });
});
