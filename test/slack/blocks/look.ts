// How something looks, kept in a golden file for each: a change of words or layout shows as a diff. UPDATE_GOLDEN=1 writes them anew; then format them.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { expect, it } from 'vitest';
import { blocksText, messageProblems, viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { messageLimits } from '../../../src/slack/limits.ts';

export type Shown = { readonly text: string; readonly blocks: KnownBlock[] } | HomeView | ModalView;

const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

/** One test for each of them, and one that the folder under `test/golden/` holds nothing else. */
export function looksAsItDid(folderName: string, shown: Readonly<Record<string, Shown>>): void {
  const folder = new URL(`../../golden/${folderName}/`, import.meta.url);
  it.each(Object.entries(shown))('%s looks as it did', (name, one) => {
    const file = new URL(`${name}.json`, folder);
    const written = `${JSON.stringify(one, null, 2)}\n`;
    if (isUpdate) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, written);
    }
    expect(existsSync(file), `no golden file ${name}.json; write it with UPDATE_GOLDEN=1`).toBe(true);
    expect(JSON.parse(written)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('has no file for something that is no longer shown', () => {
    expect(readdirSync(folder).filter((file) => !Object.hasOwn(shown, file.replace(/\.json$/, '')))).toEqual([]);
  });
}

/** What Slack would not take of it. */
export function problemsOf(one: Shown): string[] {
  if ('type' in one) return viewProblems(one).map(({ pointer, message }) => `${pointer} ${message}`);
  const size = blocksText(one.blocks);
  return [
    ...messageProblems(one.blocks).map(({ pointer, message }) => `${pointer} ${message}`),
    ...(size > messageLimits.allText ? [`${size} characters in blocks`] : []),
    ...(Array.from(one.text).length > messageLimits.text ? [`${one.text.length} characters of text`] : []),
    ...(one.text === '' ? ['no text'] : []),
  ];
}
