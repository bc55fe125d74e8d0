// The only wiring: config and store in, a running bot out.
import { uuidv7 } from 'uuidv7';
import type { Config, SlackConfig } from './config.ts';
import { handBackOfGone } from './flows/absence.ts';
import type { Desk } from './flows/record.ts';
import type { Reporter } from './flows/report.ts';
import type { Health } from './http/health.ts';
import { type DeliveryResult, createMetrics } from './http/metrics.ts';
import { startHttp } from './http/server.ts';
import { systemClock } from './clock.ts';
import { createReporter } from './sqlite/reporter.ts';
import type { Clock, Log, NewId, Store } from './ports.ts';
import { readiness } from './readiness.ts';
import { createSlack } from './slack/app.ts';
import { interactiveClient, posterClient } from './slack/clients.ts';
import { createDirectory } from './slack/directory.ts';
import { createLeadQuality } from './slack/lead-quality.ts';
import { createMessenger } from './slack/messenger.ts';
import { startTick } from './worker/schedule.ts';
import type { Outcome } from './worker/attempt.ts';
import { type Worker, createWorker } from './worker/worker.ts';

export interface AppOptions {
  readonly config: Config & { readonly slack: SlackConfig };
  readonly store: Store;
  readonly log: Log;
  readonly clock?: Clock;
  readonly newId?: NewId;
  /** Who makes reports; closed with the bot. */
  readonly reporter?: Reporter;
  /** How long one post may take before it is in doubt. */
  readonly postTimeoutMs?: number;
}

export interface RunningApp {
  /** Where intake, health and, in HTTP mode, Slack's calls are served. */
  readonly url: string;
  /** Resolves when no message is on its way. */
  idle(): Promise<void>;
  health(): Promise<Health>;
  /** Stops intake, finishes what is in flight within the deadline, closes nothing of the store. */
  stop(deadlineMs?: number): Promise<void>;
}

const stopDeadlineMs = 9_000;
const refreshEveryMinutes = 60;
/** A token can be revoked on a quiet night: `/readyz` should know before the first lead of the morning. */
const probeEveryMinutes = 5;

/** Starts everything. What Slack answers is a state, never a reason not to start. @throws when the port cannot be opened */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { config, store, log, clock = systemClock, newId = uuidv7 } = options;
  const { reporter = createReporter(config.database.path, store) } = options;
  const { botToken, apiUrl } = config.slack;
  const desk: Desk = { store, now: clock.now, newId };
  const workspace = await store.workspace();
  const workspaceId = workspace.id;
  const quick = interactiveClient(botToken, apiUrl);
  const messenger = createMessenger(posterClient(botToken, apiUrl, options.postTimeoutMs), store, workspaceId);
  const settings = async () => (await store.workspace()).settings;
  const boundTeam = async () => (await store.workspace()).teamId;
  const directory = createDirectory({ client: quick, identity: messenger.identity, boundTeam, settings, now: clock.now, log });
  const metrics = createMetrics({
    outbox: () => store.outbox.counts(workspaceId),
    isSlackUp: () => worker.state().workspace === null,
    now: clock.now,
  });
  const worker: Worker = createWorker({
    desk,
    reporter,
    workspaceId,
    messenger,
    directory,
    clock,
    log,
    onOpen: () => void directory.refresh(),
    onDelivery: (kind, result) => metrics.deliveryEnded(kind, deliveryResults[result]),
  });
  const slack = createSlack({
    context: {
      desk,
      workspaceId,
      directory,
      messenger,
      reporter,
      quality: createLeadQuality({ desk, reporter, log }),
      client: quick,
      log,
      onAck: (ms) => metrics.clickAcked(ms),
      onMove: (move) => metrics.moveMade(move),
    },
    clock,
    botToken,
    apiUrl,
    mode: modeOf(config.slack),
  });
  const health = async (): Promise<Health> =>
    readiness({ store, workspaceId, worker: worker.state(), connection: slack.connection(), missing: directory.missing() });
  const http = await startHttp({
    ...config.http,
    desk,
    workspaceId,
    intake: config.intake,
    slack: slack.requestListener,
    health,
    metrics,
    log,
  });
  try {
    await worker.start();
    await slack.start();
  } catch (error) {
    await Promise.all([http.stop(1_000), slack.stop(1_000), worker.stop(1_000)]);
    throw error;
  }
  let minutes = 0;
  const stopTick = startTick(async () => {
    minutes += 1;
    if (minutes % probeEveryMinutes === 0) worker.probe();
    if (minutes % refreshEveryMinutes !== 0) return;
    await directory.refresh();
    const count = await handBackOfGone(desk, workspaceId, directory.isGone);
    if (count > 0) log.info({ count }, 'Leads of people who have left the workspace wait for anyone again.');
  });
  log.info({ url: http.url, mode: config.slack.mode, isSetUp: workspace.settings !== null }, 'LeadLoop is running.');
  return {
    url: http.url,
    idle: () => worker.idle(),
    health,
    async stop(deadlineMs = stopDeadlineMs) {
      await stopTick();
      await reporter.close();
      await Promise.all([http.stop(deadlineMs), slack.stop(deadlineMs), worker.stop(deadlineMs)]);
    },
  };
}

const deliveryResults: Readonly<Record<Outcome['result'], DeliveryResult>> = {
  sent: 'sent',
  nothing: 'sent',
  moved: 'retry',
  dead: 'dead',
  again: 'retry',
  wait: 'retry',
  unreached: 'retry',
  blocked: 'retry',
};

function modeOf(slack: SlackConfig): Parameters<typeof createSlack>[0]['mode'] {
  if (slack.mode === 'socket' && slack.appToken) return { kind: 'socket', appToken: slack.appToken };
  if (slack.signingSecret) return { kind: 'http', signingSecret: slack.signingSecret };
  throw new Error('Config named neither an app token nor a signing secret');
}
