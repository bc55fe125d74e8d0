// What the page and its server say to each other: the whole screen of one person, and what that person does. Types only.

export type Json = Readonly<Record<string, unknown>>;
export interface Block extends Json {
  readonly type: string;
  readonly block_id: string;
}

/** Filled-in values as Slack keeps them: block id → action id → `{ type, value | selected_option | selected_date | … }`. */
export type Values = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** Somebody whom the reader of the page can act as. */
export interface Role {
  readonly id: string;
  readonly name: string;
  /** Such as "Sales rep". */
  readonly role: string;
}

export interface MessageShown {
  /** "seconds.micros". Unique within its channel and among private messages. */
  readonly ts: string;
  readonly user: string;
  readonly isBot: boolean;
  readonly text: string;
  readonly blocks: readonly Block[] | null;
  /** Set on replies. */
  readonly threadTs: string | null;
  readonly isEdited: boolean;
  /** Visible to this person alone. */
  readonly isPrivate: boolean;
  readonly replyCount: number;
  readonly replyUsers: readonly string[];
}

export interface ChannelShown {
  readonly id: string;
  readonly name: string;
  /** `direct` = this person's conversation with the app. */
  readonly kind: 'channel' | 'direct';
  readonly isPrivate: boolean;
  /** The newest ones, oldest first: top-level messages, replies and private messages together, in the order of their ts. */
  readonly messages: readonly MessageShown[];
}

export interface ViewShown {
  readonly id: string;
  readonly type: 'modal' | 'home';
  /** Plain words. */
  readonly title: string;
  /** `null` = nothing to submit. */
  readonly submit: string | null;
  readonly close: string;
  readonly blocks: readonly Block[];
  /** What the app gave as initial values, and what was filled in before an update. */
  readonly values: Values;
}

export interface Shortcut {
  readonly callbackId: string;
  readonly name: string;
}

/** Everything one person sees, sent whole after every change. */
export interface Screen {
  readonly workspace: {
    readonly id: string;
    readonly name: string;
    readonly timezone: string;
    readonly appName: string;
    readonly appUser: string;
  };
  /** Epoch milliseconds by the workspace's clock when this was sent. */
  readonly now: number;
  readonly me: string;
  readonly roles: readonly Role[];
  /** User, group and channel ids → names without @ or #. */
  readonly names: Readonly<Record<string, string>>;
  /** People and channels that selects offer. */
  readonly users: readonly string[];
  readonly channels: readonly ChannelShown[];
  readonly home: ViewShown | null;
  /** Open modals, the one on top last. */
  readonly modals: readonly ViewShown[];
  readonly commands: readonly { readonly name: string; readonly hint: string }[];
  readonly shortcuts: readonly Shortcut[];
  /** What only a workspace on a desk can do; `null` where the clock is not ours. */
  readonly backstage: Backstage | null;
}

export interface Backstage {
  /** The exact line that sends a lead from a terminal. */
  readonly curl: string;
  readonly isMoving: boolean;
  readonly hints: readonly { readonly id: string; readonly text: string }[];
}

export type Place =
  | { readonly in: 'message'; readonly channel: string; readonly ts: string; readonly isPrivate: boolean }
  | { readonly in: 'home' }
  | { readonly in: 'modal'; readonly view: string };

export type TimeStep = 'hour' | 'day' | 'monday';

export type Act =
  /** Pressed, or chosen from: `chosen` is what the element's kind adds, such as `{ selected_option }`; `{}` for a button. */
  | { readonly kind: 'press'; readonly place: Place; readonly blockId: string; readonly actionId: string; readonly chosen: Json }
  /** Values of a modal, kept for the next update; with `tell`, the app hears of that one input at once (`dispatch_action`). */
  | {
      readonly kind: 'fill';
      readonly view: string;
      readonly values: Values;
      readonly tell: { readonly blockId: string; readonly actionId: string } | null;
    }
  | { readonly kind: 'submit'; readonly view: string; readonly values: Values }
  | { readonly kind: 'close'; readonly view: string }
  /** A text that begins with a known command is that command. */
  | { readonly kind: 'write'; readonly channel: string; readonly threadTs: string | null; readonly text: string }
  | { readonly kind: 'home' }
  | { readonly kind: 'shortcut'; readonly callbackId: string }
  | { readonly kind: 'time'; readonly step: TimeStep }
  | { readonly kind: 'lead'; readonly lead: Json };

export interface Answer {
  readonly ok: boolean;
  /** One sentence for the person, when something went wrong. */
  readonly problem: string | null;
  /** Sentences under inputs, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}
