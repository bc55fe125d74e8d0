// A bot that was down does once what it would have done meanwhile.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LeadEvent, type LeadState, latestHandoff, stateOf } from '../../src/domain/lead.ts';
import { makeMove } from '../../src/flows/leads.ts';
import { rep } from '../domain/given.ts';
import { dayMs, faultsIn, hourMs, minuteMs, mondayMorning, openOffice } from './office.ts';

/** What happened by itself, without when: leads are named by the order in which they came. */
function byItself(log: readonly LeadEvent[]): readonly string[] {
  const order = log.filter(({ type }) => type === 'received').map(({ leadId }) => leadId);
  const words = log.flatMap((event) => {
    if (event.by !== 'system' || event.type === 'posted') return [];
    return [`${order.indexOf(event.leadId)} ${event.type}${event.type === 'reminded' ? ` ${event.about}` : ''}`];
  });
  return words.toSorted();
}

describe('a bot that was down', () => {
  const friday = mondayMorning + 4 * dayMs;

  /** From Friday morning to Tuesday noon; `isDown` says when it does not look. Everybody works the same in both runs. */
  async function week(plan: readonly { after: number; isClaimed: boolean }[], isDown: (at: number) => boolean) {
    const office = await openOffice(friday);
    const arrivals = plan.map((one, person) => ({ ...one, person, at: friday + one.after * minuteMs }));
    for (const end = friday + 4 * dayMs + 3 * hourMs; office.clock.now <= end; office.clock.now += minuteMs) {
      for (const { person, at, isClaimed } of arrivals) {
        if (at !== office.clock.now) continue;
        const id = await office.waits(person);
        if (isClaimed)
          await makeMove(office.desk, office.workspaceId, {
            move: 'claim',
            handoffId: latestHandoff((await office.lead(id)).lead).id,
            answers: {},
            actor: rep,
          });
      }
      if (!isDown(office.clock.now)) await office.look();
    }
    office.clock.now -= minuteMs;
    const log = await office.log();
    const states: LeadState[] = [];
    for (const { type, leadId } of log) if (type === 'received') states.push(stateOf((await office.lead(leadId)).lead));
    const found = { states, told: byItself(log), faults: await faultsIn(office) };
    office.close();
    return found;
  }

  const plan = fc.array(fc.record({ after: fc.nat(7 * 60), isClaimed: fc.boolean() }), { minLength: 3, maxLength: 20 });

  test('over a weekend: the same happened as if it had looked every minute', async () => {
    const [closes, opens] = [friday + 8 * hourMs, friday + 3 * dayMs];
    await fc.assert(
      fc.asyncProperty(plan, async (leads) => {
        const always = await week(leads, () => false);
        expect(always.faults).toEqual([]);
        expect(always.told.length).toBeGreaterThan(0);
        expect(await week(leads, (at) => at > closes && at < opens)).toEqual(always);
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  test('over business hours: the same states; a reminder is left out only where the last word came as well', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (leads) => {
        const always = await week(leads, () => false);
        const down = await week(leads, (at) => at > friday + 5 * hourMs && at < friday + 4 * dayMs + 2 * hourMs);
        expect(down).toMatchObject({ states: always.states, faults: [] });
        const missed = always.told.filter((one) => !down.told.includes(one));
        for (const one of missed) expect(down.told).toContain(one.replace(/reminded (claim|verdict)$/, 'stalled'));
        expect(down.told.filter((one) => !always.told.includes(one))).toEqual([]);
      }),
      { numRuns: 6 },
    );
  }, 60_000);
});
