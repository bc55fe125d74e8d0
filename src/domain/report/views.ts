// The two views of the same leads, put together: expectation and verdict, score and verdict, verdict and outcome.
import type { Version } from '../agreement/agreement.ts';
import type { Definition } from '../agreement/definition.ts';
import { type ExpectationSet, expectationsAt } from '../expectation.ts';
import type { HandoffFacts } from './cohort.ts';
import { type Named, type ScoreReport, measureScores } from './score-verdict.ts';
import type { MeasuredVerdicts, VerdictOutcome } from './verdict-outcome.ts';
import { type ActionView, type MeasuredAction, measureActions } from './views-actions.ts';

/** Which leads the two sides see differently; ids only, so that whoever shows them looks their words up. */
export interface Quarrels {
  readonly highNo: Named;
  readonly lowYes: Named;
  readonly noThatWon: Named;
}
export type Quarrel = keyof Quarrels;

/** Each absent where there is nothing to say. */
export interface Views {
  readonly actions?: readonly ActionView[];
  readonly scores?: ScoreReport;
  readonly verdictOutcome?: VerdictOutcome;
  /** Not in the JSON. */
  readonly quarrels: Quarrels;
}

export interface ViewsFrame {
  /** Epoch milliseconds. */
  readonly asOf: number;
  /** Every expectation that was ever set, oldest first. */
  readonly expectations: readonly ExpectationSet[];
  readonly definition: Version<Definition> | null;
  readonly verdicts: MeasuredVerdicts | null;
}

const nobody: Named = { total: 0, leads: [] };

export function measureViews(
  handoffs: Iterable<HandoffFacts>,
  byAction: readonly MeasuredAction[],
  { asOf, expectations, definition, verdicts }: ViewsFrame,
): Views {
  const all = [...handoffs];
  const scored = measureScores(all, definition);
  const inForce = expectationsAt(expectations, asOf);
  return {
    ...(inForce.size > 0 ? { actions: measureActions(all, byAction, inForce) } : {}),
    ...(scored ? { scores: scored.scores } : {}),
    ...(verdicts ? { verdictOutcome: verdicts.verdictOutcome } : {}),
    quarrels: {
      highNo: scored?.highNo ?? nobody,
      lowYes: scored?.lowYes ?? nobody,
      noThatWon: verdicts?.noThatWon ?? nobody,
    },
  };
}

/** The actions of a report, also where nothing is expected of any. */
export function actionsOf({
  actions,
  byAction,
}: Pick<Views, 'actions'> & { readonly byAction: readonly MeasuredAction[] }): readonly ActionView[] {
  return actions ?? measureActions([], byAction, new Map());
}
