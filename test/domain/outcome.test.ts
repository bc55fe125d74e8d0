// What may be said of a deal after what: first, again, corrected, refused.
import { describe, expect, test } from 'vitest';
import type { Draft } from '../../src/domain/decide.ts';
import { consequences } from '../../src/domain/consequences.ts';
import { fold } from '../../src/domain/evolve.ts';
import { type EventBody, type Outcome, latestHandoff, stateOf } from '../../src/domain/lead.ts';
import { type OutcomeSaid, decideOutcome, isNews } from '../../src/domain/outcome.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { after, given, happened, monday, received, stamp } from './given.ts';

const hourMs = 3_600_000;
const said = (outcome: Outcome, more: Partial<OutcomeSaid> = {}): OutcomeSaid => ({
  outcome,
  amount: null,
  currency: null,
  occurredAt: null,
  ...more,
});
const outcome = (name: Outcome, amount?: number, currency?: string): Draft =>
  happened({ type: 'outcome', outcome: name, ...(amount === undefined ? {} : { amount }), ...(currency ? { currency } : {}) });
const euros = { amount: 12, currency: 'EUR' };
const now = monday + 100 * hourMs;

function codeOf(decide: () => unknown): string {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'fine';
}

const claimed: EventBody = { type: 'claimed' };
const returned: EventBody = { type: 'returned', reason: 'no_need', cause: 'person' };

describe('the first outcome', () => {
  test.each<[string, readonly Draft[]]>([
    ['new', [received()]],
    ['claimed', [received(), happened(claimed)]],
    ['qualified', [received(), happened({ type: 'judged', verdict: 'qualified', reason: 'clear_need' })]],
    ['unqualified', [received(), happened({ type: 'judged', verdict: 'unqualified', reason: 'no_need' })]],
    ['returned', [received(), happened(returned)]],
    ['nurturing', [received(), happened(returned), happened({ type: 'nurtured' })]],
    ['archived', [received(), happened(returned), happened({ type: 'archived' })]],
    ['archived', [received('h1', { isHistory: true })]],
  ])('may follow %s', (state, drafts) => {
    const lead = given(drafts);
    expect(stateOf(lead)).toBe(state);
    for (const name of ['opportunity', 'won', 'lost'] as const) {
      const step = decideOutcome(lead, said(name, euros), now);
      expect(step).toMatchObject({
        kind: 'recorded',
        at: now,
        draft: { handoffId: 'h1', body: { type: 'outcome', outcome: name, ...euros } },
      });
      if (step.kind !== 'same') expect(stateOf(after(lead, [step.draft]))).toBe(name);
    }
  });

  test('not after erased', () => {
    expect(codeOf(() => decideOutcome(given([received(), happened({ type: 'erased' })]), said('won'), now))).toBe('erased');
  });
});

describe('another one', () => {
  test.each<[Outcome, Outcome, string]>([
    ['opportunity', 'opportunity', 'same'],
    ['opportunity', 'won', 'recorded'],
    ['opportunity', 'lost', 'recorded'],
    ['won', 'won', 'same'],
    ['won', 'lost', 'not_legal'],
    ['won', 'opportunity', 'not_legal'],
    ['lost', 'lost', 'same'],
    ['lost', 'won', 'not_legal'],
    ['lost', 'opportunity', 'not_legal'],
  ])('after %s, %s: %s', (before, then, expected) => {
    const lead = given([received(), outcome(before)]);
    const code = codeOf(() => expect(decideOutcome(lead, said(then), now).kind).toBe(expected));
    expect(code).toBe(expected === 'not_legal' ? 'not_legal' : 'fine');
  });

  test.each<[string, Partial<OutcomeSaid>, object]>([
    ['the same', euros, { kind: 'same' }],
    ['less said', {}, { kind: 'same' }],
    ['another date alone', { occurredAt: { at: monday, isDateOnly: false } }, { kind: 'same' }],
    ['another amount', { amount: 13 }, { kind: 'corrected', at: monday, draft: { body: { amount: 13, currency: 'EUR' } } }],
    ['nothing instead', { amount: 0 }, { kind: 'corrected', draft: { body: { amount: 0, currency: 'EUR' } } }],
    ['another currency', { currency: 'USD' }, { kind: 'corrected', draft: { body: { amount: 12, currency: 'USD' } } }],
    [
      'another amount and date',
      { amount: 13, occurredAt: { at: now - hourMs, isDateOnly: false } },
      { kind: 'corrected', at: now - hourMs },
    ],
  ])('%s', (_, more, expected) => {
    expect(decideOutcome(given([received(), outcome('won', 12, 'EUR')]), said('won', more), now)).toMatchObject(expected);
  });

  test('a won deal keeps the currency of its opportunity, not its amount', () => {
    const step = decideOutcome(given([received(), outcome('opportunity', 12, 'EUR')]), said('won'), now);
    expect(step).toMatchObject({ kind: 'recorded', draft: { body: { type: 'outcome', outcome: 'won', currency: 'EUR' } } });
    expect(step.kind !== 'same' && 'amount' in step.draft.body).toBe(false);
  });

  test('the next handoff takes outcomes of its own', () => {
    const lead = given([received(), outcome('lost'), { ...received('h2'), cycle: 2 }]);
    expect(decideOutcome(lead, said('won'), now)).toMatchObject({ kind: 'recorded', draft: { handoffId: 'h2', cycle: 2 } });
  });
});

