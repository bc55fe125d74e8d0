// Somebody is forgotten while their messages are on their way, from another program, or where Slack does not let us edit.
import { afterEach, expect, test } from 'vitest';
import { cardKey } from '../../src/domain/consequences.ts';
import { eraseLead } from '../../src/flows/leads.ts';
import type { Store } from '../../src/ports.ts';
import { wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does } from '../world/scene.ts';
import { kim, leadsChannel, marketingChannelId, max, type World, startWorld, usualSettings } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const bob = { externalId: 'bob', name: 'Bob' };

/** Everything that stands in the channels, threads too. */
const standing = () =>
  [leadsChannel, marketingChannelId]
    .flatMap((channel) => world.sandbox.messages(channel))
    .flatMap((message) => [message, ...world.sandbox.thread(message.channel, message.ts)])
    .map((message) => `${wordsIn(message)} ${message.text}`)
    .join('\n');

let count = 0;
async function erase(leadId: string, store: Store = world.store()): Promise<void> {
  const newId = () => `erasing-${(count += 1)}`;
  expect(await eraseLead({ store, now: world.clock.now, newId }, await world.workspaceId(), leadId, 'system')).toBe(true);
}

/** The store as another program has it open that is overtaken by the bot, once, after it read which messages stand. */
function overtaken(meanwhile: () => Promise<void>): Store {
  const store = world.store();
  let isFirst = true;
  return {
    ...store,
    outbox: {
      ...store.outbox,
      async ofLead(workspaceId, leadId) {
        const read = await store.outbox.ofLead(workspaceId, leadId);
        if (isFirst) {
          isFirst = false;
          await meanwhile();
        }
        return read;
      },
    },
  };
}

test('an edit that was made before the erasure and lands after it: its words are taken back too', async () => {
  world = await startWorld();
  const id = await arrives(world);
  await world.advance(2_000);
  const handoffId = (await world.lead(id)).lead.handoffs[0]?.id ?? '';
  const store = world.store();
  const { lead } = store;
  let isOvertaken = false;
  store.lead = async (workspaceId, leadId) => {
    const read = await lead(workspaceId, leadId);
    if (isOvertaken) return read;
    // What the edit will show has just been read; before it goes out the lead is erased, and the card says so.
    isOvertaken = true;
    await erase(id, { ...store, lead });
    await world.sandbox.waitFor(() => standing().includes('Erased on request'));
    return read;
  };
  await store.outbox.enqueue(await world.workspaceId(), [
    { key: cardKey(handoffId), kind: 'card', lane: leadsChannel, rank: 1, leadId: id, handoffId },
  ]);
  await world.settled();
  const edits = world.sandbox.calls('chat.update').map((call) => JSON.stringify(call.args).includes('Ada'));
  expect(edits.slice(0, 2)).toEqual([false, true]);
  expect(standing()).not.toContain('Ada');
});

test('erased from another program while the bot posts the card', async () => {
  world = await startWorld();
  await arrives(world, bob);
  const { body } = await world.post(ada);
  expect(standing()).not.toContain('Ada');
  await erase(
    String(body['id']),
    overtaken(async () => {
      await world.advance(2_000);
      expect(standing()).toContain('Ada');
    }),
  );
  await world.settled();
  expect(standing()).not.toContain('Ada');
  expect(standing()).toContain('Erased on request');
});

test('erased from another program while the bot posts a line', async () => {
  world = await startWorld();
  const id = await arrives(world);
  await does(world, kim, await cardOf(world, id), 'Add a note', { Note: 'Her looms are silk' });
  expect(standing()).not.toContain('silk');
  await erase(
    id,
    overtaken(async () => {
      await world.advance(2_000);
      expect(standing()).toContain('silk');
    }),
  );
  await world.settled();
  expect(standing()).not.toMatch(/Ada|silk/);
});

test.each(['edit_window_closed', 'cant_update_message'])(
  'Slack does not let the bot replace a message (%s): a manager hears where it stands',
  async (error) => {
    world = await startWorld();
    const id = await arrives(world);
    world.sandbox.fault({ method: 'chat.update', kind: 'error', error, times: Infinity });
    await erase(id);
    await world.settled();
    await world.advance(60_000);
    const { byState } = await world.store().outbox.counts(await world.workspaceId());
    expect(byState.dead).toBe(1);
    const alerts = world.sandbox.directMessages(max).map(wordsIn);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toContain(`still stands in <#${leadsChannel}> (${leadsChannel}, posted 2026-11-23 14:00 UTC)`);
    expect(alerts[0]).toContain(error);
    expect(alerts[0]).toContain('by hand');
  },
);

test('a message that somebody deleted needs no forgetting: nobody is told, nothing is given up', async () => {
  world = await startWorld();
  const id = await arrives(world);
  world.sandbox.deleteMessage(leadsChannel, (await cardOf(world, id)).ts);
  await erase(id);
  await world.settled();
  const { byState } = await world.store().outbox.counts(await world.workspaceId());
  expect(byState.dead).toBe(0);
  expect(world.sandbox.directMessages(max)).toEqual([]);
  expect(standing().trim()).toBe('');
});

test('F08: erased while the channel is archived: replaced once it is back', async () => {
  world = await startWorld();
  const id = await arrives(world);
  world.sandbox.archive(leadsChannel);
  await erase(id);
  await world.advance(60_000);
  expect(standing()).toContain('Ada');
  world.sandbox.unarchive(leadsChannel);
  await world.settled();
  expect(standing()).not.toContain('Ada');
});

test('also from messages about many: the list of what waits, and the digest with its open leads and reps’ words', async () => {
  world = await startWorld({
    at: '2026-11-19T14:00:00Z',
    settings: { ...usualSettings, people: { sales: [], marketing: [], managers: [max] } },
  });
  const open = await arrives(world);
  const judged = await arrives(world, { ...ada, externalId: 'crm-2', email: 'grace@navy.test', name: 'Grace Four', company: 'Navy' });
  await does(world, kim, await cardOf(world, judged), 'Unqualified', { Reason: 'No need', Note: 'Grace only collects brochures.' });
  await world.until('2026-11-19T18:05:00Z');
  // Held by somebody, so that it stays open until Monday.
  await does(world, kim, await cardOf(world, open), 'Claim');
  await world.until('2026-11-23T14:05:00Z');
  await world.settled();
  expect(standing()).toContain('Ada Lovelace');
  expect(standing()).toContain('Grace only collects brochures.');
  await erase(open);
  await erase(judged);
  await world.settled();
  expect(standing()).not.toContain('Ada');
  expect(standing()).not.toContain('Grace');
  expect(standing()).toContain('Lead quality');
});
