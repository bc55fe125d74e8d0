// The fingerprint of a JSON body: the same for equal JSON, whatever the order of its keys.
import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal over the JSON with sorted keys and no spaces. Any depth: no recursion. */
export function bodyHash(json: unknown): string {
  const hash = createHash('sha256');
  for (const piece of pieces(json)) hash.update(piece);
  return hash.digest('hex');
}

interface Mark {
  readonly text: string;
}

/** Values still to be written, the next at the end; marks are brackets, commas and keys between them. */
type Waiting = { readonly value: unknown } | Mark;

function* pieces(json: unknown): Generator<string> {
  const waiting: Waiting[] = [{ value: json }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if ('text' in next) {
      yield next.text;
      continue;
    }
    const { value } = next;
    if (Array.isArray(value)) {
      yield '[';
      waiting.push({ text: ']' });
      for (let index = value.length - 1; index >= 0; index--) {
        waiting.push({ value: value[index] as unknown });
        if (index > 0) waiting.push({ text: ',' });
      }
    } else if (typeof value === 'object' && value !== null) {
      yield '{';
      waiting.push({ text: '}' });
      const entries = Object.entries(value as Record<string, unknown>).toSorted(([a], [b]) => (a < b ? 1 : -1));
      for (const [index, [key, item]] of entries.entries()) {
        waiting.push({ value: item }, { text: `${JSON.stringify(key)}:` });
        if (index < entries.length - 1) waiting.push({ text: ',' });
      }
    } else {
      // What JSON does not know (undefined, functions) can only be there by mistake; it counts as null.
      yield JSON.stringify(value) ?? 'null';
    }
  }
}
