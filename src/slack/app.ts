// The Slack side of the bot: one Bolt app, over Socket Mode or over HTTP, with the same listeners.
import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, LogLevel, type Logger, SocketModeReceiver } from '@slack/bolt';
import { faultFacts } from '../fault.ts';
import type { Clock, Log } from '../ports.ts';
import { listenToAddLead } from './add-lead.ts';
import { listenToChange } from './change.ts';
import { boltClientOptions } from './clients.ts';
import { listenToCommands } from './commands.ts';
import type { SlackContext } from './context.ts';
import { listenToDefinition } from './definition.ts';
import { listenToHome } from './home.ts';
import { listenToMoves } from './moves.ts';
import { listenToOutcome } from './outcome.ts';
import { listenToOtherVersions } from './other-version.ts';
import { listenToQuestions } from './questions.ts';
import { listenToSettings } from './settings.ts';
import { listenToTargets } from './targets.ts';
import { listenToViews } from './views.ts';
import { listenToSpend } from './spend.ts';

export interface SlackOptions {
  readonly context: SlackContext;
  readonly clock: Clock;
  readonly botToken: string;
  readonly apiUrl: string | null;
  readonly mode: { readonly kind: 'socket'; readonly appToken: string } | { readonly kind: 'http'; readonly signingSecret: string };
}

/** How Slack reaches us. In HTTP mode that is Slack's business: always `ready`. */
export interface SlackConnection {
  readonly state: 'ready' | 'connecting';
  readonly code: string | null;
  /** Epoch milliseconds. */
  readonly since: number;
}

export interface Slack {
  /** For `POST /slack/events` in HTTP mode; `null` in Socket Mode. */
  readonly requestListener: RequestListener | null;
  connection(): SlackConnection;
  start(): Promise<void>;
  /** Closes the connection and waits for clicks in hand, at most so long. */
  stop(deadlineMs: number): Promise<void>;
}

const longestReconnectMs = 15_000;

/** Wires the listeners to a receiver. Nothing is sent to Slack before `start`. */
export function createSlack(options: SlackOptions): Slack {
  const { context, mode } = options;
  const inHand = new Set<Promise<unknown>>();
  const clientOptions = boltClientOptions(options.apiUrl);
  const logger = quietLogger(context.log);
  const http =
    mode.kind === 'http'
      ? new HTTPReceiver({ signingSecret: mode.signingSecret, endpoints: '/slack/events', logger, bodyLimit: '1mb' })
      : null;
  const socket =
    mode.kind === 'socket'
      ? new SocketModeReceiver({ appToken: mode.appToken, logger, autoReconnectEnabled: false, installerOptions: { clientOptions } })
      : null;
  const receiver = http ?? socket;
  if (!receiver) throw new Error('Neither Socket Mode nor HTTP mode');
  const app = new App({
    receiver,
    // The token is ours and fixed: no network before a click is handled.
    authorize: async () => ({ botToken: options.botToken }),
    logger,
    clientOptions,
    convoStore: false,
    ignoreSelf: false,
  });
  app.use(async ({ next }) => {
    const work = next();
    inHand.add(work);
    try {
      await work;
    } finally {
      inHand.delete(work);
    }
  });
  app.error(async (error: Error) => {
    context.log.error(faultFacts(error), 'A message from Slack could not be handled.');
    throw error; // Bolt then answers Slack with an error at once instead of letting the person wait.
  });
  listenToMoves(app, context);
  listenToAddLead(app, context);
  listenToCommands(app, context);
  listenToHome(app, context);
  listenToSettings(app, context);
  listenToDefinition(app, context);
  listenToQuestions(app, context);
  listenToChange(app, context);
  listenToOutcome(app, context);
  listenToTargets(app, context);
  listenToViews(app, context);
  listenToSpend(app, context);
  listenToOtherVersions(app, context);

  let connection: SlackConnection = { state: mode.kind === 'http' ? 'ready' : 'connecting', code: null, since: options.clock.now() };
  const turned = (state: SlackConnection['state'], code: string | null): void => {
    connection = { state, code, since: connection.state === state ? connection.since : options.clock.now() };
  };
  let isStopped = false;
  let isConnecting = false;
  let failures = 0;
  let cancelReconnect = (): void => {};

  // The client's own reconnection gives up with an unhandled rejection on the first failure, so this one is ours.
  const open = async (receiving: SocketModeReceiver): Promise<void> => {
    isConnecting = true;
    try {
      await receiving.start();
      failures = 0;
      // It came to stand while we were leaving.
      if (isStopped) await receiving.client.disconnect();
    } catch (error) {
      if (isStopped) return;
      failures += 1;
      const code = codeOf(error);
      turned('connecting', code);
      if (failures === 1) context.log.error({ code }, 'Slack does not open a Socket Mode connection; check SLACK_APP_TOKEN. Trying again.');
      cancelReconnect = options.clock.after(Math.min(longestReconnectMs, 1_000 * 2 ** Math.min(failures - 1, 10)), connect);
    } finally {
      isConnecting = false;
    }
  };
  let opening = Promise.resolve();
  const connect = (): void => {
    if (socket && !isStopped && !isConnecting) opening = open(socket);
  };
  if (socket) {
    socket.client.on('connected', () => {
      turned('ready', null);
      context.log.info({}, 'Connected to Slack over Socket Mode.');
    });
    // Slack closes a connection every few hours as a matter of course: the next one is opened at once.
    socket.client.on('disconnected', () => {
      const wasReady = connection.state === 'ready';
      turned('connecting', connection.code);
      if (wasReady) connect();
    });
  }

  return {
    requestListener: http?.requestListener ?? null,
    connection: () => connection,
    async start() {
      connect();
    },
    async stop(deadlineMs) {
      isStopped = true;
      cancelReconnect();
      if (socket) await withDeadline(Promise.allSettled([socket.client.disconnect(), opening]), deadlineMs);
      await withDeadline(Promise.allSettled(inHand), deadlineMs);
    },
  };
}

async function withDeadline(work: Promise<unknown>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'data' in error && typeof error.data === 'object' && error.data !== null && 'error' in error.data) {
    return String(error.data.error);
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** Bolt's own lines: warnings and errors as they are; below that they can hold what people wrote. */
function quietLogger(log: Log): Logger {
  const line = (level: 'warn' | 'error', words: unknown[]): void => {
    const text = words.map((word) => (word instanceof Error ? word.name : typeof word === 'string' ? word : '…')).join(' ');
    log[level]({ from: 'bolt', detail: text.slice(0, 300) }, 'Bolt says something.');
  };
  return {
    debug: () => {},
    info: () => {},
    warn: (...words: unknown[]) => line('warn', words),
    error: (...words: unknown[]) => line('error', words),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
