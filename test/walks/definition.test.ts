// The definition of a qualified lead, held in the bot: proposed, signed by both sides, replaced, looked at again on its date; and the glossary.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { definitionInForce, definitionOf } from '../../src/flows/agreements.ts';
import { inputsOf } from '../../src/sandbox/form.ts';
import type { Delivery, Message, View } from '../../src/sandbox/sandbox.ts';
import type { Ephemeral } from '../../src/sandbox/types.ts';
import { inputsIn, labelsIn, wordsIn } from '../world/reading.ts';
import { opens, refused, toldAfter } from '../world/scene.ts';
import { type World, apply, kim, leadsChannel, marketingChannelId, max, mia, sam, startWorld, usualSettings } from '../world/world.ts';

const monday9 = '2026-11-23T14:00:00Z';
const first = 'must fit: 50 employees or more [employees >= 50]\nnice intent: asked for a demo';
const both = [leadsChannel, marketingChannelId];

let world: World;
beforeEach(async () => {
  world = await startWorld({ at: monday9 });
});
afterEach(() => world.stop());

async function asks(who: string, line: string): Promise<Ephemeral> {
  const before = world.sandbox.ephemerals(who).length;
  expect(await world.sandbox.as(who).command(line, leadsChannel)).toMatchObject({ ok: true });
  const [answer, ...more] = world.sandbox.ephemerals(who).slice(before);
  expect(more).toEqual([]);
  if (!answer) throw new Error(`No answer to ${line}`);
  return answer;
}

async function form(who: string, line = '/lead definition'): Promise<View> {
  return await opens(world, who, await asks(who, line), 'Propose a change');
}

/** Proposes a definition, as somebody who typed `/lead definition`. */
async function proposes(who: string, criteria: string, more: Record<string, string> = {}): Promise<Delivery> {
  await form(who);
  const answer = await world.sandbox.as(who).submit({ Criteria: criteria, ...more });
  await world.settled();
  return answer;
}

async function signs(who: string, channel = leadsChannel): Promise<void> {
  expect(await world.sandbox.as(who).click(proposalIn(channel), { label: 'Sign' })).toMatchObject({ ok: true });
  await world.settled();
}

/** A definition in force: proposed by Mia, signed by her and Kim. */
async function agreeUpon(criteria: string, more: Record<string, string> = {}): Promise<void> {
  expect((await proposes(mia, criteria, more)).errors).toBeUndefined();
  await signs(mia, marketingChannelId);
  await signs(kim);
}

function notesIn(channel: string): Message[] {
  return world.sandbox.messages(channel);
}

function proposalIn(channel: string): Message {
  const found = notesIn(channel).at(-1);
  if (!found) throw new Error(`Nothing in ${channel}`);
  return found;
}

/** The lines of lists, in which `wordsIn` does not look. */
function bulletsIn({ blocks }: Ephemeral): string[] {
  const lists = JSON.parse(JSON.stringify(blocks ?? [])) as {
    elements?: { type: string; elements: { elements: { text?: string }[] }[] }[];
  }[];
  return lists
    .flatMap(({ elements }) => elements ?? [])
    .filter(({ type }) => type === 'rich_text_list')
    .flatMap(({ elements }) => elements.map((section) => section.elements.map(({ text }) => text ?? '').join('')));
}

async function inForce() {
  return await definitionInForce(world.store(), await world.workspaceId());
}

function initialsIn({ blocks, state }: View): Record<string, unknown> {
  return Object.fromEntries(
    inputsOf(blocks).map(({ label, blockId, actionId }) => {
      const { type: _type, ...value } = state.values[blockId]?.[actionId] ?? {};
      return [label, Object.values(value)[0]];
    }),
  );
}

