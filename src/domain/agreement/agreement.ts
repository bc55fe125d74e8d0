// What both sides have agreed upon: proposals, signatures, versions. In force when one of sales and one of marketing, two people, have signed.

/** Who has to agree. */
export type Side = 'sales' | 'marketing';

/** What was written down about an agreement, oldest first. `Content` is what is agreed: a definition, or the meaning of a term. */
export type AgreementEvent<Content> =
  | {
      readonly type: 'proposed';
      readonly id: string;
      readonly content: Content;
      readonly why: string | null;
      readonly at: number;
      readonly by: string;
    }
  | {
      readonly type: 'signed';
      readonly id: string;
      readonly side: Side;
      /** Signed by somebody who is of both sides: it may count for the other, when this one gets another signature. */
      readonly isOfBoth?: true;
      readonly at: number;
      readonly by: string;
    };

export interface Signature {
  readonly by: string;
  readonly at: number;
  readonly isOfBoth?: true;
}

export interface Proposal<Content> {
  readonly id: string;
  readonly content: Content;
  readonly why: string | null;
  readonly at: number;
  readonly by: string;
  readonly sales: Signature | null;
  readonly marketing: Signature | null;
}

export interface Version<Content> extends Proposal<Content> {
  /** 1 for the first. */
  readonly version: number;
  /** When the second signature made it count. */
  readonly since: number;
}

export interface Agreement<Content> {
  /** Oldest first; the last one is in force. */
  readonly versions: readonly Version<Content>[];
  /** Waits for signatures; a newer proposal takes its place. */
  readonly proposal: Proposal<Content> | null;
}

export function inForce<Content>({ versions }: Agreement<Content>): Version<Content> | null {
  return versions.at(-1) ?? null;
}

/** Folds what was written down, oldest first. Signatures of a proposal that has been replaced count nothing. */
export function foldAgreement<Content>(events: readonly AgreementEvent<Content>[]): Agreement<Content> {
  let versions: readonly Version<Content>[] = [];
  let proposal: Proposal<Content> | null = null;
  for (const event of events) {
    if (event.type === 'proposed') {
      const { id, content, why, at, by } = event;
      proposal = { id, content, why, at, by, sales: null, marketing: null };
    } else if (proposal?.id === event.id) {
      const signed: Proposal<Content> = { ...proposal, ...signaturesWith(proposal, event) };
      const isAgreed = signed.sales !== null && signed.marketing !== null;
      if (isAgreed) versions = [...versions, { ...signed, version: versions.length + 1, since: event.at }];
      proposal = isAgreed ? null : signed;
    }
  }
  return { versions, proposal };
}

type Signatures = Pick<Proposal<unknown>, Side>;

/** A second signature of one side moves the first to the other side, where whoever gave it is of both. */
function signaturesWith(before: Signatures, event: Extract<AgreementEvent<unknown>, { type: 'signed' }>): Signatures {
  const { side, by, at, isOfBoth } = event;
  const earlier = before[side];
  const { sales, marketing } = before;
  const moved = earlier && canMove(before, side) ? { [otherSide(side)]: earlier } : {};
  return { sales, marketing, ...moved, [side]: { by, at, ...(isOfBoth ? { isOfBoth } : {}) } };
}

/** The signature of this side can count for the other as well: then this side waits for one again. */
export function canMove(signatures: Signatures, side: Side): boolean {
  return signatures[side]?.isOfBoth === true && signatures[otherSide(side)] === null;
}

function otherSide(side: Side): Side {
  return side === 'sales' ? 'marketing' : 'sales';
}
