// F70, F71: what strangers and colleagues write, from the API and the forms to every message, form and App Home: shown, never obeyed.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyText } from '../slack/blocks/strange.ts';
import { labelsIn, linksIn, wordsIn } from '../world/reading.ts';
import { arrives, cardOf, does, opens, threadOf } from '../world/scene.ts';
import { kim, leadsChannel, marketingChannelId, mia, sam, type World, startWorld } from '../world/world.ts';

const pings = '<!channel> <!here|x> <@U0SAM> <!subteam^S0SALES> @channel @everyone @sam';
const links = '<http://evil.test|acme.com> https://evil.test www.evil.test javascript:alert(1) eve@evil.test';
const formats = '*bold* _it_ ~no~ `code` ```block``` > quote :tada: &lt;b&gt; &amp;amp;';
const unseen = 'exe\u202Egnp.doc \u2066x\u2069 A\u200Bd\uFEFFa Z\u0300\u0301\u0302\u0303\u0300\u0301algo 👩‍👩‍👧‍👦 می‌خواهم';
const everything = `${pings} ${links} ${formats} ${unseen}`;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.stop();
});

const everyField = (text: string): Record<string, string> =>
  Object.fromEntries(
    ['name', 'title', 'company', 'industry', 'country', 'domain', 'source', 'medium', 'campaign', 'action', 'url', 'message', 'extra'].map(
      (field) => [field, text],
    ),
  );

/** Everything that the bot ever showed to anybody. */
function shown() {
  const { sandbox } = world;
  const inChannels = [leadsChannel, marketingChannelId].flatMap((channel) =>
    sandbox.messages(channel).flatMap((message) => [message, ...sandbox.thread(channel, message.ts)]),
  );
  const privately = [kim, sam, mia].flatMap((who) => [...sandbox.ephemerals(who), sandbox.home(who), sandbox.view(who)]);
  return [...inChannels, ...privately].filter((one) => one !== undefined);
}

function expectHarmless(): void {
  const { sandbox } = world;
  const failed = sandbox.calls().filter((call) => !call.ok);
  expect(failed.map(({ method, error }) => `${method}: ${error}`)).toEqual([]);
  for (const link of shown().flatMap(linksIn)) expect(link).toMatch(/^mailto:|^tel:|^http:\/\/127\.0\.0\.1:\d+\/archives\//);
  const blocks = JSON.stringify(shown().map((one) => one.blocks));
  expect(blocks).not.toContain('"type":"broadcast"');
  expect(blocks).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/);
  for (const call of sandbox.calls('chat.postMessage')) {
    expect(call.args).toMatchObject({ parse: 'none' });
    for (const flag of ['link_names', 'unfurl_links', 'unfurl_media']) expect(String(call.args[flag])).toBe('false');
  }
  for (const message of shown()) {
    const text = 'text' in message && typeof message.text === 'string' ? message.text : '';
    expect(text.replace(/<@U0\w+>|<!date\^[^>]*>/g, '')).not.toMatch(/[<>]|https?:\/\/|mailto:|eve@evil/);
    expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/);
  }
}

/** Whom the bot may mention for what it did here: those who acted or had the lead. */
function strangersMentioned(...expected: string[]): string[] {
  return world.sandbox.mentions({ includeUpdates: true }).filter((who) => !expected.includes(who));
}

