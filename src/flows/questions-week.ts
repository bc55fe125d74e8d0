// What prospects asked in a week: planned with the digest of that week, told to marketing once, and not at all where nobody asked.
import type { NewEntry } from '../domain/consequences.ts';
import { type DigestWeek, tooLateMs } from '../domain/digest-week.ts';
import { type AskedGroup, askedIn, byCount } from '../domain/questions/asked.ts';
import { spanOf } from '../domain/report/week.ts';
import type { Settings } from '../domain/settings.ts';
import type { Entry } from '../outbox.ts';
import type { Store } from '../ports.ts';
import { type Context, type Parcel, hasNamed } from './parcel.ts';
import { questionGroups } from './questions.ts';

const shown = 10;

function weekKey(workspaceId: string, week: string): string {
  return `questions:${workspaceId}:${week}`;
}

/** Goes into the outbox in one write with the digest, so that there is one for each week whatever happens. */
export function weekEntry(workspaceId: string, week: DigestWeek, about: NonNullable<NewEntry['about']>, { channels }: Settings): NewEntry {
  return { key: weekKey(workspaceId, week.name), kind: 'questions_week', lane: channels.marketing, rank: 1, about };
}

/** The newest one once more, where it stands: something in it was answered. */
export async function weekAgain(store: Pick<Store, 'outbox'>, workspaceId: string): Promise<readonly NewEntry[]> {
  const last = await store.outbox.lastOf(workspaceId, weekKey(workspaceId, ''));
  if (!last?.ts) return [];
  const { key, kind, lane, rank, about } = last;
  return [{ key, kind, lane, rank, ...(about ? { about } : {}) }];
}

/** A group as it was asked in the week, and in all. */
export interface WeekGroup {
  readonly week: AskedGroup;
  readonly all: AskedGroup;
}

export async function questionsWeekParcel(context: Pick<Context, 'desk'>, entry: Entry): Promise<Parcel | null> {
  const { desk } = context;
  const { store } = desk;
  const { settings } = await store.workspace();
  const { from = '', to = '', dueAt = '0' } = entry.about ?? {};
  // One that stands is told again when somebody was forgotten, or marketing answered: its counts stay those of its day.
  const standsSince = entry.ts === null ? null : Math.ceil(Number(entry.ts) * 1_000);
  const now = standsSince ?? desk.now();
  if (!settings || (standsSince === null && now - Number(dueAt) > tooLateMs)) return null;
  const span = spanOf({ from, to }, settings.timezone);
  const groups = (await questionGroups(store, entry.workspaceId, now))
    .flatMap((all): readonly WeekGroup[] => {
      const week = askedIn(all, span);
      return week ? [{ week, all }] : [];
    })
    .toSorted((one, other) => byCount(one.week, other.week));
  if (groups.length === 0 && standsSince === null) return null;
  const told = groups.slice(0, shown);
  const named = told.flatMap(({ week }) => week.questions.at(-1)?.leadId ?? []);
  if (!(await hasNamed(context, entry, named))) return questionsWeekParcel(context, entry);
  return {
    to: entry.channel ?? entry.lane,
    message: { kind: 'questions_week', from, to, groups: told, more: groups.length - told.length, timezone: settings.timezone },
  };
}
