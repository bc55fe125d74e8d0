// Equal JSON has one fingerprint.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyHash } from '../../src/sources/canonical.ts';

function reversed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(reversed);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .map(([key, value]) => [key, reversed(value)] as const)
      .toReversed(),
  );
}

test('the order of keys does not count', () => {
  expect(bodyHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(bodyHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  fc.assert(fc.property(fc.jsonValue(), (json) => bodyHash(reversed(json)) === bodyHash(json)));
});

test('all else counts', () => {
  const bodies = [
    null,
    0,
    '',
    '0',
    [],
    {},
    [0],
    [[0]],
    [0, 0],
    ['0,0'],
    { a: 0 },
    { a: '0' },
    { a: { b: 0 } },
    { a: 0, b: 0 },
    { 'a":0,"b': 0 },
    '\ud800',
    '\udfff',
    '\ufffd',
    true,
    false,
  ];
  expect(new Set(bodies.map(bodyHash)).size).toBe(bodies.length);
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
      const isEqual = JSON.stringify(sorted(one)) === JSON.stringify(sorted(two));
      expect(bodyHash(one) === bodyHash(two)).toBe(isEqual);
    }),
  );
});

test('F69: depth 200,000 and a key named __proto__ are hashed like anything', () => {
  const deep = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)) as unknown;
  expect(bodyHash(deep)).not.toBe(bodyHash([]));
  expect(bodyHash(JSON.parse('{"__proto__":{"x":1}}'))).not.toBe(bodyHash({}));
});

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
