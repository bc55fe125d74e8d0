// Who may do what: every move, command and view for every kind of person; a refusal is told to that person alone and changes nothing.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { latestHandoff } from '../../src/domain/lead.ts';
import type { MoveName } from '../../src/domain/moves.ts';
import { wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, opens, refused, stateOfLead, storyOf, toldAfter } from '../world/scene.ts';
import { apply, kim, leadsChannel, max, mia, sam, type World, startWorld, usualSettings } from '../world/world.ts';

const nobody = 'U0NOBODY';
const guest = 'U0GUEST';
const listedGuest = 'U0GUESTLISTED';
const groupGuest = 'U0GUESTGROUP';
const member = 'U0GROUPMEMBER';
const stranger = 'U0STRANGER';
const gone = 'U0GONE';
const settings = {
  ...usualSettings,
  people: { sales: [kim, sam, 'S0SALES', listedGuest, stranger, gone], marketing: [mia], managers: [max] },
};

let world: World;
beforeEach(async () => {
  world = await startWorld({ settings });
  const { sandbox } = world;
  sandbox.addUser({ id: nobody, name: 'nobody' });
  sandbox.addUser({ id: guest, name: 'guest', isRestricted: true });
  sandbox.addUser({ id: listedGuest, name: 'listed-guest', isUltraRestricted: true });
  sandbox.addUser({ id: groupGuest, name: 'group-guest', isRestricted: true });
  sandbox.addUser({ id: member, name: 'member' });
  sandbox.addUser({ id: stranger, name: 'stranger', teamId: 'T0OTHER' });
  sandbox.addUser({ id: gone, name: 'gone', isDeleted: true });
  sandbox.addUserGroup({ id: 'S0SALES', handle: 'sales', users: [member, groupGuest] });
});
afterEach(async () => {
  await world.stop();
});

/** What each move starts from, and what it leads to: an event, or a form. */
const tried = {
  claim: { from: 'new', becomes: 'claimed' },
  qualified: { from: 'new', becomes: 'form' },
  unqualified: { from: 'new', becomes: 'form' },
  return: { from: 'new', becomes: 'form' },
  note: { from: 'new', becomes: 'form' },
  attempt: { from: 'claimed', becomes: 'attempted' },
  release: { from: 'claimed', becomes: 'released' },
  assign: { from: 'claimed', becomes: 'form' },
  change_verdict: { from: 'qualified', becomes: 'form' },
  nurture: { from: 'returned', becomes: 'form' },
  resubmit: { from: 'returned', becomes: 'form' },
  archive: { from: 'returned', becomes: 'archived' },
} as const satisfies Record<MoveName, { from: string; becomes: string }>;
const moves = Object.keys(tried) as MoveName[];

const salesMoves = ['claim', 'qualified', 'unqualified', 'return', 'note', 'attempt', 'change_verdict'] as const;
const everybody: Record<string, { id: string; may: readonly MoveName[] }> = {
  'the owner, of sales': { id: kim, may: [...salesMoves, 'release'] },
  'somebody else of sales': { id: sam, may: salesMoves },
  'a member of a listed user group': { id: member, may: salesMoves },
  'a guest who is listed by id': { id: listedGuest, may: salesMoves },
  marketing: { id: mia, may: ['note', 'nurture', 'resubmit', 'archive'] },
  'a manager': { id: max, may: moves },
  'a colleague in no role': { id: nobody, may: [] },
  'a guest': { id: guest, may: [] },
  'a guest in a listed user group': { id: groupGuest, may: [] },
  'F18: somebody of another organisation, though listed': { id: stranger, may: [] },
  'somebody deactivated, though listed': { id: gone, may: [] },
};

