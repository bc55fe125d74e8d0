// import: what is stored, what is refused and where that stands, and that nothing is ever stored twice.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cli, all, createCli } from './cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const leads = () => cli.withStore((store, workspaceId) => all(store.leads(workspaceId)));
const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `p${from + index}@engine.test,Person ${from + index}\n`).join('');

describe('import', () => {
  it('stores, merges, refuses and says so; the same file again stores nothing', async () => {
    const file = cli.write(
      'leads.csv',
      [
        'E-mail;First Name;Last Name;Lead Source;Comments;Budget',
        'ada@engine.test;Ada;Lovelace;webinar;"Can it run; our looms?";5k',
        'bob@engine.test;Bob;;ads;;',
        'nobody;Eve;;webinar;"=cmd|calc";',
        'ADA@engine.test;Ada;;webinar;again;',
        '',
      ].join('\r\n'),
    );
    const first = await cli.run(['import', file]);
    expect(first).toMatchObject({ code: 1, stdout: '2 stored, 1 merged, 0 already there, 1 refused\n' });
    expect(first.stderr).toContain('Row 4 is refused: email is not an e-mail address, and nothing else identifies the lead.\n');
    expect(first.stderr).toContain(`The refused rows and the reasons are in ${cli.path('leads.rejected.csv')}.\n`);
    expect(cli.read('leads.rejected.csv').split('\r\n')).toEqual([
      'E-mail,First Name,Last Name,Lead Source,Comments,Budget,row,refused because',
      `nobody,Eve,,webinar,'=cmd|calc,,4,"email is not an e-mail address, and nothing else identifies the lead"`,
      '',
    ]);
    expect(statSync(cli.path('leads.rejected.csv')).mode & 0o777).toBe(0o600);
    const [ada] = await leads();
    expect(ada).toMatchObject({ profile: { name: 'Ada Lovelace', attributes: { Budget: '5k' } } });
    expect(ada?.events.map(({ type, by }) => [type, by])).toEqual([
      ['received', 'system'],
      ['activity', 'system'],
    ]);
    expect(await cli.run(['import', file])).toMatchObject({ code: 1, stdout: '0 stored, 0 merged, 3 already there, 1 refused\n' });
  });

  it('takes a mended file of refused rows without our own columns', async () => {
    await cli.run(['import', cli.write('leads.csv', 'email,score,Fit\nada@engine.test,high,good\n')]);
    cli.write('leads.rejected.csv', cli.read('leads.rejected.csv').replace('high', '72'));
    expect(await cli.run(['import', 'leads.rejected.csv'])).toMatchObject({
      code: 0,
      stdout: '1 stored, 0 merged, 0 already there, 0 refused\n',
    });
    expect((await leads())[0]?.profile.attributes).toEqual({ Fit: 'good' });
    expect(existsSync(cli.path('leads.rejected.rejected.csv'))).toBe(false);
  });

  it('goes by --source and --map', async () => {
    const file = cli.write('leads.csv', 'Wie?,Woher,Was\nada@engine.test,Messe,hallo\nbob@engine.test,,\n');
    const run = await cli.run(['import', file, '--map', 'Wie?=email', '--map', 'Woher=source', '--map', 'Was=message', '--source', 'fair']);
    expect(run).toMatchObject({ code: 0, stdout: '2 stored, 0 merged, 0 already there, 0 refused\n' });
    expect((await leads()).map(({ lead }) => lead.handoffs[0]?.attribution.source)).toEqual(['Messe', 'fair']);
    const wrong = await cli.run(['import', file, '--map', 'Wer=email', '--map', 'Woher=origin']);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/^--map "Wer=email": the file has no column Wer\..*\n--map "Woher=origin": origin is not a field\./);
  });

  it('knows rows with an id by that, also with other words in them', async () => {
    await cli.run(['import', cli.write('a.csv', 'externalId,source,email\ncrm-1,crm,ada@engine.test\n')]);
    const run = await cli.run(['import', cli.write('b.csv', 'externalId,source,email,company\ncrm-1,CRM,ada@engine.test,Engine\n')]);
    expect(run).toMatchObject({ code: 0, stdout: '0 stored, 0 merged, 1 already there, 0 refused\n' });
  });

  it('asks before more than 60 cards, and counts people, not rows', async () => {
    const sixty = cli.write('sixty.csv', `email,name\n${people(60)}${people(30)}nobody,x\n`);
    expect(await cli.run(['import', sixty])).toMatchObject({ code: 1, stdout: '60 stored, 0 merged, 30 already there, 1 refused\n' });
    const more = cli.write('more.csv', `email,name\n${people(61, 100)}`);
    const refused = await cli.run(['import', more]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/would post more than 60 cards into Slack, so nothing was stored\. Add --yes /);
    expect(await leads()).toHaveLength(60);
    expect(await cli.run(['import', more, '--yes'])).toMatchObject({
      code: 0,
      stdout: '61 stored, 0 merged, 0 already there, 0 refused\n',
    });
    // Nothing of it would be posted any more.
    expect(await cli.run(['import', more])).toMatchObject({ code: 0, stdout: '0 stored, 0 merged, 61 already there, 0 refused\n' });
  });

  it('refuses too many cards without making a database', async () => {
    expect(await cli.run(['import', cli.write('more.csv', `email,name\n${people(61)}`)])).toMatchObject({ code: 1 });
    expect(readdirSync(cli.folder)).toEqual(['more.csv']);
  });

  it('--dry-run tells what would happen, and leaves nothing behind', async () => {
    const file = cli.write('leads.csv', `email,name\n${people(100)}${people(3)}P99@engine.test,Somebody else\nnobody,x\n`);
    const empty = await cli.run(['import', file, '--dry-run']);
    expect(empty).toMatchObject({
      code: 1,
      stdout: 'Dry run, nothing was stored. It would be: 100 stored, 1 merged, 3 already there, 1 refused\n',
    });
    expect(readdirSync(cli.folder)).toEqual(['leads.csv']);
    await cli.run(['import', cli.write('known.csv', `email,name\np0@engine.test,Person 0\np1@engine.test,Another\n`)]);
    expect((await cli.run(['import', file, '--dry-run'])).stdout).toBe(
      'Dry run, nothing was stored. It would be: 98 stored, 2 merged, 4 already there, 1 refused\n',
    );
    expect(await leads()).toHaveLength(2);
    expect((await cli.run(['import', file, '--yes'])).stdout).toBe('98 stored, 2 merged, 4 already there, 1 refused\n');
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('leadloop-dry-run-'))).toEqual([]);
  });

  it('F41: killed at any moment and run again, every row is stored once', async () => {
    const file = cli.write('leads.csv', `email,name\n${people(3000)}`);
    let stored = -1;
    for (let life = 0; life < 3; life += 1) {
      await cli.run(['import', file, '--yes'], {
        onStart(child) {
          // As soon as it has written something this time.
          const look = setInterval(() => {
            if (!existsSync(cli.database)) return;
            void count().then((seen) => {
              if (seen > stored + 20) child.kill('SIGKILL');
            });
          }, 5);
          child.on('exit', () => clearInterval(look));
        },
      });
      stored = await count();
    }
    const last = await cli.run(['import', file, '--yes']);
    expect(last).toMatchObject({ code: 0, stdout: `${3000 - stored} stored, 0 merged, ${stored} already there, 0 refused\n` });
    const found = await leads();
    expect(found).toHaveLength(3000);
    expect(found.every(({ events }) => events.length === 1)).toBe(true);
  });

  async function count(): Promise<number> {
    try {
      return await cli.withStore(async (store, workspaceId) => (await store.inState(workspaceId, 'new', 1)).total);
    } catch {
      return -1; // The file is only just being made.
    }
  }

  it('stops between two rows on Ctrl-C, and says how to go on', async () => {
    const file = cli.write('leads.csv', `email,name\n${people(5000)}`);
    const run = await cli.run(['import', file, '--yes'], {
      onStart(child) {
        const look = setInterval(() => {
          if (!existsSync(cli.database)) return;
          void count().then((seen) => {
            // Twice, as npm and the terminal do.
            if (seen > 0 && !child.killed) for (const _ of [1, 2]) child.kill('SIGINT');
          });
        }, 5);
        child.on('exit', () => clearInterval(look));
      },
    });
    expect(run.code).toBe(130);
    expect(run.stderr).toMatch(/Stopped before the end\. Run the same command again to go on: nothing is stored twice\.\n$/);
    const stored = Number(/^(\d+) stored, /.exec(run.stdout)?.[1]);
    expect(await count()).toBe(stored);
  });

  it.each([
    ['is not there', 'nowhere.csv', null, /nowhere\.csv/],
    ['is empty', 'x.csv', '', /x\.csv is empty\.\n$/],
    ['has nobody in it', 'x.csv', 'Colour\nred\n', /^No column is recognised as email, phone or externalId/],
    [
      'ends in the middle',
      'x.csv',
      'email,name\nada@engine.test,Ada\nbob@engine.test,"Bob\n',
      /quotation mark after row 2 is never closed/,
    ],
  ])('says so when the file %s', async (_what, name, text, words) => {
    if (text !== null) cli.write(name, text);
    const run = await cli.run(['import', name, '--yes']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(words);
  });

  it('draws no progress where nobody watches', async () => {
    const run = await cli.run(['import', cli.write('leads.csv', `email,name\n${people(50)}`)]);
    expect(run.stderr).not.toContain('\r');
    expect(run.stderr).not.toContain('\u001B');
  });
});

