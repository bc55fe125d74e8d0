// What prospects asked, in groups with what marketing has to say to it: read from the verdicts and from the book.
import { setImmediate } from 'node:timers/promises';
import { webAddress } from '../domain/questions/answering.ts';
import { type AnswerGiven, type AskedGroup, answeredLately, askedIn, askedSteps, openFirst } from '../domain/questions/asked.ts';
import type { LedgerLine } from '../ledger.ts';
import type { Store } from '../ports.ts';
import type { Desk } from './record.ts';

type Books = Pick<Store, 'ledger' | 'questions'>;

const shownMs = 90 * 24 * 60 * 60 * 1000;

/** All groups, of everything that was asked; `until` leaves out what was asked after it. */
export async function questionGroups(store: Books, workspaceId: string, until = Number.MAX_SAFE_INTEGER): Promise<readonly AskedGroup[]> {
  const questions = await store.questions(workspaceId);
  const answers = await answersGiven(store, workspaceId);
  const steps = askedSteps(
    questions.filter(({ askedAt }) => askedAt <= until),
    answers,
  );
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    // Thousands of questions take a while: a click that comes meanwhile is answered first.
    await setImmediate();
  }
}

/** Oldest first. */
export async function answersGiven(store: Pick<Store, 'ledger'>, workspaceId: string): Promise<readonly AnswerGiven[]> {
  return (await store.ledger.read(workspaceId, 'answer', '')).map(answerIn);
}

/** What a line of the book says. A link was a web address when it was written, and is only shown as long as it is one. */
function answerIn({ id, at, by, body }: LedgerLine): AnswerGiven {
  const { link, note, questions } = body;
  return {
    id,
    at,
    by,
    link: typeof link === 'string' ? webAddress(link) : null,
    note: typeof note === 'string' ? note : null,
    questions: Array.isArray(questions) ? questions.filter((one) => typeof one === 'string') : [],
  };
}

/** What was asked in the last 90 days: the most asked first where nobody has answered, else the newest answer first. */
export interface QuestionList {
  readonly open: readonly AskedGroup[];
  readonly answered: readonly AskedGroup[];
}

export async function questionList(desk: Pick<Desk, 'store' | 'now'>, workspaceId: string): Promise<QuestionList> {
  const span = { fromAt: desk.now() - shownMs, toAt: Number.MAX_SAFE_INTEGER };
  const groups = (await questionGroups(desk.store, workspaceId)).flatMap((group) => askedIn(group, span) ?? []);
  return { open: openFirst(groups), answered: answeredLately(groups) };
}

/** The group that a question stands in; `null` where it is not there any more. */
export function groupWith(groups: readonly AskedGroup[], questionId: string): AskedGroup | null {
  return groups.find(({ questions }) => questions.some(({ eventId }) => eventId === questionId)) ?? null;
}
