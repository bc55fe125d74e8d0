// What the demo's people have agreed upon: believable, by two people each, and fit for the leads that come in.
import { describe, expect, it } from 'vitest';
import { demoIds } from '../../src/demo/people.ts';
import { pastAgreements, proposedDefinition } from '../../src/demo/story/agreements.ts';
import { livingLeads } from '../../src/demo/story/living-leads.ts';
import { check } from '../../src/domain/agreement/criteria.ts';
import { definitionLines, differenceOf } from '../../src/domain/agreement/definition.ts';
import { definitionOf, terms } from '../../src/flows/agreements.ts';
import type { LedgerLine } from '../../src/ledger.ts';

const now = Date.parse('2026-11-25T15:00:00Z');
const options = { now, timezone: 'Europe/Berlin', people: demoIds };
const lines = pastAgreements(options);

const ledger = {
  append: async () => {},
  read: async (_: string, topic: string, subject?: string): Promise<readonly LedgerLine[]> =>
    lines
      .map((line, seq) => ({ ...line, seq }))
      .filter((line) => line.topic === topic && (subject === undefined || line.subject === subject)),
};

describe('the agreements of the demo', () => {
  it('are lines of the weeks before, oldest first, no id twice', () => {
    const times = lines.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(now - 20 * 24 * 3_600_000);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  it('make two versions of the definition, the second signed by Kim and Mia, and four words', async () => {
    const { versions, proposal } = await definitionOf({ ledger }, 'w');
    expect(proposal).toBeNull();
    expect(versions.map(({ version, sales, marketing }) => [version, sales?.by, marketing?.by])).toEqual([
      [1, demoIds.sam, demoIds.mia],
      [2, demoIds.kim, demoIds.mia],
    ]);
    const glossary = await terms({ ledger }, 'w');
    expect(glossary.map(({ agreement }) => agreement.versions.length)).toEqual([1, 1, 1, 1]);
    const [first, second] = versions;
    if (!first || !second) throw new Error('Two versions are expected');
    const { added, removed } = differenceOf(definitionLines(first.content), definitionLines(second.content));
    expect(removed).toContain('must fit: 20 employees or more [employees >= 20]');
    expect(added).toContain('must fit: 50 employees or more [employees >= 50]');
    expect(second.content.reviewOn > '2026-12-01').toBe(true);
    // What stays keeps its name, also in what is proposed.
    const ids = second.content.criteria.map(({ id }) => id);
    expect(first.content.criteria.slice(1).every(({ id }) => ids.includes(id))).toBe(true);
    expect(proposedDefinition(options).content.criteria.filter(({ id }) => ids.includes(id))).toHaveLength(4);
  });

  it('tell the leads of the story apart', async () => {
    const definition = (await definitionOf({ ledger }, 'w')).versions.at(-1)?.content;
    const answers = (lead: keyof typeof livingLeads): string[] =>
      check(definition?.criteria ?? [], livingLeads[lead] as Record<string, string | number>).map(({ answer }) => answer);
    expect(answers('depots')).toEqual(['met', 'met', 'met', 'met', 'met']);
    expect(answers('boiler')).toEqual(['not met', 'met', 'not met', 'met', 'met']);
    expect(answers('caller')).toEqual(['unknown', 'unknown', 'met', 'not met', 'unknown']);
  });
});
