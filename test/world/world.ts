// The world a walk happens in: the real bot, a real database file, the strict Slack server, and a hand clock.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningApp, startApp } from '../../src/app.ts';
import type { Config, SlackConfig } from '../../src/config.ts';
import { type Settings, parseSettings } from '../../src/domain/settings.ts';
import { dueTimes } from '../../src/flows/due-times.ts';
import type { Reporter } from '../../src/flows/report.ts';
import { createLog } from '../../src/log.ts';
import type { LeadRecord, Store } from '../../src/ports.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { createReporter } from '../../src/sqlite/reporter.ts';
import { type HandClock, handClock } from './hand-clock.ts';

export const leadsChannel = 'C0LEADS';
export const marketingChannelId = 'C0MKTG';
export const kim = 'U0KIM'; // a rep
export const sam = 'U0SAM'; // another rep
export const mia = 'U0MIA'; // a marketer
export const max = 'U0MAX'; // a manager
export const intakeToken = 'intake-token-of-the-test';

export interface WorldOptions {
  readonly mode?: 'socket' | 'http';
  /** `null` = nobody has applied settings yet. */
  readonly settings?: Record<string, unknown> | null;
  readonly at?: string;
  readonly postTimeoutMs?: number;
  readonly isRateLimited?: boolean;
  readonly intakeRate?: number;
  /** Stands before the bot's own maker of reports. */
  readonly reporter?: (own: Reporter) => Reporter;
  /** The team that the database was bound to before. */
  readonly boundTeam?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface World {
  readonly sandbox: Sandbox;
  readonly clock: HandClock;
  readonly logLines: string[];
  readonly databasePath: string;
  store(): Store;
  app(): RunningApp;
  workspaceId(): Promise<string>;
  /** `POST /v1/leads`. */
  post(lead: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** Moves the clock on and lets everything due happen. */
  advance(ms: number): Promise<void>;
  /** Moves on to an instant (ISO or ms) from one thing that is due to the next: hours and days in a moment. */
  until(at: string | number): Promise<void>;
  /** Moves on in seconds until the outbox is empty; throws when it is not within so many. */
  settled(seconds?: number): Promise<void>;
  /** The lead as stored, by its id. */
  lead(id: unknown): Promise<LeadRecord>;
  /** Stops the bot in order and starts it anew on the same file. */
  restart(between?: () => Promise<void> | void): Promise<void>;
  /** Gone without a goodbye: the store closes under the bot, as a killed process' does. */
  stop(): Promise<void>;
}

export const people = { sales: [kim, sam], marketing: [mia], managers: [max] };
export const usualSettings = { channels: { leads: leadsChannel, marketing: marketingChannelId }, people, timezone: 'America/New_York' };

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'leadloop-world-'));
  const databasePath = join(folder, 'leadloop.db');
  const clock = handClock(options.at);
  const sandbox = await startSandbox({ now: clock.now, isRateLimited: options.isRateLimited ?? true });
  for (const [id, name] of [
    [kim, 'kim'],
    [sam, 'sam'],
    [mia, 'mia'],
  ] as const) {
    sandbox.addUser({ id, name });
  }
  sandbox.addUser({ id: max, name: 'max', isAdmin: true });
  sandbox.addChannel({ id: leadsChannel, name: 'leads' });
  sandbox.addChannel({ id: marketingChannelId, name: 'marketing' });
  const logLines: string[] = [];
  const log = createLog('debug', { write: (line) => void logLines.push(line) });
  const mode = options.mode ?? 'socket';
  const slack: SlackConfig = {
    botToken: sandbox.botToken,
    appToken: mode === 'socket' ? sandbox.appToken : null,
    signingSecret: mode === 'http' ? sandbox.signingSecret : null,
    apiUrl: sandbox.apiUrl,
    mode,
  };
  const config: Config & { slack: SlackConfig } = {
    slack,
    database: { path: databasePath },
    http: { host: '127.0.0.1', port: 0 },
    intake: { token: intakeToken, rate: options.intakeRate ?? 10_000, burst: 10_000 },
    logLevel: 'debug',
    isUnderNpm: false,
  };

  let store = openStore(databasePath, { create: true, now: clock.now });
  let app: RunningApp;

  const begin = async (): Promise<void> => {
    app = await startApp({
      config,
      store,
      log,
      clock,
      ...(options.postTimeoutMs ? { postTimeoutMs: options.postTimeoutMs } : {}),
      ...(options.reporter ? { reporter: options.reporter(createReporter(databasePath, store)) } : {}),
    });
    if (mode === 'http') sandbox.deliverTo(`${app.url}/slack/events`);
    else await sandbox.waitFor(() => sandbox.socketConnections() > 0);
    await app.idle();
  };
  if (options.boundTeam) await store.bindTeam((await store.workspace()).id, options.boundTeam);
  if (options.settings !== null) await apply(store, options.settings ?? usualSettings, clock.now());
  await begin();

  /** What is under way, and what is due in the next minutes; a plan for later is no unfinished work. */
  const unfinished = async (): Promise<number> => {
    const { id } = await store.workspace();
    const { byState } = await store.outbox.counts(id);
    const soon = (await store.outbox.lanes(id)).filter(({ dueAt }) => dueAt <= clock.now() + 10 * 60_000);
    return byState.sending + soon.length;
  };

  const world: World = {
    sandbox,
    clock,
    logLines,
    databasePath,
    store: () => store,
    app: () => app,
    workspaceId: async () => (await store.workspace()).id,
    async post(lead, headers = {}) {
      const response = await fetch(`${app.url}/v1/leads`, {
        method: 'POST',
        headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(lead),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async get(path) {
      const response = await fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${intakeToken}` } });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async advance(ms) {
      await clock.advance(ms, () => app.idle());
    },
    async until(at) {
      const target = typeof at === 'number' ? at : Date.parse(at);
      const { id } = await store.workspace();
      for (let steps = 0; steps < 20_000; steps += 1) {
        await app.idle();
        const due = (await dueTimes(store, id, clock.now())).flatMap((one) => (one.at <= target ? [one.at] : []));
        if (due.length === 0 || clock.now() >= target) break;
        const next = Math.min(...due);
        if (next > clock.now() + 1_100) clock.jump(next - clock.now() - 100);
        await world.advance(Math.min(1_100, target - clock.now()));
      }
      clock.jump(Math.max(0, target - clock.now()));
      await world.advance(0);
    },
    async settled(seconds = 120) {
      for (let second = 0; second < seconds; second += 1) {
        await app.idle();
        if ((await unfinished()) === 0) return;
        await world.advance(1_100);
      }
      throw new Error(`The outbox is not empty after ${seconds} s: ${await unfinished()} entries left`);
    },
    async lead(id) {
      const record = await store.lead((await store.workspace()).id, String(id));
      if (!record) throw new Error(`No lead ${String(id)}`);
      return record;
    },
    async restart(between) {
      await app.stop(2_000);
      store.close();
      if (mode === 'socket') await sandbox.waitFor(() => sandbox.socketConnections() === 0);
      await between?.();
      store = openStore(databasePath, { create: false, now: clock.now });
      await begin();
    },
    async stop() {
      await app.stop(2_000);
      store.close();
      if (mode === 'socket') await sandbox.waitFor(() => sandbox.socketConnections() === 0);
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

/** Applies a settings file as `settings apply` does. */
export async function apply(store: Store, file: Record<string, unknown>, at: number): Promise<Settings> {
  const parsed = parseSettings(file);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  await store.applySettings((await store.workspace()).id, parsed.settings, at, 'system');
  return parsed.settings;
}
