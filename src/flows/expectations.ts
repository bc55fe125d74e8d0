// What marketing expects of each action: read from the book and written into it. The newest counts, the earlier ones stay.
import { type ExpectationSet, type Expectation, expectationsAt } from '../domain/expectation.ts';
import { Refusal } from '../domain/refusal.ts';
import { groupName } from '../domain/report/group.ts';
import type { Actor } from '../domain/roles.ts';
import type { Store } from '../ports.ts';
import { writeLine } from './book.ts';
import type { Desk } from './record.ts';

type Books = Pick<Store, 'ledger'>;

/** Every expectation that was ever set, oldest first. */
export async function expectationsIn(store: Books, workspaceId: string): Promise<readonly ExpectationSet[]> {
  const lines = await store.ledger.read(workspaceId, 'expectation');
  return lines.flatMap(({ subject, at, by, body }): ExpectationSet[] => {
    const { expected, why } = body;
    return typeof expected === 'number' ? [{ action: subject, expected, why: typeof why === 'string' ? why : null, at, by }] : [];
  });
}

/** The one that counts now, by action. */
export async function expectationsNow({ store, now }: Desk, workspaceId: string): Promise<ReadonlyMap<string, Expectation>> {
  return expectationsAt(await expectationsIn(store, workspaceId), now());
}

/** Asked when the form opens, and once more when it is sent. @throws Refusal */
export function checkExpectationRole(actor: Actor): void {
  if (actor.roles.includes('marketing') || actor.roles.includes('manager')) return;
  throw new Refusal(
    'not_allowed',
    '“Set expectations” is for marketing and managers in this workspace. Ask a manager if you should be among them.',
  );
}

export interface ExpectationOrder {
  readonly actor: Actor;
  readonly action: string;
  /** Of a hundred: a whole number from 0 to 100. */
  readonly expected: number;
  readonly why: string | null;
  readonly requestId: string;
}

/** @throws Refusal for people who are neither of marketing nor managers */
export async function setExpectation(
  desk: Desk,
  workspaceId: string,
  { actor, action, expected, why, requestId }: ExpectationOrder,
): Promise<void> {
  checkExpectationRole(actor);
  const line = { topic: 'expectation', subject: groupName(action), by: actor.id, requestId } as const;
  await writeLine(desk, workspaceId, line, () => ({ body: { expected, why } }));
}
