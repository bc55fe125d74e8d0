// import --spend: what is stored, corrected and refused, that the same file again stores nothing, and that the report knows.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cli, createCli } from './cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const spendLines = () =>
  cli.withStore(async (store, workspaceId) =>
    (await store.ledger.read(workspaceId, 'spend')).map(({ subject, by, body }) =>
      [subject, by, body['from'], body['to'], body['amount']].join(' '),
    ),
  );

const file = [
  'Source;Month;Cost;Currency code',
  'google-ads;2026-11;3.200,00;EUR',
  'webinar;2026-11;€1850;',
  'fair;November;900;EUR',
  'Google-Ads;2026-11;100;EUR',
  'google-ads;2026-12;1.234;EUR',
  '',
].join('\r\n');

describe('import --spend', () => {
  it('F73: names and headers of a file move nothing on the terminal', async () => {
    const named = await cli.run([
      'import',
      cli.write('named.csv', 'source,month,cost,currency\n"ads\u001b[2J\u202e",2026-11,5,EUR\n'),
      '--spend',
    ]);
    expect(named.stderr).toContain('No lead has come yet under: ads [2j (source).');
    const unknown = await cli.run(['import', cli.write('unknown.csv', 'so\u001b]0;x\u0007urce,month\nads,2026-11\n'), '--spend']);
    expect(unknown.stderr).toContain('columns are so ]0;x urce, month');
    for (const { stderr } of [named, unknown]) expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('stores, refuses with reasons, and the same file again stores nothing', async () => {
    const path = cli.write('costs.csv', file);
    const first = await cli.run(['import', path, '--spend']);
    expect(first).toMatchObject({ code: 1, stdout: '2 stored, 0 corrected, 0 already there, 3 refused\n' });
    expect(first.stderr).toContain('Row 4 is refused: month must be a month such as 2026-11.\n');
    expect(first.stderr).toContain('Row 5 is refused: the same days of the same name stand in row 2 already: add the two up in one row.\n');
    expect(first.stderr).toContain('Row 6 is refused: amount could be thousands or a decimal: write it like 1234.00.\n');
    expect(first.stderr).toContain('No lead has come yet under: google-ads (source), webinar (source).');
    expect(cli.read('costs.rejected.csv').split('\r\n')[1]).toBe('fair,November,900,EUR,4,month must be a month such as 2026-11');
    const stored = ['source:google-ads system 2026-11-01 2026-12-01 3200', 'source:webinar system 2026-11-01 2026-12-01 1850'];
    expect(await spendLines()).toEqual(stored);
    expect(await cli.run(['import', path, '--spend'])).toMatchObject({
      code: 1,
      stdout: '0 stored, 0 corrected, 2 already there, 3 refused\n',
    });
    expect(await spendLines()).toEqual(stored);
  });

  it('corrects the same days, takes away with zero, and refuses days that overlap, also among rows of one file', async () => {
    await cli.run(['import', cli.write('a.csv', 'campaign,month,amount\nq4,2026-11,€3000\nq4,2026-10,€1000\n'), '--spend']);
    const second = cli.write(
      'b.csv',
      'campaign,from,to,amount\nq4,2026-11-01,2026-11-30,€3300\nq4,2026-10-01,2026-10-31,€0\nq4,2026-10-05,2026-10-09,€70\nq4,2026-10-09,2026-10-10,€5\n',
    );
    const dry = await cli.run(['import', second, '--spend', '--dry-run']);
    expect(dry.stdout).toBe('Dry run, nothing was stored. It would be: 1 stored, 2 corrected, 0 already there, 1 refused\n');
    expect(await spendLines()).toHaveLength(2);
    const run = await cli.run(['import', second, '--spend']);
    expect(run).toMatchObject({ code: 1, stdout: '1 stored, 2 corrected, 0 already there, 1 refused\n' });
    expect(run.stderr).toContain('Row 5 is refused: Already recorded here: 70 EUR for 5–9 October 2026. These days overlap');
    expect((await spendLines()).slice(2)).toEqual([
      'campaign:q4 system 2026-11-01 2026-12-01 3300',
      'campaign:q4 system 2026-10-01 2026-11-01 0',
      'campaign:q4 system 2026-10-05 2026-10-10 70',
    ]);
  });

  it('the report and its JSON say what leads cost', async () => {
    const history =
      'email,source,receivedAt,verdict,verdictAt\na@x.test,google-ads,2026-11-03,qualified,2026-11-04\nb@x.test,google-ads,2026-11-05,,\n';
    await cli.run(['import', cli.write('leads.csv', history), '--history']);
    const known = await cli.run([
      'import',
      cli.write('c.csv', 'source,month,amount\ngoogle-ads,2026-11,€3000\nlist,2026-11,€600\n'),
      '--spend',
    ]);
    expect(known).toMatchObject({ code: 0 });
    expect(known.stderr).toContain('No lead has come yet under: list (source).');
    const asked = ['report', '--from', '2026-11-02', '--to', '2026-11-12'];
    const text = (await cli.run(asked)).stdout;
    expect(text).toMatch(/Cost by source +Spend/);
    const report: unknown = JSON.parse((await cli.run([...asked, '--json'])).stdout);
    expect(report).toMatchObject({
      cost: {
        bySource: [
          { source: 'google-ads', spend: { EUR: 1000 }, leads: 2, judged: 1, qualified: 1, pending: 1, perLead: { EUR: 500 } },
          { source: 'list', spend: { EUR: 200 }, leads: 0, perLead: { EUR: null } },
        ],
        byCampaign: [],
      },
    });
  });

  it('says which columns it lacks, and that a file holds leads or money', async () => {
    const path = cli.write('x.csv', 'campaign,clicks\nq4,5\n');
    expect(await cli.run(['import', path, '--spend'])).toMatchObject({ code: 1, stdout: '' });
    const both = await cli.run(['import', path, '--spend', '--history']);
    expect(both.stderr).toBe('Choose either --history or --spend: a file holds leads or money.\n');
  });
});
