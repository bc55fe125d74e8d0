import { describe, expect, test } from 'vitest';
import { type MoveRequest, decideMove } from '../../src/domain/decide.ts';
import { type EventBody, type Lead, leadStates, stateOf } from '../../src/domain/lead.ts';
import { moveOf, movesOn } from '../../src/domain/moves.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { after, given, happened, manager, marketer, monday, nobody, noAttribution, otherRep, received, rep } from './given.ts';

const claimed = happened({ type: 'claimed' });
const judgedYes = happened({ type: 'judged', verdict: 'qualified', reason: 'clear_need' });
const judgedNo = happened({ type: 'judged', verdict: 'unqualified', reason: 'no_need' });
const returned = happened({ type: 'returned', reason: 'no_budget', cause: 'person' });
const archived = happened({ type: 'archived' });

const fresh = given([received()]);
const held = given([received(), claimed]);
const qualified = given([received(), claimed, judgedYes]);
const unqualified = given([received(), claimed, judgedNo]);
const back = given([received(), claimed, returned]);
const shelved = given([received(), claimed, returned, archived]);
const warming = given([received(), claimed, returned, happened({ type: 'nurtured', revisitOn: '2026-12-01' })]);
const erased = given([received(), happened({ type: 'erased' })]);

function ask(lead: Lead, request: Partial<MoveRequest> & Pick<MoveRequest, 'move'>): EventBody[] {
  const whole: MoveRequest = {
    handoffId: 'h1',
    answers: {},
    actor: rep,
    now: monday,
    timezone: 'America/New_York',
    nextHandoffId: 'h2',
    definition: null,
    facts: {},
    ...request,
  };
  return decideMove(lead, whole).map((draft) => draft.body);
}

function refusal(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a move that is possible becomes events', () => {
  const clear = { reason: 'clear_need' } as const;
  test.each<[string, Lead, Partial<MoveRequest> & Pick<MoveRequest, 'move'>, string[]]>([
    ['claim on a new lead', fresh, { move: 'claim' }, ['claimed']],
    ['claim by a manager', fresh, { move: 'claim', actor: manager }, ['claimed']],
    ['a verdict on a new lead claims it too', fresh, { move: 'qualified', answers: clear }, ['claimed', 'judged']],
    ['a verdict on my lead', held, { move: 'qualified', answers: clear }, ['judged']],
    ['a verdict on a lead that somebody else holds is taken', held, { move: 'qualified', answers: clear, actor: otherRep }, ['judged']],
    ['unqualified with a reason', held, { move: 'unqualified', answers: { reason: 'no_need' } }, ['judged']],
    ['return to marketing', held, { move: 'return', answers: { reason: 'no_budget' } }, ['returned']],
    ['an attempt on a new lead claims it too', fresh, { move: 'attempt' }, ['claimed', 'attempted']],
    ['an attempt on my lead', held, { move: 'attempt' }, ['attempted']],
    ['an attempt on a lead that somebody else holds only records', held, { move: 'attempt', actor: otherRep }, ['attempted']],
    ['an attempt by a manager', held, { move: 'attempt', actor: manager }, ['attempted']],
    ['release by the owner', held, { move: 'release' }, ['released']],
    ['release by a manager', held, { move: 'release', actor: manager }, ['released']],
    ['a note by marketing', held, { move: 'note', answers: { note: 'called twice' }, actor: marketer }, ['noted']],
    ['change a verdict', qualified, { move: 'change_verdict', answers: { verdict: 'unqualified', reason: 'no_need' } }, ['judged']],
    ['reopen needs no reason', unqualified, { move: 'change_verdict', answers: { verdict: 'reopen' } }, ['reopened']],
    [
      'a returned lead is taken back',
      back,
      { move: 'change_verdict', answers: { verdict: 'qualified', reason: 'clear_need' } },
      ['judged'],
    ],
    ['send back to sales', back, { move: 'resubmit', answers: { whatChanged: 'came to the webinar' }, actor: marketer }, ['resubmitted']],
    [
      'an archived lead can be sent back',
      shelved,
      { move: 'resubmit', answers: { whatChanged: 'wrote again' }, actor: marketer },
      ['resubmitted'],
    ],
    ['archive', back, { move: 'archive', actor: marketer }, ['archived']],
    ['archive a lead in nurture', warming, { move: 'archive', actor: marketer }, ['archived']],
    ['assign a new lead', fresh, { move: 'assign', actor: manager, answers: { assignTo: 'U0SAM' } }, ['claimed']],
    ['assign a lead that somebody has', held, { move: 'assign', actor: manager, answers: { assignTo: 'U0SAM' } }, ['claimed']],
    ['start nurture', back, { move: 'nurture', actor: marketer, answers: { tactic: 'newsletter', revisitOn: '2026-11-24' } }, ['nurtured']],
    [
      'a lead in nurture is taken back',
      warming,
      { move: 'change_verdict', answers: { verdict: 'qualified', reason: 'clear_need' } },
      ['judged'],
    ],
    [
      'a lead in nurture is sent back',
      warming,
      { move: 'resubmit', answers: { whatChanged: 'wrote again' }, actor: marketer },
      ['resubmitted'],
    ],
  ])('%s', (_name, lead, request, types) => {
    expect(ask(lead, request).map((body) => body.type)).toEqual(types);
  });

  test('a verdict carries reason, date and, with Wrong team only, who should have it', () => {
    const notNow = ask(held, { move: 'unqualified', answers: { reason: 'bad_timing', notBefore: '2027-01-04', sendTo: 'U0X' } });
    expect(notNow).toEqual([{ type: 'judged', verdict: 'unqualified', reason: 'bad_timing', notBefore: '2027-01-04' }]);
    const wrongTeam = ask(held, { move: 'unqualified', answers: { reason: 'misrouted', sendTo: 'U0X' } });
    expect(wrongTeam).toEqual([{ type: 'judged', verdict: 'unqualified', reason: 'misrouted', sendTo: 'U0X' }]);
  });

  test('sending back opens the next handoff with what changed', () => {
    const [draft] = decideMove(back, {
      move: 'resubmit',
      handoffId: 'h1',
      answers: { whatChanged: '  came to the webinar ' },
      actor: marketer,
      now: monday,
      timezone: 'UTC',
      nextHandoffId: 'h2',
      definition: null,
      facts: {},
    });
    expect(draft).toMatchObject({ handoffId: 'h2', cycle: 2, text: { whatChanged: 'came to the webinar' } });
  });
});

