// What stands in the demo's book when it opens: one row a chapter, all lines in the order of their time.
import type { NewLine } from '../../ledger.ts';
import { type AgreementOptions, pastAgreements } from './agreements.ts';
import { pastChanges } from './changes.ts';
import { type AnswerOptions, pastAnswers } from './questions.ts';
import { pastSpend } from './spend.ts';
import { pastTargets } from './targets.ts';
import { pastExpectations } from './views.ts';

type BookOptions = AgreementOptions & AnswerOptions;

/** Each tells its lines from the weeks before, whatever order they are in. Ids are told apart by chapter. */
const chapters: readonly ((options: BookOptions) => readonly NewLine[])[] = [
  pastAgreements,
  pastAnswers,
  pastChanges,
  pastSpend,
  pastTargets,
  pastExpectations,
];

/** Oldest first. */
export function pastBook(options: BookOptions): readonly NewLine[] {
  return chapters.flatMap((chapter) => chapter(options)).toSorted((one, other) => one.at - other.at);
}
