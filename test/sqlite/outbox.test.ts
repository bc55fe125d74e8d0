// The outbox on SQLite: its contract, its order against a naive oracle, and its speed with a full house.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewEntry } from '../../src/domain/consequences.ts';
import type { Entry, EntryUpdate } from '../../src/outbox.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { describeOutbox } from './outbox-contract.ts';
import { cardOf, lineOf, someTime } from './sample-leads.ts';

const open = async (now: () => number): Promise<Store> => openStore(':memory:', { create: true, now });
describeOutbox('in memory', open);

const lanes = ['A', 'B'] as const;
const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5'] as const;
const anEntry: fc.Arbitrary<NewEntry> = fc.record(
  {
    key: fc.constantFrom(...keys),
    kind: fc.constant('line' as const),
    lane: fc.constantFrom(...lanes),
    rank: fc.constantFrom(0 as const, 1 as const),
    leadId: fc.constantFrom('L1', 'L2'),
    after: fc.constantFrom(...keys),
    dueAt: fc.integer({ min: 0, max: 12 }).map((minutes) => someTime + minutes * 60_000),
  },
  { requiredKeys: ['key', 'kind', 'lane', 'rank'] },
);
const anEnd: fc.Arbitrary<EntryUpdate | 'delivered'> = fc.oneof(
  fc.constant('delivered' as const),
  fc.record(
    {
      state: fc.constantFrom('pending', 'retry', 'ambiguous', 'dead', 'sent'),
      dueAt: fc.integer({ min: 0, max: 12 }).map((minutes) => someTime + minutes * 60_000),
      isRepost: fc.constant(true as const),
    },
    { requiredKeys: ['state'] },
  ),
);
type Step =
  | { readonly do: 'ask'; readonly entries: readonly NewEntry[] }
  | { readonly do: 'take'; readonly lane: string; readonly what: 'post' | 'edit' }
  | { readonly do: 'end'; readonly which: number; readonly end: EntryUpdate | 'delivered' }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'crash' };
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), entries: fc.array(anEntry, { minLength: 1, maxLength: 3 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      lane: fc.constantFrom(...lanes),
      what: fc.constantFrom('post' as const, 'edit' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(5), end: anEnd }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
);

/** What may be taken, straight from the words of the port. Without a due time a thing is due at once. */
function expected(all: readonly Entry[], lane: string, what: 'post' | 'edit', now: number): Entry | undefined {
  const isOver = (entry: Entry) => entry.state === 'sent' || entry.state === 'dead';
  const isTakeable = (entry: Entry) =>
    ['pending', 'retry', 'ambiguous'].includes(entry.state) && (entry.dueAt ?? now) <= now && entry.lane === lane;
  const waitsFor = (entry: Entry) => all.find(({ key }) => key === entry.after);
  const candidates = all.filter((entry) => {
    if (!isTakeable(entry) || (entry.ts === null) !== (what === 'post')) return false;
    if (what === 'edit') return true;
    const parent = waitsFor(entry);
    if (parent && parent.ts === null && !isOver(parent)) return false;
    const isEarlier = (other: Entry) => Number(other.id) < Number(entry.id) && other.leadId === entry.leadId && other.lane === lane;
    return (
      entry.leadId === undefined ||
      !all.some((other) => isEarlier(other) && other.ts === null && !isOver(other) && other.after !== entry.key)
    );
  });
  return candidates.toSorted((a, b) => a.rank - b.rank || Number(a.id) - Number(b.id))[0];
}

describe('the order of the outbox', () => {
  it('is what a plain reading of the port gives, after any steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 60 }), async (steps) => {
        let now = someTime;
        const store = await open(() => now);
        try {
          const { outbox } = store;
          const w = (await store.workspace()).id;
          const all = async () => (await Promise.all(keys.map((key) => outbox.byKey(w, key)))).filter((entry) => entry !== null);
          const underWay: Entry[] = [];
          for (const step of steps) {
            if (step.do === 'ask') await outbox.enqueue(w, step.entries);
            if (step.do === 'wait') now += step.minutes * 60_000;
            if (step.do === 'crash') {
              expect(await outbox.recover(w)).toBe(underWay.length);
              underWay.length = 0;
            }
            if (step.do === 'take') {
              const want = expected(await all(), step.lane, step.what, now);
              const taken = await outbox.take(w, step.lane, step.what, now);
              expect(taken?.key).toBe(want?.key);
              if (taken) underWay.push(taken);
            }
            if (step.do === 'end' && underWay.length > 0) {
              const [entry] = underWay.splice(step.which % underWay.length, 1);
              if (!entry) throw new Error('Nothing under way');
              if (step.end === 'delivered')
                await outbox.delivered(w, { entryId: entry.id, revision: entry.revision, channel: 'C', ts: '1.1' });
              else await outbox.update(w, entry.id, step.end);
              const after = await outbox.byKey(w, entry.key);
              // Nothing asked for during the attempt is ever over with it.
              if (after && after.revision > entry.revision) expect(['sent', 'dead']).not.toContain(after.state);
            }
          }
        } finally {
          store.close();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lets everything be delivered in the end, at the newest revision', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anEntry, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }), async (asks) => {
        // Who waits for himself or in a ring waits for ever; no consequence asks for that.
        const isStraight = (entry: NewEntry) => entry.after === undefined || entry.after < entry.key;
        let now = someTime;
        const store = await open(() => now);
        try {
          const { outbox } = store;
          const w = (await store.workspace()).id;
          for (const entries of asks) {
            // One lead each, since order within a lead and `after` can contradict each other too.
            await outbox.enqueue(
              w,
              entries.filter(isStraight).map((entry) => ({ ...entry, leadId: entry.key })),
            );
            const taken = await outbox.take(w, 'A', 'post', now);
            if (taken) await outbox.update(w, taken.id, { state: 'retry' });
          }
          now += 3_600_000;
          for (let idle = false; !idle;) {
            idle = true;
            for (const lane of lanes) {
              for (const what of ['post', 'edit'] as const) {
                const taken = await outbox.take(w, lane, what, now);
                if (!taken) continue;
                idle = false;
                await outbox.delivered(w, { entryId: taken.id, revision: taken.revision, channel: lane, ts: '1' });
              }
            }
          }
          const { byState } = await outbox.counts(w);
          expect(byState).toEqual({ pending: 0, sending: 0, sent: byState.sent, retry: 0, ambiguous: 0, dead: 0 });
          expect(await outbox.lanes(w)).toEqual([]);
        } finally {
          store.close();
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the speed of the outbox', () => {
  it.each<{ house: string; entries: (n: number) => readonly NewEntry[] }>([
    { house: '100,000 ready', entries: (n) => [cardOf(`L${n}`)] },
    { house: '100,000 put off', entries: (n) => [cardOf(`L${n}`, { dueAt: someTime + 1_000_000 + n })] },
    {
      house: '50,000 cards put off and a line waiting for each',
      entries: (n) => (n % 2 ? [] : [cardOf(`L${n}`, { dueAt: someTime + 1_000_000 }), lineOf(`L${n}`, `E${n}`)]),
    },
  ])('holds with $house', async ({ entries }) => {
    const store = await open(() => someTime);
    const w = (await store.workspace()).id;
    for (let n = 0; n < 100_000; n += 5000) {
      const batch = Array.from({ length: 5000 }, (_, offset) => entries(n + offset)).flat();
      await store.outbox.enqueue(w, batch);
    }
    await store.outbox.enqueue(w, [cardOf('last', { key: 'last' })]);
    const begun = performance.now();
    for (let n = 0; n < 20; n += 1) {
      const taken = await store.outbox.take(w, 'C0LEADS', 'post', someTime);
      if (taken) await store.outbox.update(w, taken.id, { state: 'retry', dueAt: someTime + 5000 });
      await store.outbox.lanes(w);
    }
    // Twenty rounds; one that walked over every entry would take about this long by itself.
    expect(performance.now() - begun).toBeLessThan(400);
    store.close();
  });
});