describe('F71: a lead whose every field tries to ping, link and format', () => {
  test('its card: nobody is pinged, nothing links but what we built, all of it is there to read', async () => {
    const id = await arrives(world, { ...everyField(everything), email: 'ada@engine.test', phone: '+44 20 7946 0000' });
    expect(world.sandbox.mentions({ includeUpdates: true })).toEqual([]);
    expectHarmless();
    const card = await cardOf(world, id);
    expect(linksIn(card)).toEqual(['mailto:ada@engine.test', 'tel:+442079460000']);
    expect(wordsIn(card)).toContain('<!channel> <!here|x> <@U0SAM>');
    expect(wordsIn(card)).toContain('*bold* _it_ ~no~ `code`');
    expect(labelsIn(card)).toContain('Claim');
  });

  test('its whole life: merged, noted, judged, returned, sent back, found, listed', async () => {
    const id = await arrives(world, { ...everyField(everything), email: 'ada@engine.test' });
    await does(world, kim, await cardOf(world, id), 'Claim');
    await world.settled();
    await world.post({ ...everyField(everything.replace('bold', 'again')), email: 'ada@engine.test' });
    await does(world, kim, await cardOf(world, id), 'Add a note', { Note: everything });
    await does(world, kim, await cardOf(world, id), 'Unqualified', { Reason: 'No need', Note: everything });
    await world.settled();
    await does(world, kim, await cardOf(world, id), 'Change verdict', { Verdict: 'Reopen' });
    await world.settled();
    await does(world, kim, await cardOf(world, id), 'Return to marketing', { Reason: 'Other', Note: everything });
    await world.settled();
    await world.sandbox.as(mia).openHome();
    await world.sandbox.waitFor(() => world.sandbox.home(mia));
    const marketingCard = world.sandbox.messages(marketingChannelId).at(-1);
    await does(world, mia, marketingCard!, 'Send back to sales', { 'What changed': everything });
    await world.settled();
    await world.sandbox.as(kim).command(`/lead find ${everything.slice(0, 60)}`, leadsChannel);
    await world.sandbox.as(kim).command('/lead find ada', leadsChannel);
    await world.sandbox.as(kim).openHome();
    await world.sandbox.waitFor(() => world.sandbox.home(kim));
    await opens(world, kim, await cardOf(world, id), 'Qualified');
    expect(strangersMentioned(kim, mia)).toEqual([]);
    expectHarmless();
    expect((await threadOf(world, id, 1)).join('\n')).toContain('<!channel> <!here|x> <@U0SAM>');
  });

  test('typed in by a colleague', async () => {
    await world.sandbox.as(kim).shortcut('add_lead');
    await world.sandbox.waitFor(() => world.sandbox.view(kim));
    const submitted = await world.sandbox
      .as(kim)
      .submit({ Name: everything.slice(0, 190), Email: 'a"<b>@evil.test', Phone: '+1 212 555 0100', Message: everything });
    expect(submitted.errors).toBeUndefined();
    await world.settled();
    expect(world.sandbox.messages(leadsChannel)).toHaveLength(1);
    expect(world.sandbox.mentions({ includeUpdates: true })).toEqual([]);
    expectHarmless();
  });

  test.each([
    ['ada@engine.test?cc=all@engine.test&body=x', []],
    ['ada@engine.test\nbcc: eve@evil.test', []],
    ['"><a href=x>@evil.test', []],
    ['javascript:alert(1)//@evil.test', []],
  ])('an address such as %j is no link that does anything else', async (email, expected) => {
    const id = await arrives(world, { externalId: '1', name: 'Eve', email });
    const found = linksIn(await cardOf(world, id)).filter((link) => !/^mailto:[^?&\s]+@[\w.-]+$/.test(link));
    expect(found).toEqual(expected);
    expectHarmless();
  });
});

describe('F70: text that hides, turns, overflows', () => {
  test.each([
    ['a name of nothing to see', { name: '\u200B\u2060\uFEFF', company: 'Engine Ltd' }, 'Engine Ltd'],
    ['a name that turns the line around', { name: '\u202Ecod.exe' }, 'cod.exe'],
    ['a name of many lines', { name: 'Ada\n\n\nLovelace\r\n<!here>' }, 'Ada Lovelace <!here>'],
    ['Zalgo', { name: `Z${'\u0301'.repeat(150)}algo` }, 'algo'],
    ['a family', { name: '👩‍👩‍👧‍👦 Müller' }, '👩‍👩‍👧‍👦 Müller'],
    ['a Persian name', { name: 'می‌خواهم' }, 'می‌خواهم'],
    ['a message of ten thousand characters', { name: 'Ada', message: 'word '.repeat(2_000) }, 'more)'],
    ['a message of ten thousand emoji', { name: 'Ada', message: '👍🏽'.repeat(2_500) }, 'more)'],
    ['a message of ampersands', { name: 'Ada', message: '&<>'.repeat(3_000) }, '&<>&<>'],
  ])('%s', async (_name, fields, expected) => {
    const id = await arrives(world, { externalId: '1', ...fields });
    expect(wordsIn(await cardOf(world, id)).normalize('NFC')).toContain(expected);
    expect(world.sandbox.mentions()).toEqual([]);
    expectHarmless();
    await does(world, kim, await cardOf(world, id), 'Qualified', {
      Reason: 'Clear need',
      Note: Object.values(fields).join(' ').slice(0, 1_000),
    });
    await world.settled();
    expectHarmless();
  });

  test('whatever comes, a card stands, with blocks, and nobody is pinged', async () => {
    const field = fc.option(anyText, { nil: undefined, freq: 4 });
    const anyEnquiry = fc.record({
      name: field,
      company: field,
      title: field,
      source: field,
      action: field,
      campaign: field,
      url: field,
      message: field,
      country: field,
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyEnquiry, async (enquiry) => {
        count += 1;
        const answer = await world.post({ ...enquiry, externalId: `any-${count}` });
        if (answer.status === 422) return; // longer than a field may be
        expect(answer.status).toBe(201);
        await world.settled();
        expect((await cardOf(world, String(answer.body['id']))).blocks?.length).toBeGreaterThan(1);
        expect(world.sandbox.mentions()).toEqual([]);
        expectHarmless();
      }),
      { numRuns: 30 },
    );
  });
});
