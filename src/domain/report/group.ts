// What a group of leads is called in the report.

/** What a group is called whose leads came without one. */
export const unknownName = '(unknown)';

/** Lower-cased and trimmed, so that “Google-Ads ” and “google-ads” are one. */
export function groupName(raw: string | null): string {
  return raw?.trim().toLowerCase() || unknownName;
}
