// *You said, we did* in the digest: the changes of marketing whose result fell due in the week.
import type { KnownBlock } from '@slack/types';
import { resultLine } from '../../domain/report/change-words.ts';
import type { ChangeResult } from '../../domain/report/digest.ts';
import { number } from '../../domain/report/wording.ts';
import { originWords, whatWords } from './change.ts';
import { bullets, together } from './digest-parts.ts';
import { line } from './elements.ts';
import { type OwnPhrase, bold, say } from './phrase.ts';

const changesShown = 4;

/** Nothing where none fell due. */
export function changesParagraph(changes: readonly ChangeResult[] | undefined): KnownBlock[] {
  const title = line(bold('You said, we did'));
  if (!changes || changes.length === 0 || !title) return [];
  const phrases = changes
    .slice(0, changesShown)
    .map(({ change, result }): OwnPhrase => [
      bold(`${originWords(change.origin)}, ${whatWords(change)}`),
      say(`: ${resultLine(result, change.reason)}`),
    ]);
  const left = changes.length - phrases.length;
  return together(title, ...bullets(left > 0 ? [...phrases, [say(`and ${number(left)} more: /lead change`)]] : phrases));
}
