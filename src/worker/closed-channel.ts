// A channel that takes no messages: told once, asked now and then, and over only when a message has gone.
import { type Trouble, mendAlert, raiseAlert } from '../flows/alerts.ts';
import type { Desk } from '../flows/record.ts';
import { DeliveryError } from '../errors.ts';
import type { Messenger } from '../message.ts';
import type { Directory, Log } from '../ports.ts';
import type { Lane } from './lane.ts';

/** How often a closed channel is asked whether it is open again. */
export const probeMs = 15_000;
/** Where asking is not possible, or tells nothing, a post is tried instead, as rarely as this … */
const blindTryMs = 600_000;
/** … and this where Slack's word says that it takes no post from us: more tries would only be noise in its log. */
const shutTryMs = 3_600_000;

interface Options {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly messenger: Messenger;
  readonly directory: Directory;
  readonly log: Log;
  /** Does something later, unless the worker stops before. */
  readonly later: (ms: number, call: () => void) => void;
  /** Keeps hold of work under way. */
  readonly run: (work: Promise<void>, what: string) => void;
  readonly kick: (lane: Lane) => void;
}

export interface ClosedChannels {
  /** Slack refuses messages to this lane's channel. */
  block(lane: Lane, code: string, how: 'channel' | 'shut'): Promise<void>;
  /** Lets the lane try again. */
  reopen(lane: Lane): void;
  /** A message has gone: the trouble is over, and the next one is told again. */
  mend(lane: Lane): Promise<void>;
}

export function closedChannels({ desk, workspaceId, messenger, directory, log, later, run, kick }: Options): ClosedChannels {
  const alertDesk = { store: desk.store, directory };
  /** Telling can fail as well: then it is tried again after a while. */
  const untold = new Map<Lane, Trouble>();

  const tell = async (lane: Lane): Promise<void> => {
    const trouble = untold.get(lane);
    if (!trouble) return;
    try {
      await raiseAlert(alertDesk, workspaceId, trouble);
    } catch (error) {
      later(probeMs, () => run(tell(lane), 'alert'));
      throw error;
    }
    untold.delete(lane);
  };

  const reopen = (lane: Lane): void => {
    lane.block = null;
    kick(lane);
  };

  /** What was planned for an earlier closing says nothing about this one. */
  const whileBlocked = (lane: Lane, ms: number, call: () => void): void => {
    const { block } = lane;
    later(ms, () => {
      if (lane.block === block) call();
    });
  };

  const probe = async (lane: Lane): Promise<void> => {
    const { block } = lane;
    const trouble = await messenger.probe(lane.name).then(
      () => null,
      (error: unknown) => (error instanceof DeliveryError ? error.trouble : 'unknown'),
    );
    if (lane.block !== block) return;
    if (trouble === null) reopen(lane);
    else if (trouble === 'scope' || trouble === 'refused') whileBlocked(lane, blindTryMs, () => reopen(lane));
    else whileBlocked(lane, probeMs, () => run(probe(lane), 'probe'));
  };

  return {
    reopen,
    async block(lane, code, how) {
      if (lane.block) return;
      // Asked, it said that it is open, and was not: asking tells nothing here either.
      const isHidden = lane.notice?.code === code;
      const trouble: Trouble = { what: 'channel', subject: lane.name, code };
      lane.block = { code, since: desk.now() };
      lane.notice ??= { ...lane.block, trouble };
      if (how === 'shut') whileBlocked(lane, shutTryMs, () => reopen(lane));
      else if (isHidden) whileBlocked(lane, blindTryMs, () => reopen(lane));
      else whileBlocked(lane, probeMs, () => run(probe(lane), 'probe'));
      if (isHidden) return;
      log.warn({ channel: lane.name, code }, 'Slack refuses messages to a channel; what belongs there waits.');
      untold.set(lane, trouble);
      await tell(lane);
    },
    async mend(lane) {
      const { notice } = lane;
      if (!notice) return;
      untold.delete(lane);
      await mendAlert(alertDesk, workspaceId, notice.trouble);
      // Only now: until it is written down that this is over, the next message has to do it.
      if (lane.notice !== notice) return;
      lane.notice = null;
      log.info({ channel: lane.name }, 'A channel takes messages again.');
    },
  };
}
