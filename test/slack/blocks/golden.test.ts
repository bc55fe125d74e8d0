// How everything looks, kept in files: a change of words or layout shows as a diff. UPDATE_GOLDEN=1 writes them anew; then format them.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gallery } from './gallery.ts';

const folder = new URL('../../golden/blocks/', import.meta.url);
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

function written(shown: unknown): string {
  return `${JSON.stringify(shown, null, 2)}\n`;
}

describe('golden files', () => {
  it.each(Object.entries(gallery))('%s looks as it did', (name, shown) => {
    const file = new URL(`${name}.json`, folder);
    if (isUpdate) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, written(shown));
    }
    expect(existsSync(file), `no golden file ${name}.json; write it with UPDATE_GOLDEN=1`).toBe(true);
    expect(JSON.parse(written(shown))).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('has no file for something that is no longer shown', () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(names.filter((name) => !Object.hasOwn(gallery, name))).toEqual([]);
  });
});
