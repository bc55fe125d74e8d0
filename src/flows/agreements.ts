// What both sides agree upon, read from the book and written into it: the definition of a qualified lead, and what words mean.
import { type Agreement, type AgreementEvent, type Side, type Version, foldAgreement, inForce } from '../domain/agreement/agreement.ts';
import { type Definition, type Meaning, definitionLines, meaningLines } from '../domain/agreement/definition.ts';
import { termKey } from '../domain/agreement/glossary.ts';
import { sideToSign } from '../domain/agreement/signing.ts';
import { type Proposed, standingOf } from '../domain/agreement/standing.ts';
import type { NewEntry } from '../domain/consequences.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/roles.ts';
import type { Settings } from '../domain/settings.ts';
import type { LedgerLine, NewLine } from '../ledger.ts';
import type { Store } from '../ports.ts';
import { writeLine } from './book.ts';
import type { Desk } from './record.ts';

type Books = Pick<Store, 'ledger'>;

/** What an agreement is about: `subject` is the key of a term, `''` for the definition. */
export interface AgreementName {
  readonly topic: 'definition' | 'term';
  readonly subject: string;
}

/** A term with everything that was agreed upon about it. */
export interface Term {
  readonly subject: string;
  /** As it was last written. */
  readonly term: string;
  readonly agreement: Agreement<Meaning>;
}

export const definitionName: AgreementName = { topic: 'definition', subject: '' };

// ---------------------------------------------------------------- reading

/** The definition that counts now; `null` before both sides have signed one. */
export async function definitionInForce(store: Books, workspaceId: string): Promise<Version<Definition> | null> {
  return inForce(await definitionOf(store, workspaceId));
}

/** Every version of the definition, and the proposal that waits for signatures. */
export async function definitionOf(store: Books, workspaceId: string): Promise<Agreement<Definition>> {
  return foldAgreement((await store.ledger.read(workspaceId, 'definition', '')).map((line) => eventOf<Definition>(line)));
}

/** What a word means, however it is spelt; without versions and proposal where nobody has proposed anything. */
export async function termOf(store: Books, workspaceId: string, term: string): Promise<Term> {
  const subject = termKey(term);
  return termIn(subject, await store.ledger.read(workspaceId, 'term', subject), term);
}

/** Every term that somebody has proposed a meaning for, in the order of the alphabet. */
export async function terms(store: Books, workspaceId: string): Promise<readonly Term[]> {
  const lines = await store.ledger.read(workspaceId, 'term');
  const subjects = [...new Set(lines.map(({ subject }) => subject))].toSorted();
  return subjects.map((subject) =>
    termIn(
      subject,
      lines.filter((line) => line.subject === subject),
      subject,
    ),
  );
}

/** A proposal as it stands, found by its id alone; `null` where this book does not know it. */
export async function proposedIn(store: Books, workspaceId: string, topic: AgreementName['topic'], id: string): Promise<Proposed | null> {
  const lines = await store.ledger.read(workspaceId, topic);
  const found = lines.find((line) => line.id === id);
  if (!found) return null;
  const own = lines.filter(({ subject }) => subject === found.subject);
  if (topic === 'definition') {
    const standing = standingOf(own.map(eventOf<Definition>), id);
    return standing && { topic, standing };
  }
  const standing = standingOf(own.map(eventOf<Meaning>), id);
  return standing && { topic, term: termIn(found.subject, own, found.subject).term, standing };
}

function termIn(subject: string, lines: readonly LedgerLine[], otherwise: string): Term {
  const written = lines.findLast(({ body }) => typeof body['term'] === 'string')?.body['term'];
  return { subject, term: typeof written === 'string' ? written : otherwise, agreement: foldAgreement(lines.map(eventOf<Meaning>)) };
}

/** A line of the book as what it says. Its content was written by `propose`, for its topic. */
function eventOf<Content>({ id, at, by, body }: LedgerLine): AgreementEvent<Content> {
  if (body['type'] === 'signed') {
    const side: Side = body['side'] === 'sales' ? 'sales' : 'marketing';
    return { type: 'signed', id: String(body['id']), side, ...(body['isOfBoth'] === true ? { isOfBoth: true } : {}), at, by };
  }
  const why = body['why'];
  return { type: 'proposed', id, content: body['content'] as Content, why: typeof why === 'string' ? why : null, at, by };
}

// ---------------------------------------------------------------- writing

interface Request {
  readonly actor: Actor;
  /** Of the click or form behind it: written once, however often it comes. */
  readonly requestId: string;
}

interface ProposeRequest extends Request {
  /** What the person saw when they began: the version in force (0 = none) and the open proposal. */
  readonly seen: { readonly version: number; readonly proposalId: string | null };
  readonly why: string | null;
}

export interface Outcome {
  /** The same request was written before. */
  readonly isRepeated: boolean;
}

