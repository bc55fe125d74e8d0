// What a restore makes of work that was under way: nothing is said twice, and what was to be forgotten is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../src/domain/consequences.ts';
import type { Store } from '../../src/ports.ts';
import { backupDatabase } from '../../src/sqlite/backup.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { restoreDatabase } from '../../src/sqlite/restore.ts';
import { appended, cardOf, lineOf, received, someTime, storedLead } from './sample-leads.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadloop-restore-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Takes a backup after `before`, puts it back after `since`, and opens what was restored. */
async function restoredAfter(before: (store: Store) => Promise<void>, since: (store: Store) => Promise<void>) {
  const [path, backup] = [join(folder, 'leadloop.db'), join(folder, 'backup.db')];
  const open = () => openStore(path, { create: true, now: () => someTime });
  const store = open();
  await before(store);
  backupDatabase(path, backup);
  await since(store);
  store.close();
  const restoring = restoreDatabase(backup, path, () => someTime + 5);
  return { restoring, restored: open() };
}
const deliverNext = async ({ outbox }: Store, lane = 'C0LEADS', ts = '7.7') => {
  const entry = await outbox.take('W', lane, 'post', someTime + 5);
  if (!entry) throw new Error('Nothing was taken');
  await outbox.delivered('W', { entryId: entry.id, revision: entry.revision, channel: lane, ts });
};

