// Targets in Slack: within its limits however many there are, and nothing that people wrote does anything.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricNames, metricOf } from '../../../src/domain/targets/metrics.ts';
import { blocksText, messageProblems, viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { readTargetForm, targetForm } from '../../../src/slack/blocks/target-form.ts';
import { sharedTargets, targetsAnswer } from '../../../src/slack/blocks/targets.ts';
import { actionIds, clickIds, targetBlocks } from '../../../src/slack/ids.ts';
import { decodeTargetForm, encodeTargetForm } from '../../../src/slack/values.ts';
import { messageLimits } from '../../../src/slack/limits.ts';
import { row, typicalSheet } from '../../domain/targets/sheets.ts';
import { anyText } from './strange.ts';
import { walk } from './walk.ts';

const all = { isOpen: true, mayChange: () => true };

describe('what is shown', () => {
  it('nothing that people wrote is mrkdwn, a mention or a link', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, rows) => {
        const next = `<!channel> <@U0SAM> https://evil.test *x* ${text}`.slice(0, 150);
        const sheet = {
          ...typicalSheet,
          rows: Array.from({ length: rows }, () => row({ next }, { kind: 'count', value: 7 }, 'on pace', 60)),
        };
        const answer = targetsAnswer({ sheet, ...all });
        const digest = sharedTargets(sheet);
        for (const blocks of [answer.blocks, digest]) {
          if (blocks.length > 0) expect(messageProblems(blocks)).toEqual([]);
          expect(blocksText(blocks)).toBeLessThan(messageLimits.allText);
          const { texts, mentions, urls, actionIds: ids } = walk(blocks);
          expect(urls).toEqual([]);
          expect(mentions.filter((id) => id !== 'U0KIM' && id !== 'U0MIA')).toEqual([]);
          for (const { kind, text: words } of texts) if (kind === 'mrkdwn') expect(words).not.toContain('evil');
          expect(ids.filter((id) => !clickIds.includes(id))).toEqual([]);
        }
        expect(answer.text.length).toBeLessThan(messageLimits.text);
      }),
      { numRuns: 80 },
    );
  });

  it('in the digest a handful, without addresses', () => {
    const text = JSON.stringify(
      sharedTargets({
        ...typicalSheet,
        rows: typicalSheet.rows.map((one) => ({ ...one, target: { ...one.target, next: 'ask kim@lead.test' } })),
      }),
    );
    expect(text).toContain('and 4 more: /lead targets');
    expect(text).not.toContain('kim@');
    expect(sharedTargets(undefined)).toEqual([]);
    expect(sharedTargets({ ...typicalSheet, rows: [] })).toEqual([]);
  });
});

describe('the form', () => {
  it('fits Slack’s limits for every metric, and reads back what it shows', () => {
    const anyTarget = fc.record({
      metric: fc.constantFrom(...metricNames),
      value: fc.integer({ min: 1, max: 1_000 }),
      next: fc.option(fc.stringMatching(/^[a-zA-Z]{1,150}$/)),
    });
    fc.assert(
      fc.property(anyTarget, ({ metric, value, next }) => {
        const isMoney = metricOf(metric).kind === 'money';
        const of = { metric, next, currency: isMoney ? 'EUR' : '', value: metricOf(metric).kind === 'share' ? value / 1_000 : value };
        const { target } = row(of, null, 'not begun');
        const ref = { quarter: target.quarter, name: target, seen: target.seq };
        const view = targetForm({ ref, target, quarters: ['2026-Q4', '2027-Q1'] });
        expect(viewProblems(view)).toEqual([]);
        const state: Record<string, Record<string, object>> = {};
        for (const block of view.blocks) {
          if (!('element' in block)) continue;
          const { element } = block;
          state[block.block_id ?? ''] = {
            [actionIds.answer]: {
              value: 'initial_value' in element ? element.initial_value : null,
              selected_user: 'initial_user' in element ? element.initial_user : null,
            },
          };
        }
        const { quarter, currency, sales, marketing } = target;
        expect(readTargetForm(state, target)).toEqual({ name: { quarter, metric, currency }, value: target.value, sales, marketing, next });
      }),
    );
  });

  it('says what is missing under its field', () => {
    const option = (value: string) => ({ [actionIds.answer]: { selected_option: { value } } });
    expect(readTargetForm({}, null)).toMatchObject({ faults: [{ field: 'metric' }] });
    expect(readTargetForm({ [targetBlocks.metric]: option('applause') }, null)).toMatchObject({ faults: [{ field: 'metric' }] });
    expect(readTargetForm({ [targetBlocks.metric]: option('won') }, null)).toMatchObject({ faults: [{ field: 'quarter' }] });
  });
});

describe('what its buttons carry', () => {
  it.each([
    ['v1:2026-Q4::0', { quarter: '2026-Q4', name: null, seen: 0 }],
    ['v1:2026-Q4:qualified:12', { quarter: '2026-Q4', name: { quarter: '2026-Q4', metric: 'qualified', currency: '' }, seen: 12 }],
    ['v1:2026-Q4:wonAmount:EUR:12', { quarter: '2026-Q4', name: { quarter: '2026-Q4', metric: 'wonAmount', currency: 'EUR' }, seen: 12 }],
  ] as const)('%s means the same for years', (value, ref) => {
    expect(encodeTargetForm(ref)).toBe(value);
    expect(decodeTargetForm(value)).toEqual(ref);
  });

  it.each([
    '',
    null,
    undefined,
    'v2:2026-Q4::0',
    'v1:2026-Q5::0',
    'v1:2026-Q4:applause:0',
    'v1:2026-Q4:__proto__:0',
    'v1:2026-Q4:won:eur:0',
    'v1:2026-Q4:won:',
  ])('%j is nothing', (value) => {
    expect(decodeTargetForm(value)).toBeNull();
  });
});
