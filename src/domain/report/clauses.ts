// What each criterion of the definition explains of the rejections, and how many qualified leads broke it: only of verdicts given under it.
import type { Version } from '../agreement/agreement.ts';
import type { Criterion } from '../agreement/criteria.ts';
import type { Definition } from '../agreement/definition.ts';
import type { HandoffFacts } from './cohort.ts';
import { rounded } from './wilson.ts';

/** A criterion with its counts. */
export interface Clause {
  readonly id: string;
  /** Written by people. */
  readonly words: string;
  readonly level: Criterion['level'];
  /** The version under which the verdicts were given. */
  readonly version: number;
  /** Unqualified verdicts that name it as what failed. */
  readonly failed: number;
  /** Of all unqualified under this version, 4 decimals; `null` where there are none. */
  readonly share: number | null;
  /** Qualified leads whose data did not meet its rule when they were judged. */
  readonly unmetQualified: number;
  /** Data can tell whether a lead meets it; otherwise `unmetQualified` is 0 because nobody looked. */
  readonly hasRule: boolean;
}

export interface DefinitionReport {
  readonly version: number;
  /** When it came into force, ISO 8601 in UTC. */
  readonly since: string;
  /** Verdicts in force that were given under this version. */
  readonly qualified: number;
  readonly unqualified: number;
  /** Unqualified under this version that name no criterion. */
  readonly unnamed: number;
  /** Verdicts in force that were given under an earlier version, or before there was one. */
  readonly earlier: number;
  /** Every criterion: most rejections first, then most broken, then as the definition has them. */
  readonly clauses: readonly Clause[];
}

/** Qualified leads that did not meet a criterion which is a must. */
export interface Broken {
  readonly total: number;
  /** The first of them, with the criteria in the definition's order. */
  readonly leads: readonly { readonly leadId: string; readonly handoffId: string; readonly words: readonly string[] }[];
}

/** So many can be named. */
const mostNamed = 10;

export interface MeasuredDefinition {
  readonly definition: DefinitionReport;
  readonly broken: Broken;
}

/** One pass over the handoffs, by the version in force at the instant of the report. */
export function measureDefinition(handoffs: Iterable<HandoffFacts>, { version, since, content }: Version<Definition>): MeasuredDefinition {
  const verdicts = { qualified: 0, unqualified: 0, unnamed: 0, earlier: 0 };
  const failed = new Map<string, number>();
  const unmetQualified = new Map<string, number>();
  const musts = content.criteria.filter(({ level }) => level === 'must');
  const named: { leadId: string; handoffId: string; words: readonly string[] }[] = [];
  let total = 0;
  for (const { verdict, leadId, handoffId } of handoffs) {
    if (verdict === null) continue;
    if (verdict.definition !== version) {
      verdicts.earlier += 1;
      continue;
    }
    verdicts[verdict.verdict] += 1;
    if (verdict.verdict === 'unqualified') {
      if (verdict.failed === undefined) verdicts.unnamed += 1;
      else bump(failed, verdict.failed);
      continue;
    }
    for (const id of verdict.unmet ?? []) bump(unmetQualified, id);
    const words = musts.flatMap((must) => (verdict.unmet?.includes(must.id) ? [must.words] : []));
    if (words.length === 0) continue;
    total += 1;
    if (named.length < mostNamed) named.push({ leadId, handoffId, words });
  }
  const clauses = content.criteria.map(({ id, words, level, rule }): Clause => {
    const rejections = failed.get(id) ?? 0;
    return {
      id,
      words,
      level,
      version,
      failed: rejections,
      share: verdicts.unqualified === 0 ? null : rounded(rejections / verdicts.unqualified),
      unmetQualified: unmetQualified.get(id) ?? 0,
      hasRule: rule !== null,
    };
  });
  return {
    definition: {
      version,
      since: new Date(since).toISOString(),
      ...verdicts,
      clauses: clauses.toSorted((a, b) => b.failed - a.failed || b.unmetQualified - a.unmetQualified),
    },
    broken: { total, leads: named },
  };
}

function bump(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}
