// Who hears of a reminder, and where. What follows from the other events stands with the rules.
import { describe, expect, test } from 'vitest';
import { consequences } from '../../src/domain/consequences.ts';
import type { Draft } from '../../src/domain/decide.ts';
import { fold } from '../../src/domain/evolve.ts';
import type { Reminder } from '../../src/domain/lead.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { happened, received, stamp } from './given.ts';

const channels = { leads: 'C0LEADS', marketing: 'C0MKTG' };
const unlisted = settingsSchema.parse({ channels });
const listed = settingsSchema.parse({ channels, people: { sales: ['S0SALES'] } });

function entriesAfter(drafts: readonly Draft[], settings: typeof listed) {
  const events = stamp(drafts);
  const [lead, last] = [fold(events), events.at(-1)];
  if (!lead || !last) throw new Error('nothing happened');
  return consequences(last, lead, { settings, facts: {}, today: '2026-11-23' });
}
const kindsAfter = (drafts: readonly Draft[], settings = listed) =>
  entriesAfter(drafts, settings).map(({ kind, lane }) => `${kind} ${lane}`);

const claimed = happened({ type: 'claimed' });
const returned = happened({ type: 'returned', reason: 'no_need', cause: 'person' });
const reminded = (about: Reminder, to?: string) => happened({ type: 'reminded', about, ...(to ? { to } : {}) });

describe('a reminder', () => {
  test.each<[string, readonly Draft[], typeof listed, string[]]>([
    ['nobody claimed, with a list: a line that asks them', [received(), reminded('claim')], listed, ['card C0LEADS', 'line C0LEADS']],
    ['nobody claimed, without: one line of all that wait', [received(), reminded('claim')], unlisted, ['card C0LEADS', 'waiting C0LEADS']],
    ['no verdict: the owner alone', [received(), claimed, reminded('verdict', 'U0KIM')], listed, ['card C0LEADS', 'nudge U0KIM']],
    [
      'late with marketing: under its card',
      [received(), returned, reminded('marketing')],
      listed,
      ['marketing_card C0MKTG', 'line C0MKTG'],
    ],
    ['its date has come: the same', [received(), returned, reminded('revisit', 'U0MIA')], listed, ['marketing_card C0MKTG', 'line C0MKTG']],
  ])('%s', (_what, drafts, settings, expected) => {
    expect(kindsAfter(drafts, settings)).toEqual(expected);
  });

  test('what waits is one line a channel, whatever the lead', () => {
    expect(entriesAfter([received(), reminded('claim')], unlisted)[1]).toEqual({
      key: 'waiting:C0LEADS:',
      kind: 'waiting',
      lane: 'C0LEADS',
      rank: 0,
    });
  });

  test('a line of marketing hangs under the card of that return', () => {
    const [card, line] = entriesAfter([received(), returned, reminded('marketing')], listed);
    expect(line?.after).toBe(card?.key);
  });

  test('whoever was nudged is told what became of the lead; nobody else is', () => {
    expect(kindsAfter([received(), claimed, reminded('verdict', 'U0KIM'), returned])).toContain('nudge U0KIM');
    expect(kindsAfter([received(), claimed, returned])).not.toContain('nudge U0KIM');
  });
});
