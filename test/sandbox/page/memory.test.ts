// What the browser remembers: read marks, person, channel, hints; also where it can remember nothing.
import { describe, expect, test } from 'vitest';
import { createMemory, type Store } from '../../../src/sandbox/page/memory.ts';

const NOW = 1_795_446_000_000;
const DAY_START = NOW - 9 * 3_600_000;

function storeOf(initial: Readonly<Record<string, string>> = {}): Store & { readonly kept: Map<string, string> } {
  const kept = new Map(Object.entries(initial));
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe('memory', () => {
  test('on a first visit everything before today is read, for everybody', () => {
    const memory = createMemory(storeOf());
    memory.enter('T0', NOW, DAY_START);
    expect(memory.mark('U0KIM', 'C0LEADS', NOW)).toBe(`${DAY_START / 1000}.000000`);
    memory.enter('T0', NOW + 86_400_000, DAY_START + 86_400_000);
    expect(memory.mark('U0SAM', 'C0LEADS', NOW + 86_400_000)).toBe(`${DAY_START / 1000}.000000`);
  });

  test('marks are kept per person and channel, also for the next visit', () => {
    const store = storeOf();
    const memory = createMemory(store);
    memory.enter('T0', NOW, DAY_START);
    memory.read('U0KIM', 'C0LEADS', '1795445000.000100');
    const next = createMemory(store);
    next.enter('T0', NOW, DAY_START);
    expect(next.mark('U0KIM', 'C0LEADS', NOW)).toBe('1795445000.000100');
    expect(next.mark('U0SAM', 'C0LEADS', NOW)).not.toBe('1795445000.000100');
    expect(next.mark('U0KIM', 'C0OTHER', NOW)).not.toBe('1795445000.000100');
  });

  test('person and channel of the last workspace are known before its first screen', () => {
    const store = storeOf();
    const memory = createMemory(store);
    memory.enter('T0', NOW, DAY_START);
    memory.keep({ person: 'U0KIM' });
    memory.keep({ channel: 'C0LEADS' });
    expect(createMemory(store)).toMatchObject({ person: 'U0KIM', channel: 'C0LEADS' });
    const other = createMemory(store);
    other.enter('T1', NOW, DAY_START);
    expect(other).toMatchObject({ person: null, channel: null });
  });

  test('marks from a life in which the clock had been moved on do not hide what is new now', () => {
    const memory = createMemory(storeOf());
    memory.enter('T0', NOW, DAY_START);
    memory.read('U0KIM', 'C0LEADS', `${NOW / 1000 + 86_400}.000000`);
    expect(memory.mark('U0KIM', 'C0LEADS', NOW)).toBe(`${DAY_START / 1000}.000000`);
  });

  test('a mark some micros ahead of the clock counts', () => {
    const memory = createMemory(storeOf());
    memory.enter('T0', NOW, DAY_START);
    memory.read('U0KIM', 'C0LEADS', `${NOW / 1000}.000300`);
    expect(memory.mark('U0KIM', 'C0LEADS', NOW)).toBe(`${NOW / 1000}.000300`);
  });

  test('two windows do not forget each other’s marks', () => {
    const store = storeOf();
    const [one, two] = [createMemory(store), createMemory(store)];
    for (const memory of [one, two]) memory.enter('T0', NOW, DAY_START);
    one.read('U0KIM', 'C0LEADS', '1795445000.000001');
    two.read('U0SAM', 'C0LEADS', '1795445000.000002');
    two.dismiss('h1');
    const third = createMemory(store);
    third.enter('T0', NOW, DAY_START);
    expect(third.mark('U0KIM', 'C0LEADS', NOW)).toBe('1795445000.000001');
    expect(third.mark('U0SAM', 'C0LEADS', NOW)).toBe('1795445000.000002');
    expect(third.isDismissed('h1')).toBe(true);
  });

  test.each([
    ['no store', null],
    [
      'a store that refuses',
      {
        getItem: () => {
          throw new Error('denied');
        },
        setItem: () => {
          throw new Error('full');
        },
      },
    ],
    ['a store with other things in it', storeOf({ 'workspace-page': 'T0', 'workspace-page:T0': '[1, {"marks": ' })],
    [
      'a store with wrong types',
      storeOf({ 'workspace-page': 'T0', 'workspace-page:T0': '{"marks":{"U0KIM":[1]},"dismissed":5,"person":{}}' }),
    ],
  ])('works with %s', (_, store) => {
    const memory = createMemory(store);
    memory.enter('T0', NOW, DAY_START);
    memory.read('U0KIM', 'C0LEADS', '1795445000.000100');
    memory.dismiss('h1');
    expect(memory.mark('U0KIM', 'C0LEADS', NOW)).toBe('1795445000.000100');
    expect(memory.isDismissed('h1')).toBe(true);
    expect(memory.person).toBeNull();
  });
});
