// What a report counts time by: the hours and deadlines of the workspace, as they had been set by the instant of the report.
import { durationOf } from '../duration.ts';
import { type Settings, settingsSchema } from '../settings.ts';
import { createTimetable, erasOf } from '../timetable.ts';

export type RulesOfTime = Pick<Settings, 'timezone' | 'businessHours' | 'holidays' | 'deadlines'>;

/** A version of the settings, and since when (epoch milliseconds). */
export interface RulesSince {
  readonly at: number;
  readonly settings: RulesOfTime;
}

/** Business time as a report needs it. Instants are epoch milliseconds. */
export interface ReportHours {
  /** The instant of the report. */
  readonly asOf: number;
  /** Open milliseconds between two instants, each stretch by the hours that were in force then. */
  between(fromAt: number, toAt: number): number;
  /** When the time of a deadline is over for a handoff opened then. Hours that changed afterwards move nothing. */
  dueAt(deadline: 'claim' | 'verdict' | 'stalledUnclaimed' | 'stalledClaimed', openedAt: number): number;
}

/**
 * The rules in force at `asOf`. Versions set later are not known yet; before the first one, that one counts, as in every timetable.
 * @param versions oldest first; without any, the defaults of the settings count
 */
export function createReportHours(versions: readonly RulesSince[], asOf: number): ReportHours {
  const known = versions.filter(({ at }) => at <= asOf);
  const inForce = known.length > 0 ? known : versions.slice(0, 1);
  const timetable = createTimetable(erasOf(inForce.length > 0 ? inForce : [{ at: 0, settings: defaultRules() }]));
  const { deadlines } = inForce.at(-1)?.settings ?? defaultRules();
  const durations = {
    claim: durationOf(deadlines.claim),
    verdict: durationOf(deadlines.verdict),
    stalledUnclaimed: durationOf(deadlines.stalledUnclaimed),
    stalledClaimed: durationOf(deadlines.stalledClaimed),
  };
  return {
    asOf,
    between: timetable.between,
    dueAt: (deadline, openedAt) => timetable.dueAt([{ fromAt: openedAt, toAt: null }], durations[deadline]) ?? Number.POSITIVE_INFINITY,
  };
}

function defaultRules(): RulesOfTime {
  const { timezone, businessHours, holidays, deadlines } = settingsSchema.shape;
  return {
    timezone: timezone.parse(undefined),
    businessHours: businessHours.parse(undefined),
    holidays: holidays.parse(undefined),
    deadlines: deadlines.parse(undefined),
  };
}
