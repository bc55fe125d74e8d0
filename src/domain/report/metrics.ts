// The formulas of the report: handoffs become counts, shares, groups and reasons. Every number shown anywhere comes from here.
import type { Attribution } from '../lead.ts';
import { type ReasonCode, reasonCodes, reasonLabel, reasonOf } from '../reasons.ts';
import type { Broken, DefinitionReport } from './clauses.ts';
import type { HandoffFacts } from './cohort.ts';
import type { Effort } from './effort.ts';
import type { Cost } from './cost.ts';
import { byName, groupName, unknownName } from './group.ts';
import type { Outcomes } from './outcomes.ts';
import type { Returns } from './returns.ts';
import type { ReportHours } from './hours.ts';
import { type Speed, createSpeedTally } from './speed.ts';
import type { Quarrels, Views } from './views.ts';
import { type Share, rounded, shareOf } from './wilson.ts';

/**
 * What is counted, in the order of the JSON; each row says of one handoff whether it counts there.
 * Unit: the handoff, one time that a lead was put before sales. Always true: delivered = firstTime + returning = qualified + unqualified + pending.
 */
const counts = {
  delivered: () => true,
  firstTime: (handoff) => handoff.cycle === 1,
  returning: (handoff) => handoff.cycle > 1,
  // Sales-accepted lead in the sense of SiriusDecisions' demand waterfall (2012): taken on, also by judging without a claim before.
  claimed: (handoff) => handoff.isClaimed,
  judged: (handoff) => handoff.verdict !== null,
  qualified: (handoff) => handoff.verdict?.verdict === 'qualified',
  unqualified: (handoff) => handoff.verdict?.verdict === 'unqualified',
  notCounted: (handoff) => handoff.verdict?.verdict === 'unqualified' && !isCountedReason(handoff.verdict.reason),
  pending: (handoff) => handoff.verdict === null,
  // SiriusDecisions' “recycled”; “of which” counts: a returned lead is also pending, or judged if somebody took it back.
  returned: (handoff) => handoff.isReturned,
  stalled: (handoff) => handoff.isStalled,
  // Ever an opportunity: a deal that was won or lost was one, recorded or not.
  opportunities: (handoff) => Object.keys(handoff.outcomes).length > 0,
  won: (handoff) => handoff.outcomes.won !== undefined,
  lost: (handoff) => handoff.outcomes.lost !== undefined,
} as const satisfies Record<string, (handoff: HandoffFacts) => boolean>;

type CountName = keyof typeof counts;
const countNames = Object.keys(counts) as CountName[];
export type Counts = { readonly [name in CountName]: number };

/** Counts before shares; keys in the order of the JSON. */
export interface Figures extends Counts {
  /** Sums by currency, `(unknown)` where nobody named one; deals without an amount add nothing. */
  readonly wonAmount: Readonly<Record<string, number>>;
  /** With a verdict in force, of those whose time for a verdict is over. */
  readonly coverage: Share;
  readonly qualifiedRate: Share;
  readonly wonRate: Share;
  readonly winRate: Share;
}

export interface TopReason {
  readonly code: ReasonCode | '(not given)';
  readonly count: number;
}

/** One source, campaign or action, with everything that the totals have. */
export type Group<Key extends string> = { readonly [key in Key]: string } & Figures & { readonly topReason: TopReason | null };

export interface ReasonRow {
  readonly code: ReasonCode | '(not given)';
  readonly label: string;
  readonly count: number;
  /** Of all unqualified, 4 decimals. */
  readonly share: number;
}

export interface Measured {
  readonly totals: Figures;
  readonly bySource: readonly Group<'source'>[];
  readonly byCampaign: readonly Group<'campaign'>[];
  readonly byAction: readonly Group<'action'>[];
  readonly reasons: readonly ReasonRow[];
  readonly speed: Speed;
  /** How many were first touched within each of `bandsUpTo`. */
  readonly speedBands: readonly number[];
}

/** The whole report, in words by `reportText`, as JSON by `reportJson`. */
export interface Report extends Measured {
  /** What became of the handoffs that went back to marketing. */
  readonly returns: Returns;
  readonly period: {
    /** Local dates, half-open. */
    readonly from: string;
    readonly to: string;
    readonly timezone: string;
    /** ISO 8601 in UTC. */
    readonly asOf: string;
  };
  /** Follow-up and leads apart. */
  readonly effort: Effort;
  /** What became of them at equal age. */
  readonly outcomes: Outcomes;
  /** What marketing expects beside what sales judged; absent where nothing is expected. */
  readonly actions?: Views['actions'];
  /** Score against verdict; absent where scores cannot be told apart. */
  readonly scores?: Views['scores'];
  /** Verdict against outcome; absent before the first outcome or verdict. */
  readonly verdictOutcome?: Views['verdictOutcome'];
  /** Where score, verdict and outcome quarrel, by handoff. */
  readonly quarrels?: Quarrels;
  /** What leads cost, by source and by campaign; absent where no money was spent in the period. */
  readonly cost?: Cost;
  /** By the definition in force at `asOf`; absent where there was none. */
  readonly definition?: DefinitionReport;
  /** Which qualified leads broke it; with `definition`. */
  readonly broken?: Broken;
}

