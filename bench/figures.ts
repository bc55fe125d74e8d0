// What a benchmark hands back, and the little statistics it needs.

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** The same work without us, measured in the same run; absent where there is nothing to compare with. */
  readonly baseline?: string;
  readonly ratio?: string;
  readonly goal: string;
  readonly isMet: boolean;
}

/** How long and how much: `--quick` is for trying the benchmarks themselves. */
export interface Effort {
  /** Rounds of baseline and candidate each, taken in turns. */
  readonly rounds: number;
  readonly secondsARound: number;
  readonly clickSecondsARound: number;
  readonly importRows: number;
  readonly storedLeads: number;
  /** Each leaves four events, or one where it still waits. */
  readonly reportLeads: number;
  readonly starts: number;
  /** Where the bot writes V8's CPU profiles; `null` = no profiles, and only then are the figures honest. */
  readonly profileFolder: string | null;
}

export const usualEffort: Effort = {
  rounds: 7,
  secondsARound: 4,
  clickSecondsARound: 8,
  importRows: 50_000,
  storedLeads: 100_000,
  reportLeads: 252_000,
  starts: 7,
  profileFolder: null,
};

export const quickEffort: Effort = {
  rounds: 3,
  secondsARound: 1.5,
  clickSecondsARound: 3,
  importRows: 10_000,
  storedLeads: 100_000,
  reportLeads: 100_000,
  starts: 3,
  profileFolder: null,
};

/** The smallest value that so much of all values does not exceed; `NaN` of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median, with the least and the most beside it. */
export function spread(values: readonly number[], write: (value: number) => string): string {
  return `${write(median(values))} (${write(Math.min(...values))}–${write(Math.max(...values))})`;
}

export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en-US')}/s`;
export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
export const megabytes = (value: number): string => `${Math.round(value)} MB`;
export const times = (value: number): string => `${value.toFixed(2)}×`;
