// A person at the keyboard: presses, fills, submits, types commands; what Slack's client would do and refuse.
import { actionAt, findAction, labelsIn, offers, type Spot, type Wanted } from './controls.ts';
import type { Courier } from './delivery/courier.ts';
import { answerOf, complaintsAbout, inputCalled, inputsOf } from './form.ts';
import { ApiError } from './methods/answer.ts';
import { storeView } from './methods/views.ts';
import * as payloads from './payloads.ts';
import { answer, type ResponseUrls } from './response-urls.ts';
import { applySubmission } from './submission.ts';
import { isFields, type Delivery, type Ephemeral, type Fields, type Message, type StateValues, type User, type View } from './types.ts';
import type { Workspace } from './workspace.ts';

export type Target = Message | Ephemeral | View | { channel: string; ts: string };

/** A button as an old or forged card would have it; `payload` overrides anything at the top of the payload. */
export interface RawAction {
  action_id: string;
  value?: string;
  block_id?: string;
  type?: string;
  selected_option?: Fields;
  channel?: string;
  ts?: string;
  payload?: Fields;
}

export type Answers = Record<string, string | readonly string[] | undefined>;

interface PersonOptions {
  workspace: Workspace;
  courier: Courier;
  responseUrls: ResponseUrls;
  userId: string;
}

export class Person {
  readonly #workspace: Workspace;
  readonly #courier: Courier;
  readonly #responseUrls: ResponseUrls;
  readonly #userId: string;

  constructor({ workspace, courier, responseUrls, userId }: PersonOptions) {
    this.#workspace = workspace;
    this.#courier = courier;
    this.#responseUrls = responseUrls;
    this.#userId = userId;
  }

