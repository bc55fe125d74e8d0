// Answers to what prospects asked: who hears of them, once each, and who does not.
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/domain/roles.ts';
import { parseSettings } from '../../src/domain/settings.ts';
import { type AnswerRequest, answerQuestions, askedEntry } from '../../src/flows/answers.ts';
import { askedParcel } from '../../src/flows/answer-parcels.ts';
import { kinds } from '../../src/flows/deliver.ts';
import { eraseLead } from '../../src/flows/leads.ts';
import { questionsWeekParcel } from '../../src/flows/questions-week.ts';
import { questionGroups, questionList } from '../../src/flows/questions.ts';
import type { Entry } from '../../src/outbox.ts';
import { memoryStore } from '../world/memory-store.ts';
import { appended, received, someTime, storedLead } from '../sqlite/sample-leads.ts';

const dayMs = 24 * 60 * 60 * 1000;
const judged = { type: 'judged', verdict: 'qualified', reason: 'clear_need' } as const;
const mia: Actor = { id: 'U0MIA', roles: ['marketing'] };
const loomQuestion = 'Can it run our looms?';

async function begin() {
  let now = someTime;
  const store = await memoryStore(() => now);
  const { id: w } = await store.workspace();
  const desk = { store, now: () => now, newId: () => 'never used' };
  let count = 0;
  /** Returns the event id of the question. */
  const asks = async (by: string, question: string): Promise<string> => {
    count += 1;
    const id = `L${count}`;
    await store.commit(received(w, id, { at: now }));
    await store.commit(appended(w, await storedLead(store, w, id), [judged], { by, at: now, texts: { question } }));
    return `${id}-2`;
  };
  const answer = (questionId: string, more: Partial<AnswerRequest> = {}) =>
    answerQuestions(desk, w, { actor: mia, requestId: 'view:V1', questionId, link: null, note: 'Yes.', ...more });
  const told = async (answerId: string, rep: string): Promise<Entry | null> => store.outbox.byKey(w, `answer:${answerId}:${rep}`);
  return { store, w, desk, asks, answer, told, later: (ms: number) => void (now += ms) };
}

describe('an answer', () => {
  it('is told once to each rep who asked, about the newest of their own questions', async () => {
    const { store, w, asks, answer, told } = await begin();
    const first = await asks('U0KIM', loomQuestion);
    await asks('U0SAM', 'Does it run with looms?');
    const second = await asks('U0KIM', 'can it run looms');
    await asks('U0LEE', 'Is there an SSO login?');
    expect(await answer(first)).toEqual({ isRepeated: false });
    expect(await answer(first)).toEqual({ isRepeated: true });
    expect(await told('view:V1', 'U0KIM')).toMatchObject({
      kind: 'answer',
      lane: 'U0KIM',
      revision: 1,
      about: { answer: 'view:V1', question: second, lead: 'L3' },
    });
    expect(await told('view:V1', 'U0SAM')).toMatchObject({ lane: 'U0SAM' });
    expect(await told('view:V1', 'U0LEE')).toBeNull();
    const [line] = await store.ledger.read(w, 'answer', '');
    expect(line?.body).toEqual({ questions: ['L1-2', 'L2-2', 'L3-2'], link: null, note: 'Yes.' });
  });

  it('is told neither to reps of imported history, who are names, nor to whoever gave it', async () => {
    const { asks, answer, told } = await begin();
    const first = await asks('system', loomQuestion);
    await asks('U0MAX', 'Does it run with looms?');
    await answer(first, { actor: { id: 'U0MAX', roles: ['sales', 'manager'] } });
    expect(await told('view:V1', 'system')).toBeNull();
    expect(await told('view:V1', 'U0MAX')).toBeNull();
  });

  it('is refused to sales, to a question that is gone, and without a word', async () => {
    const { store, w, asks, answer } = await begin();
    const first = await asks('U0KIM', loomQuestion);
    await expect(answer(first, { actor: { id: 'U0KIM', roles: ['sales'] } })).rejects.toThrow('marketing and managers');
    await expect(answer('L9-2')).rejects.toThrow('not there any more');
    expect(await answer(first, { note: ' ' })).toMatchObject({ fault: { field: 'link' } });
    expect(await store.ledger.read(w, 'answer', '')).toEqual([]);
  });

  it('shows no link that is none, whatever stands in the book', async () => {
    const { store, w, asks } = await begin();
    const first = await asks('U0KIM', loomQuestion);
    const body = { questions: [first, 7, null], link: 'javascript:alert(1)', note: 3 };
    await store.ledger.append(w, { id: 'x', topic: 'answer', subject: '', at: someTime, by: 'U0MIA', body }, 0, []);
    const [group] = await questionGroups(store, w);
    expect(group?.answer).toMatchObject({ link: null, note: null, questions: [first] });
  });
});

