// What doctor asks Slack: does the token work, may it do what the bot needs, are the channels usable, do the clocks agree?
import { type ConversationsInfoResponse, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Settings } from '../domain/settings.ts';
import { boltClientOptions } from './clients.ts';
import { deliveryErrorOf } from './errors.ts';

export interface Finding {
  /** One or two words: what was looked at. */
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly sentence: string;
  /** What to do about it. */
  readonly mend?: string;
}

/** TABLE: the scopes of the manifest, and what is off without each. */
const scopes = {
  'chat:write': 'the bot can post nothing',
  commands: 'the /lead command and the shortcut are off',
  'users:read': 'guests and admins cannot be told from other members',
  'channels:read': 'public channels cannot be checked',
  'groups:read': 'private channels cannot be checked',
  'channels:history': 'after a lost answer in a public channel the bot cannot look whether its message stands',
  'groups:history': 'after a lost answer in a private channel the bot cannot look whether its message stands',
} as const satisfies Record<string, string>;
const optionalScope = 'usergroups:read';

const scopeMend = 'on api.slack.com/apps, under your app → OAuth & Permissions → Scopes, then install the app to the workspace again';
/** Slack refuses signatures that are older, so clicks over HTTP fail with a clock that is off by this. */
const clockFailsMs = 5 * 60 * 1000;
const clockWarnsMs = 30 * 1000;

/** How Slack is reached. */
export interface SlackAccess {
  readonly botToken: string;
  /** `null` = Slack calls us over HTTP. */
  readonly appToken: string | null;
  /** Everything before the method name; `null` = Slack's own. */
  readonly apiUrl: string | null;
}

interface Options {
  readonly slack: SlackAccess;
  /** The team that the database belongs to, once a start bound it. */
  readonly teamId: string | null;
  readonly settings: Settings | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Looks at everything that Slack can tell. Posts nothing, changes nothing, never throws for what Slack answers. */
export async function checkSlack({ slack, teamId, settings, now }: Options): Promise<readonly Finding[]> {
  const clock: { skewMs: number | null } = { skewMs: null };
  const client = new WebClient(slack.botToken, {
    ...boltClientOptions(slack.apiUrl),
    fetch: noticingDate((date) => {
      clock.skewMs = now() - date;
    }),
  });
  const token = await checkToken(client, teamId);
  const findings = [...token.findings];
  if (token.works) {
    const lacking = new Set<string>();
    const channels = await checkChannels(client, settings, lacking);
    findings.push(...checkScopes(token.granted, lacking, settings), ...channels);
  }
  return [...findings, await checkConnection(slack), ...checkClock(clock.skewMs)];
}

interface TokenCheck {
  readonly works: boolean;
  readonly findings: readonly Finding[];
  /** `null` when Slack did not say. */
  readonly granted: readonly string[] | null;
}

async function checkToken(client: WebClient, boundTeamId: string | null): Promise<TokenCheck> {
  try {
    const { team, team_id: teamId, response_metadata: metadata } = await client.auth.test();
    const granted = metadata?.scopes ?? null;
    const name = `${team ?? 'unnamed'} (${teamId ?? 'no id'})`;
    if (boundTeamId === null || teamId === boundTeamId) {
      const findings: Finding[] = [{ subject: 'token', state: 'ok', sentence: `The bot token works for the workspace ${name}.` }];
      return { works: true, findings, granted };
    }
    const sentence = `The bot token is for the workspace ${name}, but this database belongs to team ${boundTeamId}.`;
    const mend = 'Use the token of that team, or another DATABASE_URL for this one.';
    return { works: true, findings: [{ subject: 'token', state: 'failed', sentence, mend }], granted };
  } catch (error) {
    return { works: false, findings: [{ subject: 'token', ...tokenTrouble(error) }], granted: null };
  }
}

function tokenTrouble(error: unknown): Pick<Finding, 'state' | 'sentence' | 'mend'> {
  const { trouble, code } = deliveryErrorOf(error);
  if (trouble === 'workspace') {
    return {
      state: 'failed',
      sentence: `Slack refuses the bot token (${code}).`,
      mend: 'Copy SLACK_BOT_TOKEN again from OAuth & Permissions; if it was revoked, install the app to the workspace again.',
    };
  }
  if (trouble === 'rate')
    return { state: 'failed', sentence: 'Slack asks for a pause, so nothing could be checked.', mend: 'Try again in a minute.' };
  return {
    state: 'failed',
    sentence: `Slack could not be asked (${code}).`,
    mend: 'Check the network, proxies and firewall between here and slack.com, and SLACK_API_URL if it is set.',
  };
}

function checkScopes(granted: readonly string[] | null, lacking: ReadonlySet<string>, settings: Settings | null): readonly Finding[] {
  const isMissing = (scope: string): boolean => lacking.has(scope) || (granted !== null && !granted.includes(scope));
  const missing = Object.entries(scopes).filter(([scope]) => isMissing(scope));
  const findings = missing.map(([scope, off]): Finding => {
    return { subject: 'scopes', state: 'failed', sentence: `The scope ${scope} is missing: ${off}.`, mend: `Add ${scope} ${scopeMend}.` };
  });
  const people = settings ? [...settings.people.sales, ...settings.people.marketing, ...settings.people.managers] : [];
  if (people.some((id) => id.startsWith('S')) && isMissing(optionalScope)) {
    const sentence = `The settings name user groups, but the scope ${optionalScope} is missing: nobody counts as a member of them.`;
    findings.push({
      subject: 'scopes',
      state: 'failed',
      sentence,
      mend: `Add ${optionalScope} ${scopeMend}, or list the people by their own ids.`,
    });
  }
  if (granted === null) {
    const sentence = 'Slack did not say which scopes the token has, so only those could be checked that reading the channels needs.';
    findings.push({ subject: 'scopes', state: 'warning', sentence });
  }
  if (findings.length > 0) return findings;
  return [{ subject: 'scopes', state: 'ok', sentence: `The token has all ${Object.keys(scopes).length} scopes that the bot needs.` }];
}

/** What each channel is for, in words; a channel that serves several purposes comes once. */
function purposesOf(settings: Settings): ReadonlyMap<string, string> {
  const { leads, marketing, digest } = settings.channels;
  const purposes = new Map<string, string[]>();
  const add = (id: string | undefined, purpose: string): void => {
    if (id === undefined) return;
    const known = purposes.get(id) ?? [];
    if (!known.includes(purpose)) purposes.set(id, [...known, purpose]);
  };
  add(leads, 'leads');
  add(marketing, 'marketing');
  add(digest, 'digest');
  for (const route of settings.routes) add(route.channel, 'a route');
  return new Map([...purposes].map(([id, words]) => [id, words.join(', ')]));
}

async function checkChannels(client: WebClient, settings: Settings | null, lacking: Set<string>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [id, purpose] of settings ? purposesOf(settings) : []) {
    const finding = await checkChannel(client, id, purpose, lacking);
    findings.push({ subject: 'channels', ...finding });
  }
  return findings;
}

