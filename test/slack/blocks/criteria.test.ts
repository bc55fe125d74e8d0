// The definition on cards and in forms: what the rep sees of it, what comes back, and that its words stay words.
import type { AnyBlock, InputBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Version } from '../../../src/domain/agreement/agreement.ts';
import type { Definition } from '../../../src/domain/agreement/definition.ts';
import type { MoveName } from '../../../src/domain/moves.ts';
import { moveForm, readAnswers } from '../../../src/slack/blocks/form.ts';
import { decodeCriterion, encodeCriterion } from '../../../src/slack/values.ts';
import { criteriaOf, v1, v2, versionOf } from '../../domain/definitions.ts';
import { wordsIn } from '../../world/reading.ts';
import * as rendered from './rendered.ts';
import { type Step, ada, claimed, leadAfter, opened, posted, qualified, resubmitted, returned, timezone, unqualified } from './story.ts';

function card(definition: Version<Definition> | null, steps: readonly Step[] = opened, profile = ada, handoffId = 'h_01'): string {
  return wordsIn(rendered.card(leadAfter(steps, profile), handoffId, { definition }));
}

const isInput = (block: AnyBlock): block is InputBlock => block.type === 'input';
function inputs(move: MoveName, definition: Version<Definition> | null, steps: readonly Step[] = opened): InputBlock[] {
  return moveForm({ move, record: leadAfter(steps), handoffId: 'h_01', timezone, today: '2026-11-23', definition }).blocks.filter(isInput);
}

describe('an open card', () => {
  it.each<[string, Version<Definition>, object, string]>([
    [
      'some of each, musts first',
      v1,
      { employees: 12 },
      'Definition v1: 1 met · 2 not met: 50 employees or more; in a country we serve (nice to have) · 1 unknown',
    ],
    [
      'what is not given is unknown',
      v2,
      { employees: null, title: null },
      'Definition v2: 1 met · 2 unknown\nTo find out: 50 employees or more; decides or prepares it',
    ],
    ['all met', versionOf(3, v1.content.criteria.slice(0, 1)), {}, 'Definition v3: 1 met'],
  ])('shows the definition: %s', (_name, definition, more, lines) => {
    expect(card(definition, opened, { ...ada, ...more })).toContain(lines);
    expect(card(definition, [...opened, claimed], { ...ada, ...more })).toContain(lines);
  });

  it('shows three of many, and how many more there are', () => {
    const many = versionOf(4, criteriaOf(Array.from({ length: 20 }, (_, index) => `nice intent: sign number ${index}`)));
    expect(card(many)).toContain(
      'Definition v4: 20 unknown\nTo find out: sign number 0 (nice to have); sign number 1 (nice to have); sign number 2 (nice to have) and 17 more',
    );
  });

  it('says nothing of it before there is one, on an older card and with marketing', () => {
    expect(card(null)).not.toContain('Definition');
    expect(card(v1, [...opened, claimed, returned])).not.toContain('Definition');
    const twice = [...opened, claimed, returned, resubmitted, posted];
    expect(card(v1, twice)).not.toContain('Definition');
    expect(card(v1, twice, ada, 'h_02')).toContain('Definition v1');
  });
});

describe('a card with a verdict', () => {
  const failed = { ...unqualified, definition: 1, failed: 'c1' } as const;
  it('says what failed, by the version of the verdict', () => {
    expect(card(v1, [...opened, claimed, failed])).toMatch(
      /Unqualified\* by <@U0KIM>: not now.*\nFailed: 50 employees or more \(definition v1\)$/,
    );
    expect(card(v2, [...opened, claimed, failed])).not.toContain('Failed');
    expect(card(null, [...opened, claimed, failed])).not.toContain('Failed');
  });

  it.each<[string, Step]>([
    ['nothing was chosen', { ...unqualified, definition: 1, unmet: ['c1'] }],
    ['it was given before there was a definition', unqualified],
    ['it is qualified', { ...qualified, definition: 1, unmet: ['c1'] }],
    ['the criterion is none of the version', { ...unqualified, definition: 1, failed: 'c99' }],
  ])('says nothing where %s', (_name, step) => {
    expect(card(v1, [...opened, claimed, step])).not.toMatch(/Failed|Definition|employees/);
  });
});

