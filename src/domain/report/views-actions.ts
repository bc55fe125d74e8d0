// Two views of an action: what marketing expected of it, and what sales judged. An expectation is about the act, whenever its leads came.
import { type Expectation, type Readiness, readinessOf } from '../expectation.ts';
import type { HandoffFacts } from './cohort.ts';
import { groupName } from './group.ts';
import { qualityOf } from './quality.ts';
import type { Share } from './wilson.ts';
import { enoughForRange } from './wording.ts';

/** Whether the likely range holds what was expected. */
export type Held = 'less often' | 'as expected' | 'more often' | 'too few';

/** One action with leads in the period. */
export interface ActionView {
  readonly action: string;
  readonly delivered: number;
  /** Of the verdicts that count. */
  readonly qualifiedRate: Share;
  /** `null` where marketing has said nothing. */
  readonly expectation: ExpectedOf | null;
}

export interface ExpectedOf {
  /** Of 1. */
  readonly expected: number;
  readonly readiness: Readiness;
  /** When it was set, ISO 8601 in UTC. */
  readonly since: string;
  /** Slack user id. */
  readonly by: string;
  /** Written by one of our people. */
  readonly why: string | null;
  /** Of the verdicts that count, those on leads that had come before it was set. */
  readonly cameBefore: number;
  readonly held: Held;
}

/** What the report knows of an action. */
export interface MeasuredAction {
  readonly action: string;
  readonly delivered: number;
  readonly qualifiedRate: Share;
}

/** In the order of `byAction`, the actions of these handoffs. */
export function measureActions(
  handoffs: readonly HandoffFacts[],
  byAction: readonly MeasuredAction[],
  expectations: ReadonlyMap<string, Expectation>,
): readonly ActionView[] {
  const cameBefore = new Map<string, number>();
  for (const handoff of handoffs) {
    const quality = qualityOf(handoff);
    const action = groupName(handoff.attribution.action);
    const expectation = expectations.get(action);
    if (quality === null || quality === 'not counted' || !expectation || handoff.openedAt >= expectation.since) continue;
    cameBefore.set(action, (cameBefore.get(action) ?? 0) + 1);
  }
  return byAction.map(({ action, delivered, qualifiedRate }) => {
    const expectation = expectations.get(action);
    const before = cameBefore.get(action) ?? 0;
    return { action, delivered, qualifiedRate, expectation: expectation ? expectedOf(expectation, qualifiedRate, before) : null };
  });
}

function expectedOf({ expected, since, by, why }: Expectation, share: Share, cameBefore: number): ExpectedOf {
  const of1 = expected / 100;
  return {
    expected: of1,
    readiness: readinessOf(expected),
    since: new Date(since).toISOString(),
    by,
    why,
    cameBefore,
    held: heldBy(of1, share),
  };
}

/** Said only where the range leaves the expectation out. */
export function heldBy(expected: number, { n, low, high }: Share): Held {
  if (n < enoughForRange || low === null || high === null) return 'too few';
  if (high < expected) return 'less often';
  return low > expected ? 'more often' : 'as expected';
}
