// What marketing changed, as people read it: private lines, the answer with its form, the paragraph of the digest; people's words stay words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketingChange, Origin } from '../../../src/domain/change.ts';
import type { BeforeAfter, Compared } from '../../../src/domain/report/before-after.ts';
import type { ChangeResult } from '../../../src/domain/report/digest.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';
import { blocksText, messageProblems, viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { changeAnswer } from '../../../src/slack/blocks/change-answer.ts';
import { changeForm, changeFormErrors, readChangeForm } from '../../../src/slack/blocks/change-form.ts';
import { renderDigest } from '../../../src/slack/blocks/digest.ts';
import type { Rendered } from '../../../src/slack/blocks/elements.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { changeBlocks, clickIds, formIds } from '../../../src/slack/ids.ts';
import { decodeChange, encodeChange, encodeOrigin } from '../../../src/slack/values.ts';
import { messageLimits, optionLimits } from '../../../src/slack/limits.ts';
import { manySources, timezone, typicalDigest } from '../../domain/report/weeks.ts';
import { inputsIn } from '../../world/reading.ts';
import { reading } from './reading.ts';
import { anyText, canary } from './strange.ts';
import { walk } from './walk.ts';

const change: MarketingChange = {
  id: 'view:V01',
  at: Date.parse('2026-11-03T15:00:00Z'),
  by: 'U0MIA',
  origin: { axis: 'source', name: 'linkedin-forms' },
  what: 'asks for the job title first',
  day: '2026-11-03',
  reason: 'wrong_person',
  markers: [
    { by: 'U0KIM', leads: 3 },
    { by: 'U0SAM', leads: 1 },
    { by: 'U0LEE', leads: 1 },
  ],
  takenBack: null,
};
const ofCampaign: MarketingChange = { ...change, id: 'view:V02', origin: { axis: 'campaign', name: 'ops-leaders-eu' } };

function compared(before: readonly [number, number], after: readonly [number, number], called: Compared['change']): Compared {
  return { before: shareOf(...before), after: shareOf(...after), change: called, wasMoving: false };
}

const clear: BeforeAfter = {
  state: 'compared',
  reason: compared([14, 24], [4, 25], 'down'),
  qualified: compared([4, 12], [8, 13], 'none'),
  judged: compared([24, 30], [25, 31], 'none'),
  others: 0,
};
const notAlike: BeforeAfter = {
  ...clear,
  reason: { ...clear.reason, change: 'not called' },
  qualified: { ...clear.qualified, change: 'not called' },
  judged: compared([24, 30], [12, 31], 'down'),
  others: 1,
};
const few: BeforeAfter = {
  ...clear,
  reason: compared([3, 3], [0, 2], 'too few'),
  qualified: compared([0, 3], [2, 2], 'too few'),
  judged: compared([3, 3], [2, 2], 'too few'),
};
const tooEarly: BeforeAfter = { state: 'too_early', tellsOn: '2026-12-15' };
const unequal: BeforeAfter = { state: 'unequal' };

const told = (more: Partial<MarketingChange> = {}, today = '2026-11-03', isResultToCome = true): Rendered =>
  renderMessage({ kind: 'change_told', change: { ...change, ...more }, person: 'U0KIM', isResultToCome, today });
const result = (one: BeforeAfter): Rendered => renderMessage({ kind: 'change_result', change, result: one });
const marks = { isDoubtful: false, isReposted: false, isPlain: false };
const digest = (changes: readonly ChangeResult[], facts = typicalDigest()): Rendered =>
  renderDigest({ kind: 'digest', facts: { ...facts, changes }, marks, timezone });
const list = (results: readonly BeforeAfter[]) => results.map((one) => ({ change, result: one, mayTakeBack: true }));

const messages: Readonly<Record<string, Rendered>> = {
  told: told(),
  'told-alone': told({ markers: [{ by: 'U0KIM', leads: 1 }], origin: ofCampaign.origin }),
  'told-ahead': told({ day: '2026-12-01' }),
  'told-late': told({}, '2027-03-01', false),
  'told-taken-back': told({ takenBack: { at: 0, by: 'U0MIA' } }),
  'result-clear': result(clear),
  'result-not-alike': result(notAlike),
  'result-few': result(few),
  'result-unequal': result(unequal),
  'answer-marketing': changeAnswer({
    changes: [
      { change: ofCampaign, result: tooEarly, mayTakeBack: true },
      { change, result: clear, mayTakeBack: false },
    ],
    isMore: true,
    mayRecord: true,
  }),
  'answer-sales': changeAnswer({ changes: [{ change, result: unequal, mayTakeBack: false }], isMore: false, mayRecord: false }),
  'answer-none': changeAnswer({ changes: [], isMore: false, mayRecord: true }),
};

function problems({ text, blocks }: Rendered): string[] {
  return [
    ...messageProblems(blocks).map(({ pointer, message }) => `${pointer} ${message}`),
    ...(blocksText(blocks) > messageLimits.allText ? [`${blocksText(blocks)} characters in blocks`] : []),
    ...(text === '' || Array.from(text).length > messageLimits.text ? [`${text.length} characters of text`] : []),
    ...(blocks.length > messageLimits.blocks ? [`${blocks.length} blocks`] : []),
  ];
}

describe('how it looks', () => {
  it.each(Object.entries(messages))('%s', async (name, rendered) => {
    await expect(`${rendered.text}\n\n---\n\n${reading(rendered.blocks)}\n`).toMatchFileSnapshot(`../../golden/changes/${name}.txt`);
    expect(problems(rendered)).toEqual([]);
    expect(walk(rendered).actionIds.filter((id) => !clickIds.includes(id))).toEqual([]);
  });

  it('taking one back, which writes to everybody who was told, is asked about first', () => {
    const { blocks } = changeAnswer({ changes: list([clear]), isMore: false, mayRecord: false });
    expect(JSON.stringify(blocks)).toContain('"confirm":{"title":{"type":"plain_text","text":"Take back?"');
  });

  it('in the digest', async () => {
    const rendered = digest([
      { change, result: clear },
      { change: ofCampaign, result: notAlike },
      { change, result: unequal },
    ]);
    const paragraph = reading(rendered.blocks)
      .split('\n\n')
      .find((block) => block.includes('You said, we did'));
    await expect(`${paragraph ?? ''}\n`).toMatchFileSnapshot('../../golden/changes/digest.txt');
  });

  it('the digest has no such paragraph where nothing fell due', () => {
    expect(digest([]).blocks).toEqual(renderDigest({ kind: 'digest', facts: typicalDigest(), marks, timezone }).blocks);
  });
});

describe('the form', () => {
  const origins: readonly Origin[] = [
    change.origin,
    ofCampaign.origin,
    { axis: 'campaign', name: 'linkedin-forms' },
    { axis: 'source', name: 'ᄀ'.repeat(200) },
  ];
  const filled = (origin: string | undefined, more: Record<string, unknown> = {}) => ({
    [changeBlocks.origin]: { answer: { selected_option: { value: origin } } },
    [changeBlocks.what]: { answer: { value: ' asks first ' } },
    [changeBlocks.day]: { answer: { selected_date: '2026-11-03' } },
    [changeBlocks.reason]: { answer: { selected_option: { value: 'wrong_person' } } },
    ...more,
  });

  it('is within Slack’s limits, with labels of at most 24 characters', () => {
    const view = changeForm(origins, '2026-11-23');
    expect(viewProblems(view)).toEqual([]);
    expect(formIds).toContain(view.callback_id);
    expect(inputsIn(view)).toEqual(['Campaign or source', 'What changed', 'When', 'Reason it answers']);
    expect(JSON.stringify(view)).toContain('"label":{"type":"plain_text","text":"Campaign","emoji":false}');
    const many = Array.from({ length: 100 }, (_, index): Origin => ({ axis: 'source', name: `source ${index}` }));
    expect(viewProblems(changeForm(many, '2026-11-23'))).toEqual([]);
  });

  it('reads back what was chosen, a source apart from a campaign of the same name', () => {
    for (const origin of origins) {
      expect(readChangeForm(filled(encodeOrigin(origin)), origins)).toEqual({
        said: { origin, what: ' asks first ', day: '2026-11-03', reason: 'wrong_person' },
      });
    }
  });

  it.each([
    ['an origin of another form', filled('v1:source:00'), ['change_origin']],
    ['no origin', filled(undefined), ['change_origin']],
    ['no words', filled(encodeOrigin(change.origin), { [changeBlocks.what]: { answer: { value: '  ' } } }), ['change_what']],
    [
      'no such day',
      filled(encodeOrigin(change.origin), { [changeBlocks.day]: { answer: { selected_date: '2026-02-30' } } }),
      ['change_day'],
    ],
    ['nothing', {}, ['change_origin', 'change_what', 'change_day', 'change_reason']],
  ])('%s is told under its field', (_, values, blocks) => {
    const read = readChangeForm(values, origins);
    expect('errors' in read ? Object.keys(read.errors) : []).toEqual(blocks);
  });

  it('puts each fault under its input', () => {
    expect(changeFormErrors({ day: 'Not then.' })).toEqual({ change_day: 'Not then.' });
  });
});

describe('what buttons and options carry', () => {
  it('fits, and is read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('source' as const, 'campaign' as const), (name, axis) => {
        expect(encodeOrigin({ axis, name }).length).toBeLessThanOrEqual(optionLimits.value);
      }),
    );
    expect(decodeChange(encodeChange('view:V0A-1'))).toBe('view:V0A-1');
    expect(encodeOrigin(change.origin)).toBe('v1:source:7898b3b8317c8a542c3c30a235ae2921');
  });

  it.each([undefined, '', 'v1:', 'v2:view:V1', 'v1:a b', `v1:${'x'.repeat(71)}`])('%j is nothing', (value) => {
    expect(decodeChange(value)).toBeNull();
  });
});

