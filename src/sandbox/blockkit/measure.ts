// How much text a payload holds, as Slack's undocumented message budget counts it.
import { isFields } from '../types.ts';
import { lengthOf } from './check.ts';

/** Code points of everything readable in the value: every string under the keys that hold text. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textLength(one), 0);
  if (!isFields(value)) return 0;
  let length = 0;
  for (const [key, inner] of Object.entries(value)) {
    length += typeof inner === 'string' ? (READABLE.has(key) ? lengthOf(inner) : 0) : textLength(inner);
  }
  return length;
}

const READABLE = new Set(['text', 'alt_text', 'title', 'label', 'name', 'caption', 'details', 'fallback', 'x_label', 'y_label']);
