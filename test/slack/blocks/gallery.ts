// Everything that we show in Slack, once each, by name: the golden files hold how it looks.
import type { HomeView, ModalView } from '@slack/types';
import type { Version } from '../../../src/domain/agreement/agreement.ts';
import type { Definition } from '../../../src/domain/agreement/definition.ts';
import type { Wait } from '../../../src/domain/deadline.ts';
import type { Reminder } from '../../../src/domain/lead.ts';
import { type MoveName, moveNames, moveOf } from '../../../src/domain/moves.ts';
import type { Spend } from '../../../src/domain/spend.ts';
import type { Message, WaitingLead } from '../../../src/message.ts';
import type { LeadRecord } from '../../../src/ports.ts';
import { addLeadForm } from '../../../src/slack/blocks/add-lead.ts';
import { findAnswer, helpAnswer, mineAnswer, noticeView, refusalAnswer } from '../../../src/slack/blocks/answers.ts';
import { moveForm } from '../../../src/slack/blocks/form.ts';
import { renderHome } from '../../../src/slack/blocks/home.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { outcomeAnswer, outcomeForm } from '../../../src/slack/blocks/outcome-form.ts';
import { spendAnswer } from '../../../src/slack/blocks/spend.ts';
import { spendForm } from '../../../src/slack/blocks/spend-form.ts';
import { targetForm } from '../../../src/slack/blocks/target-form.ts';
import { sharedTargets, targetsAnswer } from '../../../src/slack/blocks/targets.ts';
import { criteriaOf, v1, versionOf } from '../../domain/definitions.ts';
import { typicalCost } from '../../domain/report/costs.ts';
import { leads, weekReport } from '../../domain/report/weeks.ts';
import type { Shown } from './look.ts';
import { card, line, lineTo, marketingCard, nudge, permalink } from './rendered.ts';
import { coverageTarget, notBegun, over, typicalSheet } from '../../domain/targets/sheets.ts';
import {
  type Step,
  ada,
  claimed,
  googleDemo,
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
  waiting,
} from './story.ts';

