// A database that has been in use for years: its leads were posted, claimed and judged; one in a hundred still waits.
import { openDatabase } from '../src/sqlite/database.ts';
import { bareWriter } from './bare-rows.ts';
import { leadNumber } from './people.ts';

const rowsATransaction = 1_000;
const dayMs = 24 * 60 * 60 * 1000;

const isSettled = "substr(lead_id, -2) <> '00'";

const settle = `
  update outbox set state = 'sent', channel = lane, ts = printf('%d.000100', id), delivered_revision = 1, taken_revision = 1 where ${isSettled};
  insert into events (workspace_id, id, lead_id, handoff_id, cycle, type, at, recorded_at, by, data)
    select workspace_id, id || '-p', lead_id, handoff_id, cycle, 'posted', at + 1000, at + 1000, 'system', json_object('channel', 'C0LEADS', 'ts', printf('%d.000100', seq))
    from events where type = 'received' and ${isSettled};
  insert into events (workspace_id, id, lead_id, handoff_id, cycle, type, at, recorded_at, by, data)
    select workspace_id, id || '-c', lead_id, handoff_id, cycle, 'claimed', at + 60000, at + 60000, 'U0REP', '{}' from events where type = 'received' and ${isSettled};
  insert into events (workspace_id, id, lead_id, handoff_id, cycle, type, at, recorded_at, by, data)
    select workspace_id, id || '-j', lead_id, handoff_id, cycle, 'judged', at + 120000, at + 120000, 'U0REP', json_object('verdict', 'qualified', 'reason', 'clear_need')
    from events where type = 'received' and ${isSettled};
  update handoffs set state = 'qualified', owner = 'U0REP', posted_at = opened_at + 1000, channel = 'C0LEADS', ts = '1.000100' where ${isSettled};
  update leads set state = 'qualified', owner = 'U0REP', version = 4, updated_at = opened_at + 120000 where substr(id, -2) <> '00';`;

export function fillWithSettledLeads(path: string, count: number): void {
  const { raw, close } = openDatabase(path, { create: false });
  const write = bareWriter(raw, 'C0LEADS');
  const firstAt = Date.now() - 365 * dayMs;
  const writeSome = raw.transaction((first: number, last: number) => {
    for (let n = first; n <= last; n += 1) write(leadNumber(1_000_000_000 + n), firstAt + Math.round((n / count) * 300 * dayMs));
  }).immediate;
  for (let first = 1; first <= count; first += rowsATransaction) writeSome(first, Math.min(count, first + rowsATransaction - 1));
  raw.exec(`begin immediate; ${settle} commit;`);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  close();
}
