// A few sentences of our own to people who should know something.
import type { Message } from '../../message.ts';
import { type Rendered, line, richText } from './elements.ts';
import { sentencePhrase, sentencesGist } from './phrase.ts';

/** More would not fit one message; each is at most 2,000 characters. */
const sentencesShown = 4;

/** Each sentence on its own line; `<@U…>`, `<!subteam^S…>` and `<#C…>` in it mention, all else is plain words. */
export function renderAlert({ sentences }: Extract<Message, { kind: 'alert' }>): Rendered {
  const phrases = sentences.slice(0, sentencesShown).map(sentencePhrase);
  return { text: sentencesGist(phrases), blocks: richText(phrases.map((phrase) => line(...phrase))) };
}
