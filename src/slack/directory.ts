// Who people are: a copy of Slack's list kept at hand, so that a click needs no network for anybody known.
import { setTimeout } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { PersonFacts } from '../domain/roles.ts';
import { type Settings, salesChannels } from '../domain/settings.ts';
import type { Directory, Log } from '../ports.ts';
import { deliveryErrorOf } from './errors.ts';
import type { SlackIdentity } from './messenger.ts';

const freshMs = 60 * 60 * 1000;
const groupFreshMs = 5 * 60 * 1000;
/** A click waits no longer than this to hear whether something old has changed. */
const patienceMs = 400;
const askAgainMs = 30_000;
const listPages = 50;
const listPageSize = 200;

interface Person {
  readonly name: string;
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly isDeleted: boolean;
  readonly isBot: boolean;
  readonly readAt: number;
}

interface Group {
  readonly members: readonly string[];
  readonly readAt: number;
}

/** Slack did not tell who somebody is; nothing was decided about them. */
export class DirectoryUnavailable extends Error {
  override readonly name = 'DirectoryUnavailable';
}

export interface SlackDirectory extends Directory {
  /** Reads everybody once, in the background of the start and every hour. */
  refresh(): Promise<void>;
  /** What is switched off for want of a scope, in words. */
  missing(): readonly string[];
}

interface Options {
  /** The quick client: somebody waits. */
  readonly client: WebClient;
  readonly identity: () => SlackIdentity | null;
  /** The team that the database belongs to, once it does. */
  readonly boundTeam: () => Promise<string | null>;
  readonly settings: () => Promise<Settings | null>;
  readonly now: () => number;
  readonly log: Log;
}

type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

