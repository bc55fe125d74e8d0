// The slash command: help, find, mine, and words that it does not know; all of it for the person alone.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { ada, arrives, cardOf, does, stateOfLead } from '../world/scene.ts';
import { kim, leadsChannel, marketingChannelId, mia, sam, type World, startWorld } from '../world/world.ts';

let world: World;
afterEach(async () => {
  await world.stop();
});

/** The private answer to a command. */
async function asks(who: string, line: string, channel: string = leadsChannel) {
  const before = world.sandbox.ephemerals(who).length;
  expect(await world.sandbox.as(who).command(line, channel)).toMatchObject({ ok: true });
  const [answer, ...more] = world.sandbox.ephemerals(who).slice(before);
  expect(more).toEqual([]);
  if (!answer) throw new Error(`No answer to ${line}`);
  return answer;
}

const help = [
  'Leads',
  '/lead mine  the leads you have',
  '/lead find TEXT  find leads by name, company, e-mail or phone',
  '/lead add  type in a lead',
  '/lead outcome [TEXT]  say what became of a deal: your qualified leads, or those that match',
  'How it goes',
  '/lead report [week|last week|month]  lead quality by source, with how sure it is',
  '/lead targets [2026-Q4|next]  the quarter’s shared targets, and how they stand',
  '/lead views  marketing’s expectation, score and verdict side by side, and what became of the leads',
  '/lead spend  what a lead, a qualified lead and a win cost; add spend (marketing, managers)',
  'Between sales and marketing',
  '/lead questions  what prospects ask, and what marketing answered',
  '/lead change  what marketing changed because of what sales said, and what came of it',
  '/lead definition  what a qualified lead is here; “/lead definition history” for what changed',
  '/lead define TERM  what a word means here; “/lead define” for all of them',
  'Also',
  '/lead away until DATE  hand your open leads back while you are away; “/lead away off” when you are back',
  '/lead help  this list',
];

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  beforeEach(async () => {
    world = await startWorld({ mode });
  });

  test('help, and anything unknown, lists what this version can do', async () => {
    expect(
      wordsIn(await asks(kim, '/lead help'))
        .split('\n')
        .slice(1),
    ).toEqual(help);
    expect(
      wordsIn(await asks(kim, '/lead'))
        .split('\n')
        .slice(1),
    ).toEqual(help);
    expect(
      wordsIn(await asks(kim, '/lead HELP'))
        .split('\n')
        .slice(1),
    ).toEqual(help);
    const [first, ...rest] = wordsIn(await asks(kim, '/lead mql')).split('\n');
    expect(first).toBe('“mql” is not a word that /lead knows.');
    expect(rest).toEqual(help);
    expect(world.sandbox.calls('chat.postMessage')).toEqual([]);
  });

  test('find: one lead with everything that can be done to it now', async () => {
    const id = await arrives(world);
    const found = await asks(sam, '/lead find lovelace');
    expect(wordsIn(found)).toContain('Leads that match “lovelace”:\nAda Lovelace · Engine Ltd · nobody has it yet · Open');
    expect(labelsIn(found)).toEqual([
      'Claim',
      'Qualified',
      'Unqualified',
      'Return to marketing',
      'Add a note',
      'Log an attempt',
      'Assign to',
    ]);
    expect(linksIn(found)).toEqual([expect.stringContaining((await cardOf(world, id)).ts.replace('.', ''))]);
    await world.sandbox.as(sam).clickEphemeral('Unqualified');
    await world.sandbox.waitFor(() => world.sandbox.view(sam));
    await world.sandbox.as(sam).submit({ Reason: 'No need' });
    expect(await stateOfLead(world, id)).toBe('unqualified');
  });

  test('mine: the open leads of who asks, oldest first, with a link to each', async () => {
    const first = await arrives(world);
    const second = await arrives(world, { externalId: '2', name: 'Bob' });
    expect(wordsIn(await asks(kim, '/lead mine'))).toBe('You have no open leads.');
    await does(world, kim, await cardOf(world, second), 'Claim');
    await does(world, kim, await cardOf(world, first), 'Claim');
    await world.settled();
    const mine = await asks(kim, '/lead mine');
    expect(wordsIn(mine).split('\n')).toEqual([
      'Your open leads, oldest first:',
      `Ada Lovelace · Engine Ltd · with <@${kim}> · Open`,
      `Bob · with <@${kim}> · Open`,
    ]);
    expect(wordsIn(await asks(sam, '/lead mine'))).toBe('You have no open leads.');
  });
});

