// A definition that both sides have signed, written into the book as the flows write it.
import type { Criterion } from '../../src/domain/agreement/criteria.ts';
import type { NewLine } from '../../src/ledger.ts';
import type { Store } from '../../src/ports.ts';
import { definitionOf } from '../domain/definitions.ts';

/** In force at `at` (epoch milliseconds), from Kim and Mia. */
export async function agreed(store: Store, criteria: readonly Criterion[], at: number): Promise<void> {
  const { id: workspaceId } = await store.workspace();
  const lines = await store.ledger.read(workspaceId, 'definition', '');
  const proposal = `p${lines.length}`;
  let last = lines.at(-1)?.seq ?? 0;
  const write = async (line: Pick<NewLine, 'id' | 'by' | 'body'>): Promise<void> => {
    await store.ledger.append(workspaceId, { ...line, topic: 'definition', subject: '', at }, last, []);
    last = (await store.ledger.read(workspaceId, 'definition', '')).at(-1)?.seq ?? 0;
  };
  await write({ id: proposal, by: 'U0KIM', body: { type: 'proposed', content: definitionOf(criteria), why: null } });
  await write({ id: `${proposal}-sales`, by: 'U0KIM', body: { type: 'signed', id: proposal, side: 'sales' } });
  await write({ id: `${proposal}-marketing`, by: 'U0MIA', body: { type: 'signed', id: proposal, side: 'marketing' } });
}