  get #user(): User {
    const user = this.#workspace.users.get(this.#userId);
    if (user === undefined) throw new Error(`Nobody has the id ${this.#userId}; call addUser first.`);
    return user;
  }

  /** Presses a button or picks a menu option in what the target shows now. */
  async click(target: Target, what: Wanted): Promise<Delivery> {
    const shown = this.#currently(target);
    const action = findAction(shown.blocks ?? [], what, this.#workspace.newTs());
    if (action === undefined) throw new Error(`Nothing to press for ${JSON.stringify(what)}; there is ${labelsIn(shown.blocks ?? [])}.`);
    if (shown.type === 'message' || shown.type === 'ephemeral') return this.#actInMessage(shown, action);
    return this.#actInView(shown, action);
  }

  /** Acts on an element by its ids, as a page does that shows it; `chosen` is what the element's kind adds to the action. */
  async press(target: Target, spot: Spot, chosen: Fields): Promise<Delivery> {
    const shown = this.#currently(target);
    const before = this.#workspace.shownJustBefore('channel' in shown ? `${shown.channel} ${shown.ts}` : `home ${this.#userId}`);
    const action = [shown.blocks ?? [], before]
      .map((blocks) => actionAt(blocks, spot, chosen, this.#workspace.newTs()))
      .find((one) => one !== undefined);
    if (action === undefined) throw new ApiError('no_longer_there');
    if (shown.type === 'message' || shown.type === 'ephemeral') return this.#actInMessage(shown, action);
    return this.#actInView(this.#withChosen(shown, spot, chosen), action);
  }

  /** Sends an action that no current card has to offer. */
  async clickRaw(raw: RawAction): Promise<Delivery> {
    const { channel, ts, payload = {}, type = 'button', block_id = 'forged', ...rest } = raw;
    const known = channel !== undefined && ts !== undefined ? this.#workspace.findMessage(this.#channelId(channel), ts) : undefined;
    const source: Message = known ?? {
      type: 'message',
      channel: channel === undefined ? 'C0UNKNOWN' : this.#channelId(channel),
      ts: ts ?? this.#workspace.newTs(),
      user: this.#workspace.identity.botUserId,
      bot_id: this.#workspace.identity.botId,
      team: this.#workspace.identity.teamId,
      text: '',
    };
    return this.#actInMessage(source, { type, block_id, action_ts: this.#workspace.newTs(), ...rest }, payload);
  }

  async clickHome(label: string, nth = 0): Promise<Delivery> {
    const home = this.#workspace.homes.get(this.#userId);
    if (home === undefined) throw new Error(`${this.#userId} has no App Home yet; call openHome and wait for it.`);
    return this.click(home, { label, nth });
  }

  /** Presses a button in the newest private message that has it. */
  async clickEphemeral(label: string): Promise<Delivery> {
    const mine = this.#workspace.ephemerals.filter((one) => one.user === this.#userId);
    const found = mine.findLast((one) => findAction(one.blocks ?? [], { label }, '0') !== undefined);
    if (found === undefined) throw new Error(`No private message to ${this.#userId} has a button "${label}".`);
    return this.click(found, { label });
  }

  /** Fills inputs of the top modal without submitting; nothing is sent. Empty text clears, undefined leaves as it is. */
  fillIn(values: Answers): void {
    const view = this.#topView();
    const inputs = inputsOf(view.blocks);
    const state = { ...view.state.values };
    for (const [label, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const input = inputCalled(inputs, label);
      state[input.blockId] = { ...state[input.blockId], [input.actionId]: answerOf(input, value) };
    }
    storeView(this.#workspace, { ...view, state: { values: state } });
  }

  /** Fills inputs of a view as `view.state` keeps them. What it does not ask, or does not offer, is left out. */
  fillValues(values: StateValues, shown?: View): void {
    const view = shown ?? this.#topView();
    const state = { ...view.state.values };
    for (const { blockId, actionId, element } of inputsOf(view.blocks)) {
      const entry = values[blockId]?.[actionId];
      if (entry === undefined || !offers(element, entry)) continue;
      state[blockId] = { ...state[blockId], [actionId]: { ...entry, type: element.type } };
    }
    storeView(this.#workspace, { ...view, state: { values: state } });
  }

  /** Tells the bot of one input of a view as it is filled in now. */
  async tell({ blockId, actionId }: Spot, shown?: View): Promise<Delivery> {
    const view = shown === undefined ? this.#topView() : this.#viewNow(shown);
    const entry = view.state.values[blockId]?.[actionId] ?? {};
    return this.#actInView(view, { ...entry, action_id: actionId, block_id: blockId, action_ts: this.#workspace.newTs() });
  }

  /** Answers one input of the top modal; tells the bot at once where the input asks for it (dispatch_action). */
  async choose(label: string, value: string | readonly string[]): Promise<Delivery> {
    this.fillIn({ [label]: value });
    const view = this.#topView();
    const input = inputCalled(inputsOf(view.blocks), label);
    return input.isDispatching ? this.tell(input) : notSent(true);
  }

  /** Fills the top modal by label and submits it. Slack's client keeps back what breaks its own rules, unless forced. */
  async submit(values: Answers = {}, { force = false }: { force?: boolean } = {}): Promise<Delivery> {
    this.fillIn(values);
    const view = this.#topView();
    if (view.submit === undefined && !force) throw new Error(`The modal "${view.callback_id}" has no submit button.`);
    const complaints = force ? [] : complaintsAbout(view);
    if (complaints.length > 0) {
      const by = (name: 'label' | 'blockId'): Record<string, string> => Object.fromEntries(complaints.map((one) => [one[name], one.says]));
      return { ...notSent(false), problem: 'not_submitted', errors: by('label'), errorsByBlock: by('blockId') };
    }
    const triggerId = this.#workspace.triggers.give(this.#userId, view.id);
    const delivery = await this.#courier.deliver('interactive', payloads.viewSubmission(this.#workspace, view, this.#user, triggerId));
    applySubmission(this.#workspace, view, delivery);
    return Object.assign(delivery, { triggerId });
  }

  /** Closes the top modal (or, where it says so, all of them). */
  async close(): Promise<Delivery> {
    const view = this.#topView();
    const stack = this.#workspace.stackOf(this.#userId);
    this.#workspace.stacks.set(this.#userId, view.clear_on_close ? [] : stack.slice(0, -1));
    this.#workspace.changed();
    if (!view.notify_on_close) return notSent(true);
    return this.#courier.deliver('interactive', payloads.viewClosed(this.#workspace, view, this.#user, view.clear_on_close));
  }

  /** Types a slash command in a channel (default: the first one this person is in). */
  async command(line: string, channel?: string): Promise<Delivery> {
    const [command = '', ...words] = line.trim().split(' ');
    const channelId = channel === undefined ? this.#anyChannel() : this.#channelId(channel);
    const triggerId = this.#workspace.triggers.give(this.#userId);
    const responseUrl = this.#responseUrls.give(this.#userId, channelId);
    const text = words.join(' ').trim();
    const payload = payloads.slashCommand(this.#workspace, { user: this.#user, channelId, command, text, triggerId, responseUrl });
    const delivery = await this.#courier.deliver('slash_commands', payload);
    if (delivery.ok && delivery.response !== undefined) this.#showAnswer(delivery, channelId);
    return Object.assign(delivery, { triggerId });
  }

  async shortcut(callbackId: string): Promise<Delivery> {
    const triggerId = this.#workspace.triggers.give(this.#userId);
    return this.#interact(payloads.globalShortcut(this.#workspace, this.#user, callbackId, triggerId), triggerId);
  }

  async messageShortcut(callbackId: string, message: Message): Promise<Delivery> {
    const triggerId = this.#workspace.triggers.give(this.#userId);
    const responseUrl = this.#responseUrls.give(this.#userId, message.channel, message);
    return this.#interact(payloads.messageShortcut(this.#workspace, this.#user, callbackId, triggerId, message, responseUrl), triggerId);
  }

  async openHome(): Promise<Delivery> {
    const channel = this.#workspace.openDirectMessage(this.#userId);
    const event = payloads.appHomeOpened(this.#workspace, this.#user, channel.id);
    return this.#courier.deliver('events_api', payloads.eventCallback(this.#workspace, event));
  }

  /** Writes into a channel as this person; the bot is not told. */
  say(channel: string, text: string, threadTs?: string): Message {
    const message: Message = {
      type: 'message',
      channel: this.#channelId(channel),
      ts: this.#workspace.newTs(),
      user: this.#userId,
      team: this.#user.teamId,
      text,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    };
    this.#workspace.putMessage(message);
    return message;
  }

  #currently(target: Target): Message | Ephemeral | View {
    if ('type' in target && target.type !== 'message') return this.#currentPrivate(target);
    const message = this.#workspace.findMessage(this.#channelId(target.channel), target.ts);
    if (message === undefined) throw new Error(`There is no message ${target.ts} in ${target.channel} to press anything on.`);
    return message;
  }

  #currentPrivate(target: Ephemeral | View): Ephemeral | View {
    if (target.type === 'ephemeral')
      return this.#workspace.ephemerals.find((one) => one.ts === target.ts && one.user === target.user) ?? target;
    return this.#viewNow(target);
  }

  /** A view as it stands now, with what was filled in. */
  #viewNow(view: View): View {
    if (view.type === 'home') return this.#workspace.homes.get(this.#userId) ?? view;
    return this.#workspace.stackOf(this.#userId).find((one) => one.id === view.id) ?? view;
  }

  /** An App Home keeps what was chosen in it: the next press carries it along. */
  #withChosen(view: View, { blockId, actionId }: Spot, chosen: Fields): View {
    const known = view.state.values[blockId]?.[actionId];
    if (known === undefined) return view;
    const values = { ...view.state.values, [blockId]: { ...view.state.values[blockId], [actionId]: { ...known, ...chosen } } };
    const filled: View = { ...view, state: { values } };
    storeView(this.#workspace, filled);
    return filled;
  }

  #actInMessage(source: Message | Ephemeral, action: Fields, patch: Fields = {}): Promise<Delivery> {
    const triggerId = this.#workspace.triggers.give(this.#userId);
    const responseUrl = this.#responseUrls.give(this.#userId, source.channel, source);
    const payload = payloads.messageAction(this.#workspace, source, responseUrl, { user: this.#user, triggerId, actions: [action] });
    return this.#interact({ ...payload, ...patch }, triggerId);
  }

  #actInView(view: View, action: Fields): Promise<Delivery> {
    const triggerId = this.#workspace.triggers.give(this.#userId, view.type === 'modal' ? view.id : undefined);
    return this.#interact(payloads.viewAction(this.#workspace, view, { user: this.#user, triggerId, actions: [action] }), triggerId);
  }

  async #interact(payload: Fields, triggerId: string): Promise<Delivery> {
    return Object.assign(await this.#courier.deliver('interactive', payload), { triggerId });
  }

  #showAnswer(delivery: Delivery, channelId: string): void {
    const sent = isFields(delivery.response) ? delivery.response : { text: String(delivery.response) };
    try {
      answer(this.#workspace, { userId: this.#userId, channelId, source: undefined }, sent);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      Object.assign(delivery, { ok: false, problem: error.error });
    }
  }

  #topView(): View {
    const view = this.#workspace.topView(this.#userId);
    if (view === undefined) throw new Error(`${this.#userId} has no modal open.`);
    return view;
  }

  #channelId(channel: string): string {
    return this.#workspace.findChannel(channel)?.id ?? channel;
  }

  #anyChannel(): string {
    const mine = [...this.#workspace.channels.values()].find((channel) => this.#workspace.isMember(channel, this.#userId));
    return mine?.id ?? this.#workspace.openDirectMessage(this.#userId).id;
  }
}

function notSent(isOk: boolean): Delivery {
  return { ok: isOk, status: 0, ms: 0, body: undefined };
}
