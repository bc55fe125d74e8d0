// Any legal history: what people, sources, clocks and imports could have written, for properties of the report.
import fc from 'fast-check';
import type { Version } from '../../../src/domain/agreement/agreement.ts';
import type { Definition } from '../../../src/domain/agreement/definition.ts';
import { givenUnder } from '../../../src/domain/agreement/judged.ts';
import type { RuleFacts } from '../../../src/domain/agreement/rule.ts';
import { isJoined } from '../../../src/domain/arrival.ts';
import { decideMove } from '../../../src/domain/decide.ts';
import { evolve } from '../../../src/domain/evolve.ts';
import { type Attribution, type EventBody, type Lead, type Outcome, latestHandoff } from '../../../src/domain/lead.ts';
import { type MoveName, moveNames } from '../../../src/domain/moves.ts';
import { reasonsIn } from '../../../src/domain/reasons.ts';
import { Refusal } from '../../../src/domain/refusal.ts';
import { v1, v2 } from '../definitions.ts';
import type { LogEvent } from './log.ts';

const hourMs = 3_600_000;
/** Histories begin here: Monday, 2 November 2026, 00:00 UTC. */
export const historyStart = Date.UTC(2026, 10, 2);

/** What both sides agreed upon while a history goes on: nothing at first. */
export const definitions: readonly Version<Definition>[] = [
  { ...v1, since: historyStart + 24 * hourMs },
  { ...v2, since: historyStart + 120 * hourMs },
];

interface Step {
  readonly lead: number;
  readonly act: 'arrive' | 'move' | 'stall' | 'revisit' | 'notBefore' | 'outcome' | 'post' | 'erase' | 'import';
  readonly gapMs: number;
  readonly move: MoveName;
  readonly verdict: 'qualified' | 'unqualified' | 'reopen';
  readonly pick: number;
  readonly outcome: Outcome;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly lateMs: number;
  readonly attribution: Attribution;
  readonly isTest: boolean;
}

const names = fc.constantFrom(null, '', ' ', 'google-ads', 'Google-Ads ', 'webinar', 'partner', 'Referral', '(unknown)');
const attribution: fc.Arbitrary<Attribution> = fc.record({
  source: names,
  campaign: names,
  action: names,
  medium: fc.constant(null),
  score: fc.constant(null),
});

