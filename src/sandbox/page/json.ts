// Reading what an app sent: keys that may be missing or of another shape than expected.
import { plainEmoji } from './emoji.ts';
import type { Json } from './protocol.ts';

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stringIn(json: Json | null, key: string): string | null {
  const value = json?.[key];
  return typeof value === 'string' ? value : null;
}

export function numberIn(json: Json | null, key: string): number | null {
  const value = json?.[key];
  return typeof value === 'number' ? value : null;
}

export function jsonIn(json: Json | null, key: string): Json | null {
  const value = json?.[key];
  return isJson(value) ? value : null;
}

/** The objects of a list; what is no object is left out. */
export function listIn(json: Json | null, key: string): readonly Json[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The rows of a table: lists of objects. */
export function rowsIn(json: Json | null, key: string): readonly (readonly Json[])[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.map((row: unknown) => (Array.isArray(row) ? row.filter(isJson) : [])) : [];
}

export function stringsIn(json: Json | null, key: string): readonly string[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The words of a plain text object; its emoji are turned into signs unless it says otherwise. `''` when there is none. */
export function wordsIn(json: Json | null, key: string): string {
  const object = jsonIn(json, key);
  const text = stringIn(object, 'text') ?? '';
  return object?.emoji === false ? text : plainEmoji(text);
}
