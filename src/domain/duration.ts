// How long something may take in business time: ISO 8601 durations of days, hours, minutes and seconds.

/** A duration in business time: first so many open days, then so much open time. Never zero. */
export interface BusinessDuration {
  /** Open days; each keeps the local time of day. */
  readonly days: number;
  /** Open time in milliseconds, counted after the days. */
  readonly timeMs: number;
}

const secondMs = 1000;
const pattern = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Reads `PT4H`, `P2D`, `P1DT4H`, `PT30M`, `PT2S`. `problem` follows the name of a field: *must be …*. */
export function readDuration(text: string): { duration: BusinessDuration } | { problem: string } {
  const parts = pattern.exec(text);
  if (!parts) {
    return {
      problem: 'must be a duration of days, hours, minutes or seconds such as P2D or PT4H (years, months and weeks are not taken)',
    };
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((digits) => Number(digits ?? 0));
  const timeMs = ((hours * 60 + minutes) * 60 + seconds) * secondMs;
  if (days === 0 && timeMs === 0) return { problem: 'must be longer than zero' };
  if (!Number.isSafeInteger(days) || !Number.isSafeInteger(timeMs)) return { problem: 'must be shorter' };
  return { duration: { days, timeMs } };
}

/**
 * The same for a text that was checked before, such as a deadline of the settings.
 * @throws RangeError with a sentence when it is no duration
 */
export function durationOf(text: string): BusinessDuration {
  const reading = readDuration(text);
  if ('problem' in reading) throw new RangeError(`The duration “${text.slice(0, 30)}” ${reading.problem}.`);
  return reading.duration;
}
