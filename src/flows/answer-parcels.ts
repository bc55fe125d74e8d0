// What reps hear of an answer to a question that they passed on: when it is given, and when they pass on one that was answered before.
import type { Entry } from '../outbox.ts';
import { answerEntry } from './answers.ts';
import type { Context, Parcel } from './parcel.ts';
import { answersGiven, groupWith, questionGroups } from './questions.ts';

/** To one rep: the question, and the answer. Who was forgotten is not named any more, nor what they asked. */
export async function answerParcel({ desk }: Pick<Context, 'desk'>, entry: Entry): Promise<Parcel | null> {
  const { store } = desk;
  const { workspaceId } = entry;
  const { answer: answerId = '', question: questionId = '', lead: leadId = '' } = entry.about ?? {};
  const answer = (await answersGiven(store, workspaceId)).find(({ id }) => id === answerId);
  // Named before its words are read: who is forgotten in between is taken out of what stands then.
  await store.outbox.name(workspaceId, entry.key, [leadId]);
  const record = await store.lead(workspaceId, leadId);
  const words = record?.texts.get(questionId)?.question;
  if (entry.ts === null && (!answer || !words)) return null;
  // Told before a backup was put back that knows nothing of the answer.
  if (!answer) return words ? null : { to: entry.channel ?? entry.lane, message: { kind: 'erased' } };
  const group = groupWith(await questionGroups(store, workspaceId), questionId);
  const others = new Set((group?.questions ?? []).flatMap((one) => (one.leadId === leadId ? [] : [one.handoffId]))).size;
  const question = words ? { words, company: record?.profile.company ?? null } : null;
  return { to: entry.channel ?? entry.lane, message: { kind: 'answer', question, answer, others } };
}

/** Was the question of this handoff answered before? Then the rep hears of it, once for each answer. Posts nothing itself. */
export async function askedParcel({ desk }: Pick<Context, 'desk'>, entry: Entry): Promise<null> {
  const { store } = desk;
  const { workspaceId } = entry;
  const { handoff = '', rep = '' } = entry.about ?? {};
  const groups = await questionGroups(store, workspaceId);
  for (const { answer, questions } of groups) {
    const question = questions.findLast(({ handoffId, by }) => handoffId === handoff && by === rep);
    const told = answer && question ? answerEntry(answer.id, answer.by, question) : null;
    if (told && !(await store.outbox.byKey(workspaceId, told.key))) await store.outbox.enqueue(workspaceId, [told]);
  }
  return null;
}
