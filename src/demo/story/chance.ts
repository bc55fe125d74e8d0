// Chance that repeats itself: the same seed gives the same story on every machine.

/** Numbers from 0 up to but not including 1. */
export type Chance = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough for stories. Text seeds are hashed (FNV-1a). */
export function chanceFrom(seed: number | string): Chance {
  let state = typeof seed === 'number' ? seed >>> 0 : hashOf(seed);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** A whole number, both ends included. */
export function between(chance: Chance, low: number, high: number): number {
  return low + Math.floor(chance() * (high - low + 1));
}

export function isLucky(chance: Chance, probability: number): boolean {
  return chance() < probability;
}

export function pick<Item>(chance: Chance, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(chance() * items.length)] ?? items[0];
}

/** One of the keys, each as often as its weight says. */
export function weighted<Key extends string>(chance: Chance, weights: Readonly<Partial<Record<Key, number>>>): Key {
  const rows = Object.entries(weights) as [Key, number][];
  let left = chance() * rows.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of rows) {
    left -= weight;
    if (left < 0) return key;
  }
  const last = rows.at(-1);
  if (!last) throw new RangeError('There is nothing to choose from');
  return last[0];
}

/** A whole number around `mean`, now and then one more or one less. */
export function around(chance: Chance, mean: number): number {
  const whole = Math.floor(mean) + Number(isLucky(chance, mean % 1));
  const noise = whole > 1 ? Number(isLucky(chance, 0.3)) - Number(isLucky(chance, 0.3)) : 0;
  return whole + noise;
}

/** Fisher–Yates. */
export function shuffled<Item>(chance: Chance, items: readonly Item[]): readonly Item[] {
  const deck = [...items];
  for (let index = deck.length - 1; index > 0; index -= 1) {
    const other = between(chance, 0, index);
    [deck[index], deck[other]] = [deck[other] as Item, deck[index] as Item];
  }
  return deck;
}
