// The book of a workspace: lines are only ever added, each behind the one that was decided on, also by two processes at once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Conflict } from '../../src/errors.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { otherProcess } from './other-process.ts';
import { lineOf, writeLines } from './sample-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadloop-ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}.db`);

const entry = { key: 'proposal:a:leads', kind: 'proposal', lane: 'C0LEADS', rank: 0, about: { topic: 'definition', id: 'a' } } as const;

describe.each<[string, () => string]>([
  ['in memory', () => ':memory:'],
  ['in a file', newFile],
])('%s', (_, place) => {
  let store: Store;
  let w: string;
  beforeEach(async () => {
    store = openStore(place(), { create: true });
    w = (await store.workspace()).id;
  });
  afterEach(() => store.close());
  const ids = async (...about: ['definition' | 'term', string?]) => (await store.ledger.read(w, ...about)).map(({ id }) => id);

  it('lines are read back as they were written, oldest first, each with the next number', async () => {
    const body = { type: 'proposed', content: { words: 'a \u0000 \u202e <!channel>', list: [1, null, true] }, why: null };
    await store.ledger.append(w, lineOf('a', { body, at: 1_795_442_400_000 }), 0, []);
    const [first] = await store.ledger.read(w, 'definition', '');
    expect(first).toEqual({ ...lineOf('a', { body, at: 1_795_442_400_000 }), seq: first?.seq });
    await store.ledger.append(w, lineOf('b'), first?.seq ?? 0, []);
    expect(await ids('definition', '')).toEqual(['a', 'b']);
    const [one, two] = await store.ledger.read(w, 'definition');
    expect(two?.seq).toBeGreaterThan(one?.seq ?? 0);
    expect(await store.ledger.read('another workspace', 'definition')).toEqual([]);
  });

  it('topics and subjects are stories of their own, and can be read together', async () => {
    await store.ledger.append(w, lineOf('a'), 0, []);
    await store.ledger.append(w, lineOf('b', { topic: 'term', subject: 'lead' }), 0, []);
    await store.ledger.append(w, lineOf('c', { topic: 'term', subject: 'contact' }), 0, []);
    expect(await ids('term', 'lead')).toEqual(['b']);
    expect(await ids('term')).toEqual(['b', 'c']);
    expect(await ids('term', '')).toEqual([]);
    expect(await ids('definition')).toEqual(['a']);
  });

  it('a line that was not decided on the last one is a Conflict, and neither it nor its work is written', async () => {
    await store.ledger.append(w, lineOf('a'), 0, []);
    const seq = (await store.ledger.read(w, 'definition', '')).at(-1)?.seq ?? 0;
    await store.ledger.append(w, lineOf('b'), seq, []);
    for (const after of [0, seq, seq + 5]) await expect(store.ledger.append(w, lineOf('c'), after, [entry])).rejects.toThrow(Conflict);
    expect(await ids('definition')).toEqual(['a', 'b']);
    expect(await store.outbox.byKey(w, entry.key)).toBeNull();
  });

  it('an id is there once in a workspace, and the work of a line comes with it', async () => {
    await store.ledger.append(w, lineOf('a'), 0, [entry]);
    expect(await store.outbox.byKey(w, entry.key)).toMatchObject({ kind: 'proposal', state: 'pending', about: entry.about });
    const other = { ...entry, key: 'proposal:b:leads' };
    await expect(store.ledger.append(w, lineOf('a', { topic: 'term', subject: 'lead' }), 0, [other])).rejects.toThrow();
    expect(await ids('term')).toEqual([]);
    expect(await store.outbox.byKey(w, other.key)).toBeNull();
  });
});

describe('two at once', () => {
  it('in one process, every line stands behind the one that it was decided on', async () => {
    const store = openStore(newFile(), { create: true });
    const { id } = await store.workspace();
    await Promise.all([writeLines(store, id, 20, 'one'), writeLines(store, id, 20, 'two')]);
    expectChain(await store.ledger.read(id, 'definition', ''), 40);
    store.close();
  });

  it('in two processes too, and neither loses a line', async () => {
    const path = newFile();
    const store = openStore(path, { create: true });
    const { id } = await store.workspace();
    const other = otherProcess('write', path, 30);
    await other.next();
    await writeLines(store, id, 30, 'here');
    expect(await other.ended).toBe(0);
    expectChain(await store.ledger.read(id, 'definition', ''), 60);
    store.close();
  }, 30_000);

  it('no line is ever changed or taken away', async () => {
    const path = newFile();
    const store = openStore(path, { create: true });
    const { id } = await store.workspace();
    const raw = new Sqlite(path, { readonly: true });
    const rows = () => raw.prepare('select * from ledger order by seq').all();
    let before: unknown[] = [];
    for (let round = 0; round < 5; round += 1) {
      await writeLines(store, id, 3, `round-${round}`);
      expect(rows().slice(0, before.length)).toEqual(before);
      before = rows();
    }
    expect(before).toHaveLength(15);
    raw.close();
    store.close();
  });
});

function expectChain(lines: readonly { readonly id: string; readonly body: Readonly<Record<string, unknown>> }[], count: number): void {
  expect(lines).toHaveLength(count);
  expect(lines.map(({ body }) => body['behind'])).toEqual([null, ...lines.slice(0, -1).map(({ id }) => id)]);
}
