// What the demo's marketing has spent: believable, on names that its leads come under, and never twice for a day.
import { describe, expect, it } from 'vitest';
import { demoIds } from '../../src/demo/people.ts';
import { sources } from '../../src/demo/story/sources.ts';
import { pastSpend } from '../../src/demo/story/spend.ts';
import { type Spend, decideSpend, spendFaults, spendIn, spendSubject, spendsIn, spentWithin } from '../../src/domain/spend.ts';

const timezone = 'Europe/Berlin';
const at = (now: number) => pastSpend({ now, timezone, people: demoIds });
const now = Date.parse('2026-11-25T15:00:00Z');

describe('the spend of the demo', () => {
  // A Wednesday, the first minutes of a year, the end of a long and of a short month.
  it.each(['2026-11-25T15:00:00Z', '2026-12-31T23:05:00Z', '2026-03-31T10:00:00Z', '2028-02-29T10:00:00Z'])(
    'can be said as it stands, when it is %s',
    (time) => {
      const lines = at(Date.parse(time));
      expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
      expect(lines.every((line) => line.at < Date.parse(time))).toBe(true);
      let inForce: readonly Spend[] = [];
      for (const [index, line] of lines.entries()) {
        const spend = spendIn(line);
        if (!spend) throw new Error(`No spend: ${line.id}`);
        expect(spendFaults(spend, time.slice(0, 10))).toEqual([]);
        expect(decideSpend(inForce, spend).kind).toBe('recorded');
        inForce = spendsIn(lines.slice(0, index + 1));
      }
    },
  );

  it('is on sources and campaigns that leads come under', () => {
    const campaigns = Object.values(sources).flatMap((source) => Object.keys(source.campaigns));
    const known = [
      ...Object.keys(sources).map((name) => spendSubject({ of: 'source', name })),
      ...campaigns.map((name) => spendSubject({ of: 'campaign', name })),
    ];
    expect(at(now).filter(({ subject }) => !known.includes(subject))).toEqual([]);
  });

  it('has money in the last complete week, most for google-ads', () => {
    const week = { from: '2026-11-16', to: '2026-11-23' };
    const spent = spendsIn(at(now))
      .filter(({ of }) => of === 'source')
      .map((spend): [string, number] => [spend.name, Number(spentWithin(spend, week)) / 10_000])
      .filter(([, amount]) => amount > 0)
      .toSorted((a, b) => b[1] - a[1]);
    expect(spent.map(([name]) => name)).toEqual(['google-ads', 'linkedin-forms', 'facebook-lead-ads', 'cold-list']);
    expect(spent[0]?.[1]).toBeCloseTo(770, 0);
  });
});
