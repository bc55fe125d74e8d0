// export: every lead and event on a line of its own, and nothing in it that a spreadsheet would run.
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordHistory } from '../../src/flows/history.ts';
import { parseLead } from '../../src/sources/lead.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { type Cli, createCli } from './cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const cells = (csv: string): Record<string, string>[] => parse(csv, { columns: true });
const lines = (jsonl: string): Record<string, unknown>[] =>
  jsonl
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('export', () => {
  it('writes leads as CSV with what became of them, and as the JSON that the API gives', async () => {
    await cli.given({
      at: '2026-11-20T10:00:00Z',
      fields: {
        externalId: 'crm-1',
        source: 'Ads',
        email: 'ada@engine.test',
        name: 'Ada',
        phone: '+44 20 7946 0000',
        message: 'Two\nlines',
        plan: 'team',
      },
    });
    const csv = await cli.run(['export', 'leads']);
    expect(csv).toMatchObject({ code: 0, stderr: '' });
    expect(cells(csv.stdout)).toEqual([
      expect.objectContaining({
        state: 'new',
        externalId: 'crm-1',
        name: 'Ada',
        phone: "'+44 20 7946 0000",
        source: 'Ads',
        message: 'Two\nlines',
        attributes: '{"plan":"team"}',
        test: 'false',
        cycle: '1',
        openedAt: '2026-11-20T10:00:00.000Z',
        verdict: '',
      }),
    ]);
    const jsonl = await cli.run(['export', 'leads', '--format', 'jsonl']);
    expect(lines(jsonl.stdout)).toMatchObject([
      { externalId: 'crm-1', phone: '+44 20 7946 0000', handoffs: [{ cycle: 1, state: 'new' }], history: [{ type: 'received' }] },
    ]);
  });

  it('writes verdicts and outcomes of the past, with who judged', async () => {
    const store = openStore(cli.database, { create: true });
    const { id } = await store.workspace();
    const reading = parseLead({ email: 'ada@engine.test' });
    if (!('lead' in reading)) throw new Error('no lead');
    const day = (date: string) => ({ at: Date.parse(date), isDateOnly: true });
    let ids = 0;
    await recordHistory({ store, now: Date.now, newId: () => `id-${(ids += 1)}` }, id, {
      lead: reading.lead,
      receivedAt: day('2026-10-01'),
      judged: { ...day('2026-10-02'), verdict: 'qualified', reason: 'clear_need', by: 'Kim' },
      outcome: { ...day('2026-10-03'), outcome: 'won', amount: 12_000, currency: 'EUR' },
    });
    store.close();
    expect(cells((await cli.run(['export', 'leads'])).stdout)).toMatchObject([
      {
        state: 'won',
        history: 'true',
        verdict: 'qualified',
        reason: 'clear_need',
        verdictBy: 'Kim',
        outcome: 'won',
        amount: '12000',
        currency: 'EUR',
        outcomeAt: '2026-10-03T00:00:00.000Z',
      },
    ]);
    expect(cells((await cli.run(['export', 'events'])).stdout)).toMatchObject([
      { seq: '1', type: 'received', history: 'true', dateOnly: 'true' },
      { seq: '2', type: 'judged', verdict: 'qualified', reason: 'clear_need', by: 'system' },
      { seq: '3', type: 'outcome', outcome: 'won', amount: '12000' },
    ]);
  });

  it('F78: events name nobody and quote nobody', async () => {
    await cli.given({
      at: '2026-11-20T10:00:00Z',
      fields: { email: 'canary@engine.test', name: 'Canary Bird', phone: '+442079460000', message: 'canary song', source: 'ads' },
    });
    for (const format of ['csv', 'jsonl']) {
      const { stdout } = await cli.run(['export', 'events', '--format', format]);
      expect(stdout).toContain('ads');
      expect(stdout).not.toMatch(/canary|bird|2079460000/i);
    }
  });

  it('--since takes events recorded, and leads changed, since then', async () => {
    await cli.given(
      { at: '2026-11-19T10:00:00Z', fields: { email: 'old@engine.test' } },
      { at: '2026-11-19T10:00:00Z', fields: { email: 'ada@engine.test' } },
      { at: '2026-11-20T10:00:00Z', fields: { email: 'ada@engine.test', message: 'again' } },
    );
    const since = ['--since', '2026-11-20T10:00:00Z'];
    expect(cells((await cli.run(['export', 'events', ...since])).stdout)).toMatchObject([{ seq: '3', type: 'activity' }]);
    expect(cells((await cli.run(['export', 'leads', ...since])).stdout)).toMatchObject([{ email: 'ada@engine.test' }]);
    const wrong = await cli.run(['export', 'leads', '--since', 'yesterday']);
    expect(wrong).toMatchObject({
      code: 2,
      stdout: '',
      stderr: '--since must be a time such as 2026-11-23T09:00:00Z; “yesterday” is not.\n',
    });
  });

  it('F72: has no cell that a spreadsheet would run, and comes back in as it went out', async () => {
    const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', "'=1", '"quoted", text', 'a;=1', 'line\n=2'];
    await cli.given(
      ...nasty.map((text, index) => ({
        at: '2026-11-20T10:00:00Z',
        fields: { email: `p${index}@engine.test`, name: text, company: text, source: text },
      })),
    );
    const { stdout } = await cli.run(['export', 'leads']);
    for (const row of cells(stdout)) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/);
    }
    const again = createCli();
    await again.run(['import', again.write('leads.csv', stdout), '--yes']);
    const read = (text: string) => cells(text).map(({ name, company, source }) => [name, company, source]);
    expect(read((await again.run(['export', 'leads'])).stdout)).toEqual(read(stdout));
    again.remove();
  });

  it('an empty database is a header, or nothing at all', async () => {
    await cli.given();
    expect((await cli.run(['export', 'leads'])).stdout).toMatch(/^id,state,owner,[^\n]+\r\n$/);
    expect((await cli.run(['export', 'events', '--format', 'jsonl'])).stdout).toBe('');
  });
});
