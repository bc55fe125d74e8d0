// doctor, against a strict local Slack: each thing that can be wrong is named with what mends it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSlack } from '../../src/slack/checks.ts';
import { parseSettings, type Settings } from '../../src/domain/settings.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { holdRunLock } from '../../src/sqlite/lock.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { type Cli, createCli } from './cli.ts';

let slack: Sandbox;

beforeEach(async () => {
  slack = await startSandbox();
  slack.addChannel({ id: 'C0LEADS', name: 'leads' });
  slack.addChannel({ id: 'C0MKTG', name: 'marketing', isPrivate: true });
});
afterEach(() => slack.stop());

function settingsOf(input: unknown): Settings {
  const reading = parseSettings(input);
  if (!('settings' in reading)) throw new Error('no settings');
  return reading.settings;
}

const settings = settingsOf({ channels: { leads: 'C0LEADS', marketing: 'C0MKTG' } });

interface Look {
  readonly botToken?: string;
  readonly appToken?: string | null;
  readonly apiUrl?: string;
  readonly teamId?: string;
  readonly settings?: Settings | null;
  readonly now?: () => number;
}

/** One line a finding: state, subject, sentence. */
async function findings({ now = Date.now, teamId, settings: rules = settings, ...access }: Look = {}): Promise<string[]> {
  const { botToken, appToken, apiUrl } = slack;
  const found = await checkSlack({ slack: { botToken, appToken, apiUrl, ...access }, teamId: teamId ?? null, settings: rules, now });
  return found.map(({ state, subject, sentence, mend }) => {
    if (state === 'failed') expect(mend).toBeTruthy();
    return `${state} ${subject}: ${sentence}`;
  });
}

const wrong = async (look?: Look): Promise<string[]> => (await findings(look)).filter((line) => !line.startsWith('ok '));

