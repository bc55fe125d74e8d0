// Rules in brackets: what is written is read, what is read is written again, and each answers what people expect.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rule, type RuleFacts, answerOf, readRule, ruleFields, ruleText } from '../../../src/domain/agreement/rule.ts';

function rule(text: string): Rule {
  const read = readRule(text);
  if ('problem' in read) throw new Error(read.problem);
  return read.rule;
}

const field = fc.constantFrom(...ruleFields);
const number = fc.constantFrom('employees' as const, 'score' as const);
const value = fc.stringMatching(/^[\w+.&'äß-]{1,12}( [\w.]{1,5})?$/);
const anyRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    field: number,
    is: fc.constantFrom('at least' as const, 'at most' as const),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  fc.record({
    field,
    is: fc.constantFrom('in' as const, 'not in' as const, 'contains' as const),
    values: fc.array(value, { minLength: 1, maxLength: 30 }),
  }),
  fc.record({ field, is: fc.constant('given' as const) }),
);

describe('the notation', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(anyRule, (one) => {
        const text = ruleText(one);
        const again = rule(text.slice(1, -1));
        expect(ruleText(again)).toBe(text);
        expect(again).toEqual('value' in one && Object.is(one.value, -0) ? { ...one, value: 0 } : one);
      }),
    );
  });

  it.each([
    ['employees >= 50', { field: 'employees', is: 'at least', value: 50 }],
    ['Employees>=50', { field: 'employees', is: 'at least', value: 50 }],
    ['score <= 7.5', { field: 'score', is: 'at most', value: 7.5 }],
    ['country IN DE, AT ,,CH', { field: 'country', is: 'in', values: ['DE', 'AT', 'CH'] }],
    ['country not  in US', { field: 'country', is: 'not in', values: ['US'] }],
    ['title contains head of, director', { field: 'title', is: 'contains', values: ['head of', 'director'] }],
    ['industry in Information technology', { field: 'industry', is: 'in', values: ['Information technology'] }],
    [' email given ', { field: 'email', is: 'given' }],
  ])('%s', (text, expected) => {
    expect(rule(text)).toEqual(expected);
  });

  it.each([
    ['', 'is not a rule'],
    ['size > 5', 'is not a rule'],
    ['employees > 5', 'is not a rule'],
    ['employees', 'is not a rule'],
    ['country india', 'is not a rule'],
    ['domain', 'is not a rule'],
    ['title in-house', 'is not a rule'],
    ['employees >=', 'needs a number after >='],
    ['employees >= many', 'needs a number after >='],
    ['employees >= Infinity', 'needs a number after >='],
    ['country >= 5', 'only employees and score are numbers'],
    ['country in', 'needs 1 to 30 values'],
    ['country in , ,', 'needs 1 to 30 values'],
    [`country in ${Array.from({ length: 31 }, () => 'DE').join()}`, 'needs 1 to 30 values'],
    ['email given twice', 'Nothing may follow “given”'],
    ['constructor given', 'is not a rule'],
  ])('%s is refused in a sentence', (text, words) => {
    const read = readRule(text);
    expect('problem' in read && read.problem).toContain(words);
    expect('problem' in read && read.problem).toMatch(/\.$/);
  });

  it('never throws and never takes half a rule, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = readRule(text);
        if ('rule' in read) expect(rule(ruleText(read.rule).slice(1, -1))).toEqual(read.rule);
        else expect(read.problem.length).toBeLessThan(250);
      }),
    );
  });
});

describe('answers', () => {
  const lead: RuleFacts = { employees: 50, country: 'de', title: 'Head of Looms', email: 'ada@engine.test', phone: '', score: null };
  it.each([
    ['employees >= 50', 'met'],
    ['employees >= 51', 'not met'],
    ['employees <= 50', 'met'],
    ['employees <= 49', 'not met'],
    ['country in DE, AT', 'met'],
    ['country not in DE, AT', 'not met'],
    ['country in AT', 'not met'],
    ['country not in AT', 'met'],
    ['title contains DIRECTOR, head', 'met'],
    ['title contains chief', 'not met'],
    ['title in head', 'not met'],
    ['email given', 'met'],
    // Empty: only a rule that asks for it says no.
    ['phone given', 'not met'],
    ['industry given', 'not met'],
    ['score >= 1', 'unknown'],
    ['industry in Textile', 'unknown'],
    ['industry not in Textile', 'unknown'],
  ])('%s is %s', (text, expected) => {
    expect(answerOf(rule(text), lead)).toBe(expected);
  });

  it('a rule and its opposite never agree on a field that is there', () => {
    fc.assert(
      fc.property(value, fc.array(value, { minLength: 1 }), (country, values) => {
        const answers = (['in', 'not in'] as const).map((is) => answerOf({ field: 'country', is, values }, { country }));
        expect(answers.toSorted()).toEqual(['met', 'not met']);
      }),
    );
  });
});
