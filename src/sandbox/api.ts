// One Web API call from start to end: arguments, fault, token, rate limit, scope, handler, answer.
import type { Faults, Hit } from './faults.ts';
import { ApiError } from './methods/answer.ts';
import type { Method } from './methods/method.ts';
import { findMethod } from './methods/table.ts';
import { isFields, type Call, type Fields } from './types.ts';
import type { Workspace } from './workspace.ts';

/** One accepted chat.postMessage per channel per second, with a little room for clocks that disagree. */
const POST_GAP_MS = 900;

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What the server does with a call: answer it, cut the line, or never answer. */
export type Outcome = { reply: Reply; afterMs?: number } | { isDropped: true } | { isHanging: true; hit: Hit };

export interface ApiRequest {
  method: string;
  /** The Authorization header, if any. */
  authorization: string | undefined;
  args: Fields;
}

interface ApiOptions {
  workspace: Workspace;
  faults: Faults;
  isRateLimited: boolean;
  url: () => string;
  newSocketUrl: () => string;
}

export class Api {
  readonly calls: Call[] = [];
  readonly #options: ApiOptions;
  readonly #lastPostAt = new Map<string, number>();

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  call(request: ApiRequest): Outcome {
    const { workspace, faults } = this.#options;
    const { token, ...args } = request.args;
    const bearer = /^Bearer\s+(.+)$/i.exec(request.authorization ?? '')?.[1] ?? (typeof token === 'string' ? token : undefined);
    const call: Call = {
      method: request.method,
      args,
      at: workspace.now(),
      token: this.#kindOf(bearer),
      isDone: false,
      status: 0,
      ok: false,
      error: undefined,
      answer: undefined,
    };
    this.calls.push(call);
    const hit = faults.take(request.method, this.#namesOf(args));
    const outcome = this.#outcome(call, hit);
    call.isDone = !('isHanging' in outcome);
    if ('reply' in outcome) call.status = outcome.reply.status;
    workspace.changed();
    return outcome;
  }

  /** The id as sent, and the other id of a direct-message channel, so that a fault may name either. */
  #namesOf(args: Fields): string[] {
    if (typeof args.channel !== 'string') return [];
    const channel = this.#options.workspace.findChannel(args.channel);
    return [args.channel, channel?.id, channel?.imUserId].filter((name) => name !== undefined);
  }

  #kindOf(bearer: string | undefined): Call['token'] {
    const { botToken, appToken } = this.#options.workspace.identity;
    if (bearer === undefined) return 'none';
    return bearer === botToken ? 'bot' : bearer === appToken ? 'app' : 'unknown';
  }

  #outcome(call: Call, hit: Hit | undefined): Outcome {
    const fault = hit?.fault;
    if (hit === undefined || fault === undefined) return { reply: this.#process(call) };
    switch (fault.kind) {
      case 'error':
        return { reply: this.#refuse(call, new ApiError(fault.error, fault.extra)) };
      case 'errorAfter':
        this.#process(call);
        return { reply: this.#refuse(call, new ApiError(fault.error, fault.extra)) };
      case 'rateLimit':
        return { reply: this.#tooFast(call, fault.retryAfter) };
      case 'dropBefore':
        return fail(call, 'dropped', { isDropped: true });
      case 'dropAfter':
        this.#process(call);
        return fail(call, 'dropped', { isDropped: true });
      case 'hang':
        if (fault.isProcessed) this.#process(call);
        return fail(call, 'hanging', { isHanging: true, hit });
      case 'status':
        if (fault.isProcessed) this.#process(call);
        return fail(call, `http_${fault.status}`, {
          reply: { status: fault.status, headers: { 'content-type': 'text/html' }, body: '<html><body>Server error</body></html>' },
        });
      case 'garbage':
        if (fault.isProcessed) this.#process(call);
        return fail(call, 'garbage', { reply: { status: 200, headers: { 'content-type': 'text/html' }, body: fault.body } });
      case 'delay':
        return { reply: this.#process(call), afterMs: fault.delayMs };
    }
  }

  #process(call: Call): Reply {
    try {
      // Somebody's real token may have come here by mistake: whatever is asked with it, nothing is done.
      if (call.token === 'unknown') throw new ApiError('invalid_auth');
      const method = findMethod(call.method);
      if (method === undefined) throw new ApiError('unknown_method', { req_method: call.method });
      this.#authorize(method, call);
      const wait = this.#rateLimited(call);
      if (wait) return this.#tooFast(call, 1);
      const { workspace, url, newSocketUrl } = this.#options;
      const answer = method.handle({ workspace, args: call.args, url: url(), newSocketUrl });
      if (call.method === 'chat.postMessage') this.#lastPostAt.set(String(answer.channel), workspace.now());
      call.ok = true;
      call.error = undefined;
      return this.#answer(call, { ok: true, ...answer }, method);
    } catch (error) {
      if (error instanceof ApiError) return this.#refuse(call, error);
      throw error;
    }
  }

  #authorize(method: Method, call: Call): void {
    if (method.token === 'none') return;
    if (call.token === 'none') throw new ApiError('not_authed');
    if (call.token !== method.token) throw new ApiError('not_allowed_token_type');
    const { workspace } = this.#options;
    if (method.token === 'bot' && workspace.tokenError !== undefined) throw new ApiError(workspace.tokenError);
    if (method.scope !== undefined) workspace.need(method.scope);
  }

  #rateLimited(call: Call): boolean {
    const { isRateLimited, workspace } = this.#options;
    if (!isRateLimited || call.method !== 'chat.postMessage' || typeof call.args.channel !== 'string') return false;
    const channelId = workspace.findChannel(call.args.channel)?.id;
    const last = channelId === undefined ? undefined : this.#lastPostAt.get(channelId);
    return last !== undefined && workspace.now() - last < POST_GAP_MS;
  }

  #tooFast(call: Call, retryAfter: number): Reply {
    const reply = this.#refuse(call, new ApiError('ratelimited'));
    return { ...reply, status: 429, headers: { ...reply.headers, 'retry-after': String(retryAfter) } };
  }

  #refuse(call: Call, error: ApiError): Reply {
    call.ok = false;
    call.error = error.error;
    return this.#answer(call, { ok: false, error: error.error, ...error.extra }, findMethod(call.method));
  }

  #answer(call: Call, answer: Fields, method: Method | undefined): Reply {
    call.answer = answer;
    const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
    if (call.token === 'bot') {
      headers['x-oauth-scopes'] = [...this.#options.workspace.scopes].join(',');
      headers['x-accepted-oauth-scopes'] = method?.scope ?? '';
    }
    return { status: 200, headers, body: JSON.stringify(answer) };
  }
}

function fail(call: Call, error: string, outcome: Outcome): Outcome {
  call.ok = false;
  call.error = error;
  return outcome;
}

const JSON_NAMES = new Set(['blocks', 'attachments', 'metadata', 'view', 'message']);

/** Arguments of a call: query or form fields (nested ones as JSON text), or a JSON body. Undefined for a body that cannot be read. */
export function parseArgs(contentType: string, query: URLSearchParams, body: string): Fields | undefined {
  const args: Fields = Object.fromEntries(query);
  if (body === '') return args;
  if (contentType.startsWith('application/json')) {
    try {
      const parsed: unknown = JSON.parse(body);
      return isFields(parsed) ? { ...args, ...parsed } : undefined;
    } catch {
      return undefined;
    }
  }
  for (const [name, value] of new URLSearchParams(body)) args[name] = JSON_NAMES.has(name) ? parsedOr(value) : value;
  return args;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