describe('the first definition', () => {
  test('begins with an invitation and a form, is told to both sides, and counts when both have signed', async () => {
    const invitation = await asks(mia, '/lead definition');
    expect(wordsIn(invitation)).toContain('Nobody has written down yet what a qualified lead is here.');
    expect(wordsIn(invitation)).toContain('must fit: 50 employees or more [employees >= 50]');
    expect(labelsIn(invitation)).toEqual(['Propose a change']);
    const opened = await opens(world, mia, invitation, 'Propose a change');
    expect(inputsIn(opened)).toEqual(['Criteria', 'Examples of yes', 'Examples of no', 'Review on', 'Why']);
    expect(initialsIn(opened)).toMatchObject({ 'Review on': '2027-02-21' });
    const answer = await world.sandbox.as(mia).submit({
      Criteria: first,
      'Examples of yes': 'a mill with 120 looms',
      'Examples of no': 'a student <!channel>',
      Why: 'We argue about *this* every week.',
    });
    expect(answer).toMatchObject({ ok: true });
    expect(answer.errors).toBeUndefined();
    await world.settled();

    const [sales, ...others] = notesIn(leadsChannel).map(wordsIn);
    expect(others).toEqual([]);
    expect(sales).toContain('A definition of a qualified lead is proposed');
    expect(sales).toContain(`<@${kim}> <@${sam}> please read it`);
    expect(sales).toContain('+ added: must fit: 50 employees or more [employees >= 50]');
    expect(sales).toContain('+ added: example of no: a student <!channel>');
    expect(sales).toContain('We argue about *this* every week.');
    expect(sales).toContain('Sales: nobody has signed yet\nMarketing: nobody has signed yet');
    expect(labelsIn(proposalIn(leadsChannel))).toEqual(['Sign', 'Propose a change']);
    // She proposed it herself.
    expect(notesIn(marketingChannelId).map(wordsIn)).toEqual([expect.not.stringContaining('please read it')]);
    expect(await inForce()).toBeNull();

    await signs(mia, marketingChannelId);
    for (const channel of both) expect(wordsIn(proposalIn(channel))).toContain(`Marketing: signed by <@${mia}>`);
    expect(await inForce()).toBeNull();
    await signs(kim);
    for (const channel of both) {
      expect(notesIn(channel)).toHaveLength(1);
      expect(wordsIn(proposalIn(channel))).toContain('In force as version 1, since');
      expect(labelsIn(proposalIn(channel))).toEqual([]);
    }
    expect(await inForce()).toMatchObject({
      version: 1,
      by: mia,
      sales: { by: kim },
      marketing: { by: mia },
    });

    const shown = await asks(sam, '/lead definition');
    const words = wordsIn(shown);
    expect(words).toContain('Qualified lead, version 1');
    expect(words).toContain(`signed by <@${kim}> for sales and <@${mia}> for marketing. To be looked at again on 21 Feb 2027.`);
    expect(bulletsIn(shown)).toEqual([
      'fit: 50 employees or more [employees >= 50]',
      'intent: asked for a demo',
      'a mill with 120 looms',
      'a student <!channel>',
    ]);
    expect(labelsIn(shown)).toEqual(['Propose a change']);
  });

  test('is told once where both sides share a channel, and both are asked', async () => {
    await apply(world.store(), { ...usualSettings, channels: { leads: leadsChannel } }, world.clock.now());
    await proposes(max, first);
    expect(notesIn(marketingChannelId)).toEqual([]);
    expect(notesIn(leadsChannel).map(wordsIn)).toEqual([expect.stringContaining(`<@${kim}> <@${sam}> <@${mia}> please read it`)]);
  });

  test('what is wrong stands in one sentence under its field, and nothing is stored', async () => {
    await form(kim);
    const tooMany = Array.from({ length: 11 }, (_, index) => `example ${index}`).join('\n');
    expect(
      (
        await world.sandbox.as(kim).submit({
          Criteria: 'must fit: big\nmaybe fit: x',
          'Examples of yes': tooMany,
          'Examples of no': 'x'.repeat(201),
          'Review on': '2026-11-23',
        })
      ).errors,
    ).toEqual({
      Criteria: 'Line 2 does not begin with must or nice and a group (fit, person, intent, data), such as: must intent: asked for a demo',
      'Examples of yes': '11 examples are more than anybody reads; write at most 10.',
      'Examples of no': 'Example 1 is longer than 200 letters.',
      'Review on': 'Choose a day after today.',
    });
    expect(
      (
        await world.sandbox
          .as(kim)
          .submit({ Criteria: 'must fit: big [size > 5]', 'Examples of yes': '', 'Examples of no': '', 'Review on': '2029-01-01' })
      ).errors,
    ).toEqual({
      Criteria: expect.stringMatching(/^Line 1: “\[size > 5\]” is not a rule\. Write one such as /),
      'Review on': 'Choose a day within two years.',
    });
    await world.settled();
    expect(await definitionOf(world.store(), await world.workspaceId())).toEqual({ versions: [], proposal: null });
    expect(notesIn(leadsChannel)).toEqual([]);
  });
});

