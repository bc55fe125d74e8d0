// The page begins here: the line to the server, what is drawn when something changes, the ticking clock.
import { render } from 'lit-html';
import { createActing } from './acting.ts';
import { arrivalsIn } from './arrivals.ts';
import { channelWords } from './channel.ts';
import { keepFocus } from './focus.ts';
import { listenToKeys } from './keys.ts';
import { createLine } from './line.ts';
import { messageLinked } from './links.ts';
import { createMemory, type Store } from './memory.ts';
import { createMoves, markRead, placeNewLine, settle } from './moves.ts';
import type { Screen } from './protocol.ts';
import { createScroll } from './scroll.ts';
import { LEAD_DIALOG_ID } from './send-lead.ts';
import { opening, shell } from './shell.ts';
import { unreadOf } from './sidebar.ts';
import { createLocal, type Visit } from './state.ts';
import { steadied } from './steady.ts';
import { createTimes, type Times } from './times.ts';

const TICK_MS = 1_000;
const NOTICE_MS = 6_000;

function localStore(): Store | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** A page with a screen, from the first one on. */
interface Shown {
  readonly screen: Screen;
  readonly times: Times;
  /** By the browser's own clock, which never jumps. */
  readonly cameAt: number;
}

function boot(root: HTMLElement): void {
  const memory = createMemory(localStore());
  const local = createLocal(memory.person ?? '');
  const keepScroll = createScroll(root);
  let shown: Shown | null = null;
  let notice: ReturnType<typeof setTimeout> | undefined;
  let minute = '';

  const draw = (goesToEnd = false): void => {
    if (shown === null) {
      render(opening(local.isLost), root);
      return;
    }
    const current = visitNow();
    markRead(current);
    const stand = keepScroll(goesToEnd);
    const refocus = keepFocus();
    render(shell(current), root);
    stand();
    refocus();
    showDialog();
    minute = current.times.stamp(current.now());
    document.title = titleOf(current);
  };

  const showDialog = (): void => {
    const dialog = document.getElementById(LEAD_DIALOG_ID);
    if (!(dialog instanceof HTMLDialogElement) || dialog.open === (local.dialog === 'lead')) return;
    if (local.dialog === 'lead') dialog.showModal();
    else dialog.close();
  };

  const receive = (sent: Screen): void => {
    const before = shown?.screen;
    const screen = steadied(before, sent);
    const wasLost = local.isLost;
    const times =
      before?.workspace.timezone === screen.workspace.timezone && shown !== null ? shown.times : createTimes(screen.workspace.timezone);
    shown = { screen, times, cameAt: performance.now() };
    local.isLost = false;
    const isAnother = before === undefined || before.me !== screen.me || before.workspace.id !== screen.workspace.id;
    if (isAnother) {
      memory.enter(screen.workspace.id, screen.now, times.dayStart(screen.now));
      local.as = screen.me;
      settle(local, screen, { before, remembered: memory.channel });
      placeNewLine(visitNow());
    } else {
      local.said = arrivalsIn(local.channel, local.thread, before, screen) || local.said;
      if (document.visibilityState === 'hidden' && local.newFrom === null) placeNewLine(visitNow());
    }
    if (before?.modals.at(-1)?.id !== screen.modals.at(-1)?.id) local.errors = {};
    // Whoever has just written something wants to see what comes of it.
    draw(performance.now() < local.followsUntil);
    // A link to a message, opened from outside, leads to `/#/archives/…`.
    followHash();
    if (wasLost && local.shows === 'home') void visit.act({ kind: 'home' });
  };

  const onLost = (isRefused: boolean): string => {
    local.isLost = true;
    // Perhaps the remembered person is not in this workspace.
    if (isRefused && shown === null) local.as = '';
    draw();
    return local.as;
  };

  const line = createLine({ onScreen: receive, onLost });
  const visitNow = (): Visit => visit;
  const need = (): Shown => {
    if (shown === null) throw new Error('Nothing is drawn before the first screen.');
    return shown;
  };
  const visit: Visit = {
    local,
    memory,
    get screen() {
      return need().screen;
    },
    get times() {
      return need().times;
    },
    now: () => need().screen.now + performance.now() - need().cameAt,
    redraw: () => draw(),
    notify: (sentence) => {
      local.notice = sentence;
      draw();
      clearTimeout(notice);
      notice = setTimeout(() => {
        local.notice = null;
        draw();
      }, NOTICE_MS);
    },
    ...createMoves(visitNow, (as) => line.call(as)),
    ...createActing(visitNow, line, () => line.call(local.as)),
  };

  const followHash = (): void => {
    const linked = messageLinked(`http://page${location.hash.slice(1)}`);
    if (shown === null || linked === null) return;
    history.replaceState(null, '', location.pathname);
    visit.goTo(linked.channel, linked.ts);
  };

  listenToKeys(visit);
  addEventListener('hashchange', followHash);
  document.addEventListener('visibilitychange', () => draw());
  setInterval(() => {
    if (shown !== null && visit.times.stamp(visit.now()) !== minute) draw();
  }, TICK_MS);
  draw();
  line.call(local.as);
}

/** `(2) #leads · Acme`: how many messages wait in all channels, what is open, and where. */
function titleOf(visit: Visit): string {
  const { local, screen } = visit;
  const unread = screen.channels.reduce((sum, channel) => sum + unreadOf(visit, channel), 0);
  const channel = screen.channels.find(({ id }) => id === local.channel);
  const open = local.shows === 'home' || channel === undefined ? screen.workspace.appName : channelWords(visit, channel);
  return `${unread > 0 ? `(${unread}) ` : ''}${open} · ${screen.workspace.name}`;
}

const root = document.getElementById('root');
if (root !== null) boot(root);
