// Is the bot of use right now? Gathers what the database, the delivery and the connection know, in words that say what to do.
import type { Health } from './http/health.ts';
import type { Store } from './ports.ts';
import type { SlackConnection } from './slack/app.ts';
import type { WorkerState } from './worker/worker.ts';

export interface ReadinessFacts {
  readonly store: Store;
  readonly workspaceId: string;
  readonly worker: WorkerState;
  readonly connection: SlackConnection;
  /** What is switched off for want of a scope. */
  readonly missing: readonly string[];
}

/** The facts behind `/readyz`. Never throws: a database in trouble is an answer. */
export async function readiness(facts: ReadinessFacts): Promise<Health> {
  const { store, workspaceId } = facts;
  try {
    await store.ping();
    return {
      database: { ok: true, sentence: 'The database answers.' },
      slack: slackHealth(facts),
      outbox: await store.outbox.counts(workspaceId),
    };
  } catch {
    const sentence = 'The database does not answer; check the disk, and whether another program holds it locked.';
    return { database: { ok: false, sentence }, slack: slackHealth(facts), outbox: null };
  }
}

function slackHealth({ worker, connection, missing }: ReadinessFacts): Health['slack'] {
  const closed = worker.workspace;
  if (closed) return { ok: false, state: closed.code, since: closed.since, sentence: closedSentence(closed.code) };
  if (connection.state !== 'ready') {
    const sentence = `Slack has no Socket Mode connection to us${connection.code ? ` (${connection.code}); check SLACK_APP_TOKEN` : ' yet'}. Clicks do not arrive; messages go out.`;
    return { ok: false, state: connection.code ?? 'connecting', since: connection.since, sentence };
  }
  const notes = [
    ...worker.channels.map(({ channel, code }) => `The channel ${channel} takes no messages (${code}); what belongs there waits.`),
    ...missing.map((what) => `Switched off for want of a scope: ${what}.`),
  ];
  return { ok: true, state: 'ok', since: connection.since, sentence: notes.join(' ') || 'Slack can be reached.' };
}

const closedSentences: Readonly<Record<string, string>> = {
  starting: 'Slack has not been asked yet.',
  missing_scope: 'The app lacks a scope that it cannot do without; reinstall it with the manifest.',
};

function closedSentence(code: string): string {
  return (
    closedSentences[code] ??
    `Slack does not let the bot in (${code}). Leads keep coming in and wait; check the network, SLACK_BOT_TOKEN, and whether the app is still installed.`
  );
}
