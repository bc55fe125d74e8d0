// Takes what is due from the outbox and delivers it: lane by lane, one message a second, nothing twice.
import type { Trouble } from '../flows/alerts.ts';
import { relane } from '../flows/relane.ts';
import type { Desk } from '../flows/record.ts';
import type { Reporter } from '../flows/report.ts';
import { faultFacts } from '../fault.ts';
import { DeliveryError } from '../errors.ts';
import type { Messenger } from '../message.ts';
import type { EntryKind } from '../domain/consequences.ts';
import type { Entry } from '../outbox.ts';
import type { Clock, Directory, Log } from '../ports.ts';
import { type AttemptContext, type Outcome, attempt, rescue } from './attempt.ts';
import { closedChannels, probeMs } from './closed-channel.ts';
import { createTimekeeper } from './timekeeper.ts';
import { type Lane, type Track, backoffMs, newLane, paceMs } from './lane.ts';

export interface WorkerOptions {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly messenger: Messenger;
  readonly directory: Directory;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly log: Log;
  /** Slack lets us in: at the start, and after each trouble. */
  readonly onOpen?: () => void;
  readonly onDelivery?: (kind: EntryKind, result: Outcome['result']) => void;
}

/** What `/readyz` says of delivery. */
export interface WorkerState {
  readonly workspace: { readonly code: string; readonly since: number } | null;
  readonly channels: readonly { readonly channel: string; readonly code: string; readonly since: number }[];
}

export interface Worker {
  start(): Promise<void>;
  /** Takes nothing new, waits for what is on its way, at most so long. */
  stop(deadlineMs: number): Promise<void>;
  /** Asks Slack whether the token still works, without waiting for the answer. */
  probe(): void;
  /** Resolves when nothing is on its way and nothing is due now. */
  idle(): Promise<void>;
  state(): WorkerState;
}

/** How often to look for what another program wrote or what fell due. */
const lookMs = 1_000;
const logAgainMs = 600_000;

const trackNames = ['edit', 'post'] as const;

