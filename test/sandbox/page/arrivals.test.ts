// What is read aloud when something arrives, and what stays the same between two screens.
import { describe, expect, test } from 'vitest';
import { arrivalsIn } from '../../../src/sandbox/page/arrivals.ts';
import { steadied } from '../../../src/sandbox/page/steady.ts';
import { channelOf, messageOf, screenOf } from './screens.ts';

const old = messageOf('1.000000');
const before = screenOf([channelOf([old])]);
const after = (...messages: ReturnType<typeof messageOf>[]) => screenOf([channelOf([old, ...messages])]);

describe('arrivals', () => {
  test.each([
    ['nothing new', after(), ''],
    [
      'a card',
      after(messageOf('2.000000', { text: 'Lead: *Ada* &amp; Co, with <@U0SAM> in <#C0LEADS>' })),
      'LeadLoop in #leads: Lead: Ada & Co, with @Sam in #leads',
    ],
    ['a colleague', after(messageOf('2.000000', { user: 'U0SAM', isBot: false, text: 'Hi :wave:' })), 'Sam in #leads: Hi wave'],
    ['what I wrote myself', after(messageOf('2.000000', { user: 'U0KIM' })), ''],
    ['an answer to me alone', after(messageOf('2.000000', { isPrivate: true })), 'LeadLoop, only to you: Hello'],
    ['a reply in a closed thread', after(messageOf('2.000000', { threadTs: '9.000000' })), ''],
    ['a reply in the open thread', after(messageOf('2.000000', { threadTs: '1.000000' })), 'LeadLoop in #leads: Hello'],
  ])('%s', (_, screen, said) => {
    expect(arrivalsIn('C0LEADS', '1.000000', before, screen)).toBe(said);
  });

  test('an edited message has not arrived', () => {
    expect(arrivalsIn('C0LEADS', null, before, screenOf([channelOf([{ ...old, text: 'Changed', isEdited: true }])]))).toBe('');
  });
});

describe('steady', () => {
  test('messages that say the same are the same objects, changed and new ones are not', () => {
    const two = messageOf('2.000000');
    const screen = steadied(
      screenOf([channelOf([old, two])]),
      screenOf([channelOf([{ ...old }, { ...two, isEdited: true }, messageOf('3.000000')])]),
    );
    const messages = screen.channels[0]?.messages ?? [];
    expect(messages[0]).toBe(old);
    expect(messages[1]).toMatchObject({ isEdited: true });
    expect(messages).toHaveLength(3);
  });

  test('another person’s screen is that person’s', () => {
    expect(steadied(before, screenOf([channelOf([])], { me: 'U0SAM' }))).toMatchObject({ me: 'U0SAM', channels: [{ messages: [] }] });
  });
});