/** Proposes a definition; an open proposal is replaced. Its id is that of the request. @throws Refusal */
export async function proposeDefinition(
  desk: Desk,
  workspaceId: string,
  { content, ...request }: ProposeRequest & { readonly content: Definition },
): Promise<Outcome> {
  return propose(
    desk,
    workspaceId,
    { ...request, name: definitionName, body: { content }, lines: definitionLines(content) },
    definitionLines,
  );
}

/** Proposes what a term means. @throws Refusal */
export async function proposeTerm(
  desk: Desk,
  workspaceId: string,
  { term, content, ...request }: ProposeRequest & { readonly term: string; readonly content: Meaning },
): Promise<Outcome> {
  const name: AgreementName = { topic: 'term', subject: termKey(term) };
  return propose(desk, workspaceId, { ...request, name, body: { content, term }, lines: meaningLines(content) }, meaningLines);
}

async function propose<Content>(
  desk: Desk,
  workspaceId: string,
  request: ProposeRequest & { readonly name: AgreementName; readonly body: NewLine['body']; readonly lines: readonly string[] },
  linesOf: (content: Content) => readonly string[],
): Promise<Outcome> {
  const { name, actor, requestId, seen, why, body, lines } = request;
  if (actor.roles.length === 0)
    throw new Refusal('not_allowed', 'A change is proposed by the sales and marketing people and managers of this workspace.');
  return write<Content>(desk, workspaceId, { name, actor, requestId }, (agreement) => {
    const now = inForce(agreement);
    if ((now?.version ?? 0) !== seen.version || (agreement.proposal?.id ?? null) !== seen.proposalId) {
      throw new Refusal(
        'not_legal',
        'Somebody proposed or signed a change meanwhile; close this and open it again, so that theirs is not lost.',
      );
    }
    if (now && isDeepEqual(linesOf(now.content), lines))
      throw new Refusal('mismatch', 'This says the same as what is in force already; nothing would change.');
    if (agreement.proposal && isDeepEqual(linesOf(agreement.proposal.content), lines))
      throw new Refusal(
        'mismatch',
        'This is what is proposed already, and a new proposal would drop its signatures. Sign that one, or change it.',
      );
    const replaced = agreement.proposal ? [agreement.proposal.id] : [];
    return { body: { type: 'proposed', ...body, why }, shown: [requestId, ...replaced] };
  });
}

/** Signs for the side of the person. `isInForce` when that was the second signature. @throws Refusal */
export async function sign(
  desk: Desk,
  workspaceId: string,
  { name, proposalId, ...request }: Request & { readonly name: AgreementName; readonly proposalId: string },
): Promise<Outcome & { readonly side: Side | null; readonly isInForce: boolean }> {
  let side: Side | null = null;
  const outcome = await write(desk, workspaceId, { ...request, name }, (agreement) => {
    side = sideToSign(agreement, proposalId, request.actor);
    const isOfBoth = request.actor.roles.includes('sales') && request.actor.roles.includes('marketing');
    return { body: { type: 'signed', id: proposalId, side, ...(isOfBoth ? { isOfBoth } : {}) }, shown: [proposalId] };
  });
  const proposed = await proposedIn(desk.store, workspaceId, name.topic, proposalId);
  return { ...outcome, side, isInForce: proposed?.standing.state === 'agreed' };
}

interface Decided {
  readonly body: NewLine['body'];
  /** The proposals whose messages show it. */
  readonly shown: readonly string[];
}

/** @throws Refusal before the first settings: nobody could be asked to sign */
async function write<Content>(
  desk: Desk,
  workspaceId: string,
  { name, actor, requestId }: Request & { readonly name: AgreementName },
  decide: (agreement: Agreement<Content>) => Decided,
): Promise<Outcome> {
  const { settings } = await desk.store.workspace();
  if (!settings) throw new Refusal('not_set_up', 'There are no settings yet: choose the channels under Set up in App Home first.');
  return writeLine(desk, workspaceId, { ...name, by: actor.id, requestId }, (lines) => {
    const { body, shown } = decide(foldAgreement(lines.map(eventOf<Content>)));
    return { body, entries: shown.flatMap((id) => proposalEntries(name.topic, id, settings)) };
  });
}

/** What a channel is for, where agreements are told. */
export const purposes = ['leads', 'marketing'] as const;
export type Purpose = (typeof purposes)[number];

/** Named by the purpose of its channel: a message that stands is edited where it stands, also when the settings name another channel. */
function proposalEntries(topic: AgreementName['topic'], id: string, { channels }: Settings): readonly NewEntry[] {
  return told(channels).map((purpose) => ({
    key: `proposal:${id}:${purpose}`,
    kind: 'proposal',
    lane: channels[purpose],
    rank: 0,
    about: { topic, id, purpose },
  }));
}

/** One message where both sides share a channel. */
export function told(channels: Settings['channels']): readonly Purpose[] {
  return channels.leads === channels.marketing ? ['leads'] : purposes;
}

function isDeepEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
