// The ids that Slack gives back to us: what we write we read, what we did not write is nothing.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveNames } from '../../src/domain/moves.ts';
import { callbackIds, clickIds, messageMetadata, moveOfCallback } from '../../src/slack/ids.ts';
import { decodeTarget, encodeTarget } from '../../src/slack/values.ts';

const golden: unknown = JSON.parse(readFileSync(new URL('../golden/targets-v1.json', import.meta.url), 'utf8'));

describe('targets', () => {
  it.each(Object.entries(golden as Record<string, unknown>))(
    'F29: %s, written by an earlier version, still means the same',
    (value, target) => {
      expect(decodeTarget(value)).toEqual(target);
    },
  );

  it('F27: a button names the handoff, not the message, so a click may come before the post’s answer', () => {
    expect(encodeTarget('019ab0c2-7e1f-7c11-9e0a-0242ac120002', 'change_verdict')).toBe(
      'v1:019ab0c2-7e1f-7c11-9e0a-0242ac120002:change_verdict',
    );
  });

  it('reads back what it wrote, within an option’s 75 characters', () => {
    const ids = fc.stringMatching(/^[\w-]{1,56}$/);
    fc.assert(
      fc.property(ids, fc.option(fc.constantFrom(...moveNames), { nil: undefined }), (handoffId, move) => {
        const value = encodeTarget(handoffId, move);
        expect(value.length).toBeLessThanOrEqual(75);
        expect(decodeTarget(value)).toEqual({ version: 1, handoffId, ...(move ? { move } : {}) });
      }),
    );
  });

  const forged: readonly (readonly [string | null | undefined, string])[] = [
    ['', 'empty'],
    [null, 'absent'],
    [undefined, 'absent'],
    ['v2:h_01', 'another version'],
    ['h_01', 'no version'],
    ['v1:', 'no handoff'],
    ['v1:h_01:', 'no move after the colon'],
    ['v1:h_01:fire', 'no move of ours'],
    ['v1:h_01:__proto__', 'no move of ours'],
    ['v1:h_01:toString', 'no move of ours'],
    ['v1:h_01:claim:note', 'too many parts'],
    ['v1:h 01', 'a space'],
    ["v1:h_01' OR 1=1", 'SQL'],
    ['v1:h_01\n', 'a line break'],
    [`v1:${'h'.repeat(57)}`, 'too long'],
  ];
  it.each(forged)('%j is nothing: %s', (value) => {
    expect(decodeTarget(value)).toBeNull();
  });

  it('anything forged is nothing, or something that we could have written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `v1:${text}`),
        ),
        (value) => {
          const target = decodeTarget(value);
          if (target) expect(encodeTarget(target.handoffId, target.move)).toBe(value);
        },
      ),
    );
  });

  it.each(['', 'a b', 'h:1', 'h'.repeat(57)])('refuses to write %j', (handoffId) => {
    expect(() => encodeTarget(handoffId)).toThrow('does not fit');
  });
});

describe('callbacks', () => {
  it.each(moveNames)('%s has one of its own', (move) => {
    expect(moveOfCallback(callbackIds.move(move))).toBe(move);
  });

  it.each(['add_lead', 'move:', 'move:fire', 'claim', 'x-move:claim'])('%s is no move', (id) => {
    expect(moveOfCallback(id)).toBeNull();
  });
});

describe('metadata', () => {
  it('F78: holds an opaque key and nothing else', () => {
    expect(messageMetadata('card', 'card:h_01')).toEqual({ event_type: 'leadloop_card', event_payload: { key: 'card:h_01' } });
    expect(messageMetadata('marketing_card', 'return:e4').event_type).toBe('leadloop_card');
    const others = [
      'line',
      'nudge',
      'win',
      'waiting',
      'catch_up',
      'catch_up_line',
      'verdicts_day',
      'verdict_line',
      'alert',
      'erased',
    ] as const;
    expect(new Set(others.map((kind) => messageMetadata(kind, 'x').event_type))).toEqual(new Set(['leadloop_note']));
  });
});

it('no two clicks share an id', () => {
  expect(new Set(clickIds).size).toBe(clickIds.length);
});
