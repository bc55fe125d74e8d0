// The weekly digest as people read it, within Slack's limits, honest for every number of verdicts.
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DigestFacts } from '../../../src/domain/report/digest.ts';
import { reasonCodes, reasonsIn } from '../../../src/domain/reasons.ts';
import { blocksText, messageProblems, viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { renderDigest } from '../../../src/slack/blocks/digest.ts';
import { renderDigestDetails } from '../../../src/slack/blocks/digest-details.ts';
import type { Rendered } from '../../../src/slack/blocks/elements.ts';
import { reportAnswer } from '../../../src/slack/blocks/report.ts';
import { messageMetadata } from '../../../src/slack/ids.ts';
import { messageLimits } from '../../../src/slack/limits.ts';
import { anyCost } from '../../domain/report/costs.ts';
import {
  type WeekLead,
  digestOf,
  earlierWeeks,
  leads,
  manySources,
  rightToLeft,
  timezone,
  typicalDigest,
  weakDigests,
  weekOfVerdicts,
  weekReport,
} from '../../domain/report/weeks.ts';
import { reading } from './reading.ts';
import { anyDefinition, anyText, canary } from './strange.ts';
import { walk } from './walk.ts';

const marks = { isDoubtful: false, isReposted: false, isPlain: false };
const title = 'Lead quality, 16–22 November';
const digest = (facts: DigestFacts): Rendered => renderDigest({ kind: 'digest', facts, marks, timezone });
const plainDigest = (facts: DigestFacts): Rendered => renderDigest({ kind: 'digest', facts, marks: { ...marks, isPlain: true }, timezone });
const details = (facts: DigestFacts): Rendered => renderDigestDetails({ kind: 'digest_details', facts, timezone });
const answer = (facts: DigestFacts): Rendered => reportAnswer(facts.week, title);
const allOf = (facts: DigestFacts): readonly Rendered[] => [digest(facts), plainDigest(facts), details(facts), answer(facts)];

/** All that Slack would say against it. */
function problems({ text, blocks }: Rendered): string[] {
  return [
    ...messageProblems(blocks).map(({ pointer, message }) => `${pointer} ${message}`),
    ...(blocksText(blocks) > messageLimits.allText ? [`${blocksText(blocks)} characters`] : []),
    ...(text === '' || Array.from(text).length > messageLimits.text ? [`${text.length} characters of text`] : []),
  ];
}

function read({ text, blocks }: Rendered): string {
  return `${text}\n\n---\n\n${reading(blocks)}\n`;
}

const withBefore = (n: number): DigestFacts => digestOf(weekOfVerdicts(n), { before: n === 1 ? [] : earlierWeeks });
const shown: Readonly<Record<string, DigestFacts>> = {
  ...Object.fromEntries([0, 1, 4, 5, 19, 20, 500].map((n) => [`verdicts-${n}`, withBefore(n)])),
  typical: typicalDigest(),
  ...weakDigests,
  'many-sources': manySources(),
  'right-to-left': rightToLeft(),
  'none-due': digestOf(weekReport(leads(6, { isLate: true }))),
  'nothing-yet': digestOf(weekReport([])),
};

describe('golden digests', () => {
  it.each(Object.entries(shown))('%s', async (name, facts) => {
    await expect(read(digest(facts))).toMatchFileSnapshot(`../../golden/digest/${name}.txt`);
    for (const rendered of allOf(facts)) {
      expect(problems(rendered)).toEqual([]);
      expect(read(rendered)).not.toMatch(/NaN|undefined|Infinity|null|[↑↓▲▼↗↘]/);
    }
  });

  it.each(['typical', 'weak-follow-up', 'many-sources', 'right-to-left', 'verdicts-0'] as const)(
    '%s without chart and table, in detail, and as an answer',
    async (name) => {
      const facts = shown[name] ?? digestOf(weekReport([]));
      await expect(read(plainDigest(facts))).toMatchFileSnapshot(`../../golden/digest/${name}-plain.txt`);
      await expect(read(details(facts))).toMatchFileSnapshot(`../../golden/digest/${name}-details.txt`);
      await expect(read(answer(facts))).toMatchFileSnapshot(`../../golden/digest/${name}-answer.txt`);
    },
  );

  it('the typical one, as Slack gets it; UPDATE_GOLDEN=1 writes it anew, then format it', () => {
    const file = new URL('../../golden/digest/typical.json', import.meta.url);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${JSON.stringify(digest(typicalDigest()), null, 2)}\n`);
    expect(JSON.parse(JSON.stringify(digest(typicalDigest())))).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});

describe('a digest', () => {
  it('stands in its order, with chart and table only where Slack takes them', () => {
    const types = ({ blocks }: Rendered): string[] => blocks.map(({ type }) => type);
    const facts = typicalDigest();
    const rest = ['rich_text', 'rich_text', 'rich_text', 'rich_text', 'rich_text', 'context'];
    expect(types(digest(facts))).toEqual(['header', 'section', 'data_visualization', 'table', ...rest]);
    expect(types(plainDigest(facts))).toEqual(['header', 'section', 'rich_text', 'rich_text', ...rest]);
  });

  it('says its headline in notifications', () => {
    expect(digest(typicalDigest()).text).toBe(
      'Lead quality, 16–22 November: 31 of 44 due leads judged; 17 qualified (55 %, likely 38–71 %). No clear change from your last 8 weeks at the same age.',
    );
  });

  it('mentions only reps whose words it quotes and owners, and tells no address or number', () => {
    expect(walk(digest(typicalDigest())).mentions).toEqual(['U0KIM', 'U0SAM', 'U0SAM']);
    const quotes = [{ leadId: 'L1', reason: 'wrong_person', note: 'Call +44 20 7946 0000 or kim@engine.test', by: 'U0SAM' }] as const;
    const text = reading(digest({ ...typicalDigest(), quotes }).blocks);
    expect(text).toContain('“Call (phone number) or (e-mail address)” @U0SAM');
    expect(text).not.toMatch(/kim@|7946/);
  });

  it('is a digest by its metadata, and its details are a note', () => {
    expect(messageMetadata('digest', 'k').event_type).toBe('leadloop_digest');
    expect(messageMetadata('digest_details', 'k').event_type).toBe('leadloop_note');
  });

  it('calls no direction and no percentage on fewer than 20 verdicts', () => {
    const before = earlierWeeks;
    const few = digest(digestOf(weekReport(leads(12, { verdict: 'qualified' })), { before }));
    expect(few.text).toContain('Different from your last 8 weeks at the same age, on few verdicts: 12 of 12 now, 139 of 265 then.');
    expect(few.text).not.toContain('100 %,');
    const many = digest(digestOf(weekReport(leads(30, { verdict: 'qualified' })), { before }));
    expect(many.text).toContain('Clearly more often qualified than in your last 8 weeks at the same age (139 of 265, 52 %).');
  });

  it('shows the private report in App Home', () => {
    for (const facts of Object.values(shown)) expect(viewProblems({ type: 'home', blocks: answer(facts).blocks })).toEqual([]);
  });

  it('names the three that are open longest; the small print says how many there are', () => {
    const one = { leadId: 'L1', name: 'Ada', company: null, state: 'new', owner: null, since: 0, link: null } as const;
    const text = reading(digest(digestOf(weekReport(leads(9)), { oldest: Array.from({ length: 9 }, () => one) })).blocks);
    expect(text.match(/\*Ada\*/g)).toHaveLength(3);
    expect(text).not.toContain('• and 6 more');
  });
});

// ---------------------------------------------------------------- anything that can come

const verdict = fc.constantFrom<NonNullable<WeekLead['verdict']>>('qualified', 'qualified', 'no reason', ...reasonsIn('unqualified'));
const anyName = fc.option(fc.oneof(anyText, fc.constantFrom('google-ads', 'webinar', 'ᄀ'.repeat(300), 'e\u0301\u0302\u0303'.repeat(90))));
const anyWeek = fc
  .array(
    fc.record({
      source: anyName,
      campaign: anyName,
      action: anyName,
      verdict: fc.option(verdict),
      isLate: fc.boolean(),
      many: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 40 },
  )
  .map((groups) =>
    weekReport(
      groups.flatMap(({ verdict: given, isLate, many, ...from }) =>
        leads(many, { ...from, ...(given ? { verdict: given } : {}), ...(isLate ? { isLate } : {}) }),
      ),
    ),
  );
/** Counts of any size, whether they fit each other or not. */
const anyDefined = fc.tuple(anyDefinition, fc.array(fc.nat(3_000_000), { minLength: 44, maxLength: 44 })).map(([{ content }, counts]) => {
  const [qualified = 0, unqualified = 0, unnamed = 0, earlier = 0, ...more] = counts;
  const clauses = content.criteria.map(({ id, words, level }, index) => {
    return { id, words, level, version: 1, failed: more[index] ?? 0, share: 0, unmetQualified: more[index + 20] ?? 0, hasRule: true };
  });
  const definition = { version: 1, since: '2026-11-01T00:00:00.000Z', qualified, unqualified, unnamed, earlier, clauses };
  return { definition, broken: { total: qualified, leads: [] } };
});
const anyFacts: fc.Arbitrary<DigestFacts> = fc.record({
  week: fc
    .tuple(anyWeek, fc.option(anyDefined), fc.option(anyCost))
    .map(([week, defined, cost]) => ({ ...week, ...defined, ...(cost ? { cost } : {}) })),
  broken: fc.array(
    fc.record({
      leadId: fc.constant('L1'),
      name: fc.option(anyText),
      company: fc.option(anyText),
      words: fc.array(anyText, { minLength: 1, maxLength: 4 }),
      link: fc.constantFrom(null, 'https://example.slack.com/archives/C0LEADS/p1', 'javascript:alert(1)'),
    }),
    { maxLength: 10 },
  ),
  before: fc.integer({ min: 0, max: 8 }).map((n) => earlierWeeks.slice(0, n)),
  sameAge: fc.integer({ min: 0, max: 8 }).map((n) => earlierWeeks.slice(0, n)),
  toldBefore: fc.constantFrom(null, earlierWeeks[0]?.totals ?? null),
  quotes: fc.array(
    fc.record({ leadId: fc.constant('L1'), reason: fc.constantFrom(...reasonCodes), note: anyText, by: fc.constantFrom('U0KIM', 'api') }),
    {
      maxLength: 12,
    },
  ),
  marketing: fc.record({ returned: fc.nat(9), stalled: fc.nat(9), takenUp: fc.nat(9), sentBack: fc.nat(9), recovered: fc.nat(9) }),
  oldest: fc.array(
    fc.record({
      leadId: fc.constant('L1'),
      name: fc.option(anyText),
      company: fc.option(anyText),
      state: fc.constantFrom('new', 'claimed', 'returned', 'nurturing'),
      owner: fc.constantFrom(null, 'U0SAM'),
      since: fc.nat(2_000_000_000_000),
      link: fc.constantFrom(null, 'https://example.slack.com/archives/C0LEADS/p1', 'javascript:alert(1)'),
    }),
    { maxLength: 12 },
  ),
  openCount: fc.nat(),
  skippedWeeks: fc.nat(3),
});

describe('any digest', () => {
  it('is within every limit, and its strange words do nothing', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const rendered of allOf(facts)) {
          expect(problems(rendered)).toEqual([]);
          const { texts, urls, mentions } = walk(rendered);
          for (const { kind, text } of texts) {
            if (kind === 'mrkdwn' || kind === 'fallback') expect(text).not.toContain(canary);
            expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]/u);
            // Isolates come in pairs, one within no other.
            expect(text.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, '')).not.toMatch(/[\u2068\u2069]/);
          }
          expect(urls.filter((url) => !url.startsWith('https://example.slack.com/'))).toEqual([]);
          expect(mentions.filter((id) => !['U0KIM', 'U0SAM'].includes(id))).toEqual([]);
          expect(JSON.stringify(rendered)).not.toMatch(/NaN|undefined|Infinity/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
