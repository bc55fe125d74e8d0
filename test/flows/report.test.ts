// The report of a workspace from its log: the shape of the JSON, and that the past can be computed again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Settings, parseSettings } from '../../src/domain/settings.ts';
import { lastWeek, spanOf } from '../../src/domain/report/week.ts';
import { type ReportStore, makeReport } from '../../src/flows/report.ts';
import { reportJson } from '../../src/domain/report/metrics.ts';
import type { SettingsVersion } from '../../src/ports.ts';
import { histories, historyStart } from '../domain/report/histories.ts';
import { type LogEvent, judged, newLog, received } from '../domain/report/log.ts';

/** A store that holds one workspace's log; a careless one hands out everything, whatever is asked for. */
function logStore(events: readonly LogEvent[], isCareless = false, versions: readonly SettingsVersion[] = []): ReportStore {
  return {
    async *events(workspaceId, { recordedBefore = Infinity, since = -Infinity, types } = {}) {
      if (workspaceId !== 'W1') return;
      const isAsked = (event: LogEvent): boolean =>
        event.recordedAt < recordedBefore && event.recordedAt >= since && (types?.includes(event.type) ?? true);
      for (const event of events) if (isCareless || isAsked(event)) yield event;
    },
    settingsVersions: async () => versions,
    ledger: { append: async () => undefined, read: async () => [] },
  };
}

function settingsWith(more: object): Settings {
  const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, ...more });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

const hourMs = 3_600_000;
const timezone = 'America/New_York';
const monday = Date.parse('2026-11-16T05:00:00Z');

describe('makeReport', () => {
  const log = newLog();
  log.add({ handoff: 'H1', at: monday - 1 }, received({ source: 'too early' }));
  log.add({ handoff: 'H2', at: monday }, received({ source: 'Webinar', campaign: 'Q4', action: 'demo_request' }), judged('qualified'));
  log.add({ handoff: 'H3', at: monday + 167 * hourMs }, received({ source: 'webinar' }), judged('unqualified', 'no_need'));
  log.add({ handoff: 'H4', at: monday + 168 * hourMs }, received({ source: 'too late' }));
  log.add({ handoff: 'H5', at: monday + 2 * hourMs }, received({ source: 'a test', isTest: true }));
  const asOf = Date.parse('2026-11-23T14:00:00Z');
  const period = { from: '2026-11-16', to: '2026-11-23' };

  it('gives the JSON of the contract: keys, order and values', async () => {
    const report = await makeReport(logStore(log.events), 'W1', { period, timezone, asOf });
    const half = { k: 1, n: 2, rate: 0.5, low: 0.0945, high: 0.9055 };
    const all = { k: 1, n: 1, rate: 1, low: 0.2065, high: 1 };
    const none = { k: 0, n: 1, rate: 0, low: 0, high: 0.7935 };
    const noWin = { k: 0, n: 0, rate: null, low: null, high: null };
    const zeros = { returned: 0, stalled: 0, opportunities: 0, won: 0, lost: 0, wonAmount: {} };
    const yes = {
      delivered: 1,
      firstTime: 1,
      returning: 0,
      claimed: 1,
      judged: 1,
      qualified: 1,
      unqualified: 0,
      notCounted: 0,
      pending: 0,
      ...zeros,
      coverage: all,
      qualifiedRate: all,
      wonRate: none,
      winRate: noWin,
      topReason: null,
    };
    // Came on the last evening: too young for a verdict, though it has one.
    const no = { ...yes, qualified: 0, unqualified: 1, coverage: noWin, qualifiedRate: none, topReason: { code: 'no_need', count: 1 } };
    const { topReason: _, ...one } = yes;
    const both = {
      ...one,
      delivered: 2,
      firstTime: 2,
      claimed: 2,
      judged: 2,
      unqualified: 1,
      qualifiedRate: half,
      wonRate: { k: 0, n: 2, rate: 0, low: 0, high: 0.6576 },
    };
    const { outcomes: __, effort: ___, ...documented } = reportJson(report);
    expect(JSON.stringify(documented)).toBe(
      JSON.stringify({
        period: { from: '2026-11-16', to: '2026-11-23', timezone, asOf: '2026-11-23T14:00:00Z' },
        totals: both,
        bySource: [{ source: 'webinar', ...both, topReason: no.topReason }],
        byCampaign: [
          { campaign: '(unknown)', ...no },
          { campaign: 'q4', ...yes },
        ],
        byAction: [
          { action: '(unknown)', ...no },
          { action: 'demo_request', ...yes },
        ],
        reasons: [{ code: 'no_need', label: 'No need', count: 1, share: 1 }],
        speed: { touched: 2, never: 0, medianMinutes: 0, p90Minutes: 0, wallMedianMinutes: 0, withinTarget: { k: 2, n: 2, rate: 1 } },
      }),
    );
  });

  describe('time', () => {
    const office = { mon: ['09:00-17:00'], tue: ['09:00-17:00'], wed: ['09:00-17:00'], thu: ['09:00-17:00'], fri: ['09:00-17:00'] };
    const settings = settingsWith({ businessHours: office });
    const slow = newLog();
    // Monday at nine in New York; claimed on Tuesday at ten.
    slow.add({ handoff: 'H1', at: monday + 9 * hourMs }, received());
    slow.add({ handoff: 'H1', at: monday + 34 * hourMs }, { type: 'claimed' });
    const minutes = async (versions: readonly SettingsVersion[], at = asOf) => {
      const { speed, totals } = await makeReport(logStore(slow.events, false, versions), 'W1', { period, timezone, asOf: at });
      return [speed.medianMinutes, speed.withinTarget.k, totals.coverage.n];
    };

    it('is that of the settings, and of their defaults before there are any', async () => {
      expect(await minutes([])).toEqual([540, 0, 1]);
      expect(await minutes([{ version: 1, at: 0, by: 'U1', settings }])).toEqual([540, 0, 1]);
      const late = settingsWith({ businessHours: { tue: ['09:30-17:00'] }, deadlines: { claim: 'PT30M', verdict: 'P2D' } });
      expect(await minutes([{ version: 1, at: 0, by: 'U1', settings: late }])).toEqual([30, 1, 0]);
    });

    it('counts each stretch by the hours that were in force then, and before the first settings by those', async () => {
      const nights = settingsWith({ businessHours: Object.fromEntries(Object.keys(office).map((day) => [day, ['00:00-24:00']])) });
      const versions = [
        { version: 1, at: monday + 100 * 24 * hourMs, by: 'U1', settings },
        { version: 2, at: monday + 24 * hourMs, by: 'U1', settings: nights },
      ];
      expect(await minutes(versions.slice(0, 1))).toEqual([540, 0, 1]);
      expect(await minutes([{ ...versions[0], at: 0 } as SettingsVersion, versions[1] as SettingsVersion])).toEqual([480 + 600, 0, 1]);
    });

    it('does not know of settings that came later', async () => {
      const always = settingsWith({ businessHours: { sun: ['00:00-24:00'] }, deadlines: { claim: 'P9D', verdict: 'P9D' } });
      const first = { version: 1, at: 0, by: 'U1', settings };
      const later = { version: 2, at: asOf + 1, by: 'U1', settings: always };
      expect(await minutes([first, later])).toEqual(await minutes([first]));
      expect(await minutes([first, later], asOf + 1)).not.toEqual(await minutes([first]));
    });
  });

  it('means dates in the zone that it is given', async () => {
    const report = await makeReport(logStore(log.events), 'W1', { period, timezone: 'UTC', asOf });
    expect(report.bySource.map((group) => group.source)).toEqual(['too early', 'webinar']);
  });

  it('sees nothing of other workspaces', async () => {
    const report = await makeReport(logStore(log.events), 'W2', { period, timezone, asOf });
    expect(report.totals.delivered).toBe(0);
  });

  it('keeps the milliseconds of asOf, so that the report can be asked for again', async () => {
    const report = await makeReport(logStore(log.events), 'W1', { period, timezone, asOf: asOf + 123 });
    expect(report.period.asOf).toBe('2026-11-23T14:00:00.123Z');
  });
});