const november: Spend = { of: 'source', name: 'google-ads <!here>', from: '2026-11-01', to: '2026-12-01', amount: 3200, currency: 'EUR' };
const again: readonly Step[] = [...opened, claimed, returned, resubmitted, posted];
const [stalling, stalled] = stalledOnes;
const hourMs = 3_600_000;
const activity = {
  type: 'activity',
  attribution: { ...googleDemo, source: 'webinar', action: 'pricing', score: null },
  by: 'api',
  text: { message: 'One more question: do you support punched cards?\nWe have many.' },
} as const satisfies Step;
const attempted: Step = { type: 'attempted', by: 'U0KIM' };
const noted: Step = { type: 'noted', side: 'sales', by: 'U0KIM', text: { note: 'Called twice, left a message.' } };
const reminded = (about: Reminder, to?: string): Step => ({ type: 'reminded', about, ...(to ? { to } : {}), by: 'system', after: 3_000 });
const archived: Step = { type: 'archived', by: 'U0MIA', after: 60 };
const reopened: Step = { type: 'reopened', by: 'U0SAM', after: 5 };
/** Several people had it, and more was said of it than a card shows. */
const longStory: readonly Step[] = [
  ...opened,
  { ...claimed, by: 'U0SAM' },
  { type: 'released', by: 'U0SAM', after: 200 },
  claimed,
  noted,
  unqualified,
  { ...qualified, by: 'U0SAM' },
  { ...unqualified, reason: 'no_need', by: 'U0SAM' },
  { ...qualified, text: {} },
  reopened,
  { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1', after: 30 },
  { ...noted, text: { note: 'Reached her at last: budget round is in spring.' } },
  { ...returned, by: 'U0LEE', after: 1_500 },
];
const won: Step = { type: 'outcome', outcome: 'won', amount: 12_000, currency: 'EUR', by: 'api', after: 9_000 };

/** Every trick that we know of, in every field. */
const hostile: LeadRecord = leadAfter(
  [
    {
      ...received,
      attribution: {
        source: '<!channel> ads',
        medium: null,
        campaign: '=cmd|"/c calc"!A1',
        action: '*free* <https://evil.test|acme.com>',
        score: -1,
      },
      text: {
        message: `@channel <!here> <@U0KIM> <https://evil.test|acme.com> :tada: *bold* \`code\` &lt;b&gt; > quote\n\n\n\n${'All work and no play. '.repeat(455)}`,
      },
    },
    posted,
    { ...activity, text: { message: '\u202egnp.exe <!everyone> https://evil.test' } },
  ],
  {
    ...ada,
    name: `=HYPERLINK("http://evil.test") \u202eevil\u202c ${'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308'.repeat(30)}`,
    company: '>*Acme* _Inc_ ~x~ <!subteam^S0ALL> www.evil.test\nsecond line\u200b\ufeff',
    title: '👩‍👩‍👧‍👦 ‍می‌خواهم & <b>CTO</b>',
    industry: '\ud800lone :rocket:',
    country: 'XX<!here>',
    email: 'eve@evil.test?cc=all@evil.test',
    isEmailValid: false,
    phone: 'call me',
    isPhoneValid: false,
    url: 'javascript:alert(1)',
  },
);

const test = leadAfter([{ ...received, isTest: true }, posted]);
const nowhere = { source: null, medium: null, campaign: null, action: null, score: null };
/** Nobody judged it, and nobody knows where it came from. */
const withoutAmount = leadAfter([{ ...received, attribution: nowhere }, posted, { type: 'outcome', outcome: 'won', by: 'api', after: 0 }]);
const { lead: hostileWon } = leadAfter([
  { ...received, attribution: { ...nowhere, source: '<!channel> ads', campaign: '*free* <https://evil.test|acme.com>' } },
  posted,
  won,
]);
const bare = leadAfter(
  [{ ...received, attribution: { source: null, medium: null, campaign: null, action: null, score: null }, text: {} }, posted],
  {
    ...ada,
    name: null,
    title: null,
    company: null,
    employees: null,
    industry: null,
    country: null,
    phone: null,
    url: null,
  },
);

function cardBy(definition: Version<Definition>, record: LeadRecord): Shown {
  return card(record, 'h_01', { definition });
}

/** A card whose clock has begun to press. */
function pressing(steps: readonly Step[], more: Partial<Wait>): Shown {
  return card(leadAfter(steps), 'h_01', { wait: waiting({ isLate: true, ...more }) });
}

/** The line of the last of these steps, in the thread of a summary. */
function catchUpLine(...steps: readonly Step[]): Shown {
  return renderMessage({ kind: 'catch_up_line', record: leadAfter(steps), eventId: `e${steps.length}`, link: permalink, timezone });
}

function form(move: MoveName): ModalView {
  const steps: Partial<Record<MoveName, readonly Step[]>> = {
    change_verdict: [...opened, claimed, unqualified],
    resubmit: [...opened, claimed, returned],
    nurture: [...opened, claimed, returned],
    assign: [...opened, claimed],
  };
  return moveForm({ move, record: leadAfter(steps[move] ?? opened), handoffId: 'h_01', timezone, today: '2026-11-23', definition: null });
}

function formBy(definition: Version<Definition>, move: MoveName): ModalView {
  return moveForm({ move, record: leadAfter(opened), handoffId: 'h_01', timezone, today: '2026-11-23', definition });
}

/** As many criteria as there can be, with everything in them that goes wrong. */
const hostileDefinition = versionOf(
  12,
  criteriaOf([
    'must fit: *bold* <https://evil.test|acme.com> <!channel> :tada: `x` & <b> [employees >= 1000]',
    'nice person: \u202egnp.exe reads well [title contains nobody]',
    'must data: \u3164 [phone given]',
    ...Array.from({ length: 17 }, (_, index) => `must intent: ${index} ${'All work and no play. '.repeat(5)}`.trim()),
  ]),
);
const failing = { ...unqualified, definition: 1, failed: 'c1' } as const;

const message = (one: Message): Shown => renderMessage(one);
const judgedLead = leadAfter([...opened, claimed, qualified]);

export const gallery: Readonly<Record<string, Shown>> = {
  'card-new': card(leadAfter(opened)),
  'card-claimed': card(leadAfter([...opened, claimed])),
  'card-new-late': pressing(opened, { openMs: 4 * hourMs }),
  'card-new-half': pressing(opened, { openMs: 8 * hourMs, stage: 'half' }),
  'card-new-most': pressing(opened, { openMs: 12.8 * hourMs, stage: 'most' }),
  'card-claimed-half': pressing([...opened, claimed], { openMs: 20 * hourMs, stage: 'half' }),
  'card-claimed-most': pressing([...opened, claimed], { openMs: 32 * hourMs, stage: 'most' }),
  'card-claimed-attempts': card(leadAfter([...opened, claimed, attempted, { ...attempted, after: 52 }])),
  'card-new-attempt': card(leadAfter([...opened, claimed, attempted, { type: 'released', by: 'U0KIM' }])),
  'card-nurturing': card(leadAfter([...opened, claimed, returned, nurtured])),
  'card-qualified': card(leadAfter([...opened, claimed, qualified])),
  'card-unqualified': card(leadAfter([...opened, claimed, unqualified])),
  'card-returned': card(leadAfter([...opened, claimed, returned])),
  'card-stalled': card(leadAfter([...opened, stalling, stalled])),
  'card-archived': card(leadAfter([...opened, claimed, returned, archived])),
  'card-reopened': card(leadAfter([...opened, claimed, qualified, reopened])),
  'card-won': card(leadAfter([...opened, claimed, qualified, won])),
  'card-second-handoff': card(leadAfter(again), 'h_02'),
  'card-asked-again': card(leadAfter([...opened, claimed, unqualified, { ...received, after: 90_000 }, posted]), 'h_02'),
  'card-back-on-its-date': card(leadAfter([...opened, claimed, unqualified, { ...resubmitted, by: 'system', text: {} }, posted]), 'h_02'),
  'card-older-handoff': card(leadAfter(again), 'h_01'),
  'card-merged': card(leadAfter([...opened, claimed, activity])),
  'card-merged-after-verdict': card(leadAfter([...opened, claimed, qualified, activity])),
  'card-test': card(test),
  'card-definition': cardBy(v1, leadAfter(opened, { ...ada, employees: 12, isEmailValid: false })),
  'card-definition-all-met': cardBy(versionOf(3, v1.content.criteria.slice(0, 1)), leadAfter(opened)),
  'card-definition-hostile': cardBy(hostileDefinition, leadAfter(opened)),
  'card-failed-criterion': cardBy(v1, leadAfter([...opened, claimed, failing])),
  'card-failed-criterion-hostile': cardBy(hostileDefinition, leadAfter([...opened, claimed, { ...failing, definition: 12 }])),
  'card-bare': card(bare),
  'card-hostile': card(hostile),
  'card-hostile-plain': card(hostile, 'h_01', { marks: { isPlain: true } }),
  'card-erased': card(leadAfter([...opened, { type: 'erased' }])),
  'card-plain': card(leadAfter(opened), 'h_01', { marks: { isPlain: true } }),
  'card-doubtful': card(leadAfter(opened), 'h_01', { marks: { isDoubtful: true } }),
  'card-reposted': card(leadAfter(opened), 'h_01', { marks: { isReposted: true, isDoubtful: true } }),

  'marketing-returned': marketingCard([...opened, claimed, returned], 'e4', 'h_01', { wait: waiting() }),
  'marketing-late': marketingCard([...opened, claimed, returned, reminded('marketing')], 'e4', 'h_01', { wait: waiting({ isLate: true }) }),
  'marketing-not-before': marketingCard([...opened, claimed, { ...returned, reason: 'bad_timing', notBefore: '2027-02-01' }], 'e4'),
  'marketing-long-story': marketingCard(longStory, `e${longStory.length}`, 'h_01', { wait: waiting() }),
  'marketing-stalled-unclaimed': marketingCard([...opened, stalling, stalled], 'e4', 'h_01', { wait: waiting() }),
  'marketing-nurturing': marketingCard([...opened, claimed, returned, nurtured], 'e4'),
  'marketing-due': marketingCard([...opened, claimed, returned, nurtured, reminded('revisit', 'U0MIA')], 'e4'),
  'marketing-nurtured-and-sent-back': marketingCard([...opened, claimed, returned, nurtured, resubmitted], 'e4'),
  'marketing-stalled': marketingCard([...again, stalling, stalled], 'e8', 'h_02', { wait: waiting() }),
  'marketing-archived': marketingCard([...opened, claimed, returned, archived], 'e4'),
  'marketing-sent-back': marketingCard(again, 'e4'),
  'marketing-taken-back': marketingCard([...opened, claimed, returned, qualified], 'e4'),
  'marketing-reopened': marketingCard([...opened, claimed, returned, reopened], 'e4'),
  'marketing-asked-again': marketingCard([...opened, claimed, returned, received], 'e4'),
  'marketing-won': marketingCard([...opened, claimed, returned, won], 'e4'),
  'marketing-plain': marketingCard([...opened, claimed, returned], 'e4', 'h_01', { marks: { isPlain: true } }),
  'marketing-erased': marketingCard([...opened, claimed, returned, { type: 'erased' }], 'e4'),

  'line-claimed': line(...opened, claimed),
  'line-released': line(...opened, claimed, { type: 'released', by: 'U0KIM' }),
  'line-assigned': line(...opened, { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1' }),
  'line-assigned-on': line(...opened, { ...claimed, by: 'U0SAM' }, { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1' }),
  'line-away': line(...opened, claimed, { type: 'released', why: 'away', until: '2026-11-30', by: 'system' }),
  'line-gone': line(...opened, claimed, { type: 'released', why: 'gone', by: 'system' }),
  'line-nobody-claimed': lineTo(['U0KIM', 'S0SALES'], ...opened, reminded('claim')),
  'line-no-verdict': lineTo(['U0KIM'], ...opened, claimed, reminded('verdict', 'U0KIM')),
  'line-not-taken-up': lineTo(['U0MGR1'], ...opened, claimed, returned, reminded('marketing')),
  'line-look-again': lineTo(['U0MIA'], ...opened, claimed, returned, nurtured, reminded('revisit', 'U0MIA')),
  'line-nurtured': line(...opened, claimed, returned, nurtured),
  'line-stalling': line(...opened, claimed, stalling),
  'line-qualified': line(...opened, claimed, qualified),
  'line-unqualified': line(...opened, claimed, unqualified),
  'line-taken-verdict': line(...opened, claimed, { ...unqualified, by: 'U0SAM' }),
  'line-wrong-team': line(...opened, claimed, {
    type: 'judged',
    verdict: 'unqualified',
    reason: 'misrouted',
    sendTo: 'U0LEE',
    by: 'U0KIM',
  }),
  'line-changed-verdict': line(...opened, claimed, unqualified, qualified),
  'line-reopened': line(...opened, claimed, qualified, reopened),
  'line-attempt': line(...opened, claimed, attempted),
  'line-second-attempt': line(...opened, claimed, attempted, { ...attempted, by: 'U0SAM' }),
  'line-note': line(...opened, claimed, {
    type: 'noted',
    side: 'sales',
    by: 'U0KIM',
    text: { note: 'Called twice, <!channel> *left* a message.\nTries again on Friday.' },
  }),
  'line-activity': line(...opened, claimed, activity),
  'line-activity-unowned': line(...opened, activity),
  'line-returned': line(...opened, claimed, returned),
  'line-stalled': line(...opened, claimed, stalling, stalled),
  'line-revisit': line(...opened, claimed, unqualified, { type: 'returned', reason: 'no_budget', cause: 'revisit', by: 'system' }),
  'line-sent-back': line(...opened, claimed, returned, resubmitted),
  'line-archived': line(...opened, claimed, returned, archived),
  'line-won': line(...opened, claimed, qualified, won),
  'line-question': line(...opened, claimed, { ...failing, text: { question: 'Do you sell <!channel> *single* looms?' } }),
  'line-note-and-question': line(...opened, claimed, { ...failing, text: { ...failing.text, question: 'Is there a free plan?' } }),
  'line-erased': line(...opened, claimed, { type: 'erased' }),

  'nudge-asked': nudge([...opened, claimed, reminded('verdict', 'U0KIM')]),
  'nudge-judged': nudge([...opened, claimed, reminded('verdict', 'U0KIM'), { ...unqualified, by: 'U0SAM' }]),
  'nudge-won': nudge([...opened, claimed, reminded('verdict', 'U0KIM'), qualified, won]),
  'nudge-stalled': nudge([...opened, claimed, reminded('verdict', 'U0KIM'), stalling, stalled]),
  'nudge-nurturing': nudge([...opened, claimed, reminded('verdict', 'U0KIM'), returned, nurtured]),
  'nudge-released': nudge([...opened, claimed, reminded('verdict', 'U0KIM'), { type: 'released', by: 'U0KIM' }]),
  'nudge-assigned': nudge([...opened, claimed, reminded('verdict', 'U0KIM'), { type: 'claimed', owner: 'U0SAM', by: 'U0MGR1' }]),
  'nudge-erased': nudge([...opened, claimed, reminded('verdict', 'U0KIM'), { type: 'erased' }]),
  win: win(leadAfter([...opened, claimed, qualified, won])),
  'win-corrected': win(leadAfter([...opened, claimed, qualified, won, { ...won, amount: 9_000.5, currency: 'USD' }])),
  'win-first-elsewhere': win(
    leadAfter([
      ...opened,
      claimed,
      unqualified,
      { ...received, attribution: { ...googleDemo, source: 'webinar' }, after: 90_000 },
      posted,
      qualified,
      won,
    ]),
    'h_02',
  ),
  'win-bare': win(withoutAmount),
  'win-hostile': win({ ...hostile, lead: hostileWon }),
  'targets-answer': targetsAnswer({ sheet: typicalSheet, isOpen: true, mayChange: ({ metric }) => metric === 'qualified' }),
  'targets-none': targetsAnswer({ sheet: { ...typicalSheet, rows: [] }, isOpen: true, mayChange: () => false }),
  'targets-next-quarter': targetsAnswer({ sheet: notBegun, isOpen: true, mayChange: () => true }),
  'targets-over': targetsAnswer({ sheet: over, isOpen: false, mayChange: () => true }),
  'targets-in-digest': { text: 'The paragraph of the digest', blocks: sharedTargets(typicalSheet) },
  'form-target': targetForm({ ref: { quarter: '2026-Q4', name: null, seen: 0 }, target: null, quarters: ['2026-Q4', '2027-Q1'] }),
  'form-target-change': targetForm({
    ref: { quarter: '2026-Q4', name: coverageTarget, seen: coverageTarget.seq },
    target: coverageTarget,
    quarters: ['2026-Q4', '2027-Q1'],
  }),
  'win-erased': win(leadAfter([...opened, claimed, qualified, won, { type: 'erased' }])),
  'waiting-one': message({ kind: 'waiting', leads: waitingLeads(1), more: 0, timezone }),
  'waiting-many': message({ kind: 'waiting', leads: waitingLeads(15), more: 7, timezone }),
  'waiting-none': message({ kind: 'waiting', leads: [], more: 0, timezone }),
  'catch-up': message({ kind: 'catch_up', isMarketing: false, mentions: ['U0KIM', 'S0SALES'] }),
  'catch-up-marketing': message({ kind: 'catch_up', isMarketing: true, mentions: [] }),
  'catch-up-line': catchUpLine(...opened, reminded('claim')),
  'catch-up-line-no-verdict': catchUpLine(...opened, claimed, reminded('verdict', 'U0KIM')),
  'catch-up-line-stalled': catchUpLine(...opened, claimed, stalling, stalled),
  'catch-up-line-erased': catchUpLine(...opened, reminded('claim'), { type: 'erased' }),

  'verdicts-day': message({ kind: 'verdicts_day', day: '2026-11-23', verdicts: 5 }),
  'verdict-line': message({ kind: 'verdict_line', record: judgedLead, eventId: 'e4', link: permalink, timezone }),
  'verdict-line-unlinked': message({ kind: 'verdict_line', record: judgedLead, eventId: 'e4', link: null, timezone }),
  alert: message({
    kind: 'alert',
    sentences: ['<@U0MGR1>, LeadLoop cannot post in <#C0LEADS> (is_archived).', 'Leads are kept & shown once the channel is back.'],
  }),
  erased: message({ kind: 'erased' }),

  ...Object.fromEntries(
    moveNames.filter((move) => moveOf(move).asks.length > 0).map((move) => [`form-${move.replace('_', '-')}`, form(move)]),
  ),
  'form-qualified-defined': formBy(v1, 'qualified'),
  'form-unqualified-defined': formBy(v1, 'unqualified'),
  'form-unqualified-hostile': formBy(hostileDefinition, 'unqualified'),
  'form-add-lead': addLeadForm(),

  'form-outcome': outcomeForm({ record: judgedLead, handoffId: 'h_01', today: '2026-11-23', lastCurrency: null }),
  'form-spend': spendForm({ names: ['google-ads', '<!channel> *list*'], lastCurrency: 'EUR' }),
  'form-spend-first': spendForm({ names: [], lastCurrency: null }),
  'form-outcome-correction': outcomeForm({
    record: leadAfter([...opened, claimed, qualified, won]),
    handoffId: 'h_01',
    today: '2026-11-23',
    lastCurrency: 'CHF',
  }),

  'home-setup': home({ isSetUp: false }),
  'home-setup-others': home({ isSetUp: false, roles: ['sales'] }),
  'home-empty': home({ mine: [], waiting: { rows: [], total: 0 }, returned: { rows: [], total: 0 } }),
  'home-sales': home({ roles: ['sales'] }),
  'home-manager': home({}),
  'home-stranger': home({ roles: [] }),
  'home-cut': home({ mine: rows(20), waiting: { rows: rows(20), total: 37 }, returned: { rows: rows(20), total: 21 } }),

  'answer-help': helpAnswer([
    { title: 'Leads', commands: [{ usage: '/lead find TEXT', does: 'find leads by name, company, e-mail or phone' }] },
    { title: 'Also', commands: [{ usage: '/lead help', does: 'this list' }] },
  ]),
  'answer-find-one': findAnswer([{ record: leadAfter(opened), handoffId: 'h_01', link: permalink }], 'ada', false),
  'answer-find-many': findAnswer(rows(10), 'a', true),
  'answer-find-none': findAnswer([], '<!channel> *x*', false),
  'answer-mine': mineAnswer(rows(5), false),
  'answer-outcome': outcomeAnswer(rows(4), null, false),
  'answer-spend': spendAnswer([{ ...weekReport(leads(3)), cost: typicalCost }], ['google-ads'], '2026-11-20'),
  'message-spend': renderMessage({ kind: 'spend', spend: november, before: null, isUnseen: true }),
  'message-spend-corrected': renderMessage({ kind: 'spend', spend: { ...november, amount: 3300 }, before: november, isUnseen: false }),
  'message-spend-removed': renderMessage({ kind: 'spend', spend: { ...november, amount: 0 }, before: november, isUnseen: true }),
  'answer-outcome-found': outcomeAnswer(rows(10), '<!channel> a', true),
  'answer-outcome-none': outcomeAnswer([], null, false),
  'answer-refusal': refusalAnswer('This lead is already with <@U0SAM>.', null),
  'answer-refusal-linked': refusalAnswer(
    'This card is from an earlier handoff of the lead. The newer card has the current state.',
    permalink,
  ),
  notice: noticeView('This lead is already with <@U0SAM>.', (id) => (id === 'U0SAM' ? 'sam' : undefined)),
};

function win(record: LeadRecord, handoffId = 'h_01'): Shown {
  return renderMessage({ kind: 'win', record, handoffId, link: permalink, timezone });
}

function waitingLeads(count: number): WaitingLead[] {
  return Array.from({ length: count }, (_, index) => ({
    record: index % 5 === 3 ? hostile : leadAfter(opened),
    link: index % 4 === 2 ? null : permalink,
    since: Date.parse('2026-11-23T15:00:00Z') + index * hourMs,
  }));
}

function rows(count: number): { record: LeadRecord; handoffId: string; link: string }[] {
  const stories = [opened, [...opened, claimed], [...opened, claimed, qualified], [...opened, claimed, returned]];
  return Array.from({ length: count }, (_, index) => ({
    record: leadAfter(stories[index % stories.length] ?? opened),
    handoffId: 'h_01',
    link: permalink,
  }));
}

function home(more: Partial<Parameters<typeof renderHome>[0]>): HomeView {
  return renderHome({
    isSetUp: true,
    roles: ['sales', 'marketing', 'manager'],
    mine: [
      { record: leadAfter([...opened, claimed]), handoffId: 'h_01', link: permalink, wait: waiting({ stage: 'most', isLate: true }) },
      { record: leadAfter([...opened, claimed]), handoffId: 'h_01', link: permalink, wait: waiting() },
    ],
    waiting: {
      rows: [
        { record: leadAfter(opened), handoffId: 'h_01', wait: waiting({ stage: 'half' }) },
        { record: hostile, handoffId: 'h_01' },
      ],
      total: 14,
    },
    returned: {
      rows: [
        { record: leadAfter([...opened, claimed, returned, nurtured, reminded('revisit', 'U0MIA')]), handoffId: 'h_01' },
        { record: leadAfter([...opened, stalling, stalled]), handoffId: 'h_01', wait: waiting({ isLate: true }) },
        { record: leadAfter([...opened, claimed, returned]), handoffId: 'h_01', wait: waiting() },
      ],
      total: 3,
    },
    timezone,
    ...more,
  });
}
