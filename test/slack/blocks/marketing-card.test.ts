// Marketing's card of a return: who had it, what was said, what can be done, and how it closes.
import { describe, expect, it } from 'vitest';
import { allText, marketingCard } from './rendered.ts';
import { type Step, claimed, nurtured, opened, qualified, received, resubmitted, returned, stalledOnes, unqualified } from './story.ts';
import { walk } from './walk.ts';

describe('a marketing card', () => {
  it('offers what marketing can do while the return is the last word', () => {
    expect(walk(marketingCard([...opened, claimed, returned], 'e4')).actionIds).toEqual(['nurture', 'resubmit', 'archive']);
    expect(walk(marketingCard([...opened, claimed, returned, { type: 'archived', by: 'U0MIA' }], 'e4')).actionIds).toEqual(['resubmit']);
  });

  it.each([
    ['sent back', [...opened, claimed, returned, resubmitted]],
    ['taken back', [...opened, claimed, returned, qualified]],
    ['reopened', [...opened, claimed, returned, { type: 'reopened', by: 'U0SAM' }]],
    ['asked again', [...opened, claimed, returned, received]],
    ['returned a second time', [...opened, claimed, returned, { type: 'reopened', by: 'U0SAM' }, claimed, returned]],
  ] as [string, Step[]][])('of a lead that was %s has no buttons', (_, steps) => {
    expect(walk(marketingCard(steps, 'e4')).actionIds).toEqual([]);
  });

  it('of the second return is open while the first one’s is closed', () => {
    const steps: Step[] = [...opened, claimed, returned, { type: 'reopened', by: 'U0SAM' }, claimed, returned];
    expect(walk(marketingCard(steps, 'e7')).actionIds).toEqual(['nurture', 'resubmit', 'archive']);
  });

  it('says who had a lead that stalled, and how long', () => {
    const ofClaimed = allText(marketingCard([...opened, claimed, ...stalledOnes], 'e5'));
    expect(ofClaimed).toContain('Stalled: no word from sales| · was with | for 2 days · ');
    expect(allText(marketingCard([...opened, ...stalledOnes], 'e4'))).toContain(
      'Stalled: no word from sales| · nobody had it for 2 days · ',
    );
  });

  it('says how long each had it in turn; one after oneself counts as one', () => {
    const steps: Step[] = [
      ...opened,
      { ...claimed, by: 'U0SAM' },
      { type: 'released', by: 'U0SAM', after: 120 },
      claimed,
      { type: 'released', by: 'U0KIM', after: 60 },
      { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1', after: 600 },
      { ...returned, after: 60 },
    ];
    expect(allText(marketingCard(steps, 'e8'))).toContain('was with | for 2 h, | for 2 h · ');
  });

  it('says what they said: the newest note of sales, and every verdict that was given, also one that is no longer in force', () => {
    const note = (words: string, side: 'sales' | 'marketing'): Step => ({ type: 'noted', side, by: 'U0KIM', text: { note: words } });
    const steps: Step[] = [...opened, claimed, note('First', 'sales'), unqualified, qualified, { type: 'reopened', by: 'U0SAM' }];
    const text = allText(marketingCard([...steps, note('Second', 'sales'), note('Third', 'marketing'), returned], `e${steps.length + 3}`));
    expect(text).toContain('Note by |');
    expect(text).toContain('Second');
    expect(text).not.toContain('First');
    expect(text).not.toContain('Third');
    expect(text).toContain('Earlier: |Unqualified| by |: not now, not before 1 Feb 2027 · |: “New budget year starts in February.”');
    expect(text).toContain('Earlier: |Qualified| by |: clear need · |: “Two mills, budget is there.”');
  });

  it('counts the verdicts that do not fit', () => {
    const many = Array.from({ length: 7 }, () => qualified);
    const text = allText(marketingCard([...opened, claimed, ...many, { type: 'reopened', by: 'U0SAM' }, returned], 'e12'));
    expect(text).toContain('Earlier: 3 more, in the threads');
    expect(text.match(/Qualified\|/g)).toHaveLength(4);
  });

  it('of a lead that is warmed up says by whom and how, with what is still possible', () => {
    const shown = marketingCard([...opened, claimed, returned, nurtured], 'e4');
    expect(walk(shown).actionIds).toEqual(['resubmit', 'archive']);
    expect(allText(shown)).toContain('Warmed up by |');
    expect(allText(shown)).toContain('Webinar invitation in December, then a call.');
    expect(shown.text).toContain('Being warmed up. Look again on 12 Jan 2027.');
  });
});
