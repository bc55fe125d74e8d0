// What leads cost, as people read it in Slack: in the digest, in its thread, in the private answer and on the form.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageProblems, viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { costBlocks, costDetails } from '../../../src/slack/blocks/cost.ts';
import { spendAnswer } from '../../../src/slack/blocks/spend.ts';
import { readSpendForm, spendForm, spendFormErrors } from '../../../src/slack/blocks/spend-form.ts';
import { decodeNames, encodeNames } from '../../../src/slack/values.ts';
import { anyCost, figures, typicalCost } from '../../domain/report/costs.ts';
import { leads, weekReport } from '../../domain/report/weeks.ts';
import { reading } from './reading.ts';
import { anyText, canary } from './strange.ts';
import { walk } from './walk.ts';

const report = { ...weekReport(leads(3)), cost: typicalCost };
const none = weekReport(leads(3));
const today = '2026-11-20';

describe('cost in the digest', () => {
  it('sources with enough verdicts to say what a qualified lead costs, the biggest spend first, and how many there are more', () => {
    expect(reading(costBlocks(report, 3)).split('\n')).toEqual([
      '*Cost*',
      '  • *google-ads*  1,260 EUR for 12 leads (105 each); 6 of 8 judged qualified, 210 each so far, likely 105–420; 1 won, 1,260 each so far',
      '  • *cold-list*  0 of 14 qualified for 320 EUR',
      '  • and 3 more in the thread',
    ]);
  });

  it('campaigns where only those have money; nothing where none has, or too little is judged', () => {
    const judged = [{ campaign: 'q4-search', ...figures({ EUR: 700 }, { leads: 7, judged: 5, qualified: 2 }) }];
    expect(reading(costBlocks({ ...report, cost: { bySource: [], byCampaign: judged } }, 3))).toContain('q4-search');
    expect(costBlocks({ ...report, cost: { ...typicalCost, bySource: [] } }, 3)).toEqual([]);
    expect(costBlocks(none, 3)).toEqual([]);
    expect(costDetails(none)).toEqual([]);
  });

  it('all of it in the thread', async () => {
    await expect(`${reading(costDetails(report))}\n`).toMatchFileSnapshot('../../golden/digest/cost-details.txt');
  });
});

describe('the private answer', () => {
  it('golden', async () => {
    const last = { ...weekReport(leads(3), '2026-11-09'), cost: { bySource: typicalCost.bySource.slice(1, 2), byCampaign: [] } };
    const { text, blocks } = spendAnswer([report, last], ['google-ads', 'fair'], today);
    await expect(`${text}\n\n---\n\n${reading(blocks)}\n`).toMatchFileSnapshot('../../golden/digest/cost-answer.txt');
  });

  it('says where nothing is recorded', () => {
    const { text, blocks } = spendAnswer([none], [], today);
    expect(text).toBe('Spend and cost: nothing recorded for this month and the last one.');
    expect(reading(blocks)).toContain('No money is recorded for these days.');
  });

  it('F07: is within every limit, and strange names do nothing', () => {
    fc.assert(
      fc.property(anyCost, fc.array(anyText, { maxLength: 8 }), (cost, names) => {
        const strange = { ...report, cost };
        const form = spendForm({ names, lastCurrency: names[0] ?? null });
        expect(viewProblems(form)).toEqual([]);
        for (const rendered of [spendAnswer([strange, strange], names, today), { text: 'x', blocks: costDetails(strange) }]) {
          expect(messageProblems(rendered.blocks).map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([]);
          expect(Array.from(rendered.text).length).toBeLessThanOrEqual(3000);
          for (const { kind, text } of walk(rendered).texts) if (kind === 'mrkdwn') expect(text).not.toContain(canary);
          expect(walk(rendered).mentions).toEqual([]);
          expect(JSON.stringify(rendered)).not.toMatch(/NaN|undefined|Infinity/);
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('its button carries the names for the form’s hint, and reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 9 }), (names) => {
        const value = encodeNames(names);
        expect(value.length).toBeLessThanOrEqual(600);
        expect(decodeNames(value)).not.toBeNull();
      }),
    );
    expect(decodeNames(encodeNames(['google-ads', 'q4 search']))).toEqual(['google-ads', 'q4 search']);
    expect(decodeNames('v1:')).toEqual([]);
    for (const forged of [undefined, null, '', 'v2:x', 'google-ads', `v1:${'x'.repeat(700)}`]) expect(decodeNames(forged)).toBeNull();
  });
});

describe('the form', () => {
  const values = (answers: Readonly<Record<string, object>>) =>
    Object.fromEntries(Object.entries(answers).map(([block, answer]) => [block, { answer }]));

  it('is read as it was filled in, and names what is not', () => {
    const filled = {
      spend_of: { selected_option: { value: 'campaign' } },
      spend_name: { value: 'Q4' },
      spend_from: { selected_date: '2026-11-01' },
      spend_to: { selected_date: '2026-11-30' },
      spend_amount: { value: '3200' },
      spend_currency: { value: 'EUR' },
    };
    expect(readSpendForm(values(filled))).toEqual({
      typed: { of: 'campaign', name: 'Q4', first: '2026-11-01', last: '2026-11-30', amount: '3200', currency: 'EUR' },
    });
    expect(
      readSpendForm(values({ ...filled, spend_of: { selected_option: { value: 'team' } }, spend_from: { selected_date: '2026-02-30' } })),
    ).toEqual({
      missing: ['of', 'from'],
    });
  });

  it('each fault stands under its input, the first of several', () => {
    const problems = [
      { path: 'to', message: 'one' },
      { path: 'to', message: 'two' },
      { path: 'elsewhere', message: 'three' },
    ];
    expect(spendFormErrors(problems)).toEqual({ spend_to: 'one', spend_name: 'three' });
  });
});

it('an amount too small for cents is not free', () => {
  const cost = { bySource: [{ source: 'x', ...figures({ EUR: 0.01 }, { leads: 9, judged: 6, qualified: 3 }) }], byCampaign: [] };
  expect(reading(costBlocks({ ...none, cost }, 3))).toContain('0.01 EUR for 9 leads (less than 0.01 each); 3 of 6 judged qualified');
});