/** What `report --json` prints: everything but what only the words need. */
export function reportJson({
  speedBands: _,
  returns: __,
  broken: ___,
  quarrels: ____,
  ...json
}: Report): Omit<Report, 'speedBands' | 'returns' | 'broken' | 'quarrels'> {
  return json;
}

/** Computes everything in one pass over the handoffs; time is counted by `hours`. */
export function measure(handoffs: Iterable<HandoffFacts>, hours: ReportHours): Measured {
  const total = newTally();
  const speed = createSpeedTally(hours);
  const groups = { source: new Map<string, Tally>(), campaign: new Map<string, Tally>(), action: new Map<string, Tally>() };
  for (const handoff of handoffs) {
    const hits = countNames.filter((name) => counts[name](handoff));
    const isMature = hours.dueAt('verdict', handoff.openedAt) <= hours.asOf;
    count(total, handoff, hits, isMature);
    for (const key of groupKeys) count(tallyOf(groups[key], groupName(handoff.attribution[key])), handoff, hits, isMature);
    speed.add(handoff);
  }
  return {
    totals: figuresOf(total),
    bySource: listed(groups.source).map(([source, tally]) => ({ source, ...figuresOf(tally), topReason: topReason(tally) })),
    byCampaign: listed(groups.campaign).map(([campaign, tally]) => ({ campaign, ...figuresOf(tally), topReason: topReason(tally) })),
    byAction: listed(groups.action).map(([action, tally]) => ({ action, ...figuresOf(tally), topReason: topReason(tally) })),
    reasons: reasonRows(total),
    speed: speed.speed(),
    speedBands: speed.bands(),
  };
}

const groupKeys = ['source', 'campaign', 'action'] as const satisfies readonly (keyof Attribution)[];

// ---------------------------------------------------------------- adding up

interface Tally {
  readonly counts: Record<CountName, number>;
  /** Opened so long ago that the time for a verdict is over, and those of them that have one. */
  mature: number;
  covered: number;
  /** In ten-thousandths, so that adding cents stays exact whatever the order. */
  readonly wonAmount: Map<string, number>;
  /** Of the unqualified. */
  readonly reasons: Map<ReasonCode | null, number>;
}

function newTally(): Tally {
  const zeros = Object.fromEntries(countNames.map((name) => [name, 0])) as Record<CountName, number>;
  return { counts: zeros, mature: 0, covered: 0, wonAmount: new Map(), reasons: new Map() };
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? newTally();
  tallies.set(name, tally);
  return tally;
}

function count(tally: Tally, handoff: HandoffFacts, hits: readonly CountName[], isMature: boolean): void {
  for (const name of hits) tally.counts[name] += 1;
  if (isMature) {
    tally.mature += 1;
    tally.covered += Number(handoff.verdict !== null);
  }
  const { won } = handoff.outcomes;
  if (won) bump(tally.wonAmount, won.currency?.trim().toUpperCase() || unknownName, Math.round(won.amount * 10_000));
  if (handoff.verdict?.verdict === 'unqualified') bump(tally.reasons, handoff.verdict.reason, 1);
}

function bump<Key>(map: Map<Key, number>, key: Key, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function isCountedReason(reason: ReasonCode | null): boolean {
  return reason !== null && reasonOf(reason).isCounted;
}

// ---------------------------------------------------------------- reading off

function figuresOf(tally: Tally): Figures {
  const { delivered, qualified, unqualified, notCounted, won, lost } = tally.counts;
  const amounts = [...tally.wonAmount].toSorted(([a], [b]) => byName(a, b));
  return {
    ...tally.counts,
    wonAmount: Object.fromEntries(amounts.map(([currency, sum]) => [currency, sum / 10_000])),
    // A return is no verdict, whoever made it; leads that are still young are not held against anybody.
    coverage: shareOf(tally.covered, tally.mature),
    // Lead quality: of the verdicts that say something about it. Forrester keeps procedural rejections (wrong team, already known) apart likewise.
    qualifiedRate: shareOf(qualified, qualified + unqualified - notCounted),
    // Lead to customer, over the whole cohort: nobody drops out of the denominator for want of a verdict.
    wonRate: shareOf(won, delivered),
    // The usual win rate: open deals are left out.
    winRate: shareOf(won, won + lost),
  };
}

/** Most leads first; equals by name, by code unit, so that no locale changes the order. */
function listed(tallies: ReadonlyMap<string, Tally>): readonly [string, Tally][] {
  return [...tallies].toSorted(([nameA, a], [nameB, b]) => b.counts.delivered - a.counts.delivered || byName(nameA, nameB));
}

/** Every reason that occurs, most frequent first; equals in the fixed order of the reasons, *(not given)* last. */
function ranked(tally: Tally): readonly [ReasonCode | null, number][] {
  const inOrder = [...reasonCodes, null].flatMap((code): [ReasonCode | null, number][] => {
    const occurs = tally.reasons.get(code);
    return occurs === undefined ? [] : [[code, occurs]];
  });
  return inOrder.toSorted(([, a], [, b]) => b - a);
}

function topReason(tally: Tally): TopReason | null {
  const [top] = ranked(tally);
  return top ? { code: top[0] ?? '(not given)', count: top[1] } : null;
}

function reasonRows(tally: Tally): readonly ReasonRow[] {
  return ranked(tally).map(([code, occurs]) => ({
    code: code ?? '(not given)',
    label: reasonLabel(code),
    count: occurs,
    share: rounded(occurs / tally.counts.unqualified),
  }));
}