/** @returns a directory over `users.list`, `users.info` and, where granted, user groups. */
export function createDirectory({ client, identity, boundTeam, settings, now, log }: Options): SlackDirectory {
  const people = new Map<string, Person>();
  const groups = new Map<string, Group>();
  const channelMembers = new Map<string, Group>();
  const off = new Map<string, string>();

  const learn = (user: SlackUser | undefined): Person | undefined => {
    if (!user?.id) return undefined;
    const person: Person = {
      name: user.profile?.display_name || user.real_name || user.name || user.id,
      teamId: user.team_id ?? null,
      enterpriseId: user.enterprise_user?.enterprise_id ?? null,
      isAdmin: Boolean(user.is_admin || user.is_owner),
      isGuest: Boolean(user.is_restricted || user.is_ultra_restricted),
      isDeleted: Boolean(user.deleted),
      isBot: Boolean(user.is_bot) || user.id === 'USLACKBOT',
      readAt: now(),
    };
    people.set(user.id, person);
    return person;
  };

  const isOff = (error: unknown, scope: string, what: string): boolean => {
    const { trouble, code } = deliveryErrorOf(error);
    if (trouble !== 'scope' && code !== 'plan_upgrade_required') return false;
    if (!off.has(scope)) log.warn({ scope, code }, `Switched off for want of a scope: ${what}.`);
    off.set(scope, what);
    return true;
  };

  /** What has become old is asked for again, but nobody waits long for it: the old answer stands until Slack tells. */
  const askedAt = new Map<string, number>();
  const freshen = async (what: string, ask: () => Promise<unknown>): Promise<void> => {
    if (now() - (askedAt.get(what) ?? Number.NEGATIVE_INFINITY) < askAgainMs) return;
    askedAt.set(what, now());
    const told = ask().then(
      () => askedAt.delete(what),
      () => undefined,
    );
    await Promise.race([told, setTimeout(patienceMs, undefined, { ref: false })]);
  };

  const askPerson = async (userId: string): Promise<Person | undefined> => {
    const { user } = await client.users.info({ user: userId });
    off.delete('users:read');
    return learn(user);
  };

  const person = async (userId: string): Promise<Person | undefined> => {
    const known = people.get(userId);
    if (known) {
      if (now() - known.readAt >= freshMs) await freshen(userId, () => askPerson(userId));
      return people.get(userId);
    }
    try {
      return await askPerson(userId);
    } catch (error) {
      if (isOff(error, 'users:read', 'telling guests and admins from other members')) return undefined;
      const { trouble, code } = deliveryErrorOf(error);
      if (trouble === 'refused' || trouble === 'person') {
        // Slack answered, but does not know: the team that came with the click decides alone.
        log.info({ code }, 'Slack tells nothing about a person; they count as a plain member of their team.');
        return undefined;
      }
      throw new DirectoryUnavailable('Slack did not tell who you are, so nothing was changed. Please press once more.', { cause: error });
    }
  };

  const askGroup = async (groupId: string): Promise<readonly string[]> => {
    const members = (await client.usergroups.users.list({ usergroup: groupId })).users ?? [];
    off.delete('usergroups:read');
    groups.set(groupId, { members, readAt: now() });
    return members;
  };

  const membersOf = async (groupId: string): Promise<readonly string[]> => {
    const known = groups.get(groupId);
    if (known) {
      if (now() - known.readAt >= groupFreshMs) await freshen(groupId, () => askGroup(groupId));
      return groups.get(groupId)?.members ?? [];
    }
    try {
      return await askGroup(groupId);
    } catch (error) {
      const { trouble } = deliveryErrorOf(error);
      if (isOff(error, 'usergroups:read', 'user groups in the settings') || trouble === 'refused') {
        // Nobody is in it as far as we can tell; asked again later, not on every click.
        groups.set(groupId, { members: [], readAt: now() - groupFreshMs + 30_000 });
        return [];
      }
      throw new DirectoryUnavailable('Slack did not tell who is in a user group, so nothing was changed. Please press once more.', {
        cause: error,
      });
    }
  };

  /** True also where Slack does not tell: the channels are then as open as the workspace is. */
  const isInChannel = async (channel: string, userId: string): Promise<boolean> => {
    const known = channelMembers.get(channel);
    if (known) {
      if (now() - known.readAt >= groupFreshMs) await freshen(channel, () => askChannel(channel));
      return channelMembers.get(channel)?.members.includes(userId) ?? false;
    }
    try {
      return (await askChannel(channel)).includes(userId);
    } catch (error) {
      log.info(
        { channel, code: deliveryErrorOf(error).code },
        'Slack does not tell who is in a channel; everybody counts as in it for now.',
      );
      return true;
    }
  };

  const askChannel = async (channel: string): Promise<readonly string[]> => {
    const members: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await client.conversations.members({ channel, limit: 1_000, ...(cursor ? { cursor } : {}) });
      members.push(...(answer.members ?? []));
      cursor = answer.response_metadata?.next_cursor;
    } while (cursor);
    channelMembers.set(channel, { members, readAt: now() });
    return members;
  };

  const groupsIn = (rules: Settings | null): readonly string[] => {
    const listed = rules ? [...rules.people.sales, ...rules.people.marketing, ...rules.people.managers] : [];
    return [...new Set(listed.filter((id) => id.startsWith('S')))];
  };

  /** Before Slack has answered the first time, the team that the database is bound to decides. */
  const ourTeam = async (): Promise<Pick<SlackIdentity, 'teamId' | 'enterpriseId'>> => {
    const known = identity();
    if (known) return known;
    const teamId = await boundTeam();
    if (teamId !== null) return { teamId, enterpriseId: null };
    throw new DirectoryUnavailable('LeadLoop has not heard from Slack yet, so nothing was changed. Please press once more in a moment.');
  };

  const isForeign = (ours: Pick<SlackIdentity, 'teamId' | 'enterpriseId'>, teamId: string | null, enterpriseId: string | null): boolean => {
    if (!teamId || teamId === ours.teamId) return false;
    return ours.enterpriseId === null || ours.enterpriseId !== enterpriseId;
  };

  return {
    async facts(userId, teamId, isAtCard): Promise<PersonFacts> {
      const ours = await ourTeam();
      const rules = await settings();
      const isSomewhere = async (channels: readonly string[], list: readonly string[] | undefined): Promise<boolean> => {
        if (isAtCard || !list || list.length > 0) return true;
        return (await Promise.all(channels.map((channel) => isInChannel(channel, userId)))).includes(true);
      };
      // All at once: somebody waits, and Slack waits no longer than three seconds.
      const [known, memberships, isInSalesChannel, isInMarketingChannel] = await Promise.all([
        person(userId),
        Promise.all(groupsIn(rules).map(async (group) => ((await membersOf(group)).includes(userId) ? [group] : []))),
        isSomewhere(rules ? salesChannels(rules) : [], rules?.people.sales),
        isSomewhere(rules ? [rules.channels.marketing] : [], rules?.people.marketing),
      ]);
      return {
        id: userId,
        groups: memberships.flat(),
        isAdmin: known?.isAdmin ?? false,
        isGuest: known?.isGuest ?? false,
        // Some payloads (commands, events) name our own team whoever the person is.
        isForeign: [teamId, known?.teamId ?? null].some((team) => isForeign(ours, team, known?.enterpriseId ?? null)),
        // Programs hold no lead: they count like somebody who has left.
        isDeleted: known ? known.isDeleted || known.isBot : false,
        isInSalesChannel,
        isInMarketingChannel,
      };
    },
    async managers(rules) {
      const listed = rules?.people.managers ?? [];
      if (listed.length === 0) return [...people].filter(([, one]) => one.isAdmin && !one.isDeleted).map(([id]) => id);
      const members = await Promise.all(listed.map(async (id) => (id.startsWith('S') ? await membersOf(id) : [id])));
      return [...new Set(members.flat())];
    },
    async isGone(userId) {
      try {
        return (await askPerson(userId))?.isDeleted ?? false;
      } catch (error) {
        return deliveryErrorOf(error).code === 'user_not_found';
      }
    },
    nameOf: (userId) => people.get(userId)?.name,
    missing: () => [...off].map(([scope, what]) => `${scope}: ${what}`),
    async refresh() {
      let cursor: string | undefined;
      try {
        for (let page = 0; page < listPages; page += 1) {
          const answer = await client.users.list({ limit: listPageSize, ...(cursor ? { cursor } : {}) });
          for (const user of answer.members ?? []) learn(user);
          off.delete('users:read');
          cursor = answer.response_metadata?.next_cursor;
          if (!cursor) break;
        }
        for (const group of groupsIn(await settings())) await membersOf(group);
      } catch (error) {
        if (!isOff(error, 'users:read', 'telling guests and admins from other members'))
          log.info({ code: deliveryErrorOf(error).code }, 'The list of people could not be read now; they are asked for one by one.');
      }
    },
  };
}