test('who is assigned becomes the owner; a tactic is words, its date is not', () => {
  expect(ask(held, { move: 'assign', actor: manager, answers: { assignTo: 'U0SAM' } })).toEqual([{ type: 'claimed', owner: 'U0SAM' }]);
  const [draft] = decideMove(back, {
    move: 'nurture',
    handoffId: 'h1',
    answers: { tactic: ' newsletter ', revisitOn: '2026-12-01' },
    actor: marketer,
    now: monday,
    timezone: 'UTC',
    nextHandoffId: 'h2',
    definition: null,
    facts: {},
  });
  expect(draft).toEqual({ body: { type: 'nurtured', revisitOn: '2026-12-01' }, handoffId: 'h1', cycle: 1, text: { tactic: 'newsletter' } });
});

describe('a lead that goes back and forth', () => {
  /** Sent back so many times, and with marketing again. */
  const sentBack = (times: number, by: string): Lead => {
    let lead = back;
    for (let cycle = 2; cycle <= times + 1; cycle += 1) {
      lead = after(lead, [happened({ type: 'resubmitted', attribution: noAttribution, isTest: false }, `h${cycle}`, cycle)], by);
      lead = after(lead, [happened({ type: 'returned', reason: 'no_need', cause: 'person' }, `h${cycle}`, cycle)]);
    }
    return lead;
  };
  const again = (lead: Lead, actor = marketer) =>
    ask(lead, { move: 'resubmit', actor, handoffId: lead.handoffs.at(-1)?.id ?? '', answers: { whatChanged: 'wrote again' } });

  test('three times by people; the fourth is for a manager', () => {
    expect(again(sentBack(2, 'U0MIA'))).toHaveLength(1);
    const refused = refusal(() => again(sentBack(3, 'U0MIA')));
    expect([refused.code, refused.message]).toEqual(['not_allowed', expect.stringMatching(/3 times already.*for a manager/)]);
    expect(again(sentBack(3, 'U0MIA'), manager)).toHaveLength(1);
  });

  test('what came back by itself does not count', () => {
    expect(again(sentBack(5, 'system'))).toHaveLength(1);
  });
});

