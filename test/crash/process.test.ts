// The executable as a process: how it ends when it is told to, how it keeps a second one out, what is left of it when it is killed.
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { intakeToken } from '../world/world.ts';
import { type Child, endChildren, startChild } from './child.ts';
import { type Life, countries, startLife } from './life.ts';
import { reading } from './reading.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const executable = fileURLToPath(new URL('../../bin/leadloop.mjs', import.meta.url));
const saysUrl = /"url":"([^"]+)"/;
/** Only when a test that hangs is given up. */
const patienceMs = 120_000;
/** Ten seconds, and what a busy machine needs to end a process. */
const inTimeMs = 12_000;

afterAll(endChildren);

describe.concurrent('the executable', { timeout: patienceMs }, () => {
  test('F42: SIGTERM while 50 requests and a post are under way: they are answered, it ends with 0 in time, nothing is left `sending`', () =>
    withLife(async (life) => {
      const { sandbox } = life;
      const bot = start(life);
      const url = await bot.says(saysUrl);
      const hung = sandbox.fault({ method: 'chat.postMessage', kind: 'hang', isProcessed: true });
      expect((await sendLead(url, 'Ada').status()).status).toBe(201);
      await sandbox.waitFor(() => hung.hits > 0, patienceMs);
      const names = Array.from({ length: 50 }, (_, index) => `Lead${index + 1}`);
      const sent = names.map((name, index) => sendLead(url, name, countries[index % countries.length]));
      await Promise.all(sent.map((one) => one.isUnderWay));

      const toldAt = performance.now();
      bot.kill('SIGTERM');
      await bot.says(/Stopping/);
      const answers = await Promise.all(sent.map((one) => one.status()));
      expect(answers.map((answer) => answer.status)).toEqual(names.map(() => 201));
      const { code, said } = await bot.ended;
      expect(code, said).toBe(0);
      expect(performance.now() - toldAt).toBeLessThan(inTimeMs);
      hung.cleared();

      const next = start(life);
      await next.says(saysUrl);
      await life.settled();
      const stored = reading(life.databasePath, (raw) => raw.prepare<[], string>('select external_id from external_ids').pluck().all());
      expect(stored.toSorted()).toEqual(['Ada', ...names].toSorted());
      next.kill('SIGTERM');
      expect((await next.ended).code).toBe(0);
    }));

  test('F42: a request that never ends and a post without an answer together do not keep it from ending in time', () =>
    withLife(async (life) => {
      const { sandbox } = life;
      const bot = start(life);
      const url = await bot.says(saysUrl);
      // The card is tried again in the middle of the stop, and then hangs.
      const early = sandbox.fault({ method: 'chat.postMessage', kind: 'rateLimit', retryAfter: 5 });
      const hung = sandbox.fault({ method: 'chat.postMessage', kind: 'hang', isProcessed: true });
      await sendLead(url, 'Ada').status();
      await sandbox.waitFor(() => early.hits > 0, patienceMs);
      const never = sendLead(url, 'Bea');
      await never.isUnderWay;

      const toldAt = performance.now();
      bot.kill('SIGTERM');
      expect((await bot.ended).code).toBe(0);
      expect(performance.now() - toldAt).toBeLessThan(inTimeMs);
      hung.cleared();
    }));

  test('F47: a second start ends with 75 and names the holder, the first goes on; killed, the next one starts at once', () =>
    withLife(async (life) => {
      const first = start(life);
      const url = await first.says(saysUrl);

      // What node and this machine need to start anything at all is not the lock's time.
      const bareMs = await timeOf(startChild([executable, '--help'], life.env));
      const second = start(life);
      const tookMs = await timeOf(second);
      const { code, said } = await second.ended;
      expect(code).toBe(75);
      expect(said).toContain(`process ${first.pid}`);
      expect(said).toContain(life.databasePath);
      expect(said.trim().split('\n')).toHaveLength(1);
      expect(tookMs - bareMs).toBeLessThan(2_000);

      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect((await sendLead(url, 'Ada').status()).status).toBe(201);

      first.kill('SIGKILL');
      await first.ended;
      const third = start(life);
      const again = await third.says(saysUrl);
      expect((await sendLead(again, 'Bea').status()).status).toBe(201);
      expect((await sendLead(again, 'Ada').status()).status).toBe(200);
      third.kill('SIGINT');
      expect((await third.ended).code).toBe(0);
    }));

  test.each(['SIGTERM', 'SIGKILL'] as const)('F42: npm start that gets %s takes the bot with it, in order', (signal) =>
    withLife(async (life) => {
      const cli = process.env['npm_execpath'] ?? '';
      const env = { ...life.env, PATH: process.env['PATH'], HOME: process.env['HOME'], NO_UPDATE_NOTIFIER: '1' };
      const npm = startChild([cli, 'start'], env, { cwd: packageRoot });
      const url = await npm.says(saysUrl);
      expect((await sendLead(url, 'Ada').status()).status).toBe(201);
      npm.kill(signal);
      // The bot holds the same outputs: the end of these is the end of both.
      const { said } = await npm.ended;
      expect(said).toContain('Stopped.');
      expect(sendingIn(life)).toEqual([]);
    }),
  );
});

function start(life: Life): Child {
  return startChild([executable, 'start'], life.env);
}

async function withLife(story: (life: Life) => Promise<void>): Promise<void> {
  const life = await startLife('http');
  try {
    await story(life);
  } finally {
    await life.end();
  }
}

interface Sent {
  /** The server has the head and waits for the body. */
  readonly isUnderWay: Promise<void>;
  /** Sends the body and waits for the answer. */
  status(): Promise<{ readonly status: number }>;
}

/** A lead whose head goes out at once and whose body only when it is asked for: `100 Continue` says that it is under way. */
function sendLead(url: string, name: string, country = 'GB'): Sent {
  const body = JSON.stringify({ externalId: name, name, company: 'Engine Ltd', email: `${name.toLowerCase()}@engine.test`, country });
  const outgoing: ClientRequest = request(`${url}/v1/leads`, {
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${intakeToken}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  const isUnderWay = new Promise<void>((resolve, reject) => {
    outgoing.once('continue', resolve);
    outgoing.once('error', reject);
  });
  isUnderWay.catch(() => undefined);
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  answer.catch(() => undefined);
  outgoing.flushHeaders();
  return {
    isUnderWay,
    async status() {
      await isUnderWay;
      outgoing.end(body);
      const { statusCode = 0, resume } = await answer;
      resume.call(await answer);
      return { status: statusCode };
    },
  };
}

function sendingIn({ databasePath }: Life): readonly string[] {
  return reading(databasePath, (raw) => raw.prepare<[], string>("select key from outbox where state = 'sending'").pluck().all());
}

async function timeOf(child: Child): Promise<number> {
  const beganAt = performance.now();
  await child.ended;
  return performance.now() - beganAt;
}
