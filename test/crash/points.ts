// TABLE: the named moments at which a bot can be made to die, each beside a call of the store: where something becomes true or has just become so.
import type { Entry } from '../../src/outbox.ts';
import type { Change } from '../../src/ports.ts';

/** One call of the store as the wrapper sees it. `taken` are the entries that this process took from the outbox, by id. */
export interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly result?: unknown;
  readonly taken: ReadonlyMap<string, Entry>;
}

export interface Point {
  readonly method: string;
  readonly when: 'before' | 'after';
  readonly isMeant?: (call: Call) => boolean;
}

const isIntake = (call: Call): boolean => changeOf(call).events.some((event) => event.type === 'received');
const isClick = (call: Call): boolean => changeOf(call).requestId?.startsWith('click:') ?? false;
const isSubmission = (call: Call): boolean => changeOf(call).requestId?.startsWith('view:') ?? false;
/** A card that has just been posted, not one that was found again. */
const isPosted = (call: Call): boolean => deliveredEntry(call)?.state === 'pending';
const isFound = (call: Call): boolean => deliveredEntry(call)?.state === 'ambiguous';

export const points = {
  'intake.before_commit': { method: 'commit', when: 'before', isMeant: isIntake },
  'intake.after_commit': { method: 'commit', when: 'after', isMeant: isIntake },
  'action.before_commit': { method: 'commit', when: 'before', isMeant: isClick },
  'action.after_commit': { method: 'commit', when: 'after', isMeant: isClick },
  'modal.before_commit': { method: 'commit', when: 'before', isMeant: isSubmission },
  'modal.after_commit': { method: 'commit', when: 'after', isMeant: isSubmission },
  /** The row is `sending`, nothing was sent. */
  'outbox.before_send': {
    method: 'outbox.take',
    when: 'after',
    isMeant: (call) => isTaken(call, 'card') && !isStanding(call) && !isInDoubt(call),
  },
  /** The card stands in Slack and its answer came; that it does is not stored. */
  'outbox.after_send': { method: 'commit', when: 'before', isMeant: isPosted },
  'outbox.after_store': { method: 'commit', when: 'after', isMeant: isPosted },
  'line.before_send': { method: 'outbox.take', when: 'after', isMeant: (call) => isTaken(call, 'line') },
  'line.after_send': { method: 'outbox.delivered', when: 'before', isMeant: (call) => isDelivered(call, 'line') },
  'line.after_store': { method: 'outbox.delivered', when: 'after', isMeant: (call) => isDelivered(call, 'line') },
  'edit.before_send': { method: 'outbox.take', when: 'after', isMeant: (call) => isTaken(call, 'card') && isStanding(call) },
  'edit.after_send': { method: 'outbox.delivered', when: 'before', isMeant: (call) => isDelivered(call, 'card') },
  'edit.after_store': { method: 'outbox.delivered', when: 'after', isMeant: (call) => isDelivered(call, 'card') },
  'recovery.before': { method: 'outbox.recover', when: 'before' },
  'recovery.after': { method: 'outbox.recover', when: 'after' },
  /** What was in doubt was found standing; that it does is not stored. */
  'lookup.before_store': { method: 'commit', when: 'before', isMeant: isFound },
  'lookup.after_store': { method: 'commit', when: 'after', isMeant: isFound },
  'team.before_bind': { method: 'bindTeam', when: 'before' },
  'team.after_bind': { method: 'bindTeam', when: 'after' },
  'settings.before_commit': { method: 'applySettings', when: 'before' },
  'settings.after_commit': { method: 'applySettings', when: 'after' },
} as const satisfies Record<string, Point>;
export type PointName = keyof typeof points;

export function isPointName(text: string): text is PointName {
  return Object.hasOwn(points, text);
}

/** The row of a point, widened so that the optional column can be read. */
export function pointOf(name: PointName): Point {
  return points[name];
}

function changeOf({ args }: Call): Change {
  return args[0] as Change;
}

function deliveredEntry(call: Call): Entry | undefined {
  const { delivered } = changeOf(call);
  return delivered && call.taken.get(delivered.entryId);
}

function isTaken({ result }: Call, kind: Entry['kind']): boolean {
  return (result as Entry | null)?.kind === kind;
}

function isStanding({ result }: Call): boolean {
  return (result as Entry | null)?.ts !== null;
}

function isInDoubt({ result }: Call): boolean {
  return (result as Entry | null)?.state === 'ambiguous';
}

function isDelivered({ args, taken }: Call, kind: Entry['kind']): boolean {
  const { entryId } = args[1] as { entryId: string };
  return taken.get(entryId)?.kind === kind;
}
