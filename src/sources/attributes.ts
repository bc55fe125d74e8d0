// What a source sent beyond our fields: kept, but within bounds, and safe to copy anywhere.
import { cleanText } from './wording.ts';

/** Bounds for all attributes of a lead together; what goes beyond is cut and marked with `…`, never refused. */
export const attributeLimits = { depth: 6, values: 1000, keyLength: 200, textLength: 20_000, totalLength: 100_000 } as const;

const cutMark = '…';

/** Collects attributes one by one; `attributes` is a plain object fit for JSON. */
export class AttributeBag {
  readonly attributes: Record<string, unknown> = {};
  #valuesLeft: number = attributeLimits.values;
  #lengthLeft: number = attributeLimits.totalLength;

  /** Adds a value under this name, or under `name_2`, `name_3` … when it is taken. */
  add(name: string, value: unknown): void {
    if (this.#isFull()) this.attributes[cutMark] = cutMark;
    else this.attributes[freeKey(this.attributes, this.#key(name))] = this.#bounded(value, 1);
  }

  #bounded(value: unknown, depth: number): unknown {
    this.#valuesLeft -= 1;
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value !== 'object' || value === null) return null;
    if (depth >= attributeLimits.depth || this.#isFull()) return cutMark;
    return Array.isArray(value) ? this.#list(value, depth) : this.#object(value, depth);
  }

  #list(list: readonly unknown[], depth: number): unknown[] {
    const kept: unknown[] = [];
    for (const item of list) {
      if (this.#isFull()) return [...kept, cutMark];
      kept.push(this.#bounded(item, depth + 1));
    }
    return kept;
  }

  #object(object: object, depth: number): Record<string, unknown> {
    const kept: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(object)) {
      if (this.#isFull()) {
        kept[freeKey(kept, cutMark)] = cutMark;
        break;
      }
      kept[freeKey(kept, this.#key(key))] = this.#bounded(item, depth + 1);
    }
    return kept;
  }

  #key(key: string): string {
    // Under this one name, assignment would set an object's prototype in any code that copies attributes later.
    const clean = cleanText(key).slice(0, attributeLimits.keyLength).toWellFormed();
    const safe = clean === '__proto__' ? '_proto_' : clean;
    this.#lengthLeft -= safe.length;
    return safe;
  }

  #text(text: string): string {
    const max = Math.min(attributeLimits.textLength, Math.max(this.#lengthLeft, 0));
    const clean = cleanText(text);
    this.#lengthLeft -= clean.length;
    return clean.length <= max ? clean : clean.slice(0, max).replace(/[\ud800-\udbff]$/, '') + cutMark;
  }

  #isFull(): boolean {
    return this.#valuesLeft <= 0 || this.#lengthLeft <= 0;
  }
}

function freeKey(taken: object, key: string): string {
  if (!Object.hasOwn(taken, key)) return key;
  let count = 2;
  while (Object.hasOwn(taken, `${key}_${count}`)) count += 1;
  return `${key}_${count}`;
}
