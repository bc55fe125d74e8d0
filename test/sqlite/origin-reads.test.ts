// Where leads came from, and who gave them which reason, as the store tells it.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Origin } from '../../src/domain/change.ts';
import type { EventBody } from '../../src/domain/lead.ts';
import type { Change, Store } from '../../src/ports.ts';
import { memoryStore } from '../world/memory-store.ts';
import { type Extra, appended, attribution, received, someTime, storedLead } from './sample-leads.ts';

const dayMs = 24 * 3_600_000;
let store: Store;
let w: string;

beforeEach(async () => {
  store = await memoryStore(() => someTime);
  w = (await store.workspace()).id;
});

/** A new lead from there. */
function from(
  id: string,
  where: { readonly source?: string | null; readonly campaign?: string | null },
  extra: Extra & { isTest?: boolean; isHistory?: boolean } = {},
): Change {
  const change = received(w, id, extra);
  const events = change.events.map((event) =>
    event.type === 'received' ? { ...event, attribution: { ...attribution, source: null, ...where } } : event,
  );
  return { ...change, events };
}

async function then(id: string, by: string, ...bodies: readonly EventBody[]): Promise<void> {
  await store.commit(appended(w, await storedLead(store, w, id), bodies, { by, at: someTime }));
}

const wrong = { type: 'judged', verdict: 'unqualified', reason: 'wrong_person' } as const;
const other = { type: 'judged', verdict: 'unqualified', reason: 'no_need' } as const;
const reopened = { type: 'reopened' } as const;

describe('origins', () => {
  it('are named as in the report, those with most leads first; tests, older ones and nameless ones apart', async () => {
    await store.commit(from('L1', { source: 'Webinar ', campaign: 'Q4' }));
    await store.commit(from('L2', { source: 'webinar', campaign: ' ' }));
    await store.commit(from('L3', { source: 'ÄRZTE', campaign: 'q4' }, { isHistory: true }));
    await store.commit(from('L4', { source: 'a test' }, { isTest: true }));
    await store.commit(from('L5', { source: 'long ago' }, { at: someTime - 3 * dayMs }));
    expect(await store.origins(w, someTime - dayMs, 100)).toEqual([
      { axis: 'source', name: 'webinar' },
      { axis: 'campaign', name: 'q4' },
      { axis: 'source', name: 'ärzte' },
    ] satisfies Origin[]);
    expect(await store.origins(w, someTime - dayMs, 1)).toHaveLength(1);
    expect(await store.origins('another', 0, 100)).toEqual([]);
  });
});

describe('markers', () => {
  const span = { fromAt: someTime - 10 * dayMs, toAt: someTime };
  const origin: Origin = { axis: 'source', name: 'webinar' };
  const markers = async (one: Origin = origin) => store.markers(w, span, one, 'wrong_person');

  async function judgedBy(id: string, by: string, bodies: readonly EventBody[] = [wrong], extra = {}, source = 'Webinar'): Promise<void> {
    await store.commit(from(id, { source, campaign: 'q4' }, { at: someTime - 5 * dayMs, ...extra }));
    await then(id, by, ...bodies);
  }

  it('are those whose verdict is in force', async () => {
    await judgedBy('L1', 'U0SAM');
    await judgedBy('L2', 'U0KIM');
    await judgedBy('L3', 'U0KIM');
    await judgedBy('L4', 'U0EVE', [wrong, other]);
    await judgedBy('L5', 'U0EVE', [wrong, reopened]);
    await judgedBy('L6', 'U0EVE', [wrong]);
    await then('L6', 'U0LEE', other);
    await then('L6', 'U0MAX', wrong);
    expect(await markers()).toEqual([
      { by: 'U0KIM', leads: 2 },
      { by: 'U0SAM', leads: 1 },
      { by: 'U0MAX', leads: 1 },
    ]);
    expect(await markers({ axis: 'campaign', name: 'q4' })).toHaveLength(3);
    expect(await markers({ axis: 'campaign', name: 'webinar' })).toEqual([]);
    expect(await store.markers('another', span, origin, 'wrong_person')).toEqual([]);
  });

  it('leave out other sources, other days, trial runs, history, and who is no Slack user', async () => {
    await judgedBy('L1', 'U0EVE', [wrong], {}, 'partner');
    await judgedBy('L2', 'U0EVE', [wrong], { at: span.toAt });
    await judgedBy('L3', 'U0EVE', [wrong], { at: span.fromAt - 1 });
    await judgedBy('L4', 'U0EVE', [wrong], { isTest: true });
    await judgedBy('L5', 'U0EVE', [wrong], { isHistory: true });
    await judgedBy('L6', 'system');
    await judgedBy('L7', 'U0KIM', [wrong], { at: span.fromAt });
    expect(await markers()).toEqual([{ by: 'U0KIM', leads: 1 }]);
  });
});
