// manifest.yml: Slack takes it, it asks for exactly what the bot needs, and what is made from it (HTTP mode, the link) says the same.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AppsManifestValidateArguments } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { httpManifest, UsageError } from '../tools/manifest-address.ts';
import { manifestFormat } from '../tools/manifest-format.ts';
import { manifestLink, withManifestLink } from '../tools/manifest-link.ts';

type Manifest = AppsManifestValidateArguments['manifest'];
type BotScope = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>[number];

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const YAML = readFileSync(path('manifest.yml'), 'utf8');
const README = existsSync(path('README.md')) ? readFileSync(path('README.md'), 'utf8') : undefined;
const URL_OF_SLACK = 'https://leads.example.com/slack/events';

/** The manifest once more, where the compiler compares scope and event names with those that Slack's own library knows. */
const EXPECTED = {
  _metadata: { major_version: 2 },
  display_information: {
    name: 'LeadLoop',
    description: 'Leads in, verdicts out, and a weekly report that marketing and sales both believe.',
    background_color: '#1f3a5f',
  },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
    bot_user: { display_name: 'leadloop', always_online: false },
    shortcuts: [{ type: 'global', name: 'Add a lead', callback_id: 'add_lead', description: 'Puts a lead before sales.' }],
    slash_commands: [
      {
        command: '/lead',
        description: 'Your leads, how they do, and what both sides say of them.',
        usage_hint: 'help | add | find TEXT | mine | outcome | report | targets | questions | change | definition',
        should_escape: false,
      },
    ],
  },
  oauth_config: {
    scopes: {
      bot: ['chat:write', 'commands', 'users:read', 'channels:read', 'groups:read', 'channels:history', 'groups:history'],
      bot_optional: ['usergroups:read'],
    },
  },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened'] },
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
} satisfies Manifest;

type Json = Record<string, unknown>;

