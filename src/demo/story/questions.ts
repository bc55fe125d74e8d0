// What the demo's prospects asked in the weeks before, as Kim and Sam passed it on, and the one answer that Mia has given so far.
import { type Question, askedGroups } from '../../domain/questions/asked.ts';
import type { HistoryLead } from '../../flows/history.ts';
import type { NewLine } from '../../ledger.ts';
import { habits } from './reps.ts';
import { instantOn, localDay, mondayOf } from './hours.ts';
import type { SourceName } from './sources.ts';

interface Asked {
  /** Weeks before the running one. */
  readonly weeksAgo: number;
  readonly rep: 'kim' | 'sam';
  /** From there where it can be. */
  readonly source: SourceName;
  readonly words: string;
}

const asked: readonly Asked[] = [
  { weeksAgo: 7, rep: 'kim', source: 'demo-request', words: 'Does the app work offline?' },
  { weeksAgo: 6, rep: 'sam', source: 'webinar', words: 'What does it cost per technician?' },
  { weeksAgo: 6, rep: 'kim', source: 'demo-request', words: 'Does it connect to SAP?' },
  { weeksAgo: 5, rep: 'kim', source: 'google-ads', words: 'Does it track the vans all day?' },
  { weeksAgo: 4, rep: 'sam', source: 'demo-request', words: 'Can technicians use the app offline?' },
  { weeksAgo: 4, rep: 'kim', source: 'trade-fair', words: 'Is there a connection to SAP?' },
  { weeksAgo: 3, rep: 'sam', source: 'google-ads', words: 'What would it cost per technician and year?' },
  { weeksAgo: 3, rep: 'kim', source: 'linkedin-forms', words: 'Works council: does it track the vans?' },
  { weeksAgo: 1, rep: 'kim', source: 'google-ads', words: 'What does it cost for 40 technicians, per technician?' },
  { weeksAgo: 1, rep: 'sam', source: 'google-ads', words: 'Will the app work offline as well?' },
  { weeksAgo: 1, rep: 'sam', source: 'demo-request', words: 'Does it know who was on call at night and starts later?' },
  { weeksAgo: 1, rep: 'kim', source: 'demo-request', words: 'Is there an SSO login?' },
];

const answered = {
  first: 'Does the app work offline?',
  daysAgo: 13,
  link: 'https://fernway.test/guides/no-reception',
  note: 'Yes: the phone keeps three days of jobs and sends what was done once it has reception again.',
} as const;

/** Gives verdicts of the past the questions that came with them. */
export function withQuestions(leads: readonly HistoryLead[], now: number, timezone: string): readonly HistoryLead[] {
  const running = mondayOf(now, timezone);
  const words = new Map<HistoryLead, string>();
  for (const one of asked) {
    const monday = running.subtract({ weeks: one.weeksAgo });
    const [fromAt, toAt] = [monday, monday.add({ weeks: 1 })].map((day) => instantOn(day, 0, timezone));
    const judged = leads.filter(
      (lead) =>
        lead.judged?.by === habits[one.rep].by && lead.judged.at >= (fromAt ?? 0) && lead.judged.at < (toAt ?? 0) && !words.has(lead),
    );
    const lead = judged.find((row) => row.lead.source === one.source) ?? judged[0];
    if (lead) words.set(lead, one.words);
  }
  return leads.map((lead) => {
    const question = words.get(lead);
    return question && lead.judged ? { ...lead, judged: { ...lead.judged, question } } : lead;
  });
}

export interface AnswerOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone. */
  readonly timezone: string;
  readonly people: { readonly mia: string };
  /** What stands in the log of the past. */
  readonly questions: readonly Question[];
}

/** Mia's answer, to all that was asked of it by then. */
export function pastAnswers({ now, timezone, people, questions }: AnswerOptions): readonly NewLine[] {
  const at = instantOn(localDay(now, timezone).subtract({ days: answered.daysAgo }), 11 * 60 + 10, timezone);
  const group = askedGroups(
    questions.filter(({ askedAt }) => askedAt < at),
    [],
  ).find((one) => one.questions.some(({ words }) => words === answered.first));
  if (!group) return [];
  const { link, note } = answered;
  const body = { questions: group.questions.map(({ eventId }) => eventId), link, note };
  return [{ id: 'story:answer:offline', topic: 'answer', subject: '', at, by: people.mia, body }];
}
