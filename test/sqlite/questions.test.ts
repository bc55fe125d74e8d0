// What prospects asked, as the store tells it: every question once, with how its lead stands now, and nothing of trials or the forgotten.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../src/domain/lead.ts';
import type { Store } from '../../src/ports.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { openGate } from '../../src/sqlite/gate.ts';
import { sqliteQuestions } from '../../src/sqlite/questions.ts';
import { sqliteStore } from '../../src/sqlite/store.ts';
import { memoryStore } from '../world/memory-store.ts';
import { type Extra, appended, attribution, received, someTime, storedLead } from './sample-leads.ts';

const judged = { type: 'judged', verdict: 'qualified', reason: 'clear_need' } as const;
const resubmitted = { type: 'resubmitted', attribution: { ...attribution, source: 'webinar', campaign: 'looms' }, isTest: false } as const;

async function begin(): Promise<{ store: Store; w: string; write: (id: string, body: EventBody, extra?: Extra) => Promise<void> }> {
  const store = await memoryStore(() => someTime);
  const { id: w } = await store.workspace();
  const write = async (id: string, body: EventBody, extra: Extra = {}): Promise<void> =>
    store.commit(appended(w, await storedLead(store, w, id), [body], extra));
  return { store, w, write };
}

describe('questions', () => {
  it('come with who passed them on, from where, and how the handoff stands now', async () => {
    const { store, w, write } = await begin();
    await store.commit(received(w, 'L1'));
    await write('L1', judged, { by: 'U0KIM', texts: { note: 'Keen.', question: 'Can it run our looms?' } });
    await write('L1', { type: 'outcome', outcome: 'won' });
    expect(await store.questions(w)).toEqual([
      {
        eventId: 'L1-2',
        leadId: 'L1',
        handoffId: 'L1.1',
        words: 'Can it run our looms?',
        askedAt: someTime + 1_000,
        by: 'U0KIM',
        verdict: 'qualified',
        source: 'google-ads',
        campaign: null,
        state: 'won',
      },
    ]);
    expect(await store.questions('another workspace')).toEqual([]);
  });

  it('stay asked when the verdict is changed, and belong to the handoff in which they were', async () => {
    const { store, w, write } = await begin();
    await store.commit(received(w, 'L1'));
    await write('L1', judged, { by: 'U0KIM', texts: { question: 'Can it run our looms?' } });
    await write('L1', { ...judged, verdict: 'unqualified', reason: 'no_need' }, { by: 'U0SAM', texts: { note: 'No question this time.' } });
    await write('L1', { type: 'returned', reason: null, cause: 'person' });
    await write('L1', resubmitted);
    await write('L1', judged, { by: 'U0SAM', texts: { question: 'And at night?' } });
    const asked = await store.questions(w);
    expect(asked.map(({ words, verdict, state, source, campaign }) => [words, verdict, state, source, campaign])).toEqual([
      ['And at night?', 'qualified', 'qualified', 'webinar', 'looms'],
      ['Can it run our looms?', 'qualified', 'returned', 'google-ads', null],
    ]);
    expect(await store.questions(w, { since: someTime + 4_000 })).toHaveLength(1);
  });

  it('are none of trial leads, of who was forgotten, of spaces, or of anything but a verdict', async () => {
    const { store, w, write } = await begin();
    for (const [id, extra] of [
      ['L1', { isTest: true }],
      ['L2', {}],
      ['L3', {}],
      ['L4', {}],
    ] as const) {
      await store.commit(received(w, id, { ...extra, texts: { message: 'hello', question: 'In the enquiry?' } }));
    }
    for (const id of ['L1', 'L2']) await write(id, judged, { texts: { question: `Asked by ${id}?` } });
    await write('L3', judged, { texts: { question: ' \n ' } });
    await write('L4', { type: 'noted', side: 'sales' }, { texts: { note: 'x', question: 'In a note?' } });
    expect((await store.questions(w)).map(({ words }) => words)).toEqual(['Asked by L2?']);
    const lead = await storedLead(store, w, 'L2');
    await store.forget(w, appended(w, lead, [{ type: 'erased' }]));
    expect(await store.questions(w)).toEqual([]);
  });

  it('are the newest two thousand, found over many pages of the log', async () => {
    const { store, w } = await begin();
    const changes = Array.from({ length: 2_100 }, (_, index) => {
      const id = `L${index}`;
      const arrived = received(w, id);
      return { id, arrived, judged: appended(w, arrived.lead, [judged], { by: 'U0KIM', texts: { question: `Number ${index}?` } }) };
    });
    await store.commitAll(changes.map(({ arrived }) => arrived));
    await store.commitAll(changes.map((change) => change.judged));
    const noise = Array.from({ length: 9_000 }, (_, index) => received(w, `N${index}`));
    await store.commitAll(noise);
    const asked = await store.questions(w);
    expect(asked).toHaveLength(2_000);
    expect(asked[0]?.words).toBe('Number 2099?');
    expect(asked.at(-1)?.words).toBe('Number 100?');
  });

  it('are looked for once: what was read of a long log is not read again, and what comes later is found', async () => {
    const database = openDatabase(':memory:', { create: true, now: () => someTime });
    const store = sqliteStore(database);
    const { id: w } = await store.workspace();
    const own = openGate(database.raw, database.path);
    let reads = 0;
    const { questions } = sqliteQuestions(database.tables, {
      ...own,
      read(work) {
        reads += 1;
        return own.read(work);
      },
    });
    const ask = async (id: string): Promise<void> => {
      await store.commit(received(w, id));
      await store.commit(appended(w, await storedLead(store, w, id), [judged], { texts: { question: `Asked by ${id}?` } }));
    };
    const wordsNow = async (): Promise<readonly string[]> => (await questions(w)).map(({ words }) => words);
    await ask('L1');
    await store.commitAll(Array.from({ length: 9_000 }, (_, index) => received(w, `N${index}`)));
    expect(await wordsNow()).toEqual(['Asked by L1?']);
    expect(reads).toBeGreaterThan(4);
    reads = 0;
    expect(await wordsNow()).toEqual(['Asked by L1?']);
    expect(reads).toBeLessThanOrEqual(2);
    await ask('L2');
    for (const words of await Promise.all([wordsNow(), wordsNow()])) expect(words).toEqual(['Asked by L2?', 'Asked by L1?']);
    await store.forget(w, appended(w, await storedLead(store, w, 'L1'), [{ type: 'erased' }]));
    expect(await wordsNow()).toEqual(['Asked by L2?']);
    store.close();
  });
});
