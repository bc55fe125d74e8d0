// The weekly digest with every part of it at its largest at once: each part alone is within Slack's limits, and so must be their sum.
import { describe, expect, it } from 'vitest';
import type { MarketingChange } from '../../../src/domain/change.ts';
import { reasonCodes } from '../../../src/domain/reasons.ts';
import type { BeforeAfter, Compared } from '../../../src/domain/report/before-after.ts';
import type { DigestFacts } from '../../../src/domain/report/digest.ts';
import { shareOf } from '../../../src/domain/report/wilson.ts';
import { blocksText, messageProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { renderDigest } from '../../../src/slack/blocks/digest.ts';
import { renderDigestDetails } from '../../../src/slack/blocks/digest-details.ts';
import { messageLimits } from '../../../src/slack/limits.ts';
import { typicalCost } from '../../domain/report/costs.ts';
import { lives, many, onDay, viewed } from '../../domain/report/views-log.ts';
import { digestOf, earlierWeeks, leads, manySources, timezone, weakDigests, weekReport } from '../../domain/report/weeks.ts';
import { row, typicalSheet } from '../../domain/targets/sheets.ts';
import { reading } from './reading.ts';

const long = (letters: number, with_ = 'w'): string => with_.repeat(letters);
const compared = (change: Compared['change']): Compared => ({
  before: shareOf(1_234, 2_345),
  after: shareOf(1_023, 2_456),
  change,
  wasMoving: true,
});
const result: BeforeAfter = {
  state: 'compared',
  reason: compared('not called'),
  qualified: compared('not called'),
  judged: compared('down'),
  others: 12,
};
const change: MarketingChange = {
  id: 'view:V01',
  at: 0,
  by: 'U0MIA',
  origin: { axis: 'campaign', name: long(200) },
  what: long(300),
  day: '2026-11-03',
  reason: 'wrong_company',
  markers: [],
  takenBack: null,
};
const names = Array.from({ length: 20 }, (_, index) => `${long(198)}${index}`);
const views = viewed(
  lives(
    names.flatMap((action, index) => [
      ...many(20, { came: 0, action, score: 80, verdict: 'no_need', wonAfter: 18 }),
      ...many(20, { came: 1 + index, action, score: 20, verdict: 'qualified' }),
    ]),
  ),
  {
    expectations: names.map((action) => ({ action, expected: 90, at: onDay(-40), why: long(300), by: 'U0MIA' })),
    asOf: onDay(140),
    timezone,
  },
);
const clauses = Array.from({ length: 20 }, (_, index) => ({
  id: `c${index}`,
  words: long(200),
  level: 'must' as const,
  version: 1,
  failed: 1_000 - index,
  share: 0.5,
  unmetQualified: 900 - index,
  hasRule: true,
}));
const definition = {
  version: 12,
  since: '2026-11-01T00:00:00.000Z',
  qualified: 900,
  unqualified: 1_000,
  unnamed: 99,
  earlier: 99,
  clauses,
};
const cost = {
  ...typicalCost,
  bySource: names.flatMap((source) => typicalCost.bySource.slice(0, 1).map((one) => ({ ...one, source }))),
  byCampaign: names.flatMap((campaign) => typicalCost.bySource.slice(0, 1).map(({ source: _, ...one }) => ({ ...one, campaign }))),
};
const lead = { leadId: 'L1', name: long(200), company: long(200), link: 'https://example.slack.com/archives/C0LEADS/p1' };

function largest(week: DigestFacts['week']): DigestFacts {
  return digestOf(
    { ...week, definition, broken: { total: 999, leads: [] }, cost },
    {
      before: earlierWeeks,
      sameAge: earlierWeeks,
      quotes: reasonCodes.map((reason) => ({ leadId: 'L1', reason, note: long(1_000), by: 'U0KIM' })),
      broken: Array.from({ length: 10 }, () => ({ ...lead, words: Array.from({ length: 4 }, () => long(200)) })),
      oldest: Array.from({ length: 9 }, () => ({ ...lead, state: 'claimed' as const, owner: 'U0KIM', since: 0 })),
      openCount: 999,
      skippedWeeks: 3,
      changes: Array.from({ length: 9 }, () => ({ change, result })),
      targets: {
        ...typicalSheet,
        rows: Array.from({ length: 40 }, () => row({ next: long(150) }, { kind: 'count', value: 71 }, 'on pace', 67)),
      },
      views: { recent: views, long: views },
    },
  );
}

const everyReason = weekReport(
  names.flatMap((name) => [
    ...leads(9, { source: name, campaign: name, action: name, claimedAfter: 290 }),
    ...reasonCodes.flatMap((verdict) => leads(3, { source: name, campaign: name, action: name, verdict, claimedAfter: 290 })),
  ]),
);

describe('the digest at its largest', () => {
  it.each([
    ['many sources', manySources().week],
    ['weak follow-up', weakDigests['weak-follow-up'].week],
    ['weak leads', weakDigests['weak-leads'].week],
    ['every reason', everyReason],
  ])('%s', (_, week) => {
    const facts = largest(week);
    const marks = { isDoubtful: true, isReposted: true, isPlain: false };
    for (const { text, blocks } of [
      renderDigest({ kind: 'digest', facts, marks, timezone }),
      renderDigest({ kind: 'digest', facts, marks: { ...marks, isPlain: true }, timezone }),
      renderDigestDetails({ kind: 'digest_details', facts, timezone }),
    ]) {
      expect(messageProblems(blocks).map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([]);
      expect(blocksText(blocks)).toBeLessThanOrEqual(messageLimits.allText);
      expect(blocks.length).toBeLessThanOrEqual(messageLimits.blocks);
      expect(text.length).toBeLessThanOrEqual(messageLimits.text);
    }
  });

  it('leaves out the longest parts where they do not fit together, and says so', () => {
    const facts = largest(everyReason);
    const { blocks } = renderDigestDetails({ kind: 'digest_details', facts, timezone });
    const text = reading(blocks);
    expect(text).toContain('By source');
    expect(text).not.toContain('Cost by source');
    expect(text.trimEnd()).toMatch(/\(\d parts are left out: too long for one message\. leadloop report shows everything\.\)$/);
    const small = renderDigestDetails({ kind: 'digest_details', facts: weakDigests['weak-leads'], timezone });
    expect(reading(small.blocks)).not.toContain('left out');
  });
});
