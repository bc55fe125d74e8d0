// The two views of the same leads: asked for by anyone in a role, expectations set by marketing, quarrels opened as private lists.
import { uuidv7 } from 'uuidv7';
import { afterEach, describe, expect, test } from 'vitest';
import { eraseLead } from '../../src/flows/leads.ts';
import { reading } from '../slack/blocks/reading.ts';
import { inputsIn, labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { arrives, cardOf, does, opens, toldAfter } from '../world/scene.ts';
import { type World, apply, intakeToken, kim, leadsChannel, max, mia, people, sam, startWorld, usualSettings } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

const dayMs = 24 * 60 * 60 * 1000;
const elsewhere = 'C0ELSEWHERE';

/** The private answer to an act, also where it takes a moment and follows. */
async function answerTo(who: string, act: () => Promise<unknown>) {
  const before = world.sandbox.ephemerals(who).length;
  await act();
  const said = () => world.sandbox.ephemerals(who).slice(before);
  const answer = await world.sandbox.waitFor(() => said().find((one) => !wordsIn(one).includes('the answer follows here')) ?? null, 10_000);
  await world.app().idle();
  expect(said().at(-1)).toEqual(answer);
  return { ...answer, words: reading(answer.blocks ?? []) };
}

type Answer = Awaited<ReturnType<typeof answerTo>>;

const views = (who: string) => answerTo(who, () => world.sandbox.as(who).command('/lead views'));
const presses = (who: string, answer: Answer, label: string) => answerTo(who, () => world.sandbox.as(who).click(answer, { label }));

let count = 0;
/** A lead with a verdict; its id. */
async function judged(lead: Record<string, unknown>, verdict: 'Qualified' | 'Unqualified', reason: string, who = kim): Promise<string> {
  count += 1;
  const id = await arrives(world, {
    email: `lead-${count}@engine.test`,
    name: `Lead ${count}`,
    company: 'Engine Ltd',
    source: 'web',
    ...lead,
  });
  const { errors } = await does(world, who, await cardOf(world, id), verdict, { Reason: reason });
  expect(errors).toBeUndefined();
  await world.settled();
  return id;
}

async function becomes(id: string, outcome: string): Promise<void> {
  const response = await fetch(`${world.app().url}/v1/leads/${id}/outcome`, {
    method: 'POST',
    headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ outcome }),
  });
  await response.text();
  expect(response.status).toBe(201);
  await world.settled();
}

/** Two of each cell: the score means nothing here. */
async function eightLeads(): Promise<{ readonly highNo: string; readonly lowYes: string }> {
  const ids: string[] = [];
  for (const score of [80, 90, 20, 30]) {
    await judged({ score, action: 'demo_request' }, score > 50 ? 'Qualified' : 'Unqualified', score > 50 ? 'Clear need' : 'No need');
    ids.push(
      await judged(
        { score, action: 'ebook' },
        score > 50 ? 'Unqualified' : 'Qualified',
        score > 50 ? 'Not a buyer' : 'Strong fit, early',
        sam,
      ),
    );
  }
  return { highNo: ids[1] ?? '', lowYes: ids[3] ?? '' };
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('marketing says what it expects, and everybody sees it beside what sales judged', async () => {
    world = await startWorld({ mode });
    expect((await views(kim)).words).toContain('No leads arrived in these days.');
    await eightLeads();
    const first = await views(mia);
    expect(first.words).toContain('*demo_request*  2 of 4 qualified; nothing expected yet');
    expect(labelsIn(first)).toEqual(['Set expectations', 'High but no', 'Low but yes']);
    expect(labelsIn(await views(kim))).toEqual(['High but no', 'Low but yes']);

    const form = await opens(world, mia, first, 'Set expectations');
    expect(inputsIn(form)).toEqual(['Action', 'Expected', 'Why']);
    const wrong = await world.sandbox.as(mia).submit({ Action: 'demo_request', Expected: '101' });
    expect(wrong.ok && !wrong.errors).toBe(false);
    const done = await world.sandbox.as(mia).submit({ Action: 'demo_request', Expected: '80', Why: 'They ask for it <!channel>.' });
    expect(done).toMatchObject({ ok: true });
    expect(done.errors).toBeUndefined();
    expect(world.sandbox.view(mia)).toBeUndefined();
    await world.sandbox.redeliver(done);
    expect(await world.store().ledger.read(await world.workspaceId(), 'expectation')).toMatchObject([
      { subject: 'demo_request', by: mia, body: { expected: 80, why: 'They ask for it <!channel>.' } },
    ]);

    const shown = (await views(kim)).words;
    expect(shown).toContain(
      `*demo_request*  2 of 4 qualified; expected 80 % (ready): too few to say, set by @${mia} on 23 Nov 2026, after these leads came: “They ask for it <!channel>.”`,
    );
    expect(shown).toContain('*ebook*  2 of 4 qualified; nothing expected yet');
    expect(shown).toContain('55 is the middle of these scores: the definition in force has no rule on the score.');
    expect(shown).toContain('No outcomes of judged leads are recorded yet');
    const again = await opens(world, mia, await views(mia), 'Set expectations');
    expect(JSON.stringify(again.blocks)).toContain('demo_request, now 80 %');
  });
});

