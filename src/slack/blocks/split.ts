// What was different in a week, follow-up and leads apart: in the digest where the week was weak, in its details always.
import type { KnownBlock } from '@slack/types';
import type { DigestFacts } from '../../domain/report/digest.ts';
import { attemptsSentence, sideTitles, splitSides } from '../../domain/report/effort-words.ts';
import { type Split, type SplitSide, splitOf } from '../../domain/report/split.ts';
import { splitBase, splitSentence, splitWords } from '../../domain/report/split-words.ts';
import { bullets, together } from './digest-parts.ts';
import { line } from './elements.ts';
import { bold, say } from './phrase.ts';

/** Only of a weak week, and then with the sentence that says which side differs. */
export function weakWeekBlocks(facts: DigestFacts): KnownBlock[] {
  const split = splitOf(facts);
  if (!split?.isWeak) return [];
  return rowBlocks('What was different', split, facts, splitSentence(split));
}

/** The same rows of any week; where there are no weeks to compare with, only what is known of attempts. */
export function splitBlocks(facts: DigestFacts): KnownBlock[] {
  const split = splitOf(facts);
  if (split) return rowBlocks('Follow-up and leads', split, facts, '');
  const tried = line(say(attemptsSentence(facts.week.effort)));
  return together(...(tried ? [tried] : []));
}

function rowBlocks(title: string, split: Split, { week }: DigestFacts, sentence: string): KnownBlock[] {
  const below = { followUp: attemptsSentence(week.effort), leads: '' } as const satisfies Record<SplitSide, string>;
  const sides = splitSides.flatMap((side) => {
    const rows = splitWords(split, side).map(({ label, counts }) => [bold(label), say(` ${counts}`)]);
    return [rows.length === 0 ? null : line(bold(sideTitles[side])), ...bullets(rows), line(say(below[side]))];
  });
  const parts = [line(bold(title), say(`  beside ${splitBase(split)}`)), ...sides, line(say(sentence))];
  return together(...parts.filter((part) => part !== null));
}
