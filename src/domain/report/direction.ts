// Names written from right to left: kept to themselves, so that they do not turn round the numbers beside them.

/** The blocks whose letters run from right to left: Hebrew to Arabic, their presentation forms, the old scripts, Adlam and its like. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function isRightToLeft(text: string): boolean {
  return rightToLeft.test(text);
}

/** The text between Unicode's isolates where it needs them; it must have no direction marks of its own. */
export function isolated(text: string): string {
  return isRightToLeft(text) ? forced(text) : text;
}

/** For columns: isolates round every cell or none, so that all are equally wide. */
export function isolatedAll(texts: readonly string[]): readonly string[] {
  return texts.some(isRightToLeft) ? texts.map(forced) : texts;
}

function forced(text: string): string {
  return `\u2068${text}\u2069`;
}