describe('work under way, after a restore', () => {
  it('F61: lets wait what never had a channel', async () => {
    const ask = (store: Store) => store.outbox.enqueue('W', [cardOf('L1', { lane: '' }), lineOf('L1', 'E1', { lane: '' })]);
    const { restoring, restored } = await restoredAfter(ask, async () => undefined);
    expect(restoring.doubtful).toBe(0);
    const { outbox } = restored;
    for (const { id, state } of await outbox.unsent('W', null, 9)) {
      expect(state).toBe('pending');
      await outbox.update('W', id, { state: 'pending', lane: 'C0LEADS', isOnlyIfWaiting: true });
    }
    expect(await outbox.take('W', 'C0LEADS', 'post', someTime + 5)).toMatchObject({ key: 'card:L1.1', state: 'pending' });
    restored.close();
  });

  it('F61: looks up what had no channel in the backup and was sent since', async () => {
    const { restoring, restored } = await restoredAfter(
      (store) =>
        store.outbox.enqueue(
          'W',
          ['L1', 'L2', 'L3'].map((id) => cardOf(id, { lane: '' })),
        ),
      async (store) => {
        const lanes = { L1: 'C0LEADS', L2: 'C0LEADS', L3: 'C0OTHER' };
        for (const [id, lane] of Object.entries(lanes)) await store.outbox.enqueue('W', [cardOf(id, { lane })]);
        await deliverNext(store);
        await store.outbox.take('W', 'C0LEADS', 'post', someTime);
      },
    );
    expect(restoring.doubtful).toBe(2);
    const { outbox } = restored;
    expect(await outbox.byKey('W', 'card:L1.1')).toMatchObject({ state: 'ambiguous', lane: 'C0LEADS' });
    expect(await outbox.byKey('W', 'card:L2.1')).toMatchObject({ state: 'ambiguous', lane: 'C0LEADS' });
    expect(await outbox.byKey('W', 'card:L3.1')).toMatchObject({ state: 'pending', lane: '' });
    restored.close();
  });

  it.each([
    { end: 'found', becomes: { state: 'sent', ts: '8.8' } },
    { end: 'not to be looked for', becomes: { state: 'dead', ts: null } },
  ] as const)('F61: never says a line twice: $end', async ({ end, becomes }) => {
    const { restored } = await restoredAfter(
      async (store) => {
        await store.outbox.enqueue('W', [cardOf('L1')]);
        await deliverNext(store);
        await store.outbox.enqueue('W', [lineOf('L1', 'E1')]);
      },
      (store) => deliverNext(store, 'C0LEADS', '8.8'),
    );
    const { outbox } = restored;
    const line = await outbox.take('W', 'C0LEADS', 'post', someTime + 5);
    if (line?.state !== 'ambiguous') throw new Error('The line is not in doubt');
    if (end === 'found') await outbox.delivered('W', { entryId: line.id, revision: line.revision, channel: 'C0LEADS', ts: '8.8' });
    else await outbox.update('W', line.id, { state: 'dead', error: 'doubt' });
    expect(await outbox.byKey('W', 'line:E1')).toMatchObject(becomes);
    expect(await outbox.lanes('W')).toEqual([]);
    restored.close();
  });

  it('F61: what came of a change and was told since is not told again', async () => {
    const entry: NewEntry = {
      key: 'change:c1:result:U0KIM',
      kind: 'change_result',
      lane: 'U0KIM',
      rank: 0,
      about: { id: 'c1', dueAt: '1' },
    };
    const { restored } = await restoredAfter(
      async () => undefined,
      async (store) => {
        await store.outbox.enqueue('W', [entry]);
        await deliverNext(store, 'U0KIM');
      },
    );
    expect(await restored.outbox.byKey('W', entry.key)).toMatchObject({ ts: '7.7', state: 'sent' });
    restored.close();
  });

  it('F61: edits a card that it finds, which may show the time that is lost', async () => {
    const { restored } = await restoredAfter(
      (store) => store.outbox.enqueue('W', [cardOf('L1')]),
      (store) => deliverNext(store),
    );
    await deliverNext(restored);
    expect(await restored.outbox.take('W', 'C0LEADS', 'edit', someTime + 5)).toMatchObject({ key: 'card:L1.1', ts: '7.7' });
    restored.close();
  });

  it('F79: takes back the words of those forgotten since, wherever they stand', async () => {
    const erase = async (store: Store, id: string, entries: readonly NewEntry[]) =>
      store.forget('W', appended('W', await storedLead(store, 'W', id), [{ type: 'erased' }], { by: 'system', entries }));
    const forgetting = (leadId: string, ts: string): NewEntry => {
      return { key: `forget:${ts}`, kind: 'forget', lane: 'C0LEADS', rank: 0, leadId, about: { channel: 'C0LEADS', ts } };
    };
    const { restoring, restored } = await restoredAfter(
      async (store) => {
        await store.commit(received('W', 'L1', { entries: [cardOf('L1'), lineOf('L1', 'E1')] }));
        await deliverNext(store, 'C0LEADS', '1.1');
        await deliverNext(store, 'C0LEADS', '1.2');
        // Asked for before the backup and not done by then: an edit, and nothing in doubt.
        await store.commit(received('W', 'L0'));
        await erase(store, 'L0', [forgetting('L0', '0.1')]);
      },
      async (store) => {
        await store.commit(received('W', 'late', { entries: [cardOf('late')] }));
        await store.outbox.enqueue('W', [lineOf('L1', 'E2')]);
        // Said after the backup, which does not know of it.
        for (const [id, ts] of [
          ['L1', '1.1'],
          ['L1', '1.3'],
          ['late', '2.1'],
        ] as const)
          await store.outbox.enqueue('W', [forgetting(id, ts)]);
        await store.outbox.update('W', (await store.outbox.byKey('W', 'forget:2.1'))?.id ?? '', { state: 'retry' });
        await erase(store, 'L1', []);
        await erase(store, 'late', []);
        await store.outbox.enqueue('W', [forgetting('L1', '1.4')]);
        await store.outbox.update('W', (await store.outbox.byKey('W', 'forget:1.4'))?.id ?? '', { state: 'sent' });
      },
    );
    expect(restoring).toMatchObject({ erasedAgain: 1, doubtful: 0 });
    const replaced: (string | undefined)[] = [];
    for (;;) {
      const entry = await restored.outbox.take('W', 'C0LEADS', 'post', someTime + 5);
      if (!entry) break;
      expect(entry).toMatchObject({ kind: 'forget', lane: 'C0LEADS', rank: 0, state: 'pending', about: { channel: 'C0LEADS' } });
      replaced.push(entry.about?.['ts']);
      await restored.outbox.delivered('W', { entryId: entry.id, revision: entry.revision, channel: 'C0LEADS', ts: replaced.at(-1) ?? '' });
    }
    expect(new Set(replaced)).toEqual(new Set(['0.1', '1.1', '1.2', '1.3', '2.1']));
    expect(replaced).toHaveLength(5);
    restored.close();
  });

  it('F79: messages about many are told again without those forgotten since, and still know whom they name', async () => {
    const answer = (key: string): NewEntry => ({ key, kind: 'answer', lane: 'U0KIM', rank: 0, about: { lead: 'L1' } });
    const told = async (store: Store, key: string, ts: string, leadIds: readonly string[]): Promise<void> => {
      await store.outbox.enqueue('W', [answer(key)]);
      await store.outbox.name('W', key, leadIds);
      await deliverNext(store, 'U0KIM', ts);
    };
    const { restoring, restored } = await restoredAfter(
      async (store) => {
        for (const id of ['L1', 'L2']) await store.commit(received('W', id));
        await told(store, 'answer:a:U0KIM', '1.1', ['L1']);
        await told(store, 'answer:b:U0KIM', '1.2', ['L2']);
      },
      async (store) => {
        await told(store, 'answer:c:U0KIM', '1.3', ['L1', 'L2']);
        await store.forget('W', appended('W', await storedLead(store, 'W', 'L1'), [{ type: 'erased' }], { by: 'system' }));
      },
    );
    expect(restoring).toMatchObject({ erasedAgain: 1, doubtful: 0 });
    for (const [key, state, ts] of [
      ['answer:a:U0KIM', 'pending', '1.1'],
      ['answer:b:U0KIM', 'sent', '1.2'],
      ['answer:c:U0KIM', 'pending', '1.3'],
    ] as const) {
      expect(await restored.outbox.byKey('W', key)).toMatchObject({ state, ts });
    }
    expect((await restored.outbox.naming('W', 'L2')).map(({ key }) => key)).toEqual(['answer:b:U0KIM', 'answer:c:U0KIM']);
    restored.close();
  });
});
