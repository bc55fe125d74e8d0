// Money spent is written into the book and read back; whoever wrote it is told, also where no lead ever came under that name.
import { groupName } from '../domain/report/group.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/roles.ts';
import { type Spend, type SpendDecision, daysKey, decideSpend, spendBody, spendIn, spendSubject, spendsIn } from '../domain/spend.ts';
import type { Entry } from '../outbox.ts';
import type { Store } from '../ports.ts';
import { writeLine } from './book.ts';
import type { Context, Parcel } from './parcel.ts';
import type { Desk } from './record.ts';

export interface SpendOrder {
  readonly spend: Spend;
  /** Slack user id, who is told that it is stored, or `system`. */
  readonly by: string;
  /** The id of this form or row: the same one again changes nothing. */
  readonly requestId: string;
}

/** May this person see and say what was spent? @throws Refusal */
export function checkSpendRole(actor: Actor): void {
  if (actor.roles.includes('marketing') || actor.roles.includes('manager')) return;
  throw new Refusal(
    'not_allowed',
    '“Spend” is for marketing and managers in this workspace. Ask a manager if you should be among them; /lead report shows how the sources do.',
  );
}

/** When this resolves, it is on disk; what stands already is not written again. @throws Refusal where its days overlap with other ones */
export async function recordSpend(desk: Desk, workspaceId: string, order: SpendOrder): Promise<SpendDecision> {
  const { spend, by, requestId } = order;
  const subject = spendSubject(spend);
  const expected = decideSpend(await spendsOf(desk.store, workspaceId, subject), spend);
  if (expected.kind === 'unchanged') return expected;
  const told = { decision: expected };
  const { isRepeated } = await writeLine(desk, workspaceId, { topic: 'spend', subject, by, requestId }, (lines) => {
    told.decision = decideSpend(spendsIn(lines), spend);
    const note = { key: `spend:${requestId}`, kind: 'spend', lane: by, rank: 0, about: { subject, id: requestId } } as const;
    return { body: spendBody(spend), entries: by === 'system' ? [] : [note] };
  });
  return isRepeated ? { kind: 'unchanged', before: spend } : told.decision;
}

/** What counts of one subject of the book. */
export async function spendsOf(store: Pick<Store, 'ledger'>, workspaceId: string, subject: string): Promise<readonly Spend[]> {
  return spendsIn(await store.ledger.read(workspaceId, 'spend', subject));
}

/** The currency that was written last; `null` before the first line. */
export async function lastSpendCurrency(store: Pick<Store, 'ledger'>, workspaceId: string): Promise<string | null> {
  const last = (await store.ledger.read(workspaceId, 'spend')).at(-1);
  return (last && spendIn(last)?.currency) ?? null;
}

/** Those of the names under which no lead has come yet, trial runs apart: mostly they are spelt in another way. Stops at the first lead of the last one. */
export async function namesWithoutLeads<Name extends Pick<Spend, 'of' | 'name'>>(
  store: Pick<Store, 'events'>,
  workspaceId: string,
  names: readonly Name[],
): Promise<readonly Name[]> {
  const open = new Map(names.map((name) => [spendSubject(name), name]));
  if (open.size === 0) return [];
  for await (const event of store.events(workspaceId, { types: ['received', 'resubmitted'] })) {
    if ((event.type !== 'received' && event.type !== 'resubmitted') || event.isTest) continue;
    const { source, campaign } = event.attribution;
    open.delete(spendSubject({ of: 'source', name: groupName(source) }));
    open.delete(spendSubject({ of: 'campaign', name: groupName(campaign) }));
    if (open.size === 0) break;
  }
  return [...open.values()];
}

/** To whoever wrote it: that it is stored. */
export async function spendParcel({ desk }: Context, entry: Entry): Promise<Parcel | null> {
  const { subject = '', id = '' } = entry.about ?? {};
  const lines = await desk.store.ledger.read(entry.workspaceId, 'spend', subject);
  const index = lines.findIndex((line) => line.id === id);
  const line = lines[index];
  const spend = line ? spendIn(line) : null;
  if (!spend) return null;
  const before = spendsIn(lines.slice(0, index)).find((one) => daysKey(one) === daysKey(spend)) ?? null;
  const unseen = await namesWithoutLeads(desk.store, entry.workspaceId, [spend]);
  return { to: entry.channel ?? entry.lane, message: { kind: 'spend', spend, before, isUnseen: unseen.length > 0 } };
}
