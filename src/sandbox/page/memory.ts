// What this browser remembers of a workspace between visits: person, channel, read marks, dismissed hints. Works without a store.

/** The part of `localStorage` that is used. It may be missing or refuse. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

interface Remembered {
  person: string | null;
  channel: string | null;
  /** Everything up to this ts counts as read by people who were never looked at. */
  since: string | null;
  /** person → channel → ts */
  marks: Record<string, Record<string, string>>;
  dismissed: string[];
}

export interface Memory {
  readonly person: string | null;
  readonly channel: string | null;
  /** Reads what is known of that workspace. `dayStartAt`: the day before which everything counts as read on a first visit. */
  enter(workspace: string, now: number, dayStartAt: number): void;
  keep(what: { readonly person?: string; readonly channel?: string }): void;
  /** The ts up to which that person has read. Marks after `now` are from an earlier life of the workspace and do not count. */
  mark(person: string, channel: string, now: number): string;
  read(person: string, channel: string, ts: string): void;
  isDismissed(hint: string): boolean;
  dismiss(hint: string): void;
}

/** Messages of one instant get later and later timestamps, which may run a little ahead of the clock. */
const AHEAD_MS = 60_000;

const LAST_KEY = 'workspace-page';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(fields(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

function parse(json: string | null): Remembered {
  let kept: Record<string, unknown> = {};
  try {
    kept = fields(JSON.parse(json ?? '{}'));
  } catch {
    // Written by something else, or cut off: begin anew.
  }
  return {
    person: text(kept['person']),
    channel: text(kept['channel']),
    since: text(kept['since']),
    marks: Object.fromEntries(Object.entries(fields(kept['marks'])).map(([person, marks]) => [person, texts(marks)])),
    dismissed: Array.isArray(kept['dismissed']) ? kept['dismissed'].filter((one) => typeof one === 'string') : [],
  };
}

const tsOf = (at: number): string => `${Math.floor(at / 1000)}.000000`;

/** @param store `null` where the browser has none: everything is forgotten with the page. */
export function createMemory(store: Store | null): Memory {
  const read = (key: string): string | null => {
    try {
      return store?.getItem(key) ?? null;
    } catch {
      return null;
    }
  };
  const write = (key: string, value: string): void => {
    try {
      store?.setItem(key, value);
    } catch {
      // Full or forbidden: remembered until the page is closed.
    }
  };

  let workspace = read(LAST_KEY);
  const keyNow = (): string => `${LAST_KEY}:${workspace ?? ''}`;
  let kept = parse(workspace === null ? null : read(keyNow()));

  // Another window may have written meanwhile: its marks are taken up before ours go on top.
  const change = (apply: (now: Remembered) => void): void => {
    const written = read(keyNow());
    if (written !== null) kept = { ...parse(written), person: kept.person, channel: kept.channel };
    apply(kept);
    write(keyNow(), JSON.stringify(kept));
  };

  return {
    get person() {
      return kept.person;
    },
    get channel() {
      return kept.channel;
    },
    enter: (id, now, dayStartAt) => {
      if (id !== workspace) {
        workspace = id;
        kept = parse(read(keyNow()));
        write(LAST_KEY, id);
      }
      if (kept.since === null || Number(kept.since) * 1000 > now) change((all) => void (all.since = tsOf(dayStartAt)));
    },
    keep: (what) => change((all) => void Object.assign(all, what)),
    mark: (person, channel, now) => {
      const mark = kept.marks[person]?.[channel];
      const isOurs = mark !== undefined && Number(mark) * 1000 <= now + AHEAD_MS;
      return isOurs ? mark : (kept.since ?? '0');
    },
    read: (person, channel, ts) => {
      if (kept.marks[person]?.[channel] === ts) return;
      change((all) => void ((all.marks[person] ??= {})[channel] = ts));
    },
    isDismissed: (hint) => kept.dismissed.includes(hint),
    dismiss: (hint) => change((all) => void (all.dismissed = [...new Set([...all.dismissed, hint])])),
  };
}
