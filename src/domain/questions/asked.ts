// What prospects asked, in groups of what is alike, each with who answered it and how often it was asked since.
import type { LeadState, Verdict } from '../lead.ts';
import { groupingSteps } from './grouping.ts';

/** A question that somebody passed on with their verdict. Instants are epoch milliseconds. */
export interface Question {
  /** Of the verdict that it came with. */
  readonly eventId: string;
  readonly leadId: string;
  readonly handoffId: string;
  /** In the prospect's words. */
  readonly words: string;
  readonly askedAt: number;
  /** Who passed it on: a Slack user id, or `system` for imported history. */
  readonly by: string;
  readonly verdict: Verdict;
  readonly source: string | null;
  readonly campaign: string | null;
  /** How the handoff stands now. */
  readonly state: LeadState;
}

/** What marketing has to say to the questions of a group; a link, a note, or both. */
export interface Answer {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly link: string | null;
  readonly note: string | null;
}

/** An answer with the questions that it was given to, by their event ids. */
export interface AnswerGiven extends Answer {
  readonly questions: readonly string[];
}

export interface Counted<Name> {
  readonly name: Name;
  readonly count: number;
}

/** Questions that are alike. */
export interface AskedGroup {
  /** The event id of its first question. */
  readonly id: string;
  /** Oldest first; never empty. */
  readonly questions: readonly Question[];
  /** In so many handoffs. */
  readonly count: number;
  /** Handoffs by source, the most first; `null` where none was given. */
  readonly sources: readonly Counted<string | null>[];
  /** Handoffs by how they stand now, the most first. */
  readonly stages: readonly Counted<LeadState>[];
  readonly firstAt: number;
  readonly lastAt: number;
  /** The newest one; `null` while nobody has answered. */
  readonly answer: AnswerGiven | null;
  /** Handoffs in which it was asked after that answer; 0 without one. */
  readonly askedSince: number;
}

/** All groups, by their first question. `answers` in the order in which they were given. */
export function askedGroups(questions: readonly Question[], answers: readonly AnswerGiven[]): readonly AskedGroup[] {
  const steps = askedSteps(questions, answers);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in short stretches, so that whoever runs it beside clicks can let them in between. */
export function* askedSteps(questions: readonly Question[], answers: readonly AnswerGiven[]): Generator<void, readonly AskedGroup[], void> {
  const newest = new Map<string, AnswerGiven>();
  const order = new Map(answers.map((answer, index) => [answer, index]));
  for (const answer of answers) for (const id of answer.questions) newest.set(id, answer);
  const oldestFirst = questions.toSorted((one, other) => one.askedAt - other.askedAt || (one.eventId < other.eventId ? -1 : 1));
  const groups = yield* groupingSteps(oldestFirst, ({ words }) => words);
  return groups.flatMap((group) => {
    const own = group.flatMap(({ eventId }) => newest.get(eventId) ?? []);
    const answer = own.toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0)).at(-1) ?? null;
    return groupOf(group, answer) ?? [];
  });
}

/** As it was asked in a half-open span alone; `null` where it was not. Its answer stays. */
export function askedIn(group: AskedGroup, span: { readonly fromAt: number; readonly toAt: number }): AskedGroup | null {
  return groupOf(
    group.questions.filter(({ askedAt }) => askedAt >= span.fromAt && askedAt < span.toAt),
    group.answer,
  );
}

/** What nobody has answered yet, the most asked first; of equals, the one that was asked last. */
export function openFirst(groups: readonly AskedGroup[]): readonly AskedGroup[] {
  return groups.filter(({ answer }) => answer === null).toSorted(byCount);
}

/** What was answered, the newest answer first. */
export function answeredLately(groups: readonly AskedGroup[]): readonly AskedGroup[] {
  return groups
    .filter(({ answer }) => answer !== null)
    .toSorted((one, other) => (other.answer?.at ?? 0) - (one.answer?.at ?? 0) || byCount(one, other));
}

/** The most asked first; of equals, the one that was asked last. */
export function byCount(one: AskedGroup, other: AskedGroup): number {
  return other.count - one.count || other.lastAt - one.lastAt || (one.id < other.id ? -1 : 1);
}

function groupOf(questions: readonly Question[], answer: AnswerGiven | null): AskedGroup | null {
  const [first] = questions;
  const last = questions.at(-1);
  if (!first || !last) return null;
  const handoffs = [...new Map(questions.map((question) => [question.handoffId, question])).values()];
  return {
    id: first.eventId,
    questions,
    count: handoffs.length,
    sources: counted(handoffs.map(({ source }) => source?.trim().toLowerCase() || null)),
    stages: counted(handoffs.map(({ state }) => state)),
    firstAt: first.askedAt,
    lastAt: last.askedAt,
    answer,
    askedSince: answer === null ? 0 : since(questions, answer),
  };
}

/** In how many handoffs it was asked after the answer; of the same instant, those that the answer does not know. */
function since(questions: readonly Question[], answer: AnswerGiven): number {
  const known = new Set(answer.questions);
  const later = questions.filter(({ askedAt, eventId }) => askedAt >= answer.at && !known.has(eventId));
  return new Set(later.map(({ handoffId }) => handoffId)).size;
}

/** The most first; of equals, the one that was met first. */
function counted<Name>(names: readonly Name[]): readonly Counted<Name>[] {
  const counts = new Map<Name, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).toSorted((one, other) => other.count - one.count);
}
