// What a group of leads is called in the report.

/** What a group is called whose leads came without one. */
export const unknownName = '(unknown)';

/** Lower-cased and trimmed, so that “Google-Ads ” and “google-ads” are one. */
export function groupName(raw: string | null): string {
  return raw?.trim().toLowerCase() || unknownName;
}

/** By code unit, so that no locale changes the order. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The same for entries of a map. */
export function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return byName(a, b);
}
