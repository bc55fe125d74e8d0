// The two views in the digest: what stands out in the message that everybody reads, a line for each view in its thread.
import type { KnownBlock } from '@slack/types';
import {
  type Flag,
  type ViewsFacts,
  expectationsLine,
  reached,
  scoreLine,
  viewsFlags,
  wonLaterWords,
  wonLine,
} from '../../domain/report/views-words.ts';
import { number } from '../../domain/report/wording.ts';
import { bullets, nameInLine, paragraph, together } from './digest-parts.ts';
import { line } from './elements.ts';
import { type Phrase, bold, say } from './phrase.ts';

/** What somebody should look at, at most `shown`; nothing where nothing stands out. */
export function viewsFlagBlocks(facts: ViewsFacts | undefined, shown: number): KnownBlock[] {
  const flags = facts ? viewsFlags(facts) : [];
  const title = line(bold('Where the two views part'));
  if (!facts || flags.length === 0 || !title) return [];
  const more = flags.length - shown;
  const rows = [...flags.slice(0, shown).map(flagPhrase), ...(more > 0 ? [[say(`and ${number(more)} more: /lead views`)]] : [])];
  return together(title, ...bullets(rows));
}

/** A line for each view that has something to say, for the thread. */
export function viewsLineBlocks(facts: ViewsFacts | undefined): KnownBlock[] {
  if (!facts) return [];
  const { scores } = facts.recent;
  const { verdictOutcome, quarrels } = facts.long;
  const oldest = verdictOutcome && reached(verdictOutcome).at(-1);
  const won = quarrels?.noThatWon.total ?? 0;
  const isScored = scores !== undefined && scores.high.qualifiedRate.n + scores.low.qualifiedRate.n > 0;
  return together(
    ...paragraph('Expected and judged', expectationsLine(facts.recent)),
    ...paragraph('Score and verdict', isScored ? scoreLine(scores) : null),
    ...paragraph('Verdict and outcome', oldest ? `${wonLine(oldest)}.${won === 0 ? '' : ` ${wonLaterWords(won)}`}` : null),
  );
}

/** A name that others gave, before words of ours. */
export function flagPhrase({ name, words }: Flag): Phrase {
  return name === null ? [say(words)] : [bold(nameInLine({ theirs: name })), say(`: ${words}`)];
}
