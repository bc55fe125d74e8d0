// The demo: a local workspace, the real bot in it, and a past that both remember.
import { uuidv7 } from 'uuidv7';
import { type RunningApp, startApp } from '../app.ts';
import type { Config, SlackConfig } from '../config.ts';
import { nextDigestAt } from '../domain/digest-week.ts';
import { changeResultAt } from '../flows/change-results.ts';
import { proposeDefinition, sign, definitionName } from '../flows/agreements.ts';
import { importHistory } from '../flows/import.ts';
import { reviewAt } from '../flows/review.ts';
import type { Log, Store } from '../ports.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { openStore } from '../sqlite/open.ts';
import { startDripping } from './dripping.ts';
import { type DemoFolder, demoFolder } from './folder.ts';
import { intakeToken } from './intake.ts';
import { type MovableClock, movableClock } from './movable-clock.ts';
import { demoChannels, demoIds, demoPeople, demoSettings } from './people.ts';
import { play } from './play.ts';
import { demoPage, demoStagehand } from './stagehand.ts';
import { livingStory } from './story/living.ts';
import { proposedDefinition } from './story/agreements.ts';
import { pastBook } from './story/book.ts';
import { pastLeads } from './story/past.ts';
import { type Traveller, travel } from './time-travel.ts';

export interface DemoOptions {
  /** Where its data stay; `null` = in a folder that goes when the demo ends. */
  readonly folder: string | null;
  /** Of the page; 0 = any that is free. The bot takes the next one where it can. */
  readonly port: number;
  readonly log: Log;
  readonly timezone: string;
  readonly realNow?: () => number;
  /** Whether new leads come in by themselves. */
  readonly isDripping?: boolean;
}

export interface Demo {
  /** Of the page. */
  readonly url: string;
  readonly folder: string;
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
}

const weeksOfPast = 8;
const saveEveryMs = 2_000;
const stopDeadlineMs = 3_000;
const minuteMs = 60_000;