describe('F34: cards', () => {
  test.each(Object.entries(everybody))('%s', async (_name, { id: who, may }) => {
    for (const move of moves) {
      const id = await leadThatIs(tried[move].from);
      const before = await movesOf(id);
      const value = `v1:${latestHandoff((await world.lead(id)).lead).id}`;
      const click = () => world.sandbox.as(who).clickRaw({ action_id: move, value, channel: leadsChannel });
      if (!may.includes(move)) {
        const told = await toldAfter(world, who, click);
        expect(told, move).toMatch(/^“.+” is for .*(sales|marketing|managers|owner).*Ask a manager if you should be among them\.$/);
        expect(told).not.toMatch(/Lovelace|engine/i);
        expect(await movesOf(id), move).toEqual(before);
        continue;
      }
      expect(await click(), move).toMatchObject({ ok: true });
      if (tried[move].becomes === 'form') {
        const form = await world.sandbox.waitFor(() => world.sandbox.view(who));
        expect(form.callback_id).toBe(`move:${move}`);
        await world.sandbox.as(who).close();
        expect(await movesOf(id), move).toEqual(before);
      } else expect(await movesOf(id), move).toEqual([...before, tried[move].becomes]);
    }
    expect(world.sandbox.ephemerals(who)).toHaveLength(moves.length - may.length);
  });

  /** What people did: that the card was posted happens in its own time. */
  async function movesOf(id: string): Promise<string[]> {
    return (await storyOf(world, id)).filter((type) => type !== 'posted');
  }

  let count = 0;
  async function leadThatIs(state: string): Promise<string> {
    count += 1;
    const created = await world.post({ ...ada, externalId: `lead-${count}`, email: `ada-${count}@engine.test` });
    const id = String(created.body['id']);
    const value = `v1:${latestHandoff((await world.lead(id)).lead).id}`;
    const rep = world.sandbox.as(kim);
    if (state === 'claimed') await rep.clickRaw({ action_id: 'claim', value, channel: leadsChannel });
    if (state === 'qualified' || state === 'returned') {
      await rep.clickRaw({ action_id: state === 'qualified' ? 'qualified' : 'return', value, channel: leadsChannel });
      await world.sandbox.waitFor(() => world.sandbox.view(kim));
      await rep.submit({ Reason: state === 'qualified' ? 'Clear need' : 'No budget' });
    }
    expect(await stateOfLead(world, id)).toBe(state);
    return id;
  }
});

describe('F34: commands, the shortcut, App Home', () => {
  test.each(Object.entries(everybody))('%s', async (_name, { id: who, may }) => {
    await arrives(world);
    const isOneOfUs = may.length > 0;
    const person = world.sandbox.as(who);
    for (const line of ['/lead', '/lead help', '/lead find ada', '/lead mine', '/lead add', '/lead nonsense']) {
      const told = world.sandbox.ephemerals(who).length;
      expect(await person.command(line, leadsChannel), line).toMatchObject({ ok: true });
      const answer = wordsIn(world.sandbox.ephemerals(who)[told]);
      if (isOneOfUs) expect(answer, line).not.toContain('Ask a manager');
      else
        expect(answer, line).toBe(
          'This is for the sales and marketing people of this workspace. Ask a manager if you should be among them.',
        );
    }
    expect(world.sandbox.view(who)?.callback_id).toBe(isOneOfUs ? 'add_lead' : undefined);
    if (isOneOfUs) await person.close();

    await person.shortcut('add_lead');
    const view = await world.sandbox.waitFor(() => world.sandbox.view(who));
    expect(view.callback_id).toBe(isOneOfUs ? 'add_lead' : '');
    if (who === gone) return; // Slack shows them nothing
    await person.openHome();
    const home = wordsIn(await world.sandbox.waitFor(() => world.sandbox.home(who)));
    expect(home.includes('Lovelace')).toBe(may.includes('claim'));
    expect(home.includes('Returned leads')).toBe(may.includes('archive'));
    if (!isOneOfUs) expect(home).toMatch(/^This is for the sales and marketing people/);
  });
});

describe('an empty list means anyone who can press the button', () => {
  test('anyone of ours is sales and marketing; guests and strangers are not; admins manage', async () => {
    await apply(world.store(), { ...settings, people: { sales: [], marketing: [], managers: [] } }, world.clock.now());
    const id = await arrives(world);
    const card = await cardOf(world, id);
    expect(await refused(world, guest, card, 'Claim')).toMatch(/^“Claim” is for sales/);
    expect(await refused(world, stranger, card, 'Claim')).toMatch(/^“Claim” is for sales/);
    await does(world, nobody, card, 'Claim');
    expect(await stateOfLead(world, id)).toBe('claimed');
    await world.settled();
    // max is an admin of the workspace.
    await does(world, max, card, 'Release');
    expect(await stateOfLead(world, id)).toBe('new');
  });
});

