// The wall clock of a time zone in whole numbers. Temporal is asked once for each stretch between two clock changes.
import { Temporal } from 'temporal-polyfill';

export const dayMs = 86_400_000;

/**
 * Wall times are milliseconds since 1970-01-01T00:00 on the wall clock, local days are days since that date,
 * instants are epoch milliseconds.
 */
export interface Zone {
  wallAt(at: number): number;
  /** Where the clock shows a time twice, the first; where it leaps over a time, as much later as it leaps (Temporal's *compatible*). */
  instantOf(wallMs: number): number;
  /** The first instant of a local day. A day that the zone left out begins with the next one. */
  startOf(day: number): number;
}

/** Between two clock changes; half-open. */
interface Stretch {
  readonly fromAt: number;
  readonly toAt: number;
  readonly offsetMs: number;
}

/** @throws RangeError for a zone that is none */
export function createZone(timezone: string): Zone {
  const known: Stretch[] = [];
  let last = ask(timezone, 0);

  function stretchAt(at: number): Stretch {
    if (at >= last.fromAt && at < last.toAt) return last;
    let found = known.find((stretch) => at >= stretch.fromAt && at < stretch.toAt);
    if (!found) {
      found = ask(timezone, at);
      known.push(found);
    }
    last = found;
    return found;
  }

  const offsetAt = (at: number) => stretchAt(at).offsetMs;
  const wallAt = (at: number) => at + offsetAt(at);

  function instantOf(wallMs: number): number {
    // No offset and no leap is longer than a day: these two are the offsets on both sides of a change nearby.
    const before = offsetAt(wallMs - dayMs);
    const after = offsetAt(wallMs + dayMs);
    const first = wallMs - before;
    if (before === after || offsetAt(first) === before) return first;
    const second = wallMs - after;
    return offsetAt(second) === after ? second : first;
  }

  function startOf(day: number): number {
    const wallMs = day * dayMs;
    const at = instantOf(wallMs);
    return wallAt(at) === wallMs ? at : stretchAt(at).fromAt;
  }

  return { wallAt, instantOf, startOf };
}

function ask(timezone: string, at: number): Stretch {
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  // “previous” means strictly before: a millisecond later, a change at this very instant counts.
  const from = now.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const to = now.getTimeZoneTransition('next');
  return {
    fromAt: from?.epochMilliseconds ?? -Infinity,
    toAt: to?.epochMilliseconds ?? Infinity,
    offsetMs: now.offsetNanoseconds / 1_000_000,
  };
}