describe('a move that is not possible is refused in a sentence that helps', () => {
  test.each<[string, Lead, Partial<MoveRequest> & Pick<MoveRequest, 'move'>, string, RegExp]>([
    ['F22: my own claim twice', held, { move: 'claim' }, 'not_legal', /You have this lead already/],
    ['claim on somebody else names the owner', held, { move: 'claim', actor: otherRep }, 'not_legal', /already with <@U0KIM>/],
    [
      'F31: a verdict after a verdict says who',
      qualified,
      { move: 'unqualified', answers: { reason: 'no_need' }, actor: otherRep },
      'not_legal',
      /already qualified, by <@U0KIM>/,
    ],
    ['F28: a claim after the verdict', unqualified, { move: 'claim', actor: otherRep }, 'not_legal', /already unqualified/],
    ['a claim on a returned lead', back, { move: 'claim', actor: otherRep }, 'not_legal', /already with marketing/],
    ['F34: claim by marketing', fresh, { move: 'claim', actor: marketer }, 'not_allowed', /for sales and managers/],
    ['F34: a stranger', fresh, { move: 'claim', actor: nobody }, 'not_allowed', /Ask a manager/],
    ['F34: release by another rep', held, { move: 'release', actor: otherRep }, 'not_allowed', /its owner <@U0KIM>/],
    ['F34: release by a stranger', held, { move: 'release', actor: nobody }, 'not_allowed', /Ask a manager/],
    ['F34: send back by a rep', back, { move: 'resubmit', answers: { whatChanged: 'x' } }, 'not_allowed', /for marketing and managers/],
    ['an attempt by marketing', held, { move: 'attempt', actor: marketer }, 'not_allowed', /for sales and managers/],
    ['an attempt after the verdict', unqualified, { move: 'attempt' }, 'not_legal', /already unqualified/],
    ['an attempt on a returned lead', back, { move: 'attempt' }, 'not_legal', /already with marketing/],
    ['release of a lead that nobody has', fresh, { move: 'release' }, 'not_legal', /Nobody has this lead/],
    ['nothing after erasure', erased, { move: 'claim' }, 'erased', /erased on request/],
    [
      'an older card',
      after(back, [{ body: { type: 'resubmitted', attribution: noAttribution, isTest: false }, handoffId: 'h2', cycle: 2 }]),
      { move: 'change_verdict' },
      'older_handoff',
      /earlier handoff/,
    ],
  ])('%s', (_name, lead, request, code, sentence) => {
    const refused = refusal(() => ask(lead, request));
    expect(refused.code).toBe(code);
    expect(refused.message).toMatch(sentence);
  });

  test.each<[string, Partial<MoveRequest> & Pick<MoveRequest, 'move'>, string, RegExp]>([
    ['no reason', { move: 'unqualified' }, 'reason', /Choose a reason/],
    [
      'a reason of the other side',
      { move: 'unqualified', answers: { reason: 'clear_need' } },
      'reason',
      /“Clear need” is not a reason for Unqualified/,
    ],
    ['Other without a note', { move: 'unqualified', answers: { reason: 'other', note: '  ' } }, 'note', /With “Other”/],
    ['Not now without a date', { move: 'unqualified', answers: { reason: 'bad_timing' } }, 'notBefore', /choose the date/],
    [
      'a date that is past',
      { move: 'unqualified', answers: { reason: 'bad_timing', notBefore: '2026-11-23' } },
      'notBefore',
      /after today/,
    ],
    ['a return with a verdict’s reason', { move: 'return', answers: { reason: 'wrong_person' } }, 'reason', /not a reason for a return/],
    ['a note without words', { move: 'note', answers: {} }, 'note', /Write the note/],
    ['nobody to assign it to', { move: 'assign', actor: manager }, 'assignTo', /Choose who should have/],
  ])('under its field: %s', (_name, request, field, sentence) => {
    const refused = refusal(() => ask(held, request));
    expect(refused.field).toBe(field);
    expect(refused.message).toMatch(sentence);
  });

  test('Change verdict: no verdict chosen, or a reason that does not fit it', () => {
    expect(refusal(() => ask(qualified, { move: 'change_verdict' })).field).toBe('verdict');
    expect(refusal(() => ask(qualified, { move: 'change_verdict', answers: { verdict: 'qualified', reason: 'no_need' } })).field).toBe(
      'reason',
    );
    expect(refusal(() => ask(back, { move: 'resubmit', actor: marketer })).field).toBe('whatChanged');
  });
});

