// What reminds people: the private nudge and what becomes of it, the list of what waits, what is told after a long silence.
import { describe, expect, it } from 'vitest';
import { moveOf } from '../../../src/domain/moves.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { allText, nudge, permalink } from './rendered.ts';
import {
  type Step,
  claimed,
  leadAfter,
  nurtured,
  opened,
  posted,
  qualified,
  received,
  resubmitted,
  returned,
  stalledOnes,
  timezone,
  unqualified,
} from './story.ts';
import { walk } from './walk.ts';

const reminded: Step = { type: 'reminded', about: 'verdict', to: 'U0KIM', by: 'system' };
const asked: readonly Step[] = [...opened, claimed, reminded];

describe('a nudge', () => {
  it('says which lead, why they came, since when one has it, and takes the verdict', () => {
    const shown = nudge(asked);
    expect(allText(shown)).toContain('Ada Lovelace · Engine Ltd');
    expect(allText(shown)).toContain('Wants a demo');
    expect(allText(shown)).toContain('With you since ');
    expect(allText(shown)).toContain([moveOf('qualified').label, moveOf('unqualified').label, 'Open the card'].join('|'));
    expect(walk(shown).actionIds).toEqual(['qualified', 'unqualified', 'open_card']);
    expect(walk(shown).values).toEqual(['v1:h_01', 'v1:h_01']);
    expect(walk(shown).urls).toEqual([permalink]);
    expect(shown.text).toBe('No verdict yet: Ada Lovelace · Engine Ltd. Wants a demo, from google-ads.');
  });

  it('has no link to the card where Slack tells none, or tells something else', () => {
    for (const link of [null, 'javascript:alert(1)']) {
      expect(walk(nudge(asked, link)).urls).toEqual([]);
      expect(walk(nudge([...asked, qualified], link)).urls).toEqual([]);
    }
  });

  it.each<[string, readonly Step[], string]>([
    ['judged', [qualified], 'Qualified by <@U0KIM>: clear need'],
    ['judged by another', [{ ...unqualified, by: 'U0SAM' }], 'Unqualified by <@U0SAM>: not now, not before 1 Feb 2027'],
    ['won since', [qualified, { type: 'outcome', outcome: 'won', by: 'api' }], 'Qualified by <@U0KIM>: clear need'],
    ['returned', [returned], 'Returned to marketing by <@U0KIM>: no budget'],
    ['stalled', stalledOnes, 'Stalled: no word from sales'],
    ['warmed up', [returned, nurtured], 'Returned to marketing by <@U0KIM>: no budget'],
    ['taken back from marketing', [returned, qualified], 'Qualified by <@U0KIM>: clear need'],
    [
      'returned after a verdict was reopened',
      [qualified, { type: 'reopened', by: 'U0SAM' }, returned],
      'Returned to marketing by <@U0KIM>: no budget',
    ],
    ['released', [{ type: 'released', by: 'U0KIM' }], 'No longer with you'],
    ['reopened', [qualified, { type: 'reopened', by: 'U0SAM' }], 'No longer with you'],
    ['assigned to another', [{ type: 'claimed', owner: 'U0SAM', by: 'U0MGR1' }], 'No longer with you'],
    ['sent back to sales', [returned, resubmitted], 'Returned to marketing by <@U0KIM>: no budget'],
  ])('of a lead that was %s is one line without buttons', (_, steps, words) => {
    const shown = nudge([...asked, ...steps]);
    expect(shown.text).toBe(`Ada Lovelace · Engine Ltd: ${words}`);
    expect(walk(shown).actionIds).toEqual([]);
    expect(shown.blocks).toHaveLength(1);
  });

  it('asks again when the same person has it again', () => {
    expect(walk(nudge([...asked, { type: 'released', by: 'U0KIM' }, claimed])).actionIds).toContain('qualified');
  });

  it('of a lead that was assigned counts from then', () => {
    const steps: readonly Step[] = [...opened, { ...claimed, by: 'U0SAM' }, { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1' }, reminded];
    expect(JSON.stringify(nudge(steps).blocks)).toContain('23 Nov 2026 10:20');
  });
});

describe('the list of what waits', () => {
  const record = leadAfter(opened);
  const list = (count: number, more = 0) =>
    renderMessage({ kind: 'waiting', leads: Array.from({ length: count }, () => ({ record, link: permalink, since: 0 })), more, timezone });

  it('names each lead with a link, and how many more there are', () => {
    expect(list(1).text).toBe('1 lead waits for anyone in sales: Ada Lovelace · Engine Ltd');
    const shown = list(3, 4);
    expect(shown.text).toBe('7 leads wait for anyone in sales: Ada Lovelace · Engine Ltd and others');
    expect(walk(shown).urls).toHaveLength(3);
    expect(allText(shown)).toContain('4 more in this channel');
    expect(walk(list(30)).urls).toHaveLength(20);
    expect(allText(list(30))).toContain('10 more in this channel');
  });

  it('says when nothing waits any more, also where the only one was erased', () => {
    expect(list(0)).toMatchObject({ text: 'No lead is waiting any more.' });
    const erased = leadAfter([...opened, { type: 'erased' }]);
    const shown = renderMessage({ kind: 'waiting', leads: [{ record: erased, link: permalink, since: 0 }], more: 0, timezone });
    expect(shown.text).toBe('No lead is waiting any more.');
    expect(JSON.stringify(shown)).not.toContain('Lovelace');
  });
});

describe('after a long silence', () => {
  it('one message says it calmly, and asks those who can act', () => {
    const shown = renderMessage({ kind: 'catch_up', isMarketing: false, mentions: ['U0KIM', 'S0SALES'] });
    expect(walk(shown.blocks).mentions).toEqual(['U0KIM', 'S0SALES']);
    expect(shown.text).toBe('<@U0KIM> <!subteam^S0SALES> More than 30 leads passed their time at once. Each is listed in this thread.');
  });

  it.each<[string, readonly Step[], readonly string[], string]>([
    ['nobody claimed it', [{ type: 'reminded', about: 'claim', by: 'system' }], [], 'Nobody has claimed this lead yet.'],
    ['no verdict: its owner is asked', [claimed, reminded], ['U0KIM'], '<@U0KIM> This lead has no verdict yet.'],
    ['it stalled', [claimed, ...stalledOnes], ['U0KIM'], 'Stalled: no word from sales. It is with marketing now. <@U0KIM> had it before.'],
    [
      'it is back on its date',
      [unqualified, { ...resubmitted, by: 'system', text: {} }],
      [],
      'Back with sales, as its date has come. A newer card has this lead now.',
    ],
  ])('a line tells of one lead: %s', (_, steps, people, words) => {
    const record = leadAfter([received, posted, ...steps]);
    const eventId = record.events.at(-1)?.id ?? '';
    const shown = renderMessage({ kind: 'catch_up_line', record, eventId, link: permalink, timezone });
    expect(shown.text).toBe(`Ada Lovelace · Engine Ltd: ${words}`);
    expect(walk(shown.blocks).mentions).toEqual(people);
    expect(walk(shown).urls).toEqual([permalink]);
  });
});