/** The manifest with one place changed; `undefined` takes the key away. */
function changed(place: string, value: unknown): unknown {
  const copy: Json = structuredClone(EXPECTED);
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  let at: Json = copy;
  for (const key of keys) at = at[key] as Json;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

/** Where the format finds fault, as dotted paths. */
function faultsOf(manifest: unknown): string[] {
  const checked = manifestFormat.safeParse(manifest);
  return checked.success ? [] : checked.error.issues.map((each) => each.path.join('.'));
}

describe('manifest.yml', () => {
  it('is what Slack takes', () => {
    expect(faultsOf(parse(YAML))).toEqual([]);
  });

  it('is the manifest that the compiler has checked against the names Slack knows', () => {
    expect(parse(YAML)).toEqual(EXPECTED);
    // Does not compile any more when the library stops telling scopes from other words: then the check above would check nothing.
    const knowsAnyWord: string extends BotScope ? true : false = false;
    const knowsMisspelt: 'chat:wirte' extends BotScope ? true : false = false;
    expect([knowsAnyWord, knowsMisspelt]).toEqual([false, false]);
  });

  it('asks for these scopes and events and offers this command and shortcut, no more and no fewer', () => {
    const { oauth_config: oauth, features, settings } = manifestFormat.parse(parse(YAML));
    expect(oauth.scopes.bot.toSorted()).toEqual([
      'channels:history',
      'channels:read',
      'chat:write',
      'commands',
      'groups:history',
      'groups:read',
      'users:read',
    ]);
    expect(oauth.scopes.bot_optional).toEqual(['usergroups:read']);
    expect(settings.event_subscriptions?.bot_events).toEqual(['app_home_opened']);
    expect(features.slash_commands?.map(({ command }) => command)).toEqual(['/lead']);
    expect(features.shortcuts?.map(({ type, name, callback_id: id }) => [type, name, id])).toEqual([['global', 'Add a lead', 'add_lead']]);
  });

  it('explains each scope in a comment above it', () => {
    const lines = YAML.split('\n').map((line) => line.trim());
    for (const scope of [...EXPECTED.oauth_config.scopes.bot, ...EXPECTED.oauth_config.scopes.bot_optional]) {
      expect(lines[lines.indexOf(`- ${scope}`) - 1], scope).toMatch(/^# .{15,}\.$/);
    }
  });
});

describe('the format', () => {
  const letters = (count: number) => 'a'.repeat(count);
  const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
  const word = (index: number) => `x${String.fromCharCode(97 + Math.trunc(index / 26))}${String.fromCharCode(97 + (index % 26))}`;
  const command = { command: '/x', description: 'x' };
  const shortcut = { type: 'global', name: 'x', callback_id: 'x', description: 'x' };

  it.each<[place: string, allowed: unknown, refused: unknown]>([
    ['display_information.name', letters(35), letters(36)],
    ['display_information.name', 'a', ''],
    ['display_information.description', letters(140), letters(141)],
    ['display_information.long_description', letters(175), letters(174)],
    ['display_information.long_description', letters(4000), letters(4001)],
    ['display_information.background_color', '#fff', '#ffff'],
    ['display_information.background_color', '#A0b1C2', 'A0b1C2'],
    ['features.bot_user.display_name', letters(80), letters(81)],
    ['features.bot_user.display_name', 'lead-loop_1.x', 'LeadLoop'],
    ['features.shortcuts', many(10, () => shortcut), many(11, () => shortcut)],
    ['features.shortcuts', [{ ...shortcut, name: letters(24) }], [{ ...shortcut, name: letters(25) }]],
    ['features.shortcuts', [{ ...shortcut, callback_id: letters(255) }], [{ ...shortcut, callback_id: letters(256) }]],
    ['features.shortcuts', [{ ...shortcut, description: letters(150) }], [{ ...shortcut, description: letters(151) }]],
    ['features.shortcuts', [{ ...shortcut, type: 'message' }], [{ ...shortcut, type: 'channel' }]],
    ['features.slash_commands', many(50, () => command), many(51, () => command)],
    ['features.slash_commands', [{ ...command, command: `/${letters(31)}` }], [{ ...command, command: `/${letters(32)}` }]],
    ['features.slash_commands', [{ ...command, command: '/x' }], [{ ...command, command: '/' }]],
    ['features.slash_commands', [{ ...command, command: '/lead' }], [{ ...command, command: 'lead' }]],
    ['features.slash_commands', [{ ...command, description: letters(2000) }], [{ ...command, description: letters(2001) }]],
    ['features.slash_commands', [{ ...command, usage_hint: letters(1000) }], [{ ...command, usage_hint: letters(1001) }]],
    ['oauth_config.scopes.bot_optional', many(255, word), many(256, word)],
    ['oauth_config.scopes.bot_optional', [letters(50)], [letters(51)]],
    ['oauth_config.scopes.bot_optional', ['users:read.email'], ['Users:Read']],
    ['oauth_config.scopes.bot_optional', ['team:read', 'files:read'], ['team:read', 'team:read']],
    ['settings.event_subscriptions.bot_events', many(100, word), many(101, word)],
    ['settings.event_subscriptions.bot_events', ['message.channels'], ['message.channels', 'message.channels']],
    ['settings.allowed_ip_address_ranges', many(50, String), many(51, String)],
    ['settings.org_deploy_enabled', true, 'yes'],
    ['_metadata.major_version', 2, 1],
  ])('takes %s up to its limit and not beyond', (place, allowed, refused) => {
    expect(faultsOf(changed(place, allowed))).toEqual([]);
    const faults = faultsOf(changed(place, refused));
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatch(new RegExp(`^${place}`));
  });

  it.each([
    '_metadata.major',
    'display_information.nmae',
    'features.appHome',
    'features.bot_user.id',
    'settings.socketMode',
    'oauth_config.scopes.bots',
    'functions',
  ])('does not know the key %s', (place) => {
    expect(faultsOf(changed(place, {}))).toEqual([place.split('.').slice(0, -1).join('.')]);
  });

  it.each(['_metadata', 'display_information', 'display_information.name', 'oauth_config', 'settings.interactivity.is_enabled'])(
    'misses %s',
    (place) => {
      expect(faultsOf(changed(place, undefined))).toEqual([place]);
    },
  );

  it.each<[why: string, place: string, value: unknown, fault: string]>([
    ['bot scopes without a bot', 'features.bot_user', undefined, 'features.bot_user'],
    ['a command without the scope', 'oauth_config.scopes.bot', ['chat:write'], 'oauth_config.scopes.bot'],
    ['a scope both required and optional', 'oauth_config.scopes.bot_optional', ['commands'], 'oauth_config.scopes.bot_optional'],
    ['a shortcut that nothing answers', 'settings.interactivity', { is_enabled: false }, 'settings.interactivity'],
    ['an address in Socket Mode', 'settings.event_subscriptions.request_url', URL_OF_SLACK, 'settings.event_subscriptions.request_url'],
  ])('refuses %s', (_why, place, value, fault) => {
    expect(faultsOf(changed(place, value))).toEqual([fault]);
  });

  it('wants every address in HTTP mode', () => {
    expect(faultsOf(changed('settings.socket_mode_enabled', false))).toEqual([
      'settings.event_subscriptions.request_url',
      'settings.interactivity.request_url',
      'features.slash_commands./lead.url',
    ]);
  });
});

describe('the manifest for HTTP mode', () => {
  it('differs from the other in its three addresses and the mode, and in nothing else', () => {
    const expected = structuredClone<Manifest>(EXPECTED);
    const [command] = expected.features?.slash_commands ?? [];
    const { event_subscriptions: events, interactivity } = expected.settings ?? {};
    if (!command || !events || !interactivity || !expected.settings) throw new Error('the manifest has lost a part');
    command.url = URL_OF_SLACK;
    events.request_url = URL_OF_SLACK;
    interactivity.request_url = URL_OF_SLACK;
    expected.settings.socket_mode_enabled = false;
    const manifest: unknown = parse(httpManifest(YAML, 'https://leads.example.com'));
    expect(manifest).toEqual(expected);
    expect(faultsOf(manifest)).toEqual([]);
  });

  it('keeps the comments, and does not speak of Socket Mode', () => {
    const text = httpManifest(YAML, 'https://leads.example.com');
    expect(text).toContain('# Posts cards, thread lines, digests and private answers, and edits its own messages.\n      - chat:write\n');
    expect(text).not.toContain('Socket Mode');
  });

  it.each([
    ['https://leads.example.com/', URL_OF_SLACK],
    ['https://leads.example.com/slack/events', URL_OF_SLACK],
    ['https://example.com:8443/leadloop/', 'https://example.com:8443/leadloop/slack/events'],
    ['http://localhost:3000', 'http://localhost:3000/slack/events'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/slack/events'],
  ])('makes of %s the address %s', (address, url) => {
    expect(manifestFormat.parse(parse(httpManifest(YAML, address))).settings.interactivity?.request_url).toBe(url);
  });

  it.each([
    undefined,
    '',
    'leads.example.com',
    'http://leads.example.com',
    'ftp://x',
    'https://leads.example.com/?a=1',
    'https://u:p@leads.example.com',
  ])('refuses the address %s and shows how to write one', (address) => {
    expect(() => httpManifest(YAML, address)).toThrow(UsageError);
    expect(() => httpManifest(YAML, address)).toThrow(/manifest:http -- https:\/\/leads\.example\.com$/);
  });

  it('is printed by the tool, whose errors are one sentence', () => {
    const tool = path('tools/manifest-http.ts');
    const printed = execFileSync(process.execPath, [tool, 'https://leads.example.com'], { encoding: 'utf8' });
    expect(printed).toBe(httpManifest(YAML, 'https://leads.example.com'));
    const refused = spawnSync(process.execPath, [tool], { encoding: 'utf8' });
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/^Say at which address .*\n$/);
  });
});

describe('the one-click link', () => {
  const link = manifestLink(YAML);

  it('opens Slack with this very manifest', () => {
    const url = new URL(link);
    expect(`${url.origin}${url.pathname}`).toBe('https://api.slack.com/apps');
    expect(url.searchParams.get('new_app')).toBe('1');
    expect(parse(url.searchParams.get('manifest_yaml') ?? '')).toEqual(EXPECTED);
  });

  it('survives Markdown and an address bar', () => {
    expect(link).toMatch(/^[\w.~%:/?&=-]+$/);
    expect(link.length).toBeLessThan(4000);
    expect(manifestLink("a: 'it''s (so) *x*!'\n")).toContain('%27');
  });

  it('is put between its marks, again and again, and nowhere else', () => {
    const begin = '<!-- manifest-link:begin (written by: node tools/readme-manifest-link.ts) -->';
    const end = '<!-- manifest-link:end -->';
    const once = withManifestLink(`# LeadLoop\n\n${begin}\nold\n${end}\n\nMore.\n`, YAML);
    expect(once).toBe(`# LeadLoop\n\n${begin}\n[Create the Slack app from this manifest](${link})\n${end}\n\nMore.\n`);
    expect(withManifestLink(once, YAML)).toBe(once);
    for (const readme of ['', begin, `${end}\n${begin}`, `${begin}\n${begin}\n${end}`]) {
      expect(() => withManifestLink(readme, YAML)).toThrow(/README\.md needs these two lines/);
    }
  });

  it.runIf(README !== undefined)('stands in README.md as it is today', () => {
    expect(README, 'run: node tools/readme-manifest-link.ts').toContain(`](${link})`);
    expect(withManifestLink(README ?? '', YAML)).toBe(README);
  });
});
