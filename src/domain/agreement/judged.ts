// What a verdict keeps of the definition: the version that it was given under, the criterion that failed, those that the data did not meet.
import type { UnderDefinition, Verdict } from '../lead.ts';
import type { ChosenCriterion } from '../moves.ts';
import type { Version } from './agreement.ts';
import { check } from './criteria.ts';
import type { Definition } from './definition.ts';
import type { RuleFacts } from './rule.ts';

/**
 * The version under which a verdict is given, of all versions, oldest first: the one in force. A form may have been opened before that one:
 * a criterion chosen there that is in it no more counts under the version that the form showed.
 */
export function givenUnder(versions: readonly Version<Definition>[], chosen?: ChosenCriterion): Version<Definition> | null {
  const newest = versions.at(-1) ?? null;
  if (!chosen || (newest && has(newest, chosen.id))) return newest;
  return versions.find((one) => one.version === chosen.version && has(one, chosen.id)) ?? newest;
}

/** A criterion that is not of this version counts as not given: no verdict is lost over it. */
export function underDefinition(
  definition: Version<Definition> | null,
  facts: RuleFacts,
  verdict: Verdict,
  chosen: ChosenCriterion | undefined,
): UnderDefinition {
  if (!definition) return {};
  const unmet = check(definition.content.criteria, facts).flatMap(({ criterion, answer }) => (answer === 'not met' ? [criterion.id] : []));
  const isFailed = verdict === 'unqualified' && chosen !== undefined && has(definition, chosen.id);
  return { definition: definition.version, ...(isFailed ? { failed: chosen.id } : {}), ...(unmet.length > 0 ? { unmet } : {}) };
}

function has({ content }: Version<Definition>, id: string): boolean {
  return content.criteria.some((criterion) => criterion.id === id);
}
