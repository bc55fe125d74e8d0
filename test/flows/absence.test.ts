// Whoever is away, or has left, holds no lead.
import { describe, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import { comeBack, goAway, handBackOfGone } from '../../src/flows/absence.ts';
import { peopleHere } from '../../src/flows/reminders.ts';
import { type Office, faultsIn, hourMs, mondayMorning, openOffice } from './office.ts';

const kim = 'U0KIM';
const sam = 'U0SAM';

async function held(office: Office, count: number, owner: string, from = 0): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let person = from; person < from + count; person += 1) {
    const id = await office.waits(person);
    await office.happens(id, { type: 'claimed' }, owner);
    ids.push(id);
  }
  return ids;
}

const releases = async (office: Office) => (await office.log()).filter(({ type }) => type === 'released');

describe('away', () => {
  test('hands back what one has, once, with a line of why; others keep theirs', async () => {
    const office = await openOffice();
    const ids = await held(office, 3, kim);
    const [other = ''] = await held(office, 1, sam, 10);
    const [judged = ''] = await held(office, 1, kim, 20);
    await office.happens(judged, { type: 'judged', verdict: 'qualified', reason: 'clear_need' }, kim);
    office.clock.now += hourMs;
    expect(await goAway(office.desk, office.workspaceId, kim, '2026-12-01')).toBe(3);
    expect(await goAway(office.desk, office.workspaceId, kim, '2026-12-02')).toBe(0);
    expect(await office.store.away(office.workspaceId)).toEqual([{ userId: kim, until: '2026-12-02' }]);
    const released = await releases(office);
    expect(released.map(({ leadId }) => leadId).toSorted()).toEqual(ids.toSorted());
    for (const event of released) expect(event).toMatchObject({ why: 'away', until: '2026-12-01', by: kim });
    for (const id of ids) {
      const handoff = latestHandoff((await office.lead(id)).lead);
      // Nobody waited while it was held, so its clock begins anew where it stood.
      expect(handoff).toMatchObject({
        state: 'new',
        owner: null,
        waiting: [
          { fromAt: mondayMorning, toAt: mondayMorning },
          { fromAt: office.clock.now, toAt: null },
        ],
      });
      const lines = (await office.unsent()).filter(
        ({ kind, leadId, after }) => kind === 'line' && leadId === id && after === `card:${handoff.id}`,
      );
      expect(lines).toHaveLength(2); // claimed, released
    }
    expect(latestHandoff((await office.lead(other)).lead).owner).toBe(sam);
    expect(latestHandoff((await office.lead(judged)).lead).owner).toBe(kim);
    expect(await faultsIn(office)).toEqual([]);
    office.close();
  });

  test('more than are read at once', async () => {
    const office = await openOffice();
    await held(office, 205, kim);
    expect(await goAway(office.desk, office.workspaceId, kim, '2026-12-01')).toBe(205);
    expect(await office.store.owners(office.workspaceId)).toEqual([]);
    office.close();
  });

  test('beside a claim and a verdict of the same moment: each lead is either handed back or judged', async () => {
    const office = await openOffice();
    const [one = '', two = ''] = await held(office, 2, kim);
    await Promise.all([
      goAway(office.desk, office.workspaceId, kim, '2026-12-01'),
      office.happens(one, { type: 'judged', verdict: 'qualified', reason: 'clear_need' }, kim),
      office.happens(two, { type: 'claimed', owner: sam }, 'U0MAX'),
    ]);
    const [judged, assigned] = [latestHandoff((await office.lead(one)).lead), latestHandoff((await office.lead(two)).lead)];
    expect([judged.state, assigned.state, assigned.owner]).toEqual(['qualified', 'claimed', sam]);
    office.close();
  });

  test('ends by itself as its day begins here, or earlier by a word', async () => {
    const office = await openOffice(mondayMorning, { timezone: 'America/New_York' });
    const { desk, workspaceId, clock } = office;
    const here = () => peopleHere({ desk }, workspaceId, [kim, sam, 'U0MAX']);
    await goAway(desk, workspaceId, kim, '2026-12-01');
    await goAway(desk, workspaceId, sam, '2026-12-03');
    clock.now = Date.parse('2026-12-01T04:59:59Z');
    expect(await here()).toEqual(['U0MAX']);
    clock.now += 1_000;
    expect(await here()).toEqual([kim, 'U0MAX']);
    await comeBack(desk, workspaceId, sam);
    await comeBack(desk, workspaceId, sam);
    expect(await here()).toEqual([kim, sam, 'U0MAX']);
    await goAway(desk, workspaceId, kim, '2026-12-02');
    expect(await here()).toEqual([sam, 'U0MAX']);
    office.close();
  });
});

test('F17: leads of somebody who has left wait for anyone again, each with one note, and their clock goes on', async () => {
  const office = await openOffice();
  const gone = await held(office, 2, kim);
  const [stays = ''] = await held(office, 1, sam, 10);
  const isGone = async (id: string): Promise<boolean> => id === kim;
  office.clock.now += hourMs;
  expect(await handBackOfGone(office.desk, office.workspaceId, isGone)).toBe(2);
  expect(await handBackOfGone(office.desk, office.workspaceId, isGone)).toBe(0);
  const released = await releases(office);
  expect(released).toMatchObject(gone.map((leadId) => ({ leadId, why: 'gone', by: 'system' })));
  for (const event of released) expect(event).not.toHaveProperty('until');
  expect(await office.store.owners(office.workspaceId)).toEqual([sam]);
  expect(latestHandoff((await office.lead(stays)).lead).owner).toBe(sam);
  office.clock.now += 4 * hourMs;
  await office.look();
  const about = (await office.log()).flatMap((event) => (event.type === 'reminded' ? [`${event.about} ${event.leadId}`] : []));
  expect(about).toEqual(gone.map((id) => `claim ${id}`));
  expect(await faultsIn(office)).toEqual([]);
  office.close();
});
