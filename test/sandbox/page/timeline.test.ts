// What counts as unread, and where the dividers stand.
import { describe, expect, test } from 'vitest';
import { entriesOf, newestIn, repliesTo, topLevelOf, unreadIn, type Entry } from '../../../src/sandbox/page/timeline.ts';
import { createTimes } from '../../../src/sandbox/page/times.ts';
import { channelOf, messageOf, tsAt } from './screens.ts';

const times = createTimes('America/New_York');
const now = Date.parse('2026-11-23T14:00:00Z');
const nine = tsAt('2026-11-23T14:00:00Z');

const sketch = (entries: readonly Entry[]): string[] =>
  entries.map((entry) =>
    entry.is === 'message' ? (entry.isFollowing ? 'following' : 'message') : entry.is === 'day' ? entry.words : 'new',
  );

describe('unread', () => {
  const mark = nine;
  const later = tsAt('2026-11-23T14:00:01Z');
  test.each([
    ['a newer message of somebody else', messageOf(later), 1],
    ['a message later in the same millisecond', messageOf(tsAt('2026-11-23T14:00:00Z', 1)), 1],
    ['the message that was read last', messageOf(mark), 0],
    ['a message of one’s own', messageOf(later, { user: 'U0KIM' }), 0],
    ['a private message', messageOf(later, { isPrivate: true }), 0],
    ['a reply', messageOf(later, { threadTs: mark }), 0],
    ['the first message of a thread, where Slack names itself', messageOf(later, { threadTs: later }), 1],
  ])('%s', (_, message, count) => {
    expect(unreadIn(channelOf([message]), mark, 'U0KIM')).toBe(count);
  });

  test('seconds of more digits are later, as numbers and not as texts', () => {
    expect(unreadIn(channelOf([messageOf('10000000000.000000')]), '9999999999.000000', 'U0KIM')).toBe(1);
  });

  test('the newest is the newest that everybody sees at the top level', () => {
    const channel = channelOf([
      messageOf('5.000000'),
      messageOf('6.000000', { threadTs: '5.000000' }),
      messageOf('7.000000', { isPrivate: true }),
    ]);
    expect(newestIn(channel)).toBe('5.000000');
    expect(newestIn(channelOf([]))).toBeNull();
    expect(topLevelOf(channel).map(({ ts }) => ts)).toEqual(['5.000000', '7.000000']);
    expect(repliesTo(channel, '5.000000').map(({ ts }) => ts)).toEqual(['6.000000']);
  });
});

describe('dividers', () => {
  const reader = { me: 'U0KIM', now, times, newFrom: null };

  test('a day begins at the workspace’s midnight, not at that of the browser or of UTC', () => {
    const messages = [messageOf(tsAt('2026-11-23T04:59:59Z')), messageOf(tsAt('2026-11-23T05:00:00Z'))];
    expect(sketch(entriesOf(messages, reader))).toEqual(['Yesterday', 'message', 'Today', 'message']);
  });

  test('the "New" line stands before the first unread message, once', () => {
    const messages = [
      messageOf('1.000000'),
      messageOf('2.000000', { user: 'U0KIM' }),
      messageOf('3.000000'),
      messageOf('4.000000', { user: 'U0SAM' }),
    ];
    const entries = entriesOf(messages, { ...reader, newFrom: '1.000000' });
    expect(sketch(entries).slice(1)).toEqual(['message', 'message', 'new', 'message', 'message']);
  });

  test('messages of one author within five minutes stand together, cards and private ones do not', () => {
    const header = [{ type: 'header', block_id: 'h' }];
    const messages = [
      messageOf('1000.000000'),
      messageOf('1299.000000'),
      messageOf('1599.000001'),
      messageOf('1600.000000', { blocks: header }),
      messageOf('1601.000000'),
      messageOf('1602.000000', { isPrivate: true }),
      messageOf('1603.000000', { user: 'U0SAM' }),
    ];
    const seen = sketch(entriesOf(messages, reader)).slice(1);
    expect(seen).toEqual(['message', 'following', 'message', 'message', 'message', 'message', 'message']);
  });

  test('a private message and a public one of the same ts have keys of their own', () => {
    const entries = entriesOf([messageOf('1.000000'), messageOf('1.000000', { isPrivate: true })], reader);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });
});