describe('import --history', () => {
  const header = 'email,source,receivedAt,claimedAt,verdict,reason,verdictAt,verdictBy,returnedAt,outcome,outcomeAt,amount,currency\n';

  it('stores the past for the reports, never posts it, and refuses what cannot be', async () => {
    const file = cli.write(
      'past.csv',
      `${header}ada@engine.test,webinar,2026-11-10,,qualified,clear_need,2026-11-11,Kim,,won,2026-11-20,12000,EUR\n` +
        'bob@engine.test,webinar,2026-11-10T10:00:00Z,2026-11-10T10:30:00Z,unqualified,no_budget,2026-11-11,,,,,,\n' +
        'eve@engine.test,webinar,2026-11-10,,qualified,,2026-11-09,,,,,,\n',
    );
    await cli.run(['settings', 'apply', cli.write('settings.json', '{"channels":{"leads":"C0LEADS"},"timezone":"UTC"}')]);
    const run = await cli.run(['import', file, '--history']);
    expect(run).toMatchObject({ code: 1, stdout: '2 stored, 0 merged, 0 already there, 1 refused\n' });
    expect(run.stderr).toContain('Row 4 is refused: verdictAt is before the lead was received.');
    expect(await cli.withStore((store, workspaceId) => store.outbox.unsent(workspaceId, null, 10))).toEqual([]);
    expect(await cli.run(['import', file, '--history'])).toMatchObject({ stdout: '0 stored, 0 merged, 2 already there, 1 refused\n' });
    const report: unknown = JSON.parse((await cli.run(['report', '--week', '2026-W46', '--json'])).stdout);
    expect(report).toMatchObject({
      period: { from: '2026-11-09', to: '2026-11-16', timezone: 'UTC' },
      totals: { delivered: 2, claimed: 2, judged: 2, qualified: 1, unqualified: 1, won: 1, wonAmount: { EUR: 12_000 } },
      bySource: [{ source: 'webinar', delivered: 2 }],
      reasons: [{ code: 'no_budget', count: 1 }],
    });
  });

  it('takes dates as the default zone before there are settings, says so, and needs no --yes', async () => {
    const rows = Array.from({ length: 70 }, (_, index) => `p${index}@engine.test,ads,2026-11-10${','.repeat(10)}\n`).join('');
    const run = await cli.run(['import', cli.write('past.csv', header + rows), '--history']);
    expect(run).toMatchObject({ code: 0, stdout: '70 stored, 0 merged, 0 already there, 0 refused\n' });
    expect(run.stderr).toMatch(/^There are no settings yet: dates are taken as America\/New_York/);
    expect((await leads())[0]?.events[0]).toMatchObject({ at: Date.parse('2026-11-10T05:00:00Z'), isDateOnly: true });
  });

  it('--dry-run knows what is there, and rows that come twice', async () => {
    const row = 'ada@engine.test,ads,2026-11-10,,,,,,,,,,\n';
    await cli.run(['import', cli.write('past.csv', header + row), '--history']);
    const run = await cli.run([
      'import',
      cli.write('more.csv', header + row + row.replace('10', '11') + row.replace('10', '11')),
      '--history',
      '--dry-run',
    ]);
    expect(run.stdout).toBe('Dry run, nothing was stored. It would be: 1 stored, 0 merged, 2 already there, 0 refused\n');
  });
});
