// What prospects asked, in Slack: how lists, messages and the form look, within which limits, and that everybody's words stay words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerGiven, type Question, answeredLately, askedGroups, askedIn, openFirst } from '../../../src/domain/questions/asked.ts';
import type { LeadState } from '../../../src/domain/lead.ts';
import { answeredForm, readAnsweredForm } from '../../../src/slack/blocks/answered.ts';
import { renderHome } from '../../../src/slack/blocks/home.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { questionsAnswer } from '../../../src/slack/blocks/questions.ts';
import { actionIds, answeredBlocks, clickIds, formIds } from '../../../src/slack/ids.ts';
import { decodeQuestion, encodeQuestion } from '../../../src/slack/values.ts';
import { typicalDigest } from '../../domain/report/weeks.ts';
import { reading } from './reading.ts';
import { leadAfter, posted, received, timezone } from './story.ts';
import { anyText, canary } from './strange.ts';
import { walk } from './walk.ts';
import { looksAsItDid, problemsOf, type Shown } from './look.ts';

const dayMs = 24 * 3_600_000;
const begin = Date.UTC(2026, 10, 16, 15);
const span = { fromAt: begin, toAt: begin + 7 * dayMs };
const link = 'https://fernway.test/looms';

let count = 0;
function asked(words: string, day: number, source: string | null, state: LeadState, by = 'U0KIM'): Question {
  count += 1;
  const ids = { eventId: `e-${count}`, leadId: `l-${count}`, handoffId: `h-${count}` };
  return { ...ids, words, askedAt: begin + day * dayMs, by, verdict: 'qualified', source, campaign: null, state };
}

const questions = [
  asked('Can it run our looms?', -20, 'webinar', 'won'),
  asked('can it run looms', 1, 'webinar', 'qualified'),
  asked('Does it run with looms?', 4, 'google-ads', 'qualified', 'U0SAM'),
  asked('Is there an SSO login?', 2, 'google-ads', 'unqualified'),
  asked('do you support SSO', 3, 'trade-fair', 'returned', 'U0SAM'),
  asked('SSO with Okta, does that work? My mail is bob@mill.test', 6, null, 'nurturing'),
  asked('<!channel> *Was* kostet es pro Person? https://evil.test', 5, '<@U0SAM> _ads_', 'opportunity'),
  asked('\u200b\u2066', 5, 'podcast', 'new'),
];
const answers: readonly AnswerGiven[] = [
  { id: 'view:V1', at: begin + 2 * dayMs, by: 'U0MIA', link, note: 'Since version 3; <!here> see the film.', questions: ['e-1', 'e-2'] },
];
const groups = askedGroups(questions, answers);
const lists = (all = groups) => ({ open: openFirst(all), answered: answeredLately(all), timezone });
const weekOf = (all = groups) =>
  all.flatMap((one) => {
    const week = askedIn(one, span);
    return week ? [{ week, all: one }] : [];
  });
const week = (all = groups, more = 0) =>
  renderMessage({ kind: 'questions_week', from: '2026-11-16', to: '2026-11-23', groups: weekOf(all), more, timezone });
const [given] = answers;
const [answered, open] = groups;
if (!given || !answered || !open) throw new Error('Groups are expected');

const told = (more: object = {}) =>
  renderMessage({ kind: 'answer', question: { words: 'Can it run our looms?', company: 'Engine Ltd' }, answer: given, others: 2, ...more });

const shown: Readonly<Record<string, Shown>> = {
  list: questionsAnswer({ ...lists(), mayAnswer: true }),
  'list-read-only': questionsAnswer({ ...lists(), mayAnswer: false }),
  'list-all-answered': questionsAnswer({ ...lists([answered]), mayAnswer: true }),
  'list-none': questionsAnswer({ ...lists([]), mayAnswer: true }),
  week: week(),
  'week-more': week([open], 4),
  'week-erased': week([]),
  'answer-link-and-note': told(),
  'answer-note': told({ answer: { ...given, link: null }, others: 1 }),
  'answer-link': told({ answer: { ...given, note: null }, others: 0, question: { words: 'Was kostet es?', company: null } }),
  'answer-erased': told({ question: null, others: 0 }),
  form: answeredForm(open, 'v1:e-4'),
  'form-again': answeredForm(answered, 'v1:e-1'),
};

