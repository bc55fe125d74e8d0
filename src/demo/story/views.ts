// What Mia expected of each action when the story's leads began to come, and what she learned since.
import type { NewLine } from '../../ledger.ts';
import type { AgreementOptions } from './agreements.ts';
import { instantOn, localDay } from './hours.ts';
import type { ActionName } from './sources.ts';

interface Set {
  readonly action: ActionName;
  /** Of a hundred. */
  readonly expected: number;
  readonly why: string | null;
  readonly daysAgo: number;
}

const sets: readonly Set[] = [
  { action: 'demo_request', expected: 80, why: 'They ask for a date by themselves.', daysAgo: 64 },
  { action: 'webinar', expected: 40, why: 'An hour of their time, but half come to learn.', daysAgo: 64 },
  { action: 'ebook', expected: 15, why: 'Free reading.', daysAgo: 64 },
  { action: 'pricing_page', expected: 50, why: 'Whoever reads prices has a project.', daysAgo: 64 },
  { action: 'trial', expected: 50, why: null, daysAgo: 64 },
  { action: 'contact_form', expected: 35, why: 'Everything lands there.', daysAgo: 64 },
  { action: 'ebook', expected: 25, why: 'More readers had a project than we thought.', daysAgo: 22 },
];

/** Oldest first. */
export function pastExpectations({ now, timezone, people }: AgreementOptions): readonly NewLine[] {
  return sets.map(({ action, expected, why, daysAgo }, index) => ({
    id: `story:views:${action}:${expected}`,
    topic: 'expectation',
    subject: action,
    at: instantOn(localDay(now, timezone).subtract({ days: daysAgo }), 575 + index * 2, timezone),
    by: people.mia,
    body: { expected, why },
  }));
}
