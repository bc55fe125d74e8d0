// Lines of the book for tests.
import { Conflict } from '../../src/errors.ts';
import type { NewLine } from '../../src/ledger.ts';
import type { Store } from '../../src/ports.ts';

export function lineOf(id: string, more: Partial<NewLine> = {}): NewLine {
  return { id, topic: 'definition', subject: '', at: 1, by: 'U0KIM', body: { type: 'proposed' }, ...more };
}

/** Writes so many lines one after the other; whoever loses a race reads again. Resolves with how many races were lost. */
export async function writeLines(store: Store, workspaceId: string, count: number, name: string): Promise<number> {
  let lost = 0;
  for (let n = 0; n < count;) {
    const last = (await store.ledger.read(workspaceId, 'definition', '')).at(-1);
    try {
      await store.ledger.append(workspaceId, lineOf(`${name}-${n}`, { by: name, body: { behind: last?.id ?? null } }), last?.seq ?? 0, []);
      n += 1;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      lost += 1;
    }
  }
  return lost;
}
