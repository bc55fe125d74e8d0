// What stands in the demo's book when it opens: one row a chapter, all lines in the order of their time.
import type { NewLine } from '../../ledger.ts';
import { type AgreementOptions, pastAgreements } from './agreements.ts';
import { pastSpend } from './spend.ts';

/** Each tells its lines from the weeks before, whatever order they are in. Ids are told apart by chapter. */
const chapters: readonly ((options: AgreementOptions) => readonly NewLine[])[] = [pastAgreements, pastSpend];

/** Oldest first. */
export function pastBook(options: AgreementOptions): readonly NewLine[] {
  return chapters.flatMap((chapter) => chapter(options)).toSorted((one, other) => one.at - other.at);
}
