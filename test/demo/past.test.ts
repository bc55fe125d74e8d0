// The story of eight weeks: the same every time, acceptable to the importer, and worth a report.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pastLeads, pastUntil } from '../../src/demo/story/past.ts';
import { isReasonIn, reasonOf } from '../../src/domain/reasons.ts';
import { lastWeek, spanOf } from '../../src/domain/report/week.ts';
import type { HistoryLead } from '../../src/flows/history.ts';
import { importHistory } from '../../src/flows/import.ts';
import { makeReport } from '../../src/flows/report.ts';
import { memoryStore } from '../world/memory-store.ts';
import { expectReserved } from './reserved.ts';

const timezone = 'Europe/Berlin';
const now = Date.parse('2026-11-25T10:00:00Z');
const past = pastLeads({ now, timezone, weeks: 8 });
const dayMs = 24 * 60 * 60 * 1000;

async function imported(leads: readonly HistoryLead[], at: number) {
  const store = await memoryStore(() => at);
  let ids = 0;
  const desk = { store, now: () => at, newId: () => `id-${String((ids += 1)).padStart(6, '0')}` };
  const { id } = await store.workspace();
  return { store, id, answers: await importHistory(desk, id, leads) };
}

const judgedFor = (by: string) => past.flatMap(({ judged }) => (judged?.by === by ? [judged] : []));
const shareOf = (source: string, isMeant: (lead: HistoryLead) => boolean, isCounted: (lead: HistoryLead) => boolean = () => true) => {
  const leads = past.filter((one) => one.lead.source === source && one.judged && isCounted(one));
  return leads.filter(isMeant).length / leads.length;
};
const isQualified = ({ judged }: HistoryLead) => judged?.verdict === 'qualified';

