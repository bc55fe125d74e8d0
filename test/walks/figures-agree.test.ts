// One function computes every figure: the digest, /lead report, App Home and report --json say the same of any history.
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { evolve } from '../../src/domain/evolve.ts';
import type { Lead } from '../../src/domain/lead.ts';
import type { Change } from '../../src/ports.ts';
import { endChildren, startChild } from '../crash/child.ts';
import { histories, historyStart } from '../domain/report/histories.ts';
import type { LogEvent } from '../domain/report/log.ts';
import { ada } from '../sqlite/sample-leads.ts';
import { wordsIn } from '../world/reading.ts';
import { type World, leadsChannel, max, startWorld, usualSettings } from '../world/world.ts';

const executable = fileURLToPath(new URL('../../bin/leadloop.mjs', import.meta.url));
const monday = '2026-11-09T09:00:00Z';

afterAll(endChildren);

interface Totals {
  readonly delivered: number;
  readonly claimed: number;
  readonly judged: number;
  readonly qualified: number;
  readonly pending: number;
}

async function reportOf(world: World, week: string, asOf: string): Promise<{ totals: Totals; bySource: readonly Totals[] }> {
  const run = startChild([executable, 'report', '--week', week, '--as-of', asOf, '--json'], { DATABASE_URL: `file:${world.databasePath}` });
  const { code, said } = await run.ended;
  expect(code, said).toBe(0);
  return JSON.parse(said) as { totals: Totals; bySource: readonly Totals[] };
}

async function tell(world: World, events: readonly LogEvent[]): Promise<void> {
  const workspaceId = await world.workspaceId();
  const leads = new Map<string, Lead>();
  const changes = events.map(({ seq: _, ...written }): Change => {
    // A button takes no point.
    const event = { ...written, handoffId: written.handoffId.replace('.', '-') };
    const lead = evolve(leads.get(event.leadId) ?? null, event);
    leads.set(event.leadId, lead);
    return { workspaceId, lead, events: [event], entries: [], profile: ada };
  });
  const fates = await world.store().commitAll(changes);
  expect(fates.every((fate) => fate === 'done')).toBe(true);
}

/** `5 leads · 3 claimed · 2 judged · 1 qualified · 3 without a verdict`, as numbers. */
function funnelIn(words: string): readonly number[] {
  const line = words.split('\n').find((one) => one.startsWith('The week ')) ?? '';
  return [...line.matchAll(/(\d+) (?:leads?|claimed|judged|qualified|without)/g)].map((match) => Number(match[1]));
}

const headlineIn = (words: string): string => words.split('\n')[1]?.match(/^\*(.+?)\*/)?.[1] ?? '';
const isFirstWeek = ({ type, at, ...event }: LogEvent): boolean =>
  type === 'received' && at < historyStart + 6 * 24 * 3_600_000 && 'isTest' in event && !event.isTest;

async function agree(events: readonly LogEvent[]): Promise<void> {
  const world = await startWorld({ at: '2026-10-30T12:00:00Z', settings: { ...usualSettings, timezone: 'UTC' } });
  try {
    await tell(world, events);
    await world.until(monday);
    await world.advance(1_100);
    await world.settled();
    const [digest] = world.sandbox.messages(leadsChannel).filter(({ metadata }) => metadata?.event_type === 'leadloop_digest');
    const details = digest ? world.sandbox.thread(leadsChannel, digest.ts).at(-1) : undefined;
    const asOf = new Date(world.clock.now()).toISOString();
    const { totals, bySource } = await reportOf(world, '2026-W45', asOf);
    const { delivered, claimed, judged, qualified, pending } = totals;
    expect(delivered).toBeGreaterThan(0);
    expect(funnelIn(wordsIn(digest))).toEqual([delivered, claimed, judged, qualified, pending]);
    expect(bySource.reduce((sum, source) => sum + source.delivered, 0)).toBe(delivered);
    const rows =
      wordsIn(details)
        .split('By source\n')[1]
        ?.split('\n')
        .slice(1, 1 + bySource.length) ?? [];
    const leadsInRow = (row: string): number => Number(/ {2,}([\d,]+) {2,}/.exec(row)?.[1]);
    expect(rows.map(leadsInRow)).toEqual(bySource.map((source) => source.delivered));

    const answer = async (line: string): Promise<string> => {
      expect(await world.sandbox.as(max).command(line, leadsChannel)).toMatchObject({ ok: true });
      return wordsIn(world.sandbox.ephemerals(max).at(-1));
    };
    expect(headlineIn(await answer('/lead report last week'))).toBe(headlineIn(wordsIn(digest)));

    const running = await reportOf(world, '2026-W46', asOf);
    const week = headlineIn(await answer('/lead report week'));
    await world.sandbox.as(max).openHome();
    const home = await world.sandbox.waitFor(() => {
      const words = wordsIn(world.sandbox.home(max));
      return words.includes('this week so far') ? words : null;
    });
    expect(headlineIn(home.slice(home.indexOf('Lead quality, this week so far')))).toBe(week);
    if (running.totals.judged > 0) expect(week).toContain(` ${running.totals.qualified} `);
    else if (running.totals.delivered > 0) expect(week).toMatch(new RegExp(`\\b${running.totals.delivered} leads?\\b`));
    else expect(week).toBe('No leads arrived, so there is nothing to judge.');
  } finally {
    await world.stop();
  }
}

test('F88: the digest, /lead report, App Home and report --json agree on any history', async () => {
  const withLeads = histories().filter((events) => events.some(isFirstWeek));
  await fc.assert(fc.asyncProperty(withLeads, agree), { numRuns: 4, endOnFailure: true });
}, 120_000);