describe('who asks what was answered', () => {
  const entryFor = (handoff: string, rep: string): Entry => ({
    ...askedEntry('view:V9', handoff, rep, 'C0MKTG', someTime),
    id: '1',
    workspaceId: 'w',
    state: 'sending',
    revision: 1,
    attempt: 1,
    startedAt: someTime,
    channel: null,
    ts: null,
    generation: 0,
    isDoubtful: false,
    error: null,
  });

  it('hears of the answer, once however often it is looked at, and nobody else does', async () => {
    const { desk, store, w, asks, answer, told, later } = await begin();
    await answer(await asks('U0KIM', loomQuestion));
    later(dayMs);
    await asks('U0SAM', 'Does it run with looms?');
    const entry = { ...entryFor('L2.1', 'U0SAM'), workspaceId: w };
    expect(await askedParcel({ desk }, entry)).toBeNull();
    await askedParcel({ desk }, entry);
    expect(await told('view:V1', 'U0SAM')).toMatchObject({ revision: 1, about: { question: 'L2-2' } });
    // Kim heard of it when it was given.
    await asks('U0KIM', 'can it run looms');
    await askedParcel({ desk }, { ...entryFor('L3.1', 'U0KIM'), workspaceId: w });
    expect(await told('view:V1', 'U0KIM')).toMatchObject({ revision: 1, about: { question: 'L1-2' } });
    expect((await store.outbox.counts(w)).byState.pending).toBe(2);
  });

  it('hears nothing where nobody has answered, nor of the answer to something else', async () => {
    const { desk, store, w, asks, answer } = await begin();
    await answer(await asks('U0KIM', 'Is there an SSO login?'));
    await asks('U0SAM', 'Does it run with looms?');
    await askedParcel({ desk }, { ...entryFor('L2.1', 'U0SAM'), workspaceId: w });
    expect((await store.outbox.counts(w)).byState.pending).toBe(1);
  });

  // A look that came at once could be before the line of an answer whose reading was before the question: nobody would be told.
  it('is looked at a while later, so that an answer that is being written is in the book by then', () => {
    expect((entryFor('L1.1', 'U0KIM').dueAt ?? 0) - someTime).toBeGreaterThanOrEqual(5_000);
    expect(kinds.asked.isSentAgainInDoubt).toBe(false);
  });
});

it('the list is of the last 90 days, by groups that were built of everything', async () => {
  const { desk, w, asks, answer, later } = await begin();
  const first = await asks('U0KIM', loomQuestion);
  await asks('U0KIM', 'Is there an SSO login?');
  await answer(first);
  later(100 * dayMs);
  expect(await questionList(desk, w)).toEqual({ open: [], answered: [] });
  await asks('U0SAM', 'Does it run with looms?');
  const { open, answered } = await questionList(desk, w);
  expect(open).toEqual([]);
  // Answered a hundred days ago, for a question that is not shown any more.
  expect(answered).toMatchObject([{ count: 1, askedSince: 1, answer: { id: 'view:V1' } }]);
});

it('somebody who is forgotten while the week is put together is not in it', async () => {
  const { store, w, desk, asks } = await begin();
  const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, timezone: 'UTC' });
  if ('problems' in parsed) throw new Error('Settings that cannot be used');
  await store.applySettings(w, parsed.settings, someTime, 'system');
  await asks('U0KIM', loomQuestion);
  await asks('U0SAM', 'Is there an SSO login?');
  const day = new Date(someTime).toISOString().slice(0, 10);
  const about = { from: day, to: new Date(someTime + dayMs).toISOString().slice(0, 10), dueAt: String(someTime) };
  const key = 'questions:w:week';
  await store.outbox.enqueue(w, [{ key, kind: 'questions_week', lane: 'C0LEADS', rank: 1, about }]);
  const entry = await store.outbox.byKey(w, key);
  if (!entry) throw new Error('No entry');
  // The words were read, and in the next moment the person is forgotten.
  let isForgotten = false;
  const outbox: typeof store.outbox = {
    ...store.outbox,
    async name(...named) {
      if (!isForgotten) await eraseLead({ ...desk, newId: () => 'erased' }, w, 'L1', 'U0MAX');
      isForgotten = true;
      await store.outbox.name(...named);
    },
  };
  const parcel = await questionsWeekParcel({ desk: { ...desk, store: { ...store, outbox } } }, entry);
  expect(isForgotten).toBe(true);
  expect(JSON.stringify(parcel)).toContain('SSO');
  expect(JSON.stringify(parcel)).not.toContain('looms');
});
