// Criteria as people write them: read, written again, named by ids that stay, checked against a lead.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Criterion, check, criteriaText, groups, mostCriteria, readCriteria } from '../../../src/domain/agreement/criteria.ts';
import { definitionLines, differenceOf } from '../../../src/domain/agreement/definition.ts';

function counting(prefix = 'c'): () => string {
  let count = 0;
  return () => `${prefix}${(count += 1)}`;
}

function criteria(text: string, before: readonly Criterion[] = [], newId = counting()): readonly Criterion[] {
  const read = readCriteria(text, before, newId);
  if ('problem' in read) throw new Error(read.problem);
  return read.criteria;
}

function problem(text: string): string {
  const read = readCriteria(text, [], counting());
  return 'problem' in read ? read.problem : '';
}

const words = fc.stringMatching(/^[\w<>!@*&äß,.()-]{1,20}( [\w:[\]-]{1,10}){0,5}$/);
const oneLine = fc
  .tuple(
    fc.constantFrom('must', 'nice', 'MUST'),
    fc.constantFrom(...groups),
    words,
    fc.constantFrom('', '[employees >= 50]', '[country in DE, AT]', '[email given]'),
  )
  .map(([level, group, text, rule]) => `${level} ${group}: ${text} ${rule}`);

describe('the notation', () => {
  it('reads what it writes, as the same', () => {
    fc.assert(
      fc.property(fc.array(oneLine, { minLength: 1, maxLength: mostCriteria }), (lines) => {
        const read = readCriteria(lines.join('\n'), [], counting());
        if ('problem' in read) return;
        const again = criteria(criteriaText(read.criteria), read.criteria, counting('new'));
        expect(again).toEqual(read.criteria);
      }),
    );
  });

  it('never throws, whatever is written, and says which line is wrong', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        const read = readCriteria(text, [], counting());
        if ('problem' in read) expect(read.problem).toMatch(/^(Line \d+|Write at least one|\d+ criteria)/);
      }),
    );
  });

  it('takes any case, spaces and empty lines', () => {
    expect(criteria('\n  MUST Fit :  50 or more   [employees >= 50]\n\nnice intent:a demo\n')).toEqual([
      { id: 'c1', level: 'must', group: 'fit', words: '50 or more', rule: { field: 'employees', is: 'at least', value: 50 } },
      { id: 'c2', level: 'nice', group: 'intent', words: 'a demo', rule: null },
    ]);
  });

  it('keeps the id of a criterion while its words stay, whatever else of it changes', () => {
    const before = criteria('must fit: big enough [employees >= 50]\nmust data: mail');
    expect(criteria('nice fit: Big enough [employees >= 20]\nmust data: e-mail', before, counting('new')).map(({ id }) => id)).toEqual([
      'c1',
      'new1',
    ]);
  });

  it.each([
    ['', /^Write at least one criterion/],
    ['fit: big', /^Line 1 does not begin with must or nice/],
    ['must fit: a\nmust size: b', /^Line 2 does not begin with must or nice/],
    ['must fit:', /^Line 1 does not begin/],
    ['must fit: a\nnice data: A', /^Line 2 says the same as a line before: A$/],
    ['must fit: x [size > 4]', /^Line 1: “\[size > 4\]” is not a rule/],
    [`must fit: ${'x'.repeat(121)}`, /^Line 1 is longer than 120 letters\.$/],
    [
      `must fit: x [country in ${Array.from({ length: 30 }, () => 'x'.repeat(20)).join()}]`,
      /^Line 1 is longer than 400 letters with its rule\.$/,
    ],
    [Array.from({ length: 21 }, (_, index) => `must fit: ${index}`).join('\n'), /^21 criteria are more than/],
  ])('%j is refused', (text, expected) => {
    expect(problem(text)).toMatch(expected);
  });
});

describe('a lead against the criteria', () => {
  it('is met, not met or unknown; without a rule only a person can tell', () => {
    const found = check(
      criteria('must fit: big [employees >= 50]\nmust data: mail [email given]\nnice intent: demo\nnice fit: near [country in DE]'),
      {
        employees: 12,
        email: 'a@b.test',
      },
    );
    expect(found.map(({ criterion, answer }) => `${criterion.words} ${answer}`)).toEqual([
      'big not met',
      'mail met',
      'demo unknown',
      'near unknown',
    ]);
  });
});

describe('the difference of two definitions', () => {
  const one = { criteria: criteria('must fit: big [employees >= 50]\nmust data: mail'), yes: ['a mill'], no: [], reviewOn: '2027-01-01' };

  it('names every line that comes or goes, and the review date', () => {
    const two = {
      ...one,
      criteria: criteria('must fit: big [employees >= 20]\nmust data: mail'),
      yes: [],
      no: ['a mill'],
      reviewOn: '2027-02-01',
    };
    expect(differenceOf(definitionLines(one), definitionLines(two))).toEqual({
      added: ['must fit: big [employees >= 20]', 'example of no: a mill', 'review on 2027-02-01'],
      removed: ['must fit: big [employees >= 50]', 'example of yes: a mill', 'review on 2027-01-01'],
    });
    expect(differenceOf(definitionLines(one), definitionLines(one))).toEqual({ added: [], removed: [] });
  });

  it('applied to the old lines gives the new ones', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), (before, after) => {
        const { added, removed } = differenceOf(before, after);
        const kept = before.filter((line) => !removed.includes(line));
        expect([...kept, ...added].toSorted()).toEqual(after.toSorted());
      }),
    );
  });
});