test('where score and verdict quarrel, the leads are listed for one person’s eyes, as they are now', async () => {
  world = await startWorld();
  const { highNo, lowYes } = await eightLeads();
  const answer = await views(max);
  const list = await presses(max, answer, 'High but no');
  expect(list.words).toContain('*Scored 55 or more, judged unqualified: 2*');
  const rows = JSON.stringify(list.blocks);
  expect(rows).toContain('score 90');
  expect(rows).toContain('not a buyer, judged by ');
  expect(rows).toContain(`"user_id":"${sam}"`);
  expect(linksIn(list).join()).toContain((await cardOf(world, highNo)).ts.replace('.', ''));
  expect(rows).toMatch(/Lead \d+ · Engine Ltd/);

  // Judged anew since the answer was given, and one person is forgotten.
  await does(world, kim, await cardOf(world, highNo), 'Change verdict', { Verdict: 'Qualified', Reason: 'Clear need' });
  await world.settled();
  expect((await presses(max, answer, 'High but no')).words).toContain('judged unqualified: 1*');
  const { profile } = await world.lead(lowYes);
  expect(JSON.stringify((await presses(max, answer, 'Low but yes')).blocks)).toContain(`${profile.name}`);
  await eraseLead({ store: world.store(), now: world.clock.now, newId: uuidv7 }, await world.workspaceId(), lowYes, 'system');
  await world.settled();
  const after = await presses(max, answer, 'Low but yes');
  expect(after.words).toContain('*Scored below 55, judged qualified: 2*');
  expect(after.words).toContain('(1 of them erased on request.)');
  expect(JSON.stringify(after.blocks)).not.toContain(`"${profile.name} ·`);
});

test('a list names nobody where LeadLoop is not: it says where to ask', async () => {
  world = await startWorld();
  await eightLeads();
  world.sandbox.addChannel({ id: elsewhere, name: 'elsewhere', hasBot: false });
  const before = world.sandbox.ephemerals(max).length;
  await world.sandbox.as(max).command('/lead views', elsewhere);
  const answer = await world.sandbox.waitFor(() => world.sandbox.ephemerals(max)[before] ?? null);
  await world.sandbox.as(max).click(answer, { label: 'High but no' });
  const told = await world.sandbox.waitFor(() => world.sandbox.messages(max).at(-1) ?? null);
  expect(wordsIn(told)).toContain('This list names leads, so it is shown only in channels that LeadLoop is in.');
  expect(JSON.stringify(world.sandbox.messages(max))).not.toMatch(/Lead \d|Engine Ltd/);
});

test('setting expectations is for marketing and managers: told so in private, also when the role went meanwhile', async () => {
  world = await startWorld();
  await judged({ action: 'ebook' }, 'Qualified', 'Clear need');
  const answer = await views(mia);
  const open = await opens(world, mia, answer, 'Set expectations');
  expect(inputsIn(open)).toHaveLength(3);
  await apply(world.store(), { ...usualSettings, people: { ...people, sales: [kim, mia], marketing: [sam] } }, world.clock.now());
  const submitted = await world.sandbox.as(mia).submit({ Action: 'ebook', Expected: '25' });
  expect(submitted.errors?.['Action']).toContain('“Set expectations” is for marketing and managers');
  await world.sandbox.as(mia).close();
  expect(await toldAfter(world, mia, () => world.sandbox.as(mia).click(answer, { label: 'Set expectations' }))).toContain(
    '“Set expectations” is for marketing and managers',
  );
  expect(await world.store().ledger.read(await world.workspaceId(), 'expectation')).toEqual([]);
});

/** Days in one leap: nothing in between is looked at. */
async function passes(days: number): Promise<void> {
  world.clock.jump(days * dayMs);
  await world.settled();
}

test('a no that won is told at equal age, opens as a list, and stands in the digest’s thread', async () => {
  world = await startWorld();
  const first = await judged({ action: 'ebook' }, 'Qualified', 'Clear need');
  await becomes(first, 'won');
  await passes(1);
  const no = await judged({ name: 'Nora Turned-Down', action: 'ebook', score: 12 }, 'Unqualified', 'No need');
  await judged({ action: 'ebook', score: 70 }, 'Qualified', 'Clear need');
  await passes(9);
  const young = (await views(kim)).words;
  expect(young).toContain('No verdict is 30 days old yet, so it is too early to say.');
  expect(young).toContain('No outcomes recorded before 23 Nov 2026: 1 judged lead that came earlier is left out.');
  await becomes(no, 'won');
  // The deal is known: what is said of the verdict now is hindsight.
  await passes(24);
  const answer = await views(kim);
  expect(answer.words).toContain('Within 30 days of the verdict: qualified 0 of 1 won, unqualified 1 of 1 won: too few to say.');
  expect(answer.words).not.toContain('Worth a look');
  expect(answer.words).toContain('1 lead judged unqualified was won later.');
  const list = await presses(kim, answer, 'No that won');
  expect(list.words).toContain('Judged unqualified, won later: 1');
  expect(JSON.stringify(list.blocks)).toContain('Nora Turned-Down · Engine Ltd');

  // Sunday by now: the digest comes on Monday morning, with nobody's name in its lines.
  await world.until('2026-12-28T15:00:00Z');
  const digests = world.sandbox.messages(leadsChannel).filter(({ metadata }) => metadata?.event_type === 'leadloop_digest');
  const thread = world.sandbox.thread(leadsChannel, digests.at(-1)?.ts ?? '').map(({ blocks }) => reading(blocks ?? []));
  expect(thread.join('\n')).toContain(
    '*Verdict and outcome*  Within 30 days of the verdict: qualified 0 of 1 won, unqualified 1 of 1 won: too few to say. 1 lead judged unqualified was won later.',
  );
  expect(thread.join('\n')).not.toContain('Nora');
});