describe('who may', () => {
  test('nobody signs twice, a manager does not sign, the same side does not sign twice; each is told alone', async () => {
    await proposes(kim, first);
    expect(await refused(world, max, proposalIn(leadsChannel), 'Sign')).toBe(
      'One of sales and one of marketing sign. You are in neither list of this workspace.',
    );
    await signs(kim);
    expect(await refused(world, kim, proposalIn(leadsChannel), 'Sign')).toBe(
      'You have signed already. It counts when somebody of the other side has signed too.',
    );
    expect(await refused(world, sam, proposalIn(leadsChannel), 'Sign')).toBe(
      "Sales has signed already. The other side's signature is missing.",
    );
    expect(await inForce()).toBeNull();
    await signs(mia);
    expect(await inForce()).toMatchObject({ sales: { by: kim }, marketing: { by: mia } });
  });

  test('somebody of both sides is one person: two are needed, whichever side they sign first', async () => {
    const dana = 'U0DANA';
    world.sandbox.addUser({ id: dana, name: 'dana' });
    await apply(world.store(), { ...usualSettings, people: { sales: [kim, dana], marketing: [dana], managers: [max] } }, world.clock.now());
    await proposes(kim, first);
    await signs(dana);
    expect(await inForce()).toBeNull();
    expect(await refused(world, dana, proposalIn(leadsChannel), 'Sign')).toContain('You have signed already.');
    await signs(kim);
    expect(await inForce()).toMatchObject({ sales: { by: kim }, marketing: { by: dana } });
  });

  test('a colleague in no role can neither read, propose nor sign', async () => {
    world.sandbox.addUser({ id: 'U0NOBODY', name: 'nobody' });
    await proposes(kim, first);
    expect(wordsIn(await asks('U0NOBODY', '/lead definition'))).toMatch(/^This is for the sales and marketing people/);
    expect(wordsIn(await asks('U0NOBODY', '/lead define lead'))).toMatch(/^This is for the sales and marketing people/);
    for (const label of ['Sign', 'Propose a change'])
      expect(await refused(world, 'U0NOBODY', proposalIn(leadsChannel), label)).toMatch(/^This is for the sales and marketing people/);
    expect((await definitionOf(world.store(), await world.workspaceId())).proposal).toMatchObject({ sales: null, marketing: null });
  });
});