describe('anything that people write', () => {
  it('keeps within limits and stays inert, in lines, answers, forms and the fullest digest', () => {
    fc.assert(
      fc.property(anyText, anyText, (words, name) => {
        const what = `${canary}${words}`.slice(0, 300).toWellFormed();
        const strange: MarketingChange = { ...change, what, origin: { axis: 'campaign', name: `${canary}${name}` } };
        const rendered: readonly Rendered[] = [
          renderMessage({ kind: 'change_told', change: strange, person: 'U0KIM', isResultToCome: true, today: '2026-11-03' }),
          renderMessage({ kind: 'change_result', change: strange, result: notAlike }),
          changeAnswer({
            changes: list([clear, notAlike, few, tooEarly, unequal, clear, notAlike, notAlike]).map((one) => ({ ...one, change: strange })),
            isMore: true,
            mayRecord: true,
          }),
          digest(
            Array.from({ length: 9 }, () => ({ change: strange, result: notAlike })),
            manySources(),
          ),
        ];
        for (const one of rendered) {
          expect(problems(one)).toEqual([]);
          const { texts, mentions, urls } = walk(one);
          for (const { kind, text } of texts) if (kind === 'mrkdwn') expect(text).not.toContain(canary);
          expect(mentions.filter((id) => !['U0KIM', 'U0MIA', 'U0SAM', 'U0LEE'].includes(id))).toEqual([]);
          expect(urls).toEqual([]);
        }
        expect(viewProblems(changeForm([strange.origin], '2026-11-23'))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