describe('find', () => {
  beforeEach(async () => {
    world = await startWorld();
    await arrives(world, { ...ada, phone: '+44 20 7946 0000' });
    await arrives(world, { externalId: '2', name: 'Zoë Müller', email: 'zoe@muehle.test', company: 'Mühle & Söhne <AG>' });
  });

  test.each([
    ['ada', 'Ada Lovelace'],
    ['ENGINE LTD', 'Ada Lovelace'],
    ['ada@engine.test', 'Ada Lovelace'],
    ['020 7946 0000', 'Ada Lovelace'],
    ['+44 20 7946', 'Ada Lovelace'],
    ['zoe muller', 'Zoë Müller'],
    ['mühle', 'Zoë Müller'],
    ['<AG>', 'Zoë Müller'],
  ])('%s', async (text, name) => {
    const found = wordsIn(await asks(kim, `/lead find ${text}`));
    expect(found.split('\n')).toHaveLength(2);
    expect(found).toContain(name);
  });

  test('nothing found says what else to try; nothing asked says how to ask', async () => {
    expect(wordsIn(await asks(kim, '/lead find nobody-of-this-name'))).toBe(
      'No lead matches “nobody-of-this-name”. Try a part of the name, the company, the e-mail address or the phone number.',
    );
    expect(wordsIn(await asks(kim, '/lead find')).split('\n')[0]).toBe('Say what to look for, such as: /lead find lovelace');
  });

  test('more than ten are counted as more, newest first; what was typed neither pings nor formats', async () => {
    for (let nth = 1; nth <= 12; nth += 1) await world.post({ externalId: `x${nth}`, name: `Miller ${nth}` });
    const words = wordsIn(await asks(kim, '/lead find miller')).split('\n');
    expect(words.filter((line) => line.startsWith('Miller'))).toHaveLength(10);
    expect(words[1]).toContain('Miller 12');
    expect(words.at(-1)).toContain('There are more: add a word to the search.');
    const hostile = await asks(kim, '/lead find <!channel> *x* <http://evil.test|acme.com>');
    expect(linksIn(hostile)).toEqual([]);
    expect(JSON.stringify(hostile.blocks)).not.toContain('"broadcast"');
    expect(world.sandbox.mentions()).toEqual([]);
  });

  test('a lead that marketing has offers marketing’s moves', async () => {
    const [card] = world.sandbox.messages(leadsChannel);
    await does(world, kim, card!, 'Return to marketing', { Reason: 'No budget' });
    await world.settled();
    const found = await asks(mia, '/lead find ada', marketingChannelId);
    expect(wordsIn(found)).toContain('with marketing');
    expect(labelsIn(found)).toEqual(['Change verdict', 'Start nurture', 'Send back to sales', 'Archive']);
  });
});

test('answers are private wherever they are asked, also where the bot is not', async () => {
  world = await startWorld();
  world.sandbox.addChannel({ id: 'C0PUB', name: 'pub', hasBot: false });
  await arrives(world);
  const found = await asks(kim, '/lead find ada', 'C0PUB');
  expect(found).toMatchObject({ type: 'ephemeral', user: kim, channel: 'C0PUB' });
  expect(world.sandbox.messages('C0PUB')).toEqual([]);
});

test('with empty lists, whoever is in none of the channels finds, adds and sees nothing', async () => {
  const inside = 'C0INSIDE';
  world = await startWorld({ settings: { channels: { leads: inside } } });
  world.sandbox.addChannel({ id: inside, name: 'inside', members: [kim] });
  await world.post(ada);
  const found = await world.sandbox.as(kim).command('/lead find lovelace');
  expect(JSON.stringify(found.response)).toContain('Ada Lovelace');
  const refused = await world.sandbox.as(sam).command('/lead find lovelace');
  expect(JSON.stringify(refused.response)).not.toContain('Lovelace');
  expect(JSON.stringify(refused.response)).toContain('Ask a manager');
  await world.sandbox.as(sam).openHome();
  const home = await world.sandbox.waitFor(() => world.sandbox.home(sam));
  expect(JSON.stringify(home)).not.toContain('Lovelace');
});

describe('report', () => {
  test('the running week, last week and the month, privately, by whoever is in a role', async () => {
    world = await startWorld();
    const id = await arrives(world);
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No need', Note: 'They only collect brochures.' });
    await world.settled();
    const running = wordsIn(await asks(kim, '/lead report week'));
    expect(running).toContain('Lead quality: this week so far');
    expect(running).toContain('1 of 1 lead judged');
    expect(wordsIn(await asks(sam, '/lead report'))).toContain('No leads arrived');
    expect(wordsIn(await asks(sam, '/lead report month'))).toContain('this month so far');
    expect(wordsIn(await asks(sam, '/lead report fortnight')).split('\n')[0]).toContain('/lead report week');
    expect(world.sandbox.calls('chat.postMessage').filter(({ args }) => JSON.stringify(args).includes('Lead quality'))).toEqual([]);
  });
});