describe('any legal history', () => {
  const dayMs = 24 * hourMs;
  const instants = fc.integer({ min: 0, max: 60 * dayMs }).map((ms) => historyStart + ms);

  it('as of an earlier time computed today is what it was then', async () => {
    await fc.assert(
      fc.asyncProperty(histories({ hasImports: false }), instants, fc.boolean(), async (events, asOf, isCareless) => {
        const request = { period: { from: '2026-11-02', to: '2026-12-14' }, timezone: 'Europe/Berlin', asOf };
        const logThen = events.filter((event) => event.recordedAt <= asOf);
        const then = await makeReport(logStore(logThen), 'W1', request);
        const today = await makeReport(logStore(events, isCareless), 'W1', request);
        expect(JSON.stringify(today)).toBe(JSON.stringify(then));
      }),
    );
  });

  it('F87: each handoff is in exactly one weekly report, in any zone', async () => {
    const zones = fc.constantFrom(
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Pacific/Apia',
      'UTC',
    );
    await fc.assert(
      fc.asyncProperty(histories(), zones, async (events, zone) => {
        const asOf = Math.max(...events.map((event) => event.recordedAt));
        const opened = events.filter((event) => (event.type === 'received' || event.type === 'resubmitted') && !event.isTest);
        const firstAt = Math.min(...events.map((event) => event.at));
        let delivered = 0;
        // Weeks backwards from the one after the last event, until before the first; histories are shorter than thirty weeks.
        for (let at = asOf + 14 * dayMs, weeks = 0; at > firstAt && weeks < 30; weeks += 1) {
          const period = lastWeek(at, zone);
          const report = await makeReport(logStore(events), 'W1', { period, timezone: zone, asOf });
          delivered += report.totals.delivered;
          at = spanOf(period, zone).fromAt;
        }
        expect(delivered).toBe(opened.length);
      }),
      { numRuns: 50 },
    );
  });
});
