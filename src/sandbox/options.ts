// What a sandbox can be started with, and who it is when nothing is said.
import type { PageOptions } from './serving/page-options.ts';
import type { Snapshot } from './snapshot.ts';
import type { Identity } from './workspace.ts';

export interface SandboxOptions {
  /** Default 0: any free port. */
  port?: number;
  host?: string;
  /** Epoch milliseconds for timestamps, trigger expiry and rate limits; default Date.now. */
  now?: () => number;
  /** Epoch milliseconds written into request signatures; default Date.now, as receivers compare with the real time. */
  signingNow?: () => number;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  teamId?: string;
  /** One chat.postMessage per channel per second; default true. */
  isRateLimited?: boolean;
  /** A workspace to go on with; starting rejects with a plain sentence when it cannot be read. */
  snapshot?: Snapshot;
  /** Serves the workspace to a browser as well. */
  page?: PageOptions;
}

/** Tokens, team and bot of a sandbox. */
export function identityOf({ botToken, appToken, signingSecret, teamId }: SandboxOptions): Identity {
  return {
    botToken: botToken ?? 'xoxb-sandbox-bot-token',
    appToken: appToken ?? 'xapp-sandbox-app-token',
    signingSecret: signingSecret ?? 'sandbox-signing-secret',
    teamId: teamId ?? 'T0SANDBOX',
    teamDomain: 'sandbox',
    appId: 'A0SANDBOX',
    botId: 'B0BOT',
    botUserId: 'U0BOT',
  };
}
