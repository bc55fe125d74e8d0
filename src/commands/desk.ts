// Opens the database for one command and gives it back, whatever happens in between.
import { uuidv7 } from 'uuidv7';
import { readConfig } from '../config.ts';
import { settingsSchema } from '../domain/settings.ts';
import type { Desk } from '../flows/record.ts';
import type { Workspace } from '../ports.ts';
import { openStore } from '../sqlite/open.ts';

/** `read` never writes and refuses a missing database, `write` refuses a missing one, `create` makes it. */
export type Access = 'read' | 'write' | 'create';

/** Runs `work` on the database of the environment. @throws ConfigError, DatabaseError */
export function withDesk<T>(access: Access, work: (desk: Desk, workspace: Workspace) => Promise<T>): Promise<T> {
  return withDeskAt(readConfig(undefined, { slack: false }).database.path, access, work);
}

/** The same with a database that the caller names. */
export async function withDeskAt<T>(path: string, access: Access, work: (desk: Desk, workspace: Workspace) => Promise<T>): Promise<T> {
  const store = openStore(path, { create: access === 'create', isReadOnly: access === 'read' });
  try {
    return await work({ store, now: Date.now, newId: uuidv7 }, await store.workspace());
  } finally {
    store.close();
  }
}

/** The zone in which dates are meant: the settings', or their default before the first ones. */
export function timezoneOf(workspace: Workspace | null): string {
  return workspace?.settings?.timezone ?? settingsSchema.shape.timezone.parse(undefined);
}
