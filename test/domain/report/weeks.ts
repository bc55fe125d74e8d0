// Weeks of leads for tests of the digest: each week from a list of leads, and digests made of them.
import { Temporal } from 'temporal-polyfill';
import type { DigestFacts } from '../../../src/domain/report/digest.ts';
import type { Report } from '../../../src/domain/report/metrics.ts';
import { type ReasonCode, reasonOf, reasonsIn } from '../../../src/domain/reasons.ts';
import { newLog, nowhere, reportOf, times } from './log.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
export const timezone = 'America/New_York';
const monday = '2026-11-16';
/** 9:00 on the Monday after. */
const asOf = '2026-11-23T14:00:00Z';

export interface WeekLead {
  readonly source?: string | null;
  readonly campaign?: string | null;
  readonly action?: string | null;
  readonly verdict?: 'qualified' | ReasonCode | 'no reason';
  /** Minutes until somebody claims it; 31 where it has a verdict. */
  readonly claimedAfter?: number;
  readonly returned?: 'person' | 'stalled';
  /** Comes on Friday: not due by the Monday after. */
  readonly isLate?: true;
}

/** The week from a Monday; leads come in open hours of Monday, or of Friday. */
export function weekReport(leads: readonly WeekLead[], from = monday): Report {
  const log = newLog();
  const day = Temporal.PlainDate.from(from);
  const opening = day.toZonedDateTime({ timeZone: timezone, plainTime: '09:00' }).epochMilliseconds;
  for (const [index, lead] of leads.entries()) {
    const handoff = `H${index}`;
    const at = opening + (lead.isLate ? 4 * 24 * hourMs : 0) + (index % 60) * minuteMs;
    const { source = 'google-ads', campaign = null, action = null } = lead;
    log.add(
      { handoff, at, by: 'api' },
      { type: 'received', attribution: { ...nowhere, source, campaign, action }, isTest: false, isHistory: false },
    );
    const claimedAfter = lead.claimedAfter ?? (lead.verdict ? 31 : null);
    if (claimedAfter !== null) log.add({ handoff, at: at + claimedAfter * minuteMs, by: 'U0KIM' }, { type: 'claimed' });
    if (lead.verdict) {
      const reason = lead.verdict === 'qualified' ? 'clear_need' : lead.verdict === 'no reason' ? null : lead.verdict;
      const verdict = lead.verdict === 'qualified' ? 'qualified' : 'unqualified';
      log.add({ handoff, at: at + 5 * hourMs, by: 'U0KIM' }, { type: 'judged', verdict, reason });
    }
    if (lead.returned) log.add({ handoff, at: at + 6 * hourMs, by: 'U0SAM' }, { type: 'returned', reason: null, cause: lead.returned });
  }
  return reportOf(log.events, { from, to: day.add({ weeks: 1 }).toString(), timezone, asOf });
}

/** So many leads alike. */
export const leads = (count: number, lead: WeekLead = {}): WeekLead[] => times(count, () => lead);

/** A week some time before, all of it judged: so many qualified, so many not, so many left open. */
export function earlierWeek(from: string, qualified: number, unqualified: number, open: number): Report {
  return weekReport(
    [
      ...leads(qualified, { verdict: 'qualified' }),
      ...leads(unqualified, { verdict: 'wrong_company' }),
      ...leads(open, { claimedAfter: 60 }),
    ],
    from,
  );
}

export const earlierWeeks: readonly Report[] = [
  earlierWeek('2026-09-21', 16, 14, 0),
  earlierWeek('2026-09-28', 14, 17, 2),
  earlierWeek('2026-10-05', 19, 15, 1),
  earlierWeek('2026-10-12', 16, 18, 4),
  earlierWeek('2026-10-19', 21, 14, 3),
  earlierWeek('2026-10-26', 15, 19, 5),
  earlierWeek('2026-11-02', 18, 16, 4),
  earlierWeek('2026-11-09', 20, 13, 8),
];

export function digestOf(week: Report, more: Partial<DigestFacts> = {}): DigestFacts {
  const none = { returned: 0, stalled: 0, takenUp: 0, sentBack: 0, recovered: 0 };
  return {
    week,
    before: [],
    sameAge: more.before ?? [],
    toldBefore: null,
    quotes: [],
    marketing: none,
    oldest: [],
    broken: [],
    openCount: 0,
    skippedWeeks: 0,
    ...more,
  };
}

/** A week with n verdicts that count, some that do not, and half as many leads without one. */
export function weekOfVerdicts(n: number): Report {
  const sources = ['google-ads', 'google-ads', 'webinar', 'google-ads', 'referral', 'webinar', null, 'partner'];
  const why = reasonsIn('unqualified').filter((code) => reasonOf(code).isCounted);
  const notCounted = Math.floor(n / 8);
  return weekReport(
    times(n + notCounted + Math.ceil(n / 2), (index): WeekLead => {
      const source = sources[index % sources.length] ?? null;
      if (index < n) return { source, verdict: (index * 7) % 13 < 7 ? 'qualified' : (why[((index * 31) % 47) % why.length] ?? 'no_need') };
      if (index < n + notCounted) return { source, verdict: index % 3 === 0 ? 'no reason' : 'bad_timing' };
      return { source, ...(index % 3 === 0 ? { isLate: true } : {}) };
    }),
  );
}