describe('checkSlack', () => {
  it('finds all well, and posts nothing', async () => {
    expect(await findings()).toEqual([
      'ok token: The bot token works for the workspace sandbox (T0SANDBOX).',
      'ok scopes: The token has all 7 scopes that the bot needs.',
      'ok channels: #leads (C0LEADS, for leads, digest) is there, and the bot is in it.',
      'ok channels: #marketing (C0MKTG, for marketing) is there, and the bot is in it.',
      'ok connection: Socket Mode: Slack offers a connection for the app token.',
      'ok clock: The clock of this machine agrees with Slack’s.',
    ]);
    expect(slack.calls().map(({ method }) => method)).toEqual([
      'auth.test',
      'conversations.info',
      'conversations.history',
      'conversations.info',
      'conversations.history',
      'apps.connections.open',
    ]);
  });

  it.each([
    ['chat:write', 'the bot can post nothing'],
    ['commands', 'the /lead command and the shortcut are off'],
    ['users:read', 'guests and admins cannot be told from other members'],
    ['groups:history', 'after a lost answer in a private channel the bot cannot look whether its message stands'],
  ])('F12: names the missing scope %s and what is off without it', async (scope, off) => {
    slack.removeScope(scope);
    expect((await wrong()).filter((line) => line.startsWith('failed'))).toEqual([`failed scopes: The scope ${scope} is missing: ${off}.`]);
  });

  it('F12: learns of a missing scope from a refusal too, and checks the rest', async () => {
    slack.fault({
      kind: 'error',
      method: 'conversations.info',
      channel: 'C0MKTG',
      error: 'missing_scope',
      extra: { needed: 'groups:read', provided: 'chat:write' },
    });
    expect(await wrong()).toEqual([
      'failed scopes: The scope groups:read is missing: private channels cannot be checked.',
      'warning channels: C0MKTG (for marketing) could not be fully checked: the scope groups:read is missing.',
    ]);
  });

  it('needs the scope for user groups only where the settings name some', async () => {
    slack.removeScope('usergroups:read');
    expect(await wrong()).toEqual([]);
    const grouped = settingsOf({ channels: { leads: 'C0LEADS' }, people: { sales: ['S0SALES'] } });
    expect(await wrong({ settings: grouped })).toEqual([
      'failed scopes: The settings name user groups, but the scope usergroups:read is missing: nobody counts as a member of them.',
    ]);
  });

  it('tells channels that are archived, without the bot, or not there', async () => {
    slack.archive('C0LEADS');
    slack.addChannel({ id: 'C0DACH', name: 'dach', hasBot: false });
    const routed = settingsOf({
      channels: { leads: 'C0LEADS', marketing: 'C0NOWHERE', digest: 'C0LEADS' },
      routes: [{ when: { country: ['DE'] }, channel: 'C0DACH' }],
    });
    expect(await wrong({ settings: routed })).toEqual([
      'failed channels: #leads (C0LEADS, for leads, digest) is archived.',
      'failed channels: The bot sees no channel C0NOWHERE (for marketing).',
      'failed channels: The bot is not in #dach (C0DACH, for a route).',
    ]);
  });

  it('tells a token that does not work, and checks what it can without', async () => {
    slack.revokeToken();
    expect(await findings()).toEqual([
      'failed token: Slack refuses the bot token (token_revoked).',
      'ok connection: Socket Mode: Slack offers a connection for the app token.',
      'ok clock: The clock of this machine agrees with Slack’s.',
    ]);
  });

  it('tells a token of another team, naming both', async () => {
    expect(await wrong({ teamId: 'T0OTHER' })).toEqual([
      'failed token: The bot token is for the workspace sandbox (T0SANDBOX), but this database belongs to team T0OTHER.',
    ]);
  });

  it('tells an app token that does not work; HTTP mode has none', async () => {
    expect(await wrong({ appToken: 'xapp-wrong' })).toEqual([
      'failed connection: Socket Mode: Slack offers no connection for the app token (invalid_auth).',
    ]);
    expect(await wrong({ appToken: null })).toEqual([]);
  });

  it('tells how far the clock is off', async () => {
    expect(await wrong({ now: () => Date.now() + 90_000 })).toEqual([
      expect.stringMatching(/^warning clock: The clock of this machine is (89|90|91) seconds ahead of Slack’s\.$/),
    ]);
    expect(await wrong({ now: () => Date.now() - 400_000 })).toEqual([
      expect.stringMatching(/^failed clock: .* (399|400|401) seconds behind Slack’s\.$/),
    ]);
  });

  it('tells a Slack that cannot be reached', async () => {
    const gone = await listening('');
    await gone.close();
    expect(await wrong({ apiUrl: gone.apiUrl })).toEqual([
      'failed token: Slack could not be asked (ECONNREFUSED).',
      'failed connection: Socket Mode: Slack offers no connection for the app token (ECONNREFUSED).',
      'warning clock: The clock could not be compared with Slack’s.',
    ]);
  });

  it('tells a page that is not Slack, without repeating it', async () => {
    const portal = await listening('<html>Please sign in</html>');
    const answers = await wrong({ apiUrl: portal.apiUrl });
    await portal.close();
    expect(answers[0]).toMatch(/^failed token: Slack could not be asked \(/);
    expect(answers.join('\n')).not.toContain('sign in');
  });
});

/** A server that says the same to everybody. */
async function listening(answer: string): Promise<{ apiUrl: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => response.end(answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    apiUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/api/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

describe('leadloop doctor', () => {
  let cli: Cli;
  beforeEach(() => {
    cli = createCli();
  });
  afterEach(() => cli.remove());

  const env = () => ({ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl });

  async function givenSettings(): Promise<void> {
    const store = openStore(cli.database, { create: true });
    const { id } = await store.workspace();
    await store.applySettings(id, settings, Date.now(), 'system');
    store.close();
  }

  it('says that all is well, beside a running bot', async () => {
    await givenSettings();
    const lock = holdRunLock(cli.database);
    const run = await cli.run(['doctor'], { env: env() });
    lock.release();
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/\nAll is well\.\n$/);
    const lines = run.stdout
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('✓ ok'));
    expect(lines.map((line) => line.split(/\s+/)[2])).toEqual([
      'environment',
      'database',
      'settings',
      'zone',
      'bot',
      'token',
      'scopes',
      'channels',
      'channels',
      'connection',
      'clock',
    ]);
    expect(run.stdout).toContain(`Running: process ${process.pid} on `);
    expect(run.stdout).not.toContain(slack.botToken);
  });

  it('checks what can be checked when much is wrong, and exits 1', async () => {
    const run = await cli.run(['doctor'], { env: { ...env(), SLACK_BOT_TOKEN: 'xoxp-1', PORT: '3001' } });
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).toMatch(/✗ failed +environment SLACK_BOT_TOKEN holds a user token/);
    expect(run.stdout).toMatch(/✗ failed +database +There is no database at .* yet\.\n +→ It is made by the first/);
    expect(run.stdout).toMatch(/\n2 things need mending before the bot works as it should\.\n$/);
    // It looked, and left nothing behind.
    expect(() => cli.read('leadloop.db')).toThrow('ENOENT');
  });

  it('says that settings are missing, and what is not in order in Slack', async () => {
    await cli.given();
    slack.removeScope('commands');
    const run = await cli.run(['doctor'], { env: env() });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /✗ failed +settings +There are no settings yet, so nothing is posted\.\n +→ Run `leadloop settings apply FILE`/,
    );
    expect(run.stdout).toMatch(/✗ failed +scopes +The scope commands is missing/);
  });
});
