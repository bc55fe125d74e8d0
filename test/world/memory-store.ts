// A real store in memory, for tests that are not about the database.
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/sqlite/open.ts';

export async function memoryStore(now: () => number): Promise<Store> {
  return openStore(':memory:', { create: true, now });
}
