// The workspace of this database and its settings, every version kept.
import { randomBytes } from 'node:crypto';
import { and, asc, eq, sql } from './drizzle.ts';
import { type Settings, parseSettings } from '../domain/settings.ts';
import { createTimetable, erasOf } from '../domain/timetable.ts';
import { Conflict } from '../errors.ts';
import type { SettingsVersion, Workspace } from '../ports.ts';
import { settingsVersions, workspaces } from './schema.ts';
import { slot, slots } from './slots.ts';
import type { Tables } from './tables.ts';

export function workspaceStatements(tables: Tables, now: () => number) {
  const isWorkspace = eq(workspaces.id, slot('workspaceId'));
  const select = tables
    .select({ id: workspaces.id, teamId: workspaces.teamId, settingsVersion: workspaces.settingsVersion, json: settingsVersions.json })
    .from(workspaces)
    .leftJoin(
      settingsVersions,
      and(eq(settingsVersions.workspaceId, workspaces.id), eq(settingsVersions.version, workspaces.settingsVersion)),
    )
    .orderBy(asc(workspaces.createdAt), asc(workspaces.id))
    .limit(1)
    .prepare();
  const insert = tables.insert(workspaces).values(slots(workspaces)).prepare();
  const bind = tables
    .update(workspaces)
    .set({ teamId: slot('teamId') })
    .where(and(isWorkspace, sql`(${workspaces.teamId} is null or ${workspaces.teamId} = ${slot('teamId')})`))
    .prepare();
  const raise = tables
    .update(workspaces)
    .set({ settingsVersion: sql`${workspaces.settingsVersion} + 1` })
    .where(isWorkspace)
    .returning({ version: workspaces.settingsVersion })
    .prepare();
  const insertVersion = tables.insert(settingsVersions).values(slots(settingsVersions)).prepare();
  const selectVersions = tables
    .select()
    .from(settingsVersions)
    .where(eq(settingsVersions.workspaceId, slot('workspaceId')))
    .orderBy(asc(settingsVersions.version))
    .prepare();

  /** Kept while the version stays: a calendar that was worked out once is quick. */
  let known: (Pick<Workspace, 'id' | 'settingsVersion'> & Rules) | null = null;

  function read(): Workspace | null {
    const row = select.get();
    if (!row) return null;
    const { json, ...workspace } = row;
    if (known?.id !== row.id || known.settingsVersion !== row.settingsVersion) {
      known = { id: row.id, settingsVersion: row.settingsVersion, ...rules(row.id, json === null ? null : readSettings(json)) };
    }
    return { ...workspace, settings: known.settings, timetable: known.timetable };
  }

  function rules(workspaceId: string, settings: Settings | null): Rules {
    if (!settings) return { settings, timetable: null };
    const eras = erasOf(versions(workspaceId));
    return { settings, timetable: createTimetable(eras.length > 0 ? eras : [{ since: 0, rules: settings }]) };
  }

  function create(): Workspace {
    const known = read();
    if (known) return known;
    // Short, since it stands in every row and index; random, since marks in Slack carry it.
    const id = randomBytes(6).toString('base64url');
    insert.run({ id, teamId: null, settingsVersion: 0, createdAt: now() });
    return { id, teamId: null, settings: null, settingsVersion: 0, timetable: null };
  }

  /** @throws Conflict when it belongs to another team already */
  function bindTeam(workspaceId: string, teamId: string): void {
    if (bind.run({ workspaceId, teamId }).changes > 0) return;
    throw new Conflict(`This database belongs to the Slack team ${read()?.teamId ?? '(none)'}, not to ${teamId}`);
  }

  function applySettings(workspaceId: string, settings: Settings, at: number, by: string): number {
    const raised = raise.get({ workspaceId });
    if (!raised) throw new Error(`There is no workspace ${workspaceId}`);
    insertVersion.run({ workspaceId, version: raised.version, json: JSON.stringify(settings), at, by });
    return raised.version;
  }

  function versions(workspaceId: string): readonly SettingsVersion[] {
    return selectVersions.all({ workspaceId }).flatMap(({ version, json, at, by }) => {
      const settings = readSettings(json);
      return settings ? [{ version, settings, at, by }] : [];
    });
  }

  return { read, create, bindTeam, applySettings, versions };
}

type Rules = Pick<Workspace, 'settings' | 'timetable'>;

/** `null` for settings that this version no longer takes: as if none were applied, with the version above zero. */
function readSettings(json: string): Settings | null {
  const parsed = parseSettings(JSON.parse(json));
  return 'settings' in parsed ? parsed.settings : null;
}