type Channel = NonNullable<ConversationsInfoResponse['channel']>;

async function checkChannel(client: WebClient, id: string, purpose: string, lacking: Set<string>): Promise<Omit<Finding, 'subject'>> {
  try {
    const { channel } = await client.conversations.info({ channel: id });
    const trouble = channel ? channelTrouble(channel, `#${channel.name ?? id} (${id}, for ${purpose})`) : null;
    if (trouble) return trouble;
    // One message, not looked at: only whether reading is allowed, which finds our own posts again after a lost answer.
    await client.conversations.history({ channel: id, limit: 1 });
    return { state: 'ok', sentence: `#${channel?.name ?? id} (${id}, for ${purpose}) is there, and the bot is in it.` };
  } catch (error) {
    const { trouble, code, needed } = deliveryErrorOf(error);
    if (trouble === 'scope') {
      for (const scope of needed?.split(',') ?? []) lacking.add(scope.trim());
      return {
        state: 'warning',
        sentence: `${id} (for ${purpose}) could not be fully checked: the scope ${needed ?? 'for it'} is missing.`,
      };
    }
    if (code === 'channel_not_found' || code === 'not_in_channel') {
      const mend =
        'Check the id (in Slack: channel name → About, at the bottom); if the channel is private, write /invite @leadloop in it.';
      return { state: 'failed', sentence: `The bot sees no channel ${id} (for ${purpose}).`, mend };
    }
    return { state: 'failed', sentence: `${id} (for ${purpose}) could not be checked (${code}).`, mend: 'Try again in a minute.' };
  }
}

function channelTrouble(channel: Channel, name: string): Omit<Finding, 'subject'> | null {
  if (channel.is_archived) {
    return { state: 'failed', sentence: `${name} is archived.`, mend: 'Unarchive it, or put another channel into the settings.' };
  }
  if (channel.is_member === false)
    return { state: 'failed', sentence: `The bot is not in ${name}.`, mend: 'Write /invite @leadloop in that channel.' };
  if (channel.is_ext_shared) {
    const mend = 'Use a channel of your own if they should not.';
    return { state: 'warning', sentence: `${name} is shared with another organisation, whose people see the leads.`, mend };
  }
  return null;
}

async function checkConnection(slack: SlackAccess): Promise<Finding> {
  const subject = 'connection';
  if (slack.appToken === null) {
    const sentence =
      'HTTP mode with a signing secret: Slack has to reach POST /slack/events of this bot from outside, which cannot be seen from here.';
    return { subject, state: 'ok', sentence };
  }
  try {
    await new WebClient(slack.appToken, boltClientOptions(slack.apiUrl)).apps.connections.open();
    return { subject, state: 'ok', sentence: 'Socket Mode: Slack offers a connection for the app token.' };
  } catch (error) {
    const { code } = deliveryErrorOf(error);
    return {
      subject,
      state: 'failed',
      sentence: `Socket Mode: Slack offers no connection for the app token (${code}).`,
      mend: 'Check SLACK_APP_TOKEN (Basic Information → App-Level Tokens, scope connections:write) and that Socket Mode is on.',
    };
  }
}

function checkClock(skewMs: number | null): readonly Finding[] {
  const subject = 'clock';
  if (skewMs === null) return [{ subject, state: 'warning', sentence: 'The clock could not be compared with Slack’s.' }];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) < clockWarnsMs) return [{ subject, state: 'ok', sentence: 'The clock of this machine agrees with Slack’s.' }];
  const sentence = `The clock of this machine is ${seconds} seconds ${skewMs > 0 ? 'ahead of' : 'behind'} Slack’s.`;
  const mend = 'Let the machine set its clock by the network (NTP).';
  return [{ subject, state: Math.abs(skewMs) < clockFailsMs ? 'warning' : 'failed', sentence, mend }];
}

/** fetch, which tells the time of the answer on its way. */
function noticingDate(notice: (date: number) => void): NonNullable<WebClientOptions['fetch']> {
  return async (url, init) => {
    const response = await fetch(url, init);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) notice(date);
    return response;
  };
}
