// A report as of an earlier time, when the book and the settings have gone on since: nothing that was written down later is in it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Settings, parseSettings } from '../../src/domain/settings.ts';
import { type ReportStore, makeReport } from '../../src/flows/report.ts';
import { planSheet } from '../../src/flows/targets.ts';
import type { LedgerLine, LedgerTopic } from '../../src/ledger.ts';
import type { SettingsVersion } from '../../src/ports.ts';
import { histories, historyStart } from '../domain/report/histories.ts';
import type { LogEvent } from '../domain/report/log.ts';
import { definitionOf, v1, v2 } from '../domain/definitions.ts';

const dayMs = 24 * 3_600_000;
const instants = fc.integer({ min: 0, max: 60 * dayMs }).map((ms) => historyStart + ms);
const names = fc.constantFrom('google-ads', 'webinar', 'partner', '(unknown)');

type Said = Pick<LedgerLine, 'at' | 'topic' | 'subject' | 'body'> & { readonly id?: string };

const spend = fc.record({
  name: names,
  days: fc.constantFrom(['2026-11-01', '2026-12-01'], ['2026-11-02', '2026-11-09']),
  amount: fc.nat(5_000),
  at: instants,
});
const expected = fc.record({ action: names, expected: fc.nat(100), at: instants });
const target = fc.record({ value: fc.integer({ min: 1, max: 50 }), isRemoved: fc.boolean(), at: instants });

const books: fc.Arbitrary<readonly LedgerLine[]> = fc
  .tuple(fc.array(spend, { maxLength: 6 }), fc.array(expected, { maxLength: 4 }), fc.array(target, { maxLength: 4 }), instants, instants)
  .map(([spends, expectations, targets, first, second]) => {
    const said: Said[] = [
      ...spends.map(({ name, days: [from, to], amount, at }): Said => ({
        at,
        topic: 'spend',
        subject: `source:${name}`,
        body: { from, to, amount, currency: 'EUR' },
      })),
      ...expectations.map(({ action, at, ...body }): Said => ({ at, topic: 'expectation', subject: action, body: { ...body, why: null } })),
      ...targets.map(({ value, isRemoved, at }): Said => ({
        at,
        topic: 'target',
        subject: '2026-Q4:qualified',
        body: isRemoved ? { type: 'removed' } : { type: 'set', value, sales: 'U0KIM', marketing: 'U0MIA', next: null },
      })),
      ...[v1, v2].flatMap(({ id, content }, index): Said[] => {
        const at = index === 0 ? Math.min(first, second) : Math.max(first, second);
        const line = { at, topic: 'definition', subject: '' } as const;
        return [
          { ...line, id, body: { type: 'proposed', content: definitionOf(content.criteria), why: null } },
          { ...line, body: { type: 'signed', id, side: 'sales' } },
          { ...line, body: { type: 'signed', id, side: 'marketing' } },
        ];
      }),
    ];
    return said.toSorted((a, b) => a.at - b.at).map((line, index) => ({ id: `line-${index}`, ...line, seq: index + 1, by: 'U0MIA' }));
  });

function settingsWith(verdict: string): Settings {
  const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, timezone: 'Europe/Berlin', deadlines: { verdict } });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

function storeOf(events: readonly LogEvent[], lines: readonly LedgerLine[], versions: readonly SettingsVersion[]): ReportStore {
  return {
    async *events() {
      yield* events;
    },
    settingsVersions: async () => versions,
    ledger: {
      append: async () => undefined,
      read: async (_id: string, topic: LedgerTopic, subject?: string) =>
        lines.filter((line) => line.topic === topic && (subject === undefined || line.subject === subject)),
    },
  };
}

it('spend, expectations, definitions, targets and settings of later change nothing', async () => {
  const seen = { cost: 0, actions: 0, definition: 0, targets: 0 };
  await fc.assert(
    fc.asyncProperty(histories({ hasImports: false }), books, instants, instants, async (events, lines, changedAt, asOf) => {
      const versions: readonly SettingsVersion[] = [
        { version: 1, at: 0, by: 'system', settings: settingsWith('P2D') },
        { version: 2, at: changedAt, by: 'system', settings: settingsWith('PT1H') },
      ];
      const known = <T extends { readonly at: number }>(all: readonly T[]): readonly T[] => all.filter(({ at }) => at <= asOf);
      const today = storeOf(events, lines, versions);
      const then = storeOf(
        events.filter(({ recordedAt }) => recordedAt <= asOf),
        known(lines),
        known(versions),
      );
      const request = { period: { from: '2026-11-02', to: '2026-12-14' }, timezone: 'Europe/Berlin', asOf };
      const reports = [await makeReport(today, 'W1', request), await makeReport(then, 'W1', request)];
      expect(JSON.stringify(reports[0])).toBe(JSON.stringify(reports[1]));
      const question = { quarter: '2026-Q4', timezone: 'Europe/Berlin', until: '2026-12-14', asOf };
      const plans = [await planSheet(today, 'W1', question), await planSheet(then, 'W1', question)];
      const sheets = plans.map((plan) => plan.sheet(reports[0] ?? null));
      expect(JSON.stringify(sheets[0])).toBe(JSON.stringify(sheets[1]));
      seen.cost += Number(reports[0]?.cost !== undefined);
      seen.actions += Number(reports[0]?.actions !== undefined);
      seen.definition += Number(reports[0]?.definition !== undefined);
      seen.targets += Number((sheets[0]?.rows.length ?? 0) > 0);
      // Nothing that is printed is no number.
      expect(
        JSON.stringify(reports[0], (_key, value: unknown) =>
          typeof value === 'number' && !Number.isFinite(value) ? 'NOT A NUMBER' : value,
        ),
      ).not.toContain('NOT A NUMBER');
    }),
  );
  expect(
    Object.values(seen).every((count) => count > 10),
    JSON.stringify(seen),
  ).toBe(true);
});
