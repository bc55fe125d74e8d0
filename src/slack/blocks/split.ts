// What was different in a week, follow-up and leads apart: in the digest where the week was weak, in its details always.
import type { KnownBlock } from '@slack/types';
import type { DigestFacts } from '../../domain/report/digest.ts';
import { splitOf } from '../../domain/report/split.ts';
import { attemptsSentence, sideTitles, splitBase, splitSentence, splitSides, splitWords } from '../../domain/report/split-words.ts';
import { bullets, together } from './digest-parts.ts';
import { line } from './elements.ts';
import { bold, say } from './phrase.ts';

/** Only of a weak week, and then with the sentence that says which side differs. */
export function weakWeekBlocks(facts: DigestFacts): KnownBlock[] {
  const split = splitOf(facts);
  if (!split?.isWeak) return [];
  const says = [splitSentence(split), attemptsSentence(facts.week.effort)].filter(Boolean).join(' ');
  return rowBlocks('What was different', facts, says);
}

/** The same rows of any week; where there are no weeks to compare with, only what is known of attempts. */
export function splitBlocks(facts: DigestFacts): KnownBlock[] {
  return rowBlocks('Follow-up and leads', facts, attemptsSentence(facts.week.effort));
}

function rowBlocks(title: string, facts: DigestFacts, says: string): KnownBlock[] {
  const split = splitOf(facts);
  const below = line(say(says));
  if (!split) return together(...(below ? [below] : []));
  const heading = line(bold(title), say(`  beside ${splitBase(split)}`));
  const sides = splitSides.flatMap((side) => {
    const rows = splitWords(split, side).map(({ label, counts }) => [bold(label), say(` ${counts}`)]);
    const sideTitle = line(bold(sideTitles[side]));
    return sideTitle && rows.length > 0 ? [sideTitle, ...bullets(rows)] : [];
  });
  return together(...(heading ? [heading] : []), ...sides, ...(below ? [below] : []));
}
