// The words of the glossary: which there should be, and how a word is written so that it is found again.

/** What sales and marketing mean by these differs most often. */
export const usualTerms: readonly string[] = ['lead', 'contact', 'qualified lead', 'opportunity', 'account types', 'stages'];

export const mostTermLetters = 60;

/** As typed, in one line; `null` when there is nothing to read, or more than a term has. */
export function readTerm(text: string): string | null {
  const term = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return term === '' || term.length > mostTermLetters ? null : term;
}

/** The same for every spelling of a term: its name in the book. */
export function termKey(term: string): string {
  return term.normalize('NFKC').toLowerCase();
}
