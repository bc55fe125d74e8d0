// What became of one proposal: open, agreed upon or replaced, and what was in force when it was made.
import { type AgreementEvent, type Proposal, type Version, foldAgreement, inForce } from './agreement.ts';
import type { Definition, Meaning } from './definition.ts';

export interface Standing<Content> {
  /** With its signatures. */
  readonly proposal: Proposal<Content>;
  readonly state: 'open' | 'agreed' | 'replaced';
  /** What it became, once agreed upon. */
  readonly version: Version<Content> | null;
  /** In force when it was made, and until it is agreed upon. */
  readonly before: Version<Content> | null;
  /** Whose proposal took its place, and when. */
  readonly replaced: { readonly by: string; readonly at: number } | null;
}

/** A proposal of either kind, as it stands. */
export type Proposed =
  | { readonly topic: 'definition'; readonly standing: Standing<Definition> }
  | { readonly topic: 'term'; readonly term: string; readonly standing: Standing<Meaning> };

/** `events` of one agreement, oldest first. `null` when the proposal is not among them. */
export function standingOf<Content>(events: readonly AgreementEvent<Content>[], id: string): Standing<Content> | null {
  const from = events.findIndex((event) => event.type === 'proposed' && event.id === id);
  if (from < 0) return null;
  const next = events.findIndex((event, index) => index > from && event.type === 'proposed');
  const after = foldAgreement(next < 0 ? events : events.slice(0, next));
  const before = inForce(foldAgreement(events.slice(0, from)));
  const version = after.versions.find((one) => one.id === id) ?? null;
  const proposal = version ?? after.proposal;
  if (!proposal) return null;
  const replacing = version ? undefined : events[next];
  const replaced = replacing ? { by: replacing.by, at: replacing.at } : null;
  return { proposal, state: version ? 'agreed' : replaced ? 'replaced' : 'open', version, before, replaced };
}