/** What a full and ordinary week looks like. */
export function typicalDigest(): DigestFacts {
  const from =
    (source: string, campaign: string, action: string) =>
    (lead: WeekLead): WeekLead => ({ source, campaign, action, ...lead });
  const week = weekReport([
    ...[
      ...leads(4, { verdict: 'qualified' }),
      ...leads(5, { verdict: 'wrong_company' }),
      ...leads(1, { verdict: 'not_a_buyer' }),
      ...leads(1, { verdict: 'bad_contact' }),
      ...leads(4, { claimedAfter: 45 }),
      ...leads(3),
      ...leads(2, { isLate: true }),
    ].map(from('google-ads', 'q4-search', 'demo_request')),
    ...[
      ...leads(6, { verdict: 'qualified' }),
      ...leads(4, { verdict: 'wrong_person' }),
      ...leads(2, { claimedAfter: 50 }),
      ...leads(1, { returned: 'stalled' }),
      ...leads(1, { isLate: true }),
    ].map(from('webinar', 'looms-live', 'webinar')),
    ...[
      ...leads(6, { verdict: 'qualified' }),
      ...leads(1, { verdict: 'wrong_company' }),
      ...leads(1, { claimedAfter: 20 }),
      ...leads(1, { isLate: true }),
    ].map(from('referral', 'partners', 'contact')),
    { source: 'podcast', verdict: 'qualified' },
    { source: 'podcast', verdict: 'no_need' },
    { source: 'fair', verdict: 'no_budget' },
    { source: 'partner', returned: 'person', claimedAfter: 12 },
    { source: null },
  ]);
  const before = earlierWeeks;
  const told = before.at(-1)?.totals;
  const link = 'https://example.slack.com/archives/C0LEADS/p1795446000000100';
  return digestOf(week, {
    before,
    toldBefore: told ? { ...told, qualified: told.qualified + 1, judged: told.judged - 2 } : null,
    quotes: [
      { leadId: 'L1', reason: 'wrong_company', note: 'Two-person shops asking for the free plan.', by: 'U0KIM' },
      {
        leadId: 'L2',
        reason: 'wrong_person',
        note: 'Interns who collect material for a thesis.',
        by: 'U0SAM',
      },
    ],
    marketing: { returned: 7, stalled: 2, takenUp: 5, sentBack: 3, recovered: 1 },
    oldest: [
      {
        leadId: 'L3',
        name: 'Ottoline Fairweather',
        company: 'Fairweather Mills',
        state: 'claimed',
        owner: 'U0SAM',
        since: Date.UTC(2026, 10, 3, 15),
        link,
      },
      { leadId: 'L4', name: 'Ada Lovelace', company: 'Engine Ltd', state: 'new', owner: null, since: Date.UTC(2026, 10, 16, 15), link },
      {
        leadId: 'L5',
        name: null,
        company: 'Nordlicht GmbH',
        state: 'nurturing',
        owner: null,
        since: Date.UTC(2026, 10, 17, 15),
        link: null,
      },
    ],
    openCount: 19,
  });
}

/** Weeks that fell behind the usual: touched late and reaching few, or of leads that did not fit. */
export const weakDigests: Readonly<Record<'weak-follow-up' | 'weak-leads', DigestFacts>> = {
  'weak-follow-up': digestOf(
    weekReport([
      ...leads(9, { verdict: 'qualified', claimedAfter: 290 }),
      ...leads(7, { verdict: 'wrong_company', claimedAfter: 290 }),
      ...leads(16, { verdict: 'no_response', claimedAfter: 290 }),
      ...leads(4),
    ]),
    { before: earlierWeeks },
  ),
  'weak-leads': digestOf(
    weekReport([
      ...leads(6, { verdict: 'qualified' }),
      ...leads(28, { verdict: 'wrong_company' }),
      ...leads(2, { verdict: 'bad_contact' }),
    ]),
    { before: earlierWeeks },
  ),
};

/** 300 sources with names of 60 characters, 2,000 leads. */
export function manySources(): DigestFacts {
  const name = (n: number): string => `source number ${n} `.padEnd(60, 'x');
  return digestOf(
    weekReport(
      times(2000, (n): WeekLead => {
        const source = name(n < 300 ? n : Math.floor(Math.sqrt((n - 300) * 50)));
        const lead: WeekLead = { source, campaign: `${source}!`, action: n % 2 === 0 ? 'demo_request' : 'contact' };
        return n % 5 === 0 ? lead : { ...lead, verdict: n % 2 === 0 ? 'qualified' : 'wrong_company' };
      }),
    ),
    { before: earlierWeeks },
  );
}

/** Names that run from right to left, one of them with marks that would turn the line round. */
export function rightToLeft(): DigestFacts {
  const week = weekReport([
    ...leads(6, { source: 'מודעות גוגל 2026', verdict: 'qualified' }),
    ...leads(6, { source: 'מודעות גוגל 2026', verdict: 'wrong_company' }),
    ...leads(5, { source: '\u202eإعلانات (جوجل)\u2066', verdict: 'qualified' }),
    ...leads(2, { source: 'webinar', verdict: 'wrong_company' }),
    ...leads(2, { source: 'וובינר' }),
  ]);
  return digestOf(week, {
    quotes: [{ leadId: 'L1', reason: 'wrong_company', note: 'קטנים מדי, 2 אנשים', by: 'U0KIM' }],
    oldest: [
      { leadId: 'L6', name: 'שרה לוי', company: 'מפעלי אור (2)', state: 'new', owner: null, since: Date.UTC(2026, 10, 16, 15), link: null },
    ],
    openCount: 2,
  });
}