/** @returns a worker that owns every retry; nothing else sends messages. */
export function createWorker(options: WorkerOptions): Worker {
  const { desk, workspaceId, clock, log, messenger } = options;
  const { outbox } = desk.store;
  const context: AttemptContext = { desk, messenger, directory: options.directory, reporter: options.reporter, log };
  const lanes = new Map<string, Lane>();
  const running = new Set<Promise<void>>();
  const cancels = new Set<() => void>();
  /** Whoever only waits for a better moment is let go when the worker stops. */
  const stopWaits = new Set<() => void>();
  let isStopped = true;
  /** Until Slack has accepted the token, and whenever it stops to: nothing is sent. */
  let closed: { code: string; since: number; loggedAt: number } | null = { code: 'starting', since: clock.now(), loggedAt: 0 };
  let followedVersion: number | null = null;
  let stopListening = (): void => {};
  const timekeeper = createTimekeeper(desk, workspaceId);
  let isKeepingTime = false;

  const laneOf = (name: string): Lane => {
    const lane = lanes.get(name) ?? newLane(name);
    lanes.set(name, lane);
    return lane;
  };

  const later = (ms: number, call: () => void): void => {
    if (isStopped) return;
    const cancel = clock.after(Math.max(ms, 0), () => {
      cancels.delete(cancel);
      call();
    });
    cancels.add(cancel);
  };

  const run = (work: Promise<void>, what: string): void => {
    const done = work
      .catch((error: unknown) => {
        log.error({ what, ...faultFacts(error) }, 'The delivery stumbled and goes on.');
        later(lookMs, () => kickAll([...lanes.keys()]));
      })
      .finally(() => running.delete(done));
    running.add(done);
  };

  const kickAll = (names: Iterable<string>): void => {
    for (const name of names) if (name !== '') kick(laneOf(name));
  };

  const kick = (lane: Lane): void => {
    for (const what of trackNames) {
      const track = lane[what];
      track.isAsked = true;
      if (isStopped || closed || lane.block || track.isBusy) continue;
      const waitMs = track.notBefore - clock.now();
      // A timer was set when the rest was. More than that to wait means that the clock was set back.
      if (waitMs > 0 && waitMs <= track.restMs) continue;
      track.isBusy = true;
      track.isAsked = false;
      run(turn(lane, what, track), what);
    }
  };

  const turn = async (lane: Lane, what: 'post' | 'edit', track: Track): Promise<void> => {
    let isWorthAnotherLook = true;
    try {
      const entry = await outbox.take(workspaceId, lane.name, what, clock.now());
      if (entry) {
        const outcome = await attempt(context, entry).catch((error: unknown) => rescued(entry, error));
        options.onDelivery?.(entry.kind, outcome.result);
        await settle(lane, track, outcome);
      } else isWorthAnotherLook = track.isAsked;
    } finally {
      track.isBusy = false;
    }
    if (isWorthAnotherLook) pause(lane, track);
  };

  /** The row must not stay `sending`: nobody would ever look at it again. */
  const rescued = async (entry: Entry, error: unknown): Promise<Outcome> => {
    while (!(await rescue(context, entry, error))) {
      if (isStopped) break; // the next start finds the row `sending` and looks
      await new Promise<void>((resolve) => {
        stopWaits.add(resolve);
        later(lookMs, resolve);
      });
    }
    return { result: 'again' };
  };

  /** After an attempt the track rests as long as it has to, then looks for the next entry. */
  const pause = (lane: Lane, track: Track): void => {
    const waitMs = track.notBefore - clock.now();
    if (waitMs > 0) later(waitMs, () => kick(lane));
    else kick(lane);
  };

  const settle = async (lane: Lane, track: Track, outcome: Outcome): Promise<void> => {
    const now = clock.now();
    lane.failures = outcome.result === 'unreached' ? lane.failures + 1 : 0;
    const waits: Record<Outcome['result'], number> = {
      sent: paceMs,
      nothing: 0,
      moved: 0,
      dead: paceMs,
      again: paceMs,
      wait: outcome.result === 'wait' ? outcome.waitMs : 0,
      unreached: backoffMs(lane.failures),
      blocked: paceMs,
    };
    track.restMs = waits[outcome.result];
    track.notBefore = now + track.restMs;
    if (outcome.result === 'sent') await channels.mend(lane);
    if (outcome.result === 'wait' && outcome.scope) {
      const trouble: Trouble = { what: 'scope', subject: outcome.scope, code: 'missing_scope' };
      lane.notice ??= { code: `missing_scope ${outcome.scope}`, since: now, trouble };
    }
    if (outcome.result !== 'blocked') return;
    if (outcome.by === 'workspace') closeWorkspace(outcome.code);
    else await channels.block(lane, outcome.code, outcome.by);
  };

  const channels = closedChannels({
    desk,
    workspaceId,
    messenger,
    directory: options.directory,
    log,
    later,
    run,
    kick: (lane) => kick(lane),
  });

  const closeWorkspace = (code: string): void => {
    const now = clock.now();
    if (!closed || closed.code !== code || now - closed.loggedAt >= logAgainMs) {
      log.error(
        { code },
        'Slack does not let the bot in; leads keep coming in and wait. Check the network, SLACK_BOT_TOKEN, and whether the app is still installed.',
      );
      closed = { code, since: closed?.since ?? now, loggedAt: now };
    }
    later(probeMs, () => run(probeWorkspace(), 'probe'));
  };

  const probeWorkspace = async (): Promise<void> => {
    try {
      await messenger.probeWorkspace();
    } catch (error) {
      if (!(error instanceof DeliveryError)) log.error(faultFacts(error), 'Asking Slack broke off; it is asked again.');
      closeWorkspace(error instanceof DeliveryError ? error.code : 'broke_off');
      return;
    }
    if (!closed) return;
    closed = null;
    log.info({}, 'Slack lets the bot in.');
    options.onOpen?.();
    await look();
  };

  /** New settings move what waits: what had no channel yet, and what waits before a closed one. */
  const followSettings = async (hasHomeless: boolean): Promise<void> => {
    const { settings, settingsVersion } = await desk.store.workspace();
    if (!settings) return;
    const isChanged = followedVersion !== null && followedVersion !== settingsVersion;
    if (hasHomeless || isChanged) await relane(desk.store, workspaceId, clock.now());
    followedVersion = settingsVersion;
    // What is in doubt in a channel that was given up gets its turn to find that out.
    if (isChanged) for (const lane of lanes.values()) if (lane.block) channels.reopen(lane);
  };

  /** Finds lanes with something due; also what other programs left there. */
  const look = async (): Promise<void> => {
    const now = clock.now();
    const due = await outbox.lanes(workspaceId);
    await followSettings(due.some(({ lane }) => lane === ''));
    kickAll(due.filter((lane) => lane.dueAt <= now).map((lane) => lane.lane));
    await keepTime();
  };

  const lookAgain = (): void => {
    later(lookMs, () => {
      run(look().finally(lookAgain), 'look');
    });
  };

  /** What falls due before the next look gets a look of its own. While nobody can be told, nobody can be late. */
  const keepTime = async (): Promise<void> => {
    const isUnreached = [...lanes.values()].some(({ failures }) => failures > 0);
    if (isStopped || closed || isUnreached || isKeepingTime) return;
    isKeepingTime = true;
    try {
      const ms = await timekeeper.look();
      if (ms !== null && ms < lookMs) later(ms, () => run(keepTime(), 'deadlines'));
    } finally {
      isKeepingTime = false;
    }
  };

  return {
    async start() {
      isStopped = false;
      const doubts = await outbox.recover(workspaceId);
      if (doubts > 0)
        log.warn({ doubts }, 'Messages were on their way when the bot stopped; they are looked up before anything is sent again.');
      stopListening = desk.store.onEntries(kickAll);
      run(probeWorkspace(), 'probe');
      lookAgain();
    },
    async stop(deadlineMs) {
      isStopped = true;
      stopListening();
      for (const cancel of cancels) cancel();
      cancels.clear();
      for (const letGo of stopWaits) letGo();
      const inTime = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadlineMs);
        void Promise.allSettled(running).then(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      await inTime;
    },
    probe() {
      if (!closed && !isStopped) run(probeWorkspace(), 'probe');
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
    state() {
      const troubled = [...lanes.values()].flatMap(({ name, block: blocked, notice }) => {
        const trouble = blocked ?? notice;
        return trouble ? [{ channel: name, code: trouble.code, since: trouble.since }] : [];
      });
      return { workspace: closed && { code: closed.code, since: closed.since }, channels: troubled };
    },
  };
}
