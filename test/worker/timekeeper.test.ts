// The one who keeps the time: does what is due, and says when to look again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsSchema } from '../../src/domain/settings.ts';
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
