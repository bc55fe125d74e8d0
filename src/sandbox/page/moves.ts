// Going about in the page: between people, channels, threads and the app's Home. Focus goes along.
import { createLocal, type ShellLocal, type Visit } from './state.ts';
import { isAfter, isReply, keyOf, newestIn, unreadIn } from './timeline.ts';
import { messageId } from './message.ts';
import type { Screen } from './protocol.ts';
import { openItemId } from './sidebar.ts';

const HIGHLIGHT_MS = 2_500;

export type Moves = Pick<Visit, 'become' | 'open' | 'openHome' | 'openThread' | 'closeThread' | 'back' | 'goTo'>;

/** Narrow windows show one thing at a time: the same width as in base.css. */
function isPhone(): boolean {
  return matchMedia('(max-width: 719px)').matches;
}

function focusOn(id: string): void {
  document.getElementById(id)?.focus({ preventScroll: true });
}

/** Puts the "New" line where this person stopped reading, or takes it away. */
export function placeNewLine(visit: Visit): void {
  const { local, memory, screen } = visit;
  const channel = screen.channels.find(({ id }) => id === local.channel);
  const mark = memory.mark(screen.me, local.channel, screen.now);
  local.newFrom = channel !== undefined && unreadIn(channel, mark, screen.me) > 0 ? mark : null;
}

/** What is on a page that somebody looks at has been read. */
export function markRead(visit: Visit): void {
  const { local, memory, screen } = visit;
  const isSeen = document.visibilityState === 'visible' && (local.shows === 'channel' || (local.shows === 'list' && !isPhone()));
  const channel = screen.channels.find(({ id }) => id === local.channel);
  const newest = channel === undefined ? null : newestIn(channel);
  if (!isSeen || newest === null || local.as !== screen.me) return;
  if (isAfter(newest, memory.mark(screen.me, local.channel, screen.now))) memory.read(screen.me, local.channel, newest);
}

interface Known {
  /** The screen of whoever was acted as until now. */
  readonly before: Screen | undefined;
  /** The channel that was open on the last visit. */
  readonly remembered: string | null;
}

/** Takes a person's first screen in: the channel stays where that person has it, too. */
export function settle(local: ShellLocal, screen: Screen, { before, remembered }: Known): void {
  const has = (id: string | null): boolean => screen.channels.some((channel) => channel.id === id);
  // Everybody's conversation with the app is a channel of its own.
  const isDirect = before?.channels.some(({ id, kind }) => id === local.channel && kind === 'direct') === true;
  const direct = screen.channels.find(({ kind }) => kind === 'direct');
  if (isDirect && direct !== undefined) local.channel = direct.id;
  const first = screen.channels.find(({ kind }) => kind === 'channel') ?? screen.channels[0];
  if (!has(local.channel)) local.channel = (has(remembered) ? remembered : first?.id) ?? '';
  const thread = local.thread;
  const isThere = screen.channels.some(({ id, messages }) => id === local.channel && messages.some(({ ts }) => ts === thread));
  if (!isThere) local.thread = null;
}

export function createMoves(visit: () => Visit, call: (as: string) => void): Moves {
  let highlight: ReturnType<typeof setTimeout> | undefined;

  const show = (change: (local: ShellLocal) => void): void => {
    const { local, redraw } = visit();
    local.menu = null;
    change(local);
    redraw();
  };

  const open = (channel: string): void => {
    visit().memory.keep({ channel });
    show((local) => {
      if (local.channel !== channel) local.thread = null;
      local.shows = 'channel';
      local.channel = channel;
      placeNewLine(visit());
    });
    if (isPhone()) focusOn('channel-title');
  };

  const openThread = (ts: string): void => {
    show((local) => (local.thread = ts));
    focusOn('thread-title');
  };

  return {
    open,
    openThread,
    become: (person) => {
      const { local, memory } = visit();
      if (person === local.as) return;
      memory.keep({ person });
      const fresh = createLocal(person);
      show(() =>
        Object.assign(local, fresh, {
          shows: local.shows,
          channel: local.channel,
          thread: local.thread,
          isLost: local.isLost,
          example: local.example,
        }),
      );
      call(person);
      if (local.shows === 'home') void visit().act({ kind: 'home' });
    },
    openHome: () => {
      show((local) => (local.shows = 'home'));
      if (isPhone()) focusOn('channel-title');
      void visit().act({ kind: 'home' });
    },
    closeThread: () => {
      const ts = visit().local.thread;
      show((local) => (local.thread = null));
      focusOn(`replies-${ts}`);
    },
    back: () => {
      const id = openItemId(visit());
      show((now) => Object.assign(now, { shows: 'list', thread: null }));
      focusOn(id);
    },
    goTo: (channel, ts) => {
      const { screen, local, redraw } = visit();
      const shown = screen.channels.find(({ id }) => id === channel);
      if (shown === undefined) {
        show(() => (local.complaint = 'That channel is not one of yours. Act as somebody who is in it.'));
        return;
      }
      open(channel);
      if (ts === null) return;
      const message = shown.messages.find((one) => one.ts === ts && !one.isPrivate);
      if (message === undefined) {
        show(() => (local.complaint = 'That message is too old to be shown here.'));
        return;
      }
      if (isReply(message)) openThread(message.threadTs ?? '');
      const key = keyOf(message);
      local.highlighted = key;
      redraw();
      const element = document.getElementById(messageId(isReply(message) ? 'thread' : 'channel', key));
      element?.scrollIntoView({ block: 'center' });
      element?.focus({ preventScroll: true });
      clearTimeout(highlight);
      highlight = setTimeout(() => {
        local.highlighted = null;
        visit().redraw();
      }, HIGHLIGHT_MS);
    },
  };
}
