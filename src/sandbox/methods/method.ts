// What a Web API method is: which token it takes, which scope, and its handler.
import type { Fields } from '../types.ts';
import type { Workspace } from '../workspace.ts';

export interface MethodCall {
  workspace: Workspace;
  args: Fields;
  /** Where the server listens, e.g. http://127.0.0.1:4999 */
  url: string;
  /** Where a new Socket Mode connection may be opened, once. */
  newSocketUrl: () => string;
}

export interface Method {
  token: 'bot' | 'app' | 'none';
  /** Needed whatever the arguments; scopes that depend on the channel are asked for in the handler. */
  scope?: string;
  /** The answer without `ok`; throws ApiError. */
  handle: (call: MethodCall) => Fields;
}

export type Methods = Record<string, Method>;