/** Resolves when the page can be used and its story has been told. @throws when the port is taken, or another demo runs in the folder */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { timezone, log, realNow = Date.now } = options;
  const folder = demoFolder(options.folder);
  const ends: (() => void | Promise<void>)[] = [() => folder.release()];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    const kept = folder.open();
    const story = livingStory({ now: realNow(), timezone, people: demoIds });
    // The story begins in the past: the clock is wound back for it, and runs with the real one when it is told.
    const beginsAt = (story[0]?.at ?? realNow()) - minuteMs;
    const clock = movableClock(kept ? kept.offsetMs : beginsAt - realNow(), realNow);
    ends.push(() => clock.stop());

    const stagehand = demoStagehand(timezone);
    const sandbox = await startSandbox({
      port: options.port,
      now: clock.now,
      // The bot keeps Slack's pace by the workspace's clock, which leaps; a limit in real seconds would be another Slack.
      isRateLimited: false,
      page: demoPage(timezone, stagehand),
      ...(kept ? { snapshot: kept.workspace } : {}),
    });
    ends.push(() => sandbox.stop());
    if (!kept) furnish(sandbox);
    const saving = savingOf(folder, sandbox, clock);
    ends.push(() => saving.stop());

    const store = openStore(folder.databasePath, { create: true, now: clock.now });
    ends.push(() => store.close());
    await applySettings(store, timezone, clock);
    const app = await startBot({ options, sandbox, folder, store, clock });
    ends.push(() => app.stop(stopDeadlineMs));
    await sandbox.waitFor(() => sandbox.socketConnections() > 0, 10_000);

    const { id: workspaceId } = await store.workspace();
    const traveller: Traveller = {
      clock,
      outbox: { lanes: () => dueTimes(store, clock, workspaceId) },
      workspaceId,
      idle: () => app.idle(),
    };
    if (!kept) {
      const past = pastLeads({ now: realNow(), timezone, weeks: weeksOfPast });
      await importHistory({ store, now: clock.now, newId: uuidv7 }, workspaceId, past);
      await writeBook(store, clock, { workspaceId, now: realNow(), timezone });
      await play({ sandbox, store, traveller, url: app.url }, story);
      await travel(traveller, realNow());
    }

    const dripping = startDripping({ clock, store, workspaceId, timezone, log, url: app.url, isOn: options.isDripping ?? true });
    ends.push(() => dripping.stop());
    stagehand.enter({
      url: app.url,
      now: clock.now,
      changed: () => sandbox.page?.changed(),
      async moveTo(at) {
        for (const arrivesAt of dripping.between(clock.now(), at)) {
          await travel(traveller, arrivesAt);
          await dripping.arrive();
        }
        await travel(traveller, at);
      },
    });
    saving.start();
    return { url: sandbox.url, folder: folder.path, sandbox, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Everything that happens by itself: messages that wait, deadlines, the next digest. */
async function dueTimes(store: Store, clock: MovableClock, workspaceId: string): ReturnType<Store['outbox']['lanes']> {
  const { settings } = await store.workspace();
  const deadlineAt = await store.deadlines.nextAt(workspaceId);
  const review = await reviewAt(store, workspaceId);
  const changeAt = await changeResultAt(store, workspaceId, clock.now());
  return [
    ...(await store.outbox.lanes(workspaceId)),
    ...(review && review.at > clock.now() ? [{ lane: 'review', dueAt: review.at }] : []),
    ...(changeAt === null ? [] : [{ lane: 'changes', dueAt: changeAt }]),
    ...(deadlineAt === null ? [] : [{ lane: 'deadlines', dueAt: deadlineAt }]),
    ...(settings ? [{ lane: 'digest', dueAt: nextDigestAt(settings, clock.now()) }] : []),
  ];
}

function furnish(sandbox: Sandbox): void {
  for (const { id, name } of Object.values(demoPeople)) sandbox.addUser({ id, name, isAdmin: id === demoPeople.max.id });
  for (const channel of Object.values(demoChannels)) sandbox.addChannel(channel);
}

/** What is in force stays: somebody may have changed it in the demo before. */
async function applySettings(store: Store, timezone: string, clock: MovableClock): Promise<void> {
  const workspace = await store.workspace();
  if (workspace.settings) return;
  await store.applySettings(workspace.id, demoSettings(timezone), clock.now(), 'system');
}

/** What was written down in the weeks before, and what Mia proposes as the story begins. */
async function writeBook(
  store: Store,
  clock: MovableClock,
  { workspaceId, now, timezone }: { readonly workspaceId: string; readonly now: number; readonly timezone: string },
): Promise<void> {
  const lastSeq = new Map<string, number>();
  for (const line of pastBook({ now, timezone, people: demoIds })) {
    const story = `${line.topic} ${line.subject}`;
    await store.ledger.append(workspaceId, line, lastSeq.get(story) ?? 0, []);
    lastSeq.set(story, (await store.ledger.read(workspaceId, line.topic, line.subject)).at(-1)?.seq ?? 0);
  }
  const desk = { store, now: clock.now, newId: uuidv7 };
  const mia = { id: demoIds.mia, roles: ['marketing'] } as const;
  const proposalId = 'story:proposal';
  const proposed = proposedDefinition({ now, timezone, people: demoIds });
  await proposeDefinition(desk, workspaceId, { ...proposed, actor: mia, seen: { version: 2, proposalId: null }, requestId: proposalId });
  await sign(desk, workspaceId, { name: definitionName, proposalId, actor: mia, requestId: `${proposalId}:mia` });
}

interface Stage {
  readonly options: DemoOptions;
  readonly sandbox: Sandbox;
  readonly folder: DemoFolder;
  readonly store: Store;
  readonly clock: MovableClock;
}

async function startBot({ options, sandbox, folder, store, clock }: Stage): Promise<RunningApp> {
  const { botToken, appToken, apiUrl } = sandbox;
  const slack: SlackConfig = { botToken, appToken, signingSecret: null, apiUrl, mode: 'socket' };
  const configOn = (port: number): Config & { slack: SlackConfig } => ({
    slack,
    database: { path: folder.databasePath },
    http: { host: '127.0.0.1', port },
    intake: { token: intakeToken, rate: 100, burst: 500 },
    logLevel: 'warn',
    isUnderNpm: false,
  });
  const start = (port: number): Promise<RunningApp> => startApp({ config: configOn(port), store, log: options.log, clock });
  if (options.port === 0) return start(0);
  return start(options.port + 1).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'CannotListen') return start(0);
    throw error;
  });
}

/** Saves the workspace now and then and at the end, so that a demo goes on where it was left. */
function savingOf(folder: DemoFolder, sandbox: Sandbox, clock: MovableClock): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => folder.save(sandbox, clock);
  return {
    start() {
      save();
      timer = setInterval(save, saveEveryMs);
    },
    stop() {
      if (timer === undefined) return;
      clearInterval(timer);
      save();
    },
  };
}
