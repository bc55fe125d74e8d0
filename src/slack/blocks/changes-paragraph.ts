// *You said, we did* in the digest: the changes of marketing whose result fell due in the week.
import type { KnownBlock } from '@slack/types';
import { changeAgeDays, windowDays } from '../../domain/change.ts';
import { resultLine } from '../../domain/report/change-words.ts';
import type { ChangeResult } from '../../domain/report/digest.ts';
import { number } from '../../domain/report/wording.ts';
import { originWords } from './change.ts';
import { bullets, publicWords, together } from './digest-parts.ts';
import { line } from './elements.ts';
import { type OwnPhrase, bold, say } from './phrase.ts';

/** Each with its caveats is long. */
const changesShown = 3;

const howCompared = `${windowDays} days before and after, each lead ${changeAgeDays} days after it came; what followed, not why`;

/** Nothing where none fell due. */
export function changesParagraph(changes: readonly ChangeResult[] | undefined): KnownBlock[] {
  if (!changes || changes.length === 0) return [];
  const isCompared = changes.some(({ result }) => result.state === 'compared');
  const title = line(bold('You said, we did'), ...(isCompared ? [say(`  ${howCompared}`)] : []));
  if (!title) return [];
  const phrases = changes
    .slice(0, changesShown)
    .map(({ change, result }): OwnPhrase => [
      bold(`${originWords(change.origin)}, “${publicWords(change.what)}”`),
      say(`: ${resultLine(result, change.reason)}`),
    ]);
  const left = changes.length - phrases.length;
  return together(title, ...bullets(left > 0 ? [...phrases, [say(`and ${number(left)} more: /lead change`)]] : phrases));
}
