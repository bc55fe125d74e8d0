// backup, restore and erase: what is kept, what is put back, and what is gone for good.
import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdRunLock } from '../../src/sqlite/lock.ts';
import { type Cli, all, createCli } from './cli.ts';

let cli: Cli;
beforeEach(async () => {
  cli = createCli();
  await cli.given(
    { fields: { email: 'ada@engine.test', phone: '+442079460000', name: 'Ada Lovelace', externalId: 'crm-1', source: 'crm' } },
    { fields: { email: 'bob@engine.test', phone: '+442079460000', name: 'Bob', externalId: 'crm-2', source: 'crm' } },
    { fields: { phone: '+442079460001', name: 'Eve', externalId: 'crm-3', source: 'crm' } },
    { fields: { name: 'Mia', externalId: 'crm-3', source: 'ads' } },
  );
});
afterEach(() => cli.remove());

const names = () => cli.withStore(async (store, workspaceId) => (await all(store.leads(workspaceId))).map(({ profile }) => profile.name));

describe('backup and restore', () => {
  it('puts the copy back, keeps what was there, and posts nothing unseen', async () => {
    const backup = await cli.run(['backup', 'copies/monday.db']);
    expect(backup).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('The copy holds personal data') });
    await cli.given({ fields: { email: 'more@engine.test' } });
    expect(await names()).toHaveLength(5);
    const restored = await cli.run(['restore', 'copies/monday.db']);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toMatch(
      // No channel was ever set, so nothing can have been posted that would have to be looked for.
      /^Restored .*\nThe database that was there is kept as .*leadloop\.db\.replaced-.*\n$/,
    );
    expect(await names()).toHaveLength(4);
  });

  it('does not write a backup over anything', async () => {
    const run = await cli.run(['backup', cli.write('leads.csv', 'email,name\n')]);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/leads\.csv exists already and was not replaced/) });
    expect(cli.read('leads.csv')).toMatch(/^email,/);
  });

  it('refuses what is no backup, and leaves the database alone', async () => {
    const run = await cli.run(['restore', cli.write('leads.csv', 'email,name\n')]);
    expect(run).toMatchObject({
      code: 74,
      stdout: '',
      stderr: expect.stringMatching(/is not a backup of a LeadLoop database\. Nothing was changed\.\n$/),
    });
    expect(await names()).toHaveLength(4);
  });

  it('F47: does not restore under a running bot, and names it: exit code 75', async () => {
    await cli.run(['backup', 'copy.db']);
    const lock = holdRunLock(cli.database);
    try {
      const run = await cli.run(['restore', 'copy.db']);
      expect(run).toMatchObject({ code: 75, stdout: '', stderr: expect.stringContaining(`process ${process.pid} on `) });
      // Everything else works beside it.
      expect(await cli.run(['export', 'events'])).toMatchObject({ code: 0 });
      expect(await cli.run(['import', cli.write('leads.csv', 'externalId,source\ncrm-1,crm\n')])).toMatchObject({ code: 0 });
    } finally {
      lock.release();
    }
  });

  it('F58: a database of a newer version is refused with exit code 76', async () => {
    copyFileSync(cli.database, cli.path('newer.db'));
    const { default: Sqlite } = await import('better-sqlite3');
    const raw = new Sqlite(cli.path('newer.db'));
    raw.prepare(`insert into "migrations" select * from (select max("idx") + 1, '9999_later', max("at") from "migrations")`).run();
    raw.close();
    const run = await cli.run(['report'], { env: { DATABASE_URL: `file:${cli.path('newer.db')}` } });
    expect(run).toMatchObject({
      code: 76,
      stdout: '',
      stderr: expect.stringMatching(/was written by a newer LeadLoop: its schema is 9999_later/),
    });
  });
});

describe('erase', () => {
  it('forgets a person by e-mail address, in any spelling, down to the bytes', async () => {
    const run = await cli.run(['erase', ' ADA@Engine.test ']);
    expect(run).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Erased 1 lead: words and contact data are gone for good/),
    });
    expect(await names()).toEqual([null, 'Bob', 'Eve', 'Mia']);
    for (const file of readdirSync(cli.folder).filter((name) => name.startsWith('leadloop.db'))) {
      expect(readFileSync(cli.path(file)).includes('Lovelace')).toBe(false);
    }
    expect(await cli.run(['erase', 'ada@engine.test'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'No lead here has this e-mail address, so nothing was erased.\n',
    });
  });

  it('forgets by phone number and by id, and knows who is forgotten already', async () => {
    expect(await cli.run(['erase', '+44 20 7946 0001'])).toMatchObject({ code: 0 });
    const [ada] = await cli.withStore((store, workspaceId) => all(store.leads(workspaceId)));
    expect(await cli.run(['erase', ada?.lead.id ?? ''])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Erased 1 lead/) });
    expect(await names()).toEqual([null, 'Bob', null, 'Mia']);
    expect(await cli.run(['erase', ada?.lead.id ?? ''])).toMatchObject({
      code: 0,
      stdout: 'This person was erased before: there was nothing left to forget.\n',
    });
  });

  it('erases nobody when it could be several people, and lists them', async () => {
    for (const who of ['+442079460000', 'crm-3']) {
      const run = await cli.run(['erase', who]);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/^Several people have this .*so nothing was erased\..*\n {2}\S+\n {2}\S+\n$/);
    }
    expect(await names()).toEqual(['Ada Lovelace', 'Bob', 'Eve', 'Mia']);
  });

  it.each([
    ['nobody@engine.test', 'No lead here has this e-mail address, so nothing was erased.\n'],
    ['crm-99', 'No lead here has this id, so nothing was erased.\n'],
    ['+1 212 555 0100', 'No lead here has this phone number, so nothing was erased.\n'],
    ['020 7946 0000', 'No lead has this id. If it is a phone number, write it with its country code, such as "+44 20 7946 0000".\n'],
  ])('says so when nobody is known: %s', async (who, words) => {
    expect(await cli.run(['erase', who])).toMatchObject({ code: 1, stdout: '', stderr: words });
  });

  it('stays erased through a restore of an older backup', async () => {
    await cli.run(['backup', 'before.db']);
    await cli.run(['erase', 'ada@engine.test']);
    expect((await cli.run(['restore', 'before.db'])).stdout).toContain('1 lead erased since the backup was erased again.\n');
    expect(await names()).toEqual([null, 'Bob', 'Eve', 'Mia']);
    expect(existsSync(cli.path('before.db'))).toBe(true);
  });
});