test.each<[string, MoveRequest['answers'], string]>([
  ['no tactic', { tactic: ' ', revisitOn: '2026-12-01' }, 'tactic'],
  ['no date', { tactic: 'newsletter' }, 'revisitOn'],
  ['today', { tactic: 'newsletter', revisitOn: '2026-11-23' }, 'revisitOn'],
])('Start nurture, under its field: %s', (_what, answers, field) => {
  expect(refusal(() => ask(back, { move: 'nurture', actor: marketer, answers })).field).toBe(field);
});

test.each<[string, Lead, Partial<MoveRequest> & Pick<MoveRequest, 'move'>, string]>([
  ['assign by a rep', held, { move: 'assign', answers: { assignTo: 'U0SAM' } }, 'not_allowed'],
  ['assign a judged lead', qualified, { move: 'assign', actor: manager, answers: { assignTo: 'U0SAM' } }, 'not_legal'],
  ['nurture by a rep', back, { move: 'nurture', answers: { tactic: 'x', revisitOn: '2026-12-01' } }, 'not_allowed'],
  ['nurture twice', warming, { move: 'nurture', actor: marketer, answers: { tactic: 'x', revisitOn: '2026-12-01' } }, 'not_legal'],
])('refused: %s', (_what, lead, request, code) => {
  expect(refusal(() => ask(lead, request)).code).toBe(code);
});

test('today is the local day: 23:30 in New York is not yet tomorrow', () => {
  const late = Date.parse('2026-11-24T04:30:00Z');
  const request = { move: 'unqualified', now: late, answers: { reason: 'bad_timing', notBefore: '2026-11-24' } } as const;
  expect(ask(held, request)).toHaveLength(1);
  expect(refusal(() => ask(held, { ...request, timezone: 'Europe/Berlin' })).field).toBe('notBefore');
});

test('states after moves', () => {
  expect([fresh, held, qualified, unqualified, back, shelved, erased].map(stateOf)).toEqual([
    'new',
    'claimed',
    'qualified',
    'unqualified',
    'returned',
    'archived',
    'erased',
  ]);
});

describe('attempts', () => {
  const tried = happened({ type: 'attempted' });
  const second = 1_000;
  const attempt = (lead: Lead, now: number, actor = rep) => ask(lead, { move: 'attempt', now, actor }).map(({ type }) => type);

  test('change neither the state nor the owner nor the first touch, and are counted', () => {
    const once = after(held, [tried], 'U0SAM', monday + 60 * second);
    const [before, then] = [held.handoffs[0], once.handoffs[0]];
    expect(then).toEqual({
      ...before,
      attempts: 1,
      lastAttemptAt: monday + 60 * second,
      lastTries: [{ by: 'U0SAM', at: monday + 60 * second }],
    });
    const twice = after(once, [tried], 'U0KIM', monday + 90 * second);
    expect(twice.handoffs[0]).toMatchObject({ owner: 'U0KIM', attempts: 2, lastAttemptAt: monday + 90 * second });
  });

  test('two taps of the same person within 30 seconds are one; of two people they are two', () => {
    const once = after(held, [tried], 'U0KIM', monday);
    const slipped = refusal(() => attempt(once, monday + 30 * second - 1));
    expect(slipped.message).toMatch(/logged already/);
    expect(attempt(once, monday + 30 * second)).toEqual(['attempted']);
    expect(attempt(once, monday + second, otherRep)).toEqual(['attempted']);
    // Somebody else in between changes nothing about that.
    const between = after(once, [tried], 'U0SAM', monday + second);
    expect(refusal(() => attempt(between, monday + 2 * second)).message).toMatch(/logged already/);
  });

  test('a clock that was set back is no reason to refuse for an hour', () => {
    const once = after(held, [tried], 'U0KIM', monday);
    expect(attempt(once, monday - 3_600 * second)).toEqual(['attempted']);
    expect(() => attempt(once, monday - second)).toThrow(/logged already/);
  });

  test('of a test lead say so, so that nobody takes them for the first that was ever logged', () => {
    const trial = given([received('h1', { isTest: true }), claimed]);
    expect(ask(trial, { move: 'attempt' })).toEqual([{ type: 'attempted', isTest: true }]);
    expect(ask(held, { move: 'attempt' })).toEqual([{ type: 'attempted' }]);
  });

  test('a menu takes five: none has more in any state', () => {
    for (const state of leadStates) {
      const menu = [...movesOn('sales', state), ...movesOn('marketing', state)].filter((name) => moveOf(name).place === 'menu');
      expect(menu.length, state).toBeLessThanOrEqual(5);
    }
    expect(movesOn('sales', 'claimed').filter((name) => moveOf(name).place === 'menu')).toContain('attempt');
  });
});
