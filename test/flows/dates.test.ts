// What a lead goes through by itself on its dates, step by step: what is written, and where it is told.
import { describe, expect, test } from 'vitest';
import { latestHandoff, stateOf } from '../../src/domain/lead.ts';
import type { Answers, MoveName } from '../../src/domain/moves.ts';
import type { Actor } from '../../src/domain/roles.ts';
import { makeMove } from '../../src/flows/leads.ts';
import { marketer, rep } from '../domain/given.ts';
import { type Office, dayMs, faultsIn, hourMs, openOffice } from './office.ts';

describe('what happens on its date', () => {
  const last = async (office: Office, id: string, count = 1) => (await office.lead(id)).events.slice(-count);
  const press = async (office: Office, id: string, move: MoveName, actor: Actor, answers: Answers) =>
    makeMove(office.desk, office.workspaceId, { move, handoffId: latestHandoff((await office.lead(id)).lead).id, answers, actor });

  test('Not now: a next handoff, with the source of before, and a card of its own', async () => {
    const office = await openOffice();
    const id = await office.waits(1);
    await press(office, id, 'unqualified', rep, { reason: 'bad_timing', notBefore: '2026-12-05' });
    office.clock.now = Date.parse('2026-12-07T13:59:59Z');
    await office.look();
    expect(stateOf((await office.lead(id)).lead)).toBe('unqualified');
    office.clock.now += 1000;
    await office.look();
    const [event] = await last(office, id);
    expect(event).toMatchObject({ type: 'resubmitted', by: 'system', cycle: 2, isTest: false, attribution: { source: 'google-ads' } });
    expect(stateOf((await office.lead(id)).lead)).toBe('new');
    expect(await office.store.outbox.byKey(office.workspaceId, `card:${event?.handoffId}`)).toMatchObject({
      kind: 'card',
      lane: 'C0LEADS',
    });
    expect((await office.plans()).size).toBe(0); // until it stands
    await office.posts(id);
    expect((await office.plans()).get(id)).toBe(office.clock.now + 4 * hourMs);
    office.close();
  });

  test('No budget: up with marketing, by nobody’s word', async () => {
    const office = await openOffice();
    const id = await office.waits(1);
    await press(office, id, 'unqualified', rep, { reason: 'no_budget' });
    office.clock.now += 95 * dayMs;
    await office.look();
    expect(await last(office, id)).toMatchObject([{ type: 'returned', by: 'system', cause: 'revisit', reason: 'no_budget' }]);
    const [event] = await last(office, id);
    expect(await office.store.outbox.byKey(office.workspaceId, `return:${event?.id}`)).toMatchObject({
      kind: 'marketing_card',
      lane: 'C0MKTG',
    });
    expect(await faultsIn(office)).toEqual([]);
    office.close();
  });

  test('a nurture: whoever set its date is reminded, under marketing’s card, once', async () => {
    const office = await openOffice();
    const id = await office.waits(1);
    await press(office, id, 'return', rep, { reason: 'no_need' });
    const [returned] = await last(office, id);
    await press(office, id, 'nurture', marketer, { tactic: 'newsletter', revisitOn: '2026-12-01' });
    office.clock.now = Date.parse('2026-12-01T14:00:00Z');
    await office.look();
    const [event] = await last(office, id);
    expect(event).toMatchObject({ type: 'reminded', about: 'revisit', by: 'system', to: marketer.id });
    expect(await office.store.outbox.byKey(office.workspaceId, `line:${event?.id}`)).toMatchObject({
      after: `return:${returned?.id}`,
      lane: 'C0MKTG',
    });
    expect((await office.plans()).size).toBe(0);
    office.close();
  });

  test('a stall: two events, by the system, of one instant', async () => {
    const office = await openOffice();
    const id = await office.waits(1);
    await press(office, id, 'claim', rep, {});
    office.clock.now += 7 * dayMs;
    await office.look();
    const at = office.clock.now;
    expect(await last(office, id, 2)).toMatchObject([
      { type: 'stalled', by: 'system', at },
      { type: 'returned', by: 'system', at, cause: 'stalled', reason: null },
    ]);
    expect(latestHandoff((await office.lead(id)).lead).returned?.from).toBe(rep.id);
    office.close();
  });

  test('nothing for a test lead and for one whose card does not stand', async () => {
    const office = await openOffice();
    await office.waits(1, { isTest: true });
    await office.arrives(2);
    office.clock.now += 30 * dayMs;
    await office.look();
    expect((await office.log()).map(({ type }) => type)).toEqual(['received', 'posted', 'received']);
    office.close();
  });
});