describe('pastLeads', () => {
  it('is the same for the same now, and begins alike an hour later', () => {
    expect(pastLeads({ now, timezone, weeks: 8 })).toEqual(past);
    const later = pastLeads({ now: now + 60 * 60 * 1000, timezone, weeks: 8 });
    expect(later.slice(0, past.length).map(({ lead }) => lead)).toEqual(past.map(({ lead }) => lead));
  });

  it('has every date in its order and none to come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 24 * 14 }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Auckland'),
        (hour, zone) => {
          const at = now + hour * 60 * 60 * 1000 + 123;
          for (const { receivedAt, claimedAt, judged, returnedAt, returnReason, outcome } of pastLeads({
            now: at,
            timezone: zone,
            weeks: 8,
          })) {
            const dates = [receivedAt, claimedAt, judged, returnedAt, outcome].flatMap((date) => (date ? [date.at] : []));
            expect(dates).toEqual(dates.toSorted((a, b) => a - b));
            expect(receivedAt.at).toBeLessThan(pastUntil(at, zone));
            expect(dates.at(-1)).toBeLessThan(at);
            if (judged) expect(judged.reason && isReasonIn(judged.reason, judged.verdict)).toBe(true);
            if (returnedAt) expect(returnReason && isReasonIn(returnReason, 'return')).toBe(true);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  it('belongs to nobody: reserved addresses and numbers, each of one person', () => {
    const byAddress = new Map<string, string>();
    for (const { lead } of past) {
      expectReserved(lead.profile);
      const { emailKey, profile } = lead;
      if (emailKey === null) continue;
      expect(byAddress.get(emailKey) ?? profile.name).toBe(profile.name);
      byAddress.set(emailKey, profile.name ?? '');
    }
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('is stored whole and makes a plausible last week, %i days on', async (days) => {
    const at = now + days * dayMs;
    const leads = pastLeads({ now: at, timezone, weeks: 8 });
    const { store, id, answers } = await imported(leads, at);
    expect(answers.filter(({ status }) => status !== 'created')).toEqual([]);
    const period = lastWeek(at, timezone);
    const { totals } = await makeReport(store, id, { period, timezone, asOf: at });
    expect(totals.delivered).toBeGreaterThanOrEqual(35);
    expect(totals.delivered).toBeLessThanOrEqual(60);
    expect(totals.judged / totals.delivered).toBeGreaterThan(0.55);
    const { fromAt, toAt } = spanOf(period, timezone);
    expect(totals.delivered).toBe(leads.filter(({ receivedAt }) => fromAt <= receivedAt.at && receivedAt.at < toAt).length);
  });

  it('makes the sources differ as the report should find', async () => {
    const { store, id } = await imported(past, now);
    const { to } = lastWeek(now, timezone);
    const { bySource, totals } = await makeReport(store, id, { period: { from: '2026-09-28', to }, timezone, asOf: now });
    const top = Object.fromEntries(bySource.map(({ source, topReason }) => [source, topReason?.code]));
    expect(top).toMatchObject({
      'google-ads': 'wrong_company',
      'facebook-lead-ads': 'bad_contact',
      'linkedin-forms': 'wrong_person',
      'content-ebook': 'bad_timing',
    });
    const lucky = bySource.find(({ source }) => source === 'podcast');
    expect(lucky?.qualifiedRate).toMatchObject({ k: 3, n: 3 });
    expect(totals.won).toBeGreaterThan(5);
    expect(Object.keys(totals.wonAmount)).toEqual(['EUR']);
    expect(totals.returned).toBeGreaterThan(8);
    expect(totals.returning).toBeGreaterThan(3);
    expect(totals.delivered - totals.claimed).toBeGreaterThan(5);
  });

  it('lets google-ads bring fewer from outside the ICP after the change', () => {
    const changedAt = Date.parse('2026-11-01T23:00:00Z');
    const isOutside = ({ judged }: HistoryLead) => judged?.reason === 'wrong_company';
    const before = shareOf('google-ads', isOutside, ({ receivedAt }) => receivedAt.at < changedAt);
    const after = shareOf('google-ads', isOutside, ({ receivedAt }) => receivedAt.at >= changedAt);
    expect(after).toBeLessThan(before * 0.85);
    expect(after).toBeGreaterThan(0);
    expect(shareOf('referral', isQualified)).toBeGreaterThan(shareOf('google-ads', isQualified) + 0.3);
  });

  it('gives the reps their habits', () => {
    const minutes = (by: string) => {
      const waits = past.flatMap(({ receivedAt, claimedAt, judged }) =>
        claimedAt && judged?.by === by ? [claimedAt.at - receivedAt.at] : [],
      );
      return (waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0) / 60_000;
    };
    expect(minutes('Kim Okafor')).toBeLessThan(60);
    expect(minutes('Sam Reyes')).toBeGreaterThan(300);
    const weekday = (at: number) => new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: timezone }).format(at);
    expect(new Set(judgedFor('Sam Reyes').map(({ at }) => weekday(at)))).toEqual(new Set(['Fri']));
    const share = (by: string, isMeant: (judged: NonNullable<HistoryLead['judged']>) => boolean) =>
      judgedFor(by).filter(isMeant).length / judgedFor(by).length;
    expect(share('Kim Okafor', ({ verdict }) => verdict === 'qualified')).toBeGreaterThan(
      share('Sam Reyes', ({ verdict }) => verdict === 'qualified') + 0.1,
    );
    expect(share('Sam Reyes', ({ reason }) => reason === 'bad_timing')).toBeGreaterThan(
      share('Kim Okafor', ({ reason }) => reason === 'bad_timing'),
    );
    expect(judgedFor('Sam Reyes').some(({ reason }) => reason !== null && reasonOf(reason).isCounted)).toBe(true);
  });

  it('is mostly made in open hours', () => {
    const dates = past.flatMap(({ claimedAt, judged }) => [claimedAt, judged].flatMap((date) => (date ? [date.at] : [])));
    const isOpen = (at: number) => {
      const parts = new Intl.DateTimeFormat('en', {
        weekday: 'short',
        hour: 'numeric',
        hourCycle: 'h23',
        timeZone: timezone,
      }).formatToParts(at);
      const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
      return !part('weekday').startsWith('S') && Number(part('hour')) >= 9 && Number(part('hour')) < 17;
    };
    expect(dates.filter(isOpen).length / dates.length).toBeGreaterThan(0.93);
  });
});
