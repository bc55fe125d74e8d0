// A bot that is killed and started again, the Slack it talks to, the file it lives on: everything that outlives it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { type Message, type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { received } from '../sqlite/sample-leads.ts';
import { apply, intakeToken, kim, leadsChannel, marketingChannelId, max, mia, people, sam } from '../world/world.ts';
import { type Child, startChild } from './child.ts';
import { faultsIn } from './invariants.ts';
import type { PointName } from './points.ts';
import { countEvents, dueSoonIn, unfinishedIn } from './reading.ts';
import { faultsInSlack } from './slack-invariants.ts';

export type Mode = 'http' | 'socket';

/** Leads go to a channel each by their country, so that they do not wait for one another's second. */
export const countries = ['AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'IT', 'NL'] as const;
export const channelOf = (country: string): string => `C0${country}`;
const routes = countries.map((country) => ({ when: { country: [country] }, channel: channelOf(country) }));
export const digestChannel = 'C0DIGEST';
const dayMs = 24 * 60 * 60 * 1000;
const allDay = ['00:00-24:00'];

/** Always open, and so short of time that reminders and stalls fall into the lives of a bot that is killed every few seconds. */
const hurried = {
  businessHours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, allDay])),
  deadlines: { claim: 'PT3S', verdict: 'PT4S', stalledUnclaimed: 'PT15S', stalledClaimed: 'P5D', marketing: 'PT3S' },
  timezone: 'UTC',
};

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface LifeOptions {
  /** Have settings been applied? They have unless said. */
  readonly isSetUp?: boolean;
  /** Deadlines of seconds, and a digest that fell due a moment ago. */
  readonly isHurried?: boolean;
  readonly onDeath?: (point: PointName) => void;
}

export interface Life {
  readonly sandbox: Sandbox;
  readonly databasePath: string;
  readonly env: NodeJS.ProcessEnv;
  bot(): Child;
  url(): string;
  /** Resolves when a bot is ready and nobody has seen it die. */
  up(): Promise<void>;
  /** Starts the bot, to die at a point or a call; resolves when it is ready (or has died before it was). */
  begin(death?: { point?: PointName; call?: string }): Promise<void>;
  /** Resolves once the bot has died at the point that it was started with. */
  died(): Promise<void>;
  /** `kill -9` now, from outside. */
  kill(): Promise<void>;
  /** `POST /v1/leads`; `null` = no answer came. */
  post(lead: Record<string, unknown>): Promise<Answer | null>;
  /** The card of a lead, once it stands. */
  card(name: string, timeoutMs?: number): Promise<Message>;
  /** Events of a type for the lead with this name. */
  count(name: string, type: string): number;
  /** The settings of a hurried life with another time for the digest; as `settings apply` beside a running bot or none. */
  retime(digest: { readonly day: string; readonly at: string }): Promise<void>;
  /** Waits until nothing is left to do, then checks everything that must hold. */
  settled(timeoutMs?: number): Promise<void>;
  end(): Promise<void>;
}