describe('its date', () => {
  test.each<[string, OutcomeSaid['occurredAt'], number | string]>([
    ['is now where none is given', null, now],
    ['is never ahead', { at: now + hourMs, isDateOnly: false }, now],
    ['is never before the handoff', { at: monday - 23 * hourMs, isDateOnly: true }, monday],
    ['lies before the lead', { at: monday - 25 * hourMs, isDateOnly: false }, 'too_early'],
  ])('%s', (_, occurredAt, expected) => {
    const decide = () => decideOutcome(given([received()]), said('won', { occurredAt }), now);
    if (typeof expected === 'string') expect(codeOf(decide)).toBe(expected);
    else expect(decide()).toMatchObject({ at: expected });
  });
});

describe('what follows', () => {
  const settings = settingsSchema.parse({ channels: { leads: 'C0LEADS', marketing: 'C0MKTG' } });
  const kindsAfter = (drafts: readonly Draft[]) => {
    const events = stamp(drafts);
    const [lead, last] = [fold(events), events.at(-1)];
    if (!lead || !last) throw new Error('nothing happened');
    return consequences(last, lead, { settings, facts: {}, today: '2026-11-23' }).map(({ key, kind, lane }) =>
      kind === 'win' ? `${key} ${lane}` : kind,
    );
  };

  test.each<[string, readonly Draft[], readonly string[]]>([
    ['won', [received(), outcome('won')], ['card', 'line', 'win:h1 C0LEADS']],
    ['won, corrected', [received(), outcome('won', 1), outcome('won', 2)], ['card', 'line', 'win:h1 C0LEADS']],
    ['won after a return', [received(), happened(returned), outcome('won')], ['card', 'line', 'marketing_card', 'win:h1 C0LEADS']],
    ['lost', [received(), outcome('lost')], ['card', 'line']],
    ['an opportunity', [received(), outcome('opportunity')], ['card', 'line']],
    ['a trial run', [received('h1', { isTest: true }), outcome('won')], ['card', 'line']],
    ['history', [received('h1', { isHistory: true }), outcome('won')], []],
  ])('%s', (_, drafts, expected) => {
    expect(kindsAfter(drafts)).toEqual(expected);
  });

  test.each<[string, readonly [name: Outcome, daysLate: number, isDateOnly?: true][], boolean]>([
    ['told at once', [['won', 0]], true],
    ['fourteen days late', [['won', 14]], true],
    ['later still', [['won', 14.01]], false],
    ['later still, of a day that was not over before', [['won', 14.99, true]], true],
    ['of a day that was over before', [['won', 15.01, true]], false],
    [
      'corrected a month after it was news',
      [
        ['won', 0],
        ['won', 30],
      ],
      true,
    ],
    [
      'corrected from an old date to one that is news',
      [
        ['won', 40],
        ['won', 3],
      ],
      true,
    ],
    [
      'an old win after a fresh opportunity',
      [
        ['opportunity', 0],
        ['won', 15],
      ],
      false,
    ],
  ])('a win is news: %s', (_, outcomes, expected) => {
    const events = stamp([
      received(),
      ...outcomes.map(([name, , isDateOnly]) => happened({ type: 'outcome', outcome: name, ...(isDateOnly ? { isDateOnly } : {}) })),
    ]).map((event, index) => ({ ...event, recordedAt: event.at + (outcomes[index - 1]?.[1] ?? 0) * 24 * hourMs }));
    expect(isNews(events, 'h1')).toBe(expected);
    expect(isNews(events, 'h2')).toBe(false);
  });

  test('a trial run says so in its event', () => {
    const step = decideOutcome(given([received('h1', { isTest: true })]), said('won'), now);
    expect(step).toMatchObject({ draft: { body: { isTest: true } } });
    expect(latestHandoff(given([received('h1', { isTest: true })])).isTest).toBe(true);
  });
});
