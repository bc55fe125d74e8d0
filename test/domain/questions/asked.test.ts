// Groups of questions: how often, from where, how their leads stand, answered or not, and asked again since.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type AnswerGiven,
  type Question,
  answeredLately,
  askedGroups,
  askedIn,
  openFirst,
} from '../../../src/domain/questions/asked.ts';
import { readAnswer, webAddress } from '../../../src/domain/questions/answering.ts';

const dayMs = 24 * 60 * 60 * 1000;
const begin = Date.UTC(2026, 10, 2);

function asked(eventId: string, words: string, day: number, more: Partial<Question> = {}): Question {
  const ids = { eventId, leadId: `l-${eventId}`, handoffId: `h-${eventId}` };
  const rest = { by: 'U0KIM', verdict: 'qualified', source: 'webinar', campaign: null, state: 'qualified' } as const;
  return { ...ids, words, askedAt: begin + day * dayMs, ...rest, ...more };
}

function answered(id: string, day: number, questions: readonly string[], more: Partial<Answer> = {}): AnswerGiven {
  return { id, at: begin + day * dayMs, by: 'U0MIA', link: 'https://fernway.test/looms', note: null, questions, ...more };
}

const looms = [
  asked('q1', 'Can it run our looms?', 0),
  asked('q2', 'Does it run with looms?', 5, { source: ' Webinar ', state: 'won', by: 'U0SAM' }),
  asked('q3', 'can it run looms', 9, { source: 'google-ads' }),
];
const sso = [asked('q4', 'Is there an SSO login?', 3, { source: null, state: 'unqualified' })];

describe('a group', () => {
  it('counts handoffs, by source and by how they stand now', () => {
    const [group, ...others] = askedGroups([...looms, ...sso], []);
    expect(group).toMatchObject({
      id: 'q1',
      count: 3,
      sources: [
        { name: 'webinar', count: 2 },
        { name: 'google-ads', count: 1 },
      ],
      stages: [
        { name: 'qualified', count: 2 },
        { name: 'won', count: 1 },
      ],
      firstAt: begin,
      lastAt: begin + 9 * dayMs,
      answer: null,
      askedSince: 0,
    });
    expect(others.map(({ id, sources }) => [id, sources])).toEqual([['q4', [{ name: null, count: 1 }]]]);
  });

  // A verdict that is given anew brings the question along: that is one prospect who asked, not two.
  it('counts a handoff once, however often its verdict was given', () => {
    const again = asked('q5', 'Can it run our looms?', 6, { handoffId: 'h-q1', leadId: 'l-q1' });
    const [group] = askedGroups([...looms, again], []);
    expect(group?.count).toBe(3);
    expect(group?.sources.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(group?.questions).toHaveLength(4);
  });

  it('is answered where an answer covers one of its questions, and says how often it was asked since', () => {
    const [group] = askedGroups([...looms, ...sso], [answered('a1', 1, ['q1'])]);
    expect(group?.answer).toMatchObject({ id: 'a1', by: 'U0MIA' });
    expect(group?.askedSince).toBe(2);
    const [erased] = askedGroups(looms.slice(1), [answered('a1', 6, ['q1', 'q2'])]);
    expect(erased).toMatchObject({ id: 'q2', askedSince: 1, answer: { id: 'a1' } });
  });

  it('shows the newest answer, also where an older one covers a later question', () => {
    const answers = [answered('a1', 1, ['q1', 'q3']), answered('a2', 10, ['q1', 'q2'], { note: 'Now also with steam.' })];
    const [group] = askedGroups(looms, answers);
    expect(group).toMatchObject({ answer: { id: 'a2', note: 'Now also with steam.' }, askedSince: 0 });
  });

  it('is not answered by the answer to another one', () => {
    const groups = askedGroups([...looms, ...sso], [answered('a1', 4, ['q4'])]);
    expect(groups.map(({ answer }) => answer?.id ?? null)).toEqual([null, 'a1']);
    expect(openFirst(groups).map(({ id }) => id)).toEqual(['q1']);
    expect(answeredLately(groups).map(({ id }) => id)).toEqual(['q4']);
  });

  it('in a span: only what was asked there, with the answer whenever it was given', () => {
    const [group] = askedGroups(looms, [answered('a1', 20, ['q1'])]);
    const week = group && askedIn(group, { fromAt: begin + 5 * dayMs, toAt: begin + 9 * dayMs });
    expect(week).toMatchObject({ id: 'q2', count: 1, sources: [{ name: 'webinar', count: 1 }], answer: { id: 'a1' } });
    expect(group && askedIn(group, { fromAt: begin + dayMs, toAt: begin + 5 * dayMs })).toBeNull();
  });

  it('the order in which the store tells them does not matter, nor that of equal times', () => {
    const many = [...looms, ...sso, asked('q0', 'What does it cost?', 3), asked('q9', 'what is the cost', 3)];
    const answers = [answered('a1', 4, ['q9'])];
    const groups = askedGroups(many, answers);
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (order) => {
        expect(askedGroups(order, answers)).toEqual(groups);
      }),
    );
  });

  it('keeps its name when more is asked', () => {
    const before = askedGroups([...looms, ...sso], []).map(({ id }) => id);
    const more = [asked('q6', 'Will it run on looms at night?', 12), asked('q7', 'Was kostet das?', 13)];
    expect(askedGroups([...looms, ...sso, ...more], []).map(({ id }) => id)).toEqual([...before, 'q7']);
  });
});

describe('the list', () => {
  it('has what was asked most first; of equals what was asked last', () => {
    const groups = askedGroups([...sso, asked('q8', 'Was kostet das?', 4), ...looms], []);
    expect(openFirst(groups).map(({ id, count }) => [id, count])).toEqual([
      ['q1', 3],
      ['q8', 1],
      ['q4', 1],
    ]);
  });
});

describe('an answer', () => {
  it.each([
    [' https://fernway.test/looms ', null, { link: 'https://fernway.test/looms', note: null }],
    [null, ' Yes, from version 3. ', { link: null, note: 'Yes, from version 3.' }],
    ['http://fernway.test/ä', 'x', { link: 'http://fernway.test/%C3%A4', note: 'x' }],
  ])('%j and %j is one', (link, note, answer) => {
    expect(readAnswer({ link, note })).toEqual({ answer });
  });

  it.each([
    [null, null, 'link'],
    ['  ', ' \n', 'link'],
    ['fernway.test/looms', null, 'link'],
    ['javascript:alert(1)', null, 'link'],
    ['data:text/html,x', null, 'link'],
    ['ftp://fernway.test', null, 'link'],
    ['https://bank.test@evil.test/', null, 'link'],
    ['https://fernway.test/a b', null, 'link'],
    [`https://fernway.test/${'a'.repeat(300)}`, null, 'link'],
    [`https://fernway.test/${'ä'.repeat(100)}`, null, 'link'],
    ['https://fernway.test', 'n'.repeat(501), 'note'],
  ])('%j and %j is none: told under %s', (link, note, field) => {
    expect(readAnswer({ link, note })).toMatchObject({ fault: { field } });
  });

  it('a link is always one that opens a web page', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `https://${text}`),
        ),
        (text) => {
          const url = webAddress(text);
          if (url !== null) expect(url).toMatch(/^https?:\/\/[^\s<>|"@/]+\//);
        },
      ),
    );
  });
});