/** A bot that has not come to its point after so long never will: it is ended, and what it said is shown. */
const dyingMs = 60_000;
/** Compiled once for all the lives of all runs. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/leadloop-compiled', import.meta.url));
const program = fileURLToPath(new URL('bot.ts', import.meta.url));

export async function startLife(mode: Mode, options: LifeOptions = {}): Promise<Life> {
  const folder = await mkdtemp(join(tmpdir(), 'leadloop-crash-'));
  const databasePath = join(folder, 'leadloop.db');
  const sandbox = await startSandbox();
  for (const [id, name] of [
    [kim, 'kim'],
    [sam, 'sam'],
    [mia, 'mia'],
  ] as const) {
    sandbox.addUser({ id, name });
  }
  sandbox.addUser({ id: max, name: 'max', isAdmin: true });
  for (const id of [leadsChannel, marketingChannelId, digestChannel, ...countries.map(channelOf)])
    sandbox.addChannel({ id, name: id.toLowerCase() });
  const usual = { channels: { leads: leadsChannel, marketing: marketingChannelId, digest: digestChannel }, people, routes };
  if (options.isSetUp !== false) {
    const store = openStore(databasePath, { create: true });
    if (options.isHurried) {
      // Somebody has worked with it for a while, or no digest would be due.
      await apply(store, { ...usual, ...hurried, digest: digestNow() }, Date.now() - 20 * dayMs);
      const { id } = await store.workspace();
      await store.commit(received(id, 'an earlier lead', { at: Date.now() - 16 * dayMs, isHistory: true }));
    } else await apply(store, usual, Date.now());
    store.close();
  }
  const env: NodeJS.ProcessEnv = {
    SLACK_BOT_TOKEN: sandbox.botToken,
    ...(mode === 'socket' ? { SLACK_APP_TOKEN: sandbox.appToken } : { SLACK_SIGNING_SECRET: sandbox.signingSecret }),
    SLACK_API_URL: sandbox.apiUrl,
    DATABASE_URL: `file:${databasePath}`,
    HOST: '127.0.0.1',
    PORT: '0',
    INTAKE_TOKEN: intakeToken,
    INTAKE_RATE: '10000',
    INTAKE_BURST: '10000',
    LOG_LEVEL: 'info',
    NODE_COMPILE_CACHE: compiled,
  };

  let bot: Child | null = null;
  let url = '';
  let isUp = false;
  let ready = Promise.withResolvers<void>();
  let point: PointName | null = null;
  const current = (): Child => {
    if (!bot) throw new Error('Call begin first.');
    return bot;
  };

  const life: Life = {
    sandbox,
    databasePath,
    env,
    bot: current,
    url: () => url,
    up: () => ready.promise,
    async begin(death = {}) {
      point = death.point ?? null;
      bot = startChild([program], {
        ...env,
        ...(death.point ? { CRASH_POINT: death.point } : {}),
        ...(death.call ? { CRASH_CALL: death.call } : {}),
      });
      const { ended } = bot;
      let isGone = false;
      void ended.then(() => {
        isGone = true;
        if (isUp) ready = Promise.withResolvers();
        isUp = false;
      });
      url = await bot.says(/^ready (\S+)$/m).catch(() => '');
      if (url === '') {
        expect((await ended).signal, (await ended).said).toBe('SIGKILL');
        return;
      }
      if (mode === 'http') sandbox.deliverTo(`${url}/slack/events`);
      else await Promise.race([ended, sandbox.waitFor(() => sandbox.socketConnections() > 0, dyingMs)]);
      if (isGone) return;
      isUp = true;
      ready.resolve();
    },
    async died() {
      const waiting = setTimeout(() => current().kill('SIGKILL'), dyingMs);
      const { signal, said } = await current().ended;
      clearTimeout(waiting);
      expect({ signal, where: /^dies (.+)$/m.exec(said)?.[1] }, said).toEqual({ signal: 'SIGKILL', where: point });
      if (point) options.onDeath?.(point);
    },
    async kill() {
      current().kill('SIGKILL');
      await current().ended;
    },
    async post(lead) {
      try {
        const response = await fetch(`${url}/v1/leads`, {
          method: 'POST',
          headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
          body: JSON.stringify(lead),
        });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      } catch {
        return null;
      }
    },
    card: (name, timeoutMs = 60_000) => sandbox.waitFor(() => cardsOf(sandbox, name)[0], timeoutMs),
    count: (name, type) => countEvents(databasePath, name, type),
    async retime(digest) {
      const store = openStore(databasePath, { create: false });
      await apply(store, { ...usual, ...hurried, digest }, Date.now());
      store.close();
    },
    async settled(timeoutMs = 90_000) {
      const left = () => [...unfinishedIn(databasePath), ...dueSoonIn(databasePath, Date.now())];
      await vi.waitFor(() => expect(left()).toEqual([]), { timeout: timeoutMs, interval: 50 });
      expect(await faultsIn(databasePath)).toEqual([]);
      expect(await faultsInSlack(databasePath, sandbox)).toEqual([]);
    },
    async end() {
      bot?.kill('SIGKILL');
      await bot?.ended;
      await sandbox.waitFor(() => sandbox.socketConnections() === 0);
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return life;
}

/** The cards in the leads channels that show this name. */
export function cardsOf(sandbox: Sandbox, name: string): readonly Message[] {
  const all = [leadsChannel, ...countries.map(channelOf)].flatMap((channel) => sandbox.messages(channel));
  return all.filter((message) => JSON.stringify(message.blocks ?? '').includes(`"${name} · `));
}

/** The card of a lead that went back to marketing. */
export function marketingCardOf(sandbox: Sandbox, name: string): Message | undefined {
  return sandbox
    .messages(marketingChannelId)
    .findLast((message) => JSON.stringify(message.blocks ?? '').includes(`Back to marketing: ${name} · `));
}

/** The digest that falls due in this minute, or has just done so. */
export function digestNow(): { day: string; at: string } {
  const [, day = 'mon', at = '09:00'] = /^(\w{3}), .* (\d\d:\d\d):\d\d GMT$/.exec(new Date().toUTCString()) ?? [];
  return { day: day.toLowerCase(), at };
}