describe('forms', () => {
  it.each<[MoveName, readonly string[], readonly Step[]]>([
    ['qualified', ['Reason', 'Note', 'Question they asked'], opened],
    ['unqualified', ['Reason', 'Failed criterion', 'Note', 'Not before', 'Send to', 'Question they asked'], opened],
    ['return', ['Reason', 'Note', 'Not before'], opened],
    ['change_verdict', ['Verdict', 'Reason', 'Note', 'Not before'], [...opened, claimed, unqualified]],
  ])('%s asks in the contract’s words once there is a definition', (move, labels, steps) => {
    const asked = inputs(move, v1, steps);
    expect(asked.map(({ label }) => label.text)).toEqual(labels);
    const more = asked.filter(({ label }) => label.text === 'Failed criterion' || label.text === 'Question they asked');
    expect(more.every(({ optional }) => optional === true)).toBe(true);
  });

  it('offers the criteria in the order of the definition, long ones cut with what is missing', () => {
    const long = `${'looms '.repeat(19)}end`;
    const [element] = inputs('unqualified', versionOf(7, criteriaOf(['must fit: first', `nice data: ${long}`]))).flatMap((input) =>
      input.element.type === 'static_select' && input.block_id === 'failedCriterion' ? [input.element] : [],
    );
    expect(element?.options?.map(({ text, value }) => [text.text, value])).toEqual([
      ['first', 'c1:7:c1'],
      [expect.stringMatching(/^looms .*… \(\d+ more\)$/), 'c1:7:c2'],
    ]);
    expect(element?.options?.every(({ text }) => Array.from(text.text).length <= 75)).toBe(true);
  });

  it('asks no criterion where there is none that can be chosen: Slack would refuse the whole form', () => {
    const odd = versionOf(1, [{ id: 'not an id of ours', level: 'must', group: 'fit', words: 'x', rule: null }]);
    for (const definition of [versionOf(1, []), odd]) {
      expect(inputs('unqualified', definition).map(({ block_id: id }) => id)).toEqual([
        'reason',
        'note',
        'notBefore',
        'sendTo',
        'question',
      ]);
    }
  });

  it('read back what was chosen and asked', () => {
    const chosen = (value: string) => readAnswers({ failedCriterion: { answer: { selected_option: { value } } } });
    expect(chosen('c1:7:c2')).toEqual({ failedCriterion: { version: 7, id: 'c2' } });
    for (const forged of ['', 'c2', 'c1:0:c2', 'c1:7:', 'c1:7:a b', 'c1:x:c2', 'c1:7:c2\n', `c1:7:${'x'.repeat(57)}`, 'v1:7:c2']) {
      expect(chosen(forged), forged).toEqual({});
    }
    expect(readAnswers({ question: { answer: { value: ' Why? ' } } })).toEqual({ question: ' Why? ' });
    expect(readAnswers({ question: { answer: { value: ' \n' } } })).toEqual({});
  });

  it('anything forged is nothing, or something that we could have written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `c1:${text}`),
        ),
        (value) => {
          const chosen = decodeCriterion(value);
          if (chosen) expect(encodeCriterion(chosen)).toBe(value);
        },
      ),
    );
  });
});

describe('a thread line', () => {
  const line = (text: object) => rendered.line(...opened, claimed, { ...unqualified, text });

  it('quotes the question after the note, without a ping or a link in the notification', () => {
    const shown = line({ note: 'Too small.', question: 'Do you sell <!channel> *single* looms? Write to ada@engine.test' });
    expect(wordsIn(shown)).toMatch(/\nToo small\.\nThey asked:\nDo you sell <!channel> \*single\* looms\?/);
    expect(shown.text).toMatch(/“Too small\.” They asked: “Do you sell &lt;!channel&gt; ∗single∗ looms\? Write to \(e-mail address\)”$/);
  });

  it('says nothing where no word shows', () => {
    expect(wordsIn(line({ question: '\u200b \u2066' }))).not.toContain('asked');
  });
});
