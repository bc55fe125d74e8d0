// export targets: the table of a quarter as spreadsheets take it.
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TargetName } from '../../src/domain/targets/target.ts';
import { targetSubject } from '../../src/domain/targets/target.ts';
import { quarterOn } from '../../src/domain/targets/quarter.ts';
import { type Cli, createCli } from './cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

async function set(name: TargetName, value: number, next: string | null): Promise<void> {
  const body = { type: 'set', value, sales: 'U0KIM', marketing: 'U0MIA', next };
  await cli.withStore((store, workspaceId) =>
    store.ledger.append(
      workspaceId,
      { id: targetSubject(name), topic: 'target', subject: targetSubject(name), at: 1, by: 'U0MAX', body },
      0,
      [],
    ),
  );
}

const quarter = '2024-Q1';

describe('export targets', () => {
  it('begins with metric, target, actual and next, and runs nothing', async () => {
    await cli.given(
      ...[1, 2, 3, 4, 5, 6].map((day) => ({ at: `2024-02-0${day}T10:00:00Z`, fields: { externalId: String(day), source: 'ads' } })),
    );
    await set({ quarter, metric: 'delivered', currency: '' }, 5, '=HYPERLINK("http://evil.test")');
    await set({ quarter, metric: 'wonAmount', currency: 'EUR' }, 60_000, null);
    await set({ quarter, metric: 'withinTarget', currency: '' }, 0.9, null);
    const { code, stdout, stderr } = await cli.run(['export', 'targets', '--quarter', '2024-Q1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [header, ...rows] = parse(stdout);
    expect(header?.join()).toBe('metric,target,actual,next,pace,expected,low,high,n,owner_sales,owner_marketing,quarter');
    expect(rows).toEqual([
      ['Leads delivered', '5', '6', `'=HYPERLINK("http://evil.test")`, 'reached', '5', '2.7498', '13.0918', '', 'U0KIM', 'U0MIA', quarter],
      ['Won amount, EUR', '60000', '0', '', '', '60000', '', '', '0', 'U0KIM', 'U0MIA', quarter],
      ['Touched in time', '0.9', '0', '', 'not reached', '', '0', '0.3903', '6', 'U0KIM', 'U0MIA', quarter],
    ]);
    const jsonl = await cli.run(['export', 'targets', '--quarter', quarter, '--format', 'jsonl']);
    expect(
      jsonl.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown)[1],
    ).toEqual({
      metric: 'Won amount, EUR',
      target: 60_000,
      actual: 0,
      next: null,
      pace: '',
      expected: 60_000,
      low: null,
      high: null,
      n: 0,
      owner_sales: 'U0KIM',
      owner_marketing: 'U0MIA',
      quarter,
    });
  });

  it('is of the running quarter unless said, and empty where none is set', async () => {
    await cli.given({ fields: { externalId: '1', source: 'ads' } });
    const running = quarterOn(new Date().toISOString().slice(0, 10));
    expect((await cli.run(['export', 'targets'])).stdout.trim().split('\n')).toHaveLength(1);
    await set({ quarter: running, metric: 'qualified', currency: '' }, 120, null);
    expect((await cli.run(['export', 'targets'])).stdout).toContain('Qualified leads,120,');
  });

  it.each([
    [['--quarter', 'soon'], '“soon” is not a quarter: say one such as 2026-Q4, or next.\n'],
    [['--since', '2026-01-01'], '--since goes with leads or events; leave it out here.\n'],
  ])('%j is refused', async (flags, sentence) => {
    await cli.given({ fields: { externalId: '1', source: 'ads' } });
    expect(await cli.run(['export', 'targets', ...flags])).toMatchObject({ code: 2, stdout: '', stderr: sentence });
  });
});
