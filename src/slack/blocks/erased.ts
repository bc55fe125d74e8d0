// What stays of every message about a person who was forgotten.
import { type Rendered, context } from './elements.ts';

export const erasedWords = 'Erased on request.';

export function renderErased(): Rendered {
  return { text: erasedWords, blocks: [context(erasedWords)] };
}