const step: fc.Arbitrary<Step> = fc.record({
  lead: fc.nat(6),
  act: fc.oneof(
    { weight: 4, arbitrary: fc.constant('arrive' as const) },
    { weight: 8, arbitrary: fc.constant('move' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom('stall' as const, 'revisit' as const, 'notBefore' as const, 'outcome' as const, 'outcome' as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('post' as const, 'erase' as const, 'import' as const) },
  ),
  gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: hourMs }), fc.integer({ min: 1, max: 30 * hourMs })),
  move: fc.constantFrom(...moveNames),
  verdict: fc.constantFrom('qualified' as const, 'unqualified' as const, 'reopen' as const),
  pick: fc.nat(),
  outcome: fc.constantFrom('opportunity' as const, 'won' as const, 'lost' as const),
  amount: fc.option(fc.integer({ min: 0, max: 1_000_000 }).map((cents) => cents / 100)),
  currency: fc.constantFrom(null, 'EUR', 'USD', 'usd'),
  lateMs: fc.constantFrom(0, 0, hourMs, 80 * hourMs),
  attribution,
  isTest: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

/** Any log that people, sources, clocks and imports could have written; `recordedAt` never falls except for imports. */
export function histories(options: { hasImports?: boolean } = {}): fc.Arbitrary<readonly LogEvent[]> {
  return fc
    .array(step, { minLength: 1, maxLength: 60 })
    .map((steps) => play(options.hasImports === false ? steps.filter(({ act }) => act !== 'import') : steps));
}

function play(steps: readonly Step[]): readonly LogEvent[] {
  const leads = new Map<string, Lead>();
  const log: LogEvent[] = [];
  let now = historyStart;
  const write = (leadId: string, body: EventBody, handoffId: string, cycle: number, at: number, recordedAt = at, by = 'U1'): void => {
    const event: LogEvent = { ...body, id: `E${log.length + 1}`, seq: log.length + 1, leadId, handoffId, cycle, at, recordedAt, by };
    leads.set(leadId, evolve(leads.get(leadId) ?? null, event));
    log.push(event);
  };
  for (const one of steps) {
    now += one.gapMs;
    playStep(one, now, leads, write);
  }
  return log;
}

type Write = (leadId: string, body: EventBody, handoffId: string, cycle: number, at: number, recordedAt?: number, by?: string) => void;

function playStep(step: Step, now: number, leads: ReadonlyMap<string, Lead>, write: Write): void {
  const leadId = `L${step.lead}`;
  const lead = leads.get(leadId);
  if (!lead) return begin(step, leadId, now, write);
  if (lead.isErased) return;
  const handoff = latestHandoff(lead);
  const next = { id: `${leadId}.${handoff.cycle + 1}`, cycle: handoff.cycle + 1 };
  const here = (body: EventBody, at = now, by = 'U1'): void => write(leadId, body, handoff.id, handoff.cycle, at, now, by);
  const isOpen = handoff.state === 'new' || handoff.state === 'claimed';
  const reason = handoff.state === 'unqualified' ? handoff.verdict?.reason : undefined;
  switch (step.act) {
    case 'arrive':
    case 'import':
      if (isJoined(lead, now)) here({ type: 'activity', attribution: step.attribution }, now, 'api');
      else
        write(
          leadId,
          { type: 'received', attribution: step.attribution, isTest: handoff.isTest, isHistory: false },
          next.id,
          next.cycle,
          now,
          now,
          'api',
        );
      return;
    case 'move':
      return move(step, lead, now, write);
    case 'stall':
      if (!isOpen || handoff.isHistory) return;
      here({ type: 'returned', reason: null, cause: 'stalled' }, now, 'system');
      return;
    case 'revisit':
      if (reason === 'no_budget' || reason === 'no_response' || reason === 'competitor')
        here({ type: 'returned', reason, cause: 'revisit' }, now, 'system');
      return;
    case 'notBefore':
      if (reason !== 'bad_timing') return;
      write(
        leadId,
        { type: 'resubmitted', attribution: handoff.attribution, isTest: handoff.isTest },
        next.id,
        next.cycle,
        now,
        now,
        'system',
      );
      return;
    case 'outcome': {
      const before = handoff.outcome?.outcome;
      const isLegal = before === undefined || before === 'opportunity' || before === step.outcome;
      if (isLegal) here(outcomeBody(step), Math.max(now - step.lateMs, handoff.openedAt), 'api');
      return;
    }
    case 'post':
      here({ type: 'posted', channel: 'C0LEADS', ts: '1.1' }, now, 'system');
      return;
    case 'erase':
      here({ type: 'erased' });
  }
}

function begin(step: Step, leadId: string, now: number, write: Write): void {
  const isHistory = step.act === 'import';
  // Imported leads bring their own dates along.
  const at = isHistory ? now - step.lateMs * 2 : now;
  write(
    leadId,
    {
      type: 'received',
      attribution: step.attribution,
      isTest: step.isTest && !isHistory,
      isHistory,
      ...dayMark(isHistory && step.pick % 3 === 0),
    },
    `${leadId}.1`,
    1,
    at,
    at,
    'api',
  );
  if (!isHistory || step.verdict === 'reopen') return;
  if (step.pick % 2 === 0)
    write(leadId, { type: 'claimed', ...dayMark(step.pick % 5 === 0) }, `${leadId}.1`, 1, at + hourMs / 2, at + hourMs / 2, 'system');
  const codes = reasonsIn(step.verdict);
  const reason = step.isTest ? null : (codes[step.pick % codes.length] ?? null);
  write(leadId, { type: 'judged', verdict: step.verdict, reason }, `${leadId}.1`, 1, at + hourMs, at + hourMs, 'api');
}

function dayMark(isDateOnly: boolean): { isDateOnly?: true } {
  return isDateOnly ? { isDateOnly: true } : {};
}

function move(step: Step, lead: Lead, now: number, write: Write): void {
  const handoff = latestHandoff(lead);
  const group =
    step.move === 'return'
      ? 'return'
      : step.move === 'change_verdict' && step.verdict !== 'reopen'
        ? step.verdict
        : step.move === 'qualified'
          ? 'qualified'
          : 'unqualified';
  const codes = reasonsIn(group);
  const reason = codes[step.pick % codes.length] ?? 'other';
  const inForce = definitions.filter(({ since }) => since <= now);
  // A form may show an older version, and bring back anything.
  const failedCriterion = { version: 1 + (step.pick % 3), id: `c${step.pick % 8}` };
  try {
    const drafts = decideMove(lead, {
      move: step.move,
      handoffId: handoff.id,
      answers: { verdict: step.verdict, reason, note: 'note', notBefore: '2099-01-01', whatChanged: 'more', failedCriterion },
      actor: { id: 'U1', roles: ['sales', 'marketing', 'manager'] },
      now,
      timezone: 'UTC',
      nextHandoffId: `${lead.id}.${handoff.cycle + 1}`,
      definition: givenUnder(inForce, failedCriterion),
      facts: factsOf(step),
    });
    for (const draft of drafts) write(lead.id, draft.body, draft.handoffId, draft.cycle, now);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function factsOf({ pick, isTest }: Step): RuleFacts {
  return {
    employees: [null, 10, 100][pick % 3] ?? null,
    country: pick % 2 === 0 ? 'DE' : 'FR',
    title: pick % 5 === 0 ? 'Intern' : 'Head of looms',
    email: pick % 4 === 0 ? null : 'ada@engine.test',
    phone: isTest ? null : '+442079460000',
  };
}

function outcomeBody(step: Step): EventBody {
  return {
    type: 'outcome',
    outcome: step.outcome,
    ...(step.amount === null ? {} : { amount: step.amount }),
    ...(step.currency === null ? {} : { currency: step.currency }),
  };
}
