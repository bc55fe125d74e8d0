// Every emoji that the bot names is one that the page can show: read from the bot's source and from what it renders.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plainEmoji } from '../../../src/sandbox/page/emoji.ts';

/** Where names stand in the source: a call, a field, a table of signs. */
const NAMED = [/\bemoji\(([^()]*)\)/g, /\bemoji: ('[^']*')/g, /\bconst \w*[sS]igns\b[^=]*= ([^;]*?)(?: as const|;)/g] as const;
/** In a text. What joins two ids, as in the key of a message, is none: `${one}:word:${other}`. */
const SHORTCODE = /(?<![\w:])(?!(?<=\}):[\w+-]+:\$\{)(:[a-z][a-z0-9_+-]+:)(?![\w:])/g;
const LITERAL = /'([a-z0-9_+-]+)'/g;

function textsIn(folder: string, extension: string): string[] {
  const root = fileURLToPath(new URL(`../../../${folder}/`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(`${root}${name}`, 'utf8'));
}

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, inside = '']) => inside);
}

/** Names in a piece of source, without colons. Words with a capital or a space are no names. */
function namesIn(source: string): string[] {
  return NAMED.flatMap((pattern) => found(source, pattern)).flatMap((inside) => found(inside, LITERAL));
}

const isShown = (name: string): boolean => plainEmoji(`:${name}:`) !== `:${name}:`;

describe('emoji', () => {
  const sources = ['src/slack', 'src/domain', 'src/flows'].flatMap((folder) => textsIn(folder, '.ts'));

  it('shows every name in the source of the bot', () => {
    const names = [...new Set(sources.flatMap(namesIn))];
    // One of each kind: a call, a field, a table.
    expect(names).toEqual(expect.arrayContaining(['seedling', 'large_green_circle', 'hourglass_flowing_sand']));
    expect(names.filter((name) => !isShown(name))).toEqual([]);
  });

  it('shows every shortcode in a text of the bot', () => {
    expect(found('`change:${id}:result:${person}`, `:tada: ${name}`, `${sign}:memo: by ${who}`', SHORTCODE)).toEqual([':tada:', ':memo:']);
    const codes = sources.flatMap((source) => found(source, SHORTCODE));
    expect(codes.filter((code) => plainEmoji(code) === code)).toEqual([]);
  });

  it('shows every emoji in the messages that the bot is known to write', () => {
    const names = textsIn('test/golden/blocks', '.json').flatMap((json) => found(json, /"type":\s*"emoji",\s*"name":\s*"([^"]+)"/g));
    expect(names.length).toBeGreaterThan(10);
    expect([...new Set(names)].filter((name) => !isShown(name))).toEqual([]);
  });

  it('leaves what it does not know as it was written', () => {
    expect(plainEmoji('at 10:30:15, :no_such_sign: and :memo:')).toBe('at 10:30:15, :no_such_sign: and 📝');
  });
});
