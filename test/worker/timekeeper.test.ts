// The one who keeps the time: does what is due, and says when to look again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../../src/domain/settings.ts';
import type { Planner } from '../../src/flows/planners.ts';
import { openDatabase } from '../../src/sqlite/database.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { createTimekeeper } from '../../src/worker/timekeeper.ts';
import { hourMs, openOffice } from '../flows/office.ts';
import { received, someTime } from '../sqlite/sample-leads.ts';

test('looks again when the next thing is due, and at once while there is more', async () => {
  const office = await openOffice();
  const timekeeper = createTimekeeper(office.desk, office.workspaceId);
  await office.waits(1);
  expect(await timekeeper.look()).toBe(4 * hourMs);
  office.clock.now += 4 * hourMs - 5;
  expect(await timekeeper.look()).toBe(10); // never a spin
  office.clock.now += 5;
  expect(await timekeeper.look()).toBe(4 * hourMs); // the card says half
  expect((await office.log()).at(-1)).toMatchObject({ type: 'reminded', about: 'claim' });
  office.close();
});

test('without settings that can be read it rests: what is overdue waits for them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-timekeeper-'));
  const path = join(folder, 'leadloop.db');
  const now = () => someTime;
  const first = openStore(path, { create: true, now });
  const { id } = await first.workspace();
  await first.applySettings(id, settingsSchema.parse({ channels: { leads: 'C0LEADS' } }), someTime, 'U0MAX');
  await first.commit({ ...received(id, 'L1'), lookAt: someTime - 1 });
  first.close();
  const database = openDatabase(path, { create: false });
  database.raw.exec(`update "settings_versions" set "json" = '{"from": "another version"}'`);
  database.close();
  const store = openStore(path, { create: false, now });
  expect(await createTimekeeper({ store, now, newId: () => 'x' }, id).look()).toBeNull();
  expect(await store.deadlines.due(id, someTime, 5)).toHaveLength(1);
  store.close();
  rmSync(folder, { recursive: true });
});

describe('planners', () => {
  const second = 1_000;
  const never = async (): Promise<null> => null;

  /** A planner that has something at these instants, one after the other. */
  function planner(clock: { readonly now: number }, ...times: readonly number[]): Planner & { readonly askedAt: number[] } {
    const askedAt: number[] = [];
    const plan = async (): Promise<number | null> => {
      askedAt.push(clock.now);
      return times.find((at) => at > clock.now) ?? null;
    };
    return { askedAt, plan, nextAt: never };
  }

  test('are asked once a minute, and when their time has come', async () => {
    const office = await openOffice();
    const { clock } = office;
    const begunAt = clock.now;
    const [idle, busy] = [planner(clock), planner(clock, begunAt + 90 * second, begunAt + hourMs)];
    const timekeeper = createTimekeeper(office.desk, office.workspaceId, [idle, busy]);
    for (; clock.now <= begunAt + 125 * second; clock.now += second) await timekeeper.look();
    const seconds = (askedAt: readonly number[]): readonly number[] => askedAt.map((at) => (at - begunAt) / second);
    expect(seconds(idle.askedAt)).toEqual([0, 60, 120]);
    expect(seconds(busy.askedAt)).toEqual([0, 60, 90]);
    expect(await timekeeper.look()).toBe(begunAt + hourMs - clock.now);
    office.close();
  });

  test('are asked at once when the settings are new, and when the clock was set back', async () => {
    const office = await openOffice();
    const { clock } = office;
    const one = planner(clock);
    const timekeeper = createTimekeeper(office.desk, office.workspaceId, [one]);
    const asksAgain = async (): Promise<boolean> => {
      const before = one.askedAt.length;
      await timekeeper.look();
      return one.askedAt.length > before;
    };
    expect([await asksAgain(), await asksAgain()]).toEqual([true, false]);
    await office.apply({ timezone: 'Europe/London' });
    expect([await asksAgain(), await asksAgain()]).toEqual([true, false]);
    clock.now -= second;
    expect([await asksAgain(), await asksAgain()]).toEqual([true, false]);
    office.close();
  });

  test('one that fails keeps no other from its work, and is asked again with the next look', async () => {
    const office = await openOffice();
    const { clock } = office;
    let failures = 0;
    const plan = async (): Promise<number | null> => {
      if ((failures += 1) <= 2) throw new Error('busy');
      return clock.now + second;
    };
    const other = planner(clock);
    const timekeeper = createTimekeeper(office.desk, office.workspaceId, [{ plan, nextAt: never }, other]);
    await expect(timekeeper.look()).rejects.toThrow('busy');
    expect(other.askedAt).toEqual([clock.now]);
    await expect(timekeeper.look()).rejects.toThrow('busy');
    expect(await timekeeper.look()).toBe(second);
    expect(other.askedAt).toEqual([clock.now]);
    office.close();
  });
});
