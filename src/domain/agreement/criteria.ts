// The criteria of a qualified lead, as people write them: one a line, each must or nice, of one of four groups.
import { type Answer, type Rule, type RuleFacts, answerOf, readRule, ruleText } from './rule.ts';

export const groups = ['fit', 'person', 'intent', 'data'] as const;
export type Group = (typeof groups)[number];

export interface Criterion {
  /** Stays the same while its words do: verdicts name it. */
  readonly id: string;
  readonly level: 'must' | 'nice';
  readonly group: Group;
  readonly words: string;
  /** Where the data can tell. */
  readonly rule: Rule | null;
}

/** A modal's select holds no more options, and a card no more words. */
export const mostCriteria = 20;
const mostLetters = 120;
/** With its rule. */
const mostLineLetters = 400;

const line = /^(must|nice)\s+(fit|person|intent|data)\s*:\s*(.+?)\s*(?:\[([^\]]*)\])?$/i;

/**
 * Reads `must fit: 50 employees or more [employees >= 50]`, one a line. Criteria whose words stay keep their id from `before`.
 * `problem` is a sentence about the first line that is wrong.
 */
export function readCriteria(
  text: string,
  before: readonly Criterion[],
  newId: () => string,
): { criteria: readonly Criterion[] } | { problem: string } {
  const lines = text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (lines.length === 0) return { problem: 'Write at least one criterion, such as: must fit: 50 employees or more [employees >= 50]' };
  if (lines.length > mostCriteria)
    return { problem: `${lines.length} criteria are more than anybody keeps in mind; write at most ${mostCriteria}.` };
  const criteria: Criterion[] = [];
  for (const [index, one] of lines.entries()) {
    const read = readLine(one, index + 1);
    if ('problem' in read) return read;
    if (criteria.some(({ words }) => same(words, read.words)))
      return { problem: `Line ${index + 1} says the same as a line before: ${read.words}` };
    criteria.push({ ...read, id: before.find(({ words }) => same(words, read.words))?.id ?? newId() });
  }
  return { criteria };
}

function readLine(text: string, number: number): Omit<Criterion, 'id'> | { problem: string } {
  const [, level, group, words, bracket] = line.exec(text) ?? [];
  if (!level || !group || !words || !/[\p{L}\p{N}]/u.test(words)) {
    return {
      problem: `Line ${number} does not begin with must or nice and a group (fit, person, intent, data), such as: must intent: asked for a demo`,
    };
  }
  if (words.length > mostLetters) return { problem: `Line ${number} is longer than ${mostLetters} letters.` };
  const read = bracket === undefined ? { rule: null } : readRule(bracket);
  if ('problem' in read) return { problem: `Line ${number}: ${read.problem}` };
  const criterion = { level: level.toLowerCase() === 'must' ? 'must' : 'nice', group: groupOf(group), words, rule: read.rule } as const;
  if (criterionText(criterion).length > mostLineLetters)
    return { problem: `Line ${number} is longer than ${mostLineLetters} letters with its rule.` };
  return criterion;
}

function groupOf(text: string): Group {
  return groups.find((group) => group === text.toLowerCase()) ?? 'fit';
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** As it is read: one a line. */
export function criteriaText(criteria: readonly Criterion[]): string {
  return criteria.map(criterionText).join('\n');
}

export function criterionText({ level, group, words, rule }: Omit<Criterion, 'id'>): string {
  return `${level} ${group}: ${words}${rule ? ` ${ruleText(rule)}` : ''}`;
}

export interface Checked {
  readonly criterion: Criterion;
  readonly answer: Answer;
}

/** Each criterion as met, not met or unknown; without a rule nobody but a person can tell. */
export function check(criteria: readonly Criterion[], facts: RuleFacts): readonly Checked[] {
  return criteria.map((criterion) => ({ criterion, answer: criterion.rule ? answerOf(criterion.rule, facts) : 'unknown' }));
}
