// What the buttons of /lead views carry: what we write we read, what we did not write is nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeActions,
  decodeChosenAction,
  decodeDays,
  encodeActions,
  encodeChosenAction,
  encodeDays,
} from '../../src/slack/views-values.ts';

describe('days', () => {
  it('are read back', () => {
    expect(encodeDays({ from: '2026-08-24', to: '2026-11-23' })).toBe('v1:2026-08-24:2026-11-23');
    expect(decodeDays('v1:2026-08-24:2026-11-23')).toEqual({ from: '2026-08-24', to: '2026-11-23' });
  });

  it.each([
    null,
    undefined,
    '',
    'v2:2026-08-24:2026-11-23',
    'v1:2026-08-24',
    'v1:2026-02-30:2026-11-23',
    'v1:2026-08-24:2026-08-24',
    'v1:2026-11-23:2026-08-24',
    'v1:2026-08-24:2026-11-23:x',
    'v1:0000-00-00:9999-99-99',
  ])('%j is nothing', (value) => {
    expect(decodeDays(value)).toBeNull();
  });
});

describe('actions', () => {
  it('are read back, as many of the first as fit a button', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => text.toWellFormed());
    fc.assert(
      fc.property(fc.array(name, { maxLength: 60 }), (actions) => {
        const value = encodeActions(actions);
        expect(value.length).toBeLessThanOrEqual(2_000);
        const read = decodeActions(value);
        if (value.length < 1_500) expect(read).toEqual(actions);
        for (const one of read ?? []) expect(actions).toContain(one);
      }),
    );
    const long = ['a', 'x'.repeat(1_999), 'b'];
    expect(decodeActions(encodeActions(long))).toEqual(['a', 'b']);
    expect(decodeActions(encodeActions(['\ud800half']))).toEqual(['\ufffdhalf']);
  });

  it.each([null, undefined, '', 'v2:a', 'v1:%', 'ebook'])('%j is nothing', (value) => {
    expect(decodeActions(value)).toBeNull();
  });

  it('one of them is chosen by its place', () => {
    const actions = ['ebook', 'webinar'];
    expect(actions.map((_, index) => decodeChosenAction(encodeChosenAction(index), actions))).toEqual(actions);
    for (const forged of [undefined, '', 'a1:2', 'a1:-1', 'a1:x', 'a2:0', 'a1:', 'a1:0000', 'ebook']) {
      expect(decodeChosenAction(forged, actions)).toBeNull();
    }
  });
});
