// The two views as people read them: the answer, the lists behind it, the form, and their lines in the digest.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectationsAt } from '../../../src/domain/expectation.ts';
import type { ExpectationSet } from '../../../src/domain/expectation.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { reportText } from '../../../src/domain/report/text.ts';
import type { Quarrel } from '../../../src/domain/report/views.ts';
import { blocksText, messageProblems, viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { renderDigest } from '../../../src/slack/blocks/digest.ts';
import { renderDigestDetails } from '../../../src/slack/blocks/digest-details.ts';
import type { Rendered } from '../../../src/slack/blocks/elements.ts';
import { expectationForm, readExpectationForm } from '../../../src/slack/blocks/expectation-form.ts';
import { quarrelAnswer } from '../../../src/slack/blocks/quarrels.ts';
import { viewsAnswer } from '../../../src/slack/blocks/views.ts';
import { actionIds, clickIds, expectationBlocks, formIds } from '../../../src/slack/ids.ts';
import { messageLimits } from '../../../src/slack/limits.ts';
import { criteriaOf, versionOf } from '../../domain/definitions.ts';
import { type Known, type Life, lives, many, onDay, viewed } from '../../domain/report/views-log.ts';
import { manySources, typicalDigest } from '../../domain/report/weeks.ts';
import { reading } from './reading.ts';
import { type Step, ada, leadAfter, posted, received, unqualified } from './story.ts';
import { anyLead, anyText, canary } from './strange.ts';
import { walk } from './walk.ts';

const timezone = 'America/New_York';
const set = (action: string, expected: number, day: number, why: string | null = null): ExpectationSet => ({
  action,
  expected,
  at: onDay(day),
  why,
  by: 'U0MIA',
});
const expectations = [
  set('demo_request', 80, -40, 'They ask for it by name.'),
  set('ebook', 60, -40),
  set('webinar', 40, 20),
  set('podcast', 50, 90),
];

/** A quarter of a team with a score that means something, and a label that does not. */
const quarter: readonly Life[] = [
  { came: -30, verdict: 'qualified', wonAfter: 1 },
  ...many(20, { came: 0, action: 'demo_request', score: 80, verdict: 'qualified' }),
  ...many(10, { came: 1, action: 'demo_request', score: 75, verdict: 'qualified', wonAfter: 21 }),
  ...many(8, { came: 2, action: 'demo_request', score: 90, verdict: 'wrong_company' }),
  ...many(8, { came: 3, action: 'ebook', score: 25, verdict: 'qualified' }),
  ...many(24, { came: 4, action: 'ebook', score: 20, verdict: 'wrong_person' }),
  ...many(6, { came: 5, action: 'ebook', score: 30, verdict: 'no_need', wonAfter: 18 }),
  ...many(2, { came: 5, action: 'ebook', score: 30, verdict: 'no_need' }),
  ...many(5, { came: 6, action: 'webinar', verdict: 'bad_timing' }),
  ...many(6, { came: 6, action: 'webinar', verdict: 'qualified' }),
  ...many(3, { came: 30, action: 'podcast', score: 40, verdict: 'qualified' }),
  ...many(4, { came: 60, action: 'trial', score: 55 }),
  { came: 61 },
];
const known: Known = { expectations, definition: versionOf(2, criteriaOf(['must intent: hot [score >= 60]'])), asOf: onDay(80), timezone };
const report = viewed(lives(quarter), known);
const nothing = viewed([], { asOf: onDay(80), timezone });
const young = viewed(
  lives([
    { came: 0, verdict: 'qualified', wonAfter: 1 },
    { came: 5, verdict: 'no_need', action: 'ebook' },
  ]),
  {
    asOf: onDay(10),
    timezone,
  },
);

const marks = { isDoubtful: false, isReposted: false, isPlain: false };
const answerOf = (one: Report, settable: readonly string[] = []): Rendered =>
  viewsAnswer({ recent: one, long: one }, { timezone, settable });
const withViews = (one: Report) => ({ ...typicalDigest(), views: { recent: one, long: one } });
const digestOf = (one: Report): Rendered => renderDigest({ kind: 'digest', facts: withViews(one), marks, timezone });
const detailsOf = (one: Report): Rendered => renderDigestDetails({ kind: 'digest_details', facts: withViews(one), timezone });

const won: Step = { type: 'outcome', outcome: 'won', amount: 12_000, currency: 'EUR', by: 'api', after: 30_000 };
const turnedDown = leadAfter([received, posted, unqualified, won]);
const imported = leadAfter(
  [
    { ...received, isHistory: true },
    { ...unqualified, text: { verdictBy: 'Kim <@U0KIM> Okafor' } },
  ],
  { ...ada, name: '<!channel> *Ada*' },
);
const link = 'https://example.slack.com/archives/C0LEADS/p1795446000000100';
const lead = (record = turnedDown) => ({ record, handoffId: 'h_01', link });
const list = (quarrel: Quarrel, leads = [lead()], more: { total?: number; isMore?: boolean; erased?: number } = {}): Rendered =>
  quarrelAnswer(quarrel, leads, { total: leads.length, isMore: false, erased: 0, cut: 60, timezone, ...more });

const shown = {
  answer: answerOf(report, ['demo_request', 'ebook']),
  'answer-nothing': answerOf(nothing),
  'answer-young': answerOf(young),
  'list-high-no': list('highNo', [lead(), { ...lead(imported), link: '' }], { total: 12, isMore: true, erased: 2 }),
  'list-low-yes-none': list('lowYes', []),
  'list-no-that-won': list('noThatWon'),
  'digest-details': detailsOf(report),
} as const satisfies Record<string, Rendered>;

function problems({ text, blocks }: Rendered): string[] {
  return [
    ...messageProblems(blocks).map(({ pointer, message }) => `${pointer} ${message}`),
    ...(blocksText(blocks) > messageLimits.allText ? [`${blocksText(blocks)} characters`] : []),
    ...(text === '' || Array.from(text).length > messageLimits.text ? [`${text.length} characters of text`] : []),
  ];
}

describe('how it looks', () => {
  it.each(Object.entries(shown))('%s', async (name, rendered) => {
    await expect(`${rendered.text}\n\n---\n\n${reading(rendered.blocks)}\n`).toMatchFileSnapshot(`../../golden/views/${name}.txt`);
    expect(problems(rendered)).toEqual([]);
    expect(reading(rendered.blocks)).not.toMatch(/NaN|undefined|Infinity|null|[↑↓▲▼]/);
  });

  it('in the report of the command line', async () => {
    const text = reportText(report);
    await expect(`${text}\n`).toMatchFileSnapshot('../../golden/views/report.txt');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('the digest tells only what stands out', () => {
    expect(reading(digestOf(report).blocks)).toContain(
      [
        '*Where the two views part*',
        '  • Worth a look: leads judged “No need” were won at least as often as qualified ones within 30 days (6 of 8; qualified 10 of 47): does the label mean what it says?',
        '  • *ebook*: qualified less often than expected (8 of 40, 20 %, likely 11–35 %; expected 60 %)',
        '  • and 1 more: /lead views',
      ].join('\n'),
    );
    for (const one of [nothing, young])
      expect(digestOf(one).blocks).toEqual(renderDigest({ kind: 'digest', facts: typicalDigest(), marks, timezone }).blocks);
    expect(problems(digestOf(report))).toEqual([]);
  });
});

describe('buttons', () => {
  const labelsOf = ({ blocks }: Rendered): string[] =>
    [...JSON.stringify(blocks).matchAll(/"type":"button","action_id":"\w+","text":\{"type":"plain_text","text":"([^"]+)"/g)].map(
      ([, label = '']) => label,
    );

  it('stand where there is something behind them, each with a listener', () => {
    expect(labelsOf(shown.answer)).toEqual(['Set expectations', 'High but no', 'Low but yes', 'No that won']);
    expect(labelsOf(answerOf(report))).toEqual(['High but no', 'Low but yes', 'No that won']);
    expect(labelsOf(shown['answer-nothing'])).toEqual([]);
    expect(walk(shown.answer).actionIds.filter((id) => !clickIds.includes(id))).toEqual([]);
    expect(labelsOf(shown.answer).every((label) => label.length <= 20)).toBe(true);
  });
});

describe('the form', () => {
  const actions = ['demo_request', '<!channel> *x*', 'y'.repeat(400)];
  const view = expectationForm(actions, expectationsAt(expectations, onDay(0)));

  it('is within Slack’s limits, with today’s numbers beside the actions', () => {
    expect(viewProblems(view)).toEqual([]);
    expect(formIds).toContain(view.callback_id);
    expect(
      walk(view)
        .texts.filter(({ text }) => text.startsWith('demo'))
        .map(({ text }) => text),
    ).toEqual(['demo_request, now 80 %']);
    expect(
      viewProblems(
        expectationForm(
          Array.from({ length: 500 }, (_, n) => `action ${n}`),
          new Map(),
        ),
      ),
    ).toEqual([]);
  });

  const values = (action: string | null, expected: string | null, why: string | null = null) => ({
    [expectationBlocks.action]: { [actionIds.answer]: { selected_option: action === null ? null : { value: action } } },
    [expectationBlocks.expected]: { [actionIds.answer]: { value: expected } },
    [expectationBlocks.why]: { [actionIds.answer]: { value: why } },
  });

  it('is read back, each fault under its input', () => {
    expect(readExpectationForm(values('a1:0', '60', ' they ask '), actions)).toEqual({
      action: 'demo_request',
      expected: 60,
      why: 'they ask',
    });
    expect(readExpectationForm(values('a1:2', '0'), actions)).toEqual({ action: 'y'.repeat(400), expected: 0, why: null });
    expect(readExpectationForm(values('a1:9', '101'), actions)).toEqual({
      errors: {
        [expectationBlocks.action]: 'Choose an action.',
        [expectationBlocks.expected]: 'Write a whole number from 0 to 100.',
      },
    });
    expect(readExpectationForm({}, actions)).toHaveProperty('errors');
  });
});

describe('strangers’ words', () => {
  it('never ping, link or format, whatever the action, the reason given or the lead is called', () => {
    fc.assert(
      fc.property(anyText, anyText, anyLead, (action, why, record) => {
        const name = `${canary} ${action ?? ''}`.toWellFormed();
        const group = name.trim().toLowerCase();
        const one = viewed(lives(many(6, { came: 0, action: name, verdict: 'no_need' })), {
          expectations: [set(group, 90, -1, why)],
          timezone,
        });
        for (const rendered of [answerOf(one, [group]), digestOf(one), detailsOf(one)]) {
          expect(problems(rendered)).toEqual([]);
          expect(walk(rendered).mentions.filter((id) => !['U0MIA', 'U0KIM', 'U0SAM'].includes(id))).toEqual([]);
          expect(walk(rendered).texts.filter(({ kind, text }) => kind === 'mrkdwn' && text.includes(canary))).toEqual([]);
        }
        expect(viewProblems(expectationForm([group], new Map()))).toEqual([]);
        for (const quarrel of ['highNo', 'noThatWon'] as const) {
          const rows = record.lead.handoffs.map(({ id }) => ({ record, handoffId: id, link }));
          const rendered = list(quarrel, rows.slice(0, 10));
          expect(problems(rendered)).toEqual([]);
          expect(walk(rendered).urls.filter((url) => url !== link)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the longest', () => {
  it('stands beside the longest tables of a digest', () => {
    const facts = { ...manySources(), views: { recent: report, long: report } };
    expect(problems(renderDigest({ kind: 'digest', facts, marks, timezone }))).toEqual([]);
    expect(problems(renderDigest({ kind: 'digest', facts, marks: { ...marks, isPlain: true }, timezone }))).toEqual([]);
    expect(problems(renderDigestDetails({ kind: 'digest_details', facts, timezone }))).toEqual([]);
  });

  it('answer has many actions with long names and long reasons, and says that some are left out', () => {
    const names = Array.from({ length: 30 }, (_, n) => `action ${n} ${'ab'.repeat(150)}`);
    const long = viewed(lives(names.flatMap((action) => many(6, { came: 0, action, verdict: 'no_need' }))), {
      expectations: names.map((action) => set(action, 80, -1, 'why '.repeat(75).trim())),
      timezone,
    });
    const rendered = answerOf(long, names);
    expect(problems(rendered)).toEqual([]);
    expect(reading(rendered.blocks)).toContain('• and 18 more');
    expect(reading(rendered.blocks)).toContain('(Among 30 expectations some are left out by chance alone.)');
    expect(reading(digestOf(long).blocks)).toContain('• and 28 more: /lead views');
  });
});