describe('a change', () => {
  test('shows what is different, keeps the ids of criteria that stay, and every version', async () => {
    await agreeUpon(first);
    const one = await inForce();
    const opened = await form(kim);
    expect(initialsIn(opened)).toMatchObject({ Criteria: first, 'Review on': '2027-02-21' });
    const changed = first.replace('nice intent: asked for a demo', 'must person: decides');
    expect((await world.sandbox.as(kim).submit({ Criteria: changed, Why: 'Demos alone say little.' })).errors).toBeUndefined();
    await world.settled();
    const words = wordsIn(proposalIn(marketingChannelId));
    expect(words).toContain('– removed: nice intent: asked for a demo');
    expect(words).toContain('+ added: must person: decides');
    expect(words).not.toContain('50 employees');
    expect(wordsIn(await asks(mia, '/lead definition'))).toContain('A change is proposed');

    // From the private answer, which cannot be edited: the person is told.
    const told = await toldAfter(world, mia, async () =>
      world.sandbox.as(mia).click(world.sandbox.ephemerals(mia).at(-1)!, { label: 'Sign' }),
    );
    expect(told).toBe('Done: you have signed for marketing. It is in force when the other side has signed too.');
    await world.settled();
    await signs(sam);
    const two = await inForce();
    expect(two).toMatchObject({ version: 2, sales: { by: sam }, marketing: { by: mia } });
    expect(two?.content.criteria[0]?.id).toBe(one?.content.criteria[0]?.id);
    expect((await definitionOf(world.store(), await world.workspaceId())).versions).toHaveLength(2);
    const history = wordsIn(await asks(kim, '/lead definition history'));
    expect(history.indexOf('Version 2')).toBeLessThan(history.indexOf('Version 1'));
    expect(history).toContain('Demos alone say little.\n– removed: nice intent: asked for a demo\n+ added: must person: decides');
    expect(wordsIn(await asks(kim, '/lead definition'))).toContain('What changed before: /lead definition history');
  });

  test('that says the same is refused under the field', async () => {
    await agreeUpon(first);
    expect((await proposes(kim, first)).errors).toEqual({
      Criteria: 'This says the same as what is in force already; nothing would change.',
    });
    expect(notesIn(leadsChannel)).toHaveLength(1);
  });

  test('a newer proposal takes the place of the older: its messages say so, and its signatures count nothing', async () => {
    await proposes(kim, first);
    await signs(kim);
    // Begun from the message: filled with what is proposed there.
    const opened = await opens(world, mia, proposalIn(marketingChannelId), 'Propose a change');
    expect(initialsIn(opened)).toMatchObject({ Criteria: first });
    expect((await world.sandbox.as(mia).submit({ Criteria: `${first}\nmust data: a phone number [phone given]` })).errors).toBeUndefined();
    await world.settled();
    for (const channel of both) {
      const [older, newer, ...more] = notesIn(channel);
      expect(more).toEqual([]);
      expect(wordsIn(older)).toContain(`Replaced by a newer proposal of <@${mia}>`);
      expect(labelsIn(older)).toEqual([]);
      expect(wordsIn(newer)).toContain('[phone given]');
      expect(wordsIn(newer)).toContain('Sales: nobody has signed yet');
    }
    const [older] = notesIn(leadsChannel);
    const oldId = JSON.stringify((await world.store().ledger.read(await world.workspaceId(), 'definition'))[0]?.id);
    const value = `v1:definition::0:${encodeURIComponent(JSON.parse(oldId) as string)}`;
    const told = await toldAfter(world, mia, () =>
      world.sandbox.as(mia).clickRaw({ action_id: 'agreement_sign', value, channel: older!.channel }),
    );
    expect(told).toBe('This proposal was signed by both sides or replaced by a newer one meanwhile.');
    await signs(mia, marketingChannelId);
    await signs(sam);
    expect((await inForce())?.content.criteria).toHaveLength(3);
  });

  test('two forms at once: the later one is told, and no proposal is lost unseen', async () => {
    await form(kim);
    await form(mia);
    expect((await world.sandbox.as(kim).submit({ Criteria: first })).errors).toBeUndefined();
    expect((await world.sandbox.as(mia).submit({ Criteria: 'must fit: any' })).errors).toEqual({
      Criteria: 'Somebody proposed or signed a change meanwhile; close this and open it again, so that theirs is not lost.',
    });
    await world.settled();
    expect((await definitionOf(world.store(), await world.workspaceId())).proposal).toMatchObject({ by: kim });
  });

  test('two sign at the same instant: both count, and it is in force once', async () => {
    await proposes(max, first);
    const clicks = [kim, mia, sam].map((who) => world.sandbox.as(who).click(proposalIn(leadsChannel), { label: 'Sign' }));
    for (const click of await Promise.all(clicks)) expect(click).toMatchObject({ ok: true });
    await world.settled();
    const { versions, proposal } = await definitionOf(world.store(), await world.workspaceId());
    expect(proposal).toBeNull();
    expect(versions).toHaveLength(1);
    expect([kim, sam]).toContain(versions[0]?.sales?.by);
    expect(versions[0]?.marketing?.by).toBe(mia);
    expect(await world.store().ledger.read(await world.workspaceId(), 'definition')).toHaveLength(3);
  });

  test('a restart in between loses nothing, and a message that was deleted comes again once', async () => {
    await proposes(kim, first);
    await signs(kim);
    await world.restart();
    world.sandbox.deleteMessage(leadsChannel, proposalIn(leadsChannel).ts);
    await signs(mia, marketingChannelId);
    expect(await inForce()).toMatchObject({ version: 1 });
    expect(notesIn(leadsChannel).map(wordsIn)).toEqual([expect.stringContaining('In force as version 1')]);
    expect(wordsIn(proposalIn(leadsChannel))).toContain('(reposted)');
  });
});

