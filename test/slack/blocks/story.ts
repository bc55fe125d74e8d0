// Leads for tests, told as what happened to them: a list of steps becomes a stored lead.
import type { Wait } from '../../../src/domain/deadline.ts';
import type { EventText } from '../../../src/domain/decide.ts';
import { fold } from '../../../src/domain/evolve.ts';
import type { Attribution, EventBody, LeadEvent } from '../../../src/domain/lead.ts';
import type { LeadRecord, Profile } from '../../../src/ports.ts';

/** Monday 23 November 2026, 10:00 in New York. */
const morning = Date.parse('2026-11-23T15:00:00Z');
export const timezone = 'America/New_York';
export const noMarks = { isDoubtful: false, isReposted: false, isPlain: false };
const minuteMs = 60_000;

/** A clock that began lately; what is added makes it press. Two business days from the morning. */
export function waiting(more: Partial<Wait> = {}): Wait {
  return { openMs: 20 * minuteMs, until: Date.parse('2026-11-25T15:00:00Z'), stage: 'fresh', isLate: false, ...more };
}

export type Step = EventBody & {
  readonly by?: string;
  readonly text?: EventText;
  /** Minutes after the step before; 10 when not said. */ readonly after?: number;
};

export const ada: Profile = {
  name: 'Ada Lovelace',
  email: 'ada@engine.test',
  phone: '+44 20 7946 0000',
  title: 'CTO',
  company: 'Engine Ltd',
  domain: 'engine.test',
  employees: 120,
  industry: 'Manufacturing',
  country: 'GB',
  url: 'https://engine.test/pricing?utm_source=google',
  attributes: { plan: 'team' },
  isEmailValid: true,
  isPhoneValid: true,
};

export const googleDemo: Attribution = { source: 'google-ads', medium: 'cpc', campaign: 'q4-webinar', action: 'demo_request', score: 72 };

export const received = {
  type: 'received',
  attribution: googleDemo,
  isTest: false,
  isHistory: false,
  by: 'api',
  text: { message: 'Can it run our looms? We have 300 of them in two mills and want to decide before spring.' },
} as const satisfies Step;
export const posted = { type: 'posted', channel: 'C0LEADS', ts: '1795446000.000100', by: 'system', after: 0 } as const satisfies Step;
/** On its card, and nobody has it. */
export const opened: readonly Step[] = [received, posted];
export const claimed = { type: 'claimed', by: 'U0KIM' } as const satisfies Step;
export const qualified = {
  type: 'judged',
  verdict: 'qualified',
  reason: 'clear_need',
  by: 'U0KIM',
  after: 21,
  text: { note: 'Two mills, budget is there.' },
} as const satisfies Step;
export const unqualified = {
  type: 'judged',
  verdict: 'unqualified',
  reason: 'bad_timing',
  notBefore: '2027-02-01',
  by: 'U0KIM',
  after: 90,
  text: { note: 'New budget year starts in February.' },
} as const satisfies Step;
export const returned = {
  type: 'returned',
  reason: 'no_budget',
  cause: 'person',
  by: 'U0KIM',
  after: 180,
  text: { note: 'Likes it, the money is spent for this year.' },
} as const satisfies Step;
export const nurtured = {
  type: 'nurtured',
  revisitOn: '2027-01-12',
  by: 'U0MIA',
  after: 60,
  text: { tactic: 'Webinar invitation in December, then a call.' },
} as const satisfies Step;
export const stalledOnes = [
  { type: 'stalled', by: 'system', after: 3_000 },
  { type: 'returned', reason: null, cause: 'stalled', by: 'system', after: 0 },
] as const satisfies readonly Step[];
export const resubmitted = {
  type: 'resubmitted',
  attribution: googleDemo,
  isTest: false,
  by: 'U0MIA',
  after: 4_000,
  text: { whatChanged: 'Came to the webinar and asked for a quote for one mill.' },
} as const satisfies Step;

/** The stored lead after these steps. Events are `e1`, `e2` …; handoffs are `h_01`, `h_02` … */
export function leadAfter(steps: readonly Step[], profile: Profile = ada): LeadRecord {
  const texts = new Map<string, EventText>();
  const events: (LeadEvent & { seq: number })[] = [];
  let cycle = 0;
  let at = morning;
  for (const [index, { by = 'system', text, after = 10, ...body }] of steps.entries()) {
    if (body.type === 'received' || body.type === 'resubmitted') cycle += 1;
    if (index > 0) at += after * minuteMs;
    const id = `e${index + 1}`;
    if (text) texts.set(id, text);
    events.push({ ...body, id, leadId: 'lead_01', handoffId: `h_0${cycle}`, cycle, at, recordedAt: at, by, seq: index + 1 });
  }
  const lead = fold(events);
  if (!lead) throw new Error('A story needs a first step');
  return { lead, profile, events, texts, externalIds: [] };
}
