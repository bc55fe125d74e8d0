// The one sentence under a weak week: which side differs, and no more than the rows carry.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Split, SplitChange, SplitMeasure } from '../../../src/domain/report/split.ts';
import { splitBase, splitSentence, splitWords } from '../../../src/domain/report/split-words.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';

const sides = {
  withinTarget: 'followUp',
  reach: 'followUp',
  attempted: 'followUp',
  coverage: 'followUp',
  data: 'leads',
  fit: 'leads',
  intent: 'leads',
} as const satisfies Record<SplitMeasure, string>;
const measures = Object.keys(sides) as SplitMeasure[];

/** Everything without a change but these. */
function split(changes: Partial<Record<SplitMeasure | 'rest', SplitChange>>, weeks = 8): Split {
  const rows = measures.map((measure) => ({
    measure,
    side: sides[measure],
    now: shareOf(12, 40),
    usual: shareOf(250, 320),
    change: changes[measure] ?? changes.rest ?? 'none',
  }));
  return { weeks, rows, isWeak: true };
}

describe('the sentence', () => {
  it.each<[Parameters<typeof split>[0], string]>([
    [{ fit: 'less' }, 'The follow-up was as usual; fewer leads fitted.'],
    [{ withinTarget: 'less' }, 'The leads were as usual; the first touch came later.'],
    [
      { data: 'less', fit: 'less', intent: 'less' },
      'The follow-up was as usual; fewer had usable contact data, fewer leads fitted and fewer were ready to buy.',
    ],
    [{ reach: 'less', attempted: 'less' }, 'The leads were as usual; fewer were reached and fewer attempts were logged.'],
    [{ coverage: 'less', fit: 'less' }, 'Both changed; look at both.'],
    [{ coverage: 'less', fit: 'more' }, 'The leads were no worse than usual; fewer were judged when due.'],
    [{ fit: 'less', withinTarget: 'more' }, 'The follow-up was no worse than usual; fewer leads fitted.'],
    [{ coverage: 'less', fit: 'differs' }, 'Too few to say about the leads; fewer were judged when due.'],
    [
      { coverage: 'less', data: 'too few', fit: 'too few', intent: 'too few' },
      'Too few to say about the leads; fewer were judged when due.',
    ],
    [{ fit: 'less', attempted: 'unlogged' }, 'The follow-up was as usual; fewer leads fitted.'],
    [{}, 'Nothing changed clearly beside the total.'],
    [{ rest: 'too few' }, 'Too few to say which side changed.'],
    [{ rest: 'unlogged' }, 'Too few to say which side changed.'],
  ])('of %j', (changes, sentence) => {
    expect(splitSentence(split(changes))).toBe(sentence);
  });

  it('names one side at most as what changed, and blames nobody', () => {
    const change = fc.constantFrom<SplitChange>('more', 'less', 'none', 'differs', 'too few', 'unlogged');
    const changes = fc.record(Object.fromEntries(measures.map((measure) => [measure, change])) as Record<SplitMeasure, typeof change>);
    fc.assert(
      fc.property(changes, (some) => {
        const sentence = splitSentence(split(some));
        const fell = (side: string): boolean => measures.some((measure) => sides[measure] === side && some[measure] === 'less');
        expect(sentence === 'Both changed; look at both.').toBe(fell('followUp') && fell('leads'));
        expect(/; .*(touch|reached|attempts|judged)/.test(sentence)).toBe(fell('followUp') && !fell('leads'));
        expect(/; .*(contact data|fitted|ready)/.test(sentence)).toBe(fell('leads') && !fell('followUp'));
        expect(sentence).not.toMatch(/should|must|fault|fix|bad|poor|undefined/i);
        expect(sentence.endsWith('.')).toBe(true);
      }),
    );
  });
});

describe('the rows', () => {
  it('have their counts, without what nobody logged and what there is none of', () => {
    const some = split({ withinTarget: 'less', attempted: 'unlogged', coverage: 'differs' });
    expect(splitWords(some, 'followUp')).toEqual([
      { label: 'First touch in time', counts: '12 of 40, before 250 of 320: clearly less often' },
      { label: 'Reached', counts: '12 of 40, before 250 of 320: no clear change' },
      { label: 'Judged when due', counts: '12 of 40, before 250 of 320: different, on few' },
    ]);
    const empty = { ...some, rows: some.rows.map((row) => ({ ...row, now: shareOf(0, 0), usual: shareOf(0, 0) })) };
    expect(splitWords(empty, 'leads')).toEqual([]);
  });

  it('say what they stand beside', () => {
    expect(splitBase(split({}, 1))).toBe('the week before, as it stood at the same age');
    expect(splitBase(split({}, 8))).toBe('the last 8 weeks, each as it stood at the same age');
  });
});
