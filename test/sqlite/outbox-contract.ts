// What every outbox must do, whatever it stands on.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../src/domain/consequences.ts';
import type { Entry, EntryState, EntryUpdate } from '../../src/outbox.ts';
import type { Store } from '../../src/ports.ts';
import { cardOf, lineOf, someTime } from './sample-leads.ts';

const lane = 'C0LEADS';

/** `open` makes an empty store whose clock is `now`. */
export function describeOutbox(name: string, open: (now: () => number) => Promise<Store>): void {
  const clock = { now: someTime };
  let store: Store;
  let w: string;
  beforeEach(async () => {
    clock.now = someTime;
    store = await open(() => clock.now);
    w = (await store.workspace()).id;
  });
  afterEach(() => store.close());

  const ask = (...entries: readonly NewEntry[]) => store.outbox.enqueue(w, entries);
  const take = (what: 'post' | 'edit' = 'post', from = lane) => store.outbox.take(w, from, what, clock.now);
  const takenKey = async (what: 'post' | 'edit' = 'post', from = lane) => (await take(what, from))?.key ?? null;
  const byKey = async (key: string): Promise<Entry> => {
    const entry = await store.outbox.byKey(w, key);
    if (!entry) throw new Error(`No entry ${key}`);
    return entry;
  };
  const update = async (key: string, change: EntryUpdate) => store.outbox.update(w, (await byKey(key)).id, change);
  const deliver = async (entry: Entry | null, ts = '1.1') => {
    if (!entry) throw new Error('Nothing was taken');
    await store.outbox.delivered(w, { entryId: entry.id, revision: entry.revision, channel: entry.lane, ts });
  };
  const [card, line] = [cardOf('L1'), lineOf('L1', 'E2')];

  describe(`${name}: asking`, () => {
    it('makes a thing exist once', async () => {
      await ask({ ...card, about: { day: '2026-11-23' } });
      await ask(card, card);
      expect(await store.outbox.ofLead(w, 'L1')).toMatchObject([
        { key: card.key, revision: 3, state: 'pending', attempt: 0, generation: 0 },
      ]);
      expect(await store.outbox.byKey('another workspace', card.key)).toBeNull();
    });

    it('gives back what was asked', async () => {
      const whole = { ...line, about: { day: '2026-11-23' }, dueAt: someTime + 5 };
      await ask(whole);
      expect(await byKey(line.key)).toMatchObject(whole);
      await ask({ key: 'alert:1', kind: 'alert', lane, rank: 1 });
      const bare = await byKey('alert:1');
      for (const absent of ['leadId', 'handoffId', 'eventId', 'after', 'about']) expect(bare).not.toHaveProperty(absent);
    });

    it.each<{ from: EntryUpdate['state'] | 'sending'; to: EntryState }>([
      { from: 'pending', to: 'pending' },
      { from: 'sending', to: 'sending' },
      { from: 'retry', to: 'retry' },
      { from: 'ambiguous', to: 'ambiguous' },
      { from: 'sent', to: 'pending' },
      { from: 'dead', to: 'pending' },
    ])('turns $from into $to', async ({ from, to }) => {
      await ask(card);
      await take();
      if (from !== 'sending') await update(card.key, { state: from, dueAt: someTime + 1000, error: 'x' });
      await ask(card);
      const waits = from === 'retry' || from === 'ambiguous';
      expect(await byKey(card.key)).toMatchObject({ state: to, revision: 2, dueAt: waits ? someTime + 1000 : someTime });
    });

    it('moves to another lane only while it does not stand, and never to an unknown one', async () => {
      await ask({ ...card, lane: '' });
      await ask(card);
      await ask({ ...card, lane: '' });
      expect(await byKey(card.key)).toMatchObject({ lane });
      await deliver(await take());
      await ask({ ...card, lane: 'C2' });
      expect(await byKey(card.key)).toMatchObject({ lane, state: 'pending' });
    });

    it('puts off and brings forward what is still waiting', async () => {
      await ask({ ...card, dueAt: someTime + 1000 });
      expect(await takenKey()).toBeNull();
      await ask({ ...card, dueAt: someTime + 500 });
      clock.now += 500;
      await ask({ ...card, dueAt: someTime + 2000 });
      expect(await takenKey()).toBeNull();
      await ask(card);
      expect(await takenKey()).toBe(card.key);
    });
  });

  describe(`${name}: taking`, () => {
    it('goes by rank, then by age, and takes each once', async () => {
      await ask(cardOf('L1'), cardOf('L2'), { key: 'alert:1', kind: 'alert', lane, rank: 0 }, cardOf('L3', { lane: 'C2' }));
      expect([await takenKey(), await takenKey(), await takenKey(), await takenKey()]).toEqual(['alert:1', 'card:L1.1', 'card:L2.1', null]);
      expect(await takenKey('post', 'C2')).toBe('card:L3.1');
    });

    it('marks what it takes', async () => {
      await ask(card);
      clock.now += 7;
      expect(await take()).toMatchObject({ state: 'pending', attempt: 1, startedAt: someTime + 7, revision: 1 });
      expect(await byKey(card.key)).toMatchObject({ state: 'sending', attempt: 1, startedAt: someTime + 7 });
    });

    it('passes over what is not due', async () => {
      await ask(cardOf('L1', { dueAt: someTime + 10 }), cardOf('L2'));
      expect([await takenKey(), await takenKey()]).toEqual(['card:L2.1', null]);
      expect(await store.outbox.lanes(w)).toEqual([{ lane, dueAt: someTime + 10 }]);
      clock.now += 10;
      expect(await takenKey()).toBe('card:L1.1');
    });

    it('keeps posts and edits apart', async () => {
      await ask(card);
      await deliver(await take());
      await ask(card, cardOf('L2'));
      expect(await takenKey()).toBe('card:L2.1');
      expect(await take('edit')).toMatchObject({ key: card.key, revision: 2, channel: lane, ts: '1.1' });
      expect(await takenKey('edit')).toBeNull();
    });

    it.each([
      ['stands', () => take().then((entry) => deliver(entry))],
      ['is dead', () => update(card.key, { state: 'dead' })],
      ['is over without a message', () => update(card.key, { state: 'sent' })],
    ])('waits for the message that it hangs under until that one %s', async (_, end) => {
      await ask(card, { ...line, leadId: 'L9' });
      const woken: string[] = [];
      expect(await store.outbox.take(w, lane, 'post', clock.now).then((entry) => entry?.key)).toBe(card.key);
      expect(await takenKey()).toBeNull();
      await update(card.key, { state: 'retry', dueAt: clock.now });
      store.onEntries((lanes) => woken.push(...lanes));
      await end();
      expect(woken).toContain(lane);
      expect(await takenKey()).toBe(line.key);
    });

    it('waits also when the message that it hangs under is asked for later, or again', async () => {
      await ask({ ...line, leadId: 'L9' }, card);
      expect(await takenKey()).toBe(card.key);
      expect(await takenKey()).toBeNull();
      await update(card.key, { state: 'dead' });
      await ask(card);
      expect(await takenKey()).toBe(card.key);
      expect(await takenKey()).toBeNull();
      await update(card.key, { state: 'dead' });
      expect(await takenKey()).toBe(line.key);
    });

    it('waits again while that message is posted anew', async () => {
      await ask(card, { ...line, leadId: 'L9' });
      await deliver(await take());
      await update(card.key, { state: 'pending', isRepost: true });
      expect(await takenKey()).toBe(card.key);
      expect(await takenKey()).toBeNull();
    });

    it('is not held up by what hangs under it, of the same lead and asked for earlier', async () => {
      await ask(line, card);
      expect(await takenKey()).toBe(card.key);
    });

    it('does not wait for what nobody asked for', async () => {
      await ask(line);
      expect(await takenKey()).toBe(line.key);
    });

    it('keeps the order within a lead in a lane', async () => {
      const first = cardOf('L1', { key: 'first' });
      await ask(first, cardOf('L1', { key: 'second', rank: 0 }), cardOf('L1', { key: 'elsewhere', lane: 'C2' }), cardOf('L2'));
      expect([await takenKey(), await takenKey(), await takenKey()]).toEqual(['first', 'card:L2.1', null]);
      expect(await takenKey('post', 'C2')).toBe('elsewhere');
      await update('first', { state: 'retry', dueAt: someTime + 1000 });
      expect(await takenKey()).toBeNull();
      await update('first', { state: 'dead' });
      expect(await takenKey()).toBe('second');
    });
  });

  describe(`${name}: what becomes of an attempt`, () => {
    it('is done when it stands', async () => {
      await ask(card);
      const entry = await take();
      await deliver(entry, '7.7');
      expect(await byKey(card.key)).toMatchObject({ state: 'sent', ts: '7.7', channel: lane, startedAt: null, attempt: 0, error: null });
      expect(await take('edit')).toBeNull();
    });

    it('F02: counts a request during the delivery, which rendered an older state', async () => {
      await ask(card);
      const entry = await take();
      await ask(card);
      await deliver(entry);
      expect(await byKey(card.key)).toMatchObject({ state: 'pending', ts: '1.1', revision: 2 });
      const edit = await take('edit');
      expect(edit).toMatchObject({ revision: 2, attempt: 1 });
      await deliver(edit);
      expect(await byKey(card.key)).toMatchObject({ state: 'sent' });
    });

    it.each(['sent', 'dead'] as const)('counts a request during an attempt that ended %s', async (state) => {
      await ask(card);
      await take();
      await ask(card);
      await update(card.key, { state });
      expect(await byKey(card.key)).toMatchObject({ state: 'pending', attempt: 0 });
      await take();
      await update(card.key, { state });
      expect(await byKey(card.key)).toMatchObject({ state });
    });

    it('tries again when it is due', async () => {
      await ask(card);
      await take();
      await update(card.key, { state: 'retry', dueAt: someTime + 100, error: 'ratelimited' });
      expect(await byKey(card.key)).toMatchObject({ state: 'retry', error: 'ratelimited', attempt: 1 });
      expect(await takenKey()).toBeNull();
      clock.now += 100;
      expect(await take()).toMatchObject({ state: 'retry', attempt: 2, startedAt: someTime + 100, error: 'ratelimited' });
      await update(card.key, { state: 'retry', attempt: 0, error: null });
      expect(await byKey(card.key)).toMatchObject({ attempt: 0, error: null, dueAt: someTime + 100 });
    });

    it('says what was in doubt, and since when', async () => {
      await ask(card);
      await take();
      await update(card.key, { state: 'ambiguous', dueAt: someTime + 100 });
      clock.now += 100;
      expect(await take()).toMatchObject({ state: 'ambiguous', startedAt: someTime, attempt: 2 });
      await update(card.key, { state: 'ambiguous', dueAt: someTime + 200 });
      clock.now += 100;
      expect(await take()).toMatchObject({ state: 'ambiguous', startedAt: someTime });
      await update(card.key, { state: 'pending', isDoubtful: true });
      expect(await take()).toMatchObject({ state: 'pending', startedAt: someTime + 200, isDoubtful: true });
    });

    it('F41: counts a request made while it was in doubt: what is found later shows an older state', async () => {
      await ask(card);
      await take();
      await store.outbox.recover(w);
      await ask(card);
      const doubted = await take();
      expect(doubted).toMatchObject({ state: 'ambiguous', revision: 1 });
      await deliver(doubted);
      expect(await byKey(card.key)).toMatchObject({ state: 'pending', ts: '1.1', revision: 2 });
    });

    describe('given up because nobody could look', () => {
      const giveUp = async () => update(card.key, { state: 'dead', error: 'doubt' });
      const isInDoubt = async () => {
        await ask(card);
        await take();
        await update(card.key, { state: 'ambiguous' });
        clock.now += 1000;
      };

      it('stays so, whatever was asked for meanwhile: it may stand', async () => {
        await isInDoubt();
        await ask(card);
        await take();
        await ask(card);
        await giveUp();
        expect(await byKey(card.key)).toMatchObject({ state: 'dead', error: 'doubt', ts: null });
        expect(await take()).toBeNull();
      });

      it('is looked for, never simply sent, when somebody asks again', async () => {
        await isInDoubt();
        await update(card.key, { state: 'pending', isDoubtful: true });
        await take();
        await update(card.key, { state: 'ambiguous' });
        await take();
        await giveUp();
        clock.now += 1000;
        await ask({ ...card, lane: 'C2', dueAt: clock.now + 5000 });
        const doubted = await take();
        expect(doubted).toMatchObject({ state: 'ambiguous', lane, isDoubtful: true, startedAt: someTime + 1000, revision: 1 });
        await deliver(doubted, '7.7');
        expect(await take('edit')).toMatchObject({ ts: '7.7', revision: 2, error: null });
      });

      it('begins anew where it stood, or was given up for another reason', async () => {
        await ask(card);
        await take();
        await update(card.key, { state: 'dead', error: 'invalid_blocks' });
        await ask(card);
        expect(await byKey(card.key)).toMatchObject({ state: 'pending', error: null });
        await deliver(await take());
        await update(card.key, { state: 'dead', error: 'doubt' });
        await ask(card);
        expect(await take('edit')).toMatchObject({ state: 'pending', ts: '1.1' });
      });
    });

    describe('settled with a word while it is on its way', () => {
      const alert = { key: 'alert:1', kind: 'alert', lane, rank: 0 } as const;
      const onItsWay = async () => {
        await ask(alert);
        const entry = await take();
        await update(alert.key, { state: 'sent', error: 'mended' });
        return entry;
      };

      it('keeps the word when it stands', async () => {
        await deliver(await onItsWay(), '7.7');
        expect(await byKey(alert.key)).toMatchObject({ state: 'sent', error: 'mended', ts: '7.7' });
      });

      it.each<EntryUpdate>([
        { state: 'retry', dueAt: someTime, error: 'ratelimited' },
        { state: 'ambiguous', error: 'timeout' },
        { state: 'pending', isDoubtful: true },
        { state: 'dead', error: 'channel_not_found' },
        { state: 'sent' },
      ])('keeps the word and is not tried again when the attempt ends with $state', async (end) => {
        await onItsWay();
        await update(alert.key, end);
        expect(await byKey(alert.key)).toMatchObject({ state: 'sent', error: 'mended' });
        expect(await take()).toBeNull();
      });

      it('is told anew when somebody says so', async () => {
        await deliver(await onItsWay());
        await update(alert.key, { state: 'pending', isRepost: true, error: null });
        const again = await take();
        expect(again).toMatchObject({ generation: 1, error: null });
        await deliver(again);
        expect(await byKey(alert.key)).toMatchObject({ state: 'sent', error: null });
      });
    });

    it('may have to be done once more although it stands', async () => {
      await ask(card);
      await deliver(await take());
      await update(card.key, { state: 'retry', error: 'broke_off 1' });
      expect(await take('edit')).toMatchObject({ key: card.key });
    });

    it('is posted anew when somebody deleted it', async () => {
      await ask(card);
      await deliver(await take());
      await ask(card);
      await take('edit');
      await update(card.key, { state: 'pending', isRepost: true, lane: 'C2' });
      expect(await take('post', 'C2')).toMatchObject({ channel: null, ts: null, generation: 1 });
    });

    it('F41: is in doubt after a crash, where it was a post', async () => {
      await ask(card, cardOf('L2'), cardOf('L3'));
      await deliver(await take());
      await ask(card);
      await take('edit');
      await take();
      clock.now += 1000;
      expect(await store.outbox.recover(w)).toBe(2);
      expect(await byKey('card:L1.1')).toMatchObject({ state: 'pending', ts: '1.1' });
      expect(await byKey('card:L2.1')).toMatchObject({ state: 'ambiguous', startedAt: someTime, dueAt: someTime + 1000 });
      expect(await byKey('card:L3.1')).toMatchObject({ state: 'pending' });
      expect(await store.outbox.recover(w)).toBe(0);
    });

    it('is refused for an entry that is not there', async () => {
      await expect(store.outbox.update(w, '99', { state: 'dead' })).rejects.toThrow('99');
      await expect(store.outbox.delivered(w, { entryId: '99', revision: 1, channel: lane, ts: '1' })).rejects.toThrow('99');
    });
  });

  describe(`${name}: looking on`, () => {
    it('tells the lanes in which something can be done, and when', async () => {
      await ask(cardOf('L1', { lane: 'C1', dueAt: someTime + 50 }), cardOf('L2', { lane: 'C1', dueAt: someTime + 20 }));
      await ask(cardOf('L3', { lane: 'C2' }), lineOf('L3', 'E9', { lane: 'C3', after: 'card:L3.1' }), cardOf('L4', { lane: 'C4' }));
      await deliver(await take('post', 'C4'));
      expect(await store.outbox.lanes(w)).toEqual([
        { lane: 'C1', dueAt: someTime + 20 },
        { lane: 'C2', dueAt: someTime },
      ]);
      await deliver(await take('post', 'C2'));
      expect((await store.outbox.lanes(w)).map((one) => one.lane)).toEqual(['C1', 'C3']);
      expect(await store.outbox.lanes('another workspace')).toEqual([]);
    });

    it('counts by state, and tells since when the oldest is due', async () => {
      expect((await store.outbox.counts(w)).oldestDueAt).toBeNull();
      await ask(cardOf('L1'), cardOf('L2'), cardOf('L3', { dueAt: someTime + 1000 }));
      await deliver(await take());
      clock.now += 10;
      await ask(cardOf('L4'));
      expect(await store.outbox.counts(w)).toEqual({
        byState: { pending: 3, sending: 0, sent: 1, retry: 0, ambiguous: 0, dead: 0 },
        oldestDueAt: someTime,
      });
    });

    it('pages through what does not stand yet', async () => {
      await ask(...['L1', 'L2', 'L3', 'L4', 'L5', 'L6'].map((id) => cardOf(id)));
      await deliver(await take());
      await update('card:L2.1', { state: 'dead' });
      await take();
      const first = await store.outbox.unsent(w, null, 2);
      const second = await store.outbox.unsent(w, first.at(-1)?.id ?? null, 5);
      expect([...first, ...second].map(({ key }) => key)).toEqual(['card:L3.1', 'card:L4.1', 'card:L5.1', 'card:L6.1']);
    });
  });
}
