// settings show and apply: the file is the whole, and nothing changes on an error.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../src/domain/settings.ts';
import { type Cli, createCli } from './cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const least = { channels: { leads: 'C0LEADS' } };
const apply = (settings: unknown) => cli.run(['settings', 'apply', cli.write('settings.json', JSON.stringify(settings))]);
const shown = async (): Promise<unknown> => JSON.parse((await cli.run(['settings', 'show'])).stdout);

describe('settings', () => {
  it('makes the database, fills in the defaults and shows what can be applied again', async () => {
    expect(await apply(least)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Settings version 1 is in force:\n {2}channels\.leads: "C0LEADS"\n/),
    });
    expect(await shown()).toEqual(settingsSchema.parse(least));
    expect(await shown()).toMatchObject({ channels: { leads: 'C0LEADS', marketing: 'C0LEADS', digest: 'C0LEADS' } });
    const again = await cli.run(['settings', 'apply', cli.write('again.json', JSON.stringify(await shown()))]);
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing changed: these settings are in force already (version 1).\n' });
  });

  it('takes what it leaves out back to the defaults, says what changed, and keeps the old version', async () => {
    await apply({ ...least, deadlines: { claim: 'PT1H' }, holidays: ['2026-12-25'] });
    const run = await apply({ channels: { leads: 'C0LEADS', digest: 'C0DIGEST' } });
    expect(run.stdout.split('\n')).toEqual([
      'Settings version 2 is in force:',
      '  channels.digest: "C0LEADS" → "C0DIGEST"',
      '  holidays: ["2026-12-25"] → []',
      '  deadlines.claim: "PT1H" → "PT4H"',
      '',
    ]);
    const versions = await cli.withStore((store, workspaceId) => store.settingsVersions(workspaceId));
    expect(versions).toMatchObject([
      { version: 1, by: 'system', settings: { deadlines: { claim: 'PT1H' } } },
      { version: 2, by: 'system', settings: { deadlines: { claim: 'PT4H' } } },
    ]);
  });

  it('refuses a faulty file with the path of each fault, and nothing changes', async () => {
    await apply(least);
    const run = await apply({
      channels: { leads: 'leads', extra: 1 },
      people: { sale: [] },
      deadlines: { claim: 'P1W' },
      holidays: ['soon'],
    });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    for (const path of ['channels.leads', 'channels.extra', 'people.sale', 'deadlines.claim', 'holidays[0]'])
      expect(run.stderr).toContain(`\n  ${path} `);
    expect(await shown()).toEqual(settingsSchema.parse(least));
  });

  it('a faulty file makes no database', async () => {
    expect((await apply({})).stderr).toMatch(/\n {2}channels is required\n$/);
    expect(await cli.run(['settings', 'show'])).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no database') });
  });

  it.each([
    ['nothing', '', /is not valid JSON, so nothing was changed/],
    ['half of it', '{ "channels": ', /is not valid JSON/],
    ['a list', '[]', /settings\.json was not applied/],
  ])('refuses %s', async (_what, text, words) => {
    const run = await cli.run(['settings', 'apply', cli.write('settings.json', text)]);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(words) });
  });

  it('reads standard input, with a byte order mark too', async () => {
    expect(await cli.run(['settings', 'apply', '-'], { input: `\uFEFF${JSON.stringify(least)}` })).toMatchObject({ code: 0 });
  });

  it('says what to do before the first settings, and about a file that is not there', async () => {
    await cli.run(['import', cli.write('leads.csv', 'email\nada@engine.test\n')]);
    expect(await cli.run(['settings', 'show'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^There are no settings yet\. .*leadloop settings apply FILE\n$/),
    });
    expect(await cli.run(['settings', 'apply', 'nowhere.json'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^nowhere\.json cannot be used: there is no such file/),
    });
  });

  it('sends cards that are not posted yet to the new channel', async () => {
    await cli.run(['import', cli.write('leads.csv', 'email\nada@engine.test\nbob@engine.test\n')]);
    expect((await apply(least)).stdout).toContain('2 messages that are not posted yet will go to the new channels.\n');
    await apply({ channels: { leads: 'C0OTHER' } });
    const entries = await cli.withStore((store, workspaceId) => store.outbox.unsent(workspaceId, null, 10));
    expect(entries.map(({ lane }) => lane)).toEqual(['C0OTHER', 'C0OTHER']);
  });
});