describe('how it looks', () => {
  looksAsItDid('questions', shown);

  it.each(Object.entries(shown))('%s is within Slack’s limits, and only what is listened to can be pressed', (_, view) => {
    expect(problemsOf(view)).toEqual([]);
    const { actionIds: ids, values, mentions } = walk(view);
    expect(ids.filter((id) => id !== actionIds.answer && !clickIds.includes(id))).toEqual([]);
    expect(values.filter((value) => value.startsWith('v1:')).map(decodeQuestion)).not.toContain(null);
    expect(mentions.filter((id) => id !== 'U0MIA')).toEqual([]);
    if ('type' in view && view.type === 'modal') expect(formIds).toContain(view.callback_id);
  });

  it('says counts, sources, how leads stand and when', () => {
    const list = reading(questionsAnswer({ ...lists(), mayAnswer: true }).blocks);
    expect(list).toContain('(e-mail address)');
    expect(list).toContain('*2 ×* · google-ads 1, trade-fair 1 · unqualified 1, with marketing 1 · last ');
    expect(list).toContain('*1 ×* · no source 1 · being warmed up 1 · last ');
    expect(list).toContain('asked 1 × since');
    expect(list.indexOf('SSO')).toBeLessThan(list.indexOf('Answered lately'));
  });
});

describe('App Home', () => {
  const row = { record: leadAfter([received, posted]), handoffId: 'h_01', link: 'https://example.slack.com/archives/C0LEADS/p1' };
  const rows = Array.from({ length: 20 }, () => row);
  const many = Array.from({ length: 9 }, (_, index) => ({ ...open, id: `e-${index}`, count: 9 - index }));
  const home = (more: object) =>
    renderHome({
      isSetUp: true,
      roles: ['sales', 'marketing', 'manager'],
      mine: rows,
      waiting: { rows, total: 40 },
      returned: { rows, total: 40 },
      questions: many,
      timezone,
      ...more,
    });

  it('shows five of them with a button each, below full lists, and loses nothing of what comes after', () => {
    for (const more of [{}, { quality: typicalDigest().week, lastChange: { version: 3, at: begin, by: 'U0MAX' } }]) {
      const view = home(more);
      expect(problemsOf(view)).toEqual([]);
      const { actionIds: ids } = walk(view);
      expect(ids.filter((id) => id === actionIds.answered)).toHaveLength(5);
      expect(JSON.stringify(view)).toContain('4 more: /lead questions');
      if ('quality' in more) expect(ids).toContain(actionIds.settings);
    }
  });

  it('has no section where nothing is open', () => {
    expect(JSON.stringify(home({ questions: [] }))).not.toContain('What prospects ask');
  });
});

describe('anything that people write', () => {
  it('keeps within limits and stays inert', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, fc.webUrl(), (words, source, note, url) => {
        const many = Array.from({ length: 12 }, (_, index) =>
          asked(`${canary}${words} ${'word '.repeat(60)}${index}`, 1, `${canary}${source}${index % 5}`, 'won'),
        );
        const answer = { id: 'view:V1', at: begin, by: 'U0MIA', link: url, note: `${canary}${note}`.slice(0, 500), questions: [] };
        const [one, ...others] = many.map((question) => askedGroups([question], [])[0]).filter((group) => group !== undefined);
        if (!one) return;
        const all = others.map((group, index) => (index % 2 ? { ...group, answer } : group));
        const views: Shown[] = [
          questionsAnswer({ ...lists([one, ...all]), mayAnswer: true }),
          week([one, ...all].slice(0, 10), 2),
          renderMessage({ kind: 'answer', question: { words: `${canary}${words}`, company: `${canary}${source}` }, answer, others: 3 }),
          answeredForm(one, 'v1:e-1'),
        ];
        for (const view of views) {
          expect(problemsOf(view)).toEqual([]);
          const { texts, mentions, urls } = walk(view);
          for (const { kind, text } of texts) if (kind === 'mrkdwn') expect(text).not.toContain(canary);
          expect(mentions.filter((id) => id !== 'U0MIA')).toEqual([]);
          expect(urls.filter((found) => found !== url)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a button carries', () => {
  it('is read back, and what nobody wrote is nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w:-]{1,72}$/), (id) => {
        expect(decodeQuestion(encodeQuestion(id))).toBe(id);
      }),
    );
    for (const value of [undefined, null, '', 'v2:e-1', 'e-1', 'v1:', 'v1:a b', `v1:${'x'.repeat(73)}`])
      expect(decodeQuestion(value)).toBeNull();
    expect(encodeQuestion('not an id')).toBeNull();
    expect(decodeQuestion('v1:019ab0c2-7e1f-7c11-9e0a-0242ac120002')).toBe('019ab0c2-7e1f-7c11-9e0a-0242ac120002');
  });

  it('the form is read back as it was typed', () => {
    const values = { [answeredBlocks.link]: { answer: { value: link } }, [answeredBlocks.note]: { answer: { value: '  ' } } };
    expect(readAnsweredForm(values)).toEqual({ link, note: null });
  });
});
