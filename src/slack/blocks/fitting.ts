// A message of many parts within what Slack takes over all of them: the longest part is left out whole where they do not fit, and that is said.
import type { KnownBlock } from '@slack/types';
import { messageLimits } from '../limits.ts';
import { context } from './elements.ts';

/** Of a block, those of its strings that are read. */
const read: ReadonlySet<string> = new Set(['text', 'alt_text', 'title', 'label', 'name', 'caption', 'x_label', 'y_label']);
/** The title, and what is said first. */
const firstParts = 2;

/** The blocks in their order, as few as possible left out. */
export function fitting(blocks: readonly KnownBlock[], most: number = messageLimits.allText): KnownBlock[] {
  const sizes = new Map(blocks.map((block) => [block, charactersOf(block)]));
  const left = new Set<KnownBlock>();
  const total = (): number => blocks.reduce((sum, block) => sum + (left.has(block) ? 0 : (sizes.get(block) ?? 0)), 0);
  while (total() > most - (left.size > 0 ? wordsOf(blocks.length).length : 0) && left.size < blocks.length - firstParts) {
    const [longest] = blocks
      .slice(firstParts)
      .filter((block) => !left.has(block))
      .toSorted((one, other) => (sizes.get(other) ?? 0) - (sizes.get(one) ?? 0));
    if (longest) left.add(longest);
  }
  const shown = blocks.filter((block) => !left.has(block));
  return left.size === 0 ? shown : [...shown, context(wordsOf(left.size))];
}

function wordsOf(count: number): string {
  return `${count === 1 ? 'One part is' : `${count} parts are`} left out: too long for one message. leadloop report shows everything.`;
}

function charactersOf(value: unknown, key = ''): number {
  if (typeof value === 'string') return read.has(key) ? Array.from(value).length : 0;
  if (Array.isArray(value)) return value.reduce((sum: number, one: unknown) => sum + charactersOf(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]: [string, unknown]) => sum + charactersOf(inner, name), 0);
}
