// Random histories through the real store: the report agrees with the same figures computed by SQL over the stored events.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/domain/evolve.ts';
import type { Lead } from '../../src/domain/lead.ts';
import { type Settings, parseSettings } from '../../src/domain/settings.ts';
import { makeReport, makeReports } from '../../src/flows/report.ts';
import type { NewLine } from '../../src/ledger.ts';
import type { Change, Store } from '../../src/ports.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { sqliteStore } from '../../src/sqlite/store.ts';
import { definitions, histories, historyStart } from '../domain/report/histories.ts';
import type { LogEvent } from '../domain/report/log.ts';
import { effortOracle } from './report-oracle-effort.ts';
import { outcomesOracle } from './report-oracle-outcomes.ts';
import { type OracleRules, oracle } from './report-oracle.ts';
import { ada } from './sample-leads.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Whole days around every history. */
const days = Array.from({ length: 200 }, (_, n) => historyStart + (n - 60) * dayMs);
const always = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['00:00-24:00']]);
const office = ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-12:00', '13:00-17:00']]);

function settingsWith(businessHours: object, deadlines: object): Settings {
  const parsed = parseSettings({ channels: { leads: 'C0LEADS' }, timezone: 'UTC', businessHours, deadlines });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

const rules: readonly (readonly [string, Settings, OracleRules])[] = [
  [
    'open day and night',
    settingsWith(Object.fromEntries(always), { claim: 'PT4H', verdict: 'P2D' }),
    { openings: days.map((fromAt) => ({ fromAt, toAt: fromAt + dayMs })), claimMs: 4 * hourMs, verdictMs: 48 * hourMs },
  ],
  [
    'open in office hours',
    settingsWith(Object.fromEntries(office), { claim: 'PT2H30M', verdict: 'PT14H' }),
    {
      openings: days
        .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
        .flatMap((day) => [
          { fromAt: day + 9 * hourMs, toAt: day + 12 * hourMs },
          { fromAt: day + 13 * hourMs, toAt: day + 17 * hourMs },
        ]),
      claimMs: 2.5 * hourMs,
      verdictMs: 14 * hourMs,
    },
  ],
];

/** A new database with this log in it. */
async function stored(events: readonly LogEvent[], settings: Settings) {
  const database = openDatabase(':memory:', { create: true });
  const store = sqliteStore(database);
  const { id } = await store.workspace();
  await store.applySettings(id, settings, historyStart - 100 * dayMs, 'U1');
  const leads = new Map<string, Lead>();
  const changes = events.map(({ seq: _, ...event }): Change => {
    const lead = evolve(leads.get(event.leadId) ?? null, event);
    leads.set(event.leadId, lead);
    return { workspaceId: id, lead, events: [event], entries: [], profile: ada };
  });
  for (const { id: proposal, content, since } of definitions) {
    const write = (line: string, body: Record<string, unknown>, at: number): Promise<void> =>
      append(store, id, { id: line, topic: 'definition', subject: '', at, by: 'U1', body });
    await write(proposal, { type: 'proposed', content, why: null }, since - hourMs);
    await write(`${proposal}.1`, { type: 'signed', id: proposal, side: 'marketing' }, since - hourMs / 2);
    await write(`${proposal}.2`, { type: 'signed', id: proposal, side: 'sales' }, since);
  }
  const fates = await store.commitAll(changes);
  expect(fates.every((fate) => fate === 'done')).toBe(true);
  return { database, store, id };
}

async function append(store: Store, workspaceId: string, line: NewLine): Promise<void> {
  const last = (await store.ledger.read(workspaceId, line.topic, line.subject)).at(-1)?.seq ?? 0;
  await store.ledger.append(workspaceId, line, last, []);
}

const periods = fc.record({ from: fc.integer({ min: -3, max: 20 }), days: fc.integer({ min: 1, max: 40 }), asOfHours: fc.nat(60 * 24) });

function requestOf({ from, days: length, asOfHours }: { from: number; days: number; asOfHours: number }) {
  const date = (day: number): string => new Date(historyStart + day * dayMs).toISOString().slice(0, 10);
  const span = { fromAt: historyStart + from * dayMs, toAt: historyStart + (from + length) * dayMs };
  return {
    span,
    request: { period: { from: date(from), to: date(from + length) }, timezone: 'UTC', asOf: historyStart + asOfHours * hourMs },
  };
}

describe('any legal history, stored', () => {
  it.each(rules)(
    'F88: agrees with the same figures computed by SQL, %s',
    async (_, settings, oracleRules) => {
      await fc.assert(
        fc.asyncProperty(histories(), fc.array(periods, { minLength: 1, maxLength: 3 }), async (events, wishes) => {
          const { database, store, id } = await stored(events, settings);
          try {
            const ask = oracle(database.raw, oracleRules);
            const askOutcomes = outcomesOracle(database.raw);
            const askEffort = effortOracle(database.raw);
            const wanted = wishes.map(requestOf);
            const requests = wanted.map(({ request }) => request);
            const together = await makeReports(store, id, requests);
            for (const [index, { span, request }] of wanted.entries()) {
              const report = together[index];
              const {
                period: __,
                returns: ___,
                broken,
                outcomes,
                effort,
                quarrels: ____,
                verdictOutcome: _____,
                ...figures
              } = report ?? {};
              expect({ ...figures, ...(broken ? { broken: broken.total } : {}) }).toEqual(ask(span, request.asOf));
              expect(outcomes).toEqual(askOutcomes(span, request.asOf));
              expect(effort).toMatchObject(askEffort(span, request.asOf));
              expect(await makeReport(store, id, request)).toEqual(report);
              if (index > 0) continue;
              // Old enough for every age.
              const later = { ...request, asOf: request.asOf + 200 * dayMs };
              expect((await makeReport(store, id, later)).outcomes).toEqual(askOutcomes(span, later.asOf));
            }
          } finally {
            store.close();
          }
        }),
        { numRuns: 60 },
      );
    },
    60_000,
  );
});

describe('one pass for many', () => {
  it('reads the log once', async () => {
    const { store, id } = await stored([], settingsWith(Object.fromEntries(office), {}));
    let passes = 0;
    const counting: Pick<Store, 'events' | 'settingsVersions' | 'ledger'> = {
      ledger: store.ledger,
      settingsVersions: (workspaceId) => store.settingsVersions(workspaceId),
      events(workspaceId, options) {
        passes += 1;
        return store.events(workspaceId, options);
      },
    };
    const requests = Array.from({ length: 9 }, (_, week) => requestOf({ from: week * 7, days: 7, asOfHours: 1000 }).request);
    expect((await makeReports(counting, id, requests)).map(({ period }) => period.from)).toEqual(requests.map(({ period }) => period.from));
    expect(passes).toBe(1);
    expect(await makeReports(counting, id, [])).toEqual([]);
    expect(passes).toBe(1);
    store.close();
  });
});
