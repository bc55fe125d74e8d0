// Up, ready, and the numbers: what supervisors and Prometheus ask, over real HTTP.
import { afterEach, describe, expect, it } from 'vitest';
import { entryKinds } from '../../src/domain/consequences.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import type { OutboxCounts } from '../../src/outbox.ts';
import { ask, fine, openDoor, start } from './door.ts';
import type { Door } from './door.ts';

const counts: OutboxCounts = {
  byState: { pending: 2, sending: 1, sent: 40, retry: 1, ambiguous: 0, dead: 3 },
  oldestDueAt: start - 90_000,
};

let door: Door | null = null;
afterEach(async () => {
  await door?.stop();
  door = null;
});

describe('GET /healthz', () => {
  it('200 while the process answers, whatever else is wrong', async () => {
    door = await openDoor({ token: null, health: () => Promise.reject(new Error('broken')) });
    expect(await door.get('/healthz', {})).toMatchObject({ status: 200, body: { status: 'ok' } });
    const head = await fetch(`${door.url}/healthz`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await ask(`${door.url}/healthz`, { method: 'POST', body: 'x' })).status).toBe(405);
  });
});

describe('GET /readyz', () => {
  it('200 with each part', async () => {
    door = await openDoor({ health: async () => ({ ...fine, outbox: counts }) });
    const answer = await door.get('/readyz', {});
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'ok',
      parts: {
        database: { ok: true, sentence: 'The database answers.' },
        slack: { ok: true, state: 'ok', since: '2026-11-23T14:00:00.000Z', sentence: 'Slack can be reached.' },
        outbox: { ok: true, unfinished: 4, dead: 3, oldestDueAt: '2026-11-23T13:58:30.000Z' },
      },
    });
  });

  it.each([
    ['database', { ...fine, database: { ok: false, sentence: 'Locked.' } }],
    ['slack', { ...fine, slack: { ok: false, state: 'token_revoked', since: start, sentence: 'Reinstall the app.' } }],
  ])('503 when the %s is not usable, naming what is', async (part, health) => {
    door = await openDoor({ health: async () => health });
    const answer = await door.get('/readyz', {});
    expect(answer).toMatchObject({
      status: 503,
      body: { status: 'unavailable', parts: { [part]: { ok: false }, outbox: { ok: false, unfinished: null } } },
    });
    expect(Object.values(answer.body['parts'] as Record<string, { ok: boolean }>).filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('503 when nobody knows, and the log says why without quoting it', async () => {
    door = await openDoor({ health: () => Promise.reject(new Error('canary7f3a')) });
    expect(await door.get('/readyz', {})).toMatchObject({
      status: 503,
      body: { status: 'unavailable', parts: { database: { ok: false } } },
    });
    expect(door.logLines).toHaveLength(1);
    expect(door.logLines.join()).not.toContain('canary7f3a');
  });
});

describe('GET /metrics', () => {
  it('counts leads by what became of them, and requests by route and status only', async () => {
    door = await openDoor({ burst: 5, rate: 0.001 });
    await door.post({ externalId: 'a', email: 'ada@engine.test' });
    await door.post({ externalId: 'a' });
    await door.post({ email: 'ada@engine.test' });
    await door.post({ email: 'nobody' });
    await door.postRaw('{');
    await door.post({ externalId: 'b' });
    await door.get('/v1/leads/unknown');
    await door.get('/canary7f3a/../x?canary7f3a');
    await ask(`${door.url}/slack/events`, { method: 'POST' });
    const answer = await door.get('/metrics', {});
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    for (const status of ['created', 'duplicate', 'merged', 'refused'])
      expect(answer.text).toContain(`leadloop_leads_received_total{status="${status}"} 1\n`);
    const requests = [...answer.text.matchAll(/^leadloop_http_requests_total\{route="(.*)",status="(.*)"\} (\d+)$/gm)].map(
      ([, ...labels]) => labels.join(' '),
    );
    expect(requests.toSorted()).toEqual(
      [
        '/slack/events 404 1',
        '/v1/leads 200 2',
        '/v1/leads 201 1',
        '/v1/leads 400 1',
        '/v1/leads 422 1',
        '/v1/leads 429 1',
        '/v1/leads/{id} 404 1',
        'other 404 1',
      ].toSorted(),
    );
    expect(answer.text).toContain('process_cpu_seconds_total');
    expect(answer.text).not.toContain('canary7f3a');
  });

  it('tells of moves, deliveries, clicks, the outbox and Slack', async () => {
    let isUp = true;
    let asked = 0;
    const outbox = async (): Promise<OutboxCounts> => {
      asked += 1;
      return counts;
    };
    const metrics = createMetrics({ outbox, isSlackUp: () => isUp, now: () => start });
    metrics.moveMade('claim');
    for (const kind of entryKinds) metrics.deliveryEnded(kind, 'sent');
    metrics.clickAcked(30);
    const text = await metrics.text();
    expect(asked).toBe(1);
    for (const line of [
      'leadloop_moves_total{move="claim"} 1',
      'leadloop_deliveries_total{kind="card",result="sent"} 1',
      'leadloop_click_ack_seconds_bucket{le="0.025"} 0',
      'leadloop_click_ack_seconds_bucket{le="0.05"} 1',
      'leadloop_outbox_entries{state="pending"} 2',
      'leadloop_outbox_entries{state="sent"} 40',
      'leadloop_outbox_entries{state="ambiguous"} 0',
      'leadloop_outbox_oldest_due_seconds 90',
      'leadloop_slack_up 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    isUp = false;
    expect(await metrics.text()).toContain('leadloop_slack_up 0');
  });

  it('a database in trouble leaves its own numbers out and keeps the others', async () => {
    const metrics = createMetrics({ outbox: () => Promise.reject(new Error('locked')), isSlackUp: () => true });
    metrics.leadReceived('created');
    const text = await metrics.text();
    expect(text).toContain('leadloop_outbox_entries{state="pending"} Nan');
    expect(text).toContain('leadloop_outbox_oldest_due_seconds Nan');
    expect(text).toContain('leadloop_leads_received_total{status="created"} 1');
  });

  it('nothing is due: zero', async () => {
    const metrics = createMetrics({ outbox: async () => ({ ...counts, oldestDueAt: null }) });
    expect(await metrics.text()).toContain('leadloop_outbox_oldest_due_seconds 0\n');
  });
});