describe('a form opened by somebody who then loses the role', () => {
  test.each([
    [
      'by new settings',
      async () => void (await apply(world.store(), { ...settings, people: { ...settings.people, sales: [kim] } }, world.clock.now())),
    ],
    [
      'by leaving the company',
      async () => {
        world.sandbox.updateUser(sam, { isDeleted: true });
        world.clock.jump(61 * 60_000);
      },
    ],
    [
      'by becoming a guest who is not listed',
      async () => {
        world.sandbox.updateUser(sam, { isRestricted: true });
        await apply(world.store(), { ...settings, people: { ...settings.people, sales: [] } }, world.clock.now());
        world.clock.jump(61 * 60_000);
      },
    ],
  ])('%s: said under the field, nothing stored', async (_name, lose) => {
    const id = await arrives(world);
    await opens(world, sam, await cardOf(world, id), 'Qualified');
    await lose();
    const submitted = await world.sandbox.as(sam).submit({ Reason: 'Clear need' });
    expect(submitted.errors).toEqual({
      Reason: '“Qualified” is for sales and managers in this workspace. Ask a manager if you should be among them.',
    });
    expect(await stateOfLead(world, id)).toBe('new');
  });

  test('Add a lead too', async () => {
    await world.sandbox.as(sam).command('/lead add');
    await apply(world.store(), { ...settings, people: { ...settings.people, sales: [kim] } }, world.clock.now());
    const submitted = await world.sandbox.as(sam).submit({ Name: 'Bob', Email: 'bob@mill.test' });
    expect(submitted.errors?.['Name']).toMatch(/^This is for the sales and marketing people/);
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toEqual([]);
  });
});

test('a group’s new member may act within minutes, a former one may not', async () => {
  const id = await arrives(world);
  const card = await cardOf(world, id);
  expect(await refused(world, nobody, card, 'Claim')).toMatch(/^“Claim” is for sales/);
  world.sandbox.addUserGroup({ id: 'S0SALES', handle: 'sales', users: [nobody] });
  world.clock.jump(6 * 60_000);
  expect(await refused(world, member, card, 'Claim')).toMatch(/^“Claim” is for sales/);
  expect(await does(world, nobody, card, 'Claim')).toMatchObject({ ok: true });
  expect(await stateOfLead(world, id)).toBe('claimed');
});

describe('a missing optional scope switches off one thing', () => {
  test('usergroups:read: groups in the settings; everybody listed by id goes on', async () => {
    world.sandbox.removeScope('usergroups:read');
    world.clock.jump(6 * 60_000);
    const id = await arrives(world);
    const card = await cardOf(world, id);
    expect(await refused(world, member, card, 'Claim')).toMatch(/^“Claim” is for sales/);
    await does(world, kim, card, 'Claim');
    expect(await stateOfLead(world, id)).toBe('claimed');
    expect(JSON.stringify((await world.get('/readyz')).body)).toContain('usergroups:read: user groups in the settings');
    expect((await world.get('/readyz')).status).toBe(200);
    world.sandbox.addScope('usergroups:read');
    world.clock.jump(6 * 60_000);
    await world.settled();
    expect(await does(world, member, card, 'Qualified', { Reason: 'Clear need' })).toMatchObject({ ok: true });
    expect(JSON.stringify((await world.get('/readyz')).body)).not.toContain('usergroups:read');
  });

  test('users:read: guests and admins are not told apart; listed people and strangers are', async () => {
    await world.restart(() => world.sandbox.removeScope('users:read'));
    const id = await arrives(world);
    const card = await cardOf(world, id);
    expect(await refused(world, nobody, card, 'Claim')).toMatch(/^“Claim” is for sales/);
    expect(await refused(world, stranger, card, 'Claim')).toMatch(/^“Claim” is for sales/);
    await does(world, sam, card, 'Claim');
    await world.settled();
    await does(world, max, card, 'Release');
    expect(await storyOf(world, id)).toEqual(['received', 'posted', 'claimed', 'released']);
    expect(JSON.stringify((await world.get('/readyz')).body)).toContain('users:read: telling guests and admins from other members');
    expect((await world.get('/readyz')).status).toBe(200);
  });
});
