import { afterEach, describe, expect, test } from 'vitest';
import { kim, leadsChannel, marketingChannelId, sam, type World, startWorld } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const ada = {
  externalId: 'crm-8841',
  name: 'Ada Lovelace',
  email: 'ada@engine.test',
  company: 'Engine Ltd',
  source: 'google-ads',
  message: 'Can it run our looms?',
};

describe.each(['socket', 'http'] as const)('the line through, over %s', (mode) => {
  test('a lead arrives, is on a card, is claimed, judged, and everybody sees it', async () => {
    world = await startWorld({ mode });
    const { sandbox } = world;
    const created = await world.post(ada);
    expect(created).toMatchObject({ status: 201, body: { status: 'created' } });
    await world.settled();

    const [card, ...more] = sandbox.messages(leadsChannel);
    expect(more).toEqual([]);
    if (!card) throw new Error('no card');
    expect(JSON.stringify(card.blocks)).toContain('Ada Lovelace · Engine Ltd');

    const claimed = await sandbox.as(kim).click(card, { label: 'Claim' });
    expect(claimed.ok).toBe(true);
    expect((await world.lead(created.body['id'])).lead.handoffs[0]).toMatchObject({ state: 'claimed', owner: kim });
    await world.settled();

    const after = sandbox.message(leadsChannel, card.ts);
    expect(JSON.stringify(after?.blocks)).toContain(kim);
    expect(sandbox.thread(leadsChannel, card.ts)).toHaveLength(1);

    const opened = await sandbox.as(kim).click(card, { label: 'Unqualified' });
    expect(opened.ok).toBe(true);
    await sandbox.waitFor(() => sandbox.view(kim));
    const refused = await sandbox.as(kim).submit({ Reason: 'Other' });
    expect(refused.errors?.['Note']).toMatch(/With “Other”/);
    const judged = await sandbox.as(kim).submit({ Reason: 'Wrong person', Note: 'An intern who collects brochures' });
    expect(judged).toMatchObject({ ok: true });
    expect(judged.errors).toBeUndefined();
    await world.settled();

    expect(JSON.stringify(sandbox.message(leadsChannel, card.ts)?.blocks)).toContain('Unqualified');
    expect(JSON.stringify(sandbox.thread(leadsChannel, card.ts))).toContain('An intern who collects brochures');
    const [day] = sandbox.messages(marketingChannelId);
    expect(day?.text).toContain('Verdicts today');
    expect(sandbox.thread(marketingChannelId, day?.ts ?? '')).toHaveLength(1);

    const stored = await world.get(`/v1/leads/${String(created.body['id'])}`);
    expect(stored).toMatchObject({ status: 200, body: { state: 'unqualified', owner: kim } });
    expect((stored.body['history'] as { type: string }[]).map((event) => event.type)).toEqual(['received', 'posted', 'claimed', 'judged']);
  });
});

test('two reps at once: the second is told who has it', async () => {
  world = await startWorld();
  const { sandbox } = world;
  await world.post(ada);
  await world.settled();
  const [card] = sandbox.messages(leadsChannel);
  if (!card) throw new Error('no card');
  await Promise.all([sandbox.as(kim).click(card, { label: 'Claim' }), sandbox.as(sam).click(card, { label: 'Claim' })]);
  const told = await sandbox.waitFor(() => [...sandbox.ephemerals(kim), ...sandbox.ephemerals(sam)][0]);
  expect(told.text).toMatch(/already with <@U0(KIM|SAM)>/);
});
