// Marketing answers what prospects asked: once for the whole group, and every rep who passed such a question on hears of it.
import type { NewEntry } from '../domain/consequences.ts';
import { type AnswerFault, type AnswerTyped, readAnswer } from '../domain/questions/answering.ts';
import type { AskedGroup, Question } from '../domain/questions/asked.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/roles.ts';
import { writeLine } from './book.ts';
import { groupWith, questionGroups } from './questions.ts';
import { weekAgain } from './questions-week.ts';
import type { Desk } from './record.ts';

/** @throws Refusal for whoever is neither of marketing nor a manager */
export function checkAnswerRole({ roles }: Actor): void {
  if (mayAnswer(roles)) return;
  throw new Refusal(
    'not_allowed',
    '“Answered by” is for marketing and managers in this workspace. Ask a manager if you should be among them.',
  );
}

export function mayAnswer(roles: Actor['roles']): boolean {
  return roles.includes('marketing') || roles.includes('manager');
}

/** Before the form opens. @throws Refusal where nobody can be answered */
export async function questionToAnswer(desk: Pick<Desk, 'store'>, workspaceId: string, questionId: string): Promise<AskedGroup> {
  const group = groupWith(await questionGroups(desk.store, workspaceId), questionId);
  if (group) return group;
  throw new Refusal(
    'not_legal',
    'This question is not there any more: its lead was erased. Type /lead questions to see what is asked now.',
  );
}

export interface AnswerRequest extends AnswerTyped {
  readonly actor: Actor;
  /** Of the form: written once, however often it comes. Becomes the id of the answer. */
  readonly requestId: string;
  /** The event id of one question of the group. */
  readonly questionId: string;
}

/** Answers a group of questions; every rep who passed one on hears of it. @throws Refusal */
export async function answerQuestions(
  desk: Desk,
  workspaceId: string,
  { actor, requestId, questionId, ...typed }: AnswerRequest,
): Promise<{ readonly fault: AnswerFault } | { readonly isRepeated: boolean }> {
  checkAnswerRole(actor);
  const read = readAnswer(typed);
  if ('fault' in read) return read;
  const { questions } = await questionToAnswer(desk, workspaceId, questionId);
  const asked = [...new Map(questions.map((question) => [question.by, question])).values()];
  const entries = [
    ...asked.flatMap((question) => answerEntry(requestId, actor.id, question) ?? []),
    ...(await weekAgain(desk.store, workspaceId)),
  ];
  return await writeLine(desk, workspaceId, { topic: 'answer', subject: '', by: actor.id, requestId }, () => ({
    body: { questions: questions.map(({ eventId }) => eventId), ...read.answer },
    entries,
  }));
}

/** One line to the rep who passed a question on, once for each answer; `null` where that is nobody, or whoever answered. */
export function answerEntry(answerId: string, answeredBy: string, { by, eventId, leadId }: Question): NewEntry | null {
  if (!/^[UW][A-Z0-9]+$/.test(by) || by === answeredBy) return null;
  const about = { answer: answerId, question: eventId, lead: leadId };
  return { key: `answer:${answerId}:${by}`, kind: 'answer', lane: by, rank: 0, about };
}

// ---------------------------------------------------------------- asked again

/** Long enough that an answer that is being written when somebody asks is in the book. */
const lookAfterMs = 10_000;

/** Somebody passed a question on: a little later it is looked whether marketing has answered it before. Nothing is posted for this. */
export function askedEntry(requestId: string, handoffId: string, rep: string, lane: string, now: number): NewEntry {
  return { key: `asked:${requestId}`, kind: 'asked', lane, rank: 0, about: { handoff: handoffId, rep }, dueAt: now + lookAfterMs };
}
