// The definition's part of a report in words: counts, and of a share only what so many can carry.
import type { Clause, DefinitionReport } from './clauses.ts';
import { enoughForRange, number, outOf, several } from './wording.ts';

/** `explains 6 of 14 rejections; 2 qualified leads did not meet it`; the words of the criterion stand before it. */
export function clauseCounts(clause: Clause, { unqualified }: DefinitionReport): string {
  const { failed, unmetQualified } = clause;
  const explained = failed === 0 ? '' : `explains ${outOf(failed, unqualified)} ${unqualified === 1 ? 'rejection' : 'rejections'}`;
  const unmet = unmetQualified === 0 ? '' : `${several(unmetQualified, 'qualified lead')} ${unmetWords(clause)}`;
  return [explained, unmet].filter(Boolean).join('; ');
}

/** Neutral words: the lead did not meet a must; what is nice to have can be done without. */
export function unmetWords({ level }: Clause): string {
  return level === 'must' ? 'did not meet it' : 'did without it';
}

/** Those that say something. */
export function tellingClauses({ clauses }: DefinitionReport): readonly Clause[] {
  return clauses.filter(({ failed, unmetQualified }) => failed > 0 || unmetQualified > 0);
}

/** What stands for the criteria after the first `shown`: `and 2 more`; `null` where there are none. */
export function clausesMore(definition: DefinitionReport, shown: number): string | null {
  const left = tellingClauses(definition).length - shown;
  return left > 0 ? `and ${number(left)} more` : null;
}

/** How far the counts reach. */
export function definitionUnknowns({ version, qualified, unqualified, unnamed, earlier }: DefinitionReport): readonly string[] {
  const judged = qualified + unqualified;
  return [
    judged === 0 ? `No verdict under version ${version} yet.` : '',
    unqualified > 0 && unqualified < enoughForRange ? 'Too few rejections to say which criterion matters.' : '',
    unnamed === 0 ? '' : `Without a criterion: ${outOf(unnamed, unqualified)} ${unqualified === 1 ? 'rejection' : 'rejections'}.`,
    earlier === 0
      ? ''
      : `${several(earlier, 'verdict')} ${earlier === 1 ? 'was' : 'were'} given under an earlier version, or before there was one.`,
  ].filter((sentence) => sentence !== '');
}
