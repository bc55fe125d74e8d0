// When something happens by itself: everything that the time can be moved to, and asking does none of it.
import { expect, test } from 'vitest';
import { definitionName, proposeDefinition, sign } from '../../src/flows/agreements.ts';
import { dueTimes } from '../../src/flows/due-times.ts';
import { planners } from '../../src/flows/planners.ts';
import { marketer, rep } from '../domain/given.ts';
import { type Office, hourMs, openOffice } from './office.ts';

test('names what waits to be sent, the next deadline and the next time of every planner', async () => {
  const office = await openOffice();
  const { store, workspaceId, clock } = office;
  await office.waits(1);
  const sentLater = clock.now + hourMs;
  await store.outbox.enqueue(workspaceId, [{ key: 'later', kind: 'alert', lane: 'U0KIM', rank: 0, dueAt: sentLater }]);
  const found = new Map((await dueTimes(store, workspaceId, clock.now)).map(({ what, at }) => [what, at]));
  expect(found.get('U0KIM')).toBe(sentLater);
  expect(found.get('deadlines')).toBe(clock.now + 4 * hourMs);
  expect(found.get('digest')).toBe(await planners.digest.plan(office.desk, workspaceId));
  expect(found.has('review')).toBe(false);
  office.close();
});

async function agreeUpon({ desk, workspaceId }: Office, reviewOn: string): Promise<void> {
  const content = { criteria: [], yes: [], no: [], reviewOn };
  const request = { actor: rep, why: null, seen: { version: 0, proposalId: null } };
  await proposeDefinition(desk, workspaceId, { ...request, content, requestId: 'proposal' });
  const signed = { name: definitionName, proposalId: 'proposal' };
  for (const actor of [rep, marketer]) await sign(desk, workspaceId, { ...signed, actor, requestId: `signed by ${actor.id}` });
}

test('the review of a definition is one of them until it has come', async () => {
  const office = await openOffice();
  const { store, workspaceId, clock } = office;
  await agreeUpon(office, '2026-12-05'); // a Saturday
  const opensAt = Date.parse('2026-12-07T14:00:00Z');
  const reviews = async (): Promise<readonly number[]> =>
    (await dueTimes(store, workspaceId, clock.now)).flatMap(({ what, at }) => (what === 'review' ? [at] : []));
  expect(await reviews()).toEqual([opensAt]);
  clock.now = opensAt;
  expect(await reviews()).toEqual([]);
  office.close();
});

test('a digest that is due is planned by nobody who only asks', async () => {
  const office = await openOffice();
  const { store, workspaceId, clock } = office;
  await office.waits(1);
  clock.now += 7 * 24 * hourMs;
  const before = (await office.unsent()).length;
  const times = await dueTimes(store, workspaceId, clock.now);
  expect((await office.unsent()).length).toBe(before);
  expect(times.find(({ what }) => what === 'digest')?.at).toBeGreaterThan(clock.now);
  await planners.digest.plan(office.desk, workspaceId);
  // The digest, its details, and what prospects asked in the week.
  expect((await office.unsent()).length).toBe(before + 3);
  office.close();
});
