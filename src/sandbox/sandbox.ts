// A strict local Slack: the facade through which tests and the demo hold a workspace, its people and its faults.
import { Api } from './api.ts';
import { Courier, type SignedRequest } from './delivery/courier.ts';
import { SocketLink, type DropReason } from './delivery/socket.ts';
import { Faults } from './faults.ts';
import { identityOf, type SandboxOptions } from './options.ts';
import { eventCallback } from './payloads.ts';
import { Person } from './person.ts';
import { ResponseUrls } from './response-urls.ts';
import { pageServer, type PageServer } from './serving/page-server.ts';
import { Screen } from './screen.ts';
import { startServer, type SlackServer } from './server.ts';
import { createSignal, type Signal } from './signal.ts';
import { restoreSnapshot, takeSnapshot, type Snapshot } from './snapshot.ts';
import type { Call, Delivery, Fault, FaultHandle, Fields, NewChannel, NewUser, User, UserGroup } from './types.ts';
import { Workspace } from './workspace.ts';

const DEFAULT_WAIT_MS = 5_000;
const CALLS_SHOWN = 20;

/** Starts the server; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const parts: { sandbox?: Sandbox } = {};
  const running = (): Sandbox => {
    if (parts.sandbox === undefined) throw new Error('The sandbox is still starting.');
    return parts.sandbox;
  };
  const server = await startServer({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    api: () => running().api,
    link: () => running().link,
    responseUrls: () => running().responseUrls,
    page: () => parts.sandbox?.page ?? null,
  });
  try {
    parts.sandbox = new Sandbox(server, options);
    return parts.sandbox;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export class Sandbox extends Screen {
  readonly url: string;
  /** Everything before the method name; ends in /api/. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly enterpriseId = null;
  readonly botUserId: string;
  readonly botId: string;
  /** The running parts, for the server; tests use the methods below. */
  readonly api: Api;
  readonly link: SocketLink;
  readonly responseUrls: ResponseUrls;
  readonly page: PageServer | null;
  readonly #courier: Courier;
  readonly #faults = new Faults();
  readonly #signal: Signal;
  readonly #server: SlackServer;

  constructor(server: SlackServer, options: SandboxOptions) {
    const identity = identityOf(options);
    const signal = createSignal();
    const changed = (): void => {
      signal.fire();
      this.page?.changed();
    };
    const workspace = new Workspace(identity, options.now ?? Date.now, changed);
    super(workspace);
    if (options.snapshot !== undefined) restoreSnapshot(workspace, options.snapshot);
    this.#signal = signal;
    this.#server = server;
    this.url = server.url;
    this.apiUrl = `${server.url}/api/`;
    this.botToken = identity.botToken;
    this.appToken = identity.appToken;
    this.signingSecret = identity.signingSecret;
    this.teamId = identity.teamId;
    this.botUserId = identity.botUserId;
    this.botId = identity.botId;
    this.link = new SocketLink({ appId: identity.appId, newId: (prefix) => workspace.newId(prefix), changed });
    this.responseUrls = new ResponseUrls(workspace, () => this.url);
    this.#courier = new Courier({ workspace, link: this.link, signingNow: options.signingNow ?? Date.now });
    this.page = options.page ? pageServer({ workspace, as: (userId) => this.as(userId), page: options.page }) : null;
    this.api = new Api({
      workspace,
      faults: this.#faults,
      isRateLimited: options.isRateLimited ?? true,
      url: () => this.url,
      newSocketUrl: () => this.link.newUrl(this.url),
    });
  }

  addUser(user: NewUser): void {
    this.workspace.addUser(user);
  }

  updateUser(id: string, patch: Partial<Omit<User, 'id'>>): void {
    const user = this.workspace.users.get(id);
    if (user === undefined) throw new Error(`Nobody has the id ${id}.`);
    this.workspace.users.set(id, { ...user, ...patch });
    this.workspace.changed();
  }

  addChannel(channel: NewChannel): void {
    this.workspace.addChannel(channel);
  }

  addUserGroup(group: UserGroup): void {
    this.workspace.groups.set(group.id, group);
    this.workspace.changed();
  }

  archive(channel: string): void {
    this.#change(channel, { isArchived: true });
  }

  unarchive(channel: string): void {
    this.#change(channel, { isArchived: false });
  }

  kickBot(channel: string): void {
    this.#change(channel, { hasBot: false });
  }

  inviteBot(channel: string): void {
    this.#change(channel, { hasBot: true });
  }

  rename(channel: string, name: string): void {
    this.#change(channel, { name });
  }

  setPrivate(channel: string, isPrivate: boolean): void {
    this.#change(channel, { isPrivate });
  }

  #change(id: string, patch: { isArchived?: boolean; hasBot?: boolean; name?: string; isPrivate?: boolean }): void {
    const channel = this.workspace.channels.get(id);
    if (channel === undefined) throw new Error(`There is no channel ${id}.`);
    this.workspace.channels.set(id, { ...channel, ...patch });
    this.workspace.changed();
  }

  /** As a person would: the bot is not told. */
  deleteMessage(channel: string, ts: string): void {
    const id = this.channelId(channel);
    if (this.workspace.findMessage(id, ts) === undefined) throw new Error(`There is no message ${ts} in ${channel}.`);
    this.workspace.deleteMessage(id, ts);
  }

  /** The bot token stops working; Socket Mode's app token does not. */
  revokeToken(error = 'token_revoked'): void {
    this.workspace.tokenError = error;
  }

  restoreToken(): void {
    this.workspace.tokenError = undefined;
  }

  removeScope(scope: string): void {
    this.workspace.scopes.delete(scope);
  }

  addScope(scope: string): void {
    this.workspace.scopes.add(scope);
  }

  /** The bot's request URL in HTTP mode; null = Socket Mode connections. */
  deliverTo(url: string | null): void {
    this.#courier.deliverTo(url);
  }

  socketConnections(): number {
    return this.link.count;
  }

  dropSockets(reason: DropReason = 'refresh_requested'): void {
    this.link.drop(reason);
  }

  as(userId: string): Person {
    if (!this.workspace.users.has(userId)) throw new Error(`Nobody has the id ${userId}; call addUser first.`);
    return new Person({ workspace: this.workspace, courier: this.#courier, responseUrls: this.responseUrls, userId });
  }

  calls(method?: string): Call[] {
    return method === undefined ? [...this.api.calls] : this.api.calls.filter((call) => call.method === method);
  }

  fault(fault: Fault): FaultHandle {
    return this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Every trigger out there has expired, and so will the next `count` have, as if the bot were too slow. */
  expireTriggers(count = 1): void {
    this.workspace.triggers.expire(count);
  }

  /** The same bytes again, as Slack's retry or an attacker's replay would send them. */
  redeliver(delivery: Delivery, { retryNum }: { retryNum?: number } = {}): Promise<Delivery> {
    return this.#courier.redeliver(delivery, retryNum);
  }

  /** A hand-made request to the bot's HTTP address; a header set to "" is left out. */
  signedRequest(request: SignedRequest): Promise<{ status: number; text: string }> {
    return this.#courier.signedRequest(request);
  }

  /** Any Events API event. */
  sendEvent(event: Fields & { type: string }): Promise<Delivery> {
    return this.#courier.deliver('events_api', eventCallback(this.workspace, { event_ts: this.workspace.newTs(), ...event }));
  }

  /**
   * Resolves with the first look that gives something; looks again after every call and change.
   * A look that throws counts as not yet. Rejects after `timeoutMs` of real time, with the last calls listed.
   */
  waitFor<T>(look: () => T | undefined | null | false, timeoutMs: number = DEFAULT_WAIT_MS): Promise<T> {
    return this.#signal.waitFor(
      look,
      timeoutMs,
      () => `The last calls:\n${this.api.calls.slice(-CALLS_SHOWN).map(lineOf).join('\n') || '(none)'}`,
    );
  }

  /** The workspace as plain data, for the option `snapshot` of a later start. */
  snapshot(): Snapshot {
    return takeSnapshot(this.workspace);
  }

  async stop(): Promise<void> {
    this.#faults.clear();
    this.page?.stop();
    this.link.stop();
    await this.#server.stop();
  }
}

function lineOf({ method, args, ok, error, status }: Call): string {
  const outcome = ok ? 'ok' : `${status} ${error ?? '(not answered yet)'}`;
  return `  ${method} ${outcome} ${JSON.stringify(args).slice(0, 300)}`;
}

export type { SandboxOptions } from './options.ts';
export type { Person } from './person.ts';
export type { Snapshot } from './snapshot.ts';
export type { Call, Delivery, Fault, FaultHandle, Message, View } from './types.ts';