describe('the review date', () => {
  const reviewDay = { 'Review on': '2026-12-05' }; // a Saturday: the first opening is on Monday, 9:00 in New York
  const opensAt = Date.parse('2026-12-07T14:00:00Z');
  const reminders = (channel: string) =>
    notesIn(channel)
      .map(wordsIn)
      .filter((words) => words.includes('it is time to look at'));

  test('reminds the two who signed, once, at the first opening, also after a restart', async () => {
    await agreeUpon(first, reviewDay);
    await world.until(opensAt - 2_000);
    await world.settled();
    expect(both.flatMap(reminders)).toEqual([]);
    await world.restart();
    await world.advance(3_000);
    await world.settled();
    for (const channel of both) {
      expect(reminders(channel)).toEqual([
        expect.stringMatching(`^<@${kim}> <@${mia}> it is time to look at the definition of a qualified lead again. Version 1`),
      ]);
      expect(labelsIn(proposalIn(channel))).toEqual(['Propose a change']);
    }
    await world.until(opensAt + 40 * 24 * 3_600_000);
    await world.restart();
    await world.advance(3_000);
    await world.settled();
    expect(both.flatMap(reminders)).toHaveLength(2);

    // The button begins with what is in force and a later date.
    expect(initialsIn(await opens(world, kim, proposalIn(leadsChannel), 'Propose a change'))).toMatchObject({ Criteria: first });
  });

  test('nothing where a newer version is in force by then', async () => {
    await agreeUpon(first, reviewDay);
    await agreeUpon(`${first}\nmust data: mail [email given]`, { 'Review on': '2027-03-01' });
    await world.until(opensAt + 24 * 3_600_000);
    await world.advance(3_000);
    await world.settled();
    expect(both.flatMap(reminders)).toEqual([]);
  });
});

describe('the glossary', () => {
  test('a term is proposed, signed by both sides, and shown; spelling does not matter', async () => {
    const none = wordsIn(await asks(kim, '/lead define'));
    expect(none).toContain('No word is written down yet');
    expect(none).toContain('Not written down yet: lead, contact, qualified lead, opportunity, account types, stages');
    expect(wordsIn(await asks(kim, '/lead define  Opportunity'))).toContain('Nobody has written down yet what this means here.');
    const opened = await form(kim, '/lead define Opportunity');
    expect(inputsIn(opened)).toEqual(['Meaning', 'Why']);
    expect(wordsIn(opened)).toContain('What does “Opportunity” mean here?');
    const meaning = 'A qualified lead with a <@U0KIM> next step.\n*Agreed*, with a month.';
    expect((await world.sandbox.as(kim).submit({ Meaning: meaning })).errors).toBeUndefined();
    await world.settled();
    for (const channel of both) expect(wordsIn(proposalIn(channel))).toContain('What “Opportunity” means is proposed');
    expect(wordsIn(await asks(kim, '/lead define'))).toContain('Waiting for signatures: Opportunity');
    await signs(kim);
    await signs(mia, marketingChannelId);
    const shown = await asks(sam, '/lead define OPPORTUNITY');
    expect(wordsIn(shown)).toContain('A qualified lead with a <@U0KIM> next step.\n*Agreed*, with a month.');
    expect(JSON.stringify(shown.blocks).match(/"user_id":"U0KIM"/g)).toHaveLength(1);
    expect(wordsIn(shown)).toContain(`signed by <@${kim}> and <@${mia}>`);
    const all = await asks(sam, '/lead define');
    expect(bulletsIn(all)).toEqual([expect.stringMatching(/^Opportunity {2}A qualified lead with a /)]);
    expect(wordsIn(all)).toContain('Not written down yet: lead, contact, qualified lead, account types, stages');
    // A term and the definition are agreed upon apart.
    expect(await inForce()).toBeNull();
  });

  test('a term that is too long, or only invisible, is refused in a sentence', async () => {
    for (const term of ['x'.repeat(61), '\u200b\u202e'])
      expect(wordsIn(await asks(kim, `/lead define ${term}`))).toBe('A term is at most 60 letters long, such as: /lead define opportunity');
  });
});

test('over HTTP too: a form whose answer was lost and comes again proposes once', async () => {
  await world.stop();
  world = await startWorld({ at: monday9, mode: 'http' });
  await form(kim);
  const view = world.sandbox.view(kim);
  expect((await world.sandbox.as(kim).submit({ Criteria: first })).errors).toBeUndefined();
  await world.settled();
  expect(view?.callback_id).toBe('definition');
  expect(await world.store().ledger.read(await world.workspaceId(), 'definition')).toMatchObject([{ id: `view:${view?.id}`, by: kim }]);
});
