// What the demo's sales and marketing have agreed upon so far: two versions of the definition, a few words, and a proposal that waits.
import { type Criterion, readCriteria } from '../../domain/agreement/criteria.ts';
import type { Definition } from '../../domain/agreement/definition.ts';
import { termKey } from '../../domain/agreement/glossary.ts';
import type { NewLine } from '../../ledger.ts';
import { instantOn, localDay } from './hours.ts';

export interface AgreementOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone. */
  readonly timezone: string;
  /** User ids. */
  readonly people: { readonly kim: string; readonly sam: string; readonly mia: string };
}

const person = 'must person: plans or leads field work [title contains head, director, manager, planner, coo, owner]';
const intent = 'must intent: asked for a demo, a price or a call [action in demo_request, pricing_page, contact_form]';
const data = 'must data: an e-mail address [email given]';
const served = 'nice fit: a country with a service partner [country in DE, AT, CH, NL, GB, SE, US]';

const criteria = {
  first: ['must fit: 20 employees or more [employees >= 20]', person, intent, data],
  second: ['must fit: 50 employees or more [employees >= 50]', person, intent, data, served],
  proposed: [
    'must fit: 50 employees or more [employees >= 50]',
    person,
    'must intent: asked for a demo, a price or a call, or began a trial [action in demo_request, pricing_page, contact_form, trial]',
    data,
    served,
    'nice intent: a score of 60 or more [score >= 60]',
  ],
} as const;

const yes = [
  'a lift company with 120 technicians whose planner asked for a demo',
  'a hospital group that asked what 60 engineers would cost',
];
const no = ['one man with a van who began a trial', 'a student who downloaded the e-book'];

const meanings: readonly (readonly [string, string])[] = [
  ['lead', 'A person who showed interest in a way that we can answer: a form, a call, a badge at a fair. A bought address is none.'],
  ['qualified lead', 'A lead of whom sales said Qualified, by the definition that was in force on that day.'],
  ['opportunity', 'A qualified lead with whom sales agreed on a next step, a sum and a month.'],
  ['account types', 'Target: on the list of this quarter. Customer: pays us. Partner: sells with us. Everything else is open.'],
];

/** The lines of the book as they were written over the last weeks, oldest first. */
export function pastAgreements({ now, timezone, people }: AgreementOptions): readonly NewLine[] {
  const { kim, sam, mia } = people;
  const at = (daysAgo: number, minutes: number): number =>
    instantOn(localDay(now, timezone).subtract({ days: daysAgo }), minutes, timezone);
  const known = knownCriteria();
  const definition = (version: 'first' | 'second', daysToReview: number): Definition =>
    definitionOf(version, known, dayIn(now, timezone, daysToReview));
  const lines = [
    ...agreed('definition', '', {
      by: mia,
      at: at(71, 600),
      why: null,
      body: { content: definition('first', -15) },
      sales: sam,
      marketing: mia,
    }),
    ...meanings.flatMap(([term, words], index) =>
      agreed('term', termKey(term), {
        by: mia,
        at: at(50, 660 + index * 5),
        why: null,
        body: { content: { words }, term },
        sales: kim,
        marketing: mia,
      }),
    ),
    ...agreed('definition', '', {
      by: kim,
      at: at(29, 870),
      why: 'Below 50 people nobody had the budget: 11 of 14 said so.',
      body: { content: definition('second', 62) },
      sales: kim,
      marketing: mia,
    }),
  ];
  return lines.toSorted((one, other) => one.at - other.at);
}

/** What Mia proposes when the story begins. */
export function proposedDefinition({ now, timezone }: AgreementOptions): { readonly content: Definition; readonly why: string } {
  return {
    content: definitionOf('proposed', knownCriteria(), dayIn(now, timezone, 90)),
    why: 'Three of the last four trials became opportunities, and the score tells the rest apart.',
  };
}

interface Agreed {
  readonly by: string;
  readonly at: number;
  readonly why: string | null;
  readonly body: NewLine['body'];
  readonly sales: string;
  readonly marketing: string;
}

const signedAfterMs = { marketing: 6 * 60_000, sales: 95 * 60_000 } as const;

function agreed(topic: NewLine['topic'], subject: string, { by, at, why, body, sales, marketing }: Agreed): readonly NewLine[] {
  const id = `story:${topic}:${subject}:${at}`;
  return [
    { id, topic, subject, at, by, body: { type: 'proposed', ...body, why } },
    ...(
      [
        ['marketing', marketing],
        ['sales', sales],
      ] as const
    ).map(([side, who]) => ({
      id: `${id}:${side}`,
      topic,
      subject,
      at: at + signedAfterMs[side],
      by: who,
      body: { type: 'signed', id, side },
    })),
  ];
}

function dayIn(now: number, timezone: string, days: number): string {
  return localDay(now, timezone).add({ days }).toString();
}

/** Each different line once, by an id that is always the same. */
function knownCriteria(): readonly Criterion[] {
  return [...new Set(Object.values(criteria).flat())].flatMap((text, index) => read([text], [], () => `criterion-${index + 1}`));
}

function definitionOf(version: keyof typeof criteria, known: readonly Criterion[], reviewOn: string): Definition {
  return { criteria: read(criteria[version], known, () => 'criterion-new'), yes, no, reviewOn };
}

function read(lines: readonly string[], known: readonly Criterion[], newId: () => string): readonly Criterion[] {
  const result = readCriteria(lines.join('\n'), known, newId);
  if ('problem' in result) throw new Error(`The story's definition cannot be read: ${result.problem}`);
  return result.criteria;
}
